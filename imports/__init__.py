"""Every movement of product data over our border."""
