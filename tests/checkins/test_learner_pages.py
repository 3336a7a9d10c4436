"""One student's check-ins, the class's list, and a raised hand."""

import re
from datetime import date, time, timedelta

import pytest
from django.urls import reverse

from checkins import notes
from checkins.board import glance, student_day
from checkins.models import CheckIn, CheckInNote, HelpRequest, Plan
from plc.models import AuditEntry
from tests.factories import (
    NOW,
    TODAY,
    AskFactory,
    CheckInFactory,
    CheckInNoteFactory,
    HelpRequestFactory,
    PlanFactory,
    SlotFactory,
    StudentFactory,
    WindowFactory,
)

pytestmark = pytest.mark.django_db


@pytest.fixture
def note(section, student, teacher):
    """What Ms. Okonkwo wrote about Priya."""
    held = CheckInFactory(
        section=section, student=student, teacher=teacher, held_on=TODAY - timedelta(days=13)
    )
    return CheckInNoteFactory(checkin=held, text="CANARY drew the pizza problem")


def page(client, name, *args):
    return client.get(reverse(name, args=args))


@pytest.mark.parametrize(
    ("minutes", "said"),
    [(0, "Next check-in Jan 21, 9:34"), (30, "Next check-in Jan 22, 9:10"), (3000, "")],
)
def test_the_next_check_in_is_not_one_whose_block_is_over(
    sign_in, section, teacher, student, at, minutes, said
):
    for day, hour in ((TODAY, time(9, 34)), (TODAY + timedelta(days=1), time(9, 10))):
        window = WindowFactory(section=section, on=day, starts_at=time(9, 0), ends_at=time(9, 50))
        plan = PlanFactory(section=section, on=day, state="ready")
        SlotFactory(plan=plan, student=student, window=window, starts_at=hour)
    client = sign_in(teacher)
    at(NOW + timedelta(minutes=minutes))

    text = page(client, "student_checkins", student.key).text

    assert said in text if said else "Next check-in" not in text


# --- whose words are read ---


def test_the_author_reads_her_own_words_without_a_record(sign_in, teacher, student, note):
    response = page(sign_in(teacher), "student_checkins", student.key)

    assert "CANARY drew the pizza problem" in response.content.decode()
    assert not AuditEntry.objects.filter(action="read_note").exists()


@pytest.mark.parametrize("who", ["coteacher", "specialist"])
def test_a_colleague_of_the_team_reads_them_and_that_is_written_down(request, student, note, who):
    reader = request.getfixturevalue(who)

    words = notes.words_of(student, [note.checkin], reader=reader)

    assert [said.text for said in words[note.checkin_id]] == [note.text]
    entry = AuditEntry.objects.get(action="read_note")
    assert (entry.actor, entry.subject_key) == (reader, student.key)


def test_without_a_record_there_are_no_words(coteacher, student, note, monkeypatch):
    def broken(*args, **kwargs):
        raise RuntimeError

    monkeypatch.setattr("plc.audit.record", broken)

    with pytest.raises(RuntimeError):
        notes.words_of(student, [note.checkin], reader=coteacher)


@pytest.mark.parametrize("who", ["other_teacher", "stranger", "school_admin", "district_admin"])
def test_nobody_outside_the_team_gets_words(request, student, note, who):
    reader = request.getfixturevalue(who)

    assert notes.words_of(student, [note.checkin], reader=reader) == {}


@pytest.mark.parametrize("name", ["student_checkins", "new_checkin"])
@pytest.mark.parametrize(
    ("who", "status"),
    [
        ("other_teacher", 404),
        ("stranger", 404),
        ("school_admin", 404),
        ("district_admin", 404),
        ("student", 403),
    ],
)
def test_the_pages_are_the_teams_alone(sign_in, request, student, note, name, who, status):
    person = request.getfixturevalue(who)

    response = page(sign_in(person), name, student.key)

    assert response.status_code == status
    assert b"CANARY" not in response.content


STUDENT_PAGES = ["my_day", "my_board", "my_goals", "ask_for_help"]
ADMIN_PAGES = ["coverage", "classes", "people", "school_settings", "coverage_csv"]


@pytest.mark.parametrize(
    ("who", "name"),
    [("student", name) for name in STUDENT_PAGES] + [("school_admin", n) for n in ADMIN_PAGES],
)
def test_note_words_never_reach_a_student_or_an_admin(sign_in, request, note, who, name):
    person = request.getfixturevalue(who)

    response = sign_in(person).get(reverse(name))

    body = b"".join(response) if response.streaming else response.content
    assert response.status_code == 200
    assert b"CANARY" not in body


@pytest.mark.parametrize("count", [1, 30, 300])
def test_a_learners_page_takes_the_same_queries_for_every_history(
    sign_in, section, student, coteacher, teacher, count, django_assert_num_queries
):
    for number in range(count):
        held = CheckInFactory(
            section=section,
            student=student,
            teacher=teacher,
            held_on=TODAY - timedelta(days=number),
        )
        CheckInNoteFactory(checkin=held)
    client = sign_in(coteacher)

    # session, user; the header's student, classes, enrollments, care; check-ins; savepoint, notes,
    # audit row, release; planned; open and closed roadblocks and promises
    with django_assert_num_queries(16):
        page(client, "student_checkins", student.key)


# --- a check-in nobody planned ---


def test_a_check_in_is_recorded_from_the_learners_page_once(sign_in, teacher, student):
    client, url = sign_in(teacher), reverse("new_checkin", args=[student.key])
    key = client.get(url).context["form"]["key"].value()
    data = {"topic": "project", "outcomes": ["curious"], "note": "Asked about music.", "key": key}

    for _twice in range(2):
        assert client.post(url, data).status_code == 302

    assert CheckIn.objects.get().outcomes == ["curious"]
    assert CheckInNote.objects.get().text == "Asked about music."


def test_it_counts_as_the_planned_one_of_the_day(sign_in, teacher, student, planned):
    slot = planned().slots.get()
    client, url = sign_in(teacher), reverse("new_checkin", args=[student.key])
    key = client.get(url).context["form"]["key"].value()

    client.post(url, {"topic": "goal", "key": key})

    slot.refresh_from_db()
    assert slot.state == "done"


def test_a_specialist_records_for_her_own_student_and_leaves_the_plan_alone(
    sign_in, specialist, student, planned, section
):
    slot = planned().slots.get()
    client, url = sign_in(specialist), reverse("new_checkin", args=[student.key])
    key = client.get(url).context["form"]["key"].value()

    client.post(url, {"topic": "goal", "key": key})

    checkin = CheckIn.objects.get()
    assert (checkin.teacher, checkin.section, checkin.slot) == (specialist, section, None)
    slot.refresh_from_db()
    assert slot.state == "planned"


def test_a_check_in_without_a_topic_is_asked_for_it(sign_in, teacher, student):
    url = reverse("new_checkin", args=[student.key])

    assert sign_in(teacher).post(url, {}).status_code == 422


# --- the class's list ---


def test_who_was_never_met_stands_first_then_who_waits_longest(sign_in, section, teacher, fill):
    never, long_ago, lately, now = fill(4)
    CheckInFactory(section=section, student=long_ago, held_on=date(2026, 12, 1))
    CheckInFactory(section=section, student=lately, held_on=date(2027, 1, 20))
    CheckInFactory(section=section, student=now, held_on=TODAY)
    StudentFactory(school=section.school)  # of no class

    response = page(sign_in(teacher), "checkins", section.key)

    assert [row.student for row in response.context["rows"]] == [never, long_ago, lately, now]
    told = re.findall(r'<span class="muted small screen-l">\s*(.*?)\s*</span>', response.text)
    assert told == ["51 days ago", "1 day ago", "today"]


@pytest.mark.parametrize("asked", [False, True], ids=["nobody asked", "everybody asked"])
@pytest.mark.parametrize("class_size", [1, 30, 300])
def test_the_list_takes_the_same_queries_for_every_class(
    sign_in, section, teacher, fill, class_size, asked, django_assert_num_queries
):
    for student in fill(class_size):
        CheckInFactory(section=section, student=student, teacher=teacher)
        if asked:
            AskFactory(section=section, student=student)
    client = sign_in(teacher)

    # session, user, classes, students; last met, joined, hands, calendar, turns, promises,
    # roadblocks, goals, reteach, ideas, times told and not kept
    with django_assert_num_queries(15):
        page(client, "checkins", section.key)


def test_the_list_is_her_own_teachers_alone(sign_in, section, school_admin):
    assert page(sign_in(school_admin), "checkins", section.key).status_code == 404


# --- a student's own time and hand ---


def test_a_child_raises_her_hand_and_sees_her_number(sign_in, section, student):
    HelpRequestFactory(section=section, asked_at=NOW - timedelta(minutes=3))
    client = sign_in(student)

    response = client.post(
        reverse("ask_for_help"), {"reason": "stuck", "words": "on step 2"}, follow=True
    )

    text = response.content.decode()
    assert "Ms. Okonkwo knows." in text
    assert "You are number 2." in text
    assert student.help_requests.get().words == "on step 2"


def test_a_child_takes_her_hand_down(sign_in, section, student):
    HelpRequestFactory(section=section, student=student)

    sign_in(student).post(reverse("hand_down"))

    assert not HelpRequest.objects.exists()


def test_a_reason_is_one_of_three(sign_in, student):
    response = sign_in(student).post(reverse("ask_for_help"), {"reason": "bored"})

    assert response.status_code == 422
    assert "Pick one." in response.content.decode()


def test_help_is_for_students(sign_in, teacher):
    assert sign_in(teacher).get(reverse("ask_for_help")).status_code == 403


def test_a_child_sees_her_time_only_when_the_plan_is_ready(student, planned, dawn):
    plan = planned(now=dawn)
    assert student_day(student, TODAY, dawn).state == "none"

    Plan.objects.filter(pk=plan.pk).update(state="ready")
    day = student_day(student, TODAY, dawn)
    assert (day.state, f"{day.at:%H:%M}", day.teacher) == ("time", "09:10", "Ms. Okonkwo")


def test_a_child_sees_how_many_come_first_and_then_that_it_is_now(fill, planned, dawn):
    fill(3)
    plan = planned(now=dawn)
    Plan.objects.filter(pk=plan.pk).update(state="ready")
    first, second, third = (slot.student for slot in plan.slots.order_by("starts_at"))
    soon = dawn + timedelta(hours=1, minutes=10)  # 9:10

    assert student_day(first, TODAY, soon).state == "now"
    assert [student_day(child, TODAY, soon).turns for child in (second, third)] == [2, 3]


def test_a_child_without_a_time_sees_the_next_one(section, student):
    monday = date(2027, 1, 25)
    window = WindowFactory(section=section, on=monday)
    plan = PlanFactory(section=section, on=monday, state="ready")
    SlotFactory(plan=plan, student=student, window=window, starts_at=window.starts_at)

    day = student_day(student, TODAY, NOW)

    assert (day.state, day.next_on, day.next_at) == ("none", monday, window.starts_at)


def test_a_child_without_any_plan_sees_the_promised_day(section, student):
    CheckInFactory(section=section, student=student, held_on=date(2027, 1, 14))

    # 15 school days after Thursday, January 14; no closed day lies between.
    assert student_day(student, TODAY, NOW).by == date(2027, 2, 4)


# --- the lens of the class's first page ---


def test_the_glance_knows_met_planned_waiting_and_too_long(
    section, fill, django_assert_num_queries
):
    lately, soon, waiting, forgotten = fill(4)
    for student, days in ((lately, 3), (soon, 30), (waiting, 16), (forgotten, 30)):
        CheckInFactory(section=section, student=student, held_on=TODAY - timedelta(days=days))
    window = WindowFactory(section=section)
    plan = PlanFactory(section=section, state="ready")
    SlotFactory(plan=plan, student=soon, window=window, starts_at=window.starts_at)

    with django_assert_num_queries(1):
        rows = glance(section, TODAY)

    assert [(row.state, row.words) for row in rows] == [
        ("met", "met 3 days ago"),
        ("now", "planned for today"),
        ("planned", "not met for 2 weeks"),
        ("missed", "waiting 3 weeks or more"),
    ]
