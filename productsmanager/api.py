"""Routes of the API, version 1."""

from django.urls import include, path

from suppliers import api as suppliers

urlpatterns = [
    path("", include("imports.api.routes")),
    path("", include("catalog.api.routes")),
    path("", include("core.tokens.routes")),
    path("", include("core.apikeys.routes")),
    path("", include("core.webhooks.routes")),
    path("", include("core.notifications.routes")),
    path("", include("core.health.routes")),
    path("", include("core.people.api.routes")),
    path("", include("core.configuration.routes")),
    path("", include("analytics.api.routes")),
    path("suppliers", suppliers.SupplierList.as_view(), name="api-suppliers"),
    path("suppliers/<uuid:supplier_id>", suppliers.SupplierDetail.as_view(), name="api-supplier"),
]
