"""Addresses of what is kept: words, what is open, who needs me, and a student's own check-ins."""

from django.urls import path

from checkins.views import asking, needs_me, words

_STUDENT = "s/<slug:student_key>/"
_NOTE = _STUDENT + "check-ins/notes/<slug:note_key>/"

urlpatterns = [
    path(_STUDENT + "check-ins/", words.student_checkins, name="student_checkins"),
    path(_STUDENT + "check-ins/print/", words.print_home, name="print_home"),
    path(_STUDENT + "check-ins/<slug:checkin_key>/note/", words.new_note, name="new_note"),
    path(_NOTE, words.edit_note, name="edit_note"),
    path(_NOTE + "drop/", words.drop_note, name="drop_note"),
    path(
        _STUDENT + "roadblocks/<slug:roadblock_key>/",
        needs_me.close_roadblock,
        name="close_roadblock",
    ),
    path(_STUDENT + "promises/<slug:promise_key>/", needs_me.close_promise, name="close_promise"),
    path("c/<slug:class_key>/needs-me/", needs_me.needs_me, name="needs_me"),
    path("c/<slug:class_key>/roadblocks/", needs_me.roadblocks, name="roadblocks"),
    path("caseload/needs-me/", needs_me.caseload_needs, name="caseload_needs"),
    path("caseload/roadblocks/", needs_me.caseload_roadblocks, name="caseload_roadblocks"),
    path("me/check-ins/", asking.my_checkins, name="my_checkins"),
    path("me/ask/", asking.ask_for_checkin, name="ask_for_checkin"),
    path("me/ask/drop/", asking.drop_turn, name="drop_turn"),
    path("me/not-now/", asking.not_now, name="not_now"),
]
