"""Provision: every provider in the data, searched, listed, mapped and counted, and what such a list cannot show."""

from ui.screens.providers import page

page.main()
