"""A student does her tile: start, pause, go on, finish with a look back at it."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from choiceboards import services
from choiceboards.forms.student import FinishForm
from choiceboards.views.tile_page import (
    change,
    kept_picks,
    open_tile,
    pick_form,
    tile_page,
)
from plc import clock
from students.access import students_only


@students_only
@require_POST
def start_tile(request: HttpRequest, activity_key: str) -> HttpResponse:
    """From here on the tile is not swapped."""
    said = _("You started %(tile)s.")
    return change(request, activity_key, services.start, said, now=clock.now())


@students_only
@require_POST
def pause_tile(request: HttpRequest, activity_key: str) -> HttpResponse:
    """A break: the tile stays hers."""
    said = _("You paused %(tile)s.")
    return change(request, activity_key, services.pause, said, now=clock.now())


@students_only
@require_POST
def go_on_tile(request: HttpRequest, activity_key: str) -> HttpResponse:
    """After the break."""
    said = _("You go on with %(tile)s.")
    return change(request, activity_key, services.go_on, said, now=clock.now())


@students_only
@require_POST
def finish_tile(request: HttpRequest, activity_key: str) -> HttpResponse:
    """Done; where the tile has a rubric, only with her own rating of each line."""
    activity = open_tile(request, activity_key)
    picks = kept_picks(request, activity)
    pick = picks.get(activity.pk)
    form = FinishForm(request.POST, rubric=pick.rubric if pick else [])
    if not form.is_valid():
        shown = pick_form(activity, picks)
        return tile_page(request, activity, picks, shown, finish=form)
    said = _("You did %(tile)s.")
    return change(
        request, activity_key, services.finish, said, now=clock.now(), outcome=form.outcome()
    )
