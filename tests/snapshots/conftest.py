"""A folder of its own for each test; a city's small board for those that need one."""

import os
import shutil
from collections.abc import Iterator
from importlib.util import find_spec
from pathlib import Path
from shutil import which

import pytest

from tests import worlds
from tests.supervision import office as small_office

BACKENDS = ["duckdb", pytest.param("spark", marks=pytest.mark.slow)]


@pytest.fixture(autouse=True)
def folder(tmp_path: Path, settings) -> Path:
    settings.INSIGHT_FOLDER = tmp_path / "insight"
    return settings.INSIGHT_FOLDER


@pytest.fixture(params=BACKENDS)
def backend(request: pytest.FixtureRequest, settings) -> str:
    """Each engine answers the same questions; Spark on two workers of a local cluster."""
    settings.INSIGHT_BACKEND = request.param
    if request.param == "spark":
        if find_spec("pyspark") is None:
            pytest.skip("pyspark is not installed (requirements/spark.txt)")
        if not which("java"):
            pytest.skip("Spark needs Java 17")
        settings.INSIGHT_SPARK = "local-cluster[2,1,1024]"
        request.getfixturevalue("spark_cluster")
    return request.param


@pytest.fixture(scope="session")
def spark_cluster() -> Iterator[None]:
    """It ends with the suite; what its workers wrote beside the library goes too."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setitem(os.environ, "SPARK_LOCAL_HOSTNAME", "localhost")
        yield
        import pyspark  # noqa: PLC0415  only where it is installed
        from pyspark.sql import SparkSession  # noqa: PLC0415

        session = SparkSession.getActiveSession()
        if session is not None:
            session.stop()
        shutil.rmtree(Path(pyspark.__file__).parent / "work", ignore_errors=True)


@pytest.fixture(autouse=True)
def _nothing_is_remembered() -> Iterator[None]:
    small_office.forget()
    yield
    small_office.forget()


@pytest.fixture
def office(db: None) -> Iterator[None]:
    with worlds.entered(small_office.load):
        yield


@pytest.fixture
def committed_office(transactional_db: None) -> None:
    small_office.load()
