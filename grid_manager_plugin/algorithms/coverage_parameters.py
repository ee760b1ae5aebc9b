"""Parameters and outputs of ``validategrids`` and ``repairgrids``: names, types, defaults, labels, help.

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
    QgsProcessingParameterFeatureSource,
)
from qgis.PyQt.QtCore import QCoreApplication

from grid_manager_plugin.algorithms.common_parameters import CommonParameters
from grid_manager_plugin.algorithms.definitions import (
    NUMBER_FIELD,
    POINTS_OR_POLYGONS,
    POLYGONS,
    field,
    figure,
    helped,
    optional_layer,
    rare,
)

KINDS = (
    "gap",
    "overlap",
    "spill",
    "uncovered_community",
    "orphan_grid",
    "wrong_community",
    "detached",
    "invalid_geometry",
    "empty_geometry",
    "duplicate_geometry",
    "grid_count",
    "population",
    "area",
    "code_missing",
    "code_format",
    "code_prefix",
    "code_duplicate",
    "edge_mismatch",
)
"""Kinds of findings in the order of the options of CHECKS; here as text, because this loads without shapely."""


class CoverageParameters:
    """Makes the definitions; a class, because translators find its texts under the class's name."""

    def tr(self, text: str) -> str:
        """Return the text in the user's language."""
        return QCoreApplication.translate("CoverageParameters", text)

    def inputs(self) -> list[QgsProcessingParameterDefinition]:
        """Return fresh definitions of grids, communities, limits and codes."""
        common = CommonParameters()
        scheme_help = self.tr(
            "What grid codes have to look like, and that they start with the community's code. Without it they only "
            "have to be there, each once."
        )
        return [*self._grids(), *self._communities(), *common.limits(), common.code_scheme(None, scheme_help)]

    def thresholds(self) -> list[QgsProcessingParameterDefinition]:
        """Return fresh definitions of what is too small to matter, of what a person accepted, and of the checks."""
        return [
            rare(
                figure("IGNORE_BELOW", self.tr("Ignore gaps, overlaps and spills below (m²)"), 0.01),
                self.tr(
                    "Float noise of coordinates. Each connected piece counts by itself; one of just this size is told."
                ),
            ),
            rare(
                figure("SLIVER_BELOW", self.tr("Warn only of gaps, overlaps and spills below (m²)"), 1.0),
                self.tr("Slivers: such a piece is a warning, one of this size or larger an error."),
            ),
            helped(
                QgsProcessingParameterFeatureSource(
                    "ACCEPTED", self.tr("Findings of an earlier run that were accepted"), POLYGONS, optional=True
                ),
                self.tr(
                    "The findings as an earlier run wrote them, with “accepted” set to true by a person. A finding of "
                    "the same kind, ids and place is marked as accepted, with the note, and not counted."
                ),
            ),
            rare(
                QgsProcessingParameterEnum(
                    "CHECKS", self.tr("What to check"), self._checks(), allowMultiple=True, defaultValue=self._all()
                ),
                self.tr(
                    "Kinds of findings. All of them, unless some are left out; a repair mends and tells the chosen "
                    "ones only."
                ),
            ),
        ]

    def check_outputs(self) -> list[QgsProcessingParameterDefinition]:
        """Return fresh definitions of the outputs of ``validategrids``."""
        polygon, line = QgsProcessing.SourceType.TypeVectorPolygon, QgsProcessing.SourceType.TypeVectorLine
        return [
            self._fail_on_error(),
            helped(
                QgsProcessingParameterFeatureSink("OUTPUT", self.tr("Findings"), polygon),
                self.tr("One feature a finding: the place itself, or the grid or community that a rule is about."),
            ),
            helped(
                optional_layer("EDGES", self.tr("Borders that do not match"), line),
                self.tr("Where two grids do not share their border vertex for vertex though no area is lost."),
            ),
            helped(
                optional_layer("STATUS", self.tr("Status of the communities"), QgsProcessing.SourceType.TypeVector),
                self.tr("One row a community: valid or not, and its gaps, overlaps, spills, errors and warnings."),
            ),
            *CommonParameters().pages(),
        ]

    def check_numbers(self) -> list[QgsProcessingOutputNumber]:
        """Return fresh definitions of the numbers that ``validategrids`` returns."""
        return [
            QgsProcessingOutputNumber("ERRORS", self.tr("Errors")),
            QgsProcessingOutputNumber("WARNINGS", self.tr("Warnings")),
            QgsProcessingOutputNumber("ACCEPTED_COUNT", self.tr("Accepted findings")),
            QgsProcessingOutputNumber("COMMUNITIES_VALID", self.tr("Communities without errors")),
            QgsProcessingOutputNumber("COMMUNITIES_INVALID", self.tr("Communities with errors")),
            QgsProcessingOutputNumber("GAP_M2", self.tr("Gaps (m²)")),
            QgsProcessingOutputNumber("OVERLAP_M2", self.tr("Overlaps (m²)")),
            QgsProcessingOutputNumber("SPILL_M2", self.tr("Spills (m²)")),
        ]

    def repair_inputs(self) -> list[QgsProcessingParameterDefinition]:
        """Return fresh definitions of how far a repair goes."""
        amount_help = self.tr("A larger one is left for a person. Each connected piece counts by itself.")
        return [
            helped(figure("MAX_GAP_AREA", self.tr("Largest gap to close (m²)"), 100.0), amount_help),
            helped(figure("MAX_OVERLAP_AREA", self.tr("Largest overlap to resolve (m²)"), 100.0), amount_help),
            helped(figure("MAX_SPILL_AREA", self.tr("Largest spill to cut (m²)"), 100.0), amount_help),
            helped(
                figure("SNAP_TOLERANCE", self.tr("Width up to which borders are snapped together (m)"), 0.05),
                self.tr(
                    "Slivers not wider than this are mended however long they are, beyond the largest areas too. Their "
                    "width is twice the area divided by the perimeter."
                ),
            ),
            helped(
                field("LOCKED", self.tr("Field of the grids that are locked"), "INPUT"),
                self.tr("Where it is true, the grid's ground does not change."),
            ),
            helped(
                QgsProcessingParameterFeatureSource(
                    "POPULATION_LAYER",
                    self.tr("Points or polygons with people, to count those on moved ground"),
                    POINTS_OR_POLYGONS,
                    optional=True,
                ),
                self.tr("In any coordinate system. Without it nobody tells how many people a moved piece has."),
            ),
            helped(
                field(
                    "POPULATION_LAYER_FIELD",
                    self.tr("Field of that layer with the population (people)"),
                    "POPULATION_LAYER",
                    NUMBER_FIELD,
                ),
                self.tr("People of each point or polygon. Without it each point counts one; polygons need it."),
            ),
        ]

    def repair_outputs(self) -> list[QgsProcessingParameterDefinition]:
        """Return fresh definitions of the outputs of ``repairgrids``."""
        polygon = QgsProcessing.SourceType.TypeVectorPolygon
        return [
            self._fail_on_error(),
            helped(
                QgsProcessingParameterFeatureSink("OUTPUT", self.tr("Repaired grids"), polygon),
                self.tr(
                    "All grids with their fields, in their order. What needed no repair is as it was; heights of grids "
                    "that changed are 0."
                ),
            ),
            helped(
                optional_layer("CHANGES", self.tr("Pieces of ground that were moved"), polygon),
                self.tr("One feature a piece: what it was, the grid that lost it, the grid that has it now."),
            ),
            helped(
                optional_layer("REMAINING", self.tr("Findings that are left"), polygon),
                self.tr("As “Validate grids” finds them in the result, with the reason why each is left."),
            ),
            *CommonParameters().pages(),
        ]

    def repair_numbers(self) -> list[QgsProcessingOutputNumber]:
        """Return fresh definitions of the numbers that ``repairgrids`` returns."""
        return [
            QgsProcessingOutputNumber("REPAIRED", self.tr("Repairs")),
            QgsProcessingOutputNumber("LEFT", self.tr("Findings that are left")),
            QgsProcessingOutputNumber("AREA_MOVED_M2", self.tr("Ground that was moved (m²)")),
            QgsProcessingOutputNumber("NODED", self.tr("Grids whose vertices alone changed")),
        ]

    def _fail_on_error(self) -> QgsProcessingParameterDefinition:
        return rare(
            QgsProcessingParameterBoolean(
                "FAIL_ON_ERROR", self.tr("End with an error if there are errors"), defaultValue=False
            ),
            self.tr("Outputs are written nevertheless. For batches, which look at the exit status."),
        )

    def _grids(self) -> list[QgsProcessingParameterDefinition]:
        return [
            helped(
                QgsProcessingParameterFeatureSource("INPUT", self.tr("Grids"), POLYGONS),
                self.tr("Polygons of the grids, in any coordinate system; the overlay is done in it."),
            ),
            helped(
                field("GRID_CODE", self.tr("Field with the grid's code"), "INPUT"),
                self.tr("Without it grids are called by their feature ids, and codes are not checked."),
            ),
            helped(
                field("GRID_COMMUNITY", self.tr("Field of the grids with the community's id"), "INPUT"),
                self.tr("Which community a grid belongs to. Without it the geometry tells: where most of it lies."),
            ),
            helped(
                field("POPULATION_FIELD", self.tr("Field with the grid's population (people)"), "INPUT", NUMBER_FIELD),
                self.tr("Limits on population need it."),
            ),
        ]

    def _communities(self) -> list[QgsProcessingParameterDefinition]:
        return [
            helped(
                QgsProcessingParameterFeatureSource("COMMUNITIES", self.tr("Communities"), POLYGONS),
                self.tr("The polygons that the grids have to tile, in any coordinate system."),
            ),
            *CommonParameters().community_fields("COMMUNITIES"),
        ]

    def _all(self) -> list[int]:
        return list(range(len(KINDS)))

    def _checks(self) -> list[str]:
        return [
            self.tr("Gaps"),
            self.tr("Overlaps"),
            self.tr("Spills over the community's edge"),
            self.tr("Communities without grids"),
            self.tr("Grids in no community"),
            self.tr("Grids in another community than they say"),
            self.tr("Grids in parts"),
            self.tr("Invalid geometries"),
            self.tr("Empty geometries"),
            self.tr("Grids with the same ground"),
            self.tr("Number of grids"),
            self.tr("Population"),
            self.tr("Area"),
            self.tr("Missing codes"),
            self.tr("Form of codes"),
            self.tr("Start of codes"),
            self.tr("Double codes"),
            self.tr("Borders that do not match"),
        ]
