"""Every sentence the roster reader can say, in one place.

Templates are marked with `gettext_noop`, so translators see them; the web layer says
`gettext(finding.template) % finding.params`. `finding.message` is the English sentence.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import TypeVar

from students.roster.model import Finding, Question

AnyFinding = TypeVar("AnyFinding", bound=Finding)


def gettext_noop(text: str) -> str:
    """Mark a text for translators without needing Django here."""
    return text


_ = gettext_noop

FILE = {
    "file_empty": _("This file is empty. Choose a file with your class list."),
    "file_too_big": _(
        "This file is %(size)s MB. We read files up to %(limit)s MB. Export one school or one "
        "grade at a time."
    ),
    "too_many_rows": _(
        "This file has more than %(limit)s rows. Export one school or one grade at a time."
    ),
    "too_many_columns": _(
        "This file has %(found)s columns. We read up to %(limit)s. Export only those you need."
    ),
    "workbook": _(
        "This is a spreadsheet workbook (%(kind)s), not a CSV file. Open it, choose Save as, pick "
        "“CSV UTF-8”, and choose that file here."
    ),
    "not_text": _(
        "This is not a text file (%(kind)s). Export the list as CSV and choose that file here."
    ),
    "nul_bytes": _(
        "This file holds signs that no text has. It may be damaged. Export the list again as CSV."
    ),
    "encoding_unknown": _(
        "We cannot tell how the letters in this file were saved. Save it again as “CSV UTF-8”."
    ),
    "encoding_mixed": _(
        "Most of this file is UTF-8, but line %(line)s is not. It may be cut off or put together "
        "from two files. Export it again as “CSV UTF-8”."
    ),
    "encoding_wrong": _(
        "This file cannot be read as %(encoding)s. Choose another way to read its letters."
    ),
    "quote_open": _(
        'A quotation mark opens in line %(line)s and does not close. Put the missing " in, or '
        "take the first one out."
    ),
    "quote_misplaced": _(
        "In line %(line)s a quotation mark is in the wrong place, so we cannot tell the cells "
        "apart. Inside a quoted cell, write it twice."
    ),
    "cell_too_long": _(
        "A cell in line %(line)s has more than %(limit)s letters. A quotation mark may be missing."
    ),
    "title_line": _(
        "Cells in the first line: %(found)s; in the lines below: %(expected)s. If the first line "
        "is a title, take it out, so that the headings come first."
    ),
    "part_of_bundle": _(
        "This looks like one file of a larger roster, not like a list of students. "
        "Choose the whole ZIP file or folder."
    ),
    "no_rows": _("This file has headings but no students below them. Is it the right file?"),
}

ROW = {
    "ragged_short": _(
        "Cells in this row: %(found)s. Headings: %(expected)s. The first one missing is "
        "“%(column)s”."
    ),
    "ragged_long": _(
        "Cells in this row: %(found)s. Headings: %(expected)s. “%(value)s” stands under "
        "no heading. A name with a comma needs quotation marks."
    ),
    "name_missing": _("There is no name in this row."),
    "name_control": _(
        "This name holds a sign that cannot be printed (%(sign)s). Type the name again."
    ),
    "name_direction": _(
        "This name holds a hidden sign that turns the reading direction (%(sign)s). Type the name "
        "again."
    ),
    "name_lost": _(
        "A letter of this name was lost before the file came here (%(sign)s). Type the name again."
    ),
    "name_no_letters": _("“%(value)s” has no letters, so it cannot be a name."),
    "name_too_long": _("This name has %(found)s letters. We keep up to %(limit)s."),
    "name_marks": _("Too many accents are piled up on one letter of this name. Type it again."),
    "cell_control": _(
        "“%(column)s” holds a sign that cannot be printed (%(sign)s). Type it again."
    ),
    "cell_long": _("“%(column)s” has %(found)s letters. We keep up to %(limit)s."),
    "grade_unknown": _("Grade “%(value)s” is not a grade we know."),
    "same_number": _("Same student number as row %(other)s, %(other_name)s."),
    "same_name": _("Same name as row %(other)s. Is it the same child?"),
    "same_name_year": _("Same name and birth year as row %(other)s. Is it the same child?"),
    "same_id": _("“%(value)s” stands in line %(other)s too. Each one needs its own number."),
    "id_missing": _("“%(column)s” is empty, so we cannot tell who this is."),
    "unknown_person": _("Nobody in this list has the number “%(value)s”."),
    "unknown_class": _("No class in this list has the number “%(value)s”."),
    "unknown_school": _("No school in this list has the number “%(value)s”."),
    "class_name_missing": _("This class has no name."),
    "status_unknown": _("“%(value)s” is not a status we know. Use active or tobedeleted."),
}

CHECK = {
    "family_first": _("Family name first? We will call this student “%(called)s”."),
    "name_formula": _("“%(value)s” begins like a formula. We keep it as plain text."),
    "name_unusual": _("“%(value)s” is unusual for a name. Please check it."),
    "name_hidden": _("We took a hidden sign out of this name (%(sign)s)."),
    "not_a_student": _("“%(value)s” is not a student, so we leave this row out."),
    "role_unclear": _("We read this row as a student. Is “%(value)s” a student?"),
    "repeated": _("This row says the same as row %(other)s. We add the student once."),
    "grade_left_out": _("Grade “%(value)s” is not a grade from PK to 12. We leave it empty."),
    "other_grade": _("Row %(other)s says grade “%(before)s” for this student. We use that one."),
    "email_left_out": _("“%(value)s” does not look like an e-mail address. We leave it out."),
    "birth_year_unclear": _("We cannot see the birth year in “%(value)s”. We go on without it."),
    "first_line_read": _("We read the first line, “%(value)s”, as a student, not as a heading."),
    "guardian_unknown": _("Guardian “%(value)s” is not in this list. We leave the link out."),
}

NOTE = {
    "encoding": _("Read as %(encoding)s, for example “%(sample)s”. Please check accented letters."),
    "utf16": _("Read as %(encoding)s."),
    "delimiter": _("The cells are parted by “%(delimiter)s”."),
    "delimiter_tab": _("The cells are parted by tabs."),
    "list_marks": _("We left out the numbers or dots before the names."),
    "empty_columns": _("Empty columns at the end of the lines, left out: %(count)s."),
    "not_kept": _("We do not keep: %(columns)s."),
    "status_skipped": _("Rows marked as deleted or not active, left out: %(count)s."),
    "other_schools": _("We read %(school)s only. This list holds other schools too: %(others)s."),
    "no_manifest": _("There is no manifest.csv, so we read this as %(format)s by its columns."),
    "not_enrolled": _("Students in no class of this list, added all the same: %(count)s."),
    "optional_missing": _("There is no %(file)s, so we go on without it."),
}

BUNDLE = {
    "zip_damaged": _("This ZIP file is damaged or not finished. Make it again and choose it here."),
    "zip_locked": _("This ZIP file has a password. Make one without a password."),
    "zip_path": _(
        "This ZIP file holds “%(name)s”, a name that points outside of it. We do not open it."
    ),
    "zip_too_big": _(
        "Unpacked, this list is larger than %(limit)s MB. Export one school at a time."
    ),
    "zip_many_files": _("This ZIP file holds %(found)s files. A roster has up to %(limit)s."),
    "zip_twice": _("This list holds “%(name)s” twice. We cannot tell which one is right."),
    "no_roster_files": _(
        "We found no roster in here. We look for users.csv and enrollments.csv (OneRoster, "
        "Microsoft SDS) or Student.csv and Section.csv (SDS)."
    ),
    "file_missing": _("%(file)s is missing. Export the list again with this file."),
    "column_missing": _("%(file)s has no column “%(column)s”. Export it again with this column."),
    "names_missing": _(
        "%(file)s has no columns “%(given)s” and “%(family)s”, only user names. We need the "
        "students’ names: export the list again with them."
    ),
    "version_unknown": _("This is OneRoster %(value)s. We read 1.1 and 1.2."),
    "delta": _("%(file)s holds changes only (delta). We need the whole list: export it as “bulk”."),
    "no_schools": _("%(file)s holds no school."),
    "school_unknown": _("No school in this list has the number “%(value)s”."),
    "no_students": _("%(school)s has no students in this list."),
}

ASK = {
    "which_name": _("Which column holds the students’ names?"),
    "which_field": _("What is in the column “%(column)s”?"),
    "two_columns": _("Two columns look alike: “%(first)s” and “%(second)s”. Which one do we use?"),
    "has_header": _("Is the first line, “%(value)s”, a heading or a student?"),
    "comma_names": _("Names look like “%(value)s”. Is the family name first?"),
    "which_school": _("This list holds %(count)s schools. Which one is yours?"),
}

TEMPLATES = {**FILE, **ROW, **CHECK, **NOTE, **BUNDLE, **ASK}


def say(  # noqa: PLR0913  one argument for each part of a finding
    kind: type[AnyFinding],
    code: str,
    /,
    *,
    params: Mapping[str, object] | None = None,
    file: str = "",
    line: int | None = None,
    row: int | None = None,
    column: str = "",
    value: str = "",
    suggestion: str = "",
) -> AnyFinding:
    """Build a finding of `kind` with its sentence filled in. Long values are cut for the eye."""
    filled = {
        "value": shorten(value),
        "column": column,
        "file": file,
        "line": line,
        **(params or {}),
    }
    template = TEMPLATES[code]
    return kind(
        code=code,
        message=template % filled,
        template=template,
        params=filled,
        file=file,
        line=line,
        row=row,
        column=column,
        value=value,
        suggestion=suggestion,
    )


def ask(
    code: str,
    /,
    *,
    params: Mapping[str, object] | None = None,
    column: int | None = None,
    choices: tuple[str, ...] = (),
    suggestion: str = "",
) -> Question:
    template = TEMPLATES[code]
    filled = dict(params or {})
    return Question(
        code=code,
        message=template % filled,
        template=template,
        params=filled,
        column=column,
        choices=choices,
        suggestion=suggestion,
    )


def shorten(value: str, limit: int = 60) -> str:
    """Make a value from the file safe to show inside a sentence: one line, printable, short."""
    shown = "".join(sign if sign.isprintable() else "�" for sign in value[: limit + 1])
    return f"{shown[:limit]}…" if len(shown) > limit else shown
