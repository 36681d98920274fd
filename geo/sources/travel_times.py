"""Travel times that a council had measured by a router: one row a neighbourhood and provider, as r5py or OpenTripPlanner write them."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

import pandas as pd

from geo.errors import Problem
from geo.intake.cells import to_number
from geo.intake.layout import Layout
from geo.intake.register import Rejects
from geo.intake.result import ROW, Counts, Intake

if TYPE_CHECKING:
    from geo.intake.layout import Setting
    from geo.intake.sheet import Sheet
    from geo.store import Atlas

NEEDS: Final = {
    "origin_code": ("origin_code", "from_id", "origin", "from", "lsoa_code", "LSOA21CD"),
    "provider_id": ("provider_id", "to_id", "destination", "to", "urn"),
    "minutes": ("minutes", "travel_time", "travel_time_p50", "travel_time_minutes", "duration_minutes"),
}
SOURCE_ID: Final = "travel_times"
NOT_MINUTES: Final = "is not a number of minutes, 0 or more. Correct it, or leave it empty where there is no way."
TWICE: Final = "is there twice for this neighbourhood. Keep one of the rows."
NONE_KNOWN: Final = (
    "no row names both a neighbourhood (LSOA code) of the atlas or around it and a provider (provider_id or URN) of providers.csv. Make "
    "the times for the origins in areas.csv and surroundings.csv and the destinations in providers.csv: `python -m geo export` writes them."
)


def read_times(sheet: Sheet, setting: Setting) -> Intake:
    """Read travel times; they replace all that were brought before.

    A row without minutes is a pair without a way, as routers write it.
    """
    rows, atlas = sheet.pick(NEEDS), setting.atlas
    provider = provider_ids(rows["provider_id"], atlas)
    from_here = rows["origin_code"].isin([*atlas.at("lsoa").index, *atlas.surroundings.index])
    known = from_here & provider.notna()
    read = to_number(rows["minutes"])
    wrong = known & (read.wrong | (read.value < 0))
    pairs = pd.DataFrame({"origin": rows["origin_code"], "provider": provider})
    twice = known & pairs.duplicated(keep=False)
    rejects = Rejects()
    rejects.add(rows.loc[wrong, "minutes"], "minutes", NOT_MINUTES)
    rejects.add(rows.loc[twice, "provider_id"], "provider_id", TWICE)
    good = known & ~wrong & ~twice
    times = pd.DataFrame({"origin_code": rows["origin_code"], "provider_id": provider, "minutes": read.value, "source_id": SOURCE_ID})
    times = times[good].rename_axis(ROW)
    told = Counts(len(rows), len(times), 0, int((~known).sum()), rejects.count)
    if times.empty:
        return Intake("travel_times", sheet.file, {}, {}, told, rejects.table(), (Problem(sheet.file, NONE_KNOWN),))
    tables = {"travel_times.csv": times, "sources.csv": pd.DataFrame([_source(sheet)])}
    notes = _notes(times, rows.loc[provider.isna(), "provider_id"], atlas)
    replaces = {"travel_times.csv": {"source_id": (SOURCE_ID,)}}
    return Intake("travel_times", sheet.file, tables, replaces, told, rejects.table(), notes=notes)


def provider_ids(written: pd.Series[str], atlas: Atlas) -> pd.Series[str]:
    """Find providers by their id, or by a URN that only one of them has; missing where there is none."""
    by_urn = atlas.providers.reset_index().dropna(subset="urn").drop_duplicates("urn", keep=False).set_index("urn")["provider_id"]
    return written.where(written.isin(atlas.providers.index), written.map(by_urn))


def _notes(times: pd.DataFrame, unknown: pd.Series[str], atlas: Atlas) -> tuple[str, ...]:
    lsoas = atlas.at("lsoa").index
    origins, ends = times["origin_code"].nunique(), times["provider_id"].nunique()
    inside = int(lsoas.isin(times["origin_code"]).sum())
    told = (
        f"Times from {inside:,} of {len(lsoas):,} neighbourhoods of the atlas and {origins - inside:,} around it to {ends:,} of "
        f"{len(atlas.providers):,} providers. Between these, a pair without a row or without minutes is out of reach; all others keep the "
        "estimate."
    )
    others = unknown.nunique()
    return (told, f"{others:,} destinations are no providers of this atlas.") if others else (told,)


def _source(sheet: Sheet) -> dict[str, str]:
    return {
        "source_id": SOURCE_ID,
        "title": f"Travel times: {sheet.file}",
        "publisher": "Own calculation",
        "licence": "As its owner allows",
        "attribution": f"Own calculation: {sheet.file}",
    }


LAYOUTS: Final = (Layout("travel_times", "Travel times (neighbourhood, provider, minutes)", NEEDS, read_times),)
