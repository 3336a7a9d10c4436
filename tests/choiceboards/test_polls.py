"""A question to the class: two to six answers, one vote each, counts and never names."""

from datetime import timedelta
from uuid import uuid4

import pytest
from django.urls import reverse
from django.utils import timezone

from choiceboards import services
from choiceboards.models import Poll, Vote
from tests.choiceboards import crowd
from tests.factories import NOW, PollFactory, SectionFactory, StudentFactory

COUNTS = {"HX-Request": "true", "HX-Target": "section#poll-counts"}


@pytest.fixture
def okonkwo(sign_in, teacher):
    """The client, signed in as the teacher of Room 12."""
    return sign_in(teacher)


@pytest.fixture
def street(section):
    """An open question of Room 12 with three answers."""
    return PollFactory(section=section, answers=3)


@pytest.fixture
def ask(street, section):
    """`ask(client)`: the teacher's page of it."""
    return lambda client, **how: client.get(reverse("poll", args=[section.key, street.key]), **how)


def vote_for(student, poll, position, now=NOW):
    services.vote(student=student, option=poll.options.get(position=position), now=now)


def counts(page):
    return [row.votes for row in page.context["results"]]


# --- asked ----------------------------------------------------------------------------------------
def new_poll(client, section, **changed):
    said = {
        "question": "What should our street have?",
        "answer_1": "A bench",
        "answer_2": "A tree",
        "answer_4": "A slide",
        "closes_on": "2027-01-21",
        "closes_time": "15:00",
        "key": uuid4(),
        **changed,
    }
    return client.post(reverse("new_poll", args=[section.key]), said)


def test_a_question_is_asked_with_its_answers_and_its_closing_time(okonkwo, section):
    response = new_poll(okonkwo, section, link="https://example.org/street")
    made = Poll.objects.get()
    assert response.url == reverse("poll", args=[section.key, made.key])
    assert list(made.options.values_list("position", "words")) == [
        (1, "A bench"),
        (2, "A tree"),
        (3, "A slide"),
    ]
    assert made.closes_at.isoformat() == "2027-01-21T20:00:00+00:00"  # 3 in New York
    assert made.link == "https://example.org/street"


def test_a_second_click_asks_once(okonkwo, section):
    key = uuid4()
    first, second = (new_poll(okonkwo, section, key=key) for _click in range(2))
    assert first.url == second.url
    assert Poll.objects.count() == 1


@pytest.mark.parametrize(
    ("changed", "words"),
    [
        ({"question": ""}, "This field is required"),
        ({"answer_2": "", "answer_4": ""}, "at least two answers"),
        ({"answer_2": "a BENCH"}, "Two answers are the same"),
        ({"closes_time": "08:00"}, "over already"),
        ({"closes_on": "2028-06-01"}, "within a year"),
        ({"closes_on": "2027-03-14", "closes_time": "02:30"}, "clocks skip this hour"),
        ({"closes_on": "soon"}, "Enter a valid date"),
        ({"link": "javascript:alert(1)"}, "That is not a link"),
        ({"question": "x" * 201}, "at most 200"),
        ({"key": "x"}, "valid UUID"),
    ],
)
def test_a_question_that_cannot_be_is_refused_in_words(okonkwo, section, changed, words):
    response = new_poll(okonkwo, section, **changed)
    assert response.status_code == 422
    assert words in response.text
    assert not Poll.objects.exists()


# --- voted on -------------------------------------------------------------------------------------
def test_a_student_votes_changes_it_and_sees_the_counts_only_then(
    sign_in, section, student, street
):
    vote_for(StudentFactory(section=section), street, 1)
    url, priya = reverse("my_poll", args=[street.key]), sign_in(student)
    assert priya.get(url).context["results"] == []

    assert priya.post(url, {"option": "2"}).status_code == 302
    assert counts(priya.get(url)) == [1, 1, 0]

    priya.post(url, {"option": "1"})
    assert counts(priya.get(url)) == [2, 0, 0]
    assert Vote.objects.filter(student=student).count() == 1


@pytest.mark.parametrize("sent", [{}, {"option": ""}, {"option": "9"}, {"option": "x"}])
def test_a_vote_for_nothing_is_refused_in_words(sign_in, student, street, sent):
    response = sign_in(student).post(reverse("my_poll", args=[street.key]), sent)
    assert response.status_code == 422
    assert 'id="form-errors"' in response.text
    assert not Vote.objects.exists()


def test_a_closed_question_keeps_the_votes_and_shows_the_counts(sign_in, at, student, street):
    vote_for(student, street, 3)
    at(street.closes_at)
    priya, url = sign_in(student), reverse("my_poll", args=[street.key])

    response = priya.post(url, {"option": "1"})

    assert response.status_code == 422
    assert "This question is closed. Your vote was not changed." in response.text
    assert counts(priya.get(url)) == [0, 0, 1]


def test_a_question_of_another_class_is_not_there(sign_in, school, student):
    other = PollFactory(section=SectionFactory(school=school), answers=2)
    assert sign_in(student).get(reverse("my_poll", args=[other.key])).status_code == 404


def test_my_board_leads_to_the_question_while_it_is_open_and_shortly_after(
    sign_in, at, board, student, street
):
    priya, way = sign_in(student), reverse("my_poll", args=[street.key])
    assert way in priya.get("/me/board/").text
    at(street.closes_at + timedelta(days=1))
    assert "See the result" in priya.get("/me/board/").text
    at(street.closes_at + timedelta(days=3))
    assert way not in priya.get("/me/board/").text


# --- counted --------------------------------------------------------------------------------------
@pytest.mark.parametrize("class_size", [1, 30])
def test_the_counts_cost_the_same_for_1_and_30_votes(
    okonkwo, section, street, ask, class_size, django_assert_num_queries
):
    for _number in range(class_size):
        vote_for(StudentFactory(section=section), street, 2)

    with django_assert_num_queries(6):  # session, user, classes, question, counts, students
        page = ask(okonkwo)

    assert counts(page) == [0, class_size, 0]
    assert page.context["results"][1].percent == 100


@pytest.mark.parametrize(("number", "shown"), [(0, 0), (1, 1), (30, 30), (1000, 30)])
def test_the_list_costs_the_same_for_any_number_of_questions(
    okonkwo, section, teacher, number, shown, django_assert_num_queries
):
    rows = PollFactory.build_batch(number, section=section, school=section.school, made_by=teacher)
    Poll.objects.bulk_create(rows)
    with django_assert_num_queries(5 if number else 4):  # session, user, classes, number, page
        page = okonkwo.get(reverse("polls", args=[section.key]))
    assert len(page.context["page"]) == shown


def test_no_page_of_an_adult_says_who_voted_what(okonkwo, student, street, ask, section):
    vote_for(student, street, 2)
    text = ask(okonkwo).text
    assert "1 of 1 student voted" in text
    assert "Priya" not in text
    assert "Who voted for what is shown to nobody" in text


def test_an_adult_sees_no_vote_and_a_student_her_own(teacher, section, student, street, sign_in):
    vote_for(student, street, 1)
    vote_for(StudentFactory(section=section), street, 1)
    sign_in(student)
    student.refresh_from_db()
    assert Vote.objects.visible_to(teacher).count() == 0
    assert [vote.student for vote in Vote.objects.visible_to(student.user)] == [student]


def test_nothing_is_sent_while_nobody_votes(okonkwo, student, street, ask):
    first = ask(okonkwo, headers=COUNTS)
    known = {**COUNTS, "If-None-Match": first.headers["ETag"]}
    assert ask(okonkwo, headers=known).status_code == 304
    vote_for(student, street, 1)
    assert counts(ask(okonkwo, headers=known)) == [1, 0, 0]


def test_the_teacher_closes_it_and_a_closed_one_stays_as_it_is(
    okonkwo, at, section, street, student
):
    url = reverse("close_poll", args=[section.key, street.key])
    for minutes in (0, 5):
        at(NOW + timedelta(minutes=minutes))
        okonkwo.post(url)
        street.refresh_from_db()
        assert street.closes_at == NOW
    with pytest.raises(services.PollClosed):
        vote_for(student, street, 1)


# --- all at once ----------------------------------------------------------------------------------
@pytest.mark.django_db(transaction=True)
def test_of_many_taps_at_the_same_moment_one_vote_each_counts(section, tmp_path):
    """Five students tap six times each, at once; the server's clock is the real one."""
    poll = PollFactory(section=section, answers=2, closes_at=timezone.now() + timedelta(days=999))
    sessions = [
        crowd.session_key(child)
        for child in StudentFactory.create_batch(5, section=section)
        for _tap in range(6)
    ]
    url = crowd.database_url(tmp_path)
    with crowd.server(url) as port:
        path = reverse("my_poll", args=[poll.key])
        answers = crowd.all_at_once(port, path, sessions, {"option": "2"})

    assert [status for status, _text in answers] == [302] * 30
    assert crowd.one(url, "SELECT count(*) FROM choiceboards_vote") == 5
