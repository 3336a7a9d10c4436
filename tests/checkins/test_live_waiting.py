"""What waited in a browser for the network counts once, at its time, for the child it is about."""

from datetime import timedelta
from uuid import uuid4

import pytest
from django.urls import reverse

from checkins import services
from checkins.models import CheckIn, CheckInNote, Slot
from tests.factories import NOW, TODAY, StudentFactory

pytestmark = pytest.mark.django_db
QUEUE = {"HX-Request": "true", "HX-Target": "queue"}


def url_of(name, section, *args, day=TODAY):
    return reverse(name, args=[section.key, day, *args])


@pytest.fixture
def slot(student, planned):
    return planned().slots.get()


def form(student, **more):
    return {"topic": "goal", "outcomes": ["got_it"], "student": student.key, "key": uuid4()} | more


def test_the_page_gives_each_form_a_key_and_names_its_reader(sign_in, section, teacher, slot):
    client = sign_in(teacher)
    first, second = (client.get(url_of("live", section)).context for _time in range(2))

    assert first["form"]["key"].value() != second["form"]["key"].value()
    assert first["reader"] == second["reader"]


def test_what_waited_is_answered_without_a_page(sign_in, section, teacher, student, slot):
    url = url_of("hold_slot", section, slot.key)

    response = sign_in(teacher).post(url, form(student), headers=QUEUE)

    assert (response.status_code, response.content) == (204, b"")
    assert CheckIn.objects.get().slot == slot


def test_the_same_form_sent_again_counts_once(sign_in, section, teacher, student, slot):
    client, url, data = sign_in(teacher), url_of("hold_slot", section, slot.key), form(student)

    for _time in range(3):
        assert client.post(url, data, headers=QUEUE).status_code == 204

    assert CheckIn.objects.count() == 1


def test_a_form_that_comes_late_does_not_undo_a_taking_back(
    sign_in, section, teacher, student, slot
):
    client, url, data = sign_in(teacher), url_of("hold_slot", section, slot.key), form(student)
    client.post(url, data)
    client.post(url_of("reopen_slot", section, slot.key))

    client.post(url, data, headers=QUEUE)

    slot.refresh_from_db()
    assert (CheckIn.objects.count(), slot.state) == (0, Slot.State.PLANNED)


def test_words_added_before_the_form_was_sent_again_are_kept(
    sign_in, section, teacher, student, slot
):
    client, url, data = sign_in(teacher), url_of("hold_slot", section, slot.key), form(student)
    client.post(url, data)

    client.post(url, data | {"note": "Drew it first."}, headers=QUEUE)

    assert CheckInNote.objects.get().text == "Drew it first."


def test_two_adults_write_about_one_check_in_and_both_are_kept(
    sign_in, section, teacher, coteacher, student, slot
):
    url = url_of("hold_slot", section, slot.key)

    sign_in(teacher).post(url, form(student, note="Drew it."))
    sign_in(coteacher).post(url, form(student, note="Said it aloud."))

    assert CheckIn.objects.get().teacher == teacher
    words = CheckInNote.objects.order_by("pk").values_list("author", "text")
    assert list(words) == [(teacher.pk, "Drew it."), (coteacher.pk, "Said it aloud.")]


def test_it_was_held_when_it_was_recorded_not_when_it_arrived(
    sign_in, section, teacher, student, slot
):
    data = form(student, ago=15 * 60)

    sign_in(teacher).post(url_of("hold_slot", section, slot.key), data, headers=QUEUE)

    assert CheckIn.objects.get().held_at == NOW - timedelta(minutes=15)


def test_what_arrives_the_next_morning_counts_for_its_own_day(
    sign_in, section, teacher, student, slot, at
):
    client, url = sign_in(teacher), url_of("hold_slot", section, slot.key)
    at(NOW + timedelta(days=1))

    assert client.post(url, form(student), headers=QUEUE).status_code == 404
    assert client.post(url, form(student, ago=24 * 60 * 60), headers=QUEUE).status_code == 204
    assert CheckIn.objects.get().held_on == TODAY


@pytest.mark.parametrize("ago", [-1, 8 * 24 * 60 * 60, "soon"])
def test_a_time_that_cannot_be_is_refused(sign_in, section, teacher, student, slot, ago):
    url = url_of("hold_slot", section, slot.key)

    assert sign_in(teacher).post(url, form(student, ago=ago)).status_code == 422
    assert not CheckIn.objects.exists()


def test_a_child_whose_place_is_gone_was_still_met(sign_in, section, teacher, student, slot):
    client, url, data = sign_in(teacher), url_of("hold_slot", section, slot.key), form(student)
    slot.delete()

    for _time in range(2):
        assert client.post(url, data, headers=QUEUE).status_code == 204

    checkin = CheckIn.objects.get()
    assert (checkin.student, checkin.slot) == (student, None)


def test_a_child_of_another_class_is_not_reached_that_way(sign_in, section, teacher, student, slot):
    stranger = StudentFactory()
    url = url_of("hold_slot", section, slot.key)
    slot.delete()

    for data in (form(stranger), form(student) | {"student": ""}):
        assert sign_in(teacher).post(url, data, headers=QUEUE).status_code == 404
    assert not CheckIn.objects.exists()


def test_a_moved_child_is_met_at_her_new_time(sign_in, section, teacher, student, slot):
    slot = services.later(slot=slot, now=NOW)

    sign_in(teacher).post(url_of("hold_slot", section, slot.key), form(student), headers=QUEUE)

    slot.refresh_from_db()
    assert slot.state == Slot.State.DONE


def test_the_pass_tells_readers_apart_and_brings_a_token(sign_in, client, teacher, coteacher):
    url = reverse("queue_pass")
    first, again, other = (sign_in(who).get(url).json() for who in (teacher, teacher, coteacher))

    assert first["reader"] == again["reader"] != other["reader"]
    assert len(first["token"]) == 64
    client.logout()
    assert client.get(url).status_code == 302
