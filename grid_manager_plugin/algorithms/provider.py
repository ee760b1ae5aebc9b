"""The Processing provider: a name, an icon and the list of algorithms."""

from __future__ import annotations

from qgis.core import QgsProcessingProvider
from qgis.PyQt.QtCore import QCoreApplication
from qgis.PyQt.QtGui import QIcon

from grid_manager_plugin.algorithms.assign_grid_codes import AssignGridCodesAlgorithm
from grid_manager_plugin.algorithms.base import ICON
from grid_manager_plugin.algorithms.compare_grid_plans import CompareGridPlansAlgorithm
from grid_manager_plugin.algorithms.link_register import LinkRegisterAlgorithm
from grid_manager_plugin.algorithms.link_survey_points import LinkSurveyPointsAlgorithm
from grid_manager_plugin.algorithms.repair_grids import RepairGridsAlgorithm
from grid_manager_plugin.algorithms.split_communities import SplitCommunitiesAlgorithm
from grid_manager_plugin.algorithms.summarize_grids import SummarizeGridsAlgorithm
from grid_manager_plugin.algorithms.validate_grids import ValidateGridsAlgorithm

ALGORITHMS = (
    SplitCommunitiesAlgorithm,
    ValidateGridsAlgorithm,
    RepairGridsAlgorithm,
    LinkSurveyPointsAlgorithm,
    LinkRegisterAlgorithm,
    SummarizeGridsAlgorithm,
    AssignGridCodesAlgorithm,
    CompareGridPlansAlgorithm,
)


class GridManagerProvider(QgsProcessingProvider):
    """Provider ``gridmanager``."""

    def id(self) -> str:
        """Return the id that scripts use; it never changes."""
        return "gridmanager"

    def name(self) -> str:
        """Return the provider's name for people."""
        return QCoreApplication.translate("GridManagerProvider", "Grid Manager")

    def icon(self) -> QIcon:
        """Return the provider's icon."""
        return QIcon(str(ICON))

    def svgIconPath(self) -> str:
        """Return the path of the provider's icon."""
        return str(ICON)

    def loadAlgorithms(self) -> None:
        """Add one instance of each algorithm."""
        for algorithm in ALGORITHMS:
            self.addAlgorithm(algorithm())
