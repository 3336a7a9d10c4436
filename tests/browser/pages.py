"""Every page there is, and who looks at it: for axe, for the pictures, for the sideways scroll.

A `Look` is an address with keys of the demo in braces. The URLconf is compared with this list by
test_axe.py, and by tests/test_access.py, which asks each address whether it is a page: a new page
belongs here, a new address that only takes a POST among ACTIONS.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

from django.urls import get_resolver
from django.urls.resolvers import URLPattern, URLResolver

from tests.browser.stage import CLASS_CODE, DAY, Stage

_PRIYA = "(SELECT id FROM students_student WHERE called = 'Priya')"
_ROOM_12 = "(SELECT id FROM students_section WHERE code = 'MAPLE12')"
_WONDERING = "(SELECT student_id FROM students_spark ORDER BY id LIMIT 1)"
_OPEN_BOARD = "(SELECT id FROM choiceboards_board WHERE state = 'open')"
_PLAN = f"""(SELECT id FROM checkins_plan WHERE "on" = '{DAY}' AND section_id = {_ROOM_12})"""  # noqa: S608
_SHARED = (
    "(SELECT checkin_id FROM checkins_checkinnote WHERE audience = 'student' AND student_id IN "
    "(SELECT id FROM students_student WHERE called = 'Rosa'))"
)
# What each name in braces stands for: a table, and which of its rows.
KEYS = {
    "class": ("students_section", "code = 'MAPLE12'"),
    "school": ("students_school", "name = 'Maple Street School'"),
    "other_class": ("students_section", "code = 'MAPLE13'"),
    "helped": ("students_section", "code = 'MAPLE17'"),
    "offer": ("checkins_offer", "kind = 'cover'"),
    "student": ("students_student", "called = 'Priya'"),
    "cared_for": ("students_student", "called = 'Seun'"),
    "goal": ("goals_goal", f"student_id = {_PRIYA}"),
    "board": ("choiceboards_board", f"section_id = {_ROOM_12} AND state = 'open'"),
    "tile": ("choiceboards_activity", f"title = 'Comic strip' AND board_id = {_OPEN_BOARD}"),
    "spark": ("students_spark", f"student_id = {_WONDERING}"),
    "wondering": ("students_student", f"id = {_WONDERING}"),
    "block": ("lessons_block", "title = 'Independent work 1'"),
    "lesson": ("lessons_block", "starts_at = '08:50:00'"),
    "check": ("checkins_check", f"state = 'open' AND section_id = {_ROOM_12}"),
    "closed_check": ("checkins_check", f"state = 'closed' AND section_id = {_ROOM_12}"),
    "replied": ("students_student", "called = 'Rosa'"),
    "open": ("students_student", "called = 'Gabriel'"),
    "held": ("checkins_checkin", f"id IN {_SHARED}"),
    "note": ("checkins_checkinnote", f"checkin_id IN {_SHARED} AND audience = 'student'"),
    "survey": ("checkins_survey", "section_id IS NULL AND starts_on <= '2027-01-21'"),
    "open_survey": ("checkins_survey", f"section_id = {_ROOM_12}"),
    "open_poll": ("choiceboards_poll", "question LIKE '%playground%'"),
    "closed_poll": ("choiceboards_poll", "question LIKE '%next board%'"),
    "old_board": ("choiceboards_board", f"section_id = {_ROOM_12} AND state = 'closed'"),
    "slot": ("checkins_slot", f"plan_id = {_PLAN} AND NOT is_fixed"),
}


@dataclass(frozen=True)
class Look:
    """One page as one person sees it. `note` tells two looks at the same address name apart."""

    name: str  # of the URL
    who: str | None
    path: str
    note: str = ""
    status: int = 200
    at: str = "8:40"  # the time of day

    def __str__(self) -> str:
        return f"{self.name}-{self.note}" if self.note else self.name

    def address(self, stage: Stage) -> str:
        def key(found: re.Match[str]) -> str:
            if found[1] in KEYS:
                return stage.key(*KEYS[found[1]])
            return {"day": DAY, **stage.shown}[found[1]]

        return re.sub(r"{(\w+)}", key, self.path)


TEACHER = "teacher"
PUPIL = "student"
ADMIN = "admin"
LOOKS = (
    # the way in
    Look("sign_in", None, "/in/"),
    Look("find_picture", None, f"/in/{CLASS_CODE}/"),
    Look("secret_pictures", None, f"/in/{CLASS_CODE}/{{student}}/"),
    Look("account_login", None, "/account/login/"),
    Look("account_reset_password", None, "/account/password/reset/"),
    Look("account_reset_password_done", None, "/account/password/reset/done/"),
    Look("account_reset_password_from_key_done", None, "/account/password/reset/key/done/"),
    Look("account_reset_password_from_key", None, "/account/password/reset/key/1-used/"),
    Look("account_signup", None, "/account/signup/"),
    Look("account_inactive", None, "/account/inactive/"),
    Look("display", None, "/display/"),
    # a teacher's class
    Look("today", TEACHER, "/c/{class}/"),
    Look("plan_day", TEACHER, "/c/{class}/plan/{day}/"),
    Look("plan_day", TEACHER, "/c/{class}/plan/2027-01-22/", "no-plan"),
    Look("plan_day", TEACHER, "/c/{class}/plan/2027-01-23/", "closed-day"),
    Look("new_plan", TEACHER, "/c/{class}/plan/2027-01-22/new/"),
    Look("new_block", TEACHER, "/c/{class}/plan/{day}/blocks/new/"),
    Look("edit_block", TEACHER, "/c/{class}/plan/{day}/blocks/{block}/"),
    Look("edit_block", TEACHER, "/c/{class}/plan/{day}/blocks/{lesson}/", "lesson"),
    Look("print_plan", TEACHER, "/c/{class}/plan/{day}/print/"),
    Look("repair_plan", TEACHER, "/c/{class}/plan/{day}/repair/"),
    Look("plan_checkins", TEACHER, "/c/{class}/plan/{day}/check-ins/"),
    Look("move_slot", TEACHER, "/c/{class}/plan/{day}/check-ins/slots/{slot}/"),
    Look("live", TEACHER, "/c/{class}/live/{day}/", "before"),
    Look("live", TEACHER, "/c/{class}/live/{day}/", "now", at="9:11"),
    Look("live", TEACHER, "/c/{class}/live/{day}/", "late", at="9:40"),
    Look("live", TEACHER, "/c/{class}/live/2027-01-22/", "no-plan"),
    Look("day_sheet", TEACHER, "/c/{class}/paper/{day}/"),
    Look("checkin_cards", TEACHER, "/c/{class}/paper/{day}/cards/"),
    Look("type_back", TEACHER, "/c/{class}/paper/{day}/type-back/", at="15:10"),
    Look("type_back", TEACHER, "/c/{class}/paper/2027-01-22/type-back/", "ahead"),
    Look("checkins", TEACHER, "/c/{class}/check-ins/"),
    Look("needs_me", TEACHER, "/c/{class}/needs-me/"),
    Look("needs_me", TEACHER, "/c/{class}/needs-me/?why=ready", "nobody"),
    Look("roadblocks", TEACHER, "/c/{class}/roadblocks/"),
    Look("students", TEACHER, "/c/{class}/students/"),
    Look("students", TEACHER, "/c/{class}/students/?q=xyz", "nobody"),
    Look("find_student", TEACHER, "/c/{class}/students/find/"),
    Look("find_student", TEACHER, "/c/{class}/students/find/?q=m", "many"),
    Look("away_times", TEACHER, "/c/{class}/students/away/"),
    Look("class_sign_in", TEACHER, "/c/{class}/sign-in/"),
    Look("sign_in_cards", TEACHER, "/c/{class}/sign-in/cards/"),
    Look("import_class_list", TEACHER, "/c/{class}/students/import/"),
    Look("boards", TEACHER, "/c/{class}/boards/"),
    Look("new_board", TEACHER, "/c/{class}/boards/new/"),
    Look("new_board", TEACHER, "/c/{class}/boards/new/?q=river&grades=6-8", "found"),
    Look("new_board", TEACHER, "/c/{class}/boards/new/?q=xyz", "nothing"),
    Look("board_from_file", TEACHER, "/c/{class}/boards/new/file/"),
    Look("board", TEACHER, "/c/{class}/boards/{board}/"),
    Look("print_board", TEACHER, "/c/{class}/boards/{board}/print/"),
    Look("edit_board", TEACHER, "/c/{class}/boards/{board}/edit/"),
    Look("new_board_text", TEACHER, "/c/{class}/boards/{board}/languages/new/"),
    Look("edit_board_text", TEACHER, "/c/{class}/boards/{board}/languages/es/"),
    Look("copy_board", TEACHER, "/c/{class}/boards/new/copy/"),
    Look("spark_tile", TEACHER, "/s/{wondering}/wonders/{spark}/tile/"),
    Look("check_board", TEACHER, "/c/{class}/boards/{board}/check/"),
    Look("board_paths", TEACHER, "/c/{class}/boards/{board}/paths/"),
    Look("new_tile", TEACHER, "/c/{class}/boards/{board}/tiles/new/"),
    Look("opportunity_mirror", TEACHER, "/c/{class}/mirror/"),
    Look("polls", TEACHER, "/c/{class}/polls/"),
    Look("new_poll", TEACHER, "/c/{class}/polls/new/"),
    Look("poll", TEACHER, "/c/{class}/polls/{open_poll}/"),
    Look("poll", TEACHER, "/c/{class}/polls/{closed_poll}/", "closed"),
    Look("print_sheets", TEACHER, "/c/{class}/boards/{board}/sheets/"),
    Look("kit_list", TEACHER, "/c/{class}/boards/{board}/kits/"),
    Look("type_picks", TEACHER, "/c/{class}/boards/{board}/type-back/"),
    Look("family_link", TEACHER, "/c/{class}/boards/{board}/family/"),
    Look("family_link", TEACHER, "/c/{class}/boards/{board}/family/?in=es", "spanish"),
    Look("family_link", TEACHER, "/c/{class}/boards/{old_board}/family/", "put-away"),
    Look("family_board", None, "/at-home/{family}/"),
    Look("family_board", None, "/at-home/{family}/?in=es", "spanish"),
    Look("family_board", None, "/at-home/{family}/?in=ar", "arabic"),
    Look("family_board", None, "/at-home/not-a-whole-link/", "ended", status=404),
    Look("family_board", None, "/at-home/not-a-whole-link/?in=ar", "ended-arabic", status=404),
    Look("class_picks", TEACHER, "/c/{class}/boards/{board}/picks/"),
    Look("class_picks", TEACHER, "/c/{class}/boards/{board}/picks/?by=student", "students"),
    Look("class_picks", TEACHER, "/c/{class}/boards/{board}/picks/?by=after", "after"),
    Look("class_picks", TEACHER, "/c/{class}/boards/{old_board}/picks/?by=after", "made"),
    Look("place_student", TEACHER, "/c/{class}/boards/{board}/picks/{student}/"),
    Look("board_ideas", TEACHER, "/c/{class}/boards/{board}/ideas/"),
    Look("pick_groups", TEACHER, "/c/{class}/boards/{board}/groups/"),
    Look("edit_tile", TEACHER, "/c/{class}/boards/{board}/tiles/{tile}/"),
    Look("new_text", TEACHER, "/c/{class}/boards/{board}/tiles/{tile}/languages/new/"),
    Look("edit_text", TEACHER, "/c/{class}/boards/{board}/tiles/{tile}/languages/es/"),
    Look("checks", TEACHER, "/c/{class}/checks/"),
    Look("new_check", TEACHER, "/c/{class}/checks/new/"),
    Look("check", TEACHER, "/c/{class}/checks/{closed_check}/"),
    Look("check", TEACHER, "/c/{class}/checks/{check}/", "open"),
    Look("edit_check", TEACHER, "/c/{class}/checks/{check}/edit/"),
    Look("check_grid", TEACHER, "/c/{class}/checks/{check}/grid/"),
    Look("readiness", TEACHER, "/c/{class}/readiness/"),
    Look("class_surveys", TEACHER, "/c/{class}/surveys/"),
    Look("class_survey", TEACHER, "/c/{class}/surveys/{survey}/"),
    # one learner
    Look("learner", TEACHER, "/s/{student}/"),
    Look("learner", "specialist", "/s/{cared_for}/", "specialist"),
    Look("learner", ADMIN, "/s/{student}/", "admin"),
    Look("edit_student", TEACHER, "/s/{student}/edit/"),
    Look("student_goals", TEACHER, "/s/{student}/goals/"),
    Look("new_goal", TEACHER, "/s/{student}/goals/new/"),
    Look("edit_goal", TEACHER, "/s/{student}/goals/{goal}/edit/"),
    Look("student_picks", TEACHER, "/s/{student}/picks/"),
    Look("student_checkins", TEACHER, "/s/{student}/check-ins/"),
    Look("student_checkins", TEACHER, "/s/{open}/check-ins/", "promised"),
    Look("student_surveys", TEACHER, "/s/{student}/surveys/"),
    Look("new_checkin", TEACHER, "/s/{student}/check-ins/new/"),
    Look("new_note", TEACHER, "/s/{replied}/check-ins/{held}/note/"),
    Look("edit_note", TEACHER, "/s/{replied}/check-ins/notes/{note}/"),
    Look("print_home", TEACHER, "/s/{student}/check-ins/print/"),
    Look("caseload", "specialist", "/caseload/"),
    Look("desks", "specialist", "/desks/"),
    Look("caseload_needs", "specialist", "/caseload/needs-me/"),
    Look("caseload_roadblocks", "specialist", "/caseload/roadblocks/"),
    Look("caseload_live", "specialist", "/caseload/live/{day}/", "now", at="8:56"),
    Look("caseload_live", "specialist", "/caseload/live/2027-01-22/", "nobody"),
    # a student's own pages
    Look("my_day", PUPIL, "/me/"),
    Look("my_board", PUPIL, "/me/board/"),
    Look("tile", PUPIL, "/me/board/tiles/{tile}/"),
    Look("tile", PUPIL, "/me/board/tiles/{tile}/?in=es", "spanish"),
    Look("my_made", PUPIL, "/me/made/"),
    Look("my_poll", PUPIL, "/me/polls/{open_poll}/"),
    Look("my_poll", PUPIL, "/me/polls/{closed_poll}/", "closed"),
    Look("my_goals", PUPIL, "/me/goals/"),
    Look("my_profile", PUPIL, "/me/profile/"),
    Look("profile_card", PUPIL, "/me/profile/interests/"),
    Look("ask_for_help", PUPIL, "/me/help/"),
    Look("my_check", PUPIL, "/me/check/{check}/"),
    Look("ask_for_checkin", PUPIL, "/me/ask/"),
    Look("my_checkins", PUPIL, "/me/check-ins/"),
    Look("my_readiness", PUPIL, "/me/readiness/"),
    Look("my_survey", PUPIL, "/me/survey/{open_survey}/"),
    # those who run a school or a district
    Look("coverage", ADMIN, "/school/coverage/"),
    Look("coverage", "district", "/school/coverage/", "district"),
    Look("coverage", ADMIN, "/school/coverage/?by=joined&start=2026-08-31", "months"),
    Look("coverage", ADMIN, "/school/coverage/?start=2027-02-01", "mistake", status=422),
    Look("coverage_waiting", ADMIN, "/school/coverage/waiting/"),
    Look("coverage_waiting", ADMIN, "/school/coverage/waiting/?grade=12", "nobody"),
    Look("class_coverage", ADMIN, "/school/coverage/{other_class}/"),
    Look("class_coverage", ADMIN, "/school/coverage/{other_class}/?week=2027-01-11", "week"),
    Look("school_coverage", "district", "/school/coverage/schools/{school}/"),
    Look("school_coverage", "district", "/school/coverage/schools/{school}/?by=grade", "grades"),
    Look("team_coverage", TEACHER, "/c/{class}/coverage/"),
    Look("school_day", ADMIN, "/school/days/{day}/"),
    Look("school_day", ADMIN, "/school/days/2027-01-20/", "past"),
    Look("school_day_plan", ADMIN, "/school/days/{day}/plan/"),
    Look("school_day_class", ADMIN, "/school/days/{day}/{helped}/"),
    Look("school_day_offer", ADMIN, "/school/days/{day}/{helped}/offers/{offer}/"),
    Look("surveys", ADMIN, "/school/surveys/"),
    Look("district_surveys", "district", "/district/surveys/"),
    Look("district_schools", "district", "/district/schools/"),
    Look("classes", ADMIN, "/school/classes/"),
    Look("class_detail", ADMIN, "/school/classes/{class}/"),
    Look("people", ADMIN, "/school/people/"),
    Look("school_settings", ADMIN, "/school/settings/"),
    Look("import_roster", ADMIN, "/school/import/"),
    # one's own account
    Look("calendar", TEACHER, "/calendar/"),
    Look("account_logout", TEACHER, "/account/logout/"),
    Look("account_change_password", TEACHER, "/account/password/change/"),
    Look("account_reauthenticate", TEACHER, "/account/reauthenticate/"),
    Look("mfa_index", TEACHER, "/account/2fa/"),
    Look("mfa_activate_totp", TEACHER, "/account/2fa/totp/activate/"),
    # what goes wrong
    Look("not_found", TEACHER, "/s/nobodyshere2/", status=404),
    Look("forbidden", TEACHER, "/school/coverage/", status=403),
)
# No page of their own: they take a POST, answer with data, or lead on at once.
ACTIONS = frozenset(
    """healthz home queue_pass plan coverage_csv waiting_csv class_csv team_csv
    school_coverage_csv live_state student_sign_out set_code end_sign_in new_secrets try_again
    school_days withdraw_offer caseload_today caseload_state caseload_hold caseload_later
    caseload_absent caseload_reopen
    new_support drop_support close_goal tick_step tick_my_step my_mood my_wonder set_board_state
    close_poll
    save_board_file
    free_seats
    move_tile close_tile answer_idea pick_tile put_back_tile start_tile pause_tile go_on_tile
    finish_tile place_slot fix_slot drop_slot
    undo_board copy_tile remove_tile drop_text drop_board_text
    plan_the_rest seen_hand hold_slot later_slot absent_slot reopen_slot hand_down resize_block
    drop_away
    drop_note close_roadblock close_promise drop_turn not_now
    take_up_spark remove_block put_back_block
    mark_ready archive_class drop_closed_day drop_term end_enrollment
    set_check_state set_reteach end_check_series close_class_survey close_survey surveys_csv
    district_surveys_csv
    end_district_admin name_district_admin
    end_role enroll_student invite_again invite_all new_closed_day new_term switch_account
    lose_now undo_now undo_plan put_back_slot miss_slot back_slot lose_minutes plan_problem
    calendar_feed new_calendar drop_calendar""".split()
)
# Reached in the middle of an errand only: test_errands.py goes there where a school's own page is
# meant; the rest is allauth's, in our layout.
ON_THE_WAY = frozenset(
    """stop_digest setup card_sign_in import_class_step import_class_done
    import_school_step
    import_school_done
    account_email account_email_verification_sent account_set_password account_confirm_login_code
    account_confirm_email mfa_authenticate mfa_reauthenticate mfa_deactivate_totp
    mfa_view_recovery_codes mfa_generate_recovery_codes mfa_download_recovery_codes""".split()
)
NOT_IN_THE_URLCONF = frozenset({"not_found", "forbidden"})


def every_name(patterns: list[URLPattern | URLResolver] | None = None) -> Iterator[str]:
    """The name of each address in the URLconf."""
    for entry in get_resolver().url_patterns if patterns is None else patterns:
        if isinstance(entry, URLResolver):
            yield from every_name(entry.url_patterns)
        elif entry.name:
            yield entry.name
