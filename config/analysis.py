"""What answers questions about the files for analysis: DuckDB inside the process, or a Spark cluster."""

import os

from django.core.exceptions import ImproperlyConfigured

BACKENDS = ("duckdb", "spark")
LOCAL = {"spark.driver.host": "127.0.0.1", "spark.driver.bindAddress": "127.0.0.1"}  # nothing of it is seen from outside
ALWAYS = {"spark.ui.enabled": "false", "spark.sql.session.timeZone": "UTC"}


def analysis() -> tuple[str, str, dict[str, str]]:
    """The backend, the master of Spark and the settings of its session; more stand in Spark's own file. Refuses: ImproperlyConfigured."""
    backend, master = os.environ.get("TONGBAN_INSIGHT_BACKEND") or BACKENDS[0], os.environ.get("TONGBAN_SPARK") or "local[2]"
    if backend not in BACKENDS:
        raise ImproperlyConfigured(f"TONGBAN_INSIGHT_BACKEND is `{backend}`; it is one of {', '.join(BACKENDS)}.")
    return backend, master, ALWAYS | (LOCAL if master.startswith("local") else {})
