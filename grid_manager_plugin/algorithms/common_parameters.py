"""Parameters that several algorithms have: names, types, defaults, labels and help.

Names, types and defaults are promises to users' scripts and models.
"""

from __future__ import annotations

from qgis.core import QgsProcessingParameterDefinition, QgsProcessingParameterEnum, QgsProcessingParameterNumber
from qgis.PyQt.QtCore import QCoreApplication

from grid_manager_plugin.algorithms.definitions import bound, field, helped, optional_file

PLAIN_SCHEME = 3
"""Position of the plain scheme: it takes any id, while the others ask for codes of 12 or 18 digits."""

_WHOLE = QgsProcessingParameterNumber.Type.Integer


class CommonParameters:
    """Makes the definitions; a class, because translators find its texts under the class's name."""

    def tr(self, text: str) -> str:
        """Return the text in the user's language."""
        return QCoreApplication.translate("CommonParameters", text)

    def community_fields(self, layer: str) -> list[QgsProcessingParameterDefinition]:
        """Return fresh definitions of the fields of the layer of communities, which has that parameter."""
        return [
            helped(
                field("COMMUNITY_ID", self.tr("Field with the community's id"), layer),
                self.tr("Must be unique and not empty. Without it communities are called by their feature ids."),
            ),
            helped(
                field("COMMUNITY_NAME", self.tr("Field with the community's name"), layer),
                self.tr("For reports and labels only."),
            ),
            helped(
                field("COMMUNITY_CODE", self.tr("Field with the community's code"), layer),
                self.tr("What the codes of its grids start with. Without it the id."),
            ),
        ]

    def limits(self) -> list[QgsProcessingParameterDefinition]:
        """Return fresh definitions of the limits."""
        return [
            helped(
                QgsProcessingParameterNumber(
                    "MIN_GRIDS", self.tr("Fewest grids of a community"), type=_WHOLE, defaultValue=2
                ),
                self.tr("From 1 to 99."),
            ),
            helped(
                QgsProcessingParameterNumber(
                    "MAX_GRIDS", self.tr("Most grids of a community"), type=_WHOLE, defaultValue=5
                ),
                self.tr("From 1 to 99."),
            ),
            helped(
                bound("MIN_POPULATION", self.tr("Least population of a grid (people)")),
                self.tr("Empty is no bound. A grid that has just this many people holds it."),
            ),
            helped(
                bound("MAX_POPULATION", self.tr("Largest population of a grid (people)")),
                self.tr("Empty is no bound. A grid that has just this many people holds it."),
            ),
            helped(
                bound("POPULATION_TOLERANCE", self.tr("Population may differ from the community's mean by (%)")),
                self.tr("Percent that a grid may lie above or below the community's mean per grid. Empty is no bound."),
            ),
            helped(
                bound("MIN_AREA", self.tr("Smallest area of a grid (m²)")),
                self.tr("Square metres on the ellipsoid, whatever the layer's coordinate system. Empty is no bound."),
            ),
            helped(
                bound("MAX_AREA", self.tr("Largest area of a grid (m²)")),
                self.tr("Square metres on the ellipsoid, whatever the layer's coordinate system. Empty is no bound."),
            ),
        ]

    def code_scheme(self, default: int | None, text: str) -> QgsProcessingParameterDefinition:
        """Return a fresh definition of the scheme of codes, optional where it has no default, with its help."""
        schemes = [
            self.tr("Unit grid, 15 digits"),
            self.tr("Social grid, 14 digits"),
            self.tr("Professional grid, 20 digits"),
            self.tr("Plain (community's code, hyphen, number)"),
        ]
        label, is_optional = self.tr("Scheme of grid codes"), default is None
        return helped(
            QgsProcessingParameterEnum(
                "CODE_SCHEME", label, schemes, defaultValue=default, optional=is_optional
            ),
            text,
        )

    def pages(self) -> list[QgsProcessingParameterDefinition]:
        """Return fresh definitions of the report and the summary."""
        return [
            helped(
                optional_file("REPORT", self.tr("Report"), self.tr("HTML files (*.html)")),
                self.tr("One page that opens in any browser, without a network."),
            ),
            helped(
                optional_file("SUMMARY", self.tr("Summary"), self.tr("JSON files (*.json)")),
                self.tr("The numbers of the report, for programs."),
            ),
        ]
