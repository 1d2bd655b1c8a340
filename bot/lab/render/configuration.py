"""show running-config interface: what the port was told to do."""

from __future__ import annotations

from bot.lab.render.grammar import NETWORK, Ask, Command
from bot.lab.render.interfaces import svi_vlans
from bot.lab.topology import Port, Switch


def _one(ask: Ask) -> str:
    port, switch = ask.port, ask.switch
    if port.routed is not None:
        return _routed(port)
    body = _trunk_lines(port, switch) if port.trunk else [] if port.fibre else _access_lines(port, switch)
    lines = [f"interface {port.name}"]
    if port.description:
        lines.append(f" description {port.description}")
    lines += body
    if port.shutdown:
        lines.append(" shutdown")
    return _wrapped(lines)


def _routed(port: Port) -> str:
    address = f" ip address {port.routed} 255.255.255.252"
    lines = [f"interface {port.name}", f" description {port.description}", " no switchport", address]
    return _wrapped([*lines, *([" shutdown"] if port.shutdown else [])])


def _wrapped(lines: list[str]) -> str:
    text = "\n".join([*lines, "end"]) + "\n"
    return f"Building configuration...\n\nCurrent configuration : {len(text) + 1} bytes\n!\n{text}"


def _trunk_lines(port: Port, switch: Switch) -> list[str]:
    native = [f" switchport trunk native vlan {port.native}"] if port.native != 1 else []
    lines = [*native, f" switchport trunk allowed vlan {','.join(map(str, port.allowed))}", " switchport mode trunk"]
    if port.channel is not None:
        lines.append(f" channel-group {port.channel} mode active")
    elif switch.role == "access":
        lines.append(" ip dhcp snooping trust")
    return lines


def _access_lines(port: Port, switch: Switch) -> list[str]:
    lines = [f" switchport access vlan {port.vlan}", " switchport mode access"]
    if port.voice_vlan is not None:
        lines.append(f" switchport voice vlan {port.voice_vlan}")
    if port.hard_coded and port.speed is not None:
        lines += [f" speed {port.speed}", f" duplex {'half' if port.half else 'full'}"]
    if port.poe == "never":
        lines.append(" power inline never")
    elif port.poe_max is not None:
        lines.append(f" power inline auto max {int(port.poe_max * 1000)}")
    lines += _secure_lines(port)
    if switch.auth and port.description != "** LEDIG **":
        lines += _auth_lines(switch)
    if port.errdisabled == "storm-control":
        lines += [" storm-control broadcast level 5.00", " storm-control action shutdown"]
    if port.flooding:
        lines.append(" storm-control broadcast level 5.00")
    if port.guarded:
        lines.append(" ip verify source")
    if port.errdisabled == "dhcp-rate-limit":
        lines.append(" ip dhcp snooping limit rate 15")
    return lines + _edge_lines(port, switch)


def _secure_lines(port: Port) -> list[str]:
    if port.secure_max is None:
        return []
    mode = [" switchport port-security violation restrict"] if port.secure_mode == "Restrict" else []
    return [
        f" switchport port-security maximum {port.secure_max}",
        *mode,
        " switchport port-security mac-address sticky",
        " switchport port-security",
    ]


def _auth_lines(switch: Switch) -> list[str]:
    if switch.hardware.is_xe:
        first = [" access-session host-mode multi-auth", " access-session closed", " access-session port-control auto"]
        last = [" service-policy type control subscriber DOT1X_MAB_POLICY"]
    else:
        first = [" authentication host-mode multi-auth", " authentication order dot1x mab"]
        first += [" authentication priority dot1x mab", " authentication port-control auto"]
        last = []
    return [*first, " mab", " dot1x pae authenticator", " dot1x timeout tx-period 10", *last]


def _edge_lines(port: Port, switch: Switch) -> list[str]:
    if port.stp == "backup":  # somebody took portfast and the guard off: that is why the loop got this far
        return []
    if port.stp == "root-inconsistent":
        return [" spanning-tree guard root"]
    edge = " spanning-tree portfast edge" if switch.hardware.family == "ios15" else " spanning-tree portfast"
    return [edge, " spanning-tree bpduguard enable"]


def _svi(ask: Ask) -> str:
    switch, name = ask.switch, ask.words["svi"]
    vlan = int(name.removeprefix("Vlan"))
    if vlan not in svi_vlans(switch):
        return "% Invalid input detected at '^' marker.\n\n"
    if vlan == 1:
        return _wrapped([f"interface {name}", " no ip address", " shutdown"])
    address = switch.host_ip if vlan == switch.site.vlans["mgmt"] else switch.site.address(vlan, 2)
    lines = [f"interface {name}", f" ip address {address} 255.255.255.0"]
    if switch.role == "distribution" and vlan != switch.site.vlans["mgmt"] and not switch.health.no_relay:
        lines += [" ip helper-address 10.40.8.11", " ip helper-address 10.40.8.12"]
    return _wrapped(lines)


def _svis(ask: Ask) -> str:
    """Every interface of a VLAN, in the words of the forwarding side."""
    switch = ask.switch
    lines: list[str] = []
    for vlan in svi_vlans(switch):
        mgmt = vlan == switch.site.vlans["mgmt"]
        if vlan == 1:
            lines.append("Vlan1 is administratively down, line protocol is down")
            lines.append("  Internet protocol processing disabled")
            continue
        address = switch.host_ip if mgmt else switch.site.address(vlan, 2)
        relays = switch.role == "distribution" and not mgmt and not switch.health.no_relay
        helpers = ["  Helper addresses are 10.40.8.11", "                       10.40.8.12"]
        lines += [
            f"Vlan{vlan} is up, line protocol is up",
            f"  Internet address is {address}/24",
            "  Broadcast address is 255.255.255.255",
            "  Address determined by non-volatile memory",
            "  MTU is 1500 bytes",
            *(helpers if relays else ["  Helper address is not set"]),
            "  Directed broadcast forwarding is disabled",
            "  Outgoing access list is not set",
            "  Inbound  access list is not set",
            "  Proxy ARP is enabled",
            "  ICMP redirects are always sent",
        ]
    return "\n".join(lines) + "\n"


COMMANDS = (
    Command(line="show ip interface", render=_svis, families=NETWORK),
    Command(line="show running-config interface {port}", render=_one, privilege=15),
    Command(line="show running-config interface {svi}", render=_svi, privilege=15),
)
