"""Nouns of `insight`."""

from tongban.insight.models.surges import Detection, OpenTopic, SeriesTest, Surge, SurgeNote, TopicMessage
