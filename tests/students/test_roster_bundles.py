"""OneRoster and SDS bundles, and ZIP files nobody should trust."""

import io
import zipfile
from datetime import date

import pytest

from students.roster.bundles import BundleLimits
from students.roster.model import Decisions
from students.roster.read import read_path, read_upload

ONE_1 = {
    "manifest.csv": "propertyName,value\noneroster.version,1.1\nfile.users,bulk\n",
    "orgs.csv": "sourcedId,status,name,type\nm,active,Maple Street,school\nd,,Maple,district\n",
    "academicSessions.csv": "sourcedId,title\nt1,Spring 2027\n",
    "users.csv": (
        "sourcedId,status,enabledUser,orgSourcedIds,role,username,givenName,familyName,email,"
        "agentSourcedIds,grades\n"
        's1,active,true,"m,d",student,a,Amara,Diallo,,g1,04\n'
        "s2,active,true,m,student,b,Bilal,Haddad,,,KG\n"
        "s3,tobedeleted,true,m,student,c,Gone,Away,,,04\n"
        "t1,active,true,m,teacher,o,Ada,Okonkwo,ada@maple.example,,\n"
        "t2,active,true,m,teacher,l,Jo,Lind,jo@maple.example,,\n"
        "g1,active,true,m,parent,p,Fatou,Diallo,fatou@home.example,,\n"
    ),
    "classes.csv": (
        "sourcedId,status,title,grades,schoolSourcedId,termSourcedIds,classType\n"
        "c1,active,Room 12,04,m,t1,homeroom\n"
    ),
    "enrollments.csv": (
        "sourcedId,status,classSourcedId,schoolSourcedId,userSourcedId,role,primary,beginDate\n"
        "e1,active,c1,m,s1,student,,2027-01-04\n"
        "e2,active,c1,m,s2,student,,\n"
        "e3,active,c1,m,t1,teacher,true,\n"
        "e4,active,c1,m,t2,teacher,false,\n"
        "e5,tobedeleted,c1,m,s3,student,,\n"
    ),
    "demographics.csv": "userSourcedId,birthDate\ns1,2016-01-01\n",
}
ONE_2 = ONE_1 | {
    "manifest.csv": "propertyName,value\noneroster.version,1.2\n",
    "users.csv": (
        "sourcedId,enabledUser,givenName,familyName,preferredGivenName,grades,primaryOrgSourcedId\n"
        "s1,true,Amara,Diallo,Ami,04,m\ns2,true,Bilal,Haddad,,KG,m\nt1,true,Ada,Okonkwo,,,m\n"
        "t2,true,Jo,Lind,,,m\n"
    ),
    "roles.csv": (
        "sourcedId,userSourcedId,roleType,role,orgSourcedId\n"
        "r1,s1,primary,student,m\nr2,s2,primary,student,m\nr3,t1,primary,teacher,m\n"
        "r4,t2,primary,aide,m\n"
    ),
    "enrollments.csv": (
        "sourcedId,classSourcedId,userSourcedId,role\n"
        "e1,c1,s1,student\ne2,c1,s2,student\ne3,c1,t1,teacher\ne4,c1,t2,aide\n"
    ),
}


def zipped(files: dict[str, str | bytes], folder: str = "", **options) -> bytes:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, text in files.items():
            archive.writestr(folder + name, text)
    return out.getvalue()


def read(files, **decisions):
    return read_upload(zipped(files), Decisions(**decisions))


def only_error(reading) -> str:
    assert not reading.roster
    (error,) = reading.errors
    return error.message


def test_oneroster_1_1_gives_people_classes_terms_and_guardians():
    reading = read(ONE_1)
    roster = reading.roster

    assert reading.format == "OneRoster 1.1"
    assert reading.complete
    assert [(s.external_id, s.name, s.called, s.grade) for s in roster.students] == [
        ("s1", "Amara Diallo", "Amara", "4"),
        ("s2", "Bilal Haddad", "Bilal", "K"),
    ]
    assert all(student.birth_year is None for student in roster.students)
    assert [(c.external_id, c.name, c.grade, c.term) for c in roster.classes] == [
        ("c1", "Room 12", "4", "Spring 2027")
    ]
    assert [(e.student_key, e.starts_on) for e in roster.enrollments] == [
        ("s1", date(2027, 1, 4)),
        ("s2", None),
    ]
    assert [(a.staff_key, a.role) for a in roster.assignments] == [
        ("t1", "teacher"),
        ("t2", "co-teacher"),
    ]
    assert [(g.student_key, g.name, g.email, g.relation) for g in roster.guardians] == [
        ("s1", "Fatou Diallo", "fatou@home.example", "parent")
    ]
    assert [note.message for note in reading.notes] == [
        "Rows marked as deleted or not active, left out: 2."
    ]


def test_oneroster_1_2_takes_roles_from_their_own_file():
    reading = read(ONE_2)

    assert reading.format == "OneRoster 1.2"
    assert [(s.called, s.grade) for s in reading.roster.students] == [("Ami", "4"), ("Bilal", "K")]
    assert [(a.staff_key, a.role) for a in reading.roster.assignments] == [
        ("t1", "teacher"),
        ("t2", "co-teacher"),
    ]


def test_nested_folders_and_capital_letters_are_fine(tmp_path):
    files = {name.upper(): text for name, text in ONE_1.items()}
    files["__MACOSX/._users.csv"] = "junk"

    assert read_upload(zipped(files, folder="export/2027/")).complete
    for name, text in files.items():
        if "/" not in name:
            (tmp_path / name).write_text(text)
    assert read_path(tmp_path).complete


def test_a_file_in_utf16_or_windows_1252_is_read_too():
    files = ONE_1 | {
        "users.csv": ONE_1["users.csv"].replace("Haddad", "Peña").encode("cp1252"),
        "orgs.csv": ONE_1["orgs.csv"].encode("utf-16"),
    }
    reading = read(files)

    assert reading.roster.students[1].name == "Bilal Peña"
    assert [(note.file, note.code) for note in reading.notes][:2] == [
        ("orgs.csv", "utf16"),
        ("users.csv", "encoding"),
    ]


def test_one_school_is_picked_or_asked_for():
    files = ONE_1 | {
        "orgs.csv": ONE_1["orgs.csv"] + "o,,Oak,school\n",
        "users.csv": ONE_1["users.csv"] + "s9,,true,o,student,x,Olga,Petrova,,,5\n",
    }
    question = read(files).questions[0]

    assert question.message == "This list holds 2 schools. Which one is yours?"
    assert question.choices == ("m", "o")
    assert [s.students for s in read(files).schools] == [2, 1]
    assert [s.name for s in read(files, school="Oak").roster.students] == ["Olga Petrova"]
    assert len(read(files, school="m").roster.students) == 2
    assert only_error(read(files, school="x")) == "No school in this list has the number “x”."


def test_broken_rows_are_named_by_file_and_line():
    files = ONE_1 | {
        "users.csv": ONE_1["users.csv"]
        + "s1,,true,m,student,z,Twin,Number,,,4\ns5,,true,m,student,z,,,,,4\nshort,row\n"
        + "s6,maybe,true,m,student,z,Ma,Ybe,,,4\n",
        "enrollments.csv": ONE_1["enrollments.csv"]
        + "e6,,c9,m,s1,student,,\ne7,,c1,m,s99,student,,\n",
    }

    assert sorted((e.file, e.line, e.message) for e in read(files).errors) == [
        ("enrollments.csv", 7, "No class in this list has the number “c9”."),
        ("enrollments.csv", 8, "Nobody in this list has the number “s99”."),
        ("users.csv", 2, "“s1” stands in line 8 too. Each one needs its own number."),
        ("users.csv", 8, "“s1” stands in line 2 too. Each one needs its own number."),
        ("users.csv", 9, "There is no name in this row."),
        (
            "users.csv",
            10,
            ("Cells in this row: 2. Headings: 11. The first one missing is “enabledUser”."),
        ),
        ("users.csv", 11, "“maybe” is not a status we know. Use active or tobedeleted."),
    ]


SDS = {
    "School.csv": "SIS ID,Name\n1,Maple\n",
    "Section.csv": "SIS ID,School SIS ID,Section Name\n9,1,Room 12\n",
    "Student.csv": (
        "SIS ID,School SIS ID,First Name,Last Name,Grade\ns1,1,Amara,Diallo,4\ns2,1,Bo,Lee,4\n"
    ),
    "Teacher.csv": "SIS ID,School SIS ID,First Name,Last Name\nt1,1,Ada,Okonkwo\n",
    "StudentEnrollment.csv": "Section SIS ID,SIS ID\n9,s1\n",
    "TeacherRoster.csv": "Section SIS ID,SIS ID\n9,t1\n",
}


@pytest.mark.parametrize(
    ("bundle", "file", "row", "line"),
    [
        (ONE_1, "users.csv", "s1,,true,m,student,z,{name},,,4\n", 8),
        (SDS, "Student.csv", "s1,1,{name},4\n", 4),
    ],
)
def test_a_number_that_two_people_of_a_bundle_share_is_neithers(bundle, file, row, line):
    rows = row.format(name="Twin,Number") + row.format(name="Third,Too")

    found = read(bundle | {file: bundle[file] + rows}).errors
    again = read(bundle | {file: bundle[file] + row.format(name="AMARA,Diallo")}).errors

    said = "“s1” stands in line {} too. Each one needs its own number."
    assert sorted((error.line, error.message) for error in found) == [
        (2, said.format(line)),
        (line, said.format(2)),
        (line + 1, said.format(2)),
    ]
    assert [(error.line, error.message) for error in again] == [(line, said.format(2))]


@pytest.mark.parametrize(
    ("change", "sentence"),
    [
        (
            {"enrollments.csv": None},
            "enrollments.csv is missing. Export the list again with this file.",
        ),
        (
            {"users.csv": "sourcedId,givenName\n1,A\n"},
            "users.csv has no column “familyName”. Export it again with this column.",
        ),
        (
            {"manifest.csv": "propertyName,value\noneroster.version,2.0\n"},
            "This is OneRoster 2.0. We read 1.1 and 1.2.",
        ),
        (
            {"manifest.csv": "propertyName,value\noneroster.version,1.1\nfile.users,delta\n"},
            "users.csv holds changes only (delta). We need the whole list: export it as “bulk”.",
        ),
        ({"orgs.csv": "sourcedId,name,type\n"}, "orgs.csv holds no school."),
        (
            {"users.csv": 'sourcedId,givenName,familyName\n1,"A,B\n'},
            ('A quotation mark opens in line 2 and does not close. Put the missing " in, or take '
            "the first one out."),
        ),
    ],
)  # fmt: skip
def test_a_bundle_that_cannot_be_used_is_refused_in_words(change, sentence):
    files = {name: text for name, text in (ONE_1 | change).items() if text is not None}

    assert only_error(read(files)) == sentence


def test_zips_that_mean_harm_are_not_opened():
    assert only_error(read(ONE_1 | {"../../etc/passwd.csv": "x"})) == (
        "This ZIP file holds “../../etc/passwd.csv”, a name that points outside of it. We do not "
        "open it."
    )
    assert "points outside" in only_error(read(ONE_1 | {"C:\\users.csv": "x"}))
    assert only_error(read_upload(zipped(ONE_1)[:-30])) == (
        "This ZIP file is damaged or not finished. Make it again and choose it here."
    )
    assert only_error(read(ONE_1 | {"old/users.csv": "x"})) == (
        "This list holds “users.csv” twice. We cannot tell which one is right."
    )
    assert only_error(read({"a.csv": "x", "b.csv": "y"})).startswith("We found no roster in here.")
    many = {f"{number}.csv": "x" for number in range(201)}
    assert only_error(read(many)) == "This ZIP file holds 201 files. A roster has up to 200."


def test_a_zip_bomb_stops_at_the_limit():
    bomb = zipped(ONE_1 | {"results.csv": b"0" * 3 * 1024 * 1024})

    reading = read_upload(bomb, bundle_limits=BundleLimits(megabytes=2))

    assert only_error(reading) == (
        "Unpacked, this list is larger than 2 MB. Export one school at a time."
    )


def test_a_zip_that_lies_about_its_sizes_is_refused():
    text = ONE_1["users.csv"].encode()
    size = len(text).to_bytes(4, "little")
    data = zipped(ONE_1)
    assert data.count(size) == 2  # the local header and the central directory

    reading = read_upload(data.replace(size, (40).to_bytes(4, "little")))

    assert only_error(reading).startswith("This ZIP file is damaged")


def test_a_locked_zip_is_refused():
    data = bytearray(zipped({"users.csv": "a"}))
    data[6] |= 1
    data[data.index(b"PK\x01\x02") + 8] |= 1

    assert only_error(read_upload(bytes(data))) == (
        "This ZIP file has a password. Make one without a password."
    )


def test_a_zip_of_one_table_is_read_as_that_table():
    reading = read({"room12.csv": "Name,Grade\nAmara,4\n"})

    assert (reading.format, reading.roster.students[0].grade) == ("table", "4")


def test_sds_v1_with_guardians():
    reading = read(
        {
            "School.csv": "SIS ID,Name\n1,Maple\n",
            "Section.csv": "SIS ID,School SIS ID,Section Name,Term Name\n9,1,Room 12,Spring\n",
            "Student.csv": (
                "SIS ID,School SIS ID,First Name,Last Name,Grade,Status\n"
                "s1,1,Amara,Diallo,4,Active\ns2,1,Gone,Away,4,Inactive\n"
            ),
            "Teacher.csv": "SIS ID,School SIS ID,First Name,Last Name\nt1,1,Ada,Okonkwo\n",
            "StudentEnrollment.csv": "Section SIS ID,SIS ID\n9,s1\n",
            "TeacherRoster.csv": "Section SIS ID,SIS ID\n9,t1\n",
            "User.csv": "Email,First Name,Last Name\nFatou@home.example,Fatou,Diallo\n",
            "GuardianRelationship.csv": "SIS ID,Email,Role\ns1,fatou@home.example,Parent\n",
        }
    )

    assert reading.format == "Microsoft SDS v1"
    assert reading.complete
    assert [guardian.relation for guardian in reading.roster.guardians] == ["parent"]
    assert reading.roster.classes[0].term == "Spring"
