"""Of which index of deprivation a table is, by what stands in it: the same columns come with every index."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Final

from geo.base.errors import Problem

if TYPE_CHECKING:
    from geo.intake.reading.sheet import Sheet

RELEASES: Final = ("2010", "2015", "2019", "2025")
# The indices of 2010 are for LSOAs of 2001; those of 2015 and of 2019 are both for LSOAs of 2011.
_OF_LSOAS: Final = {"01": {"2010"}, "11": {"2015", "2019"}, "21": {"2025"}}
# Each index gives the districts of its day.
_OF_DISTRICTS: Final = {"09": {"2010"}, "13": {"2015"}, "19": {"2019"}, "24": {"2025"}}
# The years of its numbers of people.
_OF_PEOPLE: Final = {"2008": {"2010"}, "2012": {"2015"}, "2015": {"2019"}, "2022": {"2025"}}
# "LSOA code (2011)", "lsoa21_code", "LSOA11CD"; "Local Authority District code (2019)", "local_authority_district_code_2019", "LAD24CD".
_LSOA: Final = re.compile(r"^lsoa ?(?:code|name)? ?\(?(?:20)?(\d\d)\)?(?!\d)", re.IGNORECASE)
_DISTRICT: Final = re.compile(r"^(?:local authority district|lad|ltla) ?(?:code|name)? ?\(?(?:20)?(\d\d)\)?(?!\d)", re.IGNORECASE)
_PEOPLE: Final = re.compile(r"population.*mid[ -](\d{4})", re.IGNORECASE)
# In a sheet's name or above its header: "IMD2019", "IMD25", "ID 2015", "Indices of Deprivation 2025", "... Deprivation (IMD) 2019".
_TITLE: Final = re.compile(
    r"(?:\b(?:imd|iod|id)|deprivation(?: \((?:imd|iod|id)\))?) ?\(?20(\d\d)(?!\d)|\b(?:imd|iod)(\d\d)(?!\d)", re.IGNORECASE
)
OTHER: Final = (
    "says that it is of the indices of deprivation of {said}, not of {release}, whose columns are the same. Nothing is taken as {release}: "
    "bring the file of {release}."
)

CONTRARY: Final = (
    "names more than one index of deprivation in its header, its sheet or its title, so its year is not known. Bring the publisher's file "
    "as it is published."
)


def releases_of(sheet: Sheet) -> frozenset[str]:
    """List the indices that a table can be of: those on which its header, its sheet's name and the rows above its header agree.

    The name of the file is no evidence: people rename files.

    Parameters
    ----------
    sheet : Sheet
        As read.

    Returns
    -------
    frozenset of str
        Years; all of them where the table says nothing, none where it contradicts itself.
    """
    header = [_spaced(str(column)) for column in sheet.frame.columns]
    said: list[set[str]] = []
    for pattern, known in ((_LSOA, _OF_LSOAS), (_DISTRICT, _OF_DISTRICTS), (_PEOPLE, _OF_PEOPLE)):
        said += [known[match[1]] for name in header for match in [pattern.search(name)] if match and match[1] in known]
    # A title comes first; notes below it may name other indices to compare with.
    titles = [match for text in (sheet.name, sheet.above) for match in [_TITLE.search(_spaced(text))] if match]
    said += [{f"20{match[1] or match[2]}"} for match in titles if f"20{match[1] or match[2]}" in RELEASES]
    return frozenset(set(RELEASES).intersection(*said))


def release_problems(sheet: Sheet, release: str) -> tuple[Problem, ...]:
    """Refuse a table that says that it is of another index than the one whose figures were asked for."""
    possible = releases_of(sheet)
    if release in possible:
        return ()
    message = OTHER.format(said=" or ".join(sorted(possible)), release=release) if possible else CONTRARY
    return (Problem(sheet.file, message),)


def _spaced(text: str) -> str:
    return text.replace("_", " ")
