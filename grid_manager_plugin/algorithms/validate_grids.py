"""Processing algorithm ``validategrids``: do the grids tile their communities?"""

from __future__ import annotations

from typing import Any

from qgis.core import QgsProcessingContext, QgsProcessingFeedback

from grid_manager_plugin.algorithms.base import GridManagerAlgorithm
from grid_manager_plugin.algorithms.coverage_algorithm import check_coverage_values, run_coverage
from grid_manager_plugin.algorithms.coverage_parameters import CoverageParameters
from grid_manager_plugin.algorithms.guarded import check_guarded
from grid_manager_plugin.algorithms.values import Values


class ValidateGridsAlgorithm(GridManagerAlgorithm):
    """Checks grids against their communities, the limits and the codes."""

    def name(self) -> str:
        """Return the id that scripts use; it never changes."""
        return "validategrids"

    def displayName(self) -> str:
        """Return the name for people."""
        return self.tr("Validate grids")

    def group(self) -> str:
        """Return the group that the algorithm stands in."""
        return self.tr("Coverage")

    def groupId(self) -> str:
        """Return the group's id."""
        return "coverage"

    def tags(self) -> list[str]:
        """Return words that the toolbox finds the algorithm by."""
        return self.tr("grid,community,coverage,topology,gap,overlap,sliver,check,quality,code").split(",")

    def shortHelpString(self) -> str:
        """Return the help of the algorithm as a whole."""
        return self.tr(
            "Checks that grids tile their communities: no gap, no overlap, no spill over a community's edge; that each "
            "community has its number of grids, each grid in one piece and within the limits; and that codes are "
            "there, well formed and given once.\n\n"
            "Every finding is one feature: the gap, overlap or spill itself, or the grid or community that a rule is "
            "about, with a message that says what is wrong. Errors have to be mended; warnings are slivers, and "
            "borders that do not match vertex for vertex. Set “accepted” to true (and write a note) where a finding "
            "shall stay as it is, and give the layer as ACCEPTED to the next run.\n\n"
            "Ground outside every community, such as an enclave, is no gap. Invalid geometries are told and checked as "
            "made valid. Areas are square metres on the ellipsoid, whatever the coordinate system.\n\n"
            "“Repair grids” mends what can be mended safely."
        )

    def initAlgorithm(self, configuration: dict[str, Any] | None = None) -> None:
        """Declare parameters and outputs."""
        definitions = CoverageParameters()
        for parameter in (*definitions.inputs(), *definitions.thresholds(), *definitions.check_outputs()):
            self.addParameter(parameter)
        for number in definitions.check_numbers():
            self.addOutput(number)

    def checkParameterValues(self, parameters: dict[str, Any], context: QgsProcessingContext) -> tuple[bool, str]:
        """Tell what can be known to be wrong before the run, with the parameter's name."""
        fine, message = super().checkParameterValues(parameters, context)
        return check_guarded(Values(self, parameters, context), check_coverage_values) if fine else (False, message)

    def processAlgorithm(
        self, parameters: dict[str, Any], context: QgsProcessingContext, feedback: QgsProcessingFeedback
    ) -> dict[str, Any]:
        """Run: parameters, guards, layers to arrays, one call into the check, arrays to outputs."""
        # the provider has to load where shapely is missing, so what needs it comes in here
        from grid_manager_plugin.algorithms.validate_run import run

        return run_coverage(run, Values(self, parameters, context), feedback)
