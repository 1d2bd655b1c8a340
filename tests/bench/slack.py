"""A fake Slack as a process of its own, so that its work is not measured: prints its address, ends with its stdin."""

from __future__ import annotations

import sys

from tests.fakes.slack import FakeSlack

if __name__ == "__main__":
    slack = FakeSlack()
    print(slack.api, flush=True)
    sys.stdin.read()
    slack.close()
