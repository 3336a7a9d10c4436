"""Small boards for the tests of the rules, and the slow way: every set of tiles, tried."""

from itertools import combinations

from hypothesis import strategies as st

from choiceboards.rules import (
    Ask,
    AtMost,
    Company,
    Course,
    Learner,
    Need,
    Offer,
    Rules,
    Shape,
    Sheet,
    Tile,
)

KINDS = ("read", "make", "talk")
SECTIONS = ("starter", "main", "dessert")
STANDARDS = ("a", "b")


def sheet(rows=3, columns=3, tiles=None, *, without=(), **rules):
    """A full grid of plain tiles t01, t02 ..., `tiles` in the place of some, `without` others."""
    special = {tile.position: tile for tile in tiles or ()}
    found = [
        special.get(place) or Tile(f"t{place:02}", place)
        for place in range(1, rows * columns + 1)
        if place not in without
    ]
    return Sheet(tuple(found), Rules(**rules), Shape.GRID, rows, columns)


def strip(shape, tiles, **rules):
    """A list, menu or playlist of the tiles given."""
    return Sheet(tuple(tiles), Rules(**rules), shape)


# ------------------------------------------------------------------ the slow way


def all_paths(board):
    """Every legal path in the order of `paths`, each as a tuple of tiles."""
    tiles = sorted(board.tiles, key=lambda tile: tile.position)
    found = [
        chosen
        for size in sizes(board)
        for chosen in combinations(tiles, size)
        if is_path(board, chosen)
    ]
    # The path with the first tile that is not in both comes first.
    return sorted(found, key=lambda path: [tile not in path for tile in tiles])


def sizes(board):
    musts = sum(tile.is_must for tile in board.tiles)
    rules = board.rules
    if rules.pick is not None:
        return [musts + rules.pick]
    return range(len(board.tiles) + 1)


def is_path(board, chosen):
    rules, mays = board.rules, [tile for tile in chosen if not tile.is_must]
    if any(tile.is_must and tile not in chosen for tile in board.tiles):
        return False
    if any(sum(rule.kind in tile.kinds for tile in chosen) > rule.most for rule in rules.at_most):
        return False
    if rules.minutes is not None and sum(min(t.minutes) for t in chosen) > rules.minutes:
        return False
    if rules.line and not has_line(board, chosen):
        return False
    return has_right_number(board, chosen, mays)


def has_right_number(board, chosen, mays):
    rules = board.rules
    if rules.pick is not None and len(mays) != rules.pick:
        return False
    if any(sum(t.section == c.section for t in mays) != c.pick for c in rules.courses):
        return False
    if rules.pick is None and rules.courses:
        named = {course.section for course in rules.courses}
        return all(tile.section in named for tile in mays)
    if rules.pick is None and rules.line:
        return any(set(mays) <= set(line) for line in lines(board, chosen))
    return rules.pick is not None or len(chosen) == len(board.tiles)


def has_line(board, chosen):
    return next(lines(board, chosen), None) is not None


def lines(board, chosen):
    for three in combinations(sorted(chosen, key=lambda tile: tile.position), 3):
        (r1, c1), (r2, c2), (r3, c3) = (divmod(t.position - 1, board.columns) for t in three)
        step = (r2 - r1, c2 - c1)
        if step == (r3 - r2, c3 - c2) and step in {(0, 1), (1, 0), (1, 1), (1, -1)}:
            yield three


def slow_next(board, picked):
    """The keys of the tiles that lead on, by position."""
    found = set()
    for path in all_paths(board):
        keys = [tile.key for tile in path]
        if board.shape == Shape.PLAYLIST:
            if set(keys[: len(picked)]) == set(picked):
                found.update(keys[len(picked) : len(picked) + 1])
        elif set(picked) <= set(keys):
            found.update(set(keys) - set(picked))
    return tuple(t.key for t in sorted(board.tiles, key=lambda t: t.position) if t.key in found)


# ------------------------------------------------------------------ boards at random


def tile_at(position, sections=("",)):
    """Any tile for a place; one number decides, as drawing each field takes ten times as long."""
    return st.integers(0, 2**40).map(lambda number: _tile(position, sections, number))


def _tile(position, sections, number):
    """Zero is the plainest tile, so that a failing board shrinks to plain tiles."""
    digits = Digits(number)
    minutes = (5, 7, 10, 15)
    return Tile(
        key=f"t{position:02}",
        position=position,
        minutes=tuple(minutes[digits(4)] for _ in range(1 + digits(2))),
        kinds=((), ("read",), ("make",), ("talk", "read"), ("make", "read"))[digits(5)],
        is_must=digits(6) == 5,
        section=sections[digits(len(sections))],
        standards=frozenset(STANDARDS[: digits(3)]) - frozenset(STANDARDS[: digits(2)]),
        needs_device=digits(5) == 4,
        needs_internet=digits(5) == 4,
        asks=frozenset(ask for ask in Ask if digits(4) == 3),
        company=(Company.EITHER, Company.ALONE, Company.TOGETHER)[digits(3)],
        offers=frozenset(offer for offer in Offer if digits(2)),
    )


class Digits:
    """Takes a number apart, digit by digit of any base."""

    def __init__(self, number):
        self.number = number

    def __call__(self, base):
        self.number, digit = divmod(self.number, base)
        return digit


@st.composite
def rules(draw, most, sections=(), has_line=False):
    count = st.integers(0, most)
    courses = st.lists(st.builds(Course, st.sampled_from(sections), st.integers(0, 2)), max_size=3)
    return Rules(
        pick=draw(st.none() | count),
        line=has_line and draw(st.booleans()),
        courses=tuple(draw(courses)) if sections else (),
        at_most=tuple(
            draw(
                st.lists(
                    st.builds(AtMost, st.sampled_from([*KINDS, "draw"]), st.integers(0, 3)),
                    max_size=3,
                )
            )
        ),
        minutes=draw(st.none() | st.integers(0, 90)),
    )


@st.composite
def grids(draw, least=2, widest=4, most_tiles=9):
    """A grid, some places empty so that the slow way stays possible."""
    rows, columns = draw(st.integers(least, widest)), draw(st.integers(least, widest))
    places = draw(
        st.sets(
            st.integers(1, rows * columns), min_size=1, max_size=min(most_tiles, rows * columns)
        )
    )
    tiles = tuple(draw(tile_at(place)) for place in sorted(places))
    return Sheet(tiles, draw(rules(6, has_line=True)), Shape.GRID, rows, columns)


@st.composite
def strips(draw, most_tiles=9):
    """A menu, a list or a playlist."""
    shape = draw(st.sampled_from([Shape.MENU, Shape.LIST, Shape.PLAYLIST]))
    sections = (*SECTIONS, "") if shape == Shape.MENU else ()
    count = draw(st.integers(1, most_tiles))
    tiles = tuple(draw(tile_at(place, sections or ("",))) for place in range(1, count + 1))
    return Sheet(tiles, draw(rules(6, sections)), shape)


boards = st.one_of(grids(), strips())

learners = st.lists(
    st.builds(
        Learner,
        key=st.text("pqrs", min_size=1, max_size=3),
        has_device=st.booleans(),
        has_internet=st.booleans(),
        needs=st.frozensets(st.sampled_from(list(Need)), max_size=2),
        extra_time=st.sampled_from([0, 0, 50]),
    ),
    max_size=3,
    unique_by=lambda learner: learner.key,
)
