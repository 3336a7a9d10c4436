"""The live day once a block, or the last of them, is over: nobody is "now" for hours."""

import re
from datetime import time, timedelta

import pytest
from django.urls import reverse

from checkins.board import live_board, live_side, own_board
from checkins.models import CheckIn, Slot
from tests.factories import NOW, TODAY, PlanFactory, SlotFactory, WindowFactory

pytestmark = pytest.mark.django_db
OVER = NOW.replace(hour=15, minute=6)  # 10:06; her block ended at 9:50


@pytest.fixture
def plan(student, planned):
    """Priya at 9:30, in Independent work 1 until 9:50; two more blocks follow, until 13:35."""
    return planned()


@pytest.fixture
def slot(plan):
    return plan.slots.get()


@pytest.fixture
def look(sign_in, section, teacher, at):
    """`look(now)` opens the live page at that time."""
    client = sign_in(teacher)

    def page(now, **query):
        at(now)
        return client.get(reverse("live", args=[section.key, TODAY]), query)

    return page


def move(slot, window, at):
    Slot.objects.filter(pk=slot.pk).update(window=window, starts_at=at)


@pytest.mark.parametrize(
    ("minutes", "is_now"),
    [(10, True), (20, True), (35, True), (36, False), (320, False)],  # 9:50 is 20 minutes on
)
def test_a_check_in_is_now_until_some_minutes_after_its_block(
    section, slot, fill, windows, minutes, is_now
):
    board = live_board(section, TODAY, NOW + timedelta(minutes=minutes))

    assert (board.now_key == slot.key) is is_now


def test_the_next_one_of_a_later_block_is_now_and_who_was_not_met_stands_below(
    section, fill, planned, windows, student
):
    fill(1)
    first, second = planned().slots.order_by("starts_at")
    move(second, windows[1], time(10, 35))

    board = live_board(section, TODAY, NOW.replace(hour=15, minute=36))  # 10:36

    assert (board.state, board.now_key, board.behind) == ("live", second.key, 0)
    assert [(row.key, row.reason) for row in board.missed] == [
        (first.key, "not met in Independent work 1")
    ]


def test_what_was_not_met_is_said_on_the_page_with_a_way_to_it(look, fill, planned, windows):
    fill(2)
    first, second = planned().slots.order_by("starts_at")
    move(second, windows[1], time(10, 35))

    page = look(OVER).content.decode()

    assert "Next, at 10:35" in page
    assert "not met in Independent work 1" in page
    assert f"?slot={first.key}" in page


def test_with_minutes_left_today_the_rest_can_be_planned_again(look, slot):
    page = look(OVER).content.decode()

    assert "Nobody has a time now" in page
    assert "Plan the rest again" in page
    assert "min behind" not in page
    assert "On time" not in page
    assert re.search(r'<h2 id="next-up">\s*Not met\s*</h2>', page)


def test_after_the_last_block_the_day_is_over_and_counts_who_was_met(look, fill, planned, section):
    fill(2)
    met, _open = planned().slots.order_by("starts_at")
    Slot.objects.filter(pk=met.pk).update(state=Slot.State.DONE)

    page = look(NOW.replace(hour=19, minute=50)).content.decode()  # 14:50

    assert "This day is over" in page
    assert "1 of 2 was met." in page
    assert f'href="{reverse("type_back", args=[section.key, TODAY])}"' in page
    assert "Plan the rest again" not in page


def test_who_was_put_off_without_a_place_waits_until_the_last_block_is_over(section, slot, windows):
    Slot.objects.update(window=None, starts_at=None, state=Slot.State.LATER)

    assert live_board(section, TODAY, OVER).now_key == slot.key
    late = live_board(section, TODAY, NOW.replace(hour=18, minute=51))  # 13:51
    assert (late.state, [row.reason for row in late.missed]) == ("ended", ["not met"])


def test_a_check_in_that_happened_is_recorded_from_the_day_that_is_over(
    look, slot, section, sign_in, teacher, student
):
    page = look(NOW.replace(hour=19, minute=50), slot=slot.key)
    assert f">{student.name}</h1>" in page.content.decode()
    assert (page.context["board"].behind, page.context["board"].is_missed) == (0, True)

    url = reverse("hold_slot", args=[section.key, TODAY, slot.key])
    sign_in(teacher).post(url, {"topic": "goal"})

    assert CheckIn.objects.get().student == student


def test_the_open_page_is_told_that_the_block_is_over(
    look, slot, section, sign_in, teacher, django_assert_num_queries
):
    look(OVER)
    url = reverse("live_state", args=[section.key, TODAY])

    page = sign_in(teacher).get(url, {"slot": slot.key}).content.decode()
    assert "block is over" in page
    assert "Someone else changed the day." not in page

    # hands, plan with its day's end, slots, who is placed
    with django_assert_num_queries(3):
        live_side(section, TODAY, OVER)


def test_a_specialists_own_day_ends_too(specialist, section):
    window = WindowFactory(section=section, adult=specialist, starts_at=time(9, 0))
    slot = SlotFactory(plan=PlanFactory(section=section, state="ready"), window=window)
    Slot.objects.filter(pk=slot.pk).update(starts_at=time(9, 0))
    board = own_board(specialist, TODAY, NOW.replace(hour=19, minute=50))

    assert (board.state, board.now, len(board.missed)) == ("ended", None, 1)
