"""What a check-in leaves behind: words, something in the way, a promise; and how those close."""

from datetime import datetime

from django.db import IntegrityError, transaction

from checkins import notes
from checkins.models import Audience, CheckIn, FollowUp, Promise, Roadblock
from plc.frozen import frozen
from plc.models import User


@frozen
class Said:
    """What was said in a check-in besides its quick notes; every part may be missing.

    `audience` holds for all words, and for whether the student sees promise and roadblock.
    `days` is how many school days the promise has.
    """

    note: str = ""
    audience: str = Audience.TEAM
    roadblock: str = ""
    roadblock_words: str = ""
    promise: str = ""
    promise_words: str = ""
    days: int = 1


NOTHING_SAID = Said()


def leave(*, checkin: CheckIn, by: User, said: Said) -> None:
    """Keep what was said; inside the caller's transaction, and harmless twice."""
    audience = said.audience
    notes.write(checkin=checkin, author=by, text=said.note, audience=audience)
    if said.roadblock:
        block = _roadblock(checkin, by, said)
        words = said.roadblock_words
        notes.write(checkin=checkin, author=by, text=words, audience=audience, about=block)
    if said.promise:
        promise = _promise(checkin, by, said)
        words = said.promise_words
        notes.write(checkin=checkin, author=by, text=words, audience=audience, about=promise)


def _roadblock(checkin: CheckIn, by: User, said: Said) -> Roadblock:
    """The same thing in the way of the same student is one roadblock until it is closed."""
    found, _is_new = Roadblock.objects.get_or_create(
        student=checkin.student,
        kind=said.roadblock,
        closed_at=None,
        defaults=_facts(checkin, by, said),
    )
    return found


def _promise(checkin: CheckIn, by: User, said: Said) -> Promise:
    found, _is_new = Promise.objects.get_or_create(
        checkin=checkin,
        noted_by=by,
        defaults=_facts(checkin, by, said)
        | {
            "student": checkin.student,
            "kind": said.promise,
            "due_on": checkin.section.school.calendar().after(checkin.held_on, said.days),
        },
    )
    return found


def _facts(checkin: CheckIn, by: User, said: Said) -> dict[str, object]:
    return {
        "checkin": checkin,
        "section_id": checkin.section_id,
        "school_id": checkin.school_id,
        "noted_on": checkin.held_on,
        "noted_by": by,
        "is_shared": said.audience != Audience.TEAM,
    }


@transaction.atomic
def close(*, follow_up: FollowUp, by: User, now: datetime) -> None:
    """A roadblock is out of the way, a promise kept; a second time changes nothing."""
    mine = type(follow_up).objects.open().filter(pk=follow_up.pk)
    mine.update(closed_at=now, closed_by=by)
    follow_up.section.beat()


def open_again(*, follow_up: FollowUp) -> bool:
    """It was not over after all; False when the same thing was noted anew meanwhile."""
    try:
        with transaction.atomic():
            rows = type(follow_up).objects.filter(pk=follow_up.pk)
            rows.update(closed_at=None, closed_by=None)
            follow_up.section.beat()
    except IntegrityError:
        return False
    return True
