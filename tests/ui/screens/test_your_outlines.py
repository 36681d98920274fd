"""Outlines that are brought by the page."""

from __future__ import annotations

from tests.helpers.outlines import STEP_M, boxes, write
from tests.helpers.screens import open_page
from ui.scene import own_data
from ui.words import your_outlines as words


def test_the_page_draws_brought_outlines_and_uses_them_in_this_visit(tiny, tmp_path, monkeypatch):
    monkeypatch.setenv("GAPMAP_CONFIG", str(tiny.config))
    app = open_page("pages/14_Your_data.py")
    app.file_uploader[0].set_value([("areas.geojson", write(boxes(first=STEP_M), tmp_path).read_bytes(), "application/json")]).run()
    assert not app.exception
    said = " ".join(part.value for part in app.markdown)
    assert "4 of 6 LSOAs change their outline" in said
    shown = "".join(str(element.proto.body) for element in app.get("html"))
    assert words.AREA_COLUMNS[0] in shown
    assert "bsg-picture" in shown
    assert f'<th scope="row">Outlines of LSOAs</th>{"<td></td>" * 4}<td>4</td>' in shown
    next(button for button in app.button if button.label == "Use in this session").click().run()
    assert not app.exception
    folder = app.session_state[own_data.KEY].store.as_folder()
    before, after = ((one / "boundaries" / "lsoa.geojson").read_bytes() for one in (tiny.data, folder))
    assert before != after
