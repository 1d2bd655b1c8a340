"""All faults of the lab in one table: what each is called, what it breaks, and a line about it."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from bot.lab.faults import access, addresses, errdisable, harmless, health, physical, setting, wireless
from bot.lab.faults.device import behaves
from bot.lab.faults.place import Where
from bot.lab.faults.scene import Scene


@dataclass(frozen=True, kw_only=True)
class Fault:
    """One way to break something; `where` says what it happens to."""

    about: str
    apply: Callable[[Scene], None]
    where: Where = "port"


FAULTS: dict[str, Fault] = {
    "bpduguard": Fault(about="a switch was plugged in: BPDU guard err-disables the port", apply=errdisable.bpduguard),
    "psecure-violation": Fault(about="a foreign MAC: port security shuts the port", apply=errdisable.psecure_violation),
    "link-flap": Fault(about="the link came and went until the switch gave up", apply=errdisable.link_flap),
    "udld": Fault(about="the fibre carries one way only: UDLD shuts the port", apply=errdisable.udld),
    "storm-control": Fault(about="a broadcast storm: storm control shuts the port", apply=errdisable.storm_control),
    "inline-power": Fault(about="a PoE overload (Imax) err-disables the port", apply=errdisable.inline_power),
    "loopback": Fault(about="the port hears its own keepalive: a looped cable", apply=errdisable.loopback),
    "dhcp-rate-limit": Fault(about="too many DHCP packets: the port is err-disabled", apply=errdisable.dhcp_rate_limit),
    "arp-inspection": Fault(about="too many ARP packets: the port is err-disabled", apply=errdisable.arp_inspection),
    "security-violation": Fault(
        about="a second device on an 802.1X port: the port is err-disabled", apply=errdisable.security_violation
    ),
    "channel-misconfig": Fault(
        about="the two ends of a port-channel disagree: a member is err-disabled", apply=errdisable.channel_misconfig
    ),
    "gbic-invalid": Fault(about="the switch refuses the module: err-disabled", apply=errdisable.foreign_module),
    "l2ptguard": Fault(about="a setting shuts the port (l2ptguard)", apply=errdisable.because("l2ptguard")),
    "unicast-flood": Fault(
        about="a flood to addresses that nobody has shuts the port", apply=errdisable.because("unicast-flood")
    ),
    "link-monitor-failure": Fault(
        about="a seldom reason shuts the port (Ethernet OAM)", apply=errdisable.because("link-monitor-failure")
    ),
    "admin-shutdown": Fault(about="somebody shut the port in the configuration", apply=physical.admin_shutdown),
    "notconnect": Fault(about="the plug was pulled", apply=physical.notconnect),
    "comes-and-goes": Fault(about="the link comes and goes; it is up just now", apply=physical.comes_and_goes),
    "crc-rising": Fault(about="a bad cable: CRC errors grow", apply=physical.crc_rising),
    "duplex-mismatch": Fault(about="half duplex against full: late collisions grow", apply=physical.duplex_mismatch),
    "speed-low": Fault(about="the link came up at 10 Mb/s", apply=physical.speed_low),
    "cable-fault": Fault(about="a cut cable: no link, and a stored test says Open", apply=physical.cable_fault),
    "poe-denied": Fault(about="the device asks for more power than the port may give", apply=physical.poe_denied),
    "poe-budget": Fault(about="the switch has no power left for the device", apply=physical.poe_budget),
    "poe-faulty": Fault(about="the PoE controller reports a fault (Tstart)", apply=physical.poe_faulty),
    "poe-off": Fault(about="PoE is switched off on the port", apply=physical.poe_off),
    "poe-signature": Fault(about="what hangs on the cable cannot take power", apply=setting.no_powered_device),
    "port-mirrored": Fault(about="the port gets a copy of other traffic (SPAN)", apply=setting.mirrored),
    "port-parked": Fault(about="a device in the VLAN where unused sockets are kept", apply=setting.parked_in_use),
    "desk-trunk": Fault(about="a trunk at a desk", apply=setting.desk_trunk),
    "port-learning": Fault(about="spanning tree is about to open the port", apply=setting.learning),
    "flood-filtered": Fault(about="storm control throws a flood away, the port stays", apply=setting.flood_filtered),
    "source-guard": Fault(about="source guard lets nothing of the device through", apply=setting.source_guarded),
    "one-way": Fault(about="a fibre carries one way; UDLD only warns", apply=setting.one_way),
    "etherchannel-alone": Fault(about="a member works outside its port-channel", apply=setting.alone),
    "portsec-restrict": Fault(about="port security drops a foreign MAC; link stays", apply=access.portsec_restrict),
    "dot1x-failed": Fault(about="RADIUS rejects the 802.1X login", apply=access.dot1x_failed),
    "mab-failed": Fault(about="RADIUS does not know the MAC address", apply=access.mab_failed),
    "sign-in-running": Fault(about="the device is being asked for its name", apply=access.sign_in_running),
    "sign-in-unapplied": Fault(about="RADIUS says yes, the switch cannot apply it", apply=access.unapplied),
    "second-refused": Fault(about="one of two devices on the port is not let in", apply=access.second_refused),
    "extra-device": Fault(about="one device too many is dropped, the port stays open", apply=access.extra_device),
    "radius-dead": Fault(
        about="no RADIUS server answers; a named port is in the critical VLAN", apply=access.radius_dead, where="either"
    ),
    "radius-one-dead": Fault(about="one of two RADIUS servers is dead", apply=access.one_radius_dead, where="device"),
    "guest-vlan": Fault(about="the device was put into the guest VLAN", apply=access.guest_vlan),
    "critical-vlan": Fault(
        about="no RADIUS server answers: the port is in the critical VLAN", apply=access.radius_dead
    ),
    "supplicant-silent": Fault(
        about="the PC does not do 802.1X and got limited access by its MAC", apply=access.supplicant_silent
    ),
    "assigned-vlan": Fault(about="RADIUS puts the device into another VLAN", apply=access.assigned_vlan),
    "wrong-vlan": Fault(about="the port was put into another VLAN", apply=access.wrong_vlan),
    "vlan-missing": Fault(about="the port's VLAN does not exist on the switch", apply=access.vlan_missing),
    "vlan-not-on-trunk": Fault(about="the port's VLAN is not allowed on the uplink", apply=access.vlan_not_on_trunk),
    "stp-blocking": Fault(about="spanning tree blocks the port (Back BLK)", apply=access.stp_blocking),
    "loop-inconsistent": Fault(about="loop guard holds a second uplink back", apply=access.loop_inconsistent),
    "root-inconsistent": Fault(about="root guard blocks the port", apply=access.root_inconsistent),
    "voice-vlan-missing": Fault(about="a phone on a port without a voice VLAN", apply=addresses.voice_vlan_missing),
    "snooping-drops": Fault(
        about="the switch trusts its uplink no more: DHCP answers are dropped", apply=addresses.snooping_drops
    ),
    "pool-full": Fault(
        about="a gateway that hands out addresses has none left", apply=addresses.pool_full, where="device"
    ),
    "rogue-dhcp": Fault(about="somebody's router hands out addresses on the port", apply=addresses.rogue_dhcp),
    "arp-drops": Fault(about="ARP inspection drops a device with a fixed address", apply=addresses.arp_drops),
    "ip-theft": Fault(about="another device uses the address of the one on the port", apply=addresses.ip_theft),
    "duplicate-ip": Fault(
        about="a device has taken its gateway's own address", apply=addresses.duplicate_ip, where="device"
    ),
    "mac-flapping": Fault(about="the device's MAC moves between port and uplink", apply=access.mac_flapping),
    "stp-loop": Fault(about="a ring behind the port: broadcasts multiply, addresses flap", apply=access.stp_loop),
    "no-lease": Fault(about="the device gets no address", apply=access.no_lease),
    "silent-endpoint": Fault(about="link, but the device sends nothing", apply=access.silent_endpoint),
    "etherchannel-suspended": Fault(
        about="a member of a port-channel is suspended: the far end does not speak LACP",
        apply=health.etherchannel_suspended,
    ),
    "low-light": Fault(about="too little light comes in over a fibre; CRC errors grow", apply=health.light_low),
    "uplink-flapping": Fault(about="the link to another switch comes and goes", apply=health.uplink_flaps),
    "native-vlan-mismatch": Fault(about="the two ends of a trunk differ in native VLAN", apply=health.natives_differ),
    "uplink-full": Fault(about="an uplink carries all that it can", apply=health.full),
    "output-drops": Fault(about="the port drops what it should send", apply=health.drops_rise),
    "relay-missing": Fault(
        about="the gateway's VLAN interfaces have no helper address", apply=health.relay_missing, where="device"
    ),
    "memory-low": Fault(about="one process has eaten the memory", apply=health.memory_low, where="device"),
    "tcam-full": Fault(about="the hardware has no room for more addresses", apply=health.tables_full, where="device"),
    "uplink-down": Fault(
        about="all fibres towards the core are cut: the switch is out of reach",
        apply=health.uplink_down,
        where="device",
    ),
    "power-lost": Fault(about="the switch has no electricity", apply=health.power_lost, where="device"),
    "site-dark": Fault(
        about="the whole clinic, or part of the hospital, has no electricity", apply=health.site_dark, where="device"
    ),
    "reload-crash": Fault(
        about="the software crashed a quarter of an hour ago; it is back",
        apply=health.restarted(health.crashed),
        where="device",
    ),
    "reload-power": Fault(
        about="the power was gone a quarter of an hour ago; it is back",
        apply=health.restarted(health.lost_power),
        where="device",
    ),
    "reload-planned": Fault(
        about="somebody restarted the switch a quarter of an hour ago; it is back",
        apply=health.restarted_on_purpose,
        where="device",
    ),
    "stack-ring-open": Fault(about="a cable of a stack is out", apply=health.ring_open, where="device"),
    "stack-member-removed": Fault(
        about="the last switch of a stack is gone", apply=health.member_removed, where="device"
    ),
    "stack-version-mismatch": Fault(
        about="the last switch of a stack runs other software and stays out",
        apply=health.member_strange,
        where="device",
    ),
    "stack-member-starting": Fault(
        about="the last switch of a stack is just starting", apply=health.member_starting, where="device"
    ),
    "hung": Fault(about="the switch has hung: light on its fibres, not a word", apply=health.hung, where="device"),
    "desks-dark": Fault(
        about="a dozen desks have no electricity, the switch has", apply=health.desks_dark, where="device"
    ),
    "branch-planned": Fault(
        about="a port is marked for a switch that is not there yet", apply=health.branch_planned, where="device"
    ),
    "fan-failed": Fault(about="a fan stands still", apply=health.unwell("fan_failed", True), where="device"),
    "psu-failed": Fault(about="the second power supply has no input", apply=health.supply_failed, where="device"),
    "temperature-high": Fault(about="the closet is hot: yellow", apply=health.unwell("inlet_c", 49), where="device"),
    "cpu-high": Fault(about="ARP packets eat the CPU", apply=health.cpu_busy, where="device"),
    "ntp-lost": Fault(about="no time server is heard; the clock is wrong", apply=health.time_lost, where="device"),
    "ap-not-joined": Fault(
        about="an access point with power does not join: DTLS is closed",
        apply=wireless.join_fails("Join", "DTLS close alert from peer"),
        where="ap",
    ),
    "ap-auth-pending": Fault(
        about="an access point is not authorised on its controller",
        apply=wireless.join_fails("Join", "Ap auth pending"),
        where="ap",
    ),
    "ap-restarted": Fault(
        about="the access point started over some minutes ago", apply=wireless.ap_restarted, where="ap"
    ),
    "ap-rejoined": Fault(
        about="the access point lost its controller for a while, some minutes ago",
        apply=wireless.ap_rejoined,
        where="ap",
    ),
    "ap-unseen": Fault(about="the controller never heard the access point", apply=wireless.ap_unseen, where="ap"),
    "ap-downloading": Fault(about="the access point loads new software", apply=wireless.ap_downloading, where="ap"),
    "ap-listens-only": Fault(
        about="the access point measures and serves nobody", apply=wireless.ap_listens_only, where="ap"
    ),
    "ap-low-power": Fault(about="the access point gets 15.4 W of 30 W", apply=wireless.ap_low_power, where="ap"),
    "ap-misconfigured": Fault(
        about="the tags of the access point do not fit", apply=wireless.ap_misconfigured, where="ap"
    ),
    "ap-no-poe": Fault(about="the switch port does not feed the access point", apply=wireless.ap_no_poe, where="ap"),
    "ap-radio-down": Fault(about="the 5 GHz radio is down", apply=wireless.ap_radio_down, where="ap"),
    "ap-radio-disabled": Fault(
        about="somebody switched the 5 GHz radio off", apply=wireless.ap_radio_disabled, where="ap"
    ),
    "ap-disabled": Fault(about="somebody switched the access point off", apply=wireless.ap_disabled, where="ap"),
    "channel-busy": Fault(about="the 5 GHz channel is overloaded", apply=wireless.channel_busy, where="ap"),
    "client-excluded": Fault(
        about="a client failed 802.1X too often: exclusion list",
        apply=wireless.excluded("802.1X authentication failure"),
        where="client",
    ),
    "client-weak": Fault(about="a client hears its access point badly", apply=wireless.client_weak, where="client"),
    "client-wrong-psk": Fault(
        about="a client has the wrong key: exclusion list", apply=wireless.excluded("Wrong PSK"), where="client"
    ),
    "client-sticky": Fault(
        about="a client holds on to a far access point though a near one hears it",
        apply=wireless.client_sticky,
        where="client",
    ),
    "client-no-ip": Fault(about="a client gets no address", apply=wireless.client_stays("ip-learn"), where="client"),
    "client-authenticating": Fault(
        about="a client does not answer the login", apply=wireless.client_stays("authenticating"), where="client"
    ),
    "client-joining": Fault(
        about="a client begins to join again and again", apply=wireless.client_joining, where="client"
    ),
    "client-webauth": Fault(
        about="a client has not opened the portal page", apply=wireless.client_stays("webauth"), where="client"
    ),
    "policy-disabled": Fault(about="the policy profile of a WLAN is off", apply=wireless.policy_disabled, where="wlan"),
    "wlan-no-dhcp": Fault(about="nobody on a WLAN gets an address", apply=wireless.wlan_no_dhcp, where="wlan"),
    "wlan-login-stuck": Fault(
        about="nobody on a WLAN comes through the sign-in", apply=wireless.wlan_login_stuck, where="wlan"
    ),
    "wlan-disabled": Fault(about="somebody switched a WLAN off", apply=wireless.wlan_disabled, where="wlan"),
    "controller-took-over": Fault(
        about="the reserve controller took over some minutes ago", apply=wireless.controller_took_over, where="device"
    ),
    "controller-alone": Fault(
        about="the reserve of a controller is gone", apply=wireless.controller_alone, where="device"
    ),
    "controller-paired": Fault(
        about="a reserve controller stands by", apply=wireless.controller_paired, where="device"
    ),
    "asleep": Fault(about="a sleeping computer: 10 Mb/s and hardly a frame", apply=harmless.asleep),
    "device-restarts": Fault(about="a PoE device loses its power again and again", apply=harmless.restarts),
    "far-half": Fault(about="the other end runs half duplex", apply=harmless.far_half),
    "device-numb": Fault(about="a PoE device draws power and gives no link", apply=harmless.numb),
    "laser-weak": Fault(about="the module of this end sends too little light", apply=harmless.weak_laser),
    "module-dumb": Fault(about="the module measures nothing", apply=harmless.measures_nothing),
    "hot-standby": Fault(about="a spare member of a port-channel waits", apply=harmless.hot_standby),
    "drops-few": Fault(about="a packet is dropped now and then", apply=harmless.few_drops),
    "source-guard-served": Fault(about="source guard, and a lease on record", apply=harmless.leased_and_guarded),
    "clients-roam": Fault(about="phones walk between two access points", apply=harmless.clients_roam, where="device"),
    "stack-member-planned": Fault(
        about="one more switch of the stack is planned", apply=harmless.member_planned, where="device"
    ),
    "cpu-spike": Fault(about="the CPU is busy while we look", apply=health.unwell("spike", True), where="device"),
    "radar-heard": Fault(about="the radio left its channel because of radar", apply=harmless.radar_heard, where="ap"),
    "ap-led-off": Fault(about="the lamp of the access point is off by setting", apply=harmless.led_off, where="ap"),
    "unreachable": Fault(
        about="connection attempts vanish, as with a dead switch", apply=behaves("reach", "unreachable"), where="device"
    ),
    "refused": Fault(about="the SSH port is closed", apply=behaves("reach", "refused"), where="device"),
    "login-failed": Fault(about="the device refuses the password", apply=behaves("login", "refused"), where="device"),
    "aaa-overloaded": Fault(
        about="logins are refused after a long wait: the AAA server is overloaded",
        apply=behaves("login", "overloaded"),
        where="device",
    ),
    "no-free-line": Fault(
        about="all VTY lines are taken: connections are closed at once",
        apply=behaves("reach", "no-line"),
        where="device",
    ),
    "other-key": Fault(
        about="a spare unit answers, with a host key of its own", apply=behaves("reach", "other-key"), where="device"
    ),
    "old-ssh": Fault(
        about="old software answers, which speaks only old SSH", apply=behaves("reach", "old-ssh"), where="device"
    ),
    "silent": Fault(about="logs in, then never says a word", apply=behaves("reach", "silent"), where="device"),
    "slow": Fault(about="every command takes eight seconds", apply=behaves("command_s", 8.0), where="device"),
    "dropping": Fault(
        about="the session breaks in the middle of an output", apply=behaves("output", "dropping"), where="device"
    ),
    "garbling": Fault(
        about="noise and log lines get into outputs", apply=behaves("output", "garbling"), where="device"
    ),
    "authorization-failed": Fault(
        about="AAA authorises no command", apply=behaves("output", "unauthorised"), where="device"
    ),
    "privilege-1": Fault(
        about="the account has privilege 1: no running-config", apply=behaves("privilege", 1), where="device"
    ),
}
