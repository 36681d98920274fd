"""From what somebody types to what it may mean, the likeliest first."""

from __future__ import annotations

import difflib
import re
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Final

from geo.places.entries import PlaceEntry, plain_letters
from geo.places.sentence import JOINING, NO_NAME, names_in, narrowed

if TYPE_CHECKING:
    from collections.abc import Sequence

    from geo.places.entries import PlaceIndex

POSTCODE: Final = re.compile(r"([A-Z]{1,2}\d[A-Z\d]?)(\d[A-Z]{2})")
_POSTCODE_INSIDE: Final = re.compile(r"\b([A-Z]{1,2}\d[A-Z\d]?) ?(\d[A-Z]{2})\b")
MOST: Final = 12
# Typed texts are no longer: whoever sends more is no reader.
MOST_LETTERS: Final = 200
# How alike two words must be to be taken for one with a slip in it, and from how many letters on slips are looked for.
ALIKE, LEAST_LETTERS = 0.78, 4
# Of a question with a slip in it so many words are tried, the longest first.
TRIED: Final = 3
# Two letters side by side that changed places, which a count of differences takes for two slips.
SWAPPED: Final = 0.95
NEAR_POSTCODES: Final = 3
# How well a name fits, the best first.
BEGINS, WORDS, PARTS = range(3)


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
    understood : tuple of str
        Names that were found in a longer text, such as a question; empty where all of it is a name.
    """

    asked: str
    entries: tuple[PlaceEntry, ...]
    chosen: PlaceEntry | None
    exact: bool = True
    understood: tuple[str, ...] = ()


def find(index: PlaceIndex, text: str, most: int = MOST) -> FoundPlaces:
    """Find what a text may mean.

    Names that are the text come first, then those that begin with it, that hold its words whole, that hold words beginning with them; of
    equals the bigger. Where there is none the text is read as a question, and the names in it are found; only where it holds none, those
    that are alike.

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
    return _by_words(index, text, asked, most)


def _by_words(index: PlaceIndex, text: str, asked: str, most: int) -> FoundPlaces:
    """Find the names that hold all words of a text, or those in it."""
    same, words = index.called.get(asked, ()), asked.split()
    fits = [(fit, place) for place, name in enumerate(index.words) if (fit := _fit(asked, words, name)) is not None]
    # The entries stand bigger first, and a stable order keeps that.
    fits.sort(key=lambda pair: pair[0])
    entries = tuple(dict.fromkeys([*same, *(index.entries[place] for _, place in fits)]))
    if same:
        return FoundPlaces(text, entries[:most], _meant(same))
    is_name = any(fit == BEGINS or index.entries[place].kind != "provider" for fit, place in fits)
    question = None if is_name else _question(index, text, asked)
    if question is not None:
        # Nurseries whose names hold all these words may be meant as well.
        return replace(question, entries=(*question.entries, *entries)[:most], chosen=None if entries else question.chosen)
    if not fits:
        return _with_a_slip(index, text, asked, most)
    return FoundPlaces(text, entries[:most], entries[0] if len(entries) == 1 else None)


def _question(index: PlaceIndex, text: str, asked: str) -> FoundPlaces | None:
    """Read a text as a question about a postcode or about what has a name in it; None if it holds neither."""
    postcode = _POSTCODE_INSIDE.search(asked.upper())
    if postcode:
        return replace(_postcode(index, text, postcode), understood=(f"{postcode[1]} {postcode[2]}",))
    named = names_in(index, asked.split())
    entries = narrowed(named)
    names = tuple(dict.fromkeys(entry.name for entry in entries))
    meant = _meant(entries) if len(names) == 1 else None
    return FoundPlaces(text, entries, meant, understood=names) if named else None


def _with_a_slip(index: PlaceIndex, text: str, asked: str, most: int) -> FoundPlaces:
    """Offer names that are alike: like all of the text, or like single words of it."""
    words = sorted((word for word in asked.split() if word not in NO_NAME), key=len, reverse=True)
    alike = _alike(index, asked) or dict.fromkeys(place for word in words[:TRIED] for place in _alike(index, word))
    return FoundPlaces(text, tuple(index.entries[place] for place in list(alike)[:most]), None, exact=False)


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
    if words[0][0] not in name:
        return None
    if f"{name} ".startswith(f"{asked} "):
        return BEGINS
    own = name.split()
    if all(word in own for word in words):
        return WORDS
    # The last word may still be being typed; an *in* before it is no beginning of *infants*.
    whole = JOINING.intersection(words[:-1])
    return PARTS if all(word in own if word in whole else any(part.startswith(word) for part in own) for word in words) else None


def _meant(same: Sequence[PlaceEntry]) -> PlaceEntry | None:
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
            if _is_swapped(part, asked):
                best = max(best, SWAPPED)
            if matcher.real_quick_ratio() > max(best, ALIKE) and matcher.quick_ratio() > max(best, ALIKE):
                best = max(best, matcher.ratio())
        if best >= ALIKE:
            likeness.append((-best, place))
    return [place for _, place in sorted(likeness)]


def _is_swapped(one: str, other: str) -> bool:
    """Whether two words differ in two letters side by side that changed places."""
    if len(one) != len(other):
        return False
    apart = [at for at, (letter, instead) in enumerate(zip(one, other, strict=True)) if letter != instead]
    return len(apart) == 2 and apart[1] == apart[0] + 1 and one[apart[0]] == other[apart[1]] and one[apart[1]] == other[apart[0]]  # noqa: PLR2004
