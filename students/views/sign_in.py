"""The way in: for students by code and pictures or card, for everyone by the front door."""

from __future__ import annotations

from datetime import datetime

from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from plc import clock
from plc.access import public, signed_in, user_of
from plc.htmx import Request
from plc.models import User
from students import sign_in as gate
from students.forms.sign_in import CodeForm, SecretForm
from students.models import Section, SignInCard, StaffRole, Student, is_code_open
from students.pictures import SECRET_WORDS
from students.qr import card_of


@public
@require_safe
def home(request: Request) -> HttpResponse:
    """The front door: everyone goes to the page their day begins with."""
    if not request.user.is_authenticated:
        staff = User.objects.filter(kind=User.Kind.STAFF)
        return redirect("sign_in" if staff.exists() else "setup")
    where = _first_page(user_of(request))
    if where:
        return redirect(*where)
    away = Section.objects.taught_by(user_of(request)).exclude(archived_at=None)
    context = {"put_away": sorted(away, key=Section.in_order)}
    return render(request, "students/no_role.html", context)


def _first_page(user: User) -> tuple[str, ...]:
    """The URL name, and its arguments, of the page a person's day begins with; () for none."""
    if user.is_student:
        return ("my_day",)
    section = min(Section.objects.taught_by(user).active(), key=Section.in_order, default=None)
    if section is not None:
        return ("today", section.key)
    roles = set(user.staff_roles.current(clock.today()).values_list("kind", flat=True))
    if roles & {StaffRole.Kind.SCHOOL_ADMIN, StaffRole.Kind.DISTRICT_ADMIN}:
        return ("coverage",)
    return ("caseload",) if StaffRole.Kind.SPECIALIST in roles else ()


@public
def sign_in(request: Request) -> HttpResponse:
    """Type the class code."""
    form = CodeForm(request.POST if request.method == "POST" else None)
    if form.is_valid():
        section = _section(form.cleaned_data["code"], clock.now())
        if section is None:
            return _does_not_work(request, form)
        return redirect("find_picture", section.code)
    status = 422 if form.errors else 200
    return render(request, "students/sign_in.html", {"form": form}, status=status)


def _section(code: str, now: datetime) -> Section | None:
    """The class with this code, if the code is open now; closed and unknown are the same."""
    sections = Section.objects.active().select_related("school")
    section = sections.filter(code=code.upper()).first() if code else None
    return section if section is not None and is_code_open(section, now) else None


def _does_not_work(request: Request, form: CodeForm, status: int = 422) -> HttpResponse:
    """The code is unknown, or closed: which of the two is nobody's business."""
    form.add_error("code", _("This code does not work now. Ask your teacher."))
    return render(request, "students/sign_in.html", {"form": form}, status=status)


@public
@require_safe
def find_picture(request: Request, code: str) -> HttpResponse:
    """Find your picture among the class's: first names and pictures, nothing else."""
    now = clock.now()
    section = _section(code, now)
    if section is None:
        return _does_not_work(request, CodeForm({"code": code}), status=404)
    today = section.school.today(now)
    faces = section.students_on(today).only("key", "name", "called", "picture", "tint")
    teachers = section.staff_roles.current(today).teaching().order_by("-kind", "pk")
    context = {
        "section": section,
        "faces": sorted(faces, key=Student.in_order),
        "teacher": teachers.values_list("user__name", flat=True).first(),
    }
    return render(request, "students/find_picture.html", context)


@public
def secret_pictures(request: Request, code: str, seat: str) -> HttpResponse:
    """Tap the secret pictures in order; the right ones sign in."""
    now = clock.now()
    section = _section(code, now)
    if section is None:
        return _does_not_work(request, CodeForm({"code": code}), status=404)
    here = section.students_on(section.school.today(now)).select_related("school", "user")
    student = get_object_or_404(here, key=seat)
    data = request.POST if request.method == "POST" else None
    form = SecretForm(data, offered=gate.offered(student))
    pictures = form.pictures if form.is_valid() else ()
    if len(pictures) < student.secret_length:
        return _pictures_page(request, section, student, pictures)
    return _try_pictures(request, section, student, pictures, now)


def _try_pictures(
    request: Request, section: Section, student: Student, pictures: tuple[str, ...], now: datetime
) -> HttpResponse:
    try:
        right = gate.is_right(student=student, section=section, pictures=pictures, now=now)
    except gate.TooManyTries:
        return _pictures_page(request, section, student, wait=True, status=429)
    if not right:
        return _pictures_page(request, section, student, wrong=True, status=422)
    gate.begin_session(request, student=student, section=section, now=now)
    return redirect("my_day")


def _pictures_page(
    request: Request,
    section: Section,
    student: Student,
    said: tuple[str, ...] = (),
    *,
    status: int = 200,
    **state: bool,
) -> HttpResponse:
    places = {name: place for place, name in enumerate(said, 1)}
    offered = [(name, SECRET_WORDS[name], places.get(name)) for name in gate.offered(student)]
    context = {
        "section": section,
        "student": student,
        "offered": offered,
        "said": " ".join(said),
        "tapped": len(said),
        "holes": [place < len(said) for place in range(student.secret_length)],
        **state,
    }
    return render(request, "students/secret_pictures.html", context, status=status)


@public
def card_sign_in(request: Request, token: str) -> HttpResponse:
    """Sign in by a printed card; looking at the address alone signs nobody in."""
    card, now = card_of(token), clock.now()
    if card is None or not _is_in_class(card, now):
        said = _("This card does not work now. Ask your teacher.")
        context = {"form": CodeForm(), "said": said}
        return render(request, "students/sign_in.html", context, status=404)
    student, section = card.student, card.section
    is_open = is_code_open(section, now)
    if request.method == "POST" and is_open:
        gate.begin_session(request, student=student, section=section, now=now)
        return redirect("my_day")
    context = {"student": student, "section": section, "is_open": is_open}
    response = render(request, "students/card_sign_in.html", context)
    response.headers["Referrer-Policy"] = "no-referrer"
    response.headers["X-Robots-Tag"] = "noindex"
    return response


def _is_in_class(card: SignInCard, now: datetime) -> bool:
    here = card.section.students_on(card.section.school.today(now))
    return here.filter(pk=card.student_id).exists()


@signed_in
@require_POST
def student_sign_out(request: Request) -> HttpResponse:
    """Leave this device as if nobody had been here."""
    gate.leave_device(request, now=clock.now())
    response = redirect("sign_in")
    response.headers["Clear-Site-Data"] = '"cache", "storage"'
    return response
