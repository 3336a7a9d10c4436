"""What holds for every page: who may open it, what is sent with it, and how errors look."""

from types import SimpleNamespace

import pytest
from django.conf import settings
from django.core.exceptions import PermissionDenied
from django.http import HttpResponse
from django.test import RequestFactory
from django.urls import reverse

from plc import views
from plc.display import COOKIE, Display, display_of
from plc.htmx import partial_wanted
from plc.middleware import PolicyRequired
from tests.factories import StaffFactory

CSP = {
    "default-src 'none'",
    "script-src 'self'",
    "style-src 'self'",
    "font-src 'self'",
    "connect-src 'self'",
    "img-src 'self' data:",
    "form-action 'self'",
    "base-uri 'none'",
    "frame-ancestors 'none'",
}


@pytest.fixture
def adult(db):
    user = StaffFactory(email="ada@maple.example")
    user.set_password("a long quiet sentence")
    user.save()
    return user


def test_a_view_without_a_rule_is_refused(rf):
    def forgotten(request):
        return HttpResponse("open to all")

    with pytest.raises(PermissionDenied, match="has no access rule"):
        PolicyRequired(lambda request: HttpResponse()).process_view(rf.get("/"), forgotten, (), {})


def test_every_page_has_the_strict_policy_and_stays_in_no_cache(client, db):
    response = client.get("/display/")
    assert set(response["Content-Security-Policy"].split("; ")) == CSP
    assert response["Cache-Control"] == "no-store"
    assert response["X-Frame-Options"] == "DENY"
    assert response["X-Content-Type-Options"] == "nosniff"


def test_health_tells_that_the_database_answers(client, db):
    response = client.get("/healthz")
    assert (response.status_code, response.json()) == (200, {"database": "ok"})


def test_health_tells_that_the_database_is_down(client, db, monkeypatch):
    def down():
        raise OSError("no route to the database")

    monkeypatch.setattr(views, "connection", SimpleNamespace(cursor=down))
    response = client.get("/healthz")
    assert (response.status_code, response.json()) == (503, {"database": "down"})


# --- display --------------------------------------------------------------------------------------
def test_display_settings_are_remembered_and_lead_back(client, db):
    form = {"theme": "dark", "contrast": "more", "text": "large", "next": "/in/"}
    response = client.post("/display/", form)
    assert (response.status_code, response.url) == (302, "/in/")
    page = client.get("/in/").content.decode()
    for setting in ('data-theme="dark"', 'data-contrast="more"', 'data-text="large"'):
        assert setting in page


@pytest.mark.parametrize(
    "elsewhere", ["https://evil.example/", "//evil.example", "javascript:alert(1)", "\\\\evil"]
)
def test_display_settings_never_lead_to_another_site(client, db, elsewhere):
    form = {"theme": "", "contrast": "", "text": "", "next": elsewhere}
    assert client.post("/display/", form).url == "/"


@pytest.mark.parametrize(
    "cookie", ["", "dark", "dark.more.large.extra", "<script>.x.y", "." * 5000, "light..school"]
)
def test_a_display_cookie_that_was_tampered_with_counts_as_none(cookie):
    request = RequestFactory().get("/")
    request.COOKIES[COOKIE] = cookie
    found = display_of(request)
    assert found.theme in {"", "light", "dark"}
    assert found.contrast in {"", "more"}
    assert found.text in {"", "large", "school"}


def test_no_cookie_leaves_it_to_the_device():
    assert display_of(RequestFactory().get("/")) == Display()


# --- htmx -----------------------------------------------------------------------------------------
@pytest.mark.parametrize(
    ("headers", "wanted"),
    [
        ({}, None),
        ({"HX-Target": "div#board"}, None),
        ({"HX-Request": "true"}, None),
        ({"HX-Request": "true", "HX-Target": "div#board"}, "board"),
        ({"HX-Request": "true", "HX-Target": "board"}, "board"),
    ],
)
def test_the_wanted_partial_is_the_targets_id(headers, wanted):
    request = SimpleNamespace(headers=headers)
    assert partial_wanted(request) == wanted


# --- adults sign in -------------------------------------------------------------------------------
def test_an_adult_signs_in_by_e_mail_and_password(client, adult):
    form = {"login": "Ada@Maple.example", "password": "a long quiet sentence"}
    assert client.post("/account/login/", form).url == "/"


def test_wrong_tries_close_one_account_and_nobody_elses(client, adult):
    other = StaffFactory(email="ben@maple.example")
    other.set_password("another quiet sentence")
    other.save()
    for _number in range(6):
        client.post("/account/login/", {"login": adult.email, "password": "wrong"})

    right = {"login": adult.email, "password": "a long quiet sentence"}
    refused = client.post("/account/login/", right)
    assert refused.status_code != 302
    neighbour = {"login": other.email, "password": "another quiet sentence"}
    assert client.post("/account/login/", neighbour).status_code == 302


def test_a_forgotten_password_is_reset_by_mail(client, adult, mailoutbox):
    client.post("/account/password/reset/", {"email": adult.email})
    (letter,) = mailoutbox
    link = next(word for word in letter.body.split() if word.startswith("http"))
    page = client.get(link.removeprefix("http://testserver"), follow=True)
    address = page.request["PATH_INFO"]
    client.post(address, {"password1": "a brand new sentence", "password2": "a brand new sentence"})
    adult.refresh_from_db()
    assert adult.check_password("a brand new sentence")


def test_an_unknown_address_gets_the_same_answer(client, adult):
    answers = {
        client.post("/account/password/reset/", {"email": email}).url
        for email in (adult.email, "nobody@maple.example")
    }
    assert len(answers) == 1


def test_nobody_makes_an_account_alone(client, db):
    page = client.get("/account/signup/")
    assert b'name="password1"' not in page.content


def test_nobody_takes_an_address_which_might_be_meant_for_a_colleague(client, adult, mailoutbox):
    client.force_login(adult, backend="plc.backends.StaffBackend")
    said = {"email": "principal@maple.example", "action_add": ""}
    assert client.post(reverse("account_email"), said).status_code == 403
    assert not mailoutbox


@pytest.mark.parametrize(
    "page", ["account_email", "account_set_password", "mfa_index", "mfa_activate_totp"]
)
def test_a_student_has_no_pages_about_an_account(sign_in, student, page):
    client = sign_in(student)
    assert client.get(reverse(page)).status_code == 403
    assert client.post(reverse(page)).status_code == 403


@pytest.mark.parametrize("day", ["0001-01-01", "1999-12-31", "2101-01-01", "9999-12-31"])
def test_a_day_of_another_century_is_no_such_page(sign_in, teacher, section, day):
    assert sign_in(teacher).get(f"/c/{section.key}/plan/{day}/blocks/new/").status_code == 404
    assert sign_in(teacher).get(f"/c/{section.key}/live/{day}/").status_code == 404


def test_two_step_sign_in_can_be_turned_on(client, adult):
    client.force_login(adult, backend="plc.backends.StaffBackend")
    assert client.get(reverse("mfa_index")).status_code == 200


def test_passwords_are_kept_by_argon2_in_production():
    from plc import settings as production  # noqa: PLC0415 - the settings as shipped

    assert production.PASSWORD_HASHERS[0].endswith("Argon2")
    assert settings.PASSWORD_HASHERS[0].endswith("MD5PasswordHasher")  # tests alone


# --- errors ---------------------------------------------------------------------------------------
def test_an_unknown_page_looks_like_the_rest(client, db):
    response = client.get("/nowhere/")
    assert response.status_code == 404
    assert 'class="topbar"' in response.content.decode()


@pytest.mark.parametrize("name", ["400", "403", "404", "429", "500", "403_csrf"])
def test_every_error_page_needs_no_context(name):
    from django.template.loader import render_to_string  # noqa: PLC0415 - used here alone

    page = render_to_string(f"{name}.html")
    assert "<h1" in page
    assert 'class="topbar"' in page


def test_a_page_that_was_open_too_long_says_so(db):
    from django.test import Client  # noqa: PLC0415 - the fixture's client skips the check

    response = Client(enforce_csrf_checks=True).post("/in/", {"code": "MAPLE12"})
    assert response.status_code == 403
    assert 'class="topbar"' in response.content.decode()


def test_an_anonymous_visitor_is_led_to_the_way_in(client, db):
    assert client.get("/me/goals/").url.startswith("/in/")
