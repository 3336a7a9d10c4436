"""Groups of those who picked the same tile, by how they like to work."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.views.decorators.http import require_safe

from choiceboards import grouping, reports
from choiceboards.forms.class_view import GroupsForm
from choiceboards.models import Activity
from choiceboards.reports import TilePicks
from choiceboards.views.class_view import who_at
from choiceboards.views.teacher import board_of
from plc.access import staff_only
from plc.frozen import frozen
from plc.htmx import render_page
from students.classroom import classroom
from students.models import Card, ProfileAnswer, Student


@frozen
class TileGroups:
    tile: Activity
    split: grouping.Split[Student]


@staff_only
@require_safe
def pick_groups(request: HttpRequest, class_key: str, board_key: str) -> HttpResponse:
    """Groups of those who picked the same tile, by how they like to work; to print."""
    room = classroom(request, class_key)
    board = board_of(room, board_key)
    form = GroupsForm(request.GET) if "size" in request.GET else GroupsForm({"size": "4"})
    most = form.cleaned_data["size"] if form.is_valid() else 4
    tiles = [row for row in who_at(room, board).tiles if row.picked]
    wishes = _wishes([one.student for row in tiles for one in row.picked])
    rows = [_groups(row, wishes, most) for row in tiles]
    context = room.page("boards", board=board, form=form, rows=rows, most=most)
    status = 422 if form.errors else 200
    return render_page(request, "choiceboards/pick_groups.html", context, status=status)


def _groups(row: TilePicks, wishes: dict[int, grouping.Wish], most: int) -> TileGroups:
    members = [
        grouping.Member(one.student, wishes.get(one.student.pk, grouping.Wish.ANY))
        for one in sorted(row.picked, key=reports.by_name)
    ]
    return TileGroups(
        row.activity, grouping.split(members, most, grouping.Company(row.activity.company))
    )


def _wishes(students: list[Student]) -> dict[int, grouping.Wish]:
    """How each likes to work; who likes several ways, or has not said, has no wish (one query)."""
    rows = ProfileAnswer.objects.filter(card=Card.TOGETHER, student__in=students)
    found = rows.values_list("student", "choices")
    return {pk: grouping.Wish(said[0]) for pk, said in found if len(said) == 1 and said[0] in _SAID}


_SAID = set(grouping.Wish) - {grouping.Wish.ANY}
