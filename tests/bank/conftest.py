"""Hands the code blocks of the cards to the tests that prove them, and keeps count of both."""

import faulthandler
import importlib.util
import inspect
import itertools
import logging
import os
import sys
from pathlib import Path
from types import ModuleType

import pytest
import sqlalchemy

import bank
import ran
import record
import servers

LONGEST_END_S = 30
_serial = itertools.count()


class CardCode:
    """The fenced blocks of one card, by file name, or by position in its Given part."""

    def __init__(self, card_id: str, folder: Path):
        self.card = bank.card(card_id)
        self.folder = folder
        self.given = [block.source for block in self.card.given]
        self.files = {block.file: block.source for block in self.card.blocks}

    def text(self, file: str) -> str:
        """The source of a block, to compare: that is no run."""
        record.read(self.card.id, file)
        return self.files[file]

    def to_run(self, file: str) -> str:
        """The source of a block that the test itself runs: as SQL, as commands, or in a file of its own."""
        record.run(self.card.id, file)
        return self.files[file]

    def _block(self, file: str | None, given: int | None) -> bank.Block:
        record.run(self.card.id, file or given or 0)
        if not file:
            return self.card.given[given or 0]
        return next(block for block in reversed(self.card.blocks) if block.file == file)

    def write(self, root: Path | None = None) -> Path:
        """Writes every named block to disk, for the test to import or render, and returns the folder."""
        root = root or self.folder
        for block in self.card.blocks:
            target = root / block.file
            target.parent.mkdir(parents=True, exist_ok=True)
            target.write_text(block.source)
            record.wrote(self.card.id, block, target)
        return root

    def load(self, file: str | None = None, given: int | None = None, **names) -> ModuleType:
        """Runs one block as a module of its own; `names` stand in for what the card says exists around it."""
        block = self._block(file, given)
        name = f"card_{next(_serial)}"
        path = self.folder / f"{name}.py"
        path.write_text(block.source)
        module = ModuleType(name)
        module.__file__ = str(path)
        module.__spec__ = importlib.util.spec_from_file_location(name, path)
        module.__dict__.update(names)
        sys.modules[name] = module
        # Compiled where it stands in the card, so that a traceback names the card and its line.
        source = "\n" * block.line + block.source
        exec(compile(source, str(bank.CONTENT.parent / self.card.path), "exec"), module.__dict__)
        return module


@pytest.fixture
def card(tmp_path, request):
    """`card("card-id")` gives the card's code."""
    used = request.node.stash.setdefault(_USED, [])

    def give(card_id: str) -> CardCode:
        code = CardCode(card_id, tmp_path)
        used.append(code.card)
        return code

    return give


_USED = pytest.StashKey[list[bank.Card]]()


@pytest.hookimpl(wrapper=True)
def pytest_runtest_makereport(item, call):
    """A failure names the cards it is about, with the lines of their blocks and claims."""
    report = yield
    if report.skipped:
        record.skipped(str(call.excinfo.value))
    if report.when == "call" and not report.skipped:
        for each in item.stash.get(_USED, []):
            record.named(each.id)
        for mark in item.iter_markers("wrong"):
            record.claim(inspect.getsource(item.function), *mark.args)
    if report.failed:
        about = {each.path: each for each in item.stash.get(_USED, [])}
        for mark in item.iter_markers("wrong"):
            about[bank.card(mark.args[0]).path] = bank.card(mark.args[0])
        lines = [line for each in about.values() for line in bank.places(each)]
        report.sections.append(("cards", "\n".join(lines)))
    return report


@pytest.fixture(autouse=True)
def logging_as_it_was():
    """Logging is global: what a card configures must not reach the next test."""
    names = [*logging.root.manager.loggerDict]
    loggers = [logging.root, *map(logging.getLogger, names)]
    before = [(each.level, each.propagate, [*each.handlers]) for each in loggers]
    yield
    for logger, (level, propagate, handlers) in zip(loggers, before, strict=True):
        logger.setLevel(level)
        logger.propagate = propagate
        logger.handlers = handlers
    for name in logging.root.manager.loggerDict:
        logging.getLogger(name).disabled = False
    logging.disable(logging.NOTSET)


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
    wanted = os.environ.get("BANK_SQLALCHEMY", sqlalchemy.__version__)
    if sqlalchemy.__version__ != wanted:
        raise pytest.UsageError(f"SQLAlchemy {wanted} is wanted, {sqlalchemy.__version__} is there")
    ran.follow()
    config.add_cleanup(ran.forget)
    config.addinivalue_line(
        "markers",
        "wrong(card_id, number, phrase): shows the truth of the card's n-th \"often said, but wrong\" pair, "
        "in which the phrase stands",
    )


def pytest_collection_modifyitems(config, items):
    """What is proven can be told only after everything else has run."""
    last = [item for item in items if item.path.name == "test_every_card_is_proven.py"]
    rest = [item for item in items if item not in last]
    everything = {path.name for path in Path(__file__).parent.glob("test_*.py")}
    complete = {item.path.name for item in items} == everything
    items[:] = rest + last if complete else rest
    config.hook.pytest_deselected(items=[] if complete else last)


def pytest_terminal_summary(terminalreporter):
    terminalreporter.section("the bank")
    for line in record.summary():
        terminalreporter.line(line)


def pytest_unconfigure():
    # A thread that waits for ever would keep a finished run from ending.
    faulthandler.dump_traceback_later(LONGEST_END_S, exit=True)
