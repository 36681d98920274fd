"""What a file leaves open: asked of whoever brings it, never guessed."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping


@dataclass(frozen=True)
class Question:
    """One thing that a file does not say, or says in a way that a careful person has to confirm.

    Parameters
    ----------
    key : str
        What is asked, as the command line names it: ``year``, ``scale:gld``.
    text : str
        What was found and what is asked: one or two sentences.
    answers : mapping of str to str
        Answer, as the command line takes it -> in words, for the screen.
    answer : str
        The one that holds: what somebody said, or what the file says and somebody may correct; empty while it is open.
    """

    key: str
    text: str
    answers: Mapping[str, str]
    answer: str = ""


def given(answers: Mapping[str, str], key: str, possible: Iterable[str]) -> str:
    """Look an answer up; empty if there is none, or none of those that are possible now."""
    answer = answers.get(key, "")
    return answer if answer in possible else ""
