"""Pull-outs and times away: entered once, kept free by every plan."""

from datetime import date, time

import pytest

from checkins.models import Away
from tests.factories import (
    TODAY,
    AwayFactory,
    PlanFactory,
    SectionFactory,
    SlotFactory,
    StudentFactory,
    WindowFactory,
)

pytestmark = pytest.mark.django_db


def url(section):
    return f"/c/{section.key}/students/away/"


def asked(child, **changes):
    return {
        "student": child.pk,
        "weekdays": ["1", "3"],
        "on": "",
        "starts_at": "10:35",
        "ends_at": "11:15",
        "where": "Reading with Ms. Lopez",
    } | changes


def kept():
    return list(Away.objects.order_by("pk").values_list("weekday", "on", "starts_at", "ends_at"))


def test_a_weekly_pull_out_is_kept_on_each_of_its_days(sign_in, teacher, section, student):
    client = sign_in(teacher)

    response = client.post(url(section), asked(student), follow=True)

    assert kept() == [(day, None, time(10, 35), time(11, 15)) for day in (1, 3)]
    page = response.content.decode()
    assert "Kept free: Priya" in page
    assert "Each Tuesday" in page
    assert "Reading with Ms. Lopez" in page


def test_an_appointment_is_on_one_day(sign_in, teacher, section, student):
    sent = asked(student, weekdays=[], on="2027-01-21")
    sign_in(teacher).post(url(section), sent)
    assert kept() == [(None, TODAY, time(10, 35), time(11, 15))]


def test_the_same_time_twice_is_kept_once(sign_in, teacher, section, student):
    client = sign_in(teacher)
    client.post(url(section), asked(student))

    response = client.post(url(section), asked(student, weekdays=["3", "4"]), follow=True)

    assert [row[0] for row in kept()] == [1, 3, 4]
    assert "That was here already" not in response.content.decode()
    again = client.post(url(section), asked(student), follow=True)
    assert "That was here already: Priya" in again.content.decode()


@pytest.mark.parametrize(
    ("changes", "words"),
    [
        ({"student": ""}, "This field is required"),
        ({"weekdays": []}, "Choose weekdays, or one date."),
        ({"on": "2027-01-21"}, "Choose weekdays, or one date."),
        ({"weekdays": ["6"]}, "not one of the available choices"),
        ({"weekdays": [], "on": "1847-01-01"}, "Choose a day of this century."),
        ({"weekdays": [], "on": "2027-01-20"}, "This day is past. Choose one from today on."),
        ({"ends_at": "10:35"}, "The end comes after the start."),
        ({"starts_at": "25:00"}, "Enter a valid time"),
        ({"where": "x" * 61}, "at most 60 characters"),
        ({"where": ""}, "This field is required"),
    ],
)
def test_what_cannot_be_is_said_and_nothing_is_kept(
    sign_in, teacher, section, student, changes, words
):
    response = sign_in(teacher).post(url(section), asked(student, **changes))

    assert response.status_code == 422
    assert words in response.content.decode()
    assert kept() == []


def test_a_check_in_that_is_planned_in_these_times_is_named(sign_in, teacher, section, student):
    """Thursdays 21 and 28 and Tuesday 26 have one that meets 10:35-11:15; Wednesday has not."""
    for day, at in ((21, 10), (26, 10), (27, 10), (28, 11)):
        on = date(2027, 1, day)
        window = WindowFactory(section=section, on=on, starts_at=time(at), ends_at=time(at, 59))
        plan = PlanFactory(section=section, on=on)
        start = time(10, 40) if at == 10 else time(11, 14)
        SlotFactory(plan=plan, student=student, window=window, starts_at=start)
    client = sign_in(teacher)

    page = client.post(url(section), asked(student), follow=True).text
    words = "Priya has a check-in in this time on January 21, January 26, January 28."
    assert f"{words} Move it, or plan again." in page

    later = asked(student, starts_at="11:20", ends_at="11:50")
    assert "has a check-in" not in client.post(url(section), later, follow=True).text


def test_a_child_of_another_class_is_no_choice(sign_in, teacher, section, student):
    theirs = StudentFactory(section=SectionFactory(school=section.school), called="Otto")
    client = sign_in(teacher)

    assert client.post(url(section), asked(theirs)).status_code == 422
    assert "Otto" not in client.get(url(section)).content.decode()
    assert kept() == []


def test_a_time_is_removed_and_a_second_press_finds_it_gone(sign_in, teacher, section, student):
    away = AwayFactory(student=student)
    client = sign_in(teacher)

    assert client.post(f"{url(section)}{away.key}/").status_code == 302
    assert kept() == []
    assert client.post(f"{url(section)}{away.key}/").status_code == 404


def test_another_class_s_time_is_not_removed(sign_in, teacher, section, student):
    theirs = AwayFactory(student=StudentFactory(section=SectionFactory(school=section.school)))
    assert sign_in(teacher).post(f"{url(section)}{theirs.key}/").status_code == 404
    assert Away.objects.count() == 1


def test_days_that_have_passed_are_not_listed(sign_in, teacher, section, student):
    AwayFactory(student=student, weekday=None, on=date(2027, 1, 20), where="the dentist")
    AwayFactory(student=student, weekday=None, on=TODAY, where="the eye doctor")

    page = sign_in(teacher).get(url(section)).content.decode()

    assert "the eye doctor" in page
    assert "the dentist" not in page


@pytest.mark.parametrize("many", [1, 30, 300])
def test_the_list_takes_the_same_queries_for_any_number(
    sign_in, teacher, section, many, django_assert_num_queries
):
    for student in StudentFactory.create_batch(many, section=section):
        AwayFactory(student=student)
    client = sign_in(teacher)
    # session, user, sections, closed days for the weekdays, count, rows, students to choose from
    with django_assert_num_queries(7):
        response = client.get(url(section))
    assert response.context["page"].paginator.count == many
