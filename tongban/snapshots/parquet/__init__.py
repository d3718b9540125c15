"""Files for analysis (Parquet), and what is asked of them (Ibis, on DuckDB or Spark). Needs requirements/insight.txt.

Nobody's name, number or address is in them; words only where everybody reads them.
"""
