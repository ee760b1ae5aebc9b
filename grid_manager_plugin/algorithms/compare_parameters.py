"""Parameters and outputs of ``comparegridplans``: names, types, defaults, labels, help.

Names, types and defaults are promises to users' scripts and models.
"""

from __future__ import annotations

from qgis.core import (
    QgsProcessing,
    QgsProcessingOutputNumber,
    QgsProcessingParameterDefinition,
    QgsProcessingParameterFeatureSink,
    QgsProcessingParameterFeatureSource,
    QgsProcessingParameterField,
    QgsProcessingParameterString,
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
    optional_layer,
    rare,
)

LIMITS = ("MIN_POPULATION", "MAX_POPULATION", "MIN_AREA", "MAX_AREA")
"""Limits on one grid: how many grids a community has cannot be told without communities."""


class CompareParameters:
    """Makes the definitions; a class, because translators find its texts under the class's name."""

    def tr(self, text: str) -> str:
        """Return the text in the user's language."""
        return QCoreApplication.translate("CompareParameters", text)

    def inputs(self) -> list[QgsProcessingParameterDefinition]:
        """Return fresh definitions of the two plans, of who is counted, and of the limits."""
        limits = [one for one in CommonParameters().limits() if one.name() in LIMITS]
        return [*self._plans(), *self._counted(), *limits, *self._thresholds()]

    def outputs(self) -> list[QgsProcessingParameterDefinition]:
        """Return fresh definitions of the outputs."""
        table = QgsProcessing.SourceType.TypeVector
        return [
            helped(
                QgsProcessingParameterFeatureSink(
                    "OUTPUT", self.tr("Ground that changed hands"), QgsProcessing.SourceType.TypeVectorPolygon
                ),
                self.tr(
                    "One feature for each pair of an old and a new code: the ground that the one lost to the other. "
                    "The old code is empty where no grid was, the new one where none is."
                ),
            ),
            helped(
                optional_layer("TABLE", self.tr("Table of old and new grids"), table),
                self.tr(
                    "One row for each pair of codes with ground in common, unchanged ones too: area, and its share of "
                    "the old and of the new grid (0 to 1)."
                ),
            ),
            helped(
                optional_layer("HISTORY", self.tr("History of the codes"), table),
                self.tr(
                    "One row a code: kept, changed, new, withdrawn, split or merged; its predecessors, successors and "
                    "days."
                ),
            ),
            *CommonParameters().pages(),
        ]

    def numbers(self) -> list[QgsProcessingOutputNumber]:
        """Return fresh definitions of the numbers that the algorithm returns."""
        return [
            QgsProcessingOutputNumber("CHANGED", self.tr("Pieces of ground that changed hands")),
            QgsProcessingOutputNumber("AREA_MOVED_M2", self.tr("Their area (m²)")),
            QgsProcessingOutputNumber("POPULATION_MOVED", self.tr("People on them (0 without a layer of people)")),
            QgsProcessingOutputNumber("POINTS_MOVED", self.tr("Points with another code (0 without points)")),
            QgsProcessingOutputNumber("KEPT", self.tr("Codes that are kept with all their ground")),
            QgsProcessingOutputNumber("WITHDRAWN", self.tr("Codes that the new plan has no more")),
            QgsProcessingOutputNumber("NEW", self.tr("Codes of the new plan alone")),
        ]

    def _plans(self) -> list[QgsProcessingParameterDefinition]:
        return [
            helped(
                QgsProcessingParameterFeatureSource("OLD", self.tr("Grids of the old plan"), POLYGONS),
                self.tr("In any coordinate system; the plans are compared in it."),
            ),
            helped(_code_field("OLD_CODE", self.tr("Field of the old plan with the grid's code"), "OLD"), self._code()),
            helped(
                QgsProcessingParameterFeatureSource("NEW", self.tr("Grids of the new plan"), POLYGONS),
                self.tr("In any coordinate system."),
            ),
            helped(_code_field("NEW_CODE", self.tr("Field of the new plan with the grid's code"), "NEW"), self._code()),
        ]

    def _code(self) -> str:
        return self.tr(
            "Compared as text. Features with one code are one grid; what has none counts as ground of no grid."
        )

    def _counted(self) -> list[QgsProcessingParameterDefinition]:
        return [
            helped(
                QgsProcessingParameterFeatureSource(
                    "POPULATION_LAYER", self.tr("Points or polygons with people"), POINTS_OR_POLYGONS, optional=True
                ),
                self.tr("To count the people on each piece and in each grid; of polygons, their share by area."),
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
                QgsProcessingParameterFeatureSource(
                    "POINTS", self.tr("Points to count"), [QgsProcessing.SourceType.TypeVectorPoint], optional=True
                ),
                self.tr(
                    "Components, cases, houses: how many get another code. A point on a border belongs to the lowest "
                    "code."
                ),
            ),
            helped(
                field("OLD_VALID_FROM", self.tr("Field of the old plan with the day from which a grid holds"), "OLD"),
                self.tr("For the history."),
            ),
            helped(
                QgsProcessingParameterString("DATE", self.tr("First day of the new plan"), optional=True),
                self.tr("As YYYY-MM-DD, such as 2026-07-01: the day on which new codes begin and others end."),
            ),
        ]

    def _thresholds(self) -> list[QgsProcessingParameterDefinition]:
        return [
            rare(
                figure("IGNORE_BELOW", self.tr("Ignore pieces below (m²)"), 1.0),
                self.tr(
                    "Float noise of coordinates. Each connected part of a piece counts by itself; one of just this "
                    "size is told."
                ),
            )
        ]


def _code_field(name: str, label: str, parent: str) -> QgsProcessingParameterField:
    return QgsProcessingParameterField(name, label, parentLayerParameterName=parent)
