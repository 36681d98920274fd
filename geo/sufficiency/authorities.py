"""The authorities whose duty a report is on: counties and unitary authorities with their districts."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from geo.analysis.benchmarks import authorities
from geo.base.errors import UnknownIdError

if TYPE_CHECKING:
    from collections.abc import Iterable

    from geo.store.atlas import Atlas


@dataclass(frozen=True)
class ReportAuthority:
    """An authority that a report can be on.

    Parameters
    ----------
    code, name : str
        ONS code, and name.
    districts : tuple of str
        Codes of its districts; its own where it is unitary.
    """

    code: str
    name: str
    districts: tuple[str, ...]


def report_authorities(atlas: Atlas) -> list[ReportAuthority]:
    """List the authorities of the atlas that have a name and that no district reaches beyond, by name."""
    lsoas, districts = atlas.at("lsoa"), atlas.at("district")["name"]
    names = {str(code): str(name) for code, name in districts.items()} | {one.code: one.name for one in authorities(atlas)}
    authorities_in = lsoas.groupby("district_code")["utla_code"].nunique(dropna=False)
    found = []
    for code, of in lsoas.groupby("utla_code"):
        own = sorted(set(of["district_code"]), key=lambda one: str(districts[one]))
        if str(code) in names and (authorities_in[own] == 1).all():
            found.append(ReportAuthority(str(code), names[str(code)], tuple(map(str, own))))
    return sorted(found, key=lambda one: one.name)


def authority_of(atlas: Atlas, districts: Iterable[str]) -> ReportAuthority | None:
    """Give the authority that has these districts and no others; None where there is none."""
    wanted = set(districts)
    return next((one for one in report_authorities(atlas) if set(one.districts) == wanted), None) if wanted else None


def find_authority(atlas: Atlas, asked: str) -> ReportAuthority:
    """Give the authority of a code or a name.

    Raises
    ------
    UnknownIdError
        There is none; the message names those that there are.
    """
    every = report_authorities(atlas)
    for one in every:
        if asked.casefold() in (one.code.casefold(), one.name.casefold()):
            return one
    raise UnknownIdError("authority", asked, [f"{one.code} ({one.name})" for one in every])
