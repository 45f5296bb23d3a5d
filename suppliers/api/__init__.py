"""API of suppliers."""
