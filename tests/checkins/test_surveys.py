"""Surveys: answered once and privately, read by the team and audited, shown to admins in groups."""

import csv
import io
from datetime import date, timedelta

import pytest
from django.db import IntegrityError, connection, transaction
from django.test.utils import CaptureQueriesContext

from checkins.models import Survey, SurveyAnswer, SurveyResponse
from checkins.services import surveys as services
from checkins.surveys.asking import asked_items
from plc.models import AuditEntry
from tests.factories import (
    NOW,
    TODAY,
    EnrollmentFactory,
    SectionFactory,
    StudentFactory,
    SurveyFactory,
)

pytestmark = pytest.mark.django_db
OVER = {"starts_on": date(2026, 10, 5), "ends_on": date(2026, 10, 16)}
FULL = {item.code: (1 if item.reverse else 5) for _scale, item in asked_items("3-5")}
SECRET = ("belonging", '"b4"', "I feel left out")


@pytest.fixture
def survey(school):
    return SurveyFactory(school=school)


def mine(survey):
    return f"/me/survey/{survey.key}/"


def answer(survey, student, section, points):
    """Record a student's answers: `points` for each item as said, reverse items turned round."""
    said = {}
    for scale, item in asked_items("3-5"):
        if points:
            said.setdefault(scale, {})[item.code] = 6 - points if item.reverse else points
    services.answer_survey(
        survey=survey,
        student=student,
        section=section,
        grades="3-5",
        said=said,
        today=survey.ends_on,
        now=NOW,
    )


def room(school, name, size, points, survey):
    """A class of that size in which everybody answered the same."""
    section = SectionFactory(school=school, name=name)
    for student in StudentFactory.create_batch(size, section=section):
        answer(survey, student, section, points)
    return section


def reads():
    return AuditEntry.objects.filter(action=AuditEntry.Action.READ_MOOD)


# --- a student answers ----------------------------------------------------------------------------


def test_a_student_answers_once_and_reverse_sentences_are_turned_round(
    sign_in, student, section, survey
):
    client = sign_in(student)
    assert client.post(mine(survey), FULL).url == "/me/"

    answers = SurveyAnswer.objects.order_by("scale")
    assert [(row.scale, row.score, len(row.said)) for row in answers] == [
        ("belonging", 100, 5),
        ("relevance", 100, 5),
        ("self_efficacy", 100, 5),
    ]
    response = SurveyResponse.objects.get()
    assert (response.section, response.grades) == (section, "3-5")

    again = client.post(mine(survey), dict.fromkeys(FULL, 3))
    assert again.url == "/me/" if again.status_code == 302 else "You are done" in again.text
    assert [row.score for row in SurveyAnswer.objects.all()] == [100, 100, 100]


def test_a_scale_with_too_few_answers_is_kept_without_a_figure(sign_in, student, survey):
    sign_in(student).post(mine(survey), {"b1": 5, "b2": 5, "b3": 5, "r1": 1})
    found = {row.scale: (row.score, row.said) for row in SurveyAnswer.objects.all()}
    assert found == {
        "belonging": (None, {"b1": 5, "b2": 5, "b3": 5}),
        "relevance": (None, {"r1": 1}),
    }


def test_a_student_may_skip_all_of_it_and_is_not_asked_again(sign_in, student, survey):
    client = sign_in(student)
    assert mine(survey) in client.get("/me/").text
    client.post(mine(survey), FULL | {"skip": "1"})
    assert SurveyResponse.objects.count() == 1
    assert not SurveyAnswer.objects.exists()
    assert mine(survey) not in client.get("/me/").text


def test_a_student_is_told_who_reads_her_answers(sign_in, student, survey):
    text = sign_in(student).get(mine(survey)).text
    assert "Your teachers can read your answers." in text
    assert "Your principal sees only big groups." in text


def test_a_wrong_answer_is_said_kindly_and_the_others_are_kept(sign_in, student, survey):
    response = sign_in(student).post(mine(survey), {"b1": "4", "b2": "9"})
    assert response.status_code == 422
    assert "Pick one of these." in response.text
    assert response.context["form"]["b1"].value() == "4"
    assert not SurveyResponse.objects.exists()


@pytest.mark.parametrize(
    ("grade", "shown"), [("1", "I feel alone in my class."), ("9", "I often stand outside")]
)
def test_each_grade_reads_its_own_sentences(sign_in, school, survey, grade, shown):
    section = SectionFactory(school=school, grade=grade)
    child = StudentFactory(section=section, grade=grade)
    text = sign_in(child).get(mine(survey)).text
    assert shown in text
    assert ("#mood-happy" in text) is (grade == "1")


def test_a_survey_that_is_over_or_to_come_asks_nobody(sign_in, student, school):
    for days in (OVER, {"starts_on": date(2027, 2, 1), "ends_on": date(2027, 2, 12)}):
        survey = SurveyFactory(school=school, **days)
        client = sign_in(student)
        assert "You are done here." in client.get(mine(survey)).text
        client.post(mine(survey), FULL)
        assert mine(survey) not in client.get("/me/").text
    assert not SurveyResponse.objects.exists()


def test_another_schools_and_another_classs_survey_is_not_there(sign_in, student, school):
    elsewhere = SurveyFactory()
    others = SurveyFactory(school=school, section=SectionFactory(school=school))
    for survey in (elsewhere, others):
        client = sign_in(student)
        assert client.get(mine(survey)).status_code == 404
        assert client.post(mine(survey), FULL).status_code == 404


def test_the_database_keeps_one_response_and_scores_of_0_to_100(survey, student, section):
    answer(survey, student, section, 5)
    with pytest.raises(IntegrityError), transaction.atomic():
        SurveyResponse.objects.create(
            survey=survey, student=student, section=section, grades="3-5", at=NOW
        )
    with pytest.raises(IntegrityError), transaction.atomic():
        SurveyAnswer.objects.update(score=101)


# --- who may read what ----------------------------------------------------------------------------


@pytest.fixture
def answered(survey, student, section):
    answer(survey, student, section, 4)
    return survey


def test_answers_are_visible_to_the_team_alone(
    answered, student, teacher, coteacher, specialist, other_teacher, school_admin, district_admin
):
    team = (teacher, coteacher, specialist)
    others = (other_teacher, school_admin, district_admin)
    assert [SurveyAnswer.objects.visible_to(one).count() for one in team] == [3, 3, 3]
    assert [SurveyAnswer.objects.visible_to(one).count() for one in others] == [0, 0, 0]


@pytest.mark.parametrize("who", ["teacher", "specialist"])
def test_reading_one_students_answers_is_written_down(request, sign_in, answered, student, who):
    reader = request.getfixturevalue(who)
    text = sign_in(reader).get(f"/s/{student.key}/surveys/").text
    assert "I feel left out in this class." in text
    assert "75 of 100" in text
    entry = reads().get()
    assert (entry.actor, entry.subject_key) == (reader, student.key)


def test_nothing_to_read_leaves_no_trace(sign_in, teacher, student):
    text = sign_in(teacher).get(f"/s/{student.key}/surveys/").text
    assert "Priya has answered no survey yet" in text
    assert not reads().exists()


def test_the_answers_page_fails_closed(sign_in, teacher, answered, student, monkeypatch):
    def refuse(*_args, **_kwargs):
        raise RuntimeError("no audit")

    monkeypatch.setattr("plc.audit.record", refuse)
    with pytest.raises(RuntimeError):
        sign_in(teacher).get(f"/s/{student.key}/surveys/")


def test_an_admin_and_another_teacher_get_no_page_of_a_child(
    sign_in, answered, student, school_admin, other_teacher
):
    for person in (school_admin, other_teacher):
        assert sign_in(person).get(f"/s/{student.key}/surveys/").status_code == 404


# --- a class --------------------------------------------------------------------------------------


def surveys_of(section):
    return f"/c/{section.key}/surveys/"


def test_a_teacher_opens_a_survey_for_her_class(sign_in, teacher, section, student):
    client = sign_in(teacher)
    assert "No survey yet" in client.get(surveys_of(section)).text
    sent = {"title": "Ours", "starts_on": "2027-01-21", "ends_on": "2027-02-01"}
    assert client.post(surveys_of(section), sent).url == surveys_of(section)
    survey = Survey.objects.get()
    assert (survey.section, survey.opened_by) == (section, teacher)
    assert mine(survey) in sign_in(student).get("/me/").text


@pytest.mark.parametrize(
    ("change", "words"),
    [
        ({"ends_on": "2027-01-20"}, "comes before the first"),
        ({"starts_on": "2026-01-20", "ends_on": "2026-01-22"}, "This day is over."),
        ({"ends_on": "2027-06-01"}, "Two months are the most."),
        ({"starts_on": "1997-01-01"}, "days of this century"),
        ({"title": ""}, "This field is required."),
        ({"starts_on": "soon"}, "Enter a valid date."),
    ],
)
def test_wrong_days_are_said(sign_in, teacher, section, change, words):
    sent = {"title": "Ours", "starts_on": "2027-01-21", "ends_on": "2027-02-01"} | change
    response = sign_in(teacher).post(surveys_of(section), sent)
    assert response.status_code == 422
    assert words in response.text
    assert not Survey.objects.exists()


def test_two_surveys_of_a_class_do_not_overlap_and_a_second_click_says_so(
    sign_in, teacher, section
):
    client = sign_in(teacher)
    sent = {"title": "Ours", "starts_on": "2027-01-21", "ends_on": "2027-02-01"}
    client.post(surveys_of(section), sent)
    again = client.post(surveys_of(section), sent)
    assert again.status_code == 422
    assert "“Ours” is open in these days." in again.text
    client.post(f"{surveys_of(section)}{Survey.objects.get().key}/close/")
    assert client.post(surveys_of(section), sent).status_code == 302


def test_the_class_sees_each_scale_through_time_with_n(sign_in, teacher, section, school, student):
    first, second = SurveyFactory(school=school, **OVER), SurveyFactory(school=school)
    other = StudentFactory(section=section)
    answer(first, student, section, 3)
    answer(second, student, section, 5)
    answer(second, other, section, 4)
    page = sign_in(teacher).get(surveys_of(section))
    (belonging, *_rest) = page.context["scales"]
    assert [(point.value, point.count) for point in belonging.points] == [(50, 1), (88, 2)]
    assert "88 of 100, n = 2" in page.text
    assert [turnout.answered for _row, turnout in page.context["windows"]] == [2, 1]
    assert reads().get().subject_key == section.key


def test_who_chose_not_to_say_is_counted_apart(sign_in, teacher, section, survey, student):
    answer(survey, student, section, None)
    answer(survey, StudentFactory(section=section), section, 5)
    text = sign_in(teacher).get(surveys_of(section)).text
    assert "1 of 2 students answered" in text
    assert "1 chose not to say" in text


def test_the_list_of_a_survey_tells_who_is_done_and_not_what_was_said(
    sign_in, teacher, section, answered, student
):
    quiet = StudentFactory(section=section, called="Quiet")
    page = sign_in(teacher).get(f"{surveys_of(section)}{answered.key}/")
    assert {row.called: done for row, done in page.context["rows"]} == {
        student.called: True,
        quiet.called: False,
    }
    assert not any(word in page.text for word in SECRET)


def test_another_classs_survey_is_not_reached_and_a_schools_is_not_closed_by_a_teacher(
    sign_in, teacher, section, school, survey
):
    others = SurveyFactory(school=school, section=SectionFactory(school=school))
    client = sign_in(teacher)
    assert client.get(f"{surveys_of(section)}{others.key}/").status_code == 404
    for row in (others, survey):
        assert client.post(f"{surveys_of(section)}{row.key}/close/").status_code == 404


# --- the school -----------------------------------------------------------------------------------
URL = "/school/surveys/"


@pytest.fixture
def admin(sign_in, school_admin):
    return sign_in(school_admin)


@pytest.fixture
def over(school):
    return SurveyFactory(school=school, title="Fall", **OVER)


def shown_cells(table):
    """By row: the figure, None where it is hidden or missing."""
    lines = [("School", table.school), *((line.name, line) for line in table.lines)]
    return {name: [cell.value for cell in line.cells] for name, line in lines}


def test_an_admin_opens_and_closes_a_survey_for_the_school(admin, school, student, sign_in):
    sent = {"title": "Winter", "starts_on": "2027-01-21", "ends_on": "2027-02-01"}
    assert admin.post(URL, sent).url == URL
    survey = Survey.objects.get()
    assert (survey.school, survey.section) == (school, None)
    for _click in range(2):
        admin.post(f"{URL}{survey.key}/close/")
    survey.refresh_from_db()
    assert survey.closed_at == NOW
    assert mine(survey) not in sign_in(student).get("/me/").text


def test_the_school_sees_its_classes_when_the_survey_is_over(admin, school, over):
    room(school, "Room 2", 12, 3, over)
    room(school, "Room 10", 10, 5, over)
    table = admin.get(URL).context["table"]
    assert shown_cells(table) == {"School": [73], "Room 2": [50], "Room 10": [100]}
    assert [(cell.answered, cell.students) for cell in table.school.cells] == [(22, 22)]


def test_a_small_class_is_hidden_and_a_second_one_that_would_give_it_away(admin, school, over):
    room(school, "Room 2", 12, 3, over)
    room(school, "Room 4", 9, 5, over)
    room(school, "Room 7", 15, 4, over)
    page = admin.get(URL)
    assert shown_cells(page.context["table"]) == {
        "School": [73],
        "Room 2": [None],
        "Room 4": [None],
        "Room 7": [75],
    }
    assert page.text.count("Hidden: small group") == 2


def test_who_did_not_answer_is_shown(admin, school, over):
    section = room(school, "Room 2", 12, 3, over)
    StudentFactory.create_batch(3, section=section)
    for student in StudentFactory.create_batch(2, section=section):
        answer(over, student, section, None)
    (line,) = admin.get(URL).context["table"].lines
    assert [(cell.answered, cell.students) for cell in line.cells] == [(12, 17)]
    assert "12 of 17 answered" in admin.get(URL).text


def test_figures_of_an_open_survey_are_not_shown_yet(admin, school, survey):
    room(school, "Room 2", 12, 3, survey)
    page = admin.get(URL)
    assert page.context["table"].lines == ()
    assert "No survey is over yet" in page.text


def test_a_teachers_own_survey_stays_with_the_class(admin, school, section, over):
    own = SurveyFactory(school=school, section=section, title="Only ours", **OVER)
    for student in StudentFactory.create_batch(12, section=section):
        answer(own, student, section, 5)
    page = admin.get(URL)
    assert [window.title for window in page.context["table"].windows] == ["Fall"]
    assert "Only ours" not in page.text


def test_each_student_counts_in_one_class(admin, school, over, section):
    second = SectionFactory(school=school, name="Art")
    children = StudentFactory.create_batch(12, section=section)
    for child in children:
        EnrollmentFactory(section=second, student=child)
        answer(over, child, section, 4)
    table = admin.get(URL).context["table"]
    assert [line.name for line in table.lines] == ["Room 12"]
    assert [cell.students for cell in table.school.cells] == [12]


def test_the_file_is_equal_to_the_screen_and_its_making_is_written_down(admin, school, over):
    room(school, "=Room 2", 12, 3, over)
    room(school, "Room 4", 9, 5, over)
    room(school, "Room 7", 15, 4, over)
    page = admin.get(f"{URL}?scale=relevance").context
    response = admin.get("/school/surveys.csv?scale=relevance")
    heads, *rows = csv.reader(io.StringIO(response.content.decode("utf-8-sig")))
    assert heads == ["Class", "Fall, 2026-10-05 – 2026-10-16", "Answered", "Students"]
    shown = {
        name: [
            word
            for cell in line.cells
            for word in (
                "hidden" if cell.is_hidden else str(cell.value),
                "hidden" if cell.answered is None else str(cell.answered),
                str(cell.students),
            )
        ]
        for name, line in [
            *(("'" + n.name if n.name[0] == "=" else n.name, n) for n in page["table"].lines),
            ("School", page["table"].school),
        ]
    }
    assert {name: cells for name, *cells in rows} == shown
    assert shown["Room 4"] == ["hidden", "hidden", "9"]
    assert shown["School"] == ["73", "36", "36"]
    entry = AuditEntry.objects.get(action=AuditEntry.Action.EXPORTED)
    assert (entry.school_key, entry.detail) == (school.key, "survey figures: relevance")


@pytest.mark.parametrize("scale", ["", "nonsense", "<script>", "\x00"])
def test_a_scale_nobody_knows_is_the_first(admin, scale):
    assert admin.get(URL, {"scale": scale}).context["scale"].name == "belonging"


def test_an_admin_page_never_selects_what_a_child_said(admin, school, over):
    room(school, "Room 2", 12, 3, over)
    with CaptureQueriesContext(
        connection,
    ) as asked:
        admin.get(URL)
        admin.get("/school/surveys.csv")
    answers = [query["sql"] for query in asked if "checkins_surveyanswer" in query["sql"]]
    assert answers
    assert not any('"said"' in sql for sql in answers)
    assert not any('"student_id"' in sql.partition("FROM")[0] for sql in answers)


def test_another_schools_figures_are_not_mixed_in(admin, school, over, stranger):
    elsewhere = SurveyFactory(title="Elsewhere", **OVER)
    room(elsewhere.school, "Theirs", 12, 5, elsewhere)
    room(school, "Ours", 12, 3, over)
    table = admin.get(URL).context["table"]
    assert shown_cells(table) == {"School": [50], "Ours": [50]}
    assert admin.post(f"{URL}{elsewhere.key}/close/").status_code == 404


# --- what it costs --------------------------------------------------------------------------------


@pytest.mark.parametrize("size", [1, 30])
def test_the_schools_page_costs_the_same_for_any_number_of_classes(
    admin, school, size, django_assert_num_queries
):
    for number in range(3):
        start = TODAY - timedelta(days=100 - 20 * number)
        survey = SurveyFactory(school=school, starts_on=start, ends_on=start + timedelta(days=9))
        for place in range(size):
            room(school, f"Room {number} {place}", 1, 3, survey)
    # session, user, may open it, school; surveys, who answered, scores, audit in a savepoint (3),
    # enrollments, classes; running
    with django_assert_num_queries(13):
        page = admin.get(URL)
    assert len(page.context["table"].lines) == 3 * size


@pytest.mark.parametrize("size", [1, 30, 300])
def test_a_classs_page_costs_the_same_for_any_class(
    sign_in, teacher, section, survey, size, django_assert_num_queries
):
    for student in StudentFactory.create_batch(size, section=section):
        answer(survey, student, section, 3)
    client = sign_in(teacher)
    # session, user, class; surveys, savepoint, who answered, scores, audit, release; planned, size
    with django_assert_num_queries(11):
        client.get(surveys_of(section))
