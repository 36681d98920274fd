"""The screen: drawing, words and state. Figures come from `geo`."""
