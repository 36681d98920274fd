"""Your data: bring files, see what becomes of them, use them in this visit, and keep them."""

from ui.screens.your_data import page

page.main()
