from __future__ import annotations

import json
import re
from dataclasses import replace
from pathlib import Path
from xml.etree import ElementTree

import numpy as np
import pytest
import shapely

from grid_manager_plugin.coverage.findings import Finding, Findings, gathered
from grid_manager_plugin.coverage.inputs import CheckSettings, Communities
from grid_manager_plugin.coverage.kinds import GROUND, KINDS, Kind, Severity
from grid_manager_plugin.coverage.summary import CheckSummary, summarized
from grid_manager_plugin.layers import check_report_tables
from grid_manager_plugin.layers.check_report import SHARED_TEXTS, check_page, check_text
from grid_manager_plugin.layers.check_report_map import check_map
from grid_manager_plugin.layers.check_report_order import LEAST_OF_KIND, ROWS, listed
from grid_manager_plugin.layers.check_report_request import CheckRequest
from grid_manager_plugin.layers.check_report_words import CHECK_TEXTS, check_words, figure, ground
from grid_manager_plugin.layers.report_words import GAP, TEXTS
from grid_manager_plugin.rules.codes import Scheme
from grid_manager_plugin.rules.limits import Limits
from grid_manager_plugin.rules.messages import Message
from tests.layers.test_report import _Page as Page
from tests.layers.test_report import _path_points as path_points

EAST, NORTH = 500_000.0, 4_400_000.0
NAMES = ('<b>&"东直门', "", "South", "West")


def box(x: float, y: float, width: float, height: float) -> shapely.Polygon:
    return shapely.box(EAST + x, NORTH + y, EAST + x + width, NORTH + y + height)


COMMUNITIES = Communities(
    np.arange(4),
    np.array(["A", "B", "C", "D"], dtype=object),
    np.array(NAMES, dtype=object),
    np.array(["A", "B", "C", "D"], dtype=object),
    np.array([box(600 * i, 0, 600, 400) for i in range(4)], dtype=object),
)
GRIDS = np.array([box(300 * i, 0, 300, 400) for i in range(8)], dtype=object)
OWN = np.repeat(np.arange(4), 2)
WRONG = Message("Nothing covers {area} m² of <i>{name}</i>.", {"area": 40, "name": "东直门"})


def place(kind: Kind, area: float, grid: int = 0, x: float = 100.0, **changes: object) -> Finding:
    severity = Severity.WARNING if area < 1 else Severity.ERROR
    shape = box(x, 100, max(area, 1e-3) ** 0.5, max(area, 1e-3) ** 0.5)
    owner = int(OWN[grid])
    made = Finding(kind, WRONG, shape, owner, grid, -1, "ABCD"[owner], f"g{grid}", "", severity, area)
    return replace(made, **changes)


def rule(kind: Kind, grid: int = 0, **changes: object) -> Finding:
    owner = int(OWN[grid])
    made = Finding(kind, Message("Rule."), GRIDS[grid], owner, grid, -1, "ABCD"[owner], f"g{grid}")
    return replace(made, **changes)


SOME = (
    place(Kind.GAP, 40.0, 0, grid_code=""),
    place(Kind.GAP, 0.5, 1, x=350, grid_code=""),
    place(Kind.OVERLAP, 900.0, 1, x=590, other=2, other_code="g2"),
    place(Kind.SPILL, 4.56, 2, x=640, other_code="A"),
    rule(Kind.POPULATION, 4, value=5120.0, limit=4000.0),
    rule(Kind.CODE_FORMAT, 4, grid_code="$x {0}<script>"),
    rule(Kind.EMPTY_GEOMETRY, 5, geometry=None),
    rule(
        Kind.EDGE_MISMATCH,
        0,
        severity=Severity.WARNING,
        value=12.0,
        line=shapely.LineString([(EAST + 300, NORTH), (EAST + 300, NORTH + 90)]),
    ),
)
REQUEST = CheckRequest(
    settings=CheckSettings(Limits((2, 5), (300, 4000), (None, 5e6), 10.0), Scheme.UNIT_15),
    crs_wkt="EPSG:32650",
    crs_name="EPSG:32650 WGS 84 / UTM zone 50N",
    grids_layer="grids <2024>",
    communities_layer="communities",
    communities=COMMUNITIES,
    grid_code_field="code",
    population_field="人口",
    grid_geometry=GRIDS,
)


def same(text: str) -> str:
    return text


def summary_of(*found: Finding, accepted: tuple[int, ...] = (), note: str = "") -> CheckSummary:
    findings = gathered(found)
    flags = np.zeros(len(findings), dtype=bool)
    flags[list(accepted)] = True
    findings = findings.with_accepted(flags, np.where(flags, note, "").astype(object))
    return summarized(findings, COMMUNITIES, OWN, np.ones(len(OWN), dtype=bool))


def page_of(summary: CheckSummary, request: CheckRequest = REQUEST) -> str:
    return check_page(summary, request, same)


def text_of(summary: CheckSummary, request: CheckRequest = REQUEST) -> dict:
    return json.loads(check_text(summary, request, same))


def sentence(page: str) -> str:
    return re.search(r'<p class="sentence">(.*?)</p>', page)[1]


def rows_of(page: str, table: str) -> list[list[str]]:
    """Return the cells of a table, without their tags."""
    found = re.search(rf'<table class="{table}">.*?<tbody>(.*?)</tbody>', page, re.DOTALL)
    if found is None:
        return []
    rows = re.findall(r"<tr.*?</tr>", found[1], re.DOTALL)
    return [
        [
            " ".join(re.sub("<[^>]*>", " ", cell).replace(GAP, " ").split())
            for cell in re.findall(r"<td.*?>(.*?)</td>", row)
        ]
        for row in rows
    ]


def svg_of(summary: CheckSummary, request: CheckRequest = REQUEST) -> ElementTree.Element:
    drawn = check_map(summary, request, listed(summary.findings), check_words(same))
    return ElementTree.fromstring(drawn[: drawn.index("</svg>") + 6])


def marker_middle(path: str) -> tuple[float, float]:
    """Return the middle of a marker: a square or diamond starts left or on top of it."""
    numbers = [int(one) for one in re.findall(r"-?\d+", path)]
    radius = 11
    return (numbers[0] + radius, numbers[1]) if "a" in path else (numbers[0] + radius, numbers[1] + radius)


def test_page_opens_offline_and_is_well_formed() -> None:
    for summary in (summary_of(*SOME, accepted=(0,)), summary_of()):
        text = page_of(summary)
        page = Page(text)
        assert {tag for tag, _ in page.tags}.isdisjoint({"script", "link", "img", "iframe"})
        assert all(attrs["href"].startswith("#") for _, attrs in page.tags if "href" in attrs)
        assert "http" not in text
        ids = [attrs["id"] for _, attrs in page.tags if "id" in attrs]
        assert len(ids) == len(set(ids))
        assert {f"#{one}" for one in ids}.issuperset(attrs["href"] for _, attrs in page.tags if "href" in attrs)


def test_every_value_is_escaped() -> None:
    request = replace(REQUEST, notes=(Message("Mended <3>."),), rights=(("a&b", "© <City>"),), accepted_layer="<old>")
    text = page_of(summary_of(*SOME, accepted=(0,), note='seen & "kept" <here>'), request)
    for raw, safe in (
        ("<script>", "$x {0}&lt;script&gt;"),
        ('<b>&"', "&lt;b&gt;&amp;&quot;东直门"),
        ("<2024>", "grids &lt;2024&gt;"),
        ("<i>东直门", "&lt;i&gt;东直门"),
        ("<here>", "seen &amp; &quot;kept&quot; &lt;here&gt;"),
        ("<3>", "Mended &lt;3&gt;."),
        ("<City>", "© &lt;City&gt;"),
        ("a&b", "a&amp;b"),
        ("<old>", "&lt;old&gt;"),
    ):
        assert raw not in text
        assert safe in text


def test_one_line_says_pass_or_fail() -> None:
    failed = sentence(page_of(summary_of(*SOME, accepted=(0,))))
    assert failed.startswith("Failed. Errors: 5; communities with errors: 3 of 4; grids: 8; warnings: 2; accepted: 1.")
    good = summary_of()
    assert sentence(page_of(good)) == (
        "Passed: the grids tile their communities. Grids: 8; communities: 4; errors: none; warnings: 0."
    )
    fewer = replace(REQUEST, settings=CheckSettings(checks=frozenset({Kind.AREA})))
    assert sentence(page_of(good, fewer)).startswith("Passed: no errors in what was checked.")
    accepted = summary_of(SOME[0], accepted=(0,))
    assert sentence(page_of(accepted)).startswith("Passed: no errors but accepted ones.")
    assert not re.search(r"\b1 (communities|errors|grids|warnings)\b", sentence(page_of(summary_of(SOME[0]))))


def test_page_json_and_summary_tell_the_same_counts() -> None:
    summary = summary_of(*SOME, accepted=(1,))
    page, content, numbers = page_of(summary), text_of(summary), summary.numbers()
    assert content["numbers"] == numbers
    assert content["passed"] is summary.passed is False
    for label, count in (("Errors", "ERRORS"), ("Warnings", "WARNINGS"), ("Accepted", "ACCEPTED_COUNT")):
        assert f"<b>{numbers[count]}</b> {label}</span>" in page
    by_kind = {one["kind"]: one for one in content["kinds"]}
    assert list(by_kind) == [kind.value for kind in KINDS]
    for count, name in (("ERRORS", "errors"), ("WARNINGS", "warnings"), ("ACCEPTED_COUNT", "accepted")):
        assert sum(one[name] for one in content["kinds"]) == numbers[count]
    assert by_kind["gap"]["area_m2"] == numbers["GAP_M2"] == 40.5
    assert by_kind["population"]["area_m2"] is None
    shown = {row[0]: row[3:] for row in rows_of(page, "kinds")}
    named = {CHECK_TEXTS[f"kind_{kind.value}"]: by_kind[kind.value] for kind in KINDS}
    for name, cells in shown.items():
        assert [int(cell) for cell in cells[:3]] == [named[name][key] for key in ("errors", "warnings", "accepted")]
    assert {name for name, one in named.items() if one["errors"] + one["warnings"] + one["accepted"]} == set(shown)
    communities = {row[0].split()[-1]: row for row in rows_of(page, "communities")}
    assert {one["community_id"] for one in content["communities"] if one["errors"]} <= set(communities)
    assert [row.community_id for row in summary.rows] == [one["community_id"] for one in content["communities"]]


def test_a_page_without_findings_says_so_and_has_no_empty_table() -> None:
    text = page_of(summary_of())
    assert "Nothing was found: there is nothing to mend." in text
    assert "<table" not in text
    assert "Looked for and not found: gap, overlap" in text
    assert "Notes on the input" not in text
    content = text_of(summary_of())
    assert (content["passed"], content["findings"], content["findings_left_out"]) == (True, [], 0)


def test_only_accepted_findings_leave_no_empty_table() -> None:
    text = page_of(summary_of(SOME[0], accepted=(0,), note="a wall"))
    assert "None that is not accepted." in text
    assert [row[-1] for row in rows_of(text, "findings noted")] == ["a wall"]
    assert rows_of(text, "findings") == []


@pytest.mark.parametrize("kind", KINDS)
def test_every_kind_has_a_name_a_meaning_and_a_fix_of_its_own(kind: Kind) -> None:
    found = place(kind, 40.0) if kind in GROUND else rule(kind)
    (row,) = rows_of(page_of(summary_of(found)).replace("&#x27;", "'"), "kinds")
    name, meaning, fix = (CHECK_TEXTS[f"{part}_{kind.value}"] for part in ("kind", "about", "fix"))
    assert row[:3] == [name, meaning, fix]
    assert len(fix.split()) >= 10
    assert sum(CHECK_TEXTS[f"fix_{one.value}"] == fix for one in KINDS) == 1


def test_findings_are_listed_worst_first() -> None:
    found = [
        rule(Kind.POPULATION, 0, value=4100.0, limit=4000.0, grid_code="near"),
        rule(Kind.POPULATION, 1, value=9000.0, limit=4000.0, grid_code="far"),
        place(Kind.GAP, 5.0, 2, grid_code="small"),
        place(Kind.OVERLAP, 70.0, 3, grid_code="large"),
        place(Kind.GAP, 0.9, 0, grid_code="sliver"),
        rule(Kind.ORPHAN_GRID, 4, grid_code="orphan", community=-1, community_id="?"),
    ]
    order = ["orphan", "large", "small", "far", "near", "sliver"]
    for given in (found, found[::-1]):
        summary = summary_of(*given)
        assert [row[3] for row in rows_of(page_of(summary), "findings")] == order
        assert [one["grid_code"] for one in text_of(summary)["findings"]] == order


def test_tables_stop_at_500_findings_and_tell_what_is_left_out() -> None:
    found = [place(Kind.GAP, 2.0 + i, i % 8) for i in range(700)] + [rule(Kind.AREA, i % 8) for i in range(30)]
    summary = summary_of(*found)
    page, content = page_of(summary), text_of(summary)
    rows = rows_of(page, "findings")
    assert len(rows) == len(content["findings"]) == ROWS == 500
    assert content["findings_left_out"] == 230
    assert "Left out here: 230 (gap: 220; area: 10). The layer of findings has them all." in page
    assert rows[0][-1] == "701 m²"
    assert sum("area" in row[1] for row in rows) == LEAST_OF_KIND
    assert content["numbers"]["ERRORS"] == 730


def test_accepted_findings_have_a_table_and_room_of_their_own() -> None:
    found = [place(Kind.GAP, 2.0 + i) for i in range(1200)]
    summary = summary_of(*found, accepted=tuple(range(600)), note="seen")
    page, content = page_of(summary), text_of(summary)
    assert len(rows_of(page, "findings")) == len(rows_of(page, "findings noted")) == 500
    assert [one["accepted"] for one in content["findings"]] == [False] * 500 + [True] * 500
    assert content["findings_left_out"] == 200
    assert page.count("Left out here: 100 (gap: 100)") == 2


def test_communities_with_errors_come_first_and_link_to_their_findings() -> None:
    page = page_of(summary_of(*SOME))
    rows = rows_of(page, "communities")
    assert [row[0].split()[-1] for row in rows] == ["C", "A", "B"]
    assert [row[2:4] for row in rows] == [["3", "0"], ["2", "2"], ["2", "0"]]
    assert rows[1][5] == "40 m²"
    # an overlap belongs to both grids' communities, a spill to the one that it lies in too
    assert [row[1].split(" , ") for row in rows] == [["4", "5", "6"], ["1", "2", "3", "7", "8"], ["1", "3"]]
    assert [row[1] for row in rows_of(page, "findings")][:3] == ["overlap error", "gap error", "spill error"]
    assert "Communities without findings: 1." in page


def test_table_of_communities_tells_how_many_rows_it_left_out(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(check_report_tables, "COMMUNITY_ROWS", 1)
    page = page_of(summary_of(*SOME))
    assert len(rows_of(page, "communities")) == 1
    assert "Left out here: 2. The status layer" in page


def test_page_tells_what_was_asked() -> None:
    settings = replace(REQUEST.settings, checks=frozenset(Kind) - {Kind.SPILL, Kind.AREA}, sliver_below=2.5)
    text = Page(page_of(summary_of(), replace(REQUEST, settings=settings))).text
    for piece in (
        "2 to 5", "300 to 4,000", "at most 5,000,000 m² (5 km²)", "Unit grid, 15 digits", "places below 0.01 m²",
        "places below 2.5 m²", "spill, area", "grids <2024>", "none: told by the geometry", "人口", "UTM zone 50N",
        "Not looked for: spill, area.",
    ):  # fmt: skip
        assert piece in text, piece
    assert "Layer of accepted findings" not in text


def test_map_has_a_marker_for_every_finding_at_its_place() -> None:
    summary = summary_of(*SOME)
    svg = svg_of(summary)
    marks = svg.findall(".//g[@class='marks']/a")
    spotted = {mark.get("href"): mark for mark in marks}
    order = listed(summary.findings).open
    has_place = [i for i, position in enumerate(order, start=1) if summary.findings.geometry[position] is not None]
    assert set(spotted) == {f"#f{i}" for i in has_place}
    scale = (2000 - 24) / 2400
    for i, position in enumerate(order, start=1):
        kind = summary.findings.kind[position]
        if kind not in (Kind.GAP, Kind.OVERLAP, Kind.EDGE_MISMATCH):
            continue
        x, y = marker_middle(spotted[f"#f{i}"].find("path").get("d"))
        if kind is Kind.EDGE_MISMATCH:  # on its line, not amid its grid
            assert x == pytest.approx(12 + 300 * scale, abs=12)
            continue
        middle = summary.findings.geometry[position].centroid
        assert x == pytest.approx(12 + (middle.x - EAST) * scale, abs=2)
        assert y == pytest.approx(12 + (400 - (middle.y - NORTH)) * scale, abs=2)
    assert "Findings without a place, not on the map: 1." in page_of(summary)


def test_markers_tell_kind_and_severity_by_shape_and_filling() -> None:
    summary = summary_of(*SOME, accepted=(0,))
    looks = {}
    for mark in svg_of(summary).findall(".//g[@class='marks']/a"):
        shape = re.sub(r"-?\d+", "", mark.find("path").get("d"))
        looks.setdefault(mark.get("class").split()[0], set()).add(shape)
    assert set(looks) == {"k-gap", "k-overlap", "k-spill", "k-rule"}
    assert all(len(shapes) == 1 for shapes in looks.values())
    assert len(set.union(*looks.values())) == 4
    classes = {mark.get("class") for mark in svg_of(summary).findall(".//g[@class='marks']/a")}
    assert {"k-gap warning", "k-overlap error"} <= classes
    assert any("accepted" in one for one in classes)
    styles = page_of(summary)
    assert ".error { fill: currentColor" in styles
    assert ".warning { fill: #fff" in styles


def test_markers_of_the_worst_carry_the_number_of_their_row() -> None:
    far = [place(Kind.GAP, 100.0 - i, x=20 + 300 * i) for i in range(5)]
    svg = svg_of(summary_of(*far, place(Kind.GAP, 2.0, x=21)))
    assert [text.text for text in svg.findall(".//g[@class='label']/text")] == ["1", "2", "3", "4", "5"]


def test_findings_that_no_table_lists_share_markers_where_they_hide_each_other() -> None:
    crowd = [place(Kind.GAP, 2.0 + i / 1e4, x=100 + i / 100) for i in range(900)]
    apart = [place(Kind.GAP, 1.5, x=300 + 150 * i) for i in range(6)]
    svg = svg_of(summary_of(*crowd, *apart))
    (mark,) = svg.findall(".//path[@class='mark k-gap error']")
    assert mark.get("d").count("z") == 7
    assert len(svg.findall(".//g[@class='marks']/a")) == 500


def test_map_draws_large_findings_and_tints_communities_with_errors() -> None:
    svg = svg_of(summary_of(place(Kind.GAP, 10_000.0, 2), place(Kind.GAP, 0.5, 4)))
    assert len(svg.findall(".//g[@class='place k-gap place-error']/path")) == 1
    assert svg.findall(".//g[@class='place k-gap place-warning']/path") == []
    (bad,) = svg.findall(".//g[@class='bad']/path")
    (ring,) = path_points(bad.get("d"))
    scale = (2000 - 24) / 2400
    assert ring[:, 0].min() == pytest.approx(12 + 600 * scale, abs=1)
    assert np.ptp(ring[:, 0]) == pytest.approx(600 * scale, abs=2)
    drawn = sum(np.abs(np.diff(one, axis=0)).sum() for one in path_points(svg.find(".//path[@class='mesh']").get("d")))
    # borders that grids share are drawn once
    assert drawn == pytest.approx((2 * 2400 + 9 * 400) * scale, rel=0.01)


def test_finding_far_off_stands_at_the_edge_and_leaves_the_map_its_scale() -> None:
    lost = rule(Kind.ORPHAN_GRID, 0, geometry=box(9e5, 0, 300, 300), community=-1)
    svg = svg_of(summary_of(lost))
    width = int(svg.get("viewBox").split()[2])
    (mark,) = svg.findall(".//g[@class='marks']/a/path")
    x = int(re.match(r"M(\d+)", mark.get("d"))[1])
    assert x == width - 12
    edge = path_points(svg.find(".//path[@class='edge']").get("d"))
    assert np.ptp(np.concatenate(edge)[:, 0]) > width * 0.8


@pytest.mark.parametrize("geometry", [None, shapely.Polygon(), shapely.box(1e300, 1e300, 1.7e308, 1.7e308)])
def test_map_without_ground_says_so_and_the_page_stands(geometry: object) -> None:
    nowhere = np.array([geometry] * 4, dtype=object)
    request = replace(REQUEST, grid_geometry=None, communities=replace(COMMUNITIES, geometry=nowhere))
    text = page_of(summary_of(rule(Kind.EMPTY_GEOMETRY, 0, geometry=geometry)), request)
    assert "There is no ground to draw." in text
    assert len(rows_of(text, "findings")) == 1


def test_map_goes_without_grids_and_with_invalid_ground() -> None:
    bow_tie = shapely.Polygon([(EAST, NORTH), (EAST + 600, NORTH + 400), (EAST + 600, NORTH), (EAST, NORTH + 400)])
    bent = COMMUNITIES.geometry.copy()
    bent[0] = bow_tie
    request = replace(REQUEST, grid_geometry=None, communities=replace(COMMUNITIES, geometry=bent))
    svg = svg_of(summary_of(rule(Kind.INVALID_GEOMETRY, 0, geometry=bow_tie)), request)
    assert len(svg.findall(".//g[@class='marks']/a")) == 1
    assert svg.find(".//path[@class='mesh']").get("d") == ""


def test_same_findings_give_the_same_bytes_in_any_order() -> None:
    one, other = summary_of(*SOME), summary_of(*SOME[::-1])
    assert page_of(one) == page_of(other)
    assert check_text(one, REQUEST, same) == check_text(other, REQUEST, same)


def test_summary_keys_are_stable() -> None:
    content = text_of(summary_of(*SOME), replace(REQUEST, rights=(("grids", "CC0"),), notes=(Message("Note."),)))
    assert list(content) == [
        "algorithm", "passed", "numbers", "request", "kinds", "communities", "findings", "findings_left_out", "notes",
        "rights",
    ]  # fmt: skip
    assert content["algorithm"] == "validategrids"
    assert list(content["request"]) == [
        "grids_layer", "communities_layer", "grid_code_field", "grid_community_field", "community_id_field",
        "population_field", "accepted_layer", "crs", "min_grids", "max_grids", "min_population", "max_population",
        "population_tolerance", "min_area_m2", "max_area_m2", "code_scheme", "has_codes", "ignore_below_m2",
        "sliver_below_m2", "checks", "checks_left_out",
    ]  # fmt: skip
    assert list(content["findings"][0]) == [
        "kind", "severity", "community_id", "grid_code", "other_code", "area_m2", "value", "limit", "message",
        "accepted", "note",
    ]  # fmt: skip
    assert list(content["communities"][0]) == [
        "community_id", "community_name", "valid", "grids", "gap_m2", "overlap_m2", "spill_m2", "errors", "warnings",
    ]  # fmt: skip
    assert content["notes"] == ["Note."]
    assert content["rights"] == [{"layer": "grids", "text": "CC0"}]


def test_figures_that_json_has_no_word_for_are_null() -> None:
    text = check_text(
        summary_of(rule(Kind.AREA, 0, value=float("inf"), limit=4.0), place(Kind.GAP, 3.0)), REQUEST, same
    )
    assert "NaN" not in text
    assert "Infinity" not in text
    gap, area = json.loads(text)["findings"]
    assert (gap["area_m2"], gap["value"], gap["limit"]) == (3.0, None, None)
    assert (area["area_m2"], area["value"], area["limit"]) == (None, None, 4.0)


def test_every_text_goes_through_the_translation() -> None:
    request = replace(REQUEST, language="zh-CN", grids_layer="格", communities_layer="区", crs_name="坐标")
    summary = summary_of(
        *(replace(one, grid_code="1", community_id="1", other_code="2") for one in SOME), accepted=(0,)
    )
    text = check_page(summary, request, lambda text: f"<{text}>")
    assert '<html lang="zh-CN">' in text
    left = re.sub(r"<[^<>]*(<[^<>]*(<[^<>]*>[^<>]*)*>[^<>]*)*>", "", Page(text).text)
    assert set(re.findall(r"[A-Za-z]{3,}", left)) <= {"code", "South", "SouthC", "West"}


def test_texts_have_no_unused_key() -> None:
    room = Path(check_report_tables.__file__).parent
    files = [path for path in sorted(room.glob("check_report*.py")) if path.name != "check_report_words.py"]
    files.append(room / "repair_report.py")
    code = "".join(path.read_text(encoding="utf-8") for path in files)
    pages = (room.parent / "resources" / name for name in ("page.html", "check_report.html"))
    template = "".join(page.read_text(encoding="utf-8") for page in pages)
    kinds = {f"{part}_{kind.value}" for kind in KINDS for part in ("kind", "about", "fix")}
    computed = re.compile(
        r"(term|about)_(coverage|sliver|error|accepted|ellipsoid)$|largest_(gap|overlap|spill)$|error$|warning$"
    )
    unused = [
        key
        for key in CHECK_TEXTS
        if not re.search(f"[\"']{key}[\"']", code)
        and not re.search(rf"\$w_{key}\b", template)
        and not (key in kinds or computed.match(key))
    ]
    assert unused == []
    assert set(SHARED_TEXTS) <= set(TEXTS)


@pytest.mark.parametrize(
    ("written", "expected"),
    [
        (ground(0.0), "0 m²"),
        (ground(0.00123), "0.0012 m²"),
        (ground(0.5), "0.50 m²"),
        (ground(9.876), "9.88 m²"),
        (ground(10.4), "10 m²"),
        (ground(2_500_000.0), "2.50 km²"),
        (ground(float("nan")), "–"),
        (figure(Kind.POPULATION, 5120.0), "5,120"),
        (figure(Kind.AREA, 3.2), "3.20 m²"),
        (figure(Kind.EDGE_MISMATCH, 12.0), "12 m"),
        (figure(Kind.WRONG_COMMUNITY, 0.75), "75 %"),
        (figure(Kind.GRID_COUNT, 6.0), "6"),
        (figure(Kind.CODE_MISSING, float("nan")), "–"),
    ],
)
def test_figures_are_written_with_their_units(written: str, expected: str) -> None:
    assert written.replace(GAP, " ") == expected


def _many(findings: Findings, times: int) -> Findings:
    return findings.take(np.tile(np.arange(len(findings)), times))


def test_page_stays_small_with_100000_findings() -> None:
    findings = _many(gathered(SOME), 12_500)
    summary = summarized(findings, COMMUNITIES, OWN, np.ones(len(OWN), dtype=bool))
    page = page_of(summary)
    assert len(summary.findings) == 100_000
    assert len(page.encode()) < 600_000
    assert len(rows_of(page, "findings")) == 500
