"""/healthz, /readyz and /metrics: for the machine that watches the service. No person and no device is named there."""

from __future__ import annotations

import re
from collections.abc import Iterable
from typing import Final

from starlette.requests import Request
from starlette.responses import PlainTextResponse, Response
from starlette.routing import Route

from bot.channels.web.border import Border
from bot.errors import RemoteError
from bot.ports import Measure, Operations

_METRICS: Final = "text/plain; version=0.0.4; charset=utf-8"
_UNSAFE: Final = re.compile(r'[\\"\n]')


class Watched:
    """The three addresses that a monitoring system knows."""

    def __init__(self, operations: Operations, border: Border) -> None:
        self._operations = operations
        self._border = border

    def routes(self) -> list[Route]:
        return [Route("/healthz", self.health), Route("/readyz", self.ready), Route("/metrics", self.metrics)]

    async def health(self, request: Request) -> Response:
        """The process answers. Nothing behind it is asked, so that a slow database does not get it restarted."""
        return PlainTextResponse("ok\n")

    async def ready(self, request: Request) -> Response:
        """200 when questions can be taken, else 503 and why, a sentence a line."""
        reasons = await self._border.call(self._operations.unready)
        return PlainTextResponse("".join(f"{reason}\n" for reason in reasons) or "ready\n", 503 if reasons else 200)

    async def metrics(self, request: Request) -> Response:
        """The Prometheus text format; 503 and why where the numbers cannot be had."""
        try:
            measures = await self._border.call(self._operations.measures)
        except RemoteError as error:
            return PlainTextResponse(f"{error}\n", 503)
        return PlainTextResponse(exposition([*measures, *self._systems()]), media_type=_METRICS)

    def _systems(self) -> Iterable[Measure]:
        """Of each outside system that is set up and was tried."""
        about = "Does the outside system answer? 1: yes, 0: no; what is meant for it is kept."
        for one in self._operations.systems():
            if one.working is not None:
                labels = (("system", one.system),)
                yield Measure(
                    name="firstline_system_up", about=about, kind="gauge", value=float(one.working), labels=labels
                )


def exposition(measures: Iterable[Measure]) -> str:
    """Measures of one name stand together, under one HELP and one TYPE."""
    families: dict[str, list[Measure]] = {}
    for one in measures:
        families.setdefault(one.name, []).append(one)
    lines: list[str] = []
    for name, family in families.items():
        lines += [f"# HELP {name} {_UNSAFE.sub(' ', family[0].about)}", f"# TYPE {name} {family[0].kind}"]
        lines += [f"{name}{_labels(one)} {one.value:.17g}" for one in family]
    return "".join(f"{line}\n" for line in lines)


def _labels(measure: Measure) -> str:
    pairs = ",".join(f'{name}="{_UNSAFE.sub(" ", value)}"' for name, value in measure.labels)
    return f"{{{pairs}}}" if pairs else ""
