"""Travel times that a council had measured by a router: one row a neighbourhood and provider, as r5py or OpenTripPlanner write them."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

import pandas as pd

from geo.base.errors import Problem
from geo.intake.matching.layout import Layout
from geo.intake.matching.register import Rejects
from geo.intake.matching.result import Counts, Intake
from geo.intake.reading.cells import to_number
from geo.intake.reading.sheet import ROW

if TYPE_CHECKING:
    from geo.intake.matching.layout import Setting
    from geo.intake.reading.sheet import Sheet
    from geo.store.atlas import Atlas

NEEDS: Final = {
    "origin_code": ("origin_code", "area_code", "from_id", "origin", "from", "lsoa_code", "LSOA21CD"),
    "provider_id": ("provider_id", "to_id", "destination", "to", "urn"),
    "minutes": ("minutes", "travel_time", "travel_time_p50", "travel_time_minutes", "duration_minutes"),
}
KNOWS: Final = {"mode": ("mode", "travel_mode", "transport_mode")}
# As routers name ways of travel -> as the settings do.
MODES: Final = {"drive": "drive", "driving": "drive", "car": "drive", "walk": "walk", "walking": "walk", "foot": "walk"}
NOT_MINUTES: Final = "is not a number of minutes, 0 or more. Correct it, or leave it empty where there is no way."
TWICE: Final = "is there twice for this neighbourhood. Keep one of the rows."
NO_MODE: Final = "is not drive or walk. Correct it; or take the column out, and all times stand for the mode of config.toml."
NONE_KNOWN: Final = (
    "no row names both a neighbourhood (LSOA code) of the atlas or around it and a provider (provider_id or URN) of providers.csv. Make "
    "the times for the origins in areas.csv and surroundings.csv and the destinations in providers.csv: `python -m geo export` writes them."
)


def read_times(sheet: Sheet, setting: Setting) -> Intake:
    """Read travel times; they replace all that were brought before for the same mode.

    A row without minutes is a pair without a way, as routers write it. A file without a column of modes is about the mode of the settings.
    """
    rows, atlas, usual = sheet.pick({**NEEDS, **KNOWS}), setting.atlas, setting.settings.access.mode
    mode = rows["mode"].str.strip().str.casefold().map(MODES) if "mode" in rows else pd.Series(usual, index=rows.index)
    provider = provider_ids(rows["provider_id"], atlas)
    from_here = rows["origin_code"].isin([*atlas.at("lsoa").index, *atlas.surroundings.index])
    known = from_here & provider.notna()
    read = to_number(rows["minutes"])
    wrong = known & (read.wrong | (read.value < 0))
    lost = known & mode.isna()
    pairs = pd.DataFrame({"mode": mode, "origin": rows["origin_code"], "provider": provider})
    twice = known & ~lost & pairs.duplicated(keep=False)
    rejects = Rejects()
    rejects.add(rows.loc[wrong, "minutes"], "minutes", NOT_MINUTES)
    rejects.add(rows.loc[twice, "provider_id"], "provider_id", TWICE)
    if lost.any():
        rejects.add(rows.loc[lost, "mode"], "mode", NO_MODE)
    times = pd.DataFrame({"origin_code": rows["origin_code"], "provider_id": provider, "mode": mode, "minutes": read.value})
    times = times.assign(source_id="travel_times_" + mode.astype("str"))[known & ~wrong & ~twice & ~lost].rename_axis(ROW)
    counted = Counts(len(rows), len(times), 0, int((~known).sum()), rejects.count)
    if times.empty:
        return Intake("travel_times", sheet.file, {}, {}, counted, rejects.table(), (Problem(sheet.file, NONE_KNOWN),))
    modes = tuple(times["mode"].unique())
    tables = {"travel_times.csv": times, "sources.csv": pd.DataFrame([_source(sheet, travel_mode) for travel_mode in modes])}
    notes = (
        *([] if "mode" in rows else [f"The file does not say how families travel: its times stand for {usual}, the mode of config.toml."]),
        *(_note(times[times["mode"] == travel_mode], travel_mode, atlas) for travel_mode in modes),
        *_unknown(rows.loc[provider.isna(), "provider_id"]),
    )
    replaces = {"travel_times.csv": {"mode": modes}}
    return Intake("travel_times", sheet.file, tables, replaces, counted, rejects.table(), notes=notes)


def provider_ids(written: pd.Series[str], atlas: Atlas) -> pd.Series[str]:
    """Find providers by their id, or by a URN that only one of them has; missing where there is none."""
    by_urn = atlas.providers.reset_index().dropna(subset="urn").drop_duplicates("urn", keep=False).set_index("urn")["provider_id"]
    return written.where(written.isin(atlas.providers.index), written.map(by_urn))


def _note(times: pd.DataFrame, mode: str, atlas: Atlas) -> str:
    lsoas = atlas.at("lsoa").index
    origins, ends = times["origin_code"].nunique(), times["provider_id"].nunique()
    inside = int(lsoas.isin(times["origin_code"]).sum())
    return (
        f"Times ({mode}) from {inside:,} of {len(lsoas):,} neighbourhoods of the atlas and {origins - inside:,} around it to {ends:,} of "
        f"{len(atlas.providers):,} providers. Between these, a pair without a row or without minutes is out of reach; all others keep the "
        "estimate."
    )


def _unknown(destinations: pd.Series[str]) -> list[str]:
    others = destinations.nunique()
    return [f"{others:,} destinations are no providers of this atlas."] if others else []


def _source(sheet: Sheet, mode: str) -> dict[str, str]:
    return {
        "source_id": f"travel_times_{mode}",
        "title": f"Travel times ({mode}): {sheet.file}",
        "publisher": "Own calculation",
        "licence": "As its owner allows",
        "attribution": f"Own calculation: {sheet.file}",
    }


LAYOUTS: Final = (Layout("travel_times", "Travel times (neighbourhood, provider, minutes)", NEEDS, read_times, KNOWS),)
