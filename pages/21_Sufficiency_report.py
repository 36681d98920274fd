"""The page *Sufficiency report*: the yearly report to members on whether there is enough childcare."""

from ui.screens.sufficiency import main

main()
