"""Somebody who writes local knowledge on the page for it, over the socket alone: far less work for the machine than a browser."""

from __future__ import annotations

import time
from typing import TYPE_CHECKING, Any, Self

from streamlit.proto.BackMsg_pb2 import BackMsg
from streamlit.proto.ForwardMsg_pb2 import ForwardMsg

from tests.security.serving import run, socket
from ui.words import local as words

if TYPE_CHECKING:
    from websockets.sync.client import ClientConnection

PAGE = "Local_knowledge"
FIELDS = {words.WHICH_PROVIDER: "target", words.NOTE: "note", words.AUTHOR: "author", words.ADD: "add"}
LONGEST_S = 30


class Writer:
    """One visit of the page, on the process that a cookie names.

    Parameters
    ----------
    netloc : str
        Host and port.
    seen : str
        What the page must say from the first.
    headers : str
        Headers of the visit.
    """

    def __init__(self, netloc: str, seen: str = "", **headers: str) -> None:
        self._held, self._seen = socket(netloc, **headers), seen
        self.said = ""
        self._known: dict[str, ForwardMsg] = {}
        self._fields: dict[str, Any] = {}

    def __enter__(self) -> Self:
        """Open the page."""
        self._stream: ClientConnection = self._held.__enter__()
        self._stream.send(run("", PAGE))
        self._hear(self._seen)
        return self

    def __exit__(self, *raised: object) -> None:
        """End the visit."""
        self._held.__exit__(*raised)

    def add(self, note: str) -> None:
        """Write a note, and hear that it is there."""
        told = BackMsg()
        told.rerun_script.page_name = PAGE
        states = told.rerun_script.widget_states.widgets
        # Whoever is known has no field for a name.
        typed = {"target": self._fields["target"].options[0], "note": note, "author": "Ann"}
        for name in typed.keys() & self._fields.keys():
            states.add(id=self._fields[name].id, string_value=typed[name])
        states.add(id=self._fields["add"].id, trigger_value=True)
        self._stream.send(told.SerializeToString())
        self._hear(words.ADDED)

    def _hear(self, wanted: str) -> None:
        """Hear a run to its end, in which something is said."""
        end, is_heard = time.monotonic() + LONGEST_S, False
        while time.monotonic() < end:
            said = ForwardMsg()
            said.ParseFromString(self._stream.recv(timeout=LONGEST_S))
            said = self._known.get(said.ref_hash, said) if said.WhichOneof("type") == "ref_hash" else said
            self._known[said.hash] = said
            element = said.delta.new_element
            field = getattr(element, element.WhichOneof("type") or "", None)
            if getattr(field, "label", None) in FIELDS:
                self._fields[FIELDS[field.label]] = field
            self.said += str(said)
            is_heard = is_heard or wanted in str(said)
            if said.WhichOneof("type") == "script_finished" and is_heard:
                return
        raise TimeoutError(wanted)
