"""What can be known to be wrong with the values of ``assigngridcodes`` before it runs.

Apart from the algorithm's own module, because that one has to load where shapely is missing.
"""

from __future__ import annotations

from grid_manager_plugin.algorithms.values import Values
from grid_manager_plugin.layers.retired import check_register_place


def check_code_values(values: Values) -> None:
    """See that day, fields and register can be used.

    Raises:
        InputError: A value cannot be used; the message names the parameter.
        OutputError: The place of the register is no register, and would be destroyed.
    """
    values.day("DATE")
    values.field_of("PREVIOUS_CODE", "PREVIOUS")
    check_register_place("RETIRED", values.parameters, values.context)
