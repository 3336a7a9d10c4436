"""A planned check-in as every page shows it."""

from datetime import date, time

from checkins.models import Slot
from checkins.reasons import ICONS, in_words
from plc.frozen import frozen


@frozen
class SlotRow:
    """A student's place in a day's plan, ready to be written out."""

    key: str
    student_id: int
    student_key: str
    name: str
    called: str
    picture: str
    tint: str
    at: time | None
    window_id: int | None
    state: str
    is_fixed: bool
    reason: str
    reason_icon: str

    def __str__(self) -> str:
        return self.called


def slot_row(slot: Slot, today: date, *, room_safe: bool = False) -> SlotRow:
    """The row of a slot whose student is loaded."""
    student = slot.student
    return SlotRow(
        key=slot.key,
        student_id=student.pk,
        student_key=student.key,
        name=student.name,
        called=student.called,
        picture=student.picture or "user",
        tint=student.tint,
        at=slot.starts_at,
        window_id=slot.window_id,
        state=slot.state,
        is_fixed=slot.is_fixed,
        reason=in_words(slot, today, room_safe=room_safe),
        reason_icon=ICONS[slot.reason],
    )
