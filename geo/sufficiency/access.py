"""Figures of the gap list, added up over a district or all of the report: each can be added up from the rows of the list itself."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

from geo.analysis.brief import brief
from geo.method.reasons import ROUNDING
from geo.sufficiency import labels
from geo.sufficiency.content import ReportFigure

if TYPE_CHECKING:
    import pandas as pd

    from geo.sufficiency.labels import Basis
    from geo.sufficiency.material import Material


@dataclass(frozen=True)
class Added:
    """A figure that is added up from the gap list: what it is, of what, how it is known, and its digits."""

    label: str
    unit: str
    basis: Basis = "worked_out"
    decimals: int = 0


ADDED: Final = {
    "areas": Added("Neighbourhoods", "neighbourhoods", "counted"),
    "children": Added("Children under five", "children", "estimated"),
    "access": Added("Access", "", decimals=2),
    "minutes": Added("Journey to the nearest provider", "minutes", decimals=1),
    "short_areas": Added("Neighbourhoods below the target", "neighbourhoods"),
    "short_children": Added("Children in neighbourhoods below the target", "children"),
    "shortfall": Added("Places short of the target", "places", decimals=1),
    "none_in_reach": Added("Neighbourhoods with no provider in reach", "neighbourhoods"),
    "priority": Added("Priority gaps", "neighbourhoods"),
    "priority_children": Added("Children in priority gaps", "children"),
}


def added(material: Material, name: str, code: str = "", *, only: pd.Series[bool] | None = None, group: str = "") -> ReportFigure:
    """Add up one figure.

    Parameters
    ----------
    material : Material
        With the gap list.
    name : str
        A key of `ADDED`.
    code : str
        District; empty for all of the report.
    only : Series of bool, optional
        Rows of the gap list that count.
    group : str
        What these are called in the name of the figure.
    """
    what, rows = ADDED[name], material.of_district(code) if code else material.listed
    rows = rows if only is None else rows[only.loc[rows.index]]
    is_children = name == "children"
    return ReportFigure(
        f"gap.{code or 'area'}.{f'{group}.' if group else ''}{name}",
        f"{what.label}{f': {group}' if group else ''}",
        _value(material, name, rows, code if only is None else ""),
        what.unit or material.unit,
        material.children_date if is_children else material.worked_out_date,
        material.children_sources if is_children else labels.WORKED_OUT,
        what.basis,
        code,
        str(material.districts.at[code, "area_label"]) if code else material.area,
        what.decimals,
    )


def _value(material: Material, name: str, rows: pd.DataFrame, code: str) -> float:
    """Add up a figure of some rows; ``code`` is that of the district whose rows they are, if they are all of one."""
    if name == "access" and code:
        # The list of districts has it.
        return float(material.districts["access"][code])
    # As shown: the list rounds access, and says "below" of the same figure.
    short, told = rows["access"].astype(float) < round(material.target, 2) - ROUNDING, brief(rows, rows)
    found: dict[str, float] = {
        "areas": told.areas,
        "children": told.children,
        "access": told.access,
        "minutes": told.nearest_minutes,
        "short_areas": short.sum(),
        "short_children": rows.loc[short, "children_0_4"].sum(),
        "shortfall": rows["shortfall_places"].astype(float).sum(),
        "none_in_reach": told.none_in_reach,
        "priority": told.priority_areas,
        "priority_children": told.children_in_priority,
    }
    return float(found[name])


def target(material: Material) -> ReportFigure:
    """Give the target of access."""
    return ReportFigure("rule.target", "Target of access", material.target, material.unit, "", labels.SETTINGS, "rule", decimals=1)


def low_income(material: Material) -> pd.Series[bool]:
    """Mark the neighbourhoods of the third of the atlas with most low-income families."""
    third = material.model.low_income["lsoa"]
    codes = material.model.areas["lsoa"].index
    marked: pd.Series[bool] = material.listed["area_code"].isin(
        [str(code) for code, value in zip(codes, third, strict=True) if value == "high"]
    )
    return marked
