"""A tile in other languages."""

from __future__ import annotations

from copy import copy

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from choiceboards import services
from choiceboards.both_texts import both_texts
from choiceboards.forms.board import languages
from choiceboards.forms.tile import TileTextForm
from choiceboards.languages import own_name
from choiceboards.models import Activity, TileText
from choiceboards.views.editor import tile_of
from choiceboards.views.teacher import board_of
from plc.access import staff_only
from plc.htmx import render_page
from students.classroom import Classroom, classroom


@staff_only
def new_text(
    request: HttpRequest, class_key: str, board_key: str, activity_key: str
) -> HttpResponse:
    """The tile in one language more."""
    room = classroom(request, class_key)
    activity = tile_of(board_of(room, board_key), activity_key)
    return _text(request, room, activity, TileText(activity=activity))


@staff_only
def edit_text(
    request: HttpRequest, class_key: str, board_key: str, activity_key: str, language: str
) -> HttpResponse:
    """The tile's words in another language."""
    room = classroom(request, class_key)
    activity = tile_of(board_of(room, board_key), activity_key)
    text = activity.texts.filter(language=language).first()
    if text is None:  # what was typed is not lost because somebody removed the language
        if request.method != "POST" or language not in dict(languages()):
            raise Http404
        text = TileText(activity=activity, language=language)
    return _text(request, room, activity, text)


@staff_only
@require_POST
def drop_text(
    request: HttpRequest, class_key: str, board_key: str, activity_key: str, language: str
) -> HttpResponse:
    """The tile is not offered in this language any more."""
    room = classroom(request, class_key)
    activity = tile_of(board_of(room, board_key), activity_key)
    text = get_object_or_404(activity.texts, language=language)
    text.activity = activity
    services.drop_text(text=text)
    said = _("The tile is not in %(language)s any more.") % {"language": own_name(language)}
    messages.success(request, said)
    return redirect("edit_tile", class_key, board_key, activity_key)


def _text(
    request: HttpRequest, room: Classroom, activity: Activity, text: TileText
) -> HttpResponse:
    data = request.POST if request.method == "POST" else None
    initial = {"seen": services.text_mark(text if text.pk else None)}
    form = TileTextForm(data, instance=copy(text), activity=activity, initial=initial)
    context = room.page("boards", board=activity.board, activity=activity, text=text, form=form)
    context["own_name"] = own_name(text.language) if text.language else ""
    if form.is_valid():
        kept = form.save_to()
        try:
            services.save_text(text=kept, seen=form.cleaned_data["seen"])
        except services.Stale:
            context |= _both(form, activity, kept.language)
        else:
            messages.success(request, _("The tile’s words are saved."))
            return redirect("edit_tile", room.section.key, activity.board.key, activity.key)
    status = 409 if "both" in context else 422 if form.errors else 200
    return render_page(request, "choiceboards/edit_text.html", context, status=status)


def _both(form: TileTextForm, activity: Activity, language: str) -> dict[str, object]:
    """What the other teacher wrote; where she removed the words, empty fields."""
    there = activity.texts.filter(language=language).first()
    theirs = TileTextForm(instance=there or TileText(activity=activity), activity=activity)
    return {"there": language, **both_texts(form, theirs, services.text_mark(there))}
