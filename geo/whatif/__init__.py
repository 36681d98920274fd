"""The atlas with something changed: weights and thresholds, borders, closures."""
