"""Why somebody has no place where check-ins may start on any minute: the minutes, in words."""

from __future__ import annotations

from .grid import Grid
from .leftout import own_cause
from .model import LeftOut, Squeeze
from .network import OUT
from .search import Found
from .timeline import Timeline
from .words import cause


def left_out_timed(grid: Grid, found: Found) -> tuple[LeftOut, ...]:
    """Everybody without a place, most needed first, each with a cause."""
    outs = [r for r, at in enumerate(found.net.seat) if at == OUT]
    if not outs:
        return ()
    outs.sort(key=lambda r: (-grid.out_cost[r], r))
    rooms = Timeline(grid).rooms_of_blocks()
    return tuple(_explained(grid, found, rooms, r) for r in outs)


def _explained(grid: Grid, found: Found, rooms: dict[int, int], number: int) -> LeftOut:
    request = grid.requests[number]
    if not grid.options[number]:
        return LeftOut(request.id, own_cause(grid, request))
    if grid.out_cost[number] < grid.levels.need:
        return LeftOut(request.id, cause("not_worth_it"))
    rivals, blocks = _rivals(grid, found, number)
    gap = grid.problem.gap
    needed = sum(grid.requests[r].minutes + gap for r in rivals)
    available = sum(rooms[block] for block in blocks)
    levels = grid.levels
    is_proven = found.bound // levels.need == found.net.cost() // levels.need
    code = "minutes_short" if needed > available else "minutes_cut"
    numbers = {"students": len(rivals), "needed": needed, "available": available}
    why = cause(code if is_proven else f"{code}_unproven", **numbers)
    if not is_proven and needed <= available:
        return LeftOut(request.id, why)
    squeeze = Squeeze(
        tuple(sorted(grid.requests[r].id for r in rivals)),
        len(rivals) - 1,
        tuple(grid.blocks[block].id for block in sorted(blocks)),
    )
    return LeftOut(request.id, why, squeeze)


def _rivals(grid: Grid, found: Found, number: int) -> tuple[set[int], set[int]]:
    """`number` and all who sit, directly or through others, in blocks open to it; those blocks."""
    net = found.net
    seated: dict[int, list[int]] = {}
    for r, at in enumerate(net.seat):
        if at != OUT:
            seated.setdefault(grid.options[r][at - net.first_place][1], []).append(r)
    rivals, queue = {number}, [number]
    blocks: set[int] = set()
    for r in queue:
        for block in {block for _, block in grid.options[r].values()} - blocks:
            blocks.add(block)
            queue.extend(other for other in seated.get(block, ()) if other not in rivals)
            rivals.update(seated.get(block, ()))
    return rivals, blocks
