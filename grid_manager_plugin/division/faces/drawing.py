"""What is drawn in a community before it is noded: its edge, barriers, outlines of polygons to keep whole."""

from __future__ import annotations

from dataclasses import dataclass, replace

import numpy as np
import shapely

from grid_manager_plugin.division.faces.barriers import Barriers
from grid_manager_plugin.division.faces.kept import cores
from grid_manager_plugin.division.faces.nearby import Boxes, meeting
from grid_manager_plugin.division.faces.network import NOTHING, Lines, Network, joined
from grid_manager_plugin.division.plane import Plane
from grid_manager_plugin.division.segments import directed, distinct


@dataclass(frozen=True)
class Drawing:
    """A community's lines.

    Attributes:
        ground: The community.
        network: Its lines, not noded.
        cut_out: Polygons to keep whole whose outlines are among the lines, in the plane, shape (c,) of object.
        cores: All polygons to keep whole without the strip along their walls, in the plane, shape (k,) of object.
        outside: Stands for the ground outside among the sides of lines.
    """

    ground: shapely.Geometry
    network: Network
    cut_out: np.ndarray
    cores: np.ndarray
    outside: int

    @classmethod
    def of(
        cls, ground: shapely.Geometry, barriers: Barriers, whole: np.ndarray, dedicated: np.ndarray, plane: Plane
    ) -> Drawing:
        """Draw a community.

        Args:
            ground: Valid flat (multi)polygon.
            barriers: Sound barriers (see :func:`.barriers.sound_barriers`).
            whole: Polygons to keep whole inside it, that do not overlap, shape (k,) of object.
            dedicated: True where one is a grid of its own, shape (k,).
            plane: Plane of the community.
        """
        edge = directed(np.array([ground], dtype=object))
        segments, barrier = _segments(barriers.geometry, ground)
        drawn = plane.drawn(whole)
        inner = cores(drawn)
        crossed = dedicated | _crossed(inner, plane.metres(segments.reshape(-1, 2)).reshape(-1, 2, 2))
        outlines, piece = _outlines(whole, np.flatnonzero(crossed))
        xy, place = _nodes(edge.nodes, np.concatenate([segments, outlines]))
        at = len(edge.nodes)
        drawn_ends = place[at:].reshape(-1, 2)
        ring = np.column_stack([place[edge.start], place[edge.end]])
        edges = Lines.plain(ring[np.lexsort(ring.T)])  # numbered whatever the direction and start of the rings
        sides = np.column_stack([np.full(len(edges.ends), NOTHING), np.full(len(edges.ends), len(whole))])
        streets = Lines.plain(drawn_ends[: len(segments)])
        walls = Lines.plain(drawn_ends[len(segments) :])
        lines = joined(
            [
                replace(edges, home=np.arange(len(sides)), sides=sides),
                replace(streets, factor=barriers.factor[barrier], hard=barriers.hard[barrier], barrier=barrier),
                replace(walls, sides=np.column_stack([piece, np.full(len(piece), NOTHING)])),
            ]
        )
        network = Network.drawn(plane, xy, at, lines.between(lines.ends))
        return cls(ground, network, drawn[crossed], inner, len(whole))

    def inside(self, network: Network) -> Network:
        """Leave out what lies outside the community or inside a polygon that is cut out.

        Args:
            network: The drawing's network, noded.
        """
        lines = network.lines
        loose = np.flatnonzero(~lines.on_edge() & (lines.sides == NOTHING).all(axis=1))
        middle = network.xy[lines.ends[loose]].mean(axis=1)
        shapely.prepare(self.ground)
        stays = shapely.contains_xy(self.ground, middle[:, 0], middle[:, 1])
        if len(self.cut_out):
            points = shapely.points(network.plane.metres(middle))
            stays[shapely.STRtree(self.cut_out).query(points, predicate="within")[0]] = False
        used = np.ones(len(lines.ends), dtype=bool)
        used[loose[~stays]] = False
        return network.with_lines(lines.take(np.flatnonzero(used))).compact()[0]


def near_ground(lines: np.ndarray, ground: shapely.Geometry) -> np.ndarray:
    """Return the positions of lines whose bounds reach the community, and of those that have no place at all."""
    west, south, east, north = shapely.bounds(ground)
    with np.errstate(invalid="ignore"):
        bounds = shapely.bounds(lines).reshape(-1, 4)
        bounds[~np.isfinite(shapely.length(lines))] = np.nan
    away = (bounds[:, 0] > east) | (bounds[:, 1] > north) | (bounds[:, 2] < west) | (bounds[:, 3] < south)
    return np.flatnonzero(~away)


def _segments(lines: np.ndarray, ground: shapely.Geometry) -> tuple[np.ndarray, np.ndarray]:
    """Return the segments near the community, shape (s, 2, 2), and the line that each is of."""
    parts, owner = shapely.get_parts(lines, return_index=True)
    xy, part = shapely.get_coordinates(parts, return_index=True)
    first = np.flatnonzero(part[1:] == part[:-1])
    segments = np.stack([xy[first], xy[first + 1]], axis=1)
    west, south, east, north = shapely.bounds(ground)
    low, high = segments.min(axis=1), segments.max(axis=1)
    near = (low[:, 0] <= east) & (low[:, 1] <= north) & (high[:, 0] >= west) & (high[:, 1] >= south)
    return segments[near], owner[part[first[near]]]


def _crossed(inner: np.ndarray, segments: np.ndarray) -> np.ndarray:
    """Tell which polygons a segment (s, 2, 2) reaches into, shape (k,)."""
    crossed = np.zeros(len(inner), dtype=bool)
    bounds = shapely.bounds(inner).reshape(-1, 4)
    there = np.flatnonzero(np.isfinite(bounds).all(axis=1))
    boxes = Boxes(bounds[there, :2], bounds[there, 2:])
    core, segment = meeting(boxes, Boxes.around(segments[:, 0], segments[:, 1]))
    core = there[core]
    shapely.prepare(inner)
    crossed[core[shapely.intersects(inner[core], shapely.linestrings(segments[segment]))]] = True
    return crossed


def _outlines(whole: np.ndarray, which: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
    """Return the segments of some polygons without holes, the polygon to their left, and the polygon of each."""
    edges = directed(whole[which])
    return np.stack([edges.nodes[edges.start], edges.nodes[edges.end]], axis=1), which[edges.owner]


def _nodes(vertices: np.ndarray, segments: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
    """Return distinct nodes, the community's vertices first, and the place of each vertex and each segment's ends."""
    nodes, place = distinct(np.concatenate([vertices, segments.reshape(-1, 2)]))
    own = np.zeros(len(nodes), dtype=bool)
    own[place[: len(vertices)]] = True
    order = np.argsort(~own, kind="stable")
    return nodes[order], np.argsort(order)[place]
