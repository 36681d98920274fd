"""Questions asked of a model: clusters, districts, profile, trends, evidence, agreement with published figures."""
