"""Pages of products: parse the request, call a service or selector, render."""
