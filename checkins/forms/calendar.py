"""Forms of an adult's calendar and mails."""

from django import forms
from django.utils.translation import gettext_lazy as _

from checkins.models import StaffCalendar
from plc.crispy import Switch


class CalendarForm(forms.ModelForm):
    """How students are named outside plc, and whether a mail comes the evening before."""

    class Meta:
        model = StaffCalendar
        fields = ["names", "sends_digest"]
        widgets = {"names": forms.RadioSelect, "sends_digest": Switch}
        help_texts = {
            "names": _(
                "In your calendar and in the mail. Whoever runs your calendar or your mailbox can "
                "read what stands there. With first names it tells them which child meets you, "
                "and when: choose them only if your school has agreed to that company."
            ),
            "sends_digest": _(
                "A list of tomorrow’s check-ins at about 5 p.m., on evenings before a school day "
                "with check-ins of yours."
            ),
        }


class NewAddressForm(forms.Form):
    """The button that makes an address; its key makes a second tap harmless."""

    form_key = forms.UUIDField(widget=forms.HiddenInput)
