"""What stands around the proof on a card: the checks, what was not read, what is ruled out, what would make sure."""

from __future__ import annotations

from bot.card import CheckLine
from bot.desk import words
from bot.desk.sayings import capital, proven_otherwise
from bot.model import ACCESS_FAILURES, Answer, Diagnosis, Language, RuledOut, Theme


def checks(diagnosis: Diagnosis, language: Language) -> tuple[CheckLine, ...]:
    """Every check, where the answer rests on them: cleared, and could not tell what is and is not known.

    Where we could not tell, a check that passed without anything having been read is no knowledge; and where there is
    no knowledge at all, what was not read says it better than a list of question marks.
    """
    if diagnosis.outcome not in {"cleared", "unknown"}:
        return ()
    cleared = diagnosis.outcome == "cleared"
    shown = [one for one in diagnosis.checks if cleared or one.passed is not True or one.evidence]
    if diagnosis.not_checked and all(one.passed is None for one in shown):
        return ()
    return tuple(CheckLine(text=one.text[language], passed=one.passed) for one in shown)


def ruled_out(diagnosis: Diagnosis, language: Language) -> tuple[tuple[str, ...], tuple[str, ...]]:
    """What a colleague would say: a sentence for each theme, the best proven one; and the rest.

    Where the network is cleared, its checks say it all.
    """
    news = [one for one in proven_otherwise(diagnosis) if one.news]
    if diagnosis.outcome == "cleared":
        return (), tuple(dict.fromkeys(one.because[language] for one in news))
    best: dict[Theme | None, RuledOut] = {}
    for one in sorted(news, key=lambda one: not any(piece.lines for piece in one.evidence)):
        best.setdefault(one.theme, one)
    told = [(words.THEMES[theme][language], best[theme]) for theme in words.THEMES if theme in best]
    own = [one for one in news if one.theme is None]  # a runbook of the site's that names no theme
    shown = [one for _, one in told] + own
    lines = [f"{name}: {one.because[language]}" for name, one in told] + [one.because[language] for one in own]
    more = dict.fromkeys(one.because[language] for one in news if one not in shown)
    return tuple(lines), tuple(more)


def would_change(diagnosis: Diagnosis, language: Language) -> tuple[str, ...]:
    """What would make sure. What would overturn a proven fault stands in the document and in the ticket."""
    if diagnosis.outcome not in {"likely", "unknown"}:
        return ()
    return tuple(one[language] for one in diagnosis.would_change)


def not_checked(diagnosis: Diagnosis, answer: Answer, language: Language) -> tuple[str, ...]:
    """What was not read, grouped by why. Of a device that let nobody in it is everything, which is said in a word.

    What a platform does not have is no check that failed: it is told only where nothing could be told.
    """
    unknown = diagnosis.outcome == "unknown"
    missing = [one for one in diagnosis.not_checked if unknown or one.because != "unsupported"]
    groups: dict[str, list[str]] = {}
    silent: dict[str, int] = {}
    seen: dict[str, bool] = {}  # device -> did none of its readings come about
    for observation in answer.observations:
        shut = observation.failure in ACCESS_FAILURES
        seen[observation.device] = seen.get(observation.device, True) and shut
    for one in missing:
        elsewhere = next((name for name in seen if one.what[language].endswith(f"({name})")), None)
        device = elsewhere or answer.target.device or ""
        if one.because == "unreachable" and seen.get(device):
            silent[device] = silent.get(device, 0) + 1
        else:
            groups.setdefault(one.because, []).append(one.what[language])
    lines = [
        words.EVERYTHING[language].format(device=device, count=count, why=words.BECAUSE["unreachable"][language])
        for device, count in silent.items()
    ]
    lines += [
        f"{capital(', '.join(dict.fromkeys(names)))}: {words.BECAUSE[because][language]}."
        for because, names in groups.items()
    ]
    return tuple(lines)
