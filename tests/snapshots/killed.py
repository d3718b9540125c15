"""A run in a process of its own that ends at one of its steps, as by kill -9: `python -m tests.snapshots.killed FOLDER STEP`."""

import os
import signal
import sys
from pathlib import Path

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "tests.settings")

import django

django.setup()

from tests.snapshots import made  # noqa: E402
from tongban.snapshots.parquet import store, writing  # noqa: E402

STEPS = {store.Writer: ("write", "finish"), store.Store: ("keep", "finished"), writing.backends: ("write",)}


def main(folder: Path, step: int) -> None:
    waiting = iter(range(step))

    def counted(act):
        def then(*told, **named):
            answer = act(*told, **named)
            if next(waiting, None) is None:
                os.kill(os.getpid(), signal.SIGKILL)
            return answer

        return then

    for of, names in STEPS.items():
        for name in names:
            setattr(of, name, counted(getattr(of, name)))
    writing.bring_up_to_date(folder, made.sources(made.messages(500), made.ratings(60)), at=made.AT, batch=10, part_rows=20)


if __name__ == "__main__":
    main(Path(sys.argv[1]), int(sys.argv[2]))
