"""Which blocks ran, which were only read, which claims were shown, and what is still owed."""

import json
import time
from datetime import UTC, datetime
from importlib.metadata import version
from pathlib import Path

import bank

HERE = Path(__file__).parent
NOT_EXECUTED = HERE / "not_executed.txt"
STAMP = bank.CONTENT / "checked.json"
VERSIONS = ("flask", "werkzeug", "jinja2", "sqlalchemy", "flask-sqlalchemy", "gunicorn", "celery")
MOST_NOT_RUN = 0.05
#: Reading a block in one of these proves nothing: a test has to run it.
MUST_RUN = {"python", "jinja", "sql", "json"}

#: Set once the whole suite has been checked for completeness.
complete = False

_run: set[tuple[str, str | int]] = set()
_read: set[tuple[str, str | int]] = set()
_claims: set[tuple[str, int]] = set()
_started = time.monotonic()


def run(card_id: str, key: str | int) -> None:
    """A test has run the block with this file name, or this position in the Given part."""
    _run.add((card_id, key))


def read(card_id: str, key: str | int) -> None:
    """A test has parsed or compared the text of the block, without running it."""
    _read.add((card_id, key))


def claim(card_id: str, number: int) -> None:
    """A test shows the truth of the n-th wrong claim, counted from 1."""
    _claims.add((card_id, number))


def excused() -> dict[tuple[str, int], str]:
    """Claims that cannot be executed here, with the reason."""
    if not NOT_EXECUTED.exists():
        return {}
    lines = [line for line in NOT_EXECUTED.read_text().splitlines() if line.strip()]
    parts = (line.split(None, 2) for line in lines)
    return {(card_id, int(number.rstrip(":"))): reason for card_id, number, reason in parts}


def _keys(card: bank.Card):
    yield from enumerate(card.given)
    yield from ((each.file, each) for each in card.blocks)


def all_blocks() -> list[tuple[bank.Card, str | int, bank.Block]]:
    return [(card, key, each) for card in bank.cards() for key, each in _keys(card)]


def owed() -> list[str]:
    """What no test touches, as `path:line what`."""
    excuses = excused()
    blocks = [
        f"{card.path}:{each.line} no test runs this {each.language} block"
        for card, key, each in all_blocks()
        if not each.norun and (card.id, key) not in _run
        if each.language in MUST_RUN or (card.id, key) not in _read
    ]
    claims = [
        f"{card.path}:{line} no test shows that this claim is wrong"
        for card in bank.cards()
        for number, line in enumerate(card.claims, 1)
        if (card.id, number) not in _claims and (card.id, number) not in excuses
    ]
    return blocks + claims


def dangling() -> list[str]:
    """Marks and excuses for claims that no card makes, or that are both shown and excused."""
    known = {(card.id, n) for card in bank.cards() for n in range(1, len(card.claims) + 1)}
    excuses = set(excused())
    lost = [f"{card_id} has no claim {n}" for card_id, n in sorted((_claims | excuses) - known)]
    both = [f"{card_id} {n} is shown, so it needs no excuse" for card_id, n in _claims & excuses]
    return lost + both


def not_run() -> list[str]:
    return [
        f"{card.path}:{each.line} {each.norun}" for card, _, each in all_blocks() if each.norun
    ]


def summary() -> list[str]:
    claims = sum(len(card.claims) for card in bank.cards())
    versions = ", ".join(f"{name} {version(name)}" for name in VERSIONS)
    return [
        f"{len(bank.cards())} cards",
        f"{len(all_blocks())} blocks: {len(_run)} run, {len(_read - _run)} parsed, "
        f"{len(not_run())} say why they cannot",
        *(f"  {line}" for line in not_run()),
        f"{claims} wrong claims: {len(_claims)} shown, {len(excused())} only sourced",
        *(f"  {card_id} {n}: {why}" for (card_id, n), why in sorted(excused().items())),
        versions,
        f"{time.monotonic() - _started:.0f} s",
    ]


def stamp() -> None:
    """Notes for the build what the cards were checked against, and when."""
    checked = {
        "date": datetime.now(UTC).date().isoformat(),
        "versions": {name: version(name) for name in VERSIONS},
    }
    STAMP.write_text(json.dumps(checked, indent=2) + "\n")
