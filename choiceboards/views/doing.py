"""A student does her tile: start, pause, go on, finish with a look back at it."""

from __future__ import annotations

from django.http import Http404, HttpRequest, HttpResponse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from choiceboards import services
from choiceboards.forms.student import FinishForm
from choiceboards.models import Pick
from choiceboards.views.own_tile import BEGUN, WORKING, kept_picks, open_tile
from choiceboards.views.tile_page import change, tile_page
from plc import clock
from plc.access import NoMore
from plc.htmx import is_htmx, render_page
from students.access import student_of, students_only


@students_only
@require_POST
def start_tile(request: HttpRequest, activity_key: str) -> HttpResponse:
    """From here on the tile is not swapped."""
    said = _("You started %(tile)s.")
    activity = open_tile(request, activity_key)
    return change(request, activity, services.start, said, now=clock.now())


@students_only
@require_POST
def pause_tile(request: HttpRequest, activity_key: str) -> HttpResponse:
    """A break: the tile stays hers."""
    said = _("You paused %(tile)s.")
    activity = open_tile(request, activity_key, begun=WORKING)
    return change(request, activity, services.pause, said, now=clock.now())


@students_only
@require_POST
def go_on_tile(request: HttpRequest, activity_key: str) -> HttpResponse:
    """After the break."""
    said = _("You go on with %(tile)s.")
    activity = open_tile(request, activity_key, begun=WORKING)
    return change(request, activity, services.go_on, said, now=clock.now())


@students_only
@require_POST
def finish_tile(request: HttpRequest, activity_key: str) -> HttpResponse:
    """Done; where the tile has a rubric, only with her own rating of each line.

    Whatever is in the way, the answer has what she typed.
    """
    try:
        activity = open_tile(request, activity_key, begun=BEGUN)
    except Http404 as gone:
        return _gone(request, gone)
    picks = kept_picks(request, activity)
    pick = picks.get(activity.pk)
    form = FinishForm(request.POST, rubric=pick.rubric if pick else [])
    if pick is None or not form.is_valid():
        why = "" if pick else str(services.NotPicked())
        return tile_page(request, activity, picks, refusal=why, finish=form)
    done = {"now": clock.now(), "outcome": form.outcome()}
    said = _("Saved.") if pick.state == Pick.State.FINISHED else _("You did %(tile)s.")
    return change(request, activity, services.finish, said, finish=form, **done)


def _gone(request: HttpRequest, gone: Http404) -> HttpResponse:
    """What became of the tile, and what she typed; htmx leaves her page as it stands."""
    form = FinishForm(request.POST, rubric=[])
    if is_htmx(request) or not any((form["made"].value(), form["link"].value())):
        raise gone
    said = str(gone) if isinstance(gone, NoMore) else _("There is nothing here")
    context = {"student": student_of(request), "here": "my_board", "gone": said, "finish": form}
    return render_page(request, "choiceboards/tile_gone.html", context, status=404)
