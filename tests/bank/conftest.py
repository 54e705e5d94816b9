"""Hands the code blocks of the cards to the tests that prove them, and keeps count of both."""

import importlib.util
import itertools
import sys
from pathlib import Path
from types import ModuleType

import pytest

import bank
import record
import servers

_serial = itertools.count()


class CardCode:
    """The fenced blocks of one card, by file name, or by position in its Given part."""

    def __init__(self, card_id: str, folder: Path):
        self.card = bank.card(card_id)
        self.folder = folder
        self.given = [block.source for block in self.card.given]
        self.files = {block.file: block.source for block in self.card.blocks}

    def text(self, file: str) -> str:
        record.block(self.card.id, file)
        return self.files[file]

    def write(self, root: Path | None = None) -> Path:
        """Writes every named block to disk and returns the folder."""
        root = root or self.folder
        for name, source in self.files.items():
            record.block(self.card.id, name)
            target = root / name
            target.parent.mkdir(parents=True, exist_ok=True)
            target.write_text(source)
        return root

    def load(self, file: str | None = None, given: int | None = None, **names) -> ModuleType:
        """Runs one block as a module of its own; `names` stand in for what the card says exists around it."""
        if file:
            record.block(self.card.id, file)
            source = self.files[file]
        else:
            record.block(self.card.id, given or 0)
            source = self.given[given or 0]
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


def pytest_collection_modifyitems(config, items):
    """What is proven can be told only after everything else has run."""
    last = [item for item in items if item.path.name == "test_every_card_is_proven.py"]
    rest = [item for item in items if item not in last]
    everything = {path.name for path in Path(__file__).parent.glob("test_*.py")}
    complete = {item.path.name for item in items} == everything
    items[:] = rest + last if complete else rest
    config.hook.pytest_deselected(items=[] if complete else last)


def pytest_runtest_setup(item):
    for mark in item.iter_markers("wrong"):
        record.claim(*mark.args)


def pytest_terminal_summary(terminalreporter):
    terminalreporter.section("the bank")
    for line in record.summary():
        terminalreporter.line(line)


def pytest_sessionfinish(session, exitstatus):
    if exitstatus == 0 and record.complete:
        record.stamp()
