"""How device words become values: spellings of names, addresses, spans, speeds and times."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from parsers import values
from parsers.values import READERS, DeviceTime


@pytest.mark.parametrize(
    ("typed", "full", "short"),
    [
        ("Gi1/0/14", "GigabitEthernet1/0/14", "Gi1/0/14"),
        ("gi 1/0/14", "GigabitEthernet1/0/14", "Gi1/0/14"),
        ("GIGABITETHERNET1/0/14", "GigabitEthernet1/0/14", "Gi1/0/14"),
        ("gig1/0/14", "GigabitEthernet1/0/14", "Gi1/0/14"),
        ("Fa0/1", "FastEthernet0/1", "Fa0/1"),
        ("f0/1", "FastEthernet0/1", "Fa0/1"),
        ("Te1/1/1", "TenGigabitEthernet1/1/1", "Te1/1/1"),
        ("Tw1/0/1", "TwoGigabitEthernet1/0/1", "Tw1/0/1"),
        ("Twe1/0/5", "TwentyFiveGigE1/0/5", "Twe1/0/5"),
        ("TwentyFiveGigE1/0/5", "TwentyFiveGigE1/0/5", "Twe1/0/5"),
        ("Fi1/0/1", "FiveGigabitEthernet1/0/1", "Fi1/0/1"),
        ("Fo1/1/1", "FortyGigabitEthernet1/1/1", "Fo1/1/1"),
        ("Hu1/0/49", "HundredGigE1/0/49", "Hu1/0/49"),
        ("Eth1/1", "Ethernet1/1", "Et1/1"),
        ("Po1", "Port-channel1", "Po1"),
        ("port-channel 1", "Port-channel1", "Po1"),
        ("Vl110", "Vlan110", "Vl110"),
        ("Ap1/0/1", "AppGigabitEthernet1/0/1", "Ap1/0/1"),
        ("Gi0/0/1.105", "GigabitEthernet0/0/1.105", "Gi0/0/1.105"),
        ("mgmt0", "mgmt0", "mgmt0"),
    ],
)
def test_an_interface_has_one_full_and_one_short_name_however_it_is_typed(typed: str, full: str, short: str) -> None:
    assert values.interface(typed) == full
    assert values.short_interface(full) == short
    assert values.short_interface(typed) == short


@pytest.mark.parametrize(
    "text", ["", "CPU", "Gi", "1/0/14", "Gi1/0/14;reload", "Gi1/0/14\nx", "Gi1/0/", "Xx1/0/1", "port 4", "A1", "B24"]
)
def test_what_is_no_interface_gives_none(text: str) -> None:
    assert values.interface(text) is None


@pytest.mark.parametrize("spelling", ["489e.bde8.184e", "48:9E:BD:E8:18:4E", "48-9e-bd-e8-18-4e", "489EBDE8184E"])
def test_a_mac_address_is_read_in_every_spelling(spelling: str) -> None:
    assert values.mac(spelling) == "48:9e:bd:e8:18:4e"
    assert values.dotted_mac(spelling) == "489e.bde8.184e"


@pytest.mark.parametrize("text", ["", "489e.bde8.184", "48:9e:bd:e8:18:4g", "489e.bde8-184e", "Incomplete"])
def test_what_is_no_mac_address_gives_none(text: str) -> None:
    assert values.mac(text) is None
    with pytest.raises(ValueError, match="MAC"):
        values.dotted_mac(text)


@pytest.mark.parametrize(
    ("text", "seconds"),
    [
        ("00:38:11", 2291),
        ("25 weeks, 5 days, 3 hours, 2 minutes", 15_562_920),
        ("2 years, 1 week", 63_676_800),
        ("1y2w", 32_745_600),
        ("2 months, 1 day", 5_345_892),
        ("2d03h", 183_600),
        ("never", None),
        ("1 parsec", None),
        ("", None),
    ],
)
def test_a_span_is_read_in_seconds(text: str, seconds: int | None) -> None:
    assert values.seconds(text) == seconds


@pytest.mark.parametrize(
    ("text", "mbps"),
    [("1000Mb/s", 1000), ("a-100", 100), ("10G", 10_000), ("2.5G", 2500), ("100Mbps", 100), ("auto", None), ("", None)],
)
def test_a_speed_is_read_in_megabits(text: str, mbps: int | None) -> None:
    assert values.mbps(text) == mbps


@pytest.mark.parametrize(
    ("text", "vlans"),
    [("1,10-12", (1, 10, 11, 12)), ("200, 300-301", (200, 300, 301)), ("none", ()), ("5000", None), ("12-10", None)],
)
def test_a_set_of_vlans_is_read_whole_or_not_at_all(text: str, vlans: tuple[int, ...] | None) -> None:
    assert values.vlans(text) == vlans


def test_a_list_of_vlans_that_ends_with_a_comma_was_cut() -> None:
    assert values.vlans("10,20,") is None


@pytest.mark.parametrize(
    ("text", "time"),
    [
        (
            "09:42:13.412 CET Tue Nov 17 2026",
            DeviceTime(year=2026, month=11, day=17, hour=9, minute=42, second=13, microsecond=412_000, zone="CET"),
        ),
        ("*Mar  1 00:00:12.345", DeviceTime(month=3, day=1, second=12, microsecond=345_000, doubtful=True)),
        (
            "12:05:33.208 AM CET Wed Nov 18 2026",
            DeviceTime(year=2026, month=11, day=18, hour=0, minute=5, second=33, microsecond=208_000, zone="CET"),
        ),
        (
            "02:05:33 PM CET Wed Nov 18 2026",
            DeviceTime(year=2026, month=11, day=18, hour=14, minute=5, second=33, zone="CET"),
        ),
        ("14:05:33 PM CET Wed Nov 18 2026", None),
        (
            ".Nov 17 2026 09:31:02 UTC",
            DeviceTime(year=2026, month=11, day=17, hour=9, minute=31, second=2, zone="UTC", doubtful=True),
        ),
        ("1w2d", DeviceTime(since_boot_s=777_600)),
        ("00:01:23", DeviceTime(since_boot_s=83)),
        ("Nov 77 09:31:02", None),
        ("Nov 17 29:31:02", None),
        ("yesterday", None),
    ],
)
def test_a_time_holds_the_parts_that_were_printed(text: str, time: DeviceTime | None) -> None:
    assert values.device_time(text) == time


def test_a_sentence_gives_the_ports_and_addresses_that_it_names_each_once() -> None:
    text = "Host 0040.9d1e.3ff7 in vlan 140 is flapping between port Gi1/0/16 and port Po1, GigabitEthernet1/0/16"
    assert values.interfaces_in(text) == ("GigabitEthernet1/0/16", "Port-channel1")
    assert values.macs_in(text) == ("00:40:9d:1e:3f:f7",)


@pytest.mark.parametrize("reader", ["seconds", "mbps", "vlan", "mac", "interface", "yes"])
def test_a_reader_tells_nothing_there_from_not_understood(reader: str) -> None:
    assert READERS[reader]("none") is None
    with pytest.raises(ValueError, match="not understood"):
        READERS[reader]("¤%")


@given(st.text(max_size=30))
def test_no_text_makes_a_reader_fail_otherwise_than_by_saying_so(text: str) -> None:
    for reader in READERS.values():
        try:
            reader(text)
        except ValueError:
            continue
