"""The parts of ``config.toml`` that say what the server tells whoever watches it."""

from __future__ import annotations

from typing import Annotated

from pydantic import BaseModel, ConfigDict, Field


class Logs(BaseModel):
    """Lines of JSON on standard error.

    Parameters
    ----------
    lines : bool
        Whether each run of a page, and each request for an address for programs, gets one.
    slow_s : float
        Those that take so many seconds or more get one in any case, marked as slow; 0: none does.
    """

    model_config = ConfigDict(extra="forbid", frozen=True)

    lines: bool = False
    slow_s: Annotated[float, Field(ge=0, allow_inf_nan=False)] = 0.0
