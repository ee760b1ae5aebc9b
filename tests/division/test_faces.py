"""Barriers become faces that tile their community: hand-made cases with known answers."""

from __future__ import annotations

import numpy as np
import pytest
import shapely
from shapely import LineString, MultiLineString, MultiPolygon, Polygon, box
from streets import barriers, borders, faces, placed, square_metres

from grid_manager_plugin.division.adjacency import build_graph
from grid_manager_plugin.division.faces.barriers import NO_BARRIER, Barriers
from grid_manager_plugin.division.faces.borders import border_edges
from grid_manager_plugin.division.faces.faces import FaceSettings
from grid_manager_plugin.division.segments import segment_table
from grid_manager_plugin.errors import InputError
from grid_manager_plugin.rules.geodesy import Measure

GROUND = box(0, 0, 200, 100)
ACROSS = LineString([(80, -10), (80, 110)])
ALONG = LineString([(-10, 60), (210, 60)])
EXTEND = FaceSettings(extend=20, smallest=0, narrowest=0)


def notes(found: object) -> str:
    return " ".join(map(str, found.notes))


def test_crossing_streets_make_four_blocks() -> None:
    found = faces(GROUND, barriers([ACROSS, ALONG], [0.1, 0.5]))
    assert square_metres(found) == [3200, 4800, 4800, 7200]
    # in rows from the north-west
    assert borders(found) == {
        (0, 1): [(0.1, False, 40.0)],
        (0, 2): [(0.5, False, 80.0)],
        (1, 3): [(0.5, False, 120.0)],
        (2, 3): [(0.1, False, 60.0)],
    }
    assert found.notes == ()
    assert (found.extended, found.ignored, found.merged, found.small) == (0, 0, 0, 0)


def test_border_cost_is_metres_on_the_ellipsoid_times_the_factor() -> None:
    found = faces(GROUND, barriers([ACROSS, ALONG], [0.1, 0.5], [True, False]))
    measure = Measure.from_crs("EPSG:4547")
    graph, table = build_graph(found.geometry, np.zeros(4), measure)
    edges = border_edges(table, 4, measure, found.borders.along(table))
    assert edges.pairs.tolist() == graph.edges.tolist()
    assert edges.length == pytest.approx(graph.border_cost)
    assert edges.cost == pytest.approx(graph.border_cost * [0.1, 0.5, 0.5, 0.1])
    assert edges.hard.tolist() == [True, False, False, True]
    assert edges.fid.tolist() == [1, NO_BARRIER, NO_BARRIER, 1]


def test_no_barriers_leave_the_community_as_it_is() -> None:
    found = faces(GROUND, barriers([]))
    assert square_metres(found) == [20000]
    assert len(found.borders.start) == 0
    assert not segment_table(found.geometry).inner().any()


@pytest.mark.parametrize(
    "line",
    [
        pytest.param(LineString([(0, 300), (200, 300)]), id="outside"),
        pytest.param(LineString([(-5, 50), (-1, 50)]), id="just outside"),
        pytest.param(LineString([(0, 0), (200, 0)]), id="on the edge"),
        pytest.param(LineString([(-50, 0), (120, 0), (200, 0), (200, 300)]), id="along the edge and beyond"),
        pytest.param(LineString([(0, 0.0004), (70, -0.0003), (200, 0.0004)]), id="on the edge but for noise"),
        pytest.param(LineString(GROUND.exterior.coords), id="the whole edge"),
        pytest.param(LineString([(-100, 50), (0, 50)]), id="up to the edge"),
    ],
)
def test_lines_outside_or_on_the_edge_divide_nothing(line: LineString) -> None:
    found = faces(GROUND, barriers([line]))
    assert square_metres(found) == [20000]
    assert found.ignored == 0


def test_the_edge_takes_nodes_but_no_barrier() -> None:
    found = faces(GROUND, barriers([LineString([(0, 0), (120, 0), (120, 100)])]))
    assert square_metres(found) == [8000, 12000]
    assert borders(found) == {(0, 1): [(0.2, False, 100.0)]}


def test_of_overlapping_barriers_the_lowest_factor_and_the_hard_one_win() -> None:
    lines = [ACROSS, LineString([(80, 100), (80, 40)]), LineString([(80, 70), (80, -20)]), ACROSS]
    found = faces(GROUND, barriers(lines, [0.5, 0.1, 0.3, 0.9], [False, False, True, False]))
    assert borders(found) == {(0, 1): [(0.1, False, 30.0), (0.1, True, 30.0), (0.3, True, 40.0)]}
    fids = found.borders.along(segment_table(found.geometry)).fid
    assert sorted(set(fids.tolist())) == [NO_BARRIER, 2, 3]


def test_loops_make_islands() -> None:
    ring = LineString([(50, 30), (90, 30), (90, 70), (50, 70), (50, 30)])
    small = shapely.transform(ring, lambda xy: (xy - [70, 50]) / 4 + [70, 50])
    found = faces(GROUND, barriers([ring, small]))
    assert square_metres(found) == [100, 1500, 18400]
    assert sorted(len(face.interiors) for face in found.geometry) == [0, 1, 1]


def test_a_loop_that_touches_the_edge_in_a_point_leaves_a_valid_ring() -> None:
    loops = [
        LineString([(0, 50), (20, 40), (20, 60), (0, 50)]),
        LineString([(20, 40), (40, 30), (40, 50), (20, 40)]),
        LineString([(100, 50), (120, 40), (120, 60), (100, 50)]),
        LineString([(120, 40), (140, 30), (140, 50), (120, 40)]),
    ]
    found = faces(GROUND, barriers(loops))
    assert square_metres(found) == [200, 200, 200, 200, 19200]


def test_a_dead_end_into_a_loop_does_not_cut_the_ground_around() -> None:
    ring = LineString([(50, 30), (90, 30), (90, 70), (50, 70), (50, 30)])
    found = faces(GROUND, barriers([ring, LineString([(0, 50), (50, 50)]), LineString([(70, 50), (60, 50)])]))
    assert square_metres(found) == [1600, 18400]
    assert found.ignored == 2


def test_parts_islands_and_holes() -> None:
    ground = MultiPolygon(
        [
            Polygon(box(0, 0, 100, 100).exterior, [box(30, 30, 70, 70).exterior.coords]),
            box(45, 45, 55, 55),
            box(200, 0, 250, 100),
        ]
    )
    lines = [LineString([(-10, 50), (300, 50)]), LineString([(10, 10), (20, 10), (20, 20), (10, 20), (10, 10)])]
    found = faces(ground, barriers(lines))
    assert square_metres(found) == [50, 50, 100, 2500, 2500, 4100, 4200]
    # above and below the line on both sides of the hole, in the island, in the strip; the loop and the ground around it
    assert sorted(sum(metres for _, _, metres in lines) for lines in borders(found).values()) == [10, 40, 50, 60]


def test_a_hole_that_no_barrier_reaches_stays_a_hole() -> None:
    ground = Polygon(box(0, 0, 100, 100).exterior, [box(60, 60, 70, 70).exterior.coords])
    found = faces(ground, barriers([LineString([(0, 20), (100, 20)]), LineString([(62, 62), (68, 68)])]))
    assert square_metres(found) == [2000, 7900]


class TestOpenEnds:
    def test_are_extended_straight_on_to_the_edge(self) -> None:
        found = faces(GROUND, barriers([LineString([(-10, 39), (0, 40), (100, 50), (185, 50)])]), settings=EXTEND)
        assert borders(found) == {(0, 1): [(0.2, False, 185.499), (1.0, False, 15.0)]}
        assert found.extended == 1
        assert found.ignored == 0
        assert "Open ends of BARRIERS extended to the next line: 1." in notes(found)

    def test_are_extended_to_the_first_barrier_only(self) -> None:
        lines = [LineString([(0, 50), (100, 50)]), *(LineString([(x, 0), (x, 100)]) for x in (110, 115))]
        found = faces(GROUND, barriers(lines), settings=EXTEND)
        assert square_metres(found) == [500, 5500, 5500, 8500]

    def test_meet_one_another(self) -> None:
        lines = [LineString([(0, 50), (95, 50)]), LineString([(200, 50), (110, 50)])]
        found = faces(GROUND, barriers(lines), settings=EXTEND)
        assert square_metres(found) == [10000, 10000]
        assert borders(found) == {(0, 1): [(0.2, False, 185.0), (1.0, False, 15.0)]}

    def test_that_cross_each_other_get_a_node(self) -> None:
        lines = [LineString([(0, 50), (95, 50)]), LineString([(100, 0), (100, 45)]), LineString([(112, 0), (112, 100)])]
        found = faces(GROUND, barriers([*lines, LineString([(0, 57), (112, 57)])]), settings=EXTEND)
        assert found.extended == 2
        # the first ends at the third line, 17 m on; the second goes up to the fourth across it
        assert square_metres(found) == [84, 600, 700, 4816, 5000, 8800]

    def test_too_far_from_anything_divide_nothing(self) -> None:
        found = faces(GROUND, barriers([LineString([(-10, 50), (179, 50)])]), settings=EXTEND)
        assert square_metres(found) == [20000]
        assert (found.extended, found.ignored) == (0, 1)
        assert "Open ends of BARRIERS that reach no other line and divide nothing: 1." in notes(found)

    @pytest.mark.parametrize(("gap", "count"), [(19.98, 2), (20.02, 1)])
    @pytest.mark.parametrize("crs", ["EPSG:4547", "EPSG:4326", "EPSG:2232", "EPSG:4527"])
    def test_distance_is_in_metres_on_the_ellipsoid(self, gap: float, count: int, crs: str) -> None:
        measure = Measure.from_crs(crs)
        edge = placed([LineString([(100, 50), (200, 50)])], crs)[0]
        start, end = shapely.get_coordinates(edge)
        metres = measure.segment_lengths(start[None], end[None])[0]
        line = LineString([(-10, 50), (200 - gap * 100 / metres, 50)])
        found = faces(GROUND, barriers([line], crs=crs), settings=EXTEND, crs=crs)
        assert len(found.geometry) == count

    def test_far_away_are_reached_too(self) -> None:
        ground = box(0, 0, 2000, 1000)
        found = faces(ground, barriers([LineString([(0, 500), (1200, 500)])]), settings=FaceSettings(900, 0, 0))
        assert square_metres(found) == [1_000_000, 1_000_000]

    def test_beside_a_barrier_snap_to_it(self) -> None:
        lines = [LineString([(0, 50), (100, 50)]), LineString([(100, 53), (100, 100)])]
        found = faces(GROUND, barriers(lines), settings=EXTEND)
        assert square_metres(found) == [5000, 15000]

    def test_go_sideways_when_nothing_is_ahead(self) -> None:
        lines = [LineString([(0, 40), (200, 40)]), LineString([(200, 55), (150, 55)])]
        found = faces(GROUND, barriers(lines), settings=EXTEND)
        assert square_metres(found) == [750, 8000, 11250]

    def test_do_not_go_back(self) -> None:
        lines = [LineString([(0, 40), (200, 40)]), LineString([(100, 40), (110, 58)])]
        found = faces(GROUND, barriers(lines), settings=EXTEND)
        assert square_metres(found) == [8000, 12000]

    def test_stubs_shorter_than_the_gap_are_left_alone(self) -> None:
        lines = [LineString([(0, 50), (200, 50)]), LineString([(0, 65), (200, 65)])]
        path = LineString([(100, 50), (100, 54)])
        found = faces(GROUND, barriers([*lines, path]), settings=EXTEND)
        assert (len(found.geometry), found.ignored) == (3, 1)

    def test_of_hard_barriers_stay_hard(self) -> None:
        found = faces(GROUND, barriers([LineString([(0, 50), (190, 50)])], 0.1, True), settings=EXTEND)
        assert borders(found) == {(0, 1): [(0.1, True, 190.0), (1.0, True, 10.0)]}
        assert set(found.borders.fid.tolist()) == {1}


class TestSmallFaces:
    def test_go_across_the_least_important_barrier(self) -> None:
        strip = [LineString([(100, 0), (100, 100)]), LineString([(105, 0), (105, 100)])]
        found = faces(GROUND, barriers(strip, [0.1, 0.6]), settings=FaceSettings(0, 0, 10))
        assert square_metres(found) == [10000, 10000]
        found = faces(GROUND, barriers(strip, [0.6, 0.1]), settings=FaceSettings(0, 0, 10))
        assert square_metres(found) == [9500, 10500]
        assert found.merged == 1
        assert "Small or narrow faces between BARRIERS that went to a neighbour: 1." in notes(found)

    def test_of_equal_barriers_go_across_the_longest(self) -> None:
        lines = [
            LineString([(0, 50), (200, 50)]),
            LineString([(100, 50), (100, 60), (130, 60), (130, 50)]),
            LineString([(100, 60), (100, 100)]),
        ]
        found = faces(GROUND, barriers(lines), settings=FaceSettings(0, 400, 0))
        # 30 metres to the south, 30 + 10 to the north-east, 10 to the north-west
        assert square_metres(found) == [5000, 5000, 10000]

    def test_never_go_across_a_hard_barrier(self) -> None:
        strip = [LineString([(100, 0), (100, 100)]), LineString([(105, 0), (105, 100)])]
        found = faces(GROUND, barriers(strip, [0.1, 0.6], [False, True]), settings=FaceSettings(0, 0, 10))
        assert square_metres(found) == [9500, 10500]
        found = faces(GROUND, barriers(strip, [0.1, 0.6], True), settings=FaceSettings(0, 0, 10))
        assert square_metres(found) == [500, 9500, 10000]
        assert (found.merged, found.small) == (0, 1)
        assert "hard barriers" in notes(found)

    def test_hard_on_one_of_two_lines_between_the_same_faces_holds(self) -> None:
        west = [LineString([(100, 0), (100, 40)]), LineString([(100, 40), (100, 100)])]
        strip = [*west, LineString([(105, 0), (105, 100)])]
        found = faces(GROUND, barriers(strip, [0.9, 0.9, 0.1], [True, False, False]), settings=FaceSettings(0, 0, 10))
        assert square_metres(found) == [10000, 10000]

    def test_of_a_roundabout_and_its_arms_go(self) -> None:
        ring = shapely.Point(100, 50).buffer(9).exterior
        arms = [
            LineString([(0, 50), (91, 50)]),
            LineString([(109, 50), (200, 50)]),
            LineString([(100, 0), (100, 41)]),
            LineString([(100, 59), (100, 100)]),
        ]
        found = faces(GROUND, barriers([ring, *arms]), settings=FaceSettings(1, 400, 0))
        assert len(found.geometry) == 4
        assert found.merged == 1

    def test_smaller_ones_go_first_and_grow_together(self) -> None:
        steps = [LineString([(0, y), (200, y)]) for y in (1, 2, 3)]
        found = faces(GROUND, barriers(steps, [0.3, 0.2, 0.1]), settings=FaceSettings(0, 300, 0))
        # 200 + 200 make 400; the third goes down across 0.2 though 0.1 is above
        assert square_metres(found) == [600, 19400]


class TestBadLines:
    @pytest.mark.filterwarnings("ignore:invalid value encountered:RuntimeWarning")  # newer shapely tells of them
    def test_are_told_by_feature_and_left_out(self) -> None:
        lines = [
            ACROSS,
            None,
            LineString(),
            LineString([(10, 10), (np.nan, 20)]),
            LineString([(10, 10), (np.inf, 20)]),
            LineString([(20, 20), (20, 20)]),
            box(20, 20, 40, 40),
            MultiLineString(),
        ]
        found = faces(GROUND, barriers(lines))
        assert square_metres(found) == [8000, 12000]
        assert "left out: 7 (features: 2, 3, 4, 5, 6, …)." in notes(found)

    def test_three_dimensions_and_parts_and_repeated_points_are_fine(self) -> None:
        line = MultiLineString(
            [
                [(80, -10, 5), (80, 50, 6), (80, 50, 9), (80, 110, 7)],
                [(-10, 60, 0), (40, 60, 1), (210, 60, 2)],
            ]
        )
        found = faces(GROUND, barriers([line]))
        assert square_metres(found) == [3200, 4800, 4800, 7200]
        assert not shapely.has_z(found.geometry).any()

    def test_lines_that_cross_and_cover_themselves(self) -> None:
        line = LineString([(-10, 20), (150, 20), (150, 80), (100, 80), (100, -10), (100, 20), (50, 20), (250, 20)])
        found = faces(GROUND, barriers([line]))
        assert square_metres(found) == [2000, 2000, 3000, 13000]

    @pytest.mark.parametrize("factor", [-0.1, 1.01, np.inf])
    def test_a_factor_out_of_range_is_refused_by_name(self, factor: float) -> None:
        with pytest.raises(InputError, match=r"BARRIER_FACTOR .*: 1 \(features: 2[;)]"):
            faces(GROUND, barriers([ACROSS, ALONG], [0.2, factor]))

    def test_a_factor_out_of_range_elsewhere_does_not_matter(self) -> None:
        far = LineString([(5000, 0), (5100, 0)])
        assert square_metres(faces(GROUND, barriers([ACROSS, far], [0.2, 9.0]))) == [8000, 12000]

    def test_no_factor_is_the_default(self) -> None:
        assert borders(faces(GROUND, barriers([ACROSS], np.nan))) == {(0, 1): [(0.2, False, 100.0)]}


def test_points_of_ground_nearer_than_the_tolerance_stay() -> None:
    below, above = [(0, 0), (100, 0), (100, 0.0004), (200, 0.0004)], [(200, 100), (100.0003, 100), (100, 100), (0, 100)]
    ground = Polygon([*below, *above])
    found = faces(ground, barriers([LineString([(100, -10), (100, 110)]), LineString([(0, 50), (200, 50)])]))
    assert len(found.geometry) == 4


def test_a_cut_narrower_than_the_tolerance() -> None:
    ground = Polygon([(0, 0), (200, 0), (200, 100), (100.0004, 100), (100.0002, 30), (100, 100), (0, 100)])
    found = faces(ground, barriers([LineString([(-10, 60), (210, 60)])]))
    assert len(found.geometry) == 3


@pytest.mark.parametrize("seed", range(3))
def test_order_and_direction_of_barriers_do_not_matter(seed: int) -> None:
    random = np.random.default_rng(seed)
    lines = [LineString(random.uniform(-20, 220, (4, 2)) * [1, 0.5]) for _ in range(25)]
    factor, hard = random.choice([0.1, 0.2, 0.6], 25), random.random(25) < 0.1
    settings = FaceSettings(10, 60, 2)
    drawn = barriers(lines, factor, hard)
    first = faces(GROUND, drawn, settings=settings)
    order = random.permutation(25)
    turned = drawn.take(order)
    turned = Barriers(
        np.where(random.random(25) < 0.5, shapely.reverse(turned.geometry), turned.geometry),
        turned.factor, turned.hard, turned.fid,
    )  # fmt: skip
    second = faces(shapely.reverse(GROUND), turned, settings=settings)
    assert shapely.to_wkb(first.geometry).tolist() == shapely.to_wkb(second.geometry).tolist()
    for name in ("start", "end", "factor", "hard", "fid"):
        assert getattr(first.borders, name).tobytes() == getattr(second.borders, name).tobytes()
    assert first.merged > 0
