"""Parameters and outputs of ``assigngridcodes``: names, types, defaults, labels, help.

Names, types and defaults are promises to users' scripts and models.
"""

from __future__ import annotations

from qgis.core import (
    QgsProcessing,
    QgsProcessingOutputNumber,
    QgsProcessingParameterDefinition,
    QgsProcessingParameterFeatureSink,
    QgsProcessingParameterFeatureSource,
    QgsProcessingParameterString,
)
from qgis.PyQt.QtCore import QCoreApplication

from grid_manager_plugin.algorithms.common_parameters import PLAIN_SCHEME, CommonParameters
from grid_manager_plugin.algorithms.definitions import POLYGONS, field, helped, optional_layer, rare


class AssignParameters:
    """Makes the definitions; a class, because translators find its texts under the class's name."""

    def tr(self, text: str) -> str:
        """Return the text in the user's language."""
        return QCoreApplication.translate("AssignParameters", text)

    def inputs(self) -> list[QgsProcessingParameterDefinition]:
        """Return fresh definitions of the new grids, their communities and the last plan."""
        common = CommonParameters()
        return [
            helped(
                QgsProcessingParameterFeatureSource("INPUT", self.tr("Grids of the new plan"), POLYGONS),
                self.tr("Polygons of the grids, in any coordinate system. They get codes; nothing else changes."),
            ),
            helped(
                field("GRID_COMMUNITY", self.tr("Field of the grids with the community's id"), "INPUT"),
                self.tr("Which community a grid belongs to. Without it the geometry tells: where most of it lies."),
            ),
            helped(
                QgsProcessingParameterFeatureSource("COMMUNITIES", self.tr("Communities"), POLYGONS),
                self.tr("The polygons that the grids belong to, in any coordinate system."),
            ),
            *common.community_fields("COMMUNITIES"),
            common.code_scheme(
                PLAIN_SCHEME,
                self.tr(
                    "What the codes look like. All but the plain scheme ask for a community's code of 12 digits; a "
                    "community whose code does not fit gets none, and the status says why."
                ),
            ),
            *self._previous(),
            *self._retired_before(),
            helped(
                QgsProcessingParameterString("DATE", self.tr("Day from which the new codes hold"), optional=True),
                self.tr("As YYYY-MM-DD, such as 2026-07-01: the day on which withdrawn codes end in the register."),
            ),
        ]

    def outputs(self) -> list[QgsProcessingParameterDefinition]:
        """Return fresh definitions of the outputs."""
        table = QgsProcessing.SourceType.TypeVector
        return [
            helped(
                QgsProcessingParameterFeatureSink(
                    "OUTPUT", self.tr("Grids with codes"), QgsProcessing.SourceType.TypeVectorPolygon
                ),
                self.tr("All grids as they came, in their order, with code, number, community and previous code."),
            ),
            helped(
                optional_layer("RETIRED", self.tr("Register of withdrawn codes"), table),
                self.tr(
                    "One row a code that is never given again. Where the file is there already, its rows stay, their "
                    "codes count as withdrawn before, and those withdrawn now are added: one register for all years."
                ),
            ),
            helped(
                optional_layer("STATUS", self.tr("Status of the communities"), table),
                self.tr("One row a community: grids with kept and new codes, withdrawn codes, the highest number."),
            ),
            *CommonParameters().pages(),
        ]

    def numbers(self) -> list[QgsProcessingOutputNumber]:
        """Return fresh definitions of the numbers that the algorithm returns."""
        return [
            QgsProcessingOutputNumber("GRIDS", self.tr("Grids")),
            QgsProcessingOutputNumber("KEPT", self.tr("Grids that keep their code")),
            QgsProcessingOutputNumber("NEW", self.tr("Grids with a new code")),
            QgsProcessingOutputNumber("WITHDRAWN", self.tr("Codes that were withdrawn")),
            QgsProcessingOutputNumber("WITHOUT_CODE", self.tr("Grids without a code")),
        ]

    def _previous(self) -> list[QgsProcessingParameterDefinition]:
        return [
            helped(
                QgsProcessingParameterFeatureSource(
                    "PREVIOUS", self.tr("Grids of the last plan"), POLYGONS, optional=True
                ),
                self.tr(
                    "In any coordinate system. A grid that has more than half of its ground in common with one of "
                    "them, and that one with it, keeps its code. Without it all grids are numbered afresh."
                ),
            ),
            helped(
                field("PREVIOUS_CODE", self.tr("Field of the last plan with the grid's code"), "PREVIOUS"),
                self.tr("Needed with PREVIOUS."),
            ),
        ]

    def _retired_before(self) -> list[QgsProcessingParameterDefinition]:
        return [
            rare(
                QgsProcessingParameterFeatureSource(
                    "RETIRED_BEFORE",
                    self.tr("Codes that were withdrawn before"),
                    [QgsProcessing.SourceType.TypeVector],
                    optional=True,
                ),
                self.tr("A table, or any layer. Its codes are not given again, besides those of the register."),
            ),
            rare(
                field("RETIRED_CODE", self.tr("Field of that table with the code"), "RETIRED_BEFORE"),
                self.tr("Without it the field called “code”."),
            ),
        ]
