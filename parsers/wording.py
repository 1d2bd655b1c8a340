"""What other makes say in their own words, said in the words of IOS: why a port was turned off, what a message tells.

Runbooks know one word for each. The evidence shows the device's own line; only what rules compare is translated.
"""

from __future__ import annotations

import re
from dataclasses import dataclass

# What a reason holds, in letters alone -> IOS's word for it. The first that fits counts.
_REASONS = (
    ("bpdu", "bpduguard"),
    ("linkflap", "link-flap"),
    ("manylinkflaps", "link-flap"),
    ("stormcont", "storm-control"),
    ("stormctrl", "storm-control"),
    ("udld", "udld"),
    ("psecure", "psecure-violation"),
    ("psecviolation", "psecure-violation"),
    ("portsec", "psecure-violation"),
    ("maclimit", "mac-limit"),
    ("securityviolation", "security-violation"),
    ("secviolation", "security-violation"),
    ("dhcprate", "dhcp-rate-limit"),
    ("arpinspection", "arp-inspection"),
    ("loopdet", "loopdetect"),
    ("loopprotect", "loopdetect"),
    ("loopback", "loopback"),
    ("inlinepower", "inline-power"),
    ("transceiver", "transceiver"),
    ("sfpinvalid", "sfp-invalid"),
    ("lacpratelimit", "lacp-flap"),
    ("macrewrite", "l2ptguard"),
)


def reason(said: str | None) -> str | None:
    """IOS's word for why a port was turned off; a reason that IOS has no word for comes back as it was said."""
    letters = re.sub(r"[^a-z]", "", (said or "").casefold())
    return next((word for part, word in _REASONS if part in letters), said)


@dataclass(frozen=True, kw_only=True)
class Message:
    """A log message as IOS would have put it. `adds`: what IOS's text says and this one does not."""

    facility: str
    mnemonic: str
    adds: str = ""


_DOWN = ", changed state to down"
_UP = ", changed state to up"
_FINDS = r"\S+ \d+ .*(?i:excessive|too many)[ -]"
_TURNED_OFF = Message(facility="PM", mnemonic="ERR_DISABLE")


def _found(what: str) -> Message:
    return Message(facility="FAULT_FINDER", mnemonic=what)


# What facility, mnemonic and text are, joined by a blank each -> the message of IOS.
_MESSAGES = (
    # NX-OS
    (r"ETHPORT IF_DOWN_(?:LINK_FAILURE|NONE) ", Message(facility="LINK", mnemonic="UPDOWN", adds=_DOWN)),
    (r"ETHPORT IF_UP ", Message(facility="LINK", mnemonic="UPDOWN", adds=_UP)),
    (r"ETHPORT IF_DOWN_ERROR_DISABLED ", Message(facility="PM", mnemonic="ERR_DISABLE")),
    (r"L2FM L2FM_MAC_MOVE\w* ", Message(facility="SW_MATM", mnemonic="MACFLAP_NOTIF")),
    (r"ETH_PORT_SEC\w* \w*VIOLATION\w* ", Message(facility="PORT_SECURITY", mnemonic="PSECURE_VIOLATION")),
    (r"ARP DUP_\w*SRC_IP\w* ", Message(facility="IP", mnemonic="DUPADDR")),
    # EOS
    (r"ETH ERRDISABLE ", Message(facility="PM", mnemonic="ERR_DISABLE")),
    (r"\w+ HOST_FLAPPING ", Message(facility="SW_MATM", mnemonic="MACFLAP_NOTIF")),
    (r"DOT1X SUPPLICANT_FAILED_AUTHENTICATION ", Message(facility="DOT1X", mnemonic="FAIL")),
    (r"ARP DUPLICATE_\w+ ", Message(facility="IP", mnemonic="DUPADDR")),
    # Junos tells of a port and of its unit 0, as IOS does by LINK and LINEPROTO; a person's shutdown has Admin down(2).
    (
        r"\w+ SNMP_TRAP_LINK_DOWN .*ifAdminStatus up\(1\).*ifName \S+\.\d+\s*$",
        Message(facility="LINEPROTO", mnemonic="UPDOWN", adds=_DOWN),
    ),
    (
        r"\w+ SNMP_TRAP_LINK_DOWN .*ifAdminStatus up\(1\)",
        Message(facility="LINK", mnemonic="UPDOWN", adds=_DOWN),
    ),
    (r"\w+ SNMP_TRAP_LINK_UP .*ifName \S+\.\d+\s*$", Message(facility="LINEPROTO", mnemonic="UPDOWN", adds=_UP)),
    (r"\w+ SNMP_TRAP_LINK_UP ", Message(facility="LINK", mnemonic="UPDOWN", adds=_UP)),
    (r"\w+ (?:ESWD|L2CPD)_BPDU_BLOCK_(?:ERROR|PORT)_DISABLED ", Message(facility="PM", mnemonic="ERR_DISABLE")),
    (r"\w+ (?:ESWD|L2ALD)_ST_CTL(?:_ERROR)?_DISABLED ", Message(facility="PM", mnemonic="ERR_DISABLE")),
    (
        r"\w+ (?:ESWD_MAC_LIMIT_EXCEEDED|L2ALD_MAC_LIMIT_REACHED_IF\w*) ",
        Message(facility="PORT_SECURITY", mnemonic="PSECURE_VIOLATION"),
    ),
    (r"\w+ (?:ESWD|L2ALD)_ST_CTL(?:_ERROR)?_IN_EFFECT ", Message(facility="STORM_CONTROL", mnemonic="FILTERED")),
    (r"\w+ L2ALD_MAC_MOVE_NOTIF\w* ", Message(facility="SW_MATM", mnemonic="MACFLAP_NOTIF")),
    (r"\w+ KERN_ARP_DUPLICATE_ADDR ", Message(facility="IP", mnemonic="DUPADDR")),
    # ProCurve. Its fault finder (FFI) names mismatches in words.
    (r"ports \d+ port \S+ is now off-line", Message(facility="LINK", mnemonic="UPDOWN", adds=_DOWN)),
    (r"ports \d+ port \S+ is now on-line", Message(facility="LINK", mnemonic="UPDOWN", adds=_UP)),
    (r"FFI \d+ .*[Dd]uplex[ -][Mm]ismatch", Message(facility="CDP", mnemonic="DUPLEX_MISMATCH")),
    (r"\S+ \d+ .*(?:BPDU (?:protect\S* has disabled|received on protected)|loop detected)", _TURNED_OFF),
    (r"loop-protect \d+ .*disabled", _TURNED_OFF),
    (r"\S+ \d+ .*(?i:security violation)", Message(facility="PORT_SECURITY", mnemonic="PSECURE_VIOLATION")),
    (r"ports \d+ port \S+ PD Overcurrent", Message(facility="ILPOWER", mnemonic="CONTROLLER_PORT_ERR")),
    (r"ports \d+ port \S+ PD Denied power", Message(facility="ILPOWER", mnemonic="POWER_DENY")),
    (r"ports \d+ port \S+ PD Removed", Message(facility="ILPOWER", mnemonic="IEEE_DISCONNECT")),
    # What HPE's fault finder and the fault monitor of AOS-CX say of a port; IOS has no words for it.
    (rf"{_FINDS}(?i:crc|alignment|fragment|jabber|undersized|giant|oversize|late.collision)", _found("DAMAGED")),
    (rf"{_FINDS}(?i:(?:broad|multi)casts?\b)", _found("FLOOD")),
    (rf"{_FINDS}(?i:link.(?:flap|state))|FFI \d+ .*(?i:link faults and recover)", _found("FLAPS")),
    (rf"{_FINDS}(?i:collision|tx.drop)|FFI \d+ .*(?i:collision or drop rate)", _found("DROPS")),
    # AOS-CX
    (r"\S+ \d+ .*Link status for interface \S+ is down", Message(facility="LINK", mnemonic="UPDOWN", adds=_DOWN)),
    (r"\S+ \d+ .*Link status for interface \S+ is up", Message(facility="LINK", mnemonic="UPDOWN", adds=_UP)),
    (r"\S+ \d+ .*(?i:bpdu guard|bpdu-guard|loop.protect).*(?i:disabled|shutdown|tx.rx)", _TURNED_OFF),
    (r"\S+ \d+ .*(?i:mac move|moved from port)", Message(facility="SW_MATM", mnemonic="MACFLAP_NOTIF")),
)
_COMPILED = tuple((re.compile(pattern), message) for pattern, message in _MESSAGES)


def as_ios(facility: str, mnemonic: str, text: str) -> tuple[str, str, str] | None:
    """Facility, mnemonic and text in the words of IOS; None for a message that IOS has no other words for."""
    said = f"{facility} {mnemonic} {text}"
    message = next((message for pattern, message in _COMPILED if pattern.match(said)), None)
    if message is None:
        return None
    adds = message.adds
    if message.mnemonic == "ERR_DISABLE":  # "Error disabled. Reason:Too many link flaps" is a "link-flap error" of IOS
        why = next((word for part, word in _REASONS if part in re.sub(r"[^a-z]", "", said.casefold())), None)
        adds = f": {why} error" if why and f"{why} error" not in text else ""
    return message.facility, message.mnemonic, text + adds
