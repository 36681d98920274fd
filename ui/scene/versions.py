"""The version in use beside an earlier one: which there are to compare with, and what changed since."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from geo.store.kept import workspace_of
from geo.store.workspace_pointer import SHIPPED
from geo.whatif.then_now.gaps import Through, steps
from geo.whatif.then_now.summary import ThenNow, compare
from ui.scene import loading, memo, own_data

if TYPE_CHECKING:
    from geo.method.query import Query
    from geo.whatif.scene import Scene


@dataclass(frozen=True)
class Earlier:
    """A version that what is shown can be compared with.

    Parameters
    ----------
    number : int
        Its number; 0 is the shipped one.
    when, why : str
        When and why it was kept (UTC, ISO 8601); empty where the log does not say.
    """

    number: int
    when: str = ""
    why: str = ""


def earlier() -> list[Earlier]:
    """List what can be compared with, the usual one first: with own files the version in use, else the one that was in use before.

    Raises
    ------
    DataError
        The versions that are kept cannot be read.
    """
    versions, has_own = workspace_of(loading.shared_settings()), own_data.current() is not None
    if versions is None:
        return [Earlier(SHIPPED)] if has_own else []
    state = versions.state()
    way = [*reversed(state.way[: state.place + (1 if has_own else 0)])]
    others = [number for number in sorted({SHIPPED, *versions.numbers()}, reverse=True) if number not in way]
    listed = [number for number in (*way, *others) if has_own or number != state.version]
    kept = {step.version: step for step in versions.log().steps if step.action == "keep"}
    return [Earlier(number, kept[number].when, kept[number].why) if number in kept else Earlier(number) for number in listed]


def scene_of(number: int) -> Scene:
    """Give an earlier version with the recommended settings of today; raises `DataError` where it cannot be used with them."""
    return loading.of_version(number)


@memo.shared("Reading the two versions …", heavy=True, kind="scenes")
def _through(then: Scene, now: Scene) -> Through:
    return steps(then.model, now.model)


@memo.shared()
def compared(then: Scene, now: Scene, query: Query) -> ThenNow:
    """`geo.whatif.then_now.summary.compare`."""
    return compare(_through(then, now), query)
