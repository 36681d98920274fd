"""Map layers: a schema for the views. Their tables are made of what they hold, in ``geo/store/in_postgres/layers.py``."""

from __future__ import annotations

from alembic import op

revision = "0002"
down_revision = "0001"

TABLES = """
INSERT INTO subjects VALUES ('layers');
CREATE SCHEMA IF NOT EXISTS gap_map_layers;
"""


def upgrade() -> None:
    """Make the schema."""
    op.execute(TABLES)
