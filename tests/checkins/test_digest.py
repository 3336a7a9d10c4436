"""The mail of the evening before: who gets it, when, once, and how it is stopped."""

import re
from datetime import UTC, date, datetime, time, timedelta
from io import StringIO

import pytest
from django.core import mail
from django.core.mail.backends.locmem import EmailBackend
from django.core.management import call_command
from django.db import IntegrityError, transaction
from django.test import Client

from checkins.digest import AGAIN_AFTER, EVENING, MOST_TRIES, send_due, ticket_of
from checkins.feeds import choose
from checkins.models import Digest, Plan, Slot, StaffCalendar
from students.models import ClosedDay, StaffRole
from tests.factories import (
    NOW,
    TODAY,
    SchoolFactory,
    SectionFactory,
    SlotFactory,
    StudentFactory,
    SupportFactory,
    WindowFactory,
)

pytestmark = pytest.mark.django_db
TOMORROW = TODAY + timedelta(days=1)
AT_FIVE = datetime(2027, 1, 21, 22, 0, tzinfo=UTC)  # 17:00 in New York


def book(student, section, on=TOMORROW, at=time(9, 10), state=Plan.State.READY):
    plan, _is_new = Plan.objects.get_or_create(
        section=section, on=on, defaults={"state": state, "made_at": NOW}
    )
    window = WindowFactory(section=section, on=on)
    return SlotFactory(plan=plan, student=student, window=window, starts_at=at)


def wants_mail(user, names="initials"):
    return choose(user=user, names=names, sends_digest=True, now=NOW)


@pytest.fixture
def slot(student, section):
    """Priya's, tomorrow at 9:10."""
    return book(student, section)


@pytest.fixture
def wanted(slot, teacher):
    """Ms. Okonkwo has switched the mail on."""
    return wants_mail(teacher)


@pytest.fixture
def broken(monkeypatch):
    """`broken(True)`: the mail server refuses everything."""

    def switch(is_broken):
        def refuse(self, messages):
            raise OSError("mail to teacher@maple.example refused")

        monkeypatch.undo() if not is_broken else monkeypatch.setattr(
            EmailBackend, "send_messages", refuse
        )

    return switch


def sent_to():
    return [message.to[0] for message in mail.outbox]


# --- who, and when --------------------------------------------------------------------------------


def test_nobody_gets_one_who_did_not_ask(slot, teacher):
    assert send_due(now=AT_FIVE).sent == 0
    choose(user=teacher, names="initials", sends_digest=False, now=NOW)
    assert send_due(now=AT_FIVE).sent == 0
    assert mail.outbox == []


def test_it_comes_at_five_and_not_before(wanted):
    assert time(17, 0) == EVENING
    send_due(now=AT_FIVE - timedelta(seconds=1))
    assert mail.outbox == []
    assert send_due(now=AT_FIVE).sent == 1
    assert sent_to() == ["teacher@maple.example"]


def test_it_says_who_comes_when_and_where_with_initials(wanted, section):
    book(StudentFactory(section=section, name="Ada Byron"), section, at=time(13, 5))
    send_due(now=AT_FIVE)
    (message,) = mail.outbox
    (html, kind) = message.alternatives[0]
    assert message.subject == "Your check-ins on Friday, January 22"
    assert "9:10  P.R.  (Room 12)\n1:05  A.B.  (Room 12)" in message.body
    assert kind == "text/html"
    assert re.search(r"<td>9:10</td>\s*<td><bdi>P\.R\.</bdi></td>\s*<td>Room 12</td>", html)


def test_first_names_only_once_they_are_chosen(slot, teacher):
    wants_mail(teacher, names="called")
    send_due(now=AT_FIVE)
    assert "9:10  Priya  (Room 12)" in mail.outbox[0].body


def test_with_initials_no_name_no_reason_and_nothing_sensitive_travels(wanted, student, section):
    Slot.objects.update(reason="mood", detail={"words": "canary-reason"})
    SupportFactory(student=student, text="canary-support")
    section.windows.update(label="Reading with Priya")
    send_due(now=AT_FIVE)
    whole = mail.outbox[0].message().as_string()
    assert "P.R." in whole
    assert [word for word in ("Priya", "Raman", "canary", "mood") if word in whole] == []


def test_a_name_is_written_out_and_never_read_as_html(slot, teacher, student):
    type(student).objects.update(called="<b>Ó</b> & Co")
    wants_mail(teacher, names="called")
    send_due(now=AT_FIVE)
    message = mail.outbox[0]
    assert "9:10  <b>Ó</b> & Co  (Room 12)" in message.body
    assert "<bdi>&lt;b&gt;Ó&lt;/b&gt; &amp; Co</bdi>" in message.alternatives[0][0]


def test_without_check_ins_there_is_no_mail_and_one_booked_later_still_gets_it(wanted):
    Plan.objects.update(state=Plan.State.DRAFT)
    assert send_due(now=AT_FIVE).sent == 0
    Plan.objects.update(state=Plan.State.READY)
    assert send_due(now=AT_FIVE + timedelta(hours=3)).sent == 1


def test_a_closed_day_has_no_evening_before(wanted, school):
    ClosedDay.objects.create(school=school, on=TOMORROW, reason="Snow")
    assert send_due(now=AT_FIVE).sent == 0
    ClosedDay.objects.all().delete()
    assert send_due(now=AT_FIVE).sent == 1


def test_a_day_off_of_the_week_has_none_either(wanted, school):
    type(school).objects.update(weekdays="0123")  # no school on Fridays
    assert send_due(now=AT_FIVE).sent == 0


def test_mondays_mail_comes_on_sunday_and_not_on_friday(student, section, teacher):
    book(student, section, on=date(2027, 1, 25))
    wants_mail(teacher)
    friday = AT_FIVE + timedelta(days=1)
    assert [send_due(now=friday + timedelta(days=days)).sent for days in range(4)] == [0, 0, 1, 0]
    assert mail.outbox[0].subject == "Your check-ins on Monday, January 25"


@pytest.mark.parametrize(
    ("who", "count"),
    [
        ("teacher", 1),
        ("coteacher", 1),
        ("specialist", 1),
        ("other_teacher", 0),
        ("stranger", 0),
        ("school_admin", 0),
        ("district_admin", 0),
    ],
)
def test_own_classes_and_own_children(request, slot, who, count):
    wants_mail(request.getfixturevalue(who))
    assert send_due(now=AT_FIVE).sent == count


def test_who_left_or_is_disabled_gets_none(wanted, teacher):
    type(teacher).objects.update(is_active=False)
    assert send_due(now=AT_FIVE).sent == 0
    type(teacher).objects.update(is_active=True)
    StaffRole.objects.filter(user=teacher).update(ends_on=TODAY - timedelta(days=1))
    assert send_due(now=AT_FIVE).sent == 0


# --- the clocks of schools ------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("zone", "on", "five"),
    [
        ("Pacific/Honolulu", date(2027, 1, 22), datetime(2027, 1, 22, 3, 0, tzinfo=UTC)),
        ("Pacific/Kiritimati", date(2027, 1, 22), datetime(2027, 1, 21, 3, 0, tzinfo=UTC)),
        ("Asia/Kathmandu", date(2027, 1, 22), datetime(2027, 1, 21, 11, 15, tzinfo=UTC)),
        # Monday after the clocks went forward, and after they went back
        ("America/New_York", date(2027, 3, 15), datetime(2027, 3, 14, 21, 0, tzinfo=UTC)),
        ("America/New_York", date(2027, 11, 8), datetime(2027, 11, 7, 22, 0, tzinfo=UTC)),
    ],
)
def test_evening_is_by_the_schools_own_clock(at, teacher, zone, on, five):
    section = SectionFactory(school__time_zone=zone, teacher=teacher)
    book(StudentFactory(section=section), section, on=on)
    wants_mail(teacher)
    rounds = []
    for moment in (five - timedelta(minutes=1), five, five + timedelta(hours=6)):
        at(moment)
        rounds.append(send_due(now=moment).sent)
    assert rounds == [0, 1, 0]
    assert "9:10" in mail.outbox[0].body


def test_one_mail_for_two_schools_when_the_first_has_its_evening(slot, teacher):
    west = SectionFactory(
        school=SchoolFactory(time_zone="America/Los_Angeles", clock_24h=True),
        name="Room 2",
        teacher=teacher,
    )
    book(StudentFactory(section=west, name="Ada Byron"), west, at=time(13, 5))
    wants_mail(teacher)
    rounds = [send_due(now=AT_FIVE + timedelta(hours=hours)).sent for hours in range(7)]
    assert rounds == [1, 0, 0, 0, 0, 0, 0]
    assert "9:10  P.R.  (Room 12)\n13:05  A.B.  (Room 2)" in mail.outbox[0].body


def test_of_two_schools_the_closed_one_is_left_out(slot, teacher):
    other = SectionFactory(school__weekdays="0123", name="Room 2", teacher=teacher)
    book(StudentFactory(section=other, name="Ada Byron"), other, at=time(10, 10))
    wants_mail(teacher)
    send_due(now=AT_FIVE)
    assert ("P.R." in mail.outbox[0].body, "A.B." in mail.outbox[0].body) == (True, False)


# --- once, and again when it failed ---------------------------------------------------------------


def test_many_rounds_send_one(wanted):
    rounds = [send_due(now=AT_FIVE + timedelta(minutes=10 * n)).sent for n in range(30)]
    assert sum(rounds) == len(mail.outbox) == 1


def test_a_round_leaves_alone_what_another_has_taken(wanted, teacher):
    Digest.objects.create(user=teacher, on=TOMORROW, tried_at=AT_FIVE)
    done = send_due(now=AT_FIVE + timedelta(minutes=1))
    assert (done.sent, done.failed, mail.outbox) == (0, 0, [])


def test_the_database_lets_only_one_take_a_mail(teacher):
    Digest.objects.create(user=teacher, on=TOMORROW, tried_at=AT_FIVE)
    with pytest.raises(IntegrityError), transaction.atomic():
        Digest.objects.create(user=teacher, on=TOMORROW, tried_at=AT_FIVE)


def test_a_refused_mail_is_tried_again_and_the_log_names_nobody(wanted, broken, caplog, teacher):
    broken(True)
    assert send_due(now=AT_FIVE).failed == 1
    broken(False)
    assert send_due(now=AT_FIVE + timedelta(minutes=1)).sent == 0
    assert send_due(now=AT_FIVE + AGAIN_AFTER).sent == 1
    assert sent_to() == ["teacher@maple.example"]
    assert [record.getMessage() for record in caplog.records if record.name != "django"] == [
        f"Digest of {teacher.key} for 2027-01-22: OSError"
    ]


def test_it_is_given_up_after_five_tries(wanted, broken):
    broken(True)
    rounds = [send_due(now=AT_FIVE + n * AGAIN_AFTER).failed for n in range(10)]
    assert rounds == [1] * MOST_TRIES + [0] * (10 - MOST_TRIES)


def test_one_refused_mail_does_not_stop_the_others(slot, teacher, coteacher, monkeypatch):
    wants_mail(teacher)
    wants_mail(coteacher)
    send = EmailBackend.send_messages

    def refuse_one(self, messages):
        if messages[0].to == ["teacher@maple.example"]:
            raise OSError("no")
        return send(self, messages)

    monkeypatch.setattr(EmailBackend, "send_messages", refuse_one)
    done = send_due(now=AT_FIVE)
    assert (done.sent, done.failed) == (1, 1)
    assert sent_to() == ["coteacher@maple.example"]


def test_one_who_was_stopped_in_the_middle_is_tried_again(wanted, teacher):
    Digest.objects.create(user=teacher, on=TOMORROW, tried_at=AT_FIVE)
    assert send_due(now=AT_FIVE + AGAIN_AFTER).sent == 1
    assert Digest.objects.get().tries == 2


def test_rows_go_after_two_months(wanted, teacher):
    Digest.objects.create(user=teacher, on=date(2026, 9, 1), tried_at=NOW - timedelta(days=140))
    send_due(now=AT_FIVE)
    assert [row.on for row in Digest.objects.all()] == [TOMORROW]


def test_a_round_costs_the_same_where_nobody_is_to_get_one(
    wanted, teacher, django_assert_max_num_queries
):
    send_due(now=AT_FIVE)
    for _number in range(5):
        SchoolFactory()
    with django_assert_max_num_queries(2):  # old rows, schools
        send_due(now=NOW)


# --- the command ----------------------------------------------------------------------------------


def test_the_command_says_how_many(wanted, at):
    at(AT_FIVE)
    out = StringIO()
    call_command("send_digests", stdout=out)
    call_command("send_digests", stdout=out)
    assert out.getvalue().split("\n") == ["1 sent, 0 failed", "0 sent, 0 failed", ""]


@pytest.mark.django_db(transaction=True)  # it lets go of its connection while it sleeps
def test_the_command_stays_and_looks_again(wanted, at, monkeypatch):
    slept = []

    def sleep(seconds):
        slept.append(seconds)
        at(AT_FIVE)
        if len(slept) == 3:
            raise KeyboardInterrupt

    monkeypatch.setattr("time.sleep", sleep)
    out = StringIO()
    with pytest.raises(KeyboardInterrupt):
        call_command("send_digests", every=10, stdout=out)
    assert slept == [600, 600, 600]
    assert out.getvalue().split("\n")[:3] == [
        "0 sent, 0 failed",
        "1 sent, 0 failed",
        "0 sent, 0 failed",
    ]


# --- stopping it ----------------------------------------------------------------------------------


def stop_link():
    return mail.outbox[0].extra_headers["List-Unsubscribe"].strip("<>")


def test_the_mail_can_be_stopped_by_one_click_of_a_mail_program(wanted, settings):
    settings.SITE_URL = "https://plc.example.org"
    send_due(now=AT_FIVE)
    headers = mail.outbox[0].message()
    assert re.fullmatch(
        r"<https://plc\.example\.org/cal/mail/[^>\s]+/>", headers["List-Unsubscribe"]
    )
    assert headers["List-Unsubscribe-Post"] == "List-Unsubscribe=One-Click"
    assert headers["Auto-Submitted"] == "auto-generated"
    assert headers["Message-ID"].endswith("@plc.example.org>")


def test_looking_stops_nothing_and_the_button_does(client, wanted):
    send_due(now=AT_FIVE)
    path = stop_link().partition("8000")[2]
    assert "Stop these mails" in client.get(path).text
    wanted.refresh_from_db()
    assert wanted.sends_digest is True
    for _click in range(2):
        assert "You get no more mails" in client.post(path).text
    wanted.refresh_from_db()
    assert wanted.sends_digest is False
    assert send_due(now=AT_FIVE + timedelta(days=4)).sent == 0


def test_a_mail_program_posts_without_our_cookie(wanted, teacher):
    strict = Client(enforce_csrf_checks=True)
    path = f"/cal/mail/{ticket_of(wanted)}/"
    response = strict.post(path, {"List-Unsubscribe": "One-Click"})
    assert response.status_code == 200
    assert StaffCalendar.objects.get(user=teacher).sends_digest is False


@pytest.mark.parametrize("ticket", ["x", "a.b", "{key}.wrong", "{key}"])
def test_a_made_up_link_stops_nothing(client, wanted, teacher, ticket):
    path = f"/cal/mail/{ticket.format(key=teacher.key)}/"
    assert (client.get(path).status_code, client.post(path).status_code) == (404, 404)
    assert StaffCalendar.objects.get(user=teacher).sends_digest is True
