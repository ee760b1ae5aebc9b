"""Parameters and outputs of ``linkregister``: names, types, defaults, labels, help.

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
from grid_manager_plugin.algorithms.definitions import field, helped, optional_layer
from grid_manager_plugin.algorithms.link_parameters import POINTS, LinkParameters

TABLES = [QgsProcessing.SourceType.TypeVector]


class RegisterParameters:
    """Makes the definitions; a class, because translators find its texts under the class's name."""

    def tr(self, text: str) -> str:
        """Return the text in the user's language."""
        return QCoreApplication.translate("RegisterParameters", text)

    def parameters(self) -> list[QgsProcessingParameterDefinition]:
        """Return fresh definitions of all parameters, outputs among them."""
        link = LinkParameters()
        pages = CommonParameters().pages()
        return [*self._inputs(), *link.grids(), link.max_distance(), *self._layers(), *pages]

    def numbers(self) -> list[QgsProcessingOutputNumber]:
        """Return fresh definitions of the numbers that a run returns."""
        return [
            QgsProcessingOutputNumber("HOUSES", self.tr("Houses")),
            QgsProcessingOutputNumber("HOUSES_LINKED", self.tr("Houses in a grid")),
            QgsProcessingOutputNumber("HOUSEHOLDS_COUNT", self.tr("Households")),
            QgsProcessingOutputNumber("HOUSEHOLDS_LINKED", self.tr("Households linked to a grid")),
            QgsProcessingOutputNumber("PEOPLE_COUNT", self.tr("People")),
            QgsProcessingOutputNumber("PEOPLE_LINKED", self.tr("People linked to a grid")),
            QgsProcessingOutputNumber("HOUSE_BREAKS", self.tr("Breaks at houses")),
            QgsProcessingOutputNumber("HOUSEHOLD_BREAKS", self.tr("Breaks at households")),
            QgsProcessingOutputNumber("PERSON_BREAKS", self.tr("Breaks at people")),
            QgsProcessingOutputNumber("BREAKS_COUNT", self.tr("Breaks")),
        ]

    def _inputs(self) -> list[QgsProcessingParameterDefinition]:
        return [
            helped(
                QgsProcessingParameterFeatureSource("HOUSES", self.tr("Houses"), POINTS),
                self.tr(
                    "Points, one a house, in any coordinate system. A CSV file comes in as a delimited text layer."
                ),
            ),
            helped(
                QgsProcessingParameterField(
                    "HOUSE_ID", self.tr("Field with the house's id"), parentLayerParameterName="HOUSES"
                ),
                self.tr("What households name. Blanks around it do not count, and 35.0 is 35."),
            ),
            helped(
                QgsProcessingParameterFeatureSource("HOUSEHOLDS", self.tr("Households"), TABLES, optional=True),
                self.tr("A table or any layer, one row a household. Without it houses alone are linked."),
            ),
            helped(
                field("HOUSEHOLD_ID", self.tr("Field with the household's id"), "HOUSEHOLDS"),
                self.tr("What people name. Needed with households."),
            ),
            helped(
                field("HOUSEHOLD_HOUSE", self.tr("Field of the households with the house's id"), "HOUSEHOLDS"),
                self.tr("The house that the household lives in. Needed with households."),
            ),
            helped(
                QgsProcessingParameterFeatureSource("PEOPLE", self.tr("People"), TABLES, optional=True),
                self.tr("A table or any layer, one row a person. Needs households."),
            ),
            helped(
                field("PERSON_ID", self.tr("Field with the person's id"), "PEOPLE"),
                self.tr("Needed with people."),
            ),
            helped(
                field("PERSON_HOUSEHOLD", self.tr("Field of the people with the household's id"), "PEOPLE"),
                self.tr("The household that the person belongs to. Needed with people."),
            ),
        ]

    def _layers(self) -> list[QgsProcessingParameterDefinition]:
        point, table = QgsProcessing.SourceType.TypeVectorPoint, QgsProcessing.SourceType.TypeVector
        return [
            helped(
                QgsProcessingParameterFeatureSink("OUTPUT", self.tr("Houses with their grids"), point),
                self.tr(
                    "All houses with their own fields and grid_code (empty without a grid), link_rule (inside, border, "
                    "nearest, or why there is no grid), households and people (those whose chain reaches the house)."
                ),
            ),
            helped(
                optional_layer("HOUSEHOLDS_OUTPUT", self.tr("Households with their grids"), table),
                self.tr(
                    "All households with their own fields, grid_code (empty where the chain breaks) and people (those "
                    "whose chain reaches the household)."
                ),
            ),
            helped(
                optional_layer("PEOPLE_OUTPUT", self.tr("People with their grids"), table),
                self.tr("All people with their own fields and grid_code (empty where the chain breaks)."),
            ),
            helped(
                optional_layer("BREAKS", self.tr("Breaks of the chain"), table),
                self.tr(
                    "A table, one row a break: record (house, household, person), id, feature_id, kind, refers_to (the "
                    "id that the record names), at (house, household, grid: what the chain does not reach) and message."
                ),
            ),
        ]
