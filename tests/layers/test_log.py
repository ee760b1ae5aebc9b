"""What the rooms log reaches the user of a run, and only while it lasts."""

from __future__ import annotations

import logging

import pytest
from qgis.core import QgsProcessingFeedback

from grid_manager_plugin.layers import log as layers_log
from grid_manager_plugin.layers.log import told_to
from grid_manager_plugin.rules.messages import Message


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


def test_a_message_is_told_in_the_users_language_and_logged_in_english(
    monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    monkeypatch.setattr(layers_log, "tr_message", lambda message: f"译：{message}")
    feedback, log = Told(), logging.getLogger("grid_manager_plugin.division.plan")
    with told_to(feedback):
        log.warning(Message("Community {community_id} is 100 % odd", {"community_id": "乙"}))
    assert feedback.warned == ["译：Community 乙 is 100 % odd"]
    assert caplog.messages == ["Community 乙 is 100 % odd"]
