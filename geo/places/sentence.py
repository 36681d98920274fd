"""The names of places inside a question: what *is there a nursery in Oakham?* is about."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from geo.base.vocabulary import COMPASS

if TYPE_CHECKING:
    from collections.abc import Sequence

    from geo.places.entries import PlaceEntry, PlaceIndex

# Words that join others, and words of the field: by themselves none of them asks for a place.
_JOINING: Final = (
    "a about all an and any are around as at be been but by can could do does for from get had has have how i if in inside into is it "
    "its just like lot me more most much my no none not nothing of off on only or our out over please really so some still tell than that "
    "the their them there these they this to too true under up us want was we were what when where which who whom whose why will with "
    "within without would you your"
)  # fmt: skip
_FIELD: Final = (
    "area areas baby babies best care centre centres child childcare childminder childminders children city class classes clinic council "
    "county day district early education enough families family few find free gap gaps gp health home homes hospital hub hubs learning "
    "least less library libraries list local many map midwife missing near nearby nearest need needs neighbourhood neighbourhoods new "
    "nurseries nursery open parents parish place places play playgroup pre preschool preschools primary private provider providers "
    "provision public quarter school schools service services show site sites start suburb surgeries surgery toddler town village "
    "voluntary ward wards worst young"
)  # fmt: skip
JOINING: Final = frozenset(_JOINING.split())
NO_NAME: Final = JOINING | set(_FIELD.split()) | {word for direction in COMPASS for word in direction.split("-")}
LONGEST: Final = 8


def names_in(index: PlaceIndex, words: Sequence[str]) -> list[tuple[PlaceEntry, ...]]:
    """Find the names in a text, the longest first, none inside another.

    Parameters
    ----------
    index : PlaceIndex
        All names.
    words : sequence of str
        The words of the text, in plain letters.

    Returns
    -------
    list of tuple of PlaceEntry
        For each name everything that is called so, the bigger first.
    """
    taken, found = set[int](), []
    for length in range(min(LONGEST, len(words)), 0, -1):
        for first in range(len(words) - length + 1):
            own, places = words[first : first + length], set(range(first, first + length))
            entries = () if NO_NAME.issuperset(own) or places & taken else index.called.get(" ".join(own), ())
            # Nurseries have names such as Rainbow: one word of a sentence is not yet one of them.
            entries = tuple(entry for entry in entries if length > 1 or entry.kind != "provider")
            if entries:
                taken |= places
                found.append(entries)
    return found


def narrowed(named: Sequence[tuple[PlaceEntry, ...]]) -> tuple[PlaceEntry, ...]:
    """Give what several names mean together: what lies inside something of another name, or all of it where nothing does."""
    every = tuple(entry for entries in named for entry in entries)
    around = [(set(other.lsoas), entries) for entries in named for other in entries]
    inside = [
        entry for entries in named for entry in entries if any(set(entry.lsoas) < area and entries is not own for area, own in around)
    ]
    return tuple(entry for entry in inside if entry.lsoas) or every
