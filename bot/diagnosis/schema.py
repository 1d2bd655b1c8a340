"""What a condition or text may speak of: reads and their fields, facts, limits. Mistakes are told in sentences."""

from __future__ import annotations

import ast
import types
import typing
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, fields
from functools import cache
from typing import Annotated, Final, Literal, get_args, get_origin, get_type_hints

from bot.diagnosis.peers import PEER_FIELDS
from bot.diagnosis.places import READ_NAMES
from bot.diagnosis.scene import SESSION_FIELDS
from bot.model import Understood
from parsers.document import nearest
from parsers.records import KINDS

ASKED_FIELDS: Final = tuple(one.name for one in fields(Understood))
DEVICE_FIELDS: Final = ("name", "platform", "role", "site", "tags")
_FUNCTIONS: Final = "any count kinds increase per_minute age absent unread unsupported"
NAMES: Final = (
    "interface_name",  # the port in full
    "member",  # the number of its stack member
    "ap_name",  # the access point in question
    "client_mac",  # the wireless client in question
    "client_mac_made_up",  # whether the client made that address up, as phones do for each network
    "heard_mac",  # the one device heard on the port, where it is one
    "uplinks",  # the switch's own ports towards the rest of the network
    "places",  # the other places that were looked up and found: switch, uplink, gateway ...
)


@cache
def kind_fields(kind: str) -> Mapping[str, tuple[object, ...]]:
    """Field name -> the only values it can have, or () where it is not a closed list."""
    hints = get_type_hints(KINDS[kind], include_extras=True)
    return {name: tuple(_literals(hint)) for name, hint in hints.items()}


def _literals(hint: object) -> Iterator[object]:
    if get_origin(hint) is Literal:
        yield from get_args(hint)
    elif get_origin(hint) in (typing.Union, types.UnionType, Annotated):
        for part in get_args(hint):
            yield from _literals(part)


@dataclass(frozen=True)
class Schema:
    """The names that one runbook's conditions and texts may use."""

    facts: frozenset[str]
    limits: frozenset[str]
    phrases: frozenset[str] = frozenset()  # for texts only

    def check(self, tree: ast.expr) -> set[str]:
        """The reads that an expression mentions. Raises ValueError with a sentence for its author."""
        mentioned: set[str] = set()
        self._walk(tree, mentioned, inside=None)
        return mentioned

    def _walk(self, node: ast.expr, mentioned: set[str], inside: str | None) -> None:
        match node:
            case ast.Constant(value=str() | int() | float() | bool()):
                return
            case ast.List(elts=items) if all(isinstance(item, ast.Constant) for item in items):
                return
            case ast.Name(id=name):
                self._name(name, inside)
            case ast.Attribute(value=ast.Name(id=read), attr=field):
                self._field(read, field, mentioned, inside)
            case ast.BoolOp(values=parts):
                for part in parts:
                    self._walk(part, mentioned, inside)
            case ast.UnaryOp(op=ast.Not(), operand=operand):
                self._walk(operand, mentioned, inside)
            case ast.UnaryOp(op=ast.USub(), operand=ast.Constant(value=int() | float())):
                return
            case ast.Compare(left=left, ops=[operator], comparators=[right]):
                if isinstance(operator, ast.Is | ast.IsNot):
                    raise ValueError("`is` is not a comparison here; write ==")
                self._walk(left, mentioned, inside)
                self._walk(right, mentioned, inside)
                self._comparable(left, right)
            case ast.Compare():
                raise ValueError("chained comparisons are not known here; join two with `and`")
            case ast.BinOp(left=left, op=ast.Add() | ast.Sub() | ast.Mult() | ast.Div(), right=right):
                self._walk(left, mentioned, inside)
                self._walk(right, mentioned, inside)
            case ast.Call(func=ast.Name(id="kinds"), args=[ast.Attribute(value=ast.Name(id=read)) as field, row]) if (
                _reads_in(row) == [read]
            ):
                self._call("count", row, mentioned, inside)
                self._walk(field, mentioned, inside=read)
            case ast.Call(func=ast.Name(id="kinds")):
                raise ValueError("kinds() takes a field and a condition on it: kinds(log.macs, log.severity <= 4)")
            case ast.Call(func=ast.Name(id=function), args=[argument], keywords=[]):
                self._call(function, argument, mentioned, inside)
            case ast.Call(func=ast.Name(id=function)):
                raise ValueError(f"{function}() takes exactly one thing in its brackets")
            case _:
                raise ValueError(
                    f"'{ast.unparse(node)}' is not known in conditions; there are names, one dot, "
                    f"and/or/not, comparisons, in, + - * / and {_FUNCTIONS}"
                )

    def _name(self, name: str, inside: str | None) -> None:
        if name in READ_NAMES:
            raise ValueError(f"'{name}' alone says nothing; write {name}.field, count({name}) or absent({name})")
        if name not in self.facts and name not in NAMES:
            raise ValueError(f"'{name}' is not known. {nearest(name, [*self.facts, *NAMES, *READ_NAMES])}")

    def _field(self, read: str, field: str, mentioned: set[str], inside: str | None) -> None:
        closed = {"limits": tuple(self.limits), "session": SESSION_FIELDS, "asked": ASKED_FIELDS, "peers": PEER_FIELDS}
        closed["device"] = DEVICE_FIELDS
        if read in closed:
            if field not in closed[read]:
                raise ValueError(f"'{read}' has no '{field}'. {nearest(field, closed[read])}")
            return
        if read not in READ_NAMES:
            raise ValueError(f"'{read}' is not something that can be read. {nearest(read, [*READ_NAMES, *closed])}")
        known = kind_fields(READ_NAMES[read].kind)
        if field not in known:
            raise ValueError(f"'{read}' has no '{field}'. {nearest(field, list(known))}")
        if READ_NAMES[read].many and inside != read:
            raise ValueError(f"'{read}' has many rows; write any(...) or count(...) round the condition")
        mentioned.add(read)

    def _comparable(self, left: ast.expr, right: ast.expr) -> None:
        """`port.duplex == "hafl"`: a value that the field can never have is a mistake, not a False."""
        match left:
            case ast.Attribute(value=ast.Name(id=read), attr=field) if read in READ_NAMES:
                allowed = kind_fields(READ_NAMES[read].kind)[field]
                values = right.elts if isinstance(right, ast.List) else [right]
                for value in values:
                    if allowed and isinstance(value, ast.Constant) and value.value not in allowed:
                        listed = ", ".join(str(item) for item in allowed)
                        raise ValueError(f"'{value.value!s}' is never a value of {read}.{field}: {listed}")

    def _call(self, function: str, argument: ast.expr, mentioned: set[str], inside: str | None) -> None:
        match function, argument:
            case "absent", ast.Name(id=read) if read in READ_NAMES and not READ_NAMES[read].many:
                mentioned.add(read)
            case (("unread" | "unsupported"), ast.Name(id=read)) if read in READ_NAMES:
                mentioned.add(read)
            case "count", ast.Name(id=read) if read in READ_NAMES and READ_NAMES[read].many:
                mentioned.add(read)
            case (("any" | "count"), _):
                many = _reads_in(argument)
                if len(many) != 1 or inside is not None:
                    told = ", ".join(many) or "none"
                    raise ValueError(
                        f"{function}(...) speaks of the rows of exactly one many-rowed read, not of {told}"
                    )
                self._walk(argument, mentioned, inside=many[0])
            case (("increase" | "per_minute"), ast.Attribute(value=ast.Name(id=read), attr=field)) if (
                read in READ_NAMES and (not READ_NAMES[read].many or READ_NAMES[read].key)
            ):
                self._field(read, field, mentioned, inside)
            case (("increase" | "per_minute"), ast.Attribute(value=ast.Name(id=read))) if read in READ_NAMES:
                raise ValueError(f"nothing tells which row of '{read}' is the same in the other sample")
            case "age", ast.Attribute():
                self._walk(argument, mentioned, inside)
            case (("absent" | "unread" | "unsupported" | "increase" | "per_minute" | "age"), _):
                example = "port" if function in {"absent", "unread", "unsupported"} else "interface.crc"
                raise ValueError(f"{function}(...) takes a read such as {example}")
            case _:
                raise ValueError(f"there is no {function}(); there are {_FUNCTIONS}")


def _reads_in(condition: ast.expr) -> list[str]:
    """The many-rowed reads that a condition names."""
    names = {node.id for node in ast.walk(condition) if isinstance(node, ast.Name)}
    return sorted(name for name in names if name in READ_NAMES and READ_NAMES[name].many)
