"""Goals: three at most, written with the teacher, ticked by the student."""

from datetime import date, timedelta
from uuid import uuid4

import pytest
from django.db import IntegrityError, transaction

from goals.models import Goal, GoalStep, Reflection
from tests.factories import (
    TODAY,
    GoalFactory,
    GoalStepFactory,
    ReflectionFactory,
    StudentFactory,
)

pytestmark = pytest.mark.django_db


def filled(**changes):
    """A valid goal form."""
    fields = {
        "title": "I can plan the first step",
        "due_on": "2027-02-05",
        "steps": "Say it out loud\n\n  Draw   it \nTeach it",
        "domain": "academic",
        "form_key": str(uuid4()),
    }
    return fields | changes


def url_of(student, tail=""):
    return f"/s/{student.key}/goals/{tail}"


def test_a_teacher_writes_a_goal_with_steps_in_their_order(sign_in, teacher, student):
    response = sign_in(teacher).post(url_of(student, "new/"), filled())

    assert response.status_code == 302
    goal = Goal.objects.get()
    assert (goal.student, goal.place, goal.started_on) == (student, 1, TODAY)
    assert [step.text for step in goal.steps.all()] == ["Say it out loud", "Draw it", "Teach it"]


def test_a_form_posted_twice_writes_one_goal(sign_in, teacher, student):
    client, form = sign_in(teacher), filled()
    assert [client.post(url_of(student, "new/"), form).status_code for _ in range(2)] == [302, 302]
    assert Goal.objects.count() == 1


def test_a_fourth_open_goal_is_refused_in_kind_words_and_nothing_is_lost(sign_in, teacher, student):
    for place in (1, 2, 3):
        GoalFactory(student=student, place=place)

    response = sign_in(teacher).post(url_of(student, "new/"), filled(title="I can wait"))

    assert response.status_code == 422
    page = response.content.decode()
    assert "Three open goals are enough" in page
    assert "I can wait" in page


def test_a_closed_goal_frees_its_place(sign_in, teacher, student):
    goals = [GoalFactory(student=student, place=place) for place in (1, 2, 3)]
    client = sign_in(teacher)

    client.post(url_of(student, f"{goals[1].key}/close/"), {"state": "met"})
    client.post(url_of(student, "new/"), filled())

    goals[1].refresh_from_db()
    assert (goals[1].state, goals[1].place, goals[1].closed_on) == ("met", None, TODAY)
    assert Goal.objects.open().get(place=2).title == "I can plan the first step"


def test_the_database_itself_refuses_a_fourth_open_goal(student):
    GoalFactory(student=student, place=1)
    for place in (1, 4, None):
        with pytest.raises(IntegrityError), transaction.atomic():
            GoalFactory(student=student, place=place)


@pytest.mark.parametrize(
    ("changes", "words"),
    [
        ({"title": ""}, "This field is required"),
        ({"title": "x" * 141}, "at most 140"),
        ({"due_on": "2027-01-20"}, "Choose a date from today on"),
        ({"due_on": "2031-01-20"}, "within a year"),
        ({"due_on": "yesterday"}, "Enter a valid date"),
        ({"steps": " \n "}, "This field is required"),
        ({"steps": "\n".join("abcdefg")}, "Six steps are the most"),
        ({"steps": "x" * 141}, "at most 140 letters"),
        ({"title": "a\x00b"}, "Null characters are not allowed"),
    ],
)
def test_a_wrong_form_says_what_to_mend(sign_in, teacher, student, changes, words):
    response = sign_in(teacher).post(url_of(student, "new/"), filled(**changes))
    assert response.status_code == 422
    assert words in response.content.decode()
    assert not Goal.objects.exists()


def test_any_script_in_a_goal_is_only_text(sign_in, teacher, student):
    client = sign_in(teacher)
    client.post(url_of(student, "new/"), filled(title="<script>alert(1)</script>"))
    page = client.get(url_of(student)).content.decode()
    assert "&lt;script&gt;" in page
    assert "<script>alert" not in page


def test_a_step_that_stays_keeps_its_key_and_what_was_said_of_it(sign_in, teacher, student):
    goal = GoalFactory(student=student)
    step = GoalStepFactory(goal=goal, position=1, text="Draw it", done_on=TODAY, how="It was fun")
    form = filled(steps="Say it\nDraw it\nDraw it", version=1)

    sign_in(teacher).post(url_of(student, f"{goal.key}/edit/"), form)

    stays = GoalStep.objects.get(key=step.key)
    assert (stays.position, stays.done_on, stays.how) == (2, TODAY, "It was fun")


def test_changing_a_goal_keeps_the_ticks_of_steps_that_stay(sign_in, teacher, student):
    goal = GoalFactory(student=student)
    GoalStepFactory(goal=goal, position=1, text="Draw it", done_on=date(2027, 1, 15))
    GoalStepFactory(goal=goal, position=2, text="Old step")

    form = filled(steps="New step\nDraw it", version=goal.version)
    sign_in(teacher).post(url_of(student, f"{goal.key}/edit/"), form)

    steps = [(step.text, step.done_on) for step in goal.steps.all()]
    assert steps == [("New step", None), ("Draw it", date(2027, 1, 15))]


def test_two_teachers_changing_one_goal_both_keep_their_text(
    sign_in, teacher, student, coteacher, client
):
    goal = GoalFactory(student=student, title="First words")
    sign_in(coteacher).post(
        url_of(student, f"{goal.key}/edit/"), filled(title="Their words", version=1)
    )

    response = sign_in(teacher).post(
        url_of(student, f"{goal.key}/edit/"), filled(title="My words", version=1)
    )

    assert response.status_code == 422
    page = response.content.decode()
    assert "Their words" in page
    assert "My words" in page
    goal.refresh_from_db()
    assert goal.title == "Their words"


def test_a_student_ticks_a_step_and_opens_it_again(sign_in, student):
    step = GoalStepFactory(goal=GoalFactory(student=student))
    client = sign_in(student)

    client.post(f"/me/goals/steps/{step.key}/", {"done": "1"})
    step.refresh_from_db()
    assert step.done_on == TODAY

    client.post(f"/me/goals/steps/{step.key}/")
    step.refresh_from_db()
    assert step.done_on is None


def test_a_ticked_step_comes_back_as_the_fragment_alone(sign_in, student):
    step = GoalStepFactory(goal=GoalFactory(student=student))
    response = sign_in(student).post(
        f"/me/goals/steps/{step.key}/",
        {"done": "1"},
        headers={"HX-Request": "true", "HX-Target": "div#my-goals"},
    )
    page = response.content.decode().strip()
    assert page.startswith('<div id="my-goals"')
    assert "<html" not in page
    assert {"HX-Request", "HX-Target"} <= {word.strip() for word in response["Vary"].split(",")}


def test_a_student_cannot_tick_another_childs_step(sign_in, student, section):
    theirs = GoalStepFactory(goal=GoalFactory(student=StudentFactory(section=section)))
    assert sign_in(student).post(f"/me/goals/steps/{theirs.key}/").status_code == 404
    theirs.refresh_from_db()
    assert theirs.done_on is None


def test_who_may_read_a_students_goals(
    sign_in, teacher, coteacher, specialist, other_teacher, stranger, school_admin, student
):
    GoalFactory(student=student)
    for person, status in (
        (teacher, 200),
        (coteacher, 200),
        (specialist, 200),
        (other_teacher, 404),
        (stranger, 404),
        (student, 403),
    ):
        assert sign_in(person).get(url_of(student)).status_code == status, person
    page = sign_in(school_admin).get(url_of(student))
    assert "I can plan the first step" not in page.content.decode()


@pytest.mark.parametrize("count", [1, 3])
def test_the_goals_page_costs_the_same_for_one_goal_and_three(
    sign_in, teacher, student, count, django_assert_num_queries
):
    for place in range(1, count + 1):
        goal = GoalFactory(student=student, place=place)
        GoalStepFactory.create_batch(5, goal=goal)
    for _number in range(10 * count):
        GoalFactory(student=student, place=None, state="met", closed_on=TODAY)
    client = sign_in(teacher)

    # session, user, student, my classes, her classes, open goals, steps, days of steps, closed
    with django_assert_num_queries(9):
        assert client.get(url_of(student)).status_code == 200


@pytest.mark.parametrize("count", [1, 30])
def test_my_goals_cost_the_same_for_one_goal_and_thirty(
    sign_in, student, count, django_assert_num_queries
):
    GoalStepFactory(goal=GoalFactory(student=student))
    for _number in range(count):
        GoalFactory(student=student, place=None, state="met", closed_on=TODAY)
    client = sign_in(student)

    # session, student with her school, open goals, their steps, met goals
    with django_assert_num_queries(5):
        assert client.get("/me/goals/").status_code == 200


def test_a_goal_is_due_within_three_days_and_stuck_after_two_quiet_weeks(student):
    due = GoalFactory(student=student, place=1, due_on=TODAY + timedelta(days=3))
    old = TODAY - timedelta(days=20)
    stuck = GoalFactory(student=student, place=2, started_on=old, due_on=TODAY + timedelta(days=9))
    moving = GoalFactory(student=student, place=3, started_on=old, due_on=TODAY + timedelta(days=9))
    GoalStepFactory(goal=moving, done_on=TODAY - timedelta(days=2))

    assert list(Goal.objects.due(TODAY)) == [due]
    assert list(Goal.objects.stuck(TODAY)) == [stuck]


def test_a_mood_is_kept_once_a_day_and_only_for_the_childs_teachers(
    sign_in, student, teacher, school_admin, other_teacher
):
    client = sign_in(student)
    for mood in ("easy", "tricky"):
        client.post("/me/mood/", {"mood": mood})
    assert [row.mood for row in Reflection.objects.all()] == ["tricky"]
    seen = {
        person.name: Reflection.objects.visible_to(person).count()
        for person in (teacher, school_admin, other_teacher)
    }
    assert seen == {teacher.name: 1, school_admin.name: 0, other_teacher.name: 0}


def test_no_mood_at_all_is_told_kindly(sign_in, student):
    response = sign_in(student).post("/me/mood/", {"mood": "furious"}, follow=False)
    assert response.status_code == 302
    assert not Reflection.objects.exists()


def test_a_wonder_becomes_a_spark_and_the_same_words_stay_one(sign_in, student):
    client = sign_in(student)
    for _time in range(2):
        client.post("/me/wonder/", {"words": "I wonder if music has fractions"})
    assert [spark.words for spark in student.sparks.all()] == ["I wonder if music has fractions"]


def test_an_empty_wonder_is_asked_for_again(sign_in, student):
    response = sign_in(student).post("/me/wonder/", {"words": "  "})
    assert response.status_code == 422
    assert "Write a few words first" in response.content.decode()


def test_steps_are_seen_by_those_who_see_the_goal(teacher, stranger, student):
    step = GoalStepFactory(goal=GoalFactory(student=student))
    ReflectionFactory(student=student)
    assert list(GoalStep.objects.visible_to(teacher)) == [step]
    assert not GoalStep.objects.visible_to(stranger).exists()


def test_the_button_that_takes_a_done_step_back_does_not_read_as_its_state(sign_in, student):
    GoalStepFactory(goal=GoalFactory(student=student), done_on=TODAY, text="Pick a story")

    page = sign_in(student).get("/me/goals/").text

    assert "Not done: Pick a story" in " ".join(page.split())
    assert "Not yet" not in page
