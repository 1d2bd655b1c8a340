"""What the check-ups start from: the settings as far as they can be read, the inventory and the runbooks."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

from bot.app import require_inventory
from bot.cli.doctor.checkup import Line, Swedish, of_error
from bot.desk.library import load_library
from bot.diagnosis.runbook import Library
from bot.errors import BotError
from bot.model import Inventory
from bot.settings import Settings, configuration_file, load_settings, settings_with_mistakes
from parsers.document import DocumentError


@dataclass(frozen=True, kw_only=True)
class Setup:
    """None where it is missing or has a mistake, which `found` tells."""

    settings: Settings
    inventory: Inventory | None
    library: Library | None
    found: tuple[Line, ...]


def read_setup(config: Path | None, data: Path | None) -> Setup:
    """Never raises: a mistake is a line."""
    settings, found = _settings(config, data)
    inventory: Inventory | None = None
    library: Library | None = None
    if settings.inventory is None:
        do = "Write inventory.yaml with your devices, name it in firstline.yaml (inventory: inventory.yaml)."
        swedish = Swedish(
            about="inventarie",
            said="inget inventarie, så det finns ingen utrustning att fråga",
            do="Skriv inventory.yaml med er utrustning och namnge den i firstline.yaml (inventory: inventory.yaml).",
        )
        said = "no inventory: there is no device to ask"
        found.append(Line(about="inventory", mark="not set up", said=said, do=do, swedish=swedish))
    else:
        try:
            inventory = require_inventory(settings)
        except (BotError, DocumentError) as error:
            found.append(of_error("inventory", error, "inventarie"))
    try:
        library = load_library(settings.runbooks)
    except (BotError, DocumentError, OSError) as error:
        found.append(of_error("runbooks", error, "runböcker"))
    return Setup(settings=settings, inventory=inventory, library=library, found=tuple(found))


def _settings(config: Path | None, data: Path | None) -> tuple[Settings, list[Line]]:
    try:
        file = configuration_file(config)
    except BotError as error:
        return Settings(data=data or Path("firstline-data")), [of_error("configuration", error, "konfiguration")]
    if file is None:
        line = Line(
            about="configuration",
            mark="not set up",
            said="no firstline.yaml here, none in /etc/firstline, none named with --config or FIRSTLINE_CONFIG",
            do="Try the bot without any: firstline demo. Then write firstline.yaml; deploy/firstline.example.yaml "
            "explains every line.",
            swedish=Swedish(
                about="konfiguration",
                said="ingen firstline.yaml här, ingen i /etc/firstline, och ingen namngiven med --config "
                "eller FIRSTLINE_CONFIG",
                do="Skriv firstline.yaml. deploy/firstline.example.yaml förklarar varje rad.",
            ),
        )
        return load_settings(None, data), [line]
    settings, mistakes = settings_with_mistakes(file, data)
    if mistakes:
        return settings, [of_error("configuration", mistake, "konfiguration") for mistake in mistakes]
    told = Swedish(about="konfiguration", said=str(file))
    return settings, [Line(about="configuration", mark="ok", said=str(file), swedish=told)]
