"""`firstline account`: the console's local accounts: add one (or give it a new password), list them, remove one."""

from __future__ import annotations

import argparse
import getpass
import sys
from collections.abc import Iterator
from contextlib import contextmanager

from bot.cli.myself import myself
from bot.cli.options import Verbs, add_verb
from bot.errors import SettingsError
from bot.jobs.accounts import StoredAccounts
from bot.settings import load_settings
from bot.store import open_store


def register(verbs: Verbs[argparse.ArgumentParser]) -> None:
    verb = add_verb(verbs, "account", "local accounts of the web console", "firstline account add anna", run_list)
    parts = verb.add_subparsers(dest="part", required=True, metavar="add|list|remove")
    add = add_verb(parts, "add", "make an account, or give it a new password", "firstline account add anna", run_add)
    add.add_argument("name")
    add_verb(parts, "list", "list the accounts", "firstline account list", run_list)
    remove = add_verb(
        parts, "remove", "end an account; who uses it is signed out", "firstline account remove anna", run_remove
    )  # fmt: skip
    remove.add_argument("name")


def run_add(options: argparse.Namespace) -> int:
    """The password is asked for twice on a terminal; from a pipe it is the first line."""
    if sys.stdin.isatty():
        password = getpass.getpass(f"Password for {options.name}: ")
        if getpass.getpass("The same again: ") != password:
            raise SettingsError("the two passwords differ. Nothing was changed.")
    else:
        password = sys.stdin.readline().rstrip("\r\n")
    name = options.name.casefold()
    with _accounts(options) as accounts:
        known = name in {one for one, _ in accounts.names()}
        accounts.keep(options.name, password, by=myself().id)
    changed = " with the new password, and is signed out everywhere" if known else ""
    print(f"{name} can sign in to the console{changed}.")
    return 0


def run_list(options: argparse.Namespace) -> int:
    with _accounts(options) as accounts:
        names = accounts.names()
    for name, since in names:
        print(f"{name:24} password of {since:%Y-%m-%d}")
    if not names:
        print("There are no accounts. Make one: firstline account add NAME")
    return 0


def run_remove(options: argparse.Namespace) -> int:
    with _accounts(options) as accounts:
        if not accounts.remove(options.name, by=myself().id):
            raise SettingsError(f"there is no account '{options.name}'. 'firstline account list' names them.")
    print(f"{options.name.casefold()} can no longer sign in.")
    return 0


@contextmanager
def _accounts(options: argparse.Namespace) -> Iterator[StoredAccounts]:
    """Beside a running service, which uses the same database, and before the first one, which then finds it made."""
    settings = load_settings(options.config, options.data)
    store = open_store(settings.database.read() if settings.database else f"sqlite:///{settings.data / 'firstline.db'}")
    try:
        yield StoredAccounts(store)
    finally:
        store.close()
