"""Who may open what: every address of ours, walked by everybody, with real rows of Room 12.

An address that is not in the table fails `test_every_address_is_in_the_table`. A refused person is
refused with the exact status; the allowed ones reach the page (200, 302, 304 or, where a form came
empty or stale, 422 or 409).
"""

import re
from uuid import uuid4

import pytest
from django.urls import URLPattern, URLResolver, get_resolver, reverse

from checkins.digest import ticket_of
from checkins.feeds import open_address
from choiceboards.family import token_of
from students.models import Section
from tests.browser.pages import LOOKS, ON_THE_WAY
from tests.factories import (
    NOW,
    TODAY,
    ActivityFactory,
    AskFactory,
    AwayFactory,
    BlockFactory,
    BoardFactory,
    BoardTextFactory,
    CheckFactory,
    CheckInNoteFactory,
    CheckSeriesFactory,
    GoalFactory,
    GoalStepFactory,
    HelpRequestFactory,
    LessonPlanFactory,
    OfferFactory,
    PickFactory,
    PlanFactory,
    PollFactory,
    PromiseFactory,
    RoadblockFactory,
    RosterUploadFactory,
    SlotFactory,
    SparkFactory,
    StaffFactory,
    StaffRoleFactory,
    StudentFactory,
    SupportFactory,
    SurveyFactory,
    TermFactory,
    TileTextFactory,
    WindowFactory,
)

REACHED = {200, 302, 304, 409, 422}
STAFF = "teacher coteacher specialist other_teacher stranger school_admin district_admin".split()

# Who reaches each kind of page; `else_` is what other signed-in adults get.
KINDS = {
    "public": {"reach": {"anonymous", "student", *STAFF}},
    "signed_in": {"reach": {"student", *STAFF}},
    "class": {"reach": {"teacher", "coteacher"}, "else_": 404},
    # A page's own poll gets no page to sign in on.
    "poll": {"reach": {"teacher", "coteacher"}, "else_": 404, "anonymous": 403},
    "team": {"reach": {"teacher", "coteacher", "specialist"}, "else_": 404},
    # Whom she meets in her own window.
    "own": {"reach": {"specialist"}, "else_": 404},
    "child": {"reach": {"teacher", "coteacher", "specialist", "school_admin"}, "else_": 404},
    "student": {"reach": {"student"}, "else_": 403},
    "office": {"reach": {"school_admin"}, "else_": 403},
    "admins": {"reach": {"school_admin", "district_admin"}, "else_": 403},
    "district": {"reach": {"district_admin"}, "else_": 403},
    # Of a district whose schools she runs in part only, a school's admin says nothing.
    "oversight": {"reach": {"district_admin"}, "school_admin": 404, "else_": 403},
    "staff": {"reach": set(STAFF)},
}
TABLE = {
    "public": (
        "healthz display home sign_in find_picture secret_pictures calendar_feed stop_digest "
        "family_board"
    ),
    "signed_in": "queue_pass student_sign_out",
    "staff": (
        "caseload desks calendar new_calendar drop_calendar caseload_needs caseload_roadblocks "
        "caseload_today caseload_live caseload_state"
    ),
    "own": "caseload_hold caseload_later caseload_absent caseload_reopen",
    "class": (
        "team_coverage team_csv "
        "lose_now undo_now "
        "repair_plan undo_plan put_back_slot miss_slot back_slot lose_minutes plan_problem "
        "today plan plan_day new_plan new_block edit_block resize_block take_up_spark remove_block "
        "put_back_block "
        "mark_ready print_plan plan_checkins move_slot place_slot fix_slot drop_slot live "
        "day_sheet checkin_cards type_back "
        "plan_the_rest seen_hand hold_slot later_slot absent_slot reopen_slot checkins "
        "boards new_board board_from_file board save_board_file set_board_state print_board "
        "edit_tile move_tile "
        "check_board board_paths copy_board "
        "edit_board undo_board new_tile copy_tile remove_tile new_text edit_text drop_text "
        "new_board_text edit_board_text drop_board_text "
        "class_picks place_student board_ideas answer_idea pick_groups close_tile free_seats "
        "print_sheets kit_list type_picks family_link polls new_poll poll close_poll "
        "opportunity_mirror "
        "away_times drop_away "
        "students find_student import_class_list import_class_step "
        "class_sign_in set_code end_sign_in new_secrets try_again sign_in_cards "
        "checks new_check check edit_check set_check_state check_grid set_reteach end_check_series "
        "needs_me roadblocks "
        "readiness class_surveys class_survey close_class_survey"
    ),
    "poll": "live_state",
    "team": (
        "spark_tile "
        "edit_student new_support drop_support new_goal edit_goal close_goal tick_step new_checkin "
        "student_goals student_picks student_checkins student_surveys "
        "new_note edit_note drop_note print_home close_roadblock close_promise"
    ),
    "child": "learner",
    "student": (
        "my_day my_board my_goals my_profile profile_card my_mood my_wonder tick_my_step "
        "tile pick_tile put_back_tile start_tile pause_tile go_on_tile finish_tile "
        "ask_for_help hand_down "
        "my_check my_readiness my_survey my_checkins ask_for_checkin drop_turn not_now my_poll "
        "my_made"
    ),
    "office": (
        "classes class_detail enroll_student end_enrollment archive_class people end_role "
        "invite_again invite_all switch_account school_settings new_term drop_term new_closed_day "
        "drop_closed_day class_coverage class_csv coverage_waiting waiting_csv import_roster "
        "surveys surveys_csv close_survey "
        "school_days school_day school_day_plan school_day_class school_day_offer withdraw_offer"
    ),
    "admins": "coverage coverage_csv",
    "oversight": "end_district_admin",
    "district": (
        "school_coverage school_coverage_csv district_surveys district_surveys_csv "
        "district_schools name_district_admin"
    ),
}
KIND_OF = {name: kind for kind, names in TABLE.items() for name in names.split()}
# Shown only before anybody works here, or to whoever holds the card: tests of their own.
# An upload is its maker's alone; its last page is there only after adding.
ELSEWHERE = {
    "setup",
    "card_sign_in",
    "import_class_done",
    "import_school_step",
    "import_school_done",
}


def our_addresses():
    """(name, parameter names) of every address that leads to a view of ours."""

    def walk(patterns, parameters):
        for entry in patterns:
            found = parameters + re.findall(r"<\w+:(\w+)>", str(entry.pattern))
            if isinstance(entry, URLResolver):
                yield from walk(entry.url_patterns, found)
            elif isinstance(entry, URLPattern) and not entry.callback.__module__.startswith(
                ("allauth", "django")
            ):
                yield entry.name, tuple(found)

    return sorted(set(walk(get_resolver().url_patterns, [])))


def test_every_address_is_in_the_table():
    assert {name for name, _parameters in our_addresses()} - ELSEWHERE == set(KIND_OF)


@pytest.fixture
def room_12(school, section, student, teacher, specialist):
    """A row of everything that an address can name, all of Room 12; by parameter name."""
    board = BoardFactory(section=section, made_by=teacher)
    activity = ActivityFactory(board=board, position=1)
    TileTextFactory(activity=activity, language="es")
    BoardTextFactory(board=board, language="es")
    PickFactory(student=student, activity=activity, spark=SparkFactory(student=student))
    goal = GoalFactory(student=student, written_by=teacher)
    window = WindowFactory(section=section)
    plan = PlanFactory(section=section, state="ready")
    slot = SlotFactory(plan=plan, student=student, window=window, starts_at="09:30")
    theirs = SlotFactory(
        plan=plan,
        student=StudentFactory(section=section),
        window=WindowFactory(section=section, adult=specialist),
        starts_at="09:10",
    )
    lesson_plan = LessonPlanFactory(section=section)
    block = BlockFactory(lesson_plan=lesson_plan, window=window)
    away = AwayFactory(student=student)
    spark = SparkFactory(student=student)
    AskFactory(section=section, student=student)
    note = CheckInNoteFactory(
        checkin__section=section,
        checkin__student=student,
        checkin__teacher=teacher,
        audience="student",
    )
    section.refresh_from_db()
    return {
        "class_key": section.key,
        "student_key": student.key,
        "board_key": board.key,
        "activity_key": activity.key,
        "language": "es",
        "spark_key": spark.key,
        "goal_key": goal.key,
        "away_key": away.key,
        "step_key": GoalStepFactory(goal=goal, position=1).key,
        "slot_key": slot.key,
        "slot_key of place_slot": SlotFactory(
            plan=plan, student=StudentFactory(section=section)
        ).key,
        **{f"slot_key of {name}": theirs.key for name in TABLE["own"].split()},
        "block_key": block.key,
        "note_key": note.key,
        "checkin_key": note.checkin.key,
        "roadblock_key": RoadblockFactory(checkin=note.checkin).key,
        "promise_key": PromiseFactory(checkin=note.checkin).key,
        "hand_key": HelpRequestFactory(section=section, student=student).key,
        "check_key": CheckFactory(section=section, questions=1).key,
        "series_key": CheckSeriesFactory(section=section).key,
        "survey_key": SurveyFactory(school=school, section=section).key,
        "survey_key of close_survey": SurveyFactory(school=school).key,
        "support_key": SupportFactory(student=student, written_by=teacher).key,
        "upload_key": RosterUploadFactory(section=section, made_by=teacher).key,
        "day": TODAY,
        "code": section.code,
        "seat": student.key,
        "card": "interests",
        "user_key": teacher.key,
        "poll_key": PollFactory(section=section, answers=2).key,
        "offer_key": OfferFactory(section=section).key,
        "school_key": school.key,
        "token": open_address(user=teacher, form_key=uuid4(), now=NOW),
        "token of family_board": token_of(board, teacher, TODAY),
        "ticket": ticket_of(teacher.staff_calendar),
        # What a button sends, by the name of its address.
        "sent": {
            "new_secrets": {"form_key": uuid4()},
            "new_calendar": {"form_key": uuid4()},
            "answer_idea": {"what": "yes", "read": "I wonder if music has fractions"},
            "set_reteach": {"student": student.key},
            "place_slot": {"version": 1, "to": window.key},
            "repair_plan": {"version": 1, "to": "later"},
            "lose_minutes": {"version": 1, "what": "drill:10"},
            "lose_now": {"what": "drill:10"},
            "end_role": {"row": teacher.staff_roles.get().pk},
            "end_district_admin": {
                "row": StaffRoleFactory(
                    user=StaffFactory(), kind="district_admin", district=school.district
                ).pk
            },
            "drop_term": {"row": TermFactory(school=school).pk},
            "drop_closed_day": {
                "row": school.closed_days.create(on="2027-02-15", reason="Holiday").pk
            },
        },
        # A school of a few students is none for its district.
        "students": dict.fromkeys(("school_coverage", "school_coverage_csv"), 10),
    }


def keys_of(rows, name, parameters):
    """What stands in an address: a row's key, or another one that this address alone asks for."""
    return {key: rows.get(f"{key} of {name}", rows[key]) for key in parameters}


def ask(client, url, sent=None):
    """GET it, or POST it where looking is not allowed."""
    response = client.get(url)
    return client.post(url, sent or {"version": 1}) if response.status_code == 405 else response


@pytest.mark.parametrize(
    ("name", "parameters"),
    [address for address in our_addresses() if address[0] in KIND_OF],
    ids=lambda value: value if isinstance(value, str) else "",
)
def test_everybody_reaches_what_is_theirs_and_nothing_else(
    request, client, sign_in, room_12, section, student, name, parameters
):
    kind = KINDS[KIND_OF[name]]
    url = reverse(name, kwargs=keys_of(room_12, name, parameters))
    StudentFactory.create_batch(room_12["students"].get(name, 0), section=section)
    people = ["anonymous", "student", *STAFF]
    for who in sorted(people, key=lambda who: who in kind["reach"]):  # the refused come first
        browser = type(client)() if who == "anonymous" else None
        browser = browser or sign_in(request.getfixturevalue(who))
        status = ask(browser, url, room_12["sent"].get(name)).status_code
        if who in kind["reach"]:
            assert status in REACHED, (who, url, status)
            break  # one who may: what is allowed changes rows, and is tested with its page
        expected = {"anonymous": kind.get("anonymous", 302), "student": 403}.get(
            who, kind.get(who, kind.get("else_"))
        )
        if kind["reach"] == {"student"} and who != "anonymous":
            expected = 403
        assert status == expected, (who, url, status)


def is_page(response):
    """A whole page of ours: no part of one, no file, nothing that leads on."""
    return response.status_code == 200 and b"<html" in b"".join(response)


def test_every_address_that_answers_with_a_page_is_looked_at_in_a_browser(
    request, client, sign_in, room_12, section
):
    StudentFactory.create_batch(max(room_12["students"].values()), section=section)
    pages = set()
    for who in ("anonymous", "student", *STAFF):
        browser = type(client)() if who == "anonymous" else sign_in(request.getfixturevalue(who))
        for name, parameters in our_addresses():
            if KIND_OF.get(name) and name not in pages and who in KINDS[KIND_OF[name]]["reach"]:
                response = browser.get(reverse(name, kwargs=keys_of(room_12, name, parameters)))
                pages |= {name} if is_page(response) else set()
    assert {"today", "my_board", "family_board", "coverage"} <= pages
    assert pages - {look.name for look in LOOKS} - ON_THE_WAY == set()


@pytest.mark.parametrize(
    ("name", "parameters"),
    [
        (name, parameters)
        for name, parameters in our_addresses()
        if KIND_OF.get(name) in {"class", "team", "child"}
        and len(parameters) > 1
        and parameters != ("class_key", "day")  # names no row besides the class itself
    ],
    ids=lambda value: value if isinstance(value, str) else "",
)
def test_a_row_of_another_class_is_not_reached_through_ones_own(
    sign_in, room_12, other_teacher, name, parameters
):
    """Mr. Hale puts his own class's key before keys of Room 12."""
    own = {"class_key": Section.objects.taught_by(other_teacher).get().key}
    kwargs = {parameter: room_12[parameter] for parameter in parameters} | (
        own if "class_key" in parameters else {}
    )
    url, sent = reverse(name, kwargs=kwargs), room_12["sent"].get(name)
    assert ask(sign_in(other_teacher), url, sent).status_code == 404
