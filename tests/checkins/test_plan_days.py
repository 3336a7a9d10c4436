"""When one day does not hold everybody: repairs, several days, everyone once before twice."""

import re
from datetime import date, time, timedelta
from random import Random

import pytest
from django.urls import reverse
from zeal import zeal_ignore

from checkins import services
from checkins.board import plan_board
from checkins.models import Absence, CheckIn, Plan, Reason, Slot, Window
from checkins.reasons import Because
from checkins.rounds import current_round
from checkins.spread import on_later_day
from lessons.models import Block, LessonPlan
from lessons.repairs import undo, ways_out
from tests.factories import (
    TODAY,
    AwayFactory,
    BlockFactory,
    CheckInFactory,
    LessonPlanFactory,
    WindowFactory,
)

pytestmark = pytest.mark.django_db
FRIDAY, MONDAY = date(2027, 1, 22), date(2027, 1, 25)


@pytest.fixture
def day(section, teacher, fill, dawn):
    """`day(12)`: that many students, one block of ten places, recess after it, planned."""

    def plan(count, ends=time(9, 50)):
        lesson_plan = LessonPlanFactory(section=section)
        window = WindowFactory(section=section, ends_at=ends)
        BlockFactory(lesson_plan=lesson_plan, window=window, ends_at=ends)
        BlockFactory(
            lesson_plan=lesson_plan,
            kind=Block.Kind.TOGETHER,
            title="Read aloud",
            starts_at=ends,
            ends_at=time(10, 30),
        )
        BlockFactory(
            lesson_plan=lesson_plan,
            kind=Block.Kind.OFF,
            title="Recess",
            starts_at=time(10, 30),
            ends_at=time(15, 30),
        )
        fill(count)
        return services.plan_day(section=section, day=TODAY, minutes=3, gap=1, by=teacher, now=dawn)

    return plan


@pytest.fixture
def offered(section, dawn):
    def found(plan):
        plan.section = section
        lesson_plan = LessonPlan.objects.get(on=plan.on)
        lesson_plan.section = section
        return {
            one.kind: one for one in ways_out(lesson_plan, plan, section.school.calendar(), dawn)
        }

    return found


@pytest.fixture
def press(sign_in, section, teacher, at, dawn):
    """`press("later", plan)` presses a repair's button; the page that follows."""
    at(dawn)

    def pressed(to, plan, name="repair_plan"):
        plan.refresh_from_db()
        url = reverse(name, args=[section.key, plan.on])
        data = {"to": to, "version": plan.version}
        with zeal_ignore():  # each of at most ten later days is made and claimed by itself
            return sign_in(teacher).post(url, data, follow=True).content.decode()

    return pressed


def placed(plan):
    return plan.slots.filter(window__isnull=False).count()


def test_every_way_out_says_what_it_costs_and_whom_it_places(day, offered):
    found = offered(day(12))

    assert {kind: one.left for kind, one in found.items()} == {
        "longer": 0,
        "shorter": 0,
        "later": 0,
        "added": 0,
    }
    assert found["longer"].words == "Lengthen Independent work 1 by 7 min"
    assert found["longer"].cost == "7 min of what comes after it."
    assert found["longer"].places.startswith("Places Student ")
    assert found["shorter"].words == "Make check-ins 2 min"
    assert found["later"].words == "Plan 2 on Friday, January 22"
    assert found["later"].cost == (
        "10 on Jan 21, 2 by Jan 22. Jan 22: the same blocks as on Jan 21."
    )


def test_nothing_is_offered_when_everybody_has_a_place(day, offered):
    assert offered(day(10)) == {}


@pytest.mark.parametrize("left_out", [1, 30, 300])
def test_a_full_day_takes_the_same_queries_for_any_number_left_out(
    day, section, sign_in, teacher, at, dawn, left_out, django_assert_num_queries
):
    at(dawn)
    day(10 + left_out)
    client = sign_in(teacher)

    # session, user, sections, closed days, lesson plan, blocks, and the check-in board's nine
    with django_assert_num_queries(15):
        page = client.get(reverse("plan_day", args=[section.key, TODAY])).content.decode()
    assert re.search(r'id="ways-out"\s+data-hx-get=', page)

    # session, user, sections, lesson plan, plan, closed days; blocks, later lesson plans, slots;
    # who is in class, absent, away, booked elsewhere, and the windows; who was met today; and of
    # the later days windows, slots, plans, away times, absences, enrollments, bookings
    with django_assert_num_queries(22):
        page = client.get(reverse("repair_plan", args=[section.key, TODAY])).content.decode()
    assert f"Plan {min(left_out, 100)} " in page  # ten a day, on at most ten later days


def test_the_ways_out_are_a_page_of_their_own_and_a_part_for_htmx(
    day, section, sign_in, teacher, at, dawn
):
    at(dawn)
    day(12)
    client, url = sign_in(teacher), reverse("repair_plan", args=[section.key, TODAY])

    part = client.get(url, headers={"HX-Request": "true", "HX-Target": "p#ways-out"}).content
    page = client.get(url).content.decode()

    assert re.match(r'\s*<form\s+class="stack gap-3"\s+id="ways-out"', part.decode())
    for text in (part.decode(), page):
        assert "Make check-ins 2 min" in text
        assert "Then everybody has a place." in text
    assert "data-hx-post" in part.decode()


def test_no_way_out_is_looked_for_while_a_place_is_free_or_nobody_wants_one(
    day, section, sign_in, teacher, at, dawn
):
    at(dawn)
    plan = day(11)
    client, url = sign_in(teacher), reverse("plan_day", args=[section.key, TODAY])
    assert "1 student does not fit" in client.get(url).content.decode()

    left = plan.slots.get(window=None)
    services.drop(slot=left, version=plan.version)
    assert "does not fit" not in client.get(url).content.decode()

    plan.refresh_from_db()
    services.drop(slot=plan.slots.filter(window__isnull=False).first(), version=plan.version)
    plan.refresh_from_db()
    services.put_back(slot=left, version=plan.version)
    page = client.get(url).content.decode()
    assert "does not fit" not in page
    assert "fits best" in page


def test_a_day_that_holds_everybody_says_so(day, section, sign_in, teacher, at, dawn):
    at(dawn)
    day(10)

    page = sign_in(teacher).get(reverse("repair_plan", args=[section.key, TODAY])).text

    assert "Everybody has a place." in page
    assert "A place that is free is offered beside the name" not in page


def test_a_day_that_nothing_helps_says_so(day, section, sign_in, teacher, at, dawn):
    at(dawn)
    plan = day(30)
    services.plan_day(section=section, day=TODAY, minutes=2, gap=0, by=teacher, now=dawn)
    Block.objects.filter(title="Read aloud").delete()
    Block.objects.filter(title="Recess").update(starts_at=time(9, 50))
    Block.objects.create(
        lesson_plan=LessonPlan.objects.get(),
        school=section.school,
        kind=Block.Kind.OFF,
        title="Breakfast",
        starts_at=time(0, 0),
        ends_at=time(9, 10),
    )
    section.school.closed_days.create(on=FRIDAY, until=date(2030, 1, 1), reason="Repairs")

    page = sign_in(teacher).get(reverse("repair_plan", args=[section.key, TODAY])).text

    assert placed(plan) == 20
    assert "No longer block, shorter check-in or later day makes room." in page


def unseat(plan, gone):
    """Let the check-ins of a plan lie outside their window, as rows of old times may."""
    if gone:
        Block.objects.filter(window__isnull=False).update(window=None)
        Window.objects.all().delete()
    else:
        Window.objects.update(ends_at=time(9, 30))
        Block.objects.filter(window__isnull=False).update(ends_at=time(9, 30))
    assert not plan.slots.filter(starts_at=None).exists()


@pytest.mark.parametrize("gone", [True, False], ids=["without a block", "past the block's end"])
def test_a_time_that_lies_in_no_block_is_no_place(day, offered, gone):
    plan = day(10)
    unseat(plan, gone)

    found = offered(plan)

    assert set(found) == ({"added"} if gone else {"longer", "shorter", "added", "later"})
    assert found["added"].left == 0
    assert found["added"].places.endswith("more." if gone else ".")


def test_planning_again_is_a_way_out_where_the_day_holds_more(day, section, offered, press):
    plan = day(12)
    window = WindowFactory(section=section, starts_at=time(10, 0), ends_at=time(10, 4))
    again = offered(plan)["again"]

    assert (again.words, again.left) == ("Plan again, with few changes", 1)
    assert again.places.startswith("Places Student ")
    assert "Plan again, with few changes: Places" in press("again", plan)
    assert plan.slots.filter(window=window).count() == 1
    assert placed(plan) == 11
    assert "Taken back" in press("", plan, "undo_plan")
    assert placed(plan) == 10


def test_who_could_have_a_place_today_is_offered_a_later_day_with_the_others(day, section, offered):
    plan = day(12)
    WindowFactory(section=section, starts_at=time(10, 0), ends_at=time(10, 4))

    found = offered(plan)

    assert found["later"].words == "Plan 2 on Friday, January 22"
    assert [found[kind].left for kind in ("later", "shorter", "again")] == [0, 0, 1]


def test_nobody_with_a_place_goes_to_a_later_day_in_place_of_others(day, offered, press):
    plan = day(12)
    waiting = plan.slots.filter(window=None)
    ids = set(waiting.values_list("student", flat=True))
    waiting.update(need=500)  # planned again, they would have the places of others

    later = offered(plan)["later"]
    assert (later.words, later.left) == ("Plan 2 on Friday, January 22", 0)

    page = press("later", plan)
    friday = Slot.objects.filter(plan__on=FRIDAY, window__isnull=False)
    assert set(friday.values_list("student", flat=True)) == ids
    assert "do not fit" not in page


def test_a_longer_block_takes_its_minutes_from_what_follows(day, offered, press):
    plan = day(12)

    page = press(offered(plan)["longer"].to, plan)

    assert "Lengthen Independent work 1 by 7 min: Places" in page
    assert placed(plan) == 12
    work, reading = Block.objects.order_by("starts_at")[:2]
    assert (work.ends_at, work.window.ends_at, reading.starts_at) == (
        time(9, 57),
        time(9, 57),
        time(9, 57),
    )


def test_a_block_never_grows_into_time_with_others(day, offered):
    plan = day(12)
    Block.objects.filter(title="Read aloud").delete()
    Block.objects.filter(title="Recess").update(starts_at=time(9, 52))

    assert "longer" not in offered(plan)


def test_shorter_check_ins_place_everybody(day, offered, press):
    plan = day(12)

    press(offered(plan)["shorter"].to, plan)

    plan.refresh_from_db()
    assert (plan.minutes, placed(plan)) == (2, 12)


def test_a_block_is_added_in_free_time(day, offered, press):
    plan = day(12)

    press(offered(plan)["added"].to, plan)

    assert placed(plan) == 12
    assert Block.objects.filter(kind=Block.Kind.WORK).count() == 2


def test_those_left_out_are_planned_on_the_next_school_days(day, section, offered, press, dawn):
    plan = day(24)
    AwayFactory(student=plan.slots.filter(window=None).first().student, weekday=4)

    page = press("later", plan)

    friday, monday = Plan.objects.filter(on__gt=TODAY).order_by("on")
    assert [(one.on, placed(one)) for one in (plan, friday, monday)] == [
        (TODAY, 10),
        (FRIDAY, 10),
        (MONDAY, 4),
    ]
    assert "10 on Jan 21, 14 by Jan 25" in page
    students = Slot.objects.filter(window__isnull=False).values_list("student", flat=True)
    assert len(students) == len(set(students)) == 24
    board = plan_board(section, FRIDAY, dawn)
    assert (board.total, board.placed, board.not_placed, board.unplanned) == (10, 10, (), ())
    assert [other.on for other in board.other_days] == [TODAY, MONDAY]


def test_who_was_left_out_first_comes_first_next_day(day, section, teacher, press, dawn):
    plan = day(24)
    students = [slot.student for slot in plan.slots.order_by("pk").select_related("student")]
    Random(3).shuffle(students)
    for wait, student in enumerate(students, start=1):  # from the last met to the longest ago
        CheckInFactory(section=section, student=student, held_on=TODAY - timedelta(days=wait))
    services.plan_day(section=section, day=TODAY, minutes=3, gap=1, by=teacher, now=dawn)

    press("later", plan)

    longest_ago = students[::-1]
    assert [those_of(one) for one in Plan.objects.order_by("on")] == [
        {student.pk for student in longest_ago[:10]},
        {student.pk for student in longest_ago[10:20]},
        {student.pk for student in longest_ago[20:]},
    ]


def those_of(plan):
    return set(plan.slots.filter(window__isnull=False).values_list("student", flat=True))


def test_a_reason_reads_on_the_later_day_as_it_will_be_then():
    waits = Because(Reason.DAYS_SINCE, {"days": 12, "turns": 1}, need=12, days=12)

    later = on_later_day(waits, 4)

    assert (later.detail, later.days, later.need) == ({"days": 16, "turns": 1}, 16, 12)
    assert waits.detail["days"] == 12


def test_a_reason_that_counts_no_days_stays_as_it_is():
    asked = Because(Reason.ASKED, {"words": "Where do I start?"}, need=100, must=True)

    assert on_later_day(asked, 4) is asked


def test_who_is_planned_on_a_later_day_has_waited_longer_by_then(
    day, section, teacher, press, dawn
):
    plan = day(11)
    for slot in plan.slots.all():
        CheckInFactory(section=section, student=slot.student, held_on=TODAY - timedelta(days=30))
    services.plan_day(section=section, day=TODAY, minutes=3, gap=1, by=teacher, now=dawn)

    press("later", plan)

    (row,) = plan_board(section, FRIDAY, dawn).windows[0].slots
    assert row.reason == "31 days since last check-in"


def test_closed_days_half_days_and_days_with_other_plans_are_passed_over(
    day, section, offered, press
):
    plan = day(12)
    section.school.closed_days.create(on=FRIDAY, reason="Snow")
    section.school.closed_days.create(on=MONDAY, reason="Teachers learn", is_half=True)
    LessonPlanFactory(section=section, on=date(2027, 1, 26))

    assert offered(plan)["later"].words == "Plan 2 on Wednesday, January 27"


def test_the_windows_that_a_day_has_are_used(day, section, press):
    plan = day(12)
    there = WindowFactory(
        section=section, on=FRIDAY, starts_at=time(13), ends_at=time(13, 30), label="Quiet time"
    )

    press("later", plan)

    friday = Plan.objects.get(on=FRIDAY)
    assert {slot.window for slot in friday.slots.all()} == {there}
    assert not LessonPlan.objects.filter(on=FRIDAY).exists()


@pytest.mark.parametrize("kind", ["longer", "shorter", "added", "later"])
def test_each_repair_is_taken_back_whole(day, section, offered, press, kind):
    plan = day(12)

    def stand():
        return (
            sorted(plan.slots.values_list("student", "window", "starts_at")),
            sorted(Block.objects.values_list("pk", "starts_at", "ends_at")),
            sorted(Window.objects.values_list("pk", "starts_at", "ends_at")),
            sorted(Plan.objects.values_list("pk", "minutes")),
        )

    before = stand()
    press(offered(plan)[kind].to, plan)
    assert stand() != before

    page = press("", plan, "undo_plan")

    assert "Taken back: the plan stands as before." in page
    assert stand() == before


def test_a_repair_that_helps_no_more_changes_nothing(day, press):
    plan = day(10)

    page = press("later", plan)

    assert "That does not help any more." in page
    assert not Plan.objects.filter(on__gt=TODAY).exists()


def test_an_undo_pressed_on_an_old_page_changes_nothing(day):
    plan = day(12)
    services.fix(slot=plan.slots.filter(window__isnull=False).first(), version=plan.version)

    with pytest.raises(services.Stale):
        undo(lesson_plan=None, plan=plan, version=plan.version - 1)


def test_a_round_ends_when_everybody_in_class_was_met():
    joined = {1: date(2026, 9, 1), 2: date(2026, 9, 1), 3: date(2027, 1, 10)}
    met = [(date(2027, 1, day), student) for day, student in [(4, 1), (5, 2), (6, 1), (7, 1)]]

    found = current_round(met, joined)

    # 1 and 2 were the whole class until January 10: a new round began on the 6th.
    assert (found.since, dict(found.turns)) == (date(2027, 1, 6), {1: 2})


def test_the_round_is_said_with_its_figures(section, fill, dawn, planned):
    for student in fill(3)[:2]:
        CheckInFactory(section=section, student=student, held_on=TODAY - timedelta(days=2))

    assert plan_board(section, TODAY, dawn).round_words == (
        "Round: 2 of 3 met since January 19. Nobody comes twice before everyone came once."
    )


def test_a_raised_hand_waits_for_a_first_turn_and_a_promise_does_not(
    section, fill, planned, windows, dawn
):
    for window in windows[1:]:
        window.delete()
    Window.objects.update(ends_at=time(9, 13))  # one place
    met, new = fill(2)
    CheckInFactory(section=section, student=met, held_on=TODAY - timedelta(days=1))
    section.help_requests.create(student=met, reason="stuck", asked_at=dawn, school=section.school)

    assert planned(now=dawn).slots.get(window__isnull=False).student == new


def test_over_weeks_with_absences_nobody_comes_twice_before_everyone_came_once(
    section, teacher, fill, dawn
):
    """Twenty school days, 12 students, 5 places a day, about one in eight absent."""
    luck, students = Random(7), fill(12)
    calendar, day = section.school.calendar(), TODAY
    for number in range(20):
        now = dawn + (day - TODAY)
        WindowFactory(section=section, on=day, starts_at=time(9, 10), ends_at=time(9, 29))
        here = [student for student in students if luck.random() > 0.12]
        for student in students:
            if student not in here:
                Absence.objects.create(student=student, on=day, school=section.school)
        turns = _turns(section, students)
        plan = services.plan_day(section=section, day=day, minutes=3, gap=1, by=teacher, now=now)
        chosen = {s.student_id for s in plan.slots.filter(window__isnull=False)}
        left = {student.pk for student in here} - chosen
        assert len(chosen) == 5, f"day {number}"
        assert not left or max(turns[pk] for pk in chosen) <= min(turns[pk] for pk in left)
        for slot in plan.slots.filter(window__isnull=False).select_related("student"):
            CheckInFactory(
                section=section, student=slot.student, teacher=teacher, held_on=day, held_at=now
            )
        day = calendar.next_open(day + timedelta(days=1))
    assert CheckIn.objects.count() == 100


def _turns(section, students):
    """How often each was met in the running round, counted here a second time and plainly."""
    turns = {student.pk: 0 for student in students}
    for on in sorted(set(CheckIn.objects.values_list("held_on", flat=True))):
        for pk in CheckIn.objects.filter(held_on=on).values_list("student", flat=True):
            turns[pk] += 1
        if all(turns.values()):
            turns = dict.fromkeys(turns, 0)
    return turns


def test_the_problem_is_saved_without_names(day, sign_in, section, teacher):
    plan = day(3)
    name = plan.slots.first().student.called

    response = sign_in(teacher).get(reverse("plan_problem", args=[section.key, TODAY]))

    data = response.json()
    assert len(data["requests"]) == 3
    assert name not in response.content.decode()
    assert not any(slot.student.key in response.content.decode() for slot in plan.slots.all())
    assert response["Content-Disposition"] == 'attachment; filename="check-ins-2027-01-21.json"'


def test_a_day_too_far_away_is_refused_kindly(sign_in, section, teacher):
    url = reverse("plan", args=[section.key])

    page = sign_in(teacher).get(url, {"on": "9999-12-31"}, follow=True)

    assert page.status_code == 200
    assert "That day is too far away. Choose one between 2000 and 2100." in page.content.decode()
