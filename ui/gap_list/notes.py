"""The notes that go with a gap list, and the zip that holds both."""

from __future__ import annotations

import io
import shlex
import zipfile
from typing import TYPE_CHECKING, Final
from urllib.parse import urlencode

from geo.contract.datapackage import PACKAGE
from geo.export.package import list_package
from geo.export.tables import to_csv
from geo.method.gaps import data_as_at
from geo.method.need import scored_indicators
from geo.method.supply import choose_supply
from geo.whatif.tuning import changes
from ui.scene import answers
from ui.view import describe
from ui.view.state import TODAY, stem
from ui.words import common
from ui.words import filters as filters_words
from ui.words import gap_list as gap_list_words
from ui.words.plain import bare

if TYPE_CHECKING:
    import pandas as pd

    from geo.whatif.scene import Scene
    from ui.view.state import View

# A zip that is made again from the same figures has the same bytes.
STAMP: Final = (1980, 1, 1, 0, 0, 0)
NOTES_NAME: Final = "gap-list-notes.txt"


def zipped(scene: Scene, view: View, ranked: pd.DataFrame) -> bytes:
    """Pack the gap list as CSV together with its notes, and what describes it to other programs (a Tabular Data Package)."""
    name = f"{file_stem(scene, view)}.csv"
    title = f"{scene.settings.outcomes[view.query.outcome].name}, {describe.where(scene, view.query)}"
    files = {
        name: to_csv(ranked, bom=True),
        NOTES_NAME: notes(scene, view, ranked).replace("\n", "\r\n").encode("utf-8-sig"),
        PACKAGE: list_package(ranked, gap_list_words.COLUMN_MEANINGS, name, title, used_sources(scene, view)),
    }
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in files.items():
            archive.writestr(zipfile.ZipInfo(name, STAMP), content, zipfile.ZIP_DEFLATED)
    return buffer.getvalue()


def file_stem(scene: Scene, view: View) -> str:
    """Name the files of one gap list: outcome area, level, districts, and whether they hold its priority gaps alone."""
    parts = ("gap-list", view.query.outcome, view.query.level, *describe.file_places(scene, view.query))
    return stem(view, *parts, *["priority"] * view.priority_only)


def notes(scene: Scene, view: View, ranked: pd.DataFrame) -> str:
    """Write the notes as plain text."""
    return "\n".join(
        [gap_list_words.NOTES_TITLE, "", *(gap_list_words.block(title, lines) for title, lines in blocks(scene, view, ranked))]
    )


def blocks(scene: Scene, view: View, ranked: pd.DataFrame) -> list[tuple[str, list[str]]]:
    """Give the parts of the notes: settings, definitions, limits, sources, and how to get the same list again.

    Parameters
    ----------
    scene : Scene
        Data and model.
    view : View
        What is asked.
    ranked : DataFrame
        As `geo.method.gaps.gap_list` returns it.
    """
    query, settings = view.query, scene.settings
    asked = [
        f"{filters_words.FILTER_LABELS['outcome']}: {settings.outcomes[query.outcome].name}",
        f"{filters_words.FILTER_LABELS['district']}: {describe.where(scene, query)}",
        f"{filters_words.FILTER_LABELS['level']}: {common.LEVEL_NAMES[query.level]}",
        f"{filters_words.FILTER_LABELS['sector']}: {common.SECTOR_NAMES[query.sector]}",
        *filter(None, [describe.only(scene, query)]),
        bare(describe.how_made(scene, query)),
        *filter(None, [bare(describe.ranked_by(scene, query))]),
        gap_list_words.drawn(settings.confidence),
        data_as_at(scene.model, query),
        method(scene, view),
    ]
    asked += [gap_list_words.PRIORITY_ALONE] * view.priority_only
    address = urlencode(view.params(), doseq=True)
    return [
        (gap_list_words.SETTINGS, asked),
        (gap_list_words.CHANGED, describe.changed(scene, view) or [gap_list_words.NOTHING_CHANGED]),
        (gap_list_words.COLUMNS, [f"{name}: {gap_list_words.COLUMN_MEANINGS[name]}" for name in ranked.columns]),
        (gap_list_words.REASONS, [f"{code}: {words}" for code, words in gap_list_words.REASON_MEANINGS.items()]),
        (gap_list_words.LIMITS, describe.known_limits(scene)),
        (gap_list_words.SOURCES, source_lines(scene, view)),
        (gap_list_words.AGAIN, [f"{gap_list_words.VIEW}?{address}", f"{gap_list_words.COMMAND}{command(view)}"]),
    ]


def method(scene: Scene, view: View) -> str:
    """Give the version of the method of a list and every setting that is not the recommended one; also of a list without a row."""
    return str(answers.listed(scene, view.query)["method_version"].iloc[0])


def source_lines(scene: Scene, view: View) -> list[str]:
    """Write the sources of need, provision and children that this list rests on, one line each."""
    rows = used_sources(scene, view)[["title", "publisher", "period", "licence", "attribution"]].fillna("")
    return [gap_list_words.source(*row) for row in rows.itertuples(index=False, name=None)]


def used_sources(scene: Scene, view: View) -> pd.DataFrame:
    """Give the rows of sources.csv that need, provision, children and the place in England of this list rest on."""
    atlas, query = scene.atlas, view.query
    indicators = scored_indicators(atlas, scene.settings.outcomes[query.outcome].indicators, query.level)
    england = {scene.settings.england.low_income_place, scene.settings.england.access_decile} & set(atlas.indicators.index)
    need = atlas.indicators.loc[sorted({*indicators, *england}), "source_id"]
    # Of the providers that are counted: some may be left out.
    provision = scene.model.atlas.providers.loc[choose_supply(scene.model, query).chosen, "source_id"]
    children = scene.settings.data.children_source
    # What a scenario opens has a source of its own.
    sources = scene.model.atlas.sources
    return sources.loc[[key for key in sorted({*need, *provision, children}) if key in sources.index]]


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
    if view.priority_only:
        parts.append("--priority")
    if view.do:
        parts += ["--do", *(shlex.quote(change) for change in view.do), *(["--fresh"] if view.fresh else [])]
    return " ".join(parts)
