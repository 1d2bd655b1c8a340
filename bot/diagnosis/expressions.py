"""Conditions: a closed subset of Python expressions, walked over `ast`, with unknown as a third truth (Kleene's logic).

What may be written, and nothing else: names, one dot (`port.status`), literals, lists of literals, `and or not`,
comparisons, `in`, `+ - * /`, and the functions
    any(condition)      some row of the one many-rowed read named inside makes it true
    count(condition)    how many rows do; count(mac) counts all rows of a read
    kinds(x.field, condition)  how many different values the field has in those rows
    increase(x.field)   latest sample minus first; unknown with one sample or when the counter went backwards; of a
                        read with many rows inside any() and count(), and then of the row with the same key
    per_minute(x.field) the same, divided by the minutes between the samples
    age(x.field)        seconds between a time of the device and the device's own clock
    absent(x)           the read was made and has no such record
    unread(x)           the read was tried and gave no answer that could be read, for whatever reason
    unsupported(x)      the read was tried and the platform does not have it
No method, no index, no comprehension, no attribute of a Python object is ever touched.
A condition has a value (values.py), and a proof: the very rows and fields that the value rests on (proof.py). They are
worked out apart, since a log has thousands of rows and a condition is mostly false.
"""

from __future__ import annotations

import ast
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cached_property

from bot.diagnosis.proof import proof_of
from bot.diagnosis.scene import Scene
from bot.diagnosis.schema import Schema
from bot.diagnosis.truths import Proof, Value
from bot.diagnosis.values import Evaluate, Point, compiled


@dataclass(frozen=True)
class Expression:
    """A checked condition or fact. `mentions` holds the reads it speaks of, `names` the facts."""

    source: str
    tree: ast.expr
    mentions: frozenset[str] = frozenset()

    @cached_property
    def names(self) -> frozenset[str]:
        return frozenset(node.id for node in ast.walk(self.tree) if isinstance(node, ast.Name))

    @cached_property
    def evaluate(self) -> Evaluate:
        """The condition as a function; made once, since the same condition is asked for every diagnosis."""
        return compiled(self.tree)

    @staticmethod
    def parse(source: str, schema: Schema) -> Expression:
        """Check a condition against what there is to speak of. Raises ValueError with a sentence for its author."""
        try:
            tree = ast.parse(source, mode="eval").body
        except (SyntaxError, ValueError, RecursionError):
            problem = f"'{source}' is not a condition; write for instance: port.status == \"notconnect\""
            raise ValueError(problem) from None
        return Expression(source, tree, frozenset(schema.check(tree)))

    def value(self, scene: Scene, facts: Mapping[str, Expression], limits: Mapping[str, float]) -> Value:
        """What it comes to; UNKNOWN where that cannot be told."""
        return self.evaluate(Point(scene, facts, limits), None)

    def proof(self, scene: Scene, facts: Mapping[str, Expression], limits: Mapping[str, float]) -> tuple[Proof, ...]:
        """The rows and fields that decide the value."""
        return proof_of(self.tree, Point(scene, facts, limits), None)
