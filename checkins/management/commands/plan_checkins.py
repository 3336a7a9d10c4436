"""`manage.py plan_checkins`: plan a problem from a file, schema checkins/1. Needs no database."""

from __future__ import annotations

import json
import sys
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser

from checkins.planner import (
    BadProblem,
    LockedConflict,
    capacity,
    plan,
    read_problem,
    verdict,
    write_plan,
)

NO_PLAN, WRONG_USE = 1, 2


class Command(BaseCommand):
    help = (
        "Plan the check-ins of a problem (JSON, schema checkins/1; - reads standard input) and "
        "write the plan. Exit code 0: planned, even if not everybody fits; 1: this is no problem "
        "that can be planned, and where; 2: a file cannot be read or written."
    )
    requires_system_checks = ()

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("instance", metavar="INSTANCE.json")
        parser.add_argument(
            "--out",
            type=Path,
            metavar="PLAN.json",
            help="where the plan goes; without it to standard output, and the summary to errors",
        )

    def handle(self, *args: Any, **options: Any) -> None:
        source, out = options["instance"], options["out"]
        data = _parsed(source, _read(source))
        try:
            problem = read_problem(data)
            best = plan(problem)
        except (BadProblem, LockedConflict) as wrong:
            raise CommandError(f"{source}: {wrong}", returncode=NO_PLAN) from None
        text = json.dumps(write_plan(best), ensure_ascii=False, indent=1)
        say = self.stdout if out else self.stderr
        if out:
            _write(out, text + "\n")
        else:
            self.stdout.write(text)
        say.write(capacity(problem).sentence.text, lambda words: words)
        say.write(verdict(best).text, lambda words: words)


def _read(source: str) -> bytes:
    try:
        return sys.stdin.buffer.read() if source == "-" else Path(source).read_bytes()
    except OSError as wrong:
        raise CommandError(
            f"{source} cannot be read: {wrong.strerror}.", returncode=WRONG_USE
        ) from None


def _parsed(source: str, text: bytes) -> Any:
    """What the file holds, whichever Unicode it is written in."""
    try:
        return json.loads(text.removeprefix(b"\xef\xbb\xbf"))
    except json.JSONDecodeError as wrong:
        place = f"line {wrong.lineno}, column {wrong.colno}"
        raise CommandError(
            f"{source}: {place}: this is not JSON ({wrong.msg}).", returncode=NO_PLAN
        ) from None
    except (UnicodeDecodeError, RecursionError):
        raise CommandError(f"{source}: this is not JSON.", returncode=NO_PLAN) from None


def _write(out: Path, text: str) -> None:
    try:
        out.write_text(text, encoding="utf-8")
    except OSError as wrong:
        raise CommandError(
            f"{out} cannot be written: {wrong.strerror}.", returncode=WRONG_USE
        ) from None
