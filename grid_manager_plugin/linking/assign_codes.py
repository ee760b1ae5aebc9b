"""Codes for the grids of a new plan: those that go on keep theirs, the others go on from the highest number.

A code that was withdrawn is never given again: not one of the last plan that no grid keeps, nor one that was withdrawn
before.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

import numpy as np
import shapely

from grid_manager_plugin.linking.code_inputs import CodedCommunities, NumberBook, PreviousGrids, UncodedGrids
from grid_manager_plugin.linking.code_notes import Refusals, previous_notes, without_code
from grid_manager_plugin.linking.plan import NONE, ranks
from grid_manager_plugin.linking.successors import partners, successors
from grid_manager_plugin.rules.chunks import Progress, chunks
from grid_manager_plugin.rules.codes import Scheme, grid_code, most_grids
from grid_manager_plugin.rules.geodesy import Measure
from grid_manager_plugin.rules.messages import QT_TRANSLATE_NOOP, Message
from grid_manager_plugin.rules.order import code_order


@dataclass(frozen=True)
class WithdrawnCode:
    """A code of the last plan that no grid keeps.

    Attributes:
        code: The code.
        community_id: Id of the community that it starts with; empty where that is none of today's.
        successors: Codes of the grids that have more than 1 % of its ground, sorted.
    """

    code: str
    community_id: str
    successors: tuple[str, ...]


@dataclass(frozen=True)
class CodeRow:
    """What came of one community.

    Attributes:
        community_id: Its id.
        community_name: Its name.
        grids: Its grids.
        kept: Grids that kept their code.
        new: Grids that got a new one.
        withdrawn: Codes of the last plan that start with its code and that no grid keeps.
        highest_number: Highest number that was ever given in it, the new ones included.
        reason: Why grids of it have no code; ``None`` where all have one.
    """

    community_id: str
    community_name: str
    grids: int
    kept: int
    new: int
    withdrawn: int
    highest_number: int
    reason: Message | None


@dataclass(frozen=True)
class CodedGrids:
    """The codes of a plan, shapes (n,) in the order of its grids.

    Attributes:
        code: Codes; empty for none.
        number: Numbers of the grids in their communities; :data:`.plan.NONE` for none.
        previous_code: Code of the grid of the last plan that it goes on for; empty for none.
        kind: ``kept``, ``new``, ``changed`` (a new code though it had one) or ``none``.
        withdrawn: Codes of the last plan that no grid keeps, sorted.
        rows: One a community, sorted by id.
        notes: What there is to tell.
    """

    code: np.ndarray
    number: np.ndarray
    previous_code: np.ndarray
    kind: np.ndarray
    withdrawn: tuple[WithdrawnCode, ...]
    rows: tuple[CodeRow, ...]
    notes: tuple[Message, ...]

    def numbers(self) -> dict[str, int]:
        """Return the numbers that the algorithm returns, by the names of its outputs."""
        counts = {kind: int((self.kind == kind).sum()) for kind in ("kept", "new", "changed", "none")}
        return {
            "GRIDS": len(self.code),
            "KEPT": counts["kept"],
            "NEW": counts["new"] + counts["changed"],
            "WITHDRAWN": len(self.withdrawn),
            "WITHOUT_CODE": counts["none"],
        }


def assign_codes(
    grids: UncodedGrids,
    communities: CodedCommunities,
    previous: PreviousGrids,
    retired: frozenset[str],
    scheme: Scheme,
    measure: Measure,
    progress: Progress,
) -> CodedGrids:
    """Return the codes of the grids of a new plan.

    Args:
        grids: The grids.
        communities: The communities, in the same coordinate system.
        previous: The last plan, in the same coordinate system.
        retired: Codes that were withdrawn before.
        scheme: How grids are coded.
        measure: Measures in the coordinate system.
        progress: Called with the share that is done; may raise to cancel.
    """
    previous = previous.sorted_by(np.lexsort((ranks(previous.geometry), previous.code.astype(str))))
    problems = communities.problems(scheme)
    book = NumberBook.of(scheme, communities, problems, previous, retired)
    order = np.argsort(ranks(grids.geometry), kind="stable")
    new_at, previous_at, area = partners(grids.geometry[order], previous.geometry, progress.part(0.0, 0.6))
    partner = np.full(len(grids), NONE)
    partner[order[new_at]] = previous_at
    previous_code = np.full(len(grids), "", dtype=object)
    goes_on = partner != NONE
    previous_code[goes_on] = previous.code[partner[goes_on]]
    common = np.zeros(len(grids))
    common[order[new_at]] = area
    number, refusals = _kept(grids, previous_code, common, book, retired, problems)
    kept = number != NONE
    code = np.where(kept, previous_code, "").astype(object)
    problems.update(_number(grids, communities, book, problems, code, number, measure, progress.part(0.6, 0.8)))
    kind = np.where(kept, "kept", np.where(code == "", "none", np.where(previous_code == "", "new", "changed")))
    withdrawn = _withdrawn(grids, communities, previous, previous_code, code, book, progress.part(0.8, 1.0))
    return CodedGrids(
        code=code,
        number=number,
        previous_code=previous_code,
        kind=kind.astype(object),
        withdrawn=withdrawn,
        rows=_rows(grids, communities, kind, number, withdrawn, book, problems),
        notes=(*previous_notes(previous), *refusals.notes(), *without_code(grids)),
    )


def _kept(
    grids: UncodedGrids,
    previous_code: np.ndarray,
    common: np.ndarray,
    book: NumberBook,
    retired: frozenset[str],
    problems: Mapping[int, Message],
) -> tuple[np.ndarray, Refusals]:
    """Return the numbers of the grids that keep their codes, NONE for the others, and why some do not.

    Of communities that have no codes at all, ``problems`` tell why.
    """
    number, refusals = np.full(len(grids), NONE), Refusals()
    alone = np.bincount(grids.community[grids.community != NONE], minlength=len(book.highest)) == 1
    taken: set[str] = set()
    candidates = np.flatnonzero((previous_code != "") & (grids.community != NONE))
    place_in_plan = ranks(grids.geometry[candidates])
    for i in candidates[np.lexsort((place_in_plan, -common[candidates]))].tolist():
        one, mine = str(previous_code[i]), int(grids.community[i])
        if mine in problems:
            continue
        community, found = book.place(one)
        if community != mine:
            refusals.unfit.append(one)
        elif one in retired:
            refusals.retired.append(one)
        elif one in taken:
            refusals.double.append(one)
        elif found == 0 and not (alone[mine] and book.before[mine] == 1):
            refusals.undivided.append(one)
        else:
            taken.add(one)
            number[i] = found
    return number, refusals


def _number(
    grids: UncodedGrids,
    communities: CodedCommunities,
    book: NumberBook,
    problems: Mapping[int, Message],
    code: np.ndarray,
    number: np.ndarray,
    measure: Measure,
    progress: Progress,
) -> dict[int, Message]:
    """Give the other grids new codes, into ``code`` and ``number``; return why some communities get none."""
    failed: dict[int, Message] = {}
    grounded = (grids.community != NONE) & shapely.is_geometry(grids.geometry)
    waiting = grounded & (number == NONE)
    members = np.flatnonzero(grounded)
    members = members[np.argsort(grids.community[members], kind="stable")]
    for some in chunks(np.unique(grids.community[waiting]), progress, 100):
        for position in some.tolist():
            low, high = np.searchsorted(grids.community[members], [position, position + 1])
            mine = members[low:high]
            count = int(waiting[mine].sum())
            if position in problems:
                continue
            if book.highest[position] + count > most_grids(book.scheme):
                values = {"community": communities.title(position), "count": count, "most": most_grids(book.scheme)}
                failed[position] = Message(_FULL, {**values, "highest": int(book.highest[position])})
                continue
            ordered = mine[_order(grids.geometry[mine], communities.geometry[position], measure)]
            for i in ordered[waiting[ordered]].tolist():
                book.highest[position] += 1
                number[i] = book.highest[position]
                code[i] = grid_code(book.scheme, str(communities.code[position]), int(number[i]))
    return failed


def _order(geometry: np.ndarray, ground: object, measure: Measure) -> np.ndarray:
    """Return the order of a community's grids; the same for any order that they come in."""
    alike = np.argsort(ranks(geometry), kind="stable")
    return alike[code_order(geometry[alike], geometry[alike] if ground is None else ground, measure)]


def _withdrawn(
    grids: UncodedGrids,
    communities: CodedCommunities,
    previous: PreviousGrids,
    previous_code: np.ndarray,
    code: np.ndarray,
    book: NumberBook,
    progress: Progress,
) -> tuple[WithdrawnCode, ...]:
    """Return the codes of the last plan that nobody has; not those of grids that go on and have none for now."""
    still = {*code.tolist(), *previous_code[code == ""].tolist(), ""}
    ended = np.array([one not in still for one in previous.code.tolist()], dtype=bool)
    found = successors(previous.geometry[ended], previous.code[ended], grids.geometry, code, progress)
    withdrawn = []
    for one in sorted(found):
        community, _ = book.place(one)
        owner = "" if community == NONE else str(communities.id[community])
        withdrawn.append(WithdrawnCode(one, owner, found[one]))
    return tuple(withdrawn)


def _rows(
    grids: UncodedGrids,
    communities: CodedCommunities,
    kind: np.ndarray,
    number: np.ndarray,
    withdrawn: tuple[WithdrawnCode, ...],
    book: NumberBook,
    problems: Mapping[int, Message],
) -> tuple[CodeRow, ...]:
    inside = grids.community != NONE

    def count(chosen: np.ndarray) -> list[int]:
        return np.bincount(grids.community[inside & chosen], minlength=len(communities)).tolist()

    whole, kept = count(np.ones(len(grids), dtype=bool)), count(kind == "kept")
    new = count((kind == "new") | (kind == "changed"))
    gone: dict[str, int] = {}
    for one in withdrawn:
        gone[one.community_id] = gone.get(one.community_id, 0) + 1
    rows = [
        CodeRow(
            community_id=str(communities.id[i]),
            community_name=str(communities.name[i]),
            grids=whole[i],
            kept=kept[i],
            new=new[i],
            withdrawn=gone.get(str(communities.id[i]), 0),
            highest_number=int(book.highest[i]),
            reason=problems.get(i),
        )
        for i in range(len(communities))
    ]
    return tuple(sorted(rows, key=lambda row: row.community_id))


_FULL = QT_TRANSLATE_NOOP(
    "GridCodes",
    "Community {community} has no room for new codes. Grids that need one: {count}; highest number that was given: "
    "{highest}; highest that the code scheme holds: {most}. Numbers of withdrawn codes are not given again.",
)
