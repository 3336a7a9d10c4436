"""Addresses of the choiceboards app."""

from django.urls import path

from choiceboards import urls_class
from choiceboards.views import (
    check,
    copies,
    doing,
    editor,
    learner,
    library,
    made,
    paper,
    student,
    teacher,
    texts,
)

_BOARDS = "c/<slug:class_key>/boards/"
_BOARD = f"{_BOARDS}<slug:board_key>/"
_TILE = f"{_BOARD}tiles/<slug:activity_key>/"
_MINE = "me/board/tiles/<slug:activity_key>/"

urlpatterns = [
    path(_BOARDS, teacher.boards, name="boards"),
    path(f"{_BOARDS}new/", library.new_board, name="new_board"),
    path(f"{_BOARDS}new/file/", library.board_from_file, name="board_from_file"),
    path(f"{_BOARDS}new/copy/", copies.copy_board, name="copy_board"),
    path(_BOARD, teacher.board, name="board"),
    path(f"{_BOARD}file/", library.save_board_file, name="save_board_file"),
    path(f"{_BOARD}state/", teacher.set_board_state, name="set_board_state"),
    path(f"{_BOARD}print/", paper.print_board, name="print_board"),
    path(f"{_BOARD}edit/", editor.edit_board, name="edit_board"),
    path(f"{_BOARD}languages/new/", texts.new_board_text, name="new_board_text"),
    path(f"{_BOARD}languages/<slug:language>/", texts.edit_board_text, name="edit_board_text"),
    path(
        f"{_BOARD}languages/<slug:language>/remove/", texts.drop_board_text, name="drop_board_text"
    ),
    path(f"{_BOARD}check/", check.check_board, name="check_board"),
    path(f"{_BOARD}paths/", check.board_paths, name="board_paths"),
    path(f"{_BOARD}undo/", editor.undo_board, name="undo_board"),
    path(f"{_BOARD}tiles/new/", editor.new_tile, name="new_tile"),
    path(_TILE, editor.edit_tile, name="edit_tile"),
    path(f"{_TILE}move/", editor.move_tile, name="move_tile"),
    path(f"{_TILE}copy/", editor.copy_tile, name="copy_tile"),
    path(f"{_TILE}remove/", editor.remove_tile, name="remove_tile"),
    path(f"{_TILE}languages/new/", texts.new_text, name="new_text"),
    path(f"{_TILE}languages/<slug:language>/", texts.edit_text, name="edit_text"),
    path(f"{_TILE}languages/<slug:language>/remove/", texts.drop_text, name="drop_text"),
    path(
        "s/<slug:student_key>/wonders/<slug:spark_key>/tile/", copies.spark_tile, name="spark_tile"
    ),
    path("s/<slug:student_key>/picks/", learner.student_picks, name="student_picks"),
    path("me/board/", student.my_board, name="my_board"),
    path("me/board/<slug:board_key>/", student.my_board, name="my_board"),
    path("me/made/", made.my_made, name="my_made"),
    path(_MINE, student.tile, name="tile"),
    path(f"{_MINE}pick/", student.pick_tile, name="pick_tile"),
    path(f"{_MINE}put-back/", student.put_back_tile, name="put_back_tile"),
    path(f"{_MINE}start/", doing.start_tile, name="start_tile"),
    path(f"{_MINE}pause/", doing.pause_tile, name="pause_tile"),
    path(f"{_MINE}go-on/", doing.go_on_tile, name="go_on_tile"),
    path(f"{_MINE}finish/", doing.finish_tile, name="finish_tile"),
    *urls_class.urlpatterns,
]
