"""The part of ``config.toml`` that says how people are known, and which role each of them has."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Annotated, Literal

from pydantic import BaseModel, ConfigDict, Field, IPvAnyNetwork, model_validator

from geo.base.vocabulary import STAFF_ROLES, StaffRole

HeaderName = Annotated[str, Field(pattern=r"^[A-Za-z0-9-]{1,100}$")]


class People(BaseModel):
    """How people are known, and what each of them may do.

    Parameters
    ----------
    known_by : {"none", "header", "openid"}
        Nobody is known; or a proxy does sign-in and writes who asks into a header; or people sign in here, by OpenID Connect.
    open_to_all : bool
        Where nobody is known: whether everybody who reaches the dashboard over a network may keep data and sign with any name. On the
        computer itself everybody may.
    proxies : tuple of network
        Addresses of the proxies whose headers count; from anybody else they count for nothing. ``127.0.0.1`` stands for this computer.
    name_header, groups_header : str
        Headers that hold who asks, and the groups that they are in, parted by commas; empty where there is none for groups.
    name_claim, groups_claim : str
        What a provider of OpenID Connect tells of who has signed in: their name, and the groups or roles that they have; empty where
        there is none for groups.
    session_hours : float
        How long a sign-in lasts.
    roles, groups : dict of str to str
        Role by name, and by group. Capital letters make no difference; of several roles the highest holds.
    default_role : str
        Role of whoever is known and has no other.
    unknown_role : str
        Role of whoever is not known, where others are.
    """

    model_config = ConfigDict(extra="forbid", frozen=True)

    known_by: Literal["none", "header", "openid"] = "none"
    open_to_all: bool = False
    proxies: tuple[IPvAnyNetwork, ...] = ()
    name_header: HeaderName = "X-Forwarded-User"
    groups_header: HeaderName | Literal[""] = ""
    name_claim: str = Field(default="email", min_length=1)
    groups_claim: str = ""
    session_hours: float = Field(default=12, gt=0, le=24 * 30)
    roles: dict[str, StaffRole] = {}
    groups: dict[str, StaffRole] = {}
    default_role: StaffRole = "reader"
    unknown_role: StaffRole = "reader"

    def role_of(self, name: str, groups: Iterable[str]) -> StaffRole:
        """Give the role of somebody who is known."""
        by_name, by_group = ({known.casefold(): role for known, role in table.items()} for table in (self.roles, self.groups))
        found = [by_name.get(name.casefold()), *(by_group.get(group.casefold()) for group in groups)]
        return max((role for role in found if role is not None), key=STAFF_ROLES.index, default=self.default_role)

    @model_validator(mode="after")
    def _is_whole(self) -> People:
        if self.known_by == "header" and not self.proxies:
            raise ValueError('known_by = "header" needs proxies: the addresses from which the header counts, such as ["127.0.0.1"]')
        if self.known_by != "none" and self.open_to_all:
            raise ValueError('open_to_all is for known_by = "none": where people are known, give whoever is not known an unknown_role')
        return self
