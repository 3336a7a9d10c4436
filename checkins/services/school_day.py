"""One plan for the whole school: looked at, and published as it was shown or not at all."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import date, datetime, time
from typing import Any

from django.db import IntegrityError, transaction
from django.db.models import F
from django.db.models.functions import Now

from checkins.models import Plan, SchoolDay, Slot, Window
from checkins.places import clock_time, minute_of
from checkins.planner import CheckIn
from checkins.school import Preview, Settings, draft_school, preview, school_facts
from checkins.school.facts import SchoolFacts
from checkins.services.versions import Stale
from plc.models import User
from students.models import School, Section

BATCH = 500  # rows a statement


def look_ahead(
    *, school: School, day: date, settings: Settings, now: datetime
) -> tuple[SchoolFacts, Preview]:
    """What would be published now; nothing is saved."""
    facts = school_facts(school, day, school.today(now))
    local = school.local(now)
    if not settings.since and local.date() == day:
        settings = replace(settings, since=minute_of(local.time()))
    return facts, preview(facts, draft_school(facts, settings), settings)


def publish(
    *, school: School, day: date, settings: Settings, token: str, by: User, now: datetime
) -> SchoolDay:
    """Write the plan that was shown into every class, or nothing: Stale when anything changed.

    The plan is made again from the rows as they are: the same rows give the same plan. A second
    post of one preview returns what the first one published.
    """
    done = SchoolDay.objects.filter(school=school, on=day, token=token).first()
    if done is not None:
        return done
    _facts, shown = look_ahead(school=school, day=day, settings=settings, now=now)
    _refuse_stale(shown.token, token)
    _refuse_past(school, day, shown, now)
    try:
        with transaction.atomic():
            return _publish(school, day, shown, by, now)
    except IntegrityError as error:  # a colleague saved in this very moment
        raise Stale from error


def _refuse_stale(found: str, shown: str) -> None:
    if found != shown:
        raise Stale


def _refuse_past(school: School, day: date, shown: Preview, now: datetime) -> None:
    """The day has gone on since: a place that would be given is past."""
    local = school.local(now)
    minute = minute_of(local.time()) if local.date() == day else 0
    if local.date() > day or any(c.start < minute for c in _new(shown)):
        raise Stale


def _new(shown: Preview) -> Iterable[CheckIn]:
    before = shown.draft.problem.previous
    old = set(before.checkins) if before else set()
    return (checkin for checkin in shown.best.checkins if checkin not in old)


def _publish(school: School, day: date, shown: Preview, by: User, now: datetime) -> SchoolDay:
    rows = Plan.objects.filter(school=school, on=day).order_by("pk")
    list(rows.select_for_update().values_list("pk", flat=True))  # changes wait from here on
    facts = school_facts(school, day, school.today(now))
    draft = draft_school(facts, shown.settings)
    _refuse_stale(draft.token, shown.token)
    shown = replace(shown, draft=draft)
    plans = _plans(facts, shown, now)
    _write(facts, shown, plans)
    sections = Section.objects.filter(pk__in=plans)
    sections.update(pulse=F("pulse") + 1)
    return _remember(facts, shown, _ours(facts, shown, plans.values()), by, now)


def _plans(facts: SchoolFacts, shown: Preview, now: datetime) -> dict[int, Plan]:
    """The plans to write into, by class: new ones made, others at their next version."""
    touched = set(shown.by_class) | _classes_left(facts, shown)
    moved = {slot.plan_id for slot in shown.draft.movable}
    touched |= {plan.section_id for plan in facts.plans.values() if plan.pk in moved}
    settings = shown.settings
    fresh = [
        Plan(
            school=facts.school,
            section=section,
            on=facts.day,
            minutes=settings.minutes,
            gap=settings.gap,
            state=Plan.State.READY,
            made_at=now,
        )
        for section in facts.sections
        if section.pk in touched and section.pk not in facts.plans
    ]
    known = [plan for plan in facts.plans.values() if plan.section_id in touched]
    Plan.objects.filter(pk__in=[plan.pk for plan in known]).update(
        version=F("version") + 1, changed_at=Now()
    )
    for plan in known:
        plan.version += 1
    kept = _kept_plans(shown)
    ours = [plan.pk for plan in known if plan.pk not in kept]
    Plan.objects.filter(pk__in=ours).update(
        minutes=settings.minutes, gap=settings.gap, state=Plan.State.READY, made_at=now
    )
    return {plan.section_id: plan for plan in [*known, *Plan.objects.bulk_create(fresh)]}


def _kept_plans(shown: Preview) -> set[int]:
    """Plans (by id) of which a slot is kept, so that their length is not the school's to choose."""
    return {slot.plan_id for slot in shown.draft.kept}


def _ours(facts: SchoolFacts, shown: Preview, plans: Iterable[Plan]) -> list[Plan]:
    """The plans in which the school may move again what stands there; a teacher's stays hers."""
    published = facts.published.versions if facts.published else {}
    kept = _kept_plans(shown)
    return [
        plan
        for plan in plans
        if plan.section_id not in facts.plans
        or plan.pk not in kept
        or published.get(plan.key) == plan.version - 1
    ]


def _classes_left(facts: SchoolFacts, shown: Preview) -> set[int]:
    """Classes that show somebody who has no place."""
    return {
        section
        for out in shown.best.left_out
        for section in facts.classes_of[shown.draft.student_of[out.request]]
        if section not in shown.draft.apart
    }


@dataclass(slots=True)
class _Seat:
    """Where a student goes: a plan, and a window with a time or none."""

    plan: Plan
    student: int
    window: Window | None = None
    starts_at: time | None = None


def _seats(facts: SchoolFacts, shown: Preview, plans: dict[int, Plan]) -> Iterable[_Seat]:
    draft = shown.draft
    for checkin in shown.best.checkins:
        window = draft.windows[checkin.block]
        plan = plans[window.section_id]
        yield _Seat(plan, draft.student_of[checkin.request], window, clock_time(checkin.start))
    for out in shown.best.left_out:
        student = draft.student_of[out.request]
        for section in facts.classes_of[student]:
            if section not in draft.apart:
                yield _Seat(plans[section], student)


def _write(facts: SchoolFacts, shown: Preview, plans: dict[int, Plan]) -> None:
    """Set the slots in a few statements; times are cleared first, for they may trade places."""
    known = {(slot.plan_id, slot.student_id): slot for slot in facts.slots}
    stale = {slot.pk for slot in shown.draft.movable}
    moved: list[Slot] = []
    fresh: list[Slot] = []
    for seat in _seats(facts, shown, plans):
        slot = known.get((seat.plan.pk, seat.student))
        if slot is None:
            slot = Slot(school_id=facts.school.pk, plan=seat.plan, student_id=seat.student)
            fresh.append(_seated(slot, seat, shown))
            continue
        stale.discard(slot.pk)
        if (slot.window_id, slot.starts_at) != (seat.window and seat.window.pk, seat.starts_at):
            moved.append(_seated(slot, seat, shown))
    Slot.objects.filter(pk__in=stale).delete()
    Slot.objects.filter(pk__in=[slot.pk for slot in moved]).update(starts_at=None)
    fields = ["window", "starts_at", "state", "reason", "detail", "need"]
    Slot.objects.bulk_update(moved, fields, batch_size=BATCH)
    Slot.objects.bulk_create(fresh, batch_size=BATCH)
    _write_findings(facts, shown, plans)


def _seated(slot: Slot, seat: _Seat, shown: Preview) -> Slot:
    because = shown.draft.because[seat.student]
    slot.window, slot.starts_at, slot.state = seat.window, seat.starts_at, Slot.State.PLANNED
    slot.reason, slot.need = because.reason, because.need
    keep = {name: slot.detail[name] for name in ("dropped",) if name in slot.detail}
    slot.detail = because.detail | keep
    return slot


def _write_findings(facts: SchoolFacts, shown: Preview, plans: dict[int, Plan]) -> None:
    """Each class is told why its own students have no place."""
    told = {section for section, plan in plans.items() if plan.findings}
    for plan in plans.values():
        plan.findings = {}
    for out in shown.best.left_out:
        student = shown.draft.student_of[out.request]
        found: dict[str, Any] = {"code": out.cause.code, "params": dict(out.cause.params)}
        for section in facts.classes_of[student]:
            if section in plans:
                left = plans[section].findings.setdefault("left_out", {})
                left[facts.students[student].key] = found
    changed = [plan for section, plan in plans.items() if plan.findings or section in told]
    Plan.objects.bulk_update(changed, ["findings"], batch_size=BATCH)


def _remember(
    facts: SchoolFacts, shown: Preview, ours: list[Plan], by: User, now: datetime
) -> SchoolDay:
    done = facts.published or SchoolDay(school=facts.school, on=facts.day, version=0)
    done.version += 1
    done.minutes, done.gap, done.token = shown.settings.minutes, shown.settings.gap, shown.token
    done.published_at, done.published_by = now, by
    done.versions = done.versions | {plan.key: plan.version for plan in ours}
    done.save()
    return done
