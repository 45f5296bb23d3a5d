"""Requests since the figures began, by route: for those who keep them over restarts."""

from dataclasses import dataclass
from pathlib import Path

from django.conf import settings
from prometheus_client import CollectorRegistry
from prometheus_client.multiprocess import MultiProcessCollector

NAME = "pm_http_request_duration_seconds"


@dataclass
class RouteTotals:
    """Requests of a route, those of them that ended with an error of ours (5xx), and their seconds together."""

    requests: int = 0
    errors: int = 0
    seconds: float = 0.0


def request_totals() -> dict[str, RouteTotals]:
    """The totals of all web processes by route; empty where they keep none together (METRICS_DIR)."""
    if not Path(settings.METRICS_DIR).is_dir():
        return {}
    registry = CollectorRegistry()
    MultiProcessCollector(registry, settings.METRICS_DIR)  # type: ignore[no-untyped-call]
    found: dict[str, RouteTotals] = {}
    for family in registry.collect():
        for sample in family.samples if family.name == NAME else ():
            totals = found.setdefault(sample.labels.get("route", ""), RouteTotals())
            if sample.name == f"{NAME}_sum":
                totals.seconds += sample.value
            elif sample.name == f"{NAME}_count":
                totals.requests += int(sample.value)
                totals.errors += int(sample.value) if sample.labels.get("status_class") == "5xx" else 0
    return found
