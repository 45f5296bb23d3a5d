"""Addresses of the API of products."""

from django.urls import path

from catalog.api import attributes, bulk_edits, bundles, delta, making, prices, priorities, products, stocks, variants

PRODUCT = "products/<uuid:product_id>"

urlpatterns = [
    path("suppliers/priorities", priorities.FieldOrders.as_view(), name="api-field-orders"),
    path("suppliers/priorities/<path:field>", priorities.FieldOrder.as_view(), name="api-field-order"),
    path("suppliers/<uuid:supplier_id>/products", products.SupplierProducts.as_view(), name="api-supplier-products"),
    path("attributes", attributes.AttributeList.as_view(), name="api-attributes"),
    path("attributes/<uuid:attribute_id>", attributes.Attribute.as_view(), name="api-attribute"),
    path("attributes/<uuid:attribute_id>/merge", attributes.AttributeMerge.as_view(), name="api-attribute-merge"),
    path("families", attributes.FamilyList.as_view(), name="api-families"),
    path("families/<uuid:family_id>", attributes.Family.as_view(), name="api-family"),
    path(f"{PRODUCT}/attributes", attributes.ProductValues.as_view(), name="api-product-attributes"),
    path("products", products.ProductList.as_view(), name="api-products"),
    path("products/bulk-edit", bulk_edits.BulkEdits.as_view(), name="api-bulk-edits"),
    path("products/bulk-edit/preview", bulk_edits.Preview.as_view(), name="api-bulk-preview"),
    path("products/bulk-edit/<uuid:edit_id>", bulk_edits.OneBulkEdit.as_view(), name="api-bulk-edit"),
    path("products/bulk-edit/<uuid:edit_id>/cancel", bulk_edits.CancelBulkEdit.as_view(), name="api-bulk-cancel"),
    path("products/bulk-edit/<uuid:edit_id>/undo", bulk_edits.UndoBulkEdit.as_view(), name="api-bulk-undo"),
    path("products/trash/empty", bulk_edits.EmptyTrash.as_view(), name="api-trash-empty"),
    path("products/delta", delta.Delta.as_view(), name="api-products-delta"),
    path("products/by-ean/<str:ean>", making.ByEan.as_view(), name="api-product-by-ean"),
    path(PRODUCT, products.Product.as_view(), name="api-product"),
    path(f"{PRODUCT}/history", products.History.as_view(), name="api-product-history"),
    path(f"{PRODUCT}/fields/<path:field>", products.Field.as_view(), name="api-product-field"),
    path(f"{PRODUCT}/duplicate", making.Duplicate.as_view(), name="api-product-duplicate"),
    path(f"{PRODUCT}/status", making.Status.as_view(), name="api-product-status"),
    path(f"{PRODUCT}/restore", making.Restore.as_view(), name="api-product-restore"),
    path(f"{PRODUCT}/prices", prices.Prices.as_view(), name="api-product-prices"),
    path(f"{PRODUCT}/prices/active", prices.Active.as_view(), name="api-product-price-active"),
    path(f"{PRODUCT}/prices/<path:price>", prices.OnePrice.as_view(), name="api-product-price"),
    path(f"{PRODUCT}/stocks", stocks.Stocks.as_view(), name="api-product-stocks"),
    path(f"{PRODUCT}/stocks/<str:warehouse>", stocks.Warehouse.as_view(), name="api-product-stock"),
    path(f"{PRODUCT}/bundle", bundles.BundleView.as_view(), name="api-product-bundle"),
    path("products/variant-groups", variants.Groups.as_view(), name="api-variant-groups"),
    path(f"{PRODUCT}/variants", variants.Variants.as_view(), name="api-product-variants"),
    path(f"{PRODUCT}/variants/axes", variants.Axes.as_view(), name="api-product-variant-axes"),
    path(f"{PRODUCT}/variants/attach", variants.Attach.as_view(), name="api-product-variant-attach"),
    path(f"{PRODUCT}/variants/<uuid:variant_id>", variants.Variant.as_view(), name="api-product-variant"),
]
