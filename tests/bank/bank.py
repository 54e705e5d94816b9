"""The cards as the tests see them: their blocks and their pairs of claim and truth."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache
from pathlib import Path

CONTENT = Path(__file__).parents[2] / "content"

_FENCE = re.compile(
    r"^```(?P<language>\w+)(?: +file=(?P<file>\S+))?(?: +norun=\"(?P<norun>[^\"]+)\")? *\n"
    r"(?P<source>.*?)^```\s*?$",
    re.S | re.M,
)
_PAIR = re.compile(r"^- claim:(?P<claim>.*?)\n\s+truth:(?P<truth>.*?)(?=\n- |\n\n|\Z)", re.S | re.M)
#: Three digits that could be a status, and are no part of a longer number, a name or an address.
_CODE = re.compile(r"(?<![\w.,:/#$+-])[1-5]\d\d(?![\w-]|[.,:/]\d)")
#: What nobody says: code blocks, the addresses of links, and the fields after the question.
_UNSPOKEN = re.compile(r"^```.*?^```|(?<=\])\([^)]*\)|^level:.*?^---", re.S | re.M)


@dataclass(frozen=True)
class Block:
    language: str
    file: str | None
    #: Why it cannot run here, as its fence says.
    norun: str | None
    source: str
    #: In the card's file.
    line: int


@dataclass(frozen=True)
class Claim:
    text: str
    truth: str
    line: int


@dataclass(frozen=True)
class Card:
    id: str
    path: Path
    given: tuple[Block, ...]
    #: Of all other parts, those that name a file.
    blocks: tuple[Block, ...]
    claims: tuple[Claim, ...]
    #: Each number from 100 to 599 in its text, with its line.
    codes: tuple[tuple[str, int], ...]


@cache
def card(card_id: str) -> Card:
    [path] = CONTENT.glob(f"*/{card_id}.md")
    return _read(path)


@cache
def cards() -> tuple[Card, ...]:
    paths = sorted(CONTENT.glob("*/*.md"))
    return tuple(_read(path) for path in paths)


def places(card: Card) -> list[str]:
    """Where its blocks and claims stand, as `path:line what`."""
    blocks = [(each.line, f"{each.language} {each.file or ''}") for each in card.given + card.blocks]
    claims = [(each.line, f"wrong claim {n}") for n, each in enumerate(card.claims, 1)]
    return [f"{card.path}:{line} {what.strip()}" for line, what in sorted(blocks + claims)]


def _read(path: Path) -> Card:
    text = path.read_text()
    say = text.index("\n## Say\n")
    blocks = [(match.start(), _block(text, match)) for match in _FENCE.finditer(text)]
    return Card(
        id=path.stem,
        path=path.relative_to(CONTENT.parent),
        given=tuple(block for start, block in blocks if start < say),
        blocks=tuple(block for start, block in blocks if start > say and block.file),
        claims=tuple(_claim(text, match) for match in _PAIR.finditer(text)),
        codes=tuple(_codes(_UNSPOKEN.sub(lambda match: "\n" * match[0].count("\n"), text))),
    )


def codes_in(text: str) -> set[str]:
    return {code for code, _ in _codes(text)}


def _codes(text: str) -> Iterator[tuple[str, int]]:
    return ((match[0], _line(text, match.start())) for match in _CODE.finditer(text))


def _claim(text: str, match: re.Match) -> Claim:
    claim, truth = (" ".join(part.split()) for part in match.groups())
    return Claim(claim, truth, _line(text, match.start()))


def _block(text: str, match: re.Match) -> Block:
    return Block(**match.groupdict(), line=_line(text, match.start()))


def _line(text: str, offset: int) -> int:
    return text.count("\n", 0, offset) + 1
