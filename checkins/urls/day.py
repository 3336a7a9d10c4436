"""Addresses of the live day, the class's list, a check-in now, and raised hands."""

from django.urls import path

from checkins.views import acts, caseload, day, learner

_LIVE = "c/<slug:class_key>/live/<day:day>/"
_OWN = "caseload/live/<day:day>/"
_OWN_SLOT = _OWN + "slots/<slug:slot_key>/"
_SLOT = _LIVE + "slots/<slug:slot_key>/"

urlpatterns = [
    path(_LIVE + "state/", day.live_state, name="live_state"),  # asked by far the most
    path(_LIVE, day.live, name="live"),
    path(_LIVE + "again/", acts.plan_the_rest, name="plan_the_rest"),
    path(_LIVE + "lost/", acts.lose_now, name="lose_now"),
    path(_LIVE + "undo/", acts.undo_now, name="undo_now"),
    path(_LIVE + "hands/<slug:hand_key>/", acts.seen_hand, name="seen_hand"),
    path(_SLOT + "done/", acts.hold_slot, name="hold_slot"),
    path(_SLOT + "later/", acts.later_slot, name="later_slot"),
    path(_SLOT + "absent/", acts.absent_slot, name="absent_slot"),
    path(_SLOT + "again/", acts.reopen_slot, name="reopen_slot"),
    path("caseload/live/", caseload.caseload_today, name="caseload_today"),
    path(_OWN + "state/", caseload.caseload_state, name="caseload_state"),
    path(_OWN, caseload.caseload_live, name="caseload_live"),
    path(_OWN_SLOT + "done/", caseload.caseload_hold, name="caseload_hold"),
    path(_OWN_SLOT + "later/", caseload.caseload_later, name="caseload_later"),
    path(_OWN_SLOT + "absent/", caseload.caseload_absent, name="caseload_absent"),
    path(_OWN_SLOT + "again/", caseload.caseload_reopen, name="caseload_reopen"),
    path("c/<slug:class_key>/check-ins/", learner.checkins, name="checkins"),
    path("s/<slug:student_key>/check-ins/new/", learner.new_checkin, name="new_checkin"),
    path("me/help/", learner.ask_for_help, name="ask_for_help"),
    path("me/help/down/", learner.hand_down, name="hand_down"),
]
