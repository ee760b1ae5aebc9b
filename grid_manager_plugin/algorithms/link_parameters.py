"""Parameters and outputs of ``linksurveypoints``: names, types, defaults, labels, help.

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
)
from qgis.PyQt.QtCore import QCoreApplication

from grid_manager_plugin.algorithms.common_parameters import CommonParameters
from grid_manager_plugin.algorithms.definitions import POLYGONS, field, figure, helped, optional_layer

POINTS = [QgsProcessing.SourceType.TypeVectorPoint]


class LinkParameters:
    """Makes the definitions; a class, because translators find its texts under the class's name."""

    def tr(self, text: str) -> str:
        """Return the text in the user's language."""
        return QCoreApplication.translate("LinkParameters", text)

    def parameters(self) -> list[QgsProcessingParameterDefinition]:
        """Return fresh definitions of all parameters, outputs among them."""
        point = QgsProcessing.SourceType.TypeVectorPoint
        return [
            helped(
                QgsProcessingParameterFeatureSource("INPUT", self.tr("Survey points"), POINTS),
                self.tr(
                    "Components, houses, cases, people: one place a feature, in any coordinate system. A CSV file "
                    "comes in as a delimited text layer."
                ),
            ),
            *self.grids(),
            helped(
                field("TYPED_CODE", self.tr("Field with the grid's code that the surveyor typed"), "INPUT"),
                self.tr(
                    "Compared with the grid that the point lies in. Blanks, full-width digits and lost leading zeros "
                    "make no other code; they are counted."
                ),
            ),
            helped(
                field("POINT_ID", self.tr("Field with the point's id"), "INPUT"),
                self.tr("Ids that several points have are counted and told."),
            ),
            self.max_distance(),
            helped(
                QgsProcessingParameterFeatureSink("OUTPUT", self.tr("Linked points"), point),
                self.tr(
                    "The points that have a grid, with their own fields and grid_code, link_rule (inside, border, "
                    "nearest) and link_distance_m (metres)."
                ),
            ),
            helped(
                optional_layer("UNLINKED", self.tr("Points without a grid"), point),
                self.tr(
                    "With reason (outside, too_far, no_geometry, invalid_coordinates), nearest_code and distance_m "
                    "(metres to the nearest grid)."
                ),
            ),
            helped(
                optional_layer("MISMATCHES", self.tr("Linked points for which another code was typed"), point),
                self.tr(
                    "With typed_code, grid_code, typed_exists (it is the code of a grid) and distance_m (metres to "
                    "that grid)."
                ),
            ),
            *CommonParameters().pages(),
        ]

    def grids(self) -> list[QgsProcessingParameterDefinition]:
        """Return fresh definitions of the grids that points are linked to."""
        return [
            helped(
                QgsProcessingParameterFeatureSource("GRIDS", self.tr("Grids"), POLYGONS),
                self.tr("Polygons of the grids. Points are brought to their coordinate system, where borders run."),
            ),
            helped(
                QgsProcessingParameterField(
                    "GRID_CODE", self.tr("Field with the grid's code"), parentLayerParameterName="GRIDS"
                ),
                self.tr("A grid without a code owns no points; features with the same code are one grid."),
            ),
        ]

    def max_distance(self) -> QgsProcessingParameterDefinition:
        """Return a fresh definition of how far a point outside may lie from its grid."""
        return helped(
            figure("MAX_DISTANCE", self.tr("Largest distance to a grid (m)"), 0.0),
            self.tr(
                "Metres on the ellipsoid up to which a point outside all grids belongs to the nearest one. 0: inside "
                "or on a border only."
            ),
        )

    def numbers(self) -> list[QgsProcessingOutputNumber]:
        """Return fresh definitions of the numbers that a run returns."""
        return [
            QgsProcessingOutputNumber("POINTS", self.tr("Points")),
            QgsProcessingOutputNumber("LINKED", self.tr("Linked points")),
            QgsProcessingOutputNumber("UNLINKED_COUNT", self.tr("Points without a grid")),
            QgsProcessingOutputNumber("MISMATCHED", self.tr("Points for which another code was typed")),
            QgsProcessingOutputNumber("INSIDE", self.tr("Points inside a grid")),
            QgsProcessingOutputNumber("ON_BORDER", self.tr("Points on a border")),
            QgsProcessingOutputNumber("NEAREST", self.tr("Points linked to the nearest grid")),
            QgsProcessingOutputNumber("TYPED_BLANK", self.tr("Points for which no code was typed")),
        ]
