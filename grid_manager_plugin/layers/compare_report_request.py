"""What was asked of a comparison, as its report and its summary tell it."""

from __future__ import annotations

from dataclasses import dataclass

from grid_manager_plugin.rules.limits import Limits
from grid_manager_plugin.rules.messages import Message


@dataclass(frozen=True)
class CompareRequest:
    """What was asked of a comparison.

    Attributes:
        crs_wkt: CRS that all was brought to.
        crs_name: How it is called.
        limits: Limits on a grid's people and area.
        ignore_below: Square metres; smaller parts of pieces are not told.
        date: First day of the new plan; empty for none.
        old_layer: Name of the layer of the old plan; never a path, as of those that follow.
        old_code: Its field with the codes.
        old_valid_from: Its field with the day from which a grid holds; empty for none.
        new_layer: Name of the layer of the new plan.
        new_code: Its field with the codes.
        population_layer: Name of the layer of people; empty for none.
        population_layer_field: Its field with the people; empty for none.
        points_layer: Name of the layer of points; empty for none.
        notes: What there is to tell.
        rights: Layers of the input whose metadata tell rights or licences, and what they tell.
        language: Language of the report's text, as an HTML ``lang`` attribute.
    """

    crs_wkt: str
    crs_name: str
    limits: Limits
    ignore_below: float
    date: str
    old_layer: str
    old_code: str
    old_valid_from: str
    new_layer: str
    new_code: str
    population_layer: str = ""
    population_layer_field: str = ""
    points_layer: str = ""
    notes: tuple[Message, ...] = ()
    rights: tuple[tuple[str, str], ...] = ()
    language: str = "en"


GIVEN = (
    "old_layer",
    "old_code",
    "old_valid_from",
    "new_layer",
    "new_code",
    "population_layer",
    "population_layer_field",
    "points_layer",
    "date",
)
"""Layers, fields and the day of the request; those that may be empty among them."""


def compare_request_content(request: CompareRequest) -> dict[str, object]:
    """Return what was asked as content of the JSON summary; ``None`` for what was not given."""
    limits = request.limits
    return {
        **{name: getattr(request, name) or None for name in GIVEN},
        "crs": request.crs_name,
        "min_population": limits.population[0],
        "max_population": limits.population[1],
        "min_area_m2": limits.area[0],
        "max_area_m2": limits.area[1],
        "ignore_below_m2": request.ignore_below,
    }
