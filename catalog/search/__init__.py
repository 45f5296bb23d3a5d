"""The search for products: what people type, the words of the catalogue, spelling, the order of hits."""
