"""Can I trust this: how complete, how old and how sure the figures are, what is estimated, and who says otherwise."""

from ui.screens import trust

trust.main()
