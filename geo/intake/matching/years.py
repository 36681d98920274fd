"""Of which year the wards of a file are, and rows of this place whose code is of another year."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    from collections.abc import Iterable

    import pandas as pd

    from geo.intake.matching.register import Rejects
    from geo.store.atlas import Atlas

# "WD22CD", "ward22_code", "Ward code (2022)", "Ward 2022 Code".
WARD_OF: Final = re.compile(r"(?:wd|ward)[ _]?(?:code )?\(?(?:20)?(\d\d)\)?(?:[ _]?(?:cd|code))?", re.IGNORECASE)
# The row of sources.csv that says of which year the wards of the atlas are.
WARD_SOURCE: Final = "lsoa_wards"
OF_ANOTHER_YEAR: Final = {
    "ward": "lies in a district of the atlas but is not one of its wards{year}: its borders changed, so nothing converts its figure. Bring "
    "figures by ward{year}.",
    "lsoa": "lies in a district of the atlas but is not one of its LSOAs of 2021, and the lookup does not know it. Bring figures by LSOA "
    "of 2021.",
}
OTHER_WARDS: Final = (
    "The wards of this file are those of {file}, the wards here are those of {atlas}. A ward whose borders changed has another code: "
    "figures are taken where the code is the same, and nothing is worked out for the others."
)


def ward_years(columns: Iterable[object], atlas: Atlas) -> tuple[str, str]:
    """Years of the wards of a file, by the names of its columns, and of the atlas; empty where it is not said."""
    matches = [match for column in columns if (match := WARD_OF.fullmatch(str(column).strip()))]
    sources = atlas.sources
    return f"20{matches[0][1]}" if matches else "", str(sources.at[WARD_SOURCE, "period"]) if WARD_SOURCE in sources.index else ""


def ward_note(columns: Iterable[object], atlas: Atlas) -> tuple[str, ...]:
    """Say that the wards of a file are of another year than those of the atlas."""
    file, ours = ward_years(columns, atlas)
    return (OTHER_WARDS.format(file=file, atlas=ours),) if file and ours and file != ours else ()


def refuse_other_years(cells: pd.DataFrame, level: pd.Series[str], ours: pd.Series[bool], atlas: Atlas, rejects: Rejects) -> None:
    """Refuse rows whose district is of the atlas and whose ward or LSOA is not.

    Parameters
    ----------
    cells : DataFrame of str
        Figures of a file, index = row number; with a column ``district_code`` where the file has one.
    level : Series of str
        Level of each.
    ours : Series of bool
        Whether the code is one of the atlas.
    atlas : Atlas
        Areas of today.
    rejects : Rejects
        Receives the rows.
    """
    if "district_code" not in cells:
        return
    _, year = ward_years((), atlas)
    strange = ~ours & cells["district_code"].isin(list(atlas.at("district").index)) & (cells["area_code"] != "")
    for code, reason in OF_ANOTHER_YEAR.items():
        rows = cells.loc[strange & (level == code), "area_code"]
        rejects.add(rows[~rows.index.duplicated()], "area_code", reason.format(year=f" of {year}" if year else ""))
