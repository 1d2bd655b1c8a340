"""Only a platform makes commands, only from fixed lines; mistakes in a platform.yaml are told with file and line."""

from __future__ import annotations

import dataclasses
import re
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from parsers.document import DocumentError
from parsers.machine import compile_template
from parsers.platform import Command, load_platform, platforms
from parsers.reads import READS, WIRELESS

PARAMETERS = {
    "interface": "Gi1/0/14",
    "mac": "48:9e:bd:e8:18:4e",
    "address": "10.20.3.17",
    "vlan": "110",
    "ap": "AP-KAR_B2.07",
    "wlan": "17",
    "profile": "PP-REG-Corp",
}
SAFE = re.compile(r"show [a-zA-Z0-9 ./_:-]+")


def test_the_platforms_of_the_first_release_are_there() -> None:
    assert {"cisco_ios", "cisco_xe"} <= set(platforms())


@pytest.mark.parametrize("name", platforms())
def test_every_read_is_bound_or_said_to_be_impossible(name: str) -> None:
    platform = load_platform(name)
    assert {*platform.definition.forms, *platform.definition.cannot} == set(READS)


@pytest.mark.parametrize("name", platforms())
def test_every_template_compiles(name: str) -> None:
    for forms in load_platform(name).definition.forms.values():
        for form in forms:
            assert compile_template(form.reading.template).states["Start"]


@pytest.mark.parametrize("name", platforms())
def test_every_form_is_found_again_by_the_line_that_it_sends(name: str) -> None:
    platform = load_platform(name)
    for read, known in READS.items():
        for command in platform.commands(read, {kind: PARAMETERS[kind] for kind in known.takes}):
            assert SAFE.fullmatch(command.line)
            assert read in {match.read for match in platform.matches(command.line)}
            assert platform.form_of(command).read == read


def test_a_command_holds_full_names_and_dotted_addresses() -> None:
    platform = load_platform("cisco_xe")
    port = platform.commands("port", {"interface": "gi1/0/14"})[0]
    assert port.line == "show interfaces GigabitEthernet1/0/14 status"
    lookup = platform.commands("mac_lookup", {"mac": "48-9E-BD-E8-18-4E"})[0]
    assert lookup.line == "show mac address-table address 489e.bde8.184e"


def test_old_ios_is_asked_in_its_own_words_when_it_does_not_know_the_new_ones() -> None:
    lines = [command.line for command in load_platform("cisco_ios").commands("mac", {"interface": "Fa0/6"})]
    assert lines == [
        "show mac address-table interface FastEthernet0/6",
        "show mac-address-table interface FastEthernet0/6",
    ]


@pytest.mark.parametrize(
    "interface",
    ["", "Gi1/0/14\nreload", "Gi1/0/14 | redirect x", "Gi1/0/14;reload", "../x", "{mac}", "Gi1/0/14\r", "Gi１/0/1"],
)
def test_a_parameter_that_is_more_than_a_name_makes_no_command(interface: str) -> None:
    with pytest.raises(ValueError, match="is no interface"):
        load_platform("cisco_xe").commands("port", {"interface": interface})


@pytest.mark.parametrize("ap", ["", "-x", "AP 1", "AP-1;reload", "AP-1|x", "AP-1\n", "A" * 33, "ÅP-1", "{mac}"])
def test_an_access_point_that_is_more_than_a_name_makes_no_command(ap: str) -> None:
    with pytest.raises(ValueError, match="is no ap"):
        load_platform("cisco_xe").commands("ap_detail", {"ap": ap})


def test_a_controller_is_asked_with_the_spelling_that_it_takes() -> None:
    platforms_of_controllers = map(load_platform, ("cisco_xe", "cisco_wlc"))
    lines = [platform.commands("client", {"mac": "a4c3.f012.7d05"})[0].line for platform in platforms_of_controllers]
    assert lines == ["show wireless client mac-address a4c3.f012.7d05 detail", "show client detail a4:c3:f0:12:7d:05"]


def test_a_platform_may_say_in_one_word_that_it_is_no_controller(tmp_path: Path) -> None:
    load_written(tmp_path, GOOD.replace("reads:", "cannot: [wireless]\nreads:"))
    assert load_platform("acme_os", tmp_path).definition.cannot == set(WIRELESS)


@given(st.text(max_size=40))
def test_whatever_is_asked_for_a_command_is_a_show_command_in_one_line(text: str) -> None:
    platform = load_platform("cisco_xe")
    for read in ("port", "mac_lookup", "arp_lookup", "ap_detail", "wlan", "policy_profile"):
        try:
            commands = platform.commands(read, {READS[read].takes[0]: text})
        except ValueError:
            continue
        assert all(SAFE.fullmatch(command.line) for command in commands)


def test_parameters_are_those_that_the_read_takes() -> None:
    platform = load_platform("cisco_xe")
    for read, parameters in (("port", {}), ("clock", {"interface": "Gi1/0/1"}), ("reload", {})):
        with pytest.raises(ValueError, match=r"takes|no read"):
            platform.commands(read, parameters)


def test_nobody_else_can_make_or_alter_a_command() -> None:
    command = load_platform("cisco_xe").commands("clock", {})[0]
    with pytest.raises(TypeError, match=r"Platform\.commands"):
        Command(line="reload", platform="cisco_xe", read="clock", maker=object())
    with pytest.raises((ValueError, TypeError)):
        dataclasses.replace(command, line="reload")  # type: ignore[call-arg]
    with pytest.raises(dataclasses.FrozenInstanceError):
        command.line = "reload"  # type: ignore[misc]


@pytest.mark.parametrize(
    ("text", "kind"),
    [
        ("               ^\n% Invalid input detected at '^' marker.\n\n", "unsupported"),
        ("% Incomplete command.\n", "unsupported"),
        ('% Ambiguous command:  "show mac"\n', "unsupported"),
        ("% Unknown command or computer name, or unable to find computer address\n", "unsupported"),
        ("% Authorization failed.\n", "denied"),
        ("Command authorization failed.\n\n", "denied"),
        ("% Access denied\n", "denied"),
    ],
)
def test_a_refusal_is_told_from_an_answer(text: str, kind: str) -> None:
    refusal = load_platform("cisco_ios").refusal(text)
    assert refusal is not None
    assert refusal.kind == kind
    assert refusal.line in text


def test_an_answer_that_only_quotes_a_refusal_is_none() -> None:
    platform = load_platform("cisco_ios")
    assert platform.refusal("".join(f"line {n}\n" for n in range(9)) + "% Authorization failed.\n") is None
    assert platform.refusal("") is None


def test_the_allow_list_holds_every_line_that_can_be_sent_with_its_reason() -> None:
    platform = load_platform("cisco_xe")
    lines = {form.line for form in platform.allow_list()}
    assert "show interfaces {interface} status" in lines
    assert "show interfaces switchport" not in lines, "recognised in files, never sent"
    assert all(form.why for form in platform.allow_list())


GOOD = """\
extends: cisco_ios
reads:
  clock:
    why: time
    commands: [show clock]
    template: clock.textfsm
    readable: ':'
"""
TEMPLATE = "Value TIME (\\S+)\n\nStart\n  ^${TIME} -> Record\n"


def load_written(folder: Path, text: str, template: str = TEMPLATE) -> None:
    (folder / "acme_os").mkdir()
    (folder / "acme_os" / "platform.yaml").write_text(text)
    (folder / "acme_os" / "clock.textfsm").write_text(template)
    load_platform("acme_os", folder)


def test_a_site_may_add_a_platform_of_its_own(tmp_path: Path) -> None:
    load_written(tmp_path, GOOD)
    assert "acme_os" in platforms(tmp_path)
    platform = load_platform("acme_os", tmp_path)
    assert platform.forms("clock")[0].reading.template == tmp_path / "acme_os" / "clock.textfsm"
    assert platform.forms("port"), "inherited"


@pytest.mark.parametrize(
    ("old", "new", "line", "said"),
    [
        ("  clock:", "  clok:", 3, "Did you mean clock"),
        ("    why:", "    wy:", 4, "Did you mean why"),
        ("[show clock]", "[reload]", 5, "not a plain show command"),
        ("[show clock]", "['show clock | append flash:x']", 5, "not a plain show command"),
        ("[show clock]", "['show clock {interface}']", 5, "It takes no parameter"),
        ("[show clock]", "['clear counters']", 5, "not a plain show command"),
        ("[show clock]", "['test cable-diagnostics tdr interface x']", 5, "not a plain show command"),
        ("clock.textfsm", "clok.textfsm", 6, "there is no template clok.textfsm"),
        ("readable: ':'", "readable: '('", 7, "not a regular expression"),
        ("readable: ':'", "readable: ':'\n    required: [tim]", 8, "Did you mean time"),
        ("readable: ':'", "readable: ':'\n    spellings: {synchronized: {x: true}}", 8, "Did you mean synchronised"),
        ("cisco_ios", "cisco_is", 1, "Did you mean cisco_ios"),
        ("reads:", "preamble: [terminal length 0, configure terminal]\nreads:", 2, "may not be sent"),
    ],
)
def test_a_mistake_in_a_platform_is_told_with_file_line_and_remedy(
    tmp_path: Path, old: str, new: str, line: int, said: str
) -> None:
    with pytest.raises(DocumentError) as told:
        load_written(tmp_path, GOOD.replace(old, new))
    assert told.value.file.endswith("platform.yaml")
    assert told.value.line == line
    assert said in str(told.value)


def test_a_template_may_only_name_fields_of_the_record(tmp_path: Path) -> None:
    with pytest.raises(DocumentError, match=r"TIMES of clock\.textfsm is no field.*Did you mean time"):
        load_written(tmp_path, GOOD, TEMPLATE.replace("TIME", "TIMES"))


def test_an_unknown_platform_names_the_nearest() -> None:
    with pytest.raises(DocumentError, match="Did you mean cisco_xe"):
        load_platform("cisco_xr")
