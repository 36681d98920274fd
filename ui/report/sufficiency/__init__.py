"""The sufficiency report on paper: as a Word document and as a PDF; both write the content of `geo.sufficiency` and nothing else."""
