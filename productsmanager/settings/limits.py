"""Limits of the API: requests per minute, sizes of bodies, how long a repeated request is remembered."""

from productsmanager.settings import env
from productsmanager.settings.queues import CACHE_URL
from productsmanager.settings.storage import DATA_UPLOAD_MAX_MEMORY_SIZE, IMPORT_MAX_FILE_BYTES

# Where callers are counted; empty counts nobody.
RATE_LIMIT_REDIS_URL = env.secret("RATE_LIMIT_REDIS_URL", CACHE_URL)
# Which column of the table in core.rest.tiers: production, development or test.
RATE_LIMIT_STAGE = env.text("RATE_LIMIT_STAGE", "production")
# Other numbers for some tiers, 0 for no limit: RATE_LIMITS="READ_STANDARD=5000,AUTH_LOGIN=10"; * stands for all.
RATE_LIMITS = env.numbers("RATE_LIMITS")

API_MAX_BODY_BYTES = env.integer("API_MAX_BODY_BYTES", DATA_UPLOAD_MAX_MEMORY_SIZE)
# A multipart body is the file and little else.
API_MAX_UPLOAD_BYTES = env.integer("API_MAX_UPLOAD_BYTES", IMPORT_MAX_FILE_BYTES + 1024 * 1024)

IDEMPOTENCY_HOURS = env.integer("IDEMPOTENCY_HOURS", 24)
# A request that runs longer counts as crashed: a repetition may take it over.
IDEMPOTENCY_LEASE_SECONDS = env.integer("IDEMPOTENCY_LEASE_SECONDS", 120)
