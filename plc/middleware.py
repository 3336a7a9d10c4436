"""What holds for every page: a rule for who may open it, and no copy left in the browser."""

from collections.abc import Callable
from typing import Any

from csp.utils import build_policy
from django.contrib.auth.middleware import LoginRequiredMiddleware
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse, HttpResponseBase

from plc.access import policy_of

Respond = Callable[[HttpRequest], HttpResponse]


class SignInRequired(LoginRequiredMiddleware):
    """Django's, but a public view does not pay for loading a session and a user it may not need."""

    def process_view(
        self, request: HttpRequest, view: Callable[..., Any], args: Any, kwargs: Any
    ) -> HttpResponseBase | None:
        if not getattr(view, "login_required", True):
            return None
        return super().process_view(request, view, args, kwargs)


class PolicyRequired:
    """Refuse a view that does not say who may open it: forgetting is then safe."""

    def __init__(self, get_response: Respond) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        return self.get_response(request)

    def process_view(
        self, _request: HttpRequest, view: Callable[..., Any], _args: object, _kwargs: object
    ) -> None:
        if policy_of(view) is None:
            raise PermissionDenied(f"{view.__module__}.{view.__qualname__} has no access rule")


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
