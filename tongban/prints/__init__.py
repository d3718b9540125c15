"""Charts and papers of analysis reports: drawn by jobs, sealed, and kept with the report.

It stands above `reports`, has no table, and decides nothing of what a report says. See ADR 0035.
"""
