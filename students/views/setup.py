"""The first start: a school and its first admin, made in the browser, once."""

from __future__ import annotations

from django.contrib import messages
from django.contrib.auth import login
from django.db import IntegrityError
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _

from plc import clock
from plc.access import public
from plc.htmx import Request
from plc.models import User
from students.forms.setup import SetupForm
from students.setup import set_up


@public
def setup(request: Request) -> HttpResponse:
    """Make the first school and its admin; no such page once anybody works here."""
    if User.objects.filter(kind=User.Kind.STAFF).exists():
        raise Http404
    data = request.POST if request.method == "POST" else None
    form = SetupForm(data)
    if form.is_valid():
        try:
            admin = set_up(today=clock.today(), **form.cleaned_data)
        except IntegrityError:  # somebody else was first, a moment ago
            return redirect("account_login")
        login(request, admin, backend="plc.backends.StaffBackend")
        messages.success(request, _("Your school is ready. Next, bring in your class lists."))
        return redirect("import_roster")
    status = 422 if form.errors else 200
    return render(request, "students/setup.html", {"form": form}, status=status)
