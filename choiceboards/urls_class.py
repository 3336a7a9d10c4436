"""Addresses of the class at a board: its picks, its paper, the family's copy, questions."""

from django.urls import path

from choiceboards.views import class_view, family, groups, ideas, mirror, paper, polls

_BOARD = "c/<slug:class_key>/boards/<slug:board_key>/"
_POLLS = "c/<slug:class_key>/polls/"

urlpatterns = [
    path(f"{_BOARD}picks/", class_view.class_picks, name="class_picks"),
    path(f"{_BOARD}picks/free/", class_view.free_seats, name="free_seats"),
    path(f"{_BOARD}picks/<slug:student_key>/", class_view.place_student, name="place_student"),
    path(f"{_BOARD}ideas/", ideas.board_ideas, name="board_ideas"),
    path(
        f"{_BOARD}ideas/<slug:student_key>/<slug:activity_key>/",
        ideas.answer_idea,
        name="answer_idea",
    ),
    path(f"{_BOARD}groups/", groups.pick_groups, name="pick_groups"),
    path(f"{_BOARD}tiles/<slug:activity_key>/close/", class_view.close_tile, name="close_tile"),
    path(f"{_BOARD}kits/", paper.kit_list, name="kit_list"),
    path(f"{_BOARD}sheets/", paper.print_sheets, name="print_sheets"),
    path(f"{_BOARD}type-back/", paper.type_picks, name="type_picks"),
    path(f"{_BOARD}family/", family.family_link, name="family_link"),
    path("c/<slug:class_key>/mirror/", mirror.opportunity_mirror, name="opportunity_mirror"),
    path(_POLLS, polls.polls, name="polls"),
    path(f"{_POLLS}new/", polls.new_poll, name="new_poll"),
    path(f"{_POLLS}<slug:poll_key>/", polls.poll, name="poll"),
    path(f"{_POLLS}<slug:poll_key>/close/", polls.close_poll, name="close_poll"),
    path("me/polls/<slug:poll_key>/", polls.my_poll, name="my_poll"),
    path("at-home/<str:token>/", family.family_board, name="family_board"),
]
