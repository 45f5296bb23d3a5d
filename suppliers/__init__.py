"""Who sends us data and how: suppliers, sources, mappings."""
