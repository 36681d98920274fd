"""Words of data and addresses that Markdown or HTML would act on: every page shows them letter by letter."""

from __future__ import annotations

import csv
import io
import json
import re
from datetime import UTC, date, datetime
from html.parser import HTMLParser
from typing import TYPE_CHECKING
from urllib.parse import quote_plus

import pytest
from google.protobuf.descriptor import FieldDescriptor
from pypdf import PdfReader
from streamlit.testing.v1 import local_script_runner

from geo.method.gaps import Query
from geo.method.model import build_model
from geo.store.atlas import load_atlas
from geo.store.ledger import Ledger
from geo.store.ledger_entry import Entry
from geo.whatif.scene import Scene
from tests.helpers.screens import open_page
from tests.helpers.tiny import with_workspace
from tests.helpers.tiny_content import ALDER, ASH, LSOAS
from ui.gap_list import formats
from ui.report.make import make
from ui.scene import loading
from ui.view.state import View
from ui.words import agreement as agreement_words
from ui.words import closures as closures_words
from ui.words import clusters as clusters_words
from ui.words import districts as districts_words
from ui.words import your_data as your_data_words
from ui.words.common import BROKEN_TITLE
from ui.words.pages import PAGES
from ui.words.plain import JOINER, plain

if TYPE_CHECKING:
    from collections.abc import Iterator

# What each would do: evaluate, open a dialogue box elsewhere, load a picture, set a formula, colour, draw, and change the lines.
# Each is as long as a name may be.
HOSTILE = (
    (
        "{start}Zq{number}q [Sign in again](https://evil.example) ![p](//evil.example/p.png) $$x^2$$ $y$ :red[r] :smile: :material/home: "
        ":streamlit: <b>b</b> <img src=x onerror=alert(1)> {{nb}}"
    ),
    (
        "{start}Zq{number}q [Sign in](//evil.example) `c` **s** _e_ ~~d~~ www.evil.example http://evil.example a@evil.example "
        "&lt;i&gt; {{}} {{k}} {{{{7*7}}}} -> <- a|b # h \\ end"
    ),
)
STARTS = ("@@=((((", "# ", "- ", "1. ", "> ", "")
FREE_TEXT = {
    "areas.csv": ("name", "label"),
    "indicators.csv": ("name", "definition", "unit"),
    "providers.csv": ("name", "quality", "urn"),
    "providers_osm.csv": ("name", "quality"),
    "evidence.csv": ("finding", "effect", "evidence_rating", "evidence_scale", "source"),
    "sources.csv": ("title", "publisher", "licence", "attribution", "notes"),
}
# Several of these are put into one list, whose parts are taken apart again.
LISTED = {"sources.csv": ("period", "published_on"), "indicator_values.csv": ("flag",)}
CONFIG = {
    '"Alder and Bourne"': "",
    '"Nursery school"': "",
    '"nursery schools"': "",
    '"Day nursery"': "",
    '"day nurseries"': "",
    '"libraries"': "",
    '"Family hub"': "",
    '"family hubs"': "",
    '"School readiness"': "",
    '"Child health"': "",
}
SHORT = "Zq{number}q [Sign in](//evil.example) :red[r] <b>b</b> `c` $$x$$ www.evil.example *s*"
SHORT_FROM = 1000
# A name of a file has no folders.
FILE = "Zq{number}q [Sign in](mailto:a@evil.example) :red[r] <b>b `c` $$x$$ {{{{7*7}}}} *s* # h.csv"
FILES_FROM = 2000
# As much of a part of a link as a page repeats.
LINK = "Zq{number}q [a](//evil.example) `c` *s*"
LINKS_FROM = 3000
VALIDATION = """
[validation]
access_indicator = "idaci"
access_services = ["day_nursery"]
chosen_on = ["{{district}}"]
need_outcome = "school_readiness"
need_indicators = ["gld"]
findings = [{{finding}}]
""".replace("{{district}}", ALDER).replace("{{finding}}", "{finding}")
MARKER = re.compile(r"Zq(\d+)q", re.IGNORECASE)


def hostile(number: int) -> str:
    """Words that no other place has, so that a fault tells where they come from."""
    turn, start = divmod(number, len(STARTS))
    return HOSTILE[turn % len(HOSTILE)].format(start=STARTS[start], number=number)


def spoil(tiny) -> None:
    """Put hostile words into every cell and setting that may hold words."""
    number = 0
    for table in dict.fromkeys([*FREE_TEXT, *LISTED]):
        with (tiny.data / table).open(encoding="utf-8", newline="") as file:
            rows = list(csv.DictReader(file))
        for row in rows:
            for column in FREE_TEXT.get(table, ()):
                number += 1
                row[column] = hostile(number)
            for column in LISTED.get(table, ()):
                number += 1
                row[column] = SHORT.format(number=SHORT_FROM + number) if row.get("value") in {None, ""} else ""
        with (tiny.data / table).open("w", encoding="utf-8", newline="") as file:
            writer = csv.DictWriter(file, list(rows[0]), lineterminator="\n")
            writer.writeheader()
            writer.writerows(rows)
    for old in CONFIG:
        number += 1
        tiny.edit_text("config.toml", old, json.dumps(hostile(number)))
    with_workspace(tiny)
    names = json.dumps(hostile(900)), json.dumps(hostile(901))
    with tiny.config.open("a", encoding="utf-8") as file:
        file.write(VALIDATION.format(finding=json.dumps(hostile(910))))
        file.write(f'\n[borders.other]\nname = {names[0]}\nfile = "borders.csv"\nnote = {names[1]}\n')
    groups = [f"{code},{hostile(902 + place % 2)}" for place, code in enumerate(LSOAS)] + [""]
    (tiny.data / "borders.csv").write_text("\n".join(["lsoa_code,group", *groups]), encoding="utf-8")


@pytest.fixture
def spoilt(tiny, monkeypatch):
    spoil(tiny)
    monkeypatch.setenv("GAPMAP_CONFIG", str(tiny.config))
    today = datetime.now(UTC).date().isoformat()
    ledger = Ledger(tiny.config.parent / "kept" / "ledger.sqlite")
    ledger.add(
        [
            Entry("provider", "n-3", "closing", hostile(950), SHORT.format(number=SHORT_FROM + 951), today),
            Entry("area", LSOAS[0], "other", hostile(952), SHORT.format(number=SHORT_FROM + 953), today),
        ]
    )
    return tiny


# --- what a page sends to the browser ---------------------------------------------------------------------------------


@pytest.fixture
def sent(monkeypatch):
    """All messages of the last run of an app, as Streamlit sends them."""
    messages = []
    parse = local_script_runner.parse_tree_from_messages

    def keep(found):
        messages[:] = found
        return parse(found)

    monkeypatch.setattr(local_script_runner, "parse_tree_from_messages", keep)
    return messages


def strings(message, path: str = "") -> Iterator[tuple[str, str | bytes]]:
    """Every text of a message with the names that lead to it."""
    for field, value in message.ListFields():
        name = f"{path}.{field.name}".lstrip(".")
        for one in value if field.is_repeated else [value]:
            if field.type == FieldDescriptor.TYPE_MESSAGE:
                if hasattr(one, "ListFields"):
                    yield from strings(one, name)
            elif field.type in {FieldDescriptor.TYPE_STRING, FieldDescriptor.TYPE_BYTES}:
                yield name, one


# Texts that Streamlit shows as they are; every other one is Markdown.
AS_IT_IS = re.compile(
    r"(options|raw_values?|placeholder|alt|json|tooltip|query_string|url|page|id|default|value|title|key|name|element_id|file_name|"
    r"form_id|path|spec|mime_type|anchor|icon)$"
)
PLACES = re.compile(r"button_group\.options\.content$|radio\.options$")


def originals(words: str) -> set[str]:
    numbers = {int(number) for number in MARKER.findall(words)}
    return {" ".join(words_of(number).split()).lower() for number in numbers}


def words_of(number: int) -> str:
    if number >= LINKS_FROM:
        return LINK.format(number=number)
    if number >= FILES_FROM:
        return FILE.format(number=number)
    return SHORT.format(number=number) if number > SHORT_FROM else hostile(number)


class Reader(HTMLParser):
    """Texts and attributes of HTML, as a browser understands them."""

    def __init__(self, page: str) -> None:
        super().__init__(convert_charrefs=True)
        self.found, self.tags = [], []
        self.feed(page)
        self.close()

    def handle_starttag(self, tag, attrs):
        self.tags.append((tag, dict(attrs)))
        self.found += [value for _, value in attrs if value]

    def handle_data(self, data):
        self.found.append(data)


def acts(tag: str, attributes: dict[str, str | None]) -> bool:
    """Whether an element is not one of the page's own: its pictures are drawn here, its links lead to addresses of the data."""
    if tag == "img":
        return not str(attributes["src"]).startswith("data:image/svg+xml;base64,")
    return tag == "script" or "evil" in str(attributes.get("href")) or any(name.startswith("on") for name in attributes)


def faults(path: str, words: str) -> list[str]:
    """What of a text that a page sends would not be shown letter by letter."""
    if path.endswith("html.body"):
        seen, form = " ".join(" ".join(Reader(words).found).split()), str
        acting = [f"{tag} {attrs}" for tag, attrs in Reader(words).tags if acts(tag, attrs)]
    elif path.endswith("dataframe.columns"):
        helps = [one["help"] for one in json.loads(words).values() if isinstance(one, dict) and one.get("help")]
        return [fault for one in helps for fault in faults("help", one)]
    elif AS_IT_IS.search(path) and not PLACES.search(path):
        return [f"{path}: {words[:160]!r} is escaped where nothing reads Markdown"] if JOINER in words or "\\[" in words else []
    else:
        seen, form, acting = " ".join(words.split()), plain, []
    seen, expected = seen.lower(), 0
    for original in originals(words):
        # In an address, as the one of the printed page, words are written as addresses write them.
        begins, within = form(original), form(f"x {original}").removeprefix("x ")
        expected += seen.count(within) + (seen.count(begins) if within not in begins else 0) + seen.count(quote_plus(original).lower())
    said = len(MARKER.findall(words)) if form is plain else len(MARKER.findall(seen))
    return acting + ([f"{path}: {words[:200]!r}"] if said != expected else [])


REFUSED = {
    "outcome": LINK.format(number=LINKS_FROM + 0),
    "district": LINK.format(number=LINKS_FROM + 1),
    "service": LINK.format(number=LINKS_FROM + 2),
    "find": f"words:{LINK.format(number=LINKS_FROM + 3)}",
}
BROKEN_CHANGE = f"close:{LINK.format(number=LINKS_FROM + 4)}"
VIEWS = [
    {},
    {"area": LSOAS[0], "colour": "indicator", "indicator": "idaci"},
    {"district": ALDER, "level": "ward", "area": ASH, "sector": "public", "assumed": "no", "local": "yes", "map": "simple"},
    {"borders": "other", "target": "12", "travel": "walk:15", "weight": "idaci:2", "local": "yes", **REFUSED},
    {"outcome": "school_readiness", "area": LSOAS[0], "do": [f"open:school_nursery:public:26:{LSOAS[1]}", "close:n-3", BROKEN_CHANGE]},
]


@pytest.mark.usefixtures("spoilt")
@pytest.mark.parametrize("page", [page.path for page in PAGES])
def test_every_text_of_every_page_is_shown_letter_by_letter(sent, page):
    found, numbers = {}, set()
    for params in VIEWS:
        app = open_page(page, **params)
        assert not app.exception
        assert not [title for title in app.title if title.value == BROKEN_TITLE]
        found |= dict.fromkeys(faults_of(sent), params)
        numbers |= shown_numbers(sent)
    assert list(found) == []
    assert len(numbers) > 1 or page == "pages/14_Your_data.py", "a page without names proves nothing; files are brought below"
    assert 910 in numbers or page != "pages/8_How_good_is_this.py"


def test_the_banner_over_figures_of_before_shows_what_is_wrong_letter_by_letter(spoilt, sent):
    open_page()
    # An empty line ends whatever Markdown has begun.
    spoilt.set_cell("providers.csv", 2, "sector", f"x\n\n{SHORT.format(number=SHORT_FROM + 975)}")
    for page in ("pages/2_Gap_list.py", "pages/13_Report.py"):
        app = open_page(page)
        assert len(loading.troubles()) == 1
        assert [told for told in app.warning if plain(SHORT.format(number=SHORT_FROM + 975)) in told.value]
        assert faults_of(sent) == []


def sentences_of_larger_atlases() -> list[str]:
    """What pages say only where there are more areas than six, or published figures that disagree."""
    where, outcome, wards = hostile(920), hostile(921), [hostile(922), hostile(923)]
    row = {"sure": "firm", "unit": "places", "draws": 9, "assumed_share": 0.5} | dict.fromkeys(
        ("first", "second", "low", "high", "share_more", "share_less", "first_known", "second_known"), 0.5
    )
    row |= {"compared_assumed_share": 1.0, "sites_disagree": "yes"}
    row |= dict.fromkeys(("first_sites", "second_sites", "first_sites_per_1000", "second_sites_per_1000"), 2)
    return [
        clusters_words.finding("gap", "lsoa", where, outcome, 2, 5, 70.0, wards, wards),
        clusters_words.none_found("gap", where, outcome, 3, "lsoa"),
        clusters_words.too_coarse("gap", outcome, 3, "lsoa", 99),
        agreement_words.caution([where, outcome]),
        agreement_words.headline(where, outcome, 40, 0.7, 0.8),
        *agreement_words.why(where, wards, where, outcome, 0.5, 1.3, ""),
        closures_words.finding_places(where, outcome, 3.0, "", 4, wards[0]),
        closures_words.finding_without(where, outcome, 3, 4, "5 sites", wards[0]),
        closures_words.finding_without(where, outcome, 0, 4, "5 sites", wards[0]),
        districts_words.answer(row, where, outcome, wards[0]),
        districts_words.assumed(row, where, outcome),
        your_data_words.banner([where, outcome], can_keep=True),
        your_data_words.recognised(where),
        your_data_words.of_values(where, outcome),
    ]


def test_sentences_of_larger_atlases_show_names_letter_by_letter():
    assert [fault for sentence in sentences_of_larger_atlases() for fault in faults("markdown.body", sentence)] == []
    told = clusters_words.alt("title", "place", clusters_words.none_found("gap", hostile(920), "b", 3, "lsoa"))
    assert " ".join(hostile(920).split()) in told


def faults_of(sent) -> list[str]:
    texts = [one for message in sent if message.HasField("delta") for one in strings(message.delta)]
    return [fault for path, words in texts if isinstance(words, str) for fault in faults(path, words)]


def shown_numbers(sent) -> set[int]:
    """Which hostile words a page shows at all."""
    texts = [words for message in sent if message.HasField("delta") for _, words in strings(message.delta) if isinstance(words, str)]
    return {int(number) for words in texts for number in MARKER.findall(words)}


@pytest.mark.usefixtures("spoilt")
def test_names_and_cells_of_brought_files_are_shown_letter_by_letter(sent):
    names = [FILE.format(number=FILES_FROM + number) for number in range(3)]
    cells = hostile(960).replace(",", ""), hostile(961).replace(",", "")
    unknown = f'"{cells[0]}",b\n"{cells[1]}",2\n'.encode()
    evidence = f"evidence_id,outcome_id,finding\n1,2,{cells[0]}\n".encode()
    app = open_page("pages/14_Your_data.py")
    files = [(name, content, "text/csv") for name, content in zip(names, (unknown, b"", evidence), strict=True)]
    app.file_uploader[0].set_value(files).run()
    assert not app.exception
    assert shown_numbers(sent) >= {FILES_FROM, FILES_FROM + 1, 960}
    assert faults_of(sent) == []


def test_the_page_of_problems_shows_what_is_wrong_letter_by_letter(spoilt, sent):
    spoilt.set_cell("providers.csv", 2, "sector", SHORT.format(number=SHORT_FROM + 970))
    app = open_page()
    assert [title.value for title in app.title] == [BROKEN_TITLE]
    cells = app.table[0].value.astype(str).to_numpy().ravel().tolist()
    assert [cell for cell in cells if plain(SHORT.format(number=SHORT_FROM + 970)) in cell]
    assert faults_of(sent) == []


def test_files_that_are_taken_away_hold_the_words_as_they_are_and_nothing_of_them_acts(spoilt):
    atlas = load_atlas(spoilt.settings)
    scene = Scene(build_model(atlas, spoilt.settings), str(spoilt.data))
    view = View(Query("school_readiness"), "gap", None, None, show_providers=True, show_sites=False)
    made = make(scene, view, date(2026, 1, 2), lambda *_: None)
    report, paper = made.html.decode(), "".join(page.extract_text() for page in PdfReader(io.BytesIO(made.pdf)).pages)
    # Lines are broken where they are full.
    names = [words for number in map(int, set(MARKER.findall(paper))) if "{nb}" in (words := hostile(number))]
    assert [name for name in names if "".join(name.split()) in "".join(paper.split())]
    file = formats.made("html", scene, view, "https://gapmap.example.org/Gap_map").decode()
    # The map's own scripts; their data are letters and digits.
    for page in (report, re.sub(r"<script>.*?</script>", "", file, flags=re.DOTALL)):
        assert MARKER.search(page)
        assert JOINER not in page
        assert faults("html.body", page) == []
