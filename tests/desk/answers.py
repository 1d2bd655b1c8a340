"""Answers for the tests of everything that shows one: small factories, each a whole story with every part filled in."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

from bot.model import (
    Answer,
    Check,
    Diagnosis,
    Evidence,
    Finding,
    Guard,
    Intent,
    Language,
    NotChecked,
    Observation,
    Question,
    Request,
    RuledOut,
    Script,
    Symptom,
    Target,
    Text,
    TicketRef,
    Timings,
    Understood,
)

AT = datetime(2026, 11, 17, 9, 42, 12, tzinfo=UTC)
DEVICE, PORT = "sw-kar-a2-03", "GigabitEthernet1/0/14"
RAW = "Gi1/0/14  Skrivare avd 12     err-disabled bpduguard"


def text(sv: str, en: str) -> Text:
    return {"sv": sv, "en": en}


def evidence(
    field: str = "reason", value: str = "bpduguard", lines: tuple[str, ...] = (RAW,), *,
    command: str = "show interfaces status err-disabled", later_s: int = 0,
) -> Evidence:  # fmt: skip
    at = AT + timedelta(seconds=later_s)
    return Evidence(device=DEVICE, command=command, field=field, value=value, lines=lines, at=at)


def request(language: Language = "sv", request_id: str = "r-1", at: datetime = AT) -> Request:
    return Request(
        id=request_id, text="skrivaren på avd 12 har inget nät, sw-kar-a2-03 Gi1/0/14", language=language,
        requester="alva.lind", channel="cli", at=at,
    )  # fmt: skip


def observation(read: str = "errdisabled", failure: str | None = None, reason: str | None = None) -> Observation:
    return Observation(
        device=DEVICE, read=read, command="show interfaces status err-disabled", at=AT, raw=RAW,
        failure=failure, reason=reason,  # type: ignore[arg-type]
    )  # fmt: skip


def answer(
    diagnosis: Diagnosis | None = None, *, language: Language = "sv", intent: Intent = "diagnose",
    question: Question | None = None, ticket: TicketRef | None = None, request_id: str = "r-1",
    observations: tuple[Observation, ...] = (observation(),), symptom: Symptom | None = "no_network",
    target: Target | None = None, understood: Understood | None = None, at: datetime = AT,
) -> Answer:  # fmt: skip
    return Answer(
        request=request(language, request_id, at),
        intent=intent,
        target=target or Target(device=DEVICE, interface=PORT, located_by="named", located_at="2026-11-17T08:58:00Z"),
        understood=understood
        or Understood(
            device=DEVICE,
            interface=PORT,
            jack="A2-114-2",
            symptom=symptom,
            since="09:04",
            user="karin.berg",
        ),
        question=question,
        diagnosis=diagnosis,
        observations=observations,
        ticket=ticket,
        timings=Timings(total_s=1.9, device_s=1.7, parse_s=0.01),
    )


SCRIPT = Script(
    headline=text("Porten stängdes av när en switch kopplades in", "The port turned off when a switch was plugged in"),
    say=text(
        "Uttaget stängde av sig självt för att skydda nätet när en extra switch kopplades in, och vi hjälper dig igång "
        "igen.",
        "The wall jack turned itself off to protect the network when an extra switch was plugged in, and we will get "
        "you going again.",
    ),
    ask=text("Vad har kopplats in i uttaget i dag?", "What has been plugged into the jack today?"),
    do=(
        text("Be dem dra ur den lilla switchen.", "Ask them to unplug the small switch."),
        text("Skicka ärendet till nätdrift. Porten öppnas inte av sig själv.",
             "Send the ticket to network operations. The port does not come back by itself."),
    ),
    owner=text("Nätdrift öppnar porten.", "Network operations opens the port."),
)  # fmt: skip


def finding(
    code: str = "ERRDISABLED_BPDUGUARD", *, script: Script | None = SCRIPT, caused_by: str | None = None,
    summary: Text | None = None, proof: tuple[Evidence, ...] | None = None, component: str | None = PORT,
    escalate: bool = True,
) -> Finding:  # fmt: skip
    return Finding(
        code=code,
        severity="critical",
        confidence="high",
        device=DEVICE,
        component=component,
        summary=summary
        or text("Port Gi1/0/14 på sw-kar-a2-03 är err-disabled: bpduguard.",
                "Port Gi1/0/14 on sw-kar-a2-03 is err-disabled: bpduguard."),
        evidence=(evidence(),) if proof is None else proof,
        advice=SCRIPT.do,
        escalate_to="LAN" if escalate else None,
        caused_by=caused_by,
        script=script,
    )  # fmt: skip


def proven(guard: Guard = "possible", script: Script = SCRIPT) -> Diagnosis:
    """A fault with a consequence, an independent finding, something ruled out and something not read."""
    return Diagnosis(
        outcome="proven",
        root_cause="ERRDISABLED_BPDUGUARD",
        severity="critical",
        findings=(
            finding(),
            finding("PORT_NOTCONNECT", caused_by="ERRDISABLED_BPDUGUARD", script=None,
                    summary=text("Porten har ingen kontakt.", "The port has no link.")),
            finding("NTP_UNSYNCHRONISED", script=None,
                    summary=text("Switchens klocka går för sig själv.", "The switch's clock is not synchronised.")),
        ),
        ruled_out=(RuledOut(code="ADMIN_SHUTDOWN", evidence=(evidence("status", "err-disabled"),),
                            because=text("Porten är påslagen i konfigurationen.",
                                         "The port is switched on in its configuration.")),
                   RuledOut(code="WRONG_ACCESS_VLAN",
                            because=text("Ingen bad om en nätdel.", "Nobody asked for a VLAN."))),
        not_checked=(
            NotChecked(what=text("portens ström (PoE)", "the port's power (PoE)"), because="parse_failed",
                       detail="no line looked like a port", command="show power inline"),
            NotChecked(what=text("inloggningen på porten", "the sign-in on the port"), because="parse_failed"),
            NotChecked(what=text("kabelprovet", "the cable test"), because="unsupported"),
        ),
        checks=(Check(name="link", passed=False, text=text("Porten har kontakt.", "The port has a link.")),),
        would_change=(text("Ett annat värde än bpduguard för reason.", "Another value than bpduguard for reason."),),
        script=script,
        guard=guard,
    )  # fmt: skip


def likely() -> Diagnosis:
    """Errors that rise between two samples."""
    command = f"show interfaces {PORT}"
    proof = (
        evidence("crc", "5812", ("     5812 input errors, 5812 CRC, 0 frame",), command=command),
        evidence("crc", "5818", ("     5818 input errors, 5818 CRC, 0 frame",), command=command, later_s=30),
    )
    words = Script(
        headline=text("Kabeln skadar troligen trafiken", "The cable is probably damaging the traffic"),
        say=SCRIPT.say, ask=SCRIPT.ask, do=(), owner=SCRIPT.owner,
    )  # fmt: skip
    return Diagnosis(
        outcome="likely", root_cause="INPUT_ERRORS_RISING", severity="warning",
        findings=(finding("INPUT_ERRORS_RISING", script=words, proof=proof,
                          summary=text("Felen ökar.", "Errors rise.")),),
        script=words, guard="known",
    )  # fmt: skip


def cleared() -> Diagnosis:
    words = Script(
        headline=text("Nätet är friskt här", "The network is healthy here"), say=SCRIPT.say, ask=SCRIPT.ask,
        do=(text("Skicka samtalet vidare.", "Pass the call on."),), owner=SCRIPT.owner,
    )  # fmt: skip
    return Diagnosis(
        outcome="cleared", root_cause="NO_FAULT", severity="ok",
        findings=(finding("NO_FAULT", script=words, escalate=False, proof=(evidence("status", "connected"),),
                          summary=text("Allt är kontrollerat.", "All was checked.")),),
        checks=(
            Check(name="link", passed=True, text=text("Porten har kontakt.", "The port has a link.")),
            Check(name="errors", passed=True, text=text("Inga nya fel på 15 s.", "No new errors in 15 s.")),
        ),
        script=words,
    )  # fmt: skip


def unknown() -> Diagnosis:
    """Nothing explains it and no rule has words: the desk's own are used."""
    return Diagnosis(
        outcome="unknown", root_cause="CAUSE_UNKNOWN", severity="unknown",
        not_checked=(NotChecked(what=text("portens läge", "the port's state"), because="parse_failed",
                                detail="% Authorization failed.", command="show interfaces status"),),
        checks=(
            Check(name="link", passed=True, text=text("Porten har kontakt.", "The port has a link."),
                  evidence=(evidence("state", "connected"),)),
            Check(name="wanted", passed=True, text=text("Rätt nätdel.", "The right network segment.")),
            Check(name="mac", passed=None, text=text("En adress är lärd.", "An address is learnt.")),
        ),
    )  # fmt: skip


def not_found(choices: tuple[str, ...] = ("sw-kar-a2-03", "sw-kar-a3-01")) -> Question:
    return Question(
        about="device", choices=choices, code="TARGET_NOT_FOUND",
        text=text("Jag hittar ingen switch som heter sw-kar-a3-02. Menar du någon av de här?",
                  "I find no switch called sw-kar-a3-02. Do you mean one of these?"),
    )  # fmt: skip
