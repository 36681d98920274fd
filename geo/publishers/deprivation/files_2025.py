"""Indices of Deprivation 2025 as MHCLG publishes them: files 1, 3, 5, 7 and the underlying figures."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

import pandas as pd

from geo.intake.matching.figures import Figures, product_definitions, to_intake
from geo.intake.matching.layout import Layout
from geo.intake.reading.cells import to_number
from geo.publishers.deprivation.people import PEOPLE_2025
from geo.publishers.deprivation.raw import IDACI_RANK, LSOA_CODE
from geo.publishers.deprivation.release import release_problems, releases_of
from geo.publishers.licences import OGL

if TYPE_CHECKING:
    from collections.abc import Mapping

    from geo.intake.matching.layout import Setting
    from geo.intake.matching.result import Intake
    from geo.intake.reading.sheet import Sheet

RELEASE: Final = "2025"
IMD_RANK: Final = ("Index of Multiple Deprivation (IMD) Rank (where 1 is most deprived)", "Index of Multiple Deprivation (IMD) Rank")
# MHCLG's names in the files of scores; a package that carries the files writes them in other words, which are in indicators.toml.
SCORES: Final = {
    "employment": "Employment Score (rate)",
    "living_environment": "Living Environment Score",
    "children_young_people": "Children and Young People Sub-domain Score",
    "adult_skills": "Adult Skills Sub-domain Score",
}
# A file cut to one area has no rank of the last neighbourhood of England.
ENGLAND_LSOAS_AT_LEAST: Final = 32_000
# One figure a district, repeated for each neighbourhood: it must not look as if it differed inside.
NOT_BY_LSOA: Final = frozenset({"homelessness"})
CUT: Final = "The file is cut to one area, so the place in England, which needs the ranks of all neighbourhoods, is not worked out."
KEPT: Final = "Counts behind a figure are not in this file; they are kept where the figure itself is the same as before."
IMD: Final = {
    "indicator_id": "imd",
    "name": "Deprivation of the neighbourhood (IMD rank)",
    "definition": "National rank of the neighbourhood on the Index of Multiple Deprivation; 1 is the most deprived.",
    "unit": "rank of LSOAs in England (1 = most deprived)",
    "polarity": "context",
    "published_level": "lsoa",
    "basis": "residence",
    "kind": "derived",
}


def columns_2025() -> dict[str, tuple[str, ...]]:
    """Return indicator -> the names that its figure has in the files of 2025."""
    named = {
        indicator_id: row["column"]
        for indicator_id, row in product_definitions().items()
        if row["source_id"].startswith("iod2025") and "column" in row
    }
    columns = {
        indicator_id: tuple(name for name in (SCORES.get(indicator_id), column) if name)
        for indicator_id, column in named.items()
        if indicator_id not in NOT_BY_LSOA
    }
    # The score of the sub-domain is the indicator itself: it has no other.
    columns["adult_skills"] = (*columns["adult_skills"], "adult_skills_score")
    return {"imd": (*IMD_RANK, "IMD_rank"), "idaci": IDACI_RANK, **columns}


def national_place(rank: pd.Series[float]) -> pd.Series[float]:
    """Turn ranks among all neighbourhoods of England into the per cent of the others that are more deprived."""
    return (100 * (rank - 1) / (rank.max() - 1)).round(2)


def read_2025(sheet: Sheet, setting: Setting) -> Intake:
    """Read every figure of 2025 that a file has."""
    rows = sheet.pick({"area_code": LSOA_CODE, **columns_2025()})
    # Files 3 and 5 to 7 repeat the overall index; it is a figure of its own in file 1 only.
    named = [name for name in rows.columns if name != "area_code"]
    named = [name for name in named if name != "imd" or named == ["imd"]]
    cells = [pd.DataFrame({"indicator_id": name, "area_code": rows["area_code"], "value": rows[name]}) for name in named]
    notes = [KEPT]
    if "idaci" in named:
        rank = to_number(rows["idaci"]).value
        if rank.max() >= ENGLAND_LSOAS_AT_LEAST and len(rows) >= ENGLAND_LSOAS_AT_LEAST:
            place = national_place(rank).astype("str").replace("nan", "")
            cells.append(pd.DataFrame({"indicator_id": "idaci_place", "area_code": rows["area_code"], "value": place}))
        else:
            notes.append(CUT)
    long = pd.concat(cells).assign(period=RELEASE)
    kept = _numerators(long, setting)
    levels = dict.fromkeys(long["indicator_id"].unique(), "lsoa")
    known = setting.atlas.indicators.drop(index="imd", errors="ignore").reset_index()
    own = pd.concat([known, pd.DataFrame([IMD])])
    own = own[own["indicator_id"].isin(levels)]
    before = set(own["source_id"].dropna()) if own["source_id"].notna().all() else set()
    # Indicators that came from one file stay with it; those of several files are now of this one.
    same = len(before) == 1
    source = source_row(RELEASE, sheet, before.pop() if same else "iod2025_file")
    indicators = None if same else own.assign(source_id=source["source_id"])
    problems = release_problems(sheet, RELEASE)
    return to_intake(sheet, setting, Figures("iod2025", source, kept, levels, indicators, tuple(notes), problems))


def _numerators(cells: pd.DataFrame, setting: Setting) -> pd.DataFrame:
    """Give figures that did not change the counts that the data hold."""
    key = ["indicator_id", "area_code", "period"]
    old = setting.atlas.indicator_values.set_index(key)[["value", "numerator"]]
    matched = old.reindex(pd.MultiIndex.from_frame(cells[key])).set_axis(cells.index)
    same = (matched["value"] == to_number(cells["value"]).value) & matched["numerator"].notna()
    return cells.assign(numerator=matched["numerator"].astype("str").where(same, ""))


def source_row(year: str, sheet: Sheet, source_id: str) -> dict[str, str]:
    """Row of ``sources.csv`` for a file of the index of a year."""
    return {
        "source_id": source_id,
        "title": f"English indices of deprivation {year}: {sheet.file}",
        "publisher": "Ministry of Housing, Communities and Local Government",
        "url": f"https://www.gov.uk/government/statistics/english-indices-of-deprivation-{year}",
        **OGL,
        "period": year,
        "published_on": {"2019": "2019-09", "2025": "2025-10"}[year],
    }


def _layouts() -> tuple[Layout, ...]:
    every = columns_2025()

    def layout(key: str, title: str, needs: Mapping[str, tuple[str, ...]], knows: Mapping[str, tuple[str, ...]] | None = None) -> Layout:
        named = f"MHCLG, Indices of deprivation {title}"
        return Layout(key, named, needs, read_2025, knows or {}, contradicts=lambda sheet: RELEASE not in releases_of(sheet))

    def needs(*names: str) -> dict[str, tuple[str, ...]]:
        return {"area_code": LSOA_CODE, **{name: every[name] for name in names}}

    return (
        layout("iod2025_file1", "2025, file 1 (overall rank)", needs("imd")),
        layout("iod2025_file3", "2025, file 3 (IDACI)", needs("imd", "idaci")),
        layout("iod2025_file5", "2025, file 5 (scores)", needs(*SCORES)),
        layout("iod2025_file7", "2025, file 7 (all ranks and scores)", needs("imd", "idaci", *SCORES), PEOPLE_2025),
        layout("iod2025_domains", "2025, scores of the domains", needs("imd", "employment", "living_environment")),
        layout("iod2025_subdomains", "2025, scores of the sub-domains", needs("children_young_people", "adult_skills")),
        layout("iod2025_indicators", "2025, underlying figures", needs("adult_skills", "overcrowding", "connectivity")),
    )


LAYOUTS: Final = _layouts()
