"""Hands the code blocks of the cards to the tests that prove them."""

import importlib.util
import itertools
import re
import sys
from pathlib import Path
from types import ModuleType

import pytest

import servers

CONTENT = Path(__file__).parents[2] / "content"
FENCE = re.compile(r"^```(\w+)(?:[ ]+file=(\S+))?[ ]*\n(.*?)^```[ ]*$", re.S | re.M)
_serial = itertools.count()


class CardCode:
    """The fenced blocks of one card, by file name, or by position in its Given part."""

    def __init__(self, card_id: str, folder: Path):
        [path] = CONTENT.glob(f"*/{card_id}.md")
        text = path.read_text()
        given, _, rest = text.partition("\n## Say\n")
        self.folder = folder
        self.given = [m[2] for m in FENCE.findall(given)]
        self.files = {m[1]: m[2] for m in FENCE.findall(rest) if m[1]}

    def text(self, file: str) -> str:
        return self.files[file]

    def write(self, root: Path | None = None) -> Path:
        """Writes every named block to disk and returns the folder."""
        root = root or self.folder
        for name, source in self.files.items():
            target = root / name
            target.parent.mkdir(parents=True, exist_ok=True)
            target.write_text(source)
        return root

    def load(self, file: str | None = None, given: int | None = None, **names) -> ModuleType:
        """Runs one block as a module of its own; `names` stand in for what the card says exists around it."""
        source = self.files[file] if file else self.given[given or 0]
        name = f"card_{next(_serial)}"
        path = self.folder / f"{name}.py"
        path.write_text(source)
        module = ModuleType(name)
        module.__file__ = str(path)
        module.__spec__ = importlib.util.spec_from_file_location(name, path)
        module.__dict__.update(names)
        sys.modules[name] = module
        exec(compile(source, str(path), "exec"), module.__dict__)
        return module


@pytest.fixture
def card(tmp_path):
    """`card("card-id")` gives the card's code."""
    return lambda card_id: CardCode(card_id, tmp_path)


@pytest.fixture(scope="session")
def redis_url():
    """A Redis of its own, for what a card says about sharing between processes."""
    with servers.redis_server() as url:
        yield url


@pytest.fixture(scope="session")
def postgres_url():
    """A PostgreSQL of its own, for what a card says about PostgreSQL."""
    with servers.postgres_server() as url:
        yield url


def pytest_configure(config):
    config.addinivalue_line(
        "markers",
        "wrong(card_id, number): shows the truth of the card's n-th \"often said, but wrong\" pair",
    )
