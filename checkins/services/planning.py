"""Plan the check-ins of a day."""

from collections import Counter
from collections.abc import Mapping
from dataclasses import replace
from datetime import date, datetime

from django.db import transaction

from checkins.models import Plan, Slot
from checkins.problem import Facts, facts_of
from checkins.reasons import Because, reasons_for
from checkins.rounds import round_of
from checkins.services.bookings import around_bookings
from checkins.services.solving import findings, minute_now, solved, taken_by, write
from checkins.services.undoing import remember, snapshot
from checkins.services.versions import claim
from plc import audit
from plc.models import AuditEntry, User
from students.models import Section


@around_bookings
@transaction.atomic
def plan_day(
    *,
    section: Section,
    day: date,
    minutes: int,
    gap: int,
    by: User,
    now: datetime,
    version: int | None = None,
) -> Plan:
    """Plan everybody of the class into the day's free minutes, each with a reason.

    Everyone once before anyone twice. Held check-ins and fixed times stay; everything else is
    found anew. A day of a plan over several leaves out who has a place on an earlier day of it.
    Stale if another save came first.
    """
    plan, before = _open(section, day, minutes=minutes, gap=gap, now=now, version=version)
    slots = list(plan.slots.select_related("student"))
    facts = _to_meet(facts_of(section, day), slots, _had_before(plan))
    because = in_turn(
        section, _reasons(section, facts, day, by, now), plan, section.school.today(now)
    )
    because = {pk: _kept_turn(reason, _slot_of(slots, pk)) for pk, reason in because.items()}
    fixed = [slot for slot in slots if slot.is_fixed and slot.state == Slot.State.PLANNED]
    work, answer = solved(
        facts,
        because,
        plan,
        published=fixed,
        taken=taken_by(
            s for s in slots if s.state == Slot.State.DONE or s.student_id not in because
        ),
        since=minute_now(section, plan, now),
    )
    write(plan, slots, because, work, answer)
    _forget_later(plan)
    plan.findings = findings(work, answer, facts)
    plan.save(update_fields=["findings"])
    if before:
        remember(plan, before)
    section.beat()
    return plan


def in_turn(
    section: Section, because: Mapping[int, Because], plan: Plan, today: date
) -> dict[int, Because]:
    """Everybody's reason with the turns she had more than others in this round.

    A place on another day from today on is a turn too. Who had one waits until the others had
    theirs, also with a hand up: only a promise goes before that.
    """
    turns = Counter(round_of(section, min(plan.on, today)).turns)
    to_come = Slot.objects.filter(
        plan__section=section, plan__on__gte=today, window__isnull=False, state=Slot.State.PLANNED
    ).exclude(plan=plan.pk)
    for pk, on, first in to_come.values_list("student", "plan__on", "plan__round_from"):
        is_same_turn = first is not None and first == plan.round_from and on > plan.on
        turns[pk] += 1
        if is_same_turn and pk in because and because[pk].must:
            turns[pk] -= 1  # what cannot wait comes forward; her later place is given up
    least = min((turns[pk] for pk in because), default=0)
    return {pk: _after_others(one, turns[pk] - least) for pk, one in because.items()}


def _after_others(because: Because, turns: int) -> Because:
    is_promised = not because.detail.keys().isdisjoint({"promised", "promise_by", "by"})
    return replace(because, turns=turns, must=because.must and (not turns or is_promised))


def _had_before(plan: Plan) -> set[int]:
    """Who has her place on an earlier day of a plan over several days."""
    if plan.round_from is None:
        return set()
    others = Slot.objects.filter(
        plan__section=plan.section_id, plan__round_from=plan.round_from, window__isnull=False
    )
    return set(others.filter(plan__on__lt=plan.on).values_list("student", flat=True))


def _open(
    section: Section, day: date, *, minutes: int, gap: int, now: datetime, version: int | None
) -> tuple[Plan, dict[str, object]]:
    """The day's plan, made or claimed, and how it stood (empty for a new one)."""
    fresh = {"minutes": minutes, "gap": gap, "made_at": now}
    plan, is_new = Plan.objects.get_or_create(
        section=section, on=day, defaults=fresh | {"school": section.school}
    )
    if is_new:
        return plan, {}
    claim(plan, version)
    before = snapshot(plan)
    Plan.objects.filter(pk=plan.pk).update(**fresh)
    plan.refresh_from_db()
    plan.section = section
    return plan, before


def _reasons(
    section: Section, facts: Facts, day: date, by: User, now: datetime
) -> dict[int, Because]:
    """Everybody's reason; how students feel counts, so the reading of it is written down."""
    audit.record(
        AuditEntry.Action.READ_MOOD,
        actor=by,
        school_key=section.school.key,
        subject_key=section.key,
        detail=f"planning {day.isoformat()}",
    )
    return reasons_for(section, facts.students, day=day, moods=True, now=now)


def _to_meet(facts: Facts, slots: list[Slot], away: set[int]) -> Facts:
    """Without those who were met already that day, or have their place on an earlier day."""
    met = {slot.student_id for slot in slots if slot.state == Slot.State.DONE} | away
    return replace(facts, students=tuple(s for s in facts.students if s.pk not in met))


def _forget_later(plan: Plan) -> None:
    """Who has a place now needs none on a later day of the same plan."""
    if plan.round_from is None:
        return
    here = plan.slots.filter(window__isnull=False).values("student")
    later = Slot.objects.filter(
        plan__section=plan.section_id, plan__round_from=plan.round_from, plan__on__gt=plan.on
    )
    later.to_come().filter(student__in=here, is_fixed=False).delete()


def _slot_of(slots: list[Slot], student_id: int) -> Slot | None:
    return next((slot for slot in slots if slot.student_id == student_id), None)


def _kept_turn(because: Because, slot: Slot | None) -> Because:
    """Someone put off until later today keeps her turn: she must be met."""
    if slot is not None and slot.state == Slot.State.LATER:
        return replace(because, must=True)
    return because
