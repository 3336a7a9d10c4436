"""Plan, move, hold, put off, plan the rest again: and what must never happen on the way."""

from datetime import time, timedelta

import pytest
from django.db import IntegrityError

from checkins import services
from checkins.models import Absence, CheckIn, HelpRequest, Plan, Reason, Slot
from checkins.services import NoPlace, Said, Stale
from plc.models import AuditEntry
from tests.factories import (
    NOW,
    TODAY,
    AwayFactory,
    CheckInFactory,
    CheckInNoteFactory,
    HelpRequestFactory,
    SectionFactory,
    StudentFactory,
)

pytestmark = pytest.mark.django_db


def times(plan):
    return dict(plan.slots.values_list("student__called", "starts_at"))


def hold(slot, teacher, now=NOW, note="", **said):
    facts = {"topic": "goal", "outcomes": ["got_it"], "now": now, "slot": slot} | said
    facts["said"] = Said(note=note)
    section = slot.plan.section
    return services.hold(student=slot.student, section=section, teacher=teacher, **facts)


def test_28_students_fit_into_115_minutes_each_at_a_time_of_her_own(fill, planned, dawn):
    fill(28)

    plan = planned(now=dawn)

    starts = [slot.starts_at for slot in plan.slots.all()]
    assert len(set(starts)) == 28
    assert plan.findings == {"left_out": {}}
    assert plan.state == Plan.State.DRAFT


def test_the_most_needed_come_first_in_the_day(section, fill, planned, dawn):
    for student, days in zip(fill(3), (5, 40, 20), strict=True):
        CheckInFactory(section=section, student=student, held_on=TODAY - timedelta(days=days))

    plan = planned(now=dawn)

    assert list(plan.slots.order_by("starts_at").values_list("need", flat=True)) == [40, 20, 5]


def test_nobody_is_planned_while_she_is_away(student, planned, dawn):
    AwayFactory(student=student, starts_at=time(9, 0), ends_at=time(10, 30))

    assert times(planned(now=dawn)) == {"Priya": time(10, 35)}


def test_who_does_not_fit_is_kept_with_the_cause(section, fill, planned, windows, dawn):
    for window in windows[1:]:
        window.delete()
    fill(12)

    plan = planned(now=dawn)

    left = plan.slots.filter(window=None)
    assert left.count() == 2
    assert {found["code"] for found in plan.findings["left_out"].values()} == {"full"}


def test_absent_students_are_not_planned(section, student, planned):
    Absence.objects.create(student=student, on=TODAY)

    assert planned().slots.count() == 0


def test_planning_again_keeps_fixed_times_and_the_addresses_of_slots(fill, planned, dawn):
    fill(3)
    plan = planned(now=dawn)
    before = dict(plan.slots.values_list("student", "key"))
    slot = plan.slots.first()
    services.move(slot=slot, to=plan.section.windows.last().key, version=plan.version, now=dawn)
    plan.refresh_from_db()
    services.fix(slot=slot, version=plan.version)

    again = planned(now=dawn)

    slot.refresh_from_db()
    assert slot.starts_at == time(13, 0)
    assert dict(again.slots.values_list("student", "key")) == before


def test_a_fixed_time_whose_block_is_gone_is_planned_anew(student, planned, windows, dawn):
    plan = planned(now=dawn)
    slot = plan.slots.get()
    services.fix(slot=slot, version=plan.version)
    windows[0].delete()

    planned(now=dawn)

    slot.refresh_from_db()
    assert (slot.starts_at, slot.is_fixed) == (time(10, 35), False)


def test_planning_during_the_day_uses_only_what_is_left_of_it(student, planned):
    assert times(planned(now=NOW)) == {"Priya": time(9, 30)}


def test_somebody_with_one_block_open_to_her_only_fits_there(section, student, planned, dawn):
    CheckInFactory(section=section, student=student, held_on=TODAY - timedelta(days=3))
    AwayFactory(student=student, starts_at=time(10, 30), ends_at=time(14, 0))

    assert planned(now=dawn).slots.get().reason == Reason.ONLY_FITS


def test_planning_reads_how_students_feel_and_writes_that_down(student, planned, teacher):
    planned()

    entry = AuditEntry.objects.get(action=AuditEntry.Action.READ_MOOD)
    assert (entry.actor, entry.subject_key) == (teacher, student.enrollments.get().section.key)


def test_whoever_saves_second_is_told(student, planned, dawn):
    plan = planned(now=dawn)
    slot = plan.slots.get()
    services.fix(slot=slot, version=plan.version)

    with pytest.raises(Stale):
        services.drop(slot=slot, version=plan.version - 1)
    with pytest.raises(Stale):
        planned(now=dawn, version=plan.version - 1)
    slot.refresh_from_db()
    assert slot.is_fixed


def test_moving_later_trades_places_with_who_sits_there(fill, planned, dawn):
    fill(2)
    plan = planned(now=dawn)
    first, second = plan.slots.order_by("starts_at")

    moved = services.move(slot=first, to="later", version=plan.version, now=dawn)

    assert (moved.at, moved.other, moved.other_at) == (
        time(9, 14),
        second.student.called,
        time(9, 10),
    )
    assert list(plan.slots.order_by("starts_at")) == [second, first]


def test_moving_passes_over_a_fixed_time(fill, planned, dawn):
    fill(3)
    plan = planned(now=dawn)
    first, second, third = plan.slots.order_by("starts_at")
    services.fix(slot=second, version=plan.version)
    plan.refresh_from_db()

    moved = services.move(slot=first, to="later", version=plan.version, now=dawn)

    assert moved.other == third.student.called


def test_nobody_is_moved_to_where_she_is_away(student, planned, windows, dawn):
    AwayFactory(student=student)  # the speech teacher, all of the second block
    plan = planned(now=dawn)
    slot = plan.slots.get()

    with pytest.raises(NoPlace):
        services.move(slot=slot, to=windows[1].key, version=plan.version, now=dawn)
    slot.refresh_from_db()
    plan.refresh_from_db()
    assert (slot.starts_at, plan.version) == (time(9, 10), 1)


def test_two_students_swap(fill, planned, dawn):
    fill(2)
    plan = planned(now=dawn)
    one, two = plan.slots.order_by("starts_at")

    services.swap(slot=one, other=two, version=plan.version, now=dawn)

    assert list(plan.slots.order_by("starts_at")) == [two, one]


def test_left_out_and_placed_again(student, planned, windows, dawn):
    plan = planned(now=dawn)
    slot = services.drop(slot=plan.slots.get(), version=plan.version)
    assert slot.starts_at is None

    plan.refresh_from_db()
    moved = services.place(slot=slot, to=f"{windows[2].key}@13:04", version=plan.version, now=dawn)
    assert (moved.at, moved.label) == (time(13, 4), "Independent work 3")


def test_a_weak_reason_that_is_fixed_becomes_a_wish_and_back(section, student, planned, dawn):
    CheckInFactory(section=section, student=student, held_on=TODAY - timedelta(days=3))
    plan = planned(now=dawn)
    slot = services.fix(slot=plan.slots.get(), version=plan.version)
    assert slot.reason == Reason.WISH

    plan.refresh_from_db()
    slot = services.unfix(slot=slot, version=plan.version)
    assert (slot.reason, slot.is_fixed) == (Reason.DAYS_SINCE, False)


def test_the_database_refuses_two_students_at_a_time(fill, planned, dawn):
    fill(2)
    first, second = planned(now=dawn).slots.order_by("starts_at")
    second.starts_at = first.starts_at

    with pytest.raises(IntegrityError):
        second.save()


def test_holding_twice_records_once(student, planned, teacher):
    slot = planned().slots.get()

    first = hold(slot, teacher, note="Explained her steps.")
    second = hold(slot, teacher, outcomes=["reteach"], note="again")

    assert first == second
    assert CheckIn.objects.get().outcomes == ["got_it"]
    slot.refresh_from_db()
    assert (slot.state, slot.plan.state) == (Slot.State.DONE, Plan.State.READY)


def test_a_co_teacher_who_holds_second_keeps_her_words(student, planned, teacher, coteacher):
    slot = planned().slots.get()

    hold(slot, teacher, note="")
    checkin = hold(slot, coteacher, note="She showed me her drawing.")

    assert checkin.teacher == teacher
    note = checkin.notes.get()
    assert (note.author, note.text) == (coteacher, "She showed me her drawing.")


def test_holding_answers_her_raised_hand(section, student, planned, teacher):
    HelpRequestFactory(section=section, student=student)

    hold(planned().slots.get(), teacher)

    assert not HelpRequest.objects.waiting().exists()


def test_later_today_goes_behind_everybody_else(fill, planned):
    fill(3)
    plan = planned()
    first, _second, third = plan.slots.order_by("starts_at")

    slot = services.later(slot=first, now=NOW)

    assert slot.starts_at > third.starts_at
    assert slot.state == Slot.State.PLANNED


def test_later_on_a_full_day_waits_for_a_place_and_keeps_the_turn(fill, planned, windows, teacher):
    for window in windows[1:]:
        window.delete()
    fill(5)  # 9:30 to 9:46 is five places
    plan = planned()
    first, second, *_rest = plan.slots.order_by("starts_at")

    slot = services.later(slot=first, now=NOW)
    assert (slot.state, slot.starts_at) == (Slot.State.LATER, None)

    services.absent(slot=second)
    services.replan(plan=plan, now=NOW)
    slot.refresh_from_db()
    assert slot.starts_at is not None


def test_absent_frees_the_place_and_can_be_taken_back(student, planned, teacher):
    slot = planned().slots.get()

    slot = services.absent(slot=slot)
    assert (slot.state, slot.starts_at) == (Slot.State.ABSENT, None)
    assert Absence.objects.filter(student=student, on=TODAY).exists()

    assert services.reopen(slot=slot, by=teacher, now=NOW)
    slot.refresh_from_db()
    assert (slot.state, slot.starts_at) == (Slot.State.PLANNED, time(9, 30))
    assert not Absence.objects.exists()


def test_done_is_taken_back_only_by_who_met_her(student, planned, teacher, coteacher):
    slot = planned().slots.get()
    hold(slot, teacher)

    assert not services.reopen(slot=slot, by=coteacher, now=NOW)
    assert services.reopen(slot=slot, by=teacher, now=NOW)
    assert not CheckIn.objects.exists()


def test_the_rest_is_planned_again_with_the_fewest_changes(fill, planned, teacher, dawn):
    fill(6)
    plan = planned(now=dawn)
    slots = list(plan.slots.order_by("starts_at"))  # 9:10, 9:14, ... 9:30
    hold(slots[0], teacher)
    services.fix(slot=slots[5], version=Plan.objects.get().version)

    # 9:30: the second child is here, 16 minutes late; three others missed their time.
    result = services.replan(plan=plan, now=NOW, current=slots[1])

    after = {slot.pk: slot.starts_at for slot in plan.slots.all()}
    assert after[slots[0].pk] == time(9, 10)
    assert after[slots[1].pk] == time(9, 27)  # she had her 3 minutes: the day is behind no more
    assert after[slots[5].pk] == time(9, 30)
    assert {change.called for change in result.changes} == {s.student.called for s in slots[2:5]}
    assert [after[slot.pk] for slot in slots[2:5]] == [time(9, 34), time(9, 38), time(9, 42)]


def test_while_a_child_is_here_the_next_one_comes_after_her(fill, planned, dawn):
    fill(2)
    plan = planned(now=dawn)
    first, second = plan.slots.order_by("starts_at")

    services.replan(plan=plan, now=NOW, current=first, busy=timedelta(seconds=150))

    second.refresh_from_db()
    assert second.starts_at == time(9, 34)  # 9:30 and 2:30 and a minute to switch


def test_whom_the_teacher_left_out_stays_out_of_the_rest(student, planned, dawn):
    plan = planned(now=dawn)
    slot = services.drop(slot=plan.slots.get(), version=plan.version)

    services.replan(plan=plan, now=NOW)

    slot.refresh_from_db()
    assert slot.starts_at is None


def test_planning_again_without_news_moves_nobody(fill, planned):
    fill(10)
    plan = planned()

    assert services.replan(plan=plan, now=NOW).changes == ()


def test_who_was_met_is_not_moved_and_met_again(fill, planned, dawn, teacher):
    fill(2)
    plan = planned()
    slot = plan.slots.first()
    hold(slot, teacher)
    plan.refresh_from_db()

    with pytest.raises(NoPlace):
        services.move(slot=slot, to="later", version=plan.version, now=dawn)
    slot.refresh_from_db()
    assert slot.state == Slot.State.DONE


def test_a_hand_is_raised_once_and_keeps_its_place(section, student):
    words = {"student": student, "section": section, "words": ""}
    first = services.ask(reason="stuck", now=NOW, **words)
    second = services.ask(reason="talk", now=NOW + timedelta(minutes=5), **words)

    assert first == second
    assert (second.reason, second.asked_at) == ("talk", NOW)

    services.answer(hand=second, now=NOW)
    assert not HelpRequest.objects.waiting().exists()


def test_a_hand_raised_in_another_class_moves_to_the_end_of_its_queue(section, student, school):
    next_room = SectionFactory(school=school)
    first = services.ask(student=student, section=section, reason="stuck", words="", now=NOW)
    later = NOW + timedelta(hours=1)
    second = services.ask(student=student, section=next_room, reason="stuck", words="", now=later)

    assert first == second
    assert (second.section, second.asked_at) == (next_room, later)
    section.refresh_from_db()
    assert section.pulse == 2  # up, and away: both are told to its open pages


def test_a_hand_taken_down_was_never_up(section, student):
    hand = services.ask(student=student, section=section, reason="stuck", words="", now=NOW)

    services.take_down(hand=hand)

    assert not HelpRequest.objects.exists()


def test_every_change_is_told_to_open_pages(section, student, planned, teacher):
    plan = planned()
    slot = plan.slots.get()
    pulses = []

    def look():
        section.refresh_from_db()
        pulses.append(section.pulse)

    look()
    services.later(slot=slot, now=NOW)
    look()
    hold(slot, teacher)
    look()
    services.ask(student=student, section=section, reason="stuck", words="", now=NOW)
    look()
    assert pulses == sorted(set(pulses))


def test_a_student_of_another_class_is_never_planned(section, planned, other_teacher):
    StudentFactory(school=section.school)

    assert planned().slots.count() == 0


def test_notes_go_when_a_check_in_is_taken_back(student, planned, teacher):
    slot = planned().slots.get()
    checkin = hold(slot, teacher)
    CheckInNoteFactory(checkin=checkin)

    assert services.reopen(slot=slot, by=teacher, now=NOW)
    assert not CheckIn.objects.exists()
