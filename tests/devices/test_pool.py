"""One session per device at a time, in the order of asking."""

from __future__ import annotations

import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import TYPE_CHECKING, Any

from bot.devices.pool import LoginBudget, OneAtATime
from bot.model import Device
from bot.ports import NoSession, Session
from parsers.platform import load_platform

if TYPE_CHECKING:
    from tests.devices.conftest import Reader, Switch

CLOCK = load_platform("cisco_xe").commands("clock", {})[0]
NOBODY = NoSession(failure="silent", reason="a test", took_s=0.0)


class Door:
    """A transport that counts who is inside and lets nobody out before `open`."""

    def __init__(self) -> None:
        self.open = threading.Event()
        self.came: list[str] = []
        self.inside = 0
        self.most = 0
        self.entered = threading.Condition()

    @contextmanager
    def session(self, device: Device) -> Iterator[Session | NoSession]:
        with self.entered:
            self.came.append(device.name)
            self.inside += 1
            self.most = max(self.most, self.inside)
            self.entered.notify_all()
        self.open.wait(5)
        yield NOBODY
        self.inside -= 1

    def wait(self, seconds: float) -> None: ...

    def wait_for(self, number: int) -> None:
        with self.entered:
            assert self.entered.wait_for(lambda: len(self.came) >= number, 5)


def device(name: str) -> Device:
    return Device(name=name, platform="cisco_xe", host="10.0.0.1")


def in_thread(work: Callable[[], Any]) -> threading.Thread:
    thread = threading.Thread(target=work)
    thread.start()
    return thread


def test_eight_readers_of_one_switch_take_turns_over_ssh(trusting: Callable[..., Switch], reader: Reader) -> None:
    switch = trusting(answers={"show clock": "noon\n"}, command_s=0.01)
    pool = OneAtATime(reader.transport)
    texts = []

    def read() -> None:
        with pool.session(switch.device()) as session:
            assert not isinstance(session, NoSession), session
            texts.append(session.run(CLOCK).text)

    threads = [in_thread(read) for _ in range(8)]
    for thread in threads:
        thread.join(10)
    assert texts == ["noon\n"] * 8
    assert (switch.sessions, switch.most_open) == (8, 1)


def test_two_devices_are_read_at_the_same_time() -> None:
    door = Door()
    pool = OneAtATime(door)

    def read(name: str) -> None:
        with pool.session(device(name)):
            pass

    threads = [in_thread(lambda name=name: read(name)) for name in ("sw-1", "sw-2")]  # type: ignore[misc]
    door.wait_for(2)
    assert door.most == 2
    door.open.set()
    for thread in threads:
        thread.join(5)


def test_who_waits_too_long_is_told_so() -> None:
    door = Door()
    pool = OneAtATime(door, wait_s=0.05)

    def read() -> None:
        with pool.session(device("SW-1")):
            pass

    first = in_thread(read)
    door.wait_for(1)
    with pool.session(device("sw-1")) as session:
        assert isinstance(session, NoSession)
        assert session.failure == "timeout"
    door.open.set()
    first.join(5)
    with pool.session(device("sw-1")) as session:  # the line is free again
        assert session is NOBODY


def test_a_budget_keeps_logins_of_one_group_apart() -> None:
    budget = LoginBudget(per_second=20)
    door = Door()
    door.open.set()
    pool = OneAtATime(door, budget=budget)
    for name in ("sw-1", "sw-2", "sw-3"):
        with pool.session(device(name)):
            pass
    assert door.came == ["sw-1", "sw-2", "sw-3"]
