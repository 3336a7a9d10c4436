"""The class list, finding a student, a specialist's students, and the page about one child."""

import re
from datetime import date

import pytest

from students.models import Student
from tests.factories import (
    NOW,
    TODAY,
    EnrollmentFactory,
    GoalFactory,
    ProfileAnswerFactory,
    SectionFactory,
    SparkFactory,
    StaffRoleFactory,
    StudentFactory,
    SupportFactory,
)

pytestmark = pytest.mark.django_db


def text_of(response):
    return response.content.decode()


def fragment(target):
    return {"HX-Request": "true", "HX-Target": target}


# --- the class list -------------------------------------------------------------------------------


@pytest.fixture
def list_url(section):
    return f"/c/{section.key}/students/"


def test_an_empty_class_leads_to_the_import(sign_in, teacher, section, list_url):
    page = text_of(sign_in(teacher).get(list_url))

    assert "Add your class to begin" in page
    assert f'href="/c/{section.key}/students/import/"' in page
    assert 'name="q"' not in page


def test_the_list_has_name_grade_language_and_how_many_cards_are_filled(
    sign_in, teacher, section, student, list_url
):
    Student.objects.filter(pk=student.pk).update(home_language="Tamil")
    for card in ("interests", "strengths"):
        ProfileAnswerFactory(student=student, card=card)
    StudentFactory(section=section, name="Bilal Haddad", called="Bilal")

    response = sign_in(teacher).get(list_url)

    rows = [(child.name, child.answered) for child in response.context["page_of"]]
    assert rows == [("Bilal Haddad", 0), ("Priya Raman", 2)]
    page = text_of(response)
    assert all(words in page for words in ("Tamil", "Grade 4", "2 of 6", "0 of 6"))


def test_the_list_has_only_those_enrolled_today(sign_in, teacher, section, student, list_url):
    for name, days in (
        ("Gone", {"ends_on": date(2027, 1, 20)}),
        ("Soon", {"starts_on": date(2027, 1, 22)}),
        ("Last day", {"ends_on": TODAY}),
    ):
        child = StudentFactory(school=section.school, name=f"{name} Family", called=name)
        EnrollmentFactory(section=section, student=child, **days)
    StudentFactory(section=SectionFactory(school=section.school), name="Next Door")

    found = sign_in(teacher).get(list_url).context["page_of"]

    assert [child.called for child in found] == ["Last day", "Priya"]


@pytest.mark.parametrize("count", [1, 30, 300])
def test_the_list_costs_the_same_for_1_30_and_300_students(
    sign_in, teacher, section, list_url, count, django_assert_num_queries
):
    for child in StudentFactory.create_batch(count, section=section):
        ProfileAnswerFactory(student=child)
    client = sign_in(teacher)

    # session, user, her classes, all of this one with their cards
    with django_assert_num_queries(4):
        assert len(client.get(list_url).context["page_of"]) == min(count, 60)


def test_a_long_list_comes_in_pages_that_keep_what_was_asked_for(
    sign_in, teacher, section, list_url
):
    StudentFactory.create_batch(61, section=section)
    client = sign_in(teacher)

    first = text_of(client.get(f"{list_url}?q=student&page=1"))
    second = client.get(f"{list_url}?q=student&page=2")

    assert 'href="?q=student&amp;page=2"' in first
    assert len(second.context["page_of"]) == 1


@pytest.mark.parametrize("number", ["0", "-1", "99", "x", "1e3", "%00", "", "²"])
def test_a_page_that_is_not_there_is_the_nearest_one(sign_in, teacher, student, list_url, number):
    response = sign_in(teacher).get(f"{list_url}?page={number}")
    assert [child.called for child in response.context["page_of"]] == ["Priya"]


@pytest.mark.parametrize(
    ("letters", "found"),
    [
        ("pri", ["Priya"]),
        ("RAMAN", ["Priya"]),
        ("zoe", ["Zoë"]),
        ("Zoë", ["Zoë"]),
        ("raman priya", ["Priya"]),
        ("%", []),
        ("_", []),
        ("' OR 1=1 --", []),
        ("x" * 81, ["Priya", "Zoë"]),  # too long to be a name: not a search
        ("\x00", ["Priya", "Zoë"]),
        ("   ", ["Priya", "Zoë"]),
    ],
)
def test_finding_in_a_class(sign_in, teacher, section, student, list_url, letters, found):
    StudentFactory(section=section, name="Zoë Papadaki", called="Zoë")
    response = sign_in(teacher).get(list_url, {"q": letters})
    assert [child.called for child in response.context["page_of"]] == found


def test_nobody_found_offers_to_look_in_all_classes_and_shows_the_letters_as_text(
    sign_in, teacher, section, student, list_url
):
    page = text_of(sign_in(teacher).get(list_url, {"q": "<b>&"}))

    assert "Nobody in this class is called “&lt;b&gt;&amp;”" in page
    assert f'href="/c/{section.key}/students/find/?q=%3Cb%3E%26&amp;"' in page


def test_typing_brings_the_list_alone(sign_in, teacher, student, list_url):
    response = sign_in(teacher).get(f"{list_url}?q=pri", headers=fragment("div#student-list"))

    page = text_of(response).strip()
    assert page.startswith('<div id="student-list"')
    assert "Priya Raman" in page
    assert "HX-Target" in response["Vary"]


def test_the_list_is_for_those_who_teach_the_class(
    sign_in, coteacher, specialist, other_teacher, stranger, school_admin, student, list_url
):
    for person, status in (
        (coteacher, 200),
        (specialist, 404),
        (other_teacher, 404),
        (stranger, 404),
        (school_admin, 404),
        (student, 403),
    ):
        assert sign_in(person).get(list_url).status_code == status, person


# --- finding --------------------------------------------------------------------------------------


def test_one_hit_opens_at_once(sign_in, teacher, section, student):
    response = sign_in(teacher).get(f"/c/{section.key}/students/find/?q=priya")
    assert response["Location"] == f"/s/{student.key}/"


def test_while_typing_one_hit_is_a_list_of_one(sign_in, teacher, section, student):
    """A redirect would put a whole page in the place of the list."""
    response = sign_in(teacher).get(
        f"/c/{section.key}/students/find/?q=priya", headers=fragment("div#found")
    )
    assert response.status_code == 200
    page = text_of(response).strip()
    assert page.startswith('<div id="found"')
    assert f'href="/s/{student.key}/"' in page


def test_finding_looks_in_every_class_one_teaches_and_in_no_other(
    sign_in, teacher, section, student, other_teacher
):
    second = SectionFactory(school=section.school, teacher=teacher)
    StudentFactory(section=second, name="Priyanka Das", called="Priyanka")
    theirs = other_teacher.staff_roles.get().section
    StudentFactory(section=theirs, name="Priya Hidden", called="Priya H.")

    found = sign_in(teacher).get(f"/c/{section.key}/students/find/?q=priya").context["found"]

    assert [child.name for child in found] == ["Priya Raman", "Priyanka Das"]


def test_nothing_asked_for_finds_nothing(sign_in, teacher, section, student):
    response = sign_in(teacher).get(f"/c/{section.key}/students/find/")
    assert response.context["found"] == []


@pytest.mark.parametrize("count", [2, 30])
def test_finding_costs_the_same_for_2_and_30_students(
    sign_in, teacher, section, count, django_assert_num_queries
):
    StudentFactory.create_batch(count, section=section)
    client = sign_in(teacher)

    # session, user, her classes, those found
    with django_assert_num_queries(4):
        found = client.get(f"/c/{section.key}/students/find/?q=student").context["found"]
    assert len(found) == count


# --- a specialist's students ----------------------------------------------------------------------


def test_a_specialist_sees_her_own_students_with_their_classes(sign_in, specialist, section):
    StudentFactory(section=section, name="Bilal Haddad")
    response = sign_in(specialist).get("/caseload/")

    assert [child.name for child in response.context["page_of"]] == ["Priya Raman"]
    assert "Room 12" in text_of(response)


def test_an_ended_assignment_is_no_longer_seen(sign_in, specialist, student):
    specialist.staff_roles.update(ends_on=date(2027, 1, 20))
    client = sign_in(specialist)

    assert "No students are assigned to you yet" in text_of(client.get("/caseload/"))
    assert client.get(f"/s/{student.key}/").status_code == 404


@pytest.mark.parametrize("count", [1, 30, 300])
def test_the_caseload_costs_the_same_for_any_number_of_students(
    sign_in, specialist, section, count, django_assert_num_queries
):
    for child in StudentFactory.create_batch(count - 1, section=section):
        StaffRoleFactory(user=specialist, kind="specialist", student=child, school=section.school)
    client = sign_in(specialist)

    # session, user, her own classes, students, their classes
    with django_assert_num_queries(5):
        assert client.get("/caseload/").context["page_of"].paginator.count == count


# --- one child ------------------------------------------------------------------------------------


def facts(response):
    """What the page tells of the child: (heading, words), those told alone."""
    told = response.context["facts"]
    return [(str(fact.text.heading), list(fact.words)) for fact in told if fact.words]


def test_a_teacher_reads_strengths_first_and_needs_last(sign_in, teacher, student):
    ProfileAnswerFactory(student=student, card="needs", choices=["quiet"], words="Long texts")
    ProfileAnswerFactory(student=student, card="interests", choices=["comics"], words="Veena")
    ProfileAnswerFactory(student=student, card="strengths", choices=["drawing", "kindness"])

    response = sign_in(teacher).get(f"/s/{student.key}/")

    assert facts(response) == [
        ("Strengths", ["Drawing", "Being kind to partners"]),
        ("Interests", ["Comics", "Veena"]),
        ("Needs", ["A quiet place", "Long texts"]),
    ]


def test_a_card_that_is_empty_is_a_question_to_ask(sign_in, teacher, student):
    page = text_of(sign_in(teacher).get(f"/s/{student.key}/"))
    assert "Ask: What are you good at?" in page
    assert "Ask: What helps you?" in page


def test_goals_and_check_ins_come_by_their_own_addresses_and_are_links_without_javascript(
    sign_in, teacher, student
):
    page = text_of(sign_in(teacher).get(f"/s/{student.key}/"))
    for tail in ("goals", "check-ins"):
        url = f"/s/{student.key}/{tail}/"
        assert re.search(rf'data-hx-get="{url}"\s+data-hx-trigger="load"', page)
        assert re.search(rf'<h2>\s*<a href="{url}">', page)


def test_the_check_ins_on_the_profile_come_without_their_words(sign_in, teacher, student):
    response = sign_in(teacher).get(
        f"/s/{student.key}/check-ins/", headers=fragment("section#checkin-summary")
    )
    page = text_of(response).strip()
    assert page.startswith('<section id="checkin-summary"')
    assert "No check-in yet." in page


def test_an_admin_sees_who_a_child_is_but_no_need_no_support_and_no_word_of_hers(
    sign_in, teacher, school_admin, student
):
    Student.objects.filter(pk=student.pk).update(home_language="Tamil")
    ProfileAnswerFactory(student=student, card="interests", choices=["comics"], words="canary-1")
    ProfileAnswerFactory(student=student, card="needs", choices=["quiet"], words="canary-2")
    SupportFactory(student=student, text="canary-3", written_by=teacher)
    SparkFactory(student=student, words="canary-4")
    GoalFactory(student=student, title="canary-5", written_by=teacher)
    canaries = [f"canary-{number}" for number in (1, 2, 3, 4)]

    seen_by_teacher = text_of(sign_in(teacher).get(f"/s/{student.key}/"))
    response = sign_in(school_admin).get(f"/s/{student.key}/")
    page = text_of(response)

    assert all(word in seen_by_teacher for word in [*canaries, "A quiet place"])
    assert facts(response) == [("Interests", ["Comics"])]
    assert not response.context["sparks"]
    assert all(word in page for word in ("Priya Raman", "Grade 4", "Tamil"))
    assert "canary" not in page
    assert "A quiet place" not in page
    assert "/supports/" not in page


@pytest.mark.parametrize("tail", ["goals/", "picks/", "check-ins/", "edit/", "goals/new/"])
def test_an_admin_does_not_reach_the_other_pages_of_a_child(sign_in, school_admin, student, tail):
    assert sign_in(school_admin).get(f"/s/{student.key}/{tail}").status_code == 404


def test_who_reaches_the_page_of_a_child(
    sign_in,
    teacher,
    coteacher,
    specialist,
    other_teacher,
    stranger,
    school_admin,
    district_admin,
    student,
):
    for person, status in (
        (teacher, 200),
        (coteacher, 200),
        (specialist, 200),
        (school_admin, 200),
        (district_admin, 404),
        (other_teacher, 404),
        (stranger, 404),
        (student, 403),
    ):
        assert sign_in(person).get(f"/s/{student.key}/").status_code == status, person


def test_a_teacher_who_left_the_class_no_longer_reaches_the_child(sign_in, teacher, student):
    client = sign_in(teacher)
    assert client.get(f"/s/{student.key}/").status_code == 200
    teacher.staff_roles.update(ends_on=date(2027, 1, 20))
    assert client.get(f"/s/{student.key}/").status_code == 404


@pytest.mark.parametrize("count", [1, 30])
def test_the_page_of_a_child_costs_the_same_whatever_there_is_of_her(
    sign_in, teacher, student, count, django_assert_num_queries
):
    SupportFactory.create_batch(count, student=student, written_by=teacher)
    SparkFactory.create_batch(count, student=student)
    for card in ("interests", "strengths", "needs", "formats")[: 1 + count // 10]:
        ProfileAnswerFactory(student=student, card=card, written_by=teacher)
    client = sign_in(teacher)

    # session, user, student, my classes, her classes, cards, sparks; in a savepoint (2): supports,
    # her card of needs
    with django_assert_num_queries(11):
        assert client.get(f"/s/{student.key}/").status_code == 200


# --- correcting by hand ---------------------------------------------------------------------------


def corrected(**changes):
    said = {"name": "Priya Raman", "called": "Priya", "grade": "4", "home_language": ""}
    return said | {"has_device": "on", "has_internet": "on"} | changes


def test_what_a_teacher_corrects_is_remembered_as_hers_and_is_found_by(sign_in, teacher, student):
    url = f"/s/{student.key}/edit/"
    sent = corrected(called="Pri", home_language="Tamil")

    assert sign_in(teacher).post(url, sent)["Location"] == f"/s/{student.key}/"

    student.refresh_from_db()
    assert (student.called, student.home_language) == ("Pri", "Tamil")
    assert student.hand_edited == ["called", "home_language"]
    assert list(Student.objects.named("pri raman")) == [student]


def test_a_corrected_name_tells_the_live_page_of_the_class(sign_in, teacher, section, student):
    before = section.pulse
    sign_in(teacher).post(f"/s/{student.key}/edit/", corrected(called="Pri"))
    section.refresh_from_db()
    assert section.pulse == before + 1


@pytest.mark.parametrize(
    ("changes", "words"),
    [
        ({"name": " "}, "This field is required"),
        ({"called": ""}, "This field is required"),
        ({"name": "x" * 121}, "at most 120"),
        ({"grade": "13"}, "Select a valid choice"),
        ({"name": "a\x00b"}, "Null characters are not allowed"),
        ({"name": "Priya\u202e"}, "a hidden sign that no name has (U+202E)"),
    ],
)
def test_a_wrong_correction_says_what_to_mend(sign_in, teacher, student, changes, words):
    response = sign_in(teacher).post(f"/s/{student.key}/edit/", corrected(**changes))
    assert response.status_code == 422
    assert words in text_of(response)
    student.refresh_from_db()
    assert student.name == "Priya Raman"


def test_a_correction_cannot_reach_what_the_form_does_not_ask(sign_in, teacher, student):
    other = SectionFactory().school
    sign_in(teacher).post(
        f"/s/{student.key}/edit/",
        corrected(external_id="x", school=other.pk, key="mine", hand_edited='["name"]'),
    )
    fresh = Student.objects.get(pk=student.pk)
    assert (fresh.external_id, fresh.school_id, fresh.key, fresh.hand_edited) == (
        "",
        student.school_id,
        student.key,
        [],
    )


def test_a_sparks_day_is_told(sign_in, teacher, student):
    SparkFactory(student=student, words="Do fish sleep?", said_at=NOW)
    page = text_of(sign_in(teacher).get(f"/s/{student.key}/"))
    assert "“Do fish sleep?”" in page
    assert "Jan 21" in page
