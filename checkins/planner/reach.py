"""Who can be reached from a place by moving check-ins along, for all places at once.

Nodes that reach each other form a group and reach the same; groups come out of one depth-first
search (Tarjan's) in an order in which everything a group reaches is known before it. What a node
reaches is a set of bits of one whole number.
"""

from __future__ import annotations

from collections.abc import Iterator

from .flow import reachable
from .network import Network


class Reach:
    """What can be reached in a seating, worked out as it is asked for."""

    def __init__(self, net: Network) -> None:
        self.net = net
        self.way_out = 1 << net.size
        """The bit that says: from here somebody could still be seated."""
        self.known: dict[int, int] = {}
        self._order: dict[int, int] = {}
        self._low: dict[int, int] = {}
        self._group: list[int] = []

    def beyond(self, request: int) -> int:
        """The bits of all nodes that `request` reaches."""
        bits = 0
        for node in reachable(self.net, request):
            if node not in self.known:
                self._search(node)
            bits |= self.known[node]
        return bits

    def _search(self, root: int) -> None:
        stack = [self._enter(root)]
        while stack:
            node, ways = stack[-1]
            for to in ways:
                if to in self.known:
                    continue
                if to not in self._order:
                    stack.append(self._enter(to))
                    break
                self._low[node] = min(self._low[node], self._order[to])
            else:
                stack.pop()
                self._leave(node)
                if stack:
                    above = stack[-1][0]
                    self._low[above] = min(self._low[above], self._low[node])

    def _enter(self, node: int) -> tuple[int, Iterator[int]]:
        self._order[node] = self._low[node] = len(self._order)
        self._group.append(node)
        return node, iter(self._ways(node))

    def _leave(self, node: int) -> None:
        """If `node` was met first in its group, all of the group is known now."""
        if self._low[node] < self._order[node]:
            return
        members = self._group[self._group.index(node) :]
        del self._group[-len(members) :]
        bits = 0
        for member in members:
            bits |= 1 << member
            if self._is_open(member):
                bits |= self.way_out
            for to in self._ways(member):
                bits |= self.known.get(to, 0)
        for member in members:
            self.known[member] = bits

    def _is_open(self, node: int) -> bool:
        first = self.net.first_day
        return node >= first and not self.net.day_full(node - first)

    def _ways(self, node: int) -> list[int]:
        return [] if self._is_open(node) else reachable(self.net, node)
