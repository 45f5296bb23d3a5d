"""URLs of the pages, the API and the back office."""

from django.contrib import admin
from django.urls import include, path, re_path
from django.views.generic import RedirectView
from drf_spectacular.views import SpectacularRedocView, SpectacularSwaggerSplitView

from core.rest.document import OpenApiDocument
from core.rest.unknown import Unknown

urlpatterns = [
    path("", RedirectView.as_view(url="/dashboard/"), name="root"),
    path("", include("core.urls")),
    path("", include("suppliers.urls")),
    path("", include("catalog.urls")),
    path("", include("imports.urls")),
    path("", include("imports.export_urls")),
    path("", include("analytics.urls")),
    path("admin/", admin.site.urls),
    path("api/v1/", include("productsmanager.api")),
    re_path(r"^api/v1(?:/|$)", Unknown.as_view(), name="api-unknown"),
    path("docs", RedirectView.as_view(url="/api/docs")),
    path("redoc", RedirectView.as_view(url="/api/redoc")),
    path("openapi.json", OpenApiDocument.as_view(), name="schema"),
    path("api/docs", SpectacularSwaggerSplitView.as_view(), name="api-docs"),
    path("api/redoc", SpectacularRedocView.as_view(), name="api-redoc"),
]

handler400 = "core.pages.bad_request"
handler403 = "core.pages.permission_denied"
handler404 = "core.pages.page_not_found"
handler500 = "core.pages.server_error"
