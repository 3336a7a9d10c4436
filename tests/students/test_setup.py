"""The first start: one school, one admin, once."""

import pytest
from django.db import IntegrityError

from plc.models import User
from students.models import School, StaffRole
from students.setup import set_up
from tests.factories import TODAY

pytestmark = pytest.mark.django_db
FORM = {
    "school": "Maple Street School",
    "district": "Maple District",
    "time_zone": "America/Chicago",
    "name": "Ms. Boss",
    "email": "Boss@Maple.example",
    "password": "a long quiet sentence",
}


def test_an_empty_site_leads_to_the_set_up(client):
    assert client.get("/").url == "/setup/"


def test_the_set_up_makes_the_school_and_its_admin_and_signs_her_in(client):
    response = client.post("/setup/", FORM)

    assert (response.status_code, response.url) == (302, "/school/import/")
    school, admin = School.objects.get(), User.objects.get()
    assert (school.name, school.time_zone) == ("Maple Street School", "America/Chicago")
    assert (admin.email, admin.check_password(FORM["password"])) == ("boss@maple.example", True)
    role = StaffRole.objects.get()
    assert (role.kind, role.school, role.user) == ("school_admin", school, admin)
    assert client.session["_auth_user_id"] == str(admin.pk)


def test_afterwards_there_is_no_such_page(client, teacher):
    assert client.get("/setup/").status_code == 404
    assert client.post("/setup/", FORM).status_code == 404
    assert client.get("/").url == "/in/"


@pytest.mark.parametrize(
    ("changes", "words"),
    [
        ({"school": ""}, "This field is required"),
        ({"email": "boss"}, "valid email"),
        ({"email": "b" * 250 + "@x.example"}, "at most 254 characters"),
        ({"password": "short"}, "too short"),
        ({"password": "1234567890"}, "too common"),
        ({"time_zone": "Mars/Olympus"}, "not one of the available choices"),
        ({"name": "a\x00b"}, "Null characters"),
        ({"school": "\u202eMaple"}, "a hidden sign that no name has (U+202E)"),
        ({"name": "\u200b"}, "This field is required"),
    ],
)
def test_a_wrong_form_says_what_to_mend_and_makes_nothing(client, changes, words):
    response = client.post("/setup/", FORM | changes)
    assert response.status_code == 422
    assert words in response.content.decode()
    assert not School.objects.exists()


def test_of_two_who_set_up_at_the_same_moment_one_wins():
    asked = {**FORM, "today": TODAY}
    set_up(**asked)
    with pytest.raises(IntegrityError):
        set_up(**{**asked, "email": "second@maple.example"})
