"""The demo: Maple Street School, the same each time, and never on top of a real school."""

from datetime import date, time
from io import StringIO

import pytest
from django.core.management import CommandError, call_command
from django.db import transaction

from checkins.models import CheckIn, Slot
from choiceboards.checking import block_minutes
from choiceboards.mirror import mirror
from choiceboards.mirrored import facts_of
from choiceboards.models import Board
from lessons.demo.fill import DEFAULT_DAY, fill
from lessons.demo.school import THE_DAY
from lessons.models import LessonPlan
from students.models import School, Section, Student
from students.people import uninvited
from students.pictures import SECRETS
from students.sign_in import secret_digest
from tests.factories import SchoolFactory

pytestmark = pytest.mark.django_db


@pytest.fixture
def as_demo(settings):
    settings.LOCAL = True


def seen():
    """What a visitor would tell two fillings apart by."""
    return (
        list(Student.objects.order_by("pk").values_list("key", "name", "picture", "tint")),
        list(CheckIn.objects.order_by("pk").values_list("held_on", "topic", "minutes")),
        list(Slot.objects.order_by("pk").values_list("starts_at", "reason", "state")),
    )


def test_the_school_is_whole_and_the_same_each_time():
    with transaction.atomic():
        cast = fill(day=DEFAULT_DAY)
        first = seen()
        assert (len(cast.sections), Student.objects.count()) == (14, 361)
        assert Section.objects.get(code="MAPLE12").students_on(DEFAULT_DAY).count() == 28
        assert all(
            child.secret_digest == secret_digest(child, SECRETS[:2])
            for child in Student.objects.all()
        )
        days = CheckIn.objects.order_by("held_on").values_list("held_on", flat=True)
        assert (days[0], days.last()) == (date(2026, 12, 1), date(2027, 1, 11))
        unplaced = Slot.objects.filter(plan__on=THE_DAY, window=None)
        assert [slot.student.called for slot in unplaced.select_related("student")] == ["Seun"]
        transaction.set_rollback(True)

    with transaction.atomic():
        fill(day=DEFAULT_DAY)
        assert seen() == first


def test_on_the_day_itself_the_plan_is_ready_and_the_board_is_open():
    fill(day=THE_DAY)
    assert LessonPlan.objects.get(section__name="Room 12").state == "ready"
    assert not Slot.objects.filter(plan__on=THE_DAY, window=None).exists()
    assert Board.objects.get(state="open").picks.exists()


def test_the_board_is_planned_for_and_the_mirror_has_groups_to_show():
    cast = fill(day=DEFAULT_DAY)
    board = Board.objects.get(state="open")
    titles = board.blocks.filter(lesson_plan__on=THE_DAY).values_list("title", flat=True)
    assert list(titles) == [f"Independent work {number}" for number in (1, 2, 3)]
    assert block_minutes(board, DEFAULT_DAY) == 115

    now = cast.school.at(DEFAULT_DAY, time(8, 40))
    found = mirror(facts_of([cast.room_12], DEFAULT_DAY, now))
    assert [(group.axis, group.name, group.students) for group in found.groups] == [
        ("device", "yes", 18),
        ("device", "no", 10),
    ]
    marks = [(group.name, share.measure, share.mark) for group, share in found.marked]
    assert marks == [("yes", "advanced", "more"), ("no", "advanced", "fewer")]


def test_its_adults_have_worked_with_plc_and_wait_for_no_invitation():
    fill(day=DEFAULT_DAY)
    school = School.objects.get()

    assert school.staff_roles.current(DEFAULT_DAY).count() > 14
    assert not uninvited(school, DEFAULT_DAY)


def test_the_command_fills_an_empty_database_and_leaves_a_full_one_alone(as_demo):
    for _time in range(2):
        call_command("demo", fill_only=True, stdout=StringIO())
    assert School.objects.count() == 1


def test_a_real_school_is_never_emptied(as_demo):
    SchoolFactory(name="A real school")
    with pytest.raises(CommandError, match="holds a school that is not the demo's"):
        call_command("demo", reset=True, fill_only=True, stdout=StringIO())
    assert School.objects.get().name == "A real school"


def test_the_demo_does_not_run_in_production(settings):
    settings.LOCAL = False
    with pytest.raises(CommandError, match=r"dev\.py demo"):
        call_command("demo", fill_only=True, stdout=StringIO())


def test_a_specialist_meets_those_whose_last_check_in_is_said_truly():
    fill(day=DEFAULT_DAY)
    hers = Slot.objects.filter(window__adult__name="Ms. Abara", plan__on=THE_DAY)
    assert hers.exists()
    for slot in hers:
        last = CheckIn.objects.filter(student=slot.student_id).latest("held_on").held_on
        assert slot.detail == {"days": (THE_DAY - last).days}
