"""Addresses of core's pages."""

from django.urls import include, path

from core import pages, views
from core.configuration.views import preferences
from core.signin.views import login

urlpatterns = [
    path("login/", login.login, name="login"),
    path("logout/", login.logout, name="logout"),
    path("admin/login/", login.back_office_login),
    path("", include("core.signin.urls")),
    path("organisation/", views.choose_tenant, name="choose-tenant"),
    path("language/setlang/", preferences.choose_language, name="set_language"),
    path("profile/preferences/", preferences.preferences, name="preferences"),
    path("", include("core.palette.urls")),
    path("appearance/", pages.set_appearance, name="appearance"),
    path("styleguide/", pages.styleguide, name="styleguide"),
    path("settings/api-keys/", include("core.apikeys.urls")),
    path("settings/webhooks/", include("core.webhooks.urls")),
    path("settings/messaging/", include("core.notifications.provider_urls")),
    path("", include("core.notifications.urls")),
    path("settings/", include("core.people.urls")),
    path("settings/", include("core.configuration.urls")),
    path("", include("core.health.urls")),
]
