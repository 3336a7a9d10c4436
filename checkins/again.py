"""A change that came second. It is kept until the day is shown, and offered once more there.

Two adults plan one day: whoever saves second is refused, sees what changed since her page was made,
and makes her own change on the plan as it stands now with one press.
"""

from collections.abc import Mapping
from datetime import date

from django.http import HttpRequest

from checkins.models import Plan
from checkins.places import clock_format
from checkins.services import seats_at
from checkins.told import news_in_words
from plc.frozen import frozen
from students.models import Section

_SHELF = "change_that_came_second"
_OF_THE_PAGE = {"csrfmiddlewaretoken", "version"}


@frozen
class CameSecond:
    """What was wanted (`words` are empty where it makes no sense any more), and what came first."""

    words: str
    url: str
    fields: tuple[tuple[str, str], ...]
    news: str


def keep(request: HttpRequest, section: Section, day: date, words: str) -> None:
    """Keep what was posted for the page that follows; `words` name it as a button does."""
    posted = [(name, value) for name, value in request.POST.items() if name not in _OF_THE_PAGE]
    request.session[_SHELF] = {
        "of": [section.key, day.isoformat()],
        "words": words,
        "url": request.path,
        "fields": posted,
        "seen": request.POST.get("version", ""),
    }


def take(request: HttpRequest, section: Section, day: date) -> CameSecond | None:
    """What was kept for this page, once (no query without; else plan and slots)."""
    if _SHELF not in request.session:
        return None
    kept = request.session.pop(_SHELF)
    if kept["of"] != [section.key, day.isoformat()]:
        return None
    fields = tuple((str(name), str(value)) for name, value in kept["fields"])
    news = _news(section.checkin_plans.filter(on=day).first(), kept["seen"], section)
    return CameSecond(kept["words"], kept["url"], fields, news)


def _news(plan: Plan | None, seen: str, section: Section) -> str:
    if plan is None or not seen.isdecimal():
        return ""
    before: Mapping[str, list[object]] = seats_at(plan, int(seen))
    slots = plan.slots.filter(pk__in=before).select_related("student")
    return news_in_words(before, slots, clock_format(section.school))
