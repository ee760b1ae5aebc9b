"""What there is to say about a linked register: each break in words, the counts, and the summary."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass

from grid_manager_plugin.layers.report_parts import json_text, rights_content
from grid_manager_plugin.linking.cells import NONE
from grid_manager_plugin.linking.register import Break, Register, Step
from grid_manager_plugin.rules.messages import QT_TRANSLATE_NOOP, Message


@dataclass(frozen=True)
class RegisterRequest:
    """What was asked, as the summary tells it.

    Attributes:
        inputs: Names of layers and fields by their keys, never a path; ``None`` for what was not given.
        max_distance: Metres up to which a house outside belongs to the nearest grid.
        notes: What there is to tell about the whole input.
        rights: Layers of the input whose metadata tell rights or licences, and what they tell.
        language: Language of the report's text, as an HTML ``lang`` attribute.
    """

    inputs: Mapping[str, object]
    max_distance: float
    notes: tuple[Message, ...]
    rights: tuple[tuple[str, str], ...]
    language: str = "en"


def break_message(
    step: Step, what: Break, own: str, refers_to: str, at: Step | None, meant: int, max_distance: float
) -> Message:
    """Return a break in words.

    Args:
        step: The record's.
        what: What is wrong.
        own: The record's id.
        refers_to: The id that it names.
        at: The step that its chain does not reach.
        meant: The :class:`.Step` that has a record of an unknown id, else NONE.
        max_distance: Metres up to which a house outside belongs to the nearest grid.
    """
    if what == Break.UNKNOWN_REFERENCE:
        text = _UNKNOWN[step, meant]
    elif what == Break.HOUSEHOLD_BROKEN:
        text = _NO_HOUSE if at == Step.HOUSE else _NO_GRID
    else:
        text = _SAID[step, what]
    return Message(text, {"id": own, "refers_to": refers_to, "distance": max_distance})


def counted_messages(register: Register) -> Iterator[Message]:
    """Yield the counts of each step that was given in words, and its breaks by kind."""
    for step, linked in register.steps.items():
        yield Message(_COUNTED[step], {"count": len(linked), "linked": linked.linked})
        breaks = linked.breaks()
        if breaks:
            kinds = ", ".join(f"{kind.key} {count}" for kind, count in breaks.items())
            yield Message(_BROKEN[step], {"count": sum(breaks.values()), "kinds": kinds})


def summary_text(register: Register, request: RegisterRequest, words: Callable[[Message], str]) -> str:
    """Return the numbers of a run as JSON; keys are stable.

    Args:
        register: The linked register.
        request: What was asked.
        words: Gives a message in the user's language.
    """
    content: dict[str, object] = {
        "algorithm": "linkregister",
        "numbers": register.numbers(),
        "request": dict(request.inputs, max_distance_m=request.max_distance),
        "breaks": {
            step.key: {kind.key: count for kind, count in linked.breaks().items()}
            for step, linked in register.steps.items()
        },
        "notes": [words(note) for note in request.notes],
        "rights": rights_content(request.rights),
    }
    return json_text(content)


_SAID = {
    (Step.HOUSE, Break.NO_GEOMETRY): QT_TRANSLATE_NOOP("Linking", "The house has no geometry."),
    (Step.HOUSE, Break.INVALID_COORDINATES): QT_TRANSLATE_NOOP(
        "Linking", "The house's coordinates cannot belong to its layer's coordinate system."
    ),
    (Step.HOUSE, Break.OUTSIDE): QT_TRANSLATE_NOOP("Linking", "The house lies in no grid."),
    (Step.HOUSE, Break.TOO_FAR): QT_TRANSLATE_NOOP(
        "Linking", "The house lies farther than {distance:,.15g} m from every grid (MAX_DISTANCE)."
    ),
    (Step.HOUSE, Break.NO_ID): QT_TRANSLATE_NOOP("Linking", "The house has no id, so no household can name it."),
    (Step.HOUSE, Break.DUPLICATE_ID): QT_TRANSLATE_NOOP("Linking", "Another house has the id “{id}” too."),
    (Step.HOUSEHOLD, Break.NO_ID): QT_TRANSLATE_NOOP("Linking", "The household has no id, so no person can name it."),
    (Step.HOUSEHOLD, Break.DUPLICATE_ID): QT_TRANSLATE_NOOP("Linking", "Another household has the id “{id}” too."),
    (Step.HOUSEHOLD, Break.NO_REFERENCE): QT_TRANSLATE_NOOP("Linking", "The household names no house."),
    (Step.HOUSEHOLD, Break.AMBIGUOUS_REFERENCE): QT_TRANSLATE_NOOP(
        "Linking", "Several houses have the id “{refers_to}”, and they are not all in the same grid."
    ),
    (Step.HOUSEHOLD, Break.HOUSE_BROKEN): QT_TRANSLATE_NOOP("Linking", "The house “{refers_to}” has no grid."),
    (Step.PERSON, Break.NO_ID): QT_TRANSLATE_NOOP("Linking", "The person has no id."),
    (Step.PERSON, Break.DUPLICATE_ID): QT_TRANSLATE_NOOP("Linking", "Another person has the id “{id}” too."),
    (Step.PERSON, Break.NO_REFERENCE): QT_TRANSLATE_NOOP("Linking", "The person names no household."),
    (Step.PERSON, Break.AMBIGUOUS_REFERENCE): QT_TRANSLATE_NOOP(
        "Linking", "Several households have the id “{refers_to}”, and they are not all in the same grid."
    ),
}

_NO_HOUSE = QT_TRANSLATE_NOOP("Linking", "The household “{refers_to}” has no house.")
_NO_GRID = QT_TRANSLATE_NOOP("Linking", "The house of the household “{refers_to}” has no grid.")

_UNKNOWN = {
    (Step.HOUSEHOLD, NONE): QT_TRANSLATE_NOOP("Linking", "No house has the id “{refers_to}”."),
    (Step.HOUSEHOLD, Step.HOUSEHOLD): QT_TRANSLATE_NOOP(
        "Linking", "No house has the id “{refers_to}”; it is the id of a household."
    ),
    (Step.HOUSEHOLD, Step.PERSON): QT_TRANSLATE_NOOP(
        "Linking", "No house has the id “{refers_to}”; it is the id of a person."
    ),
    (Step.PERSON, NONE): QT_TRANSLATE_NOOP("Linking", "No household has the id “{refers_to}”."),
    (Step.PERSON, Step.HOUSE): QT_TRANSLATE_NOOP(
        "Linking", "No household has the id “{refers_to}”; it is the id of a house."
    ),
    (Step.PERSON, Step.PERSON): QT_TRANSLATE_NOOP(
        "Linking", "No household has the id “{refers_to}”; it is the id of a person."
    ),
}
"""What is said of an unknown id, by the step that has it."""

_COUNTED = {
    Step.HOUSE: QT_TRANSLATE_NOOP("Linking", "Houses: {count:,}, of these in a grid: {linked:,}."),
    Step.HOUSEHOLD: QT_TRANSLATE_NOOP("Linking", "Households: {count:,}, of these linked to a grid: {linked:,}."),
    Step.PERSON: QT_TRANSLATE_NOOP("Linking", "People: {count:,}, of these linked to a grid: {linked:,}."),
}
_BROKEN = {
    Step.HOUSE: QT_TRANSLATE_NOOP("Linking", "Breaks at houses: {count:,} ({kinds})."),
    Step.HOUSEHOLD: QT_TRANSLATE_NOOP("Linking", "Breaks at households: {count:,} ({kinds})."),
    Step.PERSON: QT_TRANSLATE_NOOP("Linking", "Breaks at people: {count:,} ({kinds})."),
}
