"""Parameters and outputs of ``splitcommunities`` apart from its input layers: names, types, defaults, labels, help.

Names, types and defaults are promises to users' scripts and models.
"""

from __future__ import annotations

from qgis.core import (
    QgsProcessing,
    QgsProcessingOutputNumber,
    QgsProcessingParameterBoolean,
    QgsProcessingParameterDefinition,
    QgsProcessingParameterEnum,
    QgsProcessingParameterFeatureSink,
    QgsProcessingParameterNumber,
    QgsProcessingParameterString,
)
from qgis.PyQt.QtCore import QCoreApplication

from grid_manager_plugin.algorithms.common_parameters import PLAIN_SCHEME, CommonParameters
from grid_manager_plugin.algorithms.definitions import NUMBER_FIELD, bound, field, helped, optional_layer, rare
from grid_manager_plugin.algorithms.split_layers import SplitLayers

EFFORTS = ("quick", "normal", "thorough")
"""Efforts in the order of the parameter's options."""

_WHOLE = QgsProcessingParameterNumber.Type.Integer


class SplitParameters:
    """Makes the definitions; a class, because translators find its texts under the class's name."""

    def tr(self, text: str) -> str:
        """Return the text in the user's language."""
        return QCoreApplication.translate("SplitParameters", text)

    def parameters(self) -> list[QgsProcessingParameterDefinition]:
        """Return fresh definitions of all parameters, in the order in which users see them."""
        layers, common = SplitLayers(), CommonParameters()
        return [
            *layers.communities(),
            *layers.blocks(),
            *layers.borders(),
            *layers.people(),
            *common.limits(),
            *self._plan(),
            *layers.today(),
            common.code_scheme(
                PLAIN_SCHEME,
                self.tr(
                    "Grids are numbered in rows from north to south, each row from west to east. All but the plain "
                    "scheme ask for a community's code of 12 digits."
                ),
            ),
            *self._search(),
            *self._destinations(),
        ]

    def numbers(self) -> list[QgsProcessingOutputNumber]:
        """Return fresh definitions of the numbers that a run returns."""
        return [
            QgsProcessingOutputNumber("COMMUNITIES", self.tr("Communities")),
            QgsProcessingOutputNumber("SOLVED", self.tr("Solved communities")),
            QgsProcessingOutputNumber("KEPT", self.tr("Communities kept whole")),
            QgsProcessingOutputNumber("RELAXED", self.tr("Communities with relaxed limits")),
            QgsProcessingOutputNumber("INFEASIBLE", self.tr("Infeasible communities")),
            QgsProcessingOutputNumber("FAILED", self.tr("Failed communities")),
            QgsProcessingOutputNumber("GRIDS", self.tr("Grids")),
        ]

    def _plan(self) -> list[QgsProcessingParameterDefinition]:
        return [
            helped(
                field("GRIDS_FIELD", self.tr("Field with the exact number of grids"), "INPUT", NUMBER_FIELD),
                self.tr("A whole number from 1 to 99 for each community; where it is empty, the limits decide."),
            ),
            helped(
                bound("TARGET_POPULATION", self.tr("Population wished for per grid (people)")),
                self.tr(
                    "Chooses the number of grids whose mean comes nearest to it, among those that hold every limit. "
                    "Without it a community gets the fewest grids that hold every limit."
                ),
            ),
            helped(
                QgsProcessingParameterBoolean(
                    "ALLOW_WHOLE",
                    self.tr("Keep a community whole where it holds the limits as it is"),
                    defaultValue=False,
                ),
                self.tr("Such a community becomes one grid."),
            ),
            helped(
                QgsProcessingParameterBoolean(
                    "ALLOW_RELAXED", self.tr("Relax the limits where no division holds them"), defaultValue=False
                ),
                self.tr("Gives the division that breaks the limits least, marked as relaxed. Grids stay in one piece."),
            ),
        ]

    def _search(self) -> list[QgsProcessingParameterDefinition]:
        efforts = [self.tr("Quick"), self.tr("Normal"), self.tr("Thorough")]
        return [
            rare(
                QgsProcessingParameterNumber("SEED", self.tr("Seed of random numbers"), type=_WHOLE, defaultValue=0),
                self.tr("The same seed gives the same grids; another seed may find another division that is as good."),
            ),
            rare(
                QgsProcessingParameterNumber("WORKERS", self.tr("Worker processes"), type=_WHOLE, defaultValue=0),
                self.tr("0 takes all cores. However many there are, the grids are the same."),
            ),
            rare(
                QgsProcessingParameterString("SCHEDULER", self.tr("Address of a Dask scheduler"), optional=True),
                self.tr(
                    "Works on the machines of a Dask cluster, such as tcp://10.0.0.1:8786; the workers need this "
                    "plugin's folder. The grids are the same."
                ),
            ),
            rare(
                QgsProcessingParameterEnum("EFFORT", self.tr("Effort of the search"), efforts, defaultValue=1),
                self.tr("How long the search goes on for shorter borders. All limits hold with any of them."),
            ),
            rare(
                QgsProcessingParameterBoolean(
                    "FAIL_ON_UNSOLVED",
                    self.tr("End with an error if a community could not be divided"),
                    defaultValue=False,
                ),
                self.tr("Outputs are written nevertheless. For batches, which look at the exit status."),
            ),
        ]

    def _destinations(self) -> list[QgsProcessingParameterDefinition]:
        polygon, table = QgsProcessing.SourceType.TypeVectorPolygon, QgsProcessing.SourceType.TypeVector
        return [
            helped(
                QgsProcessingParameterFeatureSink("OUTPUT", self.tr("Grids"), polygon),
                self.tr(
                    "One feature a grid. A community that could not be divided stands there as it is, with number 0."
                ),
            ),
            helped(
                optional_layer("BLOCKS_OUTPUT", self.tr("Blocks with their grids"), polygon),
                self.tr("Every block and its grid."),
            ),
            helped(
                optional_layer("STATUS", self.tr("Status of the communities"), table),
                self.tr("One row a community: what became of it, why, and what would help."),
            ),
            *CommonParameters().pages(),
        ]
