"""netmiko's device types, and which of them are one and the same platform."""

from __future__ import annotations

# Names that an operator may write on the left, the folder of parsers/ that reads the device on the right.
SAME_AS = {
    "aruba_osswitch": "hp_procurve",
    "aruba_procurve": "hp_procurve",
    "cisco_ioswlc": "cisco_xe",
    "cisco_wlc_ssh": "cisco_wlc",
    "extreme_exos": "extreme",
    "hp_comware": "h3c_comware",
    "huawei_vrp": "huawei",
    "juniper": "juniper_junos",
    "mellanox_mlnxos": "mellanox",
    "ruckus_fastiron": "brocade_fastiron",
    "ubiquiti_edgeswitch": "ubiquiti_edge",
}

# Every device type of netmiko 4.8 that a hospital network may hold. A device whose platform has no folder in parsers/
# may stand in the inventory: it is a neighbour, and a question about it is answered with "cannot be read".
PLATFORMS = (
    "alcatel_aos", "allied_telesis_awplus", "apc_aos", "arista_eos", "aruba_aoscx", "aruba_os", "avaya_ers",
    "avaya_vsp", "broadcom_icos", "brocade_fastiron", "brocade_vdx", "checkpoint_gaia", "ciena_saos", "cisco_ap",
    "cisco_apic", "cisco_asa", "cisco_ftd", "cisco_ios", "cisco_nxos", "cisco_s200", "cisco_s300", "cisco_s500",
    "cisco_viptela", "cisco_wlc", "cisco_xe", "cisco_xr", "cumulus_linux", "dell_os10", "dell_os6", "dell_os9",
    "dell_powerconnect", "dell_sonic", "dlink_ds", "eltex", "enterasys", "extreme", "extreme_ers", "extreme_netiron",
    "extreme_slx", "extreme_vsp", "extreme_wing", "f5_tmsh", "fortinet", "generic", "h3c_comware", "hirschmann_hios",
    "hp_procurve", "huawei", "juniper_junos", "juniper_screenos", "lancom_lcossx5", "linux", "mellanox",
    "mikrotik_routeros", "mikrotik_switchos", "moxa_nos", "netgear_prosafe", "nokia_srl", "nokia_sros",
    "opengear_linux", "paloalto_panos", "perle_iolan", "raisecom_ros", "ruijie_os", "silverpeak_vxoa", "sophos_sfos",
    "teldat_cit", "tplink_jetstream", "ubiquiti_edge", "ubiquiti_edgerouter", "ubiquiti_unifiswitch", "vertiv_mph",
    "vyos", "watchguard_fireware", "zyxel_os",
)  # fmt: skip


def platform_of(name: str) -> str | None:
    """The platform behind one of netmiko's names of it, or None where nobody knows the name.

    netmiko also writes every SSH type with `_ssh` behind it. Telnet and serial types are no names here: the bot
    speaks SSH only.
    """
    for spelled in (name, name.removesuffix("_ssh")):
        known = SAME_AS.get(spelled, spelled)
        if known in PLATFORMS:
            return known
    return None
