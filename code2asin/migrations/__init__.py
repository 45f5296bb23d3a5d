"""Migrations of the app code2asin."""
