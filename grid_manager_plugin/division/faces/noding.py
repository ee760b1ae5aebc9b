"""Lines noded: what crosses or touches meets in a node that both have.

Nodes nearer to each other than a tolerance become one, nodes half that near to a line are put into it, and lines that
cross get a node there; again until nothing is left to do. The community's own vertices never move, and its edge never
bends: a node beside it is put on it. Afterwards no node lies so near to another or to a line that it does not end,
which is some ten thousand times the noise of the coordinates: what is told from directions and areas is safe.

GEOS nodes as well, but it tells neither which line a piece is of nor spares the community's vertices.
"""

from __future__ import annotations

from dataclasses import dataclass, replace

import numpy as np
from scipy.spatial import cKDTree

from grid_manager_plugin.division.faces.nearby import Boxes, meeting
from grid_manager_plugin.division.faces.network import NOTHING, Lines, Network

PASSES = 30
"""So many times at most; real streets need two or three."""

STRAIGHT = 1e-7
"""Metres that a node may lie beside a line for the line not to count as bent by it."""


class NotNoded(Exception):
    """Noding did not come to an end."""


@dataclass(frozen=True)
class _Inserts:
    """Nodes to put into lines, and how far along: shapes (i,)."""

    line: np.ndarray
    node: np.ndarray
    share: np.ndarray
    bent: np.ndarray

    @classmethod
    def of(cls, *several: tuple[np.ndarray, ...]) -> _Inserts:
        return cls(*(np.concatenate(columns) for columns in zip(*several)))


def noded(network: Network, tolerance: float) -> Network:
    """Return the network noded.

    Args:
        network: Fresh nodes and dirty lines are looked at, the others among themselves are noded already.
        tolerance: Metres.

    Raises:
        NotNoded: It did not come to an end.
    """
    for _ in range(PASSES):
        network, on_edge, moved = _settled(network, tolerance)
        # Half: of three nodes further apart than the tolerance, only one can lie that near to the line between the
        # other two. With the whole tolerance two of them could take turns for ever.
        network, inserts = _met(network, on_edge, tolerance / 2)
        if not moved and not len(inserts.line):
            return replace(network, fresh=np.zeros(len(network.xy), dtype=bool))
        network = network.with_lines(_split(network.lines, inserts))
    raise NotNoded


def _settled(network: Network, tolerance: float) -> tuple[Network, tuple[np.ndarray, np.ndarray], bool]:
    """Bring fresh nodes together with others and onto the edge.

    Returns:
        The network, its fresh nodes unchanged; lines of the edge and the nodes to put into them, shapes (e,); whether
        anything moved.
    """
    uv, xy, home = network.uv.copy(), network.xy.copy(), network.home.copy()
    place = np.arange(len(uv))
    free = np.flatnonzero(network.fresh & (home == NOTHING))
    if len(free) and network.vertices:
        apart, vertex = cKDTree(uv[: network.vertices]).query(uv[free], distance_upper_bound=tolerance)
        place[free[apart <= tolerance]] = vertex[apart <= tolerance]
        free = free[apart > tolerance]
    line, node, share = _beside_edge(network, free, tolerance)
    length = np.linalg.norm(np.diff(uv[network.lines.ends[line]], axis=1)[:, 0], axis=1)
    for end, near in ((0, share * length <= tolerance), (1, (1 - share) * length <= tolerance)):
        place[node[near]] = network.lines.ends[line[near], end]
    inside = place[node] == node
    line, node, share = line[inside], node[inside], share[inside]
    xy[node] = network.along(line, share)
    uv[node] = network.plane.metres(xy[node])
    home[node] = network.lines.home[line]
    place = _led(replace(network, uv=uv, home=home), place, tolerance)
    place = place[place]  # the end of an edge that a node joined may have joined another itself
    moved = place != np.arange(len(uv))
    line, node = line[~moved[node]], node[~moved[node]]
    if not moved.any() and not len(node):
        return network, (line, node), False
    moved[node] = True
    lines = network.lines
    lines = replace(lines, dirty=lines.dirty | moved[lines.ends].any(axis=1))
    edges = np.sort(place[lines.ends[line]], axis=1)
    lines = lines.between(place[lines.ends])
    where = np.searchsorted(_keys(lines.ends, len(uv)), _keys(edges, len(uv)))
    network, number = replace(network, uv=uv, xy=xy, home=home, lines=lines).compact()
    return network, (where, number[node]), True


def _keys(ends: np.ndarray, count: int) -> np.ndarray:
    return ends[:, 0] * count + ends[:, 1]


def _beside_edge(network: Network, free: np.ndarray, tolerance: float) -> tuple[np.ndarray, np.ndarray, np.ndarray]:
    """Return the nearest line of the edge of each free node within the tolerance: line, node, share along it."""
    edges = np.flatnonzero(network.lines.on_edge())
    points = Boxes.around(network.uv[free], network.uv[free], tolerance)
    edge, which = meeting(network.boxes(edges), points)
    line, node = edges[edge], free[which]
    share = np.clip(_share(network, line, node), 0.0, 1.0)
    start, end = network.uv[network.lines.ends[line, 0]], network.uv[network.lines.ends[line, 1]]
    apart = np.hypot(*(start + share[:, None] * (end - start) - network.uv[node]).T)
    order = np.lexsort((line, apart, node))
    order = order[apart[order] <= tolerance]
    first = order[np.diff(node[order], prepend=-1) > 0]
    return line[first], node[first], share[first]


def _share(network: Network, line: np.ndarray, node: np.ndarray) -> np.ndarray:
    """Return how far along lines (n,) the feet of nodes (n,) lie, 0 at the lower end, 1 at the upper."""
    start, end = network.uv[network.lines.ends[line, 0]], network.uv[network.lines.ends[line, 1]]
    square = ((end - start) ** 2).sum(axis=1)
    # two crossings in one place make a line of no length, until they are brought together
    return ((network.uv[node] - start) * (end - start)).sum(axis=1) / np.where(square > 0, square, 1.0)


def _led(network: Network, place: np.ndarray, tolerance: float) -> np.ndarray:
    """Return the node that each node becomes one with; ``place`` tells those that have found theirs.

    Nodes on the edge lead before those of polygons to keep whole, these before others, then by x and y: a chain of
    near nodes does not collapse into one, and the order of the input does not matter.
    """
    pairs = _near_nodes(network, tolerance)
    homes = network.home[pairs]
    useful = (place[pairs] == pairs).all(axis=1) & (pairs >= network.vertices).all(axis=1)
    useful &= (homes == NOTHING).any(axis=1) | (homes[:, 0] == homes[:, 1])
    pairs = pairs[useful]
    if not len(pairs):
        return place
    kept = np.zeros(len(network.uv), dtype=bool)
    kept[network.lines.ends[(network.lines.sides != NOTHING).any(axis=1)]] = True
    nodes, local = np.unique(pairs, return_inverse=True)
    x, y = network.uv[nodes].T
    rank = np.empty(len(nodes), dtype=np.int64)
    rank[np.lexsort((y, x, ~kept[nodes], network.home[nodes] == NOTHING))] = np.arange(len(nodes))
    low, high = np.sort(rank[local.reshape(-1, 2)], axis=1).T
    leader = np.arange(len(nodes))  # by rank
    waiting = np.ones(len(nodes), dtype=bool)
    while waiting.any():
        # A node leads when none that comes before it waits or leads beside it; its neighbours join the first such.
        blocked = np.zeros(len(nodes), dtype=bool)
        blocked[high[waiting[low] & waiting[high]]] = True
        leads = waiting & ~blocked
        joins = leads[low] & waiting[high] & ~leads[high]
        best = np.full(len(nodes), len(nodes))
        np.minimum.at(best, high[joins], low[joins])
        follows = best < len(nodes)
        leader[follows] = best[follows]
        waiting &= ~leads & ~follows
    by_rank = np.argsort(rank)
    place = place.copy()
    place[nodes] = nodes[by_rank[leader[rank]]]
    return place


def _near_nodes(network: Network, tolerance: float) -> np.ndarray:
    """Return the pairs of nodes within the tolerance of each other, one of them fresh, shape (p, 2)."""
    fresh = np.flatnonzero(network.fresh)
    if 2 * len(fresh) > len(network.uv):
        return cKDTree(network.uv).query_pairs(tolerance, output_type="ndarray")
    points = network.uv[fresh]
    which, other = meeting(Boxes.around(points, points, tolerance), Boxes(network.uv, network.uv))
    one = fresh[which]
    near = (one != other) & (np.hypot(*(network.uv[one] - network.uv[other]).T) <= tolerance)
    return np.column_stack([one[near], other[near]])


def _met(network: Network, on_edge: tuple[np.ndarray, np.ndarray], tolerance: float) -> tuple[Network, _Inserts]:
    """Find nodes on lines and crossings of lines.

    Returns:
        The network with a fresh node at every crossing, no other node fresh, no line dirty; what to put into lines.
    """
    line, node = on_edge
    found: list[tuple[np.ndarray, ...]] = [(line, node, _share(network, line, node), np.zeros(len(line), dtype=bool))]
    lines = network.lines
    dirty = np.flatnonzero(lines.dirty)
    one, other = _near_lines(network, dirty, tolerance)
    touching, crossing = _tested(network, one, other, tolerance)
    if not lines.dirty.all():
        fresh = np.flatnonzero(network.fresh)
        which, beside = meeting(Boxes.around(network.uv[fresh], network.uv[fresh], tolerance), network.boxes())
        touching = np.concatenate([touching, np.column_stack([beside, fresh[which]])])
    found.append(_put_in(network, touching, tolerance))
    done = replace(network, fresh=np.zeros(len(network.xy), dtype=bool))
    done = done.with_lines(replace(lines, dirty=np.zeros(len(lines.ends), dtype=bool)))
    if len(crossing[0]):
        base, across, share = crossing
        xy, home, node = _one_a_place(network, base, share, tolerance)
        done = done.with_nodes(xy, home)
        node = len(network.xy) + node
        found += [_crossed(done, base, node), _crossed(done, across, node)]
    return done, _Inserts.of(*found)


def _one_a_place(
    network: Network, base: np.ndarray, share: np.ndarray, tolerance: float
) -> tuple[np.ndarray, np.ndarray, np.ndarray]:
    """Return points for crossings at shares of lines, their homes, and the point of each crossing.

    Many lines through one place cross in as many points as there are pairs of them: those in one cell of the
    tolerance's size become one here, before nodes are held against each other pair by pair.
    """
    xy = network.along(base, share)
    home = network.lines.home[base]
    cell = np.floor(network.plane.metres(xy) / tolerance)
    order = np.lexsort((cell[:, 1], cell[:, 0], home))
    key = np.column_stack([home, cell])[order]
    new = np.concatenate([[True], (key[1:] != key[:-1]).any(axis=1)])
    point = np.empty(len(order), dtype=np.int64)
    point[order] = np.cumsum(new) - 1
    return xy[order[new]], home[order[new]], point


def _crossed(network: Network, line: np.ndarray, node: np.ndarray) -> tuple[np.ndarray, ...]:
    """Return lines and the nodes at their crossings, each pair once, with share and whether the line is bent."""
    _, once = np.unique(line * len(network.uv) + node, return_index=True)
    line, node = line[once], node[once]
    _, share, apart = _lies_on(network, np.column_stack([line, node]), 0.0)
    return line, node, share, apart > STRAIGHT


def _near_lines(network: Network, dirty: np.ndarray, tolerance: float) -> tuple[np.ndarray, np.ndarray]:
    """Return the pairs of lines whose bounds come within the tolerance, one of them dirty, each pair once."""
    boxes = network.boxes()
    near = boxes.take(dirty)
    which, other = meeting(Boxes(near.low - tolerance, near.high + tolerance), boxes)
    one = dirty[which]
    once = (one < other) | ((one > other) & ~network.lines.dirty[other])
    return np.minimum(one, other)[once], np.maximum(one, other)[once]


def _tested(
    network: Network, one: np.ndarray, other: np.ndarray, tolerance: float
) -> tuple[np.ndarray, tuple[np.ndarray, np.ndarray, np.ndarray]]:
    """Test pairs of lines.

    Returns:
        Lines and nodes that may lie on them, shape (t, 2); crossings: a line, another, the share along the first.
    """
    uv, ends = network.uv, network.lines.ends
    a, b, c, d = uv[ends[one, 0]], uv[ends[one, 1]], uv[ends[other, 0]], uv[ends[other, 1]]
    # twice the areas of the triangles between a line and the other's ends
    of_c, of_d = _cross(b - a, c - a), _cross(b - a, d - a)
    of_a, of_b = _cross(d - c, a - c), _cross(d - c, b - c)
    near_one = tolerance * np.hypot(*(b - a).T)
    near_other = tolerance * np.hypot(*(d - c).T)
    touching, touched = [], np.zeros(len(one), dtype=bool)
    a_is_c, a_is_d = ends[one, 0] == ends[other, 0], ends[one, 0] == ends[other, 1]
    b_is_c, b_is_d = ends[one, 1] == ends[other, 0], ends[one, 1] == ends[other, 1]
    homes = network.lines.home
    for size, bound, line, node, own in (
        (of_c, near_one, one, ends[other, 0], a_is_c | b_is_c),
        (of_d, near_one, one, ends[other, 1], a_is_d | b_is_d),
        (of_a, near_other, other, ends[one, 0], a_is_c | a_is_d),
        (of_b, near_other, other, ends[one, 1], b_is_c | b_is_d),
    ):
        pair = np.flatnonzero((np.abs(size) <= bound) & ~own)
        candidate = np.column_stack([line[pair], node[pair]])
        real = _lies_on(network, candidate, tolerance)[0]
        touching.append(candidate[real])
        put = (homes[line[pair]] != NOTHING) & (homes[line[pair]] == network.home[node[pair]])
        touched[pair[real | put]] = True
    edge = network.lines.on_edge()
    shared = a_is_c | a_is_d | b_is_c | b_is_d
    crosses = (of_c * of_d < 0) & (of_a * of_b < 0) & ~touched & ~shared & ~(edge[one] & edge[other])
    pair = np.flatnonzero(crosses)
    one, other, of_a, of_b, of_c, of_d = (array[pair] for array in (one, other, of_a, of_b, of_c, of_d))
    # the node is put exactly on the edge when one of the two is of the edge
    base_is_other = edge[other]
    share = np.where(base_is_other, of_c / (of_c - of_d), of_a / (of_a - of_b))
    base, across = np.where(base_is_other, other, one), np.where(base_is_other, one, other)
    return np.concatenate(touching), (base, across, share)


def _cross(one: np.ndarray, other: np.ndarray) -> np.ndarray:
    return one[:, 0] * other[:, 1] - one[:, 1] * other[:, 0]


def _lies_on(network: Network, touching: np.ndarray, tolerance: float) -> tuple[np.ndarray, np.ndarray, np.ndarray]:
    """Tell of lines and nodes (t, 2) whether the node lies on the line, how far along, and how far beside it.

    Nothing lies on the edge but what was put there.
    """
    line, node = touching.T
    share = _share(network, line, node)
    start, end = network.uv[network.lines.ends[line, 0]], network.uv[network.lines.ends[line, 1]]
    apart = np.hypot(*(start + share[:, None] * (end - start) - network.uv[node]).T)
    free = ~network.lines.on_edge()[line] & (network.lines.ends[line] != node[:, None]).all(axis=1)
    return free & (share > 0) & (share < 1) & (apart <= tolerance), share, apart


def _put_in(network: Network, touching: np.ndarray, tolerance: float) -> tuple[np.ndarray, ...]:
    """Return what to put into lines of those lines and nodes (t, 2) that touch."""
    line, node = touching.T
    _, once = np.unique(line * len(network.uv) + node, return_index=True)
    real, share, apart = _lies_on(network, touching[once], tolerance)
    line, node = touching[once][real].T
    return line, node, share[real], apart[real] > STRAIGHT


def _split(lines: Lines, inserts: _Inserts) -> Lines:
    """Put nodes into lines; the pieces of bent ones are dirty."""
    split, order = np.unique(inserts.line), np.lexsort((inserts.node, inserts.share, inserts.line))
    line, node = inserts.line[order], inserts.node[order]
    owner = np.concatenate([split, line, split])
    node = np.concatenate([lines.ends[split, 0], node, lines.ends[split, 1]])
    place = np.concatenate([np.zeros(len(split)), np.arange(1, len(line) + 1), np.full(len(split), len(line) + 1)])
    order = np.lexsort((place, owner))
    owner, node = owner[order], node[order]
    joint = np.flatnonzero(owner[1:] == owner[:-1])
    whole = np.ones(len(lines.ends), dtype=bool)
    whole[split] = False
    whole = np.flatnonzero(whole)
    bent = np.zeros(len(lines.ends), dtype=bool)
    bent[inserts.line[inserts.bent]] = True
    lines = replace(lines, dirty=lines.dirty | bent)
    ends = np.concatenate([lines.ends[whole], np.column_stack([node[joint], node[joint + 1]])])
    return lines.take(np.concatenate([whole, owner[joint]])).between(ends)
