"""Pages about people: parse the request, call a service or selector, render."""
