"""Analysis reports (分析报告): drawn up from what was counted, worded by one person, approved and signed by another.

Their charts and papers are in `prints`, which stands above: a module has 3,000 lines.

It stands above `campaigns`, `directives` and `insight`: a report proposes orders and campaigns, and cites surges. See ADR 0035.
"""
