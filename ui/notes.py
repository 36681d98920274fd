"""The notes that go with a gap list, and the zip that holds both."""

from __future__ import annotations

import io
import zipfile
from typing import TYPE_CHECKING, Final
from urllib.parse import urlencode

from geo.export import to_csv
from geo.gaps import data_as_at
from geo.need import scored_indicators
from geo.supply import choose_supply
from geo.tuning import changes
from ui import describe, filter_text, notes_text, text
from ui.plain import bare
from ui.state import TODAY

if TYPE_CHECKING:
    import pandas as pd

    from ui.page import Loaded
    from ui.state import View

# A zip that is made again from the same figures has the same bytes.
STAMP: Final = (1980, 1, 1, 0, 0, 0)
NOTES_NAME: Final = "gap-list-notes.txt"


def zipped(loaded: Loaded, view: View, ranked: pd.DataFrame) -> bytes:
    """Pack the gap list as CSV together with its notes."""
    files = {
        f"{file_stem(view)}.csv": to_csv(ranked, bom=True),
        NOTES_NAME: notes(loaded, view, ranked).replace("\n", "\r\n").encode("utf-8-sig"),
    }
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in files.items():
            archive.writestr(zipfile.ZipInfo(name, STAMP), content, zipfile.ZIP_DEFLATED)
    return buffer.getvalue()


def file_stem(view: View) -> str:
    """Name of the files of one gap list."""
    return f"gap-list_{view.query.outcome}_{view.query.level}"


def notes(loaded: Loaded, view: View, ranked: pd.DataFrame) -> str:
    """Write the notes as plain text."""
    return "\n".join([notes_text.TITLE, "", *(notes_text.block(title, lines) for title, lines in blocks(loaded, view, ranked))])


def blocks(loaded: Loaded, view: View, ranked: pd.DataFrame) -> list[tuple[str, list[str]]]:
    """Give the parts of the notes: settings, definitions, limits, sources, and how to get the same list again.

    Parameters
    ----------
    loaded : Loaded
        Data and model.
    view : View
        What is asked.
    ranked : DataFrame
        As `geo.gaps.gap_list` returns it.
    """
    query, settings = view.query, loaded.settings
    confidence = settings.confidence
    asked = [
        f"{filter_text.FILTER_LABELS['outcome']}: {settings.outcomes[query.outcome].name}",
        f"{filter_text.FILTER_LABELS['district']}: {describe.where(loaded, query)}",
        f"{filter_text.FILTER_LABELS['level']}: {text.LEVEL_NAMES[query.level]}",
        f"{filter_text.FILTER_LABELS['sector']}: {text.SECTOR_NAMES[query.sector]}",
        bare(describe.how_made(loaded, query)),
        notes_text.confidence(confidence.draws, confidence.seed),
        data_as_at(loaded.model, query),
        *ranked["method_version"].unique(),
    ]
    address = urlencode(view.params(), doseq=True)
    return [
        (notes_text.SETTINGS, asked),
        (notes_text.CHANGED, describe.changed(loaded, view) or [notes_text.NOTHING_CHANGED]),
        (notes_text.COLUMNS, [f"{name}: {notes_text.COLUMN_MEANINGS[name]}" for name in ranked.columns]),
        (notes_text.REASONS, [f"{code}: {words}" for code, words in notes_text.REASON_MEANINGS.items()]),
        (notes_text.LIMITS, describe.known_limits(loaded)),
        (notes_text.SOURCES, source_lines(loaded, view)),
        (notes_text.AGAIN, [f"{notes_text.VIEW}?{address}", f"{notes_text.COMMAND}{command(view)}"]),
    ]


def source_lines(loaded: Loaded, view: View) -> list[str]:
    """Write the sources of need, provision and children that this list rests on, one line each."""
    rows = used_sources(loaded, view)[["title", "publisher", "period", "licence", "attribution"]].fillna("")
    return [notes_text.source(*row) for row in rows.itertuples(index=False, name=None)]


def used_sources(loaded: Loaded, view: View) -> pd.DataFrame:
    """Give the rows of sources.csv that need, provision and children of this list rest on."""
    atlas, query = loaded.atlas, view.query
    indicators = scored_indicators(atlas, loaded.settings.outcomes[query.outcome].indicators, query.level)
    need = atlas.indicators.loc[list(indicators), "source_id"]
    # Of the providers that are counted: some may be left out.
    provision = loaded.model.atlas.providers.loc[choose_supply(loaded.model, query).chosen, "source_id"]
    children = loaded.settings.data.children_source
    return atlas.sources.loc[[key for key in sorted({*need, *provision, children}) if key in atlas.sources.index]]


def command(view: View) -> str:
    """Write the command that gives the same list."""
    query = view.query
    parts = ["python -m geo gaps --outcome", query.outcome, "--level", query.level]
    if view.borders != TODAY:
        parts += ["--borders", view.borders]
    for option, values in (("--district", query.districts), ("--service", query.services)):
        parts += [option, *values] if values else []
    if query.sector != "all":
        parts += ["--sector", query.sector]
    if not query.include_assumed:
        parts.append("--no-assumed")
    if view.without_marked:
        parts.append("--without-marked")
    for change in changes(view.tuning):
        kind, _, value = change.partition(" ")
        parts += [f"--{kind}", value]
    return " ".join(parts)
