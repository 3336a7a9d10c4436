"""Planning check-ins in the browser, and what its board shows."""

import re
from datetime import date, time

import pytest
from django.template.loader import render_to_string
from django.urls import reverse

from checkins import services
from checkins.board import plan_board
from checkins.models import Plan
from tests.factories import (
    NOW,
    TODAY,
    AwayFactory,
    LessonPlanFactory,
    PlanFactory,
    SlotFactory,
    StudentFactory,
    WindowFactory,
)

pytestmark = pytest.mark.django_db
FRIDAY = date(2027, 1, 22)


def url_of(name, section, *args, day=TODAY):
    return reverse(name, args=[section.key, day, *args])


@pytest.fixture
def plan(student, planned, dawn):
    return planned(now=dawn)


def test_the_board_says_the_sum_out_loud(section, windows, fill, dawn):
    fill(28)

    board = plan_board(section, TODAY, dawn)

    assert board.needs == "28 students × 3 min + 1 min to switch = 112 min."
    assert board.has == "You have 115 min."
    assert (board.exists, board.total, board.placed) == (False, 28, 0)


def test_the_board_says_how_many_minutes_are_missing(section, windows, fill, dawn):
    fill(30)

    board = plan_board(section, TODAY, dawn)

    assert board.has == "You have 115 min, 5 too few."
    assert board.is_short


def test_who_is_not_placed_is_shown_with_the_cause_and_the_best_place(
    section, student, planned, windows, dawn
):
    AwayFactory(student=student, where="the speech teacher")
    slot = planned(now=dawn).slots.get()
    services.drop(slot=slot, version=Plan.objects.get().version)
    windows[0].delete()

    (left,) = plan_board(section, TODAY, dawn).not_placed

    assert left.cause == "Taken out of the day by hand."
    assert (left.offer.label, left.offer.at) == ("Independent work 3", time(13, 0))


def test_somebody_away_all_along_is_named_with_where(section, student, planned, windows, dawn):
    AwayFactory(student=student, starts_at=time(8), ends_at=time(15), where="the museum")
    planned(now=dawn)

    (left,) = plan_board(section, TODAY, dawn).not_placed

    assert left.cause == "Away during every free place: 8:00–3:00 with the museum."
    assert left.offer is None


def test_a_block_shortened_after_planning_is_noticed(section, fill, planned, windows, dawn):
    fill(3)
    planned(now=dawn)
    windows[0].ends_at = time(9, 14)
    windows[0].save()

    board = plan_board(section, TODAY, dawn)

    assert board.placed == 1
    assert {left.cause for left in board.not_placed} == {
        "The block was changed after planning. Plan again."
    }


def test_somebody_who_joins_after_planning_is_named(section, plan, dawn):
    newcomer = StudentFactory(section=section)

    assert plan_board(section, TODAY, dawn).unplanned == (newcomer,)


@pytest.mark.parametrize("class_size", [1, 30, 300])
def test_the_board_takes_the_same_queries_for_every_class(
    section, fill, planned, class_size, dawn, django_assert_num_queries
):
    fill(class_size)
    planned(now=dawn)

    # plan, windows, students, slots, what other classes booked, away times, absences, and the
    # round's enrollments and check-ins
    with django_assert_num_queries(9):
        board = plan_board(section, TODAY, dawn)
        render_to_string(
            "checkins/slots.html",
            {"section": section, "day": TODAY, "today": TODAY, "board": board},
        )


@pytest.mark.parametrize("later", [1, 30, 300])
def test_a_plan_over_several_days_takes_the_same_queries_for_every_class(
    section, windows, fill, dawn, later, django_assert_num_queries
):
    first, second = (
        PlanFactory(section=section, on=day, round_from=TODAY, minutes=1, gap=0)
        for day in (TODAY, FRIDAY)
    )
    window = WindowFactory(section=section, on=FRIDAY)
    today, *others = fill(1 + later)
    SlotFactory(plan=first, student=today, window=windows[0], starts_at=time(9, 15))
    for number, student in enumerate(others):
        at = time(9 + number // 60, number % 60)
        SlotFactory(plan=second, student=student, window=window, starts_at=at)

    # the nine of one day, and who comes on the others
    with django_assert_num_queries(10):
        board = plan_board(section, TODAY, dawn)

    assert [len(day.called) for day in board.other_days] == [later]


def test_the_page_says_each_reason(sign_in, section, teacher, plan):
    LessonPlanFactory(section=section)

    response = sign_in(teacher).get(url_of("plan_day", section))

    assert "No check-in yet" in response.content.decode()


def test_one_press_plans_the_day(sign_in, section, student, windows, teacher):
    response = sign_in(teacher).post(
        url_of("plan_checkins", section), {"minutes": 3, "gap": 1}, follow=True
    )

    assert response.redirect_chain == [(url_of("plan_day", section), 302)]
    assert Plan.objects.get().slots.get().starts_at == time(9, 30)
    assert "Everybody has a place: 1 check-ins." in response.content.decode()


def test_minutes_out_of_range_are_said_kindly(sign_in, section, teacher, windows):
    response = sign_in(teacher).post(url_of("plan_checkins", section), {"minutes": 90, "gap": 1})

    assert response.status_code == 422
    assert not Plan.objects.exists()


def test_a_past_day_is_not_planned(sign_in, section, teacher):
    url = url_of("plan_checkins", section, day=date(2027, 1, 20))

    response = sign_in(teacher).post(url, {"minutes": 3, "gap": 1})

    assert response.status_code == 409
    assert not Plan.objects.exists()


def test_a_stale_page_changes_nothing_and_shows_the_present(sign_in, section, teacher, plan):
    data = {"minutes": 5, "gap": 1, "version": plan.version + 1}

    response = sign_in(teacher).post(url_of("plan_checkins", section), data, follow=True)

    page = response.content.decode()
    assert "Somebody changed this plan while you looked at it" in page
    assert "Suggest again, 5 min each" in page
    plan.refresh_from_db()
    assert plan.minutes == 3


def test_moving_says_where_she_is_now(sign_in, section, teacher, plan, windows):
    slot = plan.slots.get()
    data = {"version": plan.version, "to": f"{windows[2].key}@13:04"}

    response = sign_in(teacher).post(url_of("move_slot", section, slot.key), data, follow=True)

    assert "Priya moved to 1:04, Independent work 3" in response.content.decode()


def test_the_menu_of_places_is_a_page_of_its_own(sign_in, section, teacher, plan, windows):
    response = sign_in(teacher).get(url_of("move_slot", section, plan.slots.get().key))

    assert f"{windows[2].key}@13:32" in response.content.decode()


def test_the_places_to_move_to_stand_in_the_order_of_time(sign_in, teacher, section, at, dawn):
    at(dawn)
    window = WindowFactory(section=section, starts_at=time(13, 0), ends_at=time(13, 16))
    plan = PlanFactory(section=section, minutes=3, gap=1)
    slots = [
        SlotFactory(
            plan=plan,
            student=StudentFactory(section=section, called=called),
            window=window,
            starts_at=time(13, minute),
        )
        for called, minute in (("Ada", 0), ("Ben", 8), ("Cem", 4))
    ]

    page = sign_in(teacher).get(url_of("move_slot", section, slots[2].key)).text

    buttons = re.findall(r'name="to" value="(.*?)">(.*?)</button>', page, re.DOTALL)
    assert [(to, " ".join(words.split())) for to, words in buttons] == [
        (f"{window.key}@13:00", "1:00, trade with Ada"),
        (f"{window.key}@13:08", "1:08, trade with Ben"),
        (f"{window.key}@13:12", "1:12"),
    ]


@pytest.mark.parametrize(
    ("own", "offered"), [(time(13, 8), ["1:04, trade with Cem", "1:12"]), (time(13), ["1:12"])]
)
def test_nobody_trades_for_a_time_that_is_past(sign_in, teacher, section, at, own, offered):
    at(NOW.replace(hour=18, minute=4, second=30))  # 1:04
    over = WindowFactory(section=section, starts_at=time(9, 0), ends_at=time(9, 16))
    window = WindowFactory(section=section, starts_at=time(13, 0), ends_at=time(13, 16))
    plan = PlanFactory(section=section, minutes=3, gap=1)
    for called, where, when in (
        ("Ada", over, time(9)),
        ("Ben", window, time(13) if own != time(13) else time(13, 8)),
        ("Cem", window, time(13, 4)),
    ):
        child = StudentFactory(section=section, called=called)
        SlotFactory(plan=plan, student=child, window=where, starts_at=when)
    child = StudentFactory(section=section)
    slot = SlotFactory(plan=plan, student=child, window=window, starts_at=own)

    page = sign_in(teacher).get(url_of("move_slot", section, slot.key)).text

    buttons = re.findall(r'name="to" value=".*?">(.*?)</button>', page, re.DOTALL)
    assert [" ".join(words.split()) for words in buttons] == offered


def test_a_refusal_has_no_undo_beside_it(sign_in, section, teacher, student, plan):
    LessonPlanFactory(section=section)
    slot = plan.slots.get()
    services.fix(slot=slot, version=plan.version)
    url, headers = url_of("move_slot", section, slot.key), {"HX-Request": "true"}
    page = reverse("plan_day", args=[section.key, TODAY])
    client = sign_in(teacher)
    for to, undo in (("earlier", 0), ("later", 1)):
        plan.refresh_from_db()
        client.post(url, {"to": to, "version": plan.version}, headers=headers)
        toast = re.search(
            r'#toast">(.*?)</div>\s*</div>', client.get(page, headers=headers).text, re.DOTALL
        )
        assert toast[1].count("Undo") == undo


def test_a_place_that_does_not_exist_is_refused(sign_in, section, teacher, plan):
    url = url_of("move_slot", section, plan.slots.get().key)

    assert sign_in(teacher).post(url, {"version": 1, "to": "now!"}).status_code == 422


def test_fixed_left_out_and_placed(sign_in, section, teacher, plan, windows):
    client, slot = sign_in(teacher), plan.slots.get()

    def act(name, **data):
        plan.refresh_from_db()
        response = client.post(url_of(name, section, slot.key), {"version": plan.version, **data})
        assert response.status_code == 302
        slot.refresh_from_db()

    act("fix_slot", fixed="on")
    assert slot.is_fixed
    act("fix_slot")
    assert not slot.is_fixed
    act("drop_slot")
    assert slot.starts_at is None
    act("place_slot", to=f"{windows[1].key}@10:35")
    assert slot.starts_at == time(10, 35)


ROUTES = ["plan_checkins", "move_slot", "place_slot", "fix_slot", "drop_slot"]


@pytest.mark.parametrize("name", ROUTES)
@pytest.mark.parametrize(
    ("who", "status"),
    [
        ("stranger", 404),
        ("other_teacher", 404),
        ("school_admin", 404),
        ("specialist", 404),
        ("student", 403),
    ],
)
def test_only_her_own_teachers_plan_a_class(sign_in, request, section, plan, name, who, status):
    args = [] if name == "plan_checkins" else [plan.slots.get().key]
    person = request.getfixturevalue(who)

    response = sign_in(person).post(url_of(name, section, *args), {"version": 1})

    assert response.status_code == status


def test_a_slot_of_another_day_is_not_found(sign_in, section, teacher, plan):
    url = url_of("drop_slot", section, plan.slots.get().key, day=date(2027, 1, 22))

    assert sign_in(teacher).post(url, {"version": 1}).status_code == 404


def test_the_coteacher_plans_too(sign_in, section, coteacher, student, windows):
    sign_in(coteacher).post(url_of("plan_checkins", section), {"minutes": 3, "gap": 1})

    assert Plan.objects.filter(section=section, made_at=NOW).exists()
