"""Addresses of the suppliers' pages."""

from django.urls import path

from suppliers.views import suppliers as views

app_name = "suppliers"
urlpatterns = [
    path("suppliers/", views.suppliers, name="suppliers"),
    path("suppliers/new/", views.add, name="add"),
    path("suppliers/<uuid:supplier_id>/", views.supplier, name="supplier"),
    path("suppliers/<uuid:supplier_id>/edit/", views.edit, name="edit"),
    path("suppliers/<uuid:supplier_id>/sources/new/", views.add_source, name="add-source"),
    path("suppliers/<uuid:supplier_id>/sources/<uuid:source_id>/", views.source, name="source"),
]
