"""Access points as a Catalyst 9800 lists them: joined or not, their radios, tags, uptime and wire."""

from __future__ import annotations

from collections.abc import Callable, Iterable

from bot.lab.clock import local
from bot.lab.names import draw
from bot.lab.onair import clients_of, disconnect_reason, joined
from bot.lab.render.grammar import WLC, Ask, Command
from bot.lab.wireless import AccessPoint, Band

_VERSION = "17.9.5.47"
_NONE = "0.0.0.0"  # noqa: S104 - how the controller prints an address that is not configured
_DBM = {"24ghz": "*4/8 (11 dBm)", "5ghz": "*3/8 (15 dBm)"}


def _joined(ask: Ask) -> list[AccessPoint]:
    return [ap for ap in ask.region.air.of(ask.switch.name) if joined(ask.region, ap)]


def duration(seconds: float) -> str:
    """`82 days 2 hours 38 minutes 5 seconds`: parts that are 0 are left out."""
    left, parts = int(max(0.0, seconds)), []
    for word, size in (("day", 86_400), ("hour", 3600), ("minute", 60), ("second", 1)):
        count, left = divmod(left, size)
        if count:
            parts.append(f"{count} {word}{'' if count == 1 else 's'}")
    return " ".join(parts) or "0 seconds"


def _table(count: str, head: str, width: int, rows: Iterable[str]) -> str:
    return "\n".join([*([count, ""] if count else []), head, "-" * width, *rows]) + "\n"


def _summary(ask: Ask) -> str:
    aps = _joined(ask)
    head = (
        f"{'AP Name':<35}{'Slots':<9}{'AP Model':<22}{'Ethernet MAC':<16}{'Radio MAC':<16}{'Location':<34}"
        f"{'Country':<12}{'IP Address':<43}{'State':<16}"
    )
    rows = (
        f"{ap.name:<37}{len(ap.radios):<9}{ap.model:<22}{ap.mac:<16}{ap.radio_mac:<16}{ap.place:<34}{'SE':<12}"
        f"{ap.ip:<43}{_state(ap):<16}"
        for ap in aps
    )
    return _table(f"Number of APs: {len(aps)}", head, 199, rows)


def _state(ap: AccessPoint) -> str:
    return "Downloading" if ap.downloading else "Registered"


def _uptime(ask: Ask) -> str:
    aps = _joined(ask)
    head = f"{'AP Name':<33}{'Ethernet MAC':<16}{'Radio MAC':<16}{'AP Up Time':<52}{'Association Up Time':<52}"
    rows = (
        f"{ap.name:<33}{ap.mac:<16}{ap.radio_mac:<16}{duration(ask.now - ap.booted):<52}"
        f"{duration(ask.now - ap.joined):<52}"
        for ap in aps
    )
    return _table(f"Number of APs: {len(aps)}", head, 147, rows)


def _tags(ask: Ask) -> str:
    aps = _joined(ask)
    head = (
        f"{'AP Name':<34}{'AP Mac':<17}{'Site Tag Name':<34}{'Policy Tag Name':<34}{'RF Tag Name':<34}"
        f"{'Misconfigured':<17}{'Tag Source':<16}"
    )
    rows = (
        f"{ap.name:<34}{ap.mac:<17}{'ST-' + ap.place[:3]:<34}{_policy_tag(ap):<34}{'RF-Typical':<34}"
        f"{'Yes' if ap.misconfigured else 'No':<17}{'Static':<16}"
        for ap in aps
    )
    return _table(f"Number of APs: {len(aps)}", head, 180, rows)


def _policy_tag(ap: AccessPoint) -> str:
    return "default-policy-tag" if ap.misconfigured else "PT-REG"


def _join_summary(ask: Ask) -> str:
    aps = ask.region.air.of(ask.switch.name)
    head = (
        f"{'Base MAC':<16}{'Ethernet MAC':<16}{'AP Name':<34}{'IP Address':<42}{'Status':<12}"
        f"{'Last Failure Phase':<22}Last Disconnect Reason"
    )
    rows = []
    for ap in aps:
        there = joined(ask.region, ap)
        phase, reason = ("NA", "NA") if there else disconnect_reason(ap)
        rows.append(
            f"{ap.radio_mac:<16}{ap.mac:<16}{ap.name:<34}{ap.ip:<42}{'Joined' if there else 'Not Joined':<12}"
            f"{phase:<22}{reason:<36}"
        )
    return _table(f"Number of APs: {len(aps)}", head, 166, rows)


def _history(ask: Ask) -> str:
    head = (
        f"{'AP Name':<33}{'Radio MAC':<16}{'Event':<11}{'Time':<19}{'Recent Disconnect Time':<24}"
        f"{'Disconnect Reason':<27}{'Disconnect Count':<18}"
    )
    rows = []
    for ap in ask.region.air.of(ask.switch.name):
        if ap.lost is not None:
            at, reason = ap.lost
            rows.append(_event(ap, "Disjoined", at, reason, "1"))
        rows.append(_event(ap, "Joined", ap.joined, "NA", "NA"))
    return _table("", head, 147, rows)


def _event(ap: AccessPoint, event: str, at: float, reason: str, count: str) -> str:
    return f"{ap.name:<33}{ap.radio_mac:<16}{event:<11}{local(at):%m/%d/%y %H:%M:%S}  {'NA':<24}{reason:<27}{count:<18}"


def _wire(ask: Ask) -> str:
    head = f"{'AP Name':<33}{'AP IP':<42}{'Neighbor Name':<43}{'Neighbor Port':<43}"
    lines = [head, "-" * 138]
    for ap in _joined(ask):
        switch = ask.region.switches[ap.switch]
        lines += [f"{ap.name:<33}{ap.ip:<42}{f'{switch.name}.reg.lan':<43}{ap.port:<43}", "", "Neighbor IP Count: 1"]
        lines += [switch.host_ip, ""]
    return "\n".join(lines) + "\n"


def _radios(band: Band) -> Callable[[Ask], str]:
    def render(ask: Ask) -> str:
        head = (
            f"{'AP Name':<34}{'Mac Address':<16}{'Slot':<8}{'Admin State':<15}{'Oper State':<14}{'Width':<9}"
            f"{'Txpwr':<16}{'Channel':<36}{'Mode':<21}"
        )
        rows = []
        for ap in _joined(ask):
            for radio in ap.radios:
                if radio.band == band:
                    five = band == "5ghz"
                    channel = f"({radio.channel},{radio.channel + 4})*" if five else f"({radio.channel})*"
                    state = "Up" if radio.up and radio.enabled and ap.enabled and not ap.downloading else "Down"
                    admin = "Enabled" if radio.enabled else "Disabled"
                    rows.append(
                        f"{ap.name:<34}{ap.radio_mac:<16}{radio.slot:<8}{admin:<15}{state:<14}"
                        f"{40 if five else 20:<9}{_DBM[band]:<16}{channel:<36}{ap.mode:<21}"
                    )
        return _table("", head, 153, rows)

    return render


def _load(band: Band) -> Callable[[Ask], str]:
    def render(ask: Ask) -> str:
        people: dict[tuple[str, int], int] = {}
        for client in clients_of(ask.region, ask.switch.name):
            if client.state != "excluded":
                people[client.ap, client.slot] = people.get((client.ap, client.slot), 0) + 1
        rows = [
            f"{ap.name:<34}{ap.radio_mac:<14}{radio.slot:>6}{radio.utilisation if radio.up else 0:>25}"
            f"{people.get((ap.name, radio.slot), 0):>9}    "
            for ap in _joined(ask)
            for radio in ap.radios
            if radio.band == band
        ]
        head = f"{'AP Name':<34}{'Radio MAC':<16}{'Slot':<6}{'Channel Utilization (%)':<25}{'Clients':<11}"
        return _table("", head, 90, rows)

    return render


def _one(ask: Ask) -> str:
    typed = ask.words["ap"]
    ap = next((one for one in _joined(ask) if one.name.lower() == typed.lower()), None)
    return "% AP name not found\n" if ap is None else _general(ask, ap)


def _all(ask: Ask) -> str:
    return "\n".join(_general(ask, ap) for ap in _joined(ask))


def _general(ask: Ask, ap: AccessPoint) -> str:
    wlc = ask.switch
    up, capwap = ask.now - ap.booted, ask.now - ap.joined
    gateway = ".".join([*ap.ip.split(".")[:3], "1"])
    pairs: tuple[tuple[str, str], ...] = (
        ("Cisco AP Identifier", ap.radio_mac),
        ("Country Code", "SE"),
        ("Regulatory Domain Allowed by Country", "802.11bg:-E   802.11a:-E   802.11 6GHz:-E"),
        ("AP Country Code", "SE  - "),
        ("MAC Address", ap.mac),
        ("IP Address Configuration", "DHCP"),
        ("IP Address", ap.ip),
        ("IP Netmask", "255.255.255.0"),
        ("Gateway IP Address", gateway),
        ("CAPWAP Path MTU", "1485"),
        ("Telnet State", "Disabled"),
        ("CPU Type", " ARMv8 Processor rev 4 (v8l)"),
        ("Memory Size", "1800192 KB"),
        ("SSH State", "Disabled"),
        ("Cisco AP Location", ap.place),
        ("Site Tag Name", f"ST-{ap.place[:3]}"),
        ("RF Tag Name", "RF-Typical"),
        ("Policy Tag Name", _policy_tag(ap)),
        ("AP join Profile", "default-ap-profile"),
        ("Flex Profile", "default-flex-profile"),
        ("Primary Cisco Controller Name", wlc.name),
        ("Primary Cisco Controller IP Address", wlc.host_ip),
        ("Secondary Cisco Controller Name", "Not Configured"),
        ("Secondary Cisco Controller IP Address", _NONE),
        ("Administrative State", "Enabled" if ap.enabled else "Disabled"),
        ("Operation State", _state(ap)),
        ("NAT External IP Address", ap.ip),
        ("AP Certificate type", "Manufacturer Installed Certificate"),
        ("AP Certificate Expiry-time", "08/09/2099 20:58:26"),
        ("AP Certificate issuer common-name", "High Assurance SUDI CA"),
        ("AP Mode", ap.mode),
        ("AP VLAN tagging state", "Disabled"),
        ("AP Submode", "Not Configured"),
        ("Software Version", _VERSION),
        ("Boot Version", "1.1.2.4"),
        ("LED State", "Enabled" if ap.led else "Disabled"),
        ("PoE Pre-Standard Switch", "Disabled"),
        ("PoE Power Injector MAC Address", "Disabled"),
        ("Power Type/Mode", ap.power),
        ("Number of Slots", str(len(ap.radios))),
        ("AP Model", ap.model),
        ("IOS Version", _VERSION),
        ("Reset Button", "Disabled"),
        ("AP Serial Number", ap.serial),
        ("AP User Name", "Not Configured"),
        ("AP Up Time", f"{duration(up)} "),
        ("AP CAPWAP Up Time", f"{duration(capwap)} "),
        ("Join Date and Time", f"{local(ap.joined):%m/%d/%Y %H:%M:%S}"),
        ("Join Taken Time", f"1 minute {draw(ap.name + 'join', 50) + 5} seconds "),
        ("Join Priority", "1"),
        ("AP Link Latency", "Disable"),
        ("AP TCP MSS Adjust", "Enabled"),
        ("Retransmit count", "5"),
        ("Retransmit interval", "3"),
        ("WPA3 Capability", "Enabled"),
    )
    lines = [f"Cisco AP Name   : {ap.name}", "=" * 49, "", *(f"{label:<48}: {value}" for label, value in pairs)]
    return "\n".join(lines) + "\n"


COMMANDS = (
    Command(line="show ap summary", render=_summary, families=WLC),
    Command(line="show ap uptime", render=_uptime, families=WLC),
    Command(line="show ap tag summary", render=_tags, families=WLC),
    Command(line="show ap config general", render=_all, families=WLC),
    Command(line="show ap name {ap} config general", render=_one, families=WLC),
    Command(line="show ap cdp neighbors", render=_wire, families=WLC),
    Command(line="show ap dot11 24ghz summary", render=_radios("24ghz"), families=WLC),
    Command(line="show ap dot11 5ghz summary", render=_radios("5ghz"), families=WLC),
    Command(line="show ap dot11 24ghz load-info", render=_load("24ghz"), families=WLC),
    Command(line="show ap dot11 5ghz load-info", render=_load("5ghz"), families=WLC),
    Command(line="show wireless stats ap join summary", render=_join_summary, families=WLC),
    Command(line="show wireless stats ap history", render=_history, families=WLC),
)
