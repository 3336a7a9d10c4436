"""One reason each, the strongest wins, said in words; never a query for each student."""

from datetime import date, time, timedelta

import pytest

from checkins.models import Reason
from checkins.reasons import Because, in_words, reasons_for
from checkins.services import plan_day
from tests.factories import (
    NOW,
    TODAY,
    CheckInFactory,
    EnrollmentFactory,
    GoalFactory,
    GoalStepFactory,
    HelpRequestFactory,
    PlanFactory,
    ReflectionFactory,
    SlotFactory,
    SparkFactory,
    StudentFactory,
    WindowFactory,
)

pytestmark = pytest.mark.django_db


def reason_of(section, student, *, moods=True):
    return reasons_for(section, [student], day=TODAY, moods=moods)[student.pk]


def met(section, student, days_ago):
    day = TODAY - timedelta(days=days_ago)
    CheckInFactory(section=section, student=student, held_on=day, held_at=NOW)


def test_somebody_met_34_days_ago_waits_34_days(section, student):
    met(section, student, 34)

    because = reason_of(section, student)

    assert because == Because(Reason.DAYS_SINCE, {"days": 34}, need=34, must=False, days=34)
    assert in_words(because, TODAY) == "34 days since last check-in"


def test_somebody_never_met_waits_since_she_joined(section, student):
    because = reason_of(section, student)

    assert (because.reason, because.days) == (Reason.DAYS_SINCE, 143)
    assert in_words(because, TODAY) == "No check-in yet"


def test_a_check_in_in_another_class_does_not_count_here(section, student):
    CheckInFactory(student=student, section__school=section.school, held_on=TODAY)

    assert reason_of(section, student).days == 143


def test_a_raised_hand_is_a_must_and_says_her_words(section, student):
    on_tuesday = NOW - timedelta(days=2)
    HelpRequestFactory(
        section=section, student=student, asked_at=on_tuesday, words="where do I start?"
    )

    because = reason_of(section, student)

    assert because.must
    assert in_words(because, TODAY) == "Asked for help on Tuesday: “where do I start?”"


def test_a_hand_seen_but_not_met_since_is_still_a_reason(section, student):
    asked = NOW - timedelta(days=1)
    HelpRequestFactory(section=section, student=student, asked_at=asked, seen_at=asked)

    assert in_words(reason_of(section, student), TODAY) == "Asked for help yesterday"

    met(section, student, 0)
    assert reason_of(section, student).reason == Reason.DAYS_SINCE


def test_done_and_seen_is_no_reason_any_more(section, student):
    met(section, student, 3)
    HelpRequestFactory(section=section, student=student, reason="done", seen_at=NOW)

    assert reason_of(section, student).reason == Reason.DAYS_SINCE


@pytest.mark.parametrize(
    ("due_on", "words"),
    [
        (date(2027, 1, 22), "Goal is due tomorrow: explain my steps aloud"),
        (date(2027, 1, 24), "Goal is due on Sunday: explain my steps aloud"),
        (date(2027, 1, 12), "Goal was due on January 12: explain my steps aloud"),
    ],
)
def test_a_goal_that_is_due_is_named_with_its_day(section, student, due_on, words):
    met(section, student, 5)
    GoalFactory(student=student, title="explain my steps aloud", due_on=due_on)

    assert in_words(reason_of(section, student), TODAY) == words


def test_a_goal_without_a_step_for_two_weeks_is_stuck(section, student):
    met(section, student, 5)
    GoalFactory(student=student, started_on=TODAY - timedelta(days=20), title="plan first")
    assert in_words(reason_of(section, student), TODAY) == "No new step for two weeks: plan first"


def test_a_step_last_week_keeps_a_goal_from_being_stuck(section, student):
    met(section, student, 5)
    goal = GoalFactory(student=student, started_on=TODAY - timedelta(days=20))
    GoalStepFactory(goal=goal, done_on=TODAY - timedelta(days=3))
    GoalStepFactory(goal=goal)

    assert reason_of(section, student).reason == Reason.DAYS_SINCE


def test_a_goal_with_every_step_done_is_ready_for_more(section, student):
    met(section, student, 5)
    goal = GoalFactory(student=student, title="read daily")
    GoalStepFactory(goal=goal, done_on=TODAY)

    words = in_words(reason_of(section, student), TODAY)

    assert words == "Ready for more, all steps done: read daily"


def test_a_hard_week_is_a_reason_without_the_mood_itself(section, student):
    met(section, student, 5)
    ReflectionFactory(student=student, mood="stuck")

    because = reason_of(section, student)

    assert (because.reason, because.detail) == (Reason.MOOD, {})
    assert in_words(because, TODAY) == "Said this week that it goes hard"
    assert in_words(because, TODAY, room_safe=True) == "Talk about how it goes"


def test_moods_are_not_read_for_a_page_that_is_only_looked_at(section, student):
    met(section, student, 5)
    ReflectionFactory(student=student, mood="stuck")

    assert reason_of(section, student, moods=False).reason == Reason.DAYS_SINCE


def test_an_idea_of_her_own_waits_for_an_answer(section, student):
    met(section, student, 5)
    SparkFactory(student=student, words="fractions in weaving patterns")

    words = in_words(reason_of(section, student), TODAY)

    assert words == "Own idea to approve: fractions in weaving patterns"


def test_somebody_new_is_in_her_third_week(section):
    student = StudentFactory(school=section.school)
    EnrollmentFactory(section=section, student=student, starts_on=TODAY - timedelta(days=15))

    assert in_words(reason_of(section, student), TODAY) == "New in class, week 3"


def test_the_strongest_reason_wins_and_every_reason_adds_need(section, student):
    met(section, student, 10)
    GoalFactory(student=student, due_on=TODAY)
    SparkFactory(student=student)

    because = reason_of(section, student)

    assert because.reason == Reason.GOAL_DUE
    assert because.need == 10 + 70 + 40


def test_a_long_wait_beats_an_own_idea(section, student):
    met(section, student, 50)
    SparkFactory(student=student)

    assert reason_of(section, student).reason == Reason.DAYS_SINCE


def test_a_time_that_was_told_and_not_kept_makes_it_a_must(section, student):
    met(section, student, 30)
    plan = PlanFactory(section=section, on=TODAY - timedelta(days=2), state="ready")
    window = WindowFactory(section=section, on=plan.on)
    SlotFactory(plan=plan, student=student, window=window, starts_at=window.starts_at)

    because = reason_of(section, student)

    assert because.must
    words = in_words(because, TODAY)
    assert words == "30 days since last check-in. Planned on Tuesday, not met"


FRIDAY = TODAY + timedelta(days=1)


@pytest.fixture
def told_today(section, student):
    """A student with a time at 9:10 today that she was told."""
    met(section, student, 30)
    plan = PlanFactory(section=section, state="ready", minutes=5)
    window = WindowFactory(section=section)
    return SlotFactory(plan=plan, student=student, window=window, starts_at=time(9, 10))


@pytest.mark.parametrize(
    ("clock", "is_over"), [((13, 0), False), ((14, 14), False), ((14, 15), True)]
)  # 8:00, 9:14 and 9:15 in New York
def test_a_time_of_today_is_planned_until_it_is_over(section, told_today, clock, is_over):
    now = NOW.replace(hour=clock[0], minute=clock[1])
    child = told_today.student

    because = reasons_for(section, [child], day=FRIDAY, moods=False, now=now)[child.pk]

    assert because.must is is_over
    assert ("promised" in because.detail) is is_over
    said = "31 days since last check-in"
    if is_over:
        said += ". Planned today, not met"
    assert in_words(because, TODAY) == said


def test_who_was_put_off_until_later_today_is_not_missed_today(section, told_today):
    told_today.starts_at = None
    told_today.state = "later"
    told_today.save()
    child = told_today.student

    because = reasons_for(section, [child], day=FRIDAY, moods=False, now=NOW)[child.pk]

    assert "promised" not in because.detail


def test_the_plan_for_tomorrow_says_nothing_is_missed_before_todays_check_in(
    section, teacher, told_today
):
    dawn = NOW.replace(hour=13)

    plan = plan_day(section=section, day=FRIDAY, minutes=3, gap=1, by=teacher, now=dawn)

    assert in_words(plan.slots.get(), TODAY) == "31 days since last check-in"


@pytest.mark.parametrize(
    ("asked", "sentence"),
    [
        ("Why is it so?", "“Why is it so?” Planned yesterday, not met"),
        ("Fractions", "“Fractions”. Planned yesterday, not met"),
    ],
)
def test_a_sentence_has_one_end_mark(asked, sentence):
    detail = {"on": FRIDAY.isoformat(), "words": asked, "promised": TODAY.isoformat()}

    words = in_words(Because(Reason.ASKED, detail), FRIDAY)

    assert words == f"Asked for help today: {sentence}"


def test_a_sentence_has_one_end_mark_for_the_room_too():
    because = Because(Reason.OWN_IDEA, {"words": "Do bees sleep?", "not_now": True})

    words = in_words(because, TODAY, room_safe=True)

    assert words == "Own idea to approve: Do bees sleep? Said “not now”"


@pytest.mark.parametrize("class_size", [1, 30, 300])
def test_reasons_take_the_same_queries_for_every_class(
    section, fill, class_size, django_assert_num_queries
):
    students = fill(class_size)
    for student in students:
        met(section, student, 9)
        GoalFactory(student=student)
        SparkFactory(student=student)

    # last met, joined, hands, calendar, turns, promises, roadblocks, goals, moods, readiness,
    # reteach, ideas, times not kept
    with django_assert_num_queries(13):
        assert len(reasons_for(section, students, day=TODAY, moods=True)) == class_size
