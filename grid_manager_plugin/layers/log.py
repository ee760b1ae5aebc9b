"""What the rooms log, where the user of a run can read it."""

from __future__ import annotations

import logging
from collections.abc import Iterator
from contextlib import contextmanager

from qgis.core import QgsProcessingFeedback

from grid_manager_plugin.layers.messages import tr_message
from grid_manager_plugin.rules.messages import Message

ROOT = __name__.partition(".")[0]
"""Name of the logger above all of the plugin's own."""


class _Teller(logging.Handler):
    """Hands records to the feedback of a run in the user's language, with the cause where there is one."""

    def __init__(self, feedback: QgsProcessingFeedback) -> None:
        super().__init__(logging.WARNING)
        self._feedback = feedback

    def emit(self, record: logging.LogRecord) -> None:
        """Tell one record; others that hear it too keep its English text."""
        if isinstance(record.msg, Message):
            record = logging.makeLogRecord({**record.__dict__, "msg": tr_message(record.msg)})
        self._feedback.pushWarning(self.format(record))


@contextmanager
def told_to(feedback: QgsProcessingFeedback) -> Iterator[None]:
    """Tell warnings and errors of the plugin's log to a run's feedback while the run lasts."""
    logger, teller = logging.getLogger(ROOT), _Teller(feedback)
    logger.addHandler(teller)
    try:
        yield
    finally:
        logger.removeHandler(teller)
