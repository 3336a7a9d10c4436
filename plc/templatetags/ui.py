"""What templates need to say positions in classes: the site forbids style attributes (CSP)."""

from django import template

register = template.Library()


@register.filter
def minutes(value: int, prefix: str) -> str:
    """Classes that add up to `value` minutes: 345|minutes:"at" is "at-300 at-40 at-5".

    Prefixes: `at` (since the day began), `len` (how long). plc.css knows parts up to 900, so a
    day may last 999 minutes; more is cut there, and less than 0 is 0.
    """
    whole = max(0, min(int(value), 999))
    parts = (whole // 100 * 100, whole // 10 % 10 * 10, whole % 10)
    return " ".join(f"{prefix}-{part}" for part in parts if part)
