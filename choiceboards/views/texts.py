"""A board and its tiles in other languages."""

from __future__ import annotations

from copy import copy
from typing import Any

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from choiceboards import services
from choiceboards.both_texts import both_texts
from choiceboards.forms.texts import text_form
from choiceboards.languages import every_language, own_name
from choiceboards.models import Activity, Board, BoardText, TileText
from choiceboards.views.editor import tile_of
from choiceboards.views.teacher import board_of
from plc.access import staff_only
from plc.htmx import render_page
from students.classroom import Classroom, classroom

Text = BoardText | TileText


@staff_only
def new_board_text(request: HttpRequest, class_key: str, board_key: str) -> HttpResponse:
    """The board's own words in one language more; `?in=es` names it."""
    room = classroom(request, class_key)
    return _text(request, room, _new(board_of(room, board_key)))


@staff_only
def new_text(
    request: HttpRequest, class_key: str, board_key: str, activity_key: str
) -> HttpResponse:
    """The tile in one language more; `?in=es` names it."""
    room = classroom(request, class_key)
    return _text(request, room, _new(tile_of(board_of(room, board_key), activity_key)))


@staff_only
def edit_board_text(
    request: HttpRequest, class_key: str, board_key: str, language: str
) -> HttpResponse:
    """The board's own words in another language."""
    room = classroom(request, class_key)
    return _text(request, room, _text_of(request, board_of(room, board_key), language))


@staff_only
def edit_text(
    request: HttpRequest, class_key: str, board_key: str, activity_key: str, language: str
) -> HttpResponse:
    """The tile's words in another language."""
    room = classroom(request, class_key)
    activity = tile_of(board_of(room, board_key), activity_key)
    return _text(request, room, _text_of(request, activity, language))


@staff_only
@require_POST
def drop_board_text(
    request: HttpRequest, class_key: str, board_key: str, language: str
) -> HttpResponse:
    """The board's own words are not offered in this language any more."""
    room = classroom(request, class_key)
    return _dropped(request, room, board_of(room, board_key), language)


@staff_only
@require_POST
def drop_text(
    request: HttpRequest, class_key: str, board_key: str, activity_key: str, language: str
) -> HttpResponse:
    """The tile is not offered in this language any more."""
    room = classroom(request, class_key)
    activity = tile_of(board_of(room, board_key), activity_key)
    return _dropped(request, room, activity, language)


def _new(of: Board | Activity, language: str = "") -> Text:
    if isinstance(of, Board):
        return BoardText(board=of, language=language)
    return TileText(activity=of, language=language)


def _text_of(request: HttpRequest, of: Board | Activity, language: str) -> Text:
    """The words in this language; what was typed is not lost because somebody removed them."""
    text: Text | None = of.texts.filter(language=language).first()
    if text is None:
        if request.method != "POST" or language not in dict(every_language()):
            raise Http404
        text = _new(of, language)
    return text


def _text(request: HttpRequest, room: Classroom, text: Text) -> HttpResponse:
    data = request.POST if request.method == "POST" else None
    seen = services.text_mark(text if text.pk else None)
    form = text_form(copy(text), data, seen=seen, language=request.GET.get("in", ""))
    activity = text.activity if isinstance(text, TileText) else None
    context = room.page("boards", board=text.board, activity=activity, text=text, form=form)
    context["own_name"] = own_name(text.language) if text.language else ""
    if form.is_valid():
        kept = form.save_to()
        try:
            services.save_text(text=kept, seen=form.cleaned_data["seen"])
        except services.Stale:
            there = text.of.texts.filter(language=kept.language).first()
            theirs = text_form(there or _new(text.of))  # empty fields where she removed the words
            context |= both_texts(form, theirs, services.text_mark(there))
            context["there"] = kept.language
        else:
            is_tile = isinstance(text, TileText)
            said = (
                _("The tile’s words are saved.") if is_tile else _("The board’s words are saved.")
            )
            messages.success(request, said)
            return _back(room, text.of)
    status = 409 if "both" in context else 422 if form.errors else 200
    return render_page(request, "choiceboards/edit_text.html", context, status=status)


def _dropped(
    request: HttpRequest, room: Classroom, of: Board | Activity, language: str
) -> HttpResponse:
    text: Any = get_object_or_404(of.texts, language=language)
    services.drop_text(text=text)
    if isinstance(of, Board):
        said = _("The board’s words are not in %(language)s any more.")
    else:
        said = _("The tile is not in %(language)s any more.")
    messages.success(request, said % {"language": own_name(language)})
    return _back(room, of)


def _back(room: Classroom, of: Board | Activity) -> HttpResponse:
    """To the page that these words are a part of."""
    if isinstance(of, Board):
        return redirect("edit_board", room.section.key, of.key)
    return redirect("edit_tile", room.section.key, of.board.key, of.key)
