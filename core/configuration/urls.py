"""Addresses of the settings pages."""

from django.urls import path, register_converter
from django.urls.converters import StringConverter

from core.configuration.registry import Section
from core.configuration.views import settings


class SectionConverter(StringConverter):
    """One of the sections: other pages below /settings/ have other names."""

    regex = "|".join(Section.values)


register_converter(SectionConverter, "section")

app_name = "configuration"
SETTING = "<section:section>/<str:key>/"

urlpatterns = [
    path("", settings.home, name="home"),
    path("<section:section>/", settings.section, name="section"),
    path(SETTING, settings.history, name="history"),
    path(f"{SETTING}reset/", settings.reset, name="reset"),
    path(f"{SETTING}restore/<uuid:change_id>/", settings.restore, name="restore"),
]
