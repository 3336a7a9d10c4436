"""Students sign in: the code, the picture, the secret, the card; and what is refused."""

import re
from datetime import UTC, datetime, timedelta
from uuid import uuid4

import pytest
from django.contrib.sessions.models import Session
from django.urls import reverse
from django.utils import timezone

from plc.models import AuditEntry, User
from students.models import Section, SignInCard, SignInTry, StudentSession
from students.sign_in import end_sessions, give_secrets, secret_digest, secrets_of, session_end
from tests.factories import NOW, StudentFactory

pytestmark = pytest.mark.django_db
SECRET = ("pizza", "cat")
SUNDAY = datetime(2027, 1, 24, 15, 0, tzinfo=UTC)


@pytest.fixture
def priya(student):
    student.secret_digest = secret_digest(student, SECRET)
    student.save()
    return student


def tap(client, student, *pictures, code="MAPLE12"):
    """Tap these pictures one after the other; the last answer."""
    response, said = None, ""
    for picture in pictures:
        response = client.post(f"/in/{code}/{student.key}/", {"picture": picture, "said": said})
        said = f"{said} {picture}".strip()
    return response


def test_a_code_in_any_case_and_with_spaces_leads_to_the_pictures(client, section):
    response = client.post("/in/", {"code": " maple 12 "})
    assert (response.status_code, response.url) == (302, "/in/MAPLE12/")


def test_a_closed_code_and_an_unknown_one_get_the_same_answer(client, section):
    Section.objects.filter(pk=section.pk).update(code_state="closed")
    answers = []
    for code in ("MAPLE12", "NOSUCH"):
        response = client.post("/in/", {"code": code})
        assert response.status_code == 422
        page = response.content.decode()
        answers.append(re.sub(rf"{code}|csrf\S+|value=\S+|X-CSRF\S+ \S+", "", page))
    assert answers[0] == answers[1]
    assert "Ask your teacher" in answers[0]


@pytest.mark.parametrize("code", ["", " ", "\x00", "x" * 17, "’; DROP TABLE"])
def test_a_hostile_code_is_told_kindly(client, section, code):
    assert client.post("/in/", {"code": code}).status_code == 422


def test_the_pictures_show_first_names_and_nothing_else(client, section):
    StudentFactory(section=section, name="Tomás Ó Briain", called="Tomás", external_id="40231")
    page = client.get("/in/MAPLE12/").content.decode()
    assert "Tomás" in page
    assert "Briain" not in page
    assert "40231" not in page


@pytest.mark.parametrize("class_size", [1, 30])
def test_the_pictures_cost_the_same_for_one_child_and_thirty(
    client, section, class_size, django_assert_num_queries
):
    StudentFactory.create_batch(class_size, section=section)
    with django_assert_num_queries(4):  # class with school, closed days, teacher, children
        assert client.get("/in/MAPLE12/").status_code == 200


def test_the_secret_pictures_in_order_sign_in(client, priya):
    response = tap(client, priya, *SECRET)
    assert (response.status_code, response.url) == (302, "/me/")
    session = StudentSession.objects.get()
    assert session.student == priya
    assert client.session["_auth_user_id"] == str(User.objects.get(student=priya).pk)


def test_the_first_picture_alone_fills_one_hole_and_is_no_try(client, priya):
    response = tap(client, priya, "pizza")
    assert response.status_code == 200
    assert 'name="said" value="pizza"' in response.content.decode()
    assert not SignInTry.objects.exists()


@pytest.mark.parametrize("pictures", [("cat", "pizza"), ("pizza", "pizza"), ("key", "train")])
def test_other_pictures_or_another_order_are_not_quite_right(client, priya, pictures):
    response = tap(client, priya, *pictures)
    assert response.status_code == 422
    assert "Not quite. Try again." in response.content.decode()
    assert "_auth_user_id" not in client.session


def test_a_picture_that_is_not_offered_is_no_try(client, priya):
    assert tap(client, priya, "pizza", "bell").status_code == 200
    assert not SignInTry.objects.exists()


def test_a_child_without_a_secret_is_sent_to_the_teacher(client, student):
    page = client.get(f"/in/MAPLE12/{student.key}/").content.decode()
    assert "Ask your teacher" in page
    assert tap(client, student, *SECRET).status_code == 422


def test_five_wrong_tries_close_one_childs_door_and_nobody_elses(client, priya, section):
    friend = StudentFactory(section=section, called="Amara")
    friend.secret_digest = secret_digest(friend, SECRET)
    friend.save()
    for _number in range(5):
        assert tap(client, priya, "key", "key").status_code == 422

    assert tap(client, priya, *SECRET).status_code == 429
    assert tap(client, friend, *SECRET).status_code == 302


def test_after_five_minutes_the_door_opens_again(client, priya, at):
    for _number in range(5):
        tap(client, priya, "key", "key")
    at(NOW + timedelta(minutes=5, seconds=1))
    assert tap(client, priya, *SECRET).status_code == 302


def test_forty_wrong_tries_close_the_door_of_a_class_but_not_the_next_ones(
    client, priya, section, other_teacher
):
    for number in range(8):
        child = StudentFactory(section=section, called=f"Child {number}")
        for _try in range(5):
            tap(client, child, "key", "key")
    assert tap(client, priya, *SECRET).status_code == 429

    next_door = other_teacher.staff_roles.get().section
    neighbour = StudentFactory(section=next_door)
    neighbour.secret_digest = secret_digest(neighbour, SECRET)
    neighbour.save()
    assert tap(client, neighbour, *SECRET, code=next_door.code).status_code == 302


def test_the_code_is_shut_on_a_sunday_unless_the_teacher_opens_it(client, priya, section, at):
    at(SUNDAY)
    assert tap(client, priya, *SECRET).status_code == 404
    Section.objects.filter(pk=section.pk).update(code_open_until=SUNDAY + timedelta(hours=1))
    assert tap(client, priya, *SECRET).status_code == 302


def test_a_session_ends_with_the_school_day_or_with_the_opened_code(section):
    assert session_end(section, NOW) == datetime(2027, 1, 21, 20, 30, tzinfo=UTC)
    evening = datetime(2027, 1, 21, 23, 0, tzinfo=UTC)
    assert session_end(section, evening) == evening + timedelta(hours=2)
    section.code_open_until = evening + timedelta(minutes=40)
    assert session_end(section, evening) == evening + timedelta(minutes=40)


def test_use_does_not_put_the_end_of_a_session_off(client, priya):
    tap(client, priya, *SECRET)
    ends = timezone.now() + timedelta(hours=6)  # it is 9:30, and school ends at 15:30
    for _use in range(2):
        row = Session.objects.get()
        assert abs(row.expire_date - ends) < timedelta(seconds=30)
        assert 21_000 < int(client.cookies["plc_session"]["max-age"]) <= 21_600
        browser = client.session
        browser["used"] = True
        browser.save()


def test_the_next_child_at_a_shared_computer_ends_the_session_of_the_last(client, priya, section):
    friend = StudentFactory(section=section, called="Amara")
    friend.secret_digest = secret_digest(friend, SECRET)
    friend.save()
    tap(client, priya, *SECRET)
    tap(client, friend, *SECRET)

    assert Session.objects.count() == 1
    assert [row.student for row in StudentSession.objects.open_at(NOW)] == [friend]


def test_a_child_at_a_computer_where_an_adult_is_signed_in_can_be_signed_out(
    sign_in, teacher, section, priya, client
):
    for _time in range(2):
        tap(sign_in(teacher), priya, *SECRET)
    newest = StudentSession.objects.first()
    assert newest.session_key == client.session.session_key

    end_sessions(StudentSession.objects.all(), now=NOW)
    assert client.get("/me/").status_code == 302


def test_signing_in_again_at_the_same_computer_is_one_device(client, priya):
    tap(client, priya, *SECRET)
    tap(client, priya, *SECRET)
    assert StudentSession.objects.open_at(NOW).count() == 1


def test_a_code_that_closes_meanwhile_is_told_kindly(client, priya, section):
    Section.objects.filter(pk=section.pk).update(code_state="closed")
    for url in ("/in/MAPLE12/", f"/in/MAPLE12/{priya.key}/", "/in/NOSUCH/", "/in/x/nobody/"):
        response = client.get(url)
        assert response.status_code == 404
        assert "This code does not work now. Ask your teacher." in response.content.decode()


def test_the_picture_tapped_first_is_shown_as_number_one(client, priya):
    page = tap(client, priya, "cat").content.decode()
    (key,) = re.findall(r'<button[^>]*aria-pressed="true"[^>]*>', page)
    assert 'value="cat"' in key
    assert 'data-n="1"' in key
    assert "1 of 2 pictures tapped" in page


def test_a_child_of_another_class_is_no_face_here(client, priya, other_teacher):
    next_door = other_teacher.staff_roles.get().section
    assert client.get(f"/in/{next_door.code}/{priya.key}/").status_code == 404


def test_signing_out_leaves_nothing_behind(sign_in, priya, client):
    tap(client, priya, *SECRET)
    response = client.post("/out/")
    assert response.url == "/in/"
    assert response["Clear-Site-Data"] == '"cache", "storage"'
    assert not Session.objects.exists()
    assert StudentSession.objects.get().ended_at == NOW


def test_a_student_cannot_sign_in_where_adults_do(client, priya):
    tap(client, priya, *SECRET)
    client.post("/out/")
    response = client.post("/account/login/", {"login": "Priya", "password": "!"})
    assert response.status_code in {200, 422}
    assert "_auth_user_id" not in client.session


# --- the teacher's page ---------------------------------------------------------------------------
def url_of(section, tail=""):
    return f"/c/{section.key}/sign-in/{tail}"


@pytest.mark.parametrize("class_size", [1, 30, 300])
def test_the_sign_in_page_costs_the_same_for_any_class(
    sign_in, teacher, section, class_size, django_assert_num_queries
):
    for child in StudentFactory.create_batch(class_size, section=section):
        StudentSession.objects.create(
            section=section,
            student=child,
            session_key=child.key,
            started_at=NOW,
            ends_at=NOW + timedelta(hours=1),
        )
    client = sign_in(teacher)
    # session, user, classes, sessions, too many tries, children, closed days
    with django_assert_num_queries(7):
        response = client.get(url_of(section))
    assert response.context["signed_in"] == class_size


def test_a_teacher_ends_a_childs_session_at_once(sign_in, teacher, section, priya, client):
    child_browser = type(client)()
    tap(child_browser, priya, *SECRET)

    sign_in(teacher).post(url_of(section, "end/"), {"student": priya.key})

    assert child_browser.get("/me/goals/").status_code == 302
    assert StudentSession.objects.get().ended_at == NOW


def test_new_pictures_are_shown_once_forgive_tries_and_are_written_down(
    sign_in, teacher, section, priya, client
):
    browser = type(client)()
    for _number in range(5):
        tap(browser, priya, "key", "key")
    assert tap(browser, priya, *SECRET).status_code == 429

    response = sign_in(teacher).post(
        url_of(section, "secrets/"), {"student": priya.key, "form_key": uuid4()}
    )

    ((_child, pictures),) = response.context["rows"]
    assert tap(browser, priya, *(name for name, _words in pictures)).status_code == 302
    entry = AuditEntry.objects.get()
    assert (entry.action, entry.actor, entry.subject_key) == (
        "reset_sign_in",
        teacher,
        priya.key,
    )


def test_pictures_for_all_who_have_none_leave_the_others_alone(sign_in, teacher, section, priya):
    other = StudentFactory(section=section)
    response = sign_in(teacher).post(url_of(section, "secrets/"), {"form_key": uuid4()})
    assert [child for child, _pictures in response.context["rows"]] == [other]
    before = priya.secret_digest
    priya.refresh_from_db()
    assert priya.secret_digest == before


def test_a_second_tap_on_the_button_shows_the_same_pictures(sign_in, teacher, section, priya):
    StudentFactory.create_batch(3, section=section)
    browser, form = sign_in(teacher), {"form_key": uuid4()}
    first, again = (browser.post(url_of(section, "secrets/"), form) for _tap in range(2))
    assert len(first.context["rows"]) == 3
    assert again.context["rows"] == first.context["rows"]
    assert AuditEntry.objects.count() == 3

    other_form = browser.post(url_of(section, "secrets/"), {"form_key": uuid4()})
    assert other_form.context["rows"] == []


def test_secrets_are_spread_over_all_pictures_in_any_order(priya):
    given = {secrets_of(priya, uuid4())[0] for _time in range(2000)}
    assert len(given) == 9 * 8


def test_new_pictures_are_never_the_old_ones(priya, teacher):
    form_key = uuid4()
    first, second = secrets_of(priya, form_key)
    priya.secret_digest = secret_digest(priya, first)  # once in 72 times
    priya.save()
    for _tap in range(2):
        ((_child, pictures),) = give_secrets(
            students=[priya], form_key=form_key, by=teacher, now=NOW
        )
        assert pictures == second
    assert AuditEntry.objects.count() == 1


def test_one_page_gives_each_of_its_students_new_pictures_once(sign_in, teacher, section, priya):
    friend = StudentFactory(section=section, called="Zoë")
    browser, form_key = sign_in(teacher), uuid4()
    for child in (priya, friend, priya):
        browser.post(url_of(section, "secrets/"), {"student": child.key, "form_key": form_key})
    assert sorted(AuditEntry.objects.values_list("subject_key", flat=True)) == sorted(
        [priya.key, friend.key]
    )


@pytest.mark.parametrize("key", ["abcdefghijkm", "\x00", "1 OR 1"])
def test_a_student_who_is_not_of_the_class_is_no_page(sign_in, teacher, section, priya, key):
    for tail in ("end/", "secrets/"):
        form = {"student": key, "form_key": uuid4()}
        assert sign_in(teacher).post(url_of(section, tail), form).status_code == 404
    cards = sign_in(teacher).post(url_of(section, "cards/"), {"student": key})
    assert cards.status_code == 422


def test_two_devices_are_pointed_out_and_times_are_the_schools(
    sign_in, teacher, section, priya, client
):
    type(section.school).objects.update(time_zone="America/Denver", day_starts_at="07:00")
    for _device in range(2):
        tap(type(client)(), priya, *SECRET)
    page = sign_in(teacher).get(url_of(section)).content.decode()
    assert "On 2 devices" in page
    assert "Signed in since 7:30 AM" in page


def test_after_the_hour_a_closed_code_is_closed_again(sign_in, teacher, section, at, client):
    for state in ("closed", "open"):
        sign_in(teacher).post(url_of(section, "code/"), {"state": state})
    child = type(client)()
    assert child.post("/in/", {"code": "MAPLE12"}).status_code == 302
    at(NOW + timedelta(hours=1))
    assert child.post("/in/", {"code": "MAPLE12"}).status_code == 422


def test_a_new_code_forgives_the_tries_under_the_old_one(sign_in, teacher, section, priya, client):
    child = type(client)()
    for _number in range(5):
        tap(child, priya, "key", "key")
    sign_in(teacher).post(url_of(section, "code/"), {"state": "new"})
    section.refresh_from_db()
    assert tap(child, priya, *SECRET, code=section.code).status_code == 302


@pytest.mark.parametrize(
    ("state", "is_open"), [("open", True), ("closed", False), ("hours", True), ("new", True)]
)
def test_a_teacher_opens_closes_and_renews_the_code(
    sign_in, teacher, section, state, is_open, client
):
    sign_in(teacher).post(url_of(section, "code/"), {"state": state})
    section.refresh_from_db()
    assert (section.code == "MAPLE12") is (state != "new")
    answer = type(client)().post("/in/", {"code": section.code})
    assert answer.status_code == (302 if is_open else 422)


def test_another_teacher_cannot_touch_the_sign_in(sign_in, other_teacher, stranger, section, priya):
    for person in (other_teacher, stranger):
        client = sign_in(person)
        assert client.get(url_of(section)).status_code == 404
        for tail in ("code/", "end/", "secrets/", "cards/"):
            assert client.post(url_of(section, tail)).status_code == 404


# --- cards ----------------------------------------------------------------------------------------
def tokens_of(monkeypatch):
    """Every token that cards are printed with, as they are made."""
    made = []
    from students import qr  # noqa: PLC0415 - patched here alone

    real = qr.secrets.token_urlsafe
    monkeypatch.setattr(
        qr.secrets, "token_urlsafe", lambda size: made.append(real(size)) or made[-1]
    )
    return made


def test_a_card_signs_in_by_a_tap_and_never_by_a_look(
    sign_in, teacher, section, priya, client, monkeypatch
):
    tokens = tokens_of(monkeypatch)
    page = sign_in(teacher).post(url_of(section, "cards/")).content.decode()
    assert "<svg" in page
    assert "style=" not in page
    child = type(client)()

    look = child.get(f"/k/{tokens[0]}/")
    assert look.status_code == 200
    assert (look["Referrer-Policy"], look["X-Robots-Tag"]) == ("no-referrer", "noindex")
    assert "_auth_user_id" not in child.session
    assert child.post(f"/k/{tokens[0]}/").url == "/me/"
    assert tokens[0] not in SignInCard.objects.get().token_digest


def test_printing_anew_ends_the_old_card(sign_in, teacher, section, priya, client, monkeypatch):
    tokens = tokens_of(monkeypatch)
    browser = sign_in(teacher)
    browser.post(url_of(section, "cards/"))
    browser.post(url_of(section, "cards/"))
    child = type(client)()
    assert [child.get(f"/k/{token}/").status_code for token in tokens] == [404, 200]


def test_one_lost_card_is_printed_anew_and_the_others_go_on_working(
    sign_in, teacher, section, priya, client, monkeypatch
):
    StudentFactory(section=section, called="Zoë", name="Zoë Z")
    tokens = tokens_of(monkeypatch)
    browser = sign_in(teacher)
    browser.post(url_of(section, "cards/"))
    browser.post(url_of(section, "cards/"), {"student": priya.key})
    child = type(client)()
    # Priya's first, Zoë's, Priya's second
    assert [child.get(f"/k/{token}/").status_code for token in tokens] == [404, 200, 200]


def test_a_card_sleeps_while_the_code_is_closed(
    sign_in, teacher, section, priya, client, monkeypatch
):
    tokens = tokens_of(monkeypatch)
    sign_in(teacher).post(url_of(section, "cards/"))
    Section.objects.filter(pk=section.pk).update(code_state="closed")
    child = type(client)()
    response = child.post(f"/k/{tokens[0]}/")
    assert response.status_code == 200
    assert "Your class is closed now" in response.content.decode()
    assert "_auth_user_id" not in child.session


@pytest.mark.parametrize("token", ["nosuch", "x" * 500, "..", "%00"])
def test_an_unknown_card_is_no_page(client, db, token):
    assert client.get(f"/k/{token}/").status_code == 404


def test_who_has_an_old_card_is_told_and_may_type_the_code(client, db):
    page = client.get("/k/nosuch/").text
    assert "This card does not work now. Ask your teacher." in page
    assert f'action="{reverse("sign_in")}"' in page
    assert "Type your class code." not in page


def test_a_card_of_a_child_who_left_is_no_page(
    sign_in, teacher, section, priya, client, monkeypatch
):
    tokens = tokens_of(monkeypatch)
    sign_in(teacher).post(url_of(section, "cards/"))
    priya.enrollments.update(ends_on="2027-01-20")
    assert type(client)().get(f"/k/{tokens[0]}/").status_code == 404


def test_a_child_who_is_locked_out_is_seen_and_let_in_again(
    client, sign_in, teacher, section, priya, other_child
):
    browsers = type(client)(), type(client)()
    for browser, child in zip(browsers, (priya, other_child), strict=True):
        for _try in range(5):
            tap(browser, child, "key", "key")
    page = sign_in(teacher).get(url_of(section))
    assert locked_out(page) == ["Ben", "Priya"]

    url = reverse("try_again", args=[section.key, priya.key])
    page = sign_in(teacher).post(url, follow=True)

    assert "Priya can try again now." in page.text
    assert locked_out(page) == ["Ben"]  # hers alone was forgiven
    assert tap(browsers[0], priya, *SECRET).url == "/me/"
    assert tap(browsers[1], other_child, "key", "key").status_code == 429


def test_four_wrong_tries_and_old_ones_keep_nobody_out(
    client, sign_in, teacher, section, priya, at
):
    for _try in range(4):
        tap(type(client)(), priya, "key", "key")
    assert locked_out(sign_in(teacher).get(url_of(section))) == []
    tap(type(client)(), priya, "key", "key")
    at(NOW + timedelta(minutes=6))
    assert locked_out(sign_in(teacher).get(url_of(section))) == []


def locked_out(page):
    """Whom the page offers to let in again."""
    return re.findall(r"Let ([A-Z]\w+) try again", page.text)


@pytest.fixture
def other_child(section):
    return StudentFactory(section=section, name="Ben Adeyemi", called="Ben")
