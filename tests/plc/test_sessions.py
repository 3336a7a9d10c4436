"""A session ends when it was said to end, however much it is used."""

from datetime import timedelta

import pytest
from django.contrib.sessions.models import Session
from django.urls import reverse
from django.utils import timezone

from plc.sessions import SessionStore, end_in
from tests.factories import StaffFactory

pytestmark = pytest.mark.django_db


def hours_left():
    return (Session.objects.get().expire_date - timezone.now()) / timedelta(hours=1)


@pytest.fixture
def in_three_hours(monkeypatch):
    """Moves what sessions take for the present: they end by the world's clock, not the school's."""
    real = timezone.now
    return lambda: monkeypatch.setattr(timezone, "now", lambda: real() + timedelta(hours=3))


def test_an_adult_is_signed_in_for_twelve_hours_and_use_does_not_make_it_more(
    client, in_three_hours
):
    client.force_login(StaffFactory(), backend="plc.backends.StaffBackend")
    assert hours_left() == pytest.approx(12, abs=0.01)
    in_three_hours()
    session = client.session
    session["used"] = True
    session.save()
    assert hours_left() == pytest.approx(9, abs=0.01)
    assert session.get_expiry_age() == pytest.approx(9 * 3600, abs=30)


def test_without_a_sign_in_each_use_moves_the_end_on_as_django_does(in_three_hours):
    session = SessionStore()
    session["language"] = "en"
    session.save()
    in_three_hours()
    session.save()
    assert hours_left() == pytest.approx(12, abs=0.01)


def test_an_end_that_is_past_deletes_the_cookie_soon_but_never_asks_for_a_negative_age():
    session = SessionStore()
    end_in(session, timedelta(hours=-1))
    session.save()
    assert session.get_expiry_age() == 1
    assert SessionStore(session.session_key).load() == {}


def test_who_is_disabled_is_signed_out_at_the_next_click(client):
    adult = StaffFactory()
    client.force_login(adult, backend="plc.backends.StaffBackend")
    assert client.get("/caseload/").status_code == 200
    type(adult).objects.update(is_active=False)
    assert client.get("/caseload/").url.startswith("/in/")


def test_after_the_session_htmx_is_told_and_a_plain_page_leads_to_the_sign_in(client):
    address = reverse("my_board")
    told = client.post(address, headers={"HX-Request": "true", "HX-Target": "div#my-board"})
    assert (told.status_code, told.text) == (401, "You are signed out. Load the page again.")
    assert told.headers["Content-Type"].startswith("text/plain")
    assert client.get(address).headers["Location"] == f"{reverse('sign_in')}?next={address}"
