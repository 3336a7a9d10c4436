"""A student asks for a check-in: two taps, her place in the queue, a promised day, "not now"."""

from concurrent.futures import ThreadPoolExecutor
from datetime import date, time, timedelta

import pytest
from django.db import IntegrityError, connection, transaction
from django.urls import reverse

from checkins import services
from checkins.board import live_board, my_turn, raised_hand
from checkins.models import Ask, Reason, Slot
from checkins.reasons import reasons_for
from plc.models import AuditEntry
from tests.factories import (
    NOW,
    TODAY,
    AskFactory,
    CheckInFactory,
    CheckInNoteFactory,
    EnrollmentFactory,
    PlanFactory,
    PromiseFactory,
    RoadblockFactory,
    SectionFactory,
    SlotFactory,
    StudentFactory,
    WindowFactory,
)

pytestmark = pytest.mark.django_db
FRIDAY, MONDAY, TUESDAY = date(2027, 1, 22), date(2027, 1, 25), date(2027, 1, 26)
ASK, MY_DAY, MINE = "/me/ask/", "/me/", "/me/check-ins/"


def ask(section, student, now=NOW, topic="goal", words=""):
    return services.ask_checkin(student=student, section=section, topic=topic, words=words, now=now)


@pytest.fixture
def her_time(section, student):
    """Priya is to come at 9:26, in four minutes' places from 9:10; it is 9:30."""
    plan = PlanFactory(section=section, state="ready")
    window = WindowFactory(section=section)
    return SlotFactory(plan=plan, student=student, window=window, starts_at=time(9, 26))


# --- two taps ---


def test_asking_takes_two_taps_from_my_day(sign_in, section, student):
    client = sign_in(student)

    assert f'href="{ASK}"' in client.get(MY_DAY).text  # the first
    assert '<button class="tile flat mint" name="topic" value="goal">' in client.get(ASK).text
    response = client.post(ASK, {"topic": "goal"}, follow=True)  # the second

    assert (Ask.objects.get().topic, Ask.objects.get().promised_on) == ("goal", FRIDAY)
    assert "Ms. Okonkwo knows." in response.text
    assert "You are number 1." in response.text
    assert "By Friday, January 22." in response.text


def test_my_day_says_the_number_and_the_day(sign_in, section, student):
    AskFactory(section=section, asked_at=NOW - timedelta(minutes=5))
    ask(section, student)

    text = sign_in(student).get(MY_DAY).text

    assert "You asked: Goal." in text
    assert "You are number 2." in text
    assert "By Friday, January 22." in text


def test_a_topic_is_one_of_three(sign_in, section, student):
    response = sign_in(student).post(ASK, {"topic": "lunch"})

    assert response.status_code == 422
    assert "Pick one." in response.text


def test_a_long_line_is_said_kindly_and_nothing_is_asked(sign_in, section, student):
    response = sign_in(student).post(ASK, {"topic": "goal", "words": "x" * 141})

    assert response.status_code == 422
    assert "That is long. Make it shorter." in response.text
    assert not Ask.objects.exists()


def test_without_a_class_there_is_nobody_to_ask(sign_in, school):
    alone = StudentFactory(school=school)
    client = sign_in(alone)

    assert client.post(ASK, {"topic": "goal"}).status_code == 200
    assert "Ask a grown-up near you." in client.get(ASK).text
    assert not Ask.objects.exists()


# --- one turn each ---


def test_asking_again_changes_the_words_and_keeps_the_turn(section, student):
    first = ask(section, student)
    AskFactory(section=section, asked_at=NOW + timedelta(minutes=1))

    ask(section, student, NOW + timedelta(minutes=9), topic="project", words="my poster")

    turn = my_turn(student, TODAY)
    assert (turn.topic, turn.words, turn.number, turn.by) == ("project", "my poster", 1, FRIDAY)
    assert Ask.objects.get(student=student).pk == first.pk


def test_a_turn_asked_in_another_class_moves_there(section, student, school):
    other = SectionFactory(school=school)
    EnrollmentFactory(section=other, student=student)
    AskFactory(section=other, asked_at=NOW - timedelta(minutes=5))
    ask(section, student)

    ask(other, student)

    assert Ask.objects.waiting().get(student=student).section == other
    assert my_turn(student, TODAY).number == 2


def test_the_database_keeps_one_open_turn_a_student(section, student):
    AskFactory(section=section, student=student, closed_at=NOW)
    AskFactory(section=section, student=student)

    with pytest.raises(IntegrityError), transaction.atomic():
        AskFactory(section=section, student=student)


def test_who_left_the_class_stands_in_no_queue_of_it(section, student, school):
    """Her own turn and hand of that class are gone from her page; others move up."""
    gone = StudentFactory(section=section, called="Gone")
    for who in (gone, student):
        ask(section, who)
        services.ask(student=who, section=section, reason="stuck", words="", now=NOW)
    assert (my_turn(student, TODAY).number, raised_hand(student, TODAY).number) == (2, 2)

    gone.enrollments.update(ends_on=TODAY - timedelta(days=1))

    assert (my_turn(student, TODAY).number, raised_hand(student, TODAY).number) == (1, 1)
    assert (my_turn(gone, TODAY), raised_hand(gone, TODAY)) == (None, None)
    assert [hand.called for hand in live_board(section, TODAY, NOW).hands] == ["Priya"]
    other = SectionFactory(school=school)
    EnrollmentFactory(section=other, student=gone)
    ask(other, gone)  # and she may ask anew where she is now
    assert (my_turn(gone, TODAY).number, my_turn(student, TODAY).number) == (1, 1)


def test_a_turn_of_who_left_keeps_no_day_from_the_others(section, fill):
    for one in fill(4):
        assert ask(section, one).promised_on == FRIDAY
        one.enrollments.update(ends_on=TODAY - timedelta(days=1))
    assert ask(section, fill(1)[0]).promised_on == FRIDAY


def test_a_turn_given_back_was_never_asked(sign_in, section, student):
    ask(section, student)

    sign_in(student).post(reverse("drop_turn"))

    assert not Ask.objects.exists()


@pytest.mark.skipif(connection.vendor == "sqlite", reason="SQLite lets one writer in at a time")
@pytest.mark.django_db(transaction=True)
def test_asking_at_the_same_instant_is_one_turn_each_and_no_day_is_promised_too_often():
    section = SectionFactory()
    children = [StudentFactory(section=section) for _number in range(5)]

    with ThreadPoolExecutor(8) as pool:
        list(pool.map(lambda child: _ask_alone(section, child), children[:1] * 4 + children))

    days = Ask.objects.order_by("promised_on").values_list("promised_on", flat=True)
    assert list(days) == [FRIDAY] * 4 + [MONDAY]


def _ask_alone(section, child):
    try:
        ask(section, child)
    finally:
        connection.close()


# --- the promised day ---


def test_days_fill_up_and_the_weekend_is_no_school_day(section, fill):
    days = [ask(section, child).promised_on for child in fill(9)]

    assert days == [FRIDAY] * 4 + [MONDAY] * 4 + [TUESDAY]


def test_a_day_with_free_minutes_takes_as_many_as_it_has_places(section, fill):
    WindowFactory(section=section, on=FRIDAY, starts_at=time(9, 0), ends_at=time(9, 8))

    days = [ask(section, child).promised_on for child in fill(3)]

    assert days == [FRIDAY, FRIDAY, MONDAY]


def test_a_holiday_is_passed_over(section, school, student):
    school.closed_days.create(on=FRIDAY, reason="Snow")

    assert ask(section, student).promised_on == MONDAY


def test_a_time_she_was_told_is_her_promised_day(section, student):
    plan = PlanFactory(section=section, on=TUESDAY, state="ready")
    window = WindowFactory(section=section, on=TUESDAY)
    SlotFactory(plan=plan, student=student, window=window, starts_at=window.starts_at)

    assert ask(section, student).promised_on == TUESDAY


def test_no_promise_is_later_than_the_schools_own(section, school, fill):
    type(school).objects.update(promise_days=1)
    section.refresh_from_db()

    assert {ask(section, child).promised_on for child in fill(9)} == {FRIDAY}


def test_the_promise_is_a_must_from_the_last_plan_that_is_sure(section, student):
    AskFactory(section=section, student=student, promised_on=MONDAY)

    def reason(day):
        return reasons_for(section, [student], day=day, moods=False)[student.pk]

    assert [(reason(day).reason, reason(day).must) for day in (TODAY, FRIDAY, MONDAY)] == [
        (Reason.ASKED, False),
        (Reason.ASKED, True),
        (Reason.ASKED, True),
    ]


def test_a_promise_past_its_day_is_never_passed_over_in_silence(sign_in, section, student, teacher):
    AskFactory(section=section, student=student, promised_on=date(2027, 1, 20))

    assert "Sorry, it took long. You come first now." in sign_in(student).get(MY_DAY).text
    page = sign_in(teacher).get(reverse("needs_me", args=[section.key]))
    assert page.context["board"].rows[0].is_must


# --- "not now" ---


def test_not_now_keeps_the_turn_and_the_teacher_sees_it(sign_in, section, student, her_time):
    other = StudentFactory(section=section)
    SlotFactory(plan=her_time.plan, student=other, window=her_time.window, starts_at=time(9, 34))
    asked = ask(section, student)
    client = sign_in(student)
    assert "Not now" in client.get(MY_DAY).text

    response = client.post(reverse("not_now"), follow=True)

    assert "You keep your turn. Come later today." in response.text
    her_time.refresh_from_db()
    assert (her_time.state, her_time.starts_at) == (Slot.State.PLANNED, time(9, 38))
    assert Ask.objects.waiting().get() == asked
    board = live_board(section, TODAY, NOW)
    assert "Said “not now”" in board.following[0].reason


def test_not_now_is_for_whoever_is_called(sign_in, section, student):
    response = sign_in(student).post(reverse("not_now"), follow=True)

    assert "It is not your time now." in response.text


def test_not_now_after_the_check_in_changes_nothing(sign_in, student, her_time):
    Slot.objects.update(state=Slot.State.DONE)

    sign_in(student).post(reverse("not_now"))

    her_time.refresh_from_db()
    assert (her_time.state, her_time.detail) == (Slot.State.DONE, {})


# --- the last, the next, the reply ---


def test_she_sees_the_last_one_and_that_somebody_wrote_to_her(sign_in, section, student, teacher):
    held = CheckInFactory(
        section=section, student=student, teacher=teacher, held_on=date(2027, 1, 15)
    )
    CheckInNoteFactory(checkin=held, text="CANARY-TEAM")
    client = sign_in(student)
    before = client.get(MY_DAY).text
    assert "We met on Friday, January 15." in before
    assert "wrote to you" not in before

    CheckInNoteFactory(checkin=held, text="CANARY-HERS", audience="student")

    after = client.get(MY_DAY).text
    assert "Ms. Okonkwo wrote to you" in after
    assert "CANARY" not in after
    assert not AuditEntry.objects.exists()


def test_her_own_page_has_the_reply_the_promise_and_nothing_else(
    sign_in, section, student, teacher
):
    held = CheckInFactory(section=section, student=student, teacher=teacher)
    CheckInNoteFactory(checkin=held, text="CANARY-TEAM")
    CheckInNoteFactory(checkin=held, text="Your graph is clear.", audience="student")
    PromiseFactory(checkin=held, is_shared=True)
    PromiseFactory(checkin=CheckInFactory(section=section, student=student), kind="ask")
    RoadblockFactory(checkin=held)
    other = CheckInFactory(section=section)
    CheckInNoteFactory(checkin=other, text="CANARY-OTHER", audience="student")

    text = sign_in(student).get(MINE).text

    assert "Your graph is clear." in text
    assert "Bring what is needed" in text
    assert [words for words in ("CANARY", "Ask somebody", "Materials") if words in text] == []
    assert AuditEntry.objects.get().action == "read_note"


@pytest.mark.parametrize("count", [1, 30, 300])
def test_her_page_takes_the_same_queries_for_every_history(
    sign_in, section, student, teacher, count, django_assert_num_queries
):
    for number in range(count):
        held = CheckInFactory(
            section=section,
            student=student,
            teacher=teacher,
            held_on=TODAY - timedelta(days=number),
        )
        CheckInNoteFactory(checkin=held, audience="student")
        PromiseFactory(checkin=held, is_shared=True)
    ask(section, student)
    client = sign_in(student)

    # session, student; check-ins counted and read; savepoint, notes, audit row, release; today's
    # place, class, teacher, hand, next place, last met, joined, calendar; turn and number;
    # promises, roadblocks
    with django_assert_num_queries(20):
        client.get(MINE)


def test_what_she_reads_has_eight_words_or_fewer(sign_in, section, student, her_time):
    client = sign_in(student)
    pages = [client.get(ASK).text]
    ask(section, student)
    pages += [client.get(ASK).text, client.get(MINE).text]
    Ask.objects.update(promised_on=date(2027, 1, 20))
    pages.append(client.get(MINE).text)

    for text in pages:
        main = text.partition("<main")[2]
        for line in _sentences(main):
            assert len(line.split()) <= 8, line


def _sentences(html):
    """What stands between tags, cut at full stops."""
    outside, inside = [], False
    for letter in html:
        inside = letter == "<" or (inside and letter != ">")
        outside.append("\n" if inside or letter == ">" else letter)
    return [part for line in "".join(outside).splitlines() for part in line.split(". ")]


def test_these_pages_are_the_students(sign_in, teacher):
    for address in (ASK, MINE):
        assert sign_in(teacher).get(address).status_code == 403
