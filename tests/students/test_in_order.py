"""Names stand where one looks for them: accents aside, numbers as numbers, on both databases."""

import pytest
from django.urls import reverse

from checkins.board import glance
from students.models import Section
from tests.factories import TODAY, SectionFactory, StaffRoleFactory, StudentFactory

pytestmark = pytest.mark.django_db
NAMES = ["Zoë", "Éva", "anna", "Xóchitl", "Çelik", "Dan", "O'Neil", "Ben"]
BY_NAME = ["anna", "Ben", "Çelik", "Dan", "Éva", "O'Neil", "Xóchitl", "Zoë"]
ROOMS = ["Room 10", "Room 2", "Room 9"]


@pytest.fixture
def children(section):
    return [StudentFactory(section=section, name=f"{name} Berg", called=name) for name in NAMES]


def called(rows):
    return [row.called for row in rows]


def test_a_child_finds_her_picture_by_name(client, section, children):
    section.code, section.code_state = "MAPLE2", Section.Code.OPEN
    section.save()

    page = client.get(reverse("find_picture", args=[section.code]))

    assert called(page.context["faces"]) == BY_NAME


def test_the_teachers_lists_are_by_name(sign_in, section, teacher, children):
    client = sign_in(teacher)

    page = client.get(reverse("students", args=[section.key]))
    waiting = client.get(reverse("checkins", args=[section.key])).context["rows"]

    assert called(page.context["page_of"]) == BY_NAME
    assert called(glance(section, TODAY)) == BY_NAME
    assert called(row.student for row in waiting) == BY_NAME


def test_a_specialists_students_are_by_name(sign_in, specialist, school, children):
    for child in children:
        StaffRoleFactory(user=specialist, kind="specialist", student=child, school=school)

    page = sign_in(specialist).get(reverse("caseload"))

    assert [name for name in called(page.context["page_of"]) if name in NAMES] == BY_NAME


def test_classes_are_in_the_order_of_their_numbers(sign_in, school_admin, school):
    for name in ROOMS:
        SectionFactory(school=school, name=name)
    client = sign_in(school_admin)

    rows = client.get(reverse("classes")).context["rows"]
    choices = client.get(reverse("people")).context["form"].fields["section"].choices

    assert [row.name for row in rows] == ["Room 2", "Room 9", "Room 10"]
    assert [words for _value, words in choices][1:] == ["Room 2", "Room 9", "Room 10"]


def test_her_classes_and_where_her_day_begins_are_in_order(sign_in, teacher, school):
    rooms = {name: SectionFactory(school=school, name=name, teacher=teacher) for name in ROOMS}
    client = sign_in(teacher)

    assert client.get("/").url == reverse("today", args=[rooms["Room 2"].key])
    page = client.get(reverse("desks"))
    assert [desk.name for desk in page.context["desks"]] == ["Room 2", "Room 9", "Room 10"]
