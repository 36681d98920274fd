"""The part of ``config.toml`` that says where a publisher keeps a file."""

from __future__ import annotations

from typing import Literal

from pydantic import BaseModel, ConfigDict, Field, model_validator


class Download(BaseModel):
    """Where the current file of a source is: its address, or a page and the link to look for there."""

    model_config = ConfigDict(extra="forbid", frozen=True)

    address: str = Field(default="", pattern=r"^(https?://.+)?$")
    page: str = Field(default="", pattern=r"^(https?://.+)?$")
    link: str = ""
    kind: Literal["csv", "xlsx", "ods", "zip", "table"]

    @model_validator(mode="after")
    def _leads_somewhere(self) -> Download:
        if not self.address and not (self.page and self.link):
            raise ValueError("give an address, or a page together with the link to look for on it")
        return self
