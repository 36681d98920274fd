"""Steps by which the tables are made; each has a ``revision`` and a ``down_revision``, the one before it. None is ever changed."""
