"""Processing algorithm ``splitcommunities``: a city's communities become grids."""

from __future__ import annotations

import math
from typing import TYPE_CHECKING, Any

from qgis.core import QgsProcessingContext, QgsProcessingException, QgsProcessingFeedback

from grid_manager_plugin.algorithms.base import GridManagerAlgorithm, missing_libraries
from grid_manager_plugin.algorithms.split_layers import PLACES
from grid_manager_plugin.algorithms.split_parameters import EFFORTS, SplitParameters
from grid_manager_plugin.algorithms.values import Values
from grid_manager_plugin.errors import Cancelled, GridManagerError, InputError, LimitsError, OutputError
from grid_manager_plugin.layers.messages import tr_error

if TYPE_CHECKING:
    from grid_manager_plugin.algorithms.split_city import SplitRequest


class SplitCommunitiesAlgorithm(GridManagerAlgorithm):
    """Divides each community into grids that hold limits on population and area."""

    def name(self) -> str:
        """Return the id that scripts use; it never changes."""
        return "splitcommunities"

    def displayName(self) -> str:
        """Return the name for people."""
        return self.tr("Split communities into grids")

    def group(self) -> str:
        """Return the group that the algorithm stands in."""
        return self.tr("Division")

    def groupId(self) -> str:
        """Return the group's id."""
        return "division"

    def tags(self) -> list[str]:
        """Return words that the toolbox finds the algorithm by."""
        return self.tr("grid,community,district,partition,population,balance,zoning,contiguous").split(",")

    def shortHelpString(self) -> str:
        """Return the help of the algorithm as a whole."""
        return self.tr(
            "Divides each community into grids (2 to 5, or as set). Every limit holds for every grid: population, "
            "area, and both at once. Grids stay in one piece, together they are the community, vertex for vertex, and "
            "the new borders are as short as can be found.\n\n"
            "Grids are put together from blocks where these are given. Without blocks new borders follow barriers "
            "(streets, railways, rivers) as far as the limits allow, run straight where there are none, and cut no "
            "polygon that shall be kept whole.\n\n"
            "Where no division holds the limits, the community stays whole in the output, with grid number 0, and its "
            "row in the status says which limit binds, with the figures, and the smallest change that would help. One "
            "bad community never ends the run.\n\n"
            "Populations are people, areas square metres and lengths metres on the ellipsoid, whatever the coordinate "
            "system. The same input and seed give the same grids."
        )

    def initAlgorithm(self, configuration: dict[str, Any] | None = None) -> None:
        """Declare parameters and outputs."""
        definitions = SplitParameters()
        for parameter in definitions.parameters():
            self.addParameter(parameter)
        for number in definitions.numbers():
            self.addOutput(number)

    def checkParameterValues(self, parameters: dict[str, Any], context: QgsProcessingContext) -> tuple[bool, str]:
        """Tell what can be known to be wrong before the run, with the parameter's name."""
        fine, message = super().checkParameterValues(parameters, context)
        if not fine:
            return False, message
        try:
            self._check_values(parameters, context)
            if not missing_libraries():  # else canExecute says so
                from grid_manager_plugin.algorithms.running import check_layers

                check_layers(self, parameters, context)
        except (InputError, OutputError) as error:
            return False, tr_error(error)
        return True, ""

    def processAlgorithm(
        self, parameters: dict[str, Any], context: QgsProcessingContext, feedback: QgsProcessingFeedback
    ) -> dict[str, Any]:
        """Run: parameters, guards, layers to arrays, one call into the division, arrays to outputs."""
        # the provider has to load where shapely is missing, so what needs it comes in here
        from grid_manager_plugin.algorithms.split_run import run

        try:
            results = run(self, self._request(parameters, context), parameters, context, feedback)
        except Cancelled as error:
            raise QgsProcessingException(self.tr("The run was cancelled; no output was kept.")) from error
        except GridManagerError as error:
            raise QgsProcessingException(tr_error(error)) from error
        unsolved = results["INFEASIBLE"] + results["FAILED"]
        if unsolved and self.parameterAsBool(parameters, "FAIL_ON_UNSOLVED", context):
            text = self.tr("{unsolved} of {communities} communities could not be divided. The outputs were written.")
            raise QgsProcessingException(text.format(unsolved=unsolved, communities=results["COMMUNITIES"]))
        return results

    def _request(self, parameters: dict[str, Any], context: QgsProcessingContext) -> SplitRequest:
        from grid_manager_plugin.algorithms.split_city import SplitRequest
        from grid_manager_plugin.division.community import DivisionSettings
        from grid_manager_plugin.division.faces.faces import FaceSettings
        from grid_manager_plugin.layers.blocks import BlockFields
        from grid_manager_plugin.layers.communities import CommunityFields
        from grid_manager_plugin.layers.lines import BarrierFields
        from grid_manager_plugin.rules.codes import Scheme

        values = Values(self, parameters, context)
        text = values.text
        return SplitRequest(
            community_fields=CommunityFields(
                id=text("COMMUNITY_ID"),
                name=text("COMMUNITY_NAME"),
                code=text("COMMUNITY_CODE"),
                grids=text("GRIDS_FIELD"),
            ),
            block_fields=BlockFields(population=text("POPULATION_FIELD"), community=text("BLOCK_COMMUNITY")),
            barrier_fields=BarrierFields(
                factor=text("BARRIER_FACTOR"),
                hard=text("BARRIER_HARD"),
                profile=self.parameterAsFile(parameters, "BARRIER_PROFILE", context),
            ),
            dedicated_field=text("KEEP_WHOLE_DEDICATED"),
            community_population=text("COMMUNITY_POPULATION"),
            population_layer_field=text("POPULATION_LAYER_FIELD"),
            settings=DivisionSettings(
                limits=values.limits(),
                target_population=values.number("TARGET_POPULATION"),
                allow_whole=values.truth("ALLOW_WHOLE"),
                allow_relaxed=values.truth("ALLOW_RELAXED"),
                scheme=Scheme(values.choice("CODE_SCHEME", len(Scheme))),
                seed=values.whole("SEED"),
                effort=EFFORTS[values.choice("EFFORT", len(EFFORTS))],
                faces=FaceSettings(
                    extend=self.parameterAsDouble(parameters, "BARRIER_EXTEND", context),
                    smallest=self.parameterAsDouble(parameters, "MIN_FACE_AREA", context),
                ),
                move_cost=self.parameterAsDouble(parameters, "MOVE_COST", context),
            ),
            workers=values.whole("WORKERS"),
            scheduler=text("SCHEDULER").strip(),
        )

    def _check_values(self, parameters: dict[str, Any], context: QgsProcessingContext) -> None:
        values = Values(self, parameters, context)
        limits = values.limits()
        target = values.number("TARGET_POPULATION")
        if target is not None and not 0 < target < math.inf:
            text = self.tr("TARGET_POPULATION is {value}; it must be a number above 0.")
            raise LimitsError(text.format(value=target), "TARGET_POPULATION")
        for name in ("SEED", "WORKERS"):
            values.whole(name)
        for name in ("BARRIER_EXTEND", "MIN_FACE_AREA", "MOVE_COST"):
            values.amount(name)
        of_people = (*limits.population, limits.population_tolerance, target)
        self._check_people(values, any(bound is not None for bound in of_people))
        self._check_fields(values)

    def _check_people(self, values: Values, needed: bool) -> None:
        """See that one source of people is given at most, and one where limits are on people."""
        given = [name for name in PLACES if not values.is_empty(name)]
        totals = [name for name in ("POPULATION_FIELD", "COMMUNITY_POPULATION") if not values.is_empty(name)]
        of_blocks = not values.is_empty("BLOCKS") and "POPULATION_FIELD" in totals
        clash = given if len(given) > 1 else totals if len(totals) > 1 else []
        if of_blocks and given:
            clash = ["POPULATION_FIELD", *given]
        if clash:
            text = self.tr(
                "{first} and {second} are both given; people can come from one of them only. Leave one empty."
            )
            raise InputError(text.format(first=clash[0], second=clash[1]))
        if needed and not given and not totals:
            text = self.tr(
                "Limits on population and TARGET_POPULATION need to know where people are: give POPULATION_FIELD, "
                "COMMUNITY_POPULATION, POPULATION_LAYER or POPULATION_RASTER."
            )
            raise InputError(text)

    def _check_fields(self, values: Values) -> None:
        """See that no field is given without the layer that it is a field of."""
        for name, layer in _FIELDS_OF.items():
            if not values.is_empty(name) and values.is_empty(layer):
                text = self.tr("{field} is given without {layer}, the layer that it is a field of.")
                raise InputError(text.format(field=name, layer=layer))


_FIELDS_OF = {
    "BLOCK_COMMUNITY": "BLOCKS",
    "BARRIER_FACTOR": "BARRIERS",
    "BARRIER_HARD": "BARRIERS",
    "BARRIER_PROFILE": "BARRIERS",
    "KEEP_WHOLE_DEDICATED": "KEEP_WHOLE",
    "POPULATION_LAYER_FIELD": "POPULATION_LAYER",
}
"""Parameters that mean nothing without a layer, and the layer's."""
