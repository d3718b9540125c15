"""What analysis has recorded, held against the ledger."""

from collections.abc import Iterator

from tongban.insight.models import Detection, SeriesTest
from tongban.insight.models.watched import DETECTION, NOTE, SURGE
from tongban.insight.queries.testing import digest_of
from tongban.kernel import imprints


def audit() -> Iterator[str]:
    """For whoever doubts: each row that is not what the acts on it left, named, with the column; each run whose tests are not its own."""
    yield from imprints.audit(DETECTION)
    yield from imprints.audit(SURGE, [NOTE], "surge")
    for row in Detection.objects.order_by("pk").iterator():
        tests = SeriesTest.objects.filter(detection=row).defer("evidence")
        if digest_of(sorted(tests, key=lambda test: test.series)) != row.digest:
            yield f"{Detection._meta.db_table} {row.pk}: its tests are not those that it made"
