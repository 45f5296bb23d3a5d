"""Pages of imports: parse the request, call a service or selector, render."""
