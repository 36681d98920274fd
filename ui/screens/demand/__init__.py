"""The page *Demand*: children by year, and when and where they pass what is within reach."""
