"""Parameters and outputs of ``summarizegrids``: names, types, defaults, labels, help.

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
    QgsProcessingParameterMultipleLayers,
    QgsProcessingParameterString,
)
from qgis.PyQt.QtCore import QCoreApplication

from grid_manager_plugin.algorithms.common_parameters import CommonParameters
from grid_manager_plugin.algorithms.definitions import (
    NUMBER_FIELD,
    POLYGONS,
    field,
    figure,
    helped,
    optional_layer,
    rare,
)

ROLES = (
    "grid administrator=网格管理员, assistant=网格助理员, police officer=网格警员, supervisor=网格督导员, "
    "Party branch secretary=网格党支部书记, judicial worker=网格司法工作者, firefighter=网格消防员"
)
"""The seven roles that every grid of Beijing's Dongcheng has, each with its Chinese name."""

_TABLE = [QgsProcessing.SourceType.TypeVector]


class SummaryParameters:
    """Makes the definitions; a class, because translators find its texts under the class's name."""

    def tr(self, text: str) -> str:
        """Return the text in the user's language."""
        return QCoreApplication.translate("SummaryParameters", text)

    def parameters(self) -> list[QgsProcessingParameterDefinition]:
        """Return fresh definitions of all parameters, outputs among them."""
        return [*self._grids(), *self._points(), *self._roster(), *self._levels(), *self._outputs()]

    def _grids(self) -> list[QgsProcessingParameterDefinition]:
        return [
            helped(
                QgsProcessingParameterFeatureSource("INPUT", self.tr("Grids"), POLYGONS),
                self.tr("Polygons of the grids, in any coordinate system."),
            ),
            helped(
                QgsProcessingParameterField(
                    "GRID_CODE", self.tr("Field with the grid's code"), parentLayerParameterName="INPUT"
                ),
                self.tr("Its first digits say where a grid belongs. Features with the same code are one grid."),
            ),
            helped(field("GRID_NAME", self.tr("Field with the grid's name"), "INPUT"), self.tr("For reports only.")),
            helped(
                field("POPULATION_FIELD", self.tr("Field with the grid's population (people)"), "INPUT", NUMBER_FIELD),
                self.tr("Summed by level, and divided by the area."),
            ),
        ]

    def _points(self) -> list[QgsProcessingParameterDefinition]:
        return [
            helped(
                QgsProcessingParameterMultipleLayers(
                    "LAYERS",
                    self.tr("Layers of points to count"),
                    QgsProcessing.SourceType.TypeVectorPoint,
                    optional=True,
                ),
                self.tr(
                    "Components, houses, cases: counted by grid with the rules of “Link survey points to grids”, and "
                    "by class where a layer has a class."
                ),
            ),
            rare(
                QgsProcessingParameterString(
                    "CLASS_FIELD", self.tr("Fields that may tell a point's class"), defaultValue="class,category,kind"
                ),
                self.tr("Names separated by commas. Of each layer the first one that it has counts."),
            ),
            rare(
                figure("MAX_DISTANCE", self.tr("Largest distance of a point to its grid (m)"), 0.0),
                self.tr("Metres up to which a point outside all grids counts for the nearest one."),
            ),
        ]

    def _roster(self) -> list[QgsProcessingParameterDefinition]:
        return [
            helped(
                QgsProcessingParameterFeatureSource(
                    "ROSTER", self.tr("Roster of the staff"), _TABLE, optional=True
                ),
                self.tr("A table with one row for each role that a person has in a grid."),
            ),
            helped(
                field("ROSTER_GRID", self.tr("Field of the roster with the grid's code"), "ROSTER"),
                self.tr("Needed with a roster."),
            ),
            helped(
                field("ROSTER_ROLE", self.tr("Field of the roster with the role"), "ROSTER"),
                self.tr("Needed with a roster."),
            ),
            helped(
                field("ROSTER_PERSON", self.tr("Field of the roster with the person"), "ROSTER"),
                self.tr("A name or an id. Needed with a roster; empty says that the role is vacant."),
            ),
            helped(
                QgsProcessingParameterString(
                    "REQUIRED_ROLES", self.tr("Roles that every grid needs"), defaultValue=ROLES, optional=True
                ),
                self.tr("Separated by commas. Other names for the same role stand behind an equals sign."),
            ),
        ]

    def _levels(self) -> list[QgsProcessingParameterDefinition]:
        return [
            helped(
                QgsProcessingParameterString(
                    "LEVELS", self.tr("Digits of the codes of the levels"), defaultValue="6,9,12,15"
                ),
                self.tr(
                    "So many characters of a grid's code are the code of its district, street, community and so on."
                ),
            ),
            rare(
                QgsProcessingParameterFeatureSource(
                    "NAMES", self.tr("List of codes and names"), _TABLE, optional=True
                ),
                self.tr("Names of districts, streets and communities, for the levels."),
            ),
            rare(field("NAMES_CODE", self.tr("Field of that list with the code"), "NAMES"), self.tr("Needed with it.")),
            rare(field("NAMES_NAME", self.tr("Field of that list with the name"), "NAMES"), self.tr("Needed with it.")),
        ]

    def _outputs(self) -> list[QgsProcessingParameterDefinition]:
        table = QgsProcessing.SourceType.TypeVector
        return [
            helped(
                QgsProcessingParameterFeatureSink(
                    "OUTPUT", self.tr("Grids with figures"), QgsProcessing.SourceType.TypeVectorPolygon
                ),
                self.tr("All grids with their own fields, and the figures."),
            ),
            helped(
                optional_layer("LEVELS_OUTPUT", self.tr("Figures of the levels"), table),
                self.tr("One row for each place of each level, in the order of the codes."),
            ),
            helped(
                optional_layer("CLASSES_OUTPUT", self.tr("Points by grid and class"), table),
                self.tr("One row for each grid, layer and class that has points."),
            ),
            helped(
                optional_layer("ROSTER_OUTPUT", self.tr("Rows of the roster that something is wrong with"), table),
                self.tr(
                    "Grid or role unknown, nobody named, said twice. A person in several grids is no fault; they are "
                    "counted."
                ),
            ),
            *CommonParameters().pages(),
        ]

    def numbers(self) -> list[QgsProcessingOutputNumber]:
        """Return fresh definitions of the numbers that a run returns."""
        return [
            QgsProcessingOutputNumber("GRIDS", self.tr("Grids")),
            QgsProcessingOutputNumber("POPULATION", self.tr("People")),
            QgsProcessingOutputNumber("AREA_M2", self.tr("Area (m²)")),
            QgsProcessingOutputNumber("FEATURES", self.tr("Points in a grid")),
            QgsProcessingOutputNumber("FEATURES_UNLINKED", self.tr("Points in no grid")),
            QgsProcessingOutputNumber("ROSTER_COMPLETE", self.tr("Grids with a complete roster")),
            QgsProcessingOutputNumber("ROSTER_INCOMPLETE", self.tr("Grids where a role is missing")),
            QgsProcessingOutputNumber("PERSONS", self.tr("Persons on the roster")),
            QgsProcessingOutputNumber("PERSONS_IN_SEVERAL", self.tr("Persons in several grids")),
        ]
