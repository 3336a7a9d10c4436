"""Two adults plan one day: whoever comes second sees what changed, and loses nothing."""

import re
from datetime import time, timedelta

import pytest
from django.urls import reverse

from checkins import services
from checkins.models import Plan, Slot
from checkins.services import seats_at
from tests.factories import (
    NOW,
    TODAY,
    BlockFactory,
    LessonPlanFactory,
    PlanFactory,
    SectionFactory,
    SlotFactory,
    StaffRoleFactory,
    StudentFactory,
    WindowFactory,
)

pytestmark = pytest.mark.django_db
CHANGED = "Somebody changed this plan while you looked at it, so nothing of yours is saved yet."


@pytest.fixture
def plan(section, windows, fill, planned, dawn, at):
    """Four students at 9:10, 9:14, 9:18, 9:22; it is 8:00."""
    at(dawn)
    lesson_plan = LessonPlanFactory(section=section)
    for window in windows:
        BlockFactory(
            lesson_plan=lesson_plan,
            window=window,
            starts_at=window.starts_at,
            ends_at=window.ends_at,
        )
    fill(4)
    return planned(now=dawn)


@pytest.fixture
def slots(plan):
    return list(plan.slots.select_related("student", "plan").order_by("starts_at"))


@pytest.fixture
def second(sign_in, section, coteacher, plan):
    """`second("drop_slot", slot)` presses it on a page made before the last change."""
    client = sign_in(coteacher)

    def pressed(name, *slot, seen=1, **data):
        url = reverse(name, args=[section.key, TODAY, *(one.key for one in slot)])
        return client.post(url, {"version": seen, **data}, follow=True).content.decode()

    pressed.client = client
    return pressed


def press_it(second, page):
    """Press the button of what came second, exactly as the page has it."""
    form = re.search(r'<form\s+class="note alert"(.*?)</form>', page, re.DOTALL).group(0)
    url = re.search(r'action="([^"]+)"', form).group(1)
    fields = dict(re.findall(r'type="hidden" name="(\w+)" value="([^"]*)"', form))
    fields.pop("csrfmiddlewaretoken")
    return second.client.post(url, fields, follow=True).content.decode()


def button(page):
    found = re.search(r'id="do-anyway"[^>]*>([^<]+)<', page)
    return found and found.group(1).strip()


def move_the_last(slots, dawn):
    """What somebody else does meanwhile."""
    last = slots[-1]
    return services.move(slot=last, to="later", version=Plan.objects.get().version, now=dawn)


@pytest.mark.parametrize(
    ("name", "data", "words", "done"),
    [
        ("move_slot", {"to": "later"}, "Move {} later", lambda s: s.starts_at == time(9, 14)),
        ("fix_slot", {"fixed": "on"}, "Fix the time of {}", lambda s: s.is_fixed),
        ("drop_slot", {}, "Leave out {}", lambda s: s.starts_at is None),
        ("miss_slot", {}, "{} is absent today", lambda s: s.state == Slot.State.ABSENT),
    ],
)
def test_what_came_second_is_said_and_done_with_one_press(
    second, slots, dawn, name, data, words, done
):
    first, last = slots[0], slots[-1]
    move_the_last(slots, dawn)

    page = second(name, first, **data)

    first.refresh_from_db()
    assert not done(first)
    assert CHANGED in page
    assert f"Since then: {last.student.called} to 9:26." in page
    assert button(page) == words.format(first.student.called)

    press_it(second, page)

    first.refresh_from_db()
    assert done(first)


def test_a_time_of_the_day_is_asked_for_once_more(second, slots, windows, dawn):
    move_the_last(slots, dawn)

    page = second("move_slot", slots[0], to=f"{windows[2].key}@13:04")

    name = slots[0].student.called
    assert button(page) == f"Move {name} to 1:04"
    assert f"{name} moved to 1:04, Independent work 3" in press_it(second, page)


def test_who_was_left_out_is_placed_and_put_back_once_more(second, slots, plan, windows, dawn):
    out = slots[0]
    services.drop(slot=out, version=plan.version)
    move_the_last(slots, dawn)
    name = out.student.called

    page = second("place_slot", out, seen=2, to=f"{windows[0].key}@09:30")
    assert button(page) == f"Move {name} to 9:30"
    page = second("put_back_slot", out, seen=2)
    assert button(page) == f"Put {name} back"

    press_it(second, page)

    out.refresh_from_db()
    assert "dropped" not in out.detail


def test_an_absent_student_who_is_here_is_said_once_more(second, slots, plan, dawn):
    services.miss(slot=slots[0], now=dawn)
    move_the_last(slots, dawn)

    page = second("back_slot", slots[0], seen=2)

    assert button(page) == f"{slots[0].student.called} is here"
    press_it(second, page)
    slots[0].refresh_from_db()
    assert slots[0].state == Slot.State.PLANNED


def test_planning_again_and_a_drill_are_asked_for_once_more(second, slots, plan, dawn):
    move_the_last(slots, dawn)

    page = second("lose_minutes", what="drill:10")
    assert button(page) == "Drill, 10 min from now"
    page = second("plan_checkins", minutes=5, gap=1)
    assert button(page) == "Suggest again, 5 min each"

    press_it(second, page)

    plan.refresh_from_db()
    assert plan.minutes == 5


def test_a_late_block_is_named_once_more(second, slots, windows, dawn):
    move_the_last(slots, dawn)

    page = second("lose_minutes", what=f"late:5:{windows[0].key}")

    assert button(page) == "Independent work 1 begins 5 min late"


def test_a_repair_is_offered_once_more_while_it_helps(
    second, plan, slots, windows, fill, teacher, section, dawn
):
    for window in windows[1:]:
        window.block.delete()
        window.delete()
    fill(8)  # 12 for ten places
    services.plan_day(section=section, day=TODAY, minutes=3, gap=1, by=teacher, now=dawn)
    plan.refresh_from_db()
    seen = plan.version
    services.fix(slot=slots[0], version=seen)

    page = second("repair_plan", seen=seen, to="shorter:2")

    assert button(page) == "Make check-ins 2 min"
    press_it(second, page)
    plan.refresh_from_db()
    assert (plan.minutes, plan.slots.filter(window=None).count()) == (2, 0)


def test_an_undo_that_came_second_is_not_offered_for_it_would_undo_the_others_change(
    second, slots, dawn
):
    move_the_last(slots, dawn)

    page = second("undo_plan", seen=1)

    assert CHANGED in page
    assert "Please look, and choose again." in page
    assert button(page) is None


@pytest.mark.parametrize("name", ["undo_plan", "undo_now"])
def test_a_time_that_another_class_took_meanwhile_is_not_given_back(
    second, slots, plan, section, dawn, name
):
    moved = slots[-1]
    move_the_last(slots, dawn)
    plan.refresh_from_db()
    art = SectionFactory(school=section.school)
    window = WindowFactory(section=art)
    SlotFactory(
        plan=PlanFactory(section=art), student=moved.student, window=window, starts_at=time(9, 22)
    )

    page = second(name, seen=plan.version)

    assert "Somebody is booked elsewhere by now, so nothing was taken back." in page
    moved.refresh_from_db()
    assert moved.starts_at == time(9, 26)
    plan.refresh_from_db()
    assert plan.can_undo


def test_a_page_made_before_a_new_teacher_came_is_not_saved_over_what_that_changed(
    second, slots, plan, section, teacher, other_teacher
):
    """She is taken in her other class at 9:10, so the first student has no place any more."""
    hers = other_teacher.staff_roles.get().section
    SlotFactory(
        plan=PlanFactory(section=hers),
        student=StudentFactory(section=hers),
        window=WindowFactory(section=hers),
        starts_at=time(9, 10),
    )
    section.staff_roles.filter(user=teacher).update(ends_on=TODAY - timedelta(days=1))
    StaffRoleFactory(user=other_teacher, section=section, school=section.school)

    page = second("move_slot", slots[1], to="later")

    assert CHANGED in page
    first, next_ = slots[:2]
    for slot in (first, next_):
        slot.refresh_from_db()
    assert (first.starts_at, next_.starts_at) == (None, time(9, 14))


def test_what_was_changed_by_several_steps_is_told_from_when_the_page_was_made(
    second, slots, plan, teacher, section, dawn
):
    one, two, three, four = slots
    services.move(slot=four, to="later", version=1, now=dawn)
    services.drop(slot=three, version=2)
    services.fix(slot=two, version=3)
    services.hold(
        student=one.student,
        section=section,
        teacher=teacher,
        slot=one,
        now=NOW,
        topic="goal",
        outcomes=[],
    )

    page = second("move_slot", two, to="earlier")

    told = re.search("Since then: ([^<]*?)\\.", page).group(1)
    assert set(told.split(", ")) == {
        f"{one.student.called} was met",
        f"{two.student.called} keeps this time",
        f"{three.student.called} has no place",
        f"{four.student.called} to 9:26",
    }


def test_a_change_that_was_taken_back_is_no_news(second, slots, plan, dawn):
    move_the_last(slots, dawn)
    plan.refresh_from_db()
    services.undo(plan=plan, version=plan.version)

    page = second("drop_slot", slots[0])

    assert CHANGED in page
    assert "Since then" not in page


def test_a_page_from_long_ago_is_told_nothing_wrong(slots, plan):
    for _time in range(5):
        for act in (services.fix, services.unfix):
            plan.refresh_from_db()
            act(slot=slots[0], version=plan.version)
    plan.refresh_from_db()

    assert seats_at(plan, 1) == {}
    assert len(plan.undo["trail"]) == 6
    assert seats_at(plan, plan.version - 1)[str(slots[0].pk)] == ["09:10", "planned", True]


def test_it_is_shown_once_and_on_its_own_day_alone(second, section, slots, dawn):
    move_the_last(slots, dawn)
    url = reverse("drop_slot", args=[section.key, TODAY, slots[0].key])
    here = reverse("plan_day", args=[section.key, TODAY])
    other = reverse("plan_day", args=[section.key, TODAY + timedelta(days=1)])

    second.client.post(url, {"version": 1})
    assert CHANGED in second.client.get(here).content.decode()
    assert CHANGED not in second.client.get(here).content.decode()

    second.client.post(url, {"version": 1})
    assert CHANGED not in second.client.get(other).content.decode()
    assert CHANGED not in second.client.get(here).content.decode()


def test_htmx_gets_it_in_the_board(second, section, slots, dawn):
    move_the_last(slots, dawn)
    url = reverse("drop_slot", args=[section.key, TODAY, slots[0].key])

    response = second.client.post(
        url,
        {"version": 1},
        follow=True,
        headers={"HX-Request": "true", "HX-Target": "div#plan-board"},
    )

    page = response.content.decode()
    assert page.lstrip().startswith('<div id="plan-board"')
    assert button(page) == f"Leave out {slots[0].student.called}"


def test_a_plan_that_is_gone_meanwhile_is_no_trouble(second, section, slots, plan):
    other = reverse("plan_day", args=[section.key, TODAY])
    services.drop(slot=slots[0], version=1)
    second.client.post(
        reverse("drop_slot", args=[section.key, TODAY, slots[1].key]), {"version": 1}
    )
    plan.delete()

    assert CHANGED in second.client.get(other).content.decode()


def test_a_window_of_another_school_is_not_asked_for(second, slots, dawn):
    move_the_last(slots, dawn)
    foreign = WindowFactory()

    page = second("move_slot", slots[0], to=f"{foreign.key}@09:10")

    assert "That place is taken or does not suit." in press_it(second, page)
