"""Other borders: which gaps come to the top of their authority's list, and which drop from it, when districts are drawn anew."""

from ui.screens import borders

borders.main()
