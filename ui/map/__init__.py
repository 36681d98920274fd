"""The map: its files, colours, legend, cards, with WebGL and without."""
