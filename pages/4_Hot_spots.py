"""Hot spots: where gaps, need or low access lie side by side more than chance would arrange."""

from ui.screens import clusters

clusters.main()
