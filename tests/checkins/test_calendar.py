"""An adult's check-ins in her own calendar: whose they are, what they say, who may read them."""

from datetime import UTC, date, time, timedelta
from uuid import uuid4

import pytest
from django.urls import reverse

from checkins import services
from checkins.feeds import FRESH, choose, close_address, open_address, token_for
from checkins.models import Plan, Slot, StaffCalendar, Window
from students.models import ClosedDay, Enrollment, StaffRole
from tests.factories import (
    NOW,
    TODAY,
    CheckInNoteFactory,
    LessonPlanFactory,
    PlanFactory,
    SectionFactory,
    SlotFactory,
    StaffRoleFactory,
    StudentFactory,
    SupportFactory,
    WindowFactory,
)

pytestmark = pytest.mark.django_db
PAGE = "/calendar/"


@pytest.fixture
def book():
    """`book(student, section)` gives a student a place in a day of a class that is ready."""

    def booked(student, section, *, on=TODAY, at=time(10, 10), plan=Plan.State.READY, **changes):
        plan, _is_new = Plan.objects.get_or_create(
            section=section, on=on, defaults={"state": plan, "made_at": NOW}
        )
        window = WindowFactory(section=section, on=on, starts_at=time(0, 1), ends_at=time(23, 59))
        return SlotFactory(plan=plan, student=student, window=window, starts_at=at, **changes)

    return booked


@pytest.fixture
def slot(book, student, section):
    """Priya's, at 10:10 today."""
    return book(student, section)


@pytest.fixture
def feed_of(client):
    """`feed_of(user)` reads the calendar of an adult, from a new address."""

    def read(user, **headers):
        token = open_address(user=user, form_key=uuid4(), now=NOW)
        return client.get(reverse("calendar_feed", args=[token]), headers=headers)

    return read


@pytest.fixture
def feed(client, teacher):
    """`feed()` reads Ms. Okonkwo's calendar again and again, at one address."""
    url = reverse("calendar_feed", args=[open_address(user=teacher, form_key=uuid4(), now=NOW)])
    return lambda method="get", **headers: getattr(client, method)(url, headers=headers)


def named(response, name):
    """The values of a property, in order, lines unfolded."""
    lines = response.text.replace("\r\n ", "").split("\r\n")
    return [line.partition(":")[2] for line in lines if line.partition(":")[0] == name]


# --- what stands in it ----------------------------------------------------------------------------


def test_a_booked_check_in_is_an_entry_with_initials_in_utc(feed, slot, section):
    response = feed()
    assert response.headers["Content-Type"] == "text/calendar; charset=utf-8"
    assert named(response, "SUMMARY") == ["Check-in: P.R."]
    assert named(response, "DTSTART") == ["20270121T151000Z"]
    assert named(response, "DTEND") == ["20270121T151300Z"]
    assert named(response, "LOCATION") == ["Room 12"]
    assert named(response, "URL") == [f"http://testserver/c/{section.key}/live/2027-01-21/"]


def test_the_whole_calendar_of_one_entry(feed, slot, section):
    Plan.objects.update(changed_at=NOW, version=4)
    assert feed().text.split("\r\n") == [
        "BEGIN:VCALENDAR",
        "VERSION:2.0",
        "PRODID:-//plc//Check-ins//EN",
        "CALSCALE:GREGORIAN",
        "NAME:Check-ins",
        "X-WR-CALNAME:Check-ins",
        "REFRESH-INTERVAL;VALUE=DURATION:PT1H",
        "X-PUBLISHED-TTL:PT1H",
        "BEGIN:VEVENT",
        f"UID:{slot.key}@checkins.plc",
        "DTSTAMP:20270121T143000Z",
        "LAST-MODIFIED:20270121T143000Z",
        "SEQUENCE:5",
        "DTSTART:20270121T151000Z",
        "DTEND:20270121T151300Z",
        "SUMMARY:Check-in: P.R.",
        "LOCATION:Room 12",
        f"URL:http://testserver/c/{section.key}/live/2027-01-21/",
        "STATUS:CONFIRMED",
        "CLASS:PRIVATE",
        "TRANSP:OPAQUE",
        "END:VEVENT",
        "END:VCALENDAR",
        "",
    ]


def test_first_names_only_once_they_are_chosen(feed, slot, teacher):
    assert named(feed(), "SUMMARY") == ["Check-in: P.R."]
    choose(user=teacher, names="called", sends_digest=False, now=NOW)
    assert named(feed(), "SUMMARY") == ["Check-in: Priya"]


def test_with_initials_no_letter_of_a_name_travels_besides_them(feed, slot, section):
    section.windows.update(label="Reading with Priya")
    text = feed().text
    assert "P.R." in text
    assert ("Priya" in text, "Raman" in text) == (False, False)


def test_no_reason_and_nothing_sensitive_travels(feed, slot, student, section, teacher):
    Slot.objects.update(reason="mood", detail={"words": "canary-reason"}, need=77)
    SupportFactory(student=student, text="canary-support")
    CheckInNoteFactory(checkin__student=student, checkin__section=section, text="canary-note")
    text = feed().text
    assert "P.R." in text
    assert [word for word in ("canary", "mood", "Said how", "77") if word in text] == []


def test_only_what_is_booked_on_a_day_marked_ready(feed, book, slot, student, section):
    book(student, section, on=date(2027, 1, 22), plan=Plan.State.DRAFT)
    monday = date(2027, 1, 25)
    for at, changes in [
        (time(9, 0), {"state": Slot.State.DONE}),
        (time(9, 5), {"state": Slot.State.ABSENT}),
        (time(9, 10), {"state": Slot.State.LATER}),
    ]:
        book(StudentFactory(section=section), section, on=monday, at=at, **changes)
    without_place = book(StudentFactory(section=section), section, on=monday, at=time(9, 15))
    Slot.objects.filter(pk=without_place.pk).update(window=None)
    assert named(feed(), "DTSTART") == ["20270121T151000Z", "20270125T140000Z"]


def test_a_day_that_the_school_has_closed_leaves_it(feed, slot, school):
    assert len(named(feed(), "UID")) == 1
    ClosedDay.objects.create(school=school, on=TODAY, reason="Snow")
    StaffCalendar.objects.update(read_at=None)
    assert named(feed(), "UID") == []


def test_half_a_day_of_school_stays_and_a_week_off_goes(feed, slot, book, student, section, school):
    book(student, section, on=date(2027, 1, 26))
    ClosedDay.objects.create(school=school, on=TODAY, reason="Early dismissal", is_half=True)
    ClosedDay.objects.create(
        school=school, on=date(2027, 1, 25), until=date(2027, 1, 29), reason="Week off"
    )
    assert named(feed(), "DTSTART") == ["20270121T151000Z"]


def test_entries_of_four_weeks_ago_stay_and_older_ones_go(feed, book, student, section):
    book(student, section, on=TODAY - timedelta(days=29))
    book(student, section, on=TODAY - timedelta(days=28))
    assert named(feed(), "DTSTART") == ["20261224T151000Z"]


def test_an_empty_calendar_is_a_whole_calendar(feed, section):
    text = feed().text
    assert (text.count("BEGIN:"), text.count("END:")) == (1, 1)


# --- whose they are -------------------------------------------------------------------------------


@pytest.fixture
def three_places(book, slot, section, school, other_teacher):
    """Priya in Room 12, another child there, and one in Mr. Hale's class."""
    book(StudentFactory(section=section, name="Ada Byron"), section, at=time(11, 0))
    room_13 = other_teacher.staff_roles.get().section
    book(StudentFactory(section=room_13, name="Carl Gauss"), room_13, at=time(12, 0))


@pytest.mark.parametrize(
    ("who", "summaries"),
    [
        ("teacher", ["Check-in: P.R.", "Check-in: A.B."]),
        ("coteacher", ["Check-in: P.R.", "Check-in: A.B."]),
        ("specialist", ["Check-in: P.R."]),
        ("other_teacher", ["Check-in: C.G."]),
        ("stranger", []),
        ("school_admin", []),
        ("district_admin", []),
    ],
)
def test_each_gets_own_classes_or_own_children(request, feed_of, three_places, who, summaries):
    assert named(feed_of(request.getfixturevalue(who)), "SUMMARY") == summaries


def test_who_meets_a_child_has_it_and_the_classs_teacher_has_not(feed, feed_of, slot, specialist):
    assert len(named(feed(), "UID")) == 1
    Window.objects.filter(pk=slot.window_id).update(adult=specialist)
    StaffCalendar.objects.update(read_at=None)
    assert named(feed(), "UID") == []
    assert len(named(feed_of(specialist), "UID")) == 1


def test_who_covers_a_class_of_her_school_gets_what_she_was_given(
    feed_of, slot, other_teacher, stranger
):
    for adult, count in ((other_teacher, 1), (stranger, 0)):
        Window.objects.filter(pk=slot.window_id).update(adult=adult)
        assert len(named(feed_of(adult), "UID")) == count


def test_it_lasts_as_long_as_it_was_booked(feed, slot):
    Plan.objects.update(minutes=8)  # holds for later check-ins
    assert named(feed(), "DTEND") == ["20270121T151300Z"]


def test_a_specialist_gets_no_address_of_a_page_she_may_not_open(feed_of, three_places, specialist):
    assert named(feed_of(specialist), "URL") == []


def test_a_child_who_left_the_class_leaves_the_calendar(feed, slot, student):
    assert len(named(feed(), "UID")) == 1
    Enrollment.objects.filter(student=student).update(ends_on=TODAY - timedelta(days=1))
    StaffCalendar.objects.update(read_at=None)
    assert named(feed(), "UID") == []


def test_a_teacher_who_left_the_class_and_a_class_put_away_leave_it(feed, slot, teacher, section):
    type(section).objects.update(archived_at=NOW)
    assert named(feed(), "UID") == []
    type(section).objects.update(archived_at=None)
    StaffCalendar.objects.update(read_at=None)
    assert len(named(feed(), "UID")) == 1
    StaffRole.objects.filter(user=teacher).update(ends_on=TODAY - timedelta(days=1))
    StaffCalendar.objects.update(read_at=None)
    assert named(feed(), "UID") == []


def test_two_schools_each_by_its_own_clock(feed, book, slot, teacher):
    far = SectionFactory(school__time_zone="Pacific/Kiritimati", name="Room 9", teacher=teacher)
    book(StudentFactory(section=far, name="Teuea Toatu"), far, at=time(8, 0))
    assert named(feed(), "DTSTART") == ["20270120T180000Z", "20270121T151000Z"]
    assert named(feed(), "SUMMARY") == ["Check-in: T.T.", "Check-in: P.R."]


# --- days and changes -----------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("on", "at", "start"),
    [
        (date(2027, 3, 12), time(9, 0), "20270312T140000Z"),
        (date(2027, 3, 15), time(9, 0), "20270315T130000Z"),  # the clocks went forward
        (date(2027, 3, 14), time(2, 30), "20270314T073000Z"),  # an hour that there is not
        (date(2027, 11, 7), time(1, 30), "20271107T053000Z"),  # an hour that there is twice
        (date(2027, 11, 8), time(9, 0), "20271108T140000Z"),
    ],
)
def test_days_on_which_the_clocks_change(feed, book, student, section, on, at, start):
    book(student, section, on=on, at=at)
    assert named(feed(), "DTSTART") == [start]


def test_a_move_keeps_the_uid_and_raises_sequence_and_last_modified(
    feed, fill, planned, section, dawn
):
    fill(2)
    plan = planned(now=dawn)
    services.mark_ready(section=section, day=TODAY)
    before = feed()
    slots = list(plan.slots.all())
    plan.refresh_from_db()
    services.move(slot=slots[0], to="later", version=plan.version, now=dawn)
    StaffCalendar.objects.update(read_at=None)
    after = feed()

    assert sorted(named(before, "UID")) == sorted(named(after, "UID"))
    assert dict(zip(named(before, "UID"), named(before, "DTSTART"), strict=True)) != dict(
        zip(named(after, "UID"), named(after, "DTSTART"), strict=True)
    )
    assert int(named(after, "SEQUENCE")[0]) == int(named(before, "SEQUENCE")[0]) + 1
    assert named(after, "LAST-MODIFIED") >= named(before, "LAST-MODIFIED")
    assert before.headers["ETag"] != after.headers["ETag"]


def test_every_change_of_a_plan_writes_down_when(section):
    plan = PlanFactory(section=section)
    Plan.objects.update(changed_at=NOW - timedelta(days=900))
    services.mark_ready(section=section, day=TODAY)
    plan.refresh_from_db()
    assert plan.changed_at > NOW - timedelta(days=900)


def test_other_names_count_as_a_change_of_each_entry(feed, slot, teacher):
    Plan.objects.update(changed_at=NOW - timedelta(days=1))
    before = int(named(feed(), "SEQUENCE")[0])
    choose(user=teacher, names="called", sends_digest=False, now=NOW)
    after = feed()
    assert int(named(after, "SEQUENCE")[0]) == before + 1
    assert named(after, "LAST-MODIFIED") == ["20270121T143000Z"]


# --- who may read it ------------------------------------------------------------------------------


def test_no_session_is_needed_and_none_is_made(feed, slot):
    response = feed()
    assert response.status_code == 200
    assert response.cookies == {}


def test_only_a_digest_of_the_token_is_kept(teacher):
    token = open_address(user=teacher, form_key=uuid4(), now=NOW)
    kept = StaffCalendar.objects.values().get()
    assert len(token) == 43  # 256 bits
    assert token not in str(kept)
    assert len(kept["token_digest"]) == 64


def test_a_new_address_ends_the_old_one_at_once(client, feed, slot, teacher):
    old = feed()
    new = reverse("calendar_feed", args=[open_address(user=teacher, form_key=uuid4(), now=NOW)])
    assert client.get(new).status_code == 200
    refused = feed(**{"If-None-Match": old.headers["ETag"]})
    assert (refused.status_code, refused.headers.get("ETag")) == (404, None)


def test_switched_off_it_is_gone_and_a_disabled_adults_too(feed, slot, teacher):
    tag = feed().headers["ETag"]
    type(teacher).objects.update(is_active=False)
    for method in ("get", "head"):
        refused = feed(method, **{"If-None-Match": tag})
        assert (refused.status_code, refused.headers.get("ETag")) == (404, None)
    type(teacher).objects.update(is_active=True)
    assert feed().status_code == 200
    close_address(user=teacher)
    assert feed().status_code == 404


def test_a_guessed_token_and_an_ended_one_get_the_same_answer(client, feed, teacher):
    close_address(user=teacher)
    guessed = client.get(reverse("calendar_feed", args=["x" * 43]))
    assert (feed().status_code, guessed.status_code) == (404, 404)
    assert feed().content == guessed.content


def test_only_looking_is_allowed(feed, slot):
    assert feed("post").status_code == 405
    head = feed("head")
    assert (head.status_code, head.content) == (200, b"")


def test_no_search_engine_and_no_shared_cache_keeps_it(feed, slot):
    headers = feed().headers
    assert headers["X-Robots-Tag"] == "noindex, nofollow"
    assert headers["Cache-Control"] == "private, no-cache"


# --- polls are cheap ------------------------------------------------------------------------------


def test_unchanged_it_is_a_304_and_the_tag_says_nothing_of_what_is_inside(feed, slot):
    first = feed()
    again = feed(**{"If-None-Match": first.headers["ETag"]})
    assert (again.status_code, again.content) == (304, b"")
    assert again.headers["ETag"] == first.headers["ETag"]
    assert len(first.headers["ETag"]) == 66


def test_within_five_minutes_a_poll_costs_one_query(feed, slot, django_assert_num_queries):
    tag = feed().headers["ETag"]
    with django_assert_num_queries(1):  # the token
        assert feed(**{"If-None-Match": "W/" + tag}).status_code == 304


def test_after_that_it_is_looked_up_again(feed, book, slot, section, at):
    tag = feed().headers["ETag"]
    book(StudentFactory(section=section), section, at=time(11, 0))
    assert feed(**{"If-None-Match": tag}).status_code == 304
    at(NOW + FRESH)
    response = feed(**{"If-None-Match": tag})
    assert response.status_code == 200
    assert len(named(response, "UID")) == 2


@pytest.mark.parametrize("count", [1, 30, 300])
def test_a_reading_costs_the_same_queries_for_any_size(
    feed, book, fill, section, count, django_assert_num_queries
):
    plan = PlanFactory(section=section, state=Plan.State.READY, minutes=1, gap=0)
    window = WindowFactory(section=section)
    for number, child in enumerate(fill(count)):
        minutes = 480 + number
        SlotFactory(
            plan=plan, student=child, window=window, starts_at=time(minutes // 60, minutes % 60)
        )
    with django_assert_num_queries(6):  # token, own classes, slots, school, days off, it was read
        assert len(named(feed(), "UID")) == count


# --- the page -------------------------------------------------------------------------------------


def test_the_address_is_shown_once(sign_in, teacher):
    client = sign_in(teacher)
    key = uuid4()
    shown = client.post("/calendar/new/", {"form_key": key})
    address = f"http://testserver/cal/{token_for(teacher, key)}.ics"
    assert shown.context["address"] == address
    assert shown.context["webcal"] == address.replace("http", "webcal", 1)
    assert address in shown.text
    assert client.get(PAGE).text.count("/cal/") == 0
    assert client.get(address).status_code == 200


def test_a_second_tap_on_the_button_shows_the_same_address(sign_in, teacher):
    client = sign_in(teacher)
    key = uuid4()
    first, second = (client.post("/calendar/new/", {"form_key": key}) for _tap in range(2))
    assert first.context["address"] == second.context["address"]


def test_a_page_from_before_brings_no_old_address_back(sign_in, teacher):
    client = sign_in(teacher)
    old, new = uuid4(), uuid4()
    for key in (old, new):
        address = client.post("/calendar/new/", {"form_key": key}).context["address"]
    again = client.post("/calendar/new/", {"form_key": old}, follow=True)
    assert "This page was an old one. Nothing was changed." in again.text
    assert client.get(address).status_code == 200


def test_the_button_without_its_key_is_a_made_up_request(sign_in, teacher):
    assert sign_in(teacher).post("/calendar/new/", {"form_key": "x"}).status_code == 404


def test_switching_off_ends_it_and_may_be_done_twice(sign_in, teacher):
    client = sign_in(teacher)
    address = client.post("/calendar/new/", {"form_key": uuid4()}).context["address"]
    for _tap in range(2):
        response = client.post("/calendar/off/", follow=True)
        assert "Nothing can be read there now." in response.text
    assert client.get(address).status_code == 404


def test_at_first_there_are_initials_and_no_mail(sign_in, teacher):
    own = sign_in(teacher).get(PAGE).context["own"]
    assert (own.names, own.sends_digest, own.token_digest) == ("initials", False, None)


def test_names_and_the_mail_are_chosen_on_the_page(sign_in, teacher):
    client = sign_in(teacher)
    response = client.post(PAGE, {"names": "called", "sends_digest": "on"}, follow=True)
    assert "Saved." in response.text
    own = StaffCalendar.objects.get(user=teacher)
    assert (own.names, own.sends_digest) == ("called", True)
    client.post(PAGE, {"names": "initials"})
    own.refresh_from_db()
    assert (own.names, own.sends_digest) == ("initials", False)


def test_a_made_up_choice_is_refused_with_words(sign_in, teacher):
    response = sign_in(teacher).post(PAGE, {"names": "everything"})
    assert response.status_code == 422
    assert "Select a valid choice" in response.text
    assert not StaffCalendar.objects.exists()


def test_the_page_says_when_a_calendar_read_it(sign_in, feed, teacher):
    client = sign_in(teacher)
    assert "No calendar has read it yet." in client.get(PAGE).text
    feed()
    assert "A calendar last read it on January 21, 2027." in client.get(PAGE).text


def test_everyone_sees_only_her_own_choice(sign_in, teacher, coteacher):
    choose(user=teacher, names="called", sends_digest=True, now=NOW)
    own = sign_in(coteacher).get(PAGE).context["own"]
    assert (own.user, own.names, own.sends_digest) == (coteacher, "initials", False)


def test_the_menu_leads_there(sign_in, teacher, section):
    assert f'href="{PAGE}"' in sign_in(teacher).get(f"/c/{section.key}/").text


def test_the_clock_of_a_far_school_does_not_move_a_change(feed, slot):
    Plan.objects.update(changed_at=NOW.astimezone(UTC))
    assert named(feed(), "DTSTAMP") == ["20270121T143000Z"]


def test_a_co_teacher_by_role_alone_gets_the_class_she_joins(feed_of, slot, section, stranger):
    assert named(feed_of(stranger), "UID") == []
    StaffRoleFactory(user=stranger, kind="co_teacher", section=section, school=section.school)
    assert len(named(feed_of(stranger), "UID")) == 1


# --- in plc itself --------------------------------------------------------------------------------


@pytest.mark.parametrize("who", ["teacher", "coteacher"])
def test_teacher_and_co_teacher_see_the_times_in_the_plan_and_on_the_live_day(
    request, sign_in, slot, section, who
):
    LessonPlanFactory(section=section)
    client = sign_in(request.getfixturevalue(who))
    plan = client.get(reverse("plan_day", args=[section.key, TODAY]))
    live = client.get(reverse("live", args=[section.key, TODAY]))
    shown = [(row.called, row.at) for row in plan.context["board"].windows[0].slots]
    assert shown == [("Priya", time(10, 10))]
    assert "10:10" in plan.text
    assert live.context["board"].now.row.called == "Priya"
    assert "10:10" in live.text


def test_a_student_sees_the_same_time_as_the_calendar_and_no_draft(
    sign_in, feed, slot, student, book, section
):
    assert sign_in(student).get("/me/").context["words"].big == "10:10"
    assert named(feed(), "DTSTART") == ["20270121T151000Z"]
    Plan.objects.update(state=Plan.State.DRAFT)
    StaffCalendar.objects.update(read_at=None)
    book(student, section, on=date(2027, 1, 25), at=time(9, 14))
    assert sign_in(student).get("/me/").context["words"].big == "Monday, January 25 at 9:14"
    assert named(feed(), "DTSTART") == ["20270125T141400Z"]
