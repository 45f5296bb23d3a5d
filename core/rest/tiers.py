"""How often a caller may ask: the tiers of the API as data."""

from dataclasses import dataclass

from django.conf import settings

MINUTE, HOUR = 60, 3600
ALL_TIERS = "*"


@dataclass(frozen=True)
class Tier:
    """`limit` requests in `window` seconds; other numbers where somebody develops or tests."""

    limit: int
    development: int | None = None
    test: int | None = None
    window: int = MINUTE

    def of(self, stage: str) -> int:
        """The limit at that stage: production, development or test."""
        special = {"development": self.development, "test": self.test}.get(stage)
        return self.limit if special is None else special


TIERS: dict[str, Tier] = {
    "AUTH_LOGIN": Tier(5, 20, 100),
    "AUTH_PASSWORD_RESET": Tier(5),
    "AUTH_REGISTER": Tier(5),
    "AUTH_REFRESH": Tier(30),
    "AUTH_LOGOUT": Tier(30),
    "BULK_IMPORT": Tier(500, 1000, 1000),
    "BULK_EXPORT": Tier(500),
    "BULK_CREATE": Tier(500),
    "BULK_UPDATE": Tier(500),
    "BULK_DELETE": Tier(500, 1000),
    "AI_BATCH": Tier(1, 5, 20, window=HOUR),
    "AI_SINGLE": Tier(20, 50, 100),
    "WRITE_STANDARD": Tier(100, 200, 500),
    "WRITE_UPLOAD": Tier(100),
    "WRITE_USER_MGMT": Tier(100),
    "WRITE_CONFIG": Tier(100),
    "EXPORT_STANDARD": Tier(50, test=100),
    "EXPORT_STREAM": Tier(50),
    "EXPORT_DOWNLOAD": Tier(50),
    "EXPORT_SCHEDULE": Tier(50),
    "READ_SENSITIVE": Tier(50),
    "READ_STANDARD": Tier(1000, 2000, 5000),
    "READ_ADMIN": Tier(1000),
    "READ_PUBLIC": Tier(1000),
    "HEALTH_CHECK": Tier(1000),
    "PROGRESS_POLL": Tier(1000),
}
BY_METHOD = {
    "GET": "READ_STANDARD",
    "HEAD": "READ_STANDARD",
    "OPTIONS": "READ_PUBLIC",
}
FOR_WRITING = "WRITE_STANDARD"


def limit_of(tier: str) -> tuple[int, int]:
    """Requests and seconds of the tier here and now; 0 requests stand for no limit."""
    known, changed = TIERS[tier], settings.RATE_LIMITS
    number = changed.get(tier, changed.get(ALL_TIERS, known.of(settings.RATE_LIMIT_STAGE)))
    return number, known.window


def tier_of_method(method: str) -> str:
    """The tier of a method where the view names none."""
    return BY_METHOD.get(method, FOR_WRITING)
