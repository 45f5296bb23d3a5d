"""The app code2asin."""

from django.apps import AppConfig


class Code2asinConfig(AppConfig):
    name = "code2asin"
