"""The page Provision."""
