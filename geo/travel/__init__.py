"""How long families travel: estimates and measured tables."""
