"""Short checks: written, answered on a screen, entered from what was said, retaught."""

from datetime import date, timedelta
from uuid import uuid4

import pytest
from django.db import IntegrityError, transaction

from checkins.models import Check, CheckAnswer, CheckItem, CheckSeries, Reteach
from checkins.reasons import in_words, reasons_for
from checkins.services import checks as services
from students.models import ClosedDay
from tests.factories import (
    NOW,
    TODAY,
    CheckFactory,
    CheckInFactory,
    CheckItemFactory,
    EnrollmentFactory,
    SectionFactory,
    StudentFactory,
)

pytestmark = pytest.mark.django_db


def url(section, rest=""):
    return f"/c/{section.key}/checks/{rest}"


def sent(title="Fractions", due_on="2027-01-21", questions=(), **more):
    """What the form sends; a question is (text, kind, choices, answer)."""
    data = {
        "title": title,
        "due_on": due_on,
        "key": str(uuid4()),
        "q-TOTAL_FORMS": "5",
        "q-INITIAL_FORMS": "0",
        **more,
    }
    for number in range(5):
        words = questions[number] if number < len(questions) else ("", "choice", "", "")
        names = ("text", "kind", "choices", "answer")
        data |= {f"q-{number}-{name}": word for name, word in zip(names, words, strict=True)}
    return data


SUM = ("1/4 + 1/4 = ?", "number", "", "1/2")
WORD = ("The bottom number is the …", "words", "", "denominator")
PICK = ("Which is more?", "choice", "1/2\n1/3", "1/2")


@pytest.fixture
def teach(sign_in, teacher):
    return sign_in(teacher)


# --- writing one ----------------------------------------------------------------------------------


def test_a_class_without_a_check_is_told_what_to_do(teach, section):
    assert "Make the first check" in teach.get(url(section)).text


def test_a_check_is_written_with_three_kinds_of_questions(teach, section, teacher):
    response = teach.post(url(section, "new/"), sent(questions=[SUM, WORD, PICK]))

    check = Check.objects.get()
    assert response.url == url(section, f"{check.key}/")
    assert (check.title, check.state, check.made_by, check.series) == (
        "Fractions",
        "draft",
        teacher,
        None,
    )
    assert [(row.position, row.kind, row.choices) for row in check.items.all()] == [
        (1, "number", []),
        (2, "words", []),
        (3, "choice", ["1/2", "1/3"]),
    ]


def test_a_second_click_makes_no_second_check(teach, section):
    data = sent(questions=[SUM])
    first, second = (teach.post(url(section, "new/"), data) for _click in range(2))
    assert Check.objects.count() == 1
    assert first.url == second.url


@pytest.mark.parametrize(
    ("data", "words"),
    [
        (sent(questions=[]), "Write at least one question."),
        (sent(questions=[("What?", "words", "", "")]), "Write the right answer."),
        (sent(questions=[("", "words", "", "x")]), "Write the question, or empty its answer."),
        (sent(questions=[("How many?", "number", "", "many")]), "Write a number, for example"),
        (sent(questions=[("Which?", "choice", "one", "one")]), "two, three or four lines"),
        (sent(questions=[("Which?", "choice", "a\nb", "c")]), "one of the lines above"),
        (sent(title="", questions=[SUM]), "This field is required."),
        (sent(due_on="2027-01-23", questions=[SUM]), "no school on this day: weekend"),
        (sent(due_on="1990-01-22", questions=[SUM]), "a day of this century"),
    ],
)
def test_what_is_missing_is_said_and_nothing_is_lost(teach, section, data, words):
    response = teach.post(url(section, "new/"), data)
    assert response.status_code == 422
    assert words in response.text
    assert data["q-0-answer"] in response.text
    assert not Check.objects.exists()


def test_a_holiday_is_named(teach, section, school):
    ClosedDay.objects.create(school=school, on=date(2027, 1, 25), reason="Snow day")
    response = teach.post(url(section, "new/"), sent(due_on="2027-01-25", questions=[SUM]))
    assert "There is no school on this day: Snow day." in response.text


def test_six_questions_are_refused(teach, section):
    data = sent(questions=[SUM] * 5) | {"q-TOTAL_FORMS": "6", "q-5-text": "One more"}
    assert teach.post(url(section, "new/"), data).status_code == 422


def test_the_database_holds_at_most_five_questions_and_one_a_place():
    check = CheckFactory(questions=5)
    for position in (0, 6, 5):
        with pytest.raises(IntegrityError), transaction.atomic():
            CheckItemFactory(check_of=check, position=position)


# --- every two weeks ------------------------------------------------------------------------------


def test_a_check_that_repeats_begins_a_series_and_says_when_the_next_is_due(teach, section, school):
    ClosedDay.objects.create(school=school, on=date(2027, 2, 4), reason="Holiday")
    teach.post(url(section, "new/"), sent(questions=[SUM], repeats="on"))

    page = teach.get(url(section))

    (due,) = page.context["due"]
    assert (due.name, due.due_on, due.is_late) == ("Fractions", date(2027, 2, 5), False)
    assert "next on Friday, February 5" in page.text


def test_the_next_of_a_series_starts_with_the_last_ones_questions(teach, section):
    teach.post(url(section, "new/"), sent(questions=[SUM, PICK], repeats="on"))
    last = Check.objects.get()

    page = teach.get(url(section, f"new/?start={last.key}"))
    assert page.context["form"].initial["due_on"] == date(2027, 2, 4)
    assert page.context["questions"].initial[1]["choices"] == "1/2\n1/3"

    data = sent(due_on="2027-02-04", questions=[SUM], repeats="on")
    teach.post(url(section, f"new/?start={last.key}"), data)
    assert [row.due_on for row in CheckSeries.objects.get().checks.all()] == [
        date(2027, 2, 4),
        date(2027, 1, 21),
    ]


def test_a_series_has_one_check_a_day(teach, section):
    teach.post(url(section, "new/"), sent(questions=[SUM], repeats="on"))
    for start in ("", f"?start={Check.objects.get().key}"):
        again = teach.post(url(section, f"new/{start}"), sent(questions=[SUM], repeats="on"))
        assert again.status_code == 422
        assert "has a check on that day" in again.text
    assert Check.objects.count() == 1


def test_an_ended_series_is_due_no_more_and_its_checks_stay(teach, section):
    teach.post(url(section, "new/"), sent(questions=[SUM], repeats="on"))
    series = CheckSeries.objects.get()
    for _click in range(2):
        teach.post(url(section, f"series/{series.key}/end/"))
    page = teach.get(url(section))
    assert page.context["due"] == []
    assert [check.title for check in page.context["page"]] == ["Fractions"]


def test_a_due_day_that_passed_is_said(teach, section):
    CheckSeries.objects.create(section=section, name="Reading", starts_on=date(2027, 1, 11))
    page = teach.get(url(section))
    assert page.context["due"][0].is_late
    assert "Was due" in page.text


# --- a student answers ----------------------------------------------------------------------------


@pytest.fixture
def check(section):
    return CheckFactory(section=section, questions=5)


def mine(check):
    return f"/me/check/{check.key}/"


def test_a_student_answers_and_may_leave_one_empty(sign_in, student, check):
    response = sign_in(student).post(mine(check), {"q1": "12", "q2": " 12.0 ", "q3": "11"})

    assert response.url == "/me/"
    answers = CheckAnswer.objects.order_by("item__position")
    assert [(row.said, row.mark) for row in answers] == [
        ("12", "right"),
        ("12.0", "right"),
        ("11", "not_yet"),
        ("", "not_yet"),
        ("", "not_yet"),
    ]


def test_answers_change_until_the_check_closes(sign_in, student, check, teacher):
    client = sign_in(student)
    client.post(mine(check), {"q1": "11"})
    client.post(mine(check), {"q1": "12"})
    assert 'value="12"' in client.get(mine(check)).text
    services.set_check_state(check=check, state="closed")
    closed = client.post(mine(check), {"q1": "13"})
    assert "This check is closed now." in closed.text
    assert CheckAnswer.objects.get(item__position=1).said == "12"
    assert CheckAnswer.objects.count() == 5


def test_a_student_never_reads_what_is_right(sign_in, student, section):
    check = CheckFactory(section=section)
    CheckItemFactory(check_of=check, kind="words", text="The bottom?", answer="denominator")
    client = sign_in(student)
    client.post(mine(check), {"q1": "top"})
    page = client.get(mine(check)).text
    assert "The bottom?" in page
    assert "denominator" not in page


def test_a_choice_that_is_not_offered_is_said_kindly(sign_in, student, section):
    check = CheckFactory(section=section)
    CheckItemFactory(check_of=check, kind="choice", choices=["a", "b"], answer="a")
    response = sign_in(student).post(mine(check), {"q1": "c"})
    assert response.status_code == 422
    assert "Pick one of these." in response.text


@pytest.mark.parametrize("state", ["draft", "another class"])
def test_a_draft_and_another_classs_check_are_not_there(sign_in, student, section, state, school):
    check = CheckFactory(section=section, questions=1)
    if state == "draft":
        services.set_check_state(check=check, state="draft")
    else:
        check = CheckFactory(section=SectionFactory(school=school), questions=1)
    client = sign_in(student)
    assert client.get(mine(check)).status_code == 404
    assert client.post(mine(check), {"q1": "12"}).status_code == 404


def test_my_day_shows_the_open_check_and_says_when_it_is_done(sign_in, student, check):
    client = sign_in(student)
    assert "5 short questions" in client.get("/me/").text
    client.post(mine(check), {"q1": "12"})
    assert "Change my answers" in client.get("/me/").text
    services.set_check_state(check=check, state="closed")
    assert mine(check) not in client.get("/me/").text


# --- the oral entry grid --------------------------------------------------------------------------


@pytest.fixture
def children(section):
    return [StudentFactory(section=section, called=name) for name in ("Ana", "Bo", "Cy")]


def typed(check, rows, was=None):
    """What the grid sends: `rows` maps a student to what she got, `was` to what was shown."""
    data = {}
    for child, marks in rows.items():
        shown = (was or {}).get(child, "     ")
        data[f"was.{child.key}"] = shown
        data |= {f"{child.key}.{n}": mark.strip() for n, mark in enumerate(marks, 1)}
    return data


def marks_of(check, child):
    found = dict(
        CheckAnswer.objects.filter(item__check_of=check, student=child).values_list(
            "item__position", "mark"
        )
    )
    return [found.get(n) for n in range(1, 6)]


def test_the_grid_keeps_right_not_yet_and_not_asked(teach, section, check, children):
    ana, bo, cy = children
    rows = {ana: "11111", bo: "0-1  ", cy: "     "}

    response = teach.post(url(section, f"{check.key}/grid/"), typed(check, rows))

    assert response.url == url(section, f"{check.key}/")
    assert marks_of(check, ana) == ["right"] * 5
    assert marks_of(check, bo) == ["not_yet", "not_asked", "right", None, None]
    assert marks_of(check, cy) == [None] * 5


def test_posting_the_grid_twice_changes_nothing(teach, section, check, children):
    data = typed(check, {children[0]: "10-01"})
    for _click in range(2):
        teach.post(url(section, f"{check.key}/grid/"), data)
    assert CheckAnswer.objects.count() == 5


def test_a_wrong_key_is_said_and_every_cell_is_kept(teach, section, check, children):
    ana, bo, _cy = children
    response = teach.post(
        url(section, f"{check.key}/grid/"), typed(check, {ana: "1x111", bo: "00000"})
    )
    assert response.status_code == 422
    assert "Ana, question 2:" in response.text
    assert "“x” is not 1, 0 or -." in response.text
    cells = {
        row.called: "".join(value for _n, value, _errors in line)
        for row, line, _was in response.context["form"].lines
    }
    assert cells == {"Ana": "1x111", "Bo": "00000", "Cy": ""}
    assert not CheckAnswer.objects.exists()


def test_a_co_teachers_cells_beside_mine_stay_hers(teach, section, check, children):
    ana = children[0]
    first = check.items.get(position=1)
    services.enter_marks(check=check, marks={(first.pk, ana.pk): "right"}, today=TODAY, now=NOW)
    teach.post(url(section, f"{check.key}/grid/"), typed(check, {ana: "    0"}))
    assert marks_of(check, ana) == ["right", None, None, None, "not_yet"]


def test_a_mark_taken_back_leaves_what_the_student_said(sign_in, teacher, section, check, student):
    sign_in(student).post(mine(check), {"q1": "12"})
    client = sign_in(teacher)
    grid = url(section, f"{check.key}/grid/")
    client.post(grid, typed(check, {student: "00000"}, was={student: "10000"}))
    assert marks_of(check, student)[0] == "not_yet"
    client.post(grid, typed(check, {student: " 0000"}, was={student: "00000"}))
    assert marks_of(check, student)[0] == "right"


def test_a_teachers_mark_stands_when_the_student_answers_later(sign_in, student, check, section):
    item = check.items.get(position=1)
    services.enter_marks(check=check, marks={(item.pk, student.pk): "right"}, today=TODAY, now=NOW)
    sign_in(student).post(mine(check), {"q1": "99"})
    answer = CheckAnswer.objects.get(item=item)
    assert (answer.said, answer.mark, answer.by_hand) == ("99", "right", True)


def test_a_new_right_answer_marks_again_but_for_what_was_marked_by_hand(
    sign_in, teacher, section, student, children
):
    check = CheckFactory(section=section, questions=1)
    item = check.items.get()
    sign_in(student).post(mine(check), {"q1": "13"})
    services.enter_marks(
        check=check, marks={(item.pk, children[0].pk): "not_yet"}, today=TODAY, now=NOW
    )
    data = sent(questions=[("How many?", "number", "", "13")])
    sign_in(teacher).post(url(section, f"{check.key}/edit/"), data)
    assert (marks_of(check, student)[0], marks_of(check, children[0])[0]) == ("right", "not_yet")
    assert [row.is_on for row in Reteach.objects.filter(student=student)] == [False]


def test_a_question_that_was_answered_cannot_be_taken_out(teach, section, check, student):
    last = check.items.get(position=5)
    services.enter_marks(check=check, marks={(last.pk, student.pk): "right"}, today=TODAY, now=NOW)
    response = teach.post(url(section, f"{check.key}/edit/"), sent(questions=[SUM]))
    assert response.status_code == 422
    assert "Question 5 was answered." in response.text
    assert CheckItem.objects.filter(check_of=check).count() == 5


# --- results and reteaching -----------------------------------------------------------------------


@pytest.fixture
def entered(check, children):
    """`entered("11111", "00011", ...)` marks Ana, Bo and Cy."""

    def enter(*rows):
        names = {"1": "right", "0": "not_yet", "-": "not_asked", " ": ""}
        items = list(check.items.all())
        marks = {
            (item.pk, child.pk): names[key]
            for child, row in zip(children, rows, strict=False)
            for item, key in zip(items, row, strict=True)
        }
        services.enter_marks(check=check, marks=marks, today=TODAY, now=NOW)

    return enter


def shown(client, section, check):
    return client.get(url(section, f"{check.key}/")).context["results"]


def test_each_question_says_how_many_of_those_asked_got_it(teach, section, check, entered):
    entered("11111", "0001-", "00111")
    found = shown(teach, section, check)
    assert [(item.got, item.asked) for item in found.items] == [
        (1, 3),
        (1, 3),
        (2, 3),
        (3, 3),
        (2, 2),
    ]
    assert [item.reteach for item in found.items] == [True, True, False, False, False]
    assert [(item.position, item.not_yet) for item in found.groups] == [
        (1, ("Bo", "Cy")),
        (2, ("Bo", "Cy")),
        (3, ("Bo",)),
    ]


def test_students_stand_by_name_and_no_average_or_rank_is_shown(teach, section, check, entered):
    entered("00000", "11111", "11000")
    response = teach.get(url(section, f"{check.key}/"))
    assert [row.called for row in response.context["results"].rows] == ["Ana", "Bo", "Cy"]
    main = response.text.partition("<main")[2]
    assert "%" not in main
    assert "average" not in main.lower()


def test_a_student_under_half_is_flagged_and_no_more_when_it_is_mended(
    teach, section, check, entered
):
    entered("11000", "11100", "1----")
    assert [row.called for row in shown(teach, section, check).flagged] == ["Ana"]
    entered("11100")
    assert shown(teach, section, check).flagged == ()


def test_the_teachers_word_on_a_student_stands(teach, section, check, entered, children):
    ana, bo, _cy = children
    entered("11000", "11111")
    reteach = url(section, f"{check.key}/reteach/")
    for _click in range(2):
        teach.post(reteach, {"student": ana.key})
        teach.post(reteach, {"student": bo.key, "on": "1"})
    entered("00000", "11111")
    assert [row.called for row in shown(teach, section, check).flagged] == ["Bo"]


def test_the_teachers_word_on_a_question_stands(teach, section, check, entered):
    entered("11111", "00000")
    first, second = check.items.all()[:2]
    reteach = url(section, f"{check.key}/reteach/")
    teach.post(reteach, {"item": first.key, "on": "1"})
    teach.post(reteach, {"item": second.key})
    found = shown(teach, section, check)
    assert [(item.reteach, item.by_hand) for item in found.items[:3]] == [
        (True, True),
        (False, True),
        (False, False),
    ]


def test_reteach_of_nothing_and_of_another_classs_child_is_not_there(teach, section, check, school):
    elsewhere = StudentFactory(section=SectionFactory(school=school))
    for data in ({}, {"student": elsewhere.key, "on": "1"}, {"item": "nobodyshere"}):
        assert teach.post(url(section, f"{check.key}/reteach/"), data).status_code == 404


def test_someone_who_left_the_class_is_not_in_its_results(teach, section, check, entered):
    gone = StudentFactory(school=section.school, called="Gone")
    EnrollmentFactory(section=section, student=gone, ends_on=date(2027, 1, 20))
    entered("11111")
    assert [row.called for row in shown(teach, section, check).rows] == ["Ana", "Bo", "Cy"]


def test_answers_are_read_by_the_childs_team_and_herself_alone(
    check,
    entered,
    children,
    teacher,
    coteacher,
    other_teacher,
    school_admin,
    district_admin,
    stranger,
    student,
):
    entered("11111")
    people = (teacher, coteacher, other_teacher, school_admin, district_admin, stranger)
    assert [CheckAnswer.objects.visible_to(person).count() for person in people] == [
        5,
        5,
        0,
        0,
        0,
        0,
    ]


# --- what it costs --------------------------------------------------------------------------------


@pytest.mark.parametrize("class_size", [1, 30, 300])
def test_the_results_cost_the_same_for_any_class(
    teach, section, check, class_size, django_assert_num_queries
):
    children = StudentFactory.create_batch(class_size, section=section)
    items = list(check.items.all())
    marks = {(item.pk, child.pk): "not_yet" for item in items for child in children}
    services.enter_marks(check=check, marks=marks, today=TODAY, now=NOW)
    # session, user, class, check, students, questions, answers, flags
    with django_assert_num_queries(8):
        response = teach.get(url(section, f"{check.key}/"))
    assert len(response.context["results"].flagged) == class_size


@pytest.mark.parametrize("class_size", [1, 30, 300])
def test_the_grid_costs_the_same_for_any_class(
    teach, section, check, class_size, django_assert_num_queries
):
    StudentFactory.create_batch(class_size, section=section)
    with django_assert_num_queries(8):  # the same eight
        response = teach.get(url(section, f"{check.key}/grid/"))
    assert len(response.context["form"].rows) == min(class_size, 60)


@pytest.mark.parametrize("count", [1, 30])
def test_the_list_costs_the_same_for_one_check_and_thirty(
    teach, section, count, django_assert_num_queries
):
    for _number in range(count):
        series = CheckSeries.objects.create(
            section=section, name=f"Series {_number}", starts_on=TODAY
        )
        CheckFactory(section=section, series=series, questions=1)
    # session, user, class, closed days, how many, this page, series
    with django_assert_num_queries(7):
        response = teach.get(url(section))
    assert len(response.context["page"]) == len(response.context["due"]) == count


# --- reteaching is a reason for a check-in --------------------------------------------------------


@pytest.fixture
def met_lately(section, children):
    """Everybody was met a week ago, so waiting is no reason of its own."""
    for child in children:
        CheckInFactory(section=section, student=child, held_on=TODAY - timedelta(days=7))


def because_of(section, child, day=TODAY):
    return reasons_for(section, [child], day=day, moods=False)[child.pk]


def test_who_is_to_be_retaught_gets_a_check_in_for_it(
    section, check, entered, children, met_lately
):
    ana, bo, _cy = children
    entered("11000", "11111")
    because = because_of(section, ana)
    assert (because.reason, because.detail) == (
        "reteach",
        {"check": "Equivalent fractions", "on": "2027-01-21"},
    )
    assert because_of(section, bo).reason == "days_since"


def test_the_reason_is_said_to_the_team_and_not_to_the_room(section, entered, children, met_lately):
    entered("11000")
    because = because_of(section, children[0])
    assert in_words(because, TODAY) == "Reteach, after a short check today: Equivalent fractions"
    assert in_words(because, TODAY, room_safe=True) == "Look at something together"


def test_a_check_in_since_or_four_weeks_end_the_reason(
    section, entered, children, teacher, met_lately
):
    ana, bo, _cy = children
    entered("11000", "11000")
    later = TODAY + timedelta(days=5)
    CheckInFactory(section=section, student=ana, teacher=teacher, held_on=TODAY + timedelta(days=1))
    assert because_of(section, ana, later).reason == "days_since"
    assert because_of(section, bo, later).reason == "reteach"
    assert because_of(section, bo, TODAY + timedelta(weeks=4)).reason == "days_since"
