"""Where files live: a folder by default, S3 or MinIO when a bucket is named."""

from typing import Any

from productsmanager.embedded.paths import var_dir
from productsmanager.settings import env

VAR_DIR = var_dir()
FILES_DIR = VAR_DIR / "files"
WORK_DIR = VAR_DIR / "work"
S3_BUCKET = env.text("S3_BUCKET", "")


def s3_storage() -> dict[str, Any]:
    """django-storages' settings of the one bucket; keys and end point come from the environment."""
    return {
        "BACKEND": "storages.backends.s3.S3Storage",
        "OPTIONS": {
            "bucket_name": S3_BUCKET,
            "endpoint_url": env.text("S3_ENDPOINT_URL", "") or None,
            "region_name": env.text("S3_REGION", "") or None,
            "access_key": env.secret("S3_ACCESS_KEY", "") or None,
            "secret_key": env.secret("S3_SECRET_KEY", "") or None,
            "addressing_style": env.text("S3_ADDRESSING_STYLE", "auto"),
            "file_overwrite": True,
            "default_acl": None,
        },
    }


def folder_storage() -> dict[str, Any]:
    """Files below var/files, never inside the package `media`."""
    return {
        "BACKEND": "django.core.files.storage.FileSystemStorage",
        "OPTIONS": {"location": FILES_DIR, "base_url": "/files/"},
    }


STORAGES = {
    "default": s3_storage() if S3_BUCKET else folder_storage(),
    "staticfiles": {"BACKEND": "whitenoise.storage.CompressedStaticFilesStorage"},
}

IMPORT_MAX_FILE_BYTES = env.integer("IMPORT_MAX_FILE_BYTES", 1024 * 1024 * 1024)
IMPORT_CHUNK_ROWS = env.integer("IMPORT_CHUNK_ROWS", 50_000)
# Further workers that a run asks for when its file has many chunks.
IMPORT_HELPERS = env.integer("IMPORT_HELPERS", 3)
FILE_UPLOAD_MAX_MEMORY_SIZE = 2 * 1024 * 1024
DATA_UPLOAD_MAX_MEMORY_SIZE = 10 * 1024 * 1024
DATA_UPLOAD_MAX_NUMBER_FIELDS = 5_000
