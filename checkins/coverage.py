"""Coverage: who was met and who was not, from the facts of check-ins alone.

Nothing here selects a note. Figures are counted over the school days from `start` to `end`,
both included; waits are in school days since the last check-in, or since the student joined.
"""

from __future__ import annotations

from bisect import bisect_right
from collections import Counter, defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from statistics import median

from django.db.models import Count, Exists, Max, Min, OuterRef, Q, QuerySet, Subquery

from checkins.models import CheckIn, Plan, Slot
from students.calendar import Calendar
from students.models import Enrollment, School, Section, StaffRole

SMALLEST_GROUP = 10
WEEK = timedelta(days=7)


@dataclass(frozen=True)
class Cell:
    """Check-ins of one class in one week: how many were done of those planned."""

    week: date
    done: int
    planned: int

    @property
    def percent(self) -> int:
        return round(100 * self.done / self.planned) if self.planned else 0

    @property
    def band(self) -> str:
        """The heat table's class: h0 (under half) to h4 (95 % and up), hx without a plan."""
        if not self.planned:
            return "hx"
        return f"h{sum(self.percent >= limit for limit in (50, 70, 85, 95))}"


@dataclass(frozen=True)
class Wait:
    """A student in a class: when she was last met by anybody, and the school days since."""

    student_key: str
    name: str
    section_id: int
    group: str
    last_on: date | None
    days: int
    is_met: bool
    absent: int = 0
    missed: int = 0


@dataclass(frozen=True)
class ClassRow:
    """A class's line in the table."""

    section: Section
    teachers: str
    cells: tuple[Cell, ...]
    met: int
    students: int


@dataclass(frozen=True)
class Group:
    """Students who share a home language; figures are None where the group must stay hidden."""

    name: str
    percent: int | None
    is_behind: bool = False


@dataclass(frozen=True)
class Coverage:
    """The whole page."""

    start: date
    end: date
    weeks: tuple[date, ...]
    rows: tuple[ClassRow, ...]
    waits: tuple[Wait, ...]  # each student once, longest wait first
    groups: tuple[Group, ...]
    overdue_after: int

    @property
    def students(self) -> int:
        return len(self.waits)

    @property
    def met(self) -> int:
        return sum(wait.is_met for wait in self.waits)

    @property
    def met_percent(self) -> int:
        return round(100 * self.met / self.students) if self.students else 0

    @property
    def done(self) -> int:
        return sum(cell.done for row in self.rows for cell in row.cells)

    @property
    def planned(self) -> int:
        return sum(cell.planned for row in self.rows for cell in row.cells)

    @property
    def done_percent(self) -> int:
        return round(100 * self.done / self.planned) if self.planned else 0

    @property
    def middle_wait(self) -> int:
        return round(median(wait.days for wait in self.waits)) if self.waits else 0

    @property
    def longest_wait(self) -> int:
        return max((wait.days for wait in self.waits), default=0)

    @property
    def shown_groups(self) -> tuple[Group, ...]:
        return tuple(group for group in self.groups if group.percent is not None)

    @property
    def hidden_groups(self) -> int:
        """How many groups are too small, or give a small one away."""
        return len(self.groups) - len(self.shown_groups)

    @property
    def overdue(self) -> tuple[Wait, ...]:
        """Those who waited longer than the school promised."""
        return tuple(wait for wait in self.waits if wait.days >= self.overdue_after)


def coverage(
    sections: Sequence[Section],
    *,
    calendar: Calendar,
    start: date,
    end: date,
    today: date,
    overdue_after: int,
) -> Coverage:
    """The figures of these classes (five queries, however many classes and students)."""
    weeks = tuple(_mondays(start, end))
    cells = _cells(sections, weeks, start, end, today)
    enrolled = _waits(sections, calendar, start, end)
    met = Counter(wait.section_id for wait in enrolled if wait.is_met)
    size = Counter(wait.section_id for wait in enrolled)
    waits = tuple({wait.student_key: wait for wait in enrolled}.values())
    teachers = _teachers(sections, end)
    return Coverage(
        start=start,
        end=end,
        weeks=weeks,
        rows=tuple(
            ClassRow(
                section=section,
                teachers=teachers.get(section.pk, ""),
                cells=tuple(cells[section.pk, week] for week in weeks),
                met=met[section.pk],
                students=size[section.pk],
            )
            for section in sections
        ),
        waits=waits,
        groups=fairness(waits),
        overdue_after=overdue_after,
    )


def _mondays(start: date, end: date) -> Iterable[date]:
    monday = start - timedelta(days=start.weekday())
    while monday <= end:
        yield monday
        monday += WEEK


def _cells(
    sections: Sequence[Section], weeks: Sequence[date], start: date, end: date, today: date
) -> dict[tuple[int, date], Cell]:
    """Done of planned by class and week, from plans marked ready.

    An absence is nobody's fault, and a place that is still to come today is not missed yet.
    """
    ids = [section.pk for section in sections]
    days = (
        Slot.objects.filter(
            Q(window__isnull=False) | Q(state=Slot.State.LATER),
            Q(plan__on__lt=today) | Q(state=Slot.State.DONE),
            plan__section__in=ids,
            plan__on__gte=start,
            plan__on__lte=end,
            plan__state=Plan.State.READY,
        )
        .exclude(state=Slot.State.ABSENT)
        .order_by()
        .values_list("plan__section", "plan__on")
        .annotate(planned=Count("pk"), done=Count("pk", filter=Q(state=Slot.State.DONE)))
    )
    sums: dict[tuple[int, date], list[int]] = defaultdict(lambda: [0, 0])
    for section, on, planned, done in days:
        week = sums[section, on - timedelta(days=on.weekday())]
        week[0] += done
        week[1] += planned
    return {(pk, week): Cell(week, *sums[pk, week]) for pk in ids for week in weeks}


def _enrolled(sections: Sequence[Section], end: date) -> QuerySet[Enrollment]:
    return Enrollment.objects.current(end).filter(section__in=[row.pk for row in sections])


def _waits(
    sections: Sequence[Section], calendar: Calendar, start: date, end: date
) -> tuple[Wait, ...]:
    last = (
        CheckIn.objects.filter(student=OuterRef("student"), held_on__lte=end)
        .order_by()
        .values("student")
        .annotate(last=Max("held_on"))
        .values("last")
    )
    rows = list(
        _enrolled(sections, end)
        .order_by()
        .annotate(last_on=Subquery(last))
        .values_list(
            "student__key",
            "student__name",
            "section",
            "student__home_language",
            "last_on",
            "starts_on",
            "student",
        )
    )
    earliest = min((row[4] or row[5] for row in rows), default=end)
    open_days = list(calendar.open_days(min(earliest, end), end))
    absent, missed = _why(sections, end)
    waits = [
        Wait(
            student_key=key,
            name=name,
            section_id=section,
            group=language,
            last_on=last_on,
            days=len(open_days) - bisect_right(open_days, last_on or starts_on),
            is_met=last_on is not None and last_on >= start,
            absent=absent[student],
            missed=missed[student],
        )
        for key, name, section, language, last_on, starts_on, student in rows
    ]
    waits.sort(key=lambda wait: (-wait.days, wait.name))
    return tuple(waits)


def _why(sections: Sequence[Section], end: date) -> tuple[Counter[int], Counter[int]]:
    """By student: places lost to absence, and places that passed unused, in the last 60 days."""
    absent: Counter[int] = Counter()
    missed: Counter[int] = Counter()
    lost = (
        Slot.objects.filter(
            plan__section__in=[row.pk for row in sections],
            plan__on__lt=end,
            plan__on__gte=end - timedelta(days=60),
        )
        .exclude(state=Slot.State.DONE)
        .order_by()
        .values_list("student", "state")
        .annotate(times=Count("pk"))
    )
    for student, state, times in lost:
        (absent if state == Slot.State.ABSENT else missed)[student] += times
    return absent, missed


def _teachers(sections: Sequence[Section], end: date) -> dict[int, str]:
    roles = (
        StaffRole.objects.current(end)
        .filter(section__in=[row.pk for row in sections], kind=StaffRole.Kind.TEACHER)
        .order_by()
        .values_list("section")
        .annotate(name=Min("user__name"))
    )
    return dict(roles)


@dataclass(frozen=True)
class SchoolRow:
    """A school's line for its district; figures are None where they would show a few children."""

    name: str
    met: int | None
    students: int | None

    @property
    def percent(self) -> int:
        return round(100 * (self.met or 0) / self.students) if self.students else 0


def by_school(
    schools: Sequence[School], *, start: date, end: date, grade: str = ""
) -> tuple[SchoolRow, ...]:
    """Students met at least once, by school (two queries). Under ten students are not shown."""
    enrolled = Enrollment.objects.current(end).filter(
        section__archived_at=None, school__in=[school.pk for school in schools]
    )
    if grade:
        enrolled = enrolled.filter(section__grade=grade)
    met = CheckIn.objects.held_between(start, end).filter(student=OuterRef("student"))
    students = enrolled.order_by().values_list("school")
    size = dict(students.annotate(n=Count("student", distinct=True)))
    seen = dict(students.filter(Exists(met)).annotate(n=Count("student", distinct=True)))
    return tuple(
        SchoolRow(school.name, seen.get(school.pk, 0), size[school.pk])
        if size.get(school.pk, 0) >= SMALLEST_GROUP
        else SchoolRow(school.name, None, None)
        for school in schools
    )


def fairness(waits: Sequence[Wait]) -> tuple[Group, ...]:
    """Share met by home language, largest group first.

    A group under ten is hidden; if only one is, the next smallest is hidden too, or the total
    would give it away (SAFETY, I4). A group 10 points below the school is marked.
    """
    size = Counter(wait.group for wait in waits if wait.group)
    met = Counter(wait.group for wait in waits if wait.group and wait.is_met)
    hidden = {name for name, count in size.items() if count < SMALLEST_GROUP}
    if len(hidden) == 1 and len(size) > 1:
        hidden.add(min((name for name in size if name not in hidden), key=lambda n: (size[n], n)))
    total = sum(size.values())
    school = 100 * sum(met.values()) / total if total else 0
    return tuple(
        Group(name, None)
        if name in hidden
        else Group(
            name,
            percent := round(100 * met[name] / size[name]),
            is_behind=percent <= school - 10,
        )
        for name in sorted(size, key=lambda name: (name in hidden, -size[name], name))
    )
