"""The linter against every path tried, and what it says of boards a teacher might make."""

from dataclasses import replace

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from choiceboards.rules import (
    AtMost,
    Code,
    Company,
    Course,
    Finding,
    Learner,
    Need,
    Offer,
    Severity,
    Shape,
    Tile,
    Why,
    count,
    lint,
    meets,
    say,
    say_shut,
    suits,
)
from choiceboards.rules.model import Ask, Shut
from choiceboards.rules.words import ONE_AND_MANY, SENTENCES, SHUT
from tests.choiceboards.rules_cases import (
    STANDARDS,
    all_paths,
    boards,
    learners,
    sheet,
    strip,
    tile_at,
)
from tests.choiceboards.test_rules import TANGLED

quick = settings(max_examples=100, deadline=None)
blocks = st.none() | st.integers(5, 80)


def shown(findings):
    """All of a finding that can be compared, without its order."""
    return {
        (f.code, f.severity, f.tiles, f.path, f.learner, f.about, *sorted(f.numbers.items()))
        for f in findings
    }


def keys(tiles):
    return tuple(tile.key for tile in tiles)


def shortest(path):
    return sum(min(tile.minutes) for tile in path)


def longest(path):
    return sum(max(tile.minutes) for tile in path)


# ------------------------------------------------------------------ the slow way


def slow_lint(board, children, standards, block):
    """What the linter should find, by trying every path; None for boards without any."""
    found, tiles = all_paths(board), sorted(board.tiles, key=lambda tile: tile.position)
    if not found:
        return None
    return shown(
        [
            *slow_tiles(board, tiles, standards, block),
            *slow_standards(found, tiles, standards),
            *slow_minutes(found, board.rules.minutes, block),
            *slow_choice(found, tiles),
            *slow_idle(board, found),
            *(f for child in children for f in slow_learner(board, found, tiles, child, block)),
        ]
    )


def concerned(code, some, found, **more):
    """A finding about some of all paths."""
    severity = Severity.ERROR if len(some) == len(found) else Severity.WARNING
    severity = more.pop("severity", severity)
    numbers = {"paths": len(some), "of": len(found), **more.pop("numbers", {})}
    return [Finding(code, severity, path=keys(some[0]), numbers=numbers, **more)] if some else []


def slow_tiles(board, tiles, standards, block):
    for tile in tiles:
        if board.shape == Shape.MENU and not tile.section:
            yield Finding(Code.NO_COURSE, Severity.ERROR, (tile.key,))
        if block is not None and min(tile.minutes) > block:
            severity = Severity.ERROR if tile.is_must else Severity.WARNING
            numbers = {"minutes": min(tile.minutes), "most": block}
            yield Finding(Code.TILE_TOO_LONG, severity, (tile.key,), numbers=numbers)
        if standards and not tile.standards & set(standards):
            yield Finding(Code.TILE_OFF_STANDARD, Severity.NOTE, (tile.key,))


def slow_standards(found, tiles, standards):
    for standard in standards:
        missing = [path for path in found if not any(standard in t.standards for t in path)]
        serving = keys(tile for tile in tiles if standard in tile.standards)
        yield from concerned(Code.MISSES_STANDARD, missing, found, tiles=serving, about=standard)


def slow_minutes(found, rule, block):
    if block is not None:
        over = [path for path in found if shortest(path) > block]
        numbers = {"most": block, "minutes": shortest(over[0]) if over else 0}
        yield from concerned(Code.PATH_TOO_LONG, over, found, numbers=numbers)
    limits = [limit for limit in (rule, block) if limit is not None]
    if limits:
        most = min(limits)
        slow = [path for path in found if shortest(path) <= most < longest(path)]
        numbers = {"most": most, "minutes": longest(slow[0]) if slow else 0}
        yield from concerned(
            Code.PATH_MAY_BE_TOO_LONG, slow, found, numbers=numbers, severity=Severity.NOTE
        )


def slow_choice(found, tiles):
    for tile in tiles:
        if not any(tile in path for path in found):
            yield Finding(Code.DEAD_TILE, Severity.WARNING, (tile.key,))
    if len(found) == 1 and len(found[0]) < len(tiles):
        yield Finding(Code.ONE_PATH, Severity.WARNING, path=keys(found[0]))


def slow_idle(board, found):
    rules = board.rules
    for n, rule in enumerate(rules.at_most):
        rest = replace(rules, at_most=rules.at_most[:n] + rules.at_most[n + 1 :])
        if len(all_paths(replace(board, rules=rest))) == len(found):
            numbers = {"most": rule.most}
            yield Finding(Code.IDLE_KIND, Severity.NOTE, about=rule.kind, numbers=numbers)
    if rules.minutes is not None:
        rest = replace(rules, minutes=None)
        if len(all_paths(replace(board, rules=rest))) == len(found):
            yield Finding(Code.IDLE_MINUTES, Severity.NOTE, numbers={"most": rules.minutes})
    if rules.line and rules.pick is not None:
        rest = replace(rules, line=False)
        if len(all_paths(replace(board, rules=rest))) == len(found):
            yield Finding(Code.IDLE_LINE, Severity.NOTE, numbers={"most": 3})


def slow_learner(board, found, tiles, child, block):
    for code, has_it, flag in (
        (Code.NEEDS_DEVICE, child.has_device, "needs_device"),
        (Code.NEEDS_INTERNET, child.has_internet, "needs_internet"),
    ):
        some = [] if has_it else [p for p in found if any(getattr(t, flag) for t in p)]
        which = keys(tile for tile in tiles if getattr(tile, flag))
        yield from concerned(
            code, some, found, tiles=which, learner=child.key, severity=Severity.WARNING
        )
    unsuited = keys(tile for tile in tiles if not suits(tile, child))
    if not unsuited and not child.extra_time:
        return
    hers = [path for path in found if all(suits(tile, child) for tile in path)]
    most = None if block is None else block * 100 // (100 + child.extra_time)
    limits = [limit for limit in (board.rules.minutes, most) if limit is not None]
    done = [path for path in hers if all(shortest(path) <= limit for limit in limits)]
    in_time = [path for path in found if block is None or shortest(path) <= block]
    numbers = {"of": len(found)}
    if not hers:
        yield Finding(Code.NO_PATH_FOR, Severity.ERROR, unsuited, (), child.key, "", numbers)
    elif not done and in_time:
        numbers = {**numbers, "most": min(limits)}
        yield Finding(Code.NO_TIME_FOR, Severity.ERROR, unsuited, (), child.key, "", numbers)
    elif len(done) == 1 and len(in_time) > 1:
        path = keys(done[0])
        yield Finding(Code.ONE_PATH_FOR, Severity.NOTE, unsuited, path, child.key, "", numbers)


@quick
@given(boards, learners, st.sets(st.sampled_from(STANDARDS)), blocks)
def test_the_linter_finds_what_trying_every_path_finds(board, children, standards, block):
    found = lint(board, children, standards, block)
    expected = slow_lint(board, children, sorted(standards), block)

    if expected is not None:
        assert shown(found) == expected
    else:
        assert [f for f in found if f.severity == Severity.ERROR]
        assert count(board) == 0


@quick
@given(boards)
def test_what_is_in_the_way_of_any_path_would_open_as_many_as_are_said(board):
    if all_paths(board):
        return
    in_the_way = {f for f in shown(lint(board)) if str(f[0]).endswith("in_the_way")}
    expected, rules = [], board.rules
    for n, rule in enumerate(rules.at_most):
        rest = replace(rules, at_most=rules.at_most[:n] + rules.at_most[n + 1 :])
        expected.append((Code.KIND_IN_THE_WAY, rule.kind, rule.most, rest))
    if rules.minutes is not None:
        rest = replace(rules, minutes=None)
        expected.append((Code.MINUTES_IN_THE_WAY, "", rules.minutes, rest))
    if rules.line and rules.pick is not None:
        expected.append((Code.LINE_IN_THE_WAY, "", 3, replace(rules, line=False)))
    opened = [
        Finding(code, Severity.ERROR, about=about, numbers={"paths": len(ways), "most": most})
        for code, about, most, rest in expected
        if (ways := all_paths(replace(board, rules=rest)))
    ]

    assert in_the_way == shown(opened)


@quick
@given(boards, learners, st.sets(st.sampled_from(STANDARDS)), blocks, st.randoms())
def test_the_order_of_tiles_rules_learners_and_standards_does_not_matter(
    board, children, standards, block, random
):
    def shuffled(rows):
        return random.sample(list(rows), len(rows))

    mixed = replace(
        board,
        tiles=tuple(shuffled(board.tiles)),
        rules=replace(board.rules, at_most=tuple(shuffled(board.rules.at_most))),
    )
    found = lint(board, children, sorted(standards), block)

    assert lint(mixed, shuffled(children), shuffled(sorted(standards)), block) == found


@quick
@given(tile_at(1), st.sampled_from(list(Need)))
def test_a_tile_that_offers_everything_and_is_open_to_any_company_meets_every_need(tile, need):
    kind = replace(tile, offers=frozenset(Offer), company=Company.EITHER)

    assert suits(kind, Learner("s", True, True, frozenset({need})))


@pytest.mark.parametrize(
    ("need", "ask", "offer"),
    [
        (Need.READING, Ask.READ, Offer.READ_ALOUD),
        (Need.WRITING, Ask.WRITE, Offer.SPOKEN_ANSWER),
        (Need.SPEAKING, Ask.SPEAK, Offer.WRITTEN_ANSWER),
        (Need.MOVING, Ask.MOVE, Offer.SEATED),
        (Need.HEARING, Ask.HEAR, Offer.CAPTIONS),
        (Need.SEEING, Ask.SEE, Offer.DESCRIBED),
    ],
)
def test_what_a_tile_asks_shuts_out_unless_it_offers_the_way_round(need, ask, offer):
    others = frozenset(Ask) - {ask}

    assert meets(Tile("a", 1, asks=others), need)
    assert not meets(Tile("a", 1, asks=frozenset({ask}), offers=frozenset(Offer) - {offer}), need)
    assert meets(Tile("a", 1, asks=frozenset(Ask), offers=frozenset({offer})), need)


@pytest.mark.parametrize("need", [Need.PICTURES, Need.STEPS, Need.EXAMPLES])
def test_some_help_must_be_ready_on_the_tile(need):
    offer = Offer(need.value)

    assert meets(Tile("a", 1, offers=frozenset({offer})), need)
    assert not meets(Tile("a", 1, offers=frozenset(Offer) - {offer}), need)


def test_quiet_a_partner_and_time():
    def met(need, company, *offers):
        return meets(Tile("a", 1, company=company, offers=frozenset(offers)), need)

    assert [met(Need.QUIET, company) for company in Company] == [True, False, True]
    assert met(Need.QUIET, Company.TOGETHER, Offer.QUIET)
    assert [met(Need.PARTNER, company) for company in Company] == [False, True, True]
    assert [met(Need.TIME, company) for company in Company] == [True, True, True]


# ------------------------------------------------------------------ boards a teacher might make


def only(code, board, *args, **kwargs):
    """The findings of one code."""
    return [finding for finding in lint(board, *args, **kwargs) if finding.code == code]


def test_a_sound_board_has_nothing_to_say():
    tiles = [Tile(f"t{n:02}", n, standards=frozenset({"a"})) for n in range(1, 10)]
    assert lint(sheet(tiles=tiles, line=True), [Learner("s")], ["a"], 45) == ()


def test_the_line_that_misses_the_standard_is_named_and_counted():
    serving = [Tile(f"t{n:02}", n, standards=frozenset({"a"})) for n in (1, 5, 6)]
    (found,) = only(Code.MISSES_STANDARD, sheet(tiles=serving, line=True), standards=["a"])

    assert found.numbers == {"paths": 1, "of": 8}
    assert found.path == ("t07", "t08", "t09")
    assert found.tiles == ("t01", "t05", "t06")


def test_a_student_without_a_device_is_named_with_the_tiles_and_the_paths():
    screen = [Tile("t05", 5, needs_device=True)]
    (found,) = lint(sheet(tiles=screen, pick=3), [Learner("hana", has_device=False), Learner("b")])

    assert (found.code, found.learner, found.tiles) == (Code.NEEDS_DEVICE, "hana", ("t05",))
    assert found.numbers == {"paths": 28, "of": 84}
    assert found.path == ("t01", "t02", "t05")


def test_a_student_with_a_need_that_shuts_every_path_is_named():
    writing = [Tile(f"t{n:02}", n, asks=frozenset({Ask.WRITE})) for n in (1, 5)]
    board, hana = sheet(tiles=writing, line=True), Learner("h", needs=frozenset({Need.WRITING}))
    spoken = [replace(tile, offers=frozenset({Offer.SPOKEN_ANSWER})) for tile in writing]
    must = replace(writing[1], is_must=True)

    assert only(Code.NO_PATH_FOR, board, [hana]) == []
    assert lint(sheet(tiles=spoken, line=True), [hana]) == ()
    (found,) = only(Code.NO_PATH_FOR, sheet(tiles=[must], line=True), [hana])
    assert (found.severity, found.learner, found.tiles) == (Severity.ERROR, "h", ("t05",))


def test_a_student_with_one_path_left_is_noticed_and_with_two_not():
    def found(without):
        screen = [Tile(f"t{n:02}", n, needs_device=True) for n in without]
        return only(Code.ONE_PATH_FOR, sheet(tiles=screen, line=True), [hana])

    hana = Learner("hana", has_device=False)
    assert found({1, 5}) == []  # right and below
    (last,) = found({1, 5, 7})
    assert (last.learner, last.path, last.severity) == (
        "hana",
        ("t03", "t06", "t09"),
        Severity.NOTE,
    )


def test_who_gets_time_and_a_half_needs_a_path_that_is_short_enough():
    board = sheet(pick=3)  # 45 min whatever is picked
    slow = Learner("hana", needs=frozenset({Need.TIME}), extra_time=50)

    assert lint(board, [slow], block_minutes=68) == ()
    (found,) = lint(board, [slow], block_minutes=60)
    assert (found.code, found.numbers["most"]) == (Code.NO_TIME_FOR, 40)


def test_the_path_that_overruns_is_named_with_its_minutes():
    board = sheet(tiles=[Tile("t01", 1, minutes=(40, 60))], line=True)

    (found,) = only(Code.PATH_TOO_LONG, board, block_minutes=60)
    assert (found.path, found.numbers["minutes"]) == (("t01", "t02", "t03"), 70)
    assert found.numbers["paths"] == 3
    (found,) = only(Code.PATH_MAY_BE_TOO_LONG, board, block_minutes=70)
    assert (found.severity, found.numbers["minutes"]) == (Severity.NOTE, 90)


def test_a_board_without_any_path_says_what_stands_in_the_way():
    def codes(board):
        return [finding.code for finding in lint(board)]

    musts = [Tile(f"t{n:02}", n, kinds=("read",), is_must=True) for n in (1, 2)]
    assert codes(sheet(pick=10)) == [Code.TOO_FEW_TILES]
    assert codes(sheet(2, 2, line=True)) == [Code.NO_LINE]
    assert codes(sheet(tiles=musts, pick=1, at_most=(AtMost("read", 1),))) == [
        Code.MUSTS_OF_A_KIND,
        Code.KIND_IN_THE_WAY,
    ]
    assert codes(sheet(tiles=musts, pick=1, minutes=20)) == [
        Code.MUSTS_TOO_LONG,
        Code.MINUTES_IN_THE_WAY,
    ]
    assert codes(sheet(pick=3, line=True, without={1, 5, 9})) == [
        Code.NO_LINE,
        Code.LINE_IN_THE_WAY,
    ]
    menu = strip(Shape.MENU, [Tile("a", 1, section="main")], courses=(Course("dessert"),))
    assert codes(menu) == [Code.SECTION_SHORT]
    assert codes(replace(sheet(), tiles=())) == [Code.NO_TILES]


def test_rules_that_only_together_leave_no_path_say_just_that():
    tiles = [Tile("a", 1, (10,), ("read",)), Tile("b", 2, (50,)), Tile("c", 3, (50,))]
    kinds = (AtMost("read", 0), AtMost("read", 0))
    board = strip(Shape.LIST, tiles, pick=1, minutes=20, at_most=kinds)

    assert [f.code for f in lint(board)] == [Code.MINUTES_IN_THE_WAY]
    shut = replace(board, rules=replace(board.rules, minutes=20, pick=3))
    assert [f.code for f in lint(shut)] == [Code.NO_PATH]


def test_dead_tiles_idle_rules_and_a_board_without_choice_are_noticed():
    tiles = [Tile("a", 1, (10,), ("read",)), Tile("b", 2, (50,)), Tile("c", 3, (10,))]
    board = strip(Shape.LIST, tiles, pick=2, minutes=20, at_most=(AtMost("read", 1),))

    assert [(f.code, f.tiles or f.path or f.about) for f in lint(board)] == [
        (Code.DEAD_TILE, ("b",)),
        (Code.ONE_PATH, ("a", "c")),
        (Code.IDLE_KIND, "read"),
    ]


def test_rules_too_tangled_are_said_to_be_and_what_is_sure_is_still_said():
    must = replace(TANGLED.tiles[0], is_must=True, needs_device=True, minutes=(50,))
    board = replace(TANGLED, tiles=(must, *TANGLED.tiles[1:]))
    found = lint(board, [Learner("hana", has_device=False), Learner("bilal")], ["a"], 45)
    sure = [(f.code, f.tiles) for f in found if f.code != Code.TILE_OFF_STANDARD]

    assert sure == [
        (Code.NO_PATH_FOR, ("t01",)),
        (Code.TILE_TOO_LONG, ("t01",)),
        (Code.TOO_HARD, ()),
    ]


def test_nothing_is_said_of_a_rule_whose_absence_is_too_tangled():
    kinds = [(*tile.kinds, "big") if tile.position <= 20 else tile.kinds for tile in TANGLED.tiles]
    tiles = tuple(replace(t, kinds=k) for t, k in zip(TANGLED.tiles, kinds, strict=True))
    rules = replace(TANGLED.rules, at_most=(*TANGLED.rules.at_most, AtMost("big", 0)))

    assert [f.code for f in lint(replace(TANGLED, tiles=tiles, rules=rules))] == [Code.NO_PATH]


# ------------------------------------------------------------------ words


@quick
@given(boards, learners, st.sets(st.sampled_from(STANDARDS)), blocks)
def test_every_finding_can_be_said_in_one_plain_sentence(board, children, standards, block):
    for finding in lint(board, children, standards, block):
        sentence = say(finding)
        assert sentence.code == finding.code
        assert "{" not in sentence.text
        assert sentence.text.endswith(".")


def test_every_code_and_every_reason_has_words():
    assert set(SENTENCES) | set(ONE_AND_MANY) == set(Code)
    assert set(SENTENCES) & set(ONE_AND_MANY) == set()
    assert set(SHUT) == set(Why)


def test_sentences_name_titles_and_numbers():
    board = sheet(tiles=[Tile("t05", 5, needs_device=True)], line=True)
    (found,) = lint(board, [Learner("k7", has_device=False)])
    names = {"k7": "Hana", "t01": "Slow motion", "t05": "Podcast", "t09": "Lamps"}

    assert say(found, names).text == (
        "Hana has no device. 4 of 8 paths need one. The first: Slow motion, Podcast, Lamps."
    )
    one = replace(found, numbers={"paths": 1, "of": 8})
    assert say(one).text == "k7 has no device. 1 of 8 paths needs one: t01, t05, t09."


@pytest.mark.parametrize("why", list(Why))
def test_a_student_reads_why_in_few_words(why):
    sentence = say_shut(Shut("t01", why, "read", 2))

    assert sentence.code == why
    assert len(sentence.text.split(". ")[0].split()) <= 8
