"""Addresses of the API of products."""

from django.urls import path

from catalog.api import priorities, products

PRODUCT = "products/<uuid:product_id>"

urlpatterns = [
    path("suppliers/priorities", priorities.FieldOrders.as_view(), name="api-field-orders"),
    path("suppliers/priorities/<path:field>", priorities.FieldOrder.as_view(), name="api-field-order"),
    path("suppliers/<uuid:supplier_id>/products", products.SupplierProducts.as_view(), name="api-supplier-products"),
    path("products", products.ProductList.as_view(), name="api-products"),
    path(PRODUCT, products.Product.as_view(), name="api-product"),
    path(f"{PRODUCT}/history", products.History.as_view(), name="api-product-history"),
    path(f"{PRODUCT}/fields/<path:field>", products.Field.as_view(), name="api-product-field"),
]
