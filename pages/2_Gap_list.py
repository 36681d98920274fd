"""Gap list: the ranked table of the current filters, how it was made, and the file to take away."""

from ui.screens import gap_list

gap_list.main()
