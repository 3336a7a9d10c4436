"""The pages of a school admin: classes, people, settings, each of her own school alone."""

import re
from datetime import date, timedelta
from html import unescape

import pytest
from django.contrib.sessions.models import Session
from django.core import mail
from django.core.mail.backends.base import BaseEmailBackend
from zeal import zeal_ignore

from plc.models import AuditEntry, User
from students import people
from students.models import ClosedDay, Section, StaffRole, StudentSession
from students.sign_in import account_of
from tests.factories import (
    NOW,
    TODAY,
    EnrollmentFactory,
    SectionFactory,
    StaffFactory,
    StaffRoleFactory,
    StudentFactory,
    TermFactory,
)

pytestmark = pytest.mark.django_db
PERSON = {"name": "Ms. New", "email": "New@Maple.example", "kind": "teacher"}


@pytest.fixture
def admin(sign_in, school_admin):
    return sign_in(school_admin)


# --- classes --------------------------------------------------------------------------------------
def test_a_new_class_has_a_code_of_its_own(admin, school):
    response = admin.post("/school/classes/", {"name": "Room 20", "grade": "4", "subject": ""})
    section = Section.objects.get()
    assert response.url == f"/school/classes/{section.key}/"
    assert (section.school, section.name, len(section.code)) == (school, "Room 20", 6)


@pytest.mark.parametrize("count", [1, 30, 300])
def test_the_list_of_classes_costs_the_same_for_any_school(
    admin, school, teacher, count, django_assert_num_queries
):
    SectionFactory.create_batch(count, school=school, teacher=teacher)
    # session, user, may open it, school, the classes
    with django_assert_num_queries(5):
        response = admin.get("/school/classes/")
    assert response.context["rows"].paginator.count == count


def test_a_class_is_found_by_its_teacher(admin, section, other_teacher):
    response = admin.get("/school/classes/", {"q": "okonkwo"})
    assert [(row.name, row.teacher) for row in response.context["rows"]] == [
        ("Room 12", "Ms. Okonkwo")
    ]


@pytest.mark.parametrize("class_size", [1, 30])
def test_a_class_costs_the_same_for_one_student_and_thirty(
    admin, section, coteacher, class_size, django_assert_num_queries
):
    StudentFactory.create_batch(class_size, section=section)
    # session, user, may open it, school, class, students, teachers
    with django_assert_num_queries(7):
        assert admin.get(f"/school/classes/{section.key}/").status_code == 200


ROOM_21 = {"name": "Room 21", "grade": "5", "subject": "Math"}


def test_a_class_is_called_otherwise_on_its_page_and_that_is_written_down(admin, section):
    url, code = f"/school/classes/{section.key}/", section.code
    page = admin.post(url, ROOM_21, follow=True)
    assert "Saved." in page.text

    section.refresh_from_db()
    assert (section.name, section.grade, section.subject) == ("Room 21", "5", "Math")
    assert (section.code, section.key in url) == (code, True)
    assert AuditEntry.objects.get().detail == (f"changed name, grade, subject: class {section.key}")
    admin.post(url, ROOM_21)
    assert AuditEntry.objects.count() == 1


def test_what_copying_brings_along_stays_out_of_a_name(admin, section):
    admin.post(f"/school/classes/{section.key}/", ROOM_21 | {"name": "\ufeffRoom\u00a0 21\u200b"})
    section.refresh_from_db()
    assert section.name == "Room 21"


@pytest.mark.parametrize(
    "wrong", [{"name": "Room\u202e21"}, {"name": " "}, {"grade": "99"}, {"name": "x" * 81}]
)
def test_a_class_that_cannot_be_called_so_stays_as_it_is(admin, section, wrong):
    page = admin.post(f"/school/classes/{section.key}/", ROOM_21 | wrong)
    assert page.status_code == 422
    assert '<h1 dir="auto">Room 12</h1>' in page.text
    section.refresh_from_db()
    assert section.name == "Room 12"


def test_a_student_is_enrolled_by_number_and_only_once(admin, section, school):
    child = StudentFactory(school=school, external_id="40231")
    for _time in range(2):
        admin.post(f"/school/classes/{section.key}/enroll/", {"student": " 40231 "})
    assert [(row.student, row.starts_on) for row in section.enrollments.all()] == [(child, TODAY)]


def test_a_number_of_another_school_is_not_known_here(admin, section):
    StudentFactory(external_id="999")
    response = admin.post(f"/school/classes/{section.key}/enroll/", {"student": "999"})
    assert response.status_code == 422
    assert "No student here is 999" in response.content.decode()


def test_leaving_ends_the_enrollment_and_deletes_nothing(admin, section, student, teacher, sign_in):
    admin.post(f"/school/classes/{section.key}/leave/{student.key}/")
    assert section.enrollments.get().ends_on == TODAY - timedelta(days=1)
    assert not section.students_on(TODAY).exists()
    assert sign_in(teacher).get(f"/s/{student.key}/").status_code == 404


def test_a_student_who_leaves_is_signed_out(admin, section, student, client):
    child = type(client)()
    child.force_login(account_of(student), backend="students.backends.StudentBackend")
    StudentSession.objects.create(
        section=section,
        student=student,
        session_key=child.session.session_key,
        started_at=NOW,
        ends_at=NOW + timedelta(hours=1),
    )
    assert child.get("/in/").wsgi_request.user == student.user
    admin.post(f"/school/classes/{section.key}/leave/{student.key}/")
    assert child.get("/me/").url.startswith("/in/")


def test_a_student_is_enrolled_by_her_full_name_unless_two_have_it(admin, section, school):
    child = StudentFactory(school=school, name="Zoë Ångström")
    StudentFactory(school=school, name="Zoë Ångström-Lee")
    url = f"/school/classes/{section.key}/enroll/"
    admin.post(url, {"student": "zoe angstrom"})
    assert [row.student for row in section.enrollments.all()] == [child]

    StudentFactory(school=school, name="Zoe Angstrom")
    response = admin.post(url, {"student": "Zoë Ångström"})
    assert response.status_code == 422
    assert "Write the number" in response.content.decode()


def test_an_enrollment_that_lies_ahead_begins_today(admin, section, school):
    child = StudentFactory(school=school, external_id="7")
    EnrollmentFactory(section=section, student=child, starts_on=TODAY + timedelta(days=9))
    admin.post(f"/school/classes/{section.key}/enroll/", {"student": "7"})
    assert [row.starts_on for row in section.enrollments.all()] == [TODAY]


def test_a_class_that_is_put_away_is_nobodys_day_any_more(admin, section, teacher, client):
    admin.post(f"/school/classes/{section.key}/archive/")
    section.refresh_from_db()
    assert section.archived_at == NOW
    assert type(client)().post("/in/", {"code": "MAPLE12"}).status_code == 422
    admin.post(f"/school/classes/{section.key}/archive/")
    assert type(client)().post("/in/", {"code": "MAPLE12"}).status_code == 302


def test_a_second_click_does_not_switch_back(admin, section, teacher):
    for button in (
        f"/school/people/{teacher.key}/switch/",
        f"/school/classes/{section.key}/archive/",
    ):
        for _click in range(2):
            assert admin.post(button, {"to": "off"}).status_code == 302
    teacher.refresh_from_db()
    section.refresh_from_db()
    assert (teacher.is_active, section.archived_at) == (False, NOW)


def test_what_happens_to_a_class_is_written_down(admin, section, school, school_admin):
    child = StudentFactory(school=school, external_id="7")
    admin.post("/school/classes/", {"name": "Room 20"})
    admin.post(f"/school/classes/{section.key}/enroll/", {"student": "7"})
    admin.post(f"/school/classes/{section.key}/leave/{child.key}/")
    admin.post(f"/school/classes/{section.key}/archive/")
    entries = AuditEntry.objects.order_by("pk")
    assert {entry.actor for entry in entries} == {school_admin}
    said = [entry.detail.partition(":")[0] for entry in entries]
    assert said == ["added", "enrolled", "left", "put away"]


def test_the_next_page_of_a_narrowed_list_keeps_the_words(admin, school):
    for number in range(60):
        SectionFactory(school=school, name=f"Lab & {number}")
    page = admin.get("/school/classes/", {"q": "lab &"}).content.decode()
    assert 'href="?q=lab+%26&amp;page=2"' in page
    assert admin.get("/school/classes/?q=lab+%26&page=2").context["rows"].number == 2


def undo_on(response):
    """The address of the undo that the page's sentence offers."""
    form = r'action="([^"]+)">\s*<input[^>]+>\s*<button[^>]+>\s*Undo'
    return unescape(re.search(form, response.text)[1])


def test_putting_a_class_away_is_taken_back_with_one_press(admin, section, teacher):
    page = admin.post(f"/school/classes/{section.key}/archive/", {"to": "off"}, follow=True)
    assert "Room 12 is put away." in page.text

    page = admin.post(undo_on(page), {"to": "on"}, follow=True)

    assert "Room 12 is back." in page.text
    assert "Undo" not in page.text
    section.refresh_from_db()
    assert section.archived_at is None


@pytest.mark.parametrize("since", [NOW.date() - timedelta(days=9), NOW.date()])
def test_a_leaving_is_taken_back_with_one_press(admin, section, since):
    child = EnrollmentFactory(section=section, starts_on=since).student
    page = admin.post(f"/school/classes/{section.key}/leave/{child.key}/", follow=True)

    for _time in range(2):
        admin.post(undo_on(page), {"to": "on"})

    assert [(row.starts_on, row.ends_on) for row in child.enrollments.all()] == [(since, None)]


def test_a_teacher_whose_class_was_put_away_reads_so(sign_in, section, teacher):
    section.archived_at = NOW
    section.save()

    page = sign_in(teacher).get("/")

    assert "Your class Room 12 was put away." in page.text


# --- people ---------------------------------------------------------------------------------------
def test_a_new_teacher_is_invited_by_mail_and_sets_her_password(admin, section, client):
    admin.post("/school/people/", {**PERSON, "section": section.key})

    user = User.objects.get(email="new@maple.example")
    assert user.has_usable_password() is False
    (letter,) = mail.outbox
    assert letter.to == ["new@maple.example"]
    link = next(line for line in letter.body.splitlines() if line.startswith("http"))
    page = type(client)().get(link.removeprefix("http://testserver"), follow=True)
    assert page.status_code == 200
    assert "password1" in page.content.decode()


def test_the_letter_writes_the_school_as_it_is_called(admin, school, section):
    school.name = "St. Mary's & Friends"
    school.save()
    admin.post("/school/people/", {**PERSON, "name": "Ms. O'Neil", "section": section.key})

    (letter,) = mail.outbox
    assert letter.subject.endswith("Your place in plc at St. Mary's & Friends")
    assert letter.body.startswith("Hello Ms. O'Neil,\n\nSt. Mary's & Friends has added you")


def test_somebody_known_gets_the_role_without_a_mail(admin, section, other_teacher):
    form = {**PERSON, "email": other_teacher.email, "kind": "co_teacher", "section": section.key}
    for _time in range(2):
        admin.post("/school/people/", form)
    assert other_teacher.staff_roles.filter(section=section, kind="co_teacher").count() == 1
    assert not mail.outbox


def test_a_specialist_gets_her_students_by_number(admin, school):
    children = [StudentFactory(school=school, external_id=number) for number in ("1", "2")]
    admin.post("/school/people/", {**PERSON, "kind": "specialist", "students": "1\r\n 2 \n"})
    roles = StaffRole.objects.filter(kind="specialist")
    assert {role.student for role in roles} == set(children)


@pytest.mark.parametrize(
    ("changes", "words"),
    [
        ({}, "Choose the class"),
        ({"kind": "specialist"}, "at least one student"),
        ({"kind": "specialist", "students": "77"}, "No student here is 77"),
        ({"kind": "principal"}, "not one of the available choices"),
        ({"email": "nobody"}, "valid email"),
        ({"name": "Ms. \u2066New"}, "a hidden sign that no name has (U+2066)"),
        ({"email": "n" * 250 + "@x.example"}, "at most 254 characters"),
        ({"section": "abcdefghijkm"}, "not one of the available choices"),
    ],
)
def test_a_wrong_person_form_says_what_to_mend(admin, changes, words):
    response = admin.post("/school/people/", PERSON | changes)
    assert response.status_code == 422
    assert words in response.content.decode()
    assert not User.objects.filter(email="new@maple.example").exists()


def test_a_co_teacher_becomes_the_teacher_of_the_same_class(admin, section, coteacher):
    form = {**PERSON, "email": coteacher.email, "section": section.key}
    assert admin.post("/school/people/", form).status_code == 302
    assert [role.kind for role in coteacher.staff_roles.all()] == ["teacher"]


def test_whose_address_it_is_at_another_school_is_not_told(admin, section, stranger):
    form = {**PERSON, "email": stranger.email, "section": section.key}
    page = admin.post("/school/people/", form, follow=True)
    assert "Ms. New has the role now." in [str(words) for words in page.context["messages"]]


def test_the_class_stands_ready_when_the_class_page_leads_here(admin, section):
    page = admin.get("/school/people/", {"section": section.key}).content.decode()
    assert f'<option value="{section.key}" selected>' in page


def test_a_mail_server_that_is_down_undoes_nothing(admin, section, settings):
    settings.EMAIL_BACKEND = "tests.students.test_admin_pages.NoMail"
    page = admin.post("/school/people/", {**PERSON, "section": section.key}, follow=True)
    assert "could not be mailed" not in page.content.decode()
    assert "the mail could not be sent" in page.content.decode()
    assert User.objects.get(email="new@maple.example").staff_roles.count() == 1


class OneMail(BaseEmailBackend):
    """A mail server that takes the co-teacher's letter alone."""

    def send_messages(self, letters):
        if letters[0].to != ["coteacher@maple.example"]:
            raise ConnectionRefusedError
        return 1


class NoMail(BaseEmailBackend):
    """A mail server that does not answer."""

    def send_messages(self, _letters):
        raise ConnectionRefusedError


def test_everybody_who_had_no_link_is_invited_with_one_press_and_once(
    admin, section, teacher, coteacher, other_teacher, stranger
):
    other_teacher.last_login = NOW
    other_teacher.save()
    User.objects.filter(pk=coteacher.pk).update(is_active=False)
    admin.post("/school/people/", {**PERSON, "section": section.key})
    mail.outbox.clear()
    new = StaffRoleFactory(user=StaffFactory(name="Ms. A"), section=section, school=section.school)
    page = admin.get("/school/people/")
    assert "Invite 2 adults" in page.text
    said = {person.name: person.was_invited for person in page.context["rows"]}
    assert (said["Ms. New"], said["Ms. A"]) == (True, False)

    key = {"form_key": page.context["form_key"]}
    with zeal_ignore():  # each letter has a token of its own
        page = admin.post("/school/people/invite/", key, follow=True)

    assert "on its way to 2 adults." in page.text
    assert [letter.to for letter in mail.outbox] == [[new.user.email], [teacher.email]]
    assert "Not invited yet" not in page.text
    assert "Invite 2" not in page.text
    again = StaffRoleFactory(section=section, school=section.school)
    admin.post("/school/people/invite/", key)
    assert len(mail.outbox) == 2
    admin.post("/school/people/invite/", {"form_key": "no key"})
    assert mail.outbox[2].to == [again.user.email]


def test_of_many_letters_those_that_went_out_are_not_sent_again(
    admin, section, teacher, coteacher, settings
):
    settings.EMAIL_BACKEND = "tests.students.test_admin_pages.OneMail"
    with zeal_ignore():
        page = admin.post("/school/people/invite/", follow=True)
    assert "takes no more letters" in page.text
    assert "on its way to 1 adult." in page.text
    assert [person.name for person in people.uninvited(section.school, TODAY)] == ["Ms. Okonkwo"]


def test_the_link_is_mailed_again_but_not_to_a_disabled_account(admin, section, teacher):
    admin.post(f"/school/people/{teacher.key}/invite/")
    assert [letter.to for letter in mail.outbox] == [["teacher@maple.example"]]
    User.objects.filter(pk=teacher.pk).update(is_active=False)
    admin.post(f"/school/people/{teacher.key}/invite/")
    assert len(mail.outbox) == 1


def test_a_former_colleague_is_listed_last_and_can_be_enabled_again(admin, section, teacher):
    teacher.staff_roles.update(ends_on=TODAY - timedelta(days=1))
    User.objects.filter(pk=teacher.pk).update(is_active=False)
    people = list(admin.get("/school/people/").context["rows"])
    assert [person.name for person in people] == ["Ms. Boss", "Ms. Okonkwo"]
    assert people[1].roles_here == []
    admin.post(f"/school/people/{teacher.key}/switch/")
    teacher.refresh_from_db()
    assert teacher.is_active


def test_who_works_at_another_school_too_is_not_ours_to_disable(admin, section, stranger):
    StaffRoleFactory(user=stranger, kind="co_teacher", section=section, school=section.school)
    admin.post(f"/school/people/{stranger.key}/switch/")
    stranger.refresh_from_db()
    assert stranger.is_active


@pytest.mark.parametrize("count", [1, 30])
def test_the_list_of_people_costs_the_same_for_one_and_thirty(
    admin, school, count, django_assert_num_queries
):
    for _number in range(count):
        StaffRoleFactory(section=SectionFactory(school=school), school=school)
    # session, user, may open it, school, may name who oversees it (2), how many, people,
    # their roles, how many to invite, classes to choose from, who oversees the district
    with django_assert_num_queries(12):
        assert admin.get("/school/people/").status_code == 200


def test_an_ended_role_closes_the_class_at_once(admin, section, teacher, client):
    browser = type(client)()
    browser.force_login(teacher, backend="plc.backends.StaffBackend")
    assert browser.get(f"/c/{section.key}/sign-in/").status_code == 200
    admin.post("/school/people/end-role/", {"row": teacher.staff_roles.get().pk})
    assert browser.get(f"/c/{section.key}/sign-in/").status_code == 404


END = "/school/people/end-role/"


@pytest.mark.parametrize("since", [TODAY - timedelta(days=90), TODAY])
@pytest.mark.parametrize("at", [{}, {"on_class": "on"}])
def test_the_end_of_a_role_is_taken_back_with_one_press(admin, section, teacher, since, at):
    StaffRole.objects.filter(user=teacher).update(starts_on=since)
    role = teacher.staff_roles.values().get()
    page = admin.post(END, {"row": role["id"], **at}, follow=True)
    assert "The role of Ms. Okonkwo is ended: Teacher, Room 12." in page.text
    assert page.request["PATH_INFO"] == (
        f"/school/classes/{section.key}/" if at else "/school/people/"
    )
    assert not teacher.staff_roles.current(TODAY).exists()

    for _time in range(2):
        back = admin.post(undo_on(page), {"to": "on"}, follow=True)
        assert "Ms. Okonkwo has the role again: Teacher, Room 12." in back.text
        assert back.request["PATH_INFO"] == page.request["PATH_INFO"]
        assert "Undo" not in back.text

    assert list(teacher.staff_roles.values()) == [role]
    said = list(AuditEntry.objects.order_by("pk").values_list("detail", flat=True))
    assert said == ["ended teacher", "gave teacher back"]


def test_each_student_of_a_specialist_comes_back(admin, school, specialist, student):
    before = list(specialist.staff_roles.values())
    page = admin.post(END, {"row": before[0]["id"]}, follow=True)
    assert "The role of Ms. Abara is ended: Specialist, Priya Raman." in page.text

    admin.post(undo_on(page), {"to": "on"})

    assert list(specialist.staff_roles.values()) == before


def test_who_leaves_the_school_ends_all_her_roles_with_one_press_and_comes_back_so(
    admin, school, section, specialist
):
    StaffRoleFactory(user=specialist, school=school, section=section, kind="co_teacher")
    before = list(specialist.staff_roles.order_by("pk").values())
    numbers = ",".join(str(row["id"]) for row in before)
    assert f'value="{numbers}"' in admin.get("/school/people/").text

    page = admin.post(END, {"row": numbers}, follow=True)
    assert f"{len(before)} roles of Ms. Abara are ended." in page.text
    assert not specialist.staff_roles.current(TODAY).exists()

    back = admin.post(undo_on(page), {"to": "on"}, follow=True)
    assert f"Ms. Abara has {len(before)} roles again." in back.text
    assert list(specialist.staff_roles.order_by("pk").values()) == before


def test_a_role_that_was_ended_before_the_others_is_not_among_those_that_come_back(
    admin, school, section, specialist
):
    first = specialist.staff_roles.get()
    other = StaffRoleFactory(user=specialist, school=school, section=section, kind="co_teacher")
    admin.post(END, {"row": first.pk}, follow=True)
    page = admin.post(END, {"row": f"{first.pk},{other.pk}"}, follow=True)
    assert "The role of Ms. Abara is ended: Co-teacher, Room 12." in page.text

    admin.post(undo_on(page), {"to": "on"})

    assert list(specialist.staff_roles.current(TODAY)) == [other]


def test_all_roles_of_the_last_admin_stay(admin, school, school_admin, section):
    other = StaffRoleFactory(user=school_admin, school=school, section=section)
    roles = school_admin.staff_roles.order_by("-pk")
    page = admin.post(END, {"row": ",".join(str(role.pk) for role in roles)}, follow=True)
    assert "A school needs an admin." in page.text
    assert other in school_admin.staff_roles.current(TODAY)


def test_roles_of_two_people_are_no_button_of_ours(admin, teacher, coteacher, section):
    roles = StaffRole.objects.filter(section=section)
    assert admin.post(END, {"row": ",".join(str(role.pk) for role in roles)}).status_code == 404
    assert admin.post(END, {"row": "1," * 400 + "1"}).status_code == 404


def test_a_second_click_on_the_end_of_a_role_ends_it_once(admin, section, teacher):
    for _click in range(2):
        assert admin.post(END, {"row": teacher.staff_roles.get().pk}).status_code == 302
    assert AuditEntry.objects.get().detail == "ended teacher"


def test_who_has_a_new_role_in_its_place_keeps_that(admin, section, teacher):
    role = teacher.staff_roles.get()
    page = admin.post(END, {"row": role.pk}, follow=True)
    form = {**PERSON, "email": teacher.email, "kind": "co_teacher", "section": section.key}
    admin.post("/school/people/", form)

    back = admin.post(undo_on(page), {"to": "on"}, follow=True)

    assert "has a new role in its place, and keeps it: Co-teacher, Room 12." in back.text
    assert [row.kind for row in teacher.staff_roles.current(TODAY)] == ["co_teacher"]


def test_a_class_may_have_a_second_teacher_when_the_first_comes_back(
    admin, section, teacher, other_teacher
):
    page = admin.post(END, {"row": teacher.staff_roles.get().pk}, follow=True)
    admin.post("/school/people/", PERSON | {"email": other_teacher.email, "section": section.key})

    admin.post(undo_on(page), {"to": "on"})

    now = section.staff_roles.current(TODAY).teaching()
    assert {role.user for role in now} == {teacher, other_teacher}


def test_a_role_of_a_disabled_account_or_of_an_earlier_day_stays_ended(admin, section, teacher):
    role = teacher.staff_roles.get()
    undo = undo_on(admin.post(END, {"row": role.pk}, follow=True))

    User.objects.filter(pk=teacher.pk).update(is_active=False)
    page = admin.post(undo, {"to": "on"}, follow=True)
    assert "The account of Ms. Okonkwo is disabled." in page.text

    User.objects.filter(pk=teacher.pk).update(is_active=True)
    StaffRole.objects.filter(pk=role.pk).update(ends_on=TODAY - timedelta(days=2))
    page = admin.post(undo, {"to": "on"}, follow=True)
    assert "This role ended on an earlier day." in page.text
    assert not teacher.staff_roles.current(TODAY).exists()


def test_an_admin_who_ends_her_own_role_is_led_to_a_page_of_hers(admin, school, school_admin):
    StaffRoleFactory(kind="school_admin", school=school)

    page = admin.post(END, {"row": school_admin.staff_roles.get().pk}, follow=True)

    assert page.status_code == 200
    assert "You have no class and no role here yet." in page.text
    assert "Undo" not in page.text


def test_the_last_admin_stays(admin, school_admin):
    admin.post("/school/people/end-role/", {"row": school_admin.staff_roles.get().pk})
    assert school_admin.staff_roles.current(TODAY).exists()


def test_a_disabled_account_is_signed_out_at_once(admin, section, teacher, client):
    browser = type(client)()
    browser.force_login(teacher, backend="plc.backends.StaffBackend")
    assert Session.objects.count() == 2

    admin.post(f"/school/people/{teacher.key}/switch/")

    teacher.refresh_from_db()
    assert teacher.is_active is False
    assert Session.objects.count() == 1
    assert AuditEntry.objects.get().detail == "disabled"


def test_nobody_disables_herself(admin, school_admin):
    admin.post(f"/school/people/{school_admin.key}/switch/")
    school_admin.refresh_from_db()
    assert school_admin.is_active


# --- settings -------------------------------------------------------------------------------------
SCHOOL = {
    "name": "Maple Street",
    "district": "Maple",
    "time_zone": "America/Denver",
    "day_starts_at": "08:15",
    "day_ends_at": "14:45",
    "weekdays": ["0", "1", "2", "3"],
    "promise_days": "10",
}


def test_the_schools_settings_are_saved_and_written_down(admin, school):
    admin.post("/school/settings/", SCHOOL)
    school.refresh_from_db()
    assert (school.name, school.weekdays, school.promise_days) == ("Maple Street", "0123", 10)
    assert AuditEntry.objects.get().action == "changed_school"


@pytest.mark.parametrize(
    ("changes", "words"),
    [
        ({"day_ends_at": "08:00"}, "School ends after it starts"),
        ({"promise_days": "0"}, "greater than or equal to 1"),
        ({"weekdays": []}, "This field is required"),
        ({"time_zone": "Nowhere"}, "not one of the available choices"),
    ],
)
def test_wrong_settings_are_told_and_change_nothing(admin, school, changes, words):
    response = admin.post("/school/settings/", SCHOOL | changes)
    assert response.status_code == 422
    assert words in response.content.decode()
    school.refresh_from_db()
    assert school.name == "Maple Street School"


def test_a_day_is_closed_once(admin, school):
    form = {"on": "2027-02-15", "reason": "Presidents’ Day"}
    assert admin.post("/school/settings/closed-days/", form).status_code == 302
    again = admin.post("/school/settings/closed-days/", form)
    assert again.status_code == 422
    assert "This day is already closed" in again.content.decode()
    assert ClosedDay.objects.get().school == school


def test_a_term_with_classes_stays_and_an_empty_one_goes(admin, school):
    used, empty = TermFactory(school=school), TermFactory(school=school)
    SectionFactory(school=school, term=used)
    for term in (used, empty):
        admin.post("/school/settings/terms/remove/", {"row": term.pk})
    assert list(school.terms.all()) == [used]


@pytest.mark.parametrize(
    "held",
    [
        {"on": date(2026, 12, 24), "until": date(2027, 1, 1), "reason": "Winter & “new year”"},
        {"on": date(2027, 2, 12), "is_half": True, "reason": "Conferences"},
    ],
)
def test_a_day_off_that_is_removed_comes_back_with_one_press(admin, school, held):
    day = ClosedDay.objects.create(school=school, **held)
    url = "/school/settings/closed-days/remove/"
    page = admin.post(url, {"row": day.pk}, follow=True)
    assert not ClosedDay.objects.exists()

    assert admin.post(undo_on(page), {"to": "on"}).status_code == 302

    assert ClosedDay.objects.filter(school=school, **held).count() == 1
    again = admin.post(undo_on(page), {"to": "on"})
    assert again.status_code == 422
    assert "This day is already closed" in again.text


def test_a_term_that_is_removed_comes_back_with_one_press(admin, school):
    term = TermFactory(school=school, kind="quarter")
    page = admin.post("/school/settings/terms/remove/", {"row": term.pk}, follow=True)
    assert not school.terms.exists()

    admin.post(undo_on(page), {"to": "on"})

    back = school.terms.get()
    assert (back.name, back.kind, back.starts_on, back.ends_on) == (
        term.name, "quarter", term.starts_on, term.ends_on
    )  # fmt: skip


# --- whose ----------------------------------------------------------------------------------------
def test_nothing_of_another_school_is_reached(admin, stranger):
    role = stranger.staff_roles.get()
    section, child = role.section, StudentFactory(section=role.section)
    term = TermFactory(school=role.school)
    day = ClosedDay.objects.create(school=role.school, on="2027-02-15", reason="Holiday")
    assert admin.get(f"/school/classes/{section.key}/").status_code == 404
    for url, data in (
        (f"/school/classes/{section.key}/", ROOM_21),
        (f"/school/classes/{section.key}/enroll/", {"student": child.name}),
        (f"/school/classes/{section.key}/leave/{child.key}/", {}),
        (f"/school/classes/{section.key}/archive/", {}),
        ("/school/people/end-role/", {"row": role.pk}),
        (f"/school/people/end-role/?row={role.pk}", {"to": "on"}),
        (f"/school/people/{stranger.key}/invite/", {}),
        (f"/school/people/{stranger.key}/switch/", {}),
        ("/school/settings/terms/remove/", {"row": term.pk}),
        ("/school/settings/closed-days/remove/", {"row": day.pk}),
    ):
        assert admin.post(url, data).status_code == 404, url
    assert role.school.terms.exists()
    assert role.school.closed_days.exists()


@pytest.mark.parametrize("row", ["", "x", "-1", "9" * 40, "\x00"])
def test_a_row_that_makes_no_sense_is_no_page(admin, row):
    for url in ("people/end-role/", "settings/terms/remove/", "settings/closed-days/remove/"):
        assert admin.post(f"/school/{url}", {"row": row}).status_code == 404


@pytest.mark.parametrize("who", ["teacher", "specialist", "district_admin", "student"])
def test_only_a_school_admin_opens_them(request, sign_in, who):
    client = sign_in(request.getfixturevalue(who))
    for url in ("/school/classes/", "/school/people/", "/school/settings/"):
        assert client.get(url).status_code == 403


def test_a_former_admin_is_out(sign_in, school_admin):
    school_admin.staff_roles.update(ends_on=TODAY - timedelta(days=1))
    assert sign_in(school_admin).get("/school/people/").status_code == 403


def test_an_account_of_nobody_is_no_page(admin):
    assert admin.post(f"/school/people/{StaffFactory().key}/switch/").status_code == 404
