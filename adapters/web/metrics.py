"""The numbers of the running desk in Prometheus' text format."""

from collections.abc import Iterator, Mapping

from prometheus_client import CONTENT_TYPE_LATEST, CollectorRegistry, generate_latest
from prometheus_client.core import GaugeMetricFamily, Metric
from prometheus_client.registry import Collector

HELP = {
    "deskbell_posts": "Posts in the outbox that are not sent, by state.",
    "deskbell_arrivals": "Arrivals by kind and fate.",
    "deskbell_channel_up": "1 while a channel works, 0 while it is in trouble.",
    "deskbell_pulse_age_seconds": "Seconds since each round of work last finished.",
}


class _Numbers(Collector):
    def __init__(self, numbers: Mapping[str, Mapping[str, float]]) -> None:
        self._numbers = numbers

    def collect(self) -> Iterator[Metric]:
        for name, values in self._numbers.items():
            gauge = GaugeMetricFamily(name, HELP[name], labels=["what"])
            for label, value in values.items():
                gauge.add_metric([label], value)
            yield gauge


def page(numbers: Mapping[str, Mapping[str, float]]) -> tuple[bytes, str]:
    """The metrics page and its content type."""
    registry = CollectorRegistry()
    registry.register(_Numbers(numbers))
    return generate_latest(registry), CONTENT_TYPE_LATEST
