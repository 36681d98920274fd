"""``config.toml`` as types, with its limits, the server's settings and the downloads."""
