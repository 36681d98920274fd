"""The gap list as a table on the screen, and as the file that people take away."""

from __future__ import annotations

from typing import TYPE_CHECKING

import streamlit as st

from geo.method.beside import APPROXIMATE
from geo.method.confidence import rank_ranges
from geo.method.market import YES
from ui.gap_list import narrowed
from ui.gap_list.cards import MOST_CARDS, cards, filled, narrow
from ui.kit import cells, html
from ui.scene import answers, memo
from ui.view.grid import as_html, grid, place_of
from ui.view.state import change, choose_area, yes
from ui.view.widgets import follow
from ui.words import common
from ui.words import gap_list as gap_list_words
from ui.words import local as local_words
from ui.words import maps as maps_words
from ui.words import market as market_words
from ui.words import sure as sure_words

if TYPE_CHECKING:
    from collections.abc import Mapping

    import pandas as pd
    from markupsafe import Markup
    from streamlit.elements.lib.column_types import ColumnConfig

    from geo.method.query import Query
    from geo.settings.model import Settings
    from geo.whatif.scene import Scene
    from ui.view.state import View

# As many as are above the fold of a laptop.
ROWS_SHOWN = 14
# A letter of the wider fonts of a screen, and what a cell leaves free beside its words: a grid has one line for each row and cuts the rest.
LETTER_PX, BESIDE_PX = 7.75, 20
LEAST_LETTERS = 16
# Of words in columns at most so many letters: the longest names of places would push all else out of sight, and stand whole in the panel.
WORDS = {"area_label": 30, "district": 40, "sure": 60, "why": 250}
# About four pages; the neighbourhoods of any one district.
PAPER_ROWS = 120
# Nobody counts in places or sites for each child; how near the nearest is and how many are in reach stand beside it.
NEAR = ("access", "nearest_minutes", "providers_in_reach")
PAPER_COLUMNS = (
    "rank", "area_label", "district", "children_0_4", "need_score", *NEAR, "gap_score", "gap_class", "sure", "walk_rank", "why",
)  # fmt: skip
# As many as stand beside the map.
ROWS = 6


def for_screen(ranked: pd.DataFrame, measures: Mapping[str, str], notes: Mapping[str, int] | None = None) -> pd.DataFrame:
    """Choose and word the columns of a gap list for reading; figures stay those of the CSV.

    Parameters
    ----------
    ranked : DataFrame
        As `geo.method.gaps.gap_list` returns it.
    measures : mapping of str to str
        Names of the indicators.
    notes : mapping of str to int, optional
        Entries of local knowledge by area code; without any there is no column of them.
    """
    table = ranked[["rank", "area_label", "district"]].copy()
    places = zip(table["area_label"], table["district"], strict=True)
    table["area_label"] = [common.short_label(label, district) for label, district in places]
    if (table["area_label"] == table["district"]).all() or len(set(table["district"])) == 1:
        # The place or the sentence above the list names it already; the other columns need the room.
        table = table.drop(columns="district")
    # What a meeting asks for comes first; of an outcome area that counts sites nobody knows how many places are short.
    short = ["shortfall_places"] if ranked["shortfall_places"].notna().any() else []
    table[["need_score", "access", *short]] = ranked[["need_score", "access", *short]]
    table["sure"] = sure(ranked)
    table["why"] = why(ranked, measures)
    table["gap_class"] = ranked["gap_class"].map(common.gap_class_short)
    table[["gap_score", "children_0_4", *NEAR[1:]]] = ranked[["gap_score", "children_0_4", *NEAR[1:]]]
    if notes:
        table["notes"] = [notes.get(code, 0) for code in ranked["area_code"]]
    table[["walk_rank", "england_low_income_place"]] = ranked[["walk_rank", "england_low_income_place"]]
    if ranked["england_access_decile"].notna().any():
        table["england_access_decile"] = ranked["england_access_decile"]
    table["also"] = also_a_gap(ranked)
    # No share of places is known to a tenth of a per cent.
    return table.assign(**ranked[["access_public", "access_pvi"]], public_share=ranked["public_share"].round(2))


def sure(ranked: pd.DataFrame) -> list[str]:
    """Say of each row of a gap list how sure it is and between which ranks it lies."""
    borders = zip(rank_ranges(ranked), ranked["border"], strict=True)
    return [sure_words.rank_range(*limits, border=bool(border)) for limits, border in borders]


def why(ranked: pd.DataFrame, measures: Mapping[str, str]) -> list[str]:
    """Say why each row of a gap list is a gap; ``measures`` as for `for_screen`."""
    rows = zip(ranked["reasons"], ranked["gap_class"], ranked["need_driver"], ranked["high_need_only_here"], strict=True)
    return [
        common.why_short(reasons, gap_class, measures.get(driver, ""), only_here=only_here == YES)
        for reasons, gap_class, driver, only_here in rows
    ]


def also_a_gap(ranked: pd.DataFrame) -> list[str]:
    """Say as what else each row of a gap list is a priority gap."""
    rows = zip(ranked["survives_at"], ranked["also_on_foot"], ranked["also_3sfca"], strict=True)
    return [gap_list_words.also_a_gap(str(levels), on_foot=foot == YES, other_form=form == YES) for levels, foot, form in rows]


def approximate(ranked: pd.DataFrame) -> dict[str, list[bool]]:
    """Say of which rows of a gap list the number of children is approximate."""
    return {"children_0_4": (ranked["children_basis"] == APPROXIMATE).tolist()}


def gap_table(
    ranked: pd.DataFrame,
    scene: Scene,
    key: str,
    area: str | None,
    paper: Markup = html.NOTHING,
    notes: Mapping[str, int] | None = None,
    most_cards: int = MOST_CARDS,
) -> None:
    """Draw a gap list in which choosing a row chooses the area.

    Parameters
    ----------
    ranked : DataFrame
        Rows of `geo.method.gaps.gap_list`, already filtered for this table.
    scene : Scene
        Names of the measures, and what the words for how sure it is mean.
    key : str
        Widget key, one for each table on a page.
    area : str, optional
        The area that is chosen.
    paper : str
        As `for_print` returns it; by default the first rows of the grid are printed.
    notes : mapping of str to int, optional
        As for `for_screen`.
    most_cards : int
        How many rows a narrow screen shows.
    """
    codes = ranked["area_code"].tolist()

    def choose(row: int | None) -> None:
        if row is not None:
            choose_area(codes[row])

    shown = for_screen(ranked, measure_names(scene), notes)
    narrow(shown, codes, area, (str(ranked["access_unit"].iloc[0]), scene.settings.access.mode), most_cards)
    grid(
        shown,
        in_whole(columns(ranked, scene.settings), shown),
        key,
        title=gap_list_words.TITLE,
        rows=ROWS_SHOWN,
        on_choose=choose,
        chosen=place_of(area, codes),
        paper=paper,
        about=approximate(ranked),
    )


def in_whole(config: Mapping[str, ColumnConfig], shown: pd.DataFrame) -> dict[str, ColumnConfig]:
    """Give columns of words the width that the longest of them need."""
    letters = {name: min(max(int(shown[name].str.len().max()), LEAST_LETTERS), most) for name, most in WORDS.items() if name in shown}
    return {**config, **{name: {**config[name], "width": round(count * LETTER_PX) + BESIDE_PX} for name, count in letters.items()}}


def measure_names(scene: Scene) -> dict[str, str]:
    """Names of the indicators by their ids."""
    return cells.texts(scene.atlas.indicators["name"])


def columns(ranked: pd.DataFrame, settings: Settings) -> dict[str, ColumnConfig]:
    """Name, explain and format the columns of `for_screen`."""
    unit = ranked["access_unit"].iloc[0] if len(ranked) else ""
    column, decimals = st.column_config, f"%.{common.access_decimals(unit)}f"
    public, pvi = (f"{told} Unit: {unit}." for told in (market_words.PUBLIC_HELP, market_words.PVI_HELP))
    how_sure = f"{gap_list_words.SURE_HELP} {sure_words.explained(settings.confidence)}"
    on_foot = gap_list_words.ON_FOOT_HELP.format(minutes=settings.access.on_foot_minutes)
    return {
        "rank": column.NumberColumn("Rank", width=48, help=gap_list_words.RANK_HELP),
        "area_label": column.TextColumn("Place"),
        "district": column.TextColumn("District"),
        "children_0_4": column.NumberColumn("Children", width=90, help=gap_list_words.CHILDREN_HELP),
        "gap_class": column.TextColumn("Class", width=126, help=common.MEANING["priority"]),
        "need_score": column.NumberColumn("Need", width=60, format="%.0f", help=common.MEANING["need"]),
        "access": column.NumberColumn("Access", width=68, format=decimals, help=f"{common.MEANING['access']} Unit: {unit}."),
        "nearest_minutes": column.NumberColumn("Nearest", width=84, format="%.1f min", help=gap_list_words.NEAREST_HELP),
        "providers_in_reach": column.NumberColumn("In reach", width=78, help=gap_list_words.IN_REACH_HELP),
        "gap_score": column.NumberColumn("Gap", width=60, format="%.0f", help=common.MEANING["gap"]),
        "sure": column.TextColumn(gap_list_words.SURE_TITLE, help=how_sure),
        "why": column.TextColumn("Why", help=gap_list_words.why_help()),
        "notes": column.NumberColumn(local_words.COLUMN, width=90, help=local_words.COLUMN_HELP),
        "walk_rank": column.NumberColumn("On foot", width=76, help=on_foot),
        "england_low_income_place": column.NumberColumn("In England", width=98, format="%.0f of 100", help=gap_list_words.ENGLAND_HELP),
        "england_access_decile": column.NumberColumn("Access tenth", width=104, format="%.0f of 10", help=gap_list_words.DECILE_HELP),
        "also": column.TextColumn(gap_list_words.ALSO_TITLE, width=185, help=gap_list_words.ALSO_HELP),
        "shortfall_places": column.NumberColumn("Shortfall", width=84, format="%.1f", help=gap_list_words.SHORTFALL_HELP),
        "access_public": column.NumberColumn("Access, public", width=116, format=decimals, help=public),
        "access_pvi": column.NumberColumn("Access, private and voluntary", width=214, format=decimals, help=pvi),
        "public_share": column.NumberColumn("Public share", width=104, format="percent", help=market_words.SHARE_HELP),
    }


def on_paper(ranked: pd.DataFrame, scene: Scene, most: int) -> Markup:
    """Write the first rows of a gap list as an HTML table that fits on paper.

    Parameters
    ----------
    ranked, scene
        As for `gap_table`.
    most : int
        Rows at most.
    """
    config = columns(ranked, scene.settings)
    # No pointer can ask paper for the unit, nor how far a score reaches.
    config["access"]["label"] = gap_list_words.access_in(ranked["access_unit"].iloc[0])
    for score in ("need_score", "gap_score"):
        config[score]["label"] = gap_list_words.HEADINGS[score]
    table = for_screen(ranked.head(most), measure_names(scene))
    return as_html(table[[name for name in PAPER_COLUMNS if name in table]], config, most, approximate(ranked))


@memo.shared()
def for_print(scene: Scene, query: Query, term: str, *, priority_only: bool) -> Markup:
    """Write what a printed page shows in the place of the grid; once for each scene, question and search."""
    rows = searched(scene, narrowed.rows(scene, query, priority_only=priority_only), term)
    cut = gap_list_words.paper_rows(min(len(rows), PAPER_ROWS), len(rows))
    return html.paragraph(cut) + on_paper(rows, scene, PAPER_ROWS)


def searched(scene: Scene, ranked: pd.DataFrame, term: str) -> pd.DataFrame:
    """Rows of a gap list whose place, official name, district or ward holds what somebody looks for; all of them if that is nothing."""
    official = scene.atlas.areas["name"].reindex(ranked["area_code"]).fillna("").to_numpy()
    names = ranked["area_label"] + " " + official + " " + ranked["district"].fillna("") + " " + ranked["ward"].fillna("")
    return ranked[names.str.contains(term, case=False, regex=False)] if term else ranked


def priority_switch(view: View) -> None:
    """Offer the priority gaps alone."""
    write = follow("list_priority", view.priority_only, lambda new: change(priority=yes(new)))
    st.toggle(gap_list_words.PRIORITY_ONLY, help=gap_list_words.PRIORITY_HELP, **write)


def worst(scene: Scene, view: View) -> None:
    """Draw the first rows of a gap list as cards; pressing one chooses its area.

    Parameters
    ----------
    scene : Scene
        Data and model.
    view : View
        The question, and the area that is chosen.
    """
    rows, codes, unit = _worst(scene, view.query)
    cards(rows, codes, view.area, maps_words.WORST_TITLE)
    html.show(html.paragraph(gap_list_words.in_cards(unit, scene.settings.access.mode), "bsg-quiet"))


@memo.shared()
def _worst(scene: Scene, query: Query) -> tuple[list[list[str]], list[str], str]:
    ranked = answers.ranked(scene, query)
    rows = ranked.head(ROWS)
    table = rows[["rank", "gap_score", "children_0_4", "need_score", *NEAR]].copy()
    is_single = len(set(ranked["district"])) == 1
    labels = zip(rows["area_label"], rows["district"], strict=True)
    table["area_label"] = [common.short_label(*names) if is_single else _district_last(*names) for names in labels]
    table["why"] = why(rows, measure_names(scene))
    unit = str(rows["access_unit"].iloc[0])
    return [gap_list_words.short_card(row, unit) for row in filled(table)], rows["area_code"].tolist(), unit


def _district_last(label: str, district: str) -> str:
    """Put the district last: the table is narrow, and what is cut off shall not be what tells neighbours apart."""
    return label if label == district else f"{common.short_label(label, district)}, {district}"
