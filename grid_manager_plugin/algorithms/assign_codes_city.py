"""What ``assigngridcodes`` reads: new grids, communities, the last plan and withdrawn codes, as arrays.

Apart from the algorithm's own module, because that one has to load where shapely is missing.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

import numpy as np
from qgis.core import QgsCoordinateReferenceSystem

from grid_manager_plugin.algorithms.running import optional_source, source_of
from grid_manager_plugin.algorithms.values import Values
from grid_manager_plugin.coverage.belonging import belonging
from grid_manager_plugin.layers.communities import CommunityFields
from grid_manager_plugin.layers.grids import read_parents
from grid_manager_plugin.layers.plans import PlanFields, PlanLayer, ground_notes, read_plan, read_plan_into
from grid_manager_plugin.layers.retired import retired_codes
from grid_manager_plugin.layers.source import LayerSource
from grid_manager_plugin.linking.code_inputs import CodedCommunities, PreviousGrids, UncodedGrids
from grid_manager_plugin.linking.plan import NONE
from grid_manager_plugin.rules.chunks import Progress
from grid_manager_plugin.rules.codes import Scheme
from grid_manager_plugin.rules.edges import directed_edges
from grid_manager_plugin.rules.geodesy import Measure
from grid_manager_plugin.rules.ground import sound_ground
from grid_manager_plugin.rules.messages import QT_TRANSLATE_NOOP, Message, named


@dataclass(frozen=True)
class CodeSources:
    """The layers of a run; ``None`` where one was not given.

    Attributes:
        grids: The grids of the new plan.
        communities: The communities.
        previous: The grids of the last plan.
        retired: Codes that were withdrawn before.
    """

    grids: LayerSource
    communities: LayerSource
    previous: LayerSource | None
    retired: LayerSource | None


@dataclass(frozen=True)
class CodeRequest:
    """What the user asked, apart from the layers.

    Attributes:
        grid_community: Field of the grids with the community's id; empty for none.
        communities: Which fields of the communities mean what.
        previous_code: Field of the last plan with the codes; empty without such a plan.
        retired_code: Field of withdrawn codes; empty for the one called ``code``.
        scheme: How grids are coded.
        date: Day from which the new codes hold; empty for none.
    """

    grid_community: str
    communities: CommunityFields
    previous_code: str
    retired_code: str
    scheme: Scheme
    date: str


@dataclass(frozen=True)
class CodeCity:
    """What was read.

    Attributes:
        grids: The new grids, in their layer's order, each with its community.
        communities: The communities in the grids' CRS, sorted by id.
        previous: The last plan in the grids' CRS.
        retired: Codes that the layer of withdrawn ones holds.
        measure: Measures in the grids' CRS.
        crs: The grids' CRS.
        notes: What there is to tell about the input.
    """

    grids: UncodedGrids
    communities: CodedCommunities
    previous: PreviousGrids
    retired: frozenset[str]
    measure: Measure
    crs: QgsCoordinateReferenceSystem
    notes: tuple[Message, ...]

    @property
    def community_id(self) -> np.ndarray:
        """Id of each grid's community, empty for none, shape (n,) of object."""
        found = np.full(len(self.grids), "", dtype=object)
        inside = self.grids.community != NONE
        found[inside] = self.communities.id[self.grids.community[inside]]
        return found


def code_request(values: Values) -> CodeRequest:
    """Return what the user asked.

    Raises:
        InputError: A value cannot be used; the message names the parameter.
    """
    return CodeRequest(
        grid_community=values.text("GRID_COMMUNITY"),
        communities=CommunityFields(
            id=values.text("COMMUNITY_ID"), name=values.text("COMMUNITY_NAME"), code=values.text("COMMUNITY_CODE")
        ),
        previous_code=values.field_of("PREVIOUS_CODE", "PREVIOUS"),
        retired_code=values.text("RETIRED_CODE"),
        scheme=Scheme(values.choice("CODE_SCHEME", len(Scheme))),
        date=values.day("DATE"),
    )


def open_code_sources(values: Values) -> CodeSources:
    """Return the layers that Processing was given.

    Raises:
        QgsProcessingException: One of them cannot be opened.
    """
    return CodeSources(
        grids=source_of(values, "INPUT"),
        communities=source_of(values, "COMMUNITIES"),
        previous=optional_source(values, "PREVIOUS"),
        retired=optional_source(values, "RETIRED_BEFORE"),
    )


def read_code_city(
    sources: CodeSources, request: CodeRequest, alive: Callable[[], None], progress: Progress
) -> CodeCity:
    """Read all layers.

    Args:
        sources: The layers.
        request: Which of their fields mean what.
        alive: Called now and then; raises to cancel.
        progress: Called with the share that is done; may raise to cancel.

    Raises:
        InputError: Something in the layers cannot be used; the message names it.
        CrsError: A layer cannot be brought to the grids' coordinate system.
    """
    layer, wkt, notes = read_plan(sources.grids, PlanFields(community=request.grid_community), alive)
    measure = Measure.from_crs(wkt)
    read, told = read_parents(sources.communities, request.communities, wkt, alive)
    order = np.argsort(read.id.astype(str), kind="stable")
    ground = sound_ground(read.geometry[order], measure, None if read.lost is None else read.lost[order])
    communities = CodedCommunities(read.id[order], read.name[order], read.code[order], ground.geometry)
    notes = (*notes, *told, *ground_notes(ground, read.fid[order], "COMMUNITIES"))
    community, told = _communities(layer, communities, progress)
    notes = (*notes, *told)
    previous = PreviousGrids.none()
    if sources.previous is not None:
        last, told = read_plan_into(sources.previous, PlanFields(code=request.previous_code), wkt, alive)
        previous, notes = PreviousGrids(last.fid, last.code, last.geometry), (*notes, *told)
    retired: frozenset[str] = frozenset()
    if sources.retired is not None:
        retired = retired_codes(sources.retired, request.retired_code, alive)
    grids = UncodedGrids(layer.fid, layer.geometry, community)
    return CodeCity(grids, communities, previous, retired, measure, sources.grids.crs, notes)


def _communities(
    layer: PlanLayer, communities: CodedCommunities, progress: Progress
) -> tuple[np.ndarray, tuple[Message, ...]]:
    """Return the community of each grid, by what it says or else by where it lies."""
    if layer.community is None:
        edges = directed_edges(np.concatenate([communities.geometry, layer.geometry]), progress.part(0.0, 0.4))
        found = belonging(layer.geometry, communities.geometry, None, edges, progress.part(0.4, 1.0))
        return found.own, ()
    known = {str(one): i for i, one in enumerate(communities.id.tolist())}
    community = np.array([known.get(str(one), NONE) for one in layer.community.tolist()], dtype=np.int64)
    unknown = (community == NONE) & (layer.community != "")
    if not unknown.any():
        return community, ()
    ids = ", ".join(f"“{one}”" for one in sorted(set(layer.community[unknown].tolist()))[:3])
    values = {"count": int(unknown.sum()), "ids": ids, "fids": named(layer.fid[unknown])}
    return community, (Message(_UNKNOWN, {**values, "id": str(communities.id[0])}),)


_UNKNOWN = QT_TRANSLATE_NOOP(
    "GridCodes",
    "INPUT: grids whose GRID_COMMUNITY is the id of no community: {count} (such as {ids}; features: {fids}). Check "
    "that GRID_COMMUNITY and COMMUNITY_ID hold the same ids, such as “{id}”, with their leading zeros.",
)
