"""Who hears of a step, and when: those whom it concerns, from where the work stands."""

from __future__ import annotations

import threading
from collections.abc import Callable
from queue import SimpleQueue

from bot.jobs.hub import Hub
from bot.model import Progress

LONG_S = 30.0


def followed(hub: Hub, request: str, finished: Callable[[], bool]) -> SimpleQueue[str]:
    """The states that one who follows the request hears, as they come."""
    heard: SimpleQueue[str] = SimpleQueue()

    def follow() -> None:
        for step in hub.follow(request, finished):
            heard.put(step.state)
        heard.put("over")

    threading.Thread(target=follow, daemon=True).start()
    return heard


def test_a_follower_hears_the_steps_of_its_own_reading_and_the_end() -> None:
    hub, kept = Hub(), threading.Event()
    hub.begin("a")
    hub.join("a", "reading of a")
    hub.tell("reading of a", Progress(state="locating"))
    heard = followed(hub, "a", kept.is_set)
    assert heard.get(timeout=LONG_S) == "locating", "one who comes late is told where the work stands"
    hub.tell("reading of b", Progress(state="second_reading"))
    hub.tell("reading of a", Progress(state="found"))
    assert heard.get(timeout=LONG_S) == "found"
    kept.set()
    hub.end("a")
    assert [heard.get(timeout=LONG_S) for _ in range(2)] == ["done", "over"]


def test_all_who_wait_for_a_reading_are_woken_when_it_is_over_and_nobody_else() -> None:
    hub, woken = Hub(), SimpleQueue[str]()

    def wait(name: str) -> None:
        hub.wait(name, LONG_S)
        woken.put(name)

    for name in ("mine", "mine", "another's"):
        threading.Thread(target=wait, args=(name,), daemon=True).start()
    hub.signal("mine")
    assert [woken.get(timeout=LONG_S) for _ in range(2)] == ["mine", "mine"]
    assert woken.empty()
    hub.wait("mine", LONG_S)  # what has happened is not waited for
    hub.close()
    assert woken.get(timeout=LONG_S) == "another's", "the process ends: nobody is kept"


def test_what_is_about_to_happen_anew_is_waited_for_anew() -> None:
    hub, woken = Hub(), threading.Event()
    hub.signal("told")
    hub.expect("told")

    def wait() -> None:
        hub.wait("told", LONG_S)
        woken.set()

    threading.Thread(target=wait, daemon=True).start()
    assert not woken.wait(0.1)
    hub.signal("told")
    assert woken.wait(LONG_S)
