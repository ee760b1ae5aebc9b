"""The input layers of ``splitcommunities`` and their fields: names, types, defaults, labels and help.

Names, types and defaults are promises to users' scripts and models.
"""

from __future__ import annotations

from qgis.core import (
    QgsProcessing,
    QgsProcessingParameterDefinition,
    QgsProcessingParameterFeatureSource,
    QgsProcessingParameterFile,
    QgsProcessingParameterRasterLayer,
)
from qgis.PyQt.QtCore import QCoreApplication

from grid_manager_plugin.algorithms.common_parameters import CommonParameters
from grid_manager_plugin.algorithms.definitions import (
    NUMBER_FIELD,
    POINTS_OR_POLYGONS,
    POLYGONS,
    field,
    figure,
    helped,
    rare,
)

PLACES = ("POPULATION_LAYER", "POPULATION_RASTER")
"""Parameters of which one at most tells where people are."""

_LINES = [QgsProcessing.SourceType.TypeVectorLine]


class SplitLayers:
    """Makes the definitions; a class, because translators find its texts under the class's name."""

    def tr(self, text: str) -> str:
        """Return the text in the user's language."""
        return QCoreApplication.translate("SplitLayers", text)

    def communities(self) -> list[QgsProcessingParameterDefinition]:
        """Return fresh definitions of the communities' layer and its fields."""
        return [
            helped(
                QgsProcessingParameterFeatureSource("INPUT", self.tr("Communities"), POLYGONS),
                self.tr("Polygons of the communities, in any coordinate system. Their outlines stay as they are."),
            ),
            *CommonParameters().community_fields("INPUT"),
        ]

    def blocks(self) -> list[QgsProcessingParameterDefinition]:
        """Return fresh definitions of the blocks."""
        return [
            helped(
                QgsProcessingParameterFeatureSource("BLOCKS", self.tr("Blocks"), POLYGONS, optional=True),
                self.tr(
                    "Polygons that grids are put together from: census blocks, plots. No block is divided, unless it "
                    "lies in more than one community. Without them communities are divided along barriers, and where "
                    "there are none, by straight borders."
                ),
            ),
            helped(
                field("BLOCK_COMMUNITY", self.tr("Field of the blocks with the community's id"), "BLOCKS"),
                self.tr("Which community a block belongs to. Without it the geometry tells."),
            ),
        ]

    def borders(self) -> list[QgsProcessingParameterDefinition]:
        """Return fresh definitions of barriers and what is kept whole."""
        return [*self._barriers(), *self._faces(), *self._kept()]

    def _barriers(self) -> list[QgsProcessingParameterDefinition]:
        return [
            helped(
                QgsProcessingParameterFeatureSource(
                    "BARRIERS",
                    self.tr("Barriers that borders follow (streets, railways, rivers)"),
                    _LINES,
                    optional=True,
                ),
                self.tr(
                    "Lines in any coordinate system. Without blocks they divide each community; with blocks, borders "
                    "of blocks within 10 m of a barrier follow it."
                ),
            ),
            helped(
                field("BARRIER_FACTOR", self.tr("Field of the barriers with the factor (0 to 1)"), "BARRIERS"),
                self.tr(
                    "Share of a border's cost that remains along the line: 0 is the best place for a border, 1 no "
                    "better than open ground; empty is 0.2. Without this field OpenStreetMap's fields highway, railway "
                    "and waterway tell, where the layer has them."
                ),
            ),
            helped(
                field("BARRIER_HARD", self.tr("Field of the barriers that no grid may cross"), "BARRIERS"),
                self.tr(
                    "Where it is true, no grid may lie on both sides. Lines of the same layer whose field bridge or "
                    "tunnel says yes join what they cross."
                ),
            ),
            rare(
                QgsProcessingParameterFile(
                    "BARRIER_PROFILE", self.tr("Table of barrier factors"), extension="json", optional=True
                ),
                self.tr("A JSON file of your own, instead of the table of OpenStreetMap's values that is shipped."),
            ),
        ]

    def _faces(self) -> list[QgsProcessingParameterDefinition]:
        return [
            rare(
                figure("BARRIER_EXTEND", self.tr("Extend open ends of barriers by at most (m)"), 20.0),
                self.tr("An open end nearer than this to another barrier or the community's edge is extended to it."),
            ),
            rare(
                figure("MIN_FACE_AREA", self.tr("Smallest face between barriers (m²)"), 400.0),
                self.tr("Smaller and very narrow ones, as between carriageways, go to a neighbour."),
            ),
        ]

    def _kept(self) -> list[QgsProcessingParameterDefinition]:
        return [
            helped(
                QgsProcessingParameterFeatureSource(
                    "KEEP_WHOLE",
                    self.tr("Polygons to keep whole (buildings, compounds, settlements)"),
                    POLYGONS,
                    optional=True,
                ),
                self.tr("No new border runs through them. In any coordinate system."),
            ),
            helped(
                field("KEEP_WHOLE_DEDICATED", self.tr("Field of those that are grids of their own"), "KEEP_WHOLE"),
                self.tr(
                    "Where it is true, the polygon becomes a dedicated grid, apart from the limits and from the number "
                    "of grids."
                ),
            ),
        ]

    def people(self) -> list[QgsProcessingParameterDefinition]:
        """Return fresh definitions of where people are."""
        return [*self._figures(), *self._places()]

    def _figures(self) -> list[QgsProcessingParameterDefinition]:
        return [
            helped(
                field(
                    "POPULATION_FIELD",
                    self.tr("Field of the blocks with the population (people)"),
                    "BLOCKS",
                    NUMBER_FIELD,
                ),
                self.tr(
                    "People of each block; fractions are allowed. Without blocks: field of the communities, as "
                    "COMMUNITY_POPULATION. Limits on population need one of the sources of people."
                ),
            ),
            helped(
                field(
                    "COMMUNITY_POPULATION",
                    self.tr("Field of the communities with the population (people)"),
                    "INPUT",
                    NUMBER_FIELD,
                ),
                self.tr(
                    "People of each community. They are spread over POPULATION_LAYER or POPULATION_RASTER, whose "
                    "figures are weights then (of polygons for each unit of area, such as floors), else by area."
                ),
            ),
        ]

    def _places(self) -> list[QgsProcessingParameterDefinition]:
        return [
            helped(
                QgsProcessingParameterFeatureSource(
                    "POPULATION_LAYER",
                    self.tr("Points or polygons with people, instead of a field of the blocks"),
                    POINTS_OR_POLYGONS,
                    optional=True,
                ),
                self.tr(
                    "A point's people go to the block that it lies in; a polygon's are shared by area among the blocks "
                    "that it covers. In any coordinate system."
                ),
            ),
            helped(
                field(
                    "POPULATION_LAYER_FIELD",
                    self.tr("Field of that layer with the population (people)"),
                    "POPULATION_LAYER",
                    NUMBER_FIELD,
                ),
                self.tr("People of each point or polygon. Without it each point counts one; polygons need it."),
            ),
            helped(
                QgsProcessingParameterRasterLayer(
                    "POPULATION_RASTER",
                    self.tr("Raster with the population (people per cell), instead of a field of the blocks"),
                    optional=True,
                ),
                self.tr(
                    "People of each cell, not per km²; a cell's are shared by area among the blocks that it covers. "
                    "Cells without data count for nobody. The first band, in any coordinate system."
                ),
            ),
        ]

    def today(self) -> list[QgsProcessingParameterDefinition]:
        """Return fresh definitions of today's grids."""
        return [
            helped(
                QgsProcessingParameterFeatureSource("EXISTING", self.tr("Today's grids"), POLYGONS, optional=True),
                self.tr("Where the division starts from; the report says who would come into another grid."),
            ),
            helped(
                figure("MOVE_COST", self.tr("Border that one moved person weighs (m)"), 0.0),
                self.tr(
                    "Metres of border that must be saved for one person to come into another grid than today's. High "
                    "figures leave grids that hold every limit as they are."
                ),
            ),
        ]
