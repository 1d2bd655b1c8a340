"""Takes secrets and personal identity numbers out of device text before anything stores, shows or sends it on.

Lines stay lines, and only the secret itself is replaced: parsers and evidence work on the redacted text. What a secret
is, is told by the words before it, so MAC addresses, session ids and counters stay what they are.
"""

from __future__ import annotations

import re

REMOVED = "<removed>"

_TYPE = r"(?:(?:[05-9]|encrypted|clear|ascii|hex|plaintext|ciphertext) )*"  # encodings between the word and the secret
_VALUE = r"(?:\"[^\"\n]*\"|(?!:)\S+)"
_TRAPS = r"(?:vrf \S+ )?(?:(?:traps|informs) )?(?:version (?:1|2c) )?"
_BIRTH = r"\d\d(?:0[1-9]|1[0-2])(?:[06][1-9]|[1278]\d|[39][01])"  # day + 60 in co-ordination numbers

# A word (lower case) without which the pattern cannot match, since looking for a word is fifty times faster; and the
# pattern, of which group 1 stays and the rest goes.
_SECRETS = tuple(
    (word, re.compile(pattern, re.IGNORECASE | re.MULTILINE))
    for word, pattern in (
        # enable, line, user, neighbour and PPP passwords
        ("password", rf"(\b(?:enable|username \S+.*?|neighbor \S+|chap|pap) password {_TYPE}){_VALUE}"),
        ("secret", rf"(\b(?:enable|username \S+.*?) (?:algorithm-type \S+ )?secret {_TYPE}){_VALUE}"),
        ("password", rf"(^ *password (?!manager\b|operator\b){_TYPE}){_VALUE}"),
        ("secret", rf"(^ *secret {_TYPE}){_VALUE}"),
        # ProCurve: password manager user-name "x" sha1 "..."; Junos: encrypted-password "$6$..."
        ("password", rf"(\bpassword (?:manager|operator)(?: user-name {_VALUE})? (?:plaintext |sha\d* )?){_VALUE}"),
        ("-password", rf"(\b(?:encrypted|authentication|privacy)-password ){_VALUE}"),
        # the type digit after the word: 0 clear, 5 MD5, 6 AES, 7 reversible, 8 PBKDF2, 9 scrypt
        ("password", rf"(\bpassword [05-9] ){_VALUE}"),
        ("secret", rf"(\bsecret [05-9] ){_VALUE}"),
        ("key", rf"(\bkey [05-9] ){_VALUE}"),
        # SNMP: communities, trap receivers, users
        ("snmp-server community", rf"(\bsnmp-server community {_TYPE}){_VALUE}"),
        ("snmp-server host", rf"(\bsnmp-server host \S+ {_TRAPS}(?!version |vrf |traps |informs )){_VALUE}"),
        ("community", r"(\bcommunity(?: name| string| index)?\s*[:=]\s*)\S+"),
        ("snmp-server user", rf"(\bsnmp-server user .*? auth (?:md5|sha\S*)(?: \d+)? ){_VALUE}"),
        (
            "snmp-server user",
            rf"(\bsnmp-server user .*? priv (?:(?:des|3des|aes)(?: ?-?\d+)? )?)(?!des\b|3des\b|aes\b){_VALUE}",
        ),
        # RADIUS, TACACS+, routing, HSRP, NTP
        ("key", rf"(\b(?:radius|tacacs)(?:-server| server)\b.*? key {_TYPE}){_VALUE}"),
        ("key", rf"(\b(?:server-key|pac key|key-string) {_TYPE}){_VALUE}"),
        ("shared-secret", rf"(\bshared-secret {_TYPE}){_VALUE}"),
        ("key", r"(^ +key )(?!\d+\s*$)[^\s:]+(?=\s*$)"),
        ("key", rf"(\bauthentication-key \d+ md5 {_TYPE}){_VALUE}"),
        ("key", rf"(\bmessage-digest-key \d+ md5 {_TYPE}){_VALUE}"),
        ("key", rf"(\bospf authentication-key {_TYPE}){_VALUE}"),
        ("authentication", rf"(\b(?:standby|vrrp|glbp) (?:\d+ )?authentication (?!md5 )(?:text )?{_TYPE}){_VALUE}"),
        # wireless and VPN
        ("psk", rf"(\b(?:wpa-)?psk (?:set-key )?{_TYPE}){_VALUE}"),
        ("set-key", rf"(\bset-key {_TYPE}){_VALUE}"),
        ("pre-shared-key", rf"(\bpre-shared-key (?:(?:local|remote|address \S+) )*(?:key )?{_TYPE}){_VALUE}"),
        ("passphrase", rf"(\bpassphrase {_TYPE}){_VALUE}"),
        ("isakmp key", rf"(\bisakmp key {_TYPE}){_VALUE}"),
        # ftp://user:password@host
        ("://", r"(\b[a-z]{2,8}://[^\s:/@]+:)[^\s@]+(?=@)"),
        # a hash says what it is: $1$salt$..., $9$...
        ("$", r"()(?<![\w$])\$(?:1|2[aby]|5|6|8|9|14|y|sha\d+)\$[\w./$+=-]{8,}"),
        # personal identity numbers: 19800101-1234, 800101-1234, 800101+1234
        ("", rf"()(?<![\w.-])(?:19|20)?{_BIRTH}[-+]\d{{4}}(?![\w.-]?\d)"),
        # without a separator only where a person writes: it would match counters elsewhere
        ("description", rf"(\bdescription\b[^\n]*?)(?<![\w.-])(?:19|20){_BIRTH}\d{{4}}(?!\w)"),
        ("name", rf"(\b(?:user[- ]?)?name\b[^\n]*?)(?<![\w.-])(?:19|20){_BIRTH}\d{{4}}(?!\w)"),
    )
)
_BLOCK_START = re.compile(r"-----BEGIN [A-Z0-9 ]+-----|^\s*certificate (?:self-signed|ca|rollover)?\s*[0-9A-F]*\s*$")
_BLOCK_END = re.compile(r"-----END [A-Z0-9 ]+-----|^\s*quit\s*$")
_HEX = re.compile(r"^\s*(?:[0-9A-F]{8} ?)*[0-9A-F]{2,8}\s*$", re.IGNORECASE)


def redact(text: str) -> str:
    """The text with `<removed>` in place of each secret; the same number of lines."""
    lowered = text.lower()
    if "-----begin " in lowered or "certificate " in lowered:
        text = _without_blocks(text)
    for word, secret in _SECRETS:
        if word in lowered:
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
