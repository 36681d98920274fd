"""How good is this: how far access and need agree with published figures, where they differ, and why."""

from ui.screens import agreement

agreement.main()
