"""The day as it turns out: absent, here after all, a drill; and the problem itself, to be saved."""

from datetime import date

from django.http import Http404, HttpResponse, JsonResponse
from django.shortcuts import get_object_or_404
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from checkins import services
from checkins.forms.plan import PlanLostForm, VersionForm
from checkins.models import Slot
from checkins.places import clock_format
from checkins.planner import anonymous, write_problem
from checkins.remedies import problem_of
from checkins.told import moves_in_words
from checkins.views.plan import acted, called, checked, slot_of
from plc.access import staff_only
from plc.htmx import Request
from students.classroom import Classroom, classroom


@staff_only
@require_POST
def miss_slot(request: Request, class_key: str, day: date, slot_key: str) -> HttpResponse:
    """A student is absent today; who waits for a place gets hers, and that is said."""
    room, slot = _todays(request, class_key, day, slot_key)
    form = checked(VersionForm(request.POST))

    def act() -> str:
        result = services.miss(slot=slot, now=room.now, version=form.cleaned_data["version"])
        moved = moves_in_words(result, clock_format(room.school))
        return _("%(name)s is absent today. %(moved)s") % {
            "name": slot.student.called,
            "moved": moved,
        }

    return acted(request, room, day, act, wish=_("%(name)s is absent today") % called(slot))


@staff_only
@require_POST
def back_slot(request: Request, class_key: str, day: date, slot_key: str) -> HttpResponse:
    """An absent student is here after all."""
    room, slot = _todays(request, class_key, day, slot_key)
    form = checked(VersionForm(request.POST))

    def act() -> str:
        result = services.come_back(slot=slot, now=room.now, version=form.cleaned_data["version"])
        moved = moves_in_words(result, clock_format(room.school))
        return _("%(name)s is here. %(moved)s") % {"name": slot.student.called, "moved": moved}

    return acted(request, room, day, act, wish=_("%(name)s is here") % called(slot))


@staff_only
@require_POST
def lose_minutes(request: Request, class_key: str, day: date) -> HttpResponse:
    """A drill, or a lesson that ends late: the rest of today is planned around it."""
    room = classroom(request, class_key)
    plan = get_object_or_404(room.section.checkin_plans.select_related("section__school"), on=day)
    form = PlanLostForm(request.POST, windows=room.section.windows.filter(on=day))
    checked(form)
    start, end = form.stretch(room.school.local(room.now).time())
    if day != room.today:
        raise Http404

    def act() -> str:
        version = form.cleaned_data["version"]
        result = services.lost_minutes(
            plan=plan, start=start, end=end, now=room.now, version=version
        )
        return moves_in_words(result, clock_format(room.school))

    return acted(request, room, day, act, wish=form.wish())


@staff_only
@require_safe
def plan_problem(request: Request, class_key: str, day: date) -> HttpResponse:
    """The day's planning problem as a file without names, for `manage.py plan_checkins`."""
    room = classroom(request, class_key)
    plan = get_object_or_404(room.section.checkin_plans.select_related("section__school"), on=day)
    response = JsonResponse(
        write_problem(anonymous(problem_of(plan, room.now))), json_dumps_params={"indent": 1}
    )
    response["Content-Disposition"] = f'attachment; filename="check-ins-{day.isoformat()}.json"'
    return response


def _todays(request: Request, class_key: str, day: date, slot_key: str) -> tuple[Classroom, Slot]:
    """A slot of today: only on the day itself is somebody absent."""
    room, slot = slot_of(request, class_key, day, slot_key)
    if day != room.today:
        raise Http404
    return room, slot
