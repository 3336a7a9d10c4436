"""No page, file or search of an admin selects anybody's words, needs or feelings.

Sensitive tables are found by their queryset (`TaughtOnlyQuerySet`: what a child's team alone may
read), by a field for words beside a check-in, and by what `SENSITIVE` adds; so a table that
somebody adds tomorrow is looked for as well. Every address of the table in tests/test_access.py
which an admin reaches is asked, with real rows of everything.
"""

import re

import pytest
from django.apps import apps
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from zeal import zeal_ignore

from students.models import ProfileAnswer, TaughtOnlyQuerySet
from tests.factories import (
    CheckInFactory,
    CheckInNoteFactory,
    ReflectionFactory,
    StudentFactory,
    SupportFactory,
)
from tests.test_access import KIND_OF, KINDS, ask, keys_of, our_addresses, room_12  # noqa: F401

pytestmark = pytest.mark.django_db
ADMINS = ("school_admin", "district_admin")
CANARY = "CANARY-7Q"


def sensitive_tables():
    """Tables that only a child's team may read."""
    return {
        model._meta.db_table
        for model in apps.get_models()
        if isinstance(model._default_manager.all(), TaughtOnlyQuerySet)
    }


def of_admins():
    """(name, parameters) of every address that a school's or a district's admin reaches."""
    reach = {kind for kind, rule in KINDS.items() if rule["reach"] & set(ADMINS)}
    return [row for row in our_addresses() if KIND_OF.get(row[0]) in reach]


def selected(queries):
    """The tables that the statements read."""
    found = set()
    for query in queries:
        found |= set(re.findall(r'(?:FROM|JOIN)\s+"?(\w+)"?', query["sql"], re.IGNORECASE))
    return found


def test_the_tables_of_words_and_needs_are_known():
    known = {"checkins_checkinnote", "students_support", "goals_reflection"}
    assert known <= sensitive_tables()


@pytest.fixture
def words(room_12, student, section):  # noqa: F811
    """Words, needs and a mood about Priya, each with a mark that must appear nowhere."""
    checkin = CheckInFactory(section=section, student=student)
    CheckInNoteFactory(checkin=checkin, text=f"{CANARY} note")
    SupportFactory(student=student, text=f"{CANARY} support")
    ReflectionFactory(student=student)
    StudentFactory.create_batch(10, section=section)  # fewer are none for a district
    return room_12


@pytest.mark.parametrize("who", ADMINS)
@pytest.mark.parametrize(("name", "parameters"), of_admins(), ids=lambda value: str(value)[:40])
def test_no_address_of_an_admin_selects_them(request, sign_in, words, who, name, parameters):
    client = sign_in(request.getfixturevalue(who))
    url = reverse(name, kwargs=keys_of(words, name, parameters))

    # what it costs is asked elsewhere; a letter to each adult takes a statement each
    with zeal_ignore(), CaptureQueriesContext(connection) as queries:
        response = ask(client, url, words["sent"].get(name))
        body = b"".join(response.streaming_content) if response.streaming else response.content

    assert len(queries) > 0 or name in {"display", "student_sign_out", "healthz"}
    assert selected(queries) & sensitive_tables() == set()
    assert CANARY not in body.decode()


@pytest.mark.parametrize("who", ADMINS)
def test_no_question_to_coverage_selects_them(request, sign_in, words, section, who):
    client = sign_in(request.getfixturevalue(who))
    home = "/school/coverage/"
    asked = [
        f"{home}?by=grade",
        f"{home}?by=joined&days=60",
        f"{home}?start=2026-09-01",
        f"{home}waiting/?show=late",
        f"{home}waiting/?by=grade&group=4",
        f"{home}{section.key}/?week=2027-01-18",
        f"{home}schools/{section.school.key}/?by=language",
    ]
    with CaptureQueriesContext(connection) as queries:
        statuses = {client.get(url).status_code for url in asked}
    assert 200 in statuses
    assert selected(queries) & sensitive_tables() == set()


def test_the_capture_finds_a_note_where_one_is_read(sign_in, teacher, words, student):
    """The control: on a teacher's page the same check finds what it looks for."""
    with CaptureQueriesContext(connection) as queries:
        sign_in(teacher).get(f"/s/{student.key}/check-ins/")
    assert "checkins_checkinnote" in selected(queries) & sensitive_tables()


def test_an_admin_is_shown_no_card_of_needs(sign_in, school_admin, words, student):
    answer = ProfileAnswer.objects.create(
        student=student, card="needs", words=CANARY, answered_at="2027-01-01T00:00Z"
    )
    page = sign_in(school_admin).get(f"/s/{student.key}/").content.decode()
    assert answer.pk
    assert CANARY not in page
