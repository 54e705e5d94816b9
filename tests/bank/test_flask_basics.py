"""Proves what the cards of the topic "Flask basics" claim."""

import asyncio
import importlib
import inspect
import logging
import os
import re
import runpy
import shlex
import sqlite3
import subprocess
import sys
import threading
import time
import urllib.request
from contextvars import ContextVar
from importlib.metadata import requires, version
from pathlib import Path
from string import Template

import flask
import pytest
import ran
import record
import servers
from flask import Blueprint, Flask, abort, current_app, g, request, session
from flask.cli import NoAppException, ScriptInfo
from flask.cli import cli as flask_command
from flask.sessions import SecureCookieSessionInterface
from werkzeug.debug import DebuggedApplication
from werkzeug.serving import make_server
from werkzeug.test import Client, create_environ

OWN = {"shop", "admin", "app", "models", "extensions", "hello", "nightly", "tests"}


@pytest.fixture
def project(tmp_path, monkeypatch):
    """A folder to import from; what it brought is forgotten afterwards."""

    def forget():
        importlib.invalidate_caches()
        return {n: sys.modules.pop(n) for n in list(sys.modules) if n.split(".")[0] in OWN}

    for name in [n for n in os.environ if n.startswith("FLASK_")]:
        monkeypatch.delenv(name)
    monkeypatch.chdir(tmp_path)
    monkeypatch.syspath_prepend(str(tmp_path))
    monkeypatch.setattr(sys, "dont_write_bytecode", True)
    others = forget()
    yield Project(tmp_path, forget)
    forget()
    sys.modules.update(others)


class Project:
    def __init__(self, root, forget):
        self.root, self.forget = root, forget

    def write(self, **files):
        for name, text in files.items():
            path = self.root / name
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_text(text)

    def load(self, name):
        self.forget()
        return importlib.import_module(name)


class serve:
    """The development server on a free port, in a thread, for a with block."""

    def __init__(self, app, **options):
        self.server = make_server("127.0.0.1", 0, app, **options)

    def __enter__(self):
        self.thread = threading.Thread(target=self.server.serve_forever, args=(0.05,), daemon=True)
        self.thread.start()
        return f"http://127.0.0.1:{self.server.port}"

    def __exit__(self, *exc):
        self.server.shutdown()
        self.thread.join()
        self.server.server_close()


def fetch(url):
    with urllib.request.urlopen(url, timeout=15) as response:
        return response.read()


# what-is-flask


@pytest.fixture
def parts(card, monkeypatch):
    monkeypatch.setenv("SECRET_KEY", "k" * 32)
    return card("what-is-flask").load("parts.py")


def test_flask_requires_exactly_the_six_packages_named():
    needed = {re.match(r"[\w-]+", r)[0].lower() for r in requires("flask") if "extra ==" not in r}
    needed.discard("importlib-metadata")  # only for old Python
    assert needed == {"werkzeug", "jinja2", "click", "itsdangerous", "markupsafe", "blinker"}


def test_the_parts_route_escape_sign_and_run_a_command(parts):
    client = parts.app.test_client()
    response = client.get("/hello/<i>Ada")
    assert response.text == "<h1>Hello &lt;i&gt;Ada</h1>"
    cookie = response.headers["Set-Cookie"]
    assert cookie.startswith("session=") and len(cookie.split(";")[0].split(".")) == 3
    with client.session_transaction() as stored:
        assert stored["last"] == "<i>Ada"
    client.set_cookie("session", "forged.forged.forged")
    with client.session_transaction() as stored:
        assert dict(stored) == {}
    result = parts.app.test_cli_runner().invoke(args=["routes-total"])
    assert result.output == "2\n"  # /hello and /static


@pytest.mark.wrong("what-is-flask", 2, "installed and configured beside")
def test_jinja_is_configured_even_when_another_engine_renders():
    app = Flask("x")
    app.add_url_rule("/<name>", "hello", lambda name: Template("Hello $name").substitute(name=name))
    assert app.test_client().get("/Ada").text == "Hello Ada"
    assert type(app.jinja_env).__name__ == "Environment"


@pytest.mark.wrong("what-is-flask", 1, "blueprints, a factory and libraries")
def test_a_hundred_blueprints_with_ten_views_each_run_on_the_same_core():
    app = Flask("large")
    for number in range(100):
        bp = Blueprint(f"part{number}", __name__, url_prefix=f"/part{number}")
        for name in "abcdefghij":
            bp.add_url_rule(f"/{name}/<int:i>", name, lambda i: f"{request.endpoint} {i}")
        app.register_blueprint(bp)
    client, rules = app.test_client(), [r for r in app.url_map.iter_rules() if r.endpoint != "static"]
    assert len(rules) == 1000
    for rule in rules:
        part, name = rule.endpoint.split(".")
        assert client.get(f"/{part}/{name}/7").text == f"{part}.{name} 7"


# smallest-app


@pytest.mark.wrong("smallest-app", 1, "in the wrong place")
def test_the_import_name_sets_root_folder_instance_folder_and_name(card, project):
    card("smallest-app").write()
    app = project.load("hello").app
    assert app.name == "hello" and Path(app.root_path) == project.root
    assert Path(app.static_folder) == project.root / "static"
    assert Path(app.instance_path) == project.root / "instance"
    project.write(**{"templates/page.html": "page", "static/a.css": "a {}"})
    wrong = Flask("email")  # any other package's name
    assert Path(wrong.root_path).name == "email"
    for made, found in ((app, True), (wrong, False)):
        assert (made.test_client().get("/static/a.css").status_code == 200) is found
        assert ("page.html" in made.jinja_env.list_templates()) is found


def test_strings_become_html_and_dicts_and_lists_json(card):
    app = card("smallest-app").load("hello.py").app
    app.add_url_rule("/list", view_func=lambda: [1], endpoint="list")
    client = app.test_client()
    assert client.get("/").mimetype == "text/html"
    assert client.get("/status").json == {"ok": True}
    assert client.get("/list").json == [1]
    assert {"index", "status"} <= set(app.view_functions)


@pytest.fixture
def run_simple(monkeypatch):
    calls = []
    for place in ("werkzeug.serving.run_simple", "flask.cli.run_simple"):
        monkeypatch.setattr(place, lambda *a, **kw: calls.append(kw))
    return calls


def test_the_command_starts_reloader_and_debugger(card, project, run_simple, monkeypatch):
    found = card("smallest-app")
    found.write()
    for name in ("FLASK_RUN_FROM_CLI", "FLASK_DEBUG"):
        monkeypatch.setenv(name, "0")  # so that it is put back
    program, *args = shlex.split(found.to_run("start.sh"))
    assert program == "flask"
    flask_command.main(args=args, standalone_mode=False)
    assert run_simple[0]["use_reloader"] and run_simple[0]["use_debugger"]
    assert run_simple[0]["threaded"] is True


def test_python_hello_starts_the_same_and_an_import_starts_nothing(card, project, run_simple):
    root = card("smallest-app").write()
    project.load("hello")
    assert run_simple == []
    runpy.run_path(str(root / "hello.py"), run_name="__main__")
    assert run_simple[0]["use_debugger"] and run_simple[0]["use_reloader"]


@pytest.mark.wrong("smallest-app", 2, "call has no effect")
def test_app_run_in_the_file_does_not_turn_on_debug_for_the_command(card, project, monkeypatch, run_simple):
    card("smallest-app").write()
    assert ScriptInfo(app_import_path="hello").load_app().debug is False
    # without the guard the call is skipped with a warning
    bare = card("smallest-app").text("hello.py").replace('if __name__ == "__main__":', "if True:")
    project.write(**{"hello.py": bare})
    project.forget()
    monkeypatch.setenv("FLASK_RUN_FROM_CLI", "true")
    warnings = []
    monkeypatch.setattr("click.secho", lambda text, **kw: warnings.append(text))
    assert ScriptInfo(app_import_path="hello").load_app().debug is False
    assert "Ignoring a call to 'app.run()'" in warnings[0] and run_simple == []


# application-factory


def test_the_cards_own_test_passes_and_a_tests_configuration_wins(card, project, monkeypatch):
    card("application-factory").write()
    monkeypatch.setenv("FLASK_SHOP_NAME", "Env shop")
    shop = project.load("shop")
    importlib.import_module("tests.test_pages").test_index()
    assert shop.create_app().test_client().get("/").text == "Env shop"


@pytest.mark.wrong("application-factory", 1, "module-level `db` serves all")
def test_two_apps_share_one_db_object_but_not_the_engine(card, project):
    card("application-factory").write()
    shop = project.load("shop")
    one = shop.create_app({"SQLALCHEMY_DATABASE_URI": "sqlite:///one.db"})
    two = shop.create_app({"SQLALCHEMY_DATABASE_URI": "sqlite:///two.db"})
    names = []
    for app in (one, two):
        with app.app_context():
            assert app.extensions["sqlalchemy"] is shop.db
            names.append(Path(shop.db.engine.url.database).name)
    assert names == ["one.db", "two.db"]


def test_the_command_line_finds_the_factory_by_name(card, project):
    card("application-factory").write()
    assert ScriptInfo(app_import_path="shop").load_app().name == "shop"
    called = ScriptInfo(app_import_path="shop:create_app({'SHOP_NAME': 'X'})").load_app()
    assert called.config["SHOP_NAME"] == "X"


SMALL = """
from flask import Blueprint, Flask
from flask_sqlalchemy import SQLAlchemy

app = Flask(__name__)
app.config["SQLALCHEMY_DATABASE_URI"] = "sqlite://"
db = SQLAlchemy(app)
bp = Blueprint("pages", __name__)

@bp.get("/")
def index():
    return str(db.session.scalar(db.text("SELECT 40 + 2")))

app.register_blueprint(bp)
"""


@pytest.mark.wrong("application-factory", 2, "pays off with several configurations")
def test_gunicorn_serves_an_app_without_a_factory(project):
    project.write(**{"app.py": SMALL})
    assert ScriptInfo(app_import_path="app").load_app().name == "app"
    port = servers.free_port()
    command = [sys.executable, "-m", "gunicorn", "-b", f"127.0.0.1:{port}", "app:app"]
    with servers.running(command, port, cwd=project.root):
        assert fetch(f"http://127.0.0.1:{port}/") == b"42"


def test_configuration_after_init_app_is_too_late(card):
    db = card("application-factory").load("shop/extensions.py").db
    app = Flask("late")
    with pytest.raises(RuntimeError, match="SQLALCHEMY_DATABASE_URI"):
        db.init_app(app)


# blueprints


@pytest.fixture
def admin_site(card, project):
    card("blueprints").write()
    project.write(**{"admin/static/admin.css": "h1 {}"})
    return project.load("app").app


def test_prefix_endpoints_templates_and_static_files_of_the_blueprint(admin_site):
    client = admin_site.test_client()
    page = client.get("/admin/").text
    assert 'href="/admin/static/admin.css"' in page and "<h1>Reports</h1>" in page
    assert client.get("/admin/static/admin.css").text == "h1 {}"
    assert client.get("/admin/reports/1").text == "Sales"
    assert client.get("/admin/home").location == "/admin/"
    with admin_site.test_request_context():
        assert flask.url_for("admin.index") == "/admin/"


def test_its_error_handler_sees_its_views_but_not_unknown_urls(admin_site):
    client = admin_site.test_client()
    assert client.get("/admin/reports/9").text == "No such report"
    unknown = client.get("/admin/nope")
    assert unknown.status_code == 404 and "No such report" not in unknown.text


def test_static_files_need_a_prefix_or_a_path_of_their_own(admin_site):
    bare = Flask("bare")
    bare.register_blueprint(sys.modules["admin"].bp)
    folder = sys.modules["admin"].bp.static_folder
    own = Blueprint("own", __name__, static_folder=folder, static_url_path="/admin-static")
    bare.register_blueprint(own)
    assert bare.test_client().get("/static/admin.css").status_code == 404
    assert bare.test_client().get("/admin-static/admin.css").text == "h1 {}"


@pytest.mark.wrong("blueprints", 2, "`before_app_request` covers every request")
def test_before_request_guards_the_blueprint_and_before_app_request_all():
    app, log = Flask("guarded"), []
    bp = Blueprint("admin", __name__, url_prefix="/admin")
    bp.before_request(lambda: log.append("bp"))
    bp.before_app_request(lambda: log.append("app"))
    bp.add_url_rule("/", view_func=lambda: "admin", endpoint="index")
    app.add_url_rule("/", view_func=lambda: "home", endpoint="home")
    app.register_blueprint(bp)
    app.test_client().get("/")
    assert log == ["app"]
    app.test_client().get("/admin/")
    assert log == ["app", "app", "bp"]


@pytest.mark.wrong("blueprints", 2, "`before_app_request` covers every request")
def test_before_request_guards_nested_blueprints_too():
    app, log = Flask("nested"), []
    parent, child = Blueprint("parent", __name__), Blueprint("child", __name__)
    parent.before_request(lambda: log.append("parent"))
    child.add_url_rule("/", view_func=lambda: "child", endpoint="index")
    parent.register_blueprint(child)
    app.register_blueprint(parent)
    app.test_client().get("/")
    assert log == ["parent"]


@pytest.mark.wrong("blueprints", 3, "`ValueError` unless it passes")
def test_registering_twice_needs_a_name_and_nesting_joins_names(admin_site):
    bp = sys.modules["admin"].bp
    app = Flask("twice")
    app.register_blueprint(bp, url_prefix="/a")
    with pytest.raises(ValueError, match="already registered"):
        app.register_blueprint(bp, url_prefix="/b")
    app.register_blueprint(bp, url_prefix="/b", name="second")
    parent = Blueprint("parent", __name__, url_prefix="/p")
    parent.register_blueprint(Blueprint("child", __name__))
    parent.register_blueprint(bp, url_prefix="/c")
    app.register_blueprint(parent)
    assert {"admin.index", "second.index", "parent.admin.index"} <= set(app.view_functions)
    assert not hasattr(app, "unregister_blueprint")


@pytest.mark.wrong("blueprints", 1, "things like endpoints, hooks, error handlers")
def test_a_blueprint_shares_configuration_session_and_template_names(admin_site, project):
    admin_site.config.update(SECRET_KEY="k" * 32, SEEN="yes")
    client = admin_site.test_client()
    bp = Blueprint("other", __name__)

    @bp.get("/set")
    def set_it():
        session["from"] = "blueprint"
        return current_app.config["SEEN"]

    admin_site.register_blueprint(bp)
    admin_site.add_url_rule("/get", view_func=lambda: session["from"], endpoint="get")
    assert [client.get("/set").text, client.get("/get").text] == ["yes", "blueprint"]
    project.write(**{"templates/admin/index.html": "of the app"})
    assert client.get("/admin/").text == "of the app"


# contexts


@pytest.fixture
def carts(card, project):
    card("contexts").write()
    path = str(project.root / "shop.db")
    db = sqlite3.connect(path)
    db.execute("CREATE TABLE cart (id INTEGER, expired INTEGER)")
    db.execute("INSERT INTO cart VALUES (1, 1), (2, 0)")
    db.commit()
    db.close()
    return path


def test_a_script_works_inside_a_pushed_context(carts, project):
    project.load("nightly").delete_expired_carts(carts)
    assert sqlite3.connect(carts).execute("SELECT id FROM cart").fetchall() == [(2,)]


def test_outside_a_context_the_proxies_raise(carts, project):
    with pytest.raises(RuntimeError, match="Working outside of application context"):
        project.load("shop").get_db()


def test_the_connection_is_shared_in_a_request_and_closed_at_its_end_even_after_an_error(carts, project):
    shop = project.load("shop")
    app, seen = shop.create_app(carts), []

    @app.get("/")
    def boom():
        seen.extend([shop.get_db(), shop.get_db()])
        raise ValueError

    app.logger.disabled = True
    assert app.test_client().get("/").status_code == 500
    assert seen[0] is seen[1]
    with pytest.raises(sqlite3.ProgrammingError, match="closed"):
        seen[0].execute("SELECT 1")


@pytest.mark.wrong("contexts", 2, "gives `current_app` and `g`")
def test_an_app_context_gives_no_request_but_a_test_request_context_does(carts, project):
    app = project.load("shop").create_app(carts)
    with app.app_context():
        assert current_app.name == "shop"
        for proxy in (request, session):
            with pytest.raises(RuntimeError, match="Working outside of request context"):
                bool(proxy.new if proxy is session else proxy.path)
    with app.test_request_context("/x"):
        assert request.path == "/x" and current_app.name == "shop"


@pytest.mark.wrong("contexts", 1, "Since 2.2 they are")
@pytest.mark.wrong("contexts", 3, "`app.cli` or a blueprint's `cli`")
def test_commands_have_an_app_context_and_the_stacks_are_gone(carts, project):
    app = project.load("shop").create_app(carts)
    bp = Blueprint("tools", __name__)
    for group, name in ((app.cli, "one"), (bp.cli, "two")):
        group.command(name)(lambda: print(current_app.config["DB"]))
    app.register_blueprint(bp, cli_group=None)
    for name in ("one", "two"):
        assert app.test_cli_runner().invoke(args=[name]).output.strip() == carts
    for module in (flask, flask.globals):
        assert not {"_app_ctx_stack", "_request_ctx_stack"} & set(dir(module))
    assert isinstance(flask.globals._cv_app, ContextVar) and isinstance(flask.globals._cv_request, ContextVar)


@pytest.mark.wrong("g-lifetime", 1, "concurrent requests never see")
def test_concurrent_requests_each_see_their_own_request():
    app, both = Flask("pair"), threading.Barrier(2, timeout=5)

    @app.get("/<name>")
    def show(name):
        g.name = name
        both.wait()  # the other request is inside its view as well
        return g.name + request.path

    with serve(app, threaded=True) as url:
        out = {}
        threads = [threading.Thread(target=lambda n=n: out.update({n: fetch(f"{url}/{n}")}), daemon=True) for n in "ab"]
        for t in threads:
            t.start()
        for t in threads:
            t.join()
    assert out == {"a": b"a/a", "b": b"b/b"}


# extensions


def extended(project, **config):
    return project.create_app({"SECRET_KEY": "k" * 32, "SQLALCHEMY_DATABASE_URI": "sqlite://", **config})


def test_one_set_of_extension_objects_serves_two_apps_with_their_own_state(card, project):
    card("extensions").write()
    shop = project.load("shop")
    one = extended(shop, CACHE_TYPE="SimpleCache")
    two = extended(shop, CACHE_TYPE="NullCache")
    for app in (one, two):
        assert {"sqlalchemy", "migrate", "csrf", "cache"} <= set(app.extensions)
        assert app.login_manager is shop.login
    found = []
    for app in (one, two):
        with app.app_context():
            shop.cache.set("k", "v")
            found.append(shop.cache.get("k"))
    assert found == ["v", None]


def test_csrf_protect_refuses_unsafe_requests_at_once(card, project):
    card("extensions").write()
    app = extended(project.load("shop"), CACHE_TYPE="NullCache")
    app.add_url_rule("/", view_func=lambda: "ok", endpoint="i", methods=["GET", "POST"])
    assert app.test_client().get("/").status_code == 200
    refused = app.test_client().post("/")
    assert refused.status_code == 400 and "CSRF token is missing" in refused.text
    assert app.test_client().post("/", json={}).status_code == 400


@pytest.mark.wrong("extensions", 2, "and raises `RuntimeError` if")
def test_the_database_uri_cannot_be_set_after_init_app(card, project):
    card("extensions").write()
    with pytest.raises(RuntimeError, match="SQLALCHEMY_DATABASE_URI"):
        project.load("shop").create_app({"SECRET_KEY": "k"})


# wsgi-and-flask


@pytest.mark.wrong("wsgi-and-flask", 1, "only the calling convention")
def test_a_flask_app_is_called_like_any_wsgi_application(card, capsys):
    app = card("wsgi-and-flask").load("by_hand.py").app
    assert capsys.readouterr().out == "200 OK\nb'Hello'\n"
    assert callable(app)


@pytest.mark.wrong("wsgi-and-flask", 2, "wrap `app.wsgi_app` instead")
def test_wrapping_wsgi_app_keeps_the_flask_object_and_wrapping_the_app_loses_it(card):
    app = card("wsgi-and-flask").load("by_hand.py").app

    class Stamp:
        def __init__(self, inner):
            self.inner = inner

        def __call__(self, environ, start_response):
            def stamped(status, headers, exc_info=None):
                return start_response(status, [*headers, ("X-Stamp", "1")], exc_info)

            return self.inner(environ, stamped)

    answers = []
    body = Stamp(app)(create_environ("/"), lambda s, h, e=None: answers.append(dict(h)["X-Stamp"]))
    assert b"".join(body) == b"Hello" and answers == ["1"]
    assert not hasattr(Stamp(app), "route") and not hasattr(Stamp(app), "test_client")
    app.wsgi_app = Stamp(app.wsgi_app)
    assert app.test_client().get("/").headers["X-Stamp"] == "1"


# async-views


@pytest.fixture
def prices(card):
    module = card("async-views").load("prices.py")
    module.app.testing = True
    return module


@pytest.mark.wrong("async-views", 1, "starts the event loop")
@pytest.mark.wrong("async-views", 2, "response cannot be awaited")
def test_a_plain_call_of_the_sync_client_runs_an_async_view_under_wsgi(prices):
    response = prices.app.test_client().get("/prices")
    assert [row["shop"] for row in response.json] == ["north", "south"]
    assert not inspect.isawaitable(response)
    assert call(prices.app, "/prices", []) == response.data  # nothing but environ and start_response


def test_the_awaits_of_one_request_overlap(prices):
    both = asyncio.Barrier(2)

    async def ask(shop):
        await asyncio.wait_for(both.wait(), 5)  # passes only if both are waiting
        return shop

    prices.ask = ask
    assert prices.app.test_client().get("/prices").json == ["north", "south"]


@pytest.mark.parametrize("threaded, most, patience", [(False, 1, 0.2), (True, 2, 5)])
def test_each_request_still_holds_a_worker(prices, threaded, most, patience):
    running, seen = [], []

    @prices.app.before_request
    def enter():
        running.append(1)
        seen.append(len(running))

    prices.app.teardown_request(lambda e: running.pop())

    async def ask(shop):
        end = time.monotonic() + patience
        while len(seen) < 2 and time.monotonic() < end:
            await asyncio.sleep(0.01)  # wait for the other request to get in
        return shop

    prices.ask = ask
    with serve(prices.app, threaded=threaded) as url:
        threads = [threading.Thread(target=fetch, args=(url + "/prices",), daemon=True) for _ in range(2)]
        for t in threads:
            t.start()
        for t in threads:
            t.join()
    assert max(seen) == most


def test_without_the_extra_an_async_view_fails(prices, monkeypatch):
    monkeypatch.setitem(sys.modules, "asgiref.sync", None)
    with pytest.raises(RuntimeError, match="'async' extra"):
        prices.app.test_client().get("/prices")


@pytest.mark.wrong("async-views", 3, "task is cancelled when")
def test_a_task_left_running_is_cancelled_when_the_view_ends(prices):
    log, kept = [], []

    async def send_mail():
        log.append("started")
        try:
            await asyncio.sleep(0.2)
            log.append("sent")
        except asyncio.CancelledError:
            log.append("cancelled")
            raise

    @prices.app.get("/mail")
    async def mail():
        kept.append(asyncio.create_task(send_mail()))
        await asyncio.sleep(0)
        return "ok"

    assert prices.app.test_client().get("/mail").text == "ok"
    time.sleep(0.3)
    assert log == ["started", "cancelled"]


def test_a_sync_decorator_gets_a_coroutine_instead_of_the_result(prices):
    got = []

    def shout(view):
        def wrapper():
            got.append(view())
            return "wrapped"

        return wrapper

    prices.app.add_url_rule("/shout", view_func=shout(prices.prices), endpoint="shout")
    prices.app.test_client().get("/shout")
    assert inspect.iscoroutine(got[0])
    got[0].close()


# dev-server-in-production


@pytest.mark.wrong("dev-server-in-production", 1, "default since Flask 1.0")
def test_the_dev_server_is_threaded_one_process_and_warns(card, caplog, run_simple):
    app = card("dev-server-in-production").load("hello.py").create_app()
    app.run()
    assert run_simple[0]["threaded"] is True and "processes" not in run_simple[0]
    server = make_server("127.0.0.1", 0, app, threaded=True)
    with caplog.at_level(logging.INFO, "werkzeug"):
        server.log_startup()
    server.server_close()
    assert server.multithread and not server.multiprocess
    assert "Do not use it in a production deployment" in caplog.text


@pytest.mark.wrong("dev-server-in-production", 2, "secure, stable or efficient")
@pytest.mark.parametrize("server", ["flask run", "gunicorn"])
def test_a_crash_ends_the_dev_server_and_costs_gunicorn_one_worker(card, project, server):
    card("dev-server-in-production").write()
    project.write(**{"app.py": """
import os
from hello import create_app
app = create_app()
app.add_url_rule("/crash", "crash", lambda: os._exit(1))
"""})
    port = servers.free_port()
    command = {
        "flask run": ["flask", "--app", "app", "run", "--no-debug", "--port", str(port)],
        "gunicorn": ["gunicorn", "-b", f"127.0.0.1:{port}", "app:app"],
    }[server]
    with servers.running([sys.executable, "-m", *command], port, cwd=project.root) as process:
        url = f"http://127.0.0.1:{port}/"
        assert fetch(url) == b"Hello"
        with pytest.raises(OSError):
            fetch(url + "crash")
        if server == "gunicorn":
            assert fetch(url) == b"Hello" and process.poll() is None
        else:
            assert process.wait(5) == 1
            with pytest.raises(OSError, match="refused"):
                fetch(url)


def test_gunicorn_takes_the_same_factory(card):
    found = card("dev-server-in-production")
    command = shlex.split(found.to_run("serve.sh").splitlines()[1])
    gunicorn = [sys.executable, "-m", "gunicorn", *command[1:], "--check-config"]
    result = subprocess.run(gunicorn, cwd=found.write(), capture_output=True, text=True, timeout=30)
    assert command[0] == "gunicorn" and result.returncode == 0, result.stderr


def test_the_debugger_runs_python_and_only_pin_and_host_guard_it(card):
    app = card("dev-server-in-production").load("hello.py").create_app()
    app.add_url_rule("/boom", view_func=lambda: 1 / 0, endpoint="boom")
    app.debug = True

    def console(host, **options):
        debugged = DebuggedApplication(app, evalex=True, **options)
        client, base = Client(debugged), f"http://{host}"
        page = client.get("/boom", base_url=base).text
        frame = re.findall(r'id="frame-(\d+)"', page)[-1]
        query = {"__debugger__": "yes", "cmd": "6 * 7", "frm": frame, "s": debugged.secret}
        return client.get("/boom", base_url=base, query_string=query).text

    assert "42" in re.sub("<[^>]+>", "", console("localhost", pin_security=False))
    assert "6 * 7" not in console("localhost")  # asks for the PIN, runs nothing
    assert "6 * 7" not in console("shop.example", pin_security=False)


# circular-imports


def circular(card, project, app=None, models=None):
    """Writes the two modules of the question, or variants of them, where they can import each other."""
    found = card("circular-imports")
    project.write(**{"app.py": app or found.given[0], "models.py": models or found.given[1]})
    for number, variant in enumerate((app, models)):
        if not variant:
            record.run(found.card.id, number)
    return found


def test_the_given_code_fails_as_the_question_says(card, project):
    circular(card, project)
    with pytest.raises(NoAppException, match="cannot import name 'db' from partially initialized module 'app'"):
        ScriptInfo(app_import_path="app").load_app()


@pytest.mark.wrong("circular-imports", 1, "starting from `models` first")
def test_an_import_at_the_bottom_still_fails_from_the_other_side(card, project):
    line = "from models import User\n"
    circular(card, project, app=card("circular-imports").given[0].replace(line, "") + line)
    assert project.load("app").db
    with pytest.raises(ImportError, match="cannot import name 'User'"):
        project.load("models")


@pytest.mark.wrong("circular-imports", 2, "the class is defined")
def test_importing_the_module_instead_of_the_name_fails_one_line_later(card, project):
    models = card("circular-imports").given[1]
    models = models.replace("from app import db", "import app").replace("db.", "app.db.")
    circular(card, project, models=models)
    with pytest.raises(AttributeError, match="partially initialized module 'app'"):
        project.load("app")


def test_the_mended_modules_load_in_any_order_and_know_the_tables(card, project):
    found = circular(card, project)
    found.write()
    assert project.load("models").User
    module = project.load("app")
    app = module.create_app("sqlite://")
    with app.app_context():
        module.db.create_all()
        module.db.session.add(sys.modules["models"].User())
        module.db.session.commit()
    assert list(module.db.metadata.tables) == ["user"]


def test_without_importing_the_models_no_table_is_known(card, project):
    found = circular(card, project)
    found.write()
    project.write(**{"app.py": re.sub(r"import models.*\n", "", found.text("app.py"))})
    assert list(project.load("app").db.metadata.tables) == []


# blueprint-template-clash


@pytest.fixture
def clash(card, project):
    given = card("blueprint-template-clash").given
    for number in range(len(given)):
        record.run("blueprint-template-clash", number)
    project.write(**{
        "admin/__init__.py": given[0],
        "admin/templates/index.html": "ADMIN",
        "shop/__init__.py": given[0].replace("admin", "shop"),
        "shop/templates/index.html": "SHOP",
        "app.py": given[1],
    })
    return project


def pages(app):
    return [app.test_client().get(path).text for path in ("/shop/", "/admin/")]


@pytest.mark.wrong("blueprint-template-clash", 1, "the registration order count")
def test_the_first_registered_blueprint_wins(clash):
    assert pages(clash.load("app").app) == ["SHOP", "SHOP"]


def test_the_apps_own_template_beats_both(clash):
    clash.write(**{"templates/index.html": "APP"})
    assert pages(clash.load("app").app) == ["APP", "APP"]


@pytest.mark.wrong("blueprint-template-clash", 2, "are still called `index.html`")
def test_another_folder_name_does_not_help(clash):
    text = (clash.root / "admin/__init__.py").read_text().replace('"templates"', '"admin_templates"')
    clash.write(**{"admin/__init__.py": text, "admin/admin_templates/index.html": "ADMIN"})
    assert pages(clash.load("app").app) == ["SHOP", "SHOP"]


def test_a_subfolder_mends_it(clash, card):
    card("blueprint-template-clash").write()
    assert pages(clash.load("app").app) == ["SHOP", "<h1>Admin</h1>"]


def test_explain_template_loading_logs_where_it_looked(clash, caplog):
    app = clash.load("app").app
    app.config["EXPLAIN_TEMPLATE_LOADING"] = True
    with caplog.at_level(logging.INFO):
        app.test_client().get("/admin/")
    assert "blueprint 'shop'" in caplog.text and "blueprint 'admin'" in caplog.text


# blueprint-404-handler


@pytest.mark.wrong("blueprint-404-handler", 1, "nested in it, nothing")
@pytest.mark.wrong("blueprint-404-handler", 2, "rule matched that method")
def test_a_blueprints_handler_misses_unknown_urls_and_wrong_methods(card):
    app, seen = card("blueprint-404-handler").load(given=0).app, []
    api_405 = Blueprint("more", __name__, url_prefix="/more")
    api_405.errorhandler(405)(lambda e: ("handled", 405))
    api_405.add_url_rule("/", view_func=lambda: "ok", endpoint="i")
    app.register_blueprint(api_405)
    app.before_request(lambda: seen.append(request.blueprint))
    client = app.test_client()
    assert client.get("/api/items/7").json == {"error": "not found"}
    unknown = client.get("/api/itemz")
    assert unknown.status_code == 404 and unknown.mimetype == "text/html"
    wrong = client.post("/more/")
    assert wrong.status_code == 405 and wrong.text != "handled"
    assert seen == ["api", None, None]


@pytest.mark.wrong("blueprint-404-handler", 1, "nested in it, nothing")
def test_a_blueprints_handler_covers_what_is_nested_in_it():
    api, items = Blueprint("api", __name__), Blueprint("items", __name__)
    api.errorhandler(404)(lambda e: ("handled", 404))
    items.add_url_rule("/<int:n>", "item", lambda n: abort(404))
    api.register_blueprint(items, url_prefix="/items")
    app = Flask(__name__)
    app.register_blueprint(api, url_prefix="/api")
    client = app.test_client()
    assert client.get("/api/items/7").text == "handled"
    assert client.get("/api/items/x").text != "handled"  # matches no route


def test_a_handler_on_the_app_decides_by_path(card):
    found = card("blueprint-404-handler")
    app = found.load(given=0).app
    found.load("errors.py").init_app(app)
    client = app.test_client()
    assert client.get("/api/itemz").json == {"error": "Not Found"}
    wrong = client.post("/api/items/7")
    assert wrong.json == {"error": "Method Not Allowed"} and "GET" in wrong.headers["Allow"]
    assert client.get("/nope").mimetype == "text/html"


# thread-outside-context


def in_thread(function, *args):
    """What the function returned or raised in a new thread."""
    out = []

    def run():
        try:
            out.append(function(*args))
        except Exception as error:
            out.append(error)

    thread = threading.Thread(target=run, daemon=True)
    thread.start()
    thread.join(30)
    return out[0]


def settled(check):
    end = time.monotonic() + 5
    while not check() and time.monotonic() < end:
        time.sleep(0.01)
    return check()


@pytest.mark.wrong("thread-outside-context", 1, "proxy, which finds no")
def test_a_new_thread_has_no_context_and_the_proxy_does_not_bring_one():
    app = Flask("threads")
    with app.test_request_context("/x"):
        for error in (in_thread(lambda: current_app.name), in_thread(lambda a: a.name, current_app)):
            assert str(error).startswith("Working outside of application context")
        real = current_app._get_current_object()
        assert in_thread(lambda a: a.name, real) == "threads"


def test_the_cards_thread_does_the_work_and_logs_its_errors(card, tmp_path, caplog):
    app = Flask("reports")
    app.config["REPORTS"] = str(tmp_path)
    app.register_blueprint(card("thread-outside-context").load("reports.py").bp)
    ended = []
    app.teardown_appcontext(lambda e: ended.append(threading.current_thread().name))
    assert app.test_client().post("/reports/5").status_code == 202
    assert settled((tmp_path / "5.txt").exists)
    assert settled(lambda: len(set(ended)) == 2)  # once for the request, once in the thread
    app.config["REPORTS"] = str(tmp_path / "missing")
    assert app.test_client().post("/reports/6").status_code == 202
    assert settled(lambda: "report 6" in caplog.text and "FileNotFoundError" in caplog.text)


def test_an_app_context_in_the_thread_has_its_own_g_but_no_request():
    app = Flask("threads")

    def work(function):
        with app.app_context():
            return function()

    with app.test_request_context("/x"):
        g.name = "Ada"
        assert in_thread(work, lambda: g.get("name")) is None
        error = in_thread(work, lambda: request.path)
    assert str(error).startswith("Working outside of request context")


@pytest.mark.wrong("thread-outside-context", 2, "Flask documents as unfit")
def test_copy_current_request_context_shares_the_request_object():
    with Flask("threads").test_request_context("/x"):
        copied = flask.copy_current_request_context(lambda: request._get_current_object())
        assert in_thread(copied) is request._get_current_object()


# g-lifetime


def test_it_prints_three_ones_and_none(card, capsys):
    card("g-lifetime").load(given=0)
    assert capsys.readouterr().out == "['1', '1', '1']\nNone\n"


@pytest.mark.wrong("g-lifetime", 2, "not to the thread")
def test_the_same_thread_and_the_same_process_still_start_with_an_empty_g(card):
    app, threads = card("g-lifetime").load(given=0).app, set()
    count = app.view_functions["count"]
    app.view_functions["count"] = lambda: (threads.add(threading.get_ident()), count())[1]
    assert [app.test_client().get("/").text for _ in range(3)] == ["1"] * 3
    assert len(threads) == 1


def test_requests_inside_a_pushed_context_share_its_g_in_flask_3_1(card):
    app = card("g-lifetime").load(given=0).app
    with app.app_context():
        texts = [app.test_client().get("/").text for _ in range(3)]
    assert version("flask").startswith("3.1.") and texts == ["1", "2", "3"]


def test_g_holds_the_user_for_one_request(card):
    app = Flask("users")
    app.secret_key = "k" * 32
    app.register_blueprint(card("g-lifetime").load("users.py").bp)
    ada, nobody = app.test_client(), app.test_client()
    with ada.session_transaction() as stored:
        stored["user_id"] = 1
    assert ada.get("/me").json == {"user": "Ada"}
    assert nobody.get("/me").json == {"user": None}


# writing-an-extension


def test_one_extension_object_serves_two_apps(card, tmp_path):
    lite = card("writing-an-extension").load("flask_lite.py").Lite()
    files = []
    for name in ("one", "two"):
        app = Flask(name)
        app.config["LITE_PATH"] = str(tmp_path / name)
        lite.init_app(app)
        assert app.extensions["lite"] is lite
        files.append(app)
    for app in files:
        with app.app_context():
            [(_, _, path)] = lite.connection.execute("PRAGMA database_list").fetchall()
            assert Path(path).name == app.name


def test_it_opens_once_on_first_use_and_closes_at_teardown(card, project):
    module = card("writing-an-extension").load("flask_lite.py")
    app = Flask("lite")
    lite = module.Lite(app)
    assert app.config["LITE_PATH"] == "lite.db"
    with app.app_context():
        assert "_lite" not in g  # nothing opened, and the teardown copes
    with app.app_context():
        connection = lite.connection
        assert connection is lite.connection
    with pytest.raises(sqlite3.ProgrammingError, match="closed"):
        connection.execute("SELECT 1")


@pytest.mark.wrong("writing-an-extension", 1, "apps the second overwrites")
def test_storing_the_app_gives_the_first_app_the_settings_of_the_last():
    class Wrong:
        def init_app(self, app):
            self.app = app

    wrong, one, two = Wrong(), Flask("one"), Flask("two")
    wrong.init_app(one)
    wrong.init_app(two)
    with one.app_context():
        assert wrong.app.name == "two" and current_app.name == "one"


def test_setup_after_the_first_request_is_an_error(card):
    module = card("writing-an-extension").load("flask_lite.py")
    app = Flask("late")
    app.test_client().get("/")
    with pytest.raises(AssertionError, match="setup method 'teardown_appcontext' can no longer be called"):
        module.Lite(app)


@pytest.mark.wrong("writing-an-extension", 2, "request goes on `g`")
def test_two_requests_at_once_share_the_object_but_not_the_connection(card, project):
    app = Flask("lite")
    lite = card("writing-an-extension").load("flask_lite.py").Lite(app)

    def connection():
        with app.app_context():
            return lite.connection

    with app.app_context():
        assert in_thread(connection) is not lite.connection


@pytest.mark.wrong("writing-an-extension", 2, "request goes on `g`")
def test_a_connection_kept_on_the_extension_reaches_every_request_and_fails_in_another_thread():
    class Wrong:
        def init_app(self, app):
            self.connection = sqlite3.connect(":memory:")

    app, wrong, seen = Flask("kept"), Wrong(), []
    wrong.init_app(app)

    @app.get("/")
    def view():
        seen.append(wrong.connection)
        return str(wrong.connection.execute("SELECT 1").fetchone())

    app.testing = True
    client = app.test_client()
    assert client.get("/").text == "(1,)"
    error = in_thread(client.get, "/")
    assert isinstance(error, sqlite3.ProgrammingError) and "same thread" in str(error)
    assert seen[0] is seen[1]


# judging-an-extension

APP = """
from flask import Flask
import flask_old

def create_app(config):
    app = Flask(__name__)
    app.config.update(config)
    flask_old.init_app(app)
    app.add_url_rule("/", view_func=lambda: "ok", endpoint="i")
    return app
"""


def run_tests(root, *options):
    command = [sys.executable, "-m", "pytest", "-q", "-p", "no:cacheprovider", *options]
    env = {**os.environ, "PYTHONPATH": ran.python_path(root), "PYTHONDONTWRITEBYTECODE": "1"}
    return subprocess.run(command, cwd=root, env=env, capture_output=True, text=True, timeout=30)


def test_the_setting_turns_a_deprecated_call_of_an_extension_into_a_failure(card, project):
    card("judging-an-extension").write()
    project.write(**{
        "shop/__init__.py": APP,
        "flask_old.py": "import flask\ndef init_app(app):\n    app.config['V'] = flask.__version__\n",
    })
    strict = run_tests(project.root)
    assert strict.returncode == 1 and "DeprecationWarning: The '__version__'" in strict.stdout
    relaxed = run_tests(project.root, "-c", os.devnull, "--rootdir", ".", "tests")
    assert relaxed.returncode == 0, relaxed.stdout
    project.write(**{"flask_old.py": "def init_app(app):\n    pass\n"})
    assert run_tests(project.root).returncode == 0


@pytest.mark.wrong("judging-an-extension", 1, "3.1.1 is from 2023")
def test_flask_sqlalchemy_3_1_1_runs_on_current_flask_and_sqlalchemy(card):
    db = card("application-factory").load("shop/extensions.py").db
    app = Flask("old")
    app.config["SQLALCHEMY_DATABASE_URI"] = "sqlite://"
    db.init_app(app)
    with app.app_context():
        assert db.session.scalar(db.text("SELECT 1")) == 1
    assert version("flask-sqlalchemy") == "3.1.1" and version("flask") == "3.1.3"


# request-from-socket-to-teardown


def call(app, path="/", log=()):
    body = app.wsgi_app(create_environ(path), lambda s, h, e=None: log.append(s))
    sent = b"".join(body)
    body.close()
    return sent


@pytest.mark.wrong("request-from-socket-to-teardown", 1, "takes a second costs")
def test_teardown_comes_before_the_body_is_sent(card):
    module = card("request-from-socket-to-teardown").load("trace.py")
    assert call(module.app, log=module.log) == b"Hello"
    assert module.log == ["before", "view", "after", "200 OK", "teardown", "app done", "body"]


@pytest.mark.wrong("request-from-socket-to-teardown", 2, "only a blueprint's don't")
def test_the_hooks_of_the_app_run_for_an_unknown_url_too(card):
    module = card("request-from-socket-to-teardown").load("trace.py")
    seen, bp = [], Blueprint("shop", __name__, url_prefix="/shop")
    bp.before_request(lambda: module.log.append("before blueprint"))
    bp.after_request(lambda r: module.log.append("after blueprint") or r)
    bp.teardown_request(lambda e: module.log.append("teardown blueprint"))
    module.app.register_blueprint(bp)
    module.app.before_request(lambda: seen.append(type(request.routing_exception).__name__))
    call(module.app, "/shop/nope", module.log)
    assert module.log == ["before", "after", "404 NOT FOUND", "teardown", "app done"]
    assert seen == ["NotFound"]


def test_a_before_hook_that_answers_skips_the_rest_but_not_the_after_hooks(card):
    module = card("request-from-socket-to-teardown").load("trace.py")
    module.app.before_request(lambda: "closed")
    module.app.before_request(lambda: module.log.append("never"))
    assert call(module.app, log=module.log) == b"closed"
    assert module.log == ["before", "after", "200 OK", "teardown", "app done"]


def test_after_hooks_run_for_error_responses_and_teardown_for_all(card):
    def boom(handler=None, testing=True):
        module = card("request-from-socket-to-teardown").load("trace.py")
        module.app.add_url_rule("/boom", view_func=lambda: 1 / 0, endpoint="boom")
        module.app.testing, module.app.logger.disabled = testing, True
        if handler:
            module.app.register_error_handler(ZeroDivisionError, handler)
        try:
            call(module.app, "/boom", module.log)
        except ZeroDivisionError:
            module.log.append("raised")
        return module.log

    assert boom() == ["before", "teardown", "app done", "raised"]
    assert boom(testing=False) == ["before", "after", "500 INTERNAL SERVER ERROR", "teardown", "app done"]
    handled = boom(lambda e: ("handled", 400))
    assert handled == ["before", "after", "400 BAD REQUEST", "teardown", "app done"]


def test_the_steps_come_in_the_order_of_the_diagram():
    log = []

    class Sessions(SecureCookieSessionInterface):
        def open_session(self, app, req):
            log.append(f"open session, matched {req.url_rule is not None}")
            return super().open_session(app, req)

        def save_session(self, app, s, response):
            log.append("save session")
            return super().save_session(app, s, response)

    app, bp = Flask("steps"), Blueprint("bp", __name__)
    app.session_interface, app.secret_key = Sessions(), "k" * 32
    app.url_value_preprocessor(lambda e, v: log.append("url_value_preprocessor"))
    for owner, name in ((app, "app"), (bp, "blueprint")):
        owner.before_request(lambda n=name: log.append(f"before {n}"))
        owner.after_request(lambda r, n=name: log.append(f"after {n}, cookie {'Set-Cookie' in r.headers}") or r)
        owner.teardown_request(lambda e, n=name: log.append(f"teardown_request {n}"))
    app.teardown_appcontext(lambda e: log.append("teardown_appcontext"))
    app.register_error_handler(ValueError, lambda e: (log.append("error handler"), ("sorry", 400))[1])

    @bp.get("/")
    def view():
        log.append("view")
        session["a"] = 1
        flask.after_this_request(lambda r: log.append("after_this_request") or r)
        raise ValueError

    app.register_blueprint(bp)
    headers = []
    body = app(create_environ("/"), lambda s, h, e=None: (log.append("start_response"), headers.extend(h)))
    log.append("body" if not flask.has_app_context() else "context still there")
    body.close()
    assert log == [
        "open session, matched False", "url_value_preprocessor",
        "before app", "before blueprint", "view", "error handler", "after_this_request",
        "after blueprint, cookie False", "after app, cookie False", "save session", "start_response",
        "teardown_request blueprint", "teardown_request app", "teardown_appcontext", "body",
    ]
    assert "Set-Cookie" in dict(headers)


@pytest.mark.wrong("request-from-socket-to-teardown", 1, "takes a second costs")
def test_a_slow_teardown_delays_the_client():
    app = Flask("slow")
    app.add_url_rule("/", view_func=lambda: "ok", endpoint="i")
    app.teardown_request(lambda e: time.sleep(0.4))
    with serve(app) as url:
        start = time.perf_counter()
        fetch(url + "/")
        assert time.perf_counter() - start >= 0.4


def test_a_streamed_body_sees_the_request_only_with_stream_with_context():
    app = Flask("stream")

    def body():
        yield request.path

    app.add_url_rule("/bare", view_func=lambda: body(), endpoint="bare")
    app.add_url_rule("/kept", view_func=lambda: flask.stream_with_context(body()), endpoint="kept")
    assert app.test_client().get("/kept").text == "/kept"
    with pytest.raises(RuntimeError, match="Working outside of request context"):
        app.test_client().get("/bare")
