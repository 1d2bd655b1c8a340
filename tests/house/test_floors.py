"""The rules of the house: who may import whom (the floors), and which package owns which library."""

from __future__ import annotations

import ast
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]

# From top to bottom; packages of one floor do not know each other.
FLOORS = (
    {"bot.__main__"},
    {"bot.cli"},
    {"bot.app"},
    {"bot.jobs"},
    {"bot.desk", "bot.channels", "bot.tickets", "bot.inventory", "bot.devices", "bot.store", "bot.lab"},
    {"bot.diagnosis", "bot.ports", "bot.captures", "bot.settings"},
    {"bot.card", "bot.checks"},
    {"bot.model"},
    {"parsers", "bot.errors"},
)
OWNERS = {
    "netmiko": "bot.devices",
    "paramiko": "bot.devices",
    "sqlalchemy": "bot.store",
    "dbos": "bot.jobs",
    "asyncssh": "bot.lab",
    "slack_bolt": "bot.channels.slack",
    "microsoft_teams": "bot.channels.teams",
    "slack_sdk": "bot.channels.slack",
    "aiohttp": "bot.channels.slack",
}
PURE = {"bot.diagnosis"}
IMPURE = {
    "time",
    "socket",
    "pathlib",
    "os",
    "sqlite3",
    "sqlalchemy",
    "jinja2",
    "subprocess",
    "threading",
    "random",
    "secrets",
}
NEVER = {("bot.lab", "parsers"), ("bot.lab", "bot.diagnosis")}


def modules() -> list[tuple[str, Path]]:
    files = [file for top in ("bot", "parsers") for file in (ROOT / top).rglob("*.py")]
    return sorted(
        (".".join(file.relative_to(ROOT).with_suffix("").parts).removesuffix(".__init__"), file) for file in files
    )


def imports(file: Path) -> set[str]:
    found: set[str] = set()
    for node in ast.walk(ast.parse(file.read_text(encoding="utf-8"))):
        if isinstance(node, ast.Import):
            found |= {alias.name for alias in node.names}
        elif isinstance(node, ast.ImportFrom):
            assert node.level == 0, f"{file}: relative import"
            found.add(node.module or "")
            found |= {f"{node.module}.{alias.name}" for alias in node.names}
    return found


def package(module: str) -> str | None:
    return next((name for floor in FLOORS for name in floor if module == name or module.startswith(f"{name}.")), None)


def floor(name: str) -> int:
    return next(number for number, names in enumerate(FLOORS) if name in names)


@pytest.mark.parametrize(("module", "file"), modules(), ids=lambda value: value if isinstance(value, str) else "")
def test_imports_only_what_stands_on_lower_floors(module: str, file: Path) -> None:
    if module == "bot":
        return
    here = package(module)
    assert here, f"{module} stands on no floor"
    for name in imports(file):
        there = package(name)
        if there is None or there == here:
            continue
        assert floor(there) > floor(here), f"{module} imports {name}: {there} is not below {here}"
        assert (here, there) not in NEVER, f"{module} imports {name}"


@pytest.mark.parametrize(("module", "file"), modules(), ids=lambda value: value if isinstance(value, str) else "")
def test_each_library_is_owned_by_one_package(module: str, file: Path) -> None:
    for name in imports(file):
        owner = OWNERS.get(name.partition(".")[0])
        assert owner is None or module.startswith(owner), f"{module} imports {name}, which belongs to {owner}"


@pytest.mark.parametrize(("module", "file"), [one for one in modules() if package(one[0]) in PURE], ids=str)
def test_the_core_touches_no_clock_file_socket_or_database(module: str, file: Path) -> None:
    assert not {name.partition(".")[0] for name in imports(file)} & IMPURE, module


def test_channels_and_tickets_do_not_know_each_other() -> None:
    for module, file in modules():
        parts = module.split(".")
        if len(parts) > 2 and parts[1] in {"channels", "tickets", "inventory"}:
            own = ".".join(parts[:3])
            for name in imports(file):
                shared = name.startswith("bot.channels.talk")  # what all chats have in common
                sibling = name.startswith(f"bot.{parts[1]}.") and not name.startswith(own) and not shared
                assert not sibling, f"{module} imports {name}"


def test_files_stay_readable() -> None:
    long = {module: lines for module, file in modules() if (lines := len(file.read_text().splitlines())) > 400}
    assert not long, f"over 400 lines: {long}"
