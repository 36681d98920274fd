"""Every sentence on local knowledge. No arithmetic here, no layout."""

from __future__ import annotations

from ui.words import figures

INTRO = (
    "What people on the ground know of a provider or a place: closing, in the wrong place, an outreach session, a waiting list, "
    "refused as a new site. "
    "It is shown on the map, the lists, the profiles and the report, with who said so and when. The published data are never changed."
)
MEANWHILE = "Until then nothing is kept. What the figures would be without a provider, or with one elsewhere, you can see at once:"
TO_WHAT_IF = "Try it in What if, for this visit only"
NO_WORKSPACE = "There is no place to keep local knowledge yet. Ask whoever looks after this dashboard to set one up."
MARKS = {
    "closing": "Closing or closed",
    "wrong_place": "In the wrong place",
    "outreach": "Outreach",
    "waiting_list": "Known waiting list",
    "site_refused": "Refused as a site",
    "other": "Other",
}
KINDS = {"provider": "A provider", "area": "A place"}
COLUMNS = ("About", "What", "Note", "Who and when", "Until")
HERE_TITLE, ADD_TITLE, MOVE_TITLE = "What is known now", "Add something", "Take away and bring in"
ABOUT, WHICH_PROVIDER, WHICH_AREA = "What is it about?", "Which provider?", "Which place?"
WHAT, NOTE, AUTHOR, UNTIL = "What do you know?", "In your own words", "Your name", "Until (leave empty if it has no end)"
NOTE_HELP = "Up to 1,000 characters. Everybody who opens the dashboard can read it: no names of children or families."
ADD, WITHDRAW, WITHDRAW_LABEL = "Add", "Take back", "Take an entry back"
ADDED, WITHDRAWN = "Added. It is shown from now on.", "Taken back. It stays in the file with today's date."
EXPORT, IMPORT = "Download all entries (CSV)", "Bring in entries (a CSV that was downloaded here)"
EXPORT_HELP = "All entries, those that have ended or were taken back too."
NOTHING = "Nothing is known yet in your choice of districts."
PANEL_TITLE = "Local knowledge"
UNREADABLE = "Local knowledge cannot be read just now, so its notes are missing here."
FIGURES_STAND = "The figures do not depend on it."
FIGURES_DIFFER = (
    "You asked to leave out providers that it marks as closing or misplaced: **they are counted now, so these figures differ from those "
    "you had before.** Do not use them until this message has gone."
)
TELL = (
    "If this is still so in a few minutes, please tell whoever looks after this dashboard; the page *Local knowledge* says what is wrong."
)
NOT_LEFT_OUT = "marked providers were to be left out and are counted, because local knowledge could not be read"
WHAT_IS_WRONG = "Local knowledge cannot be read or added to just now. Why:"
NOT_DONE = "Nothing was written. What is wrong:"
NOT_IN_REPORT = "Local knowledge could not be read when this was made, so its notes are missing here."
COLUMN, COLUMN_HELP = "Local notes", "Entries of local knowledge about this area and the providers in it."
NOT_SHOWN = "Everything here was written by people, not published: it is as good as its author."


def who(author: str, made_on: str) -> str:
    """Say who wrote an entry, and when."""
    return f"{author}, {figures.date_words(made_on)}"


def until(expires_on: str) -> str:
    """Say when an entry ends."""
    return figures.date_words(expires_on) if expires_on else "no end"


def sentence(name: str, mark: str, note: str, author: str, made_on: str) -> str:
    """Write an entry in one sentence, for panels and reports."""
    detail = f": {note}" if note else ""
    return f"{name}: {MARKS[mark].lower()}{detail} ({who(author, made_on)})"


def unusable(count: int) -> str:
    """Say that rows of the ledger are passed over."""
    rows = "1 entry" if count == 1 else f"{count:,} entries"
    return (
        f"{rows} of local knowledge cannot be used and {'is' if count == 1 else 'are'} left out: too many, too long, or not written by "
        "this dashboard. Please tell whoever looks after it."
    )


def imported(new: int, count: int) -> str:
    """Say how many entries of a file were brought in, and how many were here already."""
    said = "1 entry was brought in." if new == 1 else f"{new:,} entries were brought in."
    here = count - new
    return f"{said} {here:,} {'was' if here == 1 else 'were'} here already." if here else said


def left_out(count: int) -> str:
    """Say in the list of changed settings what is left out."""
    return "1 provider left out by local knowledge" if count == 1 else f"{count:,} providers left out by local knowledge"
