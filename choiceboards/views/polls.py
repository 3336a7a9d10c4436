"""A question to the class: the teacher asks and sees counts, students vote once each."""

from __future__ import annotations

from django.core.paginator import Paginator
from django.db import transaction
from django.db.models import Count
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.utils.cache import get_conditional_response
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from choiceboards import services
from choiceboards.forms.poll import PollForm, VoteForm
from choiceboards.models import Poll
from choiceboards.polls import my_vote, results
from plc import clock
from plc.access import staff_only, user_of
from plc.htmx import partial_wanted, render_page
from plc.models import FormKey
from students.access import student_of, students_only
from students.classroom import Classroom, classroom

A_PAGE = 30
REGION = "poll-counts"


@staff_only
@require_safe
def polls(request: HttpRequest, class_key: str) -> HttpResponse:
    """The class's questions, newest first, and how many voted."""
    room = classroom(request, class_key)
    rows = room.section.polls.annotate(number=Count("votes")).order_by("-made_at", "-pk")
    page = Paginator(rows, A_PAGE).get_page(request.GET.get("page"))
    return render_page(request, "choiceboards/polls.html", room.page("boards", page=page))


@staff_only
@require_http_methods(["GET", "HEAD", "POST"])
def new_poll(request: HttpRequest, class_key: str) -> HttpResponse:
    """Ask the class a question."""
    room = classroom(request, class_key)
    data = request.POST if request.method == "POST" else None
    form = PollForm(data, school=room.school, now=room.now)
    if form.is_valid():
        return redirect("poll", class_key, _asked(request, room, form).key)
    context = room.page("boards", form=form)
    status = 422 if form.errors else 200
    return render_page(request, "choiceboards/new_poll.html", context, status=status)


@transaction.atomic
def _asked(request: HttpRequest, room: Classroom, form: PollForm) -> Poll:
    """The new question; on a second click, the one the first click made."""
    said, user = form.cleaned_data, user_of(request)
    if not FormKey.objects.claimed(user=user, key=said["key"]):
        first = room.section.polls.filter(made_by=user, question=said["question"]).first()
        if first is not None:
            return first
    return services.ask(
        section=room.section,
        question=said["question"],
        link=said["link"],
        answers=form.answers(),
        closes_at=said["closes_at"],
        by=user,
        now=room.now,
    )


@staff_only
@require_safe
def poll(request: HttpRequest, class_key: str, poll_key: str) -> HttpResponse:
    """The counts, live; who voted what is not shown, to the teacher either."""
    room = classroom(request, class_key)
    found = get_object_or_404(room.section.polls, key=poll_key)
    is_open = found.closes_at > room.now
    etag = f'"{found.pk}.{room.section.pulse}.{is_open:d}"'
    is_poll = partial_wanted(request) == REGION
    if is_poll and (unchanged := get_conditional_response(request, etag=etag)):
        return unchanged
    counts = results(found)
    context = room.page(
        "boards",
        poll=found,
        etag=etag,
        is_open=is_open,
        results=counts,
        votes=sum(row.votes for row in counts),
        students=room.section.students_on(room.today).count(),
    )
    response = render_page(request, "choiceboards/poll.html", context, partials={REGION})
    if is_poll:
        response.headers["ETag"] = etag
    return response


@staff_only
@require_POST
def close_poll(request: HttpRequest, class_key: str, poll_key: str) -> HttpResponse:
    """Close the question now."""
    room = classroom(request, class_key)
    found = get_object_or_404(room.section.polls, key=poll_key)
    services.close_poll(poll=found, now=room.now)
    return redirect("poll", class_key, poll_key)


@students_only
@require_http_methods(["GET", "HEAD", "POST"])
def my_poll(request: HttpRequest, poll_key: str) -> HttpResponse:
    """Vote, change one's vote, and see the counts after voting or when it is closed."""
    student, now = student_of(request), clock.now()
    mine = Poll.objects.visible_to(user_of(request), clock.today()).select_related("school")
    found = get_object_or_404(mine, key=poll_key)
    options = {row.position: row for row in found.options.all()}
    voted, is_open = my_vote(found, student), found.closes_at > now
    data = request.POST if request.method == "POST" else None
    answers = [(row.position, row.words) for row in options.values()]
    form = VoteForm(data, answers=answers, mine=voted)
    if form.is_valid():
        try:
            option = options[form.cleaned_data["option"]]
            services.vote(student=student, option=option, now=now)
        except services.PollClosed as closed:
            form.add_error(None, str(closed))
        else:
            return redirect("my_poll", poll_key)
    context = {
        "student": student,
        "here": "my_board",
        "poll": found,
        "form": form,
        "voted": voted,
        "is_open": is_open,
        "results": results(found) if voted or not is_open else [],
    }
    status = 422 if form.errors else 200
    return render_page(request, "choiceboards/my_poll.html", context, status=status)
