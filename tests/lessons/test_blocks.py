"""Changing the blocks of a day; the minutes for check-ins keep in step."""

from datetime import date, time

import pytest
from django.urls import reverse

from checkins.models import Booking, Plan, Reason, Slot, Window
from checkins.services import fix, seats_at
from lessons.models import Block, LessonPlan
from lessons.services import remove_block
from students.models import Spark
from tests.factories import (
    TODAY,
    BlockFactory,
    BoardFactory,
    LessonPlanFactory,
    PlanFactory,
    SlotFactory,
    SparkFactory,
    StudentFactory,
)

pytestmark = pytest.mark.django_db


@pytest.fixture
def work(planned):
    """Independent work 1, 9:10 to 9:50; recess follows at once."""
    return planned.blocks.get(title="Independent work 1")


def url(name, block, *more):
    plan = block.lesson_plan
    return reverse(name, args=[plan.section.key, plan.on, block.key, *more])


def posted(block, **changes):
    """What the form of a block posts, as it stands."""
    return {
        "title": block.title,
        "kind": block.kind,
        "starts_at": f"{block.starts_at:%H:%M}",
        "ends_at": f"{block.ends_at:%H:%M}",
        "details": block.details,
        "board": "",
        "version": block.version,
        **changes,
    }


def window_of(block):
    block.refresh_from_db()
    return (block.window.label, block.window.starts_at, block.window.ends_at)


# --- change ---------------------------------------------------------------------------------------


def test_the_window_follows_its_block(sign_in, teacher, section, work):
    data = posted(work, title="Workshop", starts_at="09:15", ends_at="09:45")
    response = sign_in(teacher).post(url("edit_block", work), data)
    assert response.url == reverse("plan_day", args=[section.key, TODAY])
    assert window_of(work) == ("Workshop", time(9, 15), time(9, 45))
    assert (work.version, Window.objects.count()) == (2, 3)


def test_a_change_tells_the_live_pages(sign_in, teacher, section, work):
    section.refresh_from_db()
    before = section.pulse
    sign_in(teacher).post(url("edit_block", work), posted(work, title="Workshop"))
    section.refresh_from_db()
    assert section.pulse == before + 1


def test_a_block_that_is_no_work_any_more_gives_no_window(sign_in, teacher, work):
    sign_in(teacher).post(url("edit_block", work), posted(work, kind="whole"))
    work.refresh_from_db()
    assert (work.kind, work.window, work.icon) == ("whole", None, "book-2")
    assert Window.objects.count() == 2


def test_a_block_that_becomes_work_gives_a_window(sign_in, teacher, planned):
    read_aloud = planned.blocks.get(title="Read aloud")
    sign_in(teacher).post(url("edit_block", read_aloud), posted(read_aloud, kind="work"))
    assert window_of(read_aloud) == ("Read aloud", time(12, 45), time(13, 0))


def test_a_board_belongs_to_work_alone(sign_in, teacher, section, work):
    board = BoardFactory(section=section)
    client = sign_in(teacher)
    client.post(url("edit_block", work), posted(work, board=board.pk))
    work.refresh_from_db()
    assert work.board == board
    client.post(url("edit_block", work), posted(work, board=board.pk, kind="whole"))
    work.refresh_from_db()
    assert work.board is None


def test_a_board_of_another_class_is_not_offered(sign_in, teacher, work):
    response = sign_in(teacher).post(url("edit_block", work), posted(work, board=BoardFactory().pk))
    assert response.status_code == 422
    work.refresh_from_db()
    assert work.board is None


def test_an_overlap_is_told_in_kind_words(sign_in, teacher, work):
    response = sign_in(teacher).post(url("edit_block", work), posted(work, ends_at="10:00"))
    assert response.status_code == 422
    assert "Recess is from 9:50 to 10:10." in response.text
    assert "Choose another time, or move it first." in response.text
    assert window_of(work)[2] == time(9, 50)


def test_a_block_ends_after_it_starts(sign_in, teacher, work):
    data = posted(work, starts_at="09:50", ends_at="09:10")
    response = sign_in(teacher).post(url("edit_block", work), data)
    assert response.status_code == 422
    assert "A block ends after it starts." in response.text


def test_a_block_lasts_five_minutes_or_more_however_it_is_made(sign_in, teacher, work):
    client = sign_in(teacher)
    response = client.post(url("edit_block", work), posted(work, ends_at="09:14"))
    assert response.status_code == 422
    assert "A block lasts 5 minutes or more." in response.text
    assert client.post(url("edit_block", work), posted(work, ends_at="09:15")).status_code == 302


def test_the_page_opens_at_what_is_wrong_or_came_between(sign_in, teacher, work):
    client = sign_in(teacher)
    wrong = client.post(url("edit_block", work), posted(work, title="")).text
    changed = client.post(url("edit_block", work), posted(work, version=7)).text
    stale = client.post(url("remove_block", work), {"version": 7}).text
    for page in (wrong, changed, stale):
        assert page.count('tabindex="-1" id="form-errors"') == 1
        assert page.index('id="block"') < page.index('id="form-errors"')
        assert page.count(f'action="{url("edit_block", work)}#block"') == 1
    assert f'action="{url("remove_block", work)}#block"' in stale


def test_a_time_that_the_clocks_skip_is_refused(sign_in, teacher, section):
    """On March 14, 2027 New York's clocks go from 1:59 to 3:00."""
    sunday = LessonPlanFactory(section=section, on=date(2027, 3, 14))
    block = BlockFactory(lesson_plan=sunday, starts_at=time(1, 0), ends_at=time(1, 30))
    response = sign_in(teacher).post(url("edit_block", block), posted(block, ends_at="02:30"))
    assert response.status_code == 422
    assert "this time does not exist" in response.text
    block.refresh_from_db()
    assert block.ends_at == time(1, 30)


def test_a_time_that_the_clocks_show_twice_is_taken(sign_in, teacher, section):
    """On November 7, 2027 1:30 comes twice; the first one is meant."""
    sunday = LessonPlanFactory(section=section, on=date(2027, 11, 7))
    block = BlockFactory(lesson_plan=sunday, starts_at=time(1, 0), ends_at=time(1, 15))
    response = sign_in(teacher).post(url("edit_block", block), posted(block, ends_at="01:30"))
    assert response.status_code == 302


@pytest.mark.parametrize("bad", ["25:00", "", "soon"])
def test_a_time_that_is_none_is_refused(sign_in, teacher, work, bad):
    response = sign_in(teacher).post(url("edit_block", work), posted(work, ends_at=bad))
    assert response.status_code == 422


def test_the_second_of_two_teachers_sees_both_texts(sign_in, teacher, work):
    mine = posted(work, title="My words")
    client = sign_in(teacher)
    client.post(url("edit_block", work), posted(work, title="Her words"))
    response = client.post(url("edit_block", work), mine)
    assert response.status_code == 409
    assert "Somebody else changed this block" in response.text
    assert "Her words" in response.text
    assert 'value="My words"' in response.text
    work.refresh_from_db()
    assert work.title == "Her words"
    version = response.context["form"]["version"].value()
    again = client.post(url("edit_block", work), mine | {"version": version})
    assert again.status_code == 302
    work.refresh_from_db()
    assert work.title == "My words"


def test_two_teachers_who_change_two_blocks_do_not_disturb_each_other(sign_in, teacher, planned):
    blocks = list(planned.blocks.all()[:2])
    client = sign_in(teacher)
    for block in blocks:
        response = client.post(url("edit_block", block), posted(block, title="New"))
        assert response.status_code == 302
    assert planned.blocks.filter(title="New").count() == 2


# --- add ------------------------------------------------------------------------------------------


def add_url(planned):
    return reverse("new_block", args=[planned.section.key, planned.on])


def test_a_block_is_offered_after_the_last_one(sign_in, teacher, planned):
    form = sign_in(teacher).get(add_url(planned)).context["form"]
    assert (form["starts_at"].value(), form["ends_at"].value()) == (time(14, 20), time(14, 50))


def test_a_block_is_added(sign_in, teacher, planned):
    data = {
        "title": "Catch up",
        "kind": "work",
        "starts_at": "14:20",
        "ends_at": "14:40",
        "version": 0,
    }
    sign_in(teacher).post(add_url(planned), data)
    block = Block.objects.get(title="Catch up")
    assert window_of(block) == ("Catch up", time(14, 20), time(14, 40))
    assert block.icon == "message-2"


def test_adding_the_same_block_twice_is_refused_by_its_own_minutes(sign_in, teacher, planned):
    data = {
        "title": "Catch up",
        "kind": "whole",
        "starts_at": "14:20",
        "ends_at": "14:40",
        "version": 0,
    }
    client = sign_in(teacher)
    assert client.post(add_url(planned), data).status_code == 302
    assert client.post(add_url(planned), data).status_code == 422
    assert Block.objects.filter(title="Catch up").count() == 1


def test_a_day_without_a_plan_takes_no_block(sign_in, teacher, section):
    page = reverse("new_block", args=[section.key, TODAY])
    assert sign_in(teacher).get(page).status_code == 404


# --- longer and shorter ---------------------------------------------------------------------------


def resize(client, block, by, **more):
    data = {"by": by, "version": block.version, **more}
    return client.post(url("resize_block", block), data)


def test_a_button_makes_a_block_shorter_and_its_window_too(sign_in, teacher, work):
    response = resize(sign_in(teacher), work, -5)
    assert response.url == url("edit_block", work)
    assert window_of(work) == ("Independent work 1", time(9, 10), time(9, 45))


def test_a_block_grows_into_free_minutes(sign_in, teacher, work):
    Block.objects.filter(title="Recess").update(starts_at=time(9, 55))
    resize(sign_in(teacher), work, 5)
    assert window_of(work)[2] == time(9, 55)


def test_a_block_grows_into_the_next_one_which_gives_way(sign_in, teacher, planned):
    lesson, work = planned.blocks.all()[1:3]
    resize(sign_in(teacher), lesson, 5)
    lesson.refresh_from_db()
    assert lesson.ends_at == time(9, 15)
    assert window_of(work) == ("Independent work 1", time(9, 15), time(9, 50))
    assert work.version == 2


def test_recess_never_gives_way(sign_in, teacher, work):
    response = resize(sign_in(teacher), work, 5)
    assert response.status_code == 422
    assert "Recess starts at 9:50. Change its time first." in response.text
    assert window_of(work)[2] == time(9, 50)


def test_the_next_block_keeps_five_minutes(sign_in, teacher, planned):
    lesson, work = planned.blocks.all()[1:3]
    Block.objects.filter(pk=work.pk).update(ends_at=time(9, 17))
    response = resize(sign_in(teacher), lesson, 5)
    assert response.status_code == 422
    lesson.refresh_from_db()
    assert lesson.ends_at == time(9, 10)


def test_a_block_keeps_five_minutes_itself(sign_in, teacher, work):
    Block.objects.filter(pk=work.pk).update(ends_at=time(9, 19))
    response = resize(sign_in(teacher), work, -5)
    assert response.status_code == 422
    assert "A block lasts 5 minutes or more." in response.text


def test_a_block_ends_before_midnight(sign_in, teacher, section):
    late = LessonPlanFactory(section=section, on=date(2027, 1, 28))
    block = BlockFactory(lesson_plan=late, starts_at=time(23, 30), ends_at=time(23, 58))
    assert resize(sign_in(teacher), block, 5).status_code == 422


@pytest.mark.parametrize("by", ["60", "", "x"])
def test_only_the_four_steps_are_taken(sign_in, teacher, work, by):
    assert resize(sign_in(teacher), work, by).status_code == 422
    assert window_of(work)[2] == time(9, 50)


def test_a_stale_button_changes_nothing_and_says_so(sign_in, teacher, work):
    Block.objects.filter(pk=work.pk).update(version=2)
    response = resize(sign_in(teacher), work, -5)
    assert response.status_code == 409
    assert "Somebody else changed this block a moment ago." in response.text
    assert window_of(work)[2] == time(9, 50)


def test_htmx_gets_the_whole_plan_with_the_new_length(sign_in, teacher, work):
    headers = {"HX-Request": "true", "HX-Target": "div#plan-board"}
    client = sign_in(teacher)
    data = {"by": -5, "version": work.version}
    response = client.post(url("resize_block", work), data, headers=headers, follow=True)
    page = client.get(response.redirect_chain[-1][0], headers=headers)
    assert page.text.lstrip().startswith('<div id="plan-board"')
    assert "9:10–9:45, 35 minutes" in page.text
    assert "9 check-ins fit" in page.text


# --- remove ---------------------------------------------------------------------------------------


def test_a_block_is_removed_with_its_window(sign_in, teacher, work):
    response = sign_in(teacher).post(url("remove_block", work), {"version": work.version})
    assert response.status_code == 302
    assert not Block.objects.filter(pk=work.pk).exists()
    assert Window.objects.count() == 2


def test_a_block_in_which_check_ins_were_held_stays(sign_in, teacher, section, student, work):
    plan = PlanFactory(section=section)
    SlotFactory(
        plan=plan,
        student=student,
        window=work.window,
        starts_at=time(9, 10),
        state=Slot.State.DONE,
    )
    client = sign_in(teacher)
    response = client.post(url("remove_block", work), {"version": work.version})
    assert response.status_code == 422
    assert "Check-ins were held in Independent work 1, so it stays." in response.text
    assert client.post(url("edit_block", work), posted(work, kind="off")).status_code == 422
    work.refresh_from_db()
    assert (work.kind, work.window is None) == ("work", False)


def test_a_block_that_somebody_else_changed_is_not_removed(sign_in, teacher, work):
    Block.objects.filter(pk=work.pk).update(version=2)
    response = sign_in(teacher).post(url("remove_block", work), {"version": 1})
    assert response.status_code == 409
    assert Block.objects.filter(pk=work.pk).exists()


# --- the wonder wall ------------------------------------------------------------------------------


@pytest.fixture
def curiosity(planned):
    return planned.blocks.get(kind="curious")


def test_a_students_question_becomes_the_question_of_the_day(sign_in, teacher, student, curiosity):
    spark = SparkFactory(student=student)
    client = sign_in(teacher)
    assert spark.words in client.get(url("edit_block", curiosity)).text
    data = {"spark": spark.key, "version": curiosity.version}
    assert client.post(url("take_up_spark", curiosity), data).status_code == 302
    curiosity.refresh_from_db()
    spark.refresh_from_db()
    assert curiosity.details == "“I wonder if music has fractions” (Priya)"
    assert spark.state == Spark.State.TAKEN_UP


def test_a_question_from_another_class_is_neither_shown_nor_taken(sign_in, teacher, curiosity):
    elsewhere = StudentFactory(school=curiosity.school)
    spark = SparkFactory(student=elsewhere, words="Why is the sky blue?")
    client = sign_in(teacher)
    assert spark.words not in client.get(url("edit_block", curiosity)).text
    data = {"spark": spark.key, "version": curiosity.version}
    response = client.post(url("take_up_spark", curiosity), data)
    assert response.status_code == 422
    assert "Choose a question first." in response.text


def test_a_question_for_a_stale_block_is_kept_waiting(sign_in, teacher, student, curiosity):
    spark = SparkFactory(student=student)
    Block.objects.filter(pk=curiosity.pk).update(version=7)
    data = {"spark": spark.key, "version": 1}
    assert sign_in(teacher).post(url("take_up_spark", curiosity), data).status_code == 409
    spark.refresh_from_db()
    assert spark.state == Spark.State.WAITING


# --- who may --------------------------------------------------------------------------------------

ACTIONS = ["edit_block", "resize_block", "remove_block", "take_up_spark"]


@pytest.mark.parametrize("name", ACTIONS)
@pytest.mark.parametrize("person", ["other_teacher", "stranger", "specialist", "school_admin"])
def test_a_block_is_not_found_by_who_does_not_teach_the_class(sign_in, request, work, name, person):
    client = sign_in(request.getfixturevalue(person))
    data = posted(work, title="Mine now") | {"by": -5}
    assert client.post(url(name, work), data).status_code == 404
    work.refresh_from_db()
    assert (work.title, work.version) == ("Independent work 1", 1)


@pytest.mark.parametrize("name", ACTIONS)
def test_a_student_may_not_touch_a_block(sign_in, student, work, name):
    assert sign_in(student).post(url(name, work), posted(work)).status_code == 403


def test_a_block_of_another_day_is_not_found_here(sign_in, teacher, section, work):
    other_day = LessonPlanFactory(section=section, on=date(2027, 1, 28))
    address = reverse("edit_block", args=[section.key, other_day.on, work.key])
    assert sign_in(teacher).get(address).status_code == 404


def test_a_class_key_of_ones_own_does_not_open_anothers_block(
    sign_in, teacher, section, other_teacher
):
    theirs = other_teacher.staff_roles.get().section
    block = BlockFactory(lesson_plan=LessonPlanFactory(section=theirs))
    address = reverse("edit_block", args=[section.key, TODAY, block.key])
    assert sign_in(teacher).get(address).status_code == 404


def test_every_change_counts_in_the_plans_version(sign_in, teacher, work):
    before = LessonPlan.objects.get().version
    resize(sign_in(teacher), work, -5)
    assert LessonPlan.objects.get().version == before + 1


# --- check-ins that stood there -------------------------------------------------------------------


@pytest.fixture
def sitting(section, work):
    """`sitting(time(9, 10), time(9, 45))`: a student at each time in the work block, planned."""
    plan = PlanFactory(section=section, minutes=1)

    def seated(*times, **more):
        return [
            SlotFactory(
                plan=plan,
                student=StudentFactory(section=section),
                window=work.window,
                starts_at=at,
                **more,
            )
            for at in times
        ]

    return seated


def places(slots):
    for slot in slots:
        slot.refresh_from_db()
    return [(slot.starts_at, slot.window_id is not None) for slot in slots]


def test_who_stood_in_a_removed_block_has_no_time_any_more(
    sign_in, teacher, section, work, sitting
):
    slots = sitting(time(9, 10), time(9, 30), is_fixed=True)
    client = sign_in(teacher)
    page = client.post(url("remove_block", work), {"version": work.version}, follow=True).text

    assert places(slots) == [(None, False), (None, False)]
    assert [slot.is_fixed for slot in slots] == [False, False]
    assert not Booking.objects.exists()
    assert "2 students lost their place by this" in page
    assert "The block was changed after planning. Plan again." in page
    sheet = client.get(reverse("day_sheet", args=[section.key, TODAY])).text
    assert "9:10" not in sheet
    assert "9:30" not in sheet


def test_a_wish_for_a_time_that_is_gone_is_said_no_longer(work, sitting):
    (slot,) = sitting(time(9, 10), detail={"days": 3})
    assert fix(slot=slot, version=1).reason == Reason.WISH
    remove_block(block=work)
    slot.refresh_from_db()
    assert (slot.is_fixed, slot.reason, slot.detail) == (False, Reason.DAYS_SINCE, {"days": 3})


def test_who_was_put_off_loses_her_time_with_the_block_and_keeps_her_turn(work, sitting):
    slots = sitting(time(9, 10), state=Slot.State.LATER)
    assert remove_block(block=work) == 1
    assert (places(slots), slots[0].state) == ([(None, False)], "later")


@pytest.mark.parametrize(
    ("starts_at", "ends_at", "left"),
    [("09:10", "09:40", [1, 2]), ("09:15", "09:50", [2, 3]), ("10:10", "10:30", [])],
    ids=["shorter", "begins later", "moved"],
)
def test_who_stands_outside_a_changed_block_has_no_time_any_more(
    sign_in, teacher, planned, work, sitting, starts_at, ends_at, left
):
    planned.blocks.exclude(pk=work.pk).filter(starts_at__gte=time(10, 10)).delete()
    slots = sitting(time(9, 10), time(9, 30), time(9, 45))
    data = posted(work, starts_at=starts_at, ends_at=ends_at)
    page = sign_in(teacher).post(url("edit_block", work), data, follow=True).text
    assert [number for number, (at, _w) in enumerate(places(slots), start=1) if at] == left
    assert Booking.objects.count() == len(left)
    assert "by this, and stand" in page


def test_a_shorter_block_says_in_place_who_lost_a_place(sign_in, teacher, work, sitting):
    sitting(time(9, 10), time(9, 47))
    headers = {"HX-Request": "true", "HX-Target": "div#plan-board"}
    data = {"by": -5, "version": work.version}
    client = sign_in(teacher)
    client.post(url("resize_block", work), data, headers=headers)
    part = client.get(url("edit_block", work), headers=headers).text
    assert part.lstrip().startswith('<div id="plan-board"')
    assert part.count("1 student lost a place by this") == 1


def test_a_check_in_that_was_held_keeps_its_time_in_a_shorter_block(
    sign_in, teacher, work, sitting
):
    (met,) = sitting(time(9, 46), state=Slot.State.DONE)
    resize(sign_in(teacher), work, -5)
    assert places([met]) == [(time(9, 46), True)]


def test_a_block_that_disturbs_nobody_leaves_the_plans_version(sign_in, teacher, work, sitting):
    (slot,) = sitting(time(9, 10))
    resize(sign_in(teacher), work, -5)
    slot.plan.refresh_from_db()
    assert (places([slot]), slot.plan.version) == ([(time(9, 10), True)], 1)


@pytest.mark.parametrize("count", [1, 30])
def test_removing_a_block_takes_the_same_queries_for_any_number_in_it(
    work, sitting, count, django_assert_num_queries
):
    sitting(*[time(9, 10 + number) for number in range(count)])
    # savepoint, and its end; the lesson plan's version; the plan, its slots and absences, the
    # blocks; the block's window, whether one was held in it, letting it go, its slots, itself with
    # two of its own; the block; blocks, who lost a place, the next version, times, findings, the
    # plan read and what it keeps; the section's pulse; the block kept
    with django_assert_num_queries(24):
        remove_block(block=work)


# --- one step back --------------------------------------------------------------------------------


@pytest.fixture
def moved(section, work, sitting):
    """A student whose time was fixed a moment ago, which can be taken back."""
    slots = sitting(time(9, 10), time(9, 47))
    fix(slot=slots[0], version=1)
    plan = slots[0].plan
    plan.refresh_from_db()
    assert plan.can_undo
    return slots


def step_back(client, slots):
    plan = slots[0].plan
    plan.refresh_from_db()
    address = reverse("undo_plan", args=[plan.section.key, plan.on])
    return client.post(address, {"version": plan.version}, follow=True)


def test_no_older_change_is_taken_back_after_a_block_was_removed(sign_in, teacher, work, moved):
    client = sign_in(teacher)
    client.post(url("remove_block", work), {"version": work.version})
    step_back(client, moved)
    assert places(moved) == [(time(9, 10), True), (time(9, 47), True)]
    assert "Taken back" not in step_back(client, moved).text
    plan = Plan.objects.get()
    assert (moved[0].is_fixed, plan.version, plan.can_undo) == (True, 4, False)
    assert seats_at(plan, 2) == {
        str(moved[0].pk): ["09:10", "planned", True],
        str(moved[1].pk): ["09:47", "planned", False],
    }


@pytest.mark.parametrize("change", ["longer", "removed"])
def test_no_older_change_is_taken_back_after_a_block_changed_that_disturbed_nobody(
    sign_in, teacher, planned, moved, change
):
    block = planned.blocks.get(title="Read aloud")
    client = sign_in(teacher)
    if change == "longer":
        resize(client, block, -5)
    else:
        client.post(url("remove_block", block), {"version": block.version})
    plan = Plan.objects.get()
    assert (plan.version, plan.can_undo) == (2, False)
    assert "Taken back" not in step_back(client, moved).text
    assert places(moved) == [(time(9, 10), True), (time(9, 47), True)]


def test_a_shorter_block_is_taken_back_with_the_places_it_took(sign_in, teacher, work, moved):
    client = sign_in(teacher)
    resize(client, work, -5)
    assert places(moved) == [(time(9, 10), True), (None, False)]
    assert "Undo the last change" in client.get(reverse("plan_day", args=day_of(work))).text

    page = step_back(client, moved).text
    assert "Taken back: the plan stands as before." in page
    assert window_of(work)[2] == time(9, 50)
    assert places(moved) == [(time(9, 10), True), (time(9, 47), True)]
    assert moved[0].is_fixed
    assert Plan.objects.get().findings == {}
    assert not Plan.objects.get().can_undo


def test_new_words_in_a_block_leave_the_step_back(sign_in, teacher, work, moved):
    sign_in(teacher).post(url("edit_block", work), posted(work, title="Workshop"))
    assert Plan.objects.get().can_undo


def day_of(block):
    return [block.lesson_plan.section.key, block.lesson_plan.on]
