"""Reports: imports, products, performance, and an overview of all; as pages, CSV, XLSX and PDF."""

from analytics.reports.building import build
from analytics.reports.model import Column, Figure, Kind, Question, Report, Section

__all__ = ["Column", "Figure", "Kind", "Question", "Report", "Section", "build"]
