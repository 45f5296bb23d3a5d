"""The ground rules of the API: tenant, permission, lists, errors."""
