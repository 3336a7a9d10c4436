"""Whatever comes in, a Reading comes out; and a large list is read quickly."""

import io
import zipfile

from hypothesis import given, settings
from hypothesis import strategies as st

from students.roster.model import Decisions, Reading
from students.roster.read import read_paste, read_upload

SIGNS = 'Name,Grade\r\n;\t|"“Ã=+-@\0\x1f\u202e\ufeff王أ1a'
NAMES = ["manifest.csv", "orgs.csv", "users.csv", "roles.csv", "classes.csv", "enrollments.csv",
         "Student.csv", "Section.csv", "School.csv", "StudentEnrollment.csv"]  # fmt: skip
CELLS = st.sampled_from(["sourcedId", "name", "SIS ID", "First Name", "1", "x", "", "student", '"'])
SHEETS = st.lists(st.lists(CELLS, max_size=4).map(",".join), max_size=5).map("\n".join)


def sound(reading: Reading) -> None:
    """A reading says something, and no student it holds has an unfit name."""
    assert reading.roster or reading.errors or reading.questions or reading.checks
    for student in reading.roster.students:
        assert student.name.strip()
        assert student.name.isprintable() or "\u200d" in student.name or "\u200c" in student.name
    for finding in reading.findings():
        assert finding.message
        assert "%(" not in finding.message


@given(st.binary(max_size=400))
@settings(max_examples=400)
def test_random_bytes_give_a_reading(data):
    sound(read_upload(data))


@given(st.text(SIGNS, max_size=200), st.sampled_from(["utf-8", "utf-16", "utf-16-le", "utf-32"]))
@settings(max_examples=400)
def test_random_text_gives_a_reading(text, encoding):
    sound(read_upload(text.encode(encoding)))
    sound(read_upload(text.encode(encoding), Decisions(has_header=True, columns={0: "name"})))
    sound(read_paste(text))


@given(st.binary(max_size=200).map(lambda data: b"PK\x03\x04" + data))
def test_random_zips_give_a_reading(data):
    sound(read_upload(data))


@given(st.dictionaries(st.sampled_from(NAMES), SHEETS))
@settings(max_examples=300, deadline=None)
def test_random_bundles_give_a_reading(files):
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w") as archive:
        for name, text in files.items():
            archive.writestr(name, text)

    sound(read_upload(out.getvalue()))


def test_ten_thousand_rows_are_read():
    rows = [f"Child {n % 26 * 'x'} Diallo,{n},{n % 12 + 1},Room {n % 300}" for n in range(10_000)]
    data = "\n".join(["Name,Student ID,Grade,Class", *rows]).encode()

    assert len(read_upload(data).roster.students) == 10_000
