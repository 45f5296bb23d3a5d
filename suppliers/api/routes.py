"""Addresses of the API of suppliers."""

from django.urls import path

from suppliers.api import suppliers

urlpatterns = [
    path("suppliers", suppliers.SupplierList.as_view(), name="api-suppliers"),
    path("suppliers/<uuid:supplier_id>", suppliers.SupplierDetail.as_view(), name="api-supplier"),
]
