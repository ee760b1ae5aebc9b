"""What codes are assigned to, and what was there before."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

import numpy as np

from grid_manager_plugin.linking.plan import NONE, listed
from grid_manager_plugin.rules.codes import Scheme, check_code, code_parts, community_of
from grid_manager_plugin.rules.messages import QT_TRANSLATE_NOOP, Message


@dataclass(frozen=True)
class UncodedGrids:
    """The grids of the new plan, shapes (n,).

    Attributes:
        fid: Feature ids.
        geometry: Sound (multi)polygons; ``None`` where a grid has no ground.
        community: Position of its community; :data:`.plan.NONE` where it belongs to none.
    """

    fid: np.ndarray
    geometry: np.ndarray
    community: np.ndarray

    def __len__(self) -> int:
        return len(self.fid)


@dataclass(frozen=True)
class CodedCommunities:
    """The communities, shapes (m,) of object.

    Attributes:
        id: Their ids, each once.
        name: Their names; empty for none.
        code: What the codes of their grids start with.
        geometry: Sound (multi)polygons in the grids' coordinate system, or ``None``.
    """

    id: np.ndarray
    name: np.ndarray
    code: np.ndarray
    geometry: np.ndarray

    def __len__(self) -> int:
        return len(self.id)

    def title(self, position: int) -> str:
        """Return how a message calls a community: id and name."""
        identity, name = str(self.id[position]), str(self.name[position])
        return f"{identity} ({name})" if name and name != identity else identity

    def problems(self, scheme: Scheme) -> dict[int, Message]:
        """Return why communities cannot have codes, by their positions."""
        found: dict[int, Message] = {}
        owners: dict[str, list[int]] = {}
        for position, code in enumerate(self.code.tolist()):
            wrong = check_code(scheme, code)
            if wrong is not None:
                found[position] = Message(_UNFIT, {"community": self.title(position), "why": wrong})
            else:
                owners.setdefault(code, []).append(position)
        for code, positions in owners.items():
            titles = sorted(self.title(one) for one in positions)
            for position in positions if len(positions) > 1 else ():
                values = {"community": self.title(position), "code": code, "communities": ", ".join(titles)}
                found[position] = Message(_SHARED, values)
        return found


@dataclass(frozen=True)
class PreviousGrids:
    """The grids of the last plan, shapes (q,).

    Attributes:
        fid: Feature ids.
        code: Their codes as text; empty for none.
        geometry: Sound (multi)polygons in the new grids' coordinate system, or ``None``.
    """

    fid: np.ndarray
    code: np.ndarray
    geometry: np.ndarray

    @classmethod
    def none(cls) -> PreviousGrids:
        """Return the grids of no plan."""
        return cls(np.zeros(0, dtype=np.int64), np.zeros(0, dtype=object), np.zeros(0, dtype=object))

    def sorted_by(self, order: np.ndarray) -> PreviousGrids:
        """Return the grids in another order, positions of shape (q,)."""
        return PreviousGrids(self.fid[order], self.code[order], self.geometry[order])


@dataclass(frozen=True)
class NumberBook:
    """Which numbers were ever given, by community.

    Attributes:
        scheme: How grids are coded.
        by_code: Position of each community by its code; those that cannot have codes are left out.
        highest: Highest number ever given in each community, 0 for none, shape (m,).
        before: So many codes of the last plan each community has, shape (m,).
    """

    scheme: Scheme
    by_code: Mapping[str, int]
    highest: np.ndarray
    before: np.ndarray

    @classmethod
    def of(
        cls,
        scheme: Scheme,
        communities: CodedCommunities,
        problems: Mapping[int, Message],
        previous: PreviousGrids,
        retired: frozenset[str],
    ) -> NumberBook:
        """Return the numbers that the codes of the last plan and withdrawn codes have."""
        by_code = {code: i for i, code in enumerate(communities.code.tolist()) if i not in problems}
        book = cls(scheme, by_code, *(np.zeros(len(communities), dtype=np.int64) for _ in range(2)))
        for code in previous.code.tolist():
            position, number = book.place(code)
            if position != NONE:
                book.before[position] += 1
                book.highest[position] = max(book.highest[position], number)
        for code in retired:
            position, number = book.place(code)
            if position != NONE:
                book.highest[position] = max(book.highest[position], number)
        return book

    def place(self, code: str) -> tuple[int, int]:
        """Return the community that a code belongs to by what it starts with, NONE for none, and its number."""
        parts = code_parts(self.scheme, code)
        owner = None if parts is None else community_of(self.scheme, parts[0], self.by_code)
        if parts is None or owner is None:
            return NONE, 0
        return self.by_code[owner], parts[1]


def barred_codes(
    parameter: str, codes: frozenset[str], scheme: Scheme, communities: CodedCommunities
) -> tuple[frozenset[str], tuple[Message, ...]]:
    """Return the codes that withdrawn ones bar, and notes about those that are no codes of the scheme.

    Digits that are a grid's code of one of the communities once zeros are put in front bar that code: a spreadsheet
    takes the zeros away.

    Args:
        parameter: The parameter that the withdrawn codes came by.
        codes: The withdrawn codes as text.
        scheme: How grids are coded.
        communities: The communities.
    """
    book = NumberBook.of(scheme, communities, communities.problems(scheme), PreviousGrids.none(), frozenset())
    whole: set[str] = set()
    shortened: list[str] = []
    unfit: list[str] = []
    for code in sorted(codes):
        if code_parts(scheme, code) is not None:
            continue
        filled = code.zfill(scheme.grid_digits or 0)
        if book.place(filled)[0] == NONE:
            unfit.append(code)
        else:
            shortened.append(code)
            whole.add(filled)
    told = ((_NO_ZEROS, shortened), (_NO_CODES, unfit))
    notes = tuple(
        Message(text, {"parameter": parameter, "count": len(found), "codes": listed(found)})
        for text, found in told
        if found
    )
    return codes | whole, notes


_NO_ZEROS = QT_TRANSLATE_NOOP(
    "GridCodes",
    "{parameter}: withdrawn codes that have lost their leading zeros: {count} ({codes}). The codes with these zeros "
    "are not given again. Keep codes in a text field.",
)
_NO_CODES = QT_TRANSLATE_NOOP(
    "GridCodes",
    "{parameter}: withdrawn codes that do not fit the scheme, and keep no code from being given: {count} ({codes}).",
)
_UNFIT = QT_TRANSLATE_NOOP("GridCodes", "The grids of community {community} get no codes. {why}")
_SHARED = QT_TRANSLATE_NOOP(
    "GridCodes",
    "The grids of community {community} get no codes: several communities have the code “{code}” ({communities}). Give "
    "each its own in COMMUNITY_CODE.",
)
