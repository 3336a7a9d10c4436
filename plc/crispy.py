"""The few crispy-forms pieces whose defaults would bring another look than plc.css."""

from typing import ClassVar

from crispy_forms import layout
from django import forms


class Submit(layout.Submit):
    """The form's one main button; crispy's own hard-codes Bootstrap classes."""

    field_classes = "btn primary"


class Switch(forms.CheckboxInput):
    """A setting that is on or off, as a switch. A consent ("I have read...") stays a check box."""

    def __init__(self, attrs: dict[str, str] | None = None) -> None:
        super().__init__({"role": "switch", **(attrs or {})})


class _Picks:
    """Choices shown as pills to tap: the input is hidden, its label is what one sees."""

    LOOK: ClassVar[dict[str, str]] = {"class": "opt"}


class PickOne(_Picks, forms.RadioSelect):
    """One of a few short choices."""

    def __init__(self, attrs: dict[str, str] | None = None, choices: object = ()) -> None:
        super().__init__({**self.LOOK, **(attrs or {})}, choices)  # type: ignore[arg-type]


class PickMany(_Picks, forms.CheckboxSelectMultiple):
    """Any of a few short choices."""

    def __init__(self, attrs: dict[str, str] | None = None, choices: object = ()) -> None:
        super().__init__({**self.LOOK, **(attrs or {})}, choices)  # type: ignore[arg-type]
