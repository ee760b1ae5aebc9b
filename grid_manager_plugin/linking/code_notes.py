"""What there is to tell about codes that were assigned: who lost one, who got none, what was wrong before."""

from __future__ import annotations

from dataclasses import dataclass, field

import numpy as np
import shapely

from grid_manager_plugin.linking.code_inputs import PreviousGrids, UncodedGrids
from grid_manager_plugin.linking.plan import NONE, listed
from grid_manager_plugin.rules.messages import QT_TRANSLATE_NOOP, Message, named


@dataclass(frozen=True)
class Refusals:
    """Codes that grids which go on could not keep, by the reason.

    Attributes:
        unfit: They do not fit the scheme, or do not start with the code of the grid's community.
        retired: They were withdrawn before.
        double: Another grid keeps the same code.
        undivided: Their number is 0, for a community that is not divided.
    """

    unfit: list[str] = field(default_factory=list)
    retired: list[str] = field(default_factory=list)
    double: list[str] = field(default_factory=list)
    undivided: list[str] = field(default_factory=list)

    def notes(self) -> tuple[Message, ...]:
        """Return a note for each reason that there is."""
        told = ((_UNFIT, self.unfit), (_RETIRED, self.retired), (_DOUBLE, self.double), (_UNDIVIDED, self.undivided))
        return tuple(
            Message(text, {"count": len(codes), "codes": listed(sorted(set(codes)))}) for text, codes in told if codes
        )


def previous_notes(previous: PreviousGrids) -> tuple[Message, ...]:
    """Return notes about grids of the last plan without a code, and codes that several have."""
    notes: list[Message] = []
    texts = previous.code.astype(str)
    bare = texts == ""
    if bare.any():
        notes.append(Message(_BARE, {"count": int(bare.sum()), "fids": named(previous.fid[bare])}))
    codes, counts = np.unique(texts[~bare], return_counts=True)
    twice = codes[counts > 1].tolist()
    if twice:
        fids = previous.fid[np.isin(texts, twice)]
        notes.append(Message(_TWICE, {"count": len(twice), "codes": listed(twice), "fids": named(fids)}))
    return tuple(notes)


def without_code(grids: UncodedGrids) -> tuple[Message, ...]:
    """Return notes about grids that lie in no community, and about those without ground."""
    grounded = shapely.is_geometry(grids.geometry)
    told = ((_STRAY, grounded & (grids.community == NONE)), (_GROUNDLESS, ~grounded))
    return tuple(
        Message(text, {"count": int(chosen.sum()), "fids": named(grids.fid[chosen])})
        for text, chosen in told
        if chosen.any()
    )


_UNFIT = QT_TRANSLATE_NOOP(
    "GridCodes",
    "Codes of PREVIOUS that do not fit the scheme, or do not start with the community's code, so that their grids do "
    "not keep them: {count} ({codes}).",
)
_RETIRED = QT_TRANSLATE_NOOP(
    "GridCodes",
    "Codes of PREVIOUS that were withdrawn before, so that their grids do not keep them: {count} ({codes}).",
)
_DOUBLE = QT_TRANSLATE_NOOP(
    "GridCodes",
    "Codes of PREVIOUS that another grid with more common ground keeps, so that their grids do not keep them: {count} "
    "({codes}).",
)
_UNDIVIDED = QT_TRANSLATE_NOOP(
    "GridCodes",
    "Codes of PREVIOUS with the number 0, of communities that were not divided and are now (or were and are not), so "
    "that their grids do not keep them: {count} ({codes}).",
)
_BARE = QT_TRANSLATE_NOOP("GridCodes", "PREVIOUS: grids without a code: {count} (features: {fids}).")
_TWICE = QT_TRANSLATE_NOOP(
    "GridCodes", "PREVIOUS: codes that several grids have: {count} ({codes}; features: {fids})."
)
_STRAY = QT_TRANSLATE_NOOP(
    "GridCodes", "INPUT: grids in no community, which get no code: {count} (features: {fids})."
)
_GROUNDLESS = QT_TRANSLATE_NOOP(
    "GridCodes", "INPUT: grids without ground, which get no code: {count} (features: {fids})."
)
