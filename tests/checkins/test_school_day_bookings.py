"""Nobody is in two places at once: the planner looks, and the database refuses."""

from datetime import time, timedelta
from threading import Barrier, Thread
from uuid import uuid4

import pytest
from django.db import IntegrityError, connection, connections, transaction
from django.urls import reverse

from checkins import feeds, services
from checkins.board import plan_board
from checkins.booking_triggers import is_double_booking
from checkins.models import Booking, Slot
from checkins.services import NoPlace
from plc.keys import new_key
from students import people
from students.models import StaffRole
from tests.factories import (
    NOW,
    TODAY,
    EnrollmentFactory,
    PlanFactory,
    SectionFactory,
    SlotFactory,
    StaffFactory,
    StaffRoleFactory,
    StudentFactory,
    WindowFactory,
)

pytestmark = pytest.mark.django_db
DAWN = NOW.replace(hour=13, minute=0)


@pytest.fixture
def two_classes(school):
    """Priya is in two classes whose teachers, Ms. Okonkwo and Mr. Hale, are free at 9:10."""
    rooms = [
        SectionFactory(school=school, name=name, teacher=StaffFactory(name=teacher))
        for name, teacher in (("Math", "Ms. Okonkwo"), ("Art", "Mr. Hale"))
    ]
    priya = StudentFactory(section=rooms[0], name="Priya Raman", called="Priya")
    EnrollmentFactory(section=rooms[1], student=priya)
    for room in rooms:
        WindowFactory(section=room, starts_at=time(9, 10), ends_at=time(9, 20))
    return rooms


def plan(section, minutes=3, now=DAWN):
    adult = section.staff_roles.get().user
    return services.plan_day(section=section, day=TODAY, minutes=minutes, gap=1, by=adult, now=now)


def seat(section, student, at, **more):
    """A slot in the first window of a class."""
    the_plan = section.checkin_plans.first() or PlanFactory(section=section)
    window = more.pop("window", None) or section.windows.first()
    return SlotFactory(plan=the_plan, student=student, window=window, starts_at=at, **more)


def insert(section, student, at):
    """A slot written past all our code."""
    the_plan = section.checkin_plans.first() or PlanFactory(section=section)
    with connection.cursor() as cursor:
        cursor.execute(
            "INSERT INTO checkins_slot (school_id, plan_id, student_id, window_id, key, starts_at,"
            " state, is_fixed, reason, detail, need) VALUES"
            " (%s, %s, %s, %s, %s, %s, 'planned', %s, 'days_since', '{}', 0)",
            [
                section.school_id,
                the_plan.pk,
                student.pk,
                section.windows.first().pk,
                new_key(),
                f"{at:%H:%M:%S}",
                False,
            ],
        )


def booked():
    return list(Booking.objects.values_list("student__called", "adult__name", "starts", "ends"))


def test_a_place_books_its_student_and_the_class_s_teacher(section, student, teacher):
    WindowFactory(section=section)
    seat(section, student, time(9, 10))
    assert booked() == [("Priya", "Ms. Okonkwo", 550, 553)]


def test_a_window_of_another_adult_books_that_adult(section, student, specialist):
    WindowFactory(section=section, adult=specialist)
    seat(section, student, time(9, 10))
    assert booked() == [("Priya", "Ms. Abara", 550, 553)]


def test_a_window_given_to_another_adult_takes_its_bookings_along(section, student, specialist):
    window = WindowFactory(section=section)
    seat(section, student, time(9, 10))
    window.adult = specialist
    window.save()
    assert booked() == [("Priya", "Ms. Abara", 550, 553)]


@pytest.mark.parametrize(
    "change",
    [
        {"starts_at": None},
        {"window": None},
        {"state": "absent"},
        {"state": "later"},
    ],
    ids=lambda change: next(iter(change)),
)
def test_a_place_given_up_is_free(section, student, change):
    WindowFactory(section=section)
    slot = seat(section, student, time(9, 10))
    Slot.objects.filter(pk=slot.pk).update(**change)
    assert booked() == []


def test_a_deleted_slot_is_free(section, student):
    WindowFactory(section=section)
    seat(section, student, time(9, 10)).delete()
    assert booked() == []


def test_a_held_check_in_keeps_the_length_it_was_booked_with(section, student, teacher):
    WindowFactory(section=section)
    slot = seat(section, student, time(9, 10), state="done")
    slot.plan.minutes = 10
    slot.plan.save()
    assert booked() == [("Priya", "Ms. Okonkwo", 550, 553)]


@pytest.mark.parametrize("at", [time(9, 9), time(9, 11), time(9, 13)])
def test_the_database_refuses_a_student_in_two_places(two_classes, at):
    math, art = two_classes
    priya = math.students_on(TODAY).get()
    insert(math, priya, time(9, 11))

    with pytest.raises(IntegrityError, match="a student is booked twice"), transaction.atomic():
        insert(art, priya, at)
    assert Slot.objects.count() == 1


def test_the_end_of_one_may_be_the_start_of_the_next(two_classes):
    math, art = two_classes
    priya = math.students_on(TODAY).get()
    insert(math, priya, time(9, 11))
    insert(art, priya, time(9, 14))
    assert [row[2:] for row in booked()] == [(551, 554), (554, 557)]


def test_the_database_refuses_an_adult_in_two_places(school, teacher):
    rooms = [SectionFactory(school=school, teacher=teacher) for _number in range(2)]
    for room in rooms:
        WindowFactory(section=room)
    insert(rooms[0], StudentFactory(section=rooms[0]), time(9, 10))

    with pytest.raises(IntegrityError, match="an adult is booked twice"), transaction.atomic():
        insert(rooms[1], StudentFactory(section=rooms[1]), time(9, 12))


def test_the_database_refuses_to_move_a_place_onto_another(two_classes):
    math, art = two_classes
    priya = math.students_on(TODAY).get()
    seat(math, priya, time(9, 11))
    slot = seat(art, priya, time(9, 14))

    with pytest.raises(IntegrityError) as refusal, transaction.atomic():
        Slot.objects.filter(pk=slot.pk).update(starts_at=time(9, 13))
    assert is_double_booking(refusal.value)


def test_the_database_refuses_a_window_passed_to_an_adult_who_is_taken(
    school, section, student, teacher
):
    window = WindowFactory(section=section)
    seat(section, student, time(9, 10))
    other = SectionFactory(school=school, teacher=StaffFactory())
    theirs = WindowFactory(section=other)
    seat(other, StudentFactory(section=other), time(9, 10))

    theirs.adult = teacher
    with pytest.raises(IntegrityError, match="an adult is booked twice"), transaction.atomic():
        theirs.save()
    assert window.section.windows.count() == 1


def test_other_refusals_of_the_database_are_not_taken_for_a_double_booking(section, student):
    slot = SlotFactory(plan=PlanFactory(section=section), student=student)
    with pytest.raises(IntegrityError) as refusal, transaction.atomic():
        SlotFactory(plan=slot.plan, student=student)
    assert not is_double_booking(refusal.value)


def test_a_class_plans_around_what_another_one_booked(two_classes):
    math, art = two_classes
    plan(math)
    plan(art)
    assert [row[1:] for row in booked()] == [("Ms. Okonkwo", 550, 553), ("Mr. Hale", 554, 557)]


def test_a_teacher_of_two_classes_is_planned_once_at_a_time(school, teacher):
    rooms = [SectionFactory(school=school, teacher=teacher) for _number in range(2)]
    for room in rooms:
        WindowFactory(section=room, starts_at=time(9, 10), ends_at=time(9, 20))
        StudentFactory(section=room)
        services.plan_day(section=room, day=TODAY, minutes=3, gap=1, by=teacher, now=DAWN)
    assert [row[2] for row in booked()] == [550, 554]


def test_who_does_not_fit_around_another_class_is_told_with_the_time(two_classes):
    _math, art = two_classes
    for room in two_classes:
        plan(room, minutes=10)

    (left,) = plan_board(art, TODAY, DAWN).not_placed
    assert left.cause == "Away during every free place: 9:10–9:20 with Ms. Okonkwo."


def test_a_hand_cannot_move_a_student_to_a_time_another_class_booked(two_classes):
    math, art = two_classes
    priya = math.students_on(TODAY).get()
    seat(math, priya, time(9, 10))
    the_plan = plan(art)
    slot = the_plan.slots.get()
    assert slot.starts_at == time(9, 14)

    with pytest.raises(NoPlace):
        services.move(slot=slot, to="earlier", version=the_plan.version, now=DAWN)


def test_planning_with_longer_check_ins_leaves_held_ones_alone(section, teacher):
    WindowFactory(section=section, starts_at=time(9, 10), ends_at=time(9, 22))
    first, _second = StudentFactory(section=section), StudentFactory(section=section)
    done = seat(section, first, time(9, 12), state="done")

    services.plan_day(section=section, day=TODAY, minutes=5, gap=0, by=teacher, now=DAWN)

    done.refresh_from_db()
    assert done.starts_at == time(9, 12)
    assert [row[2:] for row in booked()] == [(552, 555), (555, 560)]


@pytest.mark.skipif(
    connection.vendor == "sqlite", reason="SQLite lets one writer in at a time: nothing to race"
)
@pytest.mark.django_db(transaction=True)
def test_of_two_who_save_at_the_same_moment_one_is_refused(two_classes):
    """Neither sees the other's row, and still only one of them gets the student."""
    math, _art = two_classes
    priya = math.students_on(TODAY).get()
    for room in two_classes:
        PlanFactory(section=room)
    together, ended = Barrier(2), []

    def save(room):
        try:
            with transaction.atomic():
                together.wait()
                insert(room, priya, time(9, 11))
            ended.append("saved")
        except IntegrityError as error:
            ended.append("refused" if is_double_booking(error) else str(error))
        finally:
            connections.close_all()

    savers = [Thread(target=save, args=[room]) for room in two_classes]
    for saver in savers:
        saver.start()
    for saver in savers:
        saver.join()
    assert sorted(ended) == ["refused", "saved"]
    assert Slot.objects.count() == 1


# --- another teacher takes the class --------------------------------------------------------------


@pytest.fixture
def passed_on(section, teacher, school_admin, school):
    """`passed_on(new)`: Ms. Okonkwo ends in Room 12 today, and `new` teaches it from today."""

    def passed(new):
        role = section.staff_roles.get(kind="teacher")
        people.end_roles(roles=[role], school=school, by=school_admin, today=TODAY)
        people.give_role(
            school=school,
            name=new.name,
            email=new.email,
            kind="teacher",
            section=section,
            students=[],
            by=school_admin,
            today=TODAY,
        )

    return passed


@pytest.mark.parametrize("first", ["end_old", "give_new"])
def test_what_is_booked_goes_with_the_class_to_its_new_teacher(
    section, student, teacher, other_teacher, first
):
    WindowFactory(section=section)
    seat(section, student, time(9, 10))
    old = section.staff_roles.get()
    if first == "give_new":
        StaffRoleFactory(user=other_teacher, section=section, school=section.school)
        assert booked() == [("Priya", "Ms. Okonkwo", 550, 553)]  # the first of two
    old.ends_on = TODAY - timedelta(days=1)
    old.save()
    if first == "end_old":
        assert booked() == [("Priya", None, 550, 553)]
        StaffRoleFactory(user=other_teacher, section=section, school=section.school)

    assert booked() == [("Priya", "Mr. Hale", 550, 553)]


def test_what_was_booked_is_hers_again_when_the_end_of_her_role_is_taken_back(
    section, student, teacher, school, school_admin
):
    WindowFactory(section=section)
    seat(section, student, time(9, 10))
    role, act = section.staff_roles.get(), {"school": school, "by": school_admin, "today": TODAY}
    people.end_roles(roles=[role], **act)
    assert booked() == [("Priya", None, 550, 553)]

    people.take_back_end(roles=[role], **act)

    assert booked() == [("Priya", "Ms. Okonkwo", 550, 553)]


def test_a_role_that_is_deleted_or_turns_another_kind_passes_the_bookings_on(
    section, student, coteacher
):
    WindowFactory(section=section)
    seat(section, student, time(9, 10))
    section.staff_roles.get(kind="teacher").delete()
    assert booked() == [("Priya", None, 550, 553)]

    StaffRole.objects.filter(user=coteacher).update(kind="teacher")
    assert booked() == [("Priya", "Mr. Lind", 550, 553)]


def test_what_was_held_and_past_days_stay_with_who_taught_then(
    section, student, other_teacher, passed_on
):
    for day, state in ((TODAY, "done"), (TODAY - timedelta(days=1), "planned")):
        window = WindowFactory(section=section, on=day)
        the_plan = PlanFactory(section=section, on=day)
        SlotFactory(
            plan=the_plan, student=student, window=window, starts_at=time(9, 10), state=state
        )

    passed_on(other_teacher)

    assert {row[1] for row in booked()} == {"Ms. Okonkwo"}


def test_a_window_that_names_an_adult_stays_hers(
    section, student, specialist, other_teacher, passed_on
):
    WindowFactory(section=section, adult=specialist)
    seat(section, student, time(9, 10))
    passed_on(other_teacher)
    assert booked() == [("Priya", "Ms. Abara", 550, 553)]


def test_where_the_new_teacher_is_taken_the_student_waits_for_a_place(
    section, student, other_teacher, passed_on
):
    theirs = other_teacher.staff_roles.get().section
    WindowFactory(section=theirs)
    seat(theirs, StudentFactory(section=theirs, called="Ben"), time(9, 11))
    WindowFactory(section=section)
    clashes = seat(section, student, time(9, 10), is_fixed=True)
    seat(section, StudentFactory(section=section, called="Rosa"), time(9, 14))

    passed_on(other_teacher)

    assert set(booked()) == {("Ben", "Mr. Hale", 551, 554), ("Rosa", "Mr. Hale", 554, 557)}
    clashes.refresh_from_db()
    assert (clashes.window, clashes.starts_at, clashes.is_fixed) == (None, None, False)
    (left,) = plan_board(section, TODAY, DAWN).not_placed
    assert left.row.called == "Priya"


def test_a_place_given_up_to_a_new_teacher_is_the_next_version_of_the_plan(
    section, student, other_teacher, passed_on
):
    """Pages made before are refused, live pages are told, and calendars see the hour."""
    theirs = other_teacher.staff_roles.get().section
    WindowFactory(section=theirs)
    seat(theirs, StudentFactory(section=theirs), time(9, 11))
    WindowFactory(section=section)
    the_plan = seat(section, student, time(9, 10)).plan
    other_day = PlanFactory(section=section, on=TODAY + timedelta(days=1))
    pulse, before = section.pulse, the_plan.changed_at

    passed_on(other_teacher)

    for row in (the_plan, other_day, section):
        row.refresh_from_db()
    assert (the_plan.version, other_day.version) == (2, 1)
    assert the_plan.changed_at > before
    assert section.pulse == pulse + 1


def test_a_new_teacher_who_is_free_leaves_the_plan_and_its_version_as_they_are(
    section, student, coteacher, other_teacher, passed_on
):
    WindowFactory(section=section)
    slot = seat(section, student, time(9, 10))
    passed_on(other_teacher)
    StaffRole.objects.filter(user=coteacher).update(kind="teacher")
    slot.refresh_from_db()
    slot.plan.refresh_from_db()
    assert (slot.starts_at, slot.plan.version) == (time(9, 10), 1)


def test_each_adult_s_calendar_follows_the_class(
    sign_in, section, student, teacher, other_teacher, passed_on
):
    """The old teacher's calendar is empty at once; the new one's has the check-in."""
    WindowFactory(section=section)
    the_plan = PlanFactory(section=section, state="ready")
    seat(section, student, time(9, 10))
    assert the_plan.slots.count() == 1

    def summaries(adult):
        token = feeds.open_address(user=adult, form_key=uuid4(), now=NOW)
        text = sign_in(adult).get(reverse("calendar_feed", args=[token])).content.decode()
        return text.count("SUMMARY:Check-in")

    assert (summaries(teacher), summaries(other_teacher)) == (1, 0)
    passed_on(other_teacher)
    assert (summaries(teacher), summaries(other_teacher)) == (0, 1)
