"""Addresses of core's pages."""

from django.urls import include, path

from core import pages, views
from core.signin.views import login

urlpatterns = [
    path("login/", login.login, name="login"),
    path("logout/", login.logout, name="logout"),
    path("admin/login/", login.back_office_login),
    path("", include("core.signin.urls")),
    path("organisation/", views.choose_tenant, name="choose-tenant"),
    path("language/", include("django.conf.urls.i18n")),
    path("appearance/", pages.set_appearance, name="appearance"),
    path("styleguide/", pages.styleguide, name="styleguide"),
    path("settings/api-keys/", include("core.apikeys.urls")),
    path("settings/", include("core.people.urls")),
    path("", include("core.health.urls")),
]
