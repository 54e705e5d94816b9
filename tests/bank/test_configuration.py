"""What the cards of the topic "Configuration" claim, run."""

import importlib
import json
import os
import socket
import subprocess
import sys
import time
from pathlib import Path
from urllib.error import HTTPError, URLError
from urllib.request import urlopen

import pytest
from flask import Flask, session
from flask.cli import ScriptInfo, run_command
from flask_sqlalchemy import SQLAlchemy

FLASK = str(Path(sys.executable).with_name("flask"))
CLEAN = {k: v for k, v in os.environ.items() if not k.startswith(("FLASK_", "SHOP_", "APP_ENV"))}


@pytest.fixture
def package(card, monkeypatch):
    """Writes a card's files to disk and imports its package."""

    def load(card_id, name="shop"):
        root = card(card_id).write()
        monkeypatch.syspath_prepend(str(root))
        for known in [m for m in sys.modules if m.split(".")[0] == name]:
            monkeypatch.delitem(sys.modules, known)
        importlib.invalidate_caches()
        return root, importlib.import_module(name)

    yield load
    for known in [m for m in sys.modules if m.split(".")[0] == "shop"]:
        sys.modules.pop(known)


@pytest.fixture(autouse=True)
def clean_environment(monkeypatch):
    for name in set(os.environ) - set(CLEAN):
        monkeypatch.delenv(name)


def python(code, cwd, **env):
    done = subprocess.run([sys.executable, "-c", code], cwd=cwd, env={**CLEAN, **env}, capture_output=True, text=True)
    return done.stdout.strip()


# configuration


def test_no_environment_means_production_and_needs_a_secret(package, monkeypatch):
    _, shop = package("configuration")
    with pytest.raises(RuntimeError, match="SHOP_SECRET_KEY must be text"):
        shop.create_app()
    monkeypatch.setenv("SHOP_SECRET_KEY", "from-the-platform")
    app = shop.create_app()
    assert app.config["SESSION_COOKIE_SECURE"] is True
    assert (app.debug, app.testing) == (False, False)


def test_a_secret_that_json_turned_into_a_number_stops_the_start(package, monkeypatch):
    _, shop = package("configuration")
    monkeypatch.setenv("SHOP_SECRET_KEY", "12345")
    with pytest.raises(RuntimeError, match="SHOP_SECRET_KEY must be text"):
        shop.create_app()


def test_a_typo_in_the_environment_name_stops_the_start(package, monkeypatch):
    _, shop = package("configuration")
    monkeypatch.setenv("APP_ENV", "prod")
    with pytest.raises(KeyError, match="prod"):
        shop.create_app()


def test_instance_file_overrides_the_class_and_the_environment_overrides_both(package, monkeypatch):
    root, shop = package("configuration")
    assert shop.create_app("development").config["SECRET_KEY"] == "dev-only"
    (root / "instance").mkdir()
    (root / "instance" / "config.py").write_text('SECRET_KEY = "from the file"\nlower = 1\n')
    app = shop.create_app("development")
    assert app.config["SECRET_KEY"] == "from the file"
    assert "lower" not in app.config
    monkeypatch.setenv("SHOP_SECRET_KEY", "from the environment")
    assert shop.create_app("development").config["SECRET_KEY"] == "from the environment"


def test_testing_ignores_the_environment(package, monkeypatch):
    _, shop = package("configuration")
    monkeypatch.setenv("SHOP_SQLALCHEMY_DATABASE_URI", "postgresql://production/shop")
    assert "SQLALCHEMY_DATABASE_URI" not in shop.create_app("testing").config
    assert shop.create_app("development").config["SQLALCHEMY_DATABASE_URI"].startswith("postgresql")


def test_extensions_read_the_config_in_init_app():
    with pytest.raises(RuntimeError, match="SQLALCHEMY_DATABASE_URI"):
        SQLAlchemy().init_app(Flask("early"))
    app = Flask("ready")
    app.config["SQLALCHEMY_DATABASE_URI"] = "sqlite://"
    SQLAlchemy().init_app(app)


def debug_seen_by_the_flask_command(cwd, **env):
    code = "from flask.cli import ScriptInfo; print(ScriptInfo('hello:app').load_app().debug)"
    return python(code, cwd, **env)


@pytest.mark.wrong("configuration", 1, "Flask 2.3 removed `FLASK_ENV`")
def test_flask_env_does_not_turn_on_debug_mode_but_flask_debug_does(tmp_path):
    (tmp_path / "hello.py").write_text("from flask import Flask\napp = Flask(__name__)\n")
    assert debug_seen_by_the_flask_command(tmp_path, FLASK_ENV="development") == "False"
    assert debug_seen_by_the_flask_command(tmp_path, FLASK_DEBUG="1") == "True"


@pytest.mark.wrong("configuration", 2, "`load_dotenv()` or let the platform")
def test_dotenv_is_read_by_the_flask_command_and_app_run_but_not_by_gunicorn(tmp_path):
    (tmp_path / ".env").write_text("SHOP_SECRET_KEY=from-dotenv\n")
    (tmp_path / "hello.py").write_text(
        "import os\nfrom flask import Flask\napp = Flask(__name__)\n"
        "print('key:', os.environ.get('SHOP_SECRET_KEY'))\n"
    )

    def output(*command):
        return subprocess.run(command, cwd=tmp_path, env=CLEAN, capture_output=True, text=True).stdout

    assert "key: from-dotenv" in output(FLASK, "--app", "hello", "routes")
    assert "key: None" in output(sys.executable, "-m", "gunicorn", "--check-config", "hello:app")
    run = "import os, werkzeug.serving as s; s.run_simple = lambda *a, **k: print(os.environ['SHOP_SECRET_KEY'])"
    assert "from-dotenv" in python(f"{run}; import hello; hello.app.run()", tmp_path)
    assert python("from dotenv import load_dotenv; load_dotenv('.env'); import hello", tmp_path) == "key: from-dotenv"


# fallback-secret-key


def who_am_i(app):
    @app.get("/")
    def me():
        return {"user": session.get("user_id")}

    @app.post("/")
    def login():
        session["user_id"] = 1
        return ""

    return app.test_client()


def test_anyone_with_the_published_key_can_forge_a_session(card):
    given = card("fallback-secret-key").load(given=0)
    assert given.Production.SECRET_KEY == "dev-key"
    app = Flask("victim")
    app.config.from_object(given.Production)
    client = who_am_i(app)
    forge = card("fallback-secret-key").load("attack.py").forge_cookie
    client.set_cookie("session", forge("another key", {"user_id": 1}))
    assert client.get("/").json == {"user": None}
    client.set_cookie("session", forge("dev-key", {"user_id": 1}))
    assert client.get("/").json == {"user": 1}


def test_the_mended_factory_refuses_to_start_and_needs_the_key_only_in_production(card, monkeypatch):
    mended = card("fallback-secret-key").load("app.py")
    production, testing = type("Production", (), {}), type("Testing", (), {"SECRET_KEY": "test-only"})
    with pytest.raises(KeyError, match="SECRET_KEY"):
        mended.create_app(production)
    assert mended.create_app(testing).config["SECRET_KEY"] == "test-only"
    monkeypatch.setenv("SECRET_KEY", "long and random")
    assert mended.create_app(production).config["SECRET_KEY"] == "long and random"


def test_a_leaked_key_among_the_fallbacks_is_still_accepted(card):
    forge = card("fallback-secret-key").load("attack.py").forge_cookie
    app = Flask("rotated")
    app.secret_key = "new"
    client = who_am_i(app)
    client.set_cookie("session", forge("dev-key", {"user_id": 1}))
    assert client.get("/").json == {"user": None}
    app.config["SECRET_KEY_FALLBACKS"] = ["dev-key"]
    assert client.get("/").json == {"user": 1}


@pytest.mark.wrong("fallback-secret-key", 1, "the session raises `RuntimeError`")
def test_without_a_key_the_app_starts_and_the_first_session_write_fails():
    app = Flask("keyless")
    app.testing = True
    client = who_am_i(app)
    assert client.get("/").json == {"user": None}
    with pytest.raises(RuntimeError, match="no secret key was set"):
        client.post("/")


# instance-folder


def test_the_instance_folder_lies_next_to_the_package(package):
    root, shop = package("instance-folder")
    assert not (root / "instance").exists()
    app = shop.create_app()
    assert Path(app.instance_path) == root / "instance"
    assert Path(app.root_path) == root / "shop"
    assert app.config["CURRENCY"] == "USD"
    (root / "instance" / "config.py").write_text('CURRENCY = "EUR"\n')
    assert shop.create_app().config["CURRENCY"] == "EUR"


@pytest.mark.wrong("instance-folder", 2, "creating the folder is")
def test_flask_only_computes_the_instance_path(package):
    root, _ = package("instance-folder")
    Flask("shop", instance_relative_config=True)
    assert not (root / "instance").exists()


@pytest.mark.wrong("instance-folder", 1, "finds nothing, and `silent=True`")
def test_the_copied_line_looks_inside_the_package_and_silent_hides_it(package):
    root, _ = package("instance-folder")
    for folder in (root / "instance", root / "shop" / "instance"):
        folder.mkdir(parents=True)
    (root / "instance" / "config.py").write_text('CURRENCY = "EUR"\n')
    app = Flask("shop")
    assert app.config.from_pyfile("instance/config.py", silent=True) is False
    with pytest.raises(FileNotFoundError):
        app.config.from_pyfile("instance/config.py")
    (root / "shop" / "instance" / "config.py").write_text('CURRENCY = "inside"\n')
    app.config.from_pyfile("instance/config.py", silent=True)
    assert app.config["CURRENCY"] == "inside"
    single = root / "single"
    (single / "instance").mkdir(parents=True)
    (single / "instance" / "config.py").write_text('CURRENCY = "GBP"\n')
    app = Flask("single_file", root_path=str(single))
    app.config.from_pyfile("instance/config.py")
    assert app.config["CURRENCY"] == "GBP"


def test_an_installed_package_keeps_its_instance_under_the_prefix(tmp_path, monkeypatch):
    site = tmp_path / "lib" / f"python3.{sys.version_info.minor}" / "site-packages" / "shop"
    site.mkdir(parents=True)
    (site / "__init__.py").write_text("")
    monkeypatch.syspath_prepend(str(site.parent))
    monkeypatch.setattr(sys, "prefix", str(tmp_path))
    importlib.invalidate_caches()
    importlib.import_module("shop")
    assert Path(Flask("shop").instance_path) == tmp_path / "var" / "shop-instance"


def test_a_relative_sqlite_path_is_in_the_instance_folder(package):
    root, shop = package("instance-folder")
    app, db = shop.create_app(), SQLAlchemy()
    app.config["SQLALCHEMY_DATABASE_URI"] = "sqlite:///dev.db"
    db.init_app(app)
    with app.app_context():
        assert Path(db.engine.url.database) == root / "instance" / "dev.db"


# environment-values-as-json


@pytest.mark.wrong("environment-values-as-json", 1, "`false` becomes a Boolean")
def test_it_prints_a_number_a_string_and_a_dict(card, monkeypatch, capsys):
    for name in ("FLASK_PAGE_SIZE", "FLASK_USE_CACHE", "FLASK_MAIL__HOST"):
        monkeypatch.setenv(name, "")
    app = card("environment-values-as-json").load(given=0).app
    assert capsys.readouterr().out.splitlines() == ["20", "'False'", "{'HOST': 'mx.example.com'}"]
    assert bool(app.config["USE_CACHE"]) is True


@pytest.mark.wrong("environment-values-as-json", 1, "`false` becomes a Boolean")
def test_lower_case_false_is_a_boolean_and_the_secret_stays_text(card, monkeypatch):
    monkeypatch.setenv("FLASK_USE_CACHE", "false")
    monkeypatch.setenv("SECRET_KEY", "12345")
    app = card("environment-values-as-json").load("app.py").create_app()
    assert app.config["USE_CACHE"] is False
    assert app.config["SECRET_KEY"] == "12345"
    assert who_am_i(app).post("/").status_code == 200


def test_a_secret_of_digits_becomes_an_int_and_breaks_the_session(monkeypatch):
    monkeypatch.setenv("FLASK_SECRET_KEY", "12345")
    app = Flask("digits")
    app.testing = True
    app.config.from_prefixed_env()
    assert app.config["SECRET_KEY"] == 12345
    with pytest.raises(TypeError):
        who_am_i(app).post("/")


def test_capital_false_is_not_json():
    with pytest.raises(json.JSONDecodeError):
        json.loads("False")


# debug-in-code


def banner(cwd, *options):
    server = subprocess.Popen(
        [FLASK, "--app", "hello", "run", "--port", "0", *options],
        cwd=cwd, env=CLEAN, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL, text=True, start_new_session=True,
    )  # fmt: skip
    try:
        return next(line.split("* ")[1].strip() for line in server.stdout if "Debug mode" in line)
    finally:
        os.killpg(server.pid, 9)
        server.wait()
        server.stdout.close()


def test_flask_run_follows_the_option_and_not_the_config(card):
    code = card("debug-in-code")
    root = code.write()
    commands = [line.split("#") for line in code.to_run("start.sh").splitlines()]
    assert len(commands) == 2
    for command, expected in commands:
        assert banner(root, *command.split()[4:]) == expected.strip()


@pytest.mark.parametrize("switches", [[], ["--debug"], ["--reload"], ["--debugger"]])
def test_the_reloader_and_the_debugger_have_switches_of_their_own(card, monkeypatch, switches):
    app = card("debug-in-code").load("hello.py").app
    monkeypatch.setenv("FLASK_DEBUG", "0")  # --debug changes it
    started = {}
    monkeypatch.setattr("flask.cli.run_simple", lambda *args, **options: started.update(options))
    info = ScriptInfo(create_app=lambda: app)
    run_command.main(switches, obj=info, standalone_mode=False)
    assert started["use_reloader"] is bool({"--debug", "--reload"} & {*switches})
    assert started["use_debugger"] is bool({"--debug", "--debugger"} & {*switches})


def test_the_flask_command_overwrites_the_debug_flag_of_the_app(card):
    root = card("debug-in-code").write()
    assert debug_seen_by_the_flask_command(root) == "False"
    assert debug_seen_by_the_flask_command(root, FLASK_DEBUG="1") == "True"
    assert card("debug-in-code").load("hello.py").app.debug is True


def test_app_run_with_debug_starts_reloader_and_debugger(card, monkeypatch):
    seen = {}
    monkeypatch.setattr("werkzeug.serving.run_simple", lambda *a, **options: seen.update(options))
    monkeypatch.setattr("flask.cli.show_server_banner", lambda *a: None)
    Flask("plain").run(debug=True)
    assert seen["use_reloader"] is True and seen["use_debugger"] is True


def test_under_another_server_the_exception_skips_the_500_page(card):
    app = card("debug-in-code").load("hello.py").app
    with pytest.raises(ValueError, match="boom"):
        app.test_client().get("/boom")
    app.debug = False
    reply = app.test_client().get("/boom")
    assert (reply.status_code, reply.text) == (500, "Sorry, we are on it")


@pytest.mark.wrong("debug-in-code", 1, "exception skips your 500")
def test_gunicorn_shows_no_debugger_but_its_own_500_page(card):
    root = card("debug-in-code").write()
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port = probe.getsockname()[1]
    master = subprocess.Popen(
        [sys.executable, "-m", "gunicorn", "-b", f"127.0.0.1:{port}", "--no-control-socket", "hello:app"],
        cwd=root, env=CLEAN, stderr=subprocess.DEVNULL, start_new_session=True,
    )  # fmt: skip
    try:
        for _ in range(100):
            try:
                urlopen(f"http://127.0.0.1:{port}/boom", timeout=5)
            except HTTPError as error:
                assert error.code == 500
                page = error.read().decode()
                break
            except URLError:
                time.sleep(0.05)
    finally:
        os.killpg(master.pid, 9)
        master.wait()
    assert "Internal Server Error" in page
    assert "Sorry" not in page and "Traceback" not in page and "debugger" not in page.lower()
