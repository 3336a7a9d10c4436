"""Six short cards that a student fills about herself."""

import re

import pytest

from students.cards import CARDS, told
from students.models import Card, ProfileAnswer
from tests.factories import ProfileAnswerFactory, StudentFactory

pytestmark = pytest.mark.django_db
HOME = "/me/profile/"


def answer_of(student, card):
    return student.profile_answers.filter(card=card).values_list("choices", "words").first()


def test_the_cards_are_the_six_of_the_model_in_their_order():
    assert [text.card for text in CARDS] == list(Card)
    assert len(CARDS) == 6


def test_no_choice_is_offered_twice_on_a_card():
    for text in CARDS:
        assert len(text.words) == len(text.choices), text.card


def test_a_student_starts_with_the_first_card(sign_in, student):
    page = sign_in(student).get(HOME).content.decode()
    assert "0 of 6 cards done." in page
    assert re.search(r'href="/me/profile/interests/">\s*Start', page)


def test_she_fills_all_six_one_after_another(sign_in, student):
    client, url = sign_in(student), f"{HOME}interests/"
    for text in CARDS:
        assert url == f"{HOME}{text.card}/"
        url = client.post(url, {"choices": [text.choices[0][0]]})["Location"]

    assert url == HOME
    page = client.get(HOME).content.decode()
    assert "6 of 6 cards done." in page
    assert "Back to my day" in page


def test_she_goes_on_where_she_left_off(sign_in, student):
    for card in ("interests", "languages"):
        ProfileAnswerFactory(student=student, card=card)
    response = sign_in(student).get(HOME)
    assert response.context["next_card"].card == "strengths"
    assert "2 of 6 cards done." in response.content.decode()


def test_what_she_said_is_shown_again_and_can_change(sign_in, student):
    client = sign_in(student)
    client.post(f"{HOME}interests/", {"choices": ["comics", "music"], "words": " Veena "})
    assert answer_of(student, "interests") == (["comics", "music"], "Veena")

    page = client.get(f"{HOME}interests/").content.decode()
    assert re.search(r'value="comics"[^>]* checked', page)
    assert 'value="Veena"' in page

    client.post(f"{HOME}interests/", {"choices": ["cats"]})
    assert answer_of(student, "interests") == (["cats"], "")


def test_skipping_leads_on_and_keeps_nothing(sign_in, student):
    page = sign_in(student).get(f"{HOME}interests/").content.decode()
    assert re.search(r'href="/me/profile/strengths/">\s*Skip', page)
    assert not ProfileAnswer.objects.exists()


def test_an_empty_card_counts_as_not_filled(sign_in, student):
    client = sign_in(student)
    client.post(f"{HOME}interests/", {"words": "  "})
    assert not ProfileAnswer.objects.exists()

    client.post(f"{HOME}interests/", {"choices": ["cats"]})
    client.post(f"{HOME}interests/", {})
    assert not ProfileAnswer.objects.exists()


@pytest.mark.parametrize(
    ("sent", "words"),
    [
        ({"choices": ["comics", "hacking"]}, "Tap the words you see here."),
        ({"choices": ["comics", "music", "cats", "soccer", "space", "books"]}, "Five are the most"),
        ({"words": "x" * 201}, "That is long. Make it shorter."),
        ({"words": "a\x00b"}, "Null characters are not allowed"),
        ({"choices": ["\x00"]}, "Tap the words you see here."),
    ],
)
def test_what_cannot_be_kept_is_said_kindly(sign_in, student, sent, words):
    response = sign_in(student).post(f"{HOME}interests/", sent)
    assert response.status_code == 422
    assert words in response.content.decode()
    assert not ProfileAnswer.objects.exists()


def test_a_script_in_her_words_is_only_text_for_her_and_for_her_teacher(sign_in, student, teacher):
    script = "<script>alert(1)</script>"
    sign_in(student).post(f"{HOME}interests/", {"words": script})

    pages = [sign_in(student).get(HOME), sign_in(teacher).get(f"/s/{student.key}/")]
    for page in (response.content.decode() for response in pages):
        assert "&lt;script&gt;alert(1)" in page
        assert "<script>alert" not in page


@pytest.mark.parametrize("card", ["secrets", "INTERESTS", "interests-", "1"])
def test_there_is_no_seventh_card(sign_in, student, card):
    client = sign_in(student)
    assert client.get(f"{HOME}{card}/").status_code == 404
    assert client.post(f"{HOME}{card}/", {"words": "x"}).status_code == 404


def test_each_card_says_who_sees_it(sign_in, student):
    client = sign_in(student)
    for text in CARDS:
        page = client.get(f"{HOME}{text.card}/").content.decode()
        to_all = "Your school sees what you tap." in page
        assert to_all == (text.card != "needs"), text.card
        assert "Only your teachers see" in page


def test_her_answers_touch_nobody_elses(sign_in, section, student):
    theirs = ProfileAnswerFactory(student=StudentFactory(section=section), choices=["space"])
    client = sign_in(student)
    client.post(f"{HOME}interests/", {"choices": ["cats"]})
    client.post(f"{HOME}interests/", {})
    theirs.refresh_from_db()
    assert theirs.choices == ["space"]
    assert "Space" not in client.get(HOME).content.decode()


def test_adults_have_no_cards_of_their_own(sign_in, teacher):
    client = sign_in(teacher)
    assert client.get(HOME).status_code == 403
    assert client.post(f"{HOME}interests/", {"words": "x"}).status_code == 403


@pytest.mark.parametrize("count", [1, 6])
def test_the_cards_cost_the_same_for_1_and_6_answers(
    sign_in, student, count, django_assert_num_queries
):
    for text in CARDS[:count]:
        ProfileAnswerFactory(student=student, card=text.card)
    client = sign_in(student)

    # session, student with her school, answers
    with django_assert_num_queries(3):
        assert client.get(HOME).status_code == 200


def test_a_choice_we_no_longer_offer_is_still_shown(student):
    answer = ProfileAnswerFactory(student=student, choices=["roller skates"], words="and chess")
    assert told([answer])[0].words == ("roller skates", "and chess")
    assert told([answer], own_words=False)[0].words == ("roller skates",)


def test_sentences_for_a_student_have_eight_words_or_fewer(sign_in, student):
    client = sign_in(student)
    for url in (HOME, *(f"{HOME}{text.card}/" for text in CARDS)):
        main = client.get(url).content.decode().split("<main", 1)[1].split("</main>")[0]
        words = re.sub(r"<[^>]+>", "|", main)
        sentences = [part.split() for part in re.split(r"[|.?!]", words)]
        assert [" ".join(one) for one in sentences if len(one) > 8] == [], url
