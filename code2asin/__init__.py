"""Code2ASIN: product codes to Amazon ASINs."""
