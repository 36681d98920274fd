"""The part of ``config.toml`` that says under which names the dashboard is reached, and how much one reader may ask of the server."""

from __future__ import annotations

import ipaddress
import re
from typing import Annotated

from pydantic import AfterValidator, BaseModel, ConfigDict, Field

# A host name, or an address of either Internet protocol, as a browser writes one, and a port. Nothing of it can end a quotation or a word.
HOST = re.compile(r"(?P<name>[a-z0-9]([a-z0-9_-]*[a-z0-9])?(\.[a-z0-9]([a-z0-9_-]*[a-z0-9])?)*|\[[0-9a-f:.]+\])(:\d{1,5})?", re.ASCII)
LONGEST_NAME = 253


def _host_name(given: str) -> str:
    if host_name(given) != given.lower():
        raise ValueError(
            f"'{given}' is not the name of a server alone. Write it as it stands in the address bar, without https://, port and path, such "
            "as gapmap.example.gov.uk"
        )
    return given


HostName = Annotated[str, AfterValidator(_host_name)]
# A scheme, a host that may begin with a wildcard, and a port: nothing that could end a word of the policy it is written into.
Origin = Annotated[str, Field(max_length=LONGEST_NAME, pattern=r"^https?://(\*\.)?[A-Za-z0-9.-]+(:\d{1,5})?$")]
Count = Annotated[int, Field(gt=0)]
Rate = Annotated[float, Field(gt=0, allow_inf_nan=False)]

Share = Annotated[float, Field(gt=0, le=1)]


class Server(BaseModel):
    """How the server may be asked.

    Parameters
    ----------
    allowed_hosts : tuple of str
        Names of the server as browsers write them, without scheme and port. Empty: every name that is written as one may stand in a link;
        the server answers to addresses in numbers and to names without a dot alone, which nobody outside can point at it.
    frame_ancestors : tuple of str
        Web pages that may show the dashboard in a frame, such as ``https://intranet.example.gov.uk``, besides the dashboard's own.
    message_kb : int
        Size of one message of a browser, in kB of 1,000 bytes.
    runs_per_s, client_runs_per_s : float
        Messages a second in the long run: of one visit, and of all visits from one address. Later ones wait.
    sockets, sockets_per_client : int
        Visits open at the same time: in all, and from one address.
    client_requests_per_s : float
        Requests a second in the long run of programs at one address, for the addresses below ``/api/``; later ones are refused.
    kept_files_mb : int
        Memory for what these addresses gave last, in MB of 1,000,000 bytes.
    work_at_once : int
        How many new questions are worked out at the same time.
    work_burst_s, client_work_burst_s : float
        Computing time in seconds that may be used at once for new questions: by one visit, and by all visits from one address.
    work_share, client_work_share : float
        Share of one processor that may be used for new questions in the long run, by the same.
    kept_scenes : int
        How many combinations of borders, settings and left-out providers are remembered; the least used goes first.
    kept_answers : int
        How many answers of each kind (a list, a picture, a part of a page) are remembered; the least used goes first.
    cache_folder : str
        Where answers that take long are kept for the next start and for other processes, each council's in a folder of its own below it;
        empty: the cache folder of the user that the server runs as. A path is relative to ``config.toml``.
    cache_mb : int
        How much of the disk they may take, in MB of 1,000,000 bytes; the oldest goes first. 0: none is kept.
    """

    model_config = ConfigDict(extra="forbid", frozen=True)

    allowed_hosts: tuple[HostName, ...] = ()
    frame_ancestors: tuple[Origin, ...] = ()
    message_kb: Count = 1_000
    runs_per_s: Rate = 3.0
    client_runs_per_s: Rate = 40.0
    sockets: Count = 400
    sockets_per_client: Count = 100
    client_requests_per_s: Rate = 100.0
    kept_files_mb: Count = 64
    work_at_once: Count = 2
    work_burst_s: Rate = 30.0
    client_work_burst_s: Rate = 300.0
    work_share: Share = 0.05
    client_work_share: Share = 0.5
    kept_scenes: Count = 24
    kept_answers: Count = 256
    cache_folder: str = ""
    cache_mb: Annotated[int, Field(ge=0)] = 256

    def allows(self, host: str) -> bool:
        """Whether a host, with or without a port, is one of the server's own.

        Parameters
        ----------
        host : str
            As the ``Host`` header or an address names it.
        """
        name = host_name(host)
        return name is not None and (not self.allowed_hosts or name in {known.lower() for known in self.allowed_hosts})

    def answers(self, host: str) -> bool:
        """Whether a request to a host is answered: one of the server's own, and none that a web page elsewhere could take for itself.

        Parameters
        ----------
        host : str
            As the ``Host`` header names it.
        """
        name = host_name(host)
        return name is not None and (self.allows(host) if self.allowed_hosts else _of_this_network(name))


def host_name(host: str) -> str | None:
    """Give the name of a host without its port, in small letters; None if it is not written as one."""
    match = HOST.fullmatch(host.lower()) if len(host) <= LONGEST_NAME else None
    return match["name"] if match else None


def _of_this_network(name: str) -> bool:
    """Whether nobody outside can lead a browser here under this name: somebody else's domain always has a dot."""
    if "." not in name or name.endswith(".localhost"):
        return True
    try:
        ipaddress.ip_address(name.strip("[]"))
    except ValueError:
        return False
    return True
