"""What stays open until somebody closes it, as reasons for a check-in: asks, promises, roadblocks.

Each is found by one query for a whole class, and says its own sentence: facts and kinds from
closed lists, never an adult's words.
"""

from collections.abc import Iterator, Mapping
from datetime import date, timedelta
from typing import Any

from django.utils.translation import gettext as _

from checkins.models import Ask, Promise, Reason, Roadblock, Topic
from plc.frozen import frozen
from students.models import School, Section

# What a weaker signal adds to the reason that is shown: said beside it, and kept in the plan.
CARRIED = ("promised", "promise", "promise_by")


@frozen
class Signal:
    """One thing found out about one student."""

    student_id: int
    reason: str
    detail: dict[str, Any]
    must: bool = False


def open_signals(section: Section, ids: list[int], day: date) -> Iterator[Signal]:
    """Turns asked for, promises and roadblocks that are open (4 queries)."""
    yield from _turns(section, ids, day)
    yield from _promises(section, ids, day)
    yield from _roadblocks(ids)


def _turns(section: Section, ids: list[int], day: date) -> Iterator[Signal]:
    """A must from the school day before the promised one on: that plan is the last sure one."""
    last = section.school.calendar().next_open(day + timedelta(days=1))
    for ask in Ask.objects.waiting().filter(section=section, student__in=ids):
        detail = ask_detail(ask, section.school)
        yield Signal(ask.student_id, Reason.ASKED, detail, must=ask.promised_on <= last)


def _promises(section: Section, ids: list[int], day: date) -> Iterator[Signal]:
    promises = Promise.objects.open().filter(section=section, student__in=ids)
    for student_id, kind, due_on in promises.values_list("student", "kind", "due_on"):
        detail = promise_detail(kind, due_on)
        yield Signal(student_id, Reason.WISH, detail, must=due_on <= day)


def _roadblocks(ids: list[int]) -> Iterator[Signal]:
    """Whatever is in her way, whoever of her team noted it."""
    open_ones = Roadblock.objects.open().filter(student__in=ids)
    for student_id, kind, since in open_ones.values_list("student", "kind", "noted_on"):
        yield Signal(student_id, Reason.GOAL_STUCK, roadblock_detail(kind, since))


def ask_detail(ask: Ask, school: School) -> dict[str, Any]:
    return {
        "on": school.today(ask.asked_at).isoformat(),
        "words": ask.words,
        "topic": ask.topic,
        "by": ask.promised_on.isoformat(),
    }


def promise_detail(kind: str, due_on: date) -> dict[str, Any]:
    return {"promise": kind, "promise_by": due_on.isoformat()}


def roadblock_detail(kind: str, since: date) -> dict[str, Any]:
    return {"roadblock": kind, "since": since.isoformat()}


def carried(detail: Mapping[str, Any]) -> dict[str, Any]:
    """What of a signal is said also beside a stronger one."""
    return {key: detail[key] for key in CARRIED if key in detail}


def is_promise_due(detail: Mapping[str, Any], day: date) -> bool:
    """Whether an adult's promise in a slot's detail is due on `day`, or past."""
    by = detail.get("promise_by")
    return by is not None and date.fromisoformat(by) <= day


# --- in words -------------------------------------------------------------------------------------


def ask_words(detail: Mapping[str, Any], day: str, by: str) -> str:
    """ "Asked on Tuesday for a check-in, promised by Monday: Goal". `words` are the child's own."""
    parts = {"day": day, "by": by, "topic": Topic(detail["topic"]).label}
    if detail.get("words"):
        parts["words"] = detail["words"]
        return _("Asked %(day)s for a check-in, promised by %(by)s. %(topic)s: “%(words)s”") % parts
    return _("Asked %(day)s for a check-in, promised by %(by)s. %(topic)s") % parts


def promise_words(detail: Mapping[str, Any], day: str, *, is_past: bool) -> str:
    parts = {"day": day, "what": Promise.Kind(detail["promise"]).label}
    if is_past:
        return _("Promised by %(day)s, not done yet: %(what)s") % parts
    return _("Promised by %(day)s: %(what)s") % parts


def roadblock_words(detail: Mapping[str, Any], day: str) -> str:
    parts = {"day": day, "what": Roadblock.Kind(detail["roadblock"]).label}
    return _("In the way since %(day)s: %(what)s") % parts
