"""What ``validategrids`` and ``repairgrids`` read: grids, communities and accepted findings, as arrays.

Apart from the algorithms' own modules, because those have to load where shapely is missing.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from qgis.core import QgsCoordinateReferenceSystem

from grid_manager_plugin.algorithms.coverage_parameters import KINDS
from grid_manager_plugin.algorithms.running import optional_source, source_of
from grid_manager_plugin.algorithms.values import Values
from grid_manager_plugin.coverage.accepted import Accepted
from grid_manager_plugin.coverage.inputs import CheckSettings, Communities, Grids
from grid_manager_plugin.coverage.kinds import Kind
from grid_manager_plugin.layers.accepted import read_accepted
from grid_manager_plugin.layers.communities import CommunityFields
from grid_manager_plugin.layers.grids import GridFields, read_grids, read_parents, unknown_ids
from grid_manager_plugin.layers.source import LayerSource
from grid_manager_plugin.rules.codes import Scheme
from grid_manager_plugin.rules.geodesy import Measure
from grid_manager_plugin.rules.messages import Message


@dataclass(frozen=True)
class CoverageRequest:
    """What the user asked, apart from the layers.

    Attributes:
        grid_fields: Which fields of the grids mean what.
        community_fields: Which fields of the communities mean what.
        settings: Limits, codes, thresholds and checks.
    """

    grid_fields: GridFields
    community_fields: CommunityFields
    settings: CheckSettings


@dataclass(frozen=True)
class CoverageSources:
    """The layers of a run; ``None`` where one was not given.

    Attributes:
        grids: The grids.
        communities: The communities.
        accepted: Findings of an earlier run.
    """

    grids: LayerSource
    communities: LayerSource
    accepted: LayerSource | None


@dataclass(frozen=True)
class CoverageCity:
    """What was read.

    Attributes:
        grids: The grids, in their layer's order.
        communities: The communities, in the grids' CRS.
        accepted: Findings that a person accepted; ``None`` for none.
        measure: Measures in the grids' CRS.
        crs: The grids' CRS.
        crs_wkt: The same as text.
        notes: What there is to tell about the input.
    """

    grids: Grids
    communities: Communities
    accepted: Accepted | None
    measure: Measure
    crs: QgsCoordinateReferenceSystem
    crs_wkt: str
    notes: tuple[Message, ...]


def coverage_request(values: Values) -> CoverageRequest:
    """Return what the user asked.

    Raises:
        InputError: A value cannot be used; the message names the parameter.
    """
    chosen = values.choices("CHECKS", len(KINDS))
    scheme = None
    if not values.is_empty("CODE_SCHEME"):
        scheme = Scheme(values.choice("CODE_SCHEME", len(Scheme)))
    return CoverageRequest(
        grid_fields=GridFields(
            code=values.text("GRID_CODE"),
            community=values.text("GRID_COMMUNITY"),
            population=values.text("POPULATION_FIELD"),
            locked=values.text("LOCKED") if values.algorithm.parameterDefinition("LOCKED") else "",
        ),
        community_fields=CommunityFields(
            id=values.text("COMMUNITY_ID"), name=values.text("COMMUNITY_NAME"), code=values.text("COMMUNITY_CODE")
        ),
        settings=CheckSettings(
            limits=values.limits(),
            scheme=scheme,
            has_codes=not values.is_empty("GRID_CODE"),
            ignore_below=values.amount("IGNORE_BELOW"),
            sliver_below=values.amount("SLIVER_BELOW"),
            checks=frozenset(Kind(KINDS[i]) for i in chosen),
        ),
    )


def open_sources(values: Values) -> CoverageSources:
    """Return the layers that Processing was given.

    Raises:
        QgsProcessingException: One of them cannot be opened.
    """
    return CoverageSources(
        grids=source_of(values, "INPUT"),
        communities=source_of(values, "COMMUNITIES"),
        accepted=optional_source(values, "ACCEPTED"),
    )


def read_city(sources: CoverageSources, request: CoverageRequest, check: Callable[[], None]) -> CoverageCity:
    """Read all layers.

    Args:
        sources: The layers.
        request: Which of their fields mean what.
        check: Called now and then; raises to cancel.

    Raises:
        InputError: Something in the layers cannot be used; the message names it.
        CrsError: A layer cannot be brought to the grids' coordinate system.
    """
    grids, crs_wkt, notes = read_grids(sources.grids, request.grid_fields, check)
    communities, told = read_parents(sources.communities, request.community_fields, crs_wkt, check)
    check()
    notes = (*notes, *told, *unknown_ids(grids, communities))
    accepted: Accepted | None = None
    if sources.accepted is not None:
        accepted, told = read_accepted(sources.accepted, crs_wkt, check)
        notes = (*notes, *told)
    measure = Measure.from_crs(crs_wkt)
    return CoverageCity(grids, communities, accepted, measure, sources.grids.crs, crs_wkt, notes)
