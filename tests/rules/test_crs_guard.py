"""Guards: what is refused, what passes with a note, and what passes in silence."""

from __future__ import annotations

import math
import re

import numpy as np
import pytest

from grid_manager_plugin.errors import CrsError
from grid_manager_plugin.rules.crs_guard import check_coordinates, check_features, check_source, check_transformation
from grid_manager_plugin.rules.messages import Marked, Message

BEIJING = (116.0, 39.5, 117.0, 40.5)
DENVER = (-105.1, 39.6, -104.6, 39.9)
KRASSOVSKY = "+proj=tmerc +lat_0=0 +lon_0=117 +x_0=500000 +ellps=krass"
SEVEN_PARAMETERS = f"{KRASSOVSKY} +towgs84=15.8,-154.4,-82.3,0.1,0.2,0.3,4 +type=crs"
ESRI_BEIJING_1954 = """PROJCS["Beijing_1954_3_Degree_GK_CM_117E",GEOGCS["GCS_Beijing_1954",DATUM["D_Beijing_1954",
SPHEROID["Krasovsky_1940",6378245.0,298.3]],PRIMEM["Greenwich",0.0],UNIT["Degree",0.0174532925199433]],
PROJECTION["Gauss_Kruger"],PARAMETER["False_Easting",500000.0],PARAMETER["False_Northing",0.0],
PARAMETER["Central_Meridian",117.0],PARAMETER["Scale_Factor",1.0],PARAMETER["Latitude_Of_Origin",0.0],UNIT["Meter",1.0]]"""
CITY_SYSTEM = "+proj=tmerc +lat_0=0 +lon_0=116.35 +x_0=50000 +ellps=GRS80 +type=crs"


@pytest.mark.parametrize(("crs", "valid"), [("", False), ("", True), (" ", True), ("EPSG:4490", False)])
def test_a_layer_without_a_system_is_refused(crs: str, valid: bool) -> None:
    with pytest.raises(CrsError, match="INPUT: the layer has no coordinate system") as caught:
        check_source(crs, valid, "INPUT")
    assert isinstance(caught.value.args[0], Message)


def test_a_layer_with_a_system_passes() -> None:
    assert check_source("EPSG:4548", True, "INPUT").to_epsg() == 4548


@pytest.mark.parametrize(
    ("source", "target"),
    [
        ("EPSG:4214", "EPSG:4490"), ("EPSG:4214", "EPSG:4326"), ("EPSG:2436", "EPSG:4548"), ("EPSG:21460", "EPSG:4490"),
        ("EPSG:4610", "EPSG:4490"), ("EPSG:2384", "EPSG:4326"), ("EPSG:2363", "EPSG:3857"), ("EPSG:4610", "EPSG:4214"),
        ("EPSG:4490", "EPSG:4214"), ("EPSG:4555", "EPSG:4490"), (ESRI_BEIJING_1954, "EPSG:4490"),
        (f"{KRASSOVSKY} +type=crs", "EPSG:4490"),
    ],
)  # fmt: skip
def test_ballpark_only_is_refused_with_what_to_do(source: str, target: str) -> None:
    with pytest.raises(CrsError, match=r"BLOCKS: no transformation from .*control-point parameters.*TOWGS84") as caught:
        check_transformation(source, target, "BLOCKS", BEIJING)
    assert isinstance(caught.value.args[0], Message)


def test_a_transformation_counts_only_where_it_holds() -> None:
    # one for Beijing 1954 is published for the Tarim basin
    assert check_transformation("EPSG:4214", "EPSG:4326", "BLOCKS", (80, 38, 81, 39)) is None
    with pytest.raises(CrsError):
        check_transformation("EPSG:4214", "EPSG:4326", "BLOCKS", (79, 38, 110, 39))


def test_what_the_refusal_advises_passes() -> None:
    assert check_transformation(SEVEN_PARAMETERS, "EPSG:4326", "BLOCKS", BEIJING) is None
    assert "equal to" in str(check_transformation("EPSG:4326", "EPSG:4490", "BLOCKS", BEIJING))
    # PROJ leads parameters to WGS 84 only: straight to CGCS2000 it would drop them in silence
    with pytest.raises(CrsError, match="reproject the layer to WGS 84 first"):
        check_transformation(SEVEN_PARAMETERS, "EPSG:4490", "BLOCKS", BEIJING)


@pytest.mark.parametrize(
    ("source", "target"),
    [
        ("EPSG:4548", "EPSG:4490"), ("EPSG:4548", "EPSG:4527"), ("EPSG:2436", "EPSG:4214"), ("EPSG:2384", "EPSG:2363"),
        ("EPSG:4490", "EPSG:4490"), (ESRI_BEIJING_1954, "EPSG:4214"), (SEVEN_PARAMETERS, SEVEN_PARAMETERS),
        ("EPSG:32650", "EPSG:3857"),
    ],
)  # fmt: skip
def test_one_datum_passes_in_silence(source: str, target: str) -> None:
    assert check_transformation(source, target, "BLOCKS", BEIJING) is None


@pytest.mark.parametrize(
    ("source", "target", "place", "told"),
    [
        ("EPSG:4326", "EPSG:4490", BEIJING, "equal"),
        ("EPSG:4548", "EPSG:32650", BEIJING, "equal"),
        ("EPSG:4490", "EPSG:3857", BEIJING, "equal"),
        (CITY_SYSTEM, "EPSG:4490", BEIJING, "equal"),
        ("EPSG:4269", "EPSG:4490", DENVER, "equal"),
        ("EPSG:2232", "EPSG:4326", DENVER, "4 m"),
        ("EPSG:4267", "EPSG:4326", DENVER, r"\d m"),
    ],
)
def test_small_shifts_pass_with_a_note(source: str, target: str, place: tuple[float, ...], told: str) -> None:
    note = check_transformation(source, target, "BLOCKS", place)
    assert isinstance(note, Message)
    assert re.search(told, str(note))


def test_one_metre_or_better_needs_no_note() -> None:
    assert check_transformation("EPSG:4258", "EPSG:4326", "BLOCKS", (9, 50, 10, 51)) is None


@pytest.mark.parametrize(
    ("crs", "bounds", "told"),
    [
        ("EPSG:4490", (448_000, 4_400_000, 449_000, 4_401_000), "in degrees, but .*448000.*metres or feet"),
        ("EPSG:4326", (361, 10, 362, 11), "in degrees"),
        ("EPSG:4326", (39.9, 116.3, 40, 116.4), "swapped"),
        ("EPSG:4269", (39.6, -105.1, 39.9, -104.6), "swapped"),
        ("EPSG:4258", (60.1, 24.9, 60.2, 25), "swapped"),
        ("EPSG:4548", (116.3, 39.9, 116.4, 40), "seem to be degrees"),
        ("EPSG:4548", (39.9, 116.3, 40, 116.4), "seem to be degrees"),
        ("EPSG:4548", (39_448_688, 4_400_000, 39_449_000, 4_401_000), "zone number 39.*has none"),
        ("EPSG:4527", (448_688, 4_400_000, 449_000, 4_401_000), "central meridian"),
        ("EPSG:4527", (38_448_688, 4_400_000, 38_449_000, 4_401_000), "38.*with 39.*zone 38"),
        ("EPSG:4490", (math.nan, 30, 117, 40), "no finite"),
        ("EPSG:4548", (448_000, 4_400_000, math.inf, 4_401_000), "no finite"),
        ("EPSG:3035", (1e9, 1e9, 1e9, 1e9), "no place on the Earth"),
    ],
)
def test_coordinates_that_cannot_be_are_refused(crs: str, bounds: tuple[float, ...], told: str) -> None:
    with pytest.raises(CrsError, match=f"INPUT: .*{told}") as caught:
        check_coordinates(crs, bounds, "INPUT")
    assert isinstance(caught.value.args[0], Message)
    assert isinstance(caught.value.args[0].text, Marked)


@pytest.mark.parametrize(
    ("crs", "bounds"),
    [
        ("EPSG:4490", BEIJING),
        ("EPSG:4326", (39.9, 60.3, 40, 60.4)),
        ("EPSG:4326", (0, -90, 360, 90)),
        ("EPSG:4326", (179.9, -17, 180.1, -16)),
        ("EPSG:4269", DENVER),
        ("EPSG:4807", (0, 54, 0.1, 54.1)),  # grads from Paris
        ("EPSG:4548", (448_688, 4_400_000, 449_000, 4_401_000)),
        ("EPSG:4527", (39_448_688, 4_400_000, 39_449_000, 4_401_000)),
        ("EPSG:4498", (20_448_688, 4_400_000, 20_449_000, 4_401_000)),
        ("EPSG:2232", (3_130_000, 1_680_000, 3_150_000, 1_700_000)),
        ("EPSG:32721", (600_000, 6_100_000, 601_000, 6_101_000)),
        ("EPSG:3857", (12_956_000, 4_852_000, 12_957_000, 4_853_000)),
        (CITY_SYSTEM, (52_000, 4_400_000, 53_000, 4_401_000)),
        (CITY_SYSTEM, (10, 20, 90, 80)),  # nobody says where a city's own system is made for
    ],
)
def test_coordinates_in_place_pass(crs: str, bounds: tuple[float, ...]) -> None:
    assert check_coordinates(crs, bounds, "INPUT") is None


def test_coordinates_outside_the_systems_area_are_noted() -> None:
    note = check_coordinates("EPSG:32650", (500_000, -4_000_000, 501_000, -3_999_000), "INPUT")
    assert "outside the area" in str(note)
    assert "Check that its CRS" in str(note)


ZONE_39 = (39_448_688.0, 4_400_000.0, 39_449_000.0, 4_401_000.0)
AT_ZERO = (0.0, 0.0, 400.0, 400.0)
NOWHERE = (math.nan,) * 4


@pytest.mark.parametrize(
    ("crs", "place", "stray"),
    [
        ("EPSG:4527", ZONE_39, AT_ZERO),
        ("EPSG:4527", ZONE_39, (38_448_688.0, 4_400_000.0, 38_449_000.0, 4_401_000.0)),
        ("EPSG:4527", ZONE_39, (39_448_688.0, 4_400_000.0, 39_449_000.0, 1e30)),
        ("EPSG:4548", (448_688.0, 4_400_000.0, 449_000.0, 4_401_000.0), ZONE_39),
        ("EPSG:4548", (448_688.0, 4_400_000.0, 449_000.0, 4_401_000.0), AT_ZERO),
        ("EPSG:4548", (448_688.0, 4_400_000.0, 449_000.0, 4_401_000.0), (116.3, 39.9, 116.4, 40.0)),
        ("EPSG:4490", BEIJING, (116.0, 39.5, 117.0, 95.0)),
        ("EPSG:4490", BEIJING, (448_000.0, 4_400_000.0, 449_000.0, 4_401_000.0)),
        ("EPSG:4490", BEIJING, (39.9, 116.3, 40.0, 116.4)),
        ("EPSG:4490", BEIJING, (0.0, 0.0, 0.1, 0.1)),
        (CITY_SYSTEM, (52_000.0, 4_400_000.0, 53_000.0, 4_401_000.0), (52_000.0, 4_400_000.0, 53_000.0, 1e30)),
    ],
)
@pytest.mark.parametrize("others", [1, 2, 9])
def test_a_feature_that_cannot_belong_is_stray_and_the_layer_goes_on(
    crs: str, place: tuple[float, ...], stray: tuple[float, ...], others: int
) -> None:
    found = check_features(crs, np.array([stray, *[place] * others]), "INPUT")
    assert found.stray.tolist() == [True] + [False] * others
    assert not found.nowhere.any()
    assert found.note is None


@pytest.mark.parametrize(
    ("crs", "place", "told"),
    [
        ("EPSG:4548", ZONE_39, "start with the zone number 39"),
        ("EPSG:4527", AT_ZERO, "central meridian"),
        ("EPSG:4490", (39.9, 116.3, 40.0, 116.4), "swapped"),
    ],
)
def test_a_layer_is_refused_when_most_of_its_features_cannot_belong(
    crs: str, place: tuple[float, ...], told: str
) -> None:
    fine = {"EPSG:4548": (448_688.0, 4.4e6, 449_000.0, 4.401e6), "EPSG:4527": ZONE_39, "EPSG:4490": BEIJING}[crs]
    far = tuple(value + 0.05 for value in place)
    boxes = np.array([NOWHERE, place, far, fine])
    with pytest.raises(CrsError, match=told) as caught:
        check_features(crs, boxes, "INPUT")
    bounds = caught.value.args[0].values["bounds"]
    assert bounds == ", ".join(f"{value:.12g}" for value in (*place[:2], *far[2:]))  # neither of those that are fine


def test_features_without_finite_coordinates_are_nowhere() -> None:
    found = check_features("EPSG:4490", np.array([BEIJING, NOWHERE, (116, 39, 116, math.inf)]), "INPUT")
    assert found.nowhere.tolist() == found.lost.tolist() == [False, True, True]
    assert not found.stray.any()
    with pytest.raises(CrsError, match="no finite numbers"):
        check_features("EPSG:4490", np.array([NOWHERE, NOWHERE]), "INPUT")


def test_a_city_over_a_zones_border_is_not_stray() -> None:
    inside, beyond = (299_000.0, 4.4e6, 300_000.0, 4.401e6), (190_000.0, 4.4e6, 191_000.0, 4.401e6)
    assert check_coordinates("EPSG:32650", beyond, "INPUT") is not None
    found = check_features("EPSG:32650", np.array([inside, inside, beyond]), "INPUT")
    assert not found.lost.any()
    assert found.note is None


def test_no_features_are_no_trouble() -> None:
    assert not len(check_features("EPSG:4527", np.empty((0, 4)), "INPUT").lost)


def test_degrees_of_another_zone_are_degrees_all_the_same() -> None:
    with pytest.raises(CrsError, match="degrees"):
        check_coordinates("EPSG:32650", (121.4, 24.9, 121.6, 25.1), "INPUT")
