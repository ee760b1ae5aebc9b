"""What was asked of a check, as its report and its summary tell it."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from grid_manager_plugin.coverage.inputs import CheckSettings, Communities
from grid_manager_plugin.coverage.kinds import KINDS, Kind
from grid_manager_plugin.layers.repair_report import RepairFacts
from grid_manager_plugin.layers.report_request import limits_content
from grid_manager_plugin.rules.messages import Message


@dataclass(frozen=True)
class CheckRequest:
    """What was asked of a check, and the ground that its map shows.

    Attributes:
        settings: Limits, codes, thresholds and kinds.
        crs_wkt: CRS of grids, communities and findings.
        crs_name: How the CRS is called, such as ``EPSG:2232 NAD83 / Colorado Central (ftUS)``.
        grids_layer: Name of the layer of grids; never a path.
        communities_layer: Name of the layer of communities; never a path.
        communities: The communities, in the order of the summary's rows.
        grid_code_field: Field with the grids' codes; empty when there was none, as for all that follow.
        grid_community_field: Field with the id of each grid's community.
        community_id_field: Field with the communities' ids.
        population_field: Field with the grids' people.
        accepted_layer: Name of the layer of accepted findings.
        grid_geometry: Sound (multi)polygons of the grids, shape (n,) of object; ``None`` leaves their borders out.
        notes: What there is to tell about the input.
        repair: What a repair did whose result was checked; ``None`` where the input was.
        rights: Layers of the input whose metadata tell rights or licences, and what they tell.
        language: Language of the report's text, as an HTML ``lang`` attribute.
    """

    settings: CheckSettings
    crs_wkt: str
    crs_name: str
    grids_layer: str
    communities_layer: str
    communities: Communities
    grid_code_field: str = ""
    grid_community_field: str = ""
    community_id_field: str = ""
    population_field: str = ""
    accepted_layer: str = ""
    grid_geometry: np.ndarray | None = None
    notes: tuple[Message, ...] = ()
    repair: RepairFacts | None = None
    rights: tuple[tuple[str, str], ...] = ()
    language: str = "en"

    @property
    def unchecked(self) -> tuple[Kind, ...]:
        """The kinds that were not looked for, in their order."""
        return tuple(kind for kind in KINDS if kind not in self.settings.checks)


INPUTS = ("grid_code_field", "grid_community_field", "community_id_field", "population_field", "accepted_layer")
"""Layers and fields of the request that may not be given."""


def check_request_content(request: CheckRequest) -> dict[str, object]:
    """Return what was asked as content of the JSON summary; ``None`` for what was not given."""
    settings = request.settings
    return {
        "grids_layer": request.grids_layer,
        "communities_layer": request.communities_layer,
        **{name: getattr(request, name) or None for name in INPUTS},
        "crs": request.crs_name,
        **limits_content(settings.limits),
        "code_scheme": settings.scheme.name if settings.scheme else None,
        "has_codes": settings.has_codes,
        "ignore_below_m2": settings.ignore_below,
        "sliver_below_m2": settings.sliver_below,
        "checks": [kind.value for kind in KINDS if kind in settings.checks],
        "checks_left_out": [kind.value for kind in request.unchecked],
    }
