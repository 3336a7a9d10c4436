"""What the triggers on bookings do, as SQLite and Postgres say it alike."""

# ruff: noqa: S608 - the statements are put together from names of our own tables alone
from __future__ import annotations

from collections.abc import Iterator

_ROLE = "kind, user_id, section_id, starts_on, ends_on"


def booked(row: str) -> str:
    """Whether a slot has a place."""
    return (
        f"({row}.window_id IS NOT NULL AND {row}.starts_at IS NOT NULL "
        f"AND {row}.state IN ('planned', 'done'))"
    )


def _holder(window: str, dated: str) -> str:
    """Who holds the check-ins of a window: the adult it names, else the class's teacher."""
    day = f'{dated}."on"'
    return (
        f"COALESCE({window}.adult_id, (SELECT r.user_id FROM students_staffrole r "
        f"WHERE r.section_id = {window}.section_id AND r.kind = 'teacher' "
        f"AND r.starts_on <= {day} AND (r.ends_on IS NULL OR r.ends_on >= {day}) "
        "ORDER BY r.id LIMIT 1))"
    )


def book(minute: str) -> str:
    """Write the booking of the slot NEW, if it has a place; `minute` is when it starts."""
    return (
        "INSERT INTO checkins_booking "
        '(school_id, slot_id, student_id, adult_id, "on", starts, ends) '
        f"SELECT NEW.school_id, NEW.id, NEW.student_id, {_holder('w', 'p')}, "
        f'p."on", {minute}, {minute} + p.minutes '
        "FROM checkins_plan p JOIN checkins_window w ON w.id = NEW.window_id "
        f"WHERE p.id = NEW.plan_id AND {booked('NEW')}"
    )


def book_cover(start: str, end: str) -> str:
    """Book the adult of the offer NEW while she covers the class."""
    return (
        'INSERT INTO checkins_booking (school_id, offer_id, adult_id, "on", starts, ends) '
        f'SELECT NEW.school_id, NEW.id, NEW.adult_id, NEW."on", {start}, {end} '
        "WHERE NEW.kind = 'cover'"
    )


def give_to_another() -> str:
    """Book what stands in the window NEW for the adult who holds it now."""
    return (
        f"UPDATE checkins_booking SET adult_id = {_holder('NEW', 'NEW')} "
        "WHERE slot_id IN (SELECT s.id FROM checkins_slot s WHERE s.window_id = NEW.id)"
    )


def pass_on(role: str, differs: str, now: str) -> Iterator[str]:
    """Book what is still to come in the class of `role` for whoever teaches it on that day now.

    Where she is taken already, the student gives up the place and stands with those without one.
    That is a change of the plan: it takes the next version, and the live pages are told.
    """
    holder = _holder("w", "p")
    of_slot = (
        "FROM checkins_slot s JOIN checkins_plan p ON p.id = s.plan_id "
        "JOIN checkins_window w ON w.id = s.window_id"
    )
    passed = (
        f"{of_slot} JOIN checkins_booking b ON b.slot_id = s.id AND b.adult_id {differs} {holder} "
        f"WHERE p.section_id = {role}.section_id AND w.adult_id IS NULL AND s.state = 'planned'"
    )
    is_taken = (
        f"EXISTS (SELECT 1 FROM checkins_booking o WHERE o.adult_id = {holder} "
        'AND o."on" = b."on" AND o.starts < b.ends AND b.starts < o.ends AND o.id <> b.id)'
    )
    given_up = f"{passed} AND {is_taken}"
    yield (
        f"UPDATE checkins_plan SET version = version + 1, changed_at = {now} "
        f"WHERE id IN (SELECT p.id {given_up})"
    )
    yield (
        "UPDATE students_section SET pulse = pulse + 1 "
        f"WHERE id = {role}.section_id AND EXISTS (SELECT 1 {given_up})"
    )
    yield (
        "UPDATE checkins_slot SET window_id = NULL, starts_at = NULL, is_fixed = FALSE "
        f"WHERE id IN (SELECT s.id {given_up})"
    )
    mine = f"(SELECT {holder} {of_slot} WHERE s.id = checkins_booking.slot_id)"
    yield f"UPDATE checkins_booking SET adult_id = {mine} WHERE slot_id IN (SELECT s.id {passed})"


def taken(person: str, other: str) -> str:
    """Whether somebody has a booking `other` than the row NEW that shares a minute with it."""
    return (
        f"EXISTS (SELECT 1 FROM checkins_booking b WHERE b.{person} = NEW.{person} "
        f'AND b."on" = NEW."on" AND b.starts < NEW.ends AND NEW.starts < b.ends AND {other})'
    )


def role_changes() -> Iterator[tuple[str, list[str], str]]:
    """(event, rows it names, whether one of them is a class's teacher)."""
    for event, rows in (
        ("INSERT", ["NEW"]),
        (f"UPDATE OF {_ROLE}", ["OLD", "NEW"]),
        ("DELETE", ["OLD"]),
    ):
        yield event, rows, " OR ".join(f"{row}.kind = 'teacher'" for row in rows)
