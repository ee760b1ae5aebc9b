"""What was asked of a division, as its report and its summary tell it."""

from __future__ import annotations

from dataclasses import dataclass

from grid_manager_plugin.division.community import DivisionSettings
from grid_manager_plugin.rules.limits import Limits
from grid_manager_plugin.rules.messages import Message


@dataclass(frozen=True)
class ReportRequest:
    """What was asked of a division, as the report tells it.

    Attributes:
        settings: Limits, codes and search.
        crs_wkt: CRS of the communities.
        crs_name: How the CRS is called, such as ``EPSG:2232 NAD83 / Colorado Central (ftUS)``.
        communities_layer: Name of the layer of communities; never a path.
        blocks_layer: Name of the layer of blocks; empty when there was none.
        barriers_layer: Name of the layer of barriers; empty when there was none, as for all that follow.
        barrier_factor: Field with their factors.
        barrier_profile: Name of the file with their factors; never a path.
        barrier_hard: Field that tells the hard ones.
        keep_whole_layer: Name of the layer of polygons to keep whole.
        keep_whole_dedicated: Field that tells those that are grids of their own.
        existing_layer: Name of the layer of today's grids.
        population_field: Field of the blocks that the population came from; empty when there was none.
        community_population: Field of the communities that it came from.
        population_layer: Name of the layer of points or polygons that it came from; empty when there was none.
        population_layer_field: Field of that layer; empty when there was none.
        population_raster: Name of the raster that it came from; empty when there was none.
        grids_field: Field with the exact number of grids; empty when there was none.
        notes: What there is to tell about the whole input.
        rights: Layers of the input whose metadata tell rights or licences, and what they tell.
        language: Language of the report's text, as an HTML ``lang`` attribute.
    """

    settings: DivisionSettings
    crs_wkt: str
    crs_name: str
    communities_layer: str
    blocks_layer: str = ""
    barriers_layer: str = ""
    barrier_factor: str = ""
    barrier_profile: str = ""
    barrier_hard: str = ""
    keep_whole_layer: str = ""
    keep_whole_dedicated: str = ""
    existing_layer: str = ""
    population_field: str = ""
    community_population: str = ""
    population_layer: str = ""
    population_layer_field: str = ""
    population_raster: str = ""
    grids_field: str = ""
    notes: tuple[Message, ...] = ()
    rights: tuple[tuple[str, str], ...] = ()
    language: str = "en"


def request_content(request: ReportRequest) -> dict[str, object]:
    """Return what was asked as content of the JSON summary; ``None`` for what was not given."""
    settings = request.settings
    return {
        "communities_layer": request.communities_layer,
        **{name: getattr(request, name) or None for name in INPUTS},
        "crs": request.crs_name,
        **limits_content(settings.limits),
        "target_population": settings.target_population,
        "allow_whole": settings.allow_whole,
        "allow_relaxed": settings.allow_relaxed,
        "code_scheme": settings.scheme.name,
        "seed": settings.seed,
        "effort": settings.effort,
        "barrier_extend_m": settings.faces.extend,
        "min_face_area_m2": settings.faces.smallest,
        "move_cost": settings.move_cost,
    }


def limits_content(limits: Limits) -> dict[str, object]:
    """Return limits as content of a JSON summary; ``None`` where there is no bound."""
    return {
        "min_grids": limits.grids[0],
        "max_grids": limits.grids[1],
        "min_population": limits.population[0],
        "max_population": limits.population[1],
        "population_tolerance": limits.population_tolerance,
        "min_area_m2": limits.area[0],
        "max_area_m2": limits.area[1],
    }


INPUTS = (
    "blocks_layer",
    "barriers_layer",
    "barrier_factor",
    "barrier_profile",
    "barrier_hard",
    "keep_whole_layer",
    "keep_whole_dedicated",
    "existing_layer",
    "population_field",
    "community_population",
    "population_layer",
    "population_layer_field",
    "population_raster",
    "grids_field",
)
"""Layers and fields of the request that may not be given."""
