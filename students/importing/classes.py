"""Classes and their terms: made, changed, and brought back."""

from __future__ import annotations

from datetime import date

from django.db.models import Max, Min

from students.class_code import new_code
from students.importing.job import BATCH, Job, chunks
from students.importing.seats import end_rows
from students.models import Enrollment, Section, Term


def add_classes(job: Job) -> int:
    """Make the classes that are new, each with a code of its own."""
    terms = _terms(job)
    new = job.diff.classes.new
    rows = [
        Section(
            school_id=job.school.pk,
            name=row.name,
            external_id=row.external_id,
            grade=row.grade,
            term_id=terms.get(row.term),
            code=code,
        )
        for row, code in zip(new, _codes(len(new)), strict=True)
    ]
    made = Section.objects.bulk_create(rows, batch_size=BATCH)
    job.classes.update(zip((row.key for row in new), (row.pk for row in made), strict=True))
    return len(made)


def change_classes(job: Job) -> int:
    """Write what the list says differently of a class."""
    terms = _terms(job)
    for change in job.diff.classes.changed:
        pk = job.classes[change.row.key]
        values: dict[str, object] = dict(change.to_write)
        if "term" in values:
            values["term"] = terms[change.row.term]
        Section.objects.filter(pk=pk).update(**values)
        job.touched.add(pk)
    return len(job.diff.classes.changed)


def bring_back_classes(job: Job) -> int:
    """A class that was put away and is on the list again comes back empty, to be filled anew."""
    named = set(job.classes.values())
    away = Section.objects.filter(school=job.school).exclude(archived_at=None)
    back = [pk for pk in away.values_list("pk", flat=True) if pk in named]
    for some in chunks(back):
        left_over = Enrollment.objects.filter(section__in=some)
        end_rows(job, left_over.values_list("pk", "starts_on", "ends_on"))
        Section.objects.filter(pk__in=some).update(archived_at=None)
    return len(back)


def _codes(wanted: int) -> list[str]:
    """Codes that no class has; two alike are rare, but a district has many classes."""
    codes: set[str] = set()
    while len(codes) < wanted:
        fresh = {new_code() for _place in range(wanted - len(codes))}
        for some in chunks(fresh):
            fresh.difference_update(
                Section.objects.filter(code__in=some).values_list("code", flat=True)
            )
        codes |= fresh
    return list(codes)


def _terms(job: Job) -> dict[str, int]:
    """The terms that classes name, by name; one that the school lacks is made."""
    rows = (*job.diff.classes.new, *(change.row for change in job.diff.classes.changed))
    named = {row.term for row in rows if row.term}
    if not named:
        return {}
    known = dict(Term.objects.filter(school=job.school).values_list("name", "pk"))
    if missing := sorted(named - known.keys()):
        starts_on, ends_on = _year(job)
        made = Term.objects.bulk_create(
            Term(
                school_id=job.school.pk,
                name=name,
                kind=Term.Kind.OTHER,
                starts_on=starts_on,
                ends_on=ends_on,
            )
            for name in missing
        )
        known.update((term.name, term.pk) for term in made)
    return known


def _year(job: Job) -> tuple[date, date]:
    """Lists give no dates of terms: the school's present year, or August to July."""
    current = Term.objects.filter(
        school=job.school, starts_on__lte=job.today, ends_on__gte=job.today
    ).aggregate(first=Min("starts_on"), last=Max("ends_on"))
    if current["first"]:
        return current["first"], current["last"]
    year = job.today.year - (job.today.month < 8)
    return date(year, 8, 1), date(year + 1, 7, 31)
