"""A refused login is judged by how it came about, and not tried again while that could lock the account."""

from __future__ import annotations

from bot.devices.credentials import Credentials
from bot.devices.logins import HOLD_S, OVERLOAD_HOLD_S, REMEMBERED_S, SLOW_S, LoginHistory
from bot.model import Device

OLD = Credentials(username="drift", password="hemligt")
NEW = Credentials(username="drift", password="nytt")


class Clock:
    def __init__(self) -> None:
        self.now = 0.0

    def __call__(self) -> float:
        return self.now


def switch(number: int) -> Device:
    return Device(name=f"sw-{number}", platform="cisco_xe", host="10.0.0.1")


def history() -> tuple[LoginHistory, Clock]:
    clock = Clock()
    return LoginHistory(clock), clock


def test_a_quick_refusal_is_a_wrong_password_and_held_for_a_while() -> None:
    logins, clock = history()
    assert logins.hold(switch(1), OLD) is None
    assert logins.refused(switch(1), OLD, 0.5)[0] == "login_failed"
    held = logins.hold(switch(1), OLD)
    assert held is not None
    assert held[0] == "login_failed"
    clock.now += HOLD_S
    assert logins.hold(switch(1), OLD) is None


def test_a_corrected_password_may_be_tried_at_once() -> None:
    logins, _ = history()
    logins.refused(switch(1), OLD, 0.5)
    assert logins.hold(switch(1), NEW) is None


def test_a_password_that_three_devices_refused_is_tried_on_no_fourth() -> None:
    logins, _ = history()
    for number in (1, 2, 3):
        assert logins.hold(switch(number), OLD) is None
        assert logins.refused(switch(number), OLD, 0.5)[0] == "login_failed"
    assert logins.hold(switch(4), OLD) is not None


def test_a_refusal_after_a_long_wait_is_the_aaa_servers() -> None:
    logins, clock = history()
    assert logins.refused(switch(1), OLD, SLOW_S)[0] == "aaa_overloaded"
    held = logins.hold(switch(1), OLD)
    assert held is not None
    assert held[0] == "aaa_overloaded"
    clock.now += OVERLOAD_HOLD_S
    assert logins.hold(switch(1), OLD) is None


def test_many_refusals_of_what_was_just_accepted_are_the_aaa_servers() -> None:
    logins, clock = history()
    logins.accepted(OLD)
    clock.now += 600
    assert [logins.refused(switch(number), OLD, 0.5)[0] for number in (1, 2, 3)] == [
        "login_failed",
        "login_failed",
        "aaa_overloaded",
    ]


def test_what_was_accepted_long_ago_proves_nothing() -> None:
    logins, clock = history()
    logins.accepted(OLD)
    clock.now += REMEMBERED_S
    assert {logins.refused(switch(number), OLD, 0.5)[0] for number in (1, 2, 3)} == {"login_failed"}


def test_a_login_that_works_clears_what_was_held() -> None:
    logins, _ = history()
    logins.refused(switch(1), OLD, 0.5)
    logins.accepted(OLD)
    assert logins.hold(switch(1), OLD) is None
