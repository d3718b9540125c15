"""Nouns of `insight`."""

from tongban.insight.models.snapshots import Snapshot
from tongban.insight.models.surges import Detection, OpenTopic, SeriesTest, Surge, SurgeNote, TopicMessage

__all__ = ["Detection", "OpenTopic", "SeriesTest", "Snapshot", "Surge", "SurgeNote", "TopicMessage"]
