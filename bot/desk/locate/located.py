"""What locating comes to: where to look and which investigation answers for it, or what to ask back."""

from __future__ import annotations

from dataclasses import dataclass, field

from bot.model import About, Device, Observation, Question, Target


@dataclass(frozen=True, kw_only=True)
class Located:
    """Where to look, or what to ask back. `tags` are those of the device and of the jack behind the port."""

    target: Target = field(default_factory=Target)
    device: Device | None = None
    question: Question | None = None
    tags: tuple[str, ...] = ()
    failed: Observation | None = None  # the device that had to be asked could not be
    about: About = "port"
    if_well: Question | None = None  # asked where the whole device turns out to be well: then one port is meant
