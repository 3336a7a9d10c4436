"""Two people at the same moment: a goal is rewritten while a step of it is ticked; a double tap."""

from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, date, datetime

import pytest
from django.db import connection
from django.urls import reverse

from goals import services
from goals.models import GoalStep
from students.models import Spark
from tests.factories import (
    NOW,
    TODAY,
    ActivityFactory,
    BoardFactory,
    GoalFactory,
    GoalStepFactory,
    PickFactory,
    SparkFactory,
    StudentFactory,
)

pytestmark = pytest.mark.django_db
DUE = date(2027, 2, 5)
EVENING = datetime(2027, 1, 22, 4, 30, tzinfo=UTC)  # 11:30 p.m. of January 21 in New York


@pytest.mark.parametrize(("steps", "ticked"), [(("Draw it", "Say it"), 1), (("Say it",), 0)])
def test_a_step_ticked_while_its_goal_is_rewritten_is_ticked_where_it_stands(steps, ticked):
    goal = GoalFactory()
    step = GoalStepFactory(goal=goal, text="Draw it", position=1)
    draft = services.Draft(title="plan first", due_on=DUE, steps=steps)
    services.change_goal(goal=goal, draft=draft, version=goal.version)

    services.tick_step(step=step, done=True, today=TODAY)  # read before the goal was rewritten

    assert GoalStep.objects.filter(done_on=TODAY).count() == ticked


def test_the_same_words_are_one_spark_by_the_schools_day_not_the_servers(student):
    services.wonder(student=student, words="why is the sky blue", now=NOW)
    services.wonder(student=student, words="why is the sky blue", now=EVENING)  # UTC: tomorrow

    assert Spark.objects.count() == 1


@pytest.mark.skipif(connection.vendor == "sqlite", reason="SQLite lets one writer in at a time")
@pytest.mark.django_db(transaction=True)
def test_a_double_tap_of_one_instant_is_one_spark():
    student = StudentFactory()

    def tap(_number):
        try:
            services.wonder(student=student, words="why is the sky blue", now=NOW)
        finally:
            connection.close()

    with ThreadPoolExecutor(8) as pool:
        list(pool.map(tap, range(8)))

    assert Spark.objects.count() == 1


def test_dates_on_pages_are_the_schools(sign_in, teacher, section, student):
    """What was done at 11:30 p.m. stands under that day, whatever the server's clock says."""
    SparkFactory(student=student, said_at=EVENING)
    board = BoardFactory(section=section, made_by=teacher, made_at=EVENING)
    PickFactory(student=student, activity=ActivityFactory(board=board), picked_at=EVENING)
    client = sign_in(teacher)

    pages = [
        client.get(reverse("learner", args=[student.key])).text,
        client.get(reverse("student_picks", args=[student.key])).text,
        client.get(reverse("boards", args=[section.key])).text,
    ]

    assert ["Jan 21" in page for page in pages] == [True, True, True]
    assert ["Jan 22" in page for page in pages] == [False, False, False]
