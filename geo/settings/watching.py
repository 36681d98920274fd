"""The parts of ``config.toml`` that say what the server tells whoever watches it."""

from __future__ import annotations

import ipaddress
from typing import Annotated

from pydantic import AfterValidator, BaseModel, ConfigDict, Field


def _address(given: str) -> str:
    try:
        ipaddress.ip_address(given)
    except ValueError:
        message = f"'{given}' is not an address in numbers, such as 127.0.0.1"
        raise ValueError(message) from None
    return given


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


class Metrics(BaseModel):
    """Figures for Prometheus.

    Parameters
    ----------
    port : int
        Where they are asked for; 0: there are none.
    address : str
        Of this computer, in numbers: who can reach it can read them.
    """

    model_config = ConfigDict(extra="forbid", frozen=True)

    port: Annotated[int, Field(ge=0, le=65535)] = 0
    address: Annotated[str, AfterValidator(_address)] = "127.0.0.1"
