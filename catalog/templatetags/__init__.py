"""Template tags of the products' pages."""
