"""Scenarios in a database: one row each, of which only the withdrawal ever changes."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Final

from sqlalchemy import text

from geo.base.errors import DataError, Problem
from geo.store.in_postgres.database import forgotten
from geo.store.in_postgres.schema import NONE_YET
from geo.store.saved_scenario import ID, NOT_THERE, SavedScenario, unknown, withdrawer
from geo.store.signature import is_name
from geo.store.workspace_log import now

if TYPE_CHECKING:
    from collections.abc import Iterable

    from sqlalchemy import Connection, Row

    from geo.store.in_postgres.database import Database

SUBJECT: Final = "scenarios"
COLUMNS: Final = "scenario_id, name, who, why, saved_at, changes, fresh, data_version, method_version, withdrawn_by, withdrawn_at"
INSERT: Final = (
    f"INSERT INTO scenarios ({COLUMNS}) VALUES "
    "(:scenario_id, :name, :who, :why, :when, :do, :fresh, :data_version, :method_version, :withdrawn_by, :withdrawn_at)"
)
WITHDRAW: Final = "UPDATE scenarios SET withdrawn_by = :who, withdrawn_at = :when WHERE scenario_id = :scenario_id"


class PostgresScenarios:
    """Scenarios in a database, as `geo.store.backend.SavedScenarios` says.

    Parameters
    ----------
    database : Database
        Where they are.
    """

    def __init__(self, database: Database) -> None:
        self._database = database

    def save(
        self, name: str, who: str, why: str, do: tuple[str, ...], *, fresh: bool, data_version: str, method_version: str
    ) -> SavedScenario:
        """Keep a scenario under a new id."""
        given = SavedScenario("", name, who, why, "", do, fresh, data_version, method_version).checked()
        with self._database.writing(SUBJECT, given.who) as opened:
            if not opened.execute(text("SELECT FROM pointer")).rowcount:
                raise DataError([Problem(self._database.name, NONE_YET)])
            saved = given.numbered(set(opened.execute(text("SELECT scenario_id FROM scenarios")).scalars()))
            _write(opened, [saved])
        return saved

    def fill(self, scenarios: Iterable[SavedScenario]) -> None:
        """Write scenarios of another place as they are."""
        with self._database.writing(SUBJECT, "moving") as opened:
            _write(opened, list(scenarios))

    def withdraw(self, scenario_id: str, who: str) -> None:
        """Note that a scenario is withdrawn; one that is withdrawn already stays so."""
        name = withdrawer(who, there=self._find(scenario_id) is not None)
        with self._database.writing(SUBJECT, name) as opened:
            given = {"scenario_id": scenario_id, "who": name, "when": now()}
            opened.execute(text(f"{WITHDRAW} AND withdrawn_by = ''"), given)

    def bring_back(self, scenario_id: str) -> None:
        """Take a withdrawal back."""
        if self._find(scenario_id) is None:
            raise DataError([NOT_THERE])
        with self._database.writing(SUBJECT, "") as opened:
            opened.execute(text(WITHDRAW), {"scenario_id": scenario_id, "who": "", "when": ""})

    def all(self) -> tuple[list[SavedScenario], int]:
        """Give the scenarios, the newest first; there is none that cannot be read."""
        order = 'saved_at COLLATE "C" DESC, scenario_id COLLATE "C" DESC'
        return [_scenario(row) for row in self._database.ask(f"SELECT {COLUMNS} FROM scenarios ORDER BY {order}")], 0

    def get(self, scenario_id: str) -> SavedScenario:
        """Give one scenario."""
        saved = self._find(scenario_id)
        if saved is None:
            raise unknown(scenario_id, self.all()[0])
        return saved

    def forget(self, name: str) -> int:
        """Take a person's name out of who kept and withdrew them."""
        with self._database.writing(SUBJECT, "") as opened:
            had = sum(is_name(one.who, name) or is_name(one.withdrawn_by, name) for one in self.all()[0])
            for column in ("who", "withdrawn_by"):
                forgotten(opened, "scenarios", column, name)
            return had

    def _find(self, scenario_id: str) -> SavedScenario | None:
        if not ID.fullmatch(scenario_id):
            return None
        rows = self._database.ask(f"SELECT {COLUMNS} FROM scenarios WHERE scenario_id = :scenario_id", scenario_id=scenario_id)
        return next((_scenario(row) for row in rows), None)


def _write(opened: Connection, scenarios: list[SavedScenario]) -> None:
    """Write scenarios as they are."""
    if scenarios:
        opened.execute(text(INSERT), [{**vars(one), "do": list(one.do)} for one in scenarios])


def _scenario(row: Row[Any]) -> SavedScenario:
    made = {name: getattr(row, name) for name in ("data_version", "method_version", "withdrawn_by", "withdrawn_at")}
    return SavedScenario(row.scenario_id, row.name, row.who, row.why, row.saved_at, tuple(row.changes), fresh=row.fresh, **made)
