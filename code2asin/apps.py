"""The app code2asin."""

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class Code2asinConfig(AppConfig):
    name = "code2asin"
    verbose_name = _("Code2ASIN")
