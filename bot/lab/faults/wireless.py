"""Faults of the air: access points that do not join, silent or crowded radios, clients kept out, WLANs switched off."""

from __future__ import annotations

from collections.abc import Callable

from bot.errors import RequestError
from bot.lab.faults.scene import Scene
from bot.lab.render.wifi import AGAIN_S
from bot.lab.wireless import ClientState, JoinTrouble

_FIVE = 1  # the slot of the 5 GHz radio
_BACK_S = 540.0  # what came back is asked about some minutes later


def join_fails(phase: str, reason: str) -> Callable[[Scene], None]:
    """The access point has power and answers, but its controller turns it away."""

    def fault(scene: Scene) -> None:
        scene.set(scene.ap, "trouble", JoinTrouble(phase=phase, reason=reason))

    return fault


def ap_no_poe(scene: Scene) -> None:
    """The switch port feeds nothing, though it may: a bad cable, a dead injector, a broken access point."""
    scene.set(scene.port, "poe", "undetected")
    scene.log(f"%ILPOWER-5-IEEE_DISCONNECT: Interface {scene.port.short}: PD removed")


def ap_restarted(scene: Scene) -> None:
    """It started over some minutes ago, and is back."""
    scene.set(scene.ap, "booted", scene.at - _BACK_S)
    scene.set(scene.ap, "joined", scene.at - _BACK_S + 181.0)


def ap_rejoined(scene: Scene) -> None:
    """It kept its power and lost its controller for a while; it is back."""
    scene.set(scene.ap, "joined", scene.at - _BACK_S)
    scene.set(scene.ap, "lost", (scene.at - _BACK_S - 40.0, "Heart beat timer expiry"))


def ap_unseen(scene: Scene) -> None:
    """Its controller has never heard it: a wrong VLAN, no DHCP option, no name in the DNS."""
    scene.set(scene.ap, "unseen", value=True)


def ap_low_power(scene: Scene) -> None:
    """The switch grants 15.4 W where 30 W were asked for."""
    scene.set(scene.ap, "power", "PoE/Medium Power (15.4 W)")
    scene.set(scene.port, "poe_max", 15.4)


def ap_misconfigured(scene: Scene) -> None:
    scene.set(scene.ap, "misconfigured", value=True)


def ap_radio_down(scene: Scene) -> None:
    scene.set(scene.ap.radios[_FIVE], "up", value=False)


def ap_radio_disabled(scene: Scene) -> None:
    """Somebody switched its 5 GHz radio off."""
    scene.set(scene.ap.radios[_FIVE], "enabled", value=False)
    scene.set(scene.ap.radios[_FIVE], "up", value=False)


def ap_disabled(scene: Scene) -> None:
    """Somebody switched the whole access point off; it stays joined."""
    scene.set(scene.ap, "enabled", value=False)
    for radio in scene.ap.radios:
        scene.set(radio, "up", value=False)


def ap_downloading(scene: Scene) -> None:
    """It has joined, and takes the software of its controller before it sends anything."""
    scene.set(scene.ap, "downloading", value=True)
    scene.set(scene.ap, "joined", scene.at)


def ap_listens_only(scene: Scene) -> None:
    """Somebody measured the air with it, and never set it back."""
    scene.set(scene.ap, "mode", "Monitor")


def channel_busy(scene: Scene) -> None:
    scene.set(scene.ap.radios[_FIVE], "utilisation", 88)


def excluded(reason: str) -> Callable[[Scene], None]:
    """The client failed too often and is kept out for a minute, again and again."""

    def fault(scene: Scene) -> None:
        _keep_out(scene, reason)

    return fault


def _keep_out(scene: Scene, reason: str) -> None:
    client, ap = scene.client, scene.region.air.aps[scene.client.ap]
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
    _far_away(scene, -86)


def client_sticky(scene: Scene) -> None:
    """The client holds on to a far access point, though another one hears it well."""
    _far_away(scene, -54)


def _far_away(scene: Scene, other_dbm: int) -> None:
    client, air = scene.client, scene.region.air
    mine = air.aps[client.ap]
    others = [ap.name for ap in air.aps.values() if ap.switch == mine.switch and ap is not mine]
    others = others or [ap.name for ap in air.aps.values() if ap.site == mine.site and ap is not mine]
    scene.set(client, "rssi", -82)
    scene.set(client, "snr", 9)
    scene.set(client, "near", tuple((name, other_dbm) for name in others[:1]))


def client_stays(state: ClientState) -> Callable[[Scene], None]:
    """The client comes no further than one step of the way in."""

    def fault(scene: Scene) -> None:
        scene.set(scene.client, "state", state)
        scene.set(scene.client, "since", scene.at)

    return fault


def client_joining(scene: Scene) -> None:
    """The client begins to join anew every few seconds: it is always on its way in."""
    scene.set(scene.client, "state", "authenticating")
    scene.set(scene.client, "restless", value=True)


def wlan_no_dhcp(scene: Scene) -> None:
    """Nobody on the WLAN gets an address any more."""
    _all_stay(scene, "ip-learn")


def wlan_login_stuck(scene: Scene) -> None:
    """Nobody on the WLAN comes through the sign-in any more."""
    _all_stay(scene, "authenticating")


def _all_stay(scene: Scene, state: ClientState) -> None:
    for client in scene.region.air.clients.values():
        ap = scene.region.air.aps[client.ap]
        if client.wlan == scene.wlan.number and ap.controller == scene.switch.name:
            scene.set(client, "state", state)
            scene.set(client, "since", scene.at)


def policy_disabled(scene: Scene) -> None:
    scene.set(scene.wlan, "policy_enabled", value=False)
    scene.log("%SYS-5-CONFIG_I: Configured from console by nadm on vty0 (10.40.9.21)")


def wlan_disabled(scene: Scene) -> None:
    scene.set(scene.wlan, "enabled", value=False)
    scene.log("%SYS-5-CONFIG_I: Configured from console by nadm on vty0 (10.40.9.21)")


def controller_paired(scene: Scene) -> None:
    """Two controllers as one: the reserve has stood by all along."""
    _needs_controller(scene)
    scene.set(scene.switch.health, "twin", "hot")
    scene.set(scene.switch.health, "twin_since", scene.switch.booted)


def controller_took_over(scene: Scene) -> None:
    """The controller at work failed some minutes ago, its reserve took over, and the first one stands by again."""
    _needs_controller(scene)
    scene.set(scene.switch.health, "took_over", scene.at - _BACK_S)
    scene.set(scene.switch.health, "twin", "hot")
    scene.set(scene.switch.health, "twin_since", scene.at)
    scene.log("%REDUNDANCY-3-SWITCHOVER: RP switchover (PEER_DOWN)", after=-_BACK_S)


def controller_alone(scene: Scene) -> None:
    """The reserve is gone; whoever is at work goes on alone."""
    _needs_controller(scene)
    scene.set(scene.switch.health, "twin", "gone")
    scene.set(scene.switch.health, "twin_since", scene.at)
    scene.log("%REDUNDANCY-3-STANDBY_LOST: Standby processor fault (PEER_DOWN)")


def _needs_controller(scene: Scene) -> None:
    if scene.switch.role != "wlc":
        raise RequestError(f"{scene.switch.name} is no wireless controller; try wlc-kar-01.")
