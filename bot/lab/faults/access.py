"""Faults above the link: authentication, VLAN, spanning tree, port security, a MAC that moves, silence."""

from __future__ import annotations

from bot.errors import RequestError
from bot.lab.faults.scene import Scene
from bot.lab.render.auth import RADIUS_SERVERS
from bot.lab.state import carried, root_port
from bot.lab.topology import Endpoint

_RETRY_S = 63.0  # quiet period and one more try


def portsec_restrict(scene: Scene) -> None:
    scene.needs_copper()
    scene.occupant()
    stranger = scene.stranger()
    scene.set(scene.port, "secure_max", 1)
    scene.set(scene.port, "secure_mode", "Restrict")
    scene.set(scene.port, "intruder", stranger)
    scene.count("violations", 40)
    scene.rise("violations", 0.5)
    scene.repeat(
        "%PORT_SECURITY-2-PSECURE_VIOLATION: Security violation occurred, "
        f"caused by MAC address {stranger} on port {scene.port.name}.",
        120.0,
    )


def _fails(scene: Scene, method: str, endpoint: Endpoint) -> None:
    name, session = scene.port.short, scene.session(endpoint)
    if scene.xe:
        lines = (
            (
                f"%{method}-5-FAIL: Switch 1 R0/0: sessmgrd: Authentication failed for client ({endpoint.mac}) "
                f"with reason (Cred Fail) on Interface {name} AuditSessionID {session}"
            ),
            (
                f"%SESSION_MGR-5-FAIL: Switch 1 R0/0: sessmgrd: Authorization failed or unapplied for client "
                f"({endpoint.mac}) on Interface {name} AuditSessionID {session}."
            ),
        )
    else:
        lines = (
            (
                f"%{method}-5-FAIL: Authentication failed for client ({endpoint.mac}) on Interface {name} "
                f"AuditSessionID {session}"
            ),
            (
                f"%AUTHMGR-5-FAIL: Authorization failed or unapplied for client ({endpoint.mac}) on Interface {name} "
                f"AuditSessionID {session}"
            ),
        )
    for late, line in enumerate(lines):
        scene.repeat(line, _RETRY_S, after=late * 0.5)


def dot1x_failed(scene: Scene) -> None:
    scene.needs_auth()
    endpoint = scene.occupant()
    if endpoint.user is None:
        scene.set(endpoint, "user", f"host/{endpoint.host}.reg.lan")
    scene.set(scene.port, "auth", "dot1x-failed")
    scene.rise("dot1x_fails", 1 / _RETRY_S)
    _fails(scene, "DOT1X", endpoint)


def sign_in_running(scene: Scene) -> None:
    """The device was plugged in a moment ago: it is being asked for its name."""
    scene.needs_auth()
    scene.occupant()
    scene.set(scene.port, "auth", "running")


def unapplied(scene: Scene) -> None:
    """RADIUS lets the device in with an access list that the switch cannot put on the port."""
    scene.needs_auth()
    endpoint, name = scene.occupant(), scene.port.short
    if endpoint.user is None:
        scene.set(endpoint, "user", f"host/{endpoint.host}.reg.lan")
    scene.set(scene.port, "auth", "unapplied")
    session = scene.session(endpoint)
    whose = f"for client ({endpoint.mac}) on Interface {name} AuditSessionID {session}"
    smd = "Switch 1 R0/0: sessmgrd: " if scene.xe else ""
    scene.repeat(f"%DOT1X-5-SUCCESS: {smd}Authentication successful {whose}", _RETRY_S)
    scene.repeat(
        f"%EPM-6-POLICY_APP_FAILURE: {smd}Policy Application Failure for Client [0.0.0.0] MAC [{endpoint.mac}] "
        f"AuditSessionID [{session}] for POLICY_TYPE [Named ACL] "
        "POLICY_NAME [xACSACLx-IP-PERMIT_ALL_IPV4_TRAFFIC-57f6b0d3] REASON [AAA download failure]",
        _RETRY_S,
        after=0.4,
    )
    manager = "SESSION_MGR" if scene.xe else "AUTHMGR"
    scene.repeat(f"%{manager}-5-FAIL: {smd}Authorization failed or unapplied {whose}", _RETRY_S, after=0.5)


def second_refused(scene: Scene) -> None:
    """Two devices share the socket, as behind a small hub: one is let in, RADIUS does not know the other."""
    scene.needs_auth()
    first = scene.occupant()
    other = Endpoint(kind="pc", mac=scene.stranger(), host="")
    scene.set(scene.port, "endpoints", [*scene.port.endpoints, other])
    scene.set(scene.port, "refused", other.mac)
    if first.user is None:
        scene.set(first, "user", f"host/{first.host}.reg.lan")
    _fails(scene, "MAB", other)


def extra_device(scene: Scene) -> None:
    """One device more than the port may have: it is dropped, and the port stays open (violation restrict)."""
    scene.needs_auth()
    scene.occupant()
    where, mac = scene.port.name, scene.stranger()
    words = (
        f"%SESSION_MGR-5-SECURITY_VIOLATION: Switch 1 R0/0: sessmgrd: Security violation on the interface {where} "
        f"- new MAC address ({mac}) is seen.AuditSessionID Unassigned"
        if scene.xe
        else f"%AUTHMGR-5-SECURITY_VIOLATION: Security violation on the interface {where}, "
        f"new MAC address ({mac}) is seen.AuditSessionID  Unassigned"
    )
    scene.repeat(words, 90.0)


def mab_failed(scene: Scene) -> None:
    scene.needs_auth()
    endpoint = scene.occupant()
    scene.set(endpoint, "user", None)
    scene.set(scene.port, "auth", "mab-failed")
    scene.rise("dot1x_fails", 1 / _RETRY_S)
    _fails(scene, "MAB", endpoint)


def radius_dead(scene: Scene) -> None:
    """All servers are dead for this switch; a named port has lost its session and sits in the critical VLAN."""
    scene.needs_auth()
    if scene.switch.radius_dead_since is None:
        scene.set(scene.switch, "radius_dead_since", scene.at)
    for late, (_, address) in enumerate(RADIUS_SERVERS):
        scene.log(f"%RADIUS-4-RADIUS_DEAD: RADIUS server {address}:1812,1813 is not responding.", after=late * 12.0)
    scene.log("%RADIUS-3-ALLDEADSERVER: Group radius: No active radius servers found. Id 12.", after=12.1)
    if scene.place.port is not None:
        scene.occupant()
        scene.set(scene.port, "auth", "critical")

    def alive(now: float) -> None:
        for late, (_, address) in enumerate(RADIUS_SERVERS):
            scene.switch.write(
                now + late * 0.2,
                f"%RADIUS-4-RADIUS_ALIVE: RADIUS server {address}:1812,1813 is being marked alive.",
            )

    scene.undo.append(alive)


def one_radius_dead(scene: Scene) -> None:
    """The first server is dead; the second does all the work, and nobody at a desk notices."""
    scene.needs_auth()
    scene.set(scene.switch, "radius_dead_since", scene.at)
    scene.set(scene.switch, "radius_alive", 1)
    scene.log(f"%RADIUS-4-RADIUS_DEAD: RADIUS server {RADIUS_SERVERS[0][1]}:1812,1813 is not responding.")


def guest_vlan(scene: Scene) -> None:
    scene.needs_auth()
    endpoint = scene.occupant()
    scene.set(endpoint, "user", None)
    scene.set(scene.port, "auth", "guest")


def supplicant_silent(scene: Scene) -> None:
    scene.needs_auth()
    endpoint = scene.occupant()
    scene.set(endpoint, "user", None)
    scene.set(scene.port, "auth", "supplicant-silent")


def assigned_vlan(scene: Scene) -> None:
    """RADIUS puts the device into a VLAN of its own choice; the port's configuration says another."""
    scene.needs_auth()
    scene.occupant()
    scene.set(scene.port, "auth", "assigned")


def wrong_vlan(scene: Scene) -> None:
    scene.needs_copper()
    scene.occupant()
    vlans = scene.switch.site.vlans
    other = "medical" if scene.port.vlan == vlans["client"] else "client"
    scene.set(scene.port, "vlan", vlans[other])
    scene.log("%SYS-5-CONFIG_I: Configured from console by nadm on vty0 (10.40.9.21)")


def vlan_missing(scene: Scene) -> None:
    scene.needs_copper()
    scene.occupant()
    scene.set(scene.port, "vlan", 240)
    scene.log("%SYS-5-CONFIG_I: Configured from console by nadm on vty0 (10.40.9.21)")


def vlan_not_on_trunk(scene: Scene) -> None:
    """The port's VLAN has been taken off the switch's uplink."""
    scene.needs_copper()
    scene.occupant()
    if root_port(scene.region, scene.switch) is None:
        raise RequestError(f"{scene.switch.name} has no uplink that forwards; heal it first.")
    for port in scene.switch.ports.values():
        if port.trunk:
            scene.set(port, "allowed", tuple(vlan for vlan in port.allowed if vlan != scene.port.vlan))
    scene.log("%SYS-5-CONFIG_I: Configured from console by nadm on vty0 (10.40.9.21)")


def stp_blocking(scene: Scene) -> None:
    scene.needs_copper()
    scene.occupant()
    scene.set(scene.port, "stp", "backup")


def root_inconsistent(scene: Scene) -> None:
    scene.needs_copper()
    scene.occupant()
    scene.set(scene.port, "stp", "root-inconsistent")
    vlans = [scene.port.vlan, *([scene.port.voice_vlan] if scene.port.voice_vlan is not None else [])]
    for late, vlan in enumerate(vlans):
        scene.log(
            f"%SPANTREE-2-ROOTGUARD_BLOCK: Root guard blocking port {scene.port.name} on VLAN{vlan:04d}.",
            after=late * 0.1,
        )
    switch, name = scene.switch, scene.port.name

    def unblocked(now: float) -> None:
        for vlan in vlans:
            switch.write(now, f"%SPANTREE-2-ROOTGUARD_UNBLOCK: Root guard unblocking port {name} on VLAN{vlan:04d}.")

    scene.undo.append(unblocked)


def loop_inconsistent(scene: Scene) -> None:
    """Loop guard holds back a second uplink that heard no more BPDUs."""
    if not scene.port.trunk or scene.port.channel is not None or scene.port is root_port(scene.region, scene.switch):
        raise RequestError(f"{scene.port.name} is no second uplink of its own; try Te1/1/2 of sw-lun-c2-01.")
    scene.set(scene.port, "stp", "loop-inconsistent")
    for late, vlan in enumerate(carried(scene.switch, scene.port)):
        scene.log(
            f"%SPANTREE-2-LOOPGUARD_BLOCK: Loop guard blocking port {scene.port.name} on VLAN{vlan:04d}.",
            after=late * 0.1,
        )


def mac_flapping(scene: Scene) -> None:
    scene.needs_copper()
    endpoint = scene.occupant()
    uplink = root_port(scene.region, scene.switch)
    if uplink is None:
        raise RequestError(f"{scene.switch.name} has no uplink that forwards; heal it first.")
    scene.set(scene.port, "flaps_with", uplink.short)
    scene.repeat(
        f"%SW_MATM-4-MACFLAP_NOTIF: Host {endpoint.mac} in vlan {scene.port.vlan} is flapping "
        f"between port {uplink.short} and port {scene.port.short}",
        20.0,
        after=-100.0,  # a story of some minutes: one move alone is nobody's fault
    )


def stp_loop(scene: Scene) -> None:
    """Somebody closed a ring behind the port: broadcasts multiply, and every address is heard there too."""
    scene.needs_copper()
    scene.occupant()
    uplink = root_port(scene.region, scene.switch)
    if uplink is None:
        raise RequestError(f"{scene.switch.name} has no uplink that forwards; heal it first.")
    scene.rise("broadcasts_in", 41_000.0)
    scene.rise("packets_in", 41_000.0)
    scene.set(scene.switch.health, "busy", ("Hulc LED Process" if not scene.xe else "SISF Main Thread", 71))
    heard = [endpoint.mac for port in scene.switch.physical for endpoint in port.endpoints if endpoint.kind == "pc"]
    for late, mac in enumerate([scene.switch.site.gateway_mac(), *heard[:7]]):
        scene.repeat(
            f"%SW_MATM-4-MACFLAP_NOTIF: Host {mac} in vlan {scene.port.vlan} is flapping "
            f"between port {uplink.short} and port {scene.port.short}",
            15.0,
            after=late * 0.3 - 60.0,
        )


def no_lease(scene: Scene) -> None:
    """The device asks for an address and gets none: no binding, no address beside its MAC."""
    scene.needs_copper()
    scene.set(scene.occupant(), "ip", None)


def silent_endpoint(scene: Scene) -> None:
    scene.needs_copper()
    scene.occupant()
    scene.set(scene.port, "silent", value=True)
    scene.set(scene.port, "changed", max(scene.at, scene.region.started))
