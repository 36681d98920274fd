"""What a site pack says: every figure with its unit, source and date, so that PDF and workbook cannot differ."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Final
from urllib.parse import urlencode

import pandas as pd

from geo.analysis.profile import providers_in_reach
from geo.export.paper_map import PaperMap, draw_sheet
from geo.method.gaps import children_period
from geo.siting.answer import settings_of, unit_of
from geo.siting.neighbours import home_of
from ui.gap_list.notes import source_lines, used_sources
from ui.kit.cells import is_missing
from ui.map.paint import Paint, paint_scores
from ui.scene import answers as scores
from ui.screens.siting import answers, files, there, why
from ui.screens.siting.question import LEVEL
from ui.view import describe
from ui.words import ask as ask_words
from ui.words import common, pages
from ui.words import figures as figure_words
from ui.words import report as report_words
from ui.words import site_pack as pack_words
from ui.words import site_question as question_words
from ui.words import site_there as there_words
from ui.words import siting as words
from ui.words.plain import bare

if TYPE_CHECKING:
    from datetime import date

    from geo.siting.exact import Found
    from geo.siting.why import WhySite
    from geo.whatif.scene import Scene
    from ui.screens.siting.question import SiteQuestion
    from ui.view.state import View

MAP_MM: Final = (180.0, 96.0)
ROUNDED: Final = {"children_before": 2, "children_after": 2, "change_percent": 2, "before": 3, "after": 3, "minutes": 1}


@dataclass(frozen=True)
class SitePack:
    """Everything that is in a pack.

    Parameters
    ----------
    title, headline, dated : str
        The site; what it does; whose pack it is, and of which day.
    sentences : tuple of str
        Why this site.
    figures, providers, gains : DataFrame
        Columns `ui.words.siting.PACK_FIGURES`, `PACK_PROVIDERS`, `PACK_GAINS`.
    sheet, paint, alt : PaperMap, Paint, str
        The map of gaps, with the neighbourhood of the site.
    notes : tuple of (str, tuple of str)
        How it was worked out, its settings, limits, numbered sources, and where to see the same.
    numbers : dict of str to str
        What stands in the column of sources, and the numbers of these in the notes.
    """

    title: str
    headline: str
    dated: str
    sentences: tuple[str, ...]
    figures: pd.DataFrame
    providers: pd.DataFrame
    gains: pd.DataFrame
    sheet: PaperMap
    paint: Paint
    alt: str
    notes: tuple[tuple[str, tuple[str, ...]], ...]
    numbers: dict[str, str]


def compose(asked: SiteQuestion, view: View, found: Found, site_id: str, made: date, home: str = "") -> SitePack:
    """Work out the pack of one site of an answer.

    Parameters
    ----------
    asked : SiteQuestion
        The question.
    view : View
        The link.
    found : Found
        The answer.
    site_id : str
        The site.
    made : date
        Day to put on it; the same pack of the same day has the same bytes.
    home : str
        Address of the dashboard, as `ui.view.share.home` gives it.
    """
    scene, query = asked.scene, asked.query
    table = _plainly(asked, found, files.rows("sites", asked, found))
    row = table[table["site_id"] == site_id].iloc[0]
    shares = answers.shares(asked, int(found.plan.sum()))
    site = next(site for site in answers.why(asked, found.plan, shares) if site.site_id == site_id)
    prepared = answers.prepared(asked)
    area = str(scene.model.areas[LEVEL].index[home_of(prepared, prepared.sites.index.tolist().index(site_id))])
    seen = replace(view, query=query)
    inside = scene.model.areas[LEVEL]["district_code"].isin(query.districts or scene.model.areas["district"].index).to_numpy()
    paint = paint_scores(scores.scores(scene, replace(query, districts=())), "gap", inside)
    sentences = tuple(bare(sentence) for sentence in why.sentences(asked, found.plan, site))
    where = describe.where(scene, query)
    return SitePack(
        title=pack_words.title(str(row["site"])),
        headline=question_words.headline([str(part) for part in (row["ward"], row["district"]) if not is_missing(part)], asked.year),
        dated=report_words.dated(common.PRODUCT, made),
        sentences=sentences,
        figures=_figures(asked, seen, row, area),
        providers=_providers(asked, site, area),
        gains=_gains(site),
        sheet=draw_sheet(scene.atlas, LEVEL, query.districts, [area], *MAP_MM),
        paint=paint,
        alt=pack_words.alt(where, paint.legend.title),
        notes=_notes(asked, view, seen, found, home),
        numbers=_numbers(scene, seen),
    )


def _plainly(asked: SiteQuestion, found: Found, table: pd.DataFrame) -> pd.DataFrame:
    """Give the table of the sites with what each closes as the page has it: with its decimals, plainly where the objective weighs it."""
    known = table.assign(closed_plainly=answers.effect(asked, found.plan).closed if asked.siting.objective == "need" else None)
    return known.round(dict.fromkeys(("closed_plainly", *words.CLOSED, "of_all"), asked.decimals))


def _figures(asked: SiteQuestion, seen: View, row: pd.Series, home: str) -> pd.DataFrame:
    """List all figures; those of the file of sites and of the gap list are as these have them."""
    scene, prepared, sources = asked.scene, answers.prepared(asked), _sources(asked.scene, seen)
    as_at, unit = str(row["data_as_at"]), unit_of(prepared)
    units = dict.fromkeys(("closed_here", "closed_alone", "closed_so_far", "of_all"), unit)
    what = words.short(in_places=asked.in_places)
    labels = words.site_labels(asked.siting.objective, what) | pack_words.WORDS
    units |= dict.fromkeys(("pvi_in_reach", "pvi_places"), _counted(asked))
    units |= {"closed_plainly": what, "worst_fifth_after": prepared.supply.unit, "pvi_change_percent": "%"}
    told: list[tuple[str, str, object, str, str, str]] = [
        ("site", label, value, "", pack_words.SITE_LIST, "") for label, value in _place(asked, row, home)
    ]
    told += [
        (
            part,
            labels[name],
            row[name],
            units.get(name, ""),
            sources["need"] if part == "need" else pack_words.WORKED_OUT,
            _dates(as_at, "need") if part == "need" else as_at,
        )
        for name, part in pack_words.OF_SITE.items()
        if not is_missing(row[name])
    ]
    is_inside = scene.model.areas[LEVEL].at[home, "district_code"] in asked.query.districts
    query = asked.query if is_inside else replace(asked.query, districts=())
    listed = scores.listed(scene, query).set_index("area_code")
    if home in listed.index:
        gap = listed.loc[home]
        for name, (part, label, source) in pack_words.OF_GAP.items():
            if not is_missing(gap[name]):
                measure = str(gap["access_unit"]) if name == "access" else ""
                date = children_period(scene.model) if source == "children" else _dates(str(gap["data_as_at"]), source)
                told.append((part, label, gap[name], measure, sources[source], date))
    order = list(pack_words.PARTS)
    told.sort(key=lambda line: order.index(line[0]))
    return pd.DataFrame([(pack_words.PARTS[part], *line) for part, *line in told], columns=list(pack_words.FIGURES), dtype=object)


def _counted(asked: SiteQuestion) -> str:
    """Name the kinds of provider that count, of which what is in reach is told."""
    services = asked.scene.settings.services
    return figure_words.listed([services[key].plural for key in answers.prepared(asked).supply.services])


def _dates(as_at: str, source: str) -> str:
    """Keep of the dates of all data those of what a figure rests on; access rests on children too."""
    wanted = {*source.split(), "children"} if "provision" in source else set(source.split())
    return "; ".join(part for part in as_at.split("; ") if part.partition(" ")[0] in wanted)


def _place(asked: SiteQuestion, row: pd.Series, home: str) -> list[tuple[str, object]]:
    """Say where the site is, and what is there."""
    site, kinds = answers.prepared(asked).sites.loc[row["site_id"]], asked.scene.settings.services
    values = {
        "site_id": row["site_id"],
        "kind": kinds[row["kind"]].name if row["kind"] in kinds else row["kind"],
        "postcode": site["postcode"],
        "point": f"{site['easting']:.0f} {site['northing']:.0f}",
        "area": f"{asked.scene.atlas.areas['label'][home]} [{home}]",
        "ward": row["ward"],
        "district": row["district"],
        "opens": kinds[asked.siting.opens].name,
        "sector": common.SECTOR_NAMES[asked.siting.sector],
        "note": site["note"],
        "marks": site["marks"],
    }
    return [(pack_words.PLACE[name], value) for name, value in values.items() if not is_missing(value) and value]


def _keys(scene: Scene, seen: View) -> dict[str, list[str]]:
    """Give the sources of need, provision and children by their ids."""
    used, children = used_sources(scene, seen).index.astype(str).tolist(), scene.settings.data.children_source
    provision = set(scene.model.atlas.providers["source_id"])
    need = [key for key in used if key != children and key not in provision]
    there = [key for key in used if key in provision]
    return {"children": [key for key in used if key == children], "provision": there, "need": need, "need and provision": [*need, *there]}


def _sources(scene: Scene, seen: View) -> dict[str, str]:
    """Name the sources of need, provision and children."""
    titles = used_sources(scene, seen)["title"].astype(str)
    return {kind: "; ".join(titles[key] for key in keys) for kind, keys in _keys(scene, seen).items()}


def _numbers(scene: Scene, seen: View) -> dict[str, str]:
    """Give the numbers that sources have in the notes: a page has no room for their titles beside every figure."""
    order, named = used_sources(scene, seen).index.astype(str).tolist(), _sources(scene, seen)
    return {
        named[kind]: pack_words.numbered([f"{number}" for number in sorted(order.index(key) + 1 for key in keys)])
        for kind, keys in _keys(scene, seen).items()
        if keys
    }


def _providers(asked: SiteQuestion, site: WhySite, home: str) -> pd.DataFrame:
    """List the providers of all kinds in the ward and those in reach that count, the nearest first, with the children expected there."""
    scene = asked.scene
    told = there.told_of(asked, site.site_id).providers
    around = providers_in_reach(scene.model, replace(asked.query, districts=()), home)
    every = pd.concat([told, around.loc[~around.index.isin(told.index), list(told.columns.intersection(around.columns))]])
    services = {key: service.name for key, service in scene.settings.services.items()}
    table = every.assign(
        name=every["name"].fillna(every["service_type"].map(services)),
        kind=[
            ask_words.marked(services[str(kind)], there_words.ITSELF if code == site.site_id else "")
            for code, kind in every["service_type"].items()
        ],
        sector=every["sector"].map(common.SECTOR_NAMES),
        counts=[pack_words.COUNTS[code in around.index] for code in every.index],
    ).join(site.private[["children_before", "children_after", "change_percent"]])
    return table.sort_values(["minutes", "name"])[list(pack_words.PROVIDERS)].round(ROUNDED).reset_index(drop=True)


def _gains(site: WhySite) -> pd.DataFrame:
    lifted = site.gaining.index.isin(site.lifted.index)
    table = site.gaining.assign(lifted=[pack_words.LIFTED[bool(flag)] for flag in lifted])
    return table[list(pack_words.GAINS)].round(ROUNDED).reset_index(drop=True)


def _notes(asked: SiteQuestion, view: View, seen: View, found: Found, home: str) -> tuple[tuple[str, tuple[str, ...]], ...]:
    scene = asked.scene
    link = f"{pages.SITING.address}?{urlencode(view.params(), doseq=True)}"
    how = words.how(describe.how_made(scene, asked.query), settings_of(answers.prepared(asked)))
    return (
        (words.QUALITY_TITLE, (bare(words.quality(found.status, found.gap, found.seconds)),)),
        (words.HOW_TITLE, (*filter(None, bare(how).split("\n")), words.PRIVATE_NOTE)),
        (report_words.LIMITS_TITLE, (words.LIMITS, *describe.known_limits(scene))),
        (report_words.SOURCES_TITLE, tuple(f"{number}. {line}" for number, line in enumerate(source_lines(scene, seen), start=1))),
        (report_words.ABOUT["view"], (report_words.seen_at(home, link),)),
    )
