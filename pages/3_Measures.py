"""Measures of need: one published measure at a time, with its interval, its change and where it comes from."""

from ui.screens.measures import page

page.main()
