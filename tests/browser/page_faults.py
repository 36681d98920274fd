"""What a page keeps from whoever does not see it, does not point, or enlarges it."""

from __future__ import annotations

from collections import Counter
from itertools import pairwise
from pathlib import Path

from ui.words import maps as maps_words

SCRIPT = Path(__file__).with_suffix(".js").read_text(encoding="utf-8")
MOST_STOPS = 300
# A map says where its figures stand for whoever does not see it.
PLACES_OF_FIGURES = ("table", "list")
# Twice on one page without harm: each stands in a landmark or an article of its own; a map is a region with a name.
OF_A_MAP = {("button", name) for name in ("Zoom in", "Zoom out", maps_words.ZOOM_ALL, maps_words.ZOOM_CHOSEN)}
MAY_REPEAT = {("link", "Can I trust this?"), ("DisclosureTriangle", "NICE guideline"), *OF_A_MAP}


def walk(page):
    """Go through the whole page with the tab key; list stops that are hidden, have no name, do not show their focus or keep the key."""
    _load(page)
    tools = page.context.new_cdp_session(page)
    page.evaluate("document.activeElement.blur(); getSelection().removeAllRanges(); document.querySelector('main').scrollTo(0, 0)")
    told, faults, numbers = Counter(), [], []
    for _ in range(MOST_STOPS):
        page.keyboard.press("Tab")
        at = page.evaluate("pageFaults.stop()")
        if at["unseen"]:
            faults.append(f"focus does not show: {at['unseen']}")
        if at["gone"] or at["number"] in numbers[:-1]:
            break
        if at["number"] in numbers:
            faults.append(f"keeps the tab key: {at['html']}")
            break
        numbers.append(at["number"])
        role, name = _told(tools)
        faults += [f"{fault}: {at['html']}" for fault, is_so in (("no name", not name), ("hidden", at["hidden"])) if is_so]
        told[role, name] += 1
    else:
        faults.append(f"more than {MOST_STOPS} stops")
    return faults + [f"{count} stops are told alike: {key}" for key, count in told.items() if count > 1 and key not in MAY_REPEAT]


def _told(tools):
    """Ask the browser what it tells a screen reader of the element that has the focus: its role and its name."""
    element = tools.send("Runtime.evaluate", {"expression": "stopNow"})["result"]["objectId"]
    node = tools.send("Accessibility.getPartialAXTree", {"objectId": element, "fetchRelatives": False})["nodes"][0]
    return [str(node.get(part, {}).get("value", "")).strip() for part in ("role", "name")]


def small(page):
    """What is pressed and smaller than 24 pixels."""
    _load(page)
    return page.evaluate("pageFaults.small()")


def cut(page):
    """Words that are cut or stand beyond their button."""
    _load(page)
    return page.evaluate("pageFaults.cut()")


def structure(page):
    """Faults of what a page is made of: title, language, headings, landmarks, descriptions of maps, what is read out."""
    _load(page)
    found = page.evaluate("pageFaults.structure()")
    levels = found["headings"]
    asked = {
        f"title {found['title']}": found["title"].count(" · ") >= 1,
        f"lang {found['lang']}": found["lang"] == "en",
        f"{found['skips']} skip links": found["skips"] == 1,
        "no name of the main part": bool(found["main"]),
        f"headings {levels}": levels[0] == 1 and levels.count(1) == 1 and all(b - a <= 1 for a, b in pairwise(levels)),
        f"{found['speakers']} places that are read out": found["speakers"] == 1,
    }
    of_maps = [f"map that names no table: {told}" for told in found["maps"] if not any(place in told for place in PLACES_OF_FIGURES)]
    return [fault for fault, is_right in asked.items() if not is_right] + of_maps


def _load(page):
    if not page.evaluate("'pageFaults' in window"):
        page.evaluate(SCRIPT)
