"""The words that the nouns are made of: closed lists, and a text in every language."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Literal

Language = Literal["sv", "en"]
Outcome = Literal["proven", "likely", "cleared", "unknown"]
Severity = Literal["critical", "warning", "info", "ok", "unknown"]  # how bad it is for the people behind the target
Confidence = Literal["high", "medium", "low"]
Group = Literal["Field", "Cabling", "LAN", "WiFi", "NAC", "DDI", "WAN", "Fac", "MT", "AV", "SOC", "Client"]
Intent = Literal["diagnose", "where_is", "what_changed", "status", "escalate", "help", "change", "none"]
Symptom = Literal[
    "no_network", "slow", "intermittent", "no_power", "no_wifi", "weak_wifi", "cannot_login_network", "no_ip",
    "wrong_network", "phone_dead", "video_bad", "device_down", "site_down", "printer_offline", "check_only",
]  # fmt: skip
# What a runbook is about, as a colleague would group what is ruled out.
Theme = Literal[
    "cable",  # the port, its cable and its link
    "power",  # over the network cable, and of the equipment
    "network",  # the segment, and its addresses
    "login",  # who is let in
    "loop",  # spanning tree, and traffic that goes round
    "uplink",  # from the switch to the rest of the network
    "device",  # the switch or controller itself
    "wifi",  # wireless networks, their access points and who may use them
    "air",  # radio and signal
]
Role = Literal["access", "distribution", "core", "wlc", "ap", "router", "firewall"]

# May first line let hands touch what is plugged in? possible: say the guard sentence before step 1.
# known: medical equipment, a theatre or a call in progress; steps for hands are left out.
Guard = Literal["none", "possible", "known"]

Text = Mapping[Language, str]  # the same sentence in every language
