"""Addresses of core's pages."""

from django.contrib.auth.views import LogoutView
from django.urls import include, path

from core import health, pages, views

urlpatterns = [
    path("login/", views.Login.as_view(), name="login"),
    path("logout/", LogoutView.as_view(), name="logout"),
    path("organisation/", views.choose_tenant, name="choose-tenant"),
    path("language/", include("django.conf.urls.i18n")),
    path("appearance/", pages.set_appearance, name="appearance"),
    path("styleguide/", pages.styleguide, name="styleguide"),
    path("settings/api-keys/", include("core.apikeys.urls")),
    path("health", health.health, name="health"),
    path("health/live", health.live),
    path("health/ready", health.ready),
]
