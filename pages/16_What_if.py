"""What if (script that Streamlit runs); the page is `ui.screens.scenarios`."""

from ui.screens.scenarios.page import main

main()
