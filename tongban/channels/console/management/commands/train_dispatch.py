"""manage.py train_dispatch: trains the classifier of dispatch from the board's own decisions, or from a file to try it."""

import csv
from argparse import ArgumentParser
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError

from tongban.board import queries
from tongban.classifiers import actions
from tongban.classifiers.terms import TooFewTexts
from tongban.identity.terms import SYSTEM
from tongban.kernel import clock

Texts = tuple[tuple[str, str], ...]


class Command(BaseCommand):
    help = "Train the classifier of dispatch and put it in force, with the figures of its frozen test set. Needs requirements/insight.txt."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument(
            "--data", type=Path, metavar="FILE", help="a CSV with the columns text and label, instead of what was decided here"
        )
        parser.add_argument("--seed", type=int, default=7)
        parser.add_argument("--dry-run", action="store_true", help="say how good it would be, and keep nothing")

    def handle(self, *args: Any, **options: Any) -> None:
        try:
            from tongban.kernel.words import training  # noqa: PLC0415  only whoever trains has scikit-learn
        except ImportError as error:
            raise CommandError("scikit-learn is not installed. Install requirements/insight.txt first.") from error
        texts = _read(options["data"]) if options["data"] else queries.training_texts(by=SYSTEM)
        try:
            parts = actions.Training.of(texts)
            model = training.train(*_columns(parts.learnt), seed=options["seed"])
        except TooFewTexts as few:
            told = f"{few.texts} texts, {few.labels} labels with enough of them: too few to learn from."
            raise CommandError(f"{told} Go on deciding at the desk, or give a file with --data.") from few
        except training.TooFewTexts as few:
            raise CommandError(f"Label {few.label!r} has too few different texts to learn from.") from few
        trial = parts.tried(model)
        self.stdout.write(
            f"{trial.texts} texts, {trial.labels} labels, {len(parts.frozen)} in the frozen test set: accuracy {trial.accuracy:.3f}, "
            f"macro-F1 {trial.macro_f1:.3f}, decides {trial.coverage_at_95:.0%} at 95 % precision, threshold {model.threshold:.3f}"
        )
        if options["dry_run"]:
            self.stdout.write("Nothing was kept.")
            return
        actions.keep_classifier(model=model, trial=trial, by=SYSTEM, at=clock.now())
        self.stdout.write("In force: every process asks it within a minute.")


def _read(path: Path) -> Texts:
    try:
        with path.open(encoding="utf-8-sig", newline="") as file:
            return tuple((row["text"], row["label"]) for row in csv.DictReader(file))
    except (OSError, UnicodeDecodeError, KeyError) as error:
        raise CommandError(f"{path} cannot be read as a CSV with the columns text and label: {error}") from error


def _columns(texts: Any) -> tuple[list[str], list[str]]:
    return [text for text, _ in texts], [label for _, label in texts]
