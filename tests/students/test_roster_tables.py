"""Bytes to cells: letters, parting signs, quotes, widths and limits."""

import codecs
import csv
import io
import json
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from students.roster.decoding import decode
from students.roster.tables import Limits, read_table

SPECTRUM = Path(__file__).parents[3] / "shared" / "data" / "strings" / "csv-spectrum"

LIST = "Name,Grade\r\nTomás Ó Briain,4\r\nБилал Хаддад,3\r\n王小明,K\r\n"
CELLS = [["Name", "Grade"], ["Tomás Ó Briain", "4"], ["Билал Хаддад", "3"], ["王小明", "K"]]


def cells(data: bytes, **options) -> list[list[str]]:
    table = read_table(data, **options)
    assert table.errors == ()
    return [row.cells for row in table.rows]


def refusal(data: bytes, **options) -> str:
    table = read_table(data, **options)
    assert table.refused
    assert table.rows == ()
    return table.errors[0].message


@pytest.mark.parametrize(
    "data",
    [
        LIST.encode(),
        LIST.encode("utf-8-sig"),
        LIST.encode("utf-16"),
        LIST.encode("utf-16-le"),
        LIST.encode("utf-16-be"),
        codecs.BOM_UTF16_BE + LIST.encode("utf-16-be"),
        LIST.encode("utf-32"),
    ],
    ids=["utf-8", "sig", "utf-16", "le", "be", "be-bom", "utf-32"],
)
def test_unicode_files_are_read_whole(data):
    assert cells(data) == CELLS


def test_windows_1252_is_read_and_said_aloud():
    table = read_table("Name,Grade\nJosé Peña,4\n".encode("cp1252"))

    assert table.rows[1].cells == ["José Peña", "4"]
    assert table.encoding == "Windows-1252"
    assert [note.message for note in table.notes] == [
        "Read as Windows-1252, for example “José Peña”. Please check accented letters."
    ]


def test_another_code_page_can_be_chosen():
    data = "Имя,Класс\nИван,4\n".encode("cp1251")

    assert cells(data, encoding="Windows-1251")[1] == ["Иван", "4"]
    assert refusal(b"Name\n\x81\x8d", encoding="Windows-1252") == (
        "This file cannot be read as Windows-1252. Choose another way to read its letters."
    )
    assert "cannot be read as no-such" in refusal(data, encoding="no-such")


def test_a_damaged_utf8_file_is_not_taken_for_windows_1252():
    data = "Name\nJosé\nПетрова\nZoë".encode() + b"\xc3\n"

    assert refusal(data) == (
        "Most of this file is UTF-8, but line 4 is not. It may be cut off or put together from two "
        "files. Export it again as “CSV UTF-8”."
    )
    assert "line 2 is not" in refusal(codecs.BOM_UTF8 + b"Name\nJos\xe9\n")


@pytest.mark.parametrize(
    ("data", "sentence"),
    [
        (b"", "This file is empty. Choose a file with your class list."),
        (b" \r\n\r\n", "This file is empty. Choose a file with your class list."),
        (codecs.BOM_UTF8, "This file is empty. Choose a file with your class list."),
        (
            b"PK\x03\x04....xl/workbook.xml",
            (
                "This is a spreadsheet workbook (Excel), not a CSV file. Open it, choose "
                "Save as, pick "
                "“CSV UTF-8”, and choose that file here."
            ),
        ),
        (
            b"\xd0\xcf\x11\xe0\xa1\xb1",
            (
                "This is a spreadsheet workbook (Excel 97), not a CSV file. Open it, "
                "choose Save as, "
                "pick “CSV UTF-8”, and choose that file here."
            ),
        ),
        (
            b"%PDF-1.7",
            "This is not a text file (PDF). Export the list as CSV and choose that file here.",
        ),
        (
            b"Name\nA\x00B\n",
            (
                "This file holds signs that no text has. It may be damaged. Export the "
                "list again as "
                "CSV."
            ),
        ),
        (
            b"Name\n\x81\x8d\n",
            "We cannot tell how the letters in this file were saved. Save it again as “CSV UTF-8”.",
        ),
        (
            b'Name,Grade\nAmara,4\n"Bilal,3\nLin,2\n',
            (
                'A quotation mark opens in line 3 and does not close. Put the missing " '
                "in, or take "
                "the first one out."
            ),
        ),
        (
            b'Name,Grade\n"Bilal "Billy" Haddad",3\n',
            (
                "In line 2 a quotation mark is in the wrong place, so we cannot tell "
                "the cells apart. "
                "Inside a quoted cell, write it twice."
            ),
        ),
        (
            b"Maple Street School\nAmara,4\nBilal,3\n",
            (
                "Cells in the first line: 1; in the lines below: 2. If the first line is a title, "
                "take it out, "
                "so that the headings come first."
            ),
        ),
    ],
)
def test_what_cannot_be_read_is_refused_in_words(data, sentence):
    assert refusal(data) == sentence


@pytest.mark.parametrize("sign", [",", ";", "\t", "|"])
def test_the_parting_sign_is_found(sign):
    text = f"Name{sign}Grade{sign}Class\nHaddad{sign}4{sign}Room 12\nLin{sign}3{sign}Room 13\n"

    assert cells(text.encode()) == [
        ["Name", "Grade", "Class"],
        ["Haddad", "4", "Room 12"],
        ["Lin", "3", "Room 13"],
    ]


def test_commas_inside_names_do_not_part_a_semicolon_file():
    assert cells(b"Name;Class\nHaddad, Bilal;4\nDiallo, Amara;4\n")[1] == ["Haddad, Bilal", "4"]


def test_the_sep_line_of_a_spreadsheet_is_obeyed():
    table = read_table(b"sep=;\r\nName;Grade\r\nAmara;4\r\n")

    assert [row.cells for row in table.rows] == [["Name", "Grade"], ["Amara", "4"]]
    assert table.rows[1].line == 3


def test_quoted_line_breaks_stay_in_the_cell_and_lines_stay_true():
    table = read_table(b'Name,Note\r\n"Amara\r\nDiallo",x\r\n\r\nBilal,y\r\n')

    assert [(row.line, row.cells[0]) for row in table.rows] == [
        (1, "Name"),
        (2, "Amara\r\nDiallo"),
        (5, "Bilal"),
    ]


def test_old_mac_line_ends_are_read():
    assert cells(b"Name,Grade\rAmara,4\rBilal,3") == [
        ["Name", "Grade"],
        ["Amara", "4"],
        ["Bilal", "3"],
    ]


def test_ragged_rows_are_refused_with_line_and_column():
    table = read_table(b"Name,Grade,Class\nAmara,4,Room 12\nBilal,3\nDiallo, Lin,4,Room 12\n")

    assert [row.cells[0] for row in table.rows] == ["Name", "Amara"]
    assert [(error.line, error.column, error.message) for error in table.errors] == [
        (
            3,
            "Class",
            "Cells in this row: 2. Headings: 3. The first one missing is “Class”.",
        ),
        (
            4,
            "4",
            (
                "Cells in this row: 4. Headings: 3. “Room 12” stands under no heading. A "
                "name with a comma needs quotation marks."
            ),
        ),
    ]


def test_empty_columns_at_the_end_do_no_harm():
    assert cells(b"Name;Grade;;\r\nAmara;4;;\r\nBilal;3;;\r\n") == [
        ["Name", "Grade"],
        ["Amara", "4"],
        ["Bilal", "3"],
    ]
    assert cells(b"Name,Grade\nAmara,4,\nBilal,3,,\n")[1:] == [["Amara", "4"], ["Bilal", "3"]]


def test_limits_are_said():
    assert refusal(b"Name\n" + b"Amara\n" * 4, limits=Limits(rows=3)) == (
        "This file has more than 3 rows. Export one school or one grade at a time."
    )
    assert len(cells(b"Name\n" + b"Amara\n" * 3, limits=Limits(rows=3))) == 4
    assert refusal(b"Name\n" + b"x" * 1024 * 1024, limits=Limits(megabytes=1)) == (
        "This file is 1.0 MB. We read files up to 1 MB. Export one school or one grade at a time."
    )
    assert refusal(b",".join([b"a"] * 300)).startswith("This file has 300 columns.")
    assert refusal(b"Name\n" + b"x" * 140_000).startswith("A cell in line 2 has more than 100,000")


@given(
    st.lists(st.lists(st.text("aé王'\",;\t\n ", max_size=6), min_size=2, max_size=2), min_size=1)
)
def test_what_the_csv_module_writes_is_read_back(rows):
    rows = [["Name", "Grade"], *([f"x{cell}" for cell in row] for row in rows)]
    out = io.StringIO(newline="")
    csv.writer(out).writerows(rows)

    assert cells(out.getvalue().encode()) == rows


@given(st.binary(max_size=300))
def test_any_bytes_decode_or_are_refused(data):
    decoded = decode(data)

    assert (decoded.error is None) == bool(decoded.text)


@pytest.mark.skipif(not SPECTRUM.is_dir(), reason="shared data is not here")
@pytest.mark.parametrize("path", sorted(SPECTRUM.glob("csvs/*.csv")), ids=lambda path: path.stem)
def test_csv_spectrum_reads_equal_to_its_json(path):
    data = path.read_bytes()
    if path.stem.endswith("_crlf"):  # a checkout may have taken the CR out of the file
        data = data.replace(b"\r\n", b"\n").replace(b"\n", b"\r\n")
    heading, *rows = cells(data)

    read = [dict(zip(heading, row, strict=True)) for row in rows]

    assert read == json.loads((SPECTRUM / "json" / f"{path.stem}.json").read_text())
