"""The address of the audit log as OpenAPI: beside those of the questions in openapi.py."""

from __future__ import annotations

from typing import Final

ASKED: Final = ("who", "device", "request", "since", "until")

AUDIT_PATHS: Final[dict[str, object]] = {
    "/api/v1/audit": {
        "get": {
            "summary": "The audit log",
            "description": "Who asked what, what ran on which device, what was shown; oldest first, one JSON object on "
            "each line. Needs a team with the member `api` that may `audit`. The reading is a row of the log too.",
            "parameters": [
                {"name": name, "in": "query", "required": False, "schema": {"type": "string"}} for name in ASKED
            ],
            "responses": {
                "200": {"description": "Rows.", "content": {"application/x-ndjson": {"schema": {"type": "string"}}}},
                "401": {"description": "No token, or a wrong one."},
                "403": {"description": "No team with the member `api` may read it."},
                "422": {"description": "`since` or `until` is no time."},
            },
        }
    }
}
