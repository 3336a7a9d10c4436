"""What a check-in leaves behind: words with an audience, something in the way, a promise."""

from datetime import date, timedelta

import pytest
from django.db import IntegrityError, transaction

from checkins import notes, services
from checkins.models import Ask, CheckInNote, Promise, Reason, Roadblock
from checkins.reasons import in_words, reasons_for
from checkins.services import Said
from plc.models import AuditEntry
from students.sign_in import account_of
from tests.factories import (
    NOW,
    TODAY,
    AskFactory,
    CheckInFactory,
    CheckInNoteFactory,
    GoalFactory,
    PromiseFactory,
    RoadblockFactory,
)

pytestmark = pytest.mark.django_db


@pytest.fixture
def checkin(section, student, teacher):
    """Priya was met five days ago."""
    held_on = TODAY - timedelta(days=5)
    return CheckInFactory(section=section, student=student, teacher=teacher, held_on=held_on)


def hold(section, student, teacher, slot=None, **said):
    return services.hold(
        student=student,
        section=section,
        teacher=teacher,
        topic="goal",
        outcomes=[],
        now=NOW,
        slot=slot,
        said=Said(**said),
    )


def texts(found):
    return [words.text for said in found.values() for words in said]


def reason_of(section, student, day=TODAY):
    return reasons_for(section, [student], day=day, moods=False)[student.pk]


# --- words ---


def test_two_adults_who_write_on_one_place_both_keep_their_words(
    section, student, planned, teacher, coteacher
):
    slot = planned().slots.get()

    hold(section, student, teacher, slot, note="Drew it first.")
    hold(section, student, coteacher, slot, note="Explained it aloud.")
    held = hold(section, student, coteacher, slot, note="Explained it aloud.")  # sent again

    assert list(held.notes.values_list("author__name", "text")) == [
        ("Ms. Okonkwo", "Drew it first."),
        ("Mr. Lind", "Explained it aloud."),
    ]


def test_what_a_colleague_wrote_is_not_taken_back_with_the_check_in(
    section, student, planned, teacher, coteacher
):
    slot = planned().slots.get()
    hold(section, student, teacher, slot)
    hold(section, student, coteacher, slot, note="Explained it aloud.")

    assert not services.reopen(slot=slot, by=teacher, now=NOW)
    assert CheckInNote.objects.get().text == "Explained it aloud."


def test_the_student_reads_what_is_meant_for_her_and_that_is_written_down(checkin, student):
    CheckInNoteFactory(checkin=checkin, text="for the team")
    CheckInNoteFactory(checkin=checkin, text="for you", audience="student")
    CheckInNoteFactory(checkin=checkin, text="for home too", audience="family")
    her = account_of(student)

    found = notes.told_to(student, [checkin], reader=her)

    assert texts(found) == ["for you", "for home too"]
    entry = AuditEntry.objects.get()
    assert (entry.action, entry.actor, entry.subject_key) == ("read_note", her, student.key)


def test_nobody_reads_a_students_words_in_her_place(checkin, student, teacher, school_admin):
    CheckInNoteFactory(checkin=checkin, audience="student")

    for reader in (teacher, school_admin):
        assert notes.told_to(student, [checkin], reader=reader) == {}


def test_only_words_for_the_family_go_home(checkin, student, teacher):
    for audience in ("team", "student", "family"):
        CheckInNoteFactory(checkin=checkin, text=f"for the {audience}", audience=audience)

    assert texts(notes.for_home(student, [checkin], reader=teacher)) == ["for the family"]


@pytest.mark.parametrize("read", [notes.words_of, notes.told_to, notes.for_home])
def test_words_are_not_read_when_the_reading_cannot_be_written_down(
    checkin, student, coteacher, monkeypatch, read
):
    def broken(*args, **kwargs):
        raise RuntimeError

    CheckInNoteFactory(checkin=checkin, audience="family")
    monkeypatch.setattr("plc.audit.record", broken)
    reader = account_of(student) if read is notes.told_to else coteacher

    with pytest.raises(RuntimeError):
        read(student, [checkin], reader=reader)


def test_whoever_saves_a_note_second_changes_nothing(checkin, coteacher, teacher):
    note = CheckInNoteFactory(checkin=checkin, audience="student", text="first")
    facts = {"note": note, "audience": "student", "version": 1}

    notes.change(by=coteacher, text="hers", **facts)
    with pytest.raises(notes.ChangedMeanwhile):
        notes.change(by=teacher, text="mine", **facts)

    note.refresh_from_db()
    assert (note.text, note.changed_by, note.author) == ("hers", coteacher, teacher)


def test_a_colleague_changes_shared_words_alone(checkin, coteacher, student):
    private = CheckInNoteFactory(checkin=checkin)
    shared = CheckInNoteFactory(checkin=checkin, audience="family")

    assert notes.to_change(student, private.key, reader=coteacher) is None
    assert notes.to_change(student, shared.key, reader=coteacher) == shared


def test_only_the_author_drops_words(checkin, student, teacher, coteacher):
    note = CheckInNoteFactory(checkin=checkin, audience="family")

    assert not notes.drop(student=student, key=note.key, by=coteacher)
    assert notes.drop(student=student, key=note.key, by=teacher)


def test_words_are_about_one_thing(checkin, student):
    block, promise = RoadblockFactory(checkin=checkin), PromiseFactory(checkin=checkin)

    with pytest.raises(IntegrityError), transaction.atomic():
        CheckInNoteFactory(checkin=checkin, roadblock=block, promise=promise)


# --- something in the way, something promised ---


def test_a_check_in_leaves_a_roadblock_and_a_promise_with_their_words(section, student, teacher):
    held = hold(
        section,
        student,
        teacher,
        roadblock="materials",
        roadblock_words="no compass",
        promise="bring",
        promise_words="my own compass",
        days=2,
        audience="student",
    )

    block, promise = Roadblock.objects.get(), Promise.objects.get()
    assert (block.kind, block.noted_by, block.noted_on) == ("materials", teacher, TODAY)
    # Two school days after Thursday, January 21: Friday and Monday.
    assert (promise.kind, promise.due_on, promise.is_shared) == ("bring", date(2027, 1, 25), True)
    said = notes.words_of(student, [held], reader=teacher)[held.pk]
    assert [(words.text, str(words.about)) for words in said] == [
        ("no compass", "Materials"),
        ("my own compass", "Bring what is needed"),
    ]


def test_the_same_thing_in_the_way_is_one_roadblock_until_it_is_closed(
    section, student, teacher, coteacher
):
    hold(section, student, teacher, roadblock="time", roadblock_words="too short")
    hold(section, student, coteacher, roadblock="time", roadblock_words="still too short")

    block = Roadblock.objects.get()
    assert block.notes.count() == 2

    services.close(follow_up=block, by=coteacher, now=NOW)
    hold(section, student, teacher, roadblock="time")
    assert Roadblock.objects.open().count() == 1
    assert not services.open_again(follow_up=block)


def test_closing_twice_keeps_who_closed_first(checkin, teacher, coteacher):
    promise = PromiseFactory(checkin=checkin)

    services.close(follow_up=promise, by=teacher, now=NOW)
    services.close(follow_up=promise, by=coteacher, now=NOW + timedelta(hours=1))

    promise.refresh_from_db()
    assert (promise.closed_by, promise.closed_at) == (teacher, NOW)
    assert services.open_again(follow_up=promise)
    assert Promise.objects.open().get() == promise


@pytest.mark.parametrize("factory", [RoadblockFactory, PromiseFactory])
@pytest.mark.parametrize(
    ("who", "seen"),
    [
        ("teacher", 1),
        ("coteacher", 1),
        ("specialist", 1),
        ("other_teacher", 0),
        ("stranger", 0),
        ("school_admin", 0),
        ("district_admin", 0),
    ],
)
def test_what_is_open_is_the_teams_to_see(request, checkin, factory, who, seen):
    row = factory(checkin=checkin)

    user = request.getfixturevalue(who)
    assert type(row).objects.visible_to(user).count() == seen


# --- as reasons ---


def test_a_promise_comes_back_as_a_reason_and_past_its_day_as_a_must(section, student, checkin):
    PromiseFactory(checkin=checkin, due_on=date(2027, 1, 22))

    soon = reason_of(section, student)
    assert (soon.reason, soon.must, soon.need) == (Reason.WISH, False, 5 + 80)
    assert in_words(soon, TODAY) == "Promised by tomorrow: Bring what is needed"

    late = reason_of(section, student, date(2027, 1, 25))
    assert late.must
    words = "Promised by Friday, not done yet: Bring what is needed"
    assert in_words(late, date(2027, 1, 25)) == words


def test_a_kept_promise_is_no_reason_any_more(section, student, checkin, teacher):
    promise = PromiseFactory(checkin=checkin)
    services.close(follow_up=promise, by=teacher, now=NOW)

    assert reason_of(section, student).reason == Reason.DAYS_SINCE


def test_a_promise_is_said_beside_a_stronger_reason(section, student, checkin):
    PromiseFactory(checkin=checkin, due_on=TODAY)
    AskFactory(section=section, student=student, words="my graph", promised_on=date(2027, 1, 29))

    because = reason_of(section, student)

    assert because.must
    assert in_words(because, TODAY) == (
        "Asked today for a check-in, promised by January 29. Goal: “my graph”. "
        "Promised by today: Bring what is needed"
    )


def test_a_roadblock_is_a_reason_until_it_is_closed(section, student, checkin, teacher):
    block = RoadblockFactory(checkin=checkin)
    GoalFactory(student=student, started_on=TODAY - timedelta(days=30))  # stuck as well

    because = reason_of(section, student)
    assert (because.reason, because.need) == (Reason.GOAL_STUCK, 5 + 64)
    assert in_words(because, TODAY) == "In the way since Saturday: Materials"

    services.close(follow_up=block, by=teacher, now=NOW)
    assert "No new step for two weeks" in in_words(reason_of(section, student), TODAY)


def test_what_the_class_may_read_names_no_kind_and_no_words(section, student, checkin):
    room = {"room_safe": True}
    block = RoadblockFactory(checkin=checkin, kind="confidence")
    assert in_words(reason_of(section, student), TODAY, **room) == "Talk about what is in the way"

    block.delete()
    PromiseFactory(checkin=checkin)
    assert in_words(reason_of(section, student), TODAY, **room) == "Keep a promise"

    AskFactory(section=section, student=student, words="about home")
    words = in_words(reason_of(section, student), TODAY, **room)
    assert words == "Asked today for a check-in, promised by tomorrow. Goal"


def test_a_due_promise_stays_a_must_when_the_rest_is_planned_again(
    section, student, checkin, fill, planned, windows, dawn
):
    for window in windows[1:]:
        window.delete()
    PromiseFactory(checkin=checkin, due_on=TODAY)
    for other in fill(12):  # ten places, then five; each of these needs her more
        GoalFactory(student=other, due_on=TODAY)
    plan = planned(now=dawn)

    services.replan(plan=plan, now=NOW)

    assert plan.slots.get(student=student).starts_at is not None


def test_a_promise_that_was_fixed_and_freed_is_a_promise_still(student, checkin, planned, dawn):
    PromiseFactory(checkin=checkin)
    plan = planned(now=dawn)

    fixed = services.fix(slot=plan.slots.get(), version=plan.version)
    freed = services.unfix(slot=fixed, version=fixed.plan.version)

    assert (freed.reason, freed.detail["promise"]) == (Reason.WISH, "bring")


def test_a_check_in_closes_the_turn_and_taking_it_back_opens_it(section, student, planned, teacher):
    AskFactory(section=section, student=student)
    slot = planned().slots.get()

    held = hold(section, student, teacher, slot)
    assert Ask.objects.get().checkin == held
    assert not Ask.objects.waiting().exists()

    services.reopen(slot=slot, by=teacher, now=NOW)
    assert Ask.objects.waiting().count() == 1
