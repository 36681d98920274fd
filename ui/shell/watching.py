"""What the server tells whoever watches it, as the settings ask for when it starts: lines of JSON on standard error."""

from __future__ import annotations

import json
import sys
from dataclasses import asdict
from typing import TYPE_CHECKING, Final

from geo.settings.model import load_section
from geo.settings.watching import Logs
from geo.store.workspace_log import now
from ui.kit import watch
from ui.scene import loading

if TYPE_CHECKING:
    from collections.abc import Callable

    from ui.kit.watch import Done

MS_PER_S: Final = 1000


def start() -> None:
    """Begin to tell, if the settings ask for it. Other faults in them are told elsewhere."""
    logs = load_section(loading.config_path(), "logs", Logs)
    if logs is not None and (logs.lines or logs.slow_s):
        watch.listen(lines(logs, lambda line: print(line, file=sys.stderr, flush=True)))  # noqa: T201 - the log of a service


def lines(logs: Logs, write: Callable[[str], object]) -> Callable[[Done], None]:
    """Give a listener that writes a line of JSON for what the settings ask for."""

    def listener(done: Done) -> None:
        is_slow = 0 < logs.slow_s * MS_PER_S <= done.ms
        if logs.lines or is_slow:
            write(json.dumps({"when": now(), **asdict(done), "slow": is_slow}))

    return listener
