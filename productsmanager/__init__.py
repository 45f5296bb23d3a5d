"""Wiring only: settings, URLs, API router, Celery, embedded services."""

from productsmanager.celery import app as celery_app

__all__ = ["celery_app"]
