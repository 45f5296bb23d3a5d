"""Pages of settings and preferences."""
