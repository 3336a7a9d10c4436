"""The rest of a running day: absent, drill, late start; who moved, and one step back."""

from datetime import time, timedelta

import pytest

from checkins import services
from checkins.board import live_board
from checkins.models import Absence, Slot
from checkins.services import Change, Stale
from checkins.told import moves_in_words
from tests.factories import NOW, TODAY

pytestmark = pytest.mark.django_db


@pytest.fixture
def day(fill, planned, windows, dawn):
    """`day(10)` plans that many into one block of ten places, 9:10 to 9:46."""

    def plan(count):
        for window in windows[1:]:
            window.delete()
        fill(count)
        return planned(now=dawn)

    return plan


def times(plan):
    rows = plan.slots.order_by("student__called")
    return {slot.student.called: slot.starts_at for slot in rows.select_related("student")}


def hold(slot, teacher):
    return services.hold(
        student=slot.student,
        section=slot.plan.section,
        teacher=teacher,
        slot=slot,
        now=NOW,
        topic="goal",
        outcomes=[],
    )


def test_a_drill_moves_only_those_who_sat_in_it(day, dawn):
    plan = day(5)  # 9:10 to 9:26
    before = times(plan)
    names = sorted(before, key=lambda name: before[name])

    result = services.lost_minutes(plan=plan, start=time(9, 10), end=time(9, 17), now=dawn)

    after = times(plan)
    assert {name for name in after if after[name] != before[name]} == set(names[:2])
    assert {change.called for change in result.changes} == set(names[:2])
    assert sorted(after[name] for name in names[:2]) == [time(9, 30), time(9, 34)]


def test_a_drill_on_a_full_day_says_who_has_no_place(day, dawn):
    plan = day(10)

    result = services.lost_minutes(plan=plan, start=time(9, 10), end=time(9, 13), now=dawn)

    assert result.not_placed == 1
    (lost,) = [change for change in result.changes if change.after is None]
    assert moves_in_words(result, "g:i") == f"No place today: {lost.called}"


def test_lost_minutes_stay_lost_when_the_day_is_planned_again(day, planned, dawn):
    plan = day(5)
    services.lost_minutes(plan=plan, start=time(9, 10), end=time(9, 17), now=dawn)

    planned(now=dawn)

    assert min(times(plan).values()) == time(9, 18)


def test_who_waits_gets_the_place_of_an_absent_student(day, dawn):
    plan = day(11)
    waiting = plan.slots.get(window=None)
    gone = plan.slots.get(starts_at=time(9, 22))

    result = services.miss(slot=gone, now=dawn)

    waiting.refresh_from_db()
    assert result.changes == (Change(waiting.student.called, None, time(9, 22)),)
    assert waiting.starts_at == time(9, 22)


def test_an_absent_student_who_comes_has_her_place_again(day, dawn):
    plan = day(5)
    slot = plan.slots.get(starts_at=time(9, 22))
    services.miss(slot=slot, now=dawn)

    result = services.come_back(slot=slot, now=dawn)

    slot.refresh_from_db()
    assert (slot.state, slot.starts_at) == (Slot.State.PLANNED, time(9, 22))
    assert result.changes == (Change(slot.student.called, None, time(9, 22)),)
    assert not Absence.objects.exists()


def test_who_comes_back_to_a_taken_place_has_another_and_takes_nobodys(day, dawn):
    plan = day(11)
    waiting = plan.slots.get(window=None)
    gone = plan.slots.get(starts_at=time(9, 22))
    services.miss(slot=gone, now=dawn)
    services.miss(slot=plan.slots.get(starts_at=time(9, 46)), now=dawn)

    services.come_back(slot=gone, now=dawn)

    waiting.refresh_from_db()
    gone.refresh_from_db()
    assert (waiting.starts_at, gone.starts_at) == (time(9, 22), time(9, 46))


def test_who_sits_there_now_is_not_moved_when_another_is_absent(day):
    plan = day(8)
    here, other = plan.slots.get(starts_at=time(9, 30)), plan.slots.get(starts_at=time(9, 34))
    for slot in plan.slots.filter(starts_at__lt=time(9, 30)):
        Slot.objects.filter(pk=slot.pk).update(state=Slot.State.DONE)

    services.miss(slot=other, now=NOW + timedelta(minutes=1))

    here.refresh_from_db()
    assert here.starts_at == time(9, 30)


@pytest.mark.parametrize("act", ["drill", "absent", "replan"])
def test_one_step_back_puts_everything_back(day, dawn, act):
    plan = day(11)
    before, version = times(plan), plan.version
    slot = plan.slots.get(starts_at=time(9, 22))
    if act == "drill":
        services.lost_minutes(plan=plan, start=time(9, 10), end=time(9, 30), now=dawn)
    elif act == "absent":
        services.miss(slot=slot, now=dawn)
    else:
        services.replan(plan=plan, now=NOW)
    plan.refresh_from_db()
    assert times(plan) != before

    services.undo(plan=plan, version=plan.version)

    plan.refresh_from_db()
    assert times(plan) == before
    assert plan.lost == []
    assert not Absence.objects.exists()
    assert plan.version > version


def test_there_is_no_way_back_once_something_else_has_changed(day, dawn, teacher):
    plan = day(5)
    slot = plan.slots.get(starts_at=time(9, 10))
    services.lost_minutes(plan=plan, start=time(9, 40), end=time(9, 50), now=dawn)
    hold(slot, teacher)
    plan.refresh_from_db()

    with pytest.raises(Stale):
        services.undo(plan=plan, version=plan.version)
    assert not plan.can_undo
    slot.refresh_from_db()
    assert slot.state == Slot.State.DONE


def test_the_day_is_behind_no_more_after_planning_the_rest(section, day):
    plan = day(4)
    late = live_board(section, TODAY, NOW)  # 9:30, and nobody was met
    assert late.behind == 16

    current = plan.slots.get(starts_at=time(9, 10))
    services.replan(plan=plan, now=NOW, current=current)

    after = live_board(section, TODAY, NOW)
    assert (after.behind, after.now.row.called) == (0, current.student.called)
