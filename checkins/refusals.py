"""Why a move was refused, in a sentence that says what is in the way."""

from django.utils.formats import time_format
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from checkins.services import NoPlace

NOT_TAKEN_BACK = gettext_lazy("Somebody is booked elsewhere by now, so nothing was taken back.")


def refusal_in_words(refused: NoPlace, clock: str) -> str:
    """ "Seun is with the speech teacher 10:35-11:15." `clock` is the school's time format."""
    if refused.code in _AWAY and refused.away is not None:
        return _AWAY[refused.code]() % {
            "name": refused.called,
            "who": refused.away.where,
            "start": time_format(refused.away.starts_at, clock),
            "end": time_format(refused.away.ends_at, clock),
        }
    words = _REFUSALS.get(refused.code)
    if words is None or not refused.called:
        return _("That place is taken or does not suit. Choose another.")
    return words() % {"name": refused.called}


_AWAY = {
    "away": lambda: _("Not moved: %(name)s is with %(who)s %(start)s–%(end)s."),
    "other_away": lambda: _(
        "Not moved: %(name)s would have to trade, and is with %(who)s %(start)s–%(end)s."
    ),
}
_REFUSALS = {
    "fixed": lambda: _("Not moved: %(name)s’s time is fixed."),
    "met": lambda: _("Nothing was changed: %(name)s was met already."),
    "absent": lambda: _(
        "Not moved: %(name)s is absent that day. Say first that she or he is here."
    ),
}
