"""Writing, sharing, folding and printing words; and who they never reach."""

from datetime import date, timedelta

import pytest
from django.urls import reverse

from checkins.models import CheckIn, CheckInNote, Promise, Roadblock
from plc.models import AuditEntry
from tests.factories import (
    NOW,
    TODAY,
    AskFactory,
    CheckInFactory,
    CheckInNoteFactory,
    PromiseFactory,
    RoadblockFactory,
    StudentFactory,
)
from tests.test_access import (
    KIND_OF,
    keys_of,
    our_addresses,
    room_12,  # noqa: F401 - a fixture
)

pytestmark = pytest.mark.django_db


@pytest.fixture
def checkin(section, student, teacher):
    held_on = TODAY - timedelta(days=1)
    return CheckInFactory(section=section, student=student, teacher=teacher, held_on=held_on)


@pytest.fixture
def note(checkin):
    return CheckInNoteFactory(checkin=checkin, text="first", audience="family")


def url(name, student, *keys):
    return reverse(name, args=[student.key, *keys])


# --- recording ---


def test_words_roadblock_and_promise_are_recorded_with_a_check_in(sign_in, teacher, student):
    client, address = sign_in(teacher), url("new_checkin", student)
    key = client.get(address).context["form"]["key"].value()
    data = {
        "topic": "project",
        "key": key,
        "note": "Clear graph.",
        "audience": "student",
        "roadblock": "time",
        "promise": "look",
        "promise_words": "your graph on Monday",
        "days": "3",
    }

    for _twice in range(2):
        assert client.post(address, data).status_code == 302

    assert CheckIn.objects.count() == 1
    assert list(CheckInNote.objects.values_list("text", "audience")) == [
        ("Clear graph.", "student"),
        ("your graph on Monday", "student"),
    ]
    assert Roadblock.objects.get().kind == "time"
    assert Promise.objects.get().due_on == date(2027, 1, 26)


def test_a_check_in_needs_none_of_it(sign_in, teacher, student):
    client, address = sign_in(teacher), url("new_checkin", student)
    key = client.get(address).context["form"]["key"].value()

    client.post(address, {"topic": "project", "key": key})

    assert CheckIn.objects.count() == 1
    assert not CheckInNote.objects.exists()


@pytest.mark.parametrize(
    "data",
    [
        {"roadblock_words": "no compass"},
        {"promise_words": "my compass"},
        {"roadblock": "aliens"},
        {"promise": "aliens"},
        {"days": "999"},
        {"audience": "everybody"},
        {"note": "x" * 1001},
    ],
)
def test_what_is_wrong_is_said_and_the_words_stay(sign_in, teacher, student, data):
    client, address = sign_in(teacher), url("new_checkin", student)
    key = client.get(address).context["form"]["key"].value()
    written = {"topic": "goal", "key": key, "note": "my long thought"} | data

    response = client.post(address, written)

    assert response.status_code == 422
    assert written["note"][:9] in response.text
    assert not CheckIn.objects.exists()


def test_who_reads_is_said_beside_the_box(sign_in, teacher, student):
    text = sign_in(teacher).get(url("new_checkin", student)).text

    assert "Only your team reads this, unless you share it." in text
    assert "Notes are school records; a family may ask to read them." in text
    assert "Shared words stand on Priya’s own page, where a classmate may look on." in text


# --- adding, changing, deleting ---


def test_a_second_adult_adds_words_to_a_check_in_once(sign_in, specialist, student, checkin):
    client, address = sign_in(specialist), url("new_note", student, checkin.key)
    key = client.get(address).context["form"]["key"].value()
    data = {"text": "Reads aloud well.", "audience": "team", "key": key}

    for _twice in range(2):
        client.post(address, data)

    kept = checkin.notes.get()
    assert (kept.author, kept.text) == (specialist, "Reads aloud well.")


def test_empty_words_are_refused_kindly(sign_in, teacher, student, checkin):
    client, address = sign_in(teacher), url("new_note", student, checkin.key)
    key = client.get(address).context["form"]["key"].value()

    response = client.post(address, {"text": "  ", "audience": "team", "key": key})

    assert response.status_code == 422
    assert "Write a few words first." in response.text


def test_whoever_saves_second_sees_both_texts_and_decides(sign_in, coteacher, student, note):
    client, address = sign_in(coteacher), url("edit_note", student, note.key)
    CheckInNote.objects.update(text="changed by her", version=2)

    response = client.post(address, {"text": "mine", "audience": "family", "version": 1})

    assert response.status_code == 422
    assert "changed by her" in response.text
    assert ">mine</textarea>" in response.text
    assert '<input type="hidden" name="version" value="2">' in response.text
    client.post(address, {"text": "both", "audience": "family", "version": 2})
    note.refresh_from_db()
    assert (note.text, note.changed_by) == ("both", coteacher)


def test_words_that_are_gone_meanwhile_leave_mine_on_the_page(
    sign_in, coteacher, student, note, monkeypatch
):
    real = CheckInNote.objects.filter(pk=note.pk)
    monkeypatch.setattr("checkins.notes.change", lambda **_facts: _gone(real))

    response = sign_in(coteacher).post(
        url("edit_note", student, note.key), {"text": "mine", "audience": "family", "version": 1}
    )

    assert response.status_code == 422
    assert ">mine</textarea>" in response.text


def _gone(rows):
    from checkins.notes import ChangedMeanwhile  # noqa: PLC0415

    rows.delete()
    raise ChangedMeanwhile


def test_anothers_private_words_are_not_changed(sign_in, coteacher, student, checkin):
    private = CheckInNoteFactory(checkin=checkin)

    assert sign_in(coteacher).get(url("edit_note", student, private.key)).status_code == 404


def test_the_author_deletes_and_nobody_else(sign_in, teacher, coteacher, student, note):
    address = url("drop_note", student, note.key)

    assert sign_in(coteacher).post(address).status_code == 404
    assert sign_in(teacher).post(address).status_code == 302
    assert not CheckInNote.objects.exists()


# --- reading ---


def test_the_newest_stand_open_and_older_ones_are_folded(sign_in, section, student, teacher):
    for days in range(36):
        held_on = TODAY - timedelta(days=days)
        CheckInFactory(section=section, student=student, teacher=teacher, held_on=held_on)

    client = sign_in(teacher)
    first = client.get(url("student_checkins", student)).context
    last = client.get(url("student_checkins", student), {"page": 2}).context

    assert [len(first["newest"]), len(first["older"])] == [5, 25]
    assert [len(last["newest"]), len(last["older"])] == [5, 1]
    assert first["count"] == 36


def test_a_thousand_notes_stay_one_short_page(
    sign_in, section, student, coteacher, teacher, django_assert_num_queries
):
    """The page of 1,000 notes takes the statements and the room of the page of 30."""
    client, address, sizes = sign_in(coteacher), url("student_checkins", student), []
    of_hers = {"school": section.school, "section": section, "student": student, "teacher": teacher}
    for count in (30, 970):
        held = CheckIn.objects.bulk_create(CheckInFactory.build_batch(count, **of_hers))
        CheckInNote.objects.bulk_create(
            CheckInNote(
                school=section.school,
                student=student,
                checkin=checkin,
                author=teacher,
                text=f"Word {number:04} of what we said.",
            )
            for number, checkin in enumerate(held)
        )
        # session, user, student, classes, enrolled, assigned, how many, check-ins, notes with
        # savepoint and audit row, planned, roadblocks and promises, open and closed
        with django_assert_num_queries(16):
            response = client.get(address)
        sizes.append(len(response.content))
        assert response.text.count("of what we said.") == 30
        folded = response.text.partition("25 older check-ins")[2]
        assert folded.count("of what we said.") == 25
    assert "1000 in all" in response.text
    assert "of 34" in response.text
    assert sizes[1] < sizes[0] + 2_000 < 80_000


def test_the_profile_draws_the_check_ins_without_reading_words(sign_in, coteacher, student, note):
    response = sign_in(coteacher).get(
        url("student_checkins", student),
        headers={"HX-Request": "true", "HX-Target": "section#checkin-summary"},
    )

    assert response.text.lstrip().startswith('<section id="checkin-summary"')
    assert not AuditEntry.objects.exists()


def test_the_sheet_for_home_has_words_for_the_family_alone(sign_in, teacher, student, checkin):
    for audience in ("team", "student", "family"):
        CheckInNoteFactory(checkin=checkin, text=f"for the {audience}", audience=audience)

    text = sign_in(teacher).get(url("print_home", student)).text

    assert "for the family" in text
    assert "for the team" not in text
    assert "for the student" not in text


def test_an_empty_sheet_says_how_to_fill_it(sign_in, teacher, student):
    text = sign_in(teacher).get(url("print_home", student)).text

    assert "Nothing is written for the family yet." in text


# --- who words never reach ---


CANARIES = ["CANARY-NOTE", "CANARY-ROADBLOCK", "CANARY-PROMISE", "CANARY-SHARED", "CANARY-ASK"]
MAY_READ = {
    "student": {"CANARY-SHARED", "CANARY-ASK"},
    "specialist": set(CANARIES),
    "teacher": set(CANARIES),
}


@pytest.fixture
def canaries(room_12, section, student, teacher):  # noqa: F811
    """Words of each kind about Priya, beside a row of everything else that has an address."""
    held = CheckInFactory(section=section, student=student, teacher=teacher)
    CheckInNoteFactory(checkin=held, text="CANARY-NOTE")
    CheckInNoteFactory(checkin=held, text="CANARY-SHARED", audience="family")
    block = RoadblockFactory(checkin=held, kind="time", is_shared=True)
    promise = PromiseFactory(checkin=held, is_shared=True)
    CheckInNoteFactory(checkin=held, text="CANARY-ROADBLOCK", roadblock=block)
    CheckInNoteFactory(checkin=held, text="CANARY-PROMISE", promise=promise)
    student.asks.all().delete()
    AskFactory(section=section, student=student, words="CANARY-ASK", asked_at=NOW)
    return room_12


EVERYBODY = (
    "anonymous student specialist other_teacher stranger school_admin district_admin teacher"
)


@pytest.mark.parametrize("who", EVERYBODY.split())
def test_words_reach_nobody_outside_the_list_at_any_address(
    request, client, sign_in, canaries, who
):
    if who != "anonymous":
        sign_in(request.getfixturevalue(who))
    seen = set()
    for name, parameters in our_addresses():
        if name not in KIND_OF or name == "student_sign_out":
            continue
        response = client.get(reverse(name, kwargs=keys_of(canaries, name, parameters)))
        body = b"".join(response) if response.streaming else response.content
        seen |= {canary for canary in CANARIES if canary.encode() in body}

    assert seen == MAY_READ.get(who, set())


def test_another_child_of_the_class_reads_nothing(sign_in, canaries, section):
    client = sign_in(StudentFactory(section=section))

    for name in ("my_day", "my_checkins", "ask_for_checkin", "my_goals"):
        assert "CANARY" not in client.get(reverse(name)).text
