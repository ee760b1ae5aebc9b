"""Processing algorithm ``summarizegrids``: figures of grids and of the levels above them, and a card for each grid."""

from __future__ import annotations

from typing import Any

from qgis.core import QgsProcessingContext, QgsProcessingFeedback

from grid_manager_plugin.algorithms.base import GridManagerAlgorithm, missing_libraries
from grid_manager_plugin.algorithms.guarded import check_guarded, run_guarded
from grid_manager_plugin.algorithms.summary_parameters import SummaryParameters
from grid_manager_plugin.algorithms.values import Values


class SummarizeGridsAlgorithm(GridManagerAlgorithm):
    """Sums up what is in the grids."""

    def name(self) -> str:
        """Return the id that scripts use; it never changes."""
        return "summarizegrids"

    def displayName(self) -> str:
        """Return the name for people."""
        return self.tr("Summarize grids")

    def group(self) -> str:
        """Return the group that the algorithm stands in."""
        return self.tr("Figures")

    def groupId(self) -> str:
        """Return the group's id."""
        return "figures"

    def tags(self) -> list[str]:
        """Return words that the toolbox finds the algorithm by."""
        return self.tr("grid,statistics,population,density,roster,staff,level,count,report,card").split(",")

    def shortHelpString(self) -> str:
        """Return the help of the algorithm as a whole."""
        return self.tr(
            "Tells for each grid its area, people, density, the points of each class that lie in it, and whether its "
            "staff is complete; and sums all of it up by district, street and community, which the first digits of the "
            "codes tell.\n\n"
            "Points are counted once each, by the rules of “Link survey points to grids”. The roster is a table of "
            "grid, role and person: a grid is complete where every required role is filled. One person may work in "
            "several grids. Rows that cannot be used are listed.\n\n"
            "The report has an index and a card for every grid: its map, size, people, staff, components and "
            "neighbours with the length of the common border.\n\n"
            "Areas are square metres and lengths metres on the ellipsoid, whatever the coordinate system."
        )

    def initAlgorithm(self, configuration: dict[str, Any] | None = None) -> None:
        """Declare parameters and outputs."""
        definitions = SummaryParameters()
        for parameter in definitions.parameters():
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
        from grid_manager_plugin.algorithms.summary_run import check_summary

        return check_guarded(Values(self, parameters, context), check_summary)

    def processAlgorithm(
        self, parameters: dict[str, Any], context: QgsProcessingContext, feedback: QgsProcessingFeedback
    ) -> dict[str, Any]:
        """Run: parameters, guards, layers to arrays, one call into the linking, arrays to outputs."""
        # the provider has to load where shapely is missing, so what needs it comes in here
        from grid_manager_plugin.algorithms.summary_run import run

        return run_guarded(run, Values(self, parameters, context), feedback)
