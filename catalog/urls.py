"""Addresses of the products' pages."""

from django.urls import path

from catalog.views import acts, editing, priorities, product, products

app_name = "catalog"
PRODUCT = "products/<uuid:product_id>/"

urlpatterns = [
    path("suppliers/priorities/", priorities.priorities, name="priorities"),
    path("products/", products.products, name="products"),
    path(PRODUCT, product.product, name="product"),
    path(f"{PRODUCT}offers/", product.offers, name="offers"),
    path(f"{PRODUCT}history/", product.history, name="history"),
    path(f"{PRODUCT}why/<path:name>/", product.why, name="why"),
    path(f"{PRODUCT}edit/", editing.edit, name="edit"),
    path(f"{PRODUCT}fields/<slug:act>/", acts.field_act, name="field-act"),
    path(f"{PRODUCT}status/", acts.status_act, name="status"),
]
