"""What is taken out of device text, and what has to stay."""

from __future__ import annotations

import re

import pytest

from bot.devices.redaction import redact


@pytest.mark.parametrize(
    "marked",
    [
        "enable secret 9 «$9$aVb3hLq0Zs1xYw$Qm4.T7uXkPz0LrB2cDfGhJ8nSvWyE5iA6oR9tU1M3Kk»",
        "enable password «hemligt»",
        "username drift privilege 15 secret 5 «$1$Kx7d$Lm2pQ9rS4tUvW6xYz8aBc.»",
        "username drift privilege 15 algorithm-type scrypt secret «hemligt»",
        "username drift password 0 «hemligt»",
        " password 7 «121A0C041104»",
        " password «hemligt»",
        "snmp-server community «regionRO» RO 99",
        "snmp-server host 10.1.1.1 version 2c «regionRO»",
        "snmp-server host 10.1.1.1 vrf Mgmt informs version 2c «regionRO»",
        "snmp-server user nms grp v3 auth sha «Abc123» priv aes 128 «Def456»",
        "Community name: «regionRO»",
        "radius-server key 7 «121A0C041104»",
        "radius-server host 10.1.1.5 auth-port 1812 key «hemligt»",
        "tacacs-server key «hemligt»",
        " key 7 «121A0C041104»",
        " key «hemligt»",
        " server-key 7 «121A0C041104»",
        "  key-string 7 «121A0C041104»",
        "ntp authentication-key 1 md5 «121A0C041104» 7",
        " ip ospf message-digest-key 1 md5 7 «121A0C041104»",
        " standby 10 authentication «hemligt»",
        " standby 10 authentication md5 key-string «hemligt»",
        " security wpa psk set-key ascii 0 «hemligt123»",
        " wpa-psk ascii 0 «hemligt123»",
        "crypto isakmp key «hemligt» address 10.1.1.9",
        " pre-shared-key local «hemligt»",
        " neighbor 10.1.1.2 password 7 «121A0C041104»",
        "archive path ftp://drift:«hemligt»@10.1.1.7/cfg",
        'password manager user-name "drift" sha1 «"0123456789abcdef0123456789abcdef01234567"»',
        'set system login user drift authentication encrypted-password «"$6$abc$defghijklmnop"»',
        "hash «$6$salt$abcdefghijkl.mnop» stands alone",
        " description Rum 12, Anna «19800101-1234»",
        "  Description: «800161+1234» (samordning)",
        " description «198001011234»",
    ],
)
def test_the_secret_goes_and_the_rest_of_the_line_stays(marked: str) -> None:
    line = marked.replace("«", "").replace("»", "")
    assert redact(line) == re.sub("«.*?»", "<removed>", marked)


@pytest.mark.parametrize(
    "line",
    [
        " 110    001b.a91d.33ec    STATIC      Gi1/0/2",
        "Gi1/0/2                  001b.a91d.33ec mab     DATA    Auth        0A15C71E000007997FC81A9D",
        "     198001011234 packets input, 8001011234 bytes, 0 no buffer",
        "  MAC Address      : 3ca82a-41a550",
        "Key to Session Events Blocked Status Flags:",
        "Key: U - Unicast, B - Broadcast",
        "key chain EIGRP",
        " key 1",
        "Gi1/0/14     Uttag A2-114-2     err-disabled 110          auto   auto 10/100/1000BaseTX",
        "%SEC_LOGIN-4-LOGIN_FAILED: Login failed [user: x] [Source: 10.1.1.1] [localport: 22] [Reason: Login Failed]",
        "Nov 17 2026 09:31:02.113 CET: %PM-4-ERR_DISABLE: bpduguard error detected on Gi1/0/14",
        "AAA override passphrase : No",
        "  Last input 00:00:08, output 00:00:01, output hang never",
    ],
)
def test_what_parsers_need_stays(line: str) -> None:
    assert redact(line) == line


def test_keys_and_certificates_go_line_by_line() -> None:
    text = (
        "crypto pki certificate chain SLA\n"
        " certificate self-signed 01\n"
        "  30820321 30820209 A0030201 02020101 300D0609\n"
        "  2A864886 F70D0101\n"
        "  \tquit\n"
        "interface Gi1/0/1\n"
        "-----BEGIN RSA PRIVATE KEY-----\n"
        "MIIEowIBAAKCAQEA\n"
        "-----END RSA PRIVATE KEY-----\n"
        "end\n"
    )
    assert redact(text) == (
        "crypto pki certificate chain SLA\n"
        " certificate self-signed 01\n"
        "  <removed>\n"
        "  <removed>\n"
        "  \tquit\n"
        "interface Gi1/0/1\n"
        "-----BEGIN RSA PRIVATE KEY-----\n"
        "<removed>\n"
        "-----END RSA PRIVATE KEY-----\n"
        "end\n"
    )
