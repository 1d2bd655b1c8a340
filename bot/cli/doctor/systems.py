"""Check-ups of what the service stands on: data folder, the service itself, database, engine, token, chat, tickets."""

from __future__ import annotations

import os
import shutil
import stat
import tempfile
from collections.abc import Iterator
from functools import partial
from importlib.metadata import PackageNotFoundError, version

from bot.channels.slack import read_settings
from bot.cli.doctor.checkup import Checkup, Line, Mark
from bot.cli.doctor.setup import Setup
from bot.errors import RemoteError
from bot.jobs import running_service
from bot.tickets import connect

_LITTLE, _TOO_LITTLE = 2_000, 200  # MB of free space
_SHORT_TOKEN = 16


def checkups(setup: Setup) -> list[Checkup]:
    """From the ground up."""
    looks = {
        "data folder": _data,
        "service": _service,
        "database": _database,
        "job engine": _engine,
        "API token": _token,
        "console": _console,
        "Slack": _slack,
        "Teams": _teams,
        "tickets": _tickets,
    }
    # RT may take half a minute on a bad day, and that is no fault
    return [
        Checkup(about=about, look=partial(look, setup), longest_s=90 if about == "tickets" else 30)
        for about, look in looks.items()
    ]


def _data(setup: Setup) -> Iterator[Line]:
    folder = setup.settings.data
    if not folder.exists():
        parent = next(one for one in folder.absolute().parents if one.exists())
        if not os.access(parent, os.W_OK):
            remedy = f"Make it and give it to the user that the bot runs as: install -d -m 700 -o USER {folder}"
            yield Line(about="data folder", mark="bad", said=f"{folder} is not there, nor may we make it", do=remedy)
        else:
            yield Line(about="data folder", mark="not set up", said=f"{folder} is made at the first start")
        return
    try:
        with tempfile.TemporaryFile(dir=folder):
            pass
    except OSError as error:
        remedy = "Give it to the user that the bot runs as, or name another with data: or --data."
        yield Line(about="data folder", mark="bad", said=f"{folder} cannot be written ({error.strerror})", do=remedy)
        return
    free = shutil.disk_usage(folder).free // 1_000_000
    mark: Mark = "bad" if free < _TOO_LITTLE else "warn" if free < _LITTLE else "ok"
    do = None if mark == "ok" else "Make room there; a question that cannot be stored is not taken."
    yield Line(about="data folder", mark=mark, said=f"{folder}, {free} MB free", do=do)
    if folder.stat().st_mode & (stat.S_IROTH | stat.S_IWOTH):
        said = "everyone on this machine can look into it; questions and answers are in there"
        yield Line(about="data folder", mark="warn", said=said, do=f"chmod 700 {folder}")


def _service(setup: Setup) -> Iterator[Line]:
    import httpx

    folder = setup.settings.data
    running = running_service(folder)
    if running is None:
        told = folder / "service.json"
        if told.exists() and not os.access(told, os.R_OK):
            do = "Run as the user of the service, to have 'firstline ask' hand over to it."
            yield Line(about="service", mark="warn", said="another user's service was started on this folder", do=do)
        else:
            yield Line(
                about="service", mark="not set up", said="none runs on this data folder. Start it: firstline serve"
            )
        return
    where = f"{running.url}, process {running.pid}"
    try:
        reply = httpx.get(f"{running.url}/readyz", timeout=10, trust_env=False)
    except httpx.HTTPError as error:
        said = f"{where}, does not answer ({type(error).__name__})"
        yield Line(about="service", mark="bad", said=said, do="Restart it; what was accepted is taken up again.")
        return
    if reply.status_code == 200:
        yield Line(about="service", mark="ok", said=f"{where}, ready")
        return
    for reason in reply.text.splitlines():
        yield Line(about="service", mark="bad", said=f"{where}: {reason}")


def _database(setup: Setup) -> Iterator[Line]:
    from bot.store.look import look_at

    settings = setup.settings
    file = settings.data / "firstline.db"
    if settings.database is None and not file.exists():
        yield Line(about="database", mark="not set up", said=f"SQLite, {file} is made at the first start")
        return
    seen = look_at(settings.database.read() if settings.database else f"sqlite:///{file}")
    if seen.version is None:
        yield Line(about="database", mark="ok", said=f"{seen.kind}, the tables are made at the first start")
        return
    if seen.version > seen.current:
        said = f"{seen.kind}, its tables are of version {seen.version}, this program knows {seen.current}"
        do = "A newer firstline wrote it: start that one, or give this one another --data."
        yield Line(about="database", mark="bad", said=said, do=do)
        return
    said = f"{seen.kind}, tables of version {seen.version}"
    if seen.version < seen.current:
        said += f" (brought to {seen.current} at the next start)"
    told = {"unanswered questions": seen.unanswered}
    told |= {f"{kind}s to be told": number for kind, number in sorted(seen.waiting.items())}
    waits = ", ".join(f"{number} {name}" for name, number in told.items() if number)
    yield Line(about="database", mark="ok", said=f"{said}; {waits or 'nothing waits in it'}")


def _engine(setup: Setup) -> Iterator[Line]:
    try:
        installed = version("dbos")
    except PackageNotFoundError:
        do = "Install firstline with its dependencies: pip install firstline"
        yield Line(about="job engine", mark="bad", said="the library dbos is not installed", do=do)
        return
    file = setup.settings.data / "engine.db"
    if setup.settings.database:
        yield Line(about="job engine", mark="ok", said=f"dbos {installed}, in the same PostgreSQL database")
    elif not file.exists():
        said = f"dbos {installed}, {file} is made at the first start"
        yield Line(about="job engine", mark="not set up", said=said)
    else:
        from bot.store.look import look_at

        kind = look_at(f"sqlite:///{file}").kind
        yield Line(about="job engine", mark="ok", said=f"dbos {installed}, {kind}, {file}")


def _token(setup: Setup) -> Iterator[Line]:
    place = setup.settings.api_token
    if place is None:
        said = "none of your own; one is made at each start, for 'firstline ask' on this machine"
        yield Line(about="API token", mark="not set up", said=said)
        return
    if len(place.read()) < _SHORT_TOKEN:
        do = "Make a longer one, for instance with: openssl rand -hex 24"
        yield Line(about="API token", mark="warn", said=f"shorter than {_SHORT_TOKEN} characters", do=do)
    else:
        yield Line(about="API token", mark="ok", said=f"{place.kind}:{place.place}")


def _console(setup: Setup) -> Iterator[Line]:
    named = setup.settings.console.hosts
    if named is None:
        said = "answers on this machine; with 'serve --host' also to this machine's own names"
        yield Line(about="console", mark="ok", said=said)
    else:
        yield Line(about="console", mark="ok", said=f"answers to {', '.join(named) or 'localhost alone'}")


def _slack(setup: Setup) -> Iterator[Line]:
    if setup.settings.slack is None:
        said = "deploy/slack/README.md says how; console, API and terminal work without"
        yield Line(about="Slack", mark="not set up", said=said)
        return
    from bot.channels.slack.checkup import checkup

    for seen in checkup(read_settings(setup.settings.slack)):
        yield Line(about="Slack", mark="bad" if seen.do else "ok", said=seen.said, do=seen.do)


def _teams(setup: Setup) -> Iterator[Line]:
    if setup.settings.teams is None:
        said = "deploy/teams/README.md says how; console, API and terminal work without"
        yield Line(about="Teams", mark="not set up", said=said)
        return
    from bot.channels.teams import read_settings as read_teams
    from bot.channels.teams.checkup import checkup

    for seen in checkup(read_teams(setup.settings.teams)):
        yield Line(about="Teams", mark="bad" if seen.do else "ok", said=seen.said, do=seen.do)


def _tickets(setup: Setup) -> Iterator[Line]:
    node, folder = setup.settings.ticket_system, setup.settings.tickets
    try:
        system = connect(node, folder)
        if system.name == "builtin" and not folder.exists():
            said = f"text files in {folder}, made with the first ticket"
            yield Line(about="tickets", mark="ok" if node else "not set up", said=said)
            return
        system.check()
    except RemoteError as error:
        do = "Answers are given meanwhile, and the service makes their tickets when it is back."
        yield Line(about="tickets", mark="bad", said=str(error), do=do)
    else:
        where = f"text files in {folder}" if system.name == "builtin" else f"{system.name} would take one now"
        yield Line(about="tickets", mark="ok", said=where)
