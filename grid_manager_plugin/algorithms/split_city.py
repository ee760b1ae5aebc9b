"""What ``splitcommunities`` reads: the layers of a run, made into one city of arrays.

Apart from the algorithm's own module, because that one has to load where shapely is missing.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, replace
from typing import Any

from qgis.core import (
    QgsCoordinateReferenceSystem,
    QgsProcessingAlgorithm,
    QgsProcessingContext,
    QgsProcessingException,
    QgsRasterLayer,
)

from grid_manager_plugin.algorithms.running import optional_source, source_of
from grid_manager_plugin.algorithms.values import Values
from grid_manager_plugin.division.community import Blocks, Community, DivisionSettings
from grid_manager_plugin.division.people.people import AreaPeople, Places, Totals
from grid_manager_plugin.division.people.people_allotment import CityPeople, allot_people
from grid_manager_plugin.division.surroundings import Surroundings, no_surroundings
from grid_manager_plugin.layers.blocks import BlockFields, read_blocks
from grid_manager_plugin.layers.communities import CommunityFields, communities_of, read_communities, with_lost
from grid_manager_plugin.layers.crs import checked_crs
from grid_manager_plugin.layers.ground import read_existing, read_kept
from grid_manager_plugin.layers.lines import BarrierFields, read_barriers
from grid_manager_plugin.layers.people import read_people, totals_of
from grid_manager_plugin.layers.people_raster import PeopleRaster
from grid_manager_plugin.layers.raster import RasterBand
from grid_manager_plugin.layers.source import LayerSource
from grid_manager_plugin.rules.messages import Message


@dataclass(frozen=True)
class SplitRequest:
    """What the user asked, apart from the layers.

    Attributes:
        community_fields: Which fields of the communities mean what.
        block_fields: Which fields of the blocks mean what.
        barrier_fields: Which fields of the barriers mean what.
        dedicated_field: Which field of the polygons to keep whole tells those that are grids of their own.
        community_population: Which field of the communities tells their people; empty for none.
        population_layer_field: Which field of the layer of people tells them; empty for none.
        settings: Limits, codes and search.
        workers: Worker processes; 0 takes all cores.
        scheduler: Address of a Dask scheduler; empty for this machine.
    """

    community_fields: CommunityFields
    block_fields: BlockFields
    barrier_fields: BarrierFields
    dedicated_field: str
    community_population: str
    population_layer_field: str
    settings: DivisionSettings
    workers: int
    scheduler: str


@dataclass(frozen=True)
class Sources:
    """The layers of a run; ``None`` where one was not given.

    Attributes:
        communities: The communities.
        blocks: The blocks.
        barriers: Lines that borders follow, or may not cross.
        kept: Polygons that no border may cut.
        existing: Today's grids.
        population_layer: Points or polygons with people.
        population_raster: People per cell.
    """

    communities: LayerSource
    blocks: LayerSource | None
    barriers: LayerSource | None
    kept: LayerSource | None
    existing: LayerSource | None
    population_layer: LayerSource | None
    population_raster: QgsRasterLayer | None


@dataclass(frozen=True)
class City:
    """What was read.

    Attributes:
        communities: The communities, in the layer's order.
        blocks: The blocks, in the communities' CRS; ``None`` where there are none.
        surroundings: Barriers, polygons to keep whole and today's grids, in the communities' CRS.
        people: Where people are; ``None`` where the blocks tell.
        settings: What was asked, with the source of people.
        crs: The communities' CRS.
        crs_wkt: The same as text.
        notes: What there is to tell about the input.
    """

    communities: list[Community]
    blocks: Blocks | None
    surroundings: Surroundings
    people: CityPeople | None
    settings: DivisionSettings
    crs: QgsCoordinateReferenceSystem
    crs_wkt: str
    notes: tuple[Message, ...]


def open_sources(
    algorithm: QgsProcessingAlgorithm, parameters: dict[str, Any], context: QgsProcessingContext
) -> Sources:
    """Return the layers that Processing was given.

    Raises:
        QgsProcessingException: One of them cannot be opened.
    """

    values = Values(algorithm, parameters, context)
    raster = None
    if not values.is_empty("POPULATION_RASTER"):
        raster = algorithm.parameterAsRasterLayer(parameters, "POPULATION_RASTER", context)
        if raster is None:
            raise QgsProcessingException(algorithm.invalidRasterError(parameters, "POPULATION_RASTER"))
    return Sources(
        communities=source_of(values, "INPUT"),
        blocks=optional_source(values, "BLOCKS"),
        barriers=optional_source(values, "BARRIERS"),
        kept=optional_source(values, "KEEP_WHOLE"),
        existing=optional_source(values, "EXISTING"),
        population_layer=optional_source(values, "POPULATION_LAYER"),
        population_raster=raster,
    )


def read_city(sources: Sources, request: SplitRequest, check: Callable[[], None]) -> City:
    """Read all layers; of a raster no more than its sum.

    Args:
        sources: The layers.
        request: Which of their fields mean what.
        check: Called now and then; raises to cancel.

    Raises:
        InputError: Something in the layers cannot be used; the message names it.
        CrsError: A layer cannot be brought to the communities' coordinate system.
    """
    communities = sources.communities
    total, parameter = _total_field(sources, request)
    table = read_communities(communities, request.community_fields, check, [total] if total else [])
    found, id_notes = communities_of(table, request.community_fields)
    crs_wkt, placement = checked_crs(communities, table)
    found = with_lost(found, placement, table, communities)
    crs_notes = () if placement.note is None else (placement.note,)
    totals = totals_of(table, total, parameter) if total else None
    blocks: Blocks | None = None
    block_notes: tuple[Message, ...] = ()
    if sources.blocks is not None:
        blocks, block_notes = read_blocks(sources.blocks, request.block_fields, crs_wkt, check)
    surroundings, around_notes = _surroundings(sources, request, crs_wkt, check)
    places, kind, place_notes = _places(sources, request, found, crs_wkt, check, totals is not None)
    people = None
    if places is not None or totals is not None:
        people = CityPeople.from_sources(found, places, totals)
    field = blocks is not None and bool(request.block_fields.population)
    settings = replace(request.settings, population_source=_source(kind, totals, field))
    notes = (*table.notes, *id_notes, *crs_notes, *block_notes, *around_notes, *place_notes)
    return City(found, blocks, surroundings, people, settings, communities.crs, crs_wkt, notes)


def _total_field(sources: Sources, request: SplitRequest) -> tuple[str, str]:
    """Return the field of the communities that tells their people, empty for none, and the parameter that names it.

    POPULATION_FIELD is one of the communities where there are no blocks.
    """
    if sources.blocks is None and request.block_fields.population:
        return request.block_fields.population, "POPULATION_FIELD"
    return request.community_population, "COMMUNITY_POPULATION"


def _source(kind: str, totals: Totals | None, field: bool) -> str:
    if totals is not None:
        return f"total by {kind or 'area'}"
    return kind or ("field" if field else "")


def _surroundings(
    sources: Sources, request: SplitRequest, crs_wkt: str, check: Callable[[], None]
) -> tuple[Surroundings, tuple[Message, ...]]:
    found = no_surroundings()
    notes: tuple[Message, ...] = ()
    if sources.barriers is not None:
        barriers, told = read_barriers(sources.barriers, request.barrier_fields, crs_wkt, check)
        found, notes = replace(found, barriers=barriers), notes + told
    if sources.kept is not None:
        kept, told = read_kept(sources.kept, request.dedicated_field, crs_wkt, check)
        found, notes = replace(found, kept=kept), notes + told
    if sources.existing is not None:
        existing, told = read_existing(sources.existing, crs_wkt, check)
        found, notes = replace(found, existing=existing), notes + told
    return found, notes


def _places(
    sources: Sources,
    request: SplitRequest,
    communities: list[Community],
    crs_wkt: str,
    check: Callable[[], None],
    are_weights: bool,
) -> tuple[Places | None, str, tuple[Message, ...]]:
    """Return where people are, ``None`` where no layer tells, what kind of source it is, and notes on reading it."""
    if sources.population_layer is not None:
        field = request.population_layer_field
        layer, notes = read_people(sources.population_layer, field, crs_wkt, check, are_weights=are_weights)
        kind = "polygons" if isinstance(layer, AreaPeople) else "points"
        return allot_people(communities, layer, are_weights=are_weights), kind, notes
    if sources.population_raster is not None:
        band = RasterBand(sources.population_raster, "POPULATION_RASTER")
        return PeopleRaster(band, communities, crs_wkt, check), "raster", ()
    return None, "", ()
