"""Addresses of the settings pages."""

from django.urls import path, register_converter
from django.urls.converters import StringConverter

from core.configuration.registry import Section
from core.configuration.views import settings


class SectionConverter(StringConverter):
    """One of the sections."""

    regex = "|".join(Section.values)


register_converter(SectionConverter, "section")

app_name = "configuration"
SECTION = "section/<section:section>/"
SETTING = f"{SECTION}<str:key>/"

urlpatterns = [
    path("", settings.home, name="home"),
    path(SECTION, settings.section, name="section"),
    path(SETTING, settings.history, name="history"),
    path(f"{SETTING}reset/", settings.reset, name="reset"),
    path(f"{SETTING}restore/<uuid:change_id>/", settings.restore, name="restore"),
]
