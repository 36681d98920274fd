"""Then and now: what changed since an earlier version of the data, and whether the gaps narrowed."""

from ui.screens import then_now

then_now.main()
