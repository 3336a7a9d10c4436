"""The class at a board: who picked what, live; moving a student, closing a tile, ideas, groups."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.utils.cache import get_conditional_response
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from choiceboards import grouping, reports, services
from choiceboards.forms.class_view import AnswerForm, ClosedForm, GroupsForm, PlaceForm
from choiceboards.models import Activity, Board
from choiceboards.reports import Picked, TilePicks, WhoPicked, who_picked
from choiceboards.views.teacher import board_of
from plc.access import staff_only, user_of
from plc.frozen import frozen
from plc.htmx import partial_wanted, render_page
from students.classroom import Classroom, classroom
from students.models import Card, ProfileAnswer, Student

WAYS = ("tile", "student", "after")
REGION = "class-picks"
A_PAGE = 30


@staff_only
@require_safe
def class_picks(request: HttpRequest, class_key: str, board_key: str) -> HttpResponse:
    """Who picked what by tile, by student, or counted after the lesson; fresh by polling."""
    room = classroom(request, class_key)
    by = request.GET.get("by", "")
    by = by if by in WAYS else WAYS[0]
    etag = f'"{room.section.pk}.{room.section.pulse}.{room.today:%j}.{by}"'
    is_poll = partial_wanted(request) == REGION
    if is_poll and (unchanged := get_conditional_response(request, etag=etag)):
        return unchanged
    response = _picks_page(request, room, board_of(room, board_key), by, etag)
    if is_poll:
        response.headers["ETag"] = etag
    return response


def _picks_page(
    request: HttpRequest, room: Classroom, board: Board, by: str, etag: str
) -> HttpResponse:
    who = _who(room, board)
    context = room.page("boards", board=board, by=by, etag=etag, who=who)
    if by == "after":
        context["tallies"] = reports.tallies(who)
        context["made"] = Paginator(who.finished, A_PAGE).get_page(request.GET.get("page"))
    return render_page(request, "choiceboards/class_picks.html", context, partials={REGION})


def _who(room: Classroom, board: Board) -> WhoPicked:
    return who_picked(board, list(board.activities.on_board()), room.today)


@staff_only
@require_POST
def close_tile(
    request: HttpRequest, class_key: str, board_key: str, activity_key: str
) -> HttpResponse:
    """Close a tile to new picks, or open it again."""
    room = classroom(request, class_key)
    board = board_of(room, board_key)
    tile = get_object_or_404(board.activities.on_board(), key=activity_key)
    tile.board = board
    form = ClosedForm(request.POST)
    if form.is_valid():
        services.set_closed(activity=tile, closed=form.cleaned_data["closed"])
    if partial_wanted(request) == REGION:
        return _picks_page(request, room, board, WAYS[0], etag="")
    return redirect("class_picks", class_key, board_key)


@staff_only
@require_POST
def free_seats(request: HttpRequest, class_key: str, board_key: str) -> HttpResponse:
    """Give to the class what students who left it had picked and not finished."""
    room = classroom(request, class_key)
    board = board_of(room, board_key)
    freed = services.free_seats(board=board, today=room.today, now=room.now)
    said = ngettext("%(number)d seat is free again.", "%(number)d seats are free again.", freed)
    messages.success(request, said % {"number": freed})
    return redirect("class_picks", class_key, board_key)


@staff_only
@require_http_methods(["GET", "HEAD", "POST"])
def place_student(
    request: HttpRequest, class_key: str, board_key: str, student_key: str
) -> HttpResponse:
    """Move one student to another tile by hand; on POST, do it or say why not."""
    room = classroom(request, class_key)
    board = board_of(room, board_key)
    child = get_object_or_404(room.section.students_on(room.today), key=student_key)
    tiles = list(board.activities.on_board())
    for tile in tiles:
        tile.board = board
    mine = _picks_of(who_picked(board, tiles, room.today), child)
    form = PlaceForm(_sent(request), name=child.called, tiles=tiles, mine=mine)
    if form.is_valid() and _placed(request, room, child, form):
        messages.success(request, _("Saved."))
        return redirect("class_picks", class_key, board_key)
    context = room.page("boards", board=board, student=child, mine=mine, form=form)
    status = 422 if form.errors else 200
    return render_page(request, "choiceboards/place_student.html", context, status=status)


def _sent(request: HttpRequest) -> Any:
    return request.POST if request.method == "POST" else None


def _picks_of(who: WhoPicked, child: Student) -> list[Picked]:
    return [one for one in who.picks if one.student.pk == child.pk]


def _placed(request: HttpRequest, room: Classroom, child: Student, form: PlaceForm) -> bool:
    """Whether it was done; if not, the form says why."""
    try:
        services.place(
            student=child,
            new=form.new,
            old=form.old.activity if form.old else None,
            choice=form.choice(),
            by=user_of(request),
            now=room.now,
            even_started=bool(form.cleaned_data.get("even_started")),
        )
    except services.PickRefused as refusal:
        form.add_error(None, why_not(refusal, child.called))
    return form.is_valid()


def why_not(refusal: services.PickRefused, name: str) -> str:
    """The refusal as it is said to a teacher."""
    words = {
        services.TileFull: _("This tile has no seat left."),
        services.TileClosed: _("This tile is closed. Open it first."),
        services.AllPicked: _("%(name)s has all picks. Say which one to take back."),
        services.AlreadyStarted: _("%(name)s started it a moment ago. Look once more."),
    }
    said = words.get(type(refusal), _("The board’s rule, as %(name)s would read it: %(rule)s"))
    return said % {"name": name, "rule": refusal}


@staff_only
@require_safe
def board_ideas(request: HttpRequest, class_key: str, board_key: str) -> HttpResponse:
    """Own ideas of the class on this board, those that wait first."""
    room = classroom(request, class_key)
    return _ideas_page(request, room, board_of(room, board_key))


def _ideas_page(
    request: HttpRequest,
    room: Classroom,
    board: Board,
    wrong: tuple[int, AnswerForm] | None = None,
) -> HttpResponse:
    rows = []
    for one in _who(room, board).ideas:
        first = AnswerForm(
            auto_id=f"{one.student.key}_%s",
            initial={"read": one.words, "reply": one.pick.reply},
        )
        rows.append((one, wrong[1] if wrong and wrong[0] == one.pick.pk else first))
    context = room.page("boards", board=board, rows=rows, form=wrong and wrong[1])
    status = 422 if wrong else 200
    return render_page(request, "choiceboards/board_ideas.html", context, status=status)


@staff_only
@require_POST
def answer_idea(
    request: HttpRequest, class_key: str, board_key: str, student_key: str, activity_key: str
) -> HttpResponse:
    """Accept an idea, reword it, or answer it; words that changed meanwhile are shown anew."""
    room = classroom(request, class_key)
    board = board_of(room, board_key)
    for one in _who(room, board).ideas:
        if (one.student.key, one.activity.key) == (student_key, activity_key):
            break
    else:
        raise Http404
    form = AnswerForm(request.POST, auto_id=f"{student_key}_%s")
    if form.is_valid() and _answered(one, board, form):
        messages.success(request, _("%(name)s sees it now.") % {"name": one.student.called})
        return redirect("board_ideas", class_key, board_key)
    return _ideas_page(request, room, board, (one.pick.pk, form))


def _answered(one: Picked, board: Board, form: AnswerForm) -> bool:
    said = form.cleaned_data
    try:
        services.answer_idea(
            pick=one.pick,
            board=board,
            read=said["read"],
            accepts=said["what"] == "yes",
            reply=said["reply"],
        )
    except (services.IdeaChanged, services.NotPicked):
        form.data = {"reply": said["reply"], "what": said["what"], "read": one.words}
        form.add_error(None, _("The idea changed a moment ago. Read it once more."))
    return form.is_valid()


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
    tiles = [row for row in _who(room, board).tiles if row.picked]
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
