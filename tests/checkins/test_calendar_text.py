"""What programs read: lines, escapes, names of all kinds (RFC 5545), with two independent readers.

They are among the requirements of development; where only plc's own are installed, this is skipped.
"""

import re
from datetime import UTC, datetime, timedelta

import icalendar
import pytest
import vobject
from hypothesis import given
from hypothesis import strategies as st

from checkins import ics
from checkins.agenda import initials

START = datetime(2027, 1, 21, 15, 10, tzinfo=UTC)


def event(number=0, **changes):
    start = START + timedelta(minutes=4 * number)
    facts = {
        "uid": f"key{number}@checkins.plc",
        "starts_at": start,
        "ends_at": start + timedelta(minutes=3),
        "summary": "Check-in: P.R.",
        "place": "Room 12",
        "changed_at": START,
        "sequence": number,
        "url": "https://plc.example.org/c/maple/live/2027-01-21/",
    }
    return ics.Event(**facts | changes)


def written(*events, name="Check-ins"):
    return ics.written(events, name=name, refresh="PT1H")


def unfolded(text):
    return text.replace("\r\n ", "").split("\r\n")


NAMES = [
    "Zoë 👩‍👩‍👧‍👦 🏴󠁧󠁢󠁳󠁣󠁴󠁿 " * 12,  # families and flags are several signs in one
    "نور الهدى عبد الرحمن " * 8,
    "שרה\u200f בת־שבע",
    "王小明" * 40,
    "a, b; c\\d: \"e\" 'f' ^g",
    "BEGIN:VEVENT",
    " leading and trailing ",
]


@pytest.mark.parametrize("name", NAMES)
def test_two_readers_read_back_what_was_written(name):
    text = written(event(summary=name, place=name), name=name)

    (first,) = icalendar.Calendar.from_ical(text).walk("VEVENT")
    second = vobject.readOne(text).vevent
    assert (str(first["SUMMARY"]), str(first["LOCATION"])) == (name, name)
    assert second.summary.value == name
    assert first.start == second.dtstart.value == START
    assert first.end == second.dtend.value == START + timedelta(minutes=3)
    assert str(first["URL"]) == second.url.value == event().url


@pytest.mark.parametrize(
    "end", ["\n", "\r\n", "\r", "\x0b", "\x0c", "\x1c", "\x85", "\u2028", "\u2029"]
)
def test_whatever_ends_a_line_stays_inside_its_value(end):
    text = written(event(summary=f"Room{end}END:VEVENT{end}12"))

    assert "SUMMARY:Room\\nEND:VEVENT\\n12" in unfolded(text)
    assert len(text.splitlines()) == text.count("\r\n")
    (read,) = icalendar.Calendar.from_ical(text).walk("VEVENT")
    assert str(read["SUMMARY"]) == "Room\nEND:VEVENT\n12"


def test_control_signs_go_and_a_lone_backslash_stays():
    assert "SUMMARY:a\\\\nb" in unfolded(written(event(summary="a\0\x07\\n\x1bb")))


@given(st.text(alphabet=st.characters(exclude_categories=["Cs"]), max_size=400))
def test_any_text_gives_lines_of_75_octets_that_unfold_to_themselves(text):
    lines = written(event(summary=text)).removesuffix("\r\n").split("\r\n")

    assert max(len(line.encode()) for line in lines) <= 75
    assert [line for line in lines if re.search(r"[\x00-\x1f\x7f]", line)] == []
    (read,) = icalendar.Calendar.from_ical(written(event(summary=text))).walk("VEVENT")
    kept = "\n".join(re.sub(r"[\x00-\x1f\x7f-\x9f]", "", line) for line in text.splitlines())
    assert str(read["SUMMARY"]) == kept


def test_a_thousand_entries_are_a_thousand_entries_to_both():
    text = written(*(event(number) for number in range(1000)))

    first = icalendar.Calendar.from_ical(text).walk("VEVENT")
    second = vobject.readOne(text).vevent_list
    assert len(first) == len(second) == 1000
    assert [int(each["SEQUENCE"]) for each in first] == list(range(1000))
    assert first[-1].start == second[-1].dtstart.value == START + timedelta(minutes=3996)


def test_without_entries_both_read_an_empty_calendar():
    assert icalendar.Calendar.from_ical(written()).walk("VEVENT") == []
    assert vobject.readOne(written()).contents.get("vevent", []) == []


def test_there_is_no_method_and_the_calendar_says_how_often_to_ask():
    calendar = icalendar.Calendar.from_ical(written())

    assert "METHOD" not in calendar
    assert calendar["VERSION"] == "2.0"
    assert calendar["REFRESH-INTERVAL"].dt == timedelta(hours=1)
    assert calendar["X-PUBLISHED-TTL"] == "PT1H"


def test_an_instant_is_told_in_utc_from_any_zone():
    from_honolulu = START.astimezone(tz=None)
    assert "DTSTART:20270121T151000Z" in unfolded(written(event(starts_at=from_honolulu)))


@pytest.mark.parametrize(
    ("name", "letters"),
    [
        ("Priya Raman", "P.R."),
        ("Priya", "P."),
        ("María José de la Cruz", "M.C."),
        ("Teuea Toatu", "T.T."),
        ("ángela ñíguez", "Á.Ñ."),
        ("A\u0301ngela", "A\u0301."),  # the accent is a sign of its own
        ("نور الهدى", "ن.ا."),
        ("王小明", "王."),
        ("O’Neil (Nia) 👩‍🚀", "O.N."),
        ("“Zoë” 3", "Z."),
        ("👩‍🚀 42", ""),
        ("", ""),
    ],
)
def test_initials_of_names_from_everywhere(name, letters):
    assert initials(name) == letters
