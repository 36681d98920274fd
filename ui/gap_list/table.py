"""The gap list as a table on the screen, and as the file that people take away."""

from __future__ import annotations

from typing import TYPE_CHECKING

import streamlit as st

from geo.export.tables import to_csv
from geo.method.confidence import rank_ranges
from ui.gap_list.notes import file_stem, zipped
from ui.kit import html, theme
from ui.scene import answers, memo
from ui.view.grid import as_html, grid, place_of
from ui.view.state import choose_area
from ui.words import common
from ui.words import gap_list as gap_list_words
from ui.words import local as local_words
from ui.words import maps as maps_words
from ui.words import market as market_words

if TYPE_CHECKING:
    from collections.abc import Mapping

    import pandas as pd
    from markupsafe import Markup
    from streamlit.elements.lib.column_types import ColumnConfig

    from geo.method.query import Query
    from geo.settings.model import Confidence
    from geo.whatif.scene import Scene
    from ui.view.state import View

ROWS_SHOWN = 15
# About four pages; the neighbourhoods of any one district.
PAPER_ROWS = 120
PAPER_COLUMNS = ("rank", "area_label", "district", "children_0_4", "need_score", "access", "gap_score", "gap_class", "sure", "why")
ROWS = 10


def for_screen(ranked: pd.DataFrame, confidence: Confidence, notes: Mapping[str, int] | None = None) -> pd.DataFrame:
    """Choose and word the columns of a gap list for reading; figures stay those of the CSV.

    Parameters
    ----------
    ranked : DataFrame
        As `geo.method.gaps.gap_list` returns it.
    confidence : Confidence
        Limits of what counts as firm.
    notes : mapping of str to int, optional
        Entries of local knowledge by area code; without any there is no column of them.
    """
    table = ranked[["rank", "area_label", "district", "children_0_4", "need_score", "access", "gap_score"]].copy()
    places = zip(table["area_label"], table["district"], strict=True)
    table["area_label"] = [common.short_label(label, district) for label, district in places]
    if (table["area_label"] == table["district"]).all() or len(set(table["district"])) == 1:
        # The place or the sentence above the list names it already; the other columns need the room.
        table = table.drop(columns="district")
    table.insert(len(table.columns) - 4, "gap_class", ranked["gap_class"].map(common.gap_class_short))
    table["sure"] = [gap_list_words.how_sure(*row) for row in rank_ranges(ranked, confidence)]
    table["why"] = [common.why_short(codes, gap_class) for codes, gap_class in zip(ranked["reasons"], ranked["gap_class"], strict=True)]
    if notes:
        table["notes"] = [notes.get(code, 0) for code in ranked["area_code"]]
    table["shortfall_places"] = ranked["shortfall_places"]
    table["survives_at"] = ranked["survives_at"].map(gap_list_words.survives_at)
    more = ["nearest_km", "providers_in_reach", "access_public", "access_pvi", "public_share"]
    table[more] = ranked[more]
    # No share of places is known to a tenth of a per cent.
    return table.assign(public_share=table["public_share"].round(2))


def gap_table(
    ranked: pd.DataFrame,
    confidence: Confidence,
    key: str,
    area: str | None,
    paper: Markup = html.NOTHING,
    notes: Mapping[str, int] | None = None,
) -> None:
    """Draw a gap list in which choosing a row chooses the area.

    Parameters
    ----------
    ranked : DataFrame
        Rows of `geo.method.gaps.gap_list`, already filtered for this table.
    confidence : Confidence
        Limits of what counts as firm.
    key : str
        Widget key, one for each table on a page.
    area : str, optional
        The area that is chosen.
    paper : str
        As `for_print` returns it; by default the first rows of the grid are printed.
    notes : mapping of str to int, optional
        As for `for_screen`.
    """
    codes = ranked["area_code"].tolist()

    def choose(row: int | None) -> None:
        if row is not None:
            choose_area(codes[row])

    shown = for_screen(ranked, confidence, notes)
    grid(
        shown,
        columns(ranked, confidence),
        key,
        title=gap_list_words.TITLE,
        rows=ROWS_SHOWN,
        on_choose=choose,
        chosen=place_of(area, codes),
        paper=paper,
    )


def columns(ranked: pd.DataFrame, confidence: Confidence) -> dict[str, ColumnConfig]:
    """Name, explain and format the columns of `for_screen`."""
    unit = ranked["access_unit"].iloc[0] if len(ranked) else ""
    column = st.column_config
    return {
        "rank": column.NumberColumn("Rank", width=48, help="1 is the greatest gap in this list."),
        "area_label": column.TextColumn("Place", width=170 if theme.phone() else 255),
        "district": column.TextColumn("District", width=130),
        "children_0_4": column.NumberColumn("Children", width=78, format="localized", help=gap_list_words.CHILDREN_HELP),
        "need_score": _score("Need (0-100)", 102, common.MEANING["need"]),
        "access": column.NumberColumn("Access", width=62, format="%.1f", help=f"{common.MEANING['access']} Unit: {unit}."),
        "gap_score": _score("Gap (0-100)", 96, common.MEANING["gap"]),
        "gap_class": column.TextColumn("Class", width=110 if theme.phone() else 162, help=common.MEANING["priority"]),
        "shortfall_places": column.NumberColumn("Shortfall (places)", format="%.1f", help=gap_list_words.SHORTFALL_HELP),
        "nearest_km": column.NumberColumn("Nearest (km)", format="%.1f", help=gap_list_words.NEAREST_HELP),
        "providers_in_reach": column.NumberColumn("Providers in reach", help="Within the catchment of this area."),
        "access_public": column.NumberColumn("Access, public", width=100, format="%.1f", help=f"{market_words.PUBLIC_HELP} Unit: {unit}."),
        "access_pvi": column.NumberColumn("Access, PVI", width=90, format="%.1f", help=f"{market_words.PVI_HELP} Unit: {unit}."),
        "public_share": column.NumberColumn("Public share", width=90, format="percent", help=market_words.SHARE_HELP),
        "sure": column.TextColumn("How sure", width=180, help=gap_list_words.sure_help(confidence.draws)),
        "survives_at": column.TextColumn("Also a gap as", width=150, help=gap_list_words.SURVIVES_HELP),
        "why": column.TextColumn("Why", width="large"),
        "notes": column.NumberColumn(local_words.COLUMN, width=90, help=local_words.COLUMN_HELP),
    }


def _score(label: str, width_px: int, meaning: str) -> ColumnConfig:
    return st.column_config.ProgressColumn(label, width=width_px, help=meaning, min_value=0, max_value=100, format="%.0f")


def on_paper(ranked: pd.DataFrame, confidence: Confidence, most: int) -> Markup:
    """Write the first rows of a gap list as an HTML table that fits on paper.

    Parameters
    ----------
    ranked, confidence
        As for `gap_table`.
    most : int
        Rows at most.
    """
    config = columns(ranked, confidence)
    # No pointer can ask paper for the unit.
    config["access"]["label"] = gap_list_words.access_in(ranked["access_unit"].iloc[0])
    table = for_screen(ranked.head(most), confidence)
    return as_html(table[[name for name in PAPER_COLUMNS if name in table]], config, most)


@memo.shared()
def for_print(scene: Scene, query: Query, term: str) -> Markup:
    """Write what a printed page shows in the place of the grid; once for each scene, question and search."""
    rows = searched(answers.listed(scene, query), term)
    cut = gap_list_words.paper_rows(min(len(rows), PAPER_ROWS), len(rows))
    return html.paragraph(cut) + on_paper(rows, scene.settings.confidence, PAPER_ROWS)


def searched(ranked: pd.DataFrame, term: str) -> pd.DataFrame:
    """Rows of a gap list whose place, district or ward holds what somebody looks for; all of them if that is nothing."""
    names = ranked["area_label"] + " " + ranked["district"].fillna("") + " " + ranked["ward"].fillna("")
    return ranked[names.str.contains(term, case=False, regex=False)] if term else ranked


def download_csv(ranked: pd.DataFrame, view: View) -> None:
    """Offer the whole list of the current filters as a file that Excel opens right; built only when clicked."""
    st.download_button(
        "Download CSV",
        data=lambda: to_csv(ranked, bom=True),
        file_name=f"{file_stem(view)}.csv",
        mime="text/csv",
        on_click="ignore",
        type="primary",
        help="Every row of the current filters, with all columns. Opens in Excel.",
    )


def download_with_notes(scene: Scene, ranked: pd.DataFrame, view: View) -> None:
    """Offer the list together with its notes (settings, definitions, sources) as a zip; built only when clicked."""
    st.download_button(
        gap_list_words.CSV_AND_NOTES,
        data=lambda: zipped(scene, view, ranked),
        file_name=f"{file_stem(view)}.zip",
        mime="application/zip",
        on_click="ignore",
        help=gap_list_words.CSV_AND_NOTES_HELP,
    )


def worst_table(scene: Scene, view: View, key: str) -> None:
    """Draw the first rows of a gap list; choosing a row chooses the area.

    Parameters
    ----------
    scene : Scene
        Data and model.
    view : View
        The question, and the area that is chosen.
    key : str
        Widget key.
    """
    table, codes = _rows(scene, view.query)
    column = st.column_config
    config = {
        "rank": column.NumberColumn("Rank", width=48),
        "area_label": column.TextColumn("Place", width=265),
        "gap_score": column.NumberColumn("Gap", format="%.0f", width=52),
        "children_0_4": column.NumberColumn("Children", width=70),
        "need_score": column.NumberColumn("Need", format="%.0f", width=56),
        "access": column.NumberColumn("Access", format="%.1f", width=66),
        "why": column.TextColumn("Why", width=260),
    }

    def choose(row: int | None) -> None:
        if row is not None:
            choose_area(codes[row])

    grid(table, config, key, title=maps_words.WORST_TITLE, on_choose=choose, chosen=place_of(view.area, codes), paper=None)


@memo.shared()
def _rows(scene: Scene, query: Query) -> tuple[pd.DataFrame, list[str]]:
    ranked = answers.ranked(scene, query)
    rows = ranked.head(ROWS)
    table = rows[["rank", "area_label", "gap_score", "children_0_4", "need_score", "access"]].copy()
    is_single = len(set(ranked["district"])) == 1
    labels = zip(rows["area_label"], rows["district"], strict=True)
    table["area_label"] = [common.short_label(*names) if is_single else _district_last(*names) for names in labels]
    table["why"] = [common.why_short(*row) for row in zip(rows["reasons"], rows["gap_class"], strict=True)]
    return table, rows["area_code"].tolist()


def _district_last(label: str, district: str) -> str:
    """Put the district last: the table is narrow, and what is cut off shall not be what tells neighbours apart."""
    short = common.short_label(label, district)
    return short if short == label else f"{short}, {district}"
