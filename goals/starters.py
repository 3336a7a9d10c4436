"""Goals to begin from: pick one, then change its words until they are the student's own."""

from __future__ import annotations

from datetime import date, timedelta
from typing import Any

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from goals.models import Goal
from plc.frozen import frozen

DUE_IN = timedelta(days=21)  # three weeks: long enough for a few steps, soon enough to see


@frozen
class Starter:
    """A goal in a student's words with its small steps; `slug` names it in an address."""

    slug: str
    domain: Goal.Domain
    title: str | Promise
    steps: tuple[str | Promise, ...]

    def initial(self) -> dict[str, Any]:
        """What a form shows when one begins from here."""
        steps = "\n".join(str(step) for step in self.steps)
        return {"title": str(self.title), "domain": self.domain, "steps": steps}


STARTERS = (
    Starter(
        "show-two-ways",
        Goal.Domain.ACADEMIC,
        _("I can show my answer in two ways."),
        (_("Draw it"), _("Say it with numbers"), _("Teach a partner both ways")),
    ),
    Starter(
        "read-daily",
        Goal.Domain.ACADEMIC,
        _("I can read 20 minutes on 4 days."),
        (_("Choose a book I like"), _("Read on 2 days"), _("Read on 4 days"), _("Tell about it")),
    ),
    Starter(
        "write-to-reader",
        Goal.Domain.ACADEMIC,
        _("I can write so my reader sees it."),
        (_("Add one thing you can see"), _("Add one thing you can hear"), _("Read it to a friend")),
    ),
    Starter(
        "plan-first",
        Goal.Domain.SELF,
        _("I can plan my first step before starting."),
        (_("Say my plan out loud"), _("Write the first step"), _("Start in two minutes")),
    ),
    Starter(
        "ask-for-help",
        Goal.Domain.SELF,
        _("I can ask for help when stuck."),
        (_("Try one way by myself"), _("Ask a partner"), _("Ask my teacher with one question")),
    ),
    Starter(
        "listen-in-a-team",
        Goal.Domain.SELF,
        _("I can build on what others say."),
        (_("Listen to the end"), _("Say it in my words"), _("Add my idea")),
    ),
)
BY_SLUG = {starter.slug: starter for starter in STARTERS}


def by_domain() -> list[tuple[str | Promise, list[Starter]]]:
    """Each kind of goal with its starters, three a kind."""
    return [
        (domain.label, [starter for starter in STARTERS if starter.domain == domain])
        for domain in Goal.Domain
    ]


def first_draft(slug: str, today: date) -> dict[str, Any]:
    """A new goal's form before anybody typed: the starter's words, or none, and a date."""
    words = BY_SLUG[slug].initial() if slug else {}
    return {**words, "due_on": today + DUE_IN}
