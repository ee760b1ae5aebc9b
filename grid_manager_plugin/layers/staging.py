"""Files become whole beside the place where they shall lie, and are moved there together at the end.

Until then what lies there stays: a run that fails, is cancelled or killed destroys no good output of an earlier one,
and never leaves half a file under the name that was asked for. A folder beside the place is on the same disk, so that
moving is a matter of names.
"""

from __future__ import annotations

import os
import shutil
import tempfile
from collections.abc import Iterable

from grid_manager_plugin.errors import OutputError
from grid_manager_plugin.rules.messages import QT_TRANSLATE_NOOP, Message

_COMPANIONS = {
    ".shp": (".shp", ".shx", ".dbf", ".prj", ".cpg", ".qpj", ".qix", ".sbn", ".sbx", ".idm", ".ind", ".qmd"),
    ".gpkg": (".gpkg", ".gpkg-wal", ".gpkg-shm", ".gpkg-journal", ".qmd"),
}
"""Endings of the files that make up a layer, by the ending of its name: none of an earlier one may stay behind."""

_CANNOT_WRITE = QT_TRANSLATE_NOOP(
    "Writing", "{parameter}: {path} cannot be written ({reason}). Choose a folder that exists and has room."
)
_IS_FOLDER = QT_TRANSLATE_NOOP("Writing", "{parameter}: {path} is a folder. Give the name of a file in it.")
_NO_FILE = QT_TRANSLATE_NOOP("Writing", "{parameter}: {path} is no file. Choose another name.")


class Staging:
    """The place of one output, and the folder beside it where it is made."""

    def __init__(self, parameter: str, path: str) -> None:
        """Make the folder: a place that cannot be written to is told before the work.

        Args:
            parameter: Name of the output.
            path: Where it shall lie in the end.

        Raises:
            OutputError: Nothing can be written there.
        """
        self.parameter = parameter
        self.target = os.path.abspath(path)
        self._given_folder = os.path.dirname(path)
        self._moved: list[tuple[str, str]] = []
        folder, name = os.path.split(self.target)
        self._check_target()
        try:
            if os.path.exists(self.target):
                os.rename(self.target, self.target)  # fails where another program holds the file open (Windows)
            self._folder = tempfile.mkdtemp(prefix=".grid_manager-", dir=folder)
            self._new, self._old = os.path.join(self._folder, "new"), os.path.join(self._folder, "old")
            os.mkdir(self._new)
            os.mkdir(self._old)
        except OSError as error:
            raise self.error(error) from error
        self.path = os.path.join(self._new, name)

    def final(self, path: str) -> str:
        """Return where a file of the staging folder will lie, in the words in which the place was given."""
        return os.path.join(self._given_folder, os.path.basename(path))

    def trial_path(self) -> str:
        """Return where a file of the same name can be written that is never published."""
        folder = os.path.join(self._folder, "trial")
        os.makedirs(folder, exist_ok=True)
        return os.path.join(folder, os.path.basename(self.path))

    def write(self, text: str) -> None:
        """Write a text file, in UTF-8.

        Raises:
            OutputError: It cannot be written.
        """
        try:
            with open(self.path, "wb") as stream:
                stream.write(text.encode("utf-8", errors="replace"))
        except OSError as error:
            raise self.error(error) from error

    def publish(self) -> None:
        """Move what was made to its place, and what lay there out of the way.

        Raises:
            OutputError: It cannot be moved; :meth:`discard` brings back what lay there.
        """
        folder = os.path.dirname(self.target)
        made = sorted(os.listdir(self._new))
        try:
            for name in dict.fromkeys((*made, *self._companions())):
                if os.path.lexists(os.path.join(folder, name)):
                    self._move(os.path.join(folder, name), os.path.join(self._old, name))
            for name in made:
                self._move(os.path.join(self._new, name), os.path.join(folder, name))
        except OSError as error:
            raise self.error(error) from error

    def discard(self) -> None:
        """Take back what was published, if anything was, and remove the folder."""
        for source, destination in reversed(self._moved):
            os.replace(destination, source)
        self._moved = []
        self.clean()

    def clean(self) -> None:
        """Remove the folder, and with it what lay in the place before."""
        shutil.rmtree(self._folder, ignore_errors=True)

    def error(self, cause: OSError) -> OutputError:
        """Return the error that this output cannot be written."""
        values = {"parameter": self.parameter, "path": self.target, "reason": cause.strerror or str(cause)}
        return OutputError(Message(_CANNOT_WRITE, values))

    def _check_target(self) -> None:
        values = {"parameter": self.parameter, "path": self.target}
        if os.path.isdir(self.target) and not self.target.lower().endswith(".gdb"):  # a geodatabase is a folder
            raise OutputError(Message(_IS_FOLDER, values))
        if os.path.lexists(self.target):
            if not (os.path.isfile(self.target) or os.path.isdir(self.target)):
                raise OutputError(Message(_NO_FILE, values))
            if not os.access(self.target, os.W_OK):
                raise self.error(PermissionError(13, os.strerror(13)))

    def _companions(self) -> Iterable[str]:
        stem, ending = os.path.splitext(os.path.basename(self.target))
        return [stem + one for one in _COMPANIONS.get(ending.lower(), ())]

    def _move(self, source: str, destination: str) -> None:
        os.replace(source, destination)
        self._moved.append((source, destination))
