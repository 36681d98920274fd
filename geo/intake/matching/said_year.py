"""A year that a text says with a word for it: ``mid2023``, ``FYE 2024``, ``2023-24``, ``as at 31 March 2024``; a bare number is none."""

from __future__ import annotations

import re
from datetime import UTC, datetime
from typing import TYPE_CHECKING, Final

from geo.intake.matching.question import Question, given

if TYPE_CHECKING:
    from collections.abc import Mapping

    from geo.intake.reading.sheet import Sheet

KEY: Final = "year"
# Figures by LSOA begin with the Census of 2001.
FIRST_YEAR: Final = 2001
_MONTH: Final = "(?:jan|feb|mar|apr|may|jun|jul|aug|sep|sept|oct|nov|dec)[a-z]*"
_YEAR: Final = r"(?P<year>(?:19|20)\d\d)(?!\d)"
_WORDED: Final = tuple(
    re.compile(pattern)
    for pattern in (
        rf"(?<![a-z])mid(?: ?year)? ?{_YEAR}",
        rf"(?<![a-z])(?:fye|(?:financial |academic )?year (?:ending|ended|to)|ye) ?(?:\d\d? )?(?:{_MONTH} )?{_YEAR}",
        rf"(?<![a-z])as (?:at|of) (?:\d\d?(?:st|nd|rd|th)? )?(?:{_MONTH} )?{_YEAR}",
        # A month alone dates areas as often as figures: "LSOA (December 2021)".
        rf"(?<!\d)\d\d?(?:st|nd|rd|th)? {_MONTH} {_YEAR}",
        rf"(?<![a-z])(?:estimates? for|population of|year) ?{_YEAR}",
    )
)
# 2023-24 and 2023/24: the second is the year after the first.
_TWO_YEARS: Final = re.compile(r"(?<!\d)(?P<year>(?:19|20)(?P<first>\d\d))[-/ _](?:20)?(?P<second>\d\d)(?!\d)")
_ASKED: Final = "{found} Of which year are its figures?"
_NOTHING: Final = "Neither the table nor the file's name says of which year it is."
_BARE: Final = "The file's name has the number {years}, and no word that says what it is the year of."
_SEVERAL: Final = "Several years are said: {years}."
_SAID: Final = "'{text}' says that the figures are of {year}."
_TAKEN: Final = "{text} Taken as {year}; if that is wrong, say it with --answer year=YEAR."


def said_years(text: str) -> list[str]:
    """List the years that a text says with a word for them, each once, in order.

    Parameters
    ----------
    text : str
        Name of a file or a sheet, or a title.

    Returns
    -------
    list of str
        Four digits each; of ``2023-24`` the first.
    """
    plain = re.sub(r"[\s_.\-]+", " ", text.casefold())
    found = [(match.start(), match["year"]) for pattern in _WORDED for match in pattern.finditer(plain)]
    pairs = _TWO_YEARS.finditer(text)
    found += [(match.start(), match["year"]) for match in pairs if (int(match["first"]) + 1) % 100 == int(match["second"])]
    return list(dict.fromkeys(year for _, year in sorted(found)))


def year_question(sheet: Sheet, answers: Mapping[str, str]) -> Question:
    """Ask of which year a table is; what its sheet, its title or its file's name says is the answer until somebody corrects it.

    Parameters
    ----------
    sheet : Sheet
        The table as brought.
    answers : mapping of str to str
        What was answered.
    """
    possible = years_to(datetime.now(UTC).year)
    # The nearest to the figures first: a workbook of several years names each sheet.
    found = [(text, years) for text in (sheet.name, sheet.above, sheet.file) if (years := said_years(text))]
    text, years = found[0] if found else ("", [])
    said = years[0] if len(years) == 1 and years[0] in possible else ""
    if said:
        asked = f"{_SAID.format(text=_short(text, said), year=said)}"
    elif years:
        asked = _ASKED.format(found=_SEVERAL.format(years=", ".join(years)))
    else:
        bare = re.findall(r"(?<!\d)(?:19|20)\d\d(?!\d)", f"{sheet.name} {sheet.file}")
        asked = _ASKED.format(found=_BARE.format(years=" and ".join(dict.fromkeys(bare))) if bare else _NOTHING)
    return Question(KEY, asked, {year: year for year in possible}, given(answers, KEY, possible) or said)


def years_to(last: int) -> list[str]:
    """List the years that figures may be of, the newest first."""
    return [str(year) for year in range(last, FIRST_YEAR - 1, -1)]


def _short(text: str, year: str) -> str:
    """Cut a long title down to what stands around the year."""
    place, most = text.find(year), 40
    return text if len(text) <= 2 * most else f"{text[max(0, place - most) : place + most].strip()}"


def said_notes(asked: Question) -> tuple[str, ...]:
    """Show which year was taken, with the flag that corrects it, for the notes of a file; nothing while it is open."""
    return (_TAKEN.format(text=asked.text, year=asked.answer),) if asked.answer else ()
