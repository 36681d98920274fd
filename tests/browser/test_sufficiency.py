"""The yearly report as a reader gets it: made on a press beside the server, with the figures of the table that comes with it."""

from __future__ import annotations

import io
import re

import pandas as pd
import pytest
from docx import Document

from geo.sufficiency import labels
from tests.browser.conftest import READY_MS
from tests.browser.test_every_page import FENLAND, taken
from ui.words import pages
from ui.words import sufficiency as words

pytestmark = pytest.mark.browser


def test_the_word_document_of_a_district_comes_down_with_the_figures_of_its_table(page, address):
    page.goto(f"{address}/{pages.SUFFICIENCY.address}?district={FENLAND}")
    page.get_by_role("button", name=words.MAKE).click(timeout=READY_MS)
    page.get_by_role("button", name=words.FILES["docx"][0]).wait_for(timeout=READY_MS)
    document = Document(io.BytesIO(taken(page, words.FILES["docx"][0])))
    table = pd.read_csv(io.BytesIO(taken(page, words.FILES["csv"][0])), encoding="utf-8-sig", keep_default_na=False)
    headings = [paragraph.text for paragraph in document.paragraphs if paragraph.style.name == "Heading 1"]
    assert headings[: len(labels.PARTS)] == list(labels.PARTS.values())
    assert len(headings) == len(labels.PARTS) + 1
    cells = {cell.text for each in document.tables for row in each.rows[1:] for cell in row.cells}
    figures = {cell for cell in cells if re.fullmatch(r"[\d,]+(\.\d+)?", cell)}
    assert len(figures) > 20
    # Periods stand in a column of their own there.
    assert figures <= set(table["written"]) | set(table["date"].astype(str))
