"""Charts as data, and their geometry: drawn by the pages as SVG and by the reports into PDF."""

from analytics.charts.drawing import Area, Drawn, Segment, drawn, segments
from analytics.charts.model import Chart, Pie, Series, Slice, Unit, of_days

__all__ = ["Area", "Chart", "Drawn", "Pie", "Segment", "Series", "Slice", "Unit", "drawn", "of_days", "segments"]
