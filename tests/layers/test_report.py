from __future__ import annotations

import json
import math
import re
from dataclasses import replace
from html.parser import HTMLParser
from pathlib import Path
from xml.etree import ElementTree

import numpy as np
import pytest
import shapely

from grid_manager_plugin.division.community import CommunityPlan, DivisionSettings
from grid_manager_plugin.division.summary import CitySummary
from grid_manager_plugin.division.verdict import Verdict
from grid_manager_plugin.layers import report_tables
from grid_manager_plugin.layers.report import report_page, summary_text
from grid_manager_plugin.layers.report_charts import Chart, histogram
from grid_manager_plugin.layers.report_map import city_map
from grid_manager_plugin.layers.report_request import ReportRequest
from grid_manager_plugin.layers.report_words import GAP, TEXTS, Words, area, between, length, people
from grid_manager_plugin.rules.limits import Limits
from grid_manager_plugin.rules.messages import Message
from tests.division.plans import grid, plan

REQUEST = ReportRequest(
    settings=DivisionSettings(Limits((2, 5), (300, 1900), (None, 5e6), 10.0), seed=7),
    crs_wkt="EPSG:32650",
    crs_name="EPSG:32650 WGS 84 / UTM zone 50N",
    communities_layer="communities <2020>",
    blocks_layer="blocks",
    population_field="人口",
)
REASON = Message("Community {id}: population {people:,} in 2-5 grids.", {"id": "<b>6</b>", "people": 5120})
PLANS = [
    plan("10", (400.0, 600.0), x=0, name="东直门<script>alert(1)</script>"),
    plan("9", (400.0, 300.0, 2000.0), Verdict.RELAXED, x=300, reason=Message("Grid 3 has 2,000 people.")),
    plan("2", (500.0,), Verdict.KEPT, x=600, notes=(Message("Made valid."),)),
    plan("6", (5120.0,), Verdict.INFEASIBLE, x=700, proven=True, reason=REASON, suggestion=Message("Set MAX_GRIDS.")),
    plan("x", (), Verdict.FAILED, population=math.nan, area=math.nan, reason=Message("No geometry.")),
]
VOID = {"meta", "br", "link", "img", "input", "hr"}


def _same(text: str) -> str:
    return text


def _city(plans: list[CommunityPlan] = PLANS) -> CitySummary:
    city = CitySummary()
    for one in plans:
        city.add(one)
    return city


def _report(city: CitySummary, request: ReportRequest = REQUEST) -> str:
    return report_page(city, request, _same)


def _summary(city: CitySummary, request: ReportRequest = REQUEST) -> dict:
    return json.loads(summary_text(city, request, _same))


class _Page(HTMLParser):
    """Collects what a page is made of and fails on tags that do not close in order."""

    def __init__(self, text: str) -> None:
        super().__init__()
        self.open: list[str] = []
        self.tags: list[tuple[str, dict]] = []
        self.text = ""
        self.feed(text)
        assert self.open == []

    def handle_starttag(self, tag: str, attrs: list) -> None:
        self.tags.append((tag, dict(attrs)))
        if tag not in VOID:
            self.open.append(tag)

    def handle_startendtag(self, tag: str, attrs: list) -> None:
        self.tags.append((tag, dict(attrs)))

    def handle_endtag(self, tag: str) -> None:
        assert self.open.pop() == tag

    def handle_data(self, data: str) -> None:
        if self.open[-1:] != ["style"]:
            self.text += data


def test_report_opens_offline_and_is_well_formed() -> None:
    text = _report(_city())
    page = _Page(text)
    assert {tag for tag, _ in page.tags}.isdisjoint({"script", "link", "img", "iframe"})
    assert all(attrs["href"].startswith("#") for _, attrs in page.tags if "href" in attrs)
    assert "http" not in text
    assert "$" not in text


def test_links_of_the_map_lead_to_rows() -> None:
    page = _Page(_report(_city()))
    targets = {f"#{attrs['id']}" for _, attrs in page.tags if "id" in attrs}
    links = [attrs["href"] for tag, attrs in page.tags if tag == "a"]
    assert links == ["#c2", "#c3", "#c4", "#c5"]  # the first community has no ground
    assert targets.issuperset(links)


def test_report_tells_verdicts_reasons_and_what_lay_outside() -> None:
    city = _city()
    city.add_outside(4, 31.0)
    text = _Page(_report(city)).text
    for piece in (
        "Communities with grids within the limits: 2 of 5. Communities that need attention: 3.",
        "Infeasible and proven: 1. Infeasible because the search found no plan: 0.",
        "Community <b>6</b>: population 5,120 in 2-5 grids.",
        "Set MAX_GRIDS.",
        "Grid 3 has 2,000 people.",
        "Made valid.",
        "300 to 1,900",
        "at most 5,000,000 m² (5 km²)",
        "within 10 % of the community's mean per grid",
        "normal effort, seed 7",
        "Blocks outside every community: 4.",
        "人口",
    ):
        assert piece in text, piece
    assert text.index("No geometry.") < text.index("population 5,120") < text.index("Grid 3 has")


def test_every_value_is_escaped() -> None:
    text = _report(_city())
    assert "<script" not in text
    assert "东直门&lt;script&gt;" in text
    assert "communities &lt;2020&gt;" in text
    assert "<b>6</b>: population" not in text


def test_braces_and_dollars_in_values_stay() -> None:
    odd = plan("{0} $title ${x}", name="%s {name}")
    text = _Page(_report(_city([odd]), replace(REQUEST, communities_layer="$map {0}"))).text
    assert "{0} $title ${x}" in text
    assert "%s {name}" in text
    assert "$map {0}" in text


def test_any_order_of_communities_gives_the_same_text() -> None:
    assert _report(_city(PLANS)) == _report(_city(PLANS[::-1]))
    assert summary_text(_city(PLANS), REQUEST, _same) == summary_text(_city(PLANS[::-1]), REQUEST, _same)


def test_every_text_goes_through_the_translation() -> None:
    text = report_page(_city(), replace(REQUEST, language="zh-CN"), lambda text: f"<{text}>")
    assert '<html lang="zh-CN">' in text
    page = _Page(text)
    left = page.text
    left = re.sub(r"<[^<>]*(<[^<>]*>[^<>]*)*>", "", left)
    words = re.findall(r"[A-Za-z]{3,}", left)
    assert set(words) <= {"communities", "blocks", "EPSG", "WGS", "UTM", "zone", "script", "alert"}


def test_texts_have_no_unused_key() -> None:
    room = Path(report_tables.__file__).parent
    code = "".join(path.read_text(encoding="utf-8") for path in sorted(room.glob("report*.py")))
    code = code.split("TEXTS = {")[0] + code.split('"""English texts by key')[1]
    for page in ("page.html", "report.html"):
        code += (room.parent / "resources" / page).read_text(encoding="utf-8")
    schemes, efforts = "UNIT_15|SOCIAL_14|PROFESSIONAL_20|PLAIN", "quick|normal|thorough"
    computed = re.compile(rf"(about|term|limit|method|source)_|{schemes}|{efforts}|failed")
    unused = [
        key
        for key in TEXTS
        if not re.search(f"[\"']{key}[\"']", code) and f"$w_{key}" not in code and not computed.match(key)
    ]
    assert unused == []


def test_table_writes_the_unit_of_a_range_once() -> None:
    small, large = shapely.box(0, 0, 100, 100), shapely.box(100, 0, 1100, 1000)
    for grids, expected in (
        ((grid(1, small, 5.0), grid(2, small, 5.0)), "10,000 m²"),
        ((grid(1, small, 5.0), grid(2, shapely.box(0, 0, 200, 100), 5.0)), "10,000 – 20,000 m²"),
        ((grid(1, small, 5.0), grid(2, large, 5.0)), "10,000 m² – 1.00 km²"),
    ):
        text = _report(_city([plan("1", grids=grids, divided=2)])).replace(GAP, " ")
        assert f'<td class="n">{expected}</td>' in text


def test_table_tells_how_many_rows_it_left_out(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(report_tables, "ROWS", 3)
    text = _Page(_report(_city([plan(str(i), x=200 * i) for i in range(8)]))).text
    assert "Left out here: 5." in text


def test_boxes_of_key_figures_are_never_narrower_than_their_figures() -> None:
    rules = dict(re.findall(r"^(\.keys[^{]*?) \{([^}]*)\}", _report(_city()), re.MULTILINE))
    assert "white-space: nowrap" in rules[".keys b"]
    assert "display: flex" in rules[".keys"]
    assert "min-width: min-content" in rules[".keys div"]


@pytest.mark.parametrize("verdict", [Verdict.SOLVED, Verdict.INFEASIBLE])
def test_one_of_a_kind_is_not_told_in_the_plural(verdict: Verdict) -> None:
    text = _Page(_report(_city([plan("1", verdict=verdict)]))).text
    text += _Page(_report(_city([plan("1"), plan("2", verdict=Verdict.INFEASIBLE, proven=True)]))).text
    assert not re.search(r"\b1 (communities|need|are|further)\b", text)


def test_a_city_without_communities_and_one_without_grids() -> None:
    empty = _Page(_report(_city([]))).text
    assert "There were no communities to divide." in empty
    assert "There is no ground to draw." in empty
    undivided = _Page(_report(_city(PLANS[3:]))).text
    assert "No community has grids within the limits: 0 of 2." in undivided
    assert "No figures to show." in undivided


def _svg(text: str) -> ElementTree.Element:
    return ElementTree.fromstring(text)


def _path_points(path: str) -> list[np.ndarray]:
    """Follow the relative path of each ring."""
    rings = []
    for piece in re.findall(r"M(\d+) (\d+)l([-\d ]+)", path):
        steps = np.array(re.findall(r"-?\d+", piece[2]), dtype=int).reshape(-1, 2)
        start = np.array(piece[:2], dtype=int)
        rings.append(np.concatenate([[start], start + np.cumsum(steps, axis=0)]))
    return rings


def _side_ratio(crs: str, width: float, height: float, x: float, y: float) -> float:
    ground = grid(1, shapely.box(x, y, x + width, y + height), 500.0)
    svg = _svg(city_map(_city([plan("1", grids=(ground,), divided=1)]), crs, Words(_same)))
    (points,) = _path_points(svg.find(".//path[@class='t0']").get("d"))
    size = np.ptp(points, axis=0)
    return float(size[0] / size[1])


@pytest.mark.parametrize(
    ("crs", "width", "height", "x", "y"),
    [
        ("EPSG:4326", 0.02, 0.01, 24.9, 60.0),  # at 60° north a degree of longitude is half one of latitude
        ("EPSG:6933", 2000 * math.sqrt(3) / 2 / 0.65, 1000 * 0.65 * 1.33, 2.4e6, 6.3e6),
        ("EPSG:2232", 3000.0, 3000.0, 3.1e6, 1.7e6),
        ("EPSG:3857", 3000.0, 3000.0, 2.7e6, 8.4e6),
    ],
)
def test_map_is_not_distorted(crs: str, width: float, height: float, x: float, y: float) -> None:
    from pyproj import CRS, Geod, Transformer

    to_degrees = Transformer.from_crs(CRS(crs), "EPSG:4326", always_xy=True)
    west, south = to_degrees.transform(x, y + height / 2), to_degrees.transform(x + width / 2, y)
    east, north = to_degrees.transform(x + width, y + height / 2), to_degrees.transform(x + width / 2, y + height)
    geod = Geod(ellps="WGS84")
    true_ratio = geod.inv(*west, *east)[2] / geod.inv(*south, *north)[2]
    assert _side_ratio(crs, width, height, x, y) == pytest.approx(true_ratio, rel=0.02)


def test_map_of_a_city_across_the_antimeridian_runs_from_west_to_east() -> None:
    islands = [plan(f"{i}", grids=(grid(1, shapely.box(x, -17, x + 0.01, -16.99), 1.0),), divided=1)
               for i, x in enumerate((179.97, 179.98, -180.0, -179.98))]  # fmt: skip
    svg = _svg(city_map(_city(islands), "EPSG:4326", Words(_same)))
    west = [_path_points(path.get("d"))[0][:, 0].min() for path in svg.iter("path") if path.get("class") == "t0"]
    assert west == sorted(west)
    assert west[-1] - west[0] > 1000


@pytest.mark.parametrize("nowhere", [1e9, 1e30])
def test_map_of_a_city_that_is_nowhere_says_so(nowhere: float) -> None:
    lost = plan("1", (3.0,), Verdict.FAILED, grids=(grid(0, shapely.box(nowhere, nowhere, 2e30, 2e30), 3.0),))
    assert 'class="empty"' in city_map(_city([lost]), "EPSG:3035", Words(_same))


def test_map_draws_each_grid_and_each_community_edge_once() -> None:
    svg = _svg(city_map(_city(), "EPSG:32650", Words(_same)))
    assert len(svg.findall(".//a")) == 4
    assert len(svg.findall(".//a/path")) == 7
    (edges,) = svg.findall(".//path[@class='edge']")
    drawn = sum(np.abs(np.diff(one, axis=0)).sum() for one in _path_points(edges.get("d")))
    units_per_metre = (2000 - 24) / 800
    # the perimeters of four rows of squares, less the two edges that neighbours share
    assert drawn == pytest.approx((600 + 800 + 400 + 400 - 2 * 100) * units_per_metre, rel=0.01)


def test_map_numbers_problems_as_the_table_does() -> None:
    svg = _svg(city_map(_city(), "EPSG:32650", Words(_same)))
    assert [text.text for text in svg.findall(".//g[@class='label']/text")] == ["2", "3"]


def test_map_keeps_holes_open() -> None:
    ring = shapely.box(0, 0, 300, 300) - shapely.box(100, 100, 200, 200)
    svg = _svg(city_map(_city([plan("1", grids=(grid(1, ring, 5.0),), divided=1)]), "EPSG:32650", Words(_same)))
    assert len(_path_points(svg.find(".//path[@class='t0']").get("d"))) == 2


def test_large_city_gives_a_coarser_map_without_tooltips() -> None:
    def city(side: int) -> CitySummary:
        return _city(
            [
                plan(
                    f"{x}-{y}", grids=(grid(1, shapely.box(x * 90, y * 90, x * 90 + 90, y * 90 + 90), 5.0),), divided=1
                )
                for x in range(side)
                for y in range(side)
            ]
        )

    small, large = (city_map(city(side), "EPSG:32650", Words(_same)) for side in (10, 80))
    assert "<title>" in small
    assert "<title>" not in large
    assert _svg(large).get("class") == "map dense"
    assert len(large) / 6400 < 95


def _chart(values: list[float], **changes: object) -> ElementTree.Element:
    figures = np.array(values, dtype=float)
    chart = Chart("T", "axis_grids", figures, np.zeros(len(values), dtype=bool), people)
    return _svg(histogram(replace(chart, **changes), Words(_same)))


def _counts(figure: ElementTree.Element) -> list[int]:
    return [int(title.text.rsplit(" ", 1)[1]) for title in figure.findall(".//g/title")]


@pytest.mark.parametrize(
    "values", [[5.0], [0.0, 0.0], [0.0], [1e9, 1.0, 2.0, 3.0] * 20, [0.1, 0.2, 0.3], [1e6, 1e6 + 1], list(range(1000))]
)
def test_histogram_counts_every_figure(values: list[float]) -> None:
    assert sum(_counts(_chart(values))) == len(values)


def test_histogram_puts_a_long_tail_into_one_bar() -> None:
    figure = _chart([1.0, 2.0, 3.0, 4.0] * 50 + [1e6])
    assert "".join(figure.itertext()).count("and more: 1") == 1


def test_histogram_draws_limits_where_they_lie_and_points_to_those_beyond() -> None:
    figure = _chart([400.0, 500.0, 800.0], low=300.0, high=900.0)
    lines = [path.get("d") for path in figure.findall(".//path[@class='bound']")]
    assert len(lines) == 2
    low, high = (float(re.match(r"M([\d.]+)", line)[1]) for line in lines)
    bars = [float(bar.get("x")) for bar in figure.iter("rect")]
    assert low < min(bars) < max(bars) < high
    beyond = _chart([400.0, 500.0, 800.0], high=90_000.0)
    assert beyond.findall(".//path[@class='bound']") == []
    assert "max 90,000 →" in "".join(beyond.itertext())


def test_histogram_writes_its_axis_with_the_decimals_that_its_steps_need() -> None:
    ticks = [text.text for text in _chart([0.1, 3.0, 7.4]).findall(".//text[@class='axis']")]
    assert {"1.25", "2.50"} <= set(ticks)
    assert all(text.text.count(".") == 0 for text in _chart([5.0, 300.0]).findall(".//text[@class='axis']"))


def test_histogram_tells_relaxed_grids_apart() -> None:
    figure = _chart([1.0, 1.0, 2.0], relaxed=np.array([True, False, False]))
    assert [bar.get("class") for bar in figure.iter("rect")] == ["held", "over", "held"]


@pytest.mark.parametrize(
    ("written", "expected"),
    [
        (area(99_999.4), "99,999 m²"),
        (area(1_234_567.0), "1.23 km²"),
        (area(None), "–"),
        (area(math.nan), "–"),
        (people(5120.0), "5,120"),
        (people(0.5), "0.5"),
        (length(9_999.0), "9,999 m"),
        (length(12_345.0), "12.3 km"),
        (between("1", "1"), "1"),
        (between("1", "2"), "1 – 2"),
    ],
)
def test_figures_are_written_with_their_units(written: str, expected: str) -> None:
    assert written.replace(GAP, " ") == expected


def test_summary_says_the_same_numbers() -> None:
    city = _city()
    city.add_outside(4, 31.0)
    content = _summary(city)
    assert content["numbers"] == city.numbers()
    assert content["totals"]["population"] == city.population
    assert content["totals"]["outside_blocks"] == 4
    assert content["totals"]["outside_population"] == 31.0
    assert content["totals"]["infeasible_proven"] == 1
    assert content["distributions"]["grid_population"]["max"] == 2000.0
    assert content["distributions"]["grid_population"]["count"] == content["numbers"]["GRIDS"]


def test_summary_has_every_community_with_its_words() -> None:
    rows = {row["community_id"]: row for row in _summary(_city())["communities"]}
    assert list(rows) == ["2", "6", "9", "10", "x"]
    assert rows["6"]["reason"] == "Community <b>6</b>: population 5,120 in 2-5 grids."
    assert rows["6"]["verdict"] == "infeasible"
    assert rows["2"]["notes"] == ["Made valid."]
    assert (rows["x"]["population"], rows["x"]["population_min"], rows["10"]["reason"]) == (None, None, None)


def test_messages_among_the_values_of_a_message_are_translated() -> None:
    nested = Message("Set {what}.", {"WHAT": Message("the limit")})
    (row,) = json.loads(summary_text(_city([plan("1", reason=nested)]), REQUEST, str.upper))["communities"]
    assert row["reason"] == "SET THE LIMIT."


def test_summary_keys_are_stable() -> None:
    content = _summary(_city())
    assert list(content) == [
        "algorithm", "numbers", "request", "totals", "distributions", "notes", "rights", "communities",
    ]  # fmt: skip
    assert list(content["request"]) == [
        "communities_layer", "blocks_layer", "barriers_layer", "barrier_factor", "barrier_profile", "barrier_hard",
        "keep_whole_layer", "keep_whole_dedicated", "existing_layer", "population_field", "community_population",
        "population_layer",
        "population_layer_field", "population_raster", "grids_field", "crs", "min_grids", "max_grids",
        "min_population", "max_population", "population_tolerance", "min_area_m2", "max_area_m2",
        "target_population", "allow_whole", "allow_relaxed", "code_scheme", "seed", "effort",
        "barrier_extend_m", "min_face_area_m2", "move_cost",
    ]  # fmt: skip
    assert list(content["totals"]) == [
        "population", "area_m2", "border_m", "on_barrier_share", "blocks", "kept_cut", "moved_population",
        "infeasible_proven", "outside_blocks", "outside_population",
    ]  # fmt: skip
    assert list(content["distributions"]["grid_area_m2"]) == [
        "count", "mean", "min", "quarter", "median", "three_quarters", "max",
    ]  # fmt: skip


def test_figures_that_json_has_no_word_for_are_null() -> None:
    city = _city([plan("1", (1e308, 1e308), population=1e308), plan("2", (math.inf,), Verdict.FAILED)])
    city.add(plan("3", (1e308,), Verdict.KEPT))
    city.add_outside(1, math.inf)
    content = _summary(city, replace(REQUEST, settings=DivisionSettings(Limits(population=(None, 1e300)))))
    assert content["communities"][1]["population"] is None
    assert content["totals"]["population"] is None
    assert content["totals"]["outside_population"] is None
    assert content["distributions"]["grid_population"]["mean"] is None
    assert content["distributions"]["grid_population"]["max"] == 1e308
    assert content["request"]["max_population"] == 1e300


def test_figures_beyond_reason_fill_no_page() -> None:
    city = _city([plan("1", (1e308, 1e308), population=1e308), plan("2", (math.inf,), Verdict.FAILED), plan("3")])
    text = _Page(_report(city, replace(REQUEST, settings=DivisionSettings(Limits(population=(1e300, None)))))).text
    assert "at least 1e+300" in text
    assert "0,000,000,000,000,000" not in text
    assert not re.search(r"\b(inf|nan)\b", text)


def test_summary_is_readable_text_and_has_no_nan() -> None:
    text = summary_text(_city(), REQUEST, _same)
    assert "东直门" in text
    assert "NaN" not in text
    assert "Infinity" not in text


def test_without_people_the_report_tells_of_none() -> None:
    city = _city([plan("1", (0.0, 0.0), population=0.0)])
    nobody = _Page(_report(city, REQUEST)).text
    assert "People per grid" not in nobody.split("How to read")[0].split("Grids against the limits")[1]
    settings = replace(REQUEST.settings, population_source="points")
    somebody = _Page(_report(city, replace(REQUEST, settings=settings))).text
    assert "People per grid" in somebody.split("How to read")[0].split("Grids against the limits")[1]
