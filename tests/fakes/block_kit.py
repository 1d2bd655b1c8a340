"""Whether the real Slack would take these blocks, as far as that can be known without it."""

from __future__ import annotations

import json
from typing import Any

from slack_sdk.errors import SlackObjectFormationError
from slack_sdk.models.blocks import Block, TaskCardBlock
from slack_sdk.models.views import View


def block_kit_problem(arguments: dict[str, Any], *, plans: bool = True) -> str | None:
    """What the real Slack would refuse: by the SDK's own validators, by number of blocks, by size over all blocks."""
    try:
        if "view" in arguments:
            View(**arguments["view"]).validate_json()
            return None
        blocks = arguments.get("blocks") or []
        if len(blocks) > 50:
            return f"{len(blocks)} blocks"
        for block in blocks:
            parsed = Block.parse(block)
            if parsed is None or (block["type"] == "plan" and not plans):
                return f"no such block: {block['type']}"
            parsed.validate_json()
            for task in block.get("tasks", []):
                TaskCardBlock(**{name: value for name, value in task.items() if name != "type"}).validate_json()
            for element in block.get("elements", []) if block["type"] == "actions" else []:
                if len(element["text"]["text"]) > 75 or len(element["value"]) > 2000:
                    return "a button is too long"
    except SlackObjectFormationError as error:
        return str(error)
    size = len(json.dumps(blocks, ensure_ascii=False))
    return f"{size} characters over all blocks" if size > 13_200 else None
