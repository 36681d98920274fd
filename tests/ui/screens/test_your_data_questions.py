"""What the page asks about files that leave something open, and that nothing enters before it is answered."""

from __future__ import annotations

import pytest

from geo.publishers import registry
from tests.helpers.screens import open_page, words
from tests.helpers.tiny_content import LSOAS
from ui.words import your_data as text

pytestmark = pytest.mark.usefixtures("tiny_app")
PAGE = "pages/14_Your_data.py"
CENTRES = f"name,postcode,lsoa,lon,lat,kind of place\nFirst,,{LSOAS[0]},0.1,52.5,family_hub\n".encode()


@pytest.fixture(autouse=True)
def own_layouts(monkeypatch):
    monkeypatch.setattr(registry, "MODULES", ["geo.publishers.population", "geo.publishers.own_figures", "geo.publishers.own_providers"])


def people(each):
    return "\n".join(["LSOA21CD,Total,0,1,2,3,4", *(f"{code},900{f',{each}' * 5}" for code in LSOAS)]).encode()


def bring(*files):
    app = open_page(PAGE)
    app.file_uploader[0].set_value([(name, content, "text/csv") for name, content in files]).run()
    assert not app.exception
    return app


def use_button(app):
    return next((button for button in app.button if button.label == text.USE), None)


def question(app, label=text.QUESTION):
    return next(box for box in app.selectbox if box.label == label)


def test_a_year_of_a_name_is_shown_and_can_be_corrected():
    app = bring(("lsoa2021_population_mid2023.csv", people(10)))
    assert question(app, text.QUESTION_YEAR).value == "2023"
    assert not use_button(app).disabled
    question(app, text.QUESTION_YEAR).set_value("2022").run()
    assert not app.exception
    use_button(app).click().run()
    assert text.USED in [success.value for success in app.success]


def test_a_file_without_a_year_enters_when_it_is_said():
    app = bring(("lsoa2021_population.csv", people(10)))
    assert question(app, text.QUESTION_YEAR).value is None
    assert text.UNANSWERED in words(app)
    assert use_button(app) is None
    question(app, text.QUESTION_YEAR).set_value("2023").run()
    assert not app.exception
    assert not use_button(app).disabled


def test_a_scale_is_asked_and_what_is_answered_is_done():
    values = "area_code,year,indicator,unit,value\n" + "".join(
        f"{code},2026,Seen by two,per cent,0.{place}\n" for place, code in enumerate(LSOAS, 3)
    )
    app = bring(("seen.csv", values.encode()))
    assert "as fractions are" in words(app)
    assert use_button(app) is None
    question(app).set_value("times_100").run()
    assert not app.exception
    assert "multiplied by 100, as was answered" in words(app)
    assert not use_button(app).disabled


def test_a_list_of_one_kind_is_told_its_type_or_the_column_that_says_it():
    app = bring(("centres.csv", CENTRES))
    kinds, sectors = [box for box in app.selectbox if box.label == text.QUESTION]
    assert len(sectors.options) == 2
    kinds.set_value("column kind of place").run()
    assert not app.exception
    next(box for box in app.selectbox if box.label == text.QUESTION and box.value is None).set_value("public").run()
    assert not app.exception
    assert text.UNANSWERED not in words(app)
