"""The data as they are read and kept: atlas, outlines, versions, local knowledge, gazetteer."""
