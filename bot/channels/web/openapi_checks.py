"""The addresses of the checks as OpenAPI: beside those of the questions in openapi.py."""

from __future__ import annotations

from typing import Final

_TEXT: Final[dict[str, object]] = {"type": "string"}
_NULLABLE: Final[dict[str, object]] = {"type": ["string", "null"]}
_NAMES: Final[dict[str, object]] = {"type": "array", "description": "Schedules, devices, ports, rooms; at most 200."}
_NUMBER: Final[dict[str, object]] = {"type": "integer"}
_PROBLEM: Final = {
    "description": "What went wrong, whose turn it is and what to do.",
    "content": {"application/problem+json": {"schema": {"$ref": "#/components/schemas/Problem"}}},
}
_RESULTS: Final = {"type": "array", "items": {"$ref": "#/components/schemas/CheckResult"}}


def _said(about: str, schema: str) -> dict[str, object]:
    content = {"application/json": {"schema": {"$ref": f"#/components/schemas/{schema}"}}}
    return {"description": about, "content": content}


CHECK_PATHS: Final[dict[str, object]] = {
    "/api/v1/checks": {
        "post": {
            "summary": "Check now",
            "description": "Schedules, devices, ports or rooms by their names; without names all schedules.",
            "requestBody": {
                "content": {
                    "application/json": {
                        "schema": {
                            "type": "object",
                            "properties": {"names": {**_NAMES, "items": _TEXT, "maxItems": 200}},
                        },
                        "example": {"names": ["sw-kar-a2-03", "Rum 214"]},
                    }
                }
            },
            "responses": {
                "202": _said("Begun: each schedule is a check of its own, all other names are one.", "Begun"),
                "400": _PROBLEM,
                "401": _PROBLEM,
                "422": _PROBLEM,
                "503": _PROBLEM,
            },
        },
        "get": {
            "summary": "The latest checks",
            "description": "Newest first, each with what changed.",
            "responses": {"200": _said("The latest twenty.", "Checks"), "401": _PROBLEM},
        },
    },
    "/api/v1/checks/{id}": {
        "get": {
            "summary": "Fetch a check",
            "parameters": [
                {"name": "id", "in": "path", "required": True, "schema": _TEXT, "description": "As POST gave it."}
            ],
            "responses": {
                "200": _said("It is over.", "Check"),
                "202": _said("It is under way; ask again after a second.", "Check"),
                "401": _PROBLEM,
                "404": _PROBLEM,
            },
        }
    },
}
CHECK_SCHEMAS: Final[dict[str, object]] = {
    "Begun": {
        "type": "object",
        "properties": {
            "checks": {
                "type": "array",
                "items": {
                    "type": "object",
                    "properties": {"id": _TEXT, "title": _TEXT, "total": _NUMBER, "url": _TEXT},
                },
            }
        },
    },
    "Checks": {
        "type": "object",
        "properties": {"checks": {"type": "array", "items": {"$ref": "#/components/schemas/Check"}}},
    },
    "Check": {
        "type": "object",
        "description": "A run of a schedule, or a check by hand. Each list holds results; changes, worst first.",
        "properties": {
            "id": _TEXT,
            "schedule": _NULLABLE,
            "title": _TEXT,
            "due": _TEXT,
            "state": {"enum": ["running", "done"]},
            "ended_at": _NULLABLE,
            "total": _NUMBER,
            "done": _NUMBER,
            "counts": {
                "type": "object",
                "properties": {"trouble": _NUMBER, "healthy": _NUMBER, "noted": _NUMBER, "unknown": _NUMBER},
            },
            "changes": _RESULTS,
            "troubles": _RESULTS,
            "not_checked": _RESULTS,
        },
    },
    "CheckResult": {
        "type": "object",
        "properties": {
            "target": {
                "type": "object",
                "properties": {
                    "name": _TEXT,
                    "device": _TEXT,
                    "interface": _NULLABLE,
                    "room": _NULLABLE,
                    "jack": _NULLABLE,
                },
            },
            "change": {"enum": ["worse", "new", "unsteady", "unknown", "better", "checked", "gone", None]},
            "state": {"enum": ["trouble", "healthy", "noted", "unknown"]},
            "severity": _TEXT,
            "codes": {"type": "array", "items": _TEXT},
            "root_cause": _TEXT,
            "outcome": {"enum": ["proven", "likely", "cleared", "unknown"]},
            "headline": {"$ref": "#/components/schemas/Text"},
            "at": _TEXT,
            "request": {**_NULLABLE, "description": "Its whole answer: GET /api/v1/requests/{id}."},
        },
    },
}
