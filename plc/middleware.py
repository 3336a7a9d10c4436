"""What holds for every page: a rule for who may open it, and no copy left in the browser."""

from collections.abc import Callable
from http import HTTPStatus
from typing import Any

from csp.utils import build_policy
from django.contrib.auth.middleware import LoginRequiredMiddleware
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import render
from django.utils.translation import gettext as _

from plc.access import policy_of, user_of
from plc.htmx import is_htmx

Respond = Callable[[HttpRequest], HttpResponse]


class SignInRequired(LoginRequiredMiddleware):
    """Django's, but a public view does not pay for loading a session and a user it may not need."""

    def process_view(
        self, request: HttpRequest, view: Callable[..., Any], args: Any, kwargs: Any
    ) -> HttpResponseBase | None:
        if not getattr(view, "login_required", True):
            return None
        to_sign_in = super().process_view(request, view, args, kwargs)
        if to_sign_in and is_htmx(request):  # which would put that page into the one that is open
            said = _("You are signed out. Load the page again.")
            return HttpResponse(said, status=401, content_type="text/plain")
        return to_sign_in


class PolicyRequired:
    """Refuse a view that does not say who may open it: forgetting is then safe.

    Pages about one's account (password, two steps) are for adults. The school gives them their
    addresses: nobody takes another one, which might be meant for a colleague.
    """

    SWITCHED_OFF = frozenset({"account_email"})

    def __init__(self, get_response: Respond) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        return self.get_response(request)

    def process_view(
        self, request: HttpRequest, view: Callable[..., Any], _args: object, _kwargs: object
    ) -> None:
        rule = policy_of(view)
        if rule is None:
            raise PermissionDenied(f"{view.__module__}.{view.__qualname__} has no access rule")
        if rule == "trusted" and getattr(view, "login_required", True):
            self._check_account_page(request)

    def _check_account_page(self, request: HttpRequest) -> None:
        found = request.resolver_match
        is_off = found is not None and found.url_name in self.SWITCHED_OFF
        if is_off or not user_of(request).is_staff:
            raise PermissionDenied


class ForButtonsAlone:
    """An address that only takes posts, typed in or loaded again: a page that says so, not a blank.

    Without JavaScript a form with a mistake is answered there, so that is where its reader stands.
    """

    def __init__(self, get_response: Respond) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        response = self.get_response(request)
        if response.status_code != HTTPStatus.METHOD_NOT_ALLOWED or request.method != "GET":
            return response
        page = render(request, "405.html", status=response.status_code)
        page.headers["Allow"] = response.headers["Allow"]
        return page


class PrivatePages:
    """Nothing is kept on a shared Chromebook unless a view says so (static files do)."""

    def __init__(self, get_response: Respond) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        response = self.get_response(request)
        response.headers.setdefault("Cache-Control", "no-store")
        return response


class ContentPolicy:
    """django-csp's header, written once: ours has no nonce and no exceptions."""

    def __init__(self, get_response: Respond) -> None:
        self.get_response = get_response
        self.policy = build_policy()

    def __call__(self, request: HttpRequest) -> HttpResponse:
        response = self.get_response(request)
        response.headers.setdefault("Content-Security-Policy", self.policy)
        return response
