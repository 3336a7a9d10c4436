"""Writes a calendar as programs read it (RFC 5545 and 7986). Pure: events in, text out.

A library for this would cost each process 8 MiB and a tenth of a second at the start, for what is
a page of code; the tests read its output with several of them.
"""

import unicodedata
from collections.abc import Iterable, Iterator
from datetime import UTC, datetime

from plc.frozen import frozen

LONGEST_LINE = 75  # octets, without the line's end


@frozen
class Event:
    """One entry. Instants are aware; `sequence` and `changed_at` grow with each change of it."""

    uid: str
    starts_at: datetime
    ends_at: datetime
    summary: str
    place: str
    changed_at: datetime
    sequence: int
    url: str = ""


def written(events: Iterable[Event], *, name: str, refresh: str) -> str:
    """A whole calendar; `refresh` says how often a program should ask again, like PT1H.

    Times are in UTC, which needs no definition of any time zone, and each reader shows her own.
    There is no METHOD: a calendar to subscribe to is no invitation.
    """
    lines = [
        "BEGIN:VCALENDAR",
        "VERSION:2.0",
        "PRODID:-//plc//Check-ins//EN",
        "CALSCALE:GREGORIAN",
        f"NAME:{_text(name)}",
        f"X-WR-CALNAME:{_text(name)}",
        f"REFRESH-INTERVAL;VALUE=DURATION:{refresh}",
        f"X-PUBLISHED-TTL:{refresh}",
    ]
    for event in events:
        lines += _lines_of(event)
    lines.append("END:VCALENDAR")
    return "".join(f"{part}\r\n" for line in lines for part in _folded(line))


def _lines_of(event: Event) -> Iterator[str]:
    yield "BEGIN:VEVENT"
    yield f"UID:{_text(event.uid)}"
    yield f"DTSTAMP:{_instant(event.changed_at)}"
    yield f"LAST-MODIFIED:{_instant(event.changed_at)}"
    yield f"SEQUENCE:{event.sequence}"
    yield f"DTSTART:{_instant(event.starts_at)}"
    yield f"DTEND:{_instant(event.ends_at)}"
    yield f"SUMMARY:{_text(event.summary)}"
    yield f"LOCATION:{_text(event.place)}"
    if event.url:
        yield f"URL:{event.url}"
    yield "STATUS:CONFIRMED"
    yield "CLASS:PRIVATE"
    yield "TRANSP:OPAQUE"
    yield "END:VEVENT"


def _instant(moment: datetime) -> str:
    return f"{moment.astimezone(UTC):%Y%m%dT%H%M%SZ}"


def _text(value: str) -> str:
    """A TEXT value. Whatever ends a line anywhere is a line's end here; other controls go."""
    lines = []
    for line in value.splitlines():
        kept = "".join(sign for sign in line if unicodedata.category(sign) != "Cc")
        lines.append(kept.replace("\\", "\\\\").replace(";", "\\;").replace(",", "\\,"))
    return "\\n".join(lines)


def _folded(line: str) -> Iterator[str]:
    """The line in parts of at most 75 octets; a later part begins with a blank. No sign is cut."""
    if len(line) <= LONGEST_LINE and line.isascii():
        yield line
        return
    part, size = "", 0
    for sign in line:
        octets = len(sign.encode())
        if size + octets > LONGEST_LINE:
            yield part
            part, size = " ", 1
        part += sign
        size += octets
    yield part
