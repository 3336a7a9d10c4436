"""The student's board: see it, open a tile, pick, swap, put back.

A pick answers htmx with the fresh board in the same round trip; without JavaScript it leads there.
A pick that met no network waits in the browser and is sent once (docs/adr/0011).
"""

from __future__ import annotations

from datetime import date, datetime, timedelta

from django.db import transaction
from django.db.models import QuerySet
from django.http import Http404, HttpRequest, HttpResponse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from choiceboards import services
from choiceboards.forms.student import PickForm
from choiceboards.models import Activity, Board, Pick
from choiceboards.polls import polls_for
from choiceboards.views.own_tile import WORKING, a_student, gone, kept_picks, open_tile
from choiceboards.views.picking import pick_form
from choiceboards.views.tile_page import board_page, change, tile_page, to_board
from plc import clock
from plc.access import user_of
from plc.models import FormKey
from plc.prepared import prepared
from students.access import student_of, students_only
from students.models import Student

LONGEST_WAIT = 12 * 60 * 60  # seconds a pick may have waited for the network


@students_only
@require_safe
def my_board(request: HttpRequest, board_key: str | None = None) -> HttpResponse:
    """The newest open board of the student's classes, or the one asked for."""
    student = student_of(request)
    boards = _open_boards(user_of(request).pk, clock.today())
    board = boards[0] if boards else None
    if board_key is not None:
        board = next((row for row in boards if row.key == board_key), None)
        if board is None and Board.objects.of_classes_of(user_of(request)).filter(key=board_key):
            raise gone(_("This board is closed now."))
        if board is None:
            raise Http404
    polls = polls_for(user_of(request).pk, clock.today(), clock.now())
    return board_page(request, student, board, boards=boards, polls=polls, now=clock.now())


@prepared
def _open_boards(user_id: int, today: date) -> QuerySet[Board]:
    return Board.objects.visible_to(a_student(user_id), today)


@students_only
@require_safe
def tile(request: HttpRequest, activity_key: str) -> HttpResponse:
    """One tile: what it asks, its levels, ways to explore and to show it; `?in=es` in Spanish."""
    activity = open_tile(request, activity_key, begun=WORKING)
    return tile_page(request, activity, kept_picks(request, activity))


@students_only
@require_POST
def pick_tile(request: HttpRequest, activity_key: str) -> HttpResponse:
    """Pick the tile, or change how; a refusal comes back in the tile's own page."""
    activity, refusal = open_tile(request, activity_key), ""
    picks = kept_picks(request, activity) if "instead" in request.POST else {}
    form = pick_form(activity, picks, request.POST)
    if form.is_valid():
        try:
            _pick(request, activity, form)
        except services.PickRefused as refused:
            refusal = str(refused)
        else:
            is_start = form.cleaned_data["then"] == "start"
            said = _("You started %(tile)s.") if is_start else _("You picked %(tile)s.")
            return to_board(request, activity, said % {"tile": activity.title})
    return _refused(request, activity, refusal)


def _pick(request: HttpRequest, activity: Activity, form: PickForm) -> None:
    """Carry it out, unless it waited in the browser and has come before."""
    student, now = student_of(request), clock.now()
    waited, key = form.cleaned_data.get("ago"), form.cleaned_data.get("key")
    if waited is None:
        _carry_out(student, activity, form, now)
        return
    when = now - timedelta(seconds=min(max(waited, 0), LONGEST_WAIT))
    with transaction.atomic():
        if key and not FormKey.objects.claimed(user=user_of(request), key=key):
            return
        if not _is_there(kept_picks(request, activity).get(activity.pk), form.choice()):
            _carry_out(student, activity, form, when)


def _is_there(mine: Pick | None, choice: services.Choice) -> bool:
    """Whether it was carried out and only the answer lost: the tile is started just so."""
    if mine is None or mine.state == Pick.State.PICKED:
        return False
    return (mine.level, mine.format, mine.product) == (choice.level, choice.format, choice.product)


def _carry_out(student: Student, activity: Activity, form: PickForm, when: datetime) -> None:
    choice = form.choice()
    if old := form.given_back():
        services.swap(student=student, old=old, new=activity, choice=choice, now=when)
    else:
        services.pick(student=student, activity=activity, choice=choice, now=when)
    if form.cleaned_data["then"] == "start":
        services.start(student=student, activity=activity, now=when)


def _refused(request: HttpRequest, activity: Activity, refusal: str) -> HttpResponse:
    """The tile's page as it is by now, with what was chosen and why it cannot be."""
    try:
        activity.refresh_from_db(fields=["taken", "is_closed"])
    except Activity.DoesNotExist:  # nobody had picked it, and it was taken off in this moment
        raise gone(_("This tile is gone.")) from None
    return tile_page(request, activity, kept_picks(request, activity), request.POST, wrong=refusal)


@students_only
@require_POST
def put_back_tile(request: HttpRequest, activity_key: str) -> HttpResponse:
    """Give a tile back that is not started."""
    said = _("You put %(tile)s back.")
    return change(request, open_tile(request, activity_key), services.put_back, said)
