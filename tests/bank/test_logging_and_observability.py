"""What the cards of the topic "Logging and observability" claim, run; where logging is set up, in a process of its own."""

import http.client
import importlib
import inspect
import json
import logging
import logging.config
import os
import re
import socket
import subprocess
import sys
import threading
import time
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import flask_migrate
import pytest
from flask import Flask, g

import record
import servers

GUNICORN = str(Path(sys.executable).with_name("gunicorn"))


def python(folder, code, **environment):
    """Runs code in a fresh process: what it wrote to stdout and to stderr."""
    clean = {k: v for k, v in os.environ.items() if k not in ("FLASK_DEBUG", "LOG_LEVEL")}
    done = subprocess.run(
        [sys.executable, "-c", code], cwd=folder, env={**clean, **environment},
        capture_output=True, text=True, timeout=20,
    )  # fmt: skip
    assert done.returncode == 0, done.stderr
    return done.stdout, done.stderr


def gunicorn(folder, target, *options, **environment):
    port = servers.free_port()
    logs = ["--error-logfile", "error.log", "--access-logfile", "access.log", "--capture-output"]
    command = [GUNICORN, "-b", f"127.0.0.1:{port}", "--no-control-socket", *logs, *options, target]
    return port, servers.running(command, port, cwd=folder, env={**os.environ, **environment})


def call(port, path, method="GET"):
    connection = http.client.HTTPConnection("127.0.0.1", port, timeout=10)
    try:
        connection.request(method, path)
        response = connection.getresponse()
        return response.status, dict(response.getheaders()), response.read().decode()
    finally:
        connection.close()


def written(path, seconds=5):
    end = time.monotonic() + seconds
    while time.monotonic() < end and not (path.exists() and path.read_text()):
        time.sleep(0.05)
    return path.read_text() if path.exists() else ""


# log-from-a-view


@pytest.fixture
def payments(card, monkeypatch):
    root = card("log-from-a-view").write()
    (root / "shop/__init__.py").write_text("")
    (root / "shop/gateway.py").write_text(
        "class GatewayError(Exception): pass\n"
        "def charge(order_id):\n"
        "    if order_id == 13: raise GatewayError('card refused')\n"
    )
    monkeypatch.syspath_prepend(root)
    app = Flask("shop")
    app.register_blueprint(importlib.import_module("shop.payments").bp)
    yield app
    for name in [n for n in sys.modules if n.split(".")[0] == "shop"]:
        del sys.modules[name]


def test_the_view_logs_the_event_with_its_values_as_arguments(payments, caplog):
    caplog.set_level("INFO")
    note = "thanks\nERROR in shop: database gone"
    assert payments.test_client().post("/orders/7/pay", data={"note": note}).status_code == 204
    [line] = [r for r in caplog.records if r.name == "shop"]
    assert line.levelname == "INFO"
    assert line.msg == "order %s paid, note %r"
    assert "\n" not in line.getMessage()
    assert "order 7 paid" in line.getMessage()


def test_exception_logs_at_error_with_the_traceback(payments, caplog):
    assert payments.test_client().post("/orders/13/pay").status_code == 502
    [line] = [r for r in caplog.records if r.name == "shop"]
    assert line.levelname == "ERROR"
    assert "card refused" in str(line.exc_info[1])


def test_the_app_logger_is_a_standard_logger_named_after_the_app(payments):
    assert payments.logger is logging.getLogger(payments.name)
    with payments.app_context():
        from flask import current_app

        assert current_app.logger is payments.logger


@pytest.mark.wrong("log-from-a-view", 1, "line gets a different")
def test_an_f_string_is_built_even_when_the_line_is_dropped():
    class Expensive:
        built = 0

        def __str__(self):
            Expensive.built += 1
            return "x"

    logger = logging.getLogger("f-strings")
    logger.setLevel("WARNING")
    logger.info("paid %s", Expensive())
    assert Expensive.built == 0
    logger.info(f"paid {Expensive()}")
    assert Expensive.built == 1


@pytest.mark.wrong("log-from-a-view", 2, "exception with its traceback")
def test_flask_logs_an_unhandled_exception_by_itself(caplog):
    app = Flask("unhandled")
    app.add_url_rule("/", "crash", lambda: 1 / 0)
    assert app.test_client().get("/").status_code == 500
    [line] = [r for r in caplog.records if r.name == "unhandled"]
    assert line.levelname == "ERROR"
    assert line.exc_info[0] is ZeroDivisionError


# missing-info-lines

ORDER = "; shop.app.test_client().post('/orders')"


@pytest.fixture
def shop(card, tmp_path):
    code = card("missing-info-lines")
    (tmp_path / "shop.py").write_text(code.given[0])
    record.run("missing-info-lines", 0)
    return tmp_path


def test_the_line_appears_only_in_debug_mode(shop):
    assert python(shop, "import shop" + ORDER) == ("", "")
    assert "INFO in shop: order received" in python(shop, "import shop" + ORDER, FLASK_DEBUG="1")[1]


def test_configured_first_the_line_appears_once_and_the_level_is_a_setting(card):
    root = card("missing-info-lines").write()
    code = "from app import create_app; create_app().logger.info('order received')"
    out, err = python(root, code)
    assert err == ""
    assert out.count("INFO app: order received") == 1
    assert out.count("INFO app: app created") == 1
    assert python(root, code, LOG_LEVEL="WARNING") == ("", "")


def test_modules_and_libraries_follow_the_root(card):
    root = card("missing-info-lines").write()
    code = "import logging; from app import create_app; create_app(); logging.getLogger('library').info('hello')"
    assert "INFO library: hello" in python(root, code)[0]


def test_a_logger_touched_too_early_writes_each_line_twice(card):
    root = card("missing-info-lines").write()
    code = (
        "import flask; flask.Flask('app').logger; from app import create_app;"
        "create_app().logger.warning('careful')"
    )
    out, err = python(root, code)
    assert (out.count("careful"), err.count("careful")) == (1, 1)


@pytest.mark.wrong("missing-info-lines", 1, "sets gunicorn's own loggers")
def test_gunicorns_log_level_is_for_its_own_loggers(shop):
    port, server = gunicorn(shop, "shop:app", "--log-level", "debug")
    with server:
        assert call(port, "/orders", "POST")[0] == 201
    log = (shop / "error.log").read_text()
    assert "[DEBUG]" in log
    assert "Booting worker" in log
    assert "order received" not in log


@pytest.mark.wrong("missing-info-lines", 2, "skips your 500 handler")
def test_debug_in_production_shows_the_line_and_loses_the_500_page(shop):
    with (shop / "shop.py").open("a") as file:
        file.write(
            "\n@app.get('/crash')\ndef crash():\n    return 1 / 0\n"
            "\n@app.errorhandler(500)\ndef page(error):\n    return 'our own page', 500\n"
        )
    for debug in "0", "1":
        port, server = gunicorn(shop, "shop:app", FLASK_DEBUG=debug)
        with server:
            call(port, "/orders", "POST")
            status, _, body = call(port, "/crash")
        assert status == 500
        assert ("our own page" in body) == (debug == "0")
        assert ("order received" in (shop / "error.log").read_text()) == (debug == "1")


# silenced-loggers


@pytest.fixture
def silenced(card, tmp_path):
    given = card("silenced-loggers").given
    (tmp_path / "shop").mkdir()
    (tmp_path / "shop/orders.py").write_text(given[0])
    (tmp_path / "shop/__init__.py").write_text(given[1])
    for number in 0, 1:
        record.run("silenced-loggers", number)
    return tmp_path


POST = "; shop.app.test_client().post('/orders'); shop.app.logger.error('app speaks')"


def test_the_module_is_silent_and_the_app_is_not(silenced):
    _, err = python(silenced, "import shop" + POST)
    assert err == "app speaks\n"


@pytest.mark.wrong("silenced-loggers", 1, "would get nothing either")
@pytest.mark.wrong("silenced-loggers", 2, "only `disabled` counts")
def test_neither_a_handler_nor_a_level_wakes_a_disabled_logger(silenced):
    code = (
        "import logging, shop; log = logging.getLogger('shop.orders'); print(log.disabled, log.propagate);"
        "log.addHandler(logging.StreamHandler()); log.setLevel('DEBUG')"
    )
    out, err = python(silenced, code + POST)
    assert out == "True True\n"
    assert err == "app speaks\n"
    assert "out of stock" in python(silenced, code + "; log.disabled = False" + POST)[1]


def test_the_fixed_setup_lets_it_speak(silenced, card):
    card("silenced-loggers").write(silenced)
    _, err = python(silenced, "import shop; shop.app = shop.create_app()" + POST)
    assert err == "out of stock\napp speaks\n"


def test_named_loggers_and_their_children_stay_on(silenced):
    package = silenced / "shop/__init__.py"
    package.write_text(package.read_text().replace('"root"', '"loggers": {"shop": {}}, "root"'))
    assert "out of stock" in python(silenced, "import shop" + POST)[1]


def test_file_config_has_the_same_default_and_flask_migrate_uses_it():
    parameters = inspect.signature(logging.config.fileConfig).parameters
    assert parameters["disable_existing_loggers"].default is True
    for template in "flask", "flask-multidb":
        env = Path(flask_migrate.__file__).parent / "templates" / template / "env.py"
        assert "fileConfig(config.config_file_name)" in env.read_text()


def test_gunicorns_access_log_goes_silent_with_it(silenced, card):
    (silenced / "wsgi.py").write_text("import shop\napp = getattr(shop, 'app', None) or shop.create_app()\n")
    port, server = gunicorn(silenced, "wsgi:app")
    with server:
        assert call(port, "/orders", "POST")[0] == 409
    assert (silenced / "access.log").read_text() == ""
    card("silenced-loggers").write(silenced)
    port, server = gunicorn(silenced, "wsgi:app")
    with server:
        call(port, "/orders", "POST")
        assert "POST /orders" in written(silenced / "access.log")


# request-id-in-logs


def test_every_line_of_a_request_has_its_id_and_others_a_dash(card):
    root = card("request-id-in-logs").write()
    code = """
import logging, threading
from app import create_app
app = create_app()
library = logging.getLogger("library.inner")
both = threading.Barrier(2, timeout=10)

@app.get("/")
def index():
    both.wait()
    app.logger.info("from the app")
    library.info("from a library")
    return "ok"

@app.get("/crash")
def crash():
    return 1 / 0

def visit(name):
    print(app.test_client().get("/", headers={"X-Request-ID": name}).headers["X-Request-ID"])

threads = [threading.Thread(target=visit, args=[n], daemon=True) for n in ("first-id-1", "second-id-2")]
for t in threads: t.start()
for t in threads: t.join()
print(app.test_client().get("/crash").headers["X-Request-ID"])
library.info("from a job")
with app.app_context(): library.info("from a command")
"""
    out, err = python(root, code)
    for name in "first-id-1", "second-id-2":
        assert f"INFO {name} app from the app" in err
        assert f"INFO {name} library.inner from a library" in err
    crashed = out.split()[-1]
    assert re.fullmatch("[0-9a-f]{32}", crashed)
    assert f"ERROR {crashed} app Exception on /crash [GET]" in err
    assert "INFO - library.inner from a job" in err
    assert "INFO - library.inner from a command" in err


@pytest.mark.parametrize("sent", ["short", "x" * 65, "with space in it", "ünïcödé-ünïcödé", "{{7*7}}{{7*7}}"])
def test_an_id_from_outside_is_checked(card, sent):
    root = card("request-id-in-logs").write()
    app_module = {}
    source = (root / "app/__init__.py").read_text().replace("from .logs import configure_logging", "")
    exec(source, app_module)
    app = Flask("checked")
    app.before_request(app_module["set_request_id"])
    app.after_request(app_module["send_request_id"])
    client = app.test_client()
    answer = client.get("/", headers={"X-Request-ID": sent})
    assert re.fullmatch("[0-9a-f]{32}", answer.headers["X-Request-ID"])
    assert client.get("/", headers={"X-Request-ID": "good-id_1"}).headers["X-Request-ID"] == "good-id_1"


def test_gunicorns_access_line_takes_the_id_from_the_response(card):
    root = card("request-id-in-logs").write()
    port, server = gunicorn(root, "app:create_app()")
    with server:
        status, headers, _ = call(port, "/nothing")
        assert status == 404
        line = written(root / "access.log")
    assert line.endswith(f'] 404 {headers["X-Request-ID"]} "GET /nothing HTTP/1.1"\n')


@pytest.mark.wrong("request-id-in-logs", 1, "format with `%(request_id)s` fails")
def test_a_filter_on_the_app_logger_misses_other_loggers(card):
    logs = card("request-id-in-logs").load("app/logs.py")
    parent, child = logging.getLogger("fparent"), logging.getLogger("fparent.child")
    seen = []
    handler = logging.Handler()
    handler.emit = seen.append
    parent.addHandler(handler)
    parent.addFilter(logs.RequestIdFilter())
    parent.error("own")
    child.error("from below")
    assert [hasattr(r, "request_id") for r in seen] == [True, False]
    with pytest.raises(ValueError, match="request_id"):
        logging.Formatter("%(request_id)s %(message)s").format(seen[1])


@pytest.mark.wrong("request-id-in-logs", 2, "Threads overwrite each other's")
def test_a_global_is_overwritten_by_another_thread():
    app, both, box, kept = Flask("global"), threading.Barrier(2, timeout=5), {}, []

    @app.before_request
    def remember():
        from flask import request

        box["id"] = g.id = request.args["id"]

    @app.get("/")
    def index():
        both.wait()
        kept.append((g.id, box["id"]))
        return ""

    with ThreadPoolExecutor(2) as pool:
        list(pool.map(app.test_client().get, ["/?id=a", "/?id=b"]))
    assert {mine for mine, _ in kept} == {"a", "b"}
    assert len({shared for _, shared in kept}) == 1


# counter-per-worker

LOCKED = ("seen = Counter()", "from threading import Lock\nseen, lock = Counter(), Lock()")


@pytest.mark.wrong("counter-per-worker", 1, "still count for themselves")
@pytest.mark.wrong("counter-per-worker", 2, "fork each one writes")
@pytest.mark.parametrize("variant", ["plain", "lock", "preload"])
def test_each_worker_counts_for_itself(card, tmp_path, variant):
    source = card("counter-per-worker").given[0]
    record.run("counter-per-worker", 0)
    if variant == "lock":
        source = source.replace(*LOCKED).replace("    seen[", "    with lock: seen[")
    (tmp_path / "shop.py").write_text(source)
    options = ["-w", "2", *(["--preload"] if variant == "preload" else [])]
    port, server = gunicorn(tmp_path, "shop:app", *options)
    with server, ThreadPoolExecutor(8) as pool:
        list(pool.map(lambda n: call(port, f"/{n}"), range(60)))
        end = time.monotonic() + 5
        counts = []
        while time.monotonic() < end and not any(n < 60 for n in counts):
            scrapes = pool.map(lambda n: call(port, "/metrics"), range(16))
            counts += [json.loads(body)["requests"] for _, _, body in scrapes]
    assert min(counts) < 60, "a shared counter would never fall below the requests already made"


def test_every_path_becomes_an_entry(card):
    shop = card("counter-per-worker").load(given=0)
    client = shop.app.test_client()
    for n in range(50):
        client.get(f"/scan/{n}.php")
    assert len(shop.seen) == 50
    assert client.get("/metrics").json == {"requests": 50}


def test_each_request_sends_one_line_to_the_agent(card, monkeypatch):
    metrics = card("counter-per-worker").load("app/metrics.py")
    app = Flask("measured")
    app.logger.disabled = True
    metrics.init_app(app)
    app.add_url_rule("/orders/<int:n>", "orders", lambda n: "ok")
    app.add_url_rule("/crash", "crash", lambda: 1 / 0)
    with socket.socket(socket.AF_INET, socket.SOCK_DGRAM) as agent:
        agent.bind(("127.0.0.1", 0))
        agent.settimeout(5)
        monkeypatch.setattr(metrics, "AGENT", agent.getsockname())
        client = app.test_client()
        for path, name in [
            ("/orders/1", "orders.2xx"), ("/orders/2", "orders.2xx"),
            ("/nothing", "none.4xx"), ("/crash", "crash.5xx"),
        ]:  # fmt: skip
            client.get(path)
            assert re.fullmatch(rf"shop\.{name}:\d+\.\d\|ms", agent.recv(200).decode())
    assert client.get("/orders/1").status_code == 200  # nobody listens any more
