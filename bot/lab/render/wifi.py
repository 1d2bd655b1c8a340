"""Wireless clients and WLANs as a Catalyst 9800 shows them: the list, one client in full, exclusions, profiles."""

from __future__ import annotations

from bot.lab.clock import local
from bot.lab.names import bare, draw, mac_plus
from bot.lab.onair import clients_of, on_air, radio_of, wlan_of
from bot.lab.render.auth import RADIUS_SERVERS
from bot.lab.render.grammar import WLC, Ask, Command
from bot.lab.topology import Region
from bot.lab.wireless import WifiClient, Wlan

_ANEW_S = 8.0  # after which a restless client joins anew
EXCLUDED_S, AGAIN_S = 60, 64  # how long a client is kept out, and after how long it has failed once more
_LIST_HEAD = f"{'MAC Address':<15}{'AP Name':<47}{'Type ID':<10}{'State':<18}{'Protocol':<9}{'Method':<11}"


# The state of the policy manager, and the one before it.
_LADDER = {"run": "Run", "webauth": "Webauth Pending", "ip-learn": "IP Learn", "authenticating": "Authenticating"}
_BEFORE = {
    "run": "IP Learn Complete",
    "webauth": "IP Learn Complete",
    "ip-learn": "Mobility Complete",
    "authenticating": "Associated",
}


def _protocol(client: WifiClient) -> str:
    return "11ac" if draw(client.mac + "p", 3) == 0 and client.slot == 1 else f"11ax({'5' if client.slot else '2.4'})"


def _row(region: Region, client: WifiClient, state: str, role: str) -> str:
    wlan = wlan_of(region, client)
    return (
        f"{client.mac:<15}{client.ap:<47}{f'WLAN {client.wlan}':<10}{state:<18}{_protocol(client):<8} "
        f"{wlan.method:<11}{role:<18}"
    )


def _summary(ask: Ask) -> str:
    found = list(clients_of(ask.region, ask.switch.name))
    seen = [client for client in found if client.state != "excluded"]
    out = [client for client in found if client.state == "excluded"]
    lines = [f"Number of Clients: {len(seen)}", ""]
    if seen:
        lines += [_LIST_HEAD + "Role", "-" * 121]
        lines += [_row(ask.region, client, _LADDER[client.state], "Local") for client in seen]
        lines.append("")
    lines.append(f"Number of Excluded Clients: {len(out)}")
    if out:
        lines += ["", _LIST_HEAD, "-" * 121, *(_row(ask.region, client, "Excluded", "") for client in out)]
    return "\n".join(lines) + "\n"


def _exclusions(ask: Ask) -> str:
    out = [client for client in clients_of(ask.region, ask.switch.name) if client.state == "excluded"]
    lines = [f"Number of Excluded Clients : {len(out)}"]
    if out:
        lines += ["", f"{'MAC Address':<18}{'Description':<34}{'Exclusion Reason':<36}Time Remaining", "-" * 102]
        for client in out:
            left = max(1, EXCLUDED_S - int(ask.now - client.excluded_at) % AGAIN_S)
            lines.append(f"{client.mac:<18}{'':<34}{client.excluded_because:<36}{left:>14}")
    return "\n".join(lines) + "\n"


def _detail(ask: Ask) -> str:
    client = ask.region.air.clients.get(ask.words["mac"])
    here = client is not None and ask.region.air.aps[client.ap].controller == ask.switch.name
    if client is None or not here or not on_air(ask.region, client):
        return f"% Client {ask.words['mac']} not found\n"
    return "\n".join([*_who_and_where(ask, client), *_session(ask, client), *_signal(ask, client)]) + "\n"


def _since(ask: Ask, client: WifiClient) -> float:
    """A client cannot have been here longer than its access point."""
    since = ask.now - ask.now % _ANEW_S if client.restless else client.since
    return max(since, ask.region.air.aps[client.ap].joined)


def _who_and_where(ask: Ask, client: WifiClient) -> list[str]:
    ap, wlan = ask.region.air.aps[client.ap], wlan_of(ask.region, client)
    joined = _since(ask, client)
    protocol = "802.11ac" if _protocol(client) == "11ac" else f"802.11ax - {'5' if client.slot else '2.4'} GHz"
    rate = "m9 ss2" if client.rssi > -68 else "m1 ss1"
    return [
        f"Client MAC Address : {client.mac}",
        "Client MAC Type : Universally Administered Address",
        "Client DUID: NA",
        f"Client IPv4 Address : {client.ip if client.state in ('run', 'webauth') else 'N/A'}",
        f"Client Username : {client.user or 'N/A'}",
        f"AP MAC Address : {ap.radio_mac}",
        f"AP Name: {ap.name}",
        f"AP slot : {client.slot}",
        "Client State : Associated",
        f"Policy Profile : PP-{wlan.name}",
        "Flex Profile : default-flex-profile",
        f"Wireless LAN Id: {wlan.number}",
        f"WLAN Profile Name: {wlan.name}",
        f"Wireless LAN Network Name (SSID): {wlan.name}",
        f"BSSID : {mac_plus(ap.radio_mac, 16 - wlan.number)}",
        f"Connected For : {int(ask.now - joined)} seconds",
        f"Protocol : {protocol}",
        f"Channel : {radio_of(ap, client).channel}",
        f"Client IIF-ID : 0xa000{draw(client.mac + 'iif', 65536):04x}",
        f"Association Id : {1 + draw(client.mac + 'aid', 40)}",
        "Authentication Algorithm : Open System",
        "Idle state timeout : N/A",
        "Session Timeout : 1800 sec (Remaining time: 1574 sec)",
        "Session Warning Time : Timer not running",
        "WMM Support : Enabled",
        "U-APSD Support : Disabled",
        "Fastlane Support : Disabled",
        "Client Active State : Active",
        "Power Save : OFF",
        f"Current Rate : {rate}",
        "Supported Rates : 6.0,9.0,12.0,18.0,24.0,36.0,48.0,54.0",
        "Mobility:",
        "  Move Count                  : 0",
        "  Mobility Role               : Local",
        "  Mobility Roam Type          : None",
        f"  Mobility Complete Timestamp : {local(joined):%m/%d/%Y %H:%M:%S %Z}",
        "Client Join Time:",
        f"  Join Time Of Client : {local(joined):%m/%d/%Y %H:%M:%S %Z}",
        "Client State Servers : None",
        "Client ACLs : None",
        f"Policy Manager State: {_LADDER[client.state]}",
        f"Last Policy Manager State : {_BEFORE[client.state]}",
        f"Client Entry Create Time : {int(ask.now - joined) + 12} seconds",
    ]


def _session(ask: Ask, client: WifiClient) -> list[str]:
    wlan = wlan_of(ask.region, client)
    keys = {"Dot1x": "802.1x", "PSK": "PSK", "None": "Open"}[wlan.method]
    method = {"Dot1x": "Dot1x", "PSK": "None", "None": "Web Auth"}[wlan.method]
    lines = [
        f"Policy Type : {'WPA2' if wlan.method != 'None' else 'N/A'}",
        f"Encryption Cipher : {'CCMP (AES)' if wlan.method != 'None' else 'None'}",
        f"Authentication Key Management : {keys}",
        "Encrypted Traffic Analytics : No",
        "Protected Management Frame - 802.11w : No",
        *(["EAP Type : EAP-TLS"] if wlan.method == "Dot1x" else []),
        f"VLAN : {wlan.vlan_name}",
        "Multicast VLAN : 0",
        "Session Manager:",
        "  Point of Attachment : capwap_90000006",
        "  IIF ID             : 0x90000006",
        f"  Authorized         : {'FALSE' if client.state == 'authenticating' else 'TRUE'}",
        "  Session timeout    : 1800",
        f"  Common Session ID: {_session_id(ask, client)}",
        "  Acct Session ID  : 0x00000007",
        "  Last Tried Aaa Server Details:",
        *([f"    Server IP : {RADIUS_SERVERS[0][1]}"] if wlan.method == "Dot1x" else []),
        "  Auth Method Status List",
        f"    Method : {method}",
    ]
    if wlan.method == "Dot1x":
        stuck = client.state == "authenticating"
        lines.append(f"        SM State         : {'AUTHENTICATING' if stuck else 'AUTHENTICATED'}")
        lines.append(f"        SM Bend State    : {'REQUEST' if stuck else 'IDLE'}")
    return [
        *lines,
        "  Local Policies:",
        f"    Service Template : wlan_svc_PP-{wlan.name}_local (priority 254)",
        "        Absolute-Timer   : 1800",
        "  Server Policies:",
        *([f"        VLAN             : {wlan.vlan_name}"] if wlan.method == "Dot1x" else []),
        "  Resultant Policies:",
        f"        VLAN Name        : {wlan.vlan_name}",
        f"        VLAN             : {wlan.vlan}",
        "        Absolute-Timer   : 1800",
        "FlexConnect Data Switching : Central",
        "FlexConnect Dhcp Status : Central",
        "FlexConnect Authentication : Central",
    ]


def _session_id(ask: Ask, client: WifiClient) -> str:
    """Like that of a wired port: the controller's address, then what is drawn for the client."""
    head = "".join(f"{int(part):02X}" for part in ask.switch.host_ip.split("."))
    return f"{head}{draw(client.mac + 'n', 4096):08X}{draw(client.mac + 't', 1 << 32):08X}"


def _heard(client: WifiClient) -> list[str]:
    """Which access points heard the client lately, and how well."""
    lines: list[str] = []
    for name, dbm in ((client.ap, client.rssi), *client.near):
        lines += [f"  {name} (slot {client.slot})", f"  \tantenna 0: 13 s ago\t........ {dbm}  dBm"]
    return lines


def _signal(ask: Ask, client: WifiClient) -> list[str]:
    seconds = int(ask.now - _since(ask, client))
    heard, said = seconds * (3 + draw(client.mac + "in", 9)), seconds * (4 + draw(client.mac + "out", 20))
    return [
        "Client Statistics:",
        f"  Number of Bytes Received from Client : {heard * 310}",
        f"  Number of Bytes Sent to Client : {said * 720}",
        f"  Number of Packets Received from Client : {heard}",
        f"  Number of Packets Sent to Client : {said}",
        "  Number of Policy Errors : 0",
        f"  Radio Signal Strength Indicator : {client.rssi} dBm",
        f"  Signal to Noise Ratio : {client.snr} dB",
        "Fabric status : Disabled",
        "Client Scan Report Time : Timer not running",
        "Client Scan Reports",
        "Assisted Roaming Neighbor List",
        "Nearby AP Statistics:",
        *_heard(client),
        "EoGRE : Pending Classification",
        "Device Classification Information:",
        f"  Device Type      : {client.device_type}",
        f"  Device Name      : {bare(client.mac)[6:].upper()}",
        "  Protocol Map     : 0x000009  (OUI, DHCP)",
        "Max Client Protocol Capability: 802.11ax",
    ]


def _wlans(ask: Ask) -> str:
    wlans = ask.region.air.wlans[ask.switch.name]
    lines = ["", f"Number of WLANs: {len(wlans)}", "", f"{'ID':<5}{'Profile Name':<33}{'SSID':<33}Status Security"]
    lines.append("-" * 130)
    lines += [
        f"{wlan.number:<5}{wlan.name:<33}{wlan.name:<33}{'UP' if wlan.enabled else 'DOWN':<7}{wlan.security}"
        for wlan in wlans
    ]
    return "\n".join(lines) + "\n"


def _wlan(ask: Ask) -> str:
    wlan = next((one for one in ask.region.air.wlans[ask.switch.name] if str(one.number) == ask.words["vlan"]), None)
    if wlan is None:
        return f"% WLAN {ask.words['vlan']} not found\n"
    people = [c for c in clients_of(ask.region, ask.switch.name) if c.wlan == wlan.number and c.state != "excluded"]
    pairs = (
        ("Identifier", str(wlan.number)),
        ("Description", ""),
        ("Network Name (SSID)", wlan.name),
        ("Status", "Enabled" if wlan.enabled else "Disabled"),
        ("Broadcast SSID", "Enabled"),
        ("Advertise-Apname", "Disabled"),
        ("Max Associated Clients per WLAN", "0"),
        ("OKC", "Enabled"),
        ("Number of Active Clients", str(len(people))),
        ("WMM", "Allowed"),
        ("Peer-to-Peer Blocking Action", "Disabled"),
        ("Radio Policy", "All"),
    )
    lines = [f"WLAN Profile Name     : {wlan.name}", "=" * 48, *(f"{label:<47}: {value}" for label, value in pairs)]
    return "\n".join([*lines, "Security", f"{'    802.11 Authentication':<47}: Open System"]) + "\n"


def _state(wlan: Wlan) -> str:
    return "ENABLED" if wlan.policy_enabled else "DISABLED"


def _policies(ask: Ask) -> str:
    wlans = ask.region.air.wlans[ask.switch.name]
    head = f"{'Policy Profile Name':<42}{'Description':<40}{'Status':<17}"
    lines = [f"Number of Policy Profiles: {len(wlans)}", "", head, "-" * 89]
    lines += [f"{'PP-' + wlan.name:<42}{wlan.vlan_name.lower():<40}{_state(wlan):<17}" for wlan in wlans]
    return "\n".join(lines) + "\n"


def _deletes(ask: Ask) -> str:
    """Why clients were put out, counted since the start; the excluded and those without an address add to it."""
    name = ask.switch.name
    lost = [c for c in ask.region.air.clients.values() if ask.region.air.aps[c.ap].controller == name]
    failed = sum(1 + int((ask.now - c.excluded_at) // AGAIN_S) * 3 for c in lost if c.state == "excluded")
    waiting = sum(1 + int(ask.now - c.since) // 120 for c in lost if c.state == "ip-learn")
    rows = (
        ("No Operation", 0),
        ("Unknown", 0),
        ("Session Manager", 0),
        ("Connection timeout", 0),
        ("Datapath plumb", 0),
        ("WPA key exchange timeout", 258),
        ("Client EAP ID timeout", 15_971),
        ("Client DOT1x timeout", 0),
        ("MIC validation failed", 26),
        ("MAC theft", 0),
        ("IP theft", 49),
        ("IP-LEARN connection timeout", 112 + waiting),
        ("Web authentication failure", 0),
        ("802.1X authentication credential failure", 31 + failed),
        ("802.1X authentication timeout", 4),
        ("AAA server unavailable", 0),
        ("802.11 association failure", 0),
        ("Manually excluded", 0),
    )
    lines = ["Total client delete reasons", "-" * 27, "Controller deletes", "-" * 27, "-" * 27]
    return "\n".join([*lines, *(f"{label:<64}: {count}" for label, count in rows)]) + "\n"


COMMANDS = (
    Command(line="show wireless client summary", render=_summary, families=WLC),
    Command(line="show wireless client mac-address {mac} detail", render=_detail, families=WLC),
    Command(line="show wireless exclusionlist", render=_exclusions, families=WLC),
    Command(line="show wireless stats client delete reasons", render=_deletes, families=WLC),
    Command(line="show wlan summary", render=_wlans, families=WLC),
    Command(line="show wlan id {vlan}", render=_wlan, families=WLC),
    Command(line="show wireless profile policy summary", render=_policies, families=WLC),
)
