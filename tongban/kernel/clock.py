"""The one place that reads the clock. Doors and jobs ask here, once per request; verbs are told (`at`)."""

from datetime import date, datetime, time
from zoneinfo import ZoneInfo

from django.conf import settings
from django.utils import timezone


def now() -> datetime:
    """This moment, aware, in UTC."""
    return timezone.now()


def city_zone() -> ZoneInfo:
    return ZoneInfo(settings.TIME_ZONE)


def city_time(at: datetime) -> datetime:
    """The same moment on the city's clocks."""
    return at.astimezone(city_zone())


def city_date(at: datetime) -> date:
    """The city's calendar day at that moment."""
    return city_time(at).date()


def day_begins(day: date) -> datetime:
    """Midnight at which that day of the city begins."""
    return datetime.combine(day, time.min, tzinfo=city_zone())
