"""A folder of captured outputs answers as its devices would (interfaces, section 2)."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest

from bot.captures import CapturesFolder
from bot.errors import SettingsError

INVALID = "% Invalid input detected at '^' marker.\n"
Answer = Callable[[str], str]

INTERFACES = """\
GigabitEthernet1/0/1 is up, line protocol is up (connected)
  Hardware is Gigabit Ethernet
     5 input errors, 5 CRC, 0 frame, 0 overrun, 0 ignored
GigabitEthernet1/0/11 is down, line protocol is down (notconnect)
  Hardware is Gigabit Ethernet
Port-channel1 is up, line protocol is up (connected)
  Members in this channel: Te1/1/1
"""
STATUS = """\

Port         Name               Status       Vlan       Duplex  Speed Type
Gi1/0/1      Uttag A1           connected    110        a-full a-1000 10/100/1000BaseTX
Gi1/0/11     mot Gi1/0/1        notconnect   110          auto   auto 10/100/1000BaseTX
"""
MACS = """\
          Mac Address Table
-------------------------------------------

Vlan    Mac Address       Type        Ports
----    -----------       --------    -----
 All    0100.0ccc.cccc    STATIC      CPU
 110    0000.0c07.acc7    DYNAMIC     Po1
 110    489e.bd67.acbc    STATIC      Gi1/0/1
 120    489e.bd67.acbd    DYNAMIC     Gi1/0/1
   1    489e.bd67.acbe    DYNAMIC     Gi1/0/11
Total Mac Addresses for this criterion: 5
"""

OLD_LLDP = "------------\nChassis id: a0f8.498b.5580\nPort id: Gi1/0/5\n\nTotal entries displayed: 1\n"


@pytest.fixture
def write(tmp_path: Path) -> Callable[..., Answer]:
    """Writes files of one device, by file name, and gives the way to ask it."""

    def make(files: dict[str, str]) -> Answer:
        folder = tmp_path / "sw-1"
        folder.mkdir(exist_ok=True)
        for name, text in files.items():
            (folder / name).write_text(text)
        return CapturesFolder(tmp_path).session("sw-1").answer

    return make


def test_the_file_is_named_by_the_command_with_full_interface_names(write: Callable[..., Answer]) -> None:
    answer = write({"show_interfaces_GigabitEthernet1%2F0%2F1_switchport.txt": "Name: Gi1/0/1\n"})
    for name in ("GigabitEthernet1/0/1", "Gi1/0/1", "gi1/0/1", "Gig 1/0/1", "gigabitethernet1/0/1"):
        assert answer(f"show interfaces {name} switchport") == "Name: Gi1/0/1\n"


@pytest.mark.parametrize(
    ("command", "file"),
    [
        ("show logging | include Gi1/0/1", "show_logging_%7C_include_GigabitEthernet1%2F0%2F1.txt"),
        ("show arp 00:1b:a9:1d:33:ec", "show_arp_00%3A1b%3Aa9%3A1d%3A33%3Aec.txt"),
        ("show interfaces Twe1/0/7", "show_interfaces_TwentyFiveGigE1%2F0%2F7.txt"),
        ("show interface eth1/7", "show_interface_Ethernet1%2F7.txt"),
        ("show interfaces po1", "show_interfaces_Port-channel1.txt"),
        ("show ip arp 10.20.3.2", "show_ip_arp_10.20.3.2.txt"),
        ("show * x", "show_%2A_x.txt"),
    ],
)  # fmt: skip
def test_reserved_characters_are_percent_encoded(write: Callable[..., Answer], command: str, file: str) -> None:
    assert write({file: "here\n"})(command) == "here\n"


def test_the_standard_of_a_radio_is_no_interface(write: Callable[..., Answer]) -> None:
    """Dot11Radio may be cut short, and `dot11` is a word of its own on a wireless controller."""
    answer = write({"show_ap_dot11_5ghz_summary.txt": "AP Name\n"})
    assert answer("show ap dot11 5ghz summary") == "AP Name\n"


def test_the_nth_call_of_a_command_gets_the_nth_sample_and_later_ones_the_last(write: Callable[..., Answer]) -> None:
    answer = write({"show_clock.txt": "1", "show_clock.2.txt": "2", "show_clock.3.txt": "3", "show_version.txt": "v"})
    assert [answer("show clock"), answer("show version")] == ["1", "v"]
    assert [answer("show clock") for _ in range(4)] == ["2", "3", "3", "3"]


def test_samples_are_counted_over_sessions(tmp_path: Path, write: Callable[..., Answer]) -> None:
    write({"show_clock.txt": "1", "show_clock.2.txt": "2"})
    folder = CapturesFolder(tmp_path)
    assert folder.now("sw-1") is None  # neither sample is a time, and looking does not count as a call
    assert [folder.session("sw-1").answer("show clock") for _ in range(2)] == ["1", "2"]


def test_an_address_that_ends_like_a_sample_is_no_sample(write: Callable[..., Answer]) -> None:
    answer = write(
        {"show_ip_arp_10.20.3.txt": "no", "show_ip_arp_10.20.3.2.txt": "one", "show_ip_arp_10.20.3.2.2.txt": "two"}
    )
    assert [answer("show ip arp 10.20.3.2") for _ in range(3)] == ["one", "two", "two"]


def test_a_command_without_an_answer_is_unknown_to_the_device(write: Callable[..., Answer]) -> None:
    answer = write({"show_clock.txt": "1", "_state": "silent x"})
    for command in (
        "show version",
        "_state",
        "_default",
        "../sw-1/show clock",
        "show interfaces Gi1/0/1",
    ):
        assert answer(command) == INVALID


def test_the_default_answers_what_has_no_file(write: Callable[..., Answer]) -> None:
    answer = write({"show_clock.txt": "1", "_default.txt": "% Authorization failed.\n"})
    assert [answer("show clock"), answer("show version")] == ["1", "% Authorization failed.\n"]


def test_an_empty_file_is_an_empty_answer(write: Callable[..., Answer]) -> None:
    answer = write(
        {"show_mac_address-table.txt": MACS, "show_mac_address-table_interface_GigabitEthernet1%2F0%2F1.txt": ""}
    )
    assert answer("show mac address-table interface Gi1/0/1") == ""


def test_one_interface_is_cut_from_all(write: Callable[..., Answer]) -> None:
    answer = write({"show_interfaces.txt": INTERFACES, "show_interfaces_status.txt": STATUS})
    assert answer("show interfaces Gi1/0/1") == "".join(INTERFACES.splitlines(keepends=True)[:3])
    assert answer("show interfaces Gi1/0/11 status").splitlines()[2:] == [STATUS.splitlines()[3]]
    assert answer("show interfaces Gi1/0/1 status").splitlines() == STATUS.splitlines()[:3]


def test_an_interface_that_the_device_does_not_list_does_not_exist(write: Callable[..., Answer]) -> None:
    answer = write({"show_interfaces.txt": INTERFACES, "show_interfaces_status.txt": STATUS})
    assert answer("show interfaces Gi2/0/33") == INVALID
    assert answer("show interfaces Gi2/0/33 status") == INVALID


def test_a_cut_command_goes_through_the_samples_of_the_broader_one(write: Callable[..., Answer]) -> None:
    later = INTERFACES.replace("5 CRC", "9 CRC")
    answer = write({"show_interfaces.txt": INTERFACES, "show_interfaces.2.txt": later})
    crcs = [line for _ in range(3) for line in answer("show interfaces Gi1/0/1").splitlines() if "CRC" in line]
    assert ["5 CRC" in crcs[0], "9 CRC" in crcs[1], "9 CRC" in crcs[2]] == [True, True, True]
    assert "5 CRC" in answer("show interfaces")  # a command of its own, called once


@pytest.mark.parametrize(
    ("command", "macs"),
    [
        ("show mac address-table interface Gi1/0/1", ["489e.bd67.acbc", "489e.bd67.acbd"]),
        ("show mac address-table address 489e.bd67.acbe", ["489e.bd67.acbe"]),
        ("show mac address-table address 48:9E:BD:67:AC:BE", ["489e.bd67.acbe"]),
        ("show mac address-table vlan 110", ["0000.0c07.acc7", "489e.bd67.acbc"]),
        ("show mac address-table vlan 1", ["489e.bd67.acbe"]),
        ("show mac address-table interface Gi1/0/2", []),
        ("show mac address-table interface Gi1/0/1 vlan 120", ["489e.bd67.acbd"]),
    ],
)
def test_rows_are_cut_from_a_table_and_its_total_follows(
    write: Callable[..., Answer], command: str, macs: list[str]
) -> None:
    lines = write({"show_mac_address-table.txt": MACS})(command).splitlines()
    assert lines[:5] == MACS.splitlines()[:5]
    assert [line.split()[1] for line in lines[5:-1]] == macs
    assert lines[-1] == f"Total Mac Addresses for this criterion: {len(macs)}"


def test_continuation_lines_belong_to_their_row(write: Callable[..., Answer]) -> None:
    table = (
        "Interface Speed Local pair Pair length        Remote pair Pair status\n"
        "--------- ----- ---------- ------------------ ----------- ------------\n"
        "Gi1/0/1   1000M Pair A     3    +/- 10 meters Pair A      Normal\n"
        "                Pair B     3    +/- 10 meters Pair B      Normal\n"
        "Gi1/0/2   auto  Pair A     8    +/- 10 meters N/A         Open\n"
        "                Pair B     8    +/- 10 meters N/A         Open\n"
    )
    answer = write({"show_cable-diagnostics_tdr.txt": table})
    lines = table.splitlines()
    assert answer("show cable-diagnostics tdr interface Gi1/0/2").splitlines() == [*lines[:2], *lines[4:]]


def test_neighbours_are_cut_in_blocks_and_counted(write: Callable[..., Answer]) -> None:
    def neighbour(name: str, interface: str) -> str:
        line = "-------------------------"
        return (
            f"{line}\nDevice ID: {name}\nInterface: {interface},  Port ID (outgoing port): Port 1\nHoldtime : 1 sec\n\n"
        )

    text = neighbour("SEP1", "GigabitEthernet1/0/3") + neighbour("dsw", "TenGigabitEthernet1/1/1")
    answer = write({"show_cdp_neighbors_detail.txt": f"{text}\nTotal cdp entries displayed : 2\n"})
    cut = answer("show cdp neighbors Te1/1/1 detail")
    assert "dsw" in cut
    assert "SEP1" not in cut
    assert cut.endswith("\nTotal cdp entries displayed : 1\n")
    assert answer("show cdp neighbors Gi1/0/9 detail").strip() == "Total cdp entries displayed : 0"


def test_spanning_tree_is_cut_to_the_vlans_of_the_port(write: Callable[..., Answer]) -> None:
    def tree(vlan: int, port: str) -> str:
        return (
            f"VLAN{vlan:04}\n  Spanning tree enabled protocol rstp\n"
            "  Root ID    Address     a0f8.498b.5580\n             Port        2089 (Port-channel1)\n\n"
            "Interface           Role Sts Cost      Prio.Nbr Type\n"
            "------------------- ---- --- --------- -------- --------\n"
            f"{port}             Desg FWD 4         128.3    P2p Edge \n"
            "Po1                 Root FWD 1         128.2089 P2p \n\n"
        )

    answer = write({"show_spanning-tree.txt": "\n" + tree(110, "Gi1/0/3") + tree(120, "Gi1/0/4")})
    cut = answer("show spanning-tree interface Gi1/0/4")
    assert "VLAN0120" in cut
    assert "Gi1/0/4             Desg FWD" in cut
    assert "Address     a0f8.498b.5580" in cut
    assert "VLAN0110" not in cut
    assert "Po1 " not in cut
    assert answer("show spanning-tree interface Gi1/0/9") == (
        "no spanning tree info available for GigabitEthernet1/0/9\n"
    )


def test_a_spanning_tree_of_eos_keeps_the_heading_of_its_vlan(write: Callable[..., Answer]) -> None:
    def tree(vlan: int, port: str) -> str:
        return (
            f"VL{vlan}\n  Spanning tree enabled protocol rapid-pvst\n\n"
            "Interface        Role       State      Cost      Prio.Nbr Type\n"
            "---------------- ---------- ---------- --------- -------- --------\n"
            f"{port}              designated forwarding 2000      128.4    P2p Edge\n\n"
        )

    answer = write({"show_spanning-tree.txt": tree(20, "Et5") + tree(40, "Et6")})
    cut = answer("show spanning-tree interface Et5")
    assert cut.startswith("VL20\n")
    assert "Et5              designated forwarding" in cut
    assert "VL40" not in cut


def test_sessions_are_cut_by_port_and_none_is_said_as_the_device_says_it(write: Callable[..., Answer]) -> None:
    table = (
        "Interface                MAC Address    Method  Domain  Status Fg  Session ID\n"
        "Gi1/0/2                  001b.a91d.33ec mab     DATA    Auth        0A15C71E000007997FC81A9D\n\n"
        "Session count = 1\n"
    )
    answer = write({"show_authentication_sessions.txt": table})
    assert answer("show authentication sessions interface Gi1/0/2") == table
    assert answer("show authentication sessions interface Gi1/0/3") == "No sessions match supplied criteria.\n"


@pytest.mark.parametrize("words", ["% Authorization failed.\n", "No sessions currently exist\n", OLD_LLDP])
def test_what_has_no_parts_stays_whole(write: Callable[..., Answer], words: str) -> None:
    answer = write({"show_authentication_sessions.txt": words})
    assert answer("show authentication sessions interface Gi1/0/2") == words


def test_the_port_of_a_procurve_is_a_number(write: Callable[..., Answer]) -> None:
    table = (
        " Status and Counters - Port Address Table\n\n"
        "  MAC Address       Port                            VLAN\n"
        "  ----------------- ------------------------------- ----\n"
        "  d481d7-171c92     1                               40\n"
        "  d481d7-445566     16                              20\n"
    )
    answer = write({"show_mac-address.txt": table})
    assert [line.split()[0] for line in answer("show mac-address 16").splitlines()[4:]] == ["d481d7-445566"]


def test_states_and_devices_are_told(tmp_path: Path, write: Callable[..., Answer]) -> None:
    write({"_state": "unreachable connection timed out (10.1.1.1:22)\n"})
    (tmp_path / "sw-2").mkdir()
    (tmp_path / "sw-2" / "show_clock.txt").write_text("09:42:13.412 CET Tue Nov 17 2026\n")
    folder = CapturesFolder(tmp_path)
    assert folder.devices() == ["sw-1", "sw-2"]
    assert folder.state("sw-1") == ("unreachable", "connection timed out (10.1.1.1:22)")
    assert folder.state("SW-2") is None
    assert folder.now("sw-2") == "09:42:13.412 CET Tue Nov 17 2026\n"
    missing = folder.state("sw-3")
    assert missing is not None
    assert missing[0] == "unreachable"
    assert "no captures of sw-3" in missing[1]


def test_mistakes_in_the_folder_are_told_in_sentences(tmp_path: Path, write: Callable[..., Answer]) -> None:
    with pytest.raises(SettingsError, match="There is no folder"):
        CapturesFolder(tmp_path / "nowhere")
    with pytest.raises(SettingsError, match=r"no inventory\.yaml"):
        _ = CapturesFolder(tmp_path).inventory_path
    write({"_state": "asleep\n"})
    with pytest.raises(SettingsError, match="asleep"):
        CapturesFolder(tmp_path).state("sw-1")
