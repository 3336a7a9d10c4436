"""The live day goes otherwise than planned: one tap each, who moved is said, one step back."""

import re
from datetime import time, timedelta
from uuid import uuid4

import pytest
from django.urls import reverse

from checkins import services
from checkins.board import live_board
from checkins.models import Slot
from tests.factories import (
    NOW,
    TODAY,
    AwayFactory,
    CheckInFactory,
    HelpRequestFactory,
    PlanFactory,
    SlotFactory,
    WindowFactory,
)

pytestmark = pytest.mark.django_db
QUEUE = {"HX-Request": "true", "HX-Target": "queue"}
BOARD = {"HX-Request": "true", "HX-Target": "div#live-board"}


@pytest.fixture
def day(fill, planned, windows, dawn):
    """`day(10)` plans that many into one block of ten places, 9:10 to 9:46."""

    def plan(count):
        for window in windows[1:]:
            window.delete()
        fill(count)
        return planned(now=dawn)

    return plan


@pytest.fixture
def press(sign_in, section, teacher):
    """`press("lose_now", what="drill:10")` presses it on the live page; the page that follows."""
    client = sign_in(teacher)

    def pressed(name, *slot, day=TODAY, headers=None, **data):
        url = reverse(name, args=[section.key, day, *(one.key for one in slot)])
        return client.post(url, data, follow=True, headers=headers)

    return pressed


def at_time(plan, hour, minute):
    return plan.slots.select_related("student").get(starts_at=time(hour, minute))


def test_a_drill_is_one_tap_and_who_moved_is_said(day, press, at):
    plan = day(4)  # 9:10 to 9:22
    at(NOW - timedelta(minutes=16))  # 9:14
    moved = [at_time(plan, 9, 14), at_time(plan, 9, 18), at_time(plan, 9, 22)]
    early = at_time(plan, 9, 10)
    Slot.objects.filter(pk=early.pk).update(state=Slot.State.DONE)

    page = press("lose_now", what="drill:10").content.decode()

    after = [plan.slots.get(pk=slot.pk).starts_at for slot in moved]
    assert min(after) >= time(9, 24)
    assert "Planned again, 3 moved: " in page
    assert all(f"{slot.student.called} to 9:" in page for slot in moved)


def test_a_block_that_begins_late_is_one_tap(day, press, at, windows, dawn):
    plan = day(2)
    at(dawn)
    names = [at_time(plan, 9, minute).student.called for minute in (10, 14)]

    page = press("lose_now", what=f"late:5:{windows[0].key}").content.decode()

    told = re.search("Planned again, 2 moved: (.*?) to 9:18, (.*?) to 9:22<", page)
    assert sorted(told.groups()) == sorted(names)


def test_htmx_shows_who_moved_with_its_undo(day, press, at, dawn):
    plan = day(3)
    at(dawn.replace(hour=14, minute=10))  # 9:10

    page = press("lose_now", what="drill:10", headers=BOARD).content.decode()

    assert page.lstrip().startswith('<div class="live" id="live-board"')
    assert re.search(
        r'<div data-hx-swap-oob="innerHTML:#toast">\s*<div class="toast">\s*<span>\s*Planned again',
        page,
    )
    plan.refresh_from_db()
    undo = page[page.index('class="toast"') :]
    assert f'name="version" value="{plan.version}">' in undo
    assert re.search(r'<button class="btn nowrap">\s*Undo\s*</button>', undo)


def test_one_step_back_on_the_live_page(day, press, at):
    plan = day(4)
    at(NOW - timedelta(minutes=20))
    before = sorted(plan.slots.values_list("pk", "starts_at"))
    press("lose_now", what="drill:20")
    assert sorted(plan.slots.values_list("pk", "starts_at")) != before
    plan.refresh_from_db()

    page = press("undo_now", version=plan.version).content.decode()

    assert "Taken back: the plan stands as before." in page
    assert sorted(plan.slots.values_list("pk", "starts_at")) == before


def test_an_undo_after_the_day_went_on_changes_nothing(day, press, at, section, teacher):
    plan = day(4)
    at(NOW - timedelta(minutes=20))
    press("lose_now", what="drill:10")
    plan.refresh_from_db()
    seen = plan.version
    services.later(slot=plan.slots.select_related("plan__section__school").first(), now=NOW)
    stand = sorted(plan.slots.values_list("pk", "starts_at"))

    page = press("undo_now", version=seen).content.decode()

    assert "The day went on meanwhile, so nothing was taken back." in page
    assert sorted(plan.slots.values_list("pk", "starts_at")) == stand


def test_a_repair_with_blocks_is_not_taken_back_from_here(day, press, at, section):
    plan = day(2)
    at(NOW)
    plan.undo = plan.undo | {"version": plan.version, "blocks": []}
    plan.save()

    assert press("undo_now", version=plan.version).status_code == 404
    assert not live_board(section, TODAY, NOW).can_undo


@pytest.mark.parametrize("what", ["", "drill:99", "late:5:000000000000", "late:5"])
def test_a_made_up_button_is_not_found(day, press, at, what):
    day(1)
    at(NOW)

    assert press("lose_now", what=what).status_code == 404


def test_another_days_drill_is_not_found(day, press, at):
    day(1)
    at(NOW + timedelta(days=1))

    assert press("lose_now", what="drill:10").status_code == 404
    assert press("undo_now", version=1).status_code == 404


def test_late_is_offered_only_around_the_time_a_block_begins(section, day, dawn, windows):
    day(3)

    def offered(hour, minute):
        return live_board(section, TODAY, dawn.replace(hour=hour + 5, minute=minute)).to_open

    assert offered(8, 40) == ""
    assert offered(9, 5) == windows[0].key
    assert offered(9, 20) == windows[0].key
    assert offered(9, 30) == ""


def test_late_is_not_offered_once_somebody_was_met_in_the_block(section, day, dawn):
    plan = day(3)
    Slot.objects.filter(pk=at_time(plan, 9, 10).pk).update(state=Slot.State.DONE)

    assert live_board(section, TODAY, dawn.replace(hour=14, minute=14)).to_open == ""


# --- absent ---------------------------------------------------------------------------------------
def test_who_waits_has_the_place_of_an_absent_student_and_it_is_said(day, press, at, dawn):
    plan = day(11)
    at(dawn)
    waiting = plan.slots.select_related("student").get(window=None)
    gone = at_time(plan, 9, 22)

    page = press("absent_slot", gone).content.decode()

    waiting.refresh_from_db()
    assert waiting.starts_at == time(9, 22)
    name = waiting.student.called
    assert f"{gone.student.called} is absent today. Planned again, 1 moved: {name} to 9:22" in page


def test_on_a_day_that_is_late_nobody_else_is_moved_by_an_absence(day, press, at):
    plan = day(8)  # 9:10 to 9:38
    at(NOW)  # 9:30, and nobody was met
    before = dict(plan.slots.values_list("pk", "starts_at"))
    gone = at_time(plan, 9, 38)

    page = press("absent_slot", gone).content.decode()

    after = dict(plan.slots.values_list("pk", "starts_at"))
    assert {pk for pk in after if after[pk] != before[pk]} == {gone.pk}
    assert f"{gone.student.called} is absent today" in page
    assert "Planned again" not in page


def test_whom_the_teacher_left_out_does_not_get_an_absent_students_place(day, press, at, dawn):
    plan = day(3)
    at(dawn)
    out = at_time(plan, 9, 10)
    services.drop(slot=out, version=plan.version)

    press("absent_slot", at_time(plan, 9, 14))

    out.refresh_from_db()
    assert out.starts_at is None


def test_an_absence_is_taken_back_with_the_place_it_gave(day, press, at, dawn):
    plan = day(11)
    at(dawn)
    before = sorted(plan.slots.values_list("pk", "starts_at"))
    press("absent_slot", at_time(plan, 9, 22))
    plan.refresh_from_db()

    press("undo_now", version=plan.version)

    assert sorted(plan.slots.values_list("pk", "starts_at")) == before


# --- later ----------------------------------------------------------------------------------------
def test_who_is_skipped_keeps_her_turn_and_comes_after_the_others(
    day, press, at, section, teacher, sign_in, dawn
):
    plan = day(3)
    now = dawn.replace(hour=14, minute=10)
    at(now)
    first, second, third = plan.slots.select_related("student").order_by("starts_at")
    why = (first.reason, first.need)

    page = press("later_slot", first).content.decode()

    assert f"{first.student.called} comes at 9:22" in page
    assert f">{second.student.name}</h1>" in page
    for slot in (second, third):
        press("hold_slot", slot, topic="goal")
    assert live_board(section, TODAY, now).now.row.key == first.key
    first.refresh_from_db()
    assert (first.reason, first.need) == why
    assert first.state == Slot.State.PLANNED


def test_who_was_put_off_without_a_place_stays_in_the_turn_when_the_rest_is_planned_again(
    day, press, at, section, dawn
):
    plan = day(3)
    at(dawn.replace(hour=14, minute=10))
    first = at_time(plan, 9, 10)
    AwayFactory(student=first.student, starts_at=time(8), ends_at=time(15))
    press("later_slot", first)

    press("lose_now", what="drill:20")

    first.refresh_from_db()
    assert (first.starts_at, first.state) == (None, Slot.State.LATER)
    assert first.key in {row.key for row in live_board(section, TODAY, NOW).following}


def test_later_that_waited_without_network_counts_once(day, press, at, dawn):
    plan = day(3)
    at(dawn.replace(hour=14, minute=10))
    first, key = at_time(plan, 9, 10), uuid4()

    for _time in range(3):
        response = press("later_slot", first, key=key, ago=60, headers=QUEUE)
        assert (response.status_code, response.content) == (204, b"")
        first.refresh_from_db()
        assert first.starts_at == time(9, 22)


def test_absent_that_waited_does_not_undo_a_taking_back(day, press, at, dawn):
    plan = day(3)
    at(dawn)
    first, key = at_time(plan, 9, 10), uuid4()
    press("absent_slot", first, key=key)
    press("reopen_slot", first)

    press("absent_slot", first, key=key, headers=QUEUE)

    first.refresh_from_db()
    assert first.state == Slot.State.PLANNED


def test_a_child_put_off_with_a_form_may_still_be_met_with_it(day, press, at, dawn):
    plan = day(2)
    at(dawn)
    first, key = at_time(plan, 9, 10), uuid4()
    press("later_slot", first, key=key)

    press("hold_slot", first, key=key, topic="goal")

    first.refresh_from_db()
    assert first.state == Slot.State.DONE


# --- what the page says ---------------------------------------------------------------------------
def test_the_card_says_until_when_without_javascript(section, student, planned, teacher, sign_in):
    planned()  # Priya at 9:30, which is now

    page = sign_in(teacher).get(reverse("live", args=[section.key, TODAY])).content.decode()

    assert re.search(r">\s*until 9:33\s*</div>", page)


def test_a_place_on_another_day_of_the_plan_is_a_place(section, day, at):
    plan = day(11)
    waiting = plan.slots.get(window=None)
    assert live_board(section, TODAY, NOW).not_placed == 1

    plan.round_from = TODAY
    plan.save()
    tomorrow = TODAY + timedelta(days=1)
    other = PlanFactory(section=section, on=tomorrow, round_from=TODAY)
    SlotFactory(
        plan=other,
        student=waiting.student,
        window=WindowFactory(section=section, on=tomorrow),
        starts_at=time(9, 10),
    )

    assert live_board(section, TODAY, NOW).not_placed == 0


def test_whom_the_teacher_left_out_is_not_counted_as_without_a_place(section, day):
    plan = day(2)
    services.drop(slot=at_time(plan, 9, 10), version=plan.version)

    assert live_board(section, TODAY, NOW).not_placed == 0


def test_an_overrun_is_planned_again_in_one_tap(day, press, at, section, teacher):
    plan = day(4)
    first, *_others = plan.slots.select_related("student").order_by("starts_at")
    at(NOW - timedelta(minutes=12))  # 9:18, eight minutes after her time
    CheckInFactory(section=section, held_at=NOW - timedelta(minutes=25))
    assert live_board(section, TODAY, NOW - timedelta(minutes=12)).behind > 1

    page = press("plan_the_rest").content.decode()

    assert "Planned again, " in page
    assert live_board(section, TODAY, NOW - timedelta(minutes=12)).behind <= 1
    first.refresh_from_db()
    assert first.starts_at >= time(9, 10)


@pytest.mark.parametrize("class_size", [2, 30])
def test_news_take_the_same_queries_for_every_class(
    sign_in, section, teacher, fill, planned, class_size, django_assert_num_queries
):
    for student in fill(class_size):
        HelpRequestFactory(section=section, student=student)
    planned()
    client = sign_in(teacher)
    ticket = client.get(reverse("live", args=[section.key, TODAY])).context["ticket"]

    # session, reader, class and pulse in one; the class; plan, slots, last held, hands
    with django_assert_num_queries(6):
        page = client.get(reverse("live_state", args=[section.key, TODAY]), {"ticket": ticket})
    assert "Drill, 10 min" in page.content.decode()
