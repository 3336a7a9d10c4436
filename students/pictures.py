"""The pictures children sign in with: names of icons in static/icons.svg, and what to call them."""

from __future__ import annotations

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

# A child's own picture, beside her name; one each in a class.
AVATARS: tuple[str, ...] = tuple(
    """butterfly fish cherry rocket horse-toy mountain ball-football moon robot snowflake
    leaf planet ball-basketball submarine feather mushroom cactus campfire bug palette
    bike balloon apple sun dog tree carrot lemon flower plane car crown anchor helicopter
    snowman ufo""".split()
)

# The secret ones, never anybody's own; the first nine are offered, all twelve from grade 3 on.
SECRET_WORDS: dict[str, str | Promise] = {
    "pizza": _("Pizza"),
    "cat": _("Cat"),
    "umbrella": _("Umbrella"),
    "key": _("Key"),
    "rainbow": _("Rainbow"),
    "train": _("Train"),
    "ice-cream": _("Ice cream"),
    "sailboat": _("Sailboat"),
    "gift": _("Gift"),
    "cookie": _("Cookie"),
    "tractor": _("Tractor"),
    "bell": _("Bell"),
}
SECRETS: tuple[str, ...] = tuple(SECRET_WORDS)
OFFERED = 9
