"""Addresses of the class at a board, of its paper and of its copy for families."""

from django.urls import path

from choiceboards.views import class_view, family, paper

_BOARD = "c/<slug:class_key>/boards/<slug:board_key>/"

urlpatterns = [
    path(f"{_BOARD}picks/", class_view.class_picks, name="class_picks"),
    path(f"{_BOARD}picks/<slug:student_key>/", class_view.place_student, name="place_student"),
    path(f"{_BOARD}ideas/", class_view.board_ideas, name="board_ideas"),
    path(
        f"{_BOARD}ideas/<slug:student_key>/<slug:activity_key>/",
        class_view.answer_idea,
        name="answer_idea",
    ),
    path(f"{_BOARD}groups/", class_view.pick_groups, name="pick_groups"),
    path(f"{_BOARD}tiles/<slug:activity_key>/close/", class_view.close_tile, name="close_tile"),
    path(f"{_BOARD}sheets/", paper.print_sheets, name="print_sheets"),
    path(f"{_BOARD}type-back/", paper.type_picks, name="type_picks"),
    path(f"{_BOARD}family/", family.family_link, name="family_link"),
    path("at-home/<str:token>/", family.family_board, name="family_board"),
]
