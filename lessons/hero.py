"""The band at the top of the class's first page: how many days, what for, and the one button."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date

from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from lessons.occasion import Countdown, Why
from lessons.readiness import Figures, Step
from lessons.words import long_date, why_not_january_21
from plc.frozen import frozen
from students.classroom import Classroom


@frozen
class Hero:
    """`number` is the days to go, None on the day and after; `note` says why not January 21.

    `badge` is the large numeral: the days to go, or else the day of the month.
    """

    number: int | None
    badge: int
    title: str
    text: str
    note: str
    action: str
    href: str


def hero(
    room: Classroom,
    *,
    days: Countdown,
    day: date,
    found: Figures,
    steps: Sequence[Step],
    students: int,
) -> Hero:
    """Before the day: the next step. On it: start. After it: how it went."""
    text = _who_has_a_time(found, students)
    if day == room.today:
        title = _today_is(days, room.today)
        return Hero(None, day.day, title, text, "", *_start(room, day, steps))
    if days.is_over:
        title = _("Personalized Learning Day was on %(day)s") % {"day": long_date(day)}
        href = reverse("checkins", args=[room.section.key])
        return Hero(None, day.day, title, "", "", _("See how it went"), href)
    is_moved = days.occasion.why is not Why.SCHOOL_DAY
    when = _("Personalized Learning Day is on %(day)s.") % {"day": long_date(day)}
    return Hero(
        number=days.days,
        badge=days.days,
        title=_days_until(days, is_moved=is_moved),
        text=f"{when} {text}",
        note=why_not_january_21(days.occasion) if day == days.occasion.day else "",
        action=_("Finish the plan") if _next(steps) else _("Look at the plan"),
        href=_next_href(room, day, steps),
    )


def _days_until(days: Countdown, *, is_moved: bool) -> str:
    if not is_moved:
        return ngettext("day until January 21", "days until January 21", days.days)
    words = ngettext("day until %(day)s", "days until %(day)s", days.days)
    return words % {"day": long_date(days.day)}


def _today_is(days: Countdown, today: date) -> str:
    if days.day == today:
        return _("Today is Personalized Learning Day")
    return _("Today is %(day)s") % {"day": long_date(today)}


def _who_has_a_time(found: Figures, students: int) -> str:
    about = {"placed": found.placed, "students": students, "minutes": found.minutes}
    if not found.is_planned:
        return _("Plan a few minutes with each student, inside your independent work time.")
    if found.has_all_placed(students):
        words = ngettext(
            "All %(students)d students have a time: %(minutes)d minute each.",
            "All %(students)d students have a time: %(minutes)d minutes each.",
            found.minutes,
        )
        return words % about
    return _("%(placed)d of %(students)d students have a time.") % about


def _start(room: Classroom, day: date, steps: Sequence[Step]) -> tuple[str, str]:
    """Words and address of the button on the day itself."""
    if not any(step.is_done for step in steps):
        return _("Plan the day"), _next_href(room, day, steps)
    if room.school.local(room.now).time() >= room.school.day_ends_at:
        return _("See how it went"), reverse("checkins", args=[room.section.key])
    return _("Start the day"), reverse("live", args=[room.section.key, day])


def _next(steps: Sequence[Step]) -> Step | None:
    return next((step for step in steps if step.state == "next"), None)


def _next_href(room: Classroom, day: date, steps: Sequence[Step]) -> str:
    following = _next(steps)
    return following.href if following else reverse("plan_day", args=[room.section.key, day])
