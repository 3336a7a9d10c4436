"""A block that was removed comes back with one press on the sentence that says so."""

import re
from datetime import time

import pytest
from django.urls import reverse

from checkins.models import Booking, Plan, Window
from checkins.services import fix
from lessons.models import Block, LessonPlan
from lessons.services import put_back_block, remove_block
from tests.factories import (
    TODAY,
    BlockFactory,
    BoardFactory,
    PlanFactory,
    SectionFactory,
    SlotFactory,
    StudentFactory,
    WindowFactory,
)

pytestmark = pytest.mark.django_db
CHANGED = "The day was changed since, so nothing was put back."


@pytest.fixture
def work(planned, section):
    """Independent work 1, 9:10 to 9:50, with a board."""
    block = planned.blocks.get(title="Independent work 1")
    block.board = BoardFactory(section=section)
    block.save()
    return block


@pytest.fixture
def sitting(section, work):
    """Three students in the block, the first at a fixed time."""
    plan = PlanFactory(section=section, minutes=1)
    return [
        SlotFactory(
            plan=plan,
            student=StudentFactory(section=section),
            window=work.window,
            starts_at=at,
            is_fixed=at == time(9, 10),
        )
        for at in (time(9, 10), time(9, 30), time(9, 45))
    ]


@pytest.fixture
def client(sign_in, teacher):
    return sign_in(teacher)


def remove(client, block):
    """The day's page after the block was removed."""
    return client.post(address("remove_block", block), {"version": block.version}, follow=True).text


def address(name, block):
    return reverse(name, args=[block.lesson_plan.section.key, TODAY, block.key])


def undo(client, page):
    """The day's page after the button beside the sentence was pressed."""
    (target,) = re.findall(r'action="([^"]+/back/)"', page)
    return client.post(target, {"to": "on"}, follow=True).text


def rows(of, **only):
    return list(of.objects.filter(**only).order_by("pk").values())


def seats(plan):
    names = ("student", "window", "starts_at", "is_fixed", "state", "reason", "detail")
    return list(plan.slots.order_by("pk").values_list(*names))


def test_a_removed_block_comes_back_as_it_was(client, work):
    blocks, windows = rows(Block), rows(Window)
    page = remove(client, work)
    assert "Independent work 1 is removed." in page
    page = undo(client, page)
    assert "Independent work 1 is back." in page
    assert (rows(Block), rows(Window)) == (blocks, windows)
    assert LessonPlan.objects.get().removed == {}


def test_a_block_that_gives_no_check_ins_comes_back_too(client, planned, sitting):
    block = planned.blocks.get(title="Read aloud")
    blocks = rows(Block)
    undo(client, remove(client, block))
    assert rows(Block) == blocks
    assert Plan.objects.get().version == 1


def test_its_students_have_their_places_again(client, work, sitting):
    plan = sitting[0].plan
    before, bookings = seats(plan), Booking.objects.count()
    page = remove(client, work)
    assert not Booking.objects.exists()
    assert "Independent work 1 is back." in undo(client, page)
    assert (seats(plan), Booking.objects.count()) == (before, bookings)
    plan.refresh_from_db()
    assert (plan.findings, plan.can_undo) == ({}, False)


def test_the_days_one_step_back_brings_the_block_too(client, work, sitting):
    plan = sitting[0].plan
    before = seats(plan)
    assert "Undo the last change" in remove(client, work)
    plan.refresh_from_db()
    target = reverse("undo_plan", args=[plan.section.key, TODAY])
    page = client.post(target, {"version": plan.version}, follow=True).text
    assert "Taken back: the plan stands as before." in page
    assert Block.objects.filter(pk=work.pk, window=work.window).exists()
    assert seats(plan) == before


def test_the_live_page_takes_back_no_block(client, work, sitting):
    remove(client, work)
    plan = Plan.objects.get()
    target = reverse("undo_now", args=[plan.section.key, TODAY])
    assert client.post(target, {"version": plan.version}).status_code == 404


def test_another_block_that_took_its_time_is_named(client, work, sitting):
    page = remove(client, work)
    BlockFactory(
        lesson_plan=work.lesson_plan,
        title="Assembly",
        starts_at=time(9, 40),
        ends_at=time(10),
        kind="off",
    )
    blocks, places = rows(Block), seats(sitting[0].plan)
    page = undo(client, page)
    assert "Nothing was put back: Assembly is from 9:40 to 10:00 by now." in page
    assert (rows(Block), seats(sitting[0].plan)) == (blocks, places)


def test_check_ins_that_were_changed_since_stay_and_the_block_stays_away(
    client, work, sitting, section
):
    other = work.lesson_plan.blocks.get(title="Independent work 2")
    page = remove(client, work)
    plan = Plan.objects.get()
    moved = plan.slots.first()
    moved.window, moved.starts_at = other.window, other.starts_at
    moved.save()
    fix(slot=moved, version=plan.version)
    blocks, places = rows(Block), seats(plan)
    assert CHANGED in undo(client, page)
    assert (rows(Block), seats(plan)) == (blocks, places)


def test_a_student_who_is_booked_elsewhere_by_now_keeps_that(client, work, sitting):
    page = remove(client, work)
    elsewhere = PlanFactory(section=SectionFactory(school=work.school), minutes=1)
    window = WindowFactory(section=elsewhere.section, starts_at=time(9, 30), ends_at=time(10))
    SlotFactory(plan=elsewhere, student=sitting[1].student, window=window, starts_at=time(9, 30))
    blocks, places = rows(Block), seats(sitting[0].plan)
    page = undo(client, page)
    assert "Somebody is booked elsewhere by now, so nothing was taken back." in page
    assert (rows(Block), seats(sitting[0].plan)) == (blocks, places)


def test_only_the_block_that_was_removed_last_comes_back(client, work, planned):
    first = remove(client, work)
    second = remove(client, planned.blocks.get(title="Read aloud"))
    assert CHANGED in undo(client, first)
    assert "Read aloud is back." in undo(client, second)
    assert not Block.objects.filter(pk=work.pk).exists()


def test_a_second_press_changes_nothing(client, work, sitting):
    page = remove(client, work)
    undo(client, page)
    blocks, places = rows(Block), seats(sitting[0].plan)
    assert "Independent work 1 is back." in undo(client, page)
    assert (rows(Block), seats(sitting[0].plan)) == (blocks, places)


def test_a_board_that_is_gone_does_not_come_back_with_it(client, work):
    page = remove(client, work)
    work.board.delete()
    undo(client, page)
    assert Block.objects.get(key=work.key).board is None


def test_a_change_of_check_ins_does_not_keep_a_block_away_that_took_no_place(
    client, planned, sitting
):
    page = remove(client, planned.blocks.get(title="Independent work 2"))
    fix(slot=sitting[1], version=1)
    assert "Independent work 2 is back." in undo(client, page)
    assert Window.objects.count() == 3
    assert not Plan.objects.get().can_undo  # it would leave the day without the block again


def test_who_does_not_teach_the_class_puts_nothing_back(client, sign_in, other_teacher, work):
    remove(client, work)
    assert sign_in(other_teacher).post(address("put_back_block", work)).status_code == 404
    assert not Block.objects.filter(pk=work.pk).exists()


@pytest.mark.parametrize("count", [1, 30, 100])
def test_putting_a_block_back_takes_the_same_queries_for_any_number_in_it(
    section, work, count, django_assert_num_queries
):
    plan = PlanFactory(section=section, minutes=1)
    for number in range(count):
        SlotFactory(
            plan=plan,
            student=StudentFactory(section=section),
            window=work.window,
            starts_at=time(9, 10 + number) if number < 39 else None,
        )
    remove_block(block=work)
    # savepoint, and its end; the day's version; the check-ins, their slots and absences; the
    # blocks, whether it stands already, what was kept, its board, what is in its way; window and
    # block (both sought, then made); nothing kept; the check-ins' step back with the pulse (17)
    with django_assert_num_queries(33):
        put_back_block(lesson_plan=work.lesson_plan, key=work.key)
