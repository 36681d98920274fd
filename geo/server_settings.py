"""The part of ``config.toml`` that says under which names the dashboard is reached."""

from __future__ import annotations

import re
from typing import Annotated

from pydantic import BaseModel, ConfigDict, Field

# A host name, or an address of either Internet protocol, as a browser writes one, and a port. Nothing of it can end a quotation or a word.
HOST = re.compile(r"(?P<name>[a-z0-9]([a-z0-9_-]*[a-z0-9])?(\.[a-z0-9]([a-z0-9_-]*[a-z0-9])?)*|\[[0-9a-f:.]+\])(:\d{1,5})?", re.ASCII)
LONGEST_NAME = 253

HostName = Annotated[str, Field(min_length=1, max_length=LONGEST_NAME, pattern=r"^[A-Za-z0-9._\[\]:-]+$")]


class Server(BaseModel):
    """How the server may be asked.

    Parameters
    ----------
    allowed_hosts : tuple of str
        Names of the server as browsers write them, without scheme and port. Empty: every name that is written as one.
    """

    model_config = ConfigDict(extra="forbid", frozen=True)

    allowed_hosts: tuple[HostName, ...] = ()

    def allows(self, host: str) -> bool:
        """Whether a host, with or without a port, is one of the server's own.

        Parameters
        ----------
        host : str
            As the ``Host`` header or an address names it.
        """
        found = HOST.fullmatch(host.lower()) if len(host) <= LONGEST_NAME else None
        return found is not None and (not self.allowed_hosts or found["name"] in {name.lower() for name in self.allowed_hosts})
