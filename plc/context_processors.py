"""What every template may rely on: the icon sprite, the display settings, the demo's clock."""

from typing import Any

from django.http import HttpRequest
from django.templatetags.static import static
from django.utils import translation

from plc import clock
from plc.display import display_of


def page(request: HttpRequest) -> dict[str, Any]:
    return {
        "sprite": static("icons.svg"),
        "ui": display_of(request),
        "language": translation.get_language() or "en",
        "direction": "rtl" if translation.get_language_bidi() else "ltr",
        "demo_clock": clock.now() if clock.is_moved() else None,
    }
