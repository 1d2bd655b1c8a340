"""Faults of whole devices: how they treat whoever wants to log in and read."""

from __future__ import annotations

from collections.abc import Callable

from bot.lab.faults.scene import Scene


def behaves(name: str, value: object) -> Callable[[Scene], None]:
    """A fault that is one changed habit of the device."""

    def fault(scene: Scene) -> None:
        scene.set(scene.switch.behaviour, name, value)

    return fault
