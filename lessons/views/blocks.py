"""The blocks of a day: add, change, make longer or shorter, remove."""

from __future__ import annotations

from copy import copy
from datetime import date
from typing import Any

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_POST

from checkins import services as checkins
from checkins.places import clock_time, minute_of
from checkins.refusals import NOT_TAKEN_BACK
from lessons.dayplan import day_plan, waiting_sparks
from lessons.forms import BlockForm, ResizeForm, SeenForm, SparkForm
from lessons.models import Block, LessonPlan
from lessons.services import Stale, set_block, take_up
from lessons.services import put_back_block as put_back
from lessons.services import remove_block as remove
from lessons.services import resize_block as resize
from lessons.views.plan import page_of
from plc.access import staff_only, user_of
from plc.htmx import render_page
from students.classroom import Classroom, classroom

MOST_SPARKS = 12  # questions shown to choose from, the newest first
_USUAL_LENGTH = 30  # minutes of a block that is added


@staff_only
def edit_block(request: HttpRequest, class_key: str, day: date, block_key: str) -> HttpResponse:
    """Change a block; when somebody else changed it meanwhile, show both and ask."""
    room = classroom(request, class_key)
    block = _block_or_404(request, room, day, block_key)
    return _edit(request, room, block, data=request.POST if request.method == "POST" else None)


@staff_only
def new_block(request: HttpRequest, class_key: str, day: date) -> HttpResponse:
    """Add a block; it is offered after the last one."""
    room = classroom(request, class_key)
    lesson_plan = _lesson_plan_or_404(request, room, day)
    block = Block(lesson_plan=lesson_plan, kind=Block.Kind.TOGETHER, **_times_after(lesson_plan))
    return _edit(request, room, block, data=request.POST if request.method == "POST" else None)


@staff_only
@require_POST
def resize_block(request: HttpRequest, class_key: str, day: date, block_key: str) -> HttpResponse:
    """Let a block end a few minutes later or earlier."""
    room = classroom(request, class_key)
    block = _block_or_404(request, room, day, block_key)
    form = ResizeForm(request.POST)
    if not form.is_valid():
        return _page(request, room, block, status=422)
    try:
        lost = resize(block=block, by=form.cleaned_data["by"], seen=form.cleaned_data["version"])
    except Stale:
        return _page(request, room, _fresh(block), problem=_changed_words(), status=409)
    except ValidationError as refused:
        return _page(request, room, _fresh(block), problem=refused.messages[0], status=422)
    _say_lost(request, lost)
    return redirect("edit_block", class_key, day, block_key)


@staff_only
@require_POST
def take_up_spark(request: HttpRequest, class_key: str, day: date, block_key: str) -> HttpResponse:
    """Make a question that a student asked the one of this block."""
    room = classroom(request, class_key)
    block = _block_or_404(request, room, day, block_key)
    form = SparkForm(request.POST, waiting=waiting_sparks(room.section, room.today))
    if not form.is_valid():
        return _page(request, room, block, problem=_("Choose a question first."), status=422)
    spark = form.cleaned_data["spark"]
    try:
        take_up(block=block, spark=spark, seen=form.cleaned_data["version"])
    except Stale:
        return _page(request, room, _fresh(block), problem=_changed_words(), status=409)
    messages.success(request, _("%(name)s’s question is in the plan.") % {"name": spark.student})
    return redirect("plan_day", class_key, day)


@staff_only
@require_POST
def remove_block(request: HttpRequest, class_key: str, day: date, block_key: str) -> HttpResponse:
    """Take a block out of the day."""
    room = classroom(request, class_key)
    block = _block_or_404(request, room, day, block_key)
    form = SeenForm(request.POST)
    if not form.is_valid() or form.cleaned_data["version"] != block.version:
        return _page(request, room, block, problem=_changed_words(), status=409)
    try:
        lost = remove(block=block)
    except ValidationError as refused:
        return _page(request, room, _fresh(block), problem=refused.messages[0], status=422)
    undo = reverse("put_back_block", args=[class_key, day, block_key])
    words = _("%(title)s is removed.") % {"title": block.title}
    messages.success(request, words, extra_tags=undo)
    _say_lost(request, lost)
    return redirect("plan_day", class_key, day)


@staff_only
@require_POST
def put_back_block(request: HttpRequest, class_key: str, day: date, block_key: str) -> HttpResponse:
    """Take back that a block was removed, while nothing stands in its way."""
    room = classroom(request, class_key)
    lesson_plan = _lesson_plan_or_404(request, room, day)
    try:
        block = put_back(lesson_plan=lesson_plan, key=block_key)
    except checkins.Stale:
        messages.warning(request, _("The day was changed since, so nothing was put back."))
    except checkins.NoPlace:
        messages.warning(request, NOT_TAKEN_BACK)
    except ValidationError as refused:
        messages.warning(request, refused.messages[0])
    else:
        messages.success(request, _("%(title)s is back.") % {"title": block.title})
    return redirect("plan_day", class_key, day)


def _lesson_plan_or_404(request: HttpRequest, room: Classroom, day: date) -> LessonPlan:
    plans = LessonPlan.objects.editable_by(user_of(request))
    lesson_plan = get_object_or_404(plans, section=room.section, on=day)
    lesson_plan.section = room.section
    return lesson_plan


def _block_or_404(request: HttpRequest, room: Classroom, day: date, block_key: str) -> Block:
    blocks = Block.objects.editable_by(user_of(request)).select_related("lesson_plan", "window")
    block = get_object_or_404(
        blocks, lesson_plan__section=room.section, lesson_plan__on=day, key=block_key
    )
    block.lesson_plan.section = room.section
    return block


def _edit(request: HttpRequest, room: Classroom, block: Block, *, data: Any) -> HttpResponse:
    form = BlockForm(data, instance=block)
    if not form.is_valid():
        return _page(request, room, block, form=form, status=422 if form.errors else 200)
    try:
        lost = set_block(block=form.block(), seen=form.cleaned_data["version"])
    except Stale:
        return _both_texts(request, room, block, data)
    except ValidationError as refused:
        form.add_error(None, refused)
        return _page(request, room, block, form=form, status=422)
    _say_lost(request, lost)
    return redirect("plan_day", room.section.key, block.lesson_plan.on)


def _both_texts(request: HttpRequest, room: Classroom, block: Block, data: Any) -> HttpResponse:
    """Show what the other teacher saved beside what this one typed; saving again keeps hers."""
    theirs = _fresh(block)
    form = BlockForm({**data.dict(), "version": theirs.version}, instance=copy(theirs))
    return _page(request, room, theirs, form=form, theirs=theirs, status=409)


def _fresh(block: Block) -> Block:
    """The block as it is saved now."""
    saved = Block.objects.select_related("lesson_plan", "window", "board").get(pk=block.pk)
    saved.lesson_plan.section = block.lesson_plan.section
    return saved


def _page(
    request: HttpRequest,
    room: Classroom,
    block: Block,
    *,
    form: BlockForm | None = None,
    status: int = 200,
    **context: Any,
) -> HttpResponse:
    found = day_plan(room.section, block.lesson_plan.on, room.now)
    context |= {"edited": block, "form": form or BlockForm(instance=block)}
    context |= {"steps": ResizeForm.STEPS, "window_row": found.board.window(block.window_id)}
    if block.pk and block.kind == Block.Kind.CURIOSITY:
        context["sparks"] = waiting_sparks(room.section, room.today)[:MOST_SPARKS]
    page = page_of(room, found, **context)
    return render_page(
        request, "lessons/edit_block.html", page, partials={"plan-board"}, status=status
    )


def _say_lost(request: HttpRequest, lost: int) -> None:
    """Tell how many stood in the minutes that are gone; the day's page names them."""
    if lost:
        words = ngettext(
            "%(lost)s student lost a place by this, and stands with those not placed.",
            "%(lost)s students lost their place by this, and stand with those not placed.",
            lost,
        )
        messages.warning(request, words % {"lost": lost})


def _changed_words() -> str:
    return _("Somebody else changed this block a moment ago. This is how it is now.")


def _times_after(lesson_plan: LessonPlan) -> dict[str, Any]:
    """The half hour after the last block, as far as the day goes."""
    last = lesson_plan.blocks.last()
    start = min(minute_of(last.ends_at) if last else 9 * 60, 23 * 60)
    return {"starts_at": clock_time(start), "ends_at": clock_time(start + _USUAL_LENGTH)}
