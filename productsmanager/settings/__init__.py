"""Settings, split by concern; choose `local`, `production` or `test` by DJANGO_SETTINGS_MODULE."""
