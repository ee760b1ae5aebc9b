"""Moves that make borders shorter and straighter, tried one after another.

Nodes are left out, the smallest effect first, until what remains cannot be left out; pieces of a border are replaced by
straight lines; ends slide along the walls they lie on; places where borders meet, and bends that must stay, move to
where the lines between them are shortest. Each move is made only when :class:`.border_checks.Judge` finds it sound.
"""

from __future__ import annotations

import heapq
from collections.abc import Iterator
from itertools import islice, product

import numpy as np

from grid_manager_plugin.division.cells.border_checks import Judge
from grid_manager_plugin.division.cells.border_net import NEW, BorderNet, Change, Slide

_STEPS = (1.0, 0.75, 0.5, 0.35, 0.25, 0.15, 0.1, 0.05, 0.02)
"""Places on a wall where an end is tried, as shares of the border's length."""

_TRIED = 8
"""Most moves of one end that are tried, those that save most first."""

_SPAN = 12
"""Most segments that one straight line is tried to replace."""

_SKIPPED = 3
"""Nodes that a border may lose when the place where it meets others moves."""

_WORTH = 0.01
"""Metres that a move of an end or a bend must save: less is not worth the time."""

_NEAR = 0.05
"""Metres: a place on a wall this near to one of its nodes is that node."""


def leave_out(judge: Judge) -> bool:
    """Leave out nodes of borders, the smallest effect first; tell whether any was."""
    net = judge.net
    heap = [entry for number in range(len(net.chains)) for entry in _triangles(net, number)]
    heapq.heapify(heap)
    changed = False
    while heap:
        _, number, around = heapq.heappop(heap)
        nodes = net.chains[number].nodes
        place = next((i for i in range(1, len(nodes) - 1) if tuple(nodes[i - 1 : i + 2]) == around), None)
        if place is None or around[0] == around[2]:
            continue
        ends = (around[0], around[2])
        change = Change(number, place - 1, place + 1, ends, net.at[list(ends)])
        if judge.make([change], least=-1e-9):
            changed = True
            for i in (place - 1, place):
                if 0 < i < len(net.chains[number].nodes) - 1:
                    heapq.heappush(heap, _triangle(net, number, i))
    return changed


def cut_short(judge: Judge) -> bool:
    """Replace pieces of borders by straight lines, the longest pieces first; tell whether any was."""
    net, changed = judge.net, False
    for number, chain in enumerate(net.chains):
        span = min(len(chain.nodes) - 1, _SPAN)
        while span > 1:
            last = len(chain.nodes) - span
            made = any(_shortcut(judge, number, first, first + span) for first in range(last))
            changed |= made
            span = min(len(chain.nodes) - 1, _SPAN) if made else span - 1
    return changed


def _shortcut(judge: Judge, number: int, first: int, last: int) -> bool:
    nodes = judge.net.chains[number].nodes
    if last >= len(nodes) or nodes[first] == nodes[last]:
        return False
    ends = (nodes[first], nodes[last])
    return judge.make([Change(number, first, last, ends, judge.net.at[list(ends)])])


def slide_ends(judge: Judge) -> bool:
    """Slide ends of borders along their walls; tell whether any was."""
    net, changed = judge.net, False
    for number in range(len(net.chains)):
        changed |= _slide_both(judge, number)
        for node in (net.chains[number].nodes[0], net.chains[number].nodes[-1]):
            if net.slidable(node):
                changed |= _slide(judge, node)
    return changed


def _slide(judge: Judge, node: int) -> bool:
    """Slide one node with all borders that end there; one that ends there alone is drawn straight to a later node."""
    net = judge.net
    ends = _ends(net, node)
    if _closed(net, ends):
        return False
    targets = [_targets(net, number, at_start) for number, at_start in ends]
    reach = max(_chain_length(net, number) for number, _ in ends)
    places = list(slides(net, node, reach, [net.at[after[0]] for after in targets]))
    most = len(targets[0]) if len(ends) == 1 else 1
    return any(
        _best(judge, [[_end_change(net, *end, step, to.to, to.xy, to) for end in ends] for to in places])
        for step in range(most, 0, -1)
    )


def _best(judge: Judge, options: list[list[Change]], most: int = _TRIED) -> bool:
    """Make the option that saves most of those that are sound, trying so many; tell whether there was one."""
    saved = np.array([judge.gain(changes) for changes in options])
    order = np.argsort(-saved, kind="stable")
    ranked = (options[i] for i in order[: (saved > _WORTH).sum()])
    return any(judge.make(changes, least=_WORTH) for changes in islice(filter(judge.promising, ranked), most))


def _closed(net: BorderNet, ends: list[tuple[int, bool]]) -> bool:
    return any(net.chains[number].nodes[0] == net.chains[number].nodes[-1] for number, _ in ends)


def _slide_both(judge: Judge, number: int) -> bool:
    """Draw a border as one straight line between places on the walls at its two ends."""
    net = judge.net
    nodes = net.chains[number].nodes
    first, last = nodes[0], nodes[-1]
    alone = all(net.slidable(node) and len(net.ends_at[node]) == 1 for node in (first, last))
    if not alone or first == last:
        return False
    reach = _chain_length(net, number)
    heads = [None, *slides(net, first, reach, [net.at[last]])]
    tails = [None, *slides(net, last, reach, [net.at[first]])]
    options = []
    for head, tail in product(heads, tails):
        ends = (head.to if head else first, tail.to if tail else last)
        path = np.array([head.xy if head else net.at[first], tail.xy if tail else net.at[last]])
        options.append([Change(number, 0, len(nodes) - 1, ends, path, head, tail)])
    return _best(judge, options, 3 * _TRIED)


def move_bends(judge: Judge) -> bool:
    """Move bends, and places where borders meet, to where the lines from there are shorter; tell whether any was."""
    net, changed = judge.net, False
    for node in sorted({chain.nodes[i] for chain in net.chains for i in (0, -1)}):
        if node in net.ends_at and not net.on_wall[node]:
            changed |= _move_meeting(judge, node)
    for number in range(len(net.chains)):
        for place in range(1, len(net.chains[number].nodes) - 1):
            changed |= _move_bend(judge, number, place)
    return changed


def _move_meeting(judge: Judge, node: int) -> bool:
    """Move a place where borders meet; a bend beside it may go at the same time, as limits may not let it go alone."""
    net = judge.net
    ends = _ends(net, node)
    if _closed(net, ends):
        return False
    targets = [_targets(net, number, at_start) for number, at_start in ends]
    ways = [[1] * len(ends)]
    for i, after in enumerate(targets):
        ways += [[skip if i == j else 1 for j in range(len(ends))] for skip in range(2, min(len(after), _SKIPPED) + 1)]
    for steps in ways[::-1]:
        around = net.at[[after[step - 1] for after, step in zip(targets, steps)]]
        places = np.array([*_towards(net.at[node], _median(around)), *_fan(net.at[node], around)]).tolist()
        options = [
            [_end_change(net, *end, step, NEW, (x, y)) for end, step in zip(ends, steps)] for x, y in places
        ]
        if _best(judge, options):
            return True
    return False


def _fan(here: np.ndarray, around: np.ndarray) -> np.ndarray:
    """Return places all round, at several shares of the distance to the nearest node."""
    reach = np.hypot(*(around - here).T).min()
    turn = np.arange(12) * np.pi / 6
    radius = reach * np.array([0.5, 0.25, 0.1, 0.04, 0.01])
    return here + np.stack(
        [np.outer(radius, np.cos(turn)).reshape(-1), np.outer(radius, np.sin(turn)).reshape(-1)], axis=1
    )


def _move_bend(judge: Judge, number: int, place: int) -> bool:
    net = judge.net
    nodes = net.chains[number].nodes
    before, after = nodes[place - 1], nodes[place + 1]
    start, along = net.at[before], net.at[after] - net.at[before]
    share = ((net.at[nodes[place]] - start) @ along) / max(float(along @ along), 1e-12)
    here = net.at[nodes[place]]
    foot = start + np.clip(share, 0.05, 0.95) * along
    around = np.array([start, net.at[after]])
    options = [
        [Change(number, place - 1, place + 1, (before, NEW, after), np.array([start, xy, net.at[after]]))]
        for xy in (*_towards(here, foot), *_fan(here, around))
    ]
    return _best(judge, options)


def _towards(here: np.ndarray, there: np.ndarray) -> Iterator[np.ndarray]:
    return (here + share * (there - here) for share in (1.0, 0.5, 0.25, 0.1))


def _median(points: np.ndarray) -> np.ndarray:
    """Return the place from which the sum of distances to points is least (Weiszfeld)."""
    place = points.mean(axis=0)
    for _ in range(50):
        weight = 1 / np.maximum(np.hypot(*(points - place).T), 1e-6)
        place = (points * weight[:, None]).sum(axis=0) / weight.sum()
    return place


def slides(net: BorderNet, node: int, reach: float, targets: list[np.ndarray]) -> Iterator[Slide]:
    """Yield places that an end can slide to.

    Fixed shares of a length, the feet of targets, where the straight line between two targets crosses, wall nodes.

    Args:
        net: The net.
        node: End on a single line of walls.
        reach: Metres to go at most.
        targets: Places in the plane that the border leads to.
    """
    for first in net.walls_at[node]:
        behind = next(number for number in net.walls_at[node] if number != first)
        new_left, new_right = net.walls[behind].sides(node)[::-1]
        here, number = node, first
        walls: tuple[int, ...] = (first,)
        nodes: tuple[int, ...] = ()
        walked = cost = border = 0.0
        while walked < reach:
            wall = net.walls[number]
            start, there = net.at[here], wall.other(here)
            along = net.at[there] - start
            length = float(np.hypot(*along))
            more = _is_border(new_left, new_right) - _is_border(*wall.sides(here))
            for step in _stops(length, start, along, walked, reach, targets):
                part = (step, cost + step * more * wall.factor, border + step * more)
                xy = start + along * (step / length)
                yield Slide(node, walls, nodes, NEW, (float(xy[0]), float(xy[1])), walked + step, *part[1:])
            busy = there in net.ends_at
            if len(net.walls_at[there]) != 2 or there == node:
                break
            if busy and not _opposite(net, node, first, there, number):
                break
            walked, cost, border = walked + length, cost + length * more * wall.factor, border + length * more
            xy = net.at[there]
            yield Slide(node, walls, nodes, there, (float(xy[0]), float(xy[1])), walked, cost, border)
            if busy:
                break
            number = next(one for one in net.walls_at[there] if one != number)
            here, walls, nodes = there, (*walls, number), (*nodes, there)


def _opposite(net: BorderNet, node: int, first: int, there: int, last: int) -> bool:
    """Tell whether one border ends at a node and one at another along the walls, on opposite sides of them."""
    if len(net.ends_at[node]) != 1 or len(net.ends_at[there]) != 1:
        return False
    behind = next(number for number in net.walls_at[node] if number != first)
    beyond = next(number for number in net.walls_at[there] if number != last)
    here, before = net.walls[first].sides(node), net.walls[behind].sides(node)[::-1]
    end, after = net.walls[last].sides(there)[::-1], net.walls[beyond].sides(there)
    return (here[0] != before[0]) != (end[0] != after[0])


def _stops(
    length: float, start: np.ndarray, along: np.ndarray, walked: float, reach: float, targets: list[np.ndarray]
) -> list[float]:
    """Return metres from the start of a wall where an end is tried, not too near to its nodes."""
    steps = [reach * share - walked for share in _STEPS]
    steps += [float((target - start) @ along) / length for target in targets]
    if len(targets) == 2:
        (one_x, one_y), (x, y) = targets[0] - start, targets[1] - targets[0]
        across = float(along[0] * y - along[1] * x)
        steps += [float(one_x * y - one_y * x) / across * length] if across else []
    return sorted({step for step in steps if _NEAR < step < length - _NEAR})


def _is_border(left: int, right: int) -> int:
    return int(left != right and left >= 0 and right >= 0)


def _ends(net: BorderNet, node: int) -> list[tuple[int, bool]]:
    """Return the chains that end at a node, and whether with their start."""
    found = []
    for number in sorted(set(net.ends_at[node])):
        nodes = net.chains[number].nodes
        found += [(number, at_start) for at_start in (True, False) if nodes[0 if at_start else -1] == node]
    return found


def _targets(net: BorderNet, number: int, at_start: bool) -> list[int]:
    """Return the nodes of a chain after its end, the nearest first."""
    nodes = net.chains[number].nodes
    return (nodes[1:] if at_start else nodes[-2::-1])[:_SPAN]


def _end_change(
    net: BorderNet, number: int, at_start: bool, step: int, to: int, xy: tuple[float, float], slide: Slide | None = None
) -> Change:
    """Return the change that draws a chain straight from a new end to the node that many steps after the old one."""
    nodes = net.chains[number].nodes
    if at_start:
        target = nodes[step]
        return Change(number, 0, step, (to, target), np.array([xy, net.at[target]]), head=slide)
    last = len(nodes) - 1
    target = nodes[last - step]
    return Change(number, last - step, last, (target, to), np.array([net.at[target], xy]), tail=slide)


def _chain_length(net: BorderNet, number: int) -> float:
    return float(np.hypot(*np.diff(net.at[net.chains[number].nodes], axis=0).T).sum())


_Entry = tuple  # (double area, chain, three nodes)


def _triangles(net: BorderNet, number: int) -> list[_Entry]:
    return [_triangle(net, number, i) for i in range(1, len(net.chains[number].nodes) - 1)]


def _triangle(net: BorderNet, number: int, place: int) -> _Entry:
    around = tuple(net.chains[number].nodes[place - 1 : place + 2])
    (ax, ay), (bx, by), (cx, cy) = net.at[list(around)].tolist()
    return abs((bx - ax) * (cy - ay) - (by - ay) * (cx - ax)), number, around
