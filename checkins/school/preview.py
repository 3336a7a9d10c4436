"""A plan for the whole school before anybody is told: figures, who is left out and why, proof."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Mapping

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from checkins.causes import cause_in_words
from checkins.planner import Plan as Best
from checkins.planner import plan
from checkins.school.draft import SchoolDraft, Settings
from checkins.school.facts import SchoolFacts
from plc.frozen import frozen
from students.models import Student


@frozen
class LeftOut:
    """Students without a place for one cause, said without what a child needs.

    `where` is their class; empty for students of several.
    """

    where: str
    cause: str
    students: tuple[Student, ...]


@frozen
class Preview:
    """The plan as it would be published; `token` names all that it rests on."""

    draft: SchoolDraft
    best: Best
    settings: Settings
    placed: int
    kept: int
    left: int
    short: int  # minutes
    left_out: tuple[LeftOut, ...]
    by_class: Mapping[int, int]  # new places, by class
    fewest: int
    most: int
    apart: tuple[str, ...]

    @property
    def token(self) -> str:
        return self.draft.token

    @property
    def is_proved(self) -> bool:
        """Whether no better plan exists; not said where places were kept back beforehand."""
        return self.best.optimal and not self.draft.kept_back

    @property
    def proof(self) -> str:
        kept_back = self.draft.kept_back
        if kept_back:
            return ngettext(
                "%(n)s place stays empty, so that no class has too many students out at once.",
                "%(n)s places stay empty, so that no class has too many students out at once.",
                kept_back,
            ) % {"n": kept_back}
        if self.best.optimal:
            return _("Proved: no plan with these free minutes leaves fewer or less urgent out.")
        return _("This is the best plan found in the time there was. A better one may exist.")

    @property
    def balance(self) -> str:
        """How many check-ins one adult holds in this plan."""
        if self.fewest == self.most:
            words = ngettext(
                "Each adult holds %(n)s check-in.", "Each adult holds %(n)s check-ins.", self.most
            )
            return words % {"n": self.most}
        return _("Each adult holds %(fewest)s to %(most)s check-ins.") % {
            "fewest": self.fewest,
            "most": self.most,
        }


def preview(facts: SchoolFacts, draft: SchoolDraft, settings: Settings) -> Preview:
    """Plan the school. Same facts, same plan."""
    best = plan(draft.problem)
    loads = Counter(checkin.teacher for checkin in best.checkins)
    windows = {w.pk: w for of_class in facts.windows.values() for w in of_class}
    loads += Counter(facts.holder(windows[s.window_id]) for s in draft.kept if s.window_id)
    loads_of_all = [loads[teacher.id] for teacher in draft.problem.teachers]
    left = len(best.left_out)
    return Preview(
        draft=draft,
        best=best,
        settings=settings,
        placed=len(best.checkins),
        kept=len({slot.student_id for slot in draft.kept} - facts.absent),
        left=left,
        short=left * (settings.minutes + settings.gap),
        left_out=_left_out(facts, draft, best),
        by_class=Counter(draft.windows[c.block].section_id for c in best.checkins),
        fewest=min(loads_of_all, default=0),
        most=max(loads_of_all, default=0),
        apart=tuple(s.name for s in facts.sections if s.pk in draft.apart),
    )


def _left_out(facts: SchoolFacts, draft: SchoolDraft, best: Best) -> tuple[LeftOut, ...]:
    names = {section.pk: section.name for section in facts.sections}
    as_it_is = _("The class has a plan of another length and stays as it is.")
    found: dict[tuple[str, str], list[Student]] = defaultdict(list)
    for out in best.left_out:
        student = facts.students[draft.student_of[out.request]]
        classes = facts.classes_of[student.pk]
        where = names[classes[0]] if len(classes) == 1 else ""
        is_apart = draft.apart.issuperset(classes)
        cause = as_it_is if is_apart else _cause(out.cause.code, out.cause.params)
        found[where, cause].append(student)
    place = {name: number for number, name in enumerate(names.values())}
    groups = sorted(found, key=lambda group: place.get(group[0], len(place)))
    return tuple(
        LeftOut(where, cause, tuple(sorted(found[where, cause], key=Student.in_order)))
        for where, cause in groups
    )


def _cause(code: str, params: Mapping[str, int | str]) -> str:
    """Why; where a student is meanwhile is not an admin's to read."""
    if code == "away":
        return _("Away during every free place.")
    return cause_in_words({"code": code, "params": params}, (), "")
