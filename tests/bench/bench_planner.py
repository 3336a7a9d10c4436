"""CPU of the planner as ratios to a fixed pure-Python loop.

    python tests/bench/bench_planner.py [--repeat 5] [--write]

The problems are made here from a seed. A ratio of 1 is the time one million additions take
on the same machine, so that figures of different machines compare. Best of `repeat` runs.
"import" is the processor time of `import checkins.planner`, compiled before, in a new interpreter
that has imported `dataclasses` and `typing`. `--write` puts the table in docs/benchmarks.md.
"""

import argparse
import os
import random
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parents[2]))

from checkins.planner import (
    Block,
    Plan,
    Previous,
    Problem,
    Request,
    Span,
    Teacher,
    Wish,
    plan,
    replan,
    slots_between,
)
from tests.bench.report import write_between

ROOT = Path(__file__).resolve().parents[2]


def yardstick() -> int:
    total = 0
    for n in range(1_000_000):
        total += n
    return total


def seconds(work: Callable[[], object], repeat: int) -> float:
    """Processor time of the fastest of `repeat` runs."""
    times = []
    for _ in range(repeat):
        begin = time.process_time()
        work()
        times.append(time.process_time() - begin)
    return min(times)


def block(id_: str, teacher: str, day: int, start: int, places: int, section: str) -> Block:
    end = start + places * 6 - 1
    return Block(id_, teacher, day, start, end, slots_between(start, end, 5, 1), section)


def request(rng: random.Random, id_: str, blocks: list[str], days: int = 1) -> Request:
    away = ()
    if rng.random() < 0.25:
        begin = rng.randrange(480, 860)
        away = (Span(rng.randrange(days), begin, begin + rng.choice([20, 40, 120])),)
    wish = Wish(blocks=(rng.choice(blocks),)) if rng.random() < 0.3 else None
    need = min(15, int(rng.expovariate(0.2)) + 1) + 8 * (rng.random() < 0.2)
    return Request(id_, id_, 5, need, need > 20, tuple(blocks), away, wish)


def class_day(students: int = 36) -> Problem:
    rng = random.Random(1)
    blocks = tuple(block(f"b{n}", "t", 0, 540 + 90 * n, 9, "s") for n in range(3))
    names = [b.id for b in blocks]
    requests = tuple(request(rng, f"r{n:02}", names) for n in range(students))
    return Problem((Teacher("t"),), blocks, requests, gap=1)


def teacher_week(sections: int = 5, students: int = 30) -> Problem:
    rng = random.Random(2)
    blocks, requests = [], []
    for s in range(sections):
        mine = [block(f"s{s}d{d}", "t", d, 510 + 60 * s, 5, f"s{s}") for d in range(5)]
        names = [b.id for b in mine]
        blocks += mine
        requests += [request(rng, f"s{s}r{n:02}", names, days=5) for n in range(students)]
    return Problem((Teacher("t", comfortable=20),), tuple(blocks), tuple(requests), gap=1)


def school_day(students: int = 1200, teachers: int = 70) -> Problem:
    """Every student sits in six of seven lessons; one check-in with any of the six teachers."""
    rng = random.Random(3)
    staff = tuple(Teacher(f"t{n:02}", rng.choice([8, 12, 15, 18]), 28) for n in range(teachers))
    lessons: list[list[Block]] = [[] for _ in range(7)]
    for teacher in staff:
        for period in sorted(rng.sample(range(7), 5)):
            id_ = f"{teacher.id}p{period}"
            start = 495 + 55 * period
            lessons[period].append(block(id_, teacher.id, 0, start, rng.choice([3, 4, 5]), id_))
    requests = []
    for n in range(students):
        periods = sorted(rng.sample(range(7), 6))
        names = [rng.choice(lessons[period]).id for period in periods]
        requests.append(request(rng, f"r{n:04}", names))
    blocks = tuple(b for period in lessons for b in period)
    return Problem(staff, blocks, tuple(requests), 1, balance=True, max_pulls_per_section=1)


def disturbed(problem: Problem, published: Plan, minute: int) -> Problem:
    """At `minute` every twentieth student is called home."""
    requests = tuple(
        Request(r.id, r.student, r.minutes, r.need, r.must, r.blocks, (Span(0, minute, 1440),))
        if n % 20 == 0
        else r
        for n, r in enumerate(problem.requests)
    )
    return Problem(
        problem.teachers,
        problem.blocks,
        requests,
        problem.gap,
        problem.balance,
        problem.max_pulls_per_section,
        previous=Previous((0, minute), published.checkins, tolerance=5),
    )


def timed_class(students: int = 30) -> Problem:
    """Lengths of 3 to 10 minutes by need, any minute of three blocks; about 50 minutes short."""
    rng = random.Random(4)
    blocks = tuple(Block(f"b{n}", "t", 0, 545 + 90 * n, 585 + 90 * n) for n in range(3))
    names = [b.id for b in blocks]
    requests = tuple(
        replace(request(rng, f"r{n:02}", names), minutes=rng.choice([3, 5, 5, 5, 7, 10]))
        for n in range(students)
    )
    return Problem((Teacher("t"),), blocks, requests, gap=1)


IMPORT = """
import dataclasses, time, typing
begin = time.process_time()
import checkins.planner
print(time.process_time() - begin)
"""


def import_seconds(repeat: int) -> float:
    """Processor time of the first import in a process, compiled before."""
    with tempfile.TemporaryDirectory() as compiled:
        env = {k: v for k, v in os.environ.items() if k != "PYTHONDONTWRITEBYTECODE"}
        env["PYTHONPYCACHEPREFIX"] = compiled
        command = [sys.executable, "-c", IMPORT]
        return min(
            float(
                subprocess.run(command, cwd=ROOT, env=env, check=True, capture_output=True).stdout
            )
            for _ in range(max(repeat, 3) + 1)
        )


def rows(repeat: int) -> list[str]:
    unit = seconds(yardstick, repeat)
    lines = [
        f"one million additions: {unit * 1000:.1f} ms",
        f"{'':30}{'ms':>8}{'ratio':>8}{'limit ms':>10}  proven",
    ]
    for name, work, limit in works():
        spent = seconds(work, repeat)
        proven = "yes" if work().optimal else "no"
        lines.append(f"{name:30}{spent * 1000:8.1f}{spent / unit:8.2f}{limit:10}  {proven}")
    spent = import_seconds(repeat)
    lines.append(f"{'import':30}{spent * 1000:8.1f}{spent / unit:8.2f}{20:10}")
    return lines


def works() -> list[tuple[str, Callable[[], Plan], int]]:
    """What is measured, and how many milliseconds it may take."""
    room, week, school = class_day(), teacher_week(), school_day()
    room_again = disturbed(room, plan(room), 600)
    timed = timed_class()
    timed_again = disturbed(timed, plan(timed), 600)
    school_again = disturbed(school, plan(school), 600)
    return [
        ("class of 36, plan", lambda: plan(room), 10),
        ("class of 36, plan again", lambda: replan(room_again), 10),
        ("timed class of 30, plan", lambda: plan(timed), 50),
        ("timed class of 30, plan again", lambda: replan(timed_again), 50),
        ("teacher's week, 5 x 30", lambda: plan(week), 50),
        ("school 1200 x 70, plan", lambda: plan(school), 1000),
        ("school 1200 x 70, plan again", lambda: replan(school_again), 500),
    ]


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.partition("\n")[0])
    parser.add_argument("--repeat", type=int, default=5)
    parser.add_argument("--write", action="store_true", help="put the table in docs/benchmarks.md")
    given = parser.parse_args()
    text = "\n".join(rows(given.repeat))
    print(text)
    if given.write:
        write_between(ROOT / "docs" / "benchmarks.md", "planner", f"```\n{text}\n```\n")


if __name__ == "__main__":
    main()
