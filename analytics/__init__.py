"""What happened: activity, metrics, reports."""
