"""Readiness: one tap, for this class's teachers alone, kept for some weeks."""

from datetime import date, timedelta
from io import StringIO

import pytest
from django.core.management import call_command
from django.db import IntegrityError, transaction

from checkins.models import ReadinessAnswer, ReadinessSetting, SurveyAnswer, SurveyResponse
from checkins.reasons import reasons_for
from plc.models import AuditEntry
from tests.factories import (
    NOW,
    TODAY,
    CheckInFactory,
    EnrollmentFactory,
    SectionFactory,
    StudentFactory,
    SurveyFactory,
    TermFactory,
)

pytestmark = pytest.mark.django_db
MINE = "/me/readiness/"


def url(section):
    return f"/c/{section.key}/readiness/"


@pytest.fixture
def asks(section):
    return ReadinessSetting.objects.create(section=section, is_asked=True)


def tap(client, section, word="worried"):
    return client.post(MINE, {"section": section.key, "feels": word})


def said(student, section, word="worried", on=TODAY):
    return ReadinessAnswer.objects.create(
        student=student, section=section, on=on, feels=word, said_at=NOW
    )


# --- a student taps -------------------------------------------------------------------------------


def test_one_tap_is_kept_and_another_one_replaces_it(sign_in, student, section, asks):
    client = sign_in(student)
    assert tap(client, section, "tired").url == "/me/"
    tap(client, section, "ready")
    answer = ReadinessAnswer.objects.get()
    assert (answer.feels, answer.on, answer.student) == ("ready", TODAY, student)


def test_my_day_asks_one_thing_about_feelings_at_a_time(sign_in, student, section, asks):
    client = sign_in(student)
    before = client.get("/me/").text
    assert "How do you come in today?" in before
    assert "How is it going?" not in before
    tap(client, section)
    after = client.get("/me/").text
    assert "How do you come in today?" not in after
    assert "How is it going?" in after


def test_a_class_that_does_not_ask_shows_nothing_and_takes_nothing(sign_in, student, section):
    client = sign_in(student)
    assert "How do you come in today?" not in client.get("/me/").text
    assert "Nobody asks you right now." in client.get(MINE).text
    assert tap(client, section).status_code == 404
    assert not ReadinessAnswer.objects.exists()


def test_another_class_takes_no_tap(sign_in, student, school, asks):
    elsewhere = SectionFactory(school=school)
    ReadinessSetting.objects.create(section=elsewhere, is_asked=True)
    assert tap(sign_in(student), elsewhere).status_code == 404


@pytest.mark.parametrize("word", ["", "angry", "<b>"])
def test_no_word_or_another_word_is_said_kindly(sign_in, student, section, asks, word):
    response = tap(sign_in(student), section, word)
    assert response.status_code == 422
    assert "Tap one." in response.text
    assert not ReadinessAnswer.objects.exists()


def test_the_database_keeps_one_a_day_and_only_the_four_words(student, section):
    said(student, section)
    for on, word in ((TODAY, "ready"), (TODAY - timedelta(days=1), "angry")):
        with pytest.raises(IntegrityError), transaction.atomic():
            said(student, section, word, on)


def test_of_two_classes_each_is_asked(sign_in, student, section, school, asks):
    art = SectionFactory(school=school, name="Art")
    EnrollmentFactory(section=art, student=student)
    ReadinessSetting.objects.create(section=art, is_asked=True)
    client = sign_in(student)
    tap(client, section)
    assert client.get("/me/").context["asked"].readiness == art.key
    tap(client, art)
    assert client.get("/me/").context["asked"].readiness == ""


# --- the teachers read ----------------------------------------------------------------------------


def test_the_teacher_sees_who_tapped_what_and_it_is_written_down(
    sign_in, teacher, section, student, asks
):
    other = StudentFactory(section=section, called="Kai")
    said(student, section)
    said(student, section, "ready", TODAY - timedelta(days=1))
    page = sign_in(teacher).get(url(section))
    found = page.context["found"]
    assert [[child.called for child in feeling.students] for feeling in found.feelings] == [
        ["Priya"],
        [],
        [],
        [],
    ]
    assert found.silent == (other,)
    assert [(day.on, dict(day.counts)) for day in found.before] == [
        (date(2027, 1, 20), {"Ready": 1, "Okay": 0, "Tired": 0, "Worried": 0})
    ]
    entry = AuditEntry.objects.get()
    assert (entry.action, entry.actor, entry.subject_key) == ("read_mood", teacher, section.key)


def test_without_an_answer_nothing_is_written_down(sign_in, teacher, section, asks):
    assert "Not answered" not in sign_in(teacher).get(url(section)).text
    assert not AuditEntry.objects.exists()


def test_nobody_else_sees_it(
    student, section, teacher, coteacher, other_teacher, school_admin, district_admin, sign_in
):
    said(student, section)
    readers = (teacher, coteacher, other_teacher, school_admin, district_admin)
    counts = [ReadinessAnswer.objects.visible_to(one).count() for one in readers]
    assert counts == [1, 1, 0, 0, 0]
    for person in (other_teacher, school_admin, district_admin):
        assert sign_in(person).get(url(section)).status_code == 404


def test_a_teacher_switches_it_on_and_chooses_the_weeks(sign_in, teacher, section, student):
    client = sign_in(teacher)
    assert "Not asked yet" in client.get(url(section)).text
    for _click in range(2):
        client.post(url(section), {"is_asked": "on", "keep_weeks": "2"})
    setting = ReadinessSetting.objects.get()
    assert (setting.is_asked, setting.keep_weeks) == (True, 2)
    assert "How do you come in today?" in sign_in(student).get("/me/").text


@pytest.mark.parametrize("weeks", ["0", "13", "", "many"])
def test_weeks_out_of_reach_are_said(sign_in, teacher, section, weeks):
    response = sign_in(teacher).post(url(section), {"is_asked": "on", "keep_weeks": weeks})
    assert response.status_code == 422
    assert not ReadinessSetting.objects.exists()


def test_worried_is_a_reason_when_planning_and_never_which_word(section, student):
    CheckInFactory(section=section, student=student, held_on=TODAY - timedelta(days=3))
    said(student, section, "worried", TODAY - timedelta(days=1))
    planned = reasons_for(section, [student], day=TODAY, moods=True)[student.pk]
    looked = reasons_for(section, [student], day=TODAY, moods=False)[student.pk]
    assert (planned.reason, planned.detail) == ("mood", {})
    assert looked.reason == "days_since"


# --- kept for some weeks --------------------------------------------------------------------------


def forget():
    told = StringIO()
    call_command("forget_old_answers", stdout=told)
    return told.getvalue()


def test_four_weeks_old_answers_are_deleted_and_a_second_run_does_no_more(section, student):
    for days in (0, 27, 28, 40):
        said(student, section, on=TODAY - timedelta(days=days))
    assert forget() == "Deleted 2 readiness answers and 0 survey answers.\n"
    assert forget() == "Deleted 0 readiness answers and 0 survey answers.\n"
    days = ReadinessAnswer.objects.order_by("on").values_list("on", flat=True)
    assert list(days) == [TODAY - timedelta(days=27), TODAY]


def test_a_class_keeps_them_as_long_as_it_chose(section, student, school):
    ReadinessSetting.objects.create(section=section, keep_weeks=1)
    other = SectionFactory(school=school)
    kept = StudentFactory(section=other)
    for child, room in ((student, section), (kept, other)):
        said(child, room, on=TODAY - timedelta(days=8))
    forget()
    assert [answer.student for answer in ReadinessAnswer.objects.all()] == [kept]


def test_what_is_due_to_be_deleted_is_shown_no_more(sign_in, teacher, section, student, asks):
    said(student, section, on=TODAY - timedelta(days=27))
    said(student, section, on=TODAY - timedelta(days=28))
    found = sign_in(teacher).get(url(section)).context["found"]
    assert [day.on for day in found.before] == [TODAY - timedelta(days=27)]


def answered(school, section, student, ends_on):
    survey = SurveyFactory(school=school, starts_on=ends_on, ends_on=ends_on)
    response = SurveyResponse.objects.create(
        survey=survey, student=student, section=section, grades="3-5", at=NOW
    )
    SurveyAnswer.objects.create(response=response, student=student, scale="belonging", said={})
    return survey


@pytest.mark.parametrize(
    ("year_ends", "survey_on", "goes"),
    [
        (date(2026, 11, 21), date(2026, 10, 1), True),  # 61 days ago
        (date(2026, 11, 22), date(2026, 10, 1), False),
        (date(2026, 11, 21), date(2026, 12, 1), False),  # of no year that is known
        (None, date(2025, 11, 21), True),  # 426 days ago
        (None, date(2025, 11, 22), False),
    ],
)
def test_survey_answers_go_60_days_after_their_school_year(
    school, section, student, year_ends, survey_on, goes
):
    if year_ends:
        TermFactory(school=school, starts_on=date(2025, 9, 1), ends_on=year_ends)
    answered(school, section, student, survey_on)
    forget()
    assert SurveyAnswer.objects.exists() is not goes
    assert SurveyResponse.objects.exists()  # that she answered stays, what she said does not


@pytest.mark.parametrize("class_size", [1, 30, 300])
def test_the_page_costs_the_same_for_any_class(
    sign_in, teacher, section, asks, class_size, django_assert_num_queries
):
    for child in StudentFactory.create_batch(class_size, section=section):
        said(child, section)
    client = sign_in(teacher)
    # session, user, class; setting, students; savepoint, today, before, audit, release
    with django_assert_num_queries(10):
        page = client.get(url(section))
    assert page.context["found"].answered == class_size
