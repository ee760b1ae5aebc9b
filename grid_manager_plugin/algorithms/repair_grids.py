"""Processing algorithm ``repairgrids``: what can be mended safely is mended."""

from __future__ import annotations

from functools import partial
from typing import Any

from qgis.core import QgsProcessingContext, QgsProcessingFeedback

from grid_manager_plugin.algorithms.base import GridManagerAlgorithm
from grid_manager_plugin.algorithms.coverage_algorithm import AMOUNTS, check_coverage_values, run_coverage
from grid_manager_plugin.algorithms.coverage_parameters import CoverageParameters
from grid_manager_plugin.algorithms.guarded import check_guarded
from grid_manager_plugin.algorithms.values import Values

REPAIR_AMOUNTS = ("MAX_GAP_AREA", "MAX_OVERLAP_AREA", "MAX_SPILL_AREA", "SNAP_TOLERANCE")
"""Parameters of a repair that are numbers of 0 or more."""


class RepairGridsAlgorithm(GridManagerAlgorithm):
    """Closes gaps, resolves overlaps and cuts spills up to a size; no community's edge moves."""

    def name(self) -> str:
        """Return the id that scripts use; it never changes."""
        return "repairgrids"

    def displayName(self) -> str:
        """Return the name for people."""
        return self.tr("Repair grids")

    def group(self) -> str:
        """Return the group that the algorithm stands in."""
        return self.tr("Coverage")

    def groupId(self) -> str:
        """Return the group's id."""
        return "coverage"

    def tags(self) -> list[str]:
        """Return words that the toolbox finds the algorithm by."""
        return self.tr("grid,community,coverage,topology,gap,overlap,sliver,snap,clean,fix").split(",")

    def shortHelpString(self) -> str:
        """Return the help of the algorithm as a whole."""
        return self.tr(
            "Closes gaps, resolves overlaps, cuts spills at the community's edge, and gives neighbours the same "
            "vertices, each up to a size. The communities' edges never move, and neither does a locked grid.\n\n"
            "A gap goes to the neighbour with the longest shared border that is not locked. Of an overlap the locked "
            "grid keeps it, else the one that leaves the grids most compact. No grid is emptied, and none falls into "
            "parts. Larger pieces are left for a person; so are findings about numbers, limits and codes, and those "
            "that were accepted.\n\n"
            "The check of “Validate grids” runs on the result: what would bring a finding that was not there before "
            "is left as it was. A valid plan comes back unchanged, and a second run changes nothing.\n\n"
            "An invalid grid is made valid where that changes its area by at most 1 %, else it stays as it is. Fields "
            "are left as they are; figures such as an area in them are not brought up to date."
        )

    def initAlgorithm(self, configuration: dict[str, Any] | None = None) -> None:
        """Declare parameters and outputs."""
        made = CoverageParameters()
        for parameter in (*made.inputs(), *made.repair_inputs(), *made.thresholds(), *made.repair_outputs()):
            self.addParameter(parameter)
        for number in made.repair_numbers():
            self.addOutput(number)

    def checkParameterValues(self, parameters: dict[str, Any], context: QgsProcessingContext) -> tuple[bool, str]:
        """Tell what can be known to be wrong before the run, with the parameter's name."""
        fine, message = super().checkParameterValues(parameters, context)
        values = Values(self, parameters, context)
        check = partial(check_coverage_values, amounts=(*AMOUNTS, *REPAIR_AMOUNTS))
        return check_guarded(values, check) if fine else (False, message)

    def processAlgorithm(
        self, parameters: dict[str, Any], context: QgsProcessingContext, feedback: QgsProcessingFeedback
    ) -> dict[str, Any]:
        """Run: parameters, guards, layers to arrays, one call into the repair, arrays to outputs."""
        # the provider has to load where shapely is missing, so what needs it comes in here
        from grid_manager_plugin.algorithms.repair_run import run

        return run_coverage(run, Values(self, parameters, context), feedback)
