"""What was read last without a fault: while newer files are broken, or only half copied, it goes on being served, and pages say so."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import datetime
from typing import TYPE_CHECKING, Generic, TypeVar

from geo.base.errors import Problem, ProblemsError

if TYPE_CHECKING:
    from collections.abc import Callable

T = TypeVar("T")


@dataclass(frozen=True)
class Trouble:
    """What is wrong with the files, and since when that has been seen.

    Parameters
    ----------
    problems : tuple of Problem
        Everything that is wrong.
    since : datetime
        When it was first seen, in the server's own time.
    """

    problems: tuple[Problem, ...]
    since: datetime


@dataclass(frozen=True)
class _Held(Generic[T]):
    """One good thing, the place it belongs to, and the stamp of the files that could not take its place."""

    place: object
    good: T
    broken: str = ""
    trouble: Trouble | None = None


@dataclass
class LastGood(Generic[T]):
    """The last thing of one kind that could be made.

    Parameters
    ----------
    is_good : callable, optional
        Whether it can still be used; default: for ever.
    """

    is_good: Callable[[T], bool] = lambda _: True
    _held: list[_Held[T]] = field(default_factory=list)

    def use(self, place: object, stamp: str, make: Callable[[], T]) -> T:
        """Make a thing; if that fails, give the last good one of the same place.

        Parameters
        ----------
        place : object
            What it is made from, such as the path of the settings.
        stamp : str
            Tells versions of the files apart: files that were broken are not read again until they change.
        make : callable
            Makes it, or gives it from a loading.

        Raises
        ------
        ProblemsError
            It cannot be made, and there is no good one.
        """
        held = next((entry for entry in self._held if entry.place == place and self.is_good(entry.good)), None)
        if held is not None and held.broken == stamp:
            return held.good
        try:
            good = make()
        except ProblemsError as error:
            if held is None:
                raise
            since = datetime.now().astimezone() if held.trouble is None else held.trouble.since
            self._held = [_Held(place, held.good, stamp, Trouble(error.problems, since))]
            return held.good
        self._held = [_Held(place, good)]
        return good

    def trouble(self, place: object) -> Trouble | None:
        """Say what is wrong now; None if nothing is."""
        return next((entry.trouble for entry in self._held if entry.place == place), None)
