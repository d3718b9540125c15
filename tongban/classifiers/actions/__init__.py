"""Verbs on classifiers."""

from tongban.classifiers.actions.training import Training, keep_classifier
