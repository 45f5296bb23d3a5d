"""URLs of the pages, the API and the back office."""

from django.contrib import admin
from django.urls import include, path
from django.views.generic import RedirectView
from drf_spectacular.views import SpectacularAPIView, SpectacularRedocView, SpectacularSwaggerSplitView

urlpatterns = [
    path("", RedirectView.as_view(url="/dashboard/"), name="root"),
    path("", include("core.urls")),
    path("", include("suppliers.urls")),
    path("", include("catalog.urls")),
    path("", include("imports.urls")),
    path("", include("analytics.urls")),
    path("admin/", admin.site.urls),
    path("api/v1/", include("productsmanager.api")),
    path("openapi.json", SpectacularAPIView.as_view(), name="schema"),
    path("api/docs", SpectacularSwaggerSplitView.as_view(), name="api-docs"),
    path("api/redoc", SpectacularRedocView.as_view(), name="api-redoc"),
]

handler400 = "core.pages.bad_request"
handler403 = "core.pages.permission_denied"
handler404 = "core.pages.page_not_found"
handler500 = "core.pages.server_error"
