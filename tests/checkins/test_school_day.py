"""A day of the whole school: what is short, help offered, one plan for all, published once."""

from datetime import date, time, timedelta
from random import Random

import pytest
from django.urls import reverse

from checkins import services as class_services
from checkins.board import plan_board
from checkins.models import Absence, Booking, Offer, Plan, SchoolDay, Slot, Window
from checkins.planner import validate
from checkins.school import Settings, draft_school, preview, school_board, school_facts
from checkins.school.crowding import most_at_once
from checkins.school.urgency import urgency
from checkins.services import Stale, offers
from checkins.services import school_day as services
from checkins.services.offers import AdultIsTaken, InUse
from tests.factories import (
    NOW,
    TODAY,
    AwayFactory,
    CheckInFactory,
    EnrollmentFactory,
    HelpRequestFactory,
    PlanFactory,
    SectionFactory,
    SlotFactory,
    StaffFactory,
    StaffRoleFactory,
    StudentFactory,
    WindowFactory,
)

pytestmark = pytest.mark.django_db
DAWN = NOW.replace(hour=13, minute=0)
DAY = f"/school/days/{TODAY}/"


@pytest.fixture
def room(school):
    """`room("Room 2", 5)`: a class with a teacher, 16 free minutes (4 places) and students."""

    def made(name, students=0, *, start=time(9, 0), end=time(9, 16)):
        section = SectionFactory(school=school, name=name, teacher=StaffFactory(name=f"T. {name}"))
        WindowFactory(section=section, starts_at=start, ends_at=end)
        for number in range(students):
            StudentFactory(
                section=section, name=f"{name} {number:02}", called=f"{name} {number:02}"
            )
        return section

    return made


@pytest.fixture
def secondary(school):
    """Six lessons of an hour, each with a class of its own; twelve students are in all six."""
    sections = []
    for number in range(6):
        start = time(8 + number, 10)
        section = SectionFactory(
            school=school, name=f"Lesson {number + 1}", teacher=StaffFactory(name=f"T{number}")
        )
        WindowFactory(section=section, starts_at=start, ends_at=time(8 + number, 22))
        sections.append(section)
    for number in range(12):
        student = StudentFactory(section=sections[0], name=f"Student {number:02}")
        for section in sections[1:]:
            EnrollmentFactory(section=section, student=student)
    return sections


def teacher_of(section):
    return section.staff_roles.get(kind="teacher").user


def board(school):
    return school_board(school_facts(school, TODAY))


def look(school, **settings):
    return services.look_ahead(school=school, day=TODAY, settings=Settings(**settings), now=DAWN)[1]


def publish(school, admin, shown=None, now=DAWN):
    shown = shown or look(school)
    return services.publish(
        school=school, day=TODAY, settings=shown.settings, token=shown.token, by=admin, now=now
    )


def cover(section, adult, start=time(10, 0), end=time(10, 20)):
    return offers.make_offer(
        section=section, on=TODAY, kind="cover", adult=adult, starts_at=start, ends_at=end
    )


def specialist_for(section, adult, start=time(9, 0), end=time(9, 8)):
    return offers.make_offer(
        section=section, on=TODAY, kind="specialist", adult=adult, starts_at=start, ends_at=end
    )


def placed(section):
    rows = section.checkin_plans.get().slots.exclude(window=None)
    return {slot.student.name: slot.starts_at for slot in rows.select_related("student")}


# --- what is short --------------------------------------------------------------------------------


def test_a_school_without_classes_has_figures_of_zero(school):
    found = board(school)
    assert (found.rows, found.students, found.placed, found.short) == ((), 0, 0, 0)


def test_the_shortfall_is_in_minutes_with_the_sum_in_words(school, room):
    room("Room 2", 6)
    (row,) = board(school).rows
    assert (row.to_meet, row.needed, row.available, row.short) == (6, 24, 16, 8)
    assert row.needs == "6 students × 3 min + 1 min to switch = 24 min."
    assert row.has == "There are 16 free min with 4 places: 8 min too few."


def test_minutes_cut_by_the_ends_of_windows_are_missing_too(school, room):
    section = room("Room 2", 8, end=time(9, 14))
    WindowFactory(section=section, starts_at=time(10, 0), ends_at=time(10, 18))
    (row,) = board(school).rows
    assert (row.needed, row.available, row.short) == (32, 32, 4)  # 8 students, 3 and 4 places
    assert row.has == "There are 32 free min with 7 places: 4 min too few."


def test_who_is_absent_needs_no_minutes_and_who_is_met_has_them(school, room):
    section = room("Room 2", 3)
    one, two, three = section.students_on(TODAY)
    Absence.objects.create(student=one, on=TODAY)
    CheckInFactory(section=section, student=two)
    (row,) = board(school).rows
    assert (row.to_meet, row.others, row.not_placed) == (1, 1, (three,))


def test_a_place_whose_block_was_moved_counts_for_nothing(school, room):
    section = room("Room 2", 1)
    window = section.windows.get()
    SlotFactory(
        plan=PlanFactory(section=section),
        student=section.students_on(TODAY).get(),
        window=window,
        starts_at=time(9, 12),
    )
    assert board(school).rows[0].placed == 1
    window.ends_at = time(9, 10)
    window.save()
    assert board(school).rows[0].placed == 0


def test_another_school_is_not_counted(school, room, stranger):
    room("Room 2", 2)
    StudentFactory(section=stranger.staff_roles.get().section)
    assert [row.name for row in board(school).rows] == ["Room 2"]
    assert board(school).students == 2


def test_a_student_of_six_classes_counts_once(school, secondary):
    found = board(school)
    assert (found.students, found.placed) == (12, 0)
    assert [row.to_meet for row in found.rows] == [12] * 6


# --- help -----------------------------------------------------------------------------------------


def test_cover_gives_the_teacher_places_and_takes_the_other_adults_time(school, room):
    section, adult = room("Room 2", 6), StaffFactory(name="Mr. Hale")
    cover(section, adult)
    (row,) = board(school).rows
    assert (row.available, row.short) == (36, 0)
    assert list(Booking.objects.values_list("adult__name", "student", "starts", "ends")) == [
        ("Mr. Hale", None, 600, 620)
    ]
    assert len(look(school).best.checkins) == 6


def test_the_same_offer_twice_is_one(room):
    section, adult = room("Room 2", 6), StaffFactory()
    assert cover(section, adult) == cover(section, adult)
    assert (Offer.objects.count(), section.windows.count()) == (1, 2)


def test_an_adult_covers_one_class_at_a_time(room):
    adult = StaffFactory()
    cover(room("Room 2"), adult)
    with pytest.raises(AdultIsTaken):
        cover(room("Room 3"), adult, start=time(10, 19), end=time(10, 40))
    assert Offer.objects.count() == 1


def test_an_adult_who_holds_check_ins_then_does_not_cover(school, room):
    section, other = room("Room 2", 1), room("Room 3", 1)
    class_services.plan_day(
        section=section, day=TODAY, minutes=3, gap=1, by=teacher_of(section), now=DAWN
    )
    with pytest.raises(AdultIsTaken):
        cover(other, teacher_of(section), start=time(9, 0), end=time(9, 10))


def test_a_teacher_who_covers_is_planned_around_it(school, room):
    section, other = room("Room 2", 4), room("Room 3", 1)
    cover(other, teacher_of(section), start=time(9, 0), end=time(9, 8))
    class_services.plan_day(
        section=section, day=TODAY, minutes=3, gap=1, by=teacher_of(section), now=DAWN
    )
    assert sorted(placed(section).values()) == [time(9, 8), time(9, 12)]


def test_a_specialist_meets_her_own_students_beside_the_teacher(school, room):
    section = room("Room 2", 6)
    adult = StaffFactory(name="Ms. Abara")
    mine = list(section.students_on(TODAY))[:2]
    for student in mine:
        StaffRoleFactory(user=adult, kind="specialist", student=student, school=school)
    specialist_for(section, adult)

    shown = look(school)

    assert (shown.placed, shown.left) == (6, 0)
    held = {c.request for c in shown.best.checkins if c.teacher == str(adult.pk)}
    assert {shown.draft.student_of[request] for request in held} == {s.pk for s in mine}
    assert validate(shown.draft.problem, shown.best.checkins) == ()


def test_a_specialist_of_nobody_here_adds_no_places(school, room):
    section = room("Room 2", 6)
    specialist_for(section, StaffFactory())
    assert board(school).rows[0].short == 8
    assert look(school).left == 2


def test_a_class_plans_a_specialist_s_minutes_itself(school, room):
    section = room("Room 2", 6)
    adult = StaffFactory()
    for student in list(section.students_on(TODAY))[:2]:
        StaffRoleFactory(user=adult, kind="specialist", student=student, school=school)
    specialist_for(section, adult)
    class_services.plan_day(
        section=section, day=TODAY, minutes=3, gap=1, by=teacher_of(section), now=DAWN
    )
    assert len(placed(section)) == 6
    assert Booking.objects.filter(adult=adult).count() == 2


def test_an_offer_withdrawn_leaves_its_places_open(school, room, school_admin):
    section = room("Room 2", 6)
    offer = cover(section, StaffFactory())
    publish(school, school_admin)
    assert board(school).not_placed == 0

    offers.withdraw_offer(offer=offer)

    assert Offer.objects.count() == Booking.objects.filter(student=None).count() == 0
    assert board(school).not_placed == 2
    publish(school, school_admin)
    assert (board(school).not_placed, SchoolDay.objects.get().version) == (2, 2)


def test_an_offer_in_which_somebody_was_met_stays(school, room, school_admin):
    section = room("Room 2", 6)
    offer = cover(section, StaffFactory())
    publish(school, school_admin)
    Slot.objects.filter(window=offer.window).update(state="done")
    with pytest.raises(InUse):
        offers.withdraw_offer(offer=offer)
    assert Offer.objects.count() == 1


def test_of_two_who_change_an_offer_the_second_is_told(room):
    section, adult = room("Room 2", 1), StaffFactory()
    offer = cover(section, adult)
    times = {"kind": "cover", "adult": adult, "ends_at": time(10, 30)}
    offers.change_offer(offer=offer, version=1, starts_at=time(10, 5), **times)
    with pytest.raises(Stale):
        offers.change_offer(offer=offer, version=1, starts_at=time(10, 6), **times)
    assert Offer.objects.get().window.starts_at == time(10, 5)


def test_who_stands_outside_the_new_time_of_an_offer_gives_up_her_place(school, room, school_admin):
    section = room("Room 2", 5, end=time(9, 4))
    offer = cover(section, StaffFactory())
    publish(school, school_admin)
    plan = section.checkin_plans.get()
    assert len(placed(section)) == 5
    version = plan.version
    offers.change_offer(
        offer=offer,
        version=1,
        kind="cover",
        adult=offer.adult,
        starts_at=time(10, 0),
        ends_at=time(10, 8),
    )
    plan.refresh_from_db()
    assert sorted(placed(section).values()) == [time(9, 0), time(10, 0), time(10, 4)]
    assert plan.slots.filter(window=None, starts_at=None).count() == 2
    assert plan.version == version + 1
    assert SchoolDay.objects.get().versions[plan.key] == plan.version


# --- one plan for all -----------------------------------------------------------------------------


def test_a_student_of_six_classes_is_pulled_once(school, secondary, school_admin):
    publish(school, school_admin)
    slots = Slot.objects.filter(starts_at__isnull=False)
    assert slots.count() == slots.values("student").distinct().count() == 12
    loads = [slots.filter(plan__section=section).count() for section in secondary]
    assert loads == [2] * 6  # as even as can be


def test_the_plan_is_proved_and_breaks_no_rule(school, secondary):
    shown = look(school)
    assert shown.best.optimal
    assert shown.proof == "Proved: no plan with these free minutes leaves fewer or less urgent out."
    assert shown.balance == "Each adult holds 2 check-ins."
    assert validate(shown.draft.problem, shown.best.checkins) == ()


def test_no_adult_holds_more_than_the_most(school, secondary):
    shown = look(school, most=1)
    assert (shown.placed, shown.left, shown.most) == (6, 6, 1)


def test_who_is_left_out_has_a_certificate_and_no_word_of_where_she_is(school, room):
    section = room("Room 2", 6)
    away = section.students_on(TODAY).last()
    AwayFactory(student=away, starts_at=time(8, 0), ends_at=time(12, 0), where="the speech teacher")
    shown = look(school)
    assert {group.cause: len(group.students) for group in shown.left_out} == {
        "Away during every free place.": 1,
        "5 students can come only in these 4 places, and the others wait longer or asked first.": 1,
    }
    assert shown.short == 8


def test_who_asked_comes_before_who_waits(school, room):
    section = room("Room 2", 6)
    asked = section.students_on(TODAY).last()
    for student in section.students_on(TODAY):
        if student != asked:
            CheckInFactory(section=section, student=student, held_on=date(2026, 11, 2))
    CheckInFactory(section=section, student=asked, held_on=date(2027, 1, 20))
    HelpRequestFactory(section=section, student=asked, words="Please")
    shown = look(school)
    first = min(shown.best.checkins)
    assert shown.draft.student_of[first.request] == asked.pk


def test_publishing_tells_every_class_and_every_class_its_own_causes(school, room, school_admin):
    short, enough = room("Room 2", 6), room("Room 3", 2)
    done = publish(school, school_admin)
    assert (done.version, len(done.versions)) == (1, 2)
    assert set(Plan.objects.values_list("state", flat=True)) == {"ready"}
    assert len(plan_board(enough, TODAY, DAWN).not_placed) == 0
    left = plan_board(short, TODAY, DAWN).not_placed
    assert len(left) == 2
    assert left[0].cause == (
        "5 students can come only in these 4 places, and the others wait longer or asked first."
    )


def test_a_second_post_of_one_preview_publishes_once(school, room, school_admin):
    room("Room 2", 2)
    shown = look(school)
    first = publish(school, school_admin, shown)
    assert publish(school, school_admin, shown) == first
    assert SchoolDay.objects.get().version == 1


@pytest.mark.parametrize("what", ["plan", "window", "absence", "offer", "student", "away"])
def test_a_preview_is_stale_when_something_changed(school, room, school_admin, what):
    section = room("Room 2", 3)
    shown = look(school)
    {
        "plan": lambda: PlanFactory(section=section),
        "window": lambda: WindowFactory(
            section=section, starts_at=time(11, 0), ends_at=time(12, 0)
        ),
        "absence": lambda: Absence.objects.create(student=section.students_on(TODAY)[0], on=TODAY),
        "offer": lambda: cover(section, StaffFactory()),
        "student": lambda: StudentFactory(section=section),
        "away": lambda: AwayFactory(student=section.students_on(TODAY)[0]),
    }[what]()
    with pytest.raises(Stale):
        publish(school, school_admin, shown)
    assert (SchoolDay.objects.count(), Slot.objects.count()) == (0, 0)


def test_nothing_changed_is_not_stale(school, room, school_admin):
    room("Room 2", 3)
    shown = look(school)
    assert publish(school, school_admin, shown).version == 1


def test_a_preview_whose_first_place_has_passed_is_stale(school, room, school_admin):
    room("Room 2", 3)
    with pytest.raises(Stale):
        publish(school, school_admin, look(school), now=NOW)


def test_publishing_again_without_news_moves_nobody(school, secondary, school_admin):
    publish(school, school_admin)
    before = list(Slot.objects.order_by("pk").values_list("pk", "key", "window", "starts_at"))
    assert publish(school, school_admin).version == 2
    after = list(Slot.objects.order_by("pk").values_list("pk", "key", "window", "starts_at"))
    assert after == before


def test_held_and_fixed_times_stay_and_so_does_what_a_teacher_moved(school, room, school_admin):
    one, two = room("Room 2", 4), room("Room 3", 4)
    publish(school, school_admin)
    fixed, done = two.checkin_plans.get().slots.order_by("starts_at")[:2]
    Slot.objects.filter(pk=fixed.pk).update(is_fixed=True)
    Slot.objects.filter(pk=done.pk).update(state="done")
    first = one.checkin_plans.get().slots.earliest("starts_at")
    class_services.move(slot=first, to="later", version=first.plan.version, now=DAWN)
    before = placed(one)
    HelpRequestFactory(section=one, student=one.students_on(TODAY).last(), words="")

    shown = look(school)
    assert shown.kept == 6
    publish(school, school_admin, shown)

    assert placed(one) == before
    for slot in (fixed, done):
        was = slot.starts_at
        slot.refresh_from_db()
        assert slot.starts_at == was


def test_what_has_begun_stays_when_the_school_is_planned_again(school, room, school_admin):
    """At 9:06 two children have been called; somebody new who asked gets a later place."""
    one = room("Room 2", 4)
    publish(school, school_admin)
    before = placed(one)
    begun = {name for name, at in before.items() if at < time(9, 6)}
    asks = StudentFactory(section=one, name="Asks")
    HelpRequestFactory(section=one, student=asks)
    later = NOW.replace(hour=14, minute=6)

    facts, shown = services.look_ahead(school=school, day=TODAY, settings=Settings(), now=later)
    assert (len(begun), shown.kept, shown.left) == (2, 2, 1)
    assert {facts.students[slot.student_id].name for slot in shown.draft.kept} == begun
    publish(school, school_admin, shown, now=later)

    after = placed(one)
    assert {name: after[name] for name in begun} == {name: before[name] for name in begun}
    assert after["Asks"] in {time(9, 8), time(9, 12)}
    assert len(after) == 4


def test_a_teacher_s_own_changes_stay_hers_after_a_second_publishing(school, room, school_admin):
    one = room("Room 2", 3)
    publish(school, school_admin)
    first = one.checkin_plans.get().slots.earliest("starts_at")
    class_services.move(slot=first, to="later", version=first.plan.version, now=DAWN)
    StudentFactory(section=one, name="New")
    publish(school, school_admin)
    before = placed(one)
    assert len(before) == 4
    cover(one, StaffFactory(), start=time(8, 30), end=time(8, 50))
    publish(school, school_admin)
    assert placed(one) == before


def test_a_class_with_a_plan_of_another_length_is_left_as_it_is(school, room, school_admin):
    section = room("Room 2", 4)
    class_services.plan_day(
        section=section, day=TODAY, minutes=5, gap=1, by=teacher_of(section), now=DAWN
    )
    shown = look(school)
    assert (shown.apart, shown.kept, shown.placed) == (("Room 2",), 2, 0)


def test_whom_her_teacher_left_out_stays_out(school, room, school_admin):
    section = room("Room 2", 2)
    publish(school, school_admin)
    slot = section.checkin_plans.get().slots.first()
    class_services.drop(slot=slot, version=slot.plan.version)
    for _time in range(2):
        publish(school, school_admin)
        assert len(placed(section)) == 1
        shown = plan_board(section, TODAY, DAWN)
        assert ([left.is_dropped for left in shown.not_placed], shown.unplanned) == ([True], ())


def test_a_class_s_own_planning_leaves_those_with_a_place_elsewhere(
    school, secondary, school_admin
):
    publish(school, school_admin)
    first = secondary[0]
    plan = first.checkin_plans.get()
    class_services.plan_day(
        section=first,
        day=TODAY,
        minutes=3,
        gap=1,
        by=teacher_of(first),
        now=DAWN,
        version=plan.version,
    )
    slots = Slot.objects.filter(starts_at__isnull=False)
    assert slots.count() == slots.values("student").distinct().count() == 12
    assert plan_board(first, TODAY, DAWN).unplanned == ()


def test_no_mood_note_need_or_goal_is_read(
    school, room, school_admin, django_assert_max_num_queries
):
    room("Room 2", 2)
    with django_assert_max_num_queries(70) as asked:
        publish(school, school_admin)
    text = " ".join(query["sql"] for query in asked.captured_queries)
    assert "checkins_slot" in text
    for table in ("goals_", "checkins_checkinnote", "students_support", "students_profile"):
        assert table not in text


# --- the pages ------------------------------------------------------------------------------------


@pytest.mark.parametrize("classes", [0, 1, 14, 70])
def test_the_page_takes_the_same_queries_for_any_number_of_classes(
    sign_in, school_admin, room, classes, django_assert_num_queries
):
    for number in range(classes):
        room(f"Room {number}", 2)
    client = sign_in(school_admin)
    # session, user, role, school, own classes, and the day's fourteen
    with django_assert_num_queries(18):
        response = client.get(DAY)
    assert len(response.context["board"].rows) == classes


@pytest.mark.parametrize("classes", [1, 14])
def test_the_preview_takes_the_same_queries_for_any_number_of_classes(
    sign_in, school_admin, room, classes, at, django_assert_num_queries
):
    at(DAWN)
    for number in range(classes):
        room(f"Room {number}", 6)
    client = sign_in(school_admin)
    with django_assert_num_queries(22):  # the day's, and four about who waits and who asked
        response = client.get(f"{DAY}plan/")
    assert response.context["plan"].left == 2 * classes


def test_publishing_takes_as_many_statements_for_14_classes_as_for_2(
    school, school_admin, room, django_assert_max_num_queries
):
    for number in range(14):
        room(f"Room {number}", 6)
    shown = look(school)
    with django_assert_max_num_queries(60):
        publish(school, school_admin, shown)
    assert Slot.objects.count() == 14 * 6


def test_an_admin_offers_changes_and_withdraws_help_without_javascript(
    sign_in, school_admin, room, other_teacher
):
    section = room("Room 2", 6)
    client = sign_in(school_admin)
    url = f"{DAY}{section.key}/"
    said = {
        "kind": "cover",
        "adult": other_teacher.key,
        "starts_at": "10:00",
        "ends_at": "10:20",
    }

    page = client.post(url, said, follow=True)
    assert "Mr. Hale helps for 20 minutes. The teacher sees it on the plan." in page.text

    offer = Offer.objects.get()
    changed = client.post(
        f"{url}offers/{offer.key}/", said | {"ends_at": "10:30", "version": 1}, follow=True
    )
    assert "The offer is changed." in changed.text
    assert Offer.objects.get().minutes == 30

    for _press in range(2):
        gone = client.post(f"{url}offers/{offer.key}/withdraw/", follow=True)
        assert "The offer is withdrawn." in gone.text
    assert Offer.objects.count() == 0


@pytest.mark.parametrize(
    ("wrong", "words"),
    [
        ({"ends_at": "09:00"}, "The help ends after it starts."),
        ({"ends_at": "22:20"}, "School is from 8:00 to 3:30. Choose a time in it."),
        ({"kind": "specialist"}, "This adult is assigned to no student. Choose a specialist."),
        ({"adult": "nobodyshere2"}, "Select a valid choice."),
        ({"kind": ""}, "This field is required."),
    ],
    ids=lambda value: next(iter(value)) if isinstance(value, dict) else "",
)
def test_a_wrong_offer_is_explained(sign_in, school_admin, room, other_teacher, wrong, words):
    section = room("Room 2", 6)
    said = {
        "kind": "cover",
        "adult": other_teacher.key,
        "starts_at": "10:00",
        "ends_at": "10:20",
    }
    response = sign_in(school_admin).post(f"{DAY}{section.key}/", said | wrong)
    assert response.status_code == 422
    assert words in response.text
    assert Offer.objects.count() == 0


def test_an_adult_of_another_school_cannot_be_offered(sign_in, school_admin, room, stranger):
    section = room("Room 2", 1)
    said = {"kind": "cover", "adult": stranger.key, "starts_at": "10:00", "ends_at": "10:20"}
    assert sign_in(school_admin).post(f"{DAY}{section.key}/", said).status_code == 422


def test_an_offer_of_another_class_or_school_is_not_there(
    sign_in, school_admin, room, stranger, other_teacher
):
    here, there = room("Room 2"), stranger.staff_roles.get().section
    offer = cover(room("Room 3"), other_teacher)
    client = sign_in(school_admin)
    assert client.get(f"{DAY}{there.key}/").status_code == 404
    assert client.get(f"{DAY}{here.key}/offers/{offer.key}/").status_code == 404
    client.post(f"{DAY}{here.key}/offers/{offer.key}/withdraw/")
    assert Offer.objects.count() == 1


def test_the_teacher_sees_the_offer_on_her_plan(sign_in, room, other_teacher):
    section = room("Room 2", 6)
    cover(section, other_teacher)
    page = sign_in(teacher_of(section)).get(reverse("plan_day", args=[section.key, TODAY]))
    words = "Mr. Hale takes your class from 10:00 to 10:20: you have 20 more minutes for check-ins."
    assert words in page.text


def test_the_page_shows_who_is_not_planned_and_nothing_about_why(sign_in, school_admin, room, at):
    at(DAWN)
    section = room("Room 2", 6)
    child = section.students_on(TODAY).first()
    HelpRequestFactory(section=section, student=child, words="I feel lost")
    client = sign_in(school_admin)
    for url in (DAY, f"{DAY}{section.key}/", f"{DAY}plan/"):
        assert "I feel lost" not in client.get(url).text
    assert child.name in client.get(f"{DAY}{section.key}/").text
    client.post(f"{DAY}plan/", _publishable(client))
    assert Slot.objects.filter(detail__icontains="lost").count() == 0


def test_names_stand_by_their_letters_and_classes_in_their_order(sign_in, school_admin, room, at):
    at(DAWN)
    section, other = room("Room 2"), room("Room 10", 30)
    for name in ("Zihan Deng", "Étienne Gauthier", "Emil Ode", "Felix Sutton", "Çelik Ada"):
        StudentFactory(section=section, name=name, called=name.split()[0])
    Window.objects.filter(section=section).delete()
    client = sign_in(school_admin)

    row = client.get(f"{DAY}{section.key}/").context["row"]
    groups = client.get(f"{DAY}plan/").context["plan"].left_out

    ordered = ["Çelik Ada", "Emil Ode", "Étienne Gauthier", "Felix Sutton", "Zihan Deng"]
    assert [student.name for student in row.not_placed] == ordered
    assert [student.name for student in groups[0].students] == ordered
    assert [group.where for group in groups] == [section.name, other.name]


def _publishable(client):
    plan = client.get(f"{DAY}plan/").context["plan"]
    return {"minutes": 3, "gap": 1, "since": plan.settings.since, "token": plan.token}


def test_publishing_by_hand_and_a_stale_one_is_planned_again(sign_in, school_admin, room, at):
    at(DAWN)
    section = room("Room 2", 3)
    client = sign_in(school_admin)
    seen = _publishable(client)
    StudentFactory(section=section)

    stale = client.post(f"{DAY}plan/", seen)
    assert stale.status_code == 409
    assert "Something changed since you looked. Nothing was published" in stale.text
    assert stale.context["plan"].placed == 4
    assert Slot.objects.count() == 0

    done = client.post(f"{DAY}plan/", _publishable(client), follow=True)
    assert "Published: version 1." in done.text
    assert len(placed(section)) == 4


@pytest.mark.parametrize("wrong", [{"minutes": 0}, {"minutes": "x"}, {"gap": 99}, {"token": "../"}])
def test_wrong_settings_are_explained_and_publish_nothing(sign_in, school_admin, room, wrong):
    room("Room 2", 2)
    client = sign_in(school_admin)
    said = {"minutes": 3, "gap": 1, "token": "0" * 32} | wrong
    assert client.post(f"{DAY}plan/", said).status_code == 422
    assert Slot.objects.count() == 0
    if "token" not in wrong:
        assert client.get(f"{DAY}plan/", said).status_code == 422


def test_the_tab_leads_to_the_day_that_is_kept(sign_in, school_admin):
    response = sign_in(school_admin).get("/school/days/")
    assert response.url == f"/school/days/{TODAY}/"


def test_a_day_gone_by_shows_its_figures_and_takes_no_offers(
    sign_in, school_admin, room, other_teacher
):
    section = room("Room 2", 1)
    url = f"/school/days/2027-01-20/{section.key}/"
    client = sign_in(school_admin)
    assert client.get(url).status_code == 200
    said = {"kind": "cover", "adult": other_teacher.key, "starts_at": "10:00", "ends_at": "10:20"}
    client.post(url, said)
    assert Offer.objects.count() == 0
    assert "Open it to offer cover" not in client.get("/school/days/2027-01-20/").text
    assert "Open it to offer cover" in client.get("/school/days/2027-01-22/").text


def test_the_same_rows_give_the_same_plan(school, secondary):
    facts = school_facts(school, TODAY)
    one, two = (preview(facts, draft_school(facts, Settings()), Settings()) for _n in range(2))
    assert one.best == two.best


# --- how many are out of a class at once ----------------------------------------------------------


def out_at_once(section):
    """The most students of a class who are with an adult in the same minute."""
    bookings = Booking.objects.filter(slot__plan__section=section).values_list("starts", "ends")
    taken = list(bookings)
    return max((most_at_once(taken, start, end) for start, end in taken), default=0)


@pytest.fixture
def crowded(school, room):
    """`crowded(3)`: 12 students and so many specialists, each for all of them, all at 9:00."""

    def made(specialists, start=time(9, 0), end=time(9, 16)):
        section = room("Room 2", 12)
        for _number in range(specialists):
            adult = StaffFactory()
            for student in section.students_on(TODAY):
                StaffRoleFactory(user=adult, kind="specialist", student=student, school=school)
            specialist_for(section, adult, start, end)
        return section

    return made


@pytest.mark.parametrize(("limit", "placed_then"), [(None, 12), (3, 12), (2, 8), (1, 4)])
def test_no_more_students_are_out_of_a_class_at_once_than_the_school_says(
    school, crowded, school_admin, limit, placed_then
):
    section = crowded(2)
    shown = look(school, out=limit)
    publish(school, school_admin, shown)

    assert len(placed(section)) == placed_then
    assert out_at_once(section) == min(limit or 3, 3)


@pytest.mark.parametrize("seed", range(8))
def test_the_limit_holds_for_any_windows_and_again_after_changes(school, room, school_admin, seed):
    """Windows that overlap anyhow, a teacher's own check-ins, and a second publishing."""
    random = Random(seed)
    section, limit = room("Room 2", 14), random.randint(1, 3)
    for _number in range(random.randint(1, 4)):
        adult, start = StaffFactory(), random.randrange(530, 560)
        for student in random.sample(list(section.students_on(TODAY)), 8):
            StaffRoleFactory(user=adult, kind="specialist", student=student, school=school)
        ends = start + random.randrange(6, 30)
        specialist_for(section, adult, time(*divmod(start, 60)), time(*divmod(ends, 60)))
    for _round in range(2):
        shown = look(school, out=limit)
        publish(school, school_admin, shown)
        assert 0 < out_at_once(section) <= limit
        assert validate(shown.draft.problem, shown.best.checkins) == ()
        some = random.choice(Slot.objects.filter(starts_at__isnull=False).order_by("pk"))
        Slot.objects.filter(pk=some.pk).update(is_fixed=True)
        StudentFactory(section=section)


def test_what_a_teacher_planned_herself_counts(school, crowded, teacher):
    """Her own four check-ins stay, so with a limit of one nobody else goes out meanwhile."""
    section = crowded(1)
    own = PlanFactory(section=section, state="ready")
    window = section.windows.get(adult=None)
    for student, minute in zip(section.students_on(TODAY), (0, 4, 8, 12), strict=False):
        SlotFactory(plan=own, student=student, window=window, starts_at=time(9, minute))
    assert (look(school, out=1).placed, look(school, out=2).placed) == (0, 4)


def test_a_plan_with_places_kept_back_is_not_called_proved(sign_in, school_admin, crowded, at):
    crowded(2)
    at(DAWN)
    client = sign_in(school_admin)
    text = client.get(f"{DAY}plan/", {"minutes": 3, "gap": 1, "out": 2}).text
    assert "4 places stay empty, so that no class has too many students out at once." in text
    assert "Proved" not in text
    assert '<input type="hidden" name="out" value="2">' in text
    assert "Proved best" in client.get(f"{DAY}plan/", {"minutes": 3, "gap": 1, "out": 3}).text


def test_publishing_keeps_the_limit_that_was_shown(sign_in, school_admin, crowded, at):
    section = crowded(2)
    at(DAWN)
    client = sign_in(school_admin)
    page = client.get(f"{DAY}plan/", {"minutes": 3, "gap": 1, "out": 2})
    sent = {"minutes": 3, "gap": 1, "out": 2, "since": 0, "token": page.context["plan"].token}
    assert client.post(f"{DAY}plan/", sent).status_code == 302
    assert out_at_once(section) == 2


def test_a_class_left_as_it_is_is_named_as_the_cause(school, room):
    section = room("Room 2", 3)
    own = PlanFactory(section=section, minutes=10, gap=0, state="ready")
    first = section.students_on(TODAY).first()
    SlotFactory(plan=own, student=first, window=section.windows.get(), starts_at=time(9, 0))
    (group,) = look(school).left_out
    assert group.cause == "The class has a plan of another length and stays as it is."
    assert len(group.students) == 2


def test_a_time_of_today_is_not_missed_in_the_schools_plan_for_tomorrow(school, room):
    section = room("Room 2", 1)
    plan = PlanFactory(section=section, on=TODAY, state="ready")
    slot = SlotFactory(
        plan=plan,
        student=section.students_on(TODAY).get(),
        window=section.windows.get(),
        starts_at=time(9, 0),
    )
    tomorrow = TODAY + timedelta(days=1)

    def detail(today):
        return urgency(school_facts(school, tomorrow, today))[slot.student_id].detail

    assert "promised" not in detail(TODAY)
    assert detail(tomorrow)["promised"] == TODAY.isoformat()
