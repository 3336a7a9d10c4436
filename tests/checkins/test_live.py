"""The live day: two taps a child, nothing lost, nothing private on the screen."""

import re
from datetime import date, time, timedelta

import pytest
from django.contrib.sessions.models import Session
from django.urls import reverse
from django.utils import timezone

from checkins.board import live_board
from checkins.models import CheckIn, HelpRequest, Slot
from tests.factories import (
    NOW,
    TODAY,
    CheckInFactory,
    CheckInNoteFactory,
    GoalFactory,
    GoalStepFactory,
    HelpRequestFactory,
    SlotFactory,
    StudentFactory,
    SupportFactory,
)

pytestmark = pytest.mark.django_db
HTMX = {"HX-Request": "true", "HX-Target": "div#live-board"}


def url_of(name, section, *args, day=TODAY):
    return reverse(name, args=[section.key, day, *args])


@pytest.fixture
def plan(student, planned):
    """Priya at 9:30, which is now."""
    return planned()


@pytest.fixture
def slot(plan):
    return plan.slots.get()


def test_a_check_in_is_recorded_in_two_taps(sign_in, section, teacher, student, slot):
    data = {"topic": "goal", "outcomes": ["next_step", "goal_moved"], "note": ""}

    response = sign_in(teacher).post(url_of("hold_slot", section, slot.key), data, follow=True)

    checkin = CheckIn.objects.get()
    assert (checkin.student, checkin.teacher, checkin.held_on) == (student, teacher, TODAY)
    assert checkin.outcomes == ["next_step", "goal_moved"]
    page = response.content.decode()
    assert "Saved: Priya" in page
    assert "All done for today" in page


def test_htmx_gets_the_board_alone_with_the_next_child(sign_in, section, teacher, fill, planned):
    fill(2)
    first, second = planned().slots.order_by("starts_at")

    response = sign_in(teacher).post(
        url_of("hold_slot", section, first.key), {"topic": "goal"}, headers=HTMX
    )

    page = response.content.decode()
    assert page.lstrip().startswith('<div class="live" id="live-board"')
    assert second.student.name in page
    assert f"Saved: {first.student.called}" in page


def test_a_topic_that_is_none_is_refused_and_the_ticks_stay(sign_in, section, teacher, slot):
    data = {"topic": "weather", "outcomes": ["reteach"]}

    response = sign_in(teacher).post(url_of("hold_slot", section, slot.key), data)

    assert response.status_code == 422
    assert re.search(r'data-key="3"\s+checked', response.content.decode())
    assert not CheckIn.objects.exists()


def test_the_card_shows_reason_question_and_goal(sign_in, section, teacher, student, planned):
    goal = GoalFactory(student=student, title="I plan the first step", due_on=TODAY)
    GoalStepFactory(goal=goal, done_on=TODAY)
    GoalStepFactory(goal=goal)
    planned()

    page = sign_in(teacher).get(url_of("live", section)).content.decode()

    assert "Goal is due today: I plan the first step" in page
    assert "1 of 2 steps" in page
    assert 'value="goal" class="opt" id="id_topic_1" required checked' in page


def test_needs_and_notes_are_never_on_the_live_page(
    sign_in, section, teacher, student, plan, checkin_with_note
):
    SupportFactory(student=student, text="CANARY-NEED")

    page = sign_in(teacher).get(url_of("live", section)).content.decode()

    assert "Priya Raman" in page
    assert "CANARY" not in page


@pytest.fixture
def checkin_with_note(section, student, teacher):
    held = CheckInFactory(section=section, student=student, teacher=teacher)
    return CheckInNoteFactory(checkin=held, text="CANARY-NOTE")


def test_later_and_absent_work_as_plain_forms(sign_in, section, teacher, slot, student):
    client = sign_in(teacher)

    client.post(url_of("later_slot", section, slot.key))
    slot.refresh_from_db()
    assert slot.starts_at == time(9, 34)

    client.post(url_of("absent_slot", section, slot.key))
    slot.refresh_from_db()
    assert slot.state == Slot.State.ABSENT
    assert student.absences.get().on == TODAY

    client.post(url_of("reopen_slot", section, slot.key))
    slot.refresh_from_db()
    assert (slot.state, slot.starts_at) == (Slot.State.PLANNED, time(9, 34))


def test_the_rest_is_planned_again_and_who_moved_is_said(
    sign_in, section, teacher, fill, planned, dawn
):
    fill(3)
    first, *_others = planned(now=dawn).slots.order_by("starts_at")

    page = sign_in(teacher).post(url_of("plan_the_rest", section), follow=True).content.decode()

    assert "Planned again, 2 moved:" in page
    first.refresh_from_db()
    assert first.starts_at == time(9, 27)  # she sits there: 3 minutes, till now


def test_how_late_the_day_runs_is_said(section, student, planned, dawn):
    planned(now=dawn)  # Priya at 9:10, and it is 9:30

    assert live_board(section, TODAY, NOW).behind == 16


def test_the_clock_runs_from_when_the_child_before_was_done(section, fill, planned, teacher, dawn):
    fill(2)
    first, second = planned(now=dawn).slots.order_by("starts_at")
    done_at = NOW - timedelta(minutes=14)  # 9:16, two minutes late
    CheckInFactory(slot=first, section=section, student=first.student, held_at=done_at)
    Slot.objects.filter(pk=first.pk).update(state=Slot.State.DONE)

    board = live_board(section, TODAY, NOW - timedelta(minutes=13))

    assert board.now.row.key == second.key
    assert board.now.ends_ms - board.now.now_ms == 2 * 60 * 1000
    assert board.behind == 2


def test_the_teacher_turns_to_somebody_else(sign_in, section, teacher, fill, planned):
    fill(3)
    _first, _second, third = planned().slots.order_by("starts_at")

    page = sign_in(teacher).get(url_of("live", section), {"slot": third.key}).content.decode()

    assert f">{third.student.name}</h1>" in page


@pytest.mark.parametrize(
    ("day", "words"),
    [
        (TODAY, "No check-ins planned"),
        (date(2027, 1, 20), "No check-ins planned"),
    ],
)
def test_a_day_without_a_plan_says_so(sign_in, section, teacher, day, words):
    page = sign_in(teacher).get(url_of("live", section, day=day)).content.decode()

    assert words in page


def test_a_day_to_come_and_a_day_gone_are_looked_at_only(
    sign_in, section, teacher, student, plan, slot, at
):
    client = sign_in(teacher)
    SlotFactory(plan=plan, student=StudentFactory(section=section))  # without a place

    at(NOW - timedelta(days=1))
    page = client.get(url_of("live", section)).content.decode()
    assert "1 check-in is planned. This page comes alive on the day." in page
    assert client.post(url_of("later_slot", section, slot.key)).status_code == 404

    at(NOW + timedelta(days=1))
    page = client.get(url_of("live", section)).content.decode()
    assert "0 of 2 were met. This day is over." in page
    assert client.post(url_of("hold_slot", section, slot.key)).status_code == 404


def test_a_hand_is_seen(sign_in, section, teacher, student, plan):
    hand = HelpRequestFactory(section=section, student=student, words="Stuck on Solve it")
    client = sign_in(teacher)
    assert "Stuck on Solve it" in client.get(url_of("live", section)).content.decode()

    response = client.post(
        url_of("seen_hand", section, hand.key),
        headers={"HX-Request": "true", "HX-Target": "aside#live-side"},
    )

    assert "No hands up." in response.content.decode()
    assert not HelpRequest.objects.waiting().exists()


@pytest.mark.parametrize(
    ("ago", "said"),
    [
        (timedelta(minutes=12), "12 min"),
        (timedelta(minutes=125), "2 hours"),
        (timedelta(hours=10), "since yesterday"),  # 11:30 in the evening, by the school's clock
        (timedelta(days=2), "since Tuesday"),
        (timedelta(days=9), "since January 12"),
    ],
)
def test_how_long_a_hand_is_up_is_said_as_one_says_it(
    sign_in, section, teacher, student, plan, ago, said
):
    HelpRequestFactory(section=section, student=student, asked_at=NOW - ago)

    page = sign_in(teacher).get(url_of("live", section))

    assert [hand.since for hand in page.context["board"].hands] == [said]


def poll(client, section, **headers):
    """Ask for news as the open page does."""
    page = client.get(url_of("live", section)).context
    ask = {"ticket": page["ticket"]}
    return lambda tag: client.get(
        url_of("live_state", section), ask, headers={"If-None-Match": tag} | headers
    ), page["etag"]


def test_nothing_new_is_a_304_and_news_come_with_a_new_tag(
    sign_in, section, teacher, student, plan, django_assert_num_queries
):
    ask, tag = poll(sign_in(teacher), section)

    with django_assert_num_queries(1):  # session, reader, class and pulse in one
        again = ask(tag)
    assert (again.status_code, again.content) == (304, b"")

    HelpRequestFactory(section=section, student=student)
    section.beat()
    news = ask(tag)
    assert (news.status_code, "1 waiting" in news.content.decode()) == (200, True)
    assert re.match(r'\s*<aside\s[^>]*id="live-side"', news.content.decode())
    assert ask(news["ETag"]).status_code == 304


def test_who_no_longer_teaches_the_class_hears_nothing(sign_in, section, teacher, plan):
    ask, tag = poll(sign_in(teacher), section)
    teacher.staff_roles.update(ends_on=TODAY - timedelta(days=1))

    assert ask(tag).status_code == 404


def test_a_session_that_ended_hears_nothing(sign_in, section, teacher, plan):
    client = sign_in(teacher)
    ask, tag = poll(client, section)
    Session.objects.all().delete()

    assert ask(tag).status_code == 403


def test_a_session_past_its_time_hears_nothing(sign_in, section, teacher, plan):
    ask, tag = poll(sign_in(teacher), section)
    Session.objects.update(expire_date=timezone.now() - timedelta(seconds=1))

    assert ask(tag).status_code == 403


def test_a_dismissed_teacher_hears_nothing(sign_in, section, teacher, plan):
    ask, tag = poll(sign_in(teacher), section)
    teacher.is_active = False
    teacher.save()

    assert ask(tag).status_code == 403


def test_a_ticket_is_worth_nothing_in_another_session(
    sign_in, section, teacher, other_teacher, plan
):
    tag = sign_in(teacher).get(url_of("live", section)).context["etag"]
    ticket = sign_in(teacher).get(url_of("live", section)).context["ticket"]

    response = sign_in(other_teacher).get(
        url_of("live_state", section), {"ticket": ticket}, headers={"If-None-Match": tag}
    )

    assert response.status_code == 404


def test_the_tag_of_the_page_is_the_tag_of_its_poll(sign_in, section, teacher, plan):
    client = sign_in(teacher)
    tag = client.get(url_of("live", section)).context["etag"]

    again = client.get(url_of("live_state", section), headers={"If-None-Match": tag})

    assert again.status_code == 304


def test_a_colleague_who_was_faster_is_noticed(sign_in, section, coteacher, fill, planned):
    fill(2)
    first, _second = planned().slots.order_by("starts_at")
    client = sign_in(coteacher)
    client.post(url_of("hold_slot", section, first.key), {"topic": "goal"})

    page = client.get(url_of("live_state", section), {"slot": first.key}).content.decode()

    assert "Someone else changed the day." in page


@pytest.mark.parametrize("class_size", [2, 30, 300])
def test_the_live_page_takes_the_same_queries_for_every_class(
    sign_in, section, teacher, fill, planned, class_size, django_assert_num_queries
):
    for student in fill(class_size):
        HelpRequestFactory(section=section, student=student)
        GoalFactory(student=student)
    planned()
    client = sign_in(teacher)

    # session, user, classes, hands, plan, slots, last held, goals, steps
    with django_assert_num_queries(9):
        client.get(url_of("live", section))


@pytest.mark.parametrize("name", ["live", "live_state"])
@pytest.mark.parametrize(
    ("who", "status"),
    [
        ("stranger", 404),
        ("other_teacher", 404),
        ("school_admin", 404),
        ("district_admin", 404),
        ("specialist", 404),
        ("student", 403),
    ],
)
def test_only_her_own_teachers_see_the_live_day(sign_in, request, section, plan, name, who, status):
    person = request.getfixturevalue(who)

    assert sign_in(person).get(url_of(name, section)).status_code == status


ACTS = ["hold_slot", "later_slot", "absent_slot", "reopen_slot"]


@pytest.mark.parametrize("name", ACTS)
@pytest.mark.parametrize(("who", "status"), [("other_teacher", 404), ("student", 403)])
def test_nobody_else_changes_the_day(sign_in, request, section, slot, name, who, status):
    person = request.getfixturevalue(who)

    response = sign_in(person).post(url_of(name, section, slot.key), {"topic": "goal"})

    assert response.status_code == status
    slot.refresh_from_db()
    assert slot.state == Slot.State.PLANNED
