from django.apps import AppConfig


class SnapshotsConfig(AppConfig):
    name = "tongban.snapshots"
    label = "snapshots"
