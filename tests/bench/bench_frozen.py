"""What a class of frozen rows costs: its memory, and the time to make it and to make a row.

python tests/bench/bench_frozen.py

Five fields and a property, as most of ours have; the best of several runs. docs/adr/0012 has the
figures of Python 3.11.
"""

from __future__ import annotations

import gc
import sys
import time
import timeit
import tracemalloc
from collections.abc import Callable
from pathlib import Path
from typing import Any

sys.path.insert(0, str(Path(__file__).resolve().parents[2]))

CLASSES = 200
ROWS = 100_000
FIELDS = 'a: int\n    b: str\n    c: str = ""\n    d: bool = False\n    e: int = 0'
PROPERTY = "@property\n    def first(self) -> int:\n        return self.a"
KINDS = {
    "@dataclass(frozen=True, slots=True)": ("@dataclass(frozen=True, slots=True)", ""),
    "@dataclass(frozen=True)": ("@dataclass(frozen=True)", ""),
    "NamedTuple": ("", "(NamedTuple)"),
    "@frozen": ("@frozen", ""),
}
IMPORTS = """from __future__ import annotations
from dataclasses import dataclass
from typing import NamedTuple
from plc.frozen import frozen
"""


def maker(decorator: str, bases: str) -> Callable[[], Any]:
    """Something that makes the class anew each time."""
    source = f"{IMPORTS}{decorator}\nclass Row{bases}:\n    {FIELDS}\n    {PROPERTY}\n"
    code = compile(source, "row", "exec")

    def make() -> Any:
        space: dict[str, Any] = {"__name__": __name__}
        exec(code, space)  # noqa: S102 - the source stands above
        return space["Row"]

    return make


def kib_a_class(make: Callable[[], Any]) -> float:
    make()
    gc.collect()
    tracemalloc.start()
    kept = [make() for _class in range(CLASSES)]
    gc.collect()
    taken = tracemalloc.get_traced_memory()[0]
    tracemalloc.stop()
    return taken / len(kept) / 1024


def ms_a_class(make: Callable[[], Any]) -> float:
    begun = time.process_time()
    for _class in range(CLASSES):
        make()
    return (time.process_time() - begun) / CLASSES * 1000


def ns_a_row(row: Any) -> float:
    spent = timeit.repeat(lambda: row(1, "b", e=5), number=ROWS, repeat=5)
    return min(spent) / ROWS * 1_000_000_000


def main() -> None:
    for name, (decorator, bases) in KINDS.items():
        make = maker(decorator, bases)
        quickest = min(ms_a_class(make) for _round in range(3))
        print(
            f"{name:<37}{kib_a_class(make):>6.1f} KiB{quickest:>7.2f} ms{ns_a_row(make()):>6.0f} ns"
        )


if __name__ == "__main__":
    main()
