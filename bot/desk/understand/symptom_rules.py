"""Which concepts, in which order, tell of which symptom: one row a line. The more telling rules stand first and win."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

from bot.model import Symptom


@dataclass(frozen=True, kw_only=True)
class Rule:
    """A symptom, and the concepts (vocabulary.py) that tell of it, in one clause and in this order.

    `a|b` is either of them; `..` up to three words between, `...` up to nine. `unless` speaks of the whole text.
    """

    symptom: Symptom
    says: tuple[str, ...]
    unless: tuple[str, ...] = ()


def _rule(symptom: Symptom, says: str, unless: str = "") -> Rule:
    return Rule(symptom=symptom, says=_rows(says), unless=_rows(unless))


def _rows(text: str) -> tuple[str, ...]:
    return tuple(line.strip() for line in text.splitlines() if line.strip())


RULES: Final = (
    # A whole place comes before what each one in it lacks.
    _rule("site_down", """
        all .. place|label|@site ... dead|gone|dark|no|lost|not|affected
        no|lost|gone|dead .. net .. all .. place|label|@site
        nobody .. place|label|@site|there ... net|app|come|works|connect|login|in
        place|@site .. all|be .. dead|no|gone|lost
        place|@site .. all .. dead|no|gone|lost
        no|nothing|not works .. place|@site
        no machine .. place|@site
        works .. not .. all .. place|@site
    """, unless="""
        wifi
        nobody ... ip|dhcp|login
        @port|@jack|@room|@mac|@ip|@host|ap|phone|printer
        switch .. dead|answer
    """),
    _rule("site_down", """
        outage|power_cut ... @site|place|all|affected
        @site|place ... outage|power_cut
        nobody ... net|app|come|works|connect
        all ... no|lost net|contact
        all ... gone|dead|not|affected ... @site|place
        all .. dead .. @site
        @site .. dead .. all
        drop .. @site
        @site ... dead|gone|dark|no|not|lost
        dead .. @site
    """, unless="""
        wifi
        nobody ... ip|dhcp|login
        @port|@jack|@room|@mac|@ip|@host|ap|phone|printer
        switch
        there
    """),
    _rule("site_down", """
        nobody ... net
        all ... no|lost net|contact
    """, unless="""
        wifi
        nobody ... ip|dhcp|login
        @port|@jack|@room|@mac
    """),
    # Then what has no power, or shows none.
    _rule("site_down", """
        all place|label .. lost|no .. net|contact
        all place|label be dead|gone|dark
    """, unless="""
        wifi
    """),
    _rule("no_power", """
        no_power
        no|not|lost .. power
        power .. deny|block
        power .. not|no|dead|gone|lost|trouble|bad
        power_cut
        ap|camera ... dark
        ap|camera|phone|switch ... no|not .. light
        ap|camera|phone|switch .. light .. not|dead
        light .. not|dead
        no .. light
    """, unless="""
        link|port|@port light
        light .. link|port|@port
        no link
        link light
    """),
    _rule("no_power", """
        start .. not
        not .. start
        it|ap dark
    """, unless="""
        no|lost .. net|link|contact
        switch
    """),
    # People's things, by their own names.
    _rule("phone_dead", """
        phone ... dead|gone|silent|dark|not|trouble|bad|register|stuck
        dead|silent|trouble .. phone
        phone .. no tone|sound|register
        no .. tone
        tone .. gone|dead
        not .. call|tone
        call .. not
        works not .. phone
    """, unless="""
        wifi
        mobile
        no|not .. ip|net|vlan|power
        not connect
    """),
    _rule("video_bad", """
        video|meeting ... slow
        video|picture|meeting|sound ... choppy|drop|bad|gone|dead|trouble|unstable|so_and_so|often|weak
        choppy|bad|slow|trouble|weak .. video|picture|sound|meeting
        no|lost .. picture|sound|video
        not .. get .. picture|sound|video
        picture|sound|video .. not|no
        call .. choppy|drop
        camera ... choppy|bad
        not check .. video
        choppy .. camera
    """, unless="""
        no|lost .. net|link|contact
        not .. print
    """),
    # What the network did not give.
    _rule("no_ip", """
        own_ip
        not get .. ip
        ip clash
        no .. ip|dhcp
        get .. not .. ip|dhcp
        not .. get .. ip|dhcp
        ip no|lost|gone
        dhcp .. not|no|dead|trouble|bad|gone|silent
        nobody ... ip
        not ip|dhcp
        lost .. ip
    """, unless="""
        trouble|wrong ip
        ip phone
    """),
    _rule("wrong_network", """
        wrong|trouble net|vlan|ip|guest
        get ip , wrong|trouble
        ip .. guest
        vlan .. , should
        vlan should be .. , ... in .. vlan
        trouble|wrong|bad .. vlan
        vlan .. trouble|wrong
        in .. guest
        be guest
        guest vlan
        should be .. in .. vlan
        should not be .. in .. vlan
        should be .. vlan .. , be
        should not .. guest
    """, unless="""
        come|connect .. guest
    """),
    _rule("device_down", """
        switch|ap ... dead|gone
        switch .. dark|lost
        switch|ap ... not .. answer|come
        switch|ap .. answer|come .. not
        not .. come|answer|net .. switch|ap
        no|lost contact .. switch|ap
        switch ... reboot
        all reboot
        dead .. switch|ap
        switch .. silent
        switch|ap .. trouble .. dead
        switch|ap , .. answer not
        ap connect not
        ap ... disconnected
    """, unless="""
        @port
    """),
    _rule("device_down", """
        reboot .. switch
        dead .. , switch|ap
    """, unless="""
        @port
        no|lost .. net
        net|wifi|phone|printer|machine
    """),
    _rule("cannot_login_network", """
        auth
        wifi|net ... wrong|trouble password
        wifi|net .. , .. wrong|trouble password
        wrong|trouble password ... wifi|net
        nac .. deny|block|not|dead
        net block
        deny
        login .. net|wifi .. not|trouble|dead|no
        net .. login .. not|trouble|dead
        login .. not .. net
        not .. login .. net|wifi
        not .. login in
        login .. trouble
        come .. not .. in in net
        not .. come in in net
        nobody ... login
        net login .. not|trouble|dead
        login ... not ... net
    """),
    _rule("cannot_login_network", """
        admit .. not
        not .. admit
    """, unless="""
        wifi
    """),
    # The air.
    _rule("weak_wifi", """
        wifi ... weak
        signal , weak
        signal .. bad|weak|drop|trouble|slow
        bad|weak|no|slow .. signal
        wifi .. bad|weak|choppy
        bad|weak|choppy .. wifi
        wifi ... choppy
        one .. bar
        no_signal
        weak .. in .. wifi
    """, unless="""
        no wifi
        no signal .. net
    """),
    _rule("no_network", """
        no|lost net , not .. wifi
        no signal .. net
    """),
    _rule("intermittent", """
        so_and_so
        unstable
        drop .. net|link|contact|wifi|often|it
        net|link|contact|wifi|@port|port|it|@room|@jack|@mac|@host|there|printer .. drop
        often .. drop|lost|gone|dead|disconnected|no
        drop ... often
        ap .. drop
        light|dark ... often
        lost|gone|dead|disconnected ... often
    """),
    _rule("no_wifi", """
        no|not|lost|gone|dead|trouble ... wifi
        wifi ... not|no|dead|gone|lost|trouble|disconnected
        nobody ... wifi
        wifi ... nobody
        mobile ... connect not
        not .. connect|come ... wifi
        connect .. wifi
        wifi not
    """),
    # What is there, and bad.
    _rule("slow", """
        slow
        bad|weak|slow .. speed
        speed .. bad|weak|dead|trouble
        net .. bad|weak
        bad|weak net
        choppy
    """),
    _rule("printer_offline", """
        no_print
        not .. print
        connect not .. printer
        not .. connect|come .. printer
        print .. not|stuck|dead|trouble|gone
        no .. print
        nothing ... printer
        printer ... dead|not|trouble|gone|stuck|silent|bad|dark
    """, unless="""
        no|lost .. net|link|contact
    """),
    _rule("no_network", """
        no|lost|not|gone|dead .. net|link|contact
        net|link|contact|port|@port|it|all ... dead|gone|not|trouble|lost|disconnected|bad|no|nothing
        nothing|there|@room|@jack|@mac|@ip|@host ... dead|gone|not|trouble|lost|disconnected|bad|no|nothing
        no|not|nothing works|come|connect
        no|nothing answer
        answer ... , nothing
        works|come|connect .. not|nothing|no
        nothing .. works|come
        dead|outage|disconnected
        not .. works|come|connect|open
        not get .. in
        dark|silent
        all except ... net|works
    """),
    _rule("slow", """
        complain
    """),
    _rule("check_only", """
        check
        be .. fine
        all fine
        connect .. fine
    """),
)  # fmt: skip
