"""Runs the code of the cards on upgrades and dependencies and checks what they claim."""

import re
import shlex
import subprocess
import sys
import warnings
import zipfile
from datetime import date
from decimal import Decimal
from importlib.metadata import requires, version

import flask
import flask.json
import pytest
import ran
import record
from flask import Flask, jsonify, request, session
from packaging.requirements import Requirement
from werkzeug.security import check_password_hash, generate_password_hash


def needs(package, dependency):
    """What the installed `package` asks of `dependency`."""
    found = [Requirement(line) for line in requires(package)]
    return next(r.specifier for r in found if r.name.lower() == dependency and not r.marker)


def sh(card, card_id, file):
    """The commands of a script that bash accepts."""
    path = card(card_id).write() / file
    subprocess.run(["bash", "-n", path], check=True)
    lines = path.read_text().replace("\\\n", " ").splitlines()
    return [words for line in lines if (words := shlex.split(line, comments=True))]


def wheel(folder, name, number, *dependencies, source=""):
    """A package of one module, as pip would find it in an index."""
    info = f"{name}-{number}.dist-info"
    metadata = f"Metadata-Version: 2.1\nName: {name}\nVersion: {number}\n"
    metadata += "".join(f"Requires-Dist: {each}\n" for each in dependencies)
    files = {
        f"{name}.py": source,
        f"{info}/METADATA": metadata,
        f"{info}/WHEEL": "Wheel-Version: 1.0\nGenerator: x\nRoot-Is-Purelib: true\nTag: py3-none-any\n",
        f"{info}/RECORD": "",
    }
    path = folder / f"{name}-{number}-py3-none-any.whl"
    with zipfile.ZipFile(path, "w") as archive:
        for file, text in files.items():
            archive.writestr(file, text)
    return path


@pytest.fixture
def pip(tmp_path):
    """Installs into an empty environment that sees only the wheels in its folder."""
    home, wheels = tmp_path / "venv", tmp_path / "wheels"
    wheels.mkdir()
    subprocess.run([sys.executable, "-m", "venv", "--without-pip", home], check=True)

    def install(*args):
        command = [sys.executable, "-m", "pip", "--python", home, "--disable-pip-version-check"]
        command += ["install", "-q", "--no-compile", "--no-index", "--find-links", wheels, *args]
        done = subprocess.run(command, capture_output=True, text=True)
        assert done.returncode == 0, done.stderr
        found = home.glob("lib/python*/site-packages/*.dist-info")
        return sorted(path.stem.replace("-", "==") for path in found)

    install.wheels = wheels
    return install


# unpinned-werkzeug


def test_the_given_pins_fail_with_the_message_of_the_card(card):
    record.read("unpinned-werkzeug", 0)
    lines = card("unpinned-werkzeug").given[0].splitlines()
    pinned = {Requirement(line).name: str(Requirement(line).specifier) for line in lines}
    assert pinned == {"Flask": "==2.2.2", "gunicorn": "==20.1.0"}  # and no Werkzeug
    assert Requirement("Werkzeug>=2.2.2").specifier.contains(version("werkzeug"))
    with pytest.raises(ImportError, match=r"cannot import name 'url_quote' from 'werkzeug.urls'"):
        from werkzeug.urls import url_quote  # noqa: F401  as Flask 2.2.2 does


@pytest.mark.wrong("unpinned-werkzeug", 1, "did not write down")
def test_a_pin_on_top_does_not_pin_what_lies_below(pip):
    wheel(pip.wheels, "framework", "2.2", "toolkit>=2.2")
    wheel(pip.wheels, "toolkit", "2.2")
    (pip.wheels / "requirements.txt").write_text("framework==2.2\n")
    todo = ["-r", pip.wheels / "requirements.txt"]
    assert pip(*todo) == ["framework==2.2", "toolkit==2.2"]
    wheel(pip.wheels, "toolkit", "3.0")  # published a year later
    assert pip("--force-reinstall", *todo) == ["framework==2.2", "toolkit==3.0"]


def test_flask_leaves_the_upper_end_open():
    assert {each.operator for each in needs("flask", "werkzeug")} == {">="}


def test_the_lock_is_written_from_the_short_list_and_installed_with_hashes(card):
    compile_line = sh(card, "unpinned-werkzeug", "lock.sh")[-1]
    assert compile_line == ["pip-compile", "--upgrade", "--generate-hashes", "requirements.in"]
    dockerfile = card("unpinned-werkzeug").text("Dockerfile")
    assert "COPY requirements.txt ." in dockerfile
    assert '"-b", "0.0.0.0:8000"' in dockerfile  # or the port would answer inside the container only
    assert "pip install --require-hashes -r requirements.txt" in dockerfile
    assert "\nUSER app\nCMD " in dockerfile  # not as root
    chosen = [Requirement(line) for line in card("unpinned-werkzeug").text("requirements.in").split()]
    assert [each.name for each in chosen] == ["Flask", "gunicorn"]
    assert chosen[0].specifier.contains(version("flask"))


def test_a_wrong_hash_is_refused(pip):
    wheel(pip.wheels, "toolkit", "2.2")
    file = pip.wheels / "requirements.txt"
    file.write_text("toolkit==2.2 --hash=sha256:" + "0" * 64 + "\n")
    with pytest.raises(AssertionError, match="DO NOT MATCH THE HASHES"):
        pip("--require-hashes", "-r", file)


# security-release


@pytest.mark.wrong("security-release", 1, "parses every request you")
def test_flask_requires_the_six_packages():
    names = {Requirement(line).name.lower() for line in requires("flask") if "extra" not in line}
    names = {name.replace("_", "-") for name in names} - {"importlib-metadata"}
    assert names == {"werkzeug", "jinja2", "markupsafe", "itsdangerous", "click", "blinker"}


def test_the_bump_raises_one_package_and_tests_it(card):
    lines = sh(card, "security-release", "bump.sh")
    assert lines[0] == ["set", "-eu"]
    chosen = ["--generate-hashes", "--upgrade-package", "werkzeug", "requirements.in"]
    assert lines[2] == ["pip-compile", *chosen]
    assert lines[3] == ["pip", "install", "--require-hashes", "-r", "requirements.txt"]
    assert [line[0] for line in lines[2:]] == ["pip-compile", "pip", "pytest", "pip-audit"]
    show = subprocess.run(
        [sys.executable, "-m", *lines[1]], capture_output=True, text=True, check=True
    ).stdout
    assert f"Version: {version('werkzeug')}" in show
    assert re.search(r"^Required-by:.*\bFlask\b", show, re.M)


def test_the_installed_version_is_checked(card, monkeypatch):
    module = card("security-release").load("tests/test_versions.py")
    module.test_werkzeug_has_the_fix()
    monkeypatch.setattr(module, "version", lambda name: "3.1.5")
    with pytest.raises(AssertionError):
        module.test_werkzeug_has_the_fix()


@pytest.mark.wrong("security-release", 2, "still satisfies the requirement")
def test_an_upgrade_leaves_a_satisfied_dependency_alone(pip):
    wheel(pip.wheels, "framework", "3.0", "toolkit>=3.0")
    wheel(pip.wheels, "toolkit", "3.0")
    pip("framework")
    wheel(pip.wheels, "framework", "3.1", "toolkit>=3.0")
    wheel(pip.wheels, "toolkit", "3.1")
    assert pip("--upgrade", "framework") == ["framework==3.1", "toolkit==3.0"]


# old-tutorial-code


@pytest.mark.wrong("old-tutorial-code", 1, "2.3 took out `before_first_request`")
def test_what_the_old_code_uses_is_gone(card):
    with pytest.raises(ImportError, match="'Markup' from 'flask'"):
        card("old-tutorial-code").load(given=0)
    assert not hasattr(flask, "Markup")
    assert not hasattr(flask.json, "JSONEncoder")
    assert not hasattr(Flask, "before_first_request")
    assert not hasattr(Flask("shop"), "env")


def mended(source):
    """The old code with its three loud lines mended and the silent ones kept."""
    source = source.replace("from flask import Flask, Markup, jsonify", "from flask import Flask, jsonify")
    source = source.replace("from flask.json import JSONEncoder", "from markupsafe import Markup")
    source = source.replace("JSONEncoder", "object")
    return source.replace("@app.before_first_request\n", "") + "\nload()\n"


@pytest.mark.wrong("old-tutorial-code", 2, "Ignored settings raise nothing")
def test_the_two_silent_lines_change_the_output(card, tmp_path):
    source = card("old-tutorial-code").given[0]
    names = {"__name__": "old"}
    with warnings.catch_warnings():
        warnings.simplefilter("error")
        exec(compile(mended(source), "old.py", "exec"), names)
        text = names["app"].test_client().get("/").text
    assert text == '{"day":"Sun, 01 Mar 2026 00:00:00 GMT","title":"Shop <b>1</b>"}\n'


def test_the_provider_brings_both_back(card):
    app = card("old-tutorial-code").load("app.py").create_app()
    assert app.test_client().get("/").text == '{"title":"Shop <b>1</b>","day":"2026-03-01"}\n'
    with app.app_context():
        assert app.json.dumps({"price": Decimal("1.50")}) == '{"price": "1.50"}'


# upgrade-plan


def test_hashes_of_werkzeug_2_2_can_be_read(card):
    card("upgrade-plan").load("tests/test_stored_data.py").test_old_passwords_still_work()
    assert generate_password_hash("x").startswith("scrypt:")
    with pytest.raises(ValueError, match="Invalid hash method 'sha256'"):
        check_password_hash("sha256$salt$" + "0" * 64, "x")


def orders_app(provider=None):
    app = Flask("shop")
    if provider:
        app.json = provider(app)
    app.add_url_rule(
        "/orders/<int:n>", "order", lambda n: {"id": n, "placed_on": date(2026, 3, 1)}
    )
    return app


def test_the_contract_notices_the_lost_date_format(card):
    check = card("upgrade-plan").load("tests/test_contract.py").test_what_clients_rely_on
    iso = card("old-tutorial-code").load("app.py").ISODates
    check(orders_app(iso).test_client())
    with pytest.raises(AssertionError):
        check(orders_app().test_client())


@pytest.mark.wrong("upgrade-plan", 1, "3.1 says nothing about settings")
def test_current_flask_is_silent_about_settings_it_no_longer_knows():
    with warnings.catch_warnings():
        warnings.simplefilter("error")
        app = Flask("shop")
        app.config.update(JSON_SORT_KEYS=False, ENV="development", JSONIFY_MIMETYPE="text/plain")
        app.json_encoder = object
        app.add_url_rule("/", view_func=lambda: jsonify(b=1, a=2))
        response = app.test_client().get("/")
    assert response.text == '{"a":2,"b":1}\n' and response.mimetype == "application/json"


def test_flask_3_1_needs_werkzeug_3_1():
    assert not needs("flask", "werkzeug").contains("3.0.6")
    assert needs("flask", "werkzeug").contains("3.1.0")


def test_changes_that_never_warned():
    app = Flask("shop")
    app.config.update(SECRET_KEY="k" * 32, SERVER_NAME="shop.example")

    @app.post("/")
    def form():
        session["seen"] = True
        return str(len(request.form["text"]))

    client = app.test_client()
    size = {"small": "x" * 400_000, "big": "x" * 600_000}
    multipart = {"content_type": "multipart/form-data"}
    small, big = (client.post("/", data={"text": text}, **multipart) for text in size.values())
    assert (small.status_code, big.status_code) == (200, 413)
    assert client.post("/", data={"text": size["big"]}).status_code == 200  # urlencoded
    assert "Domain=" not in small.headers["Set-Cookie"]


# dead-extension

OLD_MENU = """
from flask import Markup

def link(url, title):
    return Markup('<a href="{}">{}</a>').format(url, title)
"""


@pytest.fixture
def menu_project(card, tmp_path, monkeypatch):
    root = card("dead-extension").write()
    wheel(tmp_path, "flask_oldmenu", "0.4", "Flask>=1.0", source=OLD_MENU)
    with zipfile.ZipFile(tmp_path / "flask_oldmenu-0.4-py3-none-any.whl") as archive:
        archive.extractall(root)
    monkeypatch.chdir(root)
    monkeypatch.setenv("PYTHONPATH", ran.python_path(root))

    def python(*args):
        return subprocess.run([sys.executable, *args], capture_output=True, text=True)

    return python


def test_the_shim_brings_the_name_back(menu_project):
    code = "from shop.menu import menu; print(menu([('/', 'Tea & Jam')]))"
    assert menu_project("-c", code).stdout == "[Markup('<a href=\"/\">Tea &amp; Jam</a>')]\n"


def test_the_shim_must_come_first(menu_project):
    late = menu_project("-c", "import flask_oldmenu, shop.compat")
    assert "cannot import name 'Markup'" in late.stderr


def test_the_card_notices_when_the_shim_can_go(card, menu_project, tmp_path):
    check = card("dead-extension").load("tests/test_compat.py").test_shim_is_still_needed
    check()
    mended = OLD_MENU.replace("from flask import", "from markupsafe import")
    (tmp_path / "flask_oldmenu.py").write_text(mended)
    with pytest.raises(AssertionError):
        check()


@pytest.mark.wrong("dead-extension", 1, "pip compares version numbers")
def test_pip_is_content_with_a_pair_that_cannot_be_imported(menu_project, tmp_path, monkeypatch):
    monkeypatch.syspath_prepend(tmp_path)
    assert (tmp_path / "flask_oldmenu-0.4.dist-info/METADATA").exists()
    assert version("flask_oldmenu") == "0.4" and needs("flask_oldmenu", "flask").contains("3.1.3")
    assert "oldmenu" not in menu_project("-m", "pip", "check").stdout
    assert menu_project("-c", "import flask_oldmenu").returncode == 1
