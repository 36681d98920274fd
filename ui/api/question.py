"""What a program asks for: the parameters of a page's link, read as pages read them, but nothing is left out or rounded in silence."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

from geo.base.errors import GapMapError
from ui.api.parameters import parameter
from ui.scene import loading, local
from ui.scene.offers import offers
from ui.view import address, finds, scenes
from ui.view.kept import opened
from ui.view.state import DEFAULTS
from ui.words import api as words

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping, Sequence

    from geo.whatif.scene import Choices, Scene
    from ui.api.register import Address
    from ui.view.state import View

# More problems than anybody reads are counted.
MOST_TOLD: Final = 20
# What is valid for these depends on another parameter: while that one is wrong, nothing can be said of them.
DEPEND: Final = {"outcome": ("service", "weight", "target"), "borders": ("district",)}


class NotUnderstoodError(GapMapError):
    """A question that was not understood; carries everything that is wrong with it, or how much more there is."""

    def __init__(self, problems: Sequence[str]) -> None:
        further = [words.more_problems(len(problems) - MOST_TOLD)] if len(problems) > MOST_TOLD else []
        self.count, self.problems = len(problems), (*problems[:MOST_TOLD], *further)
        super().__init__("\n".join(self.problems))


class UnavailableError(GapMapError):
    """A question that cannot be answered now, and can later."""


@dataclass(frozen=True)
class Inquiry:
    """What is asked of which data; two questions that are equal have the same answer.

    Parameters
    ----------
    scene : Scene
        The data as they are.
    view : View
        What is asked.
    choices : Choices
        What the view changes about them now.
    address, ending : str
        What is asked for, and in which format.
    """

    scene: Scene
    view: View
    choices: Choices
    address: str
    ending: str


def read(wanted: Address, ending: str, pairs: Iterable[tuple[str, str]]) -> Inquiry:
    """Read a question.

    Parameters
    ----------
    wanted : Address
        What is asked for.
    ending : str
        In which format.
    pairs : iterable of (str, str)
        The parameters, as they stand in the address.

    Raises
    ------
    NotUnderstoodError
        With everything that is wrong.
    ConfigError, DataError
        The data cannot be used.
    UnavailableError
        Local knowledge cannot be read, and is needed.
    RestNeededError
        New borders were asked for, and the address has used what it may.
    """
    given: dict[str, list[str]] = {}
    for name, value in pairs:
        given.setdefault(name, []).append(value)
    kept = opened(given)
    if kept.problem:
        raise NotUnderstoodError([kept.problem])
    given = {name: value if isinstance(value, list) else [value] for name, value in kept.given.items()}
    # The same home or class may be built twice.
    values = {name: written if name in address.REPEATED else list(dict.fromkeys(written)) for name, written in given.items()}
    asked = {name: own for name, own in values.items() if name in wanted.parameters}
    often = {name: own for name, own in asked.items() if len(own) > _most(name)}
    scene = loading.load()
    reading = address.read(
        {name: own if _several(name) else own[0] for name, own in asked.items() if name not in often},
        scene.settings,
        lambda borders: offers(scenes.within(scene, borders)),
        marked=local.may_leave_out(),
    )
    problems = [
        *(words.unknown_name(name, wanted.parameters) for name in values if name not in DEFAULTS),
        *(words.no_effect(name, instead) for name, instead in wanted.instead.items() if name in values),
        *_of_values(scene, reading, asked, often),
        *(words.unknown_value(*remark) for remark in wanted.remarks(scene, reading.view)),
    ]
    if problems:
        raise NotUnderstoodError(problems)
    if reading.view.without_marked and local.known().problems:
        raise UnavailableError(words.LOCAL_UNREADABLE)
    view, broken = scenes.mended(scene, reading.view)
    if broken:
        raise NotUnderstoodError([words.broken_change(change.written, change.why) for change in broken])
    return Inquiry(scene, view, scenes.choices(scene, view), wanted.name, ending)


def _most(name: str) -> int:
    return finds.MOST if name == "find" else address.MOST_VALUES if _several(name) else 1


def _several(name: str) -> bool:
    return isinstance(DEFAULTS[name], list)


def _of_values(scene: Scene, reading: address.Reading, asked: Mapping[str, list[str]], often: Mapping[str, list[str]]) -> Iterator[str]:
    """Say what is wrong with values: too many, none that exists, numbers that would be rounded."""
    refused = [entry.partition("=")[::2] for entry in reading.refused]
    wrong = {*often, *(name for name, _ in refused)}
    untold = {other for name, others in DEPEND.items() if name in wrong for other in others}
    outcome, within = reading.view.query.outcome, scenes.within(scene, reading.view.borders)
    for name, own in often.items():
        yield (
            words.too_many_values(name, len(own), _most(name))
            if _several(name)
            else words.given_often(name, own, parameter(name, within, outcome).told)
        )
    for name, value in refused:
        if name not in untold:
            yield words.unknown_value(name, value, parameter(name, within, outcome).told)
    if "outcome" in wrong:
        return
    weighed = [written.partition(":")[0] for written in asked.get("weight", ()) if "weight" not in often]
    twice = [name for name in dict.fromkeys(weighed) if weighed.count(name) > 1]
    yield from map(words.weighed_often, twice)
    for written, taken in reading.rounded:
        if written.partition(":")[0] not in twice:
            yield words.between_steps(written if written.startswith("target=") else f"weight={written}", taken)
    if reading.no_weight:
        yield words.NO_WEIGHT
