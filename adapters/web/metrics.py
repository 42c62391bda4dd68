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
BY_QUEUE = {
    "deskbell_backlog": "Tickets that are new, open or pending.",
    "deskbell_created": "Tickets opened in the last 30 days.",
    "deskbell_resolved": "Tickets resolved in the last 30 days.",
    "deskbell_reopened": "Of those resolved in the last 30 days, the reopened ones.",
    "deskbell_clocks_run_out": "Clocks that ran out in the last 30 days.",
    "deskbell_first_response_median_seconds": "Median time to the first answer, last 30 days.",
    "deskbell_first_response_p90_seconds": "Nine of ten first answers came within, last 30 days.",
    "deskbell_first_response_in_time_ratio": "Share of first answers before their clock ran out, last 30 days.",
    "deskbell_resolution_median_seconds": "Median time to resolution, last 30 days.",
    "deskbell_resolution_p90_seconds": "Nine of ten were resolved within, last 30 days.",
    "deskbell_first_contact_ratio": "Share resolved with one answer at most, last 30 days.",
    "deskbell_first_level_ratio": "Share resolved by one agent in one queue, last 30 days.",
    "deskbell_satisfied_ratio": "Share of ratings of 4 or 5, last 30 days.",
    "deskbell_booked_seconds": "Working time booked in the last 30 days.",
}


class _Numbers(Collector):
    def __init__(self, numbers: Mapping[str, Mapping[str, float]]) -> None:
        self._numbers = numbers

    def collect(self) -> Iterator[Metric]:
        for name, values in self._numbers.items():
            gauge = GaugeMetricFamily(name, (HELP | BY_QUEUE)[name], labels=["queue" if name in BY_QUEUE else "what"])
            for label, value in values.items():
                gauge.add_metric([label], value)
            yield gauge


def page(numbers: Mapping[str, Mapping[str, float]]) -> tuple[bytes, str]:
    """The metrics page and its content type."""
    registry = CollectorRegistry()
    registry.register(_Numbers(numbers))
    return generate_latest(registry), CONTENT_TYPE_LATEST
