"""What two teachers typed, side by side."""

from __future__ import annotations

from typing import Any, cast

from django.forms import BaseForm, BoundField
from django.http import QueryDict
from django.utils.translation import gettext as _

from plc.frozen import frozen


@frozen
class Both:
    """One field in which the two differ, in words."""

    label: str
    mine: str
    theirs: str


def both_texts(mine: BaseForm, theirs: BaseForm, mark: str) -> dict[str, Any]:
    """The context of `both_texts.html`: where `mine` differs, and the mark that keeps it.

    `mine` then goes with that mark: saved again, it is kept, unless there was a third change.
    """
    data = cast("QueryDict", mine.data).copy()
    data[mine.add_prefix("seen")] = mark
    mine.data = data
    rows = [
        Both(str(field.label), said(field), said(theirs[field.name]))
        for field in mine
        if not field.is_hidden and field.name in theirs.fields
    ]
    return {"both": [row for row in rows if row.mine != row.theirs]}


def said(field: BoundField) -> str:
    """What stands in a field, as one reads it."""
    value = field.value()
    labels = dict(getattr(field.field, "choices", ()))
    if labels:
        chosen = value if isinstance(value, (list, tuple)) else [value]
        by_text = {str(key): str(words) for key, words in labels.items()}
        words = [by_text.get(str(one), str(one)) for one in chosen if one not in {"", None}]
        return ", ".join(words)
    if isinstance(value, bool):
        return _("Yes") if value else _("No")
    return "\n".join(str("" if value is None else value).split("\r\n")).strip()
