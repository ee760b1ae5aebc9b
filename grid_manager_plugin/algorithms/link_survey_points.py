"""Processing algorithm ``linksurveypoints``: one point, one grid, and the rule by which."""

from __future__ import annotations

from functools import partial
from typing import Any

from qgis.core import QgsProcessingContext, QgsProcessingFeedback

from grid_manager_plugin.algorithms.base import GridManagerAlgorithm
from grid_manager_plugin.algorithms.guarded import check_guarded, run_guarded
from grid_manager_plugin.algorithms.link_parameters import LinkParameters
from grid_manager_plugin.algorithms.values import Values


class LinkSurveyPointsAlgorithm(GridManagerAlgorithm):
    """Links points to grids."""

    def name(self) -> str:
        """Return the id that scripts use; it never changes."""
        return "linksurveypoints"

    def displayName(self) -> str:
        """Return the name for people."""
        return self.tr("Link survey points to grids")

    def group(self) -> str:
        """Return the group that the algorithm stands in."""
        return self.tr("Linking")

    def groupId(self) -> str:
        """Return the group's id."""
        return "linking"

    def tags(self) -> list[str]:
        """Return words that the toolbox finds the algorithm by."""
        return self.tr("grid,point,survey,component,join,spatial join,nearest,assign,code").split(",")

    def shortHelpString(self) -> str:
        """Return the help of the algorithm as a whole."""
        return self.tr(
            "Gives each point exactly one grid and says by which rule. A point inside a grid belongs to it. On a "
            "border, on a corner or where grids overlap it belongs to the grid with the lowest code of those that it "
            "touches. Outside all grids it belongs to the nearest one within the largest distance; of grids that are "
            "equally far (to 1 mm) to that with the lowest code. Codes are compared as text.\n\n"
            "Every point is counted: linked points and points without a grid are all points. Those without a grid come "
            "with the reason, the nearest grid and the distance. Where surveyors typed a code, points that lie in "
            "another grid are listed, with the distance to the grid that was typed.\n\n"
            "The answer does not depend on the order of the features nor on the coordinate systems of the layers. "
            "Distances are metres on the ellipsoid."
        )

    def initAlgorithm(self, configuration: dict[str, Any] | None = None) -> None:
        """Declare parameters and outputs."""
        definitions = LinkParameters()
        for parameter in definitions.parameters():
            self.addParameter(parameter)
        for number in definitions.numbers():
            self.addOutput(number)

    def checkParameterValues(self, parameters: dict[str, Any], context: QgsProcessingContext) -> tuple[bool, str]:
        """Tell what can be known to be wrong before the run, with the parameter's name."""
        fine, message = super().checkParameterValues(parameters, context)
        values = Values(self, parameters, context)
        return check_guarded(values, partial(Values.amount, name="MAX_DISTANCE")) if fine else (False, message)

    def processAlgorithm(
        self, parameters: dict[str, Any], context: QgsProcessingContext, feedback: QgsProcessingFeedback
    ) -> dict[str, Any]:
        """Run: parameters, guards, layers to arrays, one call into the linking, arrays to outputs."""
        # the provider has to load where shapely is missing, so what needs it comes in here
        from grid_manager_plugin.algorithms.link_run import run

        return run_guarded(run, Values(self, parameters, context), feedback)
