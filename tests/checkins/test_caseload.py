"""A specialist's own day: whom she meets when and where, and her list of what stands open."""

import re
from datetime import time, timedelta
from uuid import uuid4

import pytest
from django.urls import reverse

from checkins import services
from checkins.board import live_board, own_board
from checkins.models import Absence, CheckIn, Slot
from plc.models import AuditEntry
from tests.factories import (
    NOW,
    TODAY,
    CheckInFactory,
    GoalFactory,
    PlanFactory,
    PromiseFactory,
    RoadblockFactory,
    SectionFactory,
    SlotFactory,
    StaffFactory,
    StaffRoleFactory,
    StudentFactory,
    SupportFactory,
    WindowFactory,
)

pytestmark = pytest.mark.django_db
BOARD = {"HX-Request": "true", "HX-Target": "div#live-board"}
QUEUED = {"HX-Request": "true", "HX-Target": "queue"}
PAGE = f"/caseload/live/{TODAY}/"
LISTS = "/caseload/roadblocks/"


def seat(section, student, adult, at=time(9, 30), **more):
    """A place in a window of `adult` on a day that is ready."""
    plan = section.checkin_plans.first() or PlanFactory(section=section, state="ready")
    window = section.windows.filter(adult=adult).first() or WindowFactory(
        section=section, adult=adult, starts_at=time(9, 10), ends_at=time(9, 50)
    )
    return SlotFactory(plan=plan, student=student, window=window, starts_at=at, **more)


def post(client, slot, act, data=None, **headers):
    return client.post(reverse(act, args=[TODAY, slot.key]), data or {}, headers=headers)


def done(client, slot, headers=None, **more):
    data = {"topic": "goal", "outcomes": ["got_it"], "key": uuid4(), **more}
    return post(client, slot, "caseload_hold", data, **(headers or {}))


@pytest.fixture
def day(school, section, student, specialist):
    """Priya of Room 12 at 9:30, Ben of Room 14 at 9:34, both with Ms. Abara."""
    room_14 = SectionFactory(school=school, name="Room 14", teacher=StaffFactory())
    ben = StudentFactory(section=room_14, name="Ben Adeyemi", called="Ben")
    StaffRoleFactory(user=specialist, kind="specialist", student=ben, school=school)
    return [seat(section, student, specialist), seat(room_14, ben, specialist, time(9, 34))]


def test_she_sees_whom_she_meets_when_and_in_which_class(sign_in, specialist, day):
    text = sign_in(specialist).get(PAGE).text
    assert "Priya Raman" in text
    assert "Room 12 · " in text
    assert "<strong>Ben</strong>" in text
    assert "Room 14 · " in text
    assert '<time class="small">9:34</time>' in text


def test_today_leads_to_the_page_and_the_menu_leads_there(sign_in, specialist, day):
    client = sign_in(specialist)
    assert client.get("/caseload/live/").url == PAGE
    assert 'href="/caseload/live/"' in client.get("/caseload/").text


def test_four_taps_record_a_check_in(sign_in, specialist, day):
    """Open the page, tap what was seen twice, Done; the next one of another class follows."""
    client = sign_in(specialist)
    response = done(client, day[0], BOARD, outcomes=["got_it", "curious"])

    held = CheckIn.objects.get()
    assert (held.teacher, held.section.name) == (specialist, "Room 12")
    assert (held.outcomes, held.topic, held.slot) == (["got_it", "curious"], "goal", day[0])
    assert "Saved: Priya" in response.text
    assert "Ben Adeyemi" in response.text


def test_her_words_are_kept_like_a_teachers(sign_in, specialist, student, teacher, day):
    client = sign_in(specialist)
    done(client, day[0], note="She built a bridge.", roadblock="time", promise="look", days=1)

    page = client.get(reverse("student_checkins", args=[student.key])).text
    assert "She built a bridge." in page
    assert not AuditEntry.objects.filter(action="read_note").exists()  # one's own
    assert (
        "She built a bridge."
        in sign_in(teacher).get(reverse("student_checkins", args=[student.key])).text
    )
    assert AuditEntry.objects.filter(action="read_note", actor=teacher).exists()


def test_done_twice_is_one_check_in(sign_in, specialist, day):
    client, key = sign_in(specialist), uuid4()
    for _time in range(2):
        assert done(client, day[0], key=key).status_code == 302
    assert CheckIn.objects.count() == 1


def test_what_waited_for_the_network_is_saved_though_the_place_is_gone(
    sign_in, specialist, student, day
):
    day[0].delete()
    client = sign_in(specialist)
    response = done(client, day[0], QUEUED, student=student.key, ago=240)

    assert response.status_code == 204
    assert CheckIn.objects.get().held_at == NOW - timedelta(minutes=4)


def test_what_waited_about_a_child_who_is_not_hers_is_refused(sign_in, specialist, section, day):
    stranger = StudentFactory(section=section)
    gone = day[0]
    gone.delete()
    assert done(sign_in(specialist), gone, QUEUED, student=stranger.key).status_code == 404
    assert not CheckIn.objects.exists()


def test_a_missing_topic_comes_back_with_what_was_ticked(sign_in, specialist, day):
    response = done(sign_in(specialist), day[0], BOARD, topic="")
    assert response.status_code == 422
    assert re.search(r'id="note-got_it"\s+data-key="1"\s+checked', response.text)


def test_absent_is_one_tap_and_can_be_taken_back(sign_in, specialist, student, day):
    client = sign_in(specialist)
    assert "Priya is absent today" in post(client, day[0], "caseload_absent", **BOARD).text
    assert Absence.objects.filter(student=student).exists()
    assert "Priya is to come again" in post(client, day[0], "caseload_reopen", **BOARD).text
    day[0].refresh_from_db()
    assert day[0].state == Slot.State.PLANNED


def test_later_stays_in_her_own_minutes(sign_in, specialist, section, day):
    """The teacher's window of the afternoon is not hers to fill."""
    WindowFactory(section=section, starts_at=time(13, 0), ends_at=time(13, 40))
    text = post(sign_in(specialist), day[0], "caseload_later", **BOARD).text

    assert "Priya comes at 9:38" in text
    day[0].refresh_from_db()
    assert (day[0].window.adult, day[0].starts_at) == (specialist, time(9, 38))


def test_later_without_a_free_place_keeps_her_turn(sign_in, specialist, section, student, day):
    day[0].window.ends_at = time(9, 34)
    day[0].window.save()
    client = sign_in(specialist)

    assert (
        "Priya waits for a free place today" in post(client, day[0], "caseload_later", **BOARD).text
    )
    board = own_board(specialist, TODAY, NOW)
    assert (board.now.row.called, [row.called for row in board.following]) == ("Ben", ["Priya"])
    assert done(client, day[0]).status_code == 302
    assert CheckIn.objects.get().teacher == specialist


def test_later_that_waited_without_network_counts_once(sign_in, specialist, section, day):
    client, data = sign_in(specialist), {"key": uuid4(), "ago": 30}

    for _time in range(2):
        assert post(client, day[0], "caseload_later", data, **QUEUED).status_code == 204

    day[0].refresh_from_db()
    assert day[0].starts_at == time(9, 38)


def test_who_is_met_by_another_is_not_on_her_page(specialist, section, student, teacher, day):
    """Her own student, in the teacher's minutes; and a window of another adult."""
    other = StaffFactory(name="Mr. Other")
    seat(section, StudentFactory(section=section, called="Cy"), None)
    seat(section, StudentFactory(section=section, called="Di"), other, time(9, 42))
    board = own_board(specialist, TODAY, NOW)
    assert [turn.called for turn in board.turns] == ["Priya", "Ben"]
    assert [turn.called for turn in live_board(section, TODAY, NOW).turns] == ["Cy"]


def test_a_plan_that_is_no_more_than_a_draft_is_not_shown(specialist, section, day):
    section.checkin_plans.update(state="draft")
    assert [turn.called for turn in own_board(specialist, TODAY, NOW).turns] == ["Ben"]


def test_a_goal_is_shown_of_a_child_assigned_to_her_and_of_no_other(
    sign_in, specialist, section, student, day
):
    GoalFactory(student=student, title="Write a play")
    client = sign_in(specialist)
    assert "Write a play" in client.get(PAGE).text

    specialist.staff_roles.filter(student=student).update(ends_on=TODAY - timedelta(days=1))
    text = client.get(PAGE).text
    assert "Priya Raman" in text  # the class sends her, in a window that is hers
    assert "Write a play" not in text


def test_no_need_is_on_the_page(sign_in, specialist, student, day):
    SupportFactory(student=student, text="CANARY-NEED")
    assert "CANARY" not in sign_in(specialist).get(PAGE).text


@pytest.mark.parametrize("who", ["teacher", "other_teacher", "school_admin", "stranger"])
def test_nobody_else_acts_on_her_places(request, sign_in, who, day):
    client = sign_in(request.getfixturevalue(who))
    for act in ("caseload_hold", "caseload_later", "caseload_absent", "caseload_reopen"):
        assert post(client, day[0], act, {"topic": "goal"}).status_code == 404


def test_only_a_running_day_is_lived(sign_in, specialist, at, day):
    at(NOW + timedelta(days=1))
    client = sign_in(specialist)
    assert "This day is over." in client.get(PAGE).text
    for act in ("caseload_hold", "caseload_later", "caseload_absent", "caseload_reopen"):
        assert post(client, day[0], act, {"topic": "goal"}).status_code == 404


def test_a_day_without_anybody_says_so(sign_in, specialist):
    assert "Nobody is booked with you on Thursday, January 21" in sign_in(specialist).get(PAGE).text


def test_the_poll_is_a_304_until_somebody_changes_the_day(sign_in, specialist, teacher, day):
    client = sign_in(specialist)
    state = f"{PAGE}state/"
    tag = client.get(state).headers["ETag"]
    assert client.get(state, headers={"If-None-Match": tag}).status_code == 304

    services.absent(slot=day[1])

    news = client.get(f"{state}?slot={day[0].key}", headers={"If-None-Match": tag})
    assert news.status_code == 200
    assert "Nobody after this" in news.text
    assert "Someone else changed the day" not in news.text
    moved = client.get(f"{state}?slot={day[1].key}").text
    assert "Someone else changed the day" in moved


@pytest.mark.parametrize("count", [1, 30])
def test_the_page_costs_the_same_for_1_and_30_students(
    sign_in, specialist, section, school, count, django_assert_num_queries
):
    window = WindowFactory(
        section=section, adult=specialist, starts_at=time(9, 0), ends_at=time(11, 30)
    )
    plan = PlanFactory(section=section, state="ready")
    for number in range(count):
        child = StudentFactory(section=section)
        StaffRoleFactory(user=specialist, kind="specialist", student=child, school=school)
        at = time(9 + number * 4 // 60, number * 4 % 60)
        SlotFactory(plan=plan, student=child, window=window, starts_at=at)
    client = sign_in(specialist)
    client.get(PAGE)
    # session, user, slots, school, last held, goal, steps (none), today's school, pulse
    with django_assert_num_queries(8):
        assert len(client.get(PAGE).context["board"].turns) == count


# --- a specialist who teaches a class too ---


@pytest.fixture
def both(sign_in, specialist, section, school):
    StaffRoleFactory(user=specialist, kind="co_teacher", section=section, school=school)
    return sign_in(specialist)


@pytest.mark.parametrize("name", ["today", "students", "needs_me"])
def test_the_menu_of_a_specialists_own_class_leads_to_her_own_day(both, section, name):
    menu = both.get(reverse(name, args=[section.key])).text.partition("</header>")[0]
    assert f'href="{reverse("caseload_today")}"' in menu
    assert f'href="{reverse("caseload")}"' in menu


def test_the_page_of_a_learner_leads_to_her_own_day_too(both, student):
    menu = both.get(reverse("learner", args=[student.key])).text.partition("</header>")[0]
    assert f'href="{reverse("caseload_today")}"' in menu


@pytest.mark.parametrize("name", ["caseload", "caseload_needs", "caseload_roadblocks"])
def test_the_pages_of_her_students_lead_back_to_her_class(both, section, name):
    menu = both.get(reverse(name)).text.partition("</header>")[0]
    assert f'href="{reverse("today", args=[section.key])}"' in menu


def test_who_has_no_caseload_or_no_longer_is_not_led_there(
    sign_in, both, section, coteacher, specialist
):
    specialist.staff_roles.caring().update(ends_on=TODAY - timedelta(days=1))
    for client in (both, sign_in(coteacher)):
        page = client.get(reverse("today", args=[section.key])).text
        assert reverse("caseload_today") not in page


# --- what stands open -----------------------------------------------------------------------------


def test_her_list_has_what_is_in_the_way_of_her_students_alone(
    sign_in, specialist, section, student
):
    theirs = StudentFactory(section=section, called="Zed", name="Zed Other")
    for who in (student, theirs):
        held = CheckInFactory(section=section, student=who)
        RoadblockFactory(checkin=held, kind="time")
        PromiseFactory(checkin=held, kind="look")
    text = sign_in(specialist).get(LISTS).text
    assert text.count("Priya Raman") == 2
    assert "Zed Other" not in text


def test_closing_from_her_list_leads_back_to_it(sign_in, specialist, section, student):
    block = RoadblockFactory(checkin=CheckInFactory(section=section, student=student))
    url = reverse("close_roadblock", args=[student.key, block.key])
    response = sign_in(specialist).post(url, {"back": "caseload"})
    assert response.url == LISTS
    block.refresh_from_db()
    assert block.closed_by == specialist


def test_an_empty_list_says_so(sign_in, specialist):
    text = sign_in(specialist).get(LISTS).text
    assert "Nothing is in anybody’s way." in text
    assert "No promise is open." in text


@pytest.mark.parametrize("count", [1, 30, 300])
def test_her_list_costs_the_same_for_any_number(
    sign_in, specialist, section, student, school, count, django_assert_num_queries
):
    for _number in range(count):
        child = StudentFactory(section=section)
        StaffRoleFactory(user=specialist, kind="specialist", student=child, school=school)
        held = CheckInFactory(section=section, student=child)
        RoadblockFactory(checkin=held)
        PromiseFactory(checkin=held)
    client = sign_in(specialist)
    # session, user, has she anybody, her classes, how many, roadblocks, promises
    with django_assert_num_queries(7):
        assert client.get(LISTS).context["page_of"].paginator.count == count
