"""No letter of a name is lost in the PDF without a word, and no name breaks its pages."""

from __future__ import annotations

import io
import unicodedata
from dataclasses import replace
from datetime import date
from typing import TYPE_CHECKING

import pytest
from pypdf import PdfReader

from geo.contract.texts import LONGEST_NAME
from geo.method.query import Query
from ui.report import content, pdf
from ui.scene import answers, loading
from ui.view.state import View
from ui.words import report as report_words

if TYPE_CHECKING:
    from tests.helpers.tiny import Tiny

DAY = date(2026, 3, 1)
DRAWN = [
    "Żłobek Łódź ąęćńśźż",
    "Grădiniță Știință Țărăncuța",
    "Darželis ąčęėįšųūž",
    "Çocuk yuvası İğüş",  # noqa: RUF001 - a Turkish letter
    "Nhà trẻ Ước mơ",
    "Παιδικός Σταθμός",
    "Детский сад Їжак ґ",
    "Tŷ Bach",
    # What the library would put the number of pages for.
    "{nb} von {nb}",
]
FROM_THE_RIGHT = ["حضانة النور", "مهد کودک پارسا", "ننھے ستارے"]


@pytest.fixture
def report(tiny: Tiny, monkeypatch: pytest.MonkeyPatch) -> content.Report:
    monkeypatch.setenv("GAPMAP_CONFIG", str(tiny.config))
    loading.without_session()
    scene = loading.load()
    view = View(Query("school_readiness", "lsoa"), "gap", None, None, show_providers=True, show_sites=False)
    return content.compose(scene, view, answers.listed(scene, view.query), DAY)


def named(report: content.Report, name: str) -> content.Report:
    """Put a name wherever a report has names."""
    table = replace(report.table, rows=tuple((row[0], name, *row[2:]) for row in report.table.rows))
    sheet = replace(report.sheet, names=tuple((name, place) for _, place in report.sheet.names))
    return replace(
        report, title=f"Gaps in {name}", table=table, sheet=sheet, reasons=tuple((f"1. {name}", lines) for _, lines in report.reasons)
    )


def words(report: content.Report) -> tuple[str, int]:
    """Text of a PDF as a reader programme finds it, and its number of pages."""
    made, pages = pdf.write(report, DAY)
    return "\n".join(page.extract_text() for page in PdfReader(io.BytesIO(made)).pages), pages


@pytest.mark.parametrize("name", DRAWN)
def test_names_in_latin_greek_and_cyrillic_letters_are_there(report: content.Report, name: str) -> None:
    found, _ = words(named(report, name))
    assert found.count(name) >= len(report.table.rows) + len(report.reasons) + 1
    assert "cannot be drawn" not in found


@pytest.mark.parametrize("name", FROM_THE_RIGHT)
def test_arabic_names_are_there_with_joined_letters(report: content.Report, name: str) -> None:
    paper = pdf.ReportPdf("x")
    paper.write_words(name)
    joined = {glyph.glyph_name for glyph in paper.fonts[pdf.ARABIC.lower()].subset._char_id_per_glyph if glyph is not None}
    paper.output()
    assert any(one.endswith((".init", ".medi", ".fina")) for one in joined)
    found, _ = words(named(report, name))
    letters = {letter for letter in unicodedata.normalize("NFKC", found) if "ARABIC" in unicodedata.name(letter, "")}
    assert set(name.replace(" ", "")) <= letters
    assert "cannot be drawn" not in found


def test_letters_that_no_typeface_has_are_said(report: content.Report) -> None:
    found, _ = words(named(report, "ベビー園 আ"))
    told = " ".join(found.split())
    assert "5 letters in this brief cannot be drawn" in told
    assert f"{pdf.NO_LETTER * 4} {pdf.NO_LETTER}" in told
    for letter in ("U+0986 (bengali letter aa)", "U+30D3 (katakana letter bi)", "U+5712 (cjk unified ideograph-5712)"):
        assert letter in told


def test_a_letter_that_the_typeface_of_the_map_lacks_is_said_too(report: content.Report) -> None:
    """Words on the map are set one by one, without a second typeface."""
    found, _ = words(replace(report, sheet=replace(report.sheet, names=(("園 X", (90.0, 50.0)),))))
    assert f"{pdf.NO_LETTER} X" in found
    assert "1 letter in this brief cannot be drawn" in " ".join(found.split())
    drawn, _ = words(replace(report, sheet=replace(report.sheet, names=((FROM_THE_RIGHT[0], (90.0, 50.0)),))))
    assert "cannot be drawn" not in drawn


def test_letters_with_marks_of_their_own_are_put_together(report: content.Report) -> None:
    assert "école" in words(named(report, "e\N{COMBINING ACUTE ACCENT}cole"))[0]


def test_the_longest_name_breaks_no_page(report: content.Report) -> None:
    """Each area has such a name, without a space."""
    found, pages = words(named(report, "W" * LONGEST_NAME))
    assert pages <= 5
    assert "".join(found.split()).count("W" * LONGEST_NAME) >= len(report.table.rows)
    assert report_words.SOURCES_TITLE in found
