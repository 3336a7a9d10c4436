"""Which figures stay hidden so that no small group can be seen or worked out. Pure.

A figure of one to nine students is hidden. In a list whose total is shown, one hidden group could
be worked out from the rest, so a second one is hidden, and more until those hidden together are
ten or more. In a table with totals down and across (schools by grade, say) the same holds for each
line, and no hidden figure may follow from all the lines together: seen as a graph that joins a
row and a column by each hidden figure, every one lies on a ring. A figure off every ring is the
difference of shown ones; a figure on a ring is not, whatever is added and subtracted.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Iterable, Iterator, Mapping

SMALLEST_GROUP = 10
ALL = "*"  # the name of a total's row or column

Figure = tuple[str, str]  # a row and a column
Lines = Mapping[tuple[str, str], list[Figure]]  # by "row" or "column", and its name


def hidden_groups(sizes: Mapping[str, int]) -> frozenset[str]:
    """The groups to hide of a list whose total is shown."""
    hidden = {name for name, size in sizes.items() if 0 < size < SMALLEST_GROUP}
    shown = sorted((size, name) for name, size in sizes.items() if size and name not in hidden)
    while hidden and shown and _gives_away(hidden, sizes):
        hidden.add(shown.pop(0)[1])
    return frozenset(hidden)


def _gives_away(hidden: Collection[str], sizes: Mapping[str, int]) -> bool:
    return len(hidden) < 2 or sum(sizes[name] for name in hidden) < SMALLEST_GROUP


def hidden_cells(sizes: Mapping[Figure, int], hidden_rows: Collection[str]) -> frozenset[Figure]:
    """The figures to hide of a table of (row, column), and of its totals (row, ALL), (ALL, column).

    `hidden_rows` are rows whose total is hidden already (`hidden_groups` over the rows). The total
    of everything is shown. When nothing smaller helps, the whole table is hidden.
    """
    table = _with_totals(sizes)
    hidden = {cell for cell, size in table.items() if size < SMALLEST_GROUP and cell[1] != ALL}
    hidden |= {(row, ALL) for row in hidden_rows}
    lines = _lines(table)
    while more := _to_hide_too(table, lines, hidden):
        if not more - hidden:
            return frozenset(table)
        hidden |= more
    return frozenset(hidden)


def _with_totals(sizes: Mapping[Figure, int]) -> dict[Figure, int]:
    table: dict[Figure, int] = defaultdict(int)
    for (row, column), size in sizes.items():
        if size:
            for cell in ((row, column), (row, ALL), (ALL, column)):
                table[cell] += size
    return dict(table)


def _to_hide_too(table: Mapping[Figure, int], lines: Lines, hidden: set[Figure]) -> set[Figure]:
    """One more figure for each line that gives one away; a hidden one where there is none left."""
    found = set()
    for name, cells in lines.items():
        if _line_gives_away(name, [cell for cell in cells if cell in hidden], table):
            found.add(_smallest_shown(cells, table, hidden))
    if not found:
        for row, _column in bridges(hidden):
            found.add(_smallest_shown(lines["row", row], table, hidden))
    return {cell if cell is not None else min(hidden) for cell in found}


def _lines(table: Iterable[Figure]) -> Lines:
    lines: dict[tuple[str, str], list[Figure]] = defaultdict(list)
    for row, column in table:
        lines["row", row].append((row, column))
        lines["column", column].append((row, column))
    return lines


def _line_gives_away(
    line: tuple[str, str], hidden: Collection[Figure], table: Mapping[Figure, int]
) -> bool:
    if not hidden:
        return False
    kind, _name = line
    inner = [cell for cell in hidden if cell[1 if kind == "row" else 0] != ALL]
    if len(inner) < len(hidden):  # the total is hidden too
        return len(hidden) < 2
    return len(inner) < 2 or sum(table[cell] for cell in inner) < SMALLEST_GROUP


def _smallest_shown(
    cells: Iterable[Figure], table: Mapping[Figure, int], hidden: Collection[Figure]
) -> Figure | None:
    """The smallest figure still shown; a row's total never, other tables show it too."""
    shown = (cell for cell in cells if cell not in hidden and cell[1] != ALL)
    return min(shown, key=lambda cell: (table[cell], cell), default=None)


def bridges(cells: Collection[Figure]) -> Iterator[Figure]:
    """The figures that lie on no ring of (row, column) figures: they can be worked out."""
    ends: dict[tuple[str, str], list[tuple[str, str]]] = defaultdict(list)
    for row, column in cells:
        ends["row", row].append(("column", column))
        ends["column", column].append(("row", row))
    reached: dict[tuple[str, str], int] = {}
    for root in ends:
        if root not in reached:
            yield from _bridges_below(root, ends, reached)


def _bridges_below(
    root: tuple[str, str],
    ends: Mapping[tuple[str, str], list[tuple[str, str]]],
    reached: dict[tuple[str, str], int],
) -> Iterator[Figure]:
    """Depth first: an edge is a bridge when nothing below it leads back above it."""
    low: dict[tuple[str, str], int] = {}
    reached[root] = low[root] = len(reached)
    path = [(root, root, iter(ends[root]))]
    while path:
        node, parent, rest = path[-1]
        for other in rest:
            if other == parent:
                continue
            if other in reached:
                low[node] = min(low[node], reached[other])
                continue
            reached[other] = low[other] = len(reached)
            path.append((other, node, iter(ends[other])))
            break
        else:
            path.pop()
            if path:
                low[parent] = min(low[parent], low[node])
                if low[node] > reached[parent]:
                    yield (node[1], parent[1]) if node[0] == "row" else (parent[1], node[1])
