"""The only place where a reason becomes a sentence."""

from collections.abc import Callable, Mapping
from datetime import date
from typing import Any

from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from checkins.models import Reason
from checkins.signals import (
    ask_words,
    promise_words,
    roadblock_words,
)

ICONS: Mapping[str, str] = {
    Reason.DAYS_SINCE: "hourglass",
    Reason.ASKED: "hand-stop",
    Reason.GOAL_DUE: "target",
    Reason.GOAL_STUCK: "target",
    Reason.MOOD: "mood-puzzled",
    Reason.OWN_IDEA: "telescope",
    Reason.RETEACH: "refresh",
    Reason.NEW: "seedling",
    Reason.READY_FOR_MORE: "stairs",
    Reason.ONLY_FITS: "clock",
    Reason.WISH: "star",
}


_END_MARKS = (".", "?", "!", "…", "؟", "。", "？", "！")


def in_words(slot: Any, today: date, *, room_safe: bool = False) -> str:
    """The reason of a slot (or of a `Because`) as a sentence a teacher could say to a parent.

    `room_safe` leaves out what the class should not read on the teacher's screen.
    """
    detail = slot.detail or {}
    if room_safe:
        return _for_the_room(slot.reason, detail, today)
    words = [_SENTENCES[slot.reason](detail, today)]
    if "promise" in detail and slot.reason != Reason.WISH:
        words.append(_promise_words(detail, today))
    if promised := detail.get("promised"):
        day = _day(date.fromisoformat(promised), today)
        words.append(_("Planned %(day)s, not met") % {"day": day})
    if detail.get("not_now"):
        words.append(_("Said “not now”, keeps the turn"))
    return _joined(words)


def _joined(sentences: list[str]) -> str:
    """One after the other, each with one end mark: what a child asked brings its own."""
    *firsts, last = sentences
    ended = [one if one.rstrip("”’\"'»").endswith(_END_MARKS) else f"{one}." for one in firsts]
    return " ".join([*ended, last])


def _for_the_room(reason: str, detail: Mapping[str, Any], today: date) -> str:
    if reason == Reason.MOOD:
        return _("Talk about how it goes")
    if reason == Reason.RETEACH:
        return _("Look at something together")
    if "roadblock" in detail:
        return _("Talk about what is in the way")
    if reason == Reason.WISH and "promise" in detail:
        return _("Keep a promise")
    if reason == Reason.ASKED and ("topic" in detail or "for_me" in detail):
        detail = {**detail, "words": ""}
    words = [_SENTENCES[reason](detail, today)]
    return _joined([*words, _("Said “not now”")] if "not_now" in detail else words)


def _promise_words(detail: Mapping[str, Any], today: date) -> str:
    by = date.fromisoformat(detail["promise_by"])
    return promise_words(detail, named(by, today), is_past=by < today)


def _days_since(detail: Mapping[str, Any], _today: date) -> str:
    days = detail.get("days", 0)
    if detail.get("never"):
        return _("No check-in yet")
    if days == 0:
        return _("Met today")
    return ngettext(
        "%(days)s day since last check-in", "%(days)s days since last check-in", days
    ) % {"days": days}


def _asked_words(detail: Mapping[str, Any], today: date) -> str:
    day = _day(date.fromisoformat(detail["on"]), today)
    if "topic" in detail:
        return ask_words(detail, day, named(date.fromisoformat(detail["by"]), today))
    if detail.get("words"):
        return _("Asked for help %(day)s: “%(words)s”") % {"day": day, "words": detail["words"]}
    return _("Asked for help %(day)s") % {"day": day}


def _goal_due(detail: Mapping[str, Any], today: date) -> str:
    due = date.fromisoformat(detail["due"])
    parts = {"goal": detail["goal"], "day": _day(due, today)}
    if due < today:
        return _("Goal was due %(day)s: %(goal)s") % parts
    return _("Goal is due %(day)s: %(goal)s") % parts


def _reteach_words(detail: Mapping[str, Any], today: date) -> str:
    parts = {"check": detail["check"], "day": _day(date.fromisoformat(detail["on"]), today)}
    return _("Reteach, after a short check %(day)s: %(check)s") % parts


def _day(day: date, today: date) -> str:
    """A day as one says it: today, tomorrow, on Tuesday, on January 12."""
    near = {0: _("today"), 1: _("tomorrow"), -1: _("yesterday")}
    away = (day - today).days
    if away in near:
        return near[away]
    if abs(away) < 7:
        return _("on %(weekday)s") % {"weekday": date_format(day, "l")}
    return _("on %(date)s") % {"date": date_format(day, "MONTH_DAY_FORMAT")}


def named(day: date, today: date) -> str:
    """The same after "by" or "since": today, tomorrow, Tuesday, January 12."""
    near = {0: _("today"), 1: _("tomorrow"), -1: _("yesterday")}
    away = (day - today).days
    return near.get(away) or date_format(day, "l" if abs(away) < 7 else "MONTH_DAY_FORMAT")


def _stuck_words(detail: Mapping[str, Any], today: date) -> str:
    if "roadblock" in detail:
        return roadblock_words(detail, named(date.fromisoformat(detail["since"]), today))
    return _("No new step for two weeks: %(goal)s") % detail


def _wish_words(detail: Mapping[str, Any], today: date) -> str:
    if "promise" in detail:
        return _promise_words(detail, today)
    return _("Your wish: this time is fixed")


_SENTENCES: Mapping[str, Callable[[Mapping[str, Any], date], str]] = {
    Reason.DAYS_SINCE: _days_since,
    Reason.ASKED: _asked_words,
    Reason.GOAL_DUE: _goal_due,
    Reason.GOAL_STUCK: _stuck_words,
    Reason.MOOD: lambda _d, _t: _("Said this week that it goes hard"),
    Reason.OWN_IDEA: lambda d, _t: _("Own idea to approve: %(words)s") % d,
    Reason.RETEACH: _reteach_words,
    Reason.NEW: lambda d, _t: _("New in class, week %(week)s") % d,
    Reason.READY_FOR_MORE: lambda d, _t: _("Ready for more, all steps done: %(goal)s") % d,
    Reason.ONLY_FITS: lambda _d, _t: _("Only fits here"),
    Reason.WISH: _wish_words,
}
