"""Fragile provision: what the closure of each provider would do, as a what-if."""

from ui.screens import closures

closures.main()
