"""Parts of pages that know nothing of gaps: theme, HTML, grid, charts, strips, pictures, uploads, turns."""
