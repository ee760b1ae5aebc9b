"""The repair: what can be mended safely is mended, the rest is told, and no outer border moves.

The check runs on the result. A piece whose move brings a finding that was not there before is left as it was; when
that cannot be had, the repair fails rather than hand out a worse plan.
"""

from __future__ import annotations

from dataclasses import dataclass, field, replace

import numpy as np
import shapely

from grid_manager_plugin.coverage.accepted import Accepted
from grid_manager_plugin.coverage.check import check
from grid_manager_plugin.coverage.findings import NONE, Findings
from grid_manager_plugin.coverage.inputs import CheckSettings, Communities, Grids
from grid_manager_plugin.coverage.kinds import GROUND, Kind
from grid_manager_plugin.coverage.mend.mending import Mended, Mending, TornCommunity, mended
from grid_manager_plugin.coverage.mend.moves import Move, RepairSettings, Stay, Stays
from grid_manager_plugin.coverage.mend.news import keys, new_findings
from grid_manager_plugin.coverage.mend.nodes import NOISE, noded
from grid_manager_plugin.coverage.mend.reasons import ACCEPTED, NEW_FINDING, reasons_for
from grid_manager_plugin.coverage.mismatches import metres_per_unit
from grid_manager_plugin.coverage.summary import CheckSummary
from grid_manager_plugin.errors import RepairError
from grid_manager_plugin.rules.chunks import Progress, rising
from grid_manager_plugin.rules.geodesy import Measure
from grid_manager_plugin.rules.ground import sound_ground
from grid_manager_plugin.rules.messages import QT_TRANSLATE_NOOP, Message

ATTEMPTS = 12
"""So often a repair is tried with fewer moves before it is given up."""

PASSES = 6
"""So often the plan is gone through; as a rule the second time finds nothing more to do."""

SAME_LAND = 0.01
"""An invalid grid is made valid where that changes its area by no more than this share."""


@dataclass(frozen=True)
class Repaired:
    """What a repair came to.

    Attributes:
        geometry: Ground of the grids, the given object where nothing changed, shape (n,).
        moves: The pieces that were moved, in an order that depends on nothing but the grids.
        made_valid: Positions of the grids that were invalid and are valid now.
        noded: Positions of the grids that got vertices, or lost needless ones, and no ground.
        before: The check of the input.
        after: The check of the result.
        reasons: Why each finding of ``after`` is left, shape (f,) of object.
    """

    geometry: np.ndarray
    moves: tuple[Move, ...]
    made_valid: tuple[int, ...]
    noded: tuple[int, ...]
    before: CheckSummary
    after: CheckSummary
    reasons: np.ndarray


@dataclass
class _State:
    """The plan as it is by now.

    Attributes:
        geometry: Ground of the grids.
        summary: The check of it.
        moves: What was moved so far.
        stays: What stays in each community, as it was last looked at.
        untouchable: Pieces that shall stay.
        settled: Communities in which nothing more can be moved.
    """

    geometry: np.ndarray
    summary: CheckSummary
    moves: list[Move] = field(default_factory=list)
    stays: dict[int, tuple[Stay, ...]] = field(default_factory=dict)
    untouchable: list[Stay] = field(default_factory=list)
    settled: set[int] = field(default_factory=set)

    @property
    def left(self) -> Stays:
        """The pieces that stay, and why."""
        told = [stay for community in sorted(self.stays) for stay in self.stays[community]]
        return Stays([*told, *self.untouchable])


class Repair:
    """One repair of a city."""

    def __init__(
        self,
        grids: Grids,
        communities: Communities,
        settings: CheckSettings,
        repair_settings: RepairSettings,
        measure: Measure,
        accepted: Accepted | None = None,
    ) -> None:
        """Take in a city; arguments as :func:`.check.check`."""
        self._grids = grids
        self._communities = communities
        self._asked, self._chosen = settings, settings.checks
        self._settings = replace(settings, checks=frozenset(Kind))  # nothing new may come of any kind
        self._repair_settings = repair_settings
        self._locked = np.zeros(len(grids), dtype=bool) if grids.locked is None else grids.locked
        self._rank = np.argsort(grids.order())
        self._measure = measure
        self._accepted = accepted
        self._community_ground = sound_ground(communities.geometry, measure, communities.lost).geometry
        ground = sound_ground(grids.geometry, measure, grids.lost).geometry
        self._scale = metres_per_unit(measure, shapely.get_coordinates(ground))

    def run(self, progress: Progress | None = None) -> Repaired:
        """Repair.

        Args:
            progress: Told how far the work is; may raise to cancel.

        Raises:
            RepairError: No repair was found that brings nothing new.
        """
        progress = Progress() if progress is None else rising(progress)
        before = self._check(self._grids.geometry, progress.part(0.0, 0.1))
        state, made_valid = self._begun(before, progress.part(0.1, 0.15))
        # a second run shall change nothing: it is done here
        for number in range(PASSES):
            reached = 1 - 0.5**number, 1 - 0.5 ** (number + 1)
            if not self._passed(state, progress.part(*(0.15 + 0.82 * share for share in reached))):
                break
        if new_findings(before.findings, state.summary.findings, self._settings.ignore_below).any():
            raise RepairError(Message(_WORSE))
        gained = {move.target for move in state.moves} | {move.source for move in state.moves}
        touched = [i for i, one in enumerate(state.geometry) if one is not self._grids.geometry[i]]
        after = state.summary
        if self._asked != self._settings:
            after = self._check(state.geometry, progress.part(0.97, 1.0), self._asked)
        progress(1.0)
        return Repaired(
            geometry=state.geometry,
            moves=tuple(sorted(state.moves, key=_place)),
            made_valid=tuple(sorted(made_valid)),
            noded=tuple(i for i in touched if i not in gained and i not in made_valid),
            before=before,
            after=after,
            reasons=reasons_for(after.findings, state.summary.own, state.left),
        )

    def _check(self, geometry: np.ndarray, progress: Progress, settings: CheckSettings | None = None) -> CheckSummary:
        grids, settings = self._grids.with_geometry(geometry), settings or self._settings
        return check(grids, self._communities, settings, self._measure, self._accepted, progress)

    def _begun(self, before: CheckSummary, progress: Progress) -> tuple[_State, set[int]]:
        """Return the plan with invalid grids made valid, where that brings nothing new, and which these are."""
        state, sound = _State(self._grids.geometry.copy(), before), self._made_valid()
        while sound:
            geometry = self._grids.geometry.copy()
            for i, one in sound.items():
                geometry[i] = one
            summary = self._check(geometry, progress)
            worse = new_findings(before.findings, summary.findings, self._settings.ignore_below)
            if not worse.any():
                return _State(geometry, summary), set(sound)
            guilty = set(summary.findings.grid[worse].tolist()) | set(summary.findings.other[worse].tolist())
            sound = {i: one for i, one in sound.items() if i not in guilty} if guilty & set(sound) else {}
        return state, set()

    def _made_valid(self) -> dict[int, object]:
        """Return sound ground of the grids whose rings are at fault but not their land, by position."""
        ground = sound_ground(self._grids.geometry, self._measure, self._grids.lost)
        change = np.abs(ground.given_area - ground.sound_area) / np.maximum(ground.sound_area, 1e-9)
        fine = ground.invalid & ~ground.empty & ~self._locked & (change <= SAME_LAND)
        fine &= Kind.INVALID_GEOMETRY in self._chosen
        # made valid into parts it would be detached
        fine &= shapely.get_num_geometries(ground.geometry) <= shapely.get_num_geometries(self._grids.geometry)
        return {i: ground.geometry[i] for i in np.flatnonzero(fine).tolist()}

    def _accepted_places(self, findings: Findings) -> list[Stay]:
        chosen = np.flatnonzero(findings.accepted & findings.are(*GROUND))
        return [Stay(findings.kind[i], findings.geometry[i], Message(ACCEPTED)) for i in chosen.tolist()]

    def _passed(self, state: _State, progress: Progress) -> bool:
        """Repair what can be repaired in the plan as it is by now; return whether anything changed."""
        begun, before = state.geometry.copy(), state.summary
        state.untouchable, state.settled = self._accepted_places(before.findings), set()
        for attempt in range(ATTEMPTS):
            if not self._moved(state, before, progress.part(attempt / ATTEMPTS, (attempt + 1) / ATTEMPTS)):
                break
        state.summary = self._joined(state.geometry, state.summary, before, progress.part(0.99, 1.0))
        return any(one is not other for one, other in zip(state.geometry, begun))

    def _moved(self, state: _State, before: CheckSummary, progress: Progress) -> bool:
        """Move pieces in every community; take those results that bring nothing new.

        Returns:
            Whether another try may come further.
        """
        changed = self._tried(state, progress.part(0.0, 0.4))
        tried = len(changed)
        while changed:
            geometry = state.geometry.copy()
            for mine, one in changed.values():
                new = [i for i, now in enumerate(one.geometry) if now is not one.before[i]]
                geometry[mine[new]] = one.geometry[new]
            summary = self._check(geometry, progress.part(0.4, 0.7))
            summary = self._joined(geometry, summary, before, progress.part(0.7, 1.0))
            worse = new_findings(before.findings, summary.findings, self._settings.ignore_below)
            if not worse.any():
                state.geometry, state.summary = geometry, summary
                state.moves += [move for _, one in changed.values() for move in one.moves]
                return True
            # once others were taken back, what is new may be their fault: all can be tried again
            for community in self._blamed(state, summary, worse, changed, for_good=len(changed) == tried):
                del changed[community]
        return bool(self._torn(state.summary) - state.settled)

    def _tried(self, state: _State, progress: Progress) -> dict[int, tuple[np.ndarray, Mended]]:
        """Return the communities in which something can be moved: positions of their grids, and the result."""
        sound, own = sound_ground(state.geometry, self._measure, self._grids.lost), state.summary.own
        ground, frozen = sound.geometry, self._locked | sound.invalid
        loose, near = self._loose(state.summary.findings), shapely.STRtree(ground)
        mending = Mending(self._repair_settings, Stays(state.untouchable), self._scale, self._measure)
        wanted, changed = sorted(self._torn(state.summary) - state.settled), {}
        for number, community in enumerate(wanted):
            share = progress.part(number / len(wanted), (number + 1) / len(wanted))
            share(0.0)
            mine = np.flatnonzero((own == community) & shapely.is_geometry(ground))
            mine = mine[np.argsort(self._rank[mine])]
            home = self._community_ground[community]
            others = np.sort(near.query(home))
            around = shapely.get_coordinates(ground[others[own[others] != community]])
            torn = TornCommunity(ground[mine], mine, home, frozen[mine], loose[mine], around)
            one = mended(torn, mending, share)
            state.stays[community] = one.stays
            if all(now is then for now, then in zip(one.geometry, torn.grids)):
                state.settled.add(community)
            else:
                changed[community] = (mine, one)
        return changed

    def _blamed(
        self,
        state: _State,
        summary: CheckSummary,
        worse: np.ndarray,
        changed: dict[int, tuple[np.ndarray, Mended]],
        for_good: bool,
    ) -> set[int]:
        """Return the communities whose result is not taken; for good, note which moves shall not be made again.

        Those moves are the ones at the place of what is new, else those of its grids; of a limit, the largest in
        each community. Without such moves nothing is tried again in these communities.
        """
        found = summary.findings.take(worse)
        grids = (set(found.grid.tolist()) | set(found.other.tolist())) - {NONE}
        moves = [(community, move) for community, (_, one) in changed.items() for move in one.moves]
        guilty = [moves[i] for i in self._at_places([move for _, move in moves], found)]
        if not guilty:
            theirs = [(community, move) for community, move in moves if grids & {move.source, move.target}]
            of_rules = not found.are(*GROUND, Kind.EDGE_MISMATCH).any()
            guilty = self._largest(theirs) if of_rules else theirs
        if guilty:
            if for_good:
                state.untouchable += [Stay(move.kind, move.geometry, Message(NEW_FINDING)) for _, move in guilty]
            return {community for community, _ in guilty}
        near = ({int(summary.own[i]) for i in grids} | set(found.community.tolist())) & set(changed)
        if for_good:
            state.settled |= near or set(changed)
        return near or set(changed)

    def _largest(self, moves: list[tuple[int, Move]]) -> list[tuple[int, Move]]:
        """Return the largest of some moves for each community."""
        largest: dict[int, Move] = {}
        for community, move in sorted(moves, key=lambda one: (one[1].area, *_place(one[1]))):
            largest[community] = move
        return list(largest.items())

    def _at_places(self, moves: list[Move], found: Findings) -> list[int]:
        """Return which pieces lie at a place that is new: that of a gap, overlap, spill or border."""
        places = np.where(found.are(*GROUND), found.geometry, found.line)
        reach = float(np.max(NOISE / self._scale))
        pieces = np.empty(len(moves), dtype=object)  # of object also where vertices alone were changed
        pieces[:] = [move.geometry for move in moves]
        piece, _ = shapely.STRtree(places).query(pieces, predicate="dwithin", distance=reach)
        return np.unique(piece).tolist()

    def _loose(self, found: Findings) -> np.ndarray:
        """Tell which grids have a border that does not match and shall be mended, shape (n,) of bool."""
        loose = np.zeros(len(self._grids), dtype=bool)
        if Kind.EDGE_MISMATCH in self._chosen:
            mine = found.are(Kind.EDGE_MISMATCH) & ~found.accepted
            loose[found.grid[mine]] = loose[found.other[mine]] = True
        return loose

    def _torn(self, summary: CheckSummary) -> set[int]:
        """Return the communities with something to mend inside."""
        found = summary.findings.take(~summary.findings.accepted)
        kinds = self._repair_settings.kinds
        torn = set(found.community[found.are(*({Kind.GAP, Kind.SPILL} & kinds))].tolist())
        pairs = found.are(*({Kind.OVERLAP} & kinds), *({Kind.EDGE_MISMATCH} & self._chosen))
        one, other = summary.own[found.grid[pairs]], summary.own[found.other[pairs]]
        torn |= set(one[one == other].tolist())
        return {i for i in torn - {NONE} if self._community_ground[i] is not None}

    def _joined(
        self, geometry: np.ndarray, summary: CheckSummary, begun: CheckSummary, progress: Progress
    ) -> CheckSummary:
        """Insert the vertices that one side of a border has and the other has not; return the check after it.

        Where nobody asked for it, only at borders that did not fail to match when the pass was begun.
        """
        found = summary.findings
        before, known = geometry.copy(), set() if Kind.EDGE_MISMATCH in self._chosen else set(keys(begun.findings))
        frozen = self._locked | sound_ground(geometry, self._measure, self._grids.lost).invalid
        names = keys(found)
        for i in np.flatnonzero(found.are(Kind.EDGE_MISMATCH) & ~found.accepted).tolist():
            if names[i] not in known:
                progress(0.0)
                self._join(geometry, sorted((int(found.grid[i]), int(found.other[i]))), found.line[i], frozen)
        if all(one is other for one, other in zip(geometry, before)):
            return summary
        after = self._check(geometry, progress)
        if new_findings(found, after.findings, self._settings.ignore_below).any():
            geometry[:] = before
            return summary
        return after

    def _join(self, geometry: np.ndarray, pair: list[int], line: object, frozen: np.ndarray) -> None:
        scaled = shapely.transform(line, lambda xy: xy * self._scale)
        vertices = shapely.get_coordinates(geometry[pair])
        near = shapely.dwithin(shapely.points(vertices * self._scale), scaled, NOISE)
        for i in [i for i in pair if not frozen[i]]:
            geometry[i] = noded(geometry[[i]], np.unique(vertices[near], axis=0), self._scale)[0]


def _place(move: Move) -> tuple:
    return (*shapely.bounds(move.geometry).tolist(), move.kind.value, move.source, move.target)


_WORSE = QT_TRANSLATE_NOOP(
    "Coverage",
    "The repair was given up: whatever is moved, the check finds something that was not there before. Nothing was "
    "written; mend the findings of “Validate grids” by hand.",
)
