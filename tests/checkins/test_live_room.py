"""The live page is seen by the class: nothing private on it, whatever is asked of it."""

import pytest
from django.urls import reverse

from checkins import services
from checkins.models import HelpRequest, Slot
from checkins.reasons import in_words
from checkins.services import Said
from goals.models import Reflection
from tests.factories import (
    NOW,
    TODAY,
    CheckInFactory,
    HelpRequestFactory,
    ReflectionFactory,
    StudentFactory,
    SupportFactory,
)

pytestmark = pytest.mark.django_db
BOARD = {"HX-Request": "true", "HX-Target": "div#live-board"}
SIDE = {"HX-Request": "true", "HX-Target": "aside#live-side"}
ACTS = ("hold_slot", "later_slot", "absent_slot", "reopen_slot")


def url_of(name, section, *args):
    return reverse(name, args=[section.key, TODAY, *args])


@pytest.fixture
def children(section, teacher, student):
    """Three children, each with everything that the room must not read."""
    found = [student, StudentFactory(section=section), StudentFactory(section=section)]
    for child in found:
        SupportFactory(student=child, text="CANARY-NEED")
        ReflectionFactory(student=child, mood=Reflection.Mood.STUCK, on=TODAY)
        talk = HelpRequest.Reason.TALK
        HelpRequestFactory(section=section, student=child, reason=talk, words="CANARY-TALK")
        services.hold(
            student=child,
            section=section,
            teacher=teacher,
            topic="goal",
            outcomes=["reteach"],
            now=NOW.replace(day=20),
            said=Said(
                note="CANARY-NOTE",
                roadblock="help",
                roadblock_words="CANARY-ROADBLOCK",
                promise="other",
                promise_words="CANARY-PROMISE",
            ),
        )
        HelpRequest.objects.filter(student=child).update(seen_at=None)
    return found


@pytest.fixture
def slots(children, planned):
    return list(planned().slots.order_by("starts_at"))


def answers(client, section, slots):
    """What each address of the live day says, as a page and as the fragments of htmx."""
    for headers in ({}, BOARD, SIDE):
        for asked in ({}, {"call": 1}, *({"slot": slot.key} for slot in slots)):
            for name in ("live", "live_state"):
                yield client.get(url_of(name, section), asked, headers=headers)
        for act in ACTS:
            for slot in slots:
                yield client.post(
                    url_of(act, section, slot.key), {"topic": "goal"}, headers=headers, follow=True
                )
                yield client.post(url_of(act, section, slot.key), {"topic": "no"}, headers=headers)
        yield client.post(url_of("plan_the_rest", section), headers=headers, follow=True)
        for hand in HelpRequest.objects.filter(section=section):
            yield client.post(url_of("seen_hand", section, hand.key), headers=headers, follow=True)


def test_the_room_reads_no_need_note_mood_or_worry(sign_in, section, teacher, children, slots):
    client = sign_in(teacher)
    team = client.get(reverse("student_checkins", args=[children[0].key])).content.decode()
    assert team.count("CANARY-NOTE") == 1  # it is there to be read, by her, elsewhere

    seen = [answer.content.decode() for answer in answers(client, section, slots)]

    assert len(seen) > 60
    assert sum(children[0].called in page for page in seen) > 20
    assert [page for page in seen if "CANARY" in page] == []


def test_how_a_child_feels_is_a_reason_that_the_room_does_not_read(
    sign_in, section, teacher, student, planned
):
    ReflectionFactory(student=student, mood=Reflection.Mood.STUCK, on=TODAY)
    slot = planned().slots.get()
    assert in_words(slot, TODAY) == "Said this week that it goes hard"

    page = sign_in(teacher).get(url_of("live", section)).content.decode()

    assert "goes hard" not in page
    assert "Talk about how it goes" in page


def test_who_needs_to_talk_is_shown_without_her_words(sign_in, section, teacher, children, slots):
    page = sign_in(teacher).get(url_of("live", section)).content.decode()

    assert page.count("I need to talk") == 3
    assert "CANARY-TALK" not in page


def test_what_was_ticked_before_is_not_on_the_page(sign_in, section, teacher, student, planned):
    CheckInFactory(section=section, student=student, outcomes=["reteach"])
    planned()

    page = sign_in(teacher).get(url_of("live", section)).content.decode()

    assert 'value="reteach" id="note-reteach" data-key="3" checked' not in page
    assert Slot.objects.count() == 1
