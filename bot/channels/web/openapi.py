"""The API described as OpenAPI 3.1: data for programs, and what the page /api shows to people."""

from __future__ import annotations

from typing import Final

from bot.channels.web.openapi_audit import AUDIT_PATHS
from bot.channels.web.openapi_checks import CHECK_PATHS, CHECK_SCHEMAS

_TEXT: Final[dict[str, object]] = {"type": "string"}
_NULLABLE: Final = {"type": ["string", "null"]}
_BOTH: Final[dict[str, object]] = {"$ref": "#/components/schemas/Text"}
_PROBLEM: Final = {
    "description": "What went wrong, whose turn it is and what to do.",
    "content": {"application/problem+json": {"schema": {"$ref": "#/components/schemas/Problem"}}},
}
_ID: Final = {"name": "id", "in": "path", "required": True, "schema": _TEXT, "description": "As POST gave it."}


def _list(of: dict[str, object]) -> dict[str, object]:
    return {"type": "array", "items": of}


def _object(about: str, **properties: object) -> dict[str, object]:
    return {"type": "object", "description": about, "properties": properties}


def openapi_document() -> dict[str, object]:
    """The whole description. The answer's members are those of `firstline ask --json`."""
    return {
        "openapi": "3.1.0",
        "info": {
            "title": "firstline",
            "version": "1",
            "description": "Ask what a caller says, get what is wrong, with proof. The network is only read.",
        },
        "security": [{"token": []}],
        "paths": {
            "/api/v1/requests": {"post": _ASK},
            "/api/v1/requests/{id}": {"get": _FETCH},
            "/api/v1/requests/{id}/events": {"get": _EVENTS},
            "/api/v1/requests/{id}/readings": {"get": _READINGS},
            **CHECK_PATHS,
            **AUDIT_PATHS,
        },
        "components": {
            "securitySchemes": {"token": {"type": "http", "scheme": "bearer"}},
            "schemas": {
                "Question": _QUESTION,
                "Accepted": _ACCEPTED,
                "Answer": _ANSWER,
                "Readings": _READINGS_OF,
                "Finding": _FINDING,
                "Evidence": _EVIDENCE,
                "Text": _object("The same sentence in both languages.", en=_TEXT, sv=_TEXT),
                "Problem": _PROBLEM_SCHEMA,
                **CHECK_SCHEMAS,
            },
        },
    }


_ASK: Final = {
    "summary": "Hand in a question",
    "description": "It is stored before this returns. The same event again gives the same request.",
    "requestBody": {
        "required": True,
        "content": {
            "application/json": {
                "schema": {"$ref": "#/components/schemas/Question"},
                "example": {"text": "skrivaren på avd 12 har inget nät, sw-kar-a2-03 Gi1/0/14"},
            }
        },
    },
    "responses": {
        "202": {
            "description": "Stored; the work goes on.",
            "content": {"application/json": {"schema": {"$ref": "#/components/schemas/Accepted"}}},
        },
        "400": _PROBLEM,
        "401": _PROBLEM,
        "413": _PROBLEM,
        "422": _PROBLEM,
        "503": _PROBLEM,
    },
}
_NOT_YET: Final = {
    "description": "There is no answer yet; ask again after a second.",
    "content": {"application/json": {"schema": {"$ref": "#/components/schemas/Accepted"}}},
}


def _as_text(name: str, about: str, schema: dict[str, object]) -> dict[str, object]:
    return {"name": name, "in": "query", "schema": schema, "description": f"Of the answer as text: {about}"}


_FETCH: Final = {
    "summary": "Fetch the answer",
    "description": "As the document, or with `Accept: text/plain` as a terminal shows it.",
    "parameters": [
        _ID,
        _as_text("width", "columns.", {"type": "integer", "minimum": 40, "maximum": 200, "default": 80}),
        _as_text("colour", "ANSI colours.", {"enum": ["yes", "no"], "default": "no"}),
        _as_text("signs", "plain has no typographic signs.", {"enum": ["all", "plain"], "default": "all"}),
    ],
    "responses": {
        "200": {
            "description": "The answer.",
            "content": {
                "application/json": {"schema": {"$ref": "#/components/schemas/Answer"}},
                "text/plain": {"schema": _TEXT},
            },
        },
        "202": _NOT_YET,
        "401": _PROBLEM,
        "404": _PROBLEM,
    },
}
_EVENTS: Final = {
    "summary": "Watch the work",
    "description": "Server-sent events: `step` with state, done, total, wait_s and a sentence; `done` when it is over.",
    "parameters": [_ID],
    "responses": {
        "200": {"description": "The steps from now on.", "content": {"text/event-stream": {"schema": _TEXT}}},
        "401": _PROBLEM,
        "404": _PROBLEM,
    },
}
_READINGS: Final = {
    "summary": "Fetch what the devices said",
    "description": "Every answer of a device that the answer rests on, raw; passwords and keys are taken out.",
    "parameters": [_ID],
    "responses": {
        "200": {
            "description": "The readings in the order in which they were made.",
            "content": {"application/json": {"schema": {"$ref": "#/components/schemas/Readings"}}},
        },
        "202": _NOT_YET,
        "401": _PROBLEM,
        "404": _PROBLEM,
    },
}
_QUESTION: Final = {
    "type": "object",
    "required": ["text"],
    "additionalProperties": False,
    "properties": {
        "text": {"type": "string", "maxLength": 20000, "description": "What the caller says, in Swedish or English."},
        "requester": {**_NULLABLE, "description": "Who asks."},
        "event": {**_NULLABLE, "description": "Your own number of the question; send it again and it runs once."},
        "thread": {**_NULLABLE, "description": "The conversation; follow-ups inherit what was said before in it."},
        "channel": {"enum": ["api", "cli"], "default": "api", "description": "What kind of program asks."},
        "ticket": {"type": "boolean", "default": True, "description": "false: make no ticket, whatever is found."},
    },
}
_ACCEPTED: Final = _object("A stored question.", id=_TEXT, status={"const": "working"}, url=_TEXT)
_EVIDENCE: Final = _object(
    "One value that a conclusion rests on, with its raw lines.",
    device=_TEXT, command=_TEXT, field=_TEXT, value=_TEXT, lines=_list(_TEXT),
    at={"type": "string", "format": "date-time"},
)  # fmt: skip
_FINDING: Final = _object(
    "One thing that was found.",
    code=_TEXT,
    severity={"enum": ["critical", "warning", "info", "ok", "unknown"]},
    confidence={"enum": ["high", "medium", "low"]},
    device=_TEXT,
    component=_NULLABLE,
    summary=_BOTH,
    evidence=_list({"$ref": "#/components/schemas/Evidence"}),
    advice=_list(_BOTH),
    escalate_to=_NULLABLE,
    caused_by=_NULLABLE,
)
_ANSWER: Final = _object(
    "What is wrong, how sure, the proof, and what could not be told. null means not known, or that it does not apply.",
    request=_object(
        "The question.", id=_TEXT, text=_TEXT, language={"enum": ["sv", "en"]}, requester=_TEXT, channel=_TEXT
    ),
    intent=_TEXT,
    target={"type": "object", "description": "What was looked at, how it was found, and when."},
    understood={"type": "object", "description": "The facts of the question, in the inventory's spelling."},
    question={"type": ["object", "null"], "description": "What must be asked back first: about, text, choices."},
    outcome={"enum": ["proven", "likely", "cleared", "unknown"]},
    root_cause=_NULLABLE,
    severity={"enum": ["critical", "warning", "info", "ok", "unknown"]},
    headline=_BOTH,
    script={"type": ["object", "null"], "description": "The words for the phone: say, ask, do, owner."},
    guard={"enum": ["none", "possible", "known"]},
    findings=_list({"$ref": "#/components/schemas/Finding"}),
    checks=_list(
        {"type": "object", "description": "What cleared rests on; passed is null where it could not be told."}
    ),
    ruled_out=_list({"type": "object"}),
    not_checked=_list({"type": "object"}),
    would_change=_list(_BOTH),
    ticket={"type": ["object", "null"], "description": "system, key, url, action."},
    timings={"type": "object", "description": "total_s, device_s, parse_s."},
)
_READINGS_OF: Final = _object(
    "What was read for one question.",
    id=_TEXT,
    readings=_list(
        _object(
            "One command on one device. A command that gave nothing says why.",
            device=_TEXT, command=_TEXT, sample={"type": "integer", "description": "1, or 2 for the second reading."},
            at={"type": "string", "format": "date-time"}, raw=_TEXT, failure=_NULLABLE, reason=_NULLABLE,
        )
    ),
)  # fmt: skip
_PROBLEM_SCHEMA: Final = _object(
    "RFC 9457, with `turn` (whose turn it is) and `do` (what to do).",
    type=_TEXT, title=_TEXT, status={"type": "integer"}, turn={"enum": ["asker", "operator", "us"]}, do=_TEXT,
)  # fmt: skip
