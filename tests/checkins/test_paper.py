"""The day on paper: what is printed, and typing it back, every row or none."""

import re
from datetime import UTC, date, datetime, time, timedelta
from uuid import uuid4

import pytest
from django.urls import reverse
from zeal import zeal_ignore

from checkins.models import Absence, CheckIn, CheckInNote, Plan, Promise, Roadblock, Slot
from checkins.reasons import reasons_for
from plc.models import FormKey
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
    SupportFactory,
    WindowFactory,
)

pytestmark = pytest.mark.django_db
SHEETS = ["day_sheet", "checkin_cards"]
AFTER_SCHOOL = datetime(2027, 1, 21, 21, 0, tzinfo=UTC)  # 16:00 in New York


@pytest.fixture
def plan(section):
    return PlanFactory(section=section, state=Plan.State.READY)


@pytest.fixture
def pupils(section, plan):
    """Ada at 9:10, Ben at 9:14, Cem at 9:18."""
    window = WindowFactory(section=section)
    found = []
    for number, name in enumerate(["Ada", "Ben", "Cem"]):
        student = StudentFactory(section=section, name=f"{name} Family", called=name)
        SlotFactory(plan=plan, student=student, window=window, starts_at=time(9, 10 + 4 * number))
        found.append(student)
    return found


@pytest.fixture
def look(sign_in, teacher, section):
    """`look("day_sheet")` opens one of the pages of today."""

    def opened(name, day=TODAY):
        return sign_in(teacher).get(reverse(name, args=[section.key, day]))

    return opened


@pytest.fixture
def typed(sign_in, teacher, section, at):
    """`typed({ada: {"outcomes": ["got_it"]}})` sends the sheet after school, or on `now`."""

    def sent(rows, *, day=TODAY, key=None, now=AFTER_SCHOOL, by=teacher):
        at(now)
        data = {"form_key": key or uuid4()}
        for student, facts in rows.items():
            for name, value in {"mark": "", "topic": "project", **facts}.items():
                data[f"{student.key}-{name}"] = value
        url = reverse("type_back", args=[section.key, day])
        with zeal_ignore(ONE_BY_ONE):
            return sign_in(by).post(url, data, follow=True)

    return sent


MET = {"mark": "met"}
# Each row is a record of its own, written by the service that holds one check-in.
ONE_BY_ONE = [{"model": "checkins.*", "field": "*"}]


# --- printing -------------------------------------------------------------------------------------


@pytest.mark.parametrize("name", SHEETS)
def test_everyone_is_on_it_by_time_and_without_a_time_last(look, pupils, section, plan, name):
    late = StudentFactory(section=section, name="Aaron New")
    rows = look(name).context["paper"].rows
    assert [row.name for row in rows] == ["Ada Family", "Ben Family", "Cem Family", "Aaron New"]
    assert [row.at for row in rows] == [time(9, 10), time(9, 14), time(9, 18), None]
    assert rows[-1].student == late
    assert "Aaron New" in look(name).text


@pytest.mark.parametrize("name", SHEETS)
def test_it_says_when_and_where_by_the_schools_clock(look, pupils, section, name):
    section.windows.update(starts_at=time(13, 0), ends_at=time(14, 0), label="Workshop")
    Slot.objects.filter(student=pupils[0]).update(starts_at=time(13, 5))
    assert "1:05" in look(name).text
    assert "Workshop" in look(name).text
    type(section.school).objects.update(clock_24h=True)
    assert "13:05" in look(name).text


@pytest.mark.parametrize("name", SHEETS)
def test_no_reason_no_need_and_no_note_is_printed(look, pupils, section, name):
    Slot.objects.update(reason="mood", detail={"words": "canary-reason"}, need=9)
    SupportFactory(student=pupils[0], text="canary-support")
    CheckInNoteFactory(checkin__student=pupils[1], checkin__section=section, text="canary-note")
    text = look(name).text
    assert "Ada Family" in text
    assert re.findall("canary|Said how", text) == []


@pytest.mark.parametrize("name", SHEETS)
def test_without_a_plan_it_lists_the_class(look, section, name):
    StudentFactory(section=section, name="Ada Family")
    assert [row.name for row in look(name).context["paper"].rows] == ["Ada Family"]


@pytest.mark.parametrize("name", [*SHEETS, "type_back"])
def test_an_empty_class_is_told_so(look, section, name):
    assert "Nobody is in this class on this day" in look(name).text


def test_who_is_absent_or_met_already_is_marked_on_the_sheet(look, pupils, section):
    Absence.objects.create(student=pupils[0], on=TODAY)
    CheckInFactory(student=pupils[1], section=section)
    rows = look("day_sheet").context["paper"].rows
    assert [row.state for row in rows] == ["absent", "met", "open"]
    assert look("day_sheet").text.count('class="box on"') == 2


def test_who_left_the_class_is_not_on_it(look, pupils, section):
    section.enrollments.filter(student=pupils[0]).update(ends_on=TODAY - timedelta(days=1))
    assert [row.called for row in look("day_sheet").context["paper"].rows] == ["Ben", "Cem"]


@pytest.mark.parametrize("count", [1, 30, 300])
@pytest.mark.parametrize("name", [*SHEETS, "type_back"])
def test_the_pages_cost_the_same_queries_for_any_size(
    sign_in, teacher, section, plan, fill, name, count, django_assert_num_queries
):
    for number, student in enumerate(fill(count)):
        SlotFactory(plan=plan, student=student, starts_at=time(8 + number // 60, number % 60))
    client, url = sign_in(teacher), reverse(name, args=[section.key, TODAY])
    client.get(url)
    # session, user, classes; plan, slots, who was met, students, absent; and the calendar
    with django_assert_num_queries(9 if name == "type_back" else 8):
        assert client.get(url).status_code == 200


# --- typing back ----------------------------------------------------------------------------------


def test_a_sheet_is_saved_as_check_ins_of_its_plan(typed, pupils, teacher):
    ada, ben, cem = pupils
    response = typed(
        {
            ada: {"outcomes": ["got_it", "reteach"], "topic": "goal"},
            ben: {"mark": "absent"},
            cem: {},
        }
    )
    assert "Saved: 1 met, 1 absent." in response.text
    held = CheckIn.objects.get()
    assert (held.student, held.teacher, held.topic) == (ada, teacher, "goal")
    assert held.outcomes == ["got_it", "reteach"]
    assert held.slot == Slot.objects.get(student=ada)
    states = [slot.state for slot in Slot.objects.order_by("student__called")]
    assert states == ["done", "absent", "planned"]
    assert [row.student for row in Absence.objects.all()] == [ben]


def test_the_words_of_a_sheet_are_kept_for_the_team(typed, pupils):
    typed({pupils[0]: {"note": "Said it aloud."}})
    note = CheckInNote.objects.get()
    assert (note.text, note.audience, note.student) == ("Said it aloud.", "team", pupils[0])


def test_what_is_in_the_way_and_a_promise_come_back_too(typed, pupils):
    typed({pupils[0]: {"roadblock": "materials", "promise": "bring"}})
    assert CheckIn.objects.get().student == pupils[0]
    assert (Roadblock.objects.get().kind, Promise.objects.get().kind) == ("materials", "bring")
    assert Promise.objects.get().due_on == date(2027, 1, 22)


def test_what_a_student_asked_for_after_her_check_in_is_not_answered_by_it(typed, pupils, section):
    earlier = AskFactory(section=section, student=pupils[0], asked_at=NOW.replace(hour=13))
    later = HelpRequestFactory(section=section, student=pupils[0], asked_at=NOW.replace(hour=19))
    typed({pupils[0]: MET})
    earlier.refresh_from_db()
    later.refresh_from_db()
    assert (earlier.closed_at, later.seen_at) == (NOW.replace(minute=10), None)


def test_it_counts_as_held_at_the_planned_time_and_never_later_than_now(typed, pupils):
    typed({pupils[0]: MET})
    typed({pupils[1]: MET}, now=NOW.replace(hour=14, minute=1))  # 9:01, before her time
    held = CheckIn.objects.order_by("student__called").values_list("held_at", flat=True)
    assert list(held) == [NOW.replace(minute=10), NOW.replace(minute=1)]


def test_yesterdays_sheet_is_yesterdays_check_ins(typed, pupils, teacher):
    typed({pupils[0]: MET, pupils[1]: {"mark": "absent"}}, now=NOW + timedelta(days=1))
    held = CheckIn.objects.get()
    assert (held.held_on, held.held_at) == (TODAY, NOW.replace(minute=10))
    assert [row.on for row in Absence.objects.all()] == [TODAY]


def test_who_was_not_met_comes_first_in_the_next_plan(typed, pupils, section):
    ada, ben, cem = pupils
    for student in pupils:
        CheckInFactory(student=student, section=section, held_on=TODAY - timedelta(days=10))
    typed({ada: MET, ben: MET, cem: {}})
    because = reasons_for(section, pupils, day=TODAY + timedelta(days=1), moods=False)
    assert because[cem.pk].days > because[ada.pk].days
    assert because[cem.pk].need > because[ada.pk].need


def test_without_a_plan_the_check_ins_have_no_slot(typed, section):
    ada, ben = (StudentFactory(section=section, called=name) for name in ("Ada", "Ben"))
    typed({ada: MET, ben: {"mark": "absent"}})
    held = CheckIn.objects.get()
    assert (held.student, held.slot, held.held_on) == (ada, None, TODAY)
    assert [row.student for row in Absence.objects.all()] == [ben]


def test_a_student_who_was_not_in_the_plan_can_be_typed_too(typed, pupils, section):
    late = StudentFactory(section=section, called="Zia")
    typed({late: {"outcomes": ["curious"]}})
    assert CheckIn.objects.get().student == late


def test_a_sheet_sent_twice_is_saved_once(typed, pupils):
    key = uuid4()
    first = typed({pupils[0]: {"note": "Once."}}, key=key)
    second = typed({pupils[0]: {"note": "Once."}}, key=key)
    assert "Saved: 1 met." in first.text
    assert "This sheet was saved already." in second.text
    assert (CheckIn.objects.count(), CheckInNote.objects.count()) == (1, 1)


def test_a_second_sheet_does_not_record_anybody_twice(typed, section, plan, pupils):
    late = StudentFactory(section=section, called="Zia")
    rows = {pupils[0]: {"outcomes": ["got_it"]}, late: {"outcomes": ["got_it"]}}
    typed(rows)
    again = typed({student: {"outcomes": ["reteach"]} for student in rows})
    assert "2 were recorded before" in again.text
    assert [held.outcomes for held in CheckIn.objects.all()] == [["got_it"], ["got_it"]]


def test_what_a_colleague_recorded_meanwhile_stays_and_our_words_are_added(
    typed, pupils, coteacher, teacher
):
    typed({pupils[0]: {"outcomes": ["got_it"]}}, by=coteacher)
    typed({pupils[0]: {"outcomes": ["reteach"], "note": "Mine."}})
    held = CheckIn.objects.get()
    assert (held.teacher, held.outcomes) == (coteacher, ["got_it"])
    note = CheckInNote.objects.get()
    assert (note.text, note.author) == ("Mine.", teacher)


def test_someone_marked_absent_after_all_met_is_left_as_met(typed, pupils):
    typed({pupils[0]: MET})
    again = typed({pupils[0]: {"mark": "absent"}})
    assert "1 was recorded before" in again.text
    assert Slot.objects.get(student=pupils[0]).state == "done"
    assert not Absence.objects.exists()


def test_an_absent_one_who_came_after_all_is_met(typed, pupils):
    typed({pupils[0]: {"mark": "absent"}})
    response = typed({pupils[0]: MET})
    assert "Saved: 1 met." in response.text
    assert Slot.objects.get(student=pupils[0]).state == "done"
    assert not Absence.objects.exists()


# --- wrong input ----------------------------------------------------------------------------------


@pytest.mark.parametrize(
    "wrong",
    [
        {"mark": "absent", "outcomes": ["got_it"]},
        {"mark": "absent", "note": "Was here."},
        {"mark": "absent", "promise": "look"},
        {"promise": "the moon"},
        {"mark": "perhaps"},
        {"topic": "weather", "mark": "met"},
        {"outcomes": ["brilliant"]},
        {"note": "x" * 2001},
    ],
)
def test_one_wrong_row_saves_none_says_which_and_loses_nothing(typed, pupils, wrong):
    ada, ben, _cem = pupils
    key = uuid4()
    rows = {ada: {"outcomes": ["got_it"], "note": "Kept words."}, ben: wrong}
    response = typed(rows, key=key)
    assert response.status_code == 422
    assert "Nothing is saved yet. Please look at: Ben" in response.text
    lines = {line.row.called: line for line in response.context["form"].open_lines}
    assert lines["Ben"].errors != {}
    assert lines["Ada"]["note"].value() == "Kept words."
    assert lines["Ada"]["outcomes"].value() == ["got_it"]
    assert (CheckIn.objects.count(), Absence.objects.count()) == (0, 0)
    assert not FormKey.objects.exists()

    mended = typed(rows | {ben: MET}, key=key)
    assert "Saved: 2 met." in mended.text


def test_a_sheet_without_its_key_is_shown_again(typed, pupils):
    response = typed({pupils[0]: MET}, key="x")
    assert response.status_code == 422
    assert not CheckIn.objects.exists()


def test_an_empty_post_saves_nothing(typed, pupils):
    assert "Saved: 0 met." in typed({}).text
    assert not CheckIn.objects.exists()


def test_a_row_of_another_class_is_not_saved(typed, pupils, other_teacher):
    stranger = StudentFactory(section=other_teacher.staff_roles.get().section)
    typed({stranger: MET, pupils[0]: MET})
    assert [held.student for held in CheckIn.objects.all()] == [pupils[0]]


def test_a_day_to_come_takes_no_records(look, typed, section):
    tomorrow = TODAY + timedelta(days=1)
    student = StudentFactory(section=section)
    assert "This day is still to come" in look("type_back", tomorrow).text
    assert "This day is still to come" in typed({student: MET}, day=tomorrow, now=NOW).text
    assert not CheckIn.objects.exists()


# --- the page -------------------------------------------------------------------------------------


def test_who_is_recorded_is_named_and_needs_no_row(look, pupils, section):
    CheckInFactory(student=pupils[0], section=section)
    response = look("type_back")
    assert [line.row.called for line in response.context["form"].open_lines] == ["Ben", "Cem"]
    # in a div, which stands beside the note's picture and not below it
    assert re.search(r"<div>\s*1 is recorded: Ada\s*</div>", response.text)


def test_when_everybody_is_recorded_the_next_school_day_is_offered(look, pupils, section):
    for student in pupils:
        CheckInFactory(student=student, section=section)
    response = look("type_back")
    assert "Everybody is recorded" in response.text
    assert response.context["next_day"] == date(2027, 1, 22)


def test_on_friday_the_next_school_day_is_monday(look, section):
    StudentFactory(section=section)
    assert look("type_back", date(2027, 1, 15)).context["next_day"] == TODAY
    assert look("type_back", date(2027, 1, 22)).context["next_day"] == date(2027, 1, 25)


def test_every_control_says_whose_it_is(look, pupils):
    text = look("type_back").text
    assert 'aria-label="Met?, Ada Family"' in text
    assert 'aria-label="About, Ada Family"' in text
    assert '<span class="vh">Got it, Ada Family</span>' in text
