"""Predefined layouts: one module per receiver, each with its LAYOUTS."""

from imports.exports.presets import amazon, google, plain, prestashop, shopify, woocommerce
from imports.exports.presets.base import Layout

PRESETS: dict[str, Layout] = {
    layout.code: layout
    for module in (plain, shopify, woocommerce, prestashop, amazon, google)
    for layout in module.LAYOUTS
}

__all__ = ["PRESETS", "Layout"]
