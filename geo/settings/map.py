"""The part of ``config.toml`` that says how maps are drawn."""

from __future__ import annotations

import re
from typing import Annotated, Literal

from pydantic import AfterValidator, BaseModel, ConfigDict

# One server, whose name goes into the policy that browsers are given, and the pattern of its tiles.
TILES = re.compile(r"https?://[A-Za-z0-9.-]+(:\d{1,5})?/[!#-&(-~]*", re.ASCII)


def _tile_address(address: str) -> str:
    if address and not TILES.fullmatch(address):
        raise ValueError(
            f"is no address of background tiles (found '{address}'). Write it as https://tiles.example.gov.uk/{{z}}/{{x}}/{{y}}.png: one "
            "server, without {s} or other signs in its name"
        )
    return address


class MapTiles(BaseModel):
    """How maps are drawn: an optional background (empty: no request to any other host), and what stands in for the detailed map."""

    model_config = ConfigDict(extra="forbid", frozen=True)

    simple: Literal["simple", "folium"] = "simple"
    tile_url: Annotated[str, AfterValidator(_tile_address)] = ""
    tile_attribution: str = ""
