"""Demand (script that Streamlit runs); the page is `ui.screens.demand`."""

from ui.screens.demand.page import main

main()
