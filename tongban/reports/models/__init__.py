"""Nouns of `reports`."""

from tongban.reports.models.reports import Report, ReportFile, ReportOutcome, ReportStep, ReportVersion
