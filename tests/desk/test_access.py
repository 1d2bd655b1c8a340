"""Who may what: teams of the configuration, default deny, and no device beyond it is logged in to."""

from __future__ import annotations

import json
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path

import pytest

from bot.app import captured_app
from bot.desk.access import CHECKS, Access, Matter, Team, person_of, read_access
from bot.desk.access.gate import Gate, NotPermitted
from bot.desk.card import card
from bot.desk.escalate import should_escalate
from bot.desk.investigate import Desk
from bot.desk.understand import understand
from bot.model import DEEDS, Answer, Deed, Device, Inventory, Person, Request, Understood
from bot.ports import NoSession, Session, Transport
from parsers.document import DocumentError, parse_document
from tests.desk.answers import text

TITLES = {"wired-port": text("En port", "A port"), "access-point": text("En accesspunkt", "An access point")}
SITES = {"karlstad", "torsby"}
WRITTEN = """
contact: Chefen, telefon 1200
teams:
  servicedesk:
    members: [slack:T01:U07, slack:T01:S09, "teams:*", console:anna, api, cli]
    may: [ask, escalate]
    investigations: [wired-port]
    sites: [karlstad]
  lan:
    members: [console:nils]
    may: [ask, raw, audit]
  basic:
    members: [console:bo]
"""


def written(document: str = WRITTEN) -> Access:
    return read_access(parse_document(document, "firstline.yaml"), investigations=TITLES, sites=SITES)


ACCESS = written()
HERE, THERE = (Matter(investigation="wired-port", site=site, device="sw") for site in ("karlstad", "torsby"))


def person(name: str, *groups: str, guest: bool = False) -> Person:
    return Person(id=name, groups=groups, guest=guest)


@pytest.mark.parametrize(
    ("who", "deed", "matter", "may"),
    [
        (person("slack:T01:U07"), "ask", HERE, True),
        (person("slack:T01:U08", "slack:T01:S09"), "ask", HERE, True),
        (person("slack:T01:U08", "slack:T02:S09"), "ask", None, False),
        (person("slack:T01:U0"), "ask", None, False),
        (person("slack:T01:U070"), "ask", None, False),
        (person("teams:tenant:4711"), "escalate", HERE, True),
        (person("teams:tenant:4711", guest=True), "ask", None, False),
        (person("console:anna"), "ask", THERE, False),
        (person("console:anna"), "ask", replace(HERE, investigation="access-point"), False),
        (person("console:anna"), "ask", replace(HERE, investigation=None), True),
        (person("console:anna"), "ask", replace(HERE, site=None), False),
        (person("console:anna"), "raw", None, False),
        (person("console:anna"), "reveal", None, False),
        (person("console:annan"), "ask", None, False),
        (person("api:alva"), "ask", HERE, True),
        (person("apine"), "ask", None, False),
        (person("cli"), "ask", HERE, True),
        (person("console:nils"), "audit", None, True),
        (person("console:nils"), "ask", THERE, True),
        (person("console:bo"), "ask", THERE, True),
        (person("console:bo"), "escalate", None, False),
        (person(""), "ask", None, False),
    ],
)
def test_a_member_may_what_a_team_of_theirs_may_there(
    who: Person, deed: Deed, matter: Matter | None, may: bool
) -> None:
    assert (ACCESS.refusal(who, deed, matter) is None) is may


def test_the_rights_of_two_teams_are_not_mixed() -> None:
    both = Access(
        teams=(
            Team(name="a", members=("cli",), may=frozenset({"ask", "escalate"}), sites=frozenset({"karlstad"})),
            Team(name="b", members=("cli",), may=frozenset({"ask"}), sites=frozenset({"torsby"})),
        )
    )
    assert both.refusal(person("cli"), "ask", THERE) is None
    assert both.refusal(person("cli"), "escalate", HERE) is None
    assert both.refusal(person("cli"), "escalate", THERE) is not None
    assert both.allowed(person("cli")).sites == ("karlstad", "torsby")


def test_without_teams_the_help_desk_may_all_but_reveal_and_audit_and_guests_nothing() -> None:
    may = {deed for deed in DEEDS if Access().refusal(person("slack:T01:U07"), deed) is None}
    assert may == {"ask", "escalate", "raw", "check"} == Access().allowed(person("slack:T01:U07")).deeds
    assert not any(Access().refusal(person("slack:T01:U07", guest=True), deed) is None for deed in DEEDS)
    assert Access().allowed(person("slack:T01:U07", guest=True)).deeds == frozenset()


@pytest.mark.parametrize(
    ("who", "deed", "matter", "sv"),
    [
        (
            person("slack:T01:U99"), "ask", None,
            "Du är inte med i något team som får göra det här. Ditt id är slack:T01:U99. Fråga Chefen, telefon 1200.",
        ),
        (
            person("console:bo"), "escalate", None,
            "Ditt team basic får inte skapa ärenden. Be någon i servicedesk.",
        ),
        (
            person("cli"), "ask", THERE,
            "Det här är i Torsby. Ditt team servicedesk får fråga om Karlstad. Be någon i lan eller basic.",
        ),
        (
            person("cli"), "ask", replace(HERE, investigation="access-point"),
            "Ditt team servicedesk får inte fråga om sådant här (en accesspunkt). Be någon i lan eller basic.",
        ),
        (
            person("cli"), "reveal", None,
            "Ditt team servicedesk får inte visa adresser och användare som är dolda. Fråga Chefen, telefon 1200.",
        ),
    ],
)  # fmt: skip
def test_a_refusal_says_why_and_whom_to_ask(who: Person, deed: Deed, matter: Matter | None, sv: str) -> None:
    why = ACCESS.refusal(who, deed, matter)
    assert why is not None
    assert why["sv"] == sv
    assert why["en"] != sv


@pytest.mark.parametrize(
    ("old", "new", "told"),
    [
        (
            "sites: [karlstad]",
            "sites: [karlsta]",
            "firstline.yaml:8: there is no site 'karlsta'. Did you mean karlstad?",
        ),
        ("[wired-port]", "[wired]", "firstline.yaml:7: there is no investigation 'wired'"),
        ("raw, audit", "raw, audits", "firstline.yaml:11: 'audits' is not one of"),
        ("console:nils", "nils@region.example", "firstline.yaml:10: 'nils@region.example' names nobody"),
        ("console:nils", '"*"', "firstline.yaml:10: '*' names nobody"),
        ("console:nils", "slack", "firstline.yaml:10: 'slack' names nobody"),
        ("members: [console:nils]", "member: [cli]", "firstline.yaml:10: unknown key 'member'. Did you mean members?"),
        ("contact:", "contacts:", "firstline.yaml:2: unknown key 'contacts'. Did you mean contact?"),
    ],
)
def test_a_mistake_is_told_with_its_place_and_the_nearest_right_name(old: str, new: str, told: str) -> None:
    with pytest.raises(DocumentError) as error:
        written(WRITTEN.replace(old, new))
    assert str(error.value).startswith(told)


@pytest.mark.parametrize(
    ("channel", "requester", "who"),
    [
        ("api", "console:nils", "api:console:nils"),
        ("api", "api", "api"),
        ("cli", "", "cli"),
        ("slack", "slack:T01:U07", "slack:T01:U07"),
        ("slack", "T01:U07", "slack:T01:U07"),
        ("check", "", CHECKS.id),
        ("api", "check", "api:check"),
    ],
)
def test_nobody_becomes_somebody_else_by_a_name_that_a_program_gave(channel: str, requester: str, who: str) -> None:
    asked = Request(id="r", text="x", language="sv", requester=requester, channel=channel, at=datetime.now(UTC))
    assert person_of(asked).id == who


# --- at the desk: what is logged in to --------------------------------------------------------------------------------

SWITCHES = {"sw-kar-a2-03": "karlstad", "sw-tor-b1-01": "torsby", "sw-lost-01": None}
SCENARIO = Path(__file__).parents[1] / "scenarios" / "bpduguard-iosxe"


class Noting:
    """A way to devices that notes who was logged in to."""

    def __init__(self, inner: Transport) -> None:
        self._inner = inner
        self.names: list[str] = []

    @contextmanager
    def session(self, device: Device) -> Iterator[Session | NoSession]:
        self.names.append(device.name)
        with self._inner.session(device) as session:
            yield session

    def wait(self, seconds: float) -> None:
        self._inner.wait(seconds)


@pytest.fixture(scope="module")
def desk(tmp_path_factory: pytest.TempPathFactory) -> Desk:
    """Three switches with the same captured fault; one has no site."""
    folder = tmp_path_factory.mktemp("captures")
    devices = [
        {"name": name, "platform": "cisco_xe", "role": "access", **({"site": site} if site else {})}
        for name, site in SWITCHES.items()
    ]
    for name in SWITCHES:
        (folder / name).symlink_to(SCENARIO / "sw-kar-a2-03")
    (folder / "inventory.yaml").write_text(json.dumps({"devices": devices}))
    return replace(captured_app(folder).desk, access=ACCESS)


def asked(desk: Desk, who: str, question: str) -> tuple[Answer, list[str]]:
    """The answer for somebody, and the devices that were logged in to for it."""
    noting = Noting(desk.transport)
    channel = who.partition(":")[0]
    made = Request(id="r-1", text=question, language="sv", requester=who, channel=channel, at=datetime.now(UTC))
    answer = replace(desk, transport=noting).answer(made, understand(question, desk.inventory), lambda _: None)
    return answer, noting.names


@pytest.mark.parametrize(
    ("who", "question"),
    [
        ("console:eva", "Gi1/0/14 på sw-kar-a2-03 har inget nät"),
        ("console:anna", "Gi1/0/14 på sw-tor-b1-01 har inget nät"),
        ("console:anna", "Gi1/0/14 på sw-lost-01 har inget nät"),
        ("console:anna", "är sw-kar-a2-03 frisk?"),
        ("console:anna", "hela Torsby är utan nät"),
        ("console:anna", "var i Torsby sitter 00:50:56:12:ab:34?"),
        ("console:anna", "vilken port på sw-tor-b1-01 har 0050.5612.ab34?"),
        ("console:anna", "port 14 på sw-tor-b1-01 är död"),
    ],
)
def test_a_question_that_may_not_be_asked_logs_in_nowhere_and_says_whom_to_ask(
    desk: Desk, who: str, question: str
) -> None:
    answer, devices = asked(desk, who, question)
    shown = card(answer)
    assert devices == []
    assert answer.diagnosis is not None
    assert (answer.diagnosis.outcome, answer.diagnosis.root_cause) == ("unknown", "NOT_ALLOWED")
    assert (shown.kind, shown.outcome) == ("told", "Inte tillåtet")
    assert "Fråga Chefen, telefon 1200" in shown.headline or "Be någon i" in shown.headline
    assert not should_escalate(replace(answer, intent="escalate"))


def test_a_question_that_may_be_asked_is_answered_as_ever(desk: Desk) -> None:
    answer, devices = asked(desk, "console:anna", "Gi1/0/14 på sw-kar-a2-03 har inget nät")
    assert answer.diagnosis is not None
    assert answer.diagnosis.root_cause == "ERRDISABLED_BPDUGUARD"
    assert set(devices) == {"sw-kar-a2-03"}


def test_an_address_is_searched_for_only_where_the_asker_may_ask_and_the_answer_says_so(desk: Desk) -> None:
    answer, devices = asked(desk, "console:anna", "var sitter 00:50:56:12:ab:34?")
    assert set(devices) <= {"sw-kar-a2-03"}
    assert answer.question is not None
    assert answer.question.text["sv"].endswith("Jag letade bara i Karlstad, som ditt team får fråga om.")


def test_who_may_ask_nothing_is_still_helped_and_told_so(desk: Desk) -> None:
    answer, devices = asked(desk, "console:eva", "hjälp")
    assert devices == []
    assert card(answer).do[-1].startswith("Du är inte med i något team")


def test_help_shows_only_what_this_person_may(desk: Desk) -> None:
    told = card(asked(desk, "console:anna", "hjälp")[0]).do[-2:]
    assert told == ("Du får ställa frågor om nätet och skapa ärenden.", "Det gäller Karlstad.")
    open_to_all = replace(desk, access=Access())
    assert not any("Du får" in line for line in card(asked(open_to_all, "console:anna", "hjälp")[0]).do)


def test_a_check_of_the_configuration_needs_no_team(desk: Desk) -> None:
    made = Request(id="r", text="x", language="sv", requester="", channel="check", at=datetime.now(UTC))
    assert ACCESS.refusal(person_of(made), "ask", THERE) is None


def test_the_controller_of_a_site_may_be_read_wherever_it_stands_but_no_other() -> None:
    devices = (
        Device(name="wlc-1", platform="cisco_xe", role="wlc", site="datacentre"),
        Device(name="wlc-2", platform="cisco_xe", role="wlc", site="datacentre"),
        Device(name="core-1", platform="cisco_xe", role="core", site="datacentre"),
        Device(name="ap-1", platform="cisco_ap", role="ap", site="karlstad", controller="wlc-1"),
        Device(name="ap-2", platform="cisco_ap", role="ap", site="torsby", controller="wlc-2"),
    )
    inventory = Inventory(devices=devices)
    transport = captured_app(SCENARIO).desk.transport
    gate = Gate(transport, inventory, ACCESS, person("console:anna"), ACCESS.sites(person("console:anna")))
    assert [one.name for one in gate.searched(Understood()).devices] == ["wlc-1", "ap-1"]
    assert gate.searched(Understood()).device("core-1") is not None
    for device in devices[1:3]:
        with pytest.raises(NotPermitted):
            gate.session(device)
