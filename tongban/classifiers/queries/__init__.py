"""Questions about classifiers."""

from tongban.classifiers.queries.newest import Known, classifier, forget_classifier, trained
