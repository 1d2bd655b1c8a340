"""PoE: the budget, the ports, and the long form with its counters."""

from __future__ import annotations

from bot.lab.counters import grown
from bot.lab.render.grammar import CLASSIC, NOT_OLD, Ask, Command
from bot.lab.state import Poe, poe, poe_used
from bot.lab.topology import Port, Switch

_NO_POE = "% Invalid input detected at '^' marker.\n\n"
_HEAD = (
    "Interface Admin  Oper       Power   Device              Class Max\n"
    "                            (Watts)                            \n"
    "--------- ------ ---------- ------- ------------------- ----- ----\n"
)


def _row(port: Port, state: Poe) -> str:
    return (
        f"{port.short:<9} {state.admin:<6} {state.oper:<10} {state.watts:<7.1f} {state.device:<19} "
        f"{state.poe_class:<5} {state.maximum:<4.1f} \n"
    )


def _module(switch: Switch, member: int) -> str:
    """Each switch of a stack has a budget of its own."""
    assert switch.poe_available is not None
    if member == switch.health.lost_member:
        return ""
    used = poe_used(switch, member)
    left = switch.poe_available - used
    return f"{member}        {switch.poe_available:>8.1f}{used:>11.1f}{left:>12.1f}\n"


def _all(ask: Ask) -> str:
    switch = ask.switch
    if switch.poe_available is None:
        return _NO_POE
    used = poe_used(switch)
    left = switch.poe_available - used
    ports = [(port, poe(switch, port)) for port in switch.physical if port.feeds]
    rows = "".join(_row(port, state) for port, state in ports)
    if switch.hardware.family == "ios12":
        return f"Available:{switch.poe_available:.1f}(w)  Used:{used:.1f}(w)  Remaining:{left:.1f}(w)\n\n{_HEAD}{rows}"
    module = (
        "Module   Available     Used     Remaining\n"
        "          (Watts)     (Watts)    (Watts) \n"
        "------   ---------   --------   ---------\n"
        + "".join(_module(switch, member) for member in range(1, switch.hardware.members + 1))
    )
    if not switch.hardware.is_xe:
        return module + _HEAD + rows
    on = sum(state.oper == "on" for _, state in ports)
    return (
        f"{module}{_HEAD}{rows}--------- ------ ---------- ---------- ---------- ------ ----- \n"
        f"Totals:{on:>12}   on    {used:.1f}     \n"
    )


def _one(ask: Ask) -> str:
    port = ask.port
    if not port.feeds:
        return _NO_POE
    state = poe(ask.switch, port)
    text = _HEAD + _row(port, state)
    if ask.switch.hardware.family in CLASSIC or state.oper == "power-deny":
        asked = max((e.watts for e in port.endpoints), default=0.0)
        text += (
            "Interface  AdminPowerMax   AdminConsumption    \n"
            "             (Watts)           (Watts)         \n"
            "---------- --------------- --------------------\n"
            f"{port.short:<10} {state.maximum:>15.1f} {asked or state.maximum:>20.1f}\n"
        )
    return text


def _detail(ask: Ask) -> str:
    port = ask.port
    if not port.feeds:
        return _NO_POE
    state = poe(ask.switch, port)
    on, now = state.oper == "on", ask.now
    drawn = round(state.watts * 0.78, 1)
    dash = "-                    -"
    return "\n".join(
        [
            f" Interface: {port.short}",
            f" Inline Power Mode: {'never' if state.admin == 'off' else 'auto'}",
            f" Operational status: {state.oper}",
            f" Device Detected: {'yes' if state.oper not in ('off',) else 'no'}",
            f" Device Type: {'Ieee PD' if on else 'n/a'}",
            f" IEEE Class: {state.poe_class}",
            " Discovery mechanism used/configured: Ieee and Cisco",
            " Police: off",
            "",
            " Power Allocated ",
            f" Admin Value: {state.maximum:.1f}",
            f" Power drawn from the source: {state.watts:.1f}",
            f" Power available to the device: {state.watts:.1f}",
            "",
            " Actual consumption",
            f" Measured at the port: {drawn:.1f}",
            f" Maximum Power drawn by the device since powered on: {drawn + 0.3 if on else 0.0:.1f}",
            "",
            " Absent Counter: 0",
            f" Over Current Counter: {grown(port, 'poe_over', now)}",
            f" Short Current Counter: {grown(port, 'poe_short', now)}",
            *([f" Invalid Signature Counter: {grown(port, 'poe_signature', now)}"] if ask.switch.hardware.wide else []),
            f" Power Denied Counter: {grown(port, 'poe_denied', now)}",
            "",
            f" Power Negotiation Used: {'CDP' if on else 'None'}",
            " LLDP Power Negotiation --Sent to PD--      --Rcvd from PD--",
            *(
                f"   {label:<20} {dash}"
                for label in (
                    "Power Type:",
                    "Power Source:",
                    "Power Priority:",
                    "Requested Power(W):",
                    "Allocated Power(W):",
                )
            ),
            "",
        ]
    )


COMMANDS = (
    Command(line="show power inline", render=_all),
    Command(line="show power inline {port}", render=_one),
    Command(line="show power inline {port} detail", render=_detail, families=NOT_OLD),
)
