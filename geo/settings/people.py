"""The part of ``config.toml`` that says how people are known."""

from __future__ import annotations

from pydantic import BaseModel, ConfigDict


class People(BaseModel):
    """How people are known, and what those may do who are not.

    Parameters
    ----------
    open_to_all : bool
        Whether everybody who reaches the dashboard over a network may keep data and sign with any name. On the computer itself
        everybody may.
    """

    model_config = ConfigDict(extra="forbid", frozen=True)

    open_to_all: bool = False
