"""The second gate: may this person open this page at all (403 if not)?

Every view carries exactly one of these decorators, or one that an app builds with `policy`;
`plc.middleware.PolicyRequired` refuses a view without. Rows are the third gate: `visible_to`.
"""

from collections.abc import Callable
from functools import wraps
from typing import Any, Concatenate, ParamSpec, cast

from django.contrib.auth.decorators import login_not_required
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest, HttpResponseBase

from plc.models import User

P = ParamSpec("P")
View = Callable[Concatenate[Any, P], HttpResponseBase]
# Other people's views that we mount; each app below guards its own pages.
TRUSTED_MODULES = ("allauth.account.", "allauth.mfa.")


class NoMore(Http404):
    """Not found, though it was open to this reader before; the text says what became of it.

    `way` is the address of what is left of it, and the words of the link there.
    """

    def __init__(self, said: str, *, way: tuple[str, str] | None = None) -> None:
        super().__init__(said)
        self.way = way


def policy(name: str, allows: Callable[[HttpRequest], bool]) -> Callable[[View[P]], View[P]]:
    """Build a view decorator from a rule over the signed-in request."""

    def decorate(view: View[P]) -> View[P]:
        @wraps(view)
        def guarded(request: HttpRequest, *args: P.args, **kwargs: P.kwargs) -> HttpResponseBase:
            if not allows(request):
                raise PermissionDenied
            return view(request, *args, **kwargs)

        guarded.policy = name  # type: ignore[attr-defined]
        return guarded

    return decorate


def public(view: View[P]) -> View[P]:
    """Anyone, signed in or not."""
    open_view = login_not_required(view)
    open_view.policy = "public"  # type: ignore[attr-defined]
    return open_view


def user_of(request: HttpRequest) -> User:
    """The signed-in user, typed."""
    return cast("User", request.user)


signed_in = policy("signed_in", lambda _request: True)
staff_only = policy("staff_only", lambda request: user_of(request).is_staff)


def policy_of(view: Callable[..., Any]) -> str | None:
    """The name of the rule a view carries, or None."""
    found = getattr(view, "policy", None)
    if found is None and getattr(view, "__module__", "").startswith(TRUSTED_MODULES):
        return "trusted"
    return found
