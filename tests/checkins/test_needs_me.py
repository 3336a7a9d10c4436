"""Who needs me: one list with every reason, for a class and for a specialist's students."""

from datetime import date, timedelta

import pytest
from django.urls import reverse

from checkins.board import needs_me
from checkins.models import Promise, Roadblock
from students.models import Student
from tests.factories import (
    NOW,
    TODAY,
    AskFactory,
    CheckInFactory,
    GoalFactory,
    GoalStepFactory,
    HelpRequestFactory,
    PlanFactory,
    PromiseFactory,
    RoadblockFactory,
    SlotFactory,
    SparkFactory,
    StaffRoleFactory,
    StudentFactory,
    WindowFactory,
)

pytestmark = pytest.mark.django_db


def board(section, why=""):
    students = Student.objects.filter(enrollments__section=section).select_related("school")
    return needs_me(students, now=NOW, section=section, why=why)


def met(section, student, on=TODAY - timedelta(days=2)):
    return CheckInFactory(section=section, student=student, held_on=on)


def needs_of(section, student):
    return [
        (need.why, need.words)
        for row in board(section).rows
        for need in row.needs
        if row.student == student
    ]


@pytest.fixture
def fine(section, student):
    """Priya was met on Tuesday and needs nothing."""
    return met(section, student)


def test_whoever_needs_nothing_is_not_listed(section, student, fine):
    assert (board(section).rows, board(section).total) == ((), 1)


@pytest.mark.parametrize(
    ("goal", "ticked", "expected"),
    [
        (
            {"due_on": date(2027, 1, 20)},
            None,
            ("overdue", "Goal was due yesterday: plan first"),
        ),
        # Thirteen weekdays after Monday, January 4.
        ({}, None, ("no_evidence", "No step done in 13 school days: plan first")),
        ({}, date(2027, 1, 7), ("stalled", "No new step for 10 school days: plan first")),
    ],
)
def test_a_goal_is_overdue_without_evidence_or_stalled(
    section, student, fine, goal, ticked, expected
):
    row = GoalFactory(student=student, title="plan first", started_on=date(2027, 1, 4), **goal)
    GoalStepFactory(goal=row)
    if ticked:
        GoalStepFactory(goal=row, done_on=ticked)

    assert needs_of(section, student) == [expected]


def test_closed_days_do_not_make_a_goal_stalled(section, school, student, fine):
    goal = GoalFactory(student=student, started_on=date(2027, 1, 4))
    GoalStepFactory(goal=goal, done_on=date(2027, 1, 7))
    GoalStepFactory(goal=goal)
    assert len(needs_of(section, student)) == 1

    school.closed_days.create(on=date(2027, 1, 18), reason="Martin Luther King Jr. Day")

    assert needs_of(section, student) == []


def test_a_new_goal_and_one_that_moves_are_left_alone(section, student, fine):
    GoalFactory(student=student, started_on=date(2027, 1, 18))
    moving = GoalFactory(student=student, place=2, started_on=date(2026, 12, 1))
    GoalStepFactory(goal=moving, done_on=date(2027, 1, 19))
    GoalStepFactory(goal=moving)

    assert needs_of(section, student) == []


def test_asked_promised_and_in_the_way(section, student, fine):
    AskFactory(section=section, student=student, words="my graph")
    PromiseFactory(checkin=fine, due_on=date(2027, 1, 20))
    RoadblockFactory(checkin=fine)

    assert needs_of(section, student) == [
        ("promise", "Promised by yesterday, not done yet: Bring what is needed"),
        ("asked", "Asked today for a check-in, promised by tomorrow. Goal: “my graph”"),
        ("roadblock", "In the way since Tuesday: Materials"),
    ]


def test_a_raised_hand_and_an_idea_are_reasons(section, student, fine):
    HelpRequestFactory(section=section, student=student)
    SparkFactory(student=student, words="music has fractions")

    assert [why for why, _words in needs_of(section, student)] == ["asked", "idea"]


def test_whoever_was_told_a_time_and_not_met_comes_first(section, student, fine):
    late = StudentFactory(section=section)
    met(section, late)
    PromiseFactory(checkin=met(section, late), due_on=date(2027, 2, 1))
    plan = PlanFactory(section=section, on=TODAY - timedelta(days=1), state="ready")
    window = WindowFactory(section=section, on=plan.on)
    SlotFactory(plan=plan, student=student, window=window, starts_at=window.starts_at)

    assert [row.student for row in board(section).rows] == [student, late]
    assert needs_of(section, student) == [("not_met", "Was told a time on Wednesday, not met")]


def test_waiting_longer_than_the_school_promises(section, school, student):
    held = met(section, student, date(2026, 12, 31))  # 15 school days ago
    assert needs_of(section, student) == [("waiting", "21 days without a check-in")]

    held.held_on = date(2027, 1, 1)
    held.save()
    assert needs_of(section, student) == []


def test_the_list_is_filtered_by_one_reason_and_counts_all(sign_in, section, teacher, fill):
    asked, blocked = fill(2)
    for child in (asked, blocked):
        met(section, child)
    AskFactory(section=section, student=asked)
    RoadblockFactory(checkin=met(section, blocked))

    page = sign_in(teacher).get(reverse("needs_me", args=[section.key]), {"why": "roadblock"})

    shown = page.context["board"]
    assert [row.student for row in shown.rows] == [blocked]
    assert [(kind.value, kind.count) for kind in shown.kinds] == [("asked", 1), ("roadblock", 1)]


def test_a_made_up_reason_shows_everybody(sign_in, section, teacher, student):
    page = sign_in(teacher).get(reverse("needs_me", args=[section.key]), {"why": "'; --"})

    assert [row.student for row in page.context["board"].rows] == [student]


def test_another_classs_turns_and_promises_are_not_mine(section, student, fine, other_teacher):
    theirs = other_teacher.staff_roles.get().section
    held = CheckInFactory(section=theirs, student=student)
    AskFactory(section=theirs, student=student)
    PromiseFactory(checkin=held)

    assert needs_of(section, student) == []


def test_a_specialist_sees_her_own_students_of_any_class(sign_in, specialist, student, section):
    RoadblockFactory(checkin=met(section, student))
    RoadblockFactory(checkin=met(section, StudentFactory(section=section)))

    page = sign_in(specialist).get(reverse("caseload_needs"))

    assert [row.student for row in page.context["board"].rows] == [student]


def _everything(section, child, number):
    held = CheckInFactory(section=section, student=child, held_on=date(2026, 11, 2))
    GoalFactory(student=child, started_on=date(2026, 12, 1))
    AskFactory(section=section, student=child)
    PromiseFactory(checkin=held)
    RoadblockFactory(checkin=held)
    SparkFactory(student=child)
    HelpRequestFactory(section=section, student=child)


@pytest.mark.parametrize("class_size", [1, 30, 300])
def test_the_list_takes_the_same_queries_for_every_class(
    sign_in, section, teacher, fill, class_size, django_assert_num_queries
):
    for number, child in enumerate(fill(class_size)):
        _everything(section, child, number)
    client = sign_in(teacher)

    # session, user, classes; students; last met, joined, calendar; hands, turns, promises,
    # roadblocks, times not kept, goals, ideas
    with django_assert_num_queries(14):
        client.get(reverse("needs_me", args=[section.key]))


@pytest.mark.parametrize("count", [1, 30, 300])
def test_a_specialists_list_takes_the_same_queries(
    sign_in, section, specialist, student, fill, count, django_assert_num_queries
):
    for number, child in enumerate([student, *fill(count - 1)]):
        _everything(section, child, number)
        if child != student:
            StaffRoleFactory(
                user=specialist, kind="specialist", student=child, school=section.school
            )
    client = sign_in(specialist)

    with django_assert_num_queries(14):  # as above
        client.get(reverse("caseload_needs"))


def test_300_students_stand_on_pages(sign_in, section, teacher, fill):
    fill(70)  # nobody was met yet

    page = sign_in(teacher).get(reverse("needs_me", args=[section.key]), {"page": 2})

    assert len(page.context["page_of"].object_list) == 10


# --- roadblocks and promises, in one list ---


@pytest.mark.parametrize("count", [1, 30, 300])
def test_open_roadblocks_stand_in_one_list(
    sign_in, section, teacher, fill, count, django_assert_num_queries
):
    for child in fill(count):
        held = CheckInFactory(section=section, student=child, teacher=teacher)
        RoadblockFactory(checkin=held)
        PromiseFactory(checkin=held)
    client = sign_in(teacher)

    # session, user, classes; counted, roadblocks, promises
    with django_assert_num_queries(6):
        page = client.get(reverse("roadblocks", args=[section.key]))

    assert page.context["page_of"].paginator.count == count


def test_closing_one_in_the_list_comes_back_to_the_list(sign_in, section, teacher, fine, student):
    block = RoadblockFactory(checkin=fine)
    url = reverse("close_roadblock", args=[student.key, block.key])
    client = sign_in(teacher)

    response = client.post(url, {"back": section.key})

    assert response["Location"] == reverse("roadblocks", args=[section.key])
    block.refresh_from_db()
    assert block.closed_by == teacher

    client.post(url, {"open": "on"})
    assert Roadblock.objects.open().get() == block


def test_a_promise_is_kept_with_one_tap(sign_in, section, coteacher, fine, student):
    promise = PromiseFactory(checkin=fine)

    response = sign_in(coteacher).post(
        reverse("close_promise", args=[student.key, promise.key]), follow=True
    )

    assert "The promise is kept." in response.text
    assert not Promise.objects.open().exists()


def test_a_childs_key_before_another_childs_roadblock_is_404(sign_in, section, teacher, fine):
    block = RoadblockFactory(checkin=fine)
    other = StudentFactory(section=section)

    url = reverse("close_roadblock", args=[other.key, block.key])
    assert sign_in(teacher).post(url).status_code == 404
