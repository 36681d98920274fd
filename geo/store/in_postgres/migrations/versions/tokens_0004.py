"""Tokens of programs: the hash of each secret, never the secret. ``made_at`` is UTC, ISO 8601, to the second; ``until`` a day or empty."""

from __future__ import annotations

from alembic import op

revision = "0004"
down_revision = "0003"

TABLES = """
INSERT INTO subjects VALUES ('tokens');
CREATE TABLE tokens (
  name text PRIMARY KEY, role text NOT NULL, digest text NOT NULL UNIQUE, made_at text NOT NULL, until text NOT NULL);
"""


def upgrade() -> None:
    """Make the table."""
    op.execute(TABLES)
