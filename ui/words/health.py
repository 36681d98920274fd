"""Sentences about the state of the server. Anybody may read them, so they name no path, no address and nothing that a file holds."""

from __future__ import annotations

from typing import Final

_CHECK: Final = "`python -m geo check` on the server says what to mend."
NO_SETTINGS: Final = f"The settings cannot be read: {_CHECK}"
NO_STORE: Final = "The place where people keep data, notes and scenarios does not answer: `python -m geo workspace` on the server says why."
NO_DATA: Final = f"The data cannot be used: {_CHECK}"
NO_ANSWER: Final = "What the figures are read from has not answered in time."
AS_BEFORE: Final = f"Newer files cannot be read, so the figures are those of before: {_CHECK}"
NO_NOTES: Final = "Local knowledge cannot be read."
