"""A student's own day: when is my time, what do I go on with, what is my goal, how does it go."""

from __future__ import annotations

from datetime import date, datetime, timedelta
from typing import Any

from django.db.models import Exists, F, OuterRef, QuerySet
from django.http import HttpRequest, HttpResponse
from django.utils.cache import get_conditional_response
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_safe

from checkins.asked import asked_of
from checkins.board import last_met, my_turn, student_day
from checkins.places import clock_format
from checkins.readiness import CHOICES as FEELINGS
from choiceboards.models import Board, Pick
from goals.forms import WonderForm
from goals.models import Goal, Reflection
from lessons.words import my_time_words
from plc import clock
from plc.frozen import frozen
from plc.htmx import partial_wanted, render_page
from plc.models import User
from plc.prepared import prepared
from students.access import student_of, students_only
from students.models import Enrollment, Section, Student

POLL_SECONDS = 20


@students_only
@require_safe
def my_day(request: HttpRequest) -> HttpResponse:
    """My day; the card with my time keeps itself fresh by asking for it alone."""
    student, now = student_of(request), clock.now()
    today = student.school.today(now)
    etag = _etag(student, today, now)
    is_poll = partial_wanted(request) == "my-time"
    unchanged = get_conditional_response(request, etag=etag) if is_poll else None
    if unchanged is not None and unchanged.status_code == 304:
        return unchanged
    context = _my_time(student, today, now) | {"etag": etag, "poll": POLL_SECONDS}
    if not is_poll:
        context |= _the_rest(student, now) | {"student": student, "here": "my_day", "today": today}
        context |= {"turn": my_turn(student, today), "last": last_met(student)}
        key = request.session.session_key or ""
        context |= {"asked": asked_of(student, today, key), "feelings": FEELINGS}
    response = render_page(request, "lessons/my_day.html", context, partials={"my-time"})
    if is_poll:
        response.headers["ETag"] = etag
    return response


def _etag(student: Student, today: date, now: datetime) -> str:
    """What the card shows changes with her class's pulse, and with each minute."""
    pulses = "-".join(str(pulse) for (pulse,) in _pulses(student.pk, today))
    return f'"{pulses}-{int(now.timestamp()) // 60}"'


@prepared
def _pulses(student_id: int, today: date) -> QuerySet[Any, Any]:
    enrolled = Enrollment.objects.filter(student=student_id).current(today)
    classes = Section.objects.filter(pk__in=enrolled.values("section"))
    return classes.order_by("pk").values_list("pulse")


def _my_time(student: Student, today: date, now: datetime) -> dict[str, object]:
    mine = student_day(student, today, now)
    words = my_time_words(mine, clock_format(student.school))
    return {"mine": mine, "words": words, "picture": student.picture, "tint": student.tint}


def _the_rest(student: Student, now: datetime) -> dict[str, object]:
    goals = student.goals.open().prefetch_related("steps")
    pick = _keep_going(student, now)
    return {
        "pick": pick,
        "board": "" if pick else _board_words(student, student.school.today(now)),
        "goals": [_my_goal(goal) for goal in goals],
        "moods": zip(Reflection.Mood.choices, FACES, strict=True),
        "wonder": WonderForm(),
    }


FACES = ("mood-happy", "mood-smile", "mood-puzzled", "mood-sad")


@frozen
class Going:
    """The tile to go on with."""

    key: str
    kind: str
    title: str
    icon: str
    tint: str
    words: str


def _keep_going(student: Student, now: datetime) -> Going | None:
    """What she started, or else picked, on an open board of a class of hers; must-dos first."""
    pick = next(iter(_picks(student.pk, student.school.today(now))), None)
    if pick is None:
        return None
    tile = pick.activity
    return Going(
        tile.key, tile.get_kind_display(), tile.title, tile.icon, tile.tint, _left(pick, now)
    )


@prepared
def _picks(student_id: int, today: date) -> QuerySet[Pick]:
    enrolled = Enrollment.objects.filter(student=student_id).current(today)
    going = Pick.objects.filter(student=student_id, board__state=Board.State.OPEN).filter(
        state__in=[Pick.State.STARTED, Pick.State.PAUSED, Pick.State.PICKED],
        board__section__in=enrolled.values("section"),
    )
    return going.select_related("activity").order_by(
        F("started_at").desc(nulls_last=True), "-activity__is_must", "picked_at"
    )[:1]


def _board_words(student: Student, today: date) -> str:
    """What the way to the board says where there is no tile to go on with."""
    for (has_done,) in _open_board(student.user_id or 0, student.pk, today):
        return _("See how far you are") if has_done else _("Pick something you like")
    return _("No board is open now")


@prepared
def _open_board(user_id: int, student_id: int, today: date) -> QuerySet[Board, Any]:
    """Whether she did a tile of the board she sees first; no row without a board."""
    boards = Board.objects.visible_to(User(pk=user_id, kind=User.Kind.STUDENT), today)
    hers = Pick.objects.finished().filter(student=student_id, board=OuterRef("pk"))
    return boards.values_list(Exists(hers))[:1]


def _left(pick: Pick, now: datetime) -> str:
    """How long the tile still takes, from when it was started."""
    if pick.started_at is None:
        return _("You picked this.")
    if pick.state == Pick.State.PAUSED:
        return _("You paused this.")
    begun = pick.resumed_at or pick.started_at
    ends_at = begun + timedelta(minutes=pick.minutes or pick.activity.minutes, seconds=-pick.worked)
    minutes = max(0, round((ends_at - now) / timedelta(minutes=1)))
    if not minutes:
        return _("Finish it when you are ready.")
    left = ngettext("%(minutes)d minute left.", "%(minutes)d minutes left.", minutes)
    return left % {"minutes": minutes}


@frozen
class MyGoal:
    """A goal of mine: what is done of it, and the step that comes next (None: all done)."""

    title: str
    steps: tuple[bool, ...]
    next_key: str
    next_text: str

    @property
    def done(self) -> int:
        return sum(self.steps)


def _my_goal(goal: Goal) -> MyGoal:
    steps = goal.steps.all()
    following = next((step for step in steps if step.done_on is None), None)
    return MyGoal(
        title=goal.title,
        steps=tuple(step.done_on is not None for step in steps),
        next_key=following.key if following else "",
        next_text=following.text if following else "",
    )
