"""Any words at all, made plain: a Markdown parser finds nothing in them that acts, and shows every letter."""

from __future__ import annotations

import re
import unicodedata

from hypothesis import example, given, settings
from hypothesis import strategies as st
from markdown_it import MarkdownIt

from tests.security.test_plain_text import hostile
from ui.words.plain import JOINER, bare, plain

# Unlike GitHub's, its links could do without "www." and "http:", of which the walk and the pattern below know more.
GITHUB = MarkdownIt("gfm-like", {"html": True})
GITHUB.linkify.set({"fuzzy_link": False})
GITHUB.linkify.add("//", None)
# What Streamlit looks for in the text that Markdown leaves: names of symbols, of its logo and of pictures, arrows, formulas, colours.
SOUGHT = re.compile(
    r":(?:material[/_]|streamlit:|\+1:|-1:|[\w-]+:)|(?:^|\s)(?:<?->|<-|--|>=|<=|~=)(?:\s|$)|https?://|www\.|[-.\w+]@[-\w]", re.IGNORECASE
)
PIECES = ("www.", "http://", "a@b.c", ":a:", ":red[", "$$", "```", "&lt;", "1.", "->", "<b>", "](", "![", "    ")
MARKS = st.sampled_from([*"!#$&()*+-.:;<=>@[\\]^_`{|}~\"'/?, \n\t\r0a", *PIECES])


def one_line(words: str) -> str:
    return " ".join("".join(" " if unicodedata.category(letter) == "Cc" else letter for letter in words).split())


def shown(markdown: str) -> str:
    """What a reader sees, if nothing acts; whatever acts fails."""
    text = []
    for block in GITHUB.parse(markdown):
        assert block.type in {"paragraph_open", "inline", "paragraph_close"}, block.type
        for token in block.children or ():
            assert token.type in {"text", "text_special"}, (token.type, markdown)
            text.append(token.content)
    return "".join(text)


@settings(max_examples=600, deadline=None)
@given(st.one_of(st.text(max_size=60), st.lists(MARKS, max_size=14).map("".join)))
@example(hostile(0))
@example(hostile(6))
@example("ﬁ www.a.bc https://a.bc mailto:a@b.cd :smile: -- ->")
def test_any_words_are_shown_as_they_are_and_nothing_in_them_acts(words):
    markdown = plain(words)
    seen = shown(markdown)
    assert seen.replace(JOINER, "") == one_line(words.replace(JOINER, ""))
    assert not SOUGHT.search(seen)
    unescaped = re.sub(r"\\.", "", markdown)
    assert not re.search(r"[$`<\[\]*_~|]|:\S", unescaped), "formulas, colours and code are looked for before and beside Markdown"
    assert shown(f"A {markdown}, {markdown}.") == f"A {seen}, {seen}."


@given(st.lists(MARKS, max_size=14).map("".join))
def test_a_sentence_without_its_marks_holds_the_words_of_the_data(words):
    line = one_line(words)
    assert bare(f"**3** of *{plain(words)}* - so") == f"3 of {line} - so"
