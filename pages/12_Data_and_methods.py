"""Data and methods: definitions, formulae with the settings in force, sources with their age, and every column of every table."""

from ui.screens import methods

methods.main()
