"""Pages that belong to no app: health, display settings, errors."""

from django.db import connection
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.middleware.csrf import get_token
from django.shortcuts import redirect, render
from django.utils.http import url_has_allowed_host_and_scheme
from django.views.decorators.http import require_safe

from plc.access import NoMore, public, signed_in
from plc.display import DisplayForm, display_of
from plc.htmx import is_htmx
from plc.waiting import reader_mark


@public
@require_safe
def healthz(_request: HttpRequest) -> HttpResponse:
    """Say whether the database answers; 503 when it does not."""
    try:
        with connection.cursor() as cursor:
            cursor.execute("SELECT 1")
    except Exception:  # whatever went wrong, the answer is the same
        return JsonResponse({"database": "down"}, status=503)
    return JsonResponse({"database": "ok"})


@signed_in
@require_safe
def queue_pass(request: HttpRequest) -> HttpResponse:
    """What a browser needs to send what waited in it: who is signed in now, and a fresh token."""
    return JsonResponse({"reader": reader_mark(request), "token": get_token(request)})


@public
def display(request: HttpRequest) -> HttpResponse:
    """Let a reader choose colors, contrast and letters; on POST, remember and go back."""
    data = request.POST if request.method == "POST" else None
    form = DisplayForm(data, initial=vars(display_of(request)))
    if form.is_valid():
        response = redirect(_back_to(request))
        form.remember(response)
        return response
    context = {"form": form, "back": _back_to(request)}
    return render(request, "plc/display.html", context, status=422 if form.errors else 200)


def _back_to(request: HttpRequest) -> str:
    asked = request.POST.get("next") or request.GET.get("next") or ""
    safe = url_has_allowed_host_and_scheme(
        asked, allowed_hosts={request.get_host()}, require_https=request.is_secure()
    )
    return asked if safe else "/"


def not_found(request: HttpRequest, exception: Exception) -> HttpResponse:
    """Nothing is there, or nothing of yours; what was yours before is told apart in words.

    htmx gets those words alone, as plain text: plc.js shows them over the page that stands there.
    """
    context = {}
    if isinstance(exception, NoMore):
        if is_htmx(request):
            return HttpResponse(
                str(exception), content_type="text/plain; charset=utf-8", status=404
            )
        context = {"gone": str(exception), "way": exception.way}
    return render(request, "404.html", context, status=404)


def csrf_failure(request: HttpRequest, reason: str = "") -> HttpResponse:  # noqa: ARG001
    """The page was open too long, or cookies are off: say so, and how to go on."""
    return render(request, "403_csrf.html", status=403)
