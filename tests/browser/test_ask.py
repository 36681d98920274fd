"""The search in a browser: by keyboard from the top of the page, with names offered while somebody types, on a computer and on a phone."""

from __future__ import annotations

import pytest
from playwright.sync_api import expect

from geo.places.find import MOST_LETTERS
from tests.browser.conftest import READY_MS, said, start_server, wait_until
from tests.helpers.named import with_names
from tests.helpers.tiny import write_tiny
from ui.words import ask as words

pytestmark = pytest.mark.browser

OFFERED = "[...document.querySelectorAll('#bsg-names option')].map(option => option.value)"
# What a browser does when one of its list is taken.
TAKE = """(input, value) => {
    Object.getOwnPropertyDescriptor(HTMLInputElement.prototype, 'value').set.call(input, value);
    input.dispatchEvent(new InputEvent('input', {bubbles: true, inputType: 'insertReplacementText'}));
}"""


@pytest.fixture(scope="module")
def named(tmp_path_factory):
    """Start the app on the tiny atlas with names."""
    tiny = with_names(write_tiny(tmp_path_factory.mktemp("asked")))
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("GAPMAP_CONFIG", str(tiny.config))
        server, url = start_server()
    yield url
    server.terminate()
    server.wait(timeout=20)


@pytest.mark.parametrize("width", [1440, 390])
def test_a_place_is_asked_for_by_keyboard_alone(page, named, width):
    page.set_viewport_size({"width": width, "height": 844})
    page.goto(f"{named}/Gap_list")
    box = page.get_by_label(words.LABEL)
    expect(box).to_be_visible(timeout=READY_MS)
    # From the link that skips the navigation, the search is among the first stops.
    page.keyboard.press("Tab")
    page.keyboard.press("Enter")
    for _ in range(3):
        page.keyboard.press("Tab")
        if box.evaluate("box => box === document.activeElement"):
            break
    expect(box).to_be_focused()
    # The focus is shown around the whole box, icon and all.
    assert box.evaluate("box => getComputedStyle(box).outlineStyle") == "none"
    assert box.locator("..").evaluate("box => getComputedStyle(box).outlineStyle") == "solid"
    page.keyboard.type("kings elm")
    expect(page.get_by_text(f"{len('kings elm')}/{MOST_LETTERS}")).to_have_count(1)
    expect(page.get_by_text(f"{len('kings elm')}/{MOST_LETTERS}")).to_be_hidden()
    page.keyboard.press("Enter")
    expect(said(page, "King's Elm: suburb in Alder")).to_be_visible(timeout=READY_MS)
    assert "ask=kings" in page.url
    assert box.bounding_box()["width"] <= width
    expect(page.get_by_text(words.TO_PLACE)).to_be_visible()


def test_names_are_offered_while_somebody_types_and_one_that_is_taken_is_asked_for(page, named):
    page.goto(f"{named}/Gap_list")
    box = page.get_by_label(words.LABEL)
    expect(box).to_be_visible(timeout=READY_MS)
    expect(page.get_by_test_id("stStatusWidget")).to_have_count(0, timeout=READY_MS)
    box.click()
    box.press_sequentially("Oakh")
    wait_until(page, f"{OFFERED}.length > 1", READY_MS)
    assert page.evaluate(OFFERED)[:2] == ["Oakham, village in Alder", "Oakham, village in Bourne"]
    box.evaluate(TAKE, "Oakham, village in Bourne")
    expect(said(page, "Oakham: village in Bourne")).to_be_visible(timeout=READY_MS)
    expect(said(page, "in the ward Cedar")).to_be_visible()
    assert "Bourne" in page.url
