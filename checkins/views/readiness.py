"""How students come into class: one tap of theirs, one page of their teachers'."""

from __future__ import annotations

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from checkins import readiness as pulse
from checkins.forms.surveys import ReadinessForm, ReadyForm
from plc import clock
from plc.access import staff_only, user_of
from plc.htmx import render_page
from students.access import student_of, students_only
from students.classroom import classroom
from students.models import Section, Student


@staff_only
@require_http_methods(["GET", "HEAD", "POST"])
def readiness(request: HttpRequest, class_key: str) -> HttpResponse:
    """Who tapped what today; on POST, whether to ask, and how long to keep it."""
    room = classroom(request, class_key)
    setting = pulse.setting_of(room.section)
    weeks = setting.keep_weeks  # the form writes into the setting, also what is wrong
    data = request.POST if request.method == "POST" else None
    form = ReadinessForm(data, instance=setting)
    if form.is_valid():
        pulse.save_setting(form.instance)
        messages.success(request, _("Saved: readiness"))
        return redirect("readiness", class_key)
    students = sorted(room.section.students_on(room.today), key=Student.in_order)
    found = pulse.readiness_of(
        room.section,
        students,
        reader=user_of(request),
        weeks=weeks,
        today=room.today,
    )
    context = room.page("checkins", tab="readiness", form=form, found=found, feelings=pulse.CHOICES)
    status = 422 if form.errors else 200
    return render_page(request, "checkins/readiness.html", context, status=status)


@students_only
@require_http_methods(["GET", "HEAD", "POST"])
def my_readiness(request: HttpRequest) -> HttpResponse:
    """One tap; another tap the same day replaces it."""
    student, now = student_of(request), clock.now()
    today = student.school.today(now)
    form = ReadyForm(request.POST if request.method == "POST" else None)
    asking = Section.objects.filter(
        pk__in=student.enrollments.current(today).values("section"),
        readiness_setting__is_asked=True,
    ).active()
    if form.is_valid():
        section = get_object_or_404(asking, key=form.cleaned_data["section"])
        pulse.say_ready(
            student=student, section=section, feels=form.cleaned_data["feels"], today=today, now=now
        )
        messages.success(request, _("Thank you. Your teacher sees it."))
        return redirect("my_day")
    ask = asking.order_by("pk").first()
    context = {
        "student": student,
        "here": "my_day",
        "form": form,
        "ask": ask,
        "said": pulse.said_today(student, ask, today) if ask else "",
        "feelings": pulse.CHOICES,
    }
    status = 422 if form.errors else 200
    return render_page(request, "checkins/my_readiness.html", context, status=status)
