"""The REST door: the same verbs as JSON, described by OpenAPI 3.1."""
