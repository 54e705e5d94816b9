"""The cards as the tests see them: their blocks and their pairs of claim and truth."""

import re
from dataclasses import dataclass
from functools import cache
from pathlib import Path

CONTENT = Path(__file__).parents[2] / "content"

_FENCE = re.compile(
    r"^```(?P<language>\w+)(?: +file=(?P<file>\S+))?(?: +norun=\"(?P<norun>[^\"]+)\")? *\n"
    r"(?P<source>.*?)^```\s*?$",
    re.S | re.M,
)


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
class Card:
    id: str
    path: Path
    given: tuple[Block, ...]
    #: Of all other parts, those that name a file.
    blocks: tuple[Block, ...]
    #: Lines of the wrong claims, in their order.
    claims: tuple[int, ...]


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
    claims = [(line, f"wrong claim {n}") for n, line in enumerate(card.claims, 1)]
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
        claims=tuple(_line(text, m.start()) for m in re.finditer(r"^- claim:", text, re.M)),
    )


def _block(text: str, match: re.Match) -> Block:
    return Block(**match.groupdict(), line=_line(text, match.start()))


def _line(text: str, offset: int) -> int:
    return text.count("\n", 0, offset) + 1
