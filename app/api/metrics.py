"""`/metrics` for Prometheus: this machine, or whoever holds the token. To everybody else it does not exist."""

import hmac
from collections.abc import Iterable
from ipaddress import ip_address
from time import perf_counter

from flask import Blueprint, Flask, Response, abort, current_app, g, request
from prometheus_client import CollectorRegistry, Counter, Gauge, Histogram, generate_latest
from prometheus_client.core import GaugeMetricFamily, Metric
from prometheus_client.exposition import CONTENT_TYPE_LATEST

from app.base import clock
from app.domain.notices import delivering
from app.domain.work import beats, jobs

blueprint = Blueprint("metrics", __name__)
METHODS = ("GET", "HEAD", "POST", "PUT", "PATCH", "DELETE", "OPTIONS")
EXTENSION = "maalem_metrics"
SECONDS = (0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10)


class Measured:
    """What this process has answered, by endpoint: never by address, which may hold a secret."""

    def __init__(self, app: Flask) -> None:
        self.registry = CollectorRegistry()
        self.requests = Counter(
            "maalem_requests", "Answers given.", ("endpoint", "method", "status"), registry=self.registry
        )
        self.seconds = Histogram(
            "maalem_request_seconds", "Time to answer.", ("endpoint",), buckets=SECONDS, registry=self.registry
        )
        self.registry.register(Kept())
        from_memory = Gauge("maalem_pages_from_memory", "Whole pages given from memory.", registry=self.registry)
        from_memory.set_function(lambda: app.extensions["kept_pages"].given)


class Kept:
    """What the database knows, read when it is asked for: the same from every process."""

    def collect(self) -> Iterable[Metric]:
        outbox = GaugeMetricFamily("maalem_outbox_messages", "Messages by state.", labels=["state"])
        for state, count in delivering.counted().items():
            outbox.add_metric([state.value], count)
        yield outbox
        seen = beats.last()
        age = (clock.really_now() - seen).total_seconds() if seen else float("nan")
        yield GaugeMetricFamily("maalem_worker_beat_age_seconds", "Since a worker was last seen.", value=age)
        yield GaugeMetricFamily("maalem_clock_jobs_failing", "Jobs whose last run failed.", value=jobs.failing())


@blueprint.route("/metrics")
def show() -> Response:
    if not (_holds_token() or _is_this_machine()):
        abort(404)
    measured: Measured = current_app.extensions[EXTENSION]
    return Response(generate_latest(measured.registry), content_type=CONTENT_TYPE_LATEST)


def _holds_token() -> bool:
    token = current_app.config["SETTINGS"].metrics_token
    given = request.authorization
    return bool(
        token and given and given.type == "bearer" and hmac.compare_digest((given.token or "").encode(), token.encode())
    )


def _is_this_machine() -> bool:
    """Asked from here, and not by a proxy that stands here and asks for somebody else."""
    if any(name in request.headers for name in ("Forwarded", "X-Forwarded-For", "X-Real-IP", "Via")):
        return False
    try:
        return ip_address(request.remote_addr or "").is_loopback
    except ValueError:
        return False


def register(app: Flask) -> None:
    measured = app.extensions[EXTENSION] = Measured(app)

    @app.before_request
    def note_when() -> None:
        g.asked_at = perf_counter()

    @app.after_request
    def count(response: Response) -> Response:
        endpoint = request.endpoint or "nowhere"
        method = request.method if request.method in METHODS else "other"  # anybody may invent methods
        measured.requests.labels(endpoint, method, response.status_code).inc()
        if "asked_at" in g:
            measured.seconds.labels(endpoint).observe(perf_counter() - g.asked_at)
        return response
