"""Which blocks ran, which were only read, which claims were shown, and what is still owed."""

import re
import time
from collections import Counter
from importlib.metadata import version
from pathlib import Path

import bank
import ran

HERE = Path(__file__).parent
NOT_EXECUTED = HERE / "not_executed.txt"
NOT_TESTED = HERE / "codes_not_tested.txt"
VERSIONS = ("flask", "werkzeug", "jinja2", "sqlalchemy", "flask-sqlalchemy", "gunicorn", "celery")
MOST_NOT_RUN = 0.05
#: Reading a block in one of these proves nothing: a test has to run it.
MUST_RUN = {"python", "jinja", "sql", "json"}

_run: set[tuple[str, str | int]] = set()
_read: set[tuple[str, str | int]] = set()
_named: set[str] = set()
_skipped: Counter[str] = Counter()
#: Of each claim the phrase of a test and the source of that test.
_claims: dict[tuple[str, int], list[tuple[str, str]]] = {}
_written: list[tuple[str, bank.Block, Path]] = []
_started = time.monotonic()


def run(card_id: str, key: str | int) -> None:
    """A test has run the block with this file name, or this position in the Given part."""
    _run.add((card_id, key))


def read(card_id: str, key: str | int) -> None:
    """A test has parsed or compared the text of the block, without running it."""
    _read.add((card_id, key))


def wrote(card_id: str, block: bank.Block, path: Path) -> None:
    """A test has written the block to disk, which is a run once its code runs from there."""
    _written.append((card_id, block, path))


def _ran() -> set[tuple[str, str | int]]:
    """The blocks that ran; one whose file was overwritten did not."""
    files = ran.files()
    return _run | {
        (card_id, block.file)
        for card_id, block, path in _written
        if str(path.resolve()) in files and block.source in path.read_text()
    }


def claim(source: str, card_id: str, number: int, phrase: str = "") -> None:
    """A test shows the truth of the n-th wrong claim, counted from 1, in which the phrase stands."""
    _claims.setdefault((card_id, number), []).append((phrase, source))


def named(card_id: str) -> None:
    """A test has used the card's code."""
    _named.add(card_id)


def skipped(reason: str) -> None:
    """A test did not run."""
    _skipped[reason] += 1


def lacks() -> list[str]:
    """Why tests did not run, with their number."""
    return [f"{count} not run: {reason}" for reason, count in _skipped.items()]


def excused() -> dict[tuple[str, int], str]:
    """Claims that cannot be executed here, with the reason."""
    return {(card_id, int(number)): why for (card_id, number), why in _reasons(NOT_EXECUTED).items()}


def _reasons(file: Path) -> dict[tuple[str, str], str]:
    """Of each line `card-id word: reason`."""
    lines = [line.split(None, 2) for line in file.read_text().splitlines() if line.strip()]
    return {(card_id, word.rstrip(":")): reason for card_id, word, reason in lines}


def _keys(card: bank.Card):
    yield from enumerate(card.given)
    yield from ((each.file, each) for each in card.blocks)


def all_blocks() -> list[tuple[bank.Card, str | int, bank.Block]]:
    return [(card, key, each) for card in bank.cards() for key, each in _keys(card)]


def owed() -> list[str]:
    """What no test touches, as `path:line what`."""
    excuses = excused()
    run = _ran()
    blocks = [
        f"{card.path}:{each.line} no test runs this {each.language} block"
        for card, key, each in all_blocks()
        if not each.norun and (card.id, key) not in run
        if each.language in MUST_RUN or (card.id, key) not in _read
    ]
    claims = [
        f"{card.path}:{each.line} no test shows that this claim is wrong"
        for card, number, each in _all_claims()
        if (card.id, number) not in _claims and (card.id, number) not in excuses
    ]
    tested = _named | {card_id for card_id, _ in {*run, *_read, *_claims, *excuses}}
    cards = [f"{card.path}:1 no test names this card" for card in bank.cards() if card.id not in tested]
    return blocks + claims + cards


def _all_claims() -> list[tuple[bank.Card, int, bank.Claim]]:
    return [(card, n, each) for card in bank.cards() for n, each in enumerate(card.claims, 1)]


def strangers() -> list[str]:
    """What a card says and its tests do not: codes in its text or in a truth, or the phrase of a mark."""
    excuses = _reasons(NOT_TESTED)
    codes = [
        f"{card.path}:{line} no test of the topic knows {code}"
        for card in bank.cards()
        for code, line in card.codes
        if code not in _codes_of(card) and (card.id, code) not in excuses
    ]
    marks = [
        (card, number, each, phrase, source)
        for card, number, each in _all_claims()
        for phrase, source in _claims.get((card.id, number), [])
    ]
    phrases = [
        f"{card.path}:{each.line} wrong claim {number} does not say “{phrase}”, as its test does"
        for card, number, each, phrase, _ in marks
        if phrase not in f"{each.text} {each.truth}"
    ]
    truths = [
        f"{card.path}:{each.line} no test of this claim knows the {code} in its truth"
        for card, number, each in _all_claims()
        if (card.id, number) in _claims
        for code in sorted(bank.codes_in(each.truth) - _shown(card.id, number))
    ]
    return codes + phrases + truths


def _codes_of(card: bank.Card) -> set[str]:
    """The numbers in the tests of the card's topic."""
    tests = HERE.glob(f"test_{card.path.parent.name.replace('-', '_')}*.py")
    return {code for file in tests for code in _numbers(file.read_text())}


def _shown(card_id: str, number: int) -> set[str]:
    return {code for _, source in _claims[card_id, number] for code in _numbers(source)}


def _numbers(source: str) -> set[str]:
    return set(re.findall(r"(?<![\w.])\d{3}(?![\w.])", source))


def dangling() -> list[str]:
    """Marks and excuses for what no card says, or what is both shown and excused."""
    known = {(card.id, number) for card, number, _ in _all_claims()}
    shown, excuses = set(_claims), set(excused())
    lost = [f"{card_id} has no claim {n}" for card_id, n in sorted((shown | excuses) - known)]
    both = [f"{card_id} {n} is shown, so it needs no excuse" for card_id, n in shown & excuses]
    said = {(card.id, code) for card in bank.cards() for code, _ in card.codes}
    codes = [f"{card_id} does not say {code}" for card_id, code in sorted({*_reasons(NOT_TESTED)} - said)]
    mute = [
        f"{card_id} {n} is marked without a phrase of its pair"
        for (card_id, n), marks in _claims.items()
        if not all(phrase for phrase, _ in marks)
    ]
    return lost + both + codes + mute


def not_run() -> list[str]:
    return [
        f"{card.path}:{each.line} {each.norun}" for card, _, each in all_blocks() if each.norun
    ]


def summary() -> list[str]:
    claims = sum(len(card.claims) for card in bank.cards())
    run = _ran()
    return [
        f"{len(bank.cards())} cards",
        f"{len(all_blocks())} blocks: {len(run)} run, {len(_read - run)} parsed, "
        f"{len(not_run())} say why they cannot",
        *(f"  {line}" for line in not_run()),
        f"{claims} wrong claims: {len(_claims)} shown, {len(excused())} only sourced",
        *(f"  {card_id} {n}: {why}" for (card_id, n), why in sorted(excused().items())),
        f"{sum(len(card.codes) for card in bank.cards())} codes in the text, of which not tested:",
        *(f"  {card_id} {code}: {why}" for (card_id, code), why in _reasons(NOT_TESTED).items()),
        *lacks(),
        ", ".join(f"{name} {version}" for name, version in versions().items()),
        f"{time.monotonic() - _started:.0f} s",
    ]


def versions() -> dict[str, str]:
    """What the cards are checked against."""
    return {name: version(name) for name in VERSIONS}
