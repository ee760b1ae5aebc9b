"""Processing algorithm ``assigngridcodes``: codes for a new plan, those of the last one kept where grids go on."""

from __future__ import annotations

from typing import Any

from qgis.core import QgsProcessingContext, QgsProcessingFeedback
from qgis.PyQt.QtCore import QCoreApplication

from grid_manager_plugin.algorithms.assign_parameters import AssignParameters
from grid_manager_plugin.algorithms.base import GridManagerAlgorithm, missing_libraries
from grid_manager_plugin.algorithms.guarded import check_guarded, run_guarded
from grid_manager_plugin.algorithms.values import Values


class AssignGridCodesAlgorithm(GridManagerAlgorithm):
    """Gives the grids of a plan their codes."""

    def name(self) -> str:
        """Return the id that scripts use; it never changes."""
        return "assigngridcodes"

    def displayName(self) -> str:
        """Return the name for people."""
        return self.tr("Assign grid codes")

    def group(self) -> str:
        """Return the group that the algorithm stands in."""
        return QCoreApplication.translate("PlanAlgorithms", "Codes and plans")

    def groupId(self) -> str:
        """Return the group's id."""
        return "codes"

    def tags(self) -> list[str]:
        """Return words that the toolbox finds the algorithm by."""
        return self.tr("grid,code,number,plan,keep,withdrawn,register,community").split(",")

    def shortHelpString(self) -> str:
        """Return the help of the algorithm as a whole."""
        return self.tr(
            "Gives the grids of a new plan their codes, and lets those of the last plan go on.\n\n"
            "A grid keeps the code of a grid of the last plan when their common ground is more than half of both. So a "
            "border may move and the code stays; where a grid is split evenly, or two are merged, new codes are given. "
            "A code that no grid keeps is withdrawn, and never given again: new grids go on from the highest number "
            "that was ever given in their community, in rows from north to south, each row from west to east.\n\n"
            "A kept code has to fit the scheme and to start with its community's code. Else the grid gets a new one, "
            "and a note says so. The number 0 stands for a community that is not divided, and stays only there.\n\n"
            "Keep one register of withdrawn codes (RETIRED) over the years: give the same file to every run.\n\n"
            "The grids themselves are not changed. “Compare grid plans” tells what became of each code."
        )

    def initAlgorithm(self, configuration: dict[str, Any] | None = None) -> None:
        """Declare parameters and outputs."""
        definitions = AssignParameters()
        for parameter in (*definitions.inputs(), *definitions.outputs()):
            self.addParameter(parameter)
        for number in definitions.numbers():
            self.addOutput(number)

    def checkParameterValues(self, parameters: dict[str, Any], context: QgsProcessingContext) -> tuple[bool, str]:
        """Tell what can be known to be wrong before the run, with the parameter's name."""
        fine, message = super().checkParameterValues(parameters, context)
        if not fine:
            return False, message
        if missing_libraries():  # canExecute says so
            return True, ""
        from grid_manager_plugin.algorithms.assign_values import check_code_values

        return check_guarded(Values(self, parameters, context), check_code_values)

    def processAlgorithm(
        self, parameters: dict[str, Any], context: QgsProcessingContext, feedback: QgsProcessingFeedback
    ) -> dict[str, Any]:
        """Run: parameters, guards, layers to arrays, one call into the rules of codes, arrays to outputs."""
        # the provider has to load where shapely is missing, so what needs it comes in here
        from grid_manager_plugin.algorithms.assign_codes_run import run

        return run_guarded(run, Values(self, parameters, context), feedback)
