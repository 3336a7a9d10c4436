"""Planning a day: from a template to a page that is marked ready, in three clicks."""

from datetime import date, time, timedelta

import pytest
from django.urls import reverse

from checkins.models import Plan, Slot, Window
from lessons.models import Block, LessonPlan
from tests.factories import (
    NOW,
    TODAY,
    BlockFactory,
    LessonPlanFactory,
    PlanFactory,
    SlotFactory,
    StudentFactory,
    WindowFactory,
)

pytestmark = pytest.mark.django_db
THURSDAY = TODAY


def url(name, section, day=THURSDAY, *more):
    return reverse(name, args=[section.key, day, *more])


def posted(**changes):
    return {"template": "elementary-day", "title": "January 21", "starts_at": "", **changes}


def test_a_template_becomes_a_plan_with_a_window_for_each_stretch_of_work(
    sign_in, teacher, section
):
    response = sign_in(teacher).post(url("new_plan", section), posted())
    assert response.status_code == 302
    assert response.url == url("plan_day", section)
    lesson_plan = LessonPlan.objects.get()
    assert (lesson_plan.section, lesson_plan.on) == (section, THURSDAY)
    assert lesson_plan.blocks.count() == 12
    assert list(Window.objects.values_list("label", "starts_at", "ends_at")) == [
        ("Independent work 1", time(9, 10), time(9, 50)),
        ("Independent work 2", time(10, 35), time(11, 15)),
        ("Independent work 3", time(13, 0), time(13, 35)),
    ]
    work = lesson_plan.blocks.filter(kind=Block.Kind.WORK)
    assert [block.window.label for block in work.select_related("window")] == [
        block.title for block in work
    ]


def test_a_template_starts_when_the_teacher_says(sign_in, teacher, section):
    data = posted(template="middle-period", starts_at="13:10")
    sign_in(teacher).post(url("new_plan", section), data)
    blocks = LessonPlan.objects.get().blocks.all()
    assert (blocks[0].starts_at, blocks[len(blocks) - 1].ends_at) == (time(13, 10), time(14, 0))


def test_a_day_that_would_end_after_midnight_is_refused(sign_in, teacher, section):
    response = sign_in(teacher).post(url("new_plan", section), posted(starts_at="20:00"))
    assert response.status_code == 422
    assert "The day would end after midnight." in response.text
    assert not LessonPlan.objects.exists()


def test_a_template_with_a_time_that_the_clocks_skip_is_refused(sign_in, teacher, section):
    """On March 14, 2027 New York's clocks go from 1:59 to 3:00."""
    data = posted(template="middle-period", starts_at="01:40")
    response = sign_in(teacher).post(url("new_plan", section, date(2027, 3, 14)), data)
    assert response.status_code == 422
    assert "this time does not exist" in response.text


def test_an_unknown_template_is_refused(sign_in, teacher, section):
    response = sign_in(teacher).post(url("new_plan", section), posted(template="../secrets"))
    assert response.status_code == 422
    assert not LessonPlan.objects.exists()


def test_posting_the_template_twice_makes_one_plan(sign_in, teacher, section):
    client = sign_in(teacher)
    for _time in range(2):
        client.post(url("new_plan", section), posted())
    assert LessonPlan.objects.count() == 1
    assert Block.objects.count() == 12
    assert Window.objects.count() == 3


def test_the_last_plan_is_offered_as_my_usual_day(sign_in, teacher, section, planned):
    friday = date(2027, 1, 22)
    client = sign_in(teacher)
    page = client.get(url("new_plan", section, friday))
    assert page.context["form"].initial["template"] == "usual"
    client.post(url("new_plan", section, friday), posted(template="usual", title="Friday"))
    copy = LessonPlan.objects.get(on=friday)
    assert list(copy.blocks.values_list("title", "starts_at")) == list(
        planned.blocks.values_list("title", "starts_at")
    )
    assert Window.objects.filter(on=friday).count() == 3


def test_the_form_names_the_day_of_the_occasion(sign_in, teacher, section):
    client = sign_in(teacher)
    on_the_day = client.get(url("new_plan", section))
    assert on_the_day.context["form"].initial["title"] == "Personalized Learning Day"
    another = client.get(url("new_plan", section, date(2027, 2, 3)))
    assert another.context["form"].initial["title"] == "Wednesday, February 3"


# --- where "Plan" leads ---------------------------------------------------------------------------


def test_plan_leads_to_the_next_planned_day(sign_in, teacher, section):
    for on in (date(2027, 1, 14), date(2027, 1, 28), date(2027, 2, 3)):
        LessonPlanFactory(section=section, on=on)
    response = sign_in(teacher).get(reverse("plan", args=[section.key]))
    assert response.url == url("plan_day", section, date(2027, 1, 28))


def test_plan_leads_to_january_21_when_nothing_is_planned(sign_in, teacher, section):
    response = sign_in(teacher).get(reverse("plan", args=[section.key]))
    assert response.url == url("plan_day", section, THURSDAY)


def test_plan_leads_to_a_day_one_asks_for(sign_in, teacher, section):
    response = sign_in(teacher).get(reverse("plan", args=[section.key]), {"on": "2027-02-03"})
    assert response.url == url("plan_day", section, date(2027, 2, 3))


def test_a_day_that_is_none_is_passed_over(sign_in, teacher, section):
    response = sign_in(teacher).get(reverse("plan", args=[section.key]), {"on": "soon"})
    assert response.url == url("plan_day", section, THURSDAY)


# --- the page -------------------------------------------------------------------------------------


def test_a_day_without_a_plan_says_how_to_begin(sign_in, teacher, section):
    response = sign_in(teacher).get(url("plan_day", section))
    assert "This day has no plan yet" in response.text
    assert f'href="{url("new_plan", section)}"' in response.text


def test_nothing_comes_up_any_more_once_the_last_block_is_over(
    sign_in, teacher, section, planned, at
):
    PlanFactory(section=section)
    client = sign_in(teacher)
    assert "Something came up" in client.get(url("plan_day", section, THURSDAY)).text
    at(NOW.replace(hour=20))
    assert "Something came up" not in client.get(url("plan_day", section, THURSDAY)).text


def test_a_day_gone_by_offers_nothing_that_cannot_be_done_any_more(
    sign_in, teacher, section, planned, at
):
    StudentFactory(section=section)
    at(NOW + timedelta(days=1))
    client = sign_in(teacher)

    page = client.get(url("plan_day", section, THURSDAY)).text
    assert "No check-ins were planned" in page
    assert "Suggest check-ins" not in page
    PlanFactory(section=section)
    page = client.get(url("plan_day", section, THURSDAY)).text
    assert "new in this plan" not in page

    empty = THURSDAY - timedelta(days=1)
    page = client.get(url("plan_day", section, empty)).text
    assert "This day had no plan" in page
    assert reverse("type_back", args=[section.key, empty]) in page


def test_january_21_on_a_holiday_offers_the_days_around_it(sign_in, teacher, section):
    response = sign_in(teacher).get(url("plan_day", section, date(2030, 1, 21)))
    assert "2030: Martin Luther King Jr. Day, use Tuesday, January 22." in response.text
    assert f'href="{url("plan_day", section, date(2030, 1, 22))}"' in response.text
    assert f'href="{url("plan_day", section, date(2030, 1, 18))}"' in response.text


def test_a_weekend_day_says_that_there_is_no_school(sign_in, teacher, section):
    response = sign_in(teacher).get(url("plan_day", section, date(2027, 1, 23)))
    assert "There is no school on this day." in response.text


@pytest.mark.parametrize("class_size", [1, 30, 300])
def test_the_plan_takes_the_same_queries_for_every_class(
    sign_in, teacher, section, planned, class_size, django_assert_num_queries
):
    plan = PlanFactory(section=section, on=THURSDAY, minutes=1, gap=0)
    window = Window.objects.earliest("starts_at")
    for number in range(class_size):
        child = StudentFactory(section=section)
        at = time(9 + (10 + number) // 60, (10 + number) % 60)
        SlotFactory(plan=plan, student=child, window=window, starts_at=at)
    client = sign_in(teacher)
    # session, user, sections, closed days, lesson plan, blocks, and the check-in board's nine
    with django_assert_num_queries(15):
        response = client.get(url("plan_day", section))
    assert len(response.context["timeline"].rows) == 12


def test_the_day_is_drawn_to_scale_with_classes(sign_in, teacher, section, planned):
    response = sign_in(teacher).get(url("plan_day", section))
    rows = response.context["timeline"].rows
    assert [(row.at, row.block.minutes, row.tint) for row in rows[:4]] == [
        (0, 20, "butter"),
        (20, 20, "sky"),
        (40, 40, "mint"),
        (80, 20, "off"),
    ]
    assert 'class="block mint at-40 len-40"' in response.text
    assert "style=" not in response.text


def test_check_ins_stand_in_their_block(sign_in, teacher, section, planned, student):
    window = Window.objects.earliest("starts_at")
    plan = PlanFactory(section=section, on=THURSDAY)
    SlotFactory(plan=plan, student=student, window=window, starts_at=time(9, 34))
    response = sign_in(teacher).get(url("plan_day", section))
    rows = response.context["timeline"].rows
    assert [len(row.slots) for row in rows if row.block.is_work] == [1, 0, 0]


def test_htmx_gets_the_part_it_asked_for(sign_in, teacher, section, planned):
    headers = {"HX-Request": "true", "HX-Target": "div#plan-board"}
    response = sign_in(teacher).get(url("plan_day", section), headers=headers)
    assert response.text.lstrip().startswith('<div id="plan-board"')
    assert "HX-Target" in response.headers["Vary"]


# --- ready ----------------------------------------------------------------------------------------


def test_the_plan_is_made_in_three_clicks_from_the_class_page(sign_in, teacher, section, planned):
    """Plan, Suggest check-ins, Mark plan ready: each is one button of the page before it."""
    client = sign_in(teacher)
    first = client.get(reverse("plan", args=[section.key]), follow=True)
    suggest = reverse("plan_checkins", args=[section.key, THURSDAY])
    assert f'action="{suggest}"' in first.text
    assert "Suggest check-ins" in first.text
    fields = {"minutes": 3, "gap": 1, "version": first.context["board"].version}
    second = client.post(suggest, fields, follow=True)
    assert second.redirect_chain[-1][0] == url("plan_day", section)
    assert Slot.objects.get().starts_at is not None
    assert "Mark plan ready" in second.text
    third = client.post(url("mark_ready", section), {"state": "ready"}, follow=True)
    assert "Mark plan ready" not in third.text
    assert LessonPlan.objects.get().is_ready
    assert Plan.objects.get().state == Plan.State.READY


def test_opening_the_day_again_keeps_the_times_students_were_told(
    sign_in, teacher, section, planned
):
    PlanFactory(section=section, on=THURSDAY, state=Plan.State.READY)
    LessonPlan.objects.update(state=LessonPlan.State.READY)
    sign_in(teacher).post(url("mark_ready", section), {"state": "draft"})
    assert not LessonPlan.objects.get().is_ready
    assert Plan.objects.get().state == Plan.State.READY


def test_a_state_that_is_none_changes_nothing(sign_in, teacher, section, planned):
    sign_in(teacher).post(url("mark_ready", section), {"state": "gone"})
    assert LessonPlan.objects.get().state == LessonPlan.State.DRAFT


def test_marking_ready_needs_a_post(sign_in, teacher, section, planned):
    page = sign_in(teacher).get(url("mark_ready", section))
    assert (page.status_code, page.headers["Allow"]) == (405, "POST")
    assert "Go back to the page with the button." in page.text


# --- paper ----------------------------------------------------------------------------------------


def test_the_day_prints_on_two_sheets(sign_in, teacher, section, planned, student):
    window = Window.objects.earliest("starts_at")
    plan = PlanFactory(section=section, on=THURSDAY)
    slot = SlotFactory(plan=plan, student=student, window=window, starts_at=time(9, 10))
    client = sign_in(teacher)
    response = client.get(url("print_plan", section))
    assert response.text.count('<article class="sheet') == 2
    assert response.text.count('<span class="check"') == 1
    Slot.objects.filter(pk=slot.pk).update(state=Slot.State.DONE)
    assert '<span class="check"' not in client.get(url("print_plan", section)).text
    assert "9:10–9:50" in response.text
    assert "Priya Raman" in response.text


def test_without_check_ins_one_sheet_is_printed(sign_in, teacher, section, planned):
    response = sign_in(teacher).get(url("print_plan", section))
    assert response.text.count('<article class="sheet') == 1


# --- who may --------------------------------------------------------------------------------------

PAGES = ["plan_day", "new_plan", "print_plan", "new_block"]


@pytest.mark.parametrize("name", PAGES)
@pytest.mark.parametrize("person", ["other_teacher", "stranger", "specialist", "school_admin"])
def test_a_plan_is_not_found_by_who_does_not_teach_the_class(
    sign_in, request, section, planned, name, person
):
    client = sign_in(request.getfixturevalue(person))
    assert client.get(url(name, section)).status_code == 404


@pytest.mark.parametrize("name", PAGES)
def test_a_coteacher_opens_the_plan(sign_in, coteacher, section, planned, name):
    assert sign_in(coteacher).get(url(name, section)).status_code == 200


@pytest.mark.parametrize("name", PAGES)
def test_a_student_is_not_allowed_to_open_the_plan(sign_in, student, section, planned, name):
    assert sign_in(student).get(url(name, section)).status_code == 403


def test_another_teachers_plan_is_not_marked_ready(sign_in, other_teacher, section, planned):
    response = sign_in(other_teacher).post(url("mark_ready", section), {"state": "ready"})
    assert response.status_code == 404
    assert not LessonPlan.objects.get().is_ready


def test_windows_that_were_there_before_are_left_alone(sign_in, teacher, section):
    earlier = WindowFactory(section=section, on=date(2027, 1, 20))
    sign_in(teacher).post(url("new_plan", section), posted())
    earlier.refresh_from_db()
    assert Window.objects.filter(on=THURSDAY).count() == 3


def test_blocks_of_another_day_stay_out_of_the_page(sign_in, teacher, section, planned):
    other = LessonPlanFactory(section=section, on=date(2027, 1, 28))
    BlockFactory(lesson_plan=other, kind=Block.Kind.OFF, title="Assembly")
    assert "Assembly" not in sign_in(teacher).get(url("plan_day", section)).text
