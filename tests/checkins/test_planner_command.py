"""`manage.py plan_checkins`, and problems without names for bug reports."""

import io
import json
import os
import subprocess
import sys
from pathlib import Path
from types import SimpleNamespace

import pytest
from django.core.management import CommandError, call_command
from hypothesis import given, settings

from checkins.planner import (
    Reason,
    ReasonKind,
    Wish,
    anonymous,
    plan,
    read_checkins,
    read_problem,
    write_problem,
)
from tests.checkins.planner_cases import block, crowd, problem, published, replans, request

ROOT = Path(__file__).resolve().parents[2]


@pytest.fixture
def saved(tmp_path):
    """A file with three students for two places."""
    path = tmp_path / "problem.json"
    path.write_text(json.dumps(write_problem(problem([block("a")], crowd(3)))))
    return path


def run(*args):
    out, err = io.StringIO(), io.StringIO()
    call_command("plan_checkins", *map(str, args), stdout=out, stderr=err)
    return out.getvalue(), err.getvalue()


SUMMARY = (
    "3 students × 5 min + 1 min to switch = 18 min. You have 11 min, 7 too few.\n"
    "2 of 3 check-ins have a time. No plan is better.\n"
)


def test_a_plan_is_written_beside_its_summary(saved, tmp_path):
    target = tmp_path / "plan.json"

    out, err = run(saved, "--out", target)

    assert (out, err) == (SUMMARY, "")
    case = read_problem(json.loads(saved.read_text()))
    assert read_checkins(json.loads(target.read_text())) == plan(case).checkins


def test_without_a_target_the_plan_goes_to_standard_output_alone(saved):
    out, err = run(saved)

    assert len(json.loads(out)["checkins"]) == 2
    assert err == SUMMARY


def test_a_problem_may_come_through_a_pipe(saved, monkeypatch):
    monkeypatch.setattr(sys, "stdin", SimpleNamespace(buffer=io.BytesIO(saved.read_bytes())))

    out, _ = run("-")

    assert len(json.loads(out)["checkins"]) == 2


LOCKED_TWICE = {
    "teachers": [{"id": "t"}],
    "blocks": [{"id": "a", "teacher": "t", "day": 0, "start": 540, "end": 551, "slots": [540]}],
    "requests": [{"id": "r", "student": "p", "minutes": 5, "need": 1, "blocks": ["a"]}],
    "previous": {
        "now": [0, 0],
        "locked": ["r"],
        "checkins": [
            {"request": "r", "teacher": "t", "block": "a", "day": 0, "start": 546, "minutes": 5}
        ],
    },
}
WRONG = [
    (b'{"teachers": [}', "line 1, column 15: this is not JSON (Expecting value)."),
    (b"\xff\x00\x01", "this is not JSON."),
    (b"[" * 100_000, "this is not JSON."),
    (b"[]", "schema: this is not checkins/1"),
    (b'{"blocks": 7}', "blocks: is not a list"),
    (json.dumps(LOCKED_TWICE).encode(), "r: block a has no such start any more"),
]


@pytest.mark.parametrize(("content", "words"), WRONG, ids=[words[:20] for _, words in WRONG])
def test_what_is_wrong_with_a_file_is_said_with_its_place(tmp_path, content, words):
    path = tmp_path / "wrong.json"
    path.write_bytes(content)

    with pytest.raises(CommandError) as wrong:
        run(path)

    assert str(wrong.value) == f"{path}: {words}"
    assert wrong.value.returncode == 1


def test_files_that_cannot_be_read_or_written_are_named(saved, tmp_path):
    with pytest.raises(CommandError) as nothing:
        run(tmp_path / "nothing.json")
    with pytest.raises(CommandError) as folder:
        run(saved, "--out", tmp_path)

    assert (
        str(nothing.value) == f"{tmp_path}/nothing.json cannot be read: No such file or directory."
    )
    assert str(folder.value) == f"{tmp_path} cannot be written: Is a directory."
    assert (nothing.value.returncode, folder.value.returncode) == (2, 2)


def test_the_command_needs_no_database(saved, tmp_path):
    nowhere = {"DATABASE_URL": "postgres://nobody@127.0.0.1:1/nowhere", "DEBUG": "1"}

    done = subprocess.run(
        [sys.executable, "manage.py", "plan_checkins", saved, "--out", tmp_path / "plan.json"],
        cwd=ROOT,
        env=os.environ | nowhere,
        capture_output=True,
        text=True,
        check=False,
    )

    assert (done.returncode, done.stdout, done.stderr) == (0, SUMMARY, "")


def test_a_problem_for_a_bug_report_names_nobody():
    reasons = (Reason(ReasonKind.OWN_IDEA, 3, {"idea": "Build a bridge"}),)
    case = problem(
        [block("Room 12", teacher="Mx. Okafor", section="Grade 5")],
        [
            request(
                "Ada", ["Room 12"], reasons=reasons, prefer=Wish(("Room 12",)),
                pulled_from={"Room 12": "Band"},
            ),
            request("Zoë", ["Room 12"], 9),
        ],
    )  # fmt: skip
    case = published(case, plan(case), locked=frozenset({"Ada"}))

    text = json.dumps(write_problem(anonymous(case)), ensure_ascii=False)

    assert [
        word for word in ("Ada", "Zoë", "Okafor", "12", "Grade", "Band", "bridge") if word in text
    ] == []
    (ada, zoe) = anonymous(case).requests
    assert (ada.student, ada.id, ada.blocks) == ("student-1", "request-1", ("block-1",))
    assert (ada.reasons, zoe.need) == ((Reason(ReasonKind.OWN_IDEA, 3),), 9)
    assert (ada.prefer, ada.pulled_from) == (Wish(("block-1",)), {"block-1": "section-1"})
    assert anonymous(case).previous.locked == {"request-1"}


@settings(max_examples=40, deadline=None)
@given(replans())
def test_a_problem_without_names_has_the_same_plan(case):
    bare = anonymous(case)

    mine, theirs = plan(case), plan(bare)

    assert theirs.score == mine.score
    assert [(c.day, c.start) for c in theirs.checkins] == [(c.day, c.start) for c in mine.checkins]
    assert anonymous(bare) == bare


def test_twelve_ids_sort_as_before():
    case = problem([block("a")], crowd(12))

    assert [r.id for r in sorted(anonymous(case).requests, key=lambda r: r.id)][9:11] == [
        "request-10",
        "request-11",
    ]
    by_need = [r.need for r in sorted(case.requests, key=lambda r: r.id)]
    assert [r.need for r in sorted(anonymous(case).requests, key=lambda r: r.id)] == by_need
