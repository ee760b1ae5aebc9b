"""Processing algorithm ``comparegridplans``: which ground changed hands from one plan to the next."""

from __future__ import annotations

from typing import Any

from qgis.core import QgsProcessingContext, QgsProcessingFeedback
from qgis.PyQt.QtCore import QCoreApplication

from grid_manager_plugin.algorithms.base import GridManagerAlgorithm
from grid_manager_plugin.algorithms.compare_parameters import CompareParameters
from grid_manager_plugin.algorithms.compare_values import check_compare_values
from grid_manager_plugin.algorithms.guarded import check_guarded, run_guarded
from grid_manager_plugin.algorithms.values import Values


class CompareGridPlansAlgorithm(GridManagerAlgorithm):
    """Compares two plans of grids."""

    def name(self) -> str:
        """Return the id that scripts use; it never changes."""
        return "comparegridplans"

    def displayName(self) -> str:
        """Return the name for people."""
        return self.tr("Compare grid plans")

    def group(self) -> str:
        """Return the group that the algorithm stands in."""
        return QCoreApplication.translate("PlanAlgorithms", "Codes and plans")

    def groupId(self) -> str:
        """Return the group's id."""
        return "codes"

    def tags(self) -> list[str]:
        """Return words that the toolbox finds the algorithm by."""
        return self.tr("grid,plan,compare,change,history,difference,redraw,code").split(",")

    def shortHelpString(self) -> str:
        """Return the help of the algorithm as a whole."""
        return self.tr(
            "Lays two plans over each other and tells which ground, how many people and how many points came to "
            "another grid, what became of each code, and which of the plans is the better one.\n\n"
            "What becomes of a code: kept, with all its ground (what is smaller than IGNORE_BELOW does not count); "
            "changed, the same code with other ground; new, in the new plan alone. A code of the old plan alone is "
            "split, when most of the ground of two or more new grids is from it; else merged, when more than half of "
            "its ground went into one new grid that holds ground of others too; else split, when its ground went to "
            "two or more new grids; else withdrawn. Predecessors and successors are codes with more than 1 % of the "
            "ground.\n\n"
            "The report shows both plans side by side: number of grids, length of borders, balance of people, "
            "compactness and broken limits, then the largest changes and the history.\n\n"
            "All is measured in the coordinate system of the old plan, in square metres on the ellipsoid. Ground that "
            "lies in several grids of one plan counts for the lowest code among them."
        )

    def initAlgorithm(self, configuration: dict[str, Any] | None = None) -> None:
        """Declare parameters and outputs."""
        definitions = CompareParameters()
        for parameter in (*definitions.inputs(), *definitions.outputs()):
            self.addParameter(parameter)
        for number in definitions.numbers():
            self.addOutput(number)

    def checkParameterValues(self, parameters: dict[str, Any], context: QgsProcessingContext) -> tuple[bool, str]:
        """Tell what can be known to be wrong before the run, with the parameter's name."""
        fine, message = super().checkParameterValues(parameters, context)
        values = Values(self, parameters, context)
        return check_guarded(values, check_compare_values) if fine else (False, message)

    def processAlgorithm(
        self, parameters: dict[str, Any], context: QgsProcessingContext, feedback: QgsProcessingFeedback
    ) -> dict[str, Any]:
        """Run: parameters, guards, layers to arrays, one call into the comparison, arrays to outputs."""
        # the provider has to load where shapely is missing, so what needs it comes in here
        from grid_manager_plugin.algorithms.compare_run import run

        return run_guarded(run, Values(self, parameters, context), feedback)
