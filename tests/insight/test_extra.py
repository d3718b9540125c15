"""A city goes without requirements/insight.txt: what needs it is imported in functions, and nowhere when a program starts."""

import subprocess
import sys

from tests.house import source

LIBRARIES = ("altair", "duckdb", "ibis", "numpy", "pandas", "pyarrow", "pyspark", "scipy", "sklearn", "vl_convert")
ROOMS = ("tongban/insight/rules/", "tongban/insight/detecting.py", "tongban/snapshots/parquet/", "tongban/prints/charts/")
LEARNING = "tongban/kernel/words/training.py"  # for whoever trains; imported in a function (ADR 0023)
WITHOUT = f"""
import importlib, os, sys
sys.modules.update(dict.fromkeys({LIBRARIES!r}))
os.environ["DJANGO_SETTINGS_MODULE"] = "tests.settings"
import django
django.setup()
for name in sys.argv[1:]:
    importlib.import_module(name)
"""


def test_every_module_but_the_rules_and_snapshots_of_analysis_is_imported_without_the_extra() -> None:
    places = [source.place(path) for path in source.python_files("tongban")]
    names = [
        place.removesuffix(".py").removesuffix("/__init__").replace("/", ".")
        for place in places
        if not place.startswith(ROOMS) and place != LEARNING
    ]
    done = subprocess.run([sys.executable, "-c", WITHOUT, *names], cwd=source.ROOT, capture_output=True, text=True)
    assert done.returncode == 0, done.stderr[-2000:]
