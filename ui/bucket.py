"""An allowance that fills up again by itself: so much at once, and so much a second in the long run."""

from __future__ import annotations

import time


class Bucket:
    """Token bucket that may go below zero: what is asked next waits until it is filled again.

    Parameters
    ----------
    rate : float
        What comes in, per second.
    most : float
        What it holds; it starts full.
    """

    def __init__(self, rate: float, most: float) -> None:
        self._rate, self._most = rate, most
        self._left, self._at = most, time.monotonic()

    @property
    def left(self) -> float:
        """What there is now; below zero if more was taken than there was."""
        now = time.monotonic()
        self._left, self._at = min(self._most, self._left + self._rate * (now - self._at)), now
        return self._left

    @property
    def full(self) -> bool:
        """Whether it is as if nothing had been taken."""
        return self.left >= self._most

    @property
    def wait_s(self) -> float:
        """Seconds until there is something again."""
        return max(0.0, -self.left / self._rate)

    def take(self, amount: float) -> None:
        """Take an amount, which may be more than there is."""
        self._left = self.left - amount
