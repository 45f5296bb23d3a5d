"""Routes of the API, version 1."""

from django.urls import include, path

urlpatterns = [
    path("", include("imports.api.routes")),
    path("", include("imports.api.export_routes")),
    path("", include("suppliers.api.routes")),
    path("", include("catalog.api.routes")),
    path("", include("core.tokens.routes")),
    path("", include("core.apikeys.routes")),
    path("", include("core.webhooks.routes")),
    path("", include("core.notifications.routes")),
    path("", include("core.health.routes")),
    path("", include("core.people.api.routes")),
    path("", include("core.saved_views.routes")),
    path("", include("core.palette.routes")),
    path("", include("core.configuration.routes")),
    path("", include("analytics.api.routes")),
]
