"""MAC and ARP tables, DHCP snooping bindings."""

from __future__ import annotations

from bot.lab.names import bare, colons, draw
from bot.lab.render.grammar import CLASSIC, XE, Ask, Command
from bot.lab.state import MacRow, arp_table, attached, mac_table, root_port, tracked_ip

_CPU = (
    "0100.0ccc.cccc",
    "0100.0ccc.cccd",
    *(f"0180.c200.00{last}" for last in ("00", "01", "02", "03", "0e", "10")),
    "ffff.ffff.ffff",
)
_HEAD = (
    "          Mac Address Table\n-------------------------------------------\n\n"
    "Vlan    Mac Address       Type        Ports\n----    -----------       --------    -----\n"
)


def _row(row: MacRow) -> str:
    return f"{row.vlan:>4}    {row.mac}    {'STATIC' if row.static else 'DYNAMIC':<8}    {row.port}\n"


def _part(ask: Ask, rows: list[MacRow]) -> str:
    """A part of the table; where it is empty IOS-XE 17 prints nothing, the others the bare header."""
    if not rows:
        return "" if ask.switch.hardware.wide else _HEAD
    return f"{_HEAD}{''.join(map(_row, rows))}Total Mac Addresses for this criterion: {len(rows)}\n"


def _all(ask: Ask) -> str:
    rows = mac_table(ask.region, ask.switch)
    cpu = "".join(f" All    {mac}    STATIC      CPU\n" for mac in _CPU)
    total = len(rows) + len(_CPU)
    return f"{_HEAD}{cpu}{''.join(map(_row, rows))}Total Mac Addresses for this criterion: {total}\n"


def _on_port(ask: Ask) -> str:
    return _part(ask, [row for row in mac_table(ask.region, ask.switch) if row.port == ask.port.short])


def _of_address(ask: Ask) -> str:
    return _part(ask, [row for row in mac_table(ask.region, ask.switch) if row.mac == ask.words["mac"]])


def _in_vlan(ask: Ask) -> str:
    return _part(ask, [row for row in mac_table(ask.region, ask.switch) if row.vlan == int(ask.words["vlan"])])


def _arp_lines(ask: Ask, address: str | None = None) -> str:
    rows = [row for row in arp_table(ask.region, ask.switch) if address in (None, row[0])]
    if address is not None and not rows:
        return ""
    lines = ["Protocol  Address          Age (min)  Hardware Addr   Type   Interface"]
    for ip, age, mac, vlan in rows:
        lines.append(f"Internet  {ip:<16} {'-' if age is None else age:>9}   {mac}  ARPA   Vlan{vlan}")
    return "\n".join(lines) + "\n"


def _arp(ask: Ask) -> str:
    return _arp_lines(ask)


def _arp_one(ask: Ask) -> str:
    return _arp_lines(ask, ask.words["ip"])


def _bindings(ask: Ask) -> str:
    lines = ["MacAddress          IpAddress        Lease(sec)  Type           VLAN  Interface"]
    lines.append("------------------  ---------------  ----------  -------------  ----  --------------------")
    count = 0
    uplink = root_port(ask.region, ask.switch)
    for port, endpoint, vlan in attached(ask.region, ask.switch):
        ip = tracked_ip(ask.switch, endpoint, vlan)
        if ip is None or endpoint.kind == "medical" or uplink is None or vlan not in uplink.allowed:
            continue  # medical devices have fixed addresses; nobody gets a lease past a trunk that drops the VLAN
        lease = 86_400 - (draw(bare(endpoint.mac), 80_000) + int(ask.now)) % 86_400
        lines.append(f"{colons(endpoint.mac)}   {ip:<15}  {lease:<10}  dhcp-snooping  {vlan:<4}  {port.name}")
        count += 1
    lines.append(f"Total number of bindings: {count}")
    return "\n".join(lines) + "\n"


def _snooping_statistics(ask: Ask) -> str:
    forwarded = 40_000 + draw(ask.switch.name, 9_000) + int(ask.now) // 60 % 9_000
    since = ask.switch.health.drops_leases_since
    untrusted = 0 if since is None else 11 + int((ask.now - since) / 3)
    told = (
        ("Packets Forwarded", forwarded),
        ("Packets Dropped", 3 + untrusted),
        ("Packets Dropped From untrusted ports", untrusted),
    )
    return "".join(f" {words:<54}= {count}\n" for words, count in told)


def _pools(ask: Ask) -> str:
    """A gateway that hands out addresses itself has a pool; the others only pass requests on, and print nothing."""
    if not ask.switch.health.pool_full:
        return ""
    site = ask.switch.site
    vlan = site.vlans["client"]
    current, first, last = site.address(vlan, 0), site.address(vlan, 1), site.address(vlan, 254)
    return "\n".join(
        [
            "",
            f"Pool KLIENT-{vlan} :",
            " Utilization mark (high/low)    : 100 / 0",
            " Subnet size (first/next)       : 0 / 0 ",
            " Total addresses                : 254",
            " Leased addresses               : 234",
            " Excluded addresses             : 20",
            " Pending event                  : none",
            " 1 subnet is currently in the pool :",
            " Current index        IP address range                    Leased/Excluded/Total",
            f" {current:<20} {first:<16} - {last:<16}  234   / 20    / 254",
            "",
        ]
    )


COMMANDS = (
    Command(line="show mac address-table", render=_all),
    Command(line="show mac address-table interface {port}", render=_on_port),
    Command(line="show mac address-table address {mac}", render=_of_address),
    Command(line="show mac address-table vlan {vlan}", render=_in_vlan),
    Command(line="show mac-address-table", render=_all, families=CLASSIC),
    Command(line="show mac-address-table interface {port}", render=_on_port, families=CLASSIC),
    Command(line="show mac-address-table address {mac}", render=_of_address, families=CLASSIC),
    Command(line="show mac-address-table vlan {vlan}", render=_in_vlan, families=CLASSIC),
    Command(line="show ip arp", render=_arp),
    Command(line="show ip arp {ip}", render=_arp_one),
    Command(line="show arp", render=_arp),
    Command(line="show ip dhcp snooping binding", render=_bindings),
    Command(line="show ip dhcp pool", render=_pools, families=XE),
    Command(line="show ip dhcp snooping statistics", render=_snooping_statistics),
)
