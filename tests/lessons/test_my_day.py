"""A student's own day: my time, what I go on with, my goals, how it goes."""

import re
from datetime import UTC, date, datetime, time, timedelta

import pytest
from django.urls import reverse

from checkins.models import Plan, Slot, Window
from choiceboards import services
from choiceboards.models import Board, Level, Pick
from tests.factories import (
    NOW,
    TODAY,
    ActivityFactory,
    BoardFactory,
    GoalFactory,
    GoalStepFactory,
    HelpRequestFactory,
    PickFactory,
    PlanFactory,
    ReflectionFactory,
    SlotFactory,
    SparkFactory,
    StudentFactory,
    SupportFactory,
    WindowFactory,
)

pytestmark = pytest.mark.django_db
URL = "/me/"
POLL = {"HX-Request": "true", "HX-Target": "section#my-time"}


@pytest.fixture
def my_page(sign_in, student):
    """`my_page()` is Priya's day."""
    return lambda **headers: sign_in(student).get(URL, headers=headers)


@pytest.fixture
def slot(section, student):
    """Priya's time is 10:10, in a plan that is ready; it is 9:30 now."""
    plan = PlanFactory(section=section, state=Plan.State.READY)
    window = WindowFactory(section=section, starts_at=time(10, 0), ends_at=time(10, 40))
    return SlotFactory(plan=plan, student=student, window=window, starts_at=time(10, 10))


# --- my time --------------------------------------------------------------------------------------


def test_my_day_greets_me_by_name_and_date(my_page):
    text = my_page().text
    assert "Hi, Priya!" in text
    assert "It is Thursday, January 21." in text


def test_the_date_is_the_schools(my_page, at):
    at(datetime(2027, 1, 22, 4, 30, tzinfo=UTC))  # 11:30 p.m. in New York
    assert "It is Thursday, January 21." in my_page().text


def test_my_time_is_told_with_my_teachers_name(my_page, slot):
    words = my_page().context["words"]
    assert (words.title, words.big) == ("Your time with Ms. Okonkwo", "10:10")
    assert words.text == "It is 3 minutes, just for you."


def test_a_school_with_a_24_hour_clock_is_told_so(my_page, slot, school):
    type(school).objects.update(clock_24h=True)
    Slot.objects.update(starts_at=time(13, 10))
    Window.objects.update(starts_at=time(13, 0), ends_at=time(13, 40))
    assert my_page().context["words"].big == "13:10"


def test_near_my_time_i_see_my_turn_and_then_now(my_page, slot, section, at):
    other = StudentFactory(section=section, called="Noah")
    SlotFactory(plan=slot.plan, student=other, window=slot.window, starts_at=time(10, 6))
    at(datetime(2027, 1, 21, 15, 5, tzinfo=UTC))
    response = my_page()
    assert response.context["words"].big == "In 2 turns"
    assert "Noah" not in response.text
    Slot.objects.filter(student=other).update(state=Slot.State.DONE)
    at(datetime(2027, 1, 21, 15, 10, tzinfo=UTC))
    assert my_page().context["words"].big == "Now"


def test_a_plan_that_is_not_ready_is_not_told(my_page, slot):
    Plan.objects.update(state=Plan.State.DRAFT)
    assert my_page().context["words"].big != "10:10"


def test_after_my_time_i_see_that_we_met(my_page, slot):
    Slot.objects.update(state=Slot.State.DONE)
    words = my_page().context["words"]
    assert (words.big, words.text) == ("Done", "You two met today.")


def test_without_a_time_today_i_see_the_next_one(my_page, section, student):
    plan = PlanFactory(section=section, on=date(2027, 1, 25), state=Plan.State.READY)
    window = WindowFactory(section=section, on=date(2027, 1, 25))
    SlotFactory(plan=plan, student=student, window=window, starts_at=time(9, 14))
    assert my_page().context["words"].big == "Monday, January 25 at 9:14"


def test_without_any_time_i_see_by_when(my_page):
    assert my_page().context["words"].big.startswith("By ")


def test_my_raised_hand_has_its_number(my_page, section, student):
    HelpRequestFactory(section=section, asked_at=NOW - timedelta(minutes=3))
    HelpRequestFactory(section=section, student=student)
    text = my_page().text
    assert "Ms. Okonkwo knows." in text
    assert "You are number 2." in text


# --- the card keeps itself fresh ------------------------------------------------------------------


def test_the_card_alone_answers_to_a_look(my_page, slot):
    etag = my_page().context["etag"]
    response = my_page(**POLL)
    assert re.match(r'\s*<section\s+id="my-time"', response.text)
    assert "My goals" not in response.text
    assert response.headers["ETag"] == etag


def test_an_unchanged_card_is_304_and_takes_three_queries(
    sign_in, student, slot, django_assert_num_queries
):
    client = sign_in(student)
    etag = client.get(URL).context["etag"]
    # session, student, class
    with django_assert_num_queries(3):
        response = client.get(URL, headers=POLL | {"If-None-Match": etag})
    assert (response.status_code, response.content) == (304, b"")


def test_the_card_changes_with_the_classs_pulse(sign_in, student, slot, section):
    client = sign_in(student)
    etag = client.get(URL).context["etag"]
    section.beat()
    response = client.get(URL, headers=POLL | {"If-None-Match": etag})
    assert response.status_code == 200


def test_the_card_changes_with_the_minute(sign_in, student, slot, at):
    client = sign_in(student)
    etag = client.get(URL).context["etag"]
    at(NOW + timedelta(minutes=1))
    response = client.get(URL, headers=POLL | {"If-None-Match": etag})
    assert response.status_code == 200


def test_the_whole_page_is_never_304(sign_in, student, slot):
    client = sign_in(student)
    etag = client.get(URL).context["etag"]
    assert client.get(URL, headers={"If-None-Match": etag}).status_code == 200


# --- keep going -----------------------------------------------------------------------------------


def picked(section, student, **more):
    activity = ActivityFactory(board=BoardFactory(section=section), minutes=15, **more)
    return PickFactory(activity=activity, student=student)


def test_what_i_started_comes_before_what_i_picked(my_page, section, student):
    picked(section, student, title="Poster")
    comic = picked(section, student, title="Comic strip")
    Pick.objects.filter(pk=comic.pk).update(
        state=Pick.State.STARTED, started_at=NOW - timedelta(minutes=3)
    )
    going = my_page().context["pick"]
    assert (going.title, going.words) == ("Comic strip", "12 minutes left.")


def test_the_minutes_left_are_those_of_the_level_i_chose(my_page, section, student):
    comic = picked(section, student)
    Level.objects.update_or_create(
        activity=comic.activity, number=3, defaults={"directions": "Longer", "minutes": 30}
    )
    services.pick(
        student=student, activity=comic.activity, choice=services.Choice(level=3), now=NOW
    )
    services.start(student=student, activity=comic.activity, now=NOW - timedelta(minutes=3))
    assert my_page().context["pick"].words == "27 minutes left."


def test_a_pick_that_is_not_started_says_so(my_page, section, student):
    picked(section, student)
    assert my_page().context["pick"].words == "You picked this."


def test_time_that_is_up_hurries_nobody(my_page, section, student):
    pick = picked(section, student)
    Pick.objects.filter(pk=pick.pk).update(
        state=Pick.State.STARTED, started_at=NOW - timedelta(minutes=40)
    )
    assert my_page().context["pick"].words == "Finish it when you are ready."


@pytest.mark.parametrize("state", [Pick.State.FINISHED, Pick.State.SWAPPED])
def test_what_is_done_or_swapped_is_not_kept_going(my_page, section, student, state):
    picked(section, student)
    assert my_page().context["pick"] is not None
    Pick.objects.update(state=state)
    assert my_page().context["pick"] is None


def test_a_pick_on_a_board_that_was_put_away_is_not_kept_going(my_page, section, student):
    picked(section, student)
    Board.objects.update(state=Board.State.CLOSED)
    response = my_page()
    assert response.context["pick"] is None
    assert "No board is open now" in response.text


def test_a_pick_in_a_class_i_left_is_not_kept_going(my_page, section, student):
    picked(section, student)
    student.enrollments.update(ends_on=TODAY - timedelta(days=1))
    assert my_page().context["pick"] is None


# --- my goals -------------------------------------------------------------------------------------


def test_my_goal_shows_its_steps_and_the_next_one(my_page, student):
    goal = GoalFactory(student=student)
    GoalStepFactory(goal=goal, position=1, text="Read it twice", done_on=TODAY)
    following = GoalStepFactory(goal=goal, position=2, text="Say my plan out loud")
    response = my_page()
    assert [(mine.done, mine.steps) for mine in response.context["goals"]] == [(1, (True, False))]
    assert "Next step: Say my plan out loud" in response.text
    assert f'action="{reverse("tick_my_step", args=[following.key])}"' in response.text


def test_a_goal_with_all_steps_done_asks_for_none(my_page, student):
    GoalStepFactory(goal=GoalFactory(student=student), done_on=TODAY)
    text = my_page().text
    assert "All steps are done. Tell your teacher!" in text
    assert "I did it" not in text


def test_closed_goals_and_other_childrens_goals_are_not_here(my_page, student, section):
    GoalFactory(student=student, title="Mine is met", state="met", place=None, closed_on=TODAY)
    GoalFactory(student=StudentFactory(section=section), title="Not mine")
    text = my_page().text
    assert "Mine is met" not in text
    assert "Not mine" not in text


def test_without_an_open_board_the_card_says_so(my_page, section):
    board = BoardFactory(section=section, state=Board.State.OPEN)
    assert "Pick something you like" in my_page().text
    Board.objects.filter(pk=board.pk).update(state=Board.State.DRAFT)
    text = my_page().text
    assert "No board is open now" in text
    assert "Pick something you like" not in text


def test_who_did_what_she_picked_is_not_asked_to_pick(my_page, section, student):
    BoardFactory(section=section, title="Older", made_at=NOW - timedelta(days=9))
    done = picked(section, student)
    Pick.objects.filter(pk=done.pk).update(state=Pick.State.FINISHED, finished_at=NOW)
    text = my_page().text
    assert "See how far you are" in text
    assert "Pick something you like" not in text
    Pick.objects.filter(pk=done.pk).update(student=StudentFactory(section=section))
    assert "Pick something you like" in my_page().text


# --- how it goes ----------------------------------------------------------------------------------


def test_the_four_faces_and_the_wonder_box_post_without_javascript(my_page):
    text = my_page().text
    assert f'<form class="stack" method="post" action="{reverse("my_mood")}">' in text
    assert text.count('name="mood"') == 4
    assert f'<form class="stack" method="post" action="{reverse("my_wonder")}">' in text
    assert 'name="words"' in text


def test_all_who_see_a_mood_are_named(my_page):
    assert "Only your teachers see it." in my_page().text  # a class may have several


def test_a_mood_is_never_shown_again_on_a_shared_device(my_page, student):
    ReflectionFactory(student=student, mood="stuck")
    assert "checked" not in my_page().text


def test_a_childs_page_carries_no_support_need(my_page, student):
    SupportFactory(student=student, text="Extra time for reading")
    assert "Extra time for reading" not in my_page().text


# --- cost and access ------------------------------------------------------------------------------


@pytest.mark.parametrize("count", [1, 3])
def test_my_day_takes_as_many_queries_for_one_goal_as_for_three(
    sign_in, student, section, slot, count, django_assert_num_queries
):
    for place in range(1, count + 1):
        goal = GoalFactory(student=student, place=place)
        for position in range(3):
            GoalStepFactory(goal=goal, position=position)
    picked(section, student)
    SparkFactory(student=student)
    client = sign_in(student)
    # session, student, class; slot, teacher, hand; check, readiness, survey; pick, goals, steps;
    # turn, last check-in
    with django_assert_num_queries(14):
        client.get(URL)


def test_an_adult_has_no_day_of_a_student(sign_in, teacher):
    assert sign_in(teacher).get(URL).status_code == 403


def test_nobody_is_let_in_unsigned(client, db):
    assert client.get(URL).status_code == 302


def test_a_student_without_a_class_still_has_a_day(sign_in, school):
    alone = StudentFactory(school=school, called="Kai")
    response = sign_in(alone).get(URL)
    assert "Hi, Kai!" in response.text
    assert response.context["words"].title == "Your time with your teacher"


def test_students_words_are_eight_or_fewer(my_page, slot, section, student):
    """The sentences of the card in each of its states."""
    for state in (Slot.State.PLANNED, Slot.State.LATER, Slot.State.DONE):
        Slot.objects.update(state=state)
        words = my_page().context["words"]
        for line in (words.title, words.big, words.text):
            assert len(line.split()) <= 8
