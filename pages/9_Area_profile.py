"""Area profile: one neighbourhood, ward or district on one page."""

from ui.screens import profile

profile.main()
