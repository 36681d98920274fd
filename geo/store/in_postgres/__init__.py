"""What people keep, in a PostgreSQL database. Needs the packages of requirements-server.lock; nobody imports it but `geo.store.kept`."""
