"""The questions that files ask: which are open, how the command line says and answers them."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING, Final

from geo.base.errors import DataError, GapMapError, Problem, UnknownIdError

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence

    from geo.intake.matching.question import Question
    from geo.intake.matching.result import Intake

FLAG: Final = "--answer"
FEW: Final = 4


def open_questions(intake: Intake) -> tuple[Question, ...]:
    """Questions that have no answer yet; no row may enter before they have."""
    return tuple(question for question in intake.questions if not question.answer)


def as_problems(intake: Intake, name: str) -> tuple[Problem, ...]:
    """Say open questions as what stands in the way, each with the flag that answers it.

    Parameters
    ----------
    intake : Intake
        As read.
    name : str
        File, and sheet if it has a name.
    """
    return tuple(Problem(name, f"{question.text} {_how(question)}") for question in open_questions(intake))


def parsed(given_answers: Iterable[str]) -> dict[str, str]:
    """Read ``QUESTION=ANSWER`` from the command line.

    Raises
    ------
    GapMapError
        There is no ``=``.
    """
    pairs = [text.rpartition("=") for text in given_answers]
    for _, sign, text in pairs:
        if not sign:
            raise GapMapError(f"{FLAG} {text}: write it as {FLAG} QUESTION=ANSWER, as the message that asks it says.")
    return {key: answer for key, _, answer in pairs}


def check_asked(answers: Mapping[str, str], intakes: Sequence[tuple[str, Intake]]) -> None:
    """Make sure that every answer belongs to one question that one table asks.

    Parameters
    ----------
    answers : mapping of str to str
        Question -> answer.
    intakes : sequence of (str, Intake)
        Name of each table, and what became of it.

    Raises
    ------
    UnknownIdError
        No table asks it, or the answer is none of those that it can have.
    DataError
        Several tables ask it: one answer need not be right for all of them.
    """
    for key, answer in answers.items():
        asked = [(name, question) for name, intake in intakes for question in intake.questions if question.key == key]
        if not asked:
            every = sorted({question.key for _, intake in intakes for question in intake.questions})
            raise UnknownIdError(f"question in {FLAG}", key, every or ["none, for these files ask nothing"])
        if len(asked) > 1:
            others = ", ".join(name for name, _ in asked[1:])
            raise DataError([Problem(asked[0][0], f"and {others} ask '{key}' alike. Bring them one by one, each with its own {FLAG}.")])
        question = asked[0][1]
        if answer not in question.answers:
            raise UnknownIdError(f"answer to {key}", answer, list(question.answers))


def without(intake: Intake, key: str) -> Intake:
    """Take a question back that something else has answered."""
    return replace(intake, questions=tuple(question for question in intake.questions if question.key != key))


def _how(question: Question) -> str:
    """Say the flags that answer a question: a few with their meaning, of many the words alone."""
    answers = list(question.answers)
    if len(answers) > FEW:
        shown = ", ".join(answer for answer in answers if " " not in answer)
        return f"Say it with {FLAG} {question.key}=ANSWER, which is one of: {shown}."
    flags = [f"{FLAG} {question.key}={answer} ({_small(question.answers[answer])})" for answer in answers]
    return f"Say it with {' or '.join(flags)}."


def _small(words: str) -> str:
    return f"{words[:1].lower()}{words[1:]}"
