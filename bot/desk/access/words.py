"""What somebody is told who may not do a thing: why, and whom to ask, in both languages."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Final

from bot.model import Allowed, Deed, Language, Text

_WHOM: Final[Text] = {"sv": "den som sköter firstline hos er", "en": "whoever looks after firstline at your place"}
_DEEDS: Final[dict[Deed, Text]] = {
    "ask": {"sv": "ställa frågor om nätet", "en": "ask about the network"},
    "escalate": {"sv": "skapa ärenden", "en": "make tickets"},
    "raw": {"sv": "se det som switcharna svarade", "en": "see what the switches answered"},
    "reveal": {"sv": "visa adresser och användare som är dolda", "en": "show addresses and users that are masked"},
    "check": {"sv": "starta kontroller", "en": "start checks"},
    "audit": {"sv": "läsa loggen över vem som gjort vad", "en": "read the log of who did what"},
}
_AND: Final[Text] = {"sv": "och", "en": "and"}
_OR: Final[Text] = {"sv": "eller", "en": "or"}


# For guests and people of other organisations.
GUEST: Final[Text] = {
    "sv": "Jag svarar bara den egna organisationens medarbetare. Be den du arbetar med att fråga åt dig.",
    "en": "I only answer people of this organisation. Have the one you work with ask for you.",
}


def no_team(person: str, contact: str | None) -> Text:
    """For somebody whom the configuration puts in no team; the id is what has to be written there."""
    return _said(
        f"Du är inte med i något team som får göra det här. Ditt id är {person}.",
        f"You are in no team that may do this. Your id is {person}.",
        contact=contact,
    )


def needs_grant(deed: Deed, contact: str | None) -> Text:
    """Where nobody was granted this yet."""
    return _said(
        f"Ingen har fått rätt att {_DEEDS[deed]['sv']}.",
        f"Nobody has been given the right to {_DEEDS[deed]['en']}.",
        contact=contact,
    )


def not_this(teams: Sequence[str], deed: Deed, others: Sequence[str], contact: str | None) -> Text:
    """The team may other things."""
    return {
        "sv": f"{_own(teams, 'sv')} får inte {_DEEDS[deed]['sv']}. {_ask(contact, others, 'sv')}",
        "en": f"{_own(teams, 'en')} may not {_DEEDS[deed]['en']}. {_ask(contact, others, 'en')}",
    }


def not_investigated(teams: Sequence[str], title: Text | None, others: Sequence[str], contact: str | None) -> Text:
    """The team may not have this kind of thing looked into."""
    sv = f" ({_lower(title['sv'])})" if title else ""
    en = f" ({_lower(title['en'])})" if title else ""
    return {
        "sv": f"{_own(teams, 'sv')} får inte fråga om sådant här{sv}. {_ask(contact, others, 'sv')}",
        "en": f"{_own(teams, 'en')} may not ask about this kind of thing{en}. {_ask(contact, others, 'en')}",
    }


def not_there(
    teams: Sequence[str], sites: Sequence[str], site: str, others: Sequence[str], contact: str | None
) -> Text:
    """The team may ask about other sites."""
    own_sv, own_en = listed([_capital(one) for one in sites], "sv"), listed([_capital(one) for one in sites], "en")
    there = _capital(site)
    return {
        "sv": f"Det här är i {there}. {_own(teams, 'sv')} får fråga om {own_sv}. {_ask(contact, others, 'sv')}",
        "en": f"This is at {there}. {_own(teams, 'en')} may ask about {own_en}. {_ask(contact, others, 'en')}",
    }


def no_site(device: str | None, contact: str | None) -> Text:
    """The inventory does not say where it is, and the team may ask about some sites only."""
    sv, en = (device, device) if device else ("Det du frågar om", "What you ask about")
    return _said(
        f"{sv} har ingen ort i inventariet, så jag vet inte om ditt team får fråga om det.",
        f"{en} has no site in the inventory, so I do not know whether your team may ask about it.",
        contact=contact,
    )


def only_at(sites: Sequence[str]) -> Text:
    """Goes with a "not found" where not every site was searched."""
    shown = [_capital(one) for one in sites]
    return {
        "sv": f"Jag letade bara i {listed(shown, 'sv')}, som ditt team får fråga om.",
        "en": f"I only searched {listed(shown, 'en')}, which your team may ask about.",
    }


def may_lines(allowed: Allowed) -> Sequence[Text]:
    """What somebody may, for help: deeds, and the sites where not all. Nothing for who may nothing."""
    deeds = [deed for deed in _DEEDS if deed in allowed.deeds]
    if not deeds:
        return ()
    lines: list[Text] = [
        {
            "sv": f"Du får {listed([_DEEDS[deed]['sv'] for deed in deeds], 'sv')}.",
            "en": f"You may {listed([_DEEDS[deed]['en'] for deed in deeds], 'en')}.",
        }
    ]
    if allowed.sites is not None:
        shown = [_capital(one) for one in allowed.sites]
        lines.append({"sv": f"Det gäller {listed(shown, 'sv')}.", "en": f"That goes for {listed(shown, 'en')}."})
    return lines


def listed(names: Sequence[str], language: Language, between: Text = _AND) -> str:
    """`a, b och c`."""
    if len(names) < 2:
        return "".join(names)
    return f"{', '.join(names[:-1])} {between[language]} {names[-1]}"


def _own(teams: Sequence[str], language: Language) -> str:
    """`Ditt team servicedesk`."""
    many = len(teams) > 1
    begin = {"sv": "Dina team" if many else "Ditt team", "en": "Your teams" if many else "Your team"}[language]
    return f"{begin} {listed(teams, language)}"


def _ask(contact: str | None, others: Sequence[str], language: Language) -> str:
    """Whom to ask: the teams that may, else who gives rights."""
    if others:
        who = listed(others, language, _OR)
        return {"sv": f"Be någon i {who}.", "en": f"Ask somebody in {who}."}[language]
    who = contact or _WHOM[language]
    return {"sv": f"Fråga {who}.", "en": f"Ask {who}."}[language]


def _said(sv: str, en: str, *, contact: str | None) -> Text:
    return {"sv": f"{sv} {_ask(contact, (), 'sv')}", "en": f"{en} {_ask(contact, (), 'en')}"}


def _capital(text: str) -> str:
    return text[:1].upper() + text[1:]


def _lower(text: str) -> str:
    return text[:1].lower() + text[1:]
