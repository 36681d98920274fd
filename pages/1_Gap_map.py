"""Gap map: need beside provision, where the gaps are, and why."""

from ui.screens import gap_map

gap_map.main()
