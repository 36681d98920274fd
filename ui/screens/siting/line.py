"""Searches for the proven best, one at a time for all visits: each keeps a processor busy for up to half a minute."""

from __future__ import annotations

import threading
import time
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    from collections.abc import Callable

    import numpy as np
    from numpy.typing import NDArray

    from geo.siting.search import SiteSearch

# A page looks after its search about every second; one that has not looked for so long has gone.
GONE_S: Final = 20.0


@dataclass(eq=False)
class Ticket:
    """A search that was asked for.

    Parameters
    ----------
    key : str
        The question.
    make : callable
        Starts the search.
    sent : ndarray of int, optional
        Sites that came with a link, from which the search begins.
    search : SiteSearch, optional
        The search, once it is its turn.
    seen_s : float
        When its page last looked.
    """

    key: str
    make: Callable[[], SiteSearch]
    sent: NDArray[np.int64] | None = None
    search: SiteSearch | None = None
    seen_s: float = field(default_factory=time.monotonic)


class SearchLine:
    """Who searches and who waits."""

    def __init__(self) -> None:
        self._tickets: list[Ticket] = []
        self._lock = threading.Lock()

    def ahead(self, ticket: Ticket) -> int:
        """Say how many come first; a search whose turn it is begins. A ticket that is not in the line joins it.

        Raises
        ------
        OSError
            The search cannot be started; it has left the line.
        """
        with self._lock:
            ticket.seen_s = time.monotonic()
            for other in [other for other in self._tickets if ticket.seen_s - other.seen_s > GONE_S]:
                self._leave(other)
            if ticket not in self._tickets:
                self._tickets.append(ticket)
            place = self._tickets.index(ticket)
            if place == 0 and ticket.search is None:
                try:
                    ticket.search = ticket.make()
                except OSError:
                    self._leave(ticket)
                    raise
            return place

    def leave(self, ticket: Ticket) -> None:
        """Take a search out of the line, whatever it is at; what it found stays with it."""
        with self._lock:
            self._leave(ticket)

    def _leave(self, ticket: Ticket) -> None:
        if ticket in self._tickets:
            self._tickets.remove(ticket)
        if ticket.search is not None:
            ticket.search.stop()


LINE: Final = SearchLine()
