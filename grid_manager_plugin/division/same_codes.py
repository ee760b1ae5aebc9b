"""Communities whose grids would get the same codes: nobody could tell their grids apart."""

from __future__ import annotations

from collections.abc import Sequence

from grid_manager_plugin.division.community import Community
from grid_manager_plugin.rules.codes import Scheme, check_code, undivided_code
from grid_manager_plugin.rules.messages import QT_TRANSLATE_NOOP, Message

NAMED = 5
"""How many other communities a message names before it only counts them."""


def same_codes(communities: Sequence[Community], scheme: Scheme) -> dict[int, Message]:
    """Return what to say of communities whose code stands for another one too, by their position.

    Codes that differ in the layer may be one under a scheme: 12 digits, and the same with 000000 in front.

    Args:
        communities: All communities of the run; those whose code does not fit the scheme are told of elsewhere.
        scheme: How grids are coded.
    """
    alike: dict[str, list[int]] = {}
    for position, community in enumerate(communities):
        if check_code(scheme, community.code) is None:
            alike.setdefault(undivided_code(scheme, community.code), []).append(position)
    return {
        position: _message(communities[position], [communities[i] for i in found if i != position])
        for found in alike.values()
        if len(found) > 1
        for position in found
    }


def _message(community: Community, others: Sequence[Community]) -> Message:
    text = ", ".join(_OTHER.format(title=one.title, fid=one.fid, code=one.code) for one in others[:NAMED])
    values = {"community_id": community.title, "fid": community.fid, "code": community.code}
    return Message(_SAME, {**values, "count": len(others), "others": text + (", …" if len(others) > NAMED else "")})


_OTHER = "{title} ({fid}: “{code}”)"
_SAME = QT_TRANSLATE_NOOP(
    "Plan",
    "Community {community_id} (feature {fid} of INPUT), COMMUNITY_CODE: with its code “{code}” its grids would have "
    "the same codes as those of these communities: {others} ({count} in all; feature and code in brackets). Give each "
    "its own code.",
)
