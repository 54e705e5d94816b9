"""The proof would notice: a broken card is named with its line, and nothing counts as run that was not."""

import importlib
import os
import shutil
import subprocess
import sys

import bank
import pytest
import ran
import record
import servers
from flask import Flask, render_template


@pytest.fixture
def content(tmp_path, monkeypatch):
    """A copy of the content that a test may break: `content("topic/card.md", "from", "to")`."""
    copy = tmp_path / "content"
    shutil.copytree(bank.CONTENT, copy)
    monkeypatch.setattr(bank, "CONTENT", copy)
    monkeypatch.setattr(record, "_claims", {})

    def change(name, before, after):
        text = (copy / name).read_text()
        assert before in text
        (copy / name).write_text(text.replace(before, after, 1))
        bank.cards.cache_clear()

    yield change
    bank.cards.cache_clear()


def test_a_wrong_code_is_named_with_its_line(content):
    content("real-time/sse-or-websocket.md", "answer 204", "answer 418")
    assert "content/real-time/sse-or-websocket.md:25 no test of the topic knows 418" in record.strangers()


PHRASE = "known, so it is 403"
CLAIM = "content/authorization/unauthorized-or-forbidden.md:60"


def test_a_claim_that_says_something_else_is_named(content):
    record.claim("assert status == 403", "unauthorized-or-forbidden", 1, PHRASE)
    content("authorization/unauthorized-or-forbidden.md", PHRASE, "known, so it is 401")
    assert {
        f"{CLAIM} wrong claim 1 does not say “{PHRASE}”, as its test does",
        f"{CLAIM} no test of this claim knows the 401 in its truth",
    } <= {*record.strangers()}


def test_a_mark_without_a_phrase_is_named(content):
    record.claim("", "unauthorized-or-forbidden", 1)
    assert "unauthorized-or-forbidden 1 is marked without a phrase of its pair" in record.dangling()


def test_a_card_that_no_test_uses_is_named(content):
    (bank.CONTENT / "real-time/new.md").write_text("---\nquestion: Why?\nlevel: mid\n---\n\n## Say\n\nSo.\n")
    bank.cards.cache_clear()
    assert "content/real-time/new.md:1 no test names this card" in record.owed()


def test_an_excuse_for_a_code_that_is_not_said_is_left_over(content):
    content("upgrades/upgrade-plan.md", "500 kB", "half a MB")
    assert "upgrade-plan does not say 500" in record.dangling()


def imported(file, monkeypatch):
    monkeypatch.syspath_prepend(file.parent)
    importlib.import_module(file.stem)


def rendered(file, monkeypatch):
    app = Flask("bank", template_folder=file.parent)
    with app.app_context():
        render_template(file.name)


@pytest.mark.parametrize(
    ("name", "use"),
    [
        ("imported_here.py", imported),
        ("page.html", rendered),
        ("script.py", lambda file, _: subprocess.run([sys.executable, file], check=True)),
        ("there.py", lambda file, _: subprocess.run([sys.executable, "-c", "import there"], cwd=file.parent, check=True)),
    ],
)
def test_a_file_has_run_once_its_code_ran_and_not_by_lying_there(tmp_path, monkeypatch, name, use):
    file = tmp_path.resolve() / name
    file.write_text("")
    assert str(file) not in ran.files()
    file.read_text()
    assert str(file) not in ran.files()
    use(file, monkeypatch)
    assert str(file) in ran.files()


def test_a_missing_server_skips_and_in_ci_fails(monkeypatch):
    monkeypatch.setenv("PATH", "")
    monkeypatch.delenv("CI", raising=False)
    with pytest.raises(pytest.skip.Exception, match="apt install no-such-package"):
        servers.program("no-such-server", "no-such-package")
    monkeypatch.setenv("CI", "1")
    with pytest.raises(RuntimeError, match="apt install no-such-package"):
        servers.program("no-such-server", "no-such-package")


def test_the_run_refuses_another_sqlalchemy():
    command = [sys.executable, "-m", "pytest", "--collect-only", "-p", "no:cacheprovider", "test_servers.py"]
    env = {**os.environ, "BANK_SQLALCHEMY": "9.9"}
    done = subprocess.run(command, cwd=record.HERE, env=env, capture_output=True, text=True)
    assert done.returncode == 4 and "SQLAlchemy 9.9 is wanted" in done.stderr
