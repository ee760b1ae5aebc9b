"""What the rooms log reaches the user of a run, and only while it lasts."""

from __future__ import annotations

import logging

from qgis.core import QgsProcessingFeedback

from grid_manager_plugin.layers.log import told_to


class Told(QgsProcessingFeedback):
    """Remembers warnings."""

    def __init__(self) -> None:
        super().__init__(False)
        self.warned: list[str] = []

    def pushWarning(self, warning: str) -> None:  # noqa: N802 - QGIS calls it
        self.warned.append(warning)


def test_warnings_are_told_with_their_cause_while_the_run_lasts() -> None:
    feedback, log = Told(), logging.getLogger("grid_manager_plugin.division.city")
    with told_to(feedback):
        try:
            raise OSError("a worker was killed")
        except OSError:
            log.warning("The rest goes on in one process.", exc_info=True)
        log.debug("nobody needs this")
    log.debug("nor this")
    assert len(feedback.warned) == 1
    assert "one process" in feedback.warned[0]
    assert "OSError: a worker was killed" in feedback.warned[0]
