"""What was asked of a link, and what its map shows, as its report and its summary tell it."""

from __future__ import annotations

from dataclasses import dataclass

import shapely

from grid_manager_plugin.layers.link_grids import LinkGrids
from grid_manager_plugin.layers.map_marks import Marks
from grid_manager_plugin.layers.point_link import LinkedPiece, LinkFields
from grid_manager_plugin.linking.assign import IndexedGrids
from grid_manager_plugin.rules.messages import Message


@dataclass(frozen=True)
class LinkMarks:
    """Points that need a look.

    Attributes:
        left: Where points without a grid lie.
        mismatched: Where points lie for which another code was typed.
    """

    left: Marks
    mismatched: Marks

    @classmethod
    def within(cls, grids: IndexedGrids) -> LinkMarks:
        """Begin without any, within the bounds of grids."""
        bounds = shapely.total_bounds(grids.ground.geometry)
        return cls(Marks(bounds), Marks(bounds))

    def add(self, piece: LinkedPiece) -> None:
        """Mark the points of a piece that need a look."""
        self.left.add(piece.xy[~piece.linked.assignment.linked])
        self.mismatched.add(piece.xy[piece.linked.mismatched])


@dataclass(frozen=True)
class LinkRequest:
    """What was asked of a link.

    Attributes:
        points_layer: Name of the layer of points; never a path.
        grids_layer: Name of the layer of grids.
        grid_code_field: Field with their codes.
        fields: Which fields of the points mean what.
        max_distance: Metres up to which a point outside belongs to the nearest grid.
        points_crs: How the points' CRS is called.
        grids_crs: How the grids' CRS is called.
        grids: The grids.
        marks: Points that need a look, in the grids' CRS.
        notes: What there is to tell about the input.
        rights: Layers of the input whose metadata tell rights or licences, and what they tell.
        language: Language of the report's text, as an HTML ``lang`` attribute.
    """

    points_layer: str
    grids_layer: str
    grid_code_field: str
    fields: LinkFields
    max_distance: float
    points_crs: str
    grids_crs: str
    grids: LinkGrids
    marks: LinkMarks
    notes: tuple[Message, ...] = ()
    rights: tuple[tuple[str, str], ...] = ()
    language: str = "en"
