"""Topics nobody has named, as rows: what was laid to them is kept by ids, and their words are read where they are still displayed."""

from __future__ import annotations

from collections import Counter, defaultdict
from dataclasses import dataclass
from datetime import timedelta
from typing import TYPE_CHECKING, Any
from uuid import UUID

from django.db.models import Count, Q

from tongban.insight.models import OpenTopic, TopicMessage
from tongban.insight.rules.watching import TOPIC
from tongban.insight.terms import weeks

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence
    from datetime import date

    from tongban.insight.rules.topics import Topic

REMEMBERED = 52  # weeks after which a closed topic is not gone back to
RECENT = 20
AT_ONCE = 8  # weeks of texts in memory, and what waits
HALF = 2
FEWEST_NEW = 5  # messages of a cluster in the tested week
FEWEST = 2  # messages of a topic in a week that is tested
UNREACHED = frozenset({"-"})  # no text names this place


@dataclass
class Topics:
    """The topics of the city, up to the last week that is over."""

    detecting: Any
    last: int

    def lay(self, since: date | None, until: date, names: Sequence[str]) -> None:
        """Lay what came in since the last run to topics; at first that of a year."""
        known = now = self._known()
        first = since or weeks.days(self.last - REMEMBERED)[0]
        waiting = self._waiting(first)
        while first < until:
            of = range(weeks.week_of(first), min(weeks.week_of(first) + AT_ONCE, weeks.week_of(until - timedelta(days=1)) + 1))
            after = min(until, weeks.days(of[-1])[1] + timedelta(days=1))
            said = self.detecting.said(first, after)
            for week in of:
                of_week = [each for each in said if each.period == week]
                now, laid, waiting = self.detecting.laid(now, of_week, names, min(week, self.last), waiting)
                self._join(laid)
            first = after
        self._keep(known, now)

    def take(self, spoken: Any, week: int) -> None:
        """Clusters of bursting terms: those of which a topic has half go to it, others become one."""
        for said in spoken.clusters:
            if sum(each.period == week for each in said) < FEWEST_NEW:
                continue
            having = TopicMessage.objects.filter(message__in=[each.key for each in said]).values_list("topic_id", flat=True)
            number, most = next(iter(Counter(having.order_by("topic_id")).most_common(1)), (0, 0))
            if most * HALF < len(said):
                number = (OpenTopic.objects.order_by("-number").values_list("number", flat=True).first() or 0) + 1
                OpenTopic.objects.create(number=number, opened_week=week, last_week=week)
            else:
                OpenTopic.objects.filter(pk=number).update(last_week=week, closed_week=None)
            self._join((number, each) for each in said)

    def series(self, week: int) -> dict[str, Any]:
        """The topics that have several messages in this week, as they are tested."""
        of_week = TopicMessage.objects.filter(week=week).values("topic_id").annotate(n=Count("pk")).filter(n__gte=FEWEST)
        now = of_week.values("topic_id")
        rows = {row.number: row for row in OpenTopic.objects.filter(pk__in=now)}
        counted = TopicMessage.objects.filter(topic_id__in=now, week__lte=week).values("topic_id", "week")
        voices, raw = defaultdict[int, dict[int, float]](dict), dict[int, float]()
        for each in counted.annotate(voices=Count("voice", distinct=True), raw=Count("pk")).order_by("topic_id", "week"):
            voices[each["topic_id"]][each["week"]] = each["voices"]
            raw[each["topic_id"]] = each["raw"]
        return {
            f"{TOPIC}{number}": self.detecting.topic_series(self._topic(row, ()), voices[number], raw[number], week)
            for number, row in sorted(rows.items())
        }

    def messages(self, keys: Iterable[str], week: int) -> dict[str, list[str]]:
        """The messages of topics in a week."""
        numbers = [int(key.removeprefix(TOPIC)) for key in keys if key.startswith(TOPIC)]
        found: defaultdict[str, list[str]] = defaultdict(list)
        for number, message in TopicMessage.objects.filter(topic__in=numbers, week=week).order_by("pk").values_list("topic_id", "message"):
            found[f"{TOPIC}{number}"].append(str(message))
        return found

    def _known(self) -> list[Topic]:
        """Those a message may belong to; the newest always, so that its number is not given again."""
        found = OpenTopic.objects.filter(Q(closed_week__isnull=True) | Q(closed_week__gt=self.last - REMEMBERED))
        ids: defaultdict[int, list[str]] = defaultdict(list)
        for number, message in TopicMessage.objects.filter(topic__in=found).order_by("pk").values_list("topic_id", "message"):
            ids[number].append(str(message))
        texts = self.detecting.texts([each for of in ids.values() for each in of[-RECENT:]])
        known = [
            self._topic(row, tuple(texts[each] for each in ids[row.number][-RECENT:] if each in texts)) for row in found.order_by("number")
        ]
        known = [each for each in known if each.recent]
        newest = OpenTopic.objects.order_by("-number").first()
        if newest is not None and all(each.number != newest.number for each in known):
            known.append(self.detecting.topics.replace(self._topic(newest, ()), places=UNREACHED))
        return known

    def _waiting(self, first: date) -> list[Any]:
        """What came in before this day, belongs to no topic and may still find one."""
        since = weeks.week_of(first) - self.detecting.topics.USUAL.silent_weeks + 1
        having = {str(each) for each in TopicMessage.objects.filter(week__gte=since).values_list("message", flat=True)}
        return [each for each in self.detecting.said(weeks.days(since)[0], first) if each.key not in having]

    def _topic(self, row: OpenTopic, recent: tuple[str, ...]) -> Topic:
        places = frozenset(row.places)
        topic: Topic = self.detecting.topics.Topic(row.number, places, recent, row.opened_week, row.last_week, row.closed_week, row.follows)
        return topic

    def _keep(self, known: list[Topic], after: Iterable[Topic]) -> None:
        before = {each.number: each for each in known}
        changed = [each for each in after if each != before.get(each.number) and each.places != UNREACHED]
        rows = [
            OpenTopic(
                number=each.number,
                places=sorted(each.places),
                opened_week=each.opened,
                last_week=each.last,
                closed_week=each.closed,
                follows=each.follows,
            )
            for each in changed
        ]
        columns = ["places", "last_week", "closed_week"]
        OpenTopic.objects.bulk_create(rows, update_conflicts=True, unique_fields=["number"], update_fields=columns, batch_size=2000)

    def _join(self, laid: Iterable[tuple[int, Any]]) -> None:
        TopicMessage.objects.bulk_create(
            [
                TopicMessage(topic_id=number, message=UUID(each.key), week=each.period, voice=each.citizen or each.key)
                for number, each in laid
            ],
            ignore_conflicts=True,
            batch_size=2000,
        )
