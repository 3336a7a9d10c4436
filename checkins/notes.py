"""The words of check-ins. Every read and write of them goes through here.

Whoever reads words that somebody else wrote leaves an audit row in the same transaction, the
student herself too: when it cannot be written, the words are not shown.
"""

from collections import defaultdict
from collections.abc import Iterable

from django.db import transaction
from django.db.models import F, QuerySet

from checkins.models import Audience, CheckIn, CheckInNote, Promise, Roadblock
from plc import audit
from plc.frozen import frozen
from plc.models import AuditEntry, User
from students.models import Student


class ChangedMeanwhile(Exception):
    """Somebody changed this note after the page was made. Nothing was saved."""


@frozen
class Words:
    """What was written about a check-in, by whom, and who may read it.

    `about` names the roadblock or promise that the words belong to, if they do.
    """

    key: str
    text: str
    author: str
    changed_by: str
    audience: str
    about: object
    is_mine: bool

    @property
    def is_shared(self) -> bool:
        return self.audience != Audience.TEAM

    @property
    def read_by(self) -> object:
        return Audience(self.audience).label


@transaction.atomic
def words_of(
    student: Student, checkins: Iterable[CheckIn], *, reader: User
) -> dict[int, tuple[Words, ...]]:
    """The notes on these check-ins of one student, by check-in, as far as `reader` may see."""
    notes = CheckInNote.objects.visible_to(reader).filter(student=student)
    return _read(notes.filter(checkin__in=_ids(checkins)), student, reader)


@transaction.atomic
def told_to(
    student: Student, checkins: Iterable[CheckIn], *, reader: User
) -> dict[int, tuple[Words, ...]]:
    """What was written for the student to read, on her own page; nothing for anybody else."""
    own = student.user_id is not None and reader.pk == student.user_id
    notes = CheckInNote.objects.told_to(student) if own else CheckInNote.objects.none()
    return _read(notes.filter(checkin__in=_ids(checkins)), student, reader)


@transaction.atomic
def for_home(
    student: Student, checkins: Iterable[CheckIn], *, reader: User
) -> dict[int, tuple[Words, ...]]:
    """What her team wrote for the family too, to be printed and handed out."""
    notes = CheckInNote.objects.visible_to(reader).filter(audience=Audience.FAMILY)
    return _read(notes.filter(student=student, checkin__in=_ids(checkins)), student, reader)


@transaction.atomic
def to_change(student: Student, key: str, *, reader: User) -> CheckInNote | None:
    """One note of the student that `reader` may change, or None."""
    found = CheckInNote.objects.editable_by(reader).filter(student=student, key=key)
    note = found.select_related("author", "checkin").first()
    if note is not None:
        _record([note], student, reader)
    return note


def write(
    *,
    checkin: CheckIn,
    author: User,
    text: str,
    audience: str = Audience.TEAM,
    about: Roadblock | Promise | None = None,
) -> CheckInNote | None:
    """Keep words about a check-in; the same words sent twice are kept once, none are none."""
    if not text.strip():
        return None
    said = {
        "checkin": checkin,
        "author": author,
        "text": text.strip(),
        "roadblock": about if isinstance(about, Roadblock) else None,
        "promise": about if isinstance(about, Promise) else None,
    }
    return CheckInNote.objects.filter(**said).first() or CheckInNote.objects.create(
        **said,
        student_id=checkin.student_id,
        school_id=checkin.school_id,
        audience=audience,
    )


@transaction.atomic
def change(*, note: CheckInNote, text: str, audience: str, by: User, version: int) -> None:
    """Change one's own words, or shared ones of a colleague, who stays named beside `by`."""
    changed_by = note.changed_by_id if by.pk == note.author_id else by.pk
    rows = CheckInNote.objects.editable_by(by).filter(pk=note.pk, version=version)
    changed = rows.update(
        text=text.strip(), audience=audience, changed_by=changed_by, version=F("version") + 1
    )
    if not changed:
        raise ChangedMeanwhile


def drop(*, student: Student, key: str, by: User) -> bool:
    """Take one's own words back for good; False when they are not one's own."""
    mine = CheckInNote.objects.visible_to(by).filter(student=student, key=key, author=by)
    return bool(mine.delete()[0])


def _ids(checkins: Iterable[CheckIn]) -> list[int]:
    return [checkin.pk for checkin in checkins]


def _read(
    notes: QuerySet[CheckInNote], student: Student, reader: User
) -> dict[int, tuple[Words, ...]]:
    rows = list(notes.select_related("author", "changed_by", "roadblock", "promise"))
    _record(rows, student, reader)
    found: dict[int, list[Words]] = defaultdict(list)
    for note in rows:
        found[note.checkin_id].append(_words(note, reader))
    return {pk: tuple(words) for pk, words in found.items()}


def _record(notes: list[CheckInNote], student: Student, reader: User) -> None:
    own = {None, reader.pk}
    others = sum(not {note.author_id, note.changed_by_id} <= own for note in notes)
    if others:
        audit.record(
            AuditEntry.Action.READ_NOTE,
            actor=reader,
            school_key=student.school.key,
            subject_key=student.key,
            detail=f"{others} of {len(notes)} by others",
        )


def _words(note: CheckInNote, reader: User) -> Words:
    about = note.roadblock or note.promise
    return Words(
        key=note.key,
        text=note.text,
        author=note.author.name,
        changed_by=note.changed_by.name if note.changed_by else "",
        audience=note.audience,
        about=about.get_kind_display() if about else "",
        is_mine=note.author_id == reader.pk,
    )
