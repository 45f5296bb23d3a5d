"""Keeping the rollups: runs of imports, changes of products, levels of the catalogue, requests."""

from analytics.services.figures.catalogue import keep_levels, keep_levels_of_all
from analytics.services.figures.changes import count_changes
from analytics.services.figures.imports import keep_runs
from analytics.services.figures.recount import recount
from analytics.services.figures.requests import keep_requests

__all__ = ["count_changes", "keep_levels", "keep_levels_of_all", "keep_requests", "keep_runs", "recount"]
