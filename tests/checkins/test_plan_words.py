"""What the plan page says of a student without a place, and of a change that was refused."""

from datetime import time
from unittest.mock import sentinel

import pytest

from checkins import services
from checkins.board import plan_board
from checkins.causes import cause_in_words
from checkins.models import Away, Slot
from checkins.planner.words import CAUSES
from checkins.refusals import refusal_in_words
from checkins.services import NoPlace
from tests.factories import TODAY, AwayFactory

pytestmark = pytest.mark.django_db
NUMBERS = {"students": 3, "places": 2, "needed": 12, "available": 10, "minutes": 3}
MUSEUM = Away(where="the museum", starts_at=time(10, 35), ends_at=time(13, 15))
PAGES_OWN = {"dropped", "later", "waiting", "block_changed"}


def cause(code):
    return cause_in_words({"code": code, "params": NUMBERS}, [MUSEUM], "g:i")


def test_whatever_the_planner_finds_has_a_sentence_of_its_own():
    said = {code: cause(code) for code in {*CAUSES, *PAGES_OWN}}

    assert len(set(said.values())) == len(said)
    assert [code for code, words in said.items() if not words.endswith(".") or "%" in words] == []


@pytest.mark.parametrize(
    ("code", "words"),
    [
        ("away", "Away during every free place: 10:35–1:15 with the museum."),
        (
            "full",
            (
                "3 students can come only in these 2 places, and the others wait longer or asked "
                "first."
            ),
        ),
        (
            "minutes_short",
            (
                "3 students need 12 min with switching. There are 10 min, and the others wait "
                "longer or asked first."
            ),
        ),
        (
            "minutes_cut_unproven",
            (
                "3 students need 12 min with switching. There are 10 min. No way to fit all of "
                "them was found."
            ),
        ),
        ("other_checkin", "Every free place is too near another check-in of this student."),
        ("never heard of", "Waits for a place. Suggest again to look for one."),
    ],
)
def test_a_cause_in_words(code, words):
    assert cause(code) == words


def test_a_cause_without_any_place_counts_none():
    full = {"code": "full", "params": {"students": 1, "places": 0}}
    words = "No place is open, and those who have one wait longer or asked first."
    assert cause_in_words(full, (), "g:i") == words


def cause_on_the_page(section, dawn):
    (left,) = plan_board(section, TODAY, dawn).not_placed
    return left.cause


def test_left_out_by_hand_says_so_also_of_whom_the_planner_left_out_before(
    section, fill, planned, windows, dawn
):
    for window in windows:
        window.delete()
    fill(1)
    slot = planned(now=dawn).slots.get()
    assert cause_on_the_page(section, dawn) == "There are no free minutes on this day yet."

    services.drop(slot=slot, version=slot.plan.version)

    assert cause_on_the_page(section, dawn) == "Taken out of the day by hand."


def test_who_is_put_back_waits_and_was_not_taken_out_by_hand(section, student, planned, dawn):
    plan = planned(now=dawn)
    slot = plan.slots.get()
    services.drop(slot=slot, version=plan.version)
    plan.refresh_from_db()

    services.put_back(slot=slot, version=plan.version)

    assert cause_on_the_page(section, dawn) == "Waits for a place. Suggest again to look for one."


def test_who_is_put_off_without_a_free_place_comes_later(section, student, planned, dawn):
    slot = planned(now=dawn).slots.get()
    AwayFactory(student=student, starts_at=time(8), ends_at=time(15))

    services.later(slot=slot, now=dawn)

    assert slot.plan.slots.get().state == Slot.State.LATER
    assert cause_on_the_page(section, dawn) == "Later today, when a place is free."


TAKEN = "That place is taken or does not suit. Choose another."


@pytest.mark.parametrize(
    ("code", "away", "clock", "words"),
    [
        ("away", MUSEUM, "g:i", "Not moved: Seun is with the museum 10:35–1:15."),
        ("away", MUSEUM, "H:i", "Not moved: Seun is with the museum 10:35–13:15."),
        ("away", None, "g:i", TAKEN),
        (
            "other_away",
            MUSEUM,
            "g:i",
            "Not moved: Seun would have to trade, and is with the museum 10:35–1:15.",
        ),
        ("fixed", None, "g:i", "Not moved: Seun’s time is fixed."),
        ("taken", None, "g:i", TAKEN),
        ("met", None, "g:i", "Nothing was changed: Seun was met already."),
        (
            "absent",
            None,
            "g:i",
            "Not moved: Seun is absent that day. Say first that she or he is here.",
        ),
        ("none", None, "g:i", TAKEN),
    ],
)
def test_a_refusal_says_what_is_in_the_way(code, away, clock, words):
    assert refusal_in_words(NoPlace(code, "Seun", away), clock) == words


def test_a_refusal_that_names_nobody_says_it_in_general():
    assert refusal_in_words(NoPlace("fixed"), "g:i") == TAKEN


@pytest.fixture
def refused(section, fill, planned, dawn):
    """`refused(move, ...)`: the sentence for a move of the first of three students."""
    fill(3)
    plan = planned(now=dawn)

    def said(prepare, to):
        first, second, _third = plan.slots.select_related("plan__section", "student")
        prepare(first, second)
        plan.refresh_from_db()
        place = f"{first.window.key}@{second.starts_at:%H:%M}" if to is sentinel.second else to
        with pytest.raises(NoPlace) as caught:
            services.move(slot=first, to=place, version=plan.version, now=dawn)
        words = refusal_in_words(caught.value, "g:i")
        return words.replace(first.student.called, "A").replace(second.student.called, "B")

    return said


def _away_there(first, second):
    AwayFactory(student=first.student, starts_at=time(9, 14), ends_at=time(9, 17), where="speech")


def _the_other_away_here(first, second):
    AwayFactory(student=second.student, starts_at=time(9, 10), ends_at=time(9, 12), where="speech")


def _the_other_fixed(first, second):
    services.fix(slot=second, version=second.plan.version)


def _she_was_met(first, second):
    Slot.objects.filter(pk=first.pk).update(state=Slot.State.DONE)


def _she_is_absent(first, second):
    Slot.objects.filter(pk=first.pk).update(state=Slot.State.ABSENT, window=None, starts_at=None)


@pytest.mark.parametrize(
    ("prepare", "words"),
    [
        (_away_there, "Not moved: A is with speech 9:14–9:17."),
        (
            _the_other_away_here,
            "Not moved: B would have to trade, and is with speech 9:10–9:12.",
        ),
        (_the_other_fixed, "Not moved: B’s time is fixed."),
        (_she_was_met, "Nothing was changed: A was met already."),
        (
            _she_is_absent,
            "Not moved: A is absent that day. Say first that she or he is here.",
        ),
    ],
)
def test_each_refusal_names_whom_it_is_about(refused, prepare, words):
    assert refused(prepare, sentinel.second) == words


def test_a_place_that_is_not_there_is_refused_in_general(refused):
    assert refused(lambda *_two: None, "000000000000@09:10") == TAKEN
