"""Fibre modules: temperature, current and light, with the thresholds of the module beside them."""

from __future__ import annotations

from collections.abc import Sequence

from bot.lab.hardware import Family
from bot.lab.names import draw
from bot.lab.render.grammar import NETWORK_XE, Ask, Command
from bot.lab.state import linked
from bot.lab.topology import Port, Switch

_DARK_DBM = -40.0  # what a module without light on its fibre reports
_THRESHOLDS = {
    "celsius": (90.0, 85.0, -5.0, -10.0),
    "volts": (3.60, 3.50, 3.10, 3.00),
    "milliamperes": (12.0, 11.5, 4.0, 3.0),
    "tx": (1.7, -1.3, -7.3, -11.3),
    "rx": (2.0, -1.0, -9.9, -13.9),
}
_LEGEND = (
    "ITU Channel not available (Wavelength not available),\n"
    "Transceiver is internally calibrated.\n"
    "mA: milliamperes, dBm: decibels (milliwatts), NA or N/A: not applicable.\n"
    "++ : high alarm, +  : high warning, -  : low warning, -- : low alarm.\n"
    "A2D readouts (if they differ), are reported in parentheses.\n"
    "The threshold values are calibrated.\n\n"
)
_SHORT_LEGEND = (
    "If device is externally calibrated, only calibrated values are printed.\n"
    "++ : high alarm, +  : high warning, -  : low warning, -- : low alarm.\n"
    "NA or N/A: not applicable, Tx: transmit, Rx: receive.\n"
    "mA: milliamperes, dBm: decibels (milliwatts).\n\n"
    "                                             Optical   Optical\n"
    "           Temperature  Voltage    Current   Tx Power  Rx Power\n"
    "Port       (Celsius)    (Volts)    (mA)      (dBm)     (dBm)\n"
    "---------  -----------  -------    --------  --------  --------\n"
)


def _modules(ask: Ask) -> list[Port]:
    """The modules that measure; one that does not is left out of every table."""
    return [port for port in ask.physical if port.fibre and port.peer is not None and not port.dumb_module]


def _values(ask: Ask, switch: Switch, port: Port) -> dict[str, float]:
    """Light comes in as long as the far end sends any: a switched-off or dark far end gives none."""
    key = switch.name + port.name
    light = _DARK_DBM
    if linked(ask.region, switch, port):
        light = -2.6 - draw(key + "rx", 20) / 10 if port.rx_dbm is None else port.rx_dbm
    return {
        "celsius": 31.0 + draw(key + "c", 50) / 10,
        "volts": 3.29,
        "milliamperes": 6.5 + draw(key + "ma", 8) / 10,
        "tx": -2.0 - draw(key + "tx", 8) / 10 if port.tx_dbm is None else port.tx_dbm,
        "rx": light,
    }


def _flag(value: float, limits: Sequence[float]) -> str:
    high_alarm, high_warning, low_warning, low_alarm = limits
    if value >= high_alarm:
        return "++"
    if value >= high_warning:
        return "+"
    if value <= low_alarm:
        return "--"
    return "-" if value <= low_warning else ""


def _detail(ask: Ask, ports: list[Port]) -> str:
    seen = [(port.short, _values(ask, ask.switch, port)) for port in ports]
    lanes = ask.switch.hardware.is_xe
    return _LEGEND + "\n".join(
        [
            _plain(seen, "celsius", "Temperature", "(Celsius)", 1),
            _plain(seen, "volts", "Voltage", "(Volts)", 2),
            _laned(seen, "milliamperes", ("", "Current"), "(milliamperes)", "mA", lanes=lanes),
            _laned(seen, "tx", ("Optical", "Transmit Power"), "(dBm)", "dBm", lanes=lanes),
            _laned(seen, "rx", ("Optical", "Receive Power"), "(dBm)", "dBm", lanes=lanes),
        ]
    )


def _plain(seen: list[tuple[str, dict[str, float]]], key: str, words: str, unit: str, digits: int) -> str:
    limits = _THRESHOLDS[key]
    lines = [
        f"{'':32}High Alarm  High Warn  Low Warn   Low Alarm",
        f"{'':13}{words:<19}Threshold   Threshold  Threshold  Threshold",
        f"{'Port':<13}{unit:<19}{unit:<12}{unit:<11}{unit:<11}{unit}",
        "---------    -----------------  ----------  ---------  ---------  ---------",
    ]
    shown = "".join(f"{limit:>{width}.{digits}f}" for limit, width in zip(limits, (11, 11, 11, 11), strict=True))
    lines += [f"{name:<13}{values[key]:<4.{digits}f} {_flag(values[key], limits):<11}{shown}" for name, values in seen]
    return "\n".join(lines) + "\n"


def _laned(
    seen: list[tuple[str, dict[str, float]]],
    key: str,
    words: tuple[str, str],
    unit: str,
    limit_unit: str,
    *,
    lanes: bool,
) -> str:
    """IOS-XE has a column for the lane of modules with several; classic IOS has none."""
    limits, small = _THRESHOLDS[key], f"({limit_unit})"
    shown = "".join(f"{limit:>11.1f}" for limit in limits)
    if not lanes:
        lines = [
            f"{'':11}{words[0]:<19}High Alarm  High Warn  Low Warn   Low Alarm",
            f"{'':11}{words[1]:<19}Threshold   Threshold  Threshold  Threshold",
            f"{'Port':<11}{unit:<19}{small:<12}{small:<11}{small:<11}{small}",
            "-------    -----------------  ----------  ---------  ---------  ---------",
        ]
        lines += [f"{name:<11}{values[key]:>6.1f} {_flag(values[key], limits):<12}{shown}" for name, values in seen]
        return "\n".join(lines) + "\n"
    lines = [
        f"{'':17}{words[0]:<17}High Alarm  High Warn  Low Warn   Low Alarm",
        f"{'':17}{words[1]:<17}Threshold   Threshold  Threshold  Threshold",
        f"{'Port':<11}{'Lane':<6}{unit:<17}{small:<12}{small:<11}{small:<11}{small}",
        "---------  ----  ---------------  ----------  ---------  ---------  ---------",
    ]
    lines += [f"{name:<11}N/A  {values[key]:>6.1f} {_flag(values[key], limits):<10}{shown}" for name, values in seen]
    return "\n".join(lines) + "\n"


def _one(ask: Ask) -> str:
    return _detail(ask, [ask.port]) if ask.port in _modules(ask) else ""


def _all(ask: Ask) -> str:
    return _detail(ask, _modules(ask))


def _table(ask: Ask) -> str:
    rows = []
    for port in _modules(ask):
        v = _values(ask, ask.switch, port)
        rows.append(
            f"{port.short:<11}{v['celsius']:>5.1f}{v['volts']:>12.2f}{v['milliamperes']:>12.1f}"
            f"{v['tx']:>11.1f}{v['rx']:>10.1f} {_flag(v['rx'], _THRESHOLDS['rx']):<2}\n"
        )
    return _SHORT_LEGEND + "".join(rows)


_TOLD_BY: tuple[Family, ...] = (*NETWORK_XE, "ios15")
COMMANDS = (
    Command(line="show interfaces transceiver", render=_table, families=_TOLD_BY),
    Command(line="show interfaces transceiver detail", render=_all, families=_TOLD_BY),
    Command(line="show interfaces {port} transceiver detail", render=_one, families=_TOLD_BY),
)
