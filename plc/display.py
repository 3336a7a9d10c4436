"""How a reader wants pages to look: kept in a cookie, so it works before sign-in and for guests."""

from django import forms
from django.http import HttpRequest, HttpResponse
from django.utils.translation import gettext_lazy as _

from plc.frozen import frozen

COOKIE = "plc_display"
THEMES = (("", _("As my device")), ("light", _("Light")), ("dark", _("Dark")))
CONTRASTS = (("", _("Usual")), ("more", _("More contrast")))
TEXTS = (("", _("Usual")), ("large", _("Large")), ("school", _("School letters")))


@frozen
class Display:
    """Values for `data-theme`, `data-contrast` and `data-text`; empty means the device decides."""

    theme: str = ""
    contrast: str = ""
    text: str = ""


class DisplayForm(forms.Form):
    theme = forms.ChoiceField(
        label=_("Colors"), choices=THEMES, required=False, widget=forms.RadioSelect
    )
    contrast = forms.ChoiceField(
        label=_("Contrast"), choices=CONTRASTS, required=False, widget=forms.RadioSelect
    )
    text = forms.ChoiceField(
        label=_("Letters"), choices=TEXTS, required=False, widget=forms.RadioSelect
    )

    def remember(self, response: HttpResponse) -> None:
        """Keep the choice for a year in this browser."""
        chosen = (self.cleaned_data[name] for name in ("theme", "contrast", "text"))
        response.set_cookie(
            COOKIE, ".".join(chosen), max_age=365 * 86400, samesite="Lax", httponly=True
        )


def display_of(request: HttpRequest) -> Display:
    """The reader's settings; a cookie that was tampered with counts as none."""
    parts = request.COOKIES.get(COOKIE, "").split(".")
    allowed = ({value for value, _label in choices} for choices in (THEMES, CONTRASTS, TEXTS))
    values = [part if part in known else "" for part, known in zip(parts, allowed, strict=False)]
    return Display(*values)
