"""What helps to write a goal and to see it grow: starters, the summary, growth by month."""

from datetime import date
from uuid import uuid4

import pytest

from goals.forms import MOST_STEPS, STEP_LENGTH, GoalForm
from goals.growth import FULL, growth
from goals.models import Goal
from goals.starters import STARTERS, by_domain
from tests.factories import TODAY, GoalFactory, GoalStepFactory, StudentFactory

# --- starters -------------------------------------------------------------------------------------


def test_there_are_three_starters_a_kind():
    assert [len(those) for _kind, those in by_domain()] == [3, 3]


@pytest.mark.parametrize("starter", STARTERS, ids=lambda starter: starter.slug)
def test_a_starter_is_a_valid_goal_as_it_stands(starter):
    form = GoalForm({**starter.initial(), "due_on": "2027-02-11"}, today=TODAY)
    assert form.is_valid(), form.errors
    assert form.draft.title.startswith("I can")
    assert len(form.draft.steps) <= MOST_STEPS
    assert all(len(step) <= STEP_LENGTH for step in form.draft.steps)


@pytest.mark.parametrize("starter", STARTERS, ids=lambda starter: starter.slug)
def test_a_starter_has_words_a_student_can_say(starter):
    for words in (starter.title, *starter.steps):
        assert len(str(words).split()) <= 8, words


@pytest.mark.django_db
class TestNewGoal:
    @pytest.fixture
    def url(self, student):
        return f"/s/{student.key}/goals/new/"

    def test_a_starter_fills_the_form_and_nothing_is_written_yet(self, sign_in, teacher, url):
        form = sign_in(teacher).get(f"{url}?starter=plan-first").context["form"]
        assert form["title"].value() == "I can plan my first step before starting."
        assert form["steps"].value().splitlines()[0] == "Say my plan out loud"
        assert form["domain"].value() == "self"
        assert form["due_on"].value() == date(2027, 2, 11)
        assert not Goal.objects.exists()

    def test_a_changed_starter_is_the_students_own_goal(self, sign_in, teacher, url):
        sent = {
            "title": "I can draw my plan",
            "steps": "Draw it",
            "due_on": "2027-02-11",
            "domain": "self",
            "form_key": str(uuid4()),
        }
        sign_in(teacher).post(f"{url}?starter=plan-first", sent)
        assert Goal.objects.get().title == "I can draw my plan"

    @pytest.mark.parametrize("slug", ["", "nothing", "<script>", "\x00"])
    def test_a_starter_that_is_not_there_is_a_blank_page(self, sign_in, teacher, url, slug):
        response = sign_in(teacher).get(url, {"starter": slug})
        assert response.status_code == 200
        assert response.context["form"]["title"].value() in {None, ""}
        assert "<script>" not in response.content.decode()

    def test_the_page_offers_each_starter_as_a_link(self, sign_in, teacher, url):
        page = sign_in(teacher).get(url).content.decode()
        assert [f"?starter={starter.slug}#goal-form" in page for starter in STARTERS] == [True] * 6


# --- the summary on the profile -------------------------------------------------------------------


@pytest.mark.django_db
def test_the_profile_gets_the_goals_with_their_next_steps(sign_in, teacher, student):
    goal = GoalFactory(student=student)
    GoalStepFactory(goal=goal, position=1, text="Draw it", done_on=TODAY)
    GoalStepFactory(goal=goal, position=2, text="Teach it")
    GoalFactory(student=student, place=None, state="met", closed_on=TODAY, title="Long ago")

    response = sign_in(teacher).get(
        f"/s/{student.key}/goals/",
        headers={"HX-Request": "true", "HX-Target": "div#goal-summary"},
    )

    page = response.content.decode().strip()
    assert page.startswith('<div id="goal-summary"')
    assert "I can plan the first step" in page
    assert "1 of 2 steps" in page
    assert "Teach it" in page
    assert "Draw it" not in page
    assert "Long ago" not in page


@pytest.mark.django_db
def test_a_goal_without_a_next_step_says_so_to_the_student(sign_in, student):
    GoalStepFactory(goal=GoalFactory(student=student), done_on=TODAY)
    assert "All steps are done. Tell your teacher!" in (
        sign_in(student).get("/me/goals/").content.decode()
    )


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("back", "url"),
    [("", "/me/goals/"), ("my_goals", "/me/goals/"), ("my_day", "/me/"), ("//evil", "/me/goals/")],
)
def test_a_tick_leads_back_to_where_it_was_made(sign_in, student, back, url):
    step = GoalStepFactory(goal=GoalFactory(student=student))
    sent = {"done": "on", "back": back}
    assert sign_in(student).post(f"/me/goals/steps/{step.key}/", sent)["Location"] == url


# --- growth ---------------------------------------------------------------------------------------


def months(done_on, today=TODAY):
    return [(f"{month.first:%b}", month.steps) for month in growth(done_on, today)]


def test_steps_are_counted_by_month_for_five_months():
    done_on = [date(2027, 1, 1), date(2027, 1, 21), date(2026, 12, 31), date(2026, 9, 1)]
    assert months(done_on) == [("Sep", 1), ("Oct", 0), ("Nov", 0), ("Dec", 1), ("Jan", 2)]


def test_what_lies_further_back_or_ahead_does_not_count():
    done_on = [date(2026, 8, 31), date(2026, 1, 21), date(2027, 2, 1)]
    assert growth(done_on, TODAY) == []


@pytest.mark.parametrize("today", [date(2027, 3, 31), date(2028, 2, 29), date(2026, 12, 31)])
def test_the_last_bar_is_this_month(today):
    assert months([today], today)[-1] == (f"{today:%b}", 1)
    assert [month.is_now for month in growth([today], today)] == [False] * 4 + [True]


def test_bars_stay_inside_the_chart_and_an_empty_month_keeps_a_line():
    bars = growth([TODAY] * 100 + [date(2026, 12, 1)], TODAY)
    assert all(bar.top >= 0 and bar.top + bar.height == FULL for bar in bars)
    assert bars[3].height == 3  # 1 of 100 steps
    assert bars[0].height == 2


@pytest.mark.django_db
def test_growth_counts_closed_goals_and_no_other_childs(sign_in, teacher, section, student):
    closed = GoalFactory(student=student, place=None, state="met", closed_on=TODAY)
    GoalStepFactory(goal=closed, done_on=TODAY)
    GoalStepFactory(goal=GoalFactory(student=student))
    theirs = GoalFactory(student=StudentFactory(section=section))
    GoalStepFactory(goal=theirs, done_on=TODAY)

    shown = sign_in(teacher).get(f"/s/{student.key}/goals/").context["growth"]

    assert [month.steps for month in shown] == [0, 0, 0, 0, 1]
