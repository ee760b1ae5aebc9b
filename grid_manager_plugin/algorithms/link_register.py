"""Processing algorithm ``linkregister``: people -> household -> house -> grid, and where the chain breaks."""

from __future__ import annotations

from typing import Any

from qgis.core import QgsProcessingContext, QgsProcessingFeedback

from grid_manager_plugin.algorithms.base import GridManagerAlgorithm
from grid_manager_plugin.algorithms.guarded import check_guarded, run_guarded
from grid_manager_plugin.algorithms.register_parameters import RegisterParameters
from grid_manager_plugin.algorithms.register_values import check_register_values
from grid_manager_plugin.algorithms.values import Values


class LinkRegisterAlgorithm(GridManagerAlgorithm):
    """Links a register of people and households to grids."""

    def name(self) -> str:
        """Return the id that scripts use; it never changes."""
        return "linkregister"

    def displayName(self) -> str:
        """Return the name for people."""
        return self.tr("Link people and households to grids")

    def group(self) -> str:
        """Return the group that the algorithm stands in."""
        return self.tr("Linking")

    def groupId(self) -> str:
        """Return the group's id."""
        return "linking"

    def tags(self) -> list[str]:
        """Return words that the toolbox finds the algorithm by."""
        return self.tr("grid,people,person,household,house,register,population,join,link,chain,id,code").split(",")

    def shortHelpString(self) -> str:
        """Return the help of the algorithm as a whole."""
        return self.tr(
            "Gives people and households their grid: a person names a household, a household names a house, and the "
            "house lies in a grid. Houses are linked to grids as by “Link survey points to grids”.\n\n"
            "Every record is counted: those with a grid and those without are all records. Where a chain breaks, the "
            "table of breaks says at which record, why and where: a house outside all grids, an id that nobody has, an "
            "empty one, an id that stands for houses in different grids. Whoever depends on a broken record has a row "
            "too.\n\n"
            "An id that several records have is told, for each after the first; it breaks no chain as long as all of "
            "them lie in the same grid. A record without an id, or with one that another has, is linked all the "
            "same.\n\n"
            "The answer does not depend on the order of the records. Ids are compared as text: blanks around them do "
            "not count, and a number field's 35.0 is 35."
        )

    def initAlgorithm(self, configuration: dict[str, Any] | None = None) -> None:
        """Declare parameters and outputs."""
        definitions = RegisterParameters()
        for parameter in definitions.parameters():
            self.addParameter(parameter)
        for number in definitions.numbers():
            self.addOutput(number)

    def checkParameterValues(self, parameters: dict[str, Any], context: QgsProcessingContext) -> tuple[bool, str]:
        """Tell what can be known to be wrong before the run, with the parameter's name."""
        fine, message = super().checkParameterValues(parameters, context)
        values = Values(self, parameters, context)
        return check_guarded(values, check_register_values) if fine else (False, message)

    def processAlgorithm(
        self, parameters: dict[str, Any], context: QgsProcessingContext, feedback: QgsProcessingFeedback
    ) -> dict[str, Any]:
        """Run: parameters, guards, layers to arrays, one call into the linking, arrays to outputs."""
        # the provider has to load where shapely is missing, so what needs it comes in here
        from grid_manager_plugin.algorithms.register_run import run

        return run_guarded(run, Values(self, parameters, context), feedback)
