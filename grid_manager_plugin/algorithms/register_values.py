"""What ``linkregister`` can be asked for: which parameters need which others."""

from __future__ import annotations

from grid_manager_plugin.algorithms.values import Values
from grid_manager_plugin.errors import InputError
from grid_manager_plugin.layers.destinations import destination_text
from grid_manager_plugin.rules.messages import QT_TRANSLATE_NOOP, Message

NEEDED = {
    "HOUSEHOLDS": ("HOUSEHOLD_ID", "HOUSEHOLD_HOUSE"),
    "PEOPLE": ("HOUSEHOLDS", "PERSON_ID", "PERSON_HOUSEHOLD"),
}
"""What an input needs where it is given."""

OUTPUTS = {"HOUSEHOLDS_OUTPUT": "HOUSEHOLDS", "PEOPLE_OUTPUT": "PEOPLE"}
"""The input that an output needs where it is asked for."""


def check_register_values(values: Values) -> None:
    """See that nothing is missing; runs do it too: models do not check values.

    Raises:
        InputError: A parameter is given without another that it needs, or a distance is none; the message names them.
    """
    values.amount("MAX_DISTANCE")
    pairs = [(name, other) for name, others in NEEDED.items() if not values.is_empty(name) for other in others]
    for name, other in OUTPUTS.items():
        if destination_text(name, values.parameters, values.context):
            pairs.append((name, other))
    for name, other in pairs:
        if values.is_empty(other):
            raise InputError(Message(_NEEDED, {"parameter": name, "needed": other}))


_NEEDED = QT_TRANSLATE_NOOP(
    "Linking", "{parameter} is given, but not {needed}, which it needs. Give both, or leave {parameter} empty."
)
