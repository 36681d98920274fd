"""Make a report step by step: for the page with its progress bar, and for the command line."""

from __future__ import annotations

from dataclasses import dataclass, replace
from functools import partial
from typing import TYPE_CHECKING

from geo.publishers.own_figures import slug
from geo.whatif.scenario.link import written
from ui.scene import answers, places
from ui.view import describe, finds
from ui.view.state import TODAY, View, stem
from ui.words import report as report_words

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence
    from datetime import date

    import pandas as pd

    from geo.whatif.asked import Asked
    from geo.whatif.scene import Scene
    from ui.report.content import Report

ABOUT, PLACE, SCENARIO, ASKED = "about", "place", "scenario", finds.ASKED


@dataclass(frozen=True)
class Made:
    """A report in both forms; ``pages`` is how many the PDF has, ``stem`` the name of the files without their endings."""

    html: bytes
    pdf: bytes
    pages: int
    stem: str


def view_of(asked: Asked) -> View:
    """Give the view that shows the same figures: the report's link opens it. What no link can carry, `Asked.check_link` has refused."""
    return View(
        asked.query,
        "gap",
        None,
        None,
        show_providers=True,
        show_sites=False,
        borders=asked.choices.borders or TODAY,
        tuning=asked.choices.tuning,
        without_marked=bool(asked.choices.left_out),
        do=tuple(written(act) for act in asked.choices.acts),
        fresh=asked.choices.fresh and bool(asked.choices.acts),
    )


def place_of(view: View) -> str | None:
    """Give the place that a report is on, if it is on one and not on a list."""
    return view.area if finds.one(view.find, ABOUT) == PLACE else None


def on_place(view: View, area: str) -> View:
    """Give the view whose report is on one place."""
    return replace(view, area=area, find=finds.also(view.find, **{ABOUT: PLACE}))


def on_asked(view: View, title: str) -> View:
    """Give the view whose report is on a place by its name, with what it is where that is needed."""
    return replace(view, ask=title, find=finds.also(view.find, **{ABOUT: ASKED}))


def asked_of(view: View) -> str:
    """Give the name of the place that a report is on, if it was asked for by its name."""
    return view.ask if finds.asked(view.find) else ""


def on_scenario(view: View) -> View:
    """Give the view whose report is a note on its scenario."""
    return replace(view, find=finds.also(view.find, **{ABOUT: SCENARIO}))


def is_on_scenario(view: View) -> bool:
    """Whether a report is a note on the scenario of its view."""
    return bool(view.do) and finds.one(view.find, ABOUT) == SCENARIO


def has_list(scene: Scene, view: View) -> bool:
    """Whether there is a gap list to report on: some area has a gap score."""
    ranked = answers.ranked(scene, view.query)
    return bool(ranked["gap_score"].notna().any())


def make(scene: Scene, view: View, made: date, tell: Callable[[float, str], object], home: str = "") -> Made:
    """Make both files of a report.

    Parameters
    ----------
    scene : Scene
        Data and model.
    view : View
        What is asked; it has a gap list.
    made : date
        Day to put on the report.
    tell : callable
        Is told how much is done (0-1) and what comes next.
    home : str
        As `ui.report.content.Report` has it.

    Returns
    -------
    Made
        The same view of the same data on the same day gives the same bytes.
    """
    from ui.report import pdf, web_page  # noqa: PLC0415 - costs 0.4 s to import

    working_out, drawing, writing, setting, done = report_words.STEPS
    tell(0.0, working_out)
    # A note lists who loses and gains, not how sure each rank is.
    listed = None if is_on_scenario(view) else answers.listed(scene, view.query)
    tell(0.3, drawing)
    report = _composed(scene, view, listed, made, home)
    tell(0.6, writing)
    report = replace(report, home=home)
    page = web_page.write(report)
    tell(0.7, setting)
    paper, pages = pdf.write(report, made)
    tell(1.0, done)
    return Made(page, paper, pages, file_stem(scene, view))


def _composed(scene: Scene, view: View, listed: pd.DataFrame | None, made: date, home: str) -> Report:
    """Work out what a report says; ``listed`` is the gap list, which a note has no need of."""
    from ui.report import asked, content, note, place  # noqa: PLC0415 - as above

    area = place_of(view)
    if listed is None:
        return _on_one_page([partial(note.compose, scene, view, made, size, home) for size in note.SIZES], made)
    if asked_of(view):
        return asked.compose(scene, view, made)
    return content.compose(scene, view, listed, made) if area is None else place.compose(scene, view, area, made)


def _on_one_page(drafts: Sequence[Callable[[], Report]], made: date) -> Report:
    """Give the first of some drafts that takes one page; the last where none does."""
    from ui.report import pdf  # noqa: PLC0415 - as above

    for draft in drafts:
        report = draft()
        if pdf.write(report, made)[1] == 1:
            break
    return report


def file_stem(scene: Scene, view: View) -> str:
    """Name the files of a report: outcome area, level and districts, or its place."""
    area, entry = place_of(view), places.found(scene, view.ask).chosen if asked_of(view) else None
    if is_on_scenario(view):
        return stem(view, "note", view.query.outcome, view.query.level, *describe.file_places(scene, view.query))
    if entry is not None:
        return stem(view, "place", slug(entry.name), view.query.outcome)
    if area is not None:
        return stem(view, "place", slug(str(scene.atlas.areas.at[area, "label"])), view.query.outcome)
    return stem(view, "report", view.query.outcome, view.query.level, *describe.file_places(scene, view.query))
