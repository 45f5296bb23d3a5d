"""Addresses of the API of suppliers."""

from django.urls import path

from suppliers.api import sources, suppliers, value_maps

urlpatterns = [
    path("suppliers", suppliers.SupplierList.as_view(), name="api-suppliers"),
    path("suppliers/<uuid:supplier_id>", suppliers.SupplierDetail.as_view(), name="api-supplier"),
    path("suppliers/<uuid:supplier_id>/sources", sources.SourceList.as_view(), name="api-sources"),
    path("sources/kinds", sources.SourceKinds.as_view(), name="api-source-kinds"),
    path("sources/test", sources.UnsavedSourceTest.as_view(), name="api-source-test-unsaved"),
    path("sources/<uuid:source_id>", sources.SourceDetail.as_view(), name="api-source"),
    path("sources/<uuid:source_id>/test", sources.SourceTest.as_view(), name="api-source-test"),
    path("value-maps", value_maps.ValueMaps.as_view(), name="api-value-maps"),
    path("value-maps/bulk-delete", value_maps.BulkDelete.as_view(), name="api-value-maps-delete"),
    path("value-maps/<uuid:map_id>", value_maps.ValueMap.as_view(), name="api-value-map"),
]
