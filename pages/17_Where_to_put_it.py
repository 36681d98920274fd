"""Where to put it (script that Streamlit runs); the page is `ui.screens.siting`."""

from ui.screens.siting.page import main

main()
