"""Why there is no legal path, and which rules change nothing."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace

from .counting import Family, leaning
from .diagram import diagram
from .findings import Code, Finding, Severity
from .model import Rules, TooHard, Why
from .paths import legal
from .sheet import Limit, Ready, made_ready, of_kind, shortest
from .stops import Stops

_TOO_FEW = {Why.ALL_PICKED: Code.TOO_FEW_TILES, Why.SECTION_FULL: Code.SECTION_SHORT}


def ruled_out(ready: Ready) -> Iterator[Finding]:
    """What makes every path impossible by itself, without a search."""
    for limit in ready.limits:
        yield from _short(ready, limit)
    if ready.sheet.rules.line and not ready.lines:
        yield Finding(Code.NO_LINE, Severity.ERROR)
    most, musts = ready.sheet.rules.minutes, ready.path(ready.musts)
    minutes = sum(shortest(tile) for tile in ready.tiles if tile.is_must)
    if most is not None and minutes > most:
        numbers = {"minutes": minutes, "most": most}
        yield Finding(Code.MUSTS_TOO_LONG, Severity.ERROR, musts, numbers=numbers)


def _short(ready: Ready, limit: Limit) -> Iterator[Finding]:
    """Fewer tiles than are to be picked, or more musts of a kind than are allowed."""
    have = limit.members.bit_count()
    if limit.is_exact and limit.number > have:
        numbers = {"pick": limit.number, "have": have}
        yield Finding(_TOO_FEW[limit.why], Severity.ERROR, about=limit.about, numbers=numbers)
    musts = limit.members & ready.musts
    if musts.bit_count() > limit.number:
        numbers = {"have": musts.bit_count(), "most": limit.number}
        tiles = ready.path(musts)
        yield Finding(
            Code.MUSTS_OF_A_KIND, Severity.ERROR, tiles, about=limit.about, numbers=numbers
        )


Relaxed = tuple[Code, Code, str, int, Rules]
"""(code when it is in the way, code when it is idle, about, its number, the rules without it)."""


def _relaxed(rules: Rules) -> Iterator[Relaxed]:
    """The rules without each of those that can be left out and still leave a rule to pick by."""
    kinds = tuple(sorted(rules.at_most))
    for n, rule in enumerate(kinds):
        rest = replace(rules, at_most=kinds[:n] + kinds[n + 1 :])
        yield Code.KIND_IN_THE_WAY, Code.IDLE_KIND, rule.kind, rule.most, rest
    if rules.minutes is not None:
        rest = replace(rules, minutes=None)
        yield Code.MINUTES_IN_THE_WAY, Code.IDLE_MINUTES, "", rules.minutes, rest
    if rules.line and (rules.pick is not None or rules.courses):
        yield Code.LINE_IN_THE_WAY, Code.IDLE_LINE, "", 3, replace(rules, line=False)


def in_the_way(ready: Ready, family: Family) -> Iterator[Finding]:
    """Each rule without which there would be paths, and how many."""
    for code, _, about, most, rules in _relaxed(ready.sheet.rules):
        ways = _count(made_ready(replace(ready.sheet, rules=rules)), ready, family)
        if ways:
            numbers = {"paths": ways, "most": most}
            yield Finding(code, Severity.ERROR, about=about, numbers=numbers)


def idle(ready: Ready, family: Family) -> Iterator[Finding]:
    """Each rule that forbids nothing: without it there are no more paths."""
    for _, code, about, most, rules in _relaxed(ready.sheet.rules):
        other = made_ready(replace(ready.sheet, rules=rules))
        members = of_kind(ready.tiles, about)
        is_kind = code == Code.IDLE_KIND
        if is_kind and _is_seen_to_bite(other, family, members, most):
            continue
        is_plain = is_kind and members.bit_count() <= most
        if is_plain or _count(other, ready, family) == family.count:
            yield Finding(code, Severity.NOTE, about=about, numbers={"most": most})


def _is_seen_to_bite(other: Ready, family: Family, members: int, most: int) -> bool:
    """Whether a path with the most of a kind has a tile that the limit alone keeps from being
    changed for one more of the kind.

    Mostly it has, and then the paths without the limit need not be counted.
    """
    stops, mays = Stops(other), other.everything & ~other.musts
    for wanted in (members, other.everything):
        bits = leaning(family, wanted)
        if (bits & members).bit_count() == most and any(
            stops.is_legal(bits ^ out | more)
            for out in _single(bits & mays & ~members)
            for more in _single(members & ~bits)
        ):
            return True
    return False


def _single(bits: int) -> list[int]:
    """Each bit by itself."""
    return [1 << n for n in range(bits.bit_length()) if bits >> n & 1]


def _count(other: Ready, ready: Ready, family: Family) -> int | None:
    """The legal paths under other rules; None where that cannot be told."""
    if other.limits == ready.limits and other.sheet.rules.line == ready.sheet.rules.line:
        return legal(other, family.of).count
    try:
        return legal(other, diagram(other)).count
    except TooHard:
        return None
