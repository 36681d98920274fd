"""An allowance that fills up again by itself: so much at once, and so much a second in the long run."""

from __future__ import annotations

import threading
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
    def share(self) -> float:
        """What there is now as a share of what it holds."""
        return self.left / self._most

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


class Buckets:
    """A bucket for each key; those that are full again are forgotten, for a new one is full too.

    Parameters
    ----------
    rate, most : float
        Of each.
    """

    def __init__(self, rate: float, most: float) -> None:
        self._rate, self._most = rate, most
        self._known: dict[str, Bucket] = {}
        self._lock = threading.Lock()

    def of(self, key: str) -> Bucket:
        """Give the bucket of a key."""
        with self._lock:
            if key not in self._known:
                self._known = {known: bucket for known, bucket in self._known.items() if not bucket.full}
                self._known[key] = Bucket(self._rate, self._most)
            return self._known[key]


class Together:
    """Buckets that are taken from together: the emptiest counts. Without any, there is no end."""

    def __init__(self, *buckets: Bucket) -> None:
        self._buckets = buckets

    @property
    def share(self) -> float:
        """Share that is left in the emptiest."""
        return min((bucket.share for bucket in self._buckets), default=float("inf"))

    @property
    def wait_s(self) -> float:
        """Seconds until there is something again in each."""
        return max((bucket.wait_s for bucket in self._buckets), default=0.0)

    def take(self, amount: float) -> None:
        """Take an amount from each."""
        for bucket in self._buckets:
            bucket.take(amount)
