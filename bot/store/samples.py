"""Earlier samples of counters: where one is at hand, a rule need not wait for a second reading."""

from __future__ import annotations

import json
from datetime import datetime
from typing import Final

import sqlalchemy as sa

from bot.model import Observation
from bot.store.database import METADATA, added, instant
from bot.store.documents import dump, load

SAMPLES: Final = sa.Table(
    "samples",
    METADATA,
    sa.Column("device", sa.Text, primary_key=True),
    sa.Column("reading", sa.Text, primary_key=True),
    sa.Column("parameters", sa.Text, primary_key=True),
    sa.Column("at", sa.Text, primary_key=True),
    sa.Column("document", sa.Text, nullable=False),
)


class Samples:
    """The rows of one transaction."""

    def __init__(self, connection: sa.Connection) -> None:
        self._connection = connection

    def keep(self, sample: Observation) -> None:
        """Keep this observation in place of older ones of the same read."""
        parameters = json.dumps(sample.parameters)
        of_the_same = (
            (SAMPLES.c.device == sample.device)
            & (SAMPLES.c.reading == sample.read)
            & (SAMPLES.c.parameters == parameters)
        )
        self._connection.execute(sa.delete(SAMPLES).where(of_the_same, SAMPLES.c.at < instant(sample.at)))
        row = {
            "device": sample.device, "reading": sample.read, "parameters": parameters,
            "at": instant(sample.at), "document": dump(sample),
        }  # fmt: skip
        added(self._connection, SAMPLES, row)

    def latest(
        self, device: str, read: str, parameters: tuple[tuple[str, str], ...], *, since: datetime
    ) -> Observation | None:
        """The latest observation of one read on one device; None where there is none, or it is older than `since`."""
        query = (
            sa.select(SAMPLES.c.document)
            .where(SAMPLES.c.device == device, SAMPLES.c.reading == read)
            .where(SAMPLES.c.parameters == json.dumps(parameters), SAMPLES.c.at >= instant(since))
            .order_by(SAMPLES.c.at.desc())
            .limit(1)
        )
        text = self._connection.execute(query).scalar()
        return load(Observation, text) if text else None

    def forget(self, before: datetime) -> int:
        """Drop what is older. Returns how many."""
        return self._connection.execute(sa.delete(SAMPLES).where(SAMPLES.c.at < instant(before))).rowcount
