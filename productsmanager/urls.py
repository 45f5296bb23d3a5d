"""URLs of the pages, the API and the back office."""

from django.contrib import admin
from django.urls import include, path

urlpatterns = [
    path("admin/", admin.site.urls),
    path("api/v1/", include("productsmanager.api")),
]
