"""From what somebody types to what it may mean, the likeliest first."""

from __future__ import annotations

import difflib
import re
from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

from geo.places.entries import PlaceEntry, plain_letters

if TYPE_CHECKING:
    from geo.places.entries import PlaceIndex

POSTCODE: Final = re.compile(r"([A-Z]{1,2}\d[A-Z\d]?)(\d[A-Z]{2})")
MOST: Final = 12
# Typed texts are no longer: whoever sends more is no reader.
MOST_LETTERS: Final = 200
# How alike two words must be to be taken for one with a slip in it, and from how many letters on slips are looked for.
ALIKE, LEAST_LETTERS = 0.78, 4
# Two letters that changed places, which a count of differences takes for two slips.
SWAPPED: Final = 0.95
NEAR_POSTCODES: Final = 3
# How well a name fits, the best first.
SAME, BEGINS, WORDS, PARTS, SLIP = range(5)


@dataclass(frozen=True)
class FoundPlaces:
    """What a text may mean.

    Parameters
    ----------
    asked : str
        The text.
    entries : tuple of PlaceEntry
        The likeliest first.
    chosen : PlaceEntry, optional
        The one that is meant, where that is beyond doubt.
    exact : bool
        Whether the entries hold the words as they were typed; else they are only alike.
    """

    asked: str
    entries: tuple[PlaceEntry, ...]
    chosen: PlaceEntry | None
    exact: bool = True


def find(index: PlaceIndex, text: str, most: int = MOST) -> FoundPlaces:
    """Find what a text may mean.

    Names that are the text come first, then those that begin with it, that hold its words whole, that hold words beginning with them; of
    equals the bigger. Only where there is none, those that are alike.

    Parameters
    ----------
    index : PlaceIndex
        All names.
    text : str
        What was typed: capitals, accents and punctuation do not matter.
    most : int
        How many entries are given.
    """
    text = text[:MOST_LETTERS].strip()
    asked = plain_letters(text)
    if not asked:
        return FoundPlaces(text, (), None)
    postcode = POSTCODE.fullmatch(asked.replace(" ", "").upper())
    if postcode:
        return _postcode(index, text, postcode)
    if asked in index.titles:
        return FoundPlaces(text, (index.titles[asked],), index.titles[asked])
    words = asked.split()
    fits = [(fit, place) for place, name in enumerate(index.words) if (fit := _fit(asked, words, name)) is not None]
    if not fits:
        alike = _alike(index, asked)
        return FoundPlaces(text, tuple(index.entries[place] for place in alike[:most]), None, exact=False)
    # The entries stand bigger first, and a stable order keeps that.
    fits.sort(key=lambda pair: pair[0])
    entries = [index.entries[place] for _, place in fits]
    same = [index.entries[place] for fit, place in fits if fit == SAME] or (entries if len(entries) == 1 else [])
    return FoundPlaces(text, tuple(entries[:most]), _meant(same))


def _postcode(index: PlaceIndex, text: str, parts: re.Match[str]) -> FoundPlaces:
    code = parts[1] + parts[2]
    if code in index.postcodes.index:
        entry = _of_postcode(index, code)
        return FoundPlaces(text, (entry,), entry)
    beside = index.postcodes.index[index.postcodes.index.str.startswith(code[:-2])]
    return FoundPlaces(text, tuple(_of_postcode(index, str(near)) for near in beside[:NEAR_POSTCODES]), None, exact=False)


def _of_postcode(index: PlaceIndex, code: str) -> PlaceEntry:
    lsoa = str(index.postcodes[code])
    what = "postcode" if lsoa else "postcode beyond the border"
    return PlaceEntry("postcode", code, f"{code[:-3]} {code[-3:]}", what, (lsoa,) if lsoa else ())


def _fit(asked: str, words: list[str], name: str) -> int | None:
    """Say how well a name fits; None if it does not."""
    if name == asked:
        return SAME
    if words[0][0] not in name:
        return None
    if name.startswith(f"{asked} "):
        return BEGINS
    own = name.split()
    if all(word in own for word in words):
        return WORDS
    # The last word may still be being typed.
    return PARTS if all(any(part.startswith(word) for part in own) for word in words) else None


def _meant(same: list[PlaceEntry]) -> PlaceEntry | None:
    """Give the biggest of those of one name, unless another one lies elsewhere: then nobody but the reader knows which is meant."""
    if not same:
        return None
    biggest = set(same[0].lsoas)
    inside = same[1:] if same[0].kind != "provider" else []
    elsewhere = [entry for entry in same[1:] if entry not in inside or not biggest.intersection(entry.lsoas)]
    return None if elsewhere else same[0]


def _alike(index: PlaceIndex, asked: str) -> list[int]:
    """Give the names, or first words of names, that differ by a slip of the finger."""
    if len(asked) < LEAST_LETTERS:
        return []
    matcher = difflib.SequenceMatcher(autojunk=False)
    matcher.set_seq2(asked)
    likeness = []
    for place, name in enumerate(index.words):
        best = 0.0
        for part in {name, *name.split()}:
            matcher.set_seq1(part)
            if len(part) == len(asked) and sorted(part) == sorted(asked):
                best = max(best, SWAPPED)
            if matcher.real_quick_ratio() > max(best, ALIKE) and matcher.quick_ratio() > max(best, ALIKE):
                best = max(best, matcher.ratio())
        if best >= ALIKE:
            likeness.append((-best, place))
    return [place for _, place in sorted(likeness)]
