"""The names that the console answers to: those of the configuration, else what this machine is called."""

from __future__ import annotations

import logging
import socket
from collections.abc import Sequence
from contextlib import suppress
from typing import Final

from bot.channels.web import LOOPBACK

_LOG: Final = logging.getLogger("firstline.serve")
_NOWHERE: Final = (("192.0.2.1", socket.AF_INET), ("2001:db8::1", socket.AF_INET6))  # for documentation; never reached


def console_names(address: str, named: Sequence[str] | None) -> Sequence[str]:
    """For a console that listens on this address. A page of another site must not reach it under a name of its own."""
    if named is not None:
        return [*LOOPBACK, *named]
    if address in LOOPBACK:
        return LOOPBACK
    names = own_names()
    _LOG.warning(
        "the console answers to this machine's own names only; for others write console: hosts: [NAME] in the "
        "configuration",
        extra={"names": names},
    )
    return names


def others_can_reach(address: str, named: Sequence[str] | None) -> bool:
    """Whether another machine than this one can open the console: it listens to the network, or a proxy stands before
    it, which is what a name of its own is for.
    """
    return address not in LOOPBACK or any(name not in LOOPBACK for name in named or ())


def own_names() -> Sequence[str]:
    """Loopback, the host name, short and full, and the addresses that this machine speaks from."""
    name = socket.gethostname()
    names = [*LOOPBACK, name, name.partition(".")[0], socket.getfqdn()]
    for address, family in _NOWHERE:
        with suppress(OSError), socket.socket(family, socket.SOCK_DGRAM) as probe:
            probe.connect((address, 9))  # sends nothing; it only chooses the address to send from
            names.append(str(probe.getsockname()[0]))
    return list(dict.fromkeys(names))
