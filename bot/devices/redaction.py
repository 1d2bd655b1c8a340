"""Takes secrets and personal identity numbers out of device text before anything stores, shows or sends it on.

Lines stay lines, and only the secret itself is replaced: parsers and evidence work on the redacted text. What a secret
is, is told by the words before it, so MAC addresses, session ids and counters stay what they are.
"""

from __future__ import annotations

import re

REMOVED = "<removed>"

_TYPE = r"(?:(?:[05-9]|encrypted|clear|ascii|hex|plaintext|ciphertext) )*"  # encodings between the word and the secret
_VALUE = r"(?:\"[^\"\n]*\"|\S+)"
# Each pattern keeps group 1 and removes what follows it in the match.
_SECRETS = tuple(
    re.compile(pattern, re.IGNORECASE | re.MULTILINE)
    for pattern in (
        # enable, line, user, neighbour and PPP passwords; ProCurve: password manager user-name "x" sha1 "..."
        rf"(\b(?:enable|username \S+.*?|neighbor \S+|chap|pap) (?:password|secret) {_TYPE}){_VALUE}",
        rf"(^\s*(?:password|secret) {_TYPE}){_VALUE}",
        rf"(\bpassword (?:manager|operator)(?: user-name {_VALUE})? (?:plaintext |sha1 |sha256 )){_VALUE}",
        rf"(\b(?:encrypted-password|authentication-password|privacy-password) ){_VALUE}",
        # any type digit after the word: 0 clear, 5 MD5, 6 AES, 7 reversible, 8 PBKDF2, 9 scrypt
        rf"(\b(?:password|secret|key) [05-9] ){_VALUE}",
        # SNMP: communities, trap receivers, users
        rf"(\bsnmp-server community {_TYPE}){_VALUE}",
        (
            rf"(\bsnmp-server host \S+ (?:vrf \S+ )?(?:(?:traps|informs|trap|inform) )?(?:version (?:1|2c) )?"
            rf"(?!version\b|vrf\b|traps?\b|informs?\b|use-vrf\b|source-interface\b|udp-port\b)){_VALUE}"
        ),
        rf"(\bcommunity(?: name| string| index)?\s*[:=]\s*){_VALUE}",
        rf"(\bauth (?:md5|sha|sha-?\d+) ){_VALUE}",
        rf"(\bsnmp-server user .*? priv (?:(?:des|3des|aes)(?: ?-?\d+)? )?)(?!des\b|3des\b|aes\b){_VALUE}",
        # RADIUS, TACACS+, routing, HSRP, NTP keys
        rf"(\b(?:radius|tacacs)(?:-server| server)?\b.*? key {_TYPE}){_VALUE}",
        rf"(\b(?:server-key|pac key|key-string|shared-secret) {_TYPE}){_VALUE}",
        rf"(^\s+key (?!chain\b|config-key\b|\d+\s*$){_TYPE}){_VALUE}",
        rf"(\bauthentication-key \d+ md5 {_TYPE}){_VALUE}",
        rf"(\bmessage-digest-key \d+ md5 {_TYPE}){_VALUE}",
        rf"(\bospf authentication-key {_TYPE}){_VALUE}",
        rf"(\b(?:standby|vrrp|glbp) (?:\d+ )?authentication (?!md5 )(?:text )?{_TYPE}){_VALUE}",
        # wireless and VPN keys
        (
            rf"(\b(?:wpa-psk|psk|set-key|pre-shared-key|wpa-passphrase|passphrase|keyring key)"
            rf"(?: (?:local|remote|address \S+|set-key))* {_TYPE}){_VALUE}"
        ),
        rf"(\bisakmp key {_TYPE}){_VALUE}",
        # ftp://user:password@host
        r"(\b[a-z]{2,8}://[^\s:/@]+:)[^\s@]+(?=@)",
        # a hash says what it is: $1$salt$..., $9$...
        r"()(?<![\w$])\$(?:1|2[aby]|5|6|8|9|14|y|sha\d+)\$[\w./$+=-]{8,}",
        # personal identity numbers: 19800101-1234, 800101-1234, 800101+1234, also co-ordination numbers (day + 60)
        r"()(?<![\w.-])(?:19|20)?\d\d(?:0[1-9]|1[0-2])(?:[06][1-9]|[1278]\d|[39][01])[-+]\d{4}(?![\w.-]?\d)",
        # without a separator only where a person writes: it would match counters elsewhere
        (
            r"((?:\bdescription|\bname|\buser[- ]?name)\b[^\n]*?)(?<![\w.-])"
            r"(?:19|20)\d\d(?:0[1-9]|1[0-2])(?:[06][1-9]|[1278]\d|[39][01])\d{4}(?!\w)"
        ),
    )
)
_BLOCK_START = re.compile(r"-----BEGIN [A-Z0-9 ]+-----|^\s*certificate (?:self-signed|ca|rollover)?\s*[0-9A-F]*\s*$")
_BLOCK_END = re.compile(r"-----END [A-Z0-9 ]+-----|^\s*quit\s*$")
_HEX = re.compile(r"^\s*(?:[0-9A-F]{8} ?)+(?:[0-9A-F]+)?\s*$")
_MAY_HOLD_BLOCKS = re.compile(r"-----BEGIN |^\s*certificate ", re.MULTILINE)


def redact(text: str) -> str:
    """The text with `<removed>` in place of each secret; the same number of lines."""
    if _MAY_HOLD_BLOCKS.search(text):
        text = _without_blocks(text)
    for secret in _SECRETS:
        text = secret.sub(rf"\g<1>{REMOVED}", text)
    return text


def _without_blocks(text: str) -> str:
    """Keys and certificates stretch over lines: each line of theirs is replaced on its own."""
    lines = text.split("\n")
    inside: str | None = None  # the kind of block: PEM or a configuration's hex
    for at, line in enumerate(lines):
        if inside is None:
            if _BLOCK_START.search(line):
                inside = "pem" if "-----" in line else "hex"
        elif _BLOCK_END.search(line) or (inside == "hex" and not _HEX.match(line)):
            inside = None
        else:
            lines[at] = line[: len(line) - len(line.lstrip())] + REMOVED
    return "\n".join(lines)
