"""The class's first page: what to do next, and who was met lately."""

import re
from datetime import UTC, date, datetime, time

import pytest
from django.urls import reverse

from checkins.models import Plan, Slot, Window
from choiceboards.models import Board
from lessons.models import Block, LessonPlan
from students.models import Student
from tests.factories import (
    TODAY,
    ActivityFactory,
    BlockFactory,
    BoardFactory,
    CheckInFactory,
    LessonPlanFactory,
    PlanFactory,
    SlotFactory,
    SparkFactory,
    StudentFactory,
)

pytestmark = pytest.mark.django_db
# Noon in New York.
JANUARY_12 = datetime(2027, 1, 12, 17, tzinfo=UTC)
JANUARY_26 = datetime(2027, 1, 26, 17, tzinfo=UTC)


@pytest.fixture
def first_page(sign_in, teacher, section):
    """`first_page()` is Ms. Okonkwo's first page."""
    return lambda: sign_in(teacher).get(reverse("today", args=[section.key]))


def states(response):
    return [step.state for step in response.context["steps"]]


def step(response, title):
    return next(step for step in response.context["steps"] if step.title == title)


# --- the band at the top --------------------------------------------------------------------------


def test_the_days_until_january_21_are_counted(first_page, student, at):
    at(JANUARY_12)
    response = first_page()
    assert response.context["hero"].number == 9
    assert "days until January 21" in response.text


def test_the_days_are_counted_in_the_schools_time_zone(first_page, student, at):
    """11 p.m. of January 11 in New York is January 12 in London."""
    at(datetime(2027, 1, 12, 4, tzinfo=UTC))
    assert first_page().context["hero"].number == 10


def test_one_day_is_one_day(first_page, student, at):
    at(datetime(2027, 1, 20, 17, tzinfo=UTC))
    assert "</span>day until January 21" in first_page().text


def test_on_the_day_the_button_starts_it(first_page, section, planned):
    hero = first_page().context["hero"]
    assert (hero.number, hero.title) == (None, "Today is Personalized Learning Day")
    assert (hero.action, hero.href) == ("Start the day", reverse("live", args=[section.key, TODAY]))


def test_when_school_is_out_the_button_asks_how_the_day_went(first_page, section, planned, at):
    at(datetime(2027, 1, 21, 20, 30, tzinfo=UTC))  # half past three in New York
    hero = first_page().context["hero"]
    assert hero.title == "Today is Personalized Learning Day"
    assert (hero.action, hero.href) == ("See how it went", reverse("checkins", args=[section.key]))


def test_on_the_day_without_a_plan_the_button_plans_it(first_page, section, student):
    hero = first_page().context["hero"]
    assert (hero.action, hero.href) == (
        "Plan the day",
        reverse("new_plan", args=[section.key, TODAY]),
    )


def test_after_the_day_the_button_asks_how_it_went(first_page, planned, at):
    at(JANUARY_26)
    hero = first_page().context["hero"]
    assert hero.title == "Personalized Learning Day was on Thursday, January 21"
    assert hero.action == "See how it went"


def test_another_planned_day_is_started_too(first_page, section, student, at):
    BlockFactory(lesson_plan=LessonPlanFactory(section=section, on=date(2027, 1, 26)))
    BlockFactory(
        lesson_plan=LessonPlan.objects.get(),
        kind=Block.Kind.CONNECT,
        starts_at=time(8, 0),
        ends_at=time(8, 30),
    )
    at(JANUARY_26)
    hero = first_page().context["hero"]
    assert (hero.title, hero.action) == ("Today is Tuesday, January 26", "Start the day")


def test_a_moved_day_says_why(first_page, student, at):
    student.enrollments.update(starts_on=date(2026, 8, 31))
    at(datetime(2030, 1, 15, 17, tzinfo=UTC))
    hero = first_page().context["hero"]
    assert (hero.number, hero.title) == (7, "days until Tuesday, January 22")
    assert hero.note == "2030: Martin Luther King Jr. Day, use Tuesday, January 22."


def test_a_class_that_planned_the_other_day_counts_to_it(first_page, section, student, at):
    LessonPlanFactory(section=section, on=date(2030, 1, 18))
    at(datetime(2030, 1, 15, 17, tzinfo=UTC))
    hero = first_page().context["hero"]
    assert (hero.number, hero.title, hero.note) == (3, "days until Friday, January 18", "")


# --- empty ----------------------------------------------------------------------------------------


def test_a_class_without_students_begins_with_its_list(first_page, section):
    response = first_page()
    assert "Add your class to begin" in response.text
    assert "Get the day ready" not in response.text


def test_a_day_without_a_plan_leads_to_a_new_one(first_page, section, student, at):
    at(JANUARY_12)
    response = first_page()
    new_plan = reverse("new_plan", args=[section.key, TODAY])
    assert step(response, "Start with connection").href == new_plan
    assert states(response) == ["next", "todo", "todo", "todo", "todo", "todo"]
    assert response.context["hero"].href == new_plan


# --- the six steps --------------------------------------------------------------------------------


def test_a_fresh_template_has_connection_curiosity_and_share_out(first_page, planned, at):
    """The mini-lesson still needs its idea, the board and the check-ins need making."""
    at(JANUARY_12)
    response = first_page()
    assert states(response) == ["done", "next", "todo", "todo", "done", "done"]
    assert "3 of 6 ready" in response.text


def test_the_mini_lesson_is_ready_once_it_says_what_it_is_about(first_page, planned, at):
    at(JANUARY_12)
    lesson = planned.blocks.get(kind="lesson")
    before = step(first_page(), "Mini-lesson")
    assert (before.text, before.is_done) == ("What is it about?", False)
    Block.objects.filter(pk=lesson.pk).update(title="Mini-lesson: equivalent fractions")
    after = step(first_page(), "Mini-lesson")
    assert after.is_done
    assert after.text.startswith("Equivalent fractions · One idea")


def test_the_choice_board_is_ready_once_it_is_open(first_page, section, planned):
    assert step(first_page(), "Choice board").text == "No board yet"
    board = BoardFactory(section=section, state=Board.State.DRAFT, title="Fractions")
    draft = step(first_page(), "Choice board")
    assert (draft.text, draft.is_done) == ("Fractions is not open to students yet", False)
    Board.objects.update(state=Board.State.OPEN)
    ActivityFactory(board=board, position=1, is_must=True)
    ActivityFactory(board=board, position=2)
    ready = step(first_page(), "Choice board")
    assert (ready.text, ready.is_done) == ("Fractions · 2 tiles, 1 must do", True)
    assert ready.href == reverse("board", args=[section.key, board.key])


def test_an_open_board_comes_before_a_newer_draft(first_page, section, planned):
    BoardFactory(section=section, title="Open")
    BoardFactory(section=section, title="Draft", state=Board.State.DRAFT)
    assert step(first_page(), "Choice board").text.startswith("Open · ")


def test_a_board_of_another_class_does_not_count(first_page, section, planned):
    BoardFactory(title="Elsewhere")
    assert step(first_page(), "Choice board").text == "No board yet"


def test_the_check_in_plan_says_how_many_are_placed(first_page, section, planned, student):
    StudentFactory(section=section)
    assert step(first_page(), "Check-in plan").text == "Nobody has a time yet"
    plan = PlanFactory(section=section, on=TODAY)
    window = Window.objects.earliest("starts_at")
    SlotFactory(plan=plan, student=student, window=window, starts_at=time(9, 10))
    placed = step(first_page(), "Check-in plan")
    assert (placed.text, placed.action) == ("1 of 2 placed", "Place the rest")


def test_the_check_in_plan_is_done_when_students_see_it(first_page, section, planned, student):
    plan = PlanFactory(section=section, on=TODAY)
    window = Window.objects.earliest("starts_at")
    SlotFactory(plan=plan, student=student, window=window, starts_at=time(9, 10))
    draft = step(first_page(), "Check-in plan")
    assert (draft.text, draft.is_done) == ("1 of 1 placed. Students do not see it yet", False)
    Plan.objects.update(state=Plan.State.READY)
    assert step(first_page(), "Check-in plan").is_done


def test_a_met_student_counts_as_placed(first_page, section, planned, student):
    plan = PlanFactory(section=section, on=TODAY, state=Plan.State.READY)
    SlotFactory(plan=plan, student=student, starts_at=time(9, 10), state=Slot.State.DONE)
    assert step(first_page(), "Check-in plan").is_done


def test_questions_that_wait_are_counted_for_this_class_alone(
    first_page, section, planned, student
):
    assert step(first_page(), "Follow their curiosity").is_done
    SparkFactory(student=student)
    SparkFactory(student=student, state="seen")
    SparkFactory(student=StudentFactory(school=section.school))
    waiting = step(first_page(), "Follow their curiosity")
    assert waiting.text == "1 student question is waiting on the wonder wall"
    assert waiting.action == "Choose one"


def test_a_chosen_question_settles_curiosity(first_page, planned, student):
    SparkFactory(student=student)
    Block.objects.filter(kind="curious").update(details="“Why is ice slippery?” (Priya)")
    assert step(first_page(), "Follow their curiosity").is_done


def test_the_first_open_step_is_the_one_the_band_leads_to(first_page, planned, at):
    at(JANUARY_12)
    response = first_page()
    following = next(step for step in response.context["steps"] if step.state == "next")
    assert response.context["hero"].href == following.href
    assert response.text.count('<li class="on">') == 1


def test_there_is_one_main_button(first_page, planned):
    assert first_page().text.count("btn lg full bright") == 1
    assert "btn primary" not in first_page().text


# --- the class at a glance ------------------------------------------------------------------------


def test_each_face_says_its_name_and_when_the_child_was_met(first_page, section, student):
    noah = StudentFactory(section=section, name="Noah Oyelaran", called="Noah")
    CheckInFactory(section=section, student=student, held_on=date(2027, 1, 19))
    response = first_page()
    assert "<strong>1 of 2</strong> had one-to-one time" in response.text
    assert re.search(r'Priya\s*<span class="vh">, met 2 days ago</span>', response.text)
    assert re.search(rf'href="{reverse("learner", args=[noah.key])}"\s+class="a"', response.text)
    assert response.text.count('<svg class="lens"') == 2 + 4  # faces, and the legend
    assert "1 has waited 3 weeks or more" in response.text


def test_a_child_of_another_class_is_not_among_the_faces(first_page, section, student):
    StudentFactory(school=section.school, name="Elsewhere", called="Elsewhere")
    assert "Elsewhere" not in first_page().text


def test_a_name_is_never_markup(first_page, section, student):
    Student.objects.filter(pk=student.pk).update(called="<b>Bo</b>")
    assert "&lt;b&gt;Bo&lt;/b&gt;" in first_page().text


# --- cost and access ------------------------------------------------------------------------------


@pytest.mark.parametrize("class_size", [1, 30, 300])
def test_the_page_takes_eight_queries_for_1_30_and_300_students(
    sign_in, teacher, section, planned, class_size, django_assert_num_queries
):
    plan = PlanFactory(section=section, on=TODAY, state=Plan.State.READY)
    window = Window.objects.earliest("starts_at")
    children = [StudentFactory(section=section) for _number in range(class_size - 1)]
    for child in children:
        CheckInFactory(section=section, student=child, held_on=date(2027, 1, 14))
        SlotFactory(plan=plan, student=child, window=window)
        SparkFactory(student=child)
    ActivityFactory(board=BoardFactory(section=section))
    client = sign_in(teacher)
    # session, user, sections, faces, closed days, blocks, check-ins and sparks, board
    with django_assert_num_queries(8):
        response = client.get(reverse("today", args=[section.key]))
    assert len(response.context["students"]) == class_size


@pytest.mark.parametrize("person", ["other_teacher", "stranger", "specialist", "school_admin"])
def test_who_does_not_teach_the_class_finds_no_page(sign_in, request, section, student, person):
    client = sign_in(request.getfixturevalue(person))
    assert client.get(reverse("today", args=[section.key])).status_code == 404


def test_a_student_is_not_allowed_here(sign_in, section, student):
    assert sign_in(student).get(reverse("today", args=[section.key])).status_code == 403


def test_a_coteacher_sees_the_same_page(sign_in, coteacher, section, student):
    assert sign_in(coteacher).get(reverse("today", args=[section.key])).status_code == 200


def test_the_page_needs_no_style_attribute_and_no_script_of_its_own(first_page, planned):
    text = first_page().text
    assert "style=" not in text
    assert "<script>" not in text
