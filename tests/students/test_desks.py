"""Where an adult works: each of her roles on one page, which the menu of every page leads to."""

import pytest

from tests.factories import NOW, SectionFactory, StaffRoleFactory, StudentFactory

pytestmark = pytest.mark.django_db
URL = "/desks/"


def shown(client) -> list[tuple[str, str]]:
    """Name and address of each place, as a reader sees them."""
    return [(desk.name, desk.address) for desk in client.get(URL).context["desks"]]


@pytest.fixture
def also(teacher, school):
    """`also(kind)` gives the teacher one more role."""

    def add(kind, **more):
        return StaffRoleFactory(user=teacher, kind=kind, school=school, **more)

    return add


def test_a_teacher_who_runs_the_school_reaches_both(sign_in, teacher, section, school, also):
    also("school_admin")

    assert shown(sign_in(teacher)) == [
        (section.name, f"/c/{section.key}/"),
        (school.name, f"/school/coverage/?school={school.key}"),
    ]


def test_one_with_every_role_sees_all_of_them(sign_in, teacher, section, school, also):
    other = SectionFactory(school=school, name="Room 90")
    also("co_teacher", section=other)
    also("specialist", student=StudentFactory(school=school))
    StaffRoleFactory(user=teacher, kind="district_admin", school=None, district="Maple Unified")

    names = [name for name, _address in shown(sign_in(teacher))]

    assert names == [section.name, "Room 90", "My students", "Maple Unified"]


def test_every_place_opens(sign_in, teacher, section, school, also):
    also("school_admin")
    also("specialist", student=StudentFactory(school=school))
    client = sign_in(teacher)

    assert [client.get(address).status_code for _name, address in shown(client)] == [200] * 3


def test_a_role_that_ended_and_a_class_put_away_are_no_places(sign_in, teacher, section, also):
    also("school_admin", ends_on="2026-12-01")
    section.archived_at = NOW
    section.save()

    response = sign_in(teacher).get(URL)

    assert response.context["desks"] == []
    assert "You have no class and no role yet" in response.content.decode()


@pytest.mark.parametrize("count", [1, 30])
def test_it_costs_the_same_for_any_number_of_places(
    sign_in, teacher, section, school, also, count, django_assert_num_queries
):
    for number in range(count - 1):
        also("co_teacher", section=SectionFactory(school=school, name=f"Room {number}"))
    client = sign_in(teacher)

    with django_assert_num_queries(5):  # session, user, classes, students, what is run
        assert len(shown(client)) == count


@pytest.mark.parametrize("page", ["/c/{class}/", "/school/coverage/", "/caseload/"])
def test_the_menu_of_every_page_leads_there(sign_in, teacher, section, school, also, page):
    also("school_admin")

    response = sign_in(teacher).get(page.replace("{class}", section.key))

    assert f'href="{URL}"' in response.content.decode()


def test_a_class_page_leads_a_principal_who_teaches_to_her_school(
    sign_in, teacher, section, school, also
):
    client = sign_in(teacher)
    assert 'href="/school/coverage/"' not in client.get(f"/c/{section.key}/").content.decode()

    also("school_admin")

    assert 'href="/school/coverage/"' in client.get(f"/c/{section.key}/").content.decode()
