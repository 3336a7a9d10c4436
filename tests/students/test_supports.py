"""What helps a child: written and read by her team, each reading by another written down."""

from uuid import uuid4

import pytest
from django.db import connection

from plc.models import AuditEntry
from students.models import Support
from students.supports import ForTheTeam, for_the_team
from tests.factories import NOW, ProfileAnswerFactory, StudentFactory, SupportFactory

pytestmark = pytest.mark.django_db


def readings():
    """(who, about whom) of each reading that was written down."""
    rows = AuditEntry.objects.filter(action="read_supports")
    return list(rows.values_list("actor__name", "subject_key", "school_key"))


@pytest.fixture
def url(student):
    return f"/s/{student.key}/"


def test_another_adults_reading_is_written_down(sign_in, teacher, coteacher, student, url):
    SupportFactory(student=student, text="Extra time", written_by=teacher)

    page = sign_in(coteacher).get(url).content.decode()

    assert "Extra time" in page
    assert readings() == [("Mr. Lind", student.key, student.school.key)]


def test_the_authors_own_reading_is_not(sign_in, teacher, student, url):
    SupportFactory(student=student, text="Extra time", written_by=teacher)
    assert "Extra time" in sign_in(teacher).get(url).content.decode()
    assert readings() == []


def test_reading_what_the_child_needs_in_her_own_words_is_written_down(
    sign_in, teacher, student, url
):
    ProfileAnswerFactory(student=student, card="needs", choices=["quiet"])
    sign_in(teacher).get(url)
    assert readings() == [("Ms. Okonkwo", student.key, student.school.key)]


def test_where_there_is_nothing_to_read_nothing_is_written_down(sign_in, teacher, student, url):
    ProfileAnswerFactory(student=student, card="interests")
    SupportFactory(student=student, ended_at="2027-01-20T12:00Z")
    sign_in(teacher).get(url)
    assert readings() == []


def test_an_admins_visit_reads_nothing(sign_in, school_admin, teacher, student, url):
    SupportFactory(student=student, written_by=teacher)
    assert sign_in(school_admin).get(url).status_code == 200
    assert readings() == []


def test_without_its_record_there_is_no_reading(sign_in, teacher, coteacher, student, url):
    SupportFactory(student=student, text="canary", written_by=teacher)
    client = sign_in(coteacher)
    client.raise_request_exception = False
    with connection.cursor() as cursor:
        cursor.execute("ALTER TABLE plc_auditentry RENAME TO plc_auditentry_away")

    response = client.get(url)

    assert response.status_code == 500
    assert "canary" not in response.content.decode()


def test_only_the_team_gets_anything(
    teacher, coteacher, specialist, other_teacher, stranger, school_admin, district_admin, student
):
    support = SupportFactory(student=student, written_by=teacher)
    needs = ProfileAnswerFactory(student=student, card="needs")
    all_of_it = ForTheTeam((support,), needs)

    for person in (teacher, coteacher, specialist):
        assert for_the_team(student, reader=person) == all_of_it, person
    for person in (other_teacher, stranger, school_admin, district_admin):
        assert for_the_team(student, reader=person) == ForTheTeam(), person


def test_a_student_never_sees_what_adults_wrote_about_her(sign_in, teacher, student):
    SupportFactory(student=student, text="canary", written_by=teacher)
    client = sign_in(student)

    assert client.get(f"/s/{student.key}/").status_code == 403
    for page in ("/me/", "/me/profile/", "/me/profile/needs/", "/me/goals/"):
        response = client.get(page)
        assert response.status_code == 200, page
        assert "canary" not in response.content.decode(), page


def test_a_support_is_written_down_once_however_often_it_is_posted(
    sign_in, specialist, student, url
):
    client, sent = sign_in(specialist), {"text": "Step cards", "form_key": str(uuid4())}

    for _time in range(2):
        assert client.post(f"{url}supports/", sent)["Location"] == url

    support = Support.objects.get()
    assert (support.student, support.text, support.written_by) == (
        student,
        "Step cards",
        specialist,
    )


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("", "Write the support in a few words."),
        ("  ", "Write the support in a few words."),
        ("x" * 201, "At most 200 letters. Make it shorter."),
        ("a\x00b", "Null characters are not allowed"),
    ],
)
def test_a_wrong_support_says_what_to_mend_and_keeps_the_form_open(
    sign_in, teacher, student, url, text, words
):
    response = sign_in(teacher).post(f"{url}supports/", {"text": text})

    assert response.status_code == 422
    page = response.content.decode()
    assert words in page
    assert '<details class="more" open>' in page
    assert not Support.objects.exists()


def test_a_script_in_a_support_is_only_text(sign_in, teacher, student, url):
    client = sign_in(teacher)
    client.post(f"{url}supports/", {"text": "<script>alert(1)</script>"})
    page = client.get(url).content.decode()
    assert "&lt;script&gt;alert(1)" in page
    assert "<script>alert" not in page


def test_a_support_that_ended_is_kept_but_no_longer_shown(sign_in, teacher, student, url):
    support = SupportFactory(student=student, text="Extra time", written_by=teacher)
    client = sign_in(teacher)

    client.post(f"{url}supports/{support.key}/end/")

    support.refresh_from_db()
    first_end = support.ended_at
    assert first_end is not None
    assert "Extra time" not in client.get(url).content.decode()
    client.post(f"{url}supports/{support.key}/end/")
    support.refresh_from_db()
    assert support.ended_at == first_end


def test_a_support_is_not_reached_through_another_child(sign_in, teacher, section, student):
    support = SupportFactory(student=student, written_by=teacher)
    classmate = StudentFactory(section=section)
    ended = sign_in(teacher).post(f"/s/{classmate.key}/supports/{support.key}/end/")
    assert ended.status_code == 404
    support.refresh_from_db()
    assert support.ended_at is None


def test_only_the_team_writes_and_ends_supports(
    sign_in, teacher, other_teacher, stranger, school_admin, student, url
):
    support = SupportFactory(student=student, written_by=teacher)
    for person, status in (
        (other_teacher, 404),
        (stranger, 404),
        (school_admin, 404),
        (student, 403),
    ):
        client = sign_in(person)
        sent = client.post(f"{url}supports/", {"text": "Mine"})
        assert sent.status_code == status, person
        assert client.post(f"{url}supports/{support.key}/end/").status_code == status, person
    assert list(Support.objects.filter(ended_at=None)) == [support]


def test_a_class_that_is_put_away_opens_its_students_to_nobody(sign_in, teacher, section, student):
    section.archived_at = NOW
    section.save()
    client = sign_in(teacher)
    assert client.get(f"/s/{student.key}/").status_code == 404
    assert client.post(f"/s/{student.key}/supports/", {"text": "Small steps"}).status_code == 404


def test_what_a_support_is_about_and_its_extra_time_are_kept(sign_in, specialist, student, url):
    sent = {"text": "Step cards", "barrier": "reading", "extra_time": "50"}
    sign_in(specialist).post(f"{url}supports/", sent)
    support = Support.objects.get()
    assert (support.barrier, support.extra_time) == ("reading", 50)


@pytest.mark.parametrize("changed", [{"barrier": "height"}, {"extra_time": "500"}])
def test_a_support_about_nothing_we_know_is_refused(sign_in, specialist, student, url, changed):
    sent = {"text": "Step cards", **changed}
    assert sign_in(specialist).post(f"{url}supports/", sent).status_code == 422
    assert not Support.objects.exists()


def test_whether_a_child_has_a_device_and_the_internet_is_kept(sign_in, teacher, student, url):
    sent = {"name": student.name, "called": student.called, "has_internet": "on"}
    assert sign_in(teacher).post(f"{url}edit/", sent).status_code == 302
    student.refresh_from_db()
    assert (student.has_device, student.has_internet) == (False, True)
