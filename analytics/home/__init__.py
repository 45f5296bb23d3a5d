"""The home page: its widgets, and how each person arranges them."""
