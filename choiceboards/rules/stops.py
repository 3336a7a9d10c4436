"""What a set of tiles breaks by itself: looked at rule by rule, without any search."""

from __future__ import annotations

from .model import Shape, Shut, Why
from .sheet import Ready, shortest


class Stops:
    """The rules of a sheet, asked about one set of tiles."""

    def __init__(self, ready: Ready) -> None:
        self.ready = ready
        self.most_minutes = ready.sheet.rules.minutes

    def is_legal(self, bits: int) -> bool:
        """Whether the tiles are a legal path as they are."""
        ready = self.ready
        if ready.musts & ~bits or self._limit(bits) is not None:
            return False
        for limit in ready.limits:
            if limit.is_exact and (bits & limit.members).bit_count() != limit.number:
                return False
        if ready.families is not None:
            return bits in ready.families
        return not ready.sheet.rules.line or any(line & ~bits == 0 for line in ready.lines)

    def shut(self, tile: int, held: int) -> Shut:
        """Why a tile does not lead on from the picks in `held`."""
        key = self.ready.tiles[tile].key
        if held >> tile & 1:
            return Shut(key, Why.ALREADY)
        if self._is_out_of_order(tile, held):
            return Shut(key, Why.OUT_OF_ORDER)
        bits = held | self.ready.musts | 1 << tile
        why, rule, most = self._limit(bits) or self._line(bits) or (Why.NO_PATH, "", 0)
        return Shut(key, why, rule, most)

    def unstopped(self, held: int) -> int:
        """The tiles that break no rule by themselves."""
        return sum(
            1 << tile
            for tile in range(len(self.ready.tiles))
            if self.shut(tile, held).why == Why.NO_PATH
        )

    def _limit(self, bits: int) -> tuple[Why, str, int] | None:
        """The first limit that these tiles are too many or too long for."""
        for limit in self.ready.limits:
            if (bits & limit.members).bit_count() > limit.number:
                return limit.why, limit.about, limit.number
        most = self.most_minutes
        if most is not None and self._minutes(bits) > most:
            return Why.MINUTES, "", most
        return None

    def _minutes(self, bits: int) -> int:
        return sum(shortest(tile) for n, tile in enumerate(self.ready.tiles) if bits >> n & 1)

    def _line(self, bits: int) -> tuple[Why, str, int] | None:
        """Nothing while some line can still be made with these tiles."""
        if not self.ready.sheet.rules.line:
            return None
        if self.ready.families is not None:
            is_open = any(bits & ~family == 0 for family in self.ready.families)
        else:
            is_open = any(self._limit(bits | line) is None for line in self.ready.lines)
        return None if is_open else (Why.LINE_BROKEN, "", 3)

    def _is_out_of_order(self, tile: int, held: int) -> bool:
        """On a playlist: passed already, or there is a must before it."""
        if self.ready.sheet.shape != Shape.PLAYLIST:
            return False
        before = (1 << tile) - 1
        return bool(held >> tile or self.ready.musts & before & ~held)
