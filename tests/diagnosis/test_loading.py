"""Whatever is wrong in a runbook is told when it is loaded: the file, the line of the mistake, and what to do."""

from __future__ import annotations

from pathlib import Path

import pytest

from bot.desk.library import load_library
from bot.diagnosis.cases import play
from parsers.document import DocumentError, nearest, parse_document
from tests.diagnosis.plays import baselines, shipped

RUNBOOK = """\
runbook: camera
title: Is a camera in the cameras' network
owner: LAN
steps:
  - read: interface
    samples: 2
    every: 15s
  - read: port
    when: linked
limits:
  camera_vlan: 160
facts:
  is_camera: '"kamera" in interface.description'
  linked: port.status == "connected"
phrases:
  again:
    when: is_camera
    says: Again.
    otherwise: Not again.
    unknown: Who knows.
rules:
  wrong_network:
    code: CAMERA_WRONG_VLAN
    when: is_camera and port.vlan != limits.camera_vlan
    severity: critical
    confidence: medium
    escalate: LAN
    explains: [PORT_FLAPPING]
    says: Port {port} on {device} has a camera in VLAN {port.vlan}. {again}
    headline: The camera is probably in another network
    say: The jack belongs to another part of the network, so I am ordering the change.
    ask: Has the camera been moved here?
    do:
      - Ask them to read out the label on the jack.
      - hands: Ask them to swap the cable.
    owner: Network operations moves the jack.
    otherwise: No camera in a wrong network was found here.
"""
SWEDISH = """\
title: Ligger kameran i kamerornas nätdel
phrases:
  again: {says: Igen., otherwise: Inte igen., unknown: Vem vet.}
rules:
  wrong_network:
    says: Port {port} i {device} har en kamera i VLAN {port.vlan}. {again}
    headline: Kameran ligger troligen i en annan nätdel
    say: Uttaget hör till en annan nätdel, så jag beställer ändringen.
    ask: Har kameran flyttats hit?
    do:
      - Be dem läsa upp märkningen på uttaget.
      - Be dem byta kabeln.
    owner: Nätdrift flyttar uttaget.
    otherwise: Ingen kamera i fel nätdel hittades här.
"""
INVESTIGATION = """\
investigation: wired-port
about: port
title: A camera's port
runbooks: [camera]
beside: [camera]
checks:
  link:
    when: port.status == "connected"
    says: The port has link.
cleared: {says: a, headline: b, say: c, ask: d, do: e, owner: f}
guard: {words: [medtek], fields: [port.name]}
"""
INVESTIGATION_SV = """\
title: En kameras port
checks:
  link: Porten har länk.
cleared: {says: a, headline: b, say: c, ask: d, do: e, owner: f}
"""
FILES = {
    "camera/runbook.yaml": RUNBOOK,
    "camera/sv.yaml": SWEDISH,
    "wired-port/investigation.yaml": INVESTIGATION,
    "wired-port/sv.yaml": INVESTIGATION_SV,
}


@pytest.fixture
def site(tmp_path: Path) -> Path:
    """A site's own folder with one runbook and one investigation, both right."""
    for name, text in FILES.items():
        (tmp_path / name).parent.mkdir(exist_ok=True)
        (tmp_path / name).write_text(text, encoding="utf-8")
    return tmp_path


def refused(site: Path) -> DocumentError:
    with pytest.raises(DocumentError) as caught:
        load_library(site)
    return caught.value


def test_what_is_right_is_loaded_over_what_is_shipped(site: Path) -> None:
    library = load_library(site)
    assert library.runbooks["camera"].rules[0].code == "CAMERA_WRONG_VLAN"
    assert set(shipped().runbooks) < set(library.runbooks)
    assert library.version != shipped().version


BOOK, SV, INV, INV_SV = FILES
# file, what is written there, what is written instead, what is told
MISTAKES = [
    # the form
    (BOOK, "owner: LAN\n", "", "'owner' is missing. Add 'owner:' here."),
    (BOOK, "owner: LAN", "ownr: LAN", "unknown key 'ownr'. Did you mean owner?"),
    (BOOK, "owner: LAN", "owner: LAN\nowner: NAC", "owner"),
    (BOOK, "owner: LAN", "owner: 7", "text belongs here, not a number. Put quotes round it."),
    (BOOK, "camera_vlan: 160", "camera_vlan: '160'", "a number belongs here, not text."),
    (BOOK, "runbook: camera", "runbook: kamera", "its folder is 'camera'. Give both the same name."),
    (BOOK, "steps:\n", "steps: yes\nsteps2:\n", "steps2"),
    (BOOK, "explains: [PORT_FLAPPING]", "explains: PORT_FLAPPING", "a list belongs here, not text."),
    # steps
    (BOOK, "read: interface", "read: interfase", "Did you mean interface?"),
    (BOOK, "read: interface", "read: zzzz", "'zzzz' is not one of the "),
    (BOOK, "is_camera and port.vlan", "is_camera and zzzz.vlan", "that can be read. The nearest of the "),
    (BOOK, "    every: 15s\n", "", "two samples need the time between them. Add 'every: 15s'."),
    (BOOK, "every: 15s", "every: 15", "text belongs here, not a number."),
    (BOOK, "every: 15s", "every: soon", "'soon' is not a time. Write seconds, for instance 15s."),
    (BOOK, "samples: 2", "sample: 2", "Did you mean samples?"),
    (BOOK, "when: linked", "when: linkd", "in the condition: 'linkd' is not known. Did you mean linked?"),
    # facts and conditions
    (BOOK, 'port.status == "connected"', 'port.status == "conected"', "is never a value of port.status"),
    (BOOK, "linked: port.status", "port: port.status", "'port' cannot be the name of a fact."),
    (BOOK, 'is_camera: \'"kamera" in', 'is_camera: \'linked and "kamera" in', "'linked' is not known."),
    (BOOK, "limits.camera_vlan\n", "limits.camera_lan\n", "Did you mean camera_vlan?"),
    (BOOK, "is_camera and port.vlan", "is_camera and os.system('x')", "in the condition"),
    # rules
    (BOOK, "code: CAMERA_WRONG_VLAN", "code: camera wrong", "is not a finding code. Codes are UPPER_SNAKE."),
    (BOOK, "severity: critical", "severity: fatal", "'fatal' is not one of critical, warning, info, unknown."),
    (BOOK, "confidence: medium", "confidence: sure", "'sure' is not one of high, medium, low."),
    (BOOK, "escalate: LAN", "escalate: Lan", "'Lan' is not one of Field, Cabling, LAN"),
    (BOOK, "    ask: Has the camera been moved here?\n", "", "'ask' is missing."),
    (BOOK, "{port.vlan}. {again}", "{port.vln}. {again}", "in the text: 'port' has no 'vln'. Did you mean vlan?"),
    (BOOK, "{port.vlan}. {again}", "{port.vlan}. {agin}", "in the text: '{agin}' is not known."),
    (BOOK, "      - hands: Ask", "      - hand: Ask", "Did you mean hands?"),
    (BOOK, "when: is_camera and", "when: is_camera # and", "cuts the text short. Put quotes round it."),
    (BOOK, "    unknown: Who knows.\n", "", "'unknown' is missing."),
    # the other language
    (SV, "    ask: Har kameran flyttats hit?\n", "", "'ask' is missing."),
    (SV, "    otherwise: Ingen kamera i fel nätdel hittades här.\n", "", "'otherwise' is missing."),
    (SV, "      - Be dem byta kabeln.\n", "", "1 steps here, 2 in English. Write the same steps in both."),
    (SV, "wrong_network:", "wrong_netwrk:", "Did you mean wrong_network?"),
    (SV, "i VLAN {port.vlan}", "i VLAN {port.vln}", "Did you mean vlan?"),
    (SV, "unknown: Vem vet.", "unkown: Vem vet.", "Did you mean unknown?"),
    (SV, "    headline: Kameran", "    when: linked\n    headline: Kameran", "unknown key 'when'."),
    # investigations
    (INV, "runbooks: [camera]", "runbooks: [camra]", "there is no runbook 'camra'. Did you mean camera?"),
    (INV, "beside: [camera]", "beside: [link]", "'link' is not one of camera."),
    (INV, '== "connected"', '== "up"', "is never a value of port.status"),
    (INV, "says: The port has link.", "tells: The port has link.", "unknown key 'tells'."),
    (INV, "fields: [port.name]", "fields: [port.nam]", "Did you mean name?"),
    (INV, ", owner: f}", "}", "'owner' is missing."),
    (INV_SV, "link: Porten", "lnk: Porten", "'link' is missing."),
]


def test_of_very_many_names_only_the_nearest_are_listed() -> None:
    many = [f"read{number}" for number in range(600)]
    told = nearest("zzz5", many)
    assert told.startswith("The nearest of the 600 that are known here: ")
    assert told.count(",") == 7
    assert nearest("zzz5", ["port", "interface"]) == "Known here: interface, port."


@pytest.mark.parametrize(("file", "right", "wrong", "told"), MISTAKES, ids=[one[2][:40] for one in MISTAKES])
def test_a_mistake_is_told_with_its_file_and_line_and_a_remedy(
    site: Path, file: str, right: str, wrong: str, told: str
) -> None:
    text = FILES[file]
    assert text.count(right) == 1
    (site / file).write_text(text.replace(right, wrong), encoding="utf-8")
    error = refused(site)
    assert error.file == str(site / file)
    assert error.line is not None
    assert told in str(error)
    assert error.remedy.endswith((".", "?"))


def test_the_line_is_the_one_of_the_mistake(site: Path) -> None:
    (site / BOOK).write_text(RUNBOOK.replace("severity: critical", "severity: fatal"), encoding="utf-8")
    assert refused(site).line == 1 + RUNBOOK[: RUNBOOK.index("severity: critical")].count("\n")


def test_a_rule_that_speaks_of_what_nothing_reads_is_refused(site: Path) -> None:
    (site / BOOK).write_text(RUNBOOK.replace("when: is_camera and port", 'when: poe.oper == "on" and port'), "utf-8")
    error = refused(site)
    assert error.file == str(site / BOOK)
    assert "rule 'wrong_network' speaks of 'poe', which no step of the investigation 'wired-port' reads" in str(error)
    assert error.remedy == "Add it to the steps of this runbook: - read: poe."


def test_more_than_three_steps_are_refused(site: Path) -> None:
    more = "    do: [a, b, c, d]\n    owner"
    for file, text in ((BOOK, RUNBOOK), (SV, SWEDISH)):
        head, rest = text.split("    do:\n", 1)
        (site / file).write_text(head + more + rest.split("    owner", 1)[1], encoding="utf-8")
    assert "4 steps. One to three steps: the reader is on the phone." in str(refused(site))


def test_a_runbook_without_its_swedish_texts_is_refused(site: Path) -> None:
    (site / SV).unlink()
    assert "camera/sv.yaml: is missing" in str(refused(site))


def test_a_folder_that_is_not_there_is_refused(tmp_path: Path) -> None:
    assert "is no folder" in str(refused(tmp_path / "mine"))


@pytest.mark.parametrize(
    ("change", "told"),
    [
        (lambda text: "\n".join(text.splitlines()[1:]), "'clock' has no words here"),
        (lambda text: text + "\ncolour: {en: a, sv: b}\n", "there is no read 'colour'"),
        (lambda text: text + "\nvlans2: {en: a, sv: b}\n", "Did you mean vlans?"),
        (lambda text: text.replace("sv: switchens klocka", "se: switchens klocka"), "unknown key 'se'"),
    ],
)
def test_every_read_has_words_in_both_languages_and_no_others_are_known(site: Path, change: object, told: str) -> None:
    shipped_text = (Path(__file__).parents[2] / "runbooks" / "reads.yaml").read_text(encoding="utf-8")
    body = "\n".join(line for line in shipped_text.splitlines() if not line.startswith("#"))
    assert callable(change)
    (site / "reads.yaml").write_text(change(body), encoding="utf-8")
    assert told in str(refused(site))


@pytest.mark.parametrize(
    ("case", "told"),
    [
        ("like: helthy", "there is no baseline 'helthy'"),
        ("given: {prt: none}", "there is no read 'prt'. Did you mean port?"),
        ("given: {port: {vln: 1}}", "unknown key 'vln'. Did you mean vlan?"),
        ("given: {port: {status: conected}}", "'conected' is never a value of port.status"),
        ("given: {port: unreadible}", "'unreadible' is not one of none, unreadable"),
        ("asked: {wanted: 1}", "nobody is asked for 'wanted'. Did you mean wanted_vlan?"),
        ("expect: cleared", "unknown key 'expect'"),
    ],
)
def test_a_mistake_in_a_case_is_told_with_its_line(case: str, told: str) -> None:
    text = f"investigation: wired-port\ncases:\n  - case: x\n    {case}\n    finds: []\n"
    document = parse_document(text, "cases.yaml")
    with pytest.raises(DocumentError) as caught:
        play(shipped(), document, document["cases"].list()[0], baselines())
    assert caught.value.line in {3, 4}
    assert told in str(caught.value)
