"""The one place that reads htmx's headers."""

from collections.abc import Collection, Mapping
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.cache import patch_vary_headers
from django_htmx.middleware import HtmxDetails


class Request(HttpRequest):
    """A request as our views get it (typing only)."""

    htmx: HtmxDetails


def render_page(
    request: HttpRequest,
    template: str,
    context: Mapping[str, Any],
    *,
    partials: Collection[str] = (),
    status: int = 200,
) -> HttpResponse:
    """Render the page, or the one partial of it that htmx will swap.

    The element's id, the partial's name and HX-Target are one string, and the server chooses from
    the closed set `partials`: a browser cannot ask for another fragment. Invalid forms pass 422.
    """
    target = partial_wanted(request)
    name = f"{template}#{target}" if target in partials else template
    response = render(request, name, dict(context), status=status)
    patch_vary_headers(response, ("HX-Request", "HX-Target"))
    return response


def partial_wanted(request: HttpRequest) -> str | None:
    """The id of the element htmx will replace (`form#picker` reads `picker`), or None."""
    if not is_htmx(request):
        return None
    return request.headers.get("HX-Target", "").rpartition("#")[2] or None


def is_htmx(request: HttpRequest) -> bool:
    """Whether htmx asks, and swaps what comes; not a page that is loaded whole."""
    return request.headers.get("HX-Request") == "true"
