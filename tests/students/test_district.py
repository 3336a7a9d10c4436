"""Who oversees a district, and its schools: all in the browser, and nobody's by writing a name."""

from datetime import timedelta

import pytest
from django.core import mail
from django.urls import reverse

from plc.models import User
from students.models import School, StaffRole
from tests.factories import TODAY, SchoolFactory, StaffFactory, StaffRoleFactory

pytestmark = pytest.mark.django_db
ADD = {"name": "Mr. Wide", "email": "Wide@maple.example", "kind": "district_admin"}
SCHOOL = {
    "school": "Oak Street School",
    "time_zone": "America/Chicago",
    "name": "Ms. Oak",
    "email": "Oak@maple.example",
}


def overseers(district="Maple District"):
    roles = StaffRole.objects.current(TODAY).district_wide().filter(district=district)
    return [role.user.name for role in roles.order_by("user__name")]


def test_who_runs_all_schools_of_a_district_names_its_admin(sign_in, school, school_admin):
    client = sign_in(school_admin)

    client.post("/school/people/", ADD)

    assert overseers() == ["Mr. Wide"]
    assert [letter.to for letter in mail.outbox] == [["wide@maple.example"]]
    page = client.get("/school/people/").text
    assert "Mr. Wide" in page
    role = User.objects.get(email="wide@maple.example").staff_roles.get()
    assert (role.school, role.starts_on) == (None, TODAY)
    client.post("/school/people/", ADD)
    assert StaffRole.objects.district_wide().count() == 1


def test_writing_a_districts_name_does_not_open_its_schools(sign_in, school, school_admin):
    role = StaffRoleFactory(
        user=StaffFactory(name="Mr. Wide"), kind="district_admin", district="Maple District"
    )
    SchoolFactory(name="Oak Street School", district="Maple District")
    client = sign_in(school_admin)

    response = client.post("/school/people/", ADD | {"email": school_admin.email})
    ended = client.post(reverse("end_district_admin"), {"row": role.pk})

    assert (response.status_code, ended.status_code) == (422, 404)
    assert overseers() == ["Mr. Wide"]
    assert "District admin" not in client.get("/school/people/").text


def test_a_school_without_a_district_has_no_admin_of_one(sign_in, school, school_admin):
    School.objects.update(district="")

    assert sign_in(school_admin).post("/school/people/", ADD).status_code == 422
    assert not StaffRole.objects.district_wide().exists()


@pytest.fixture
def overseer(sign_in, district_admin):
    return sign_in(district_admin)


def test_a_district_admin_adds_a_school_with_its_admin(overseer, school, sign_in):
    page = overseer.post("/district/schools/", SCHOOL, follow=True)

    assert "Oak Street School is added." in page.text
    made = School.objects.get(name="Oak Street School")
    assert (made.district, made.time_zone) == ("Maple District", "America/Chicago")
    admin = User.objects.get(email="oak@maple.example")
    assert [letter.to for letter in mail.outbox] == [["oak@maple.example"]]
    assert sign_in(admin).get("/school/classes/").context["school"] == made


@pytest.mark.parametrize("url", ["/district/schools/", "/district/admins/"])
def test_an_address_longer_than_an_account_holds_is_refused(overseer, school, url):
    form = SCHOOL | {"email": "n" * 250 + "@x.example"}
    response = overseer.post(url, form)
    assert response.status_code == 422
    assert "at most 254 characters" in response.text


def test_she_may_look_after_one_school_herself_and_no_second(overseer, school, district_admin):
    mine = SCHOOL | {"email": district_admin.email}
    assert overseer.post("/district/schools/", mine).status_code == 302
    assert not mail.outbox

    response = overseer.post("/district/schools/", mine | {"school": "Elm Street School"})

    assert response.status_code == 422
    assert "looks after a school already" in response.text
    assert not School.objects.filter(name="Elm Street School").exists()


def test_a_second_press_does_not_add_the_school_twice(overseer, school):
    for _time in range(2):
        overseer.post("/district/schools/", SCHOOL)
    assert School.objects.filter(name="Oak Street School").count() == 1


def test_she_names_others_and_ends_them_but_not_the_last(overseer, school, district_admin):
    overseer.post("/district/admins/", {"name": "Mr. Wide", "email": "wide@maple.example"})
    assert overseers() == ["Mr. District", "Mr. Wide"]
    roles = StaffRole.objects.current(TODAY).district_wide()

    overseer.post("/district/admins/end/", {"row": roles.get(user__name="Mr. Wide").pk})
    assert overseers() == ["Mr. District"]

    last = overseer.post("/district/admins/end/", {"row": roles.get().pk}, follow=True)
    assert "A district needs an admin." in last.text
    assert overseers() == ["Mr. District"]


def test_the_end_of_a_district_admin_is_taken_back_with_one_press(overseer, school):
    overseer.post("/district/admins/", {"name": "Mr. Wide", "email": "wide@maple.example"})
    role = StaffRole.objects.get(user__name="Mr. Wide")
    page = overseer.post("/district/admins/end/", {"row": role.pk}, follow=True)
    assert "The role of Mr. Wide is ended: District admin, Maple District." in page.text

    undo = f"/district/admins/end/?row={role.pk}"
    assert f'action="{undo}"' in page.text
    page = overseer.post(undo, {"to": "on"}, follow=True)

    assert "Mr. Wide has the role again" in page.text
    assert overseers() == ["Mr. District", "Mr. Wide"]


def test_who_ends_her_own_oversight_has_no_undo(overseer, school, district_admin):
    overseer.post("/district/admins/", {"name": "Mr. Wide", "email": "wide@maple.example"})
    role = district_admin.staff_roles.get()

    page = overseer.post("/district/admins/end/", {"row": role.pk}, follow=True)

    assert page.status_code == 200
    assert "Undo" not in page.text
    back = overseer.post(f"/district/admins/end/?row={role.pk}", {"to": "on"})
    assert back.status_code == 403


def test_another_districts_admin_is_not_hers_to_end(overseer, school):
    role = StaffRoleFactory(
        user=StaffFactory(), kind="district_admin", district="Oak District", school=None
    )
    assert overseer.post("/district/admins/end/", {"row": role.pk}).status_code == 404
    assert overseer.post("/district/admins/end/", {"row": "x"}).status_code == 404


def test_a_district_admin_of_yesterday_sees_no_schools(overseer, school, district_admin):
    district_admin.staff_roles.update(
        starts_on=TODAY - timedelta(days=9), ends_on=TODAY - timedelta(days=1)
    )
    assert overseer.get("/district/schools/").status_code == 403


@pytest.mark.parametrize("count", [1, 30])
def test_the_schools_cost_the_same_for_one_and_thirty(
    overseer, school, count, django_assert_num_queries
):
    for number in range(count):
        made = SchoolFactory(name=f"School {number}", district="Maple District")
        StaffRoleFactory(user=StaffFactory(), kind="school_admin", school=made)
    SchoolFactory(name="Elsewhere", district="Oak District")
    # session, user, may open it, her district, posts, how many, schools, their admins, hers
    with django_assert_num_queries(9):
        page = overseer.get("/district/schools/")
    assert page.status_code == 200
    assert "Elsewhere" not in page.text
