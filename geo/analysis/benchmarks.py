"""Measures of counties and unitary authorities: an authority beside England, its region and its statistical neighbours."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

import numpy as np
import pandas as pd

from geo.base.errors import UnknownIdError
from geo.base.vocabulary import WORSE_SIGN

if TYPE_CHECKING:
    from geo.store.atlas import Atlas

# The same thing from the same publisher, in a measure of ours and in the tool's, which rounds it.
SAME: Final = {"lait_fsp_new_gooddev": "gld", "lait_fsp_gooddev_fsm": "gld_fsm"}
# Share of the children who take up funded hours: of two-year-olds, and of three- and four-year-olds.
TAKE_UP: Final = ("lait_pct_2yr_olds", "lait_pct_3_4yr_olds")
LISTED: Final = (
    "measure_id", "measure", "topic", "unit", "polarity", "year_type", "period", "area_code", "authority", "value", "flag", "england",
    "region", "region_name", "neighbours_mean", "neighbours_counted", "place", "placed", "updated_on", "source",
)  # fmt: skip
DECIMALS: Final = 6


@dataclass(frozen=True)
class Authority:
    """A county or unitary authority of the atlas and what it is compared with.

    Parameters
    ----------
    number : str
        The department's number.
    name, code : str
        Name, and ONS code.
    region : str
        Name of its region; empty if it is not known.
    neighbours : tuple of str
        Numbers of its statistical neighbours, the most alike first.
    """

    number: str
    name: str
    code: str
    region: str
    neighbours: tuple[str, ...]


def authorities(atlas: Atlas) -> list[Authority]:
    """List the authorities of the atlas that have figures, by name."""
    areas = atlas.upper_tier.areas.fillna("")
    ours = areas[areas["area_code"] != ""].sort_values("name")
    return [
        Authority(str(number), row["name"], row["area_code"], row["region"], tuple(filter(None, row["neighbours"].split(";"))))
        for number, row in zip(ours.index, ours.to_dict("records"), strict=True)
    ]


def over_time(atlas: Atlas, measure: str, authority: Authority) -> pd.DataFrame:
    """Figures of an authority in every year, and those that it is compared with.

    Parameters
    ----------
    atlas : Atlas
        The data.
    measure : str
        Id of the measure.
    authority : Authority
        Whose figures.

    Returns
    -------
    DataFrame
        Index period, sorted; columns value, flag, england, region, neighbours_mean (plain mean of the neighbours that have a figure),
        neighbours_counted (how many have), place (1 is the best of authority and neighbours, or the highest where no direction is better;
        equal figures share the better place) and placed (of how many). Missing where there is no figure.

    Raises
    ------
    UnknownIdError
        There is no such measure.
    """
    upper = atlas.upper_tier
    if measure not in upper.measures.index:
        raise UnknownIdError("measure", measure, [str(key) for key in upper.measures.index])
    rows = upper.figures[upper.figures["measure_id"] == measure]
    wide = rows.pivot_table(index="period", columns="area_number", values="value", dropna=False, aggfunc="first").sort_index()
    empty = pd.Series(np.nan, index=wide.index)
    regions = upper.areas.index[(upper.areas["kind"] == "region") & (upper.areas["name"] == authority.region)]
    england = upper.areas.index[upper.areas["kind"] == "england"]
    beside = wide.reindex(columns=list(authority.neighbours))
    own = wide.get(authority.number, empty)
    flags = rows[rows["area_number"] == authority.number].set_index("period")["flag"]
    sign = WORSE_SIGN.get(str(upper.measures.at[measure, "polarity"]), -1.0)
    better = beside.mul(sign).lt(sign * own, axis=0).sum(axis=1)
    table = {
        "value": own,
        "flag": flags.reindex(wide.index).fillna(""),
        "england": wide.get(england[0], empty) if len(england) else empty,
        "region": wide.get(regions[0], empty) if len(regions) else empty,
        "neighbours_mean": beside.mean(axis=1),
        "neighbours_counted": beside.notna().sum(axis=1),
        "place": (1 + better).where(own.notna()),
        "placed": (1 + beside.notna().sum(axis=1)).where(own.notna()),
    }
    return pd.DataFrame(table)


def latest(atlas: Atlas, measure: str, authority: Authority) -> pd.Series[float]:
    """Give the newest year of `over_time` in which the authority has a figure, its period as the name; or the last row without one."""
    table = over_time(atlas, measure, authority)
    known = table.dropna(subset="value")
    row: pd.Series[float] = (known if len(known) else table).iloc[-1]
    return row


def benchmark_list(atlas: Atlas, measure: str | None = None) -> pd.DataFrame:
    """List figures with what they are compared with: every year of one measure, or the newest year of all.

    Parameters
    ----------
    atlas : Atlas
        The data.
    measure : str, optional
        Id of one measure; default: the newest figures of all.

    Returns
    -------
    DataFrame
        Columns `LISTED`, by topic, measure, authority and period; no rows where the data hold no such figures.

    Raises
    ------
    UnknownIdError
        There is no such measure.
    """
    measures = atlas.upper_tier.measures.sort_values(["topic", "name"])
    wanted = [str(key) for key in measures.index] if measure is None else [measure]
    parts = []
    for key in wanted:
        for authority in authorities(atlas):
            table = over_time(atlas, key, authority)
            if measure is None:
                known = table.dropna(subset="value")
                table = known.tail(1)
            facts = measures.loc[key, ["topic", "unit", "polarity", "year_type", "updated_on"]].to_dict()
            source = str(atlas.sources.at[str(measures.at[key, "source_id"]), "title"])
            facts |= {"measure_id": key, "measure": measures.at[key, "name"], "area_code": authority.code, "authority": authority.name}
            whole = table.reset_index()
            parts.append(whole.assign(**{str(name): fact for name, fact in facts.items()}, region_name=authority.region, source=source))
    listed = pd.concat(parts, ignore_index=True) if parts else pd.DataFrame(columns=list(LISTED))
    return listed[list(LISTED)].round(DECIMALS)


def same_here(atlas: Atlas, measure: str, authority: Authority) -> tuple[str, str, float] | None:
    """Find the same figure among our own measures: id, period and value of the measure that holds it, more exactly than the tool.

    Returns
    -------
    tuple or None
        None where no measure of ours is about the same thing, or it has no figure of the authority.
    """
    ours = SAME.get(measure, "")
    rows = atlas.indicator_values[
        (atlas.indicator_values["indicator_id"] == ours) & (atlas.indicator_values["area_code"] == authority.code)
    ]
    rows = rows.dropna(subset="value").sort_values("period")
    return (ours, str(rows["period"].iloc[-1]), float(rows["value"].iloc[-1])) if len(rows) else None
