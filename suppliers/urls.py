"""Addresses of the suppliers' pages."""

from django.urls import path

from suppliers.views import sheet, suppliers

app_name = "suppliers"
SUPPLIER = "suppliers/<uuid:supplier_id>/"
urlpatterns = [
    path("suppliers/", suppliers.suppliers, name="suppliers"),
    path("suppliers/new/", suppliers.add, name="add"),
    path(SUPPLIER, sheet.supplier, name="supplier"),
    path(f"{SUPPLIER}edit/", suppliers.edit, name="edit"),
    path(f"{SUPPLIER}duplicate/", suppliers.duplicate, name="duplicate"),
    path(f"{SUPPLIER}archive/", suppliers.archive, {"active": False}, name="archive"),
    path(f"{SUPPLIER}restore/", suppliers.archive, {"active": True}, name="restore"),
    path(f"{SUPPLIER}<slug:tab>/", sheet.supplier, name="tab"),
    path(f"{SUPPLIER}sources/<uuid:source_id>/", sheet.moved, name="source"),
]
