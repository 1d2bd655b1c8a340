"""Faults of the air: access points that do not join, silent or crowded radios, clients kept out, WLANs switched off."""

from __future__ import annotations

from collections.abc import Callable

from bot.lab.faults.scene import Scene
from bot.lab.render.wifi import AGAIN_S
from bot.lab.wireless import JoinTrouble

_FIVE = 1  # the slot of the 5 GHz radio


def join_fails(phase: str, reason: str) -> Callable[[Scene], None]:
    """The access point has power and answers, but its controller turns it away."""

    def fault(scene: Scene) -> None:
        scene.set(scene.ap, "trouble", JoinTrouble(phase=phase, reason=reason))

    return fault


def ap_no_poe(scene: Scene) -> None:
    """The switch port feeds nothing, though it may: a bad cable, a dead injector, a broken access point."""
    scene.set(scene.port, "poe", "undetected")
    scene.log(f"%ILPOWER-5-IEEE_DISCONNECT: Interface {scene.port.short}: PD removed")


def ap_radio_down(scene: Scene) -> None:
    scene.set(scene.ap.radios[_FIVE], "up", value=False)


def channel_busy(scene: Scene) -> None:
    scene.set(scene.ap.radios[_FIVE], "utilisation", 88)


def client_excluded(scene: Scene) -> None:
    client, ap = scene.client, scene.region.air.aps[scene.client.ap]
    reason = "802.1X authentication failure"
    scene.set(client, "state", "excluded")
    scene.set(client, "excluded_at", scene.at)
    scene.set(client, "excluded_because", reason)
    scene.repeat(
        "%CLIENT_EXCLUSION_SERVER-5-ADD_TO_EXCLUSIONLIST_REASON_DYNAMIC: Chassis 1 R0/0: wncmgrd: Client MAC: "
        f"{client.mac} was added to exclusion list associated with AP Name:{ap.name}, BSSID:MAC: {ap.radio_mac}, "
        f"reason:{reason}",
        float(AGAIN_S),
    )


def client_weak(scene: Scene) -> None:
    scene.set(scene.client, "rssi", -82)
    scene.set(scene.client, "snr", 9)


def client_no_ip(scene: Scene) -> None:
    scene.set(scene.client, "state", "ip-learn")
    scene.set(scene.client, "since", scene.at)


def wlan_no_dhcp(scene: Scene) -> None:
    """Nobody on the WLAN gets an address any more."""
    for client in scene.region.air.clients.values():
        ap = scene.region.air.aps[client.ap]
        if client.wlan == scene.wlan.number and ap.controller == scene.switch.name:
            scene.set(client, "state", "ip-learn")
            scene.set(client, "since", scene.at)


def wlan_disabled(scene: Scene) -> None:
    scene.set(scene.wlan, "enabled", value=False)
    scene.log("%SYS-5-CONFIG_I: Configured from console by nadm on vty0 (10.40.9.21)")
