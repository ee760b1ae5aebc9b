"""Points of several layers counted by grid and by class."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

import numpy as np
from qgis.core import QgsFeatureRequest, QgsProcessingContext, QgsProcessingFeatureSource, QgsVectorLayer

from grid_manager_plugin.layers.link_grids import LinkGrids
from grid_manager_plugin.layers.point_link import LinkFields, PointLink
from grid_manager_plugin.layers.point_places import look_over
from grid_manager_plugin.layers.points import PointLayer
from grid_manager_plugin.layers.source import LayerSource, whole_file
from grid_manager_plugin.linking.link import Linker, LinkSettings
from grid_manager_plugin.rules.messages import QT_TRANSLATE_NOOP, Message

MOST_CLASSES = 500
"""A field with more different values is no class."""


@dataclass(frozen=True)
class Counted:
    """The points of one layer.

    Attributes:
        layer: Its name.
        points: So many points.
        linked: Those of them that have a grid.
        by_grid: Points of each feature of the grids' layer, shape (g,).
        by_class: The same by class, in the order of the classes; empty where the layer has none.
        notes: What there is to tell about the layer.
    """

    layer: str
    points: int
    linked: int
    by_grid: np.ndarray
    by_class: dict[str, np.ndarray]
    notes: tuple[Message, ...]


def source_of_layer(layer: QgsVectorLayer, parameter: str, context: QgsProcessingContext) -> LayerSource:
    """Return a layer of a list of layers as an input of the run."""
    features = QgsProcessingFeatureSource(layer, context)
    no_check = QgsFeatureRequest.InvalidGeometryCheck.GeometryNoCheck
    return LayerSource(parameter, features, layer, whole_file(layer), no_check)


def class_field(source: LayerSource, names: list[str]) -> str:
    """Return the first of some fields that a layer has, whatever its case; empty where it has none."""
    present = {field.name().lower(): field.name() for field in source.features.fields()}
    return next((present[name.lower()] for name in names if name.lower() in present), "")


def counted(
    source: LayerSource, names: list[str], grids: LinkGrids, max_distance: float, alive: Callable[[], None]
) -> Counted:
    """Link the points of a layer and count them.

    Args:
        source: The layer.
        names: Fields that may tell a point's class, the first that there is counts.
        grids: The grids.
        max_distance: Metres up to which a point outside belongs to the nearest grid.
        alive: Called now and then; raises to cancel.

    Raises:
        InputError: It is no layer of points; or a feature is several points that lie apart.
        CrsError: Its coordinate system or coordinates cannot be used.
    """
    points, field = PointLayer(source, alive), class_field(source, names)
    places = look_over(points, grids, lambda done: alive(), nearest=max_distance > 0)
    fields = LinkFields(others=(field,) if field else ())
    link = PointLink(points, places, Linker(grids.indexed, LinkSettings(max_distance)), fields)
    classes: dict[str, int] = {}
    tally = np.zeros((0, len(grids.fid)), dtype=np.int64)
    for piece in link.pieces(with_features=False):
        alive()
        found = piece.linked.assignment
        if not field or len(classes) > MOST_CLASSES:
            continue
        texts = piece.points.columns[field].texts()
        number = np.array([classes.setdefault(text, len(classes)) for text in texts], dtype=np.int64)
        if len(classes) > MOST_CLASSES:
            continue
        more = np.zeros((len(classes) - len(tally), len(grids.fid)), dtype=np.int64)
        tally = np.concatenate([tally, more])
        at = found.linked
        key = number[at] * len(grids.fid) + found.grid_index[at]
        tally += np.bincount(key, minlength=tally.size).reshape(tally.shape)
    summary = link.linker.summary()
    numbers, notes = summary.numbers(), (*places.notes, *link.notes())
    if len(classes) > MOST_CLASSES:
        values = {"layer": source.name, "field": field, "most": MOST_CLASSES}
        classes, notes = {}, (*notes, Message(_NO_CLASSES, values))
    by_class = {text: tally[classes[text]] for text in sorted(classes)}
    return Counted(source.name, numbers["POINTS"], numbers["LINKED"], summary.points_of_grid, by_class, notes)


_NO_CLASSES = QT_TRANSLATE_NOOP(
    "Summary",
    "LAYERS: the field “{field}” of {layer} has more than {most} different values, so it is taken for no class. Name "
    "another one in CLASS_FIELD.",
)
