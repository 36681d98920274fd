"""Hot spots: where gaps, need or low access lie side by side more than values placed at random would."""

from ui.screens import clusters

clusters.main()
