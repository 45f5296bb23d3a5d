"""Reports as files: made on demand or by the clock, kept for a while, sent by e-mail."""

from analytics.services.reports.planning import plan_reports
from analytics.services.reports.schedules import (
    create_schedule,
    delete_schedule,
    run_schedule,
    switch_schedule,
    update_schedule,
)
from analytics.services.reports.starting import ReportRequest, start_report
from analytics.services.reports.work import execute_report, remove_old_files

__all__ = [
    "ReportRequest",
    "create_schedule",
    "delete_schedule",
    "execute_report",
    "plan_reports",
    "remove_old_files",
    "run_schedule",
    "start_report",
    "switch_schedule",
    "update_schedule",
]
