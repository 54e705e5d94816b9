"""Runs the code of the cards on hooks and middleware and checks what they claim."""

import http.client
import importlib
import io
import logging
import sys
import threading
from time import sleep

import pytest
from flask import Blueprint, Flask, g, request, send_file
from werkzeug.middleware.proxy_fix import ProxyFix
from werkzeug.serving import make_server
from werkzeug.test import create_environ, run_wsgi_app


@pytest.fixture
def package(card, monkeypatch):
    """Writes a card's files and imports one of them."""

    def start(card_id, module):
        monkeypatch.syspath_prepend(card(card_id).write())
        return importlib.import_module(module)

    yield start
    for name in [n for n in sys.modules if n.split(".")[0] == "app"]:
        del sys.modules[name]


def production(app):
    app.logger.disabled = True
    return app.test_client()


# hooks


@pytest.fixture
def hooks_app(package):
    create_app = package("hooks", "app").create_app
    create_app({})  # a second app from the same factory must not disturb the first
    app = create_app({"API_KEY": "k3y"})
    app.add_url_rule("/crash", "crash", lambda: 1 / 0)
    app.add_url_rule("/", view_func=lambda: request.remote_addr)
    return app


def test_key_gate_lets_only_the_right_key_through(hooks_app):
    client = hooks_app.test_client()
    refused = client.get("/api/items", headers={"X-API-Key": "wrong"})
    assert refused.status_code == client.get("/api/items").status_code == 401
    assert refused.headers["WWW-Authenticate"].lower().startswith("apikey")
    assert client.get("/api/items", headers={"X-API-Key": "k3y"}).status_code == 200
    assert client.get("/api/items", headers={"X-API-Key": "kéy"}).status_code == 401


def test_preflight_passes_and_other_pages_need_no_key(hooks_app):
    client = hooks_app.test_client()
    assert client.options("/api/items").status_code == 200
    assert client.get("/").status_code == 200
    assert client.get("/api/nothing").status_code == 404


def test_every_answer_has_the_headers_even_refusals_and_crashes(hooks_app):
    client = production(hooks_app)
    for path, status in [("/", 200), ("/api/items", 401), ("/crash", 500)]:
        response = client.get(path)
        assert response.status_code == status
        assert response.headers["X-Content-Type-Options"] == "nosniff"
        assert response.headers["Server-Timing"].startswith("app;dur=")


def test_the_card_trusts_one_proxy(hooks_app):
    spoofed = {"X-Forwarded-For": "6.6.6.6, 203.0.113.9"}
    assert hooks_app.test_client().get("/", headers=spoofed).text == "203.0.113.9"


def recording_app(**config):
    app, log = Flask(__name__), []
    app.config.update(config)
    app.logger.disabled = True

    @app.after_request
    def after(response):
        log.append("after")
        return response

    app.teardown_request(lambda e: log.append(f"request {e!r}"))
    app.teardown_appcontext(lambda e: log.append(f"context {e!r}"))

    @app.get("/crash")
    def crash():
        raise ValueError("x")

    return app, log


@pytest.mark.parametrize("mode", ["DEBUG", "TESTING"])
def test_after_request_is_skipped_when_the_exception_propagates(mode):
    app, log = recording_app(**{mode: True})
    with pytest.raises(ValueError):
        app.test_client().get("/crash")
    assert log == ["request ValueError('x')", "context ValueError('x')"]


@pytest.mark.wrong("maintenance-hook", 1, "the remaining before hooks")
def test_after_request_sees_short_circuits_handled_errors_and_production_500s():
    app, log = recording_app()
    app.before_request(lambda: ("stop", 403) if request.path == "/stop" else None)
    client = app.test_client()
    assert [client.get(p).status_code for p in ("/stop", "/none", "/crash")] == [403, 404, 500]
    assert log.count("after") == 3
    assert log[1:3] == ["request None", "context None"]
    assert log[-2:] == ["request ValueError('x')", "context ValueError('x')"]


def test_after_request_must_return_a_response():
    app = Flask(__name__)
    app.testing = True
    app.after_request(lambda response: None)
    with pytest.raises(TypeError):
        app.test_client().get("/")


def test_the_remaining_hooks_exist_and_middleware_has_no_context():
    for name in ("url_value_preprocessor", "url_defaults", "context_processor"):
        assert hasattr(Flask, name)
    for name in ("before_app_request", "after_app_request", "teardown_app_request"):
        assert hasattr(Blueprint, name)
    app = Flask(__name__)
    inner = app.wsgi_app

    def middleware(environ, start_response):
        with pytest.raises(RuntimeError):
            request.path
        with pytest.raises(RuntimeError):
            g.x
        return inner(environ, start_response)

    app.wsgi_app = middleware
    assert app.test_client().get("/").status_code == 404


@pytest.mark.wrong("hooks", 2, "removed in Flask 2.3")
def test_before_first_request_is_gone():
    assert not hasattr(Flask, "before_first_request")
    assert not hasattr(Flask, "startup")


@pytest.mark.wrong("hooks", 3, "`WARNING`, so info lines")
def test_a_hook_that_logs_info_lines_writes_none_until_logging_is_configured():
    assert logging.getLogger().level == logging.WARNING
    app, log = Flask("a_name_without_config"), io.StringIO()

    @app.after_request
    def log_request(response):
        app.logger.info("info %s", request.path)
        app.logger.warning("warning %s", request.path)
        return response

    app.logger.addHandler(logging.StreamHandler(log))
    app.test_client().get("/first")
    app.logger.setLevel(logging.INFO)
    app.test_client().get("/second")
    assert log.getvalue().splitlines() == ["warning /first", "info /second", "warning /second"]


# hook-order


@pytest.mark.wrong("hook-order", 1, "hooks run in reverse")
def test_hooks_run_in_the_printed_order(card, capsys):
    code = card("hook-order")
    app = code.load(given=0).app
    capsys.readouterr()
    assert app.test_client().get("/").text == "ok"
    assert capsys.readouterr().out == code.text("output.txt")


def test_an_unknown_url_runs_only_the_hooks_of_the_app(card, capsys):
    app = card("hook-order").load(given=0).app
    app.test_client().get("/nothing")
    assert capsys.readouterr().out.split("\n")[:-1] == [
        "app before", "app after 2", "app after 1", "request", "context"
    ]


@pytest.mark.wrong("hook-order", 1, "hooks run in reverse")
def test_before_hooks_of_one_owner_run_in_order_and_its_teardowns_in_reverse():
    app, log = Flask(__name__), []
    for n in (1, 2):
        app.before_request(lambda n=n: log.append(f"before {n}"))
        app.teardown_request(lambda e, n=n: log.append(f"teardown {n}"))
    app.test_client().get("/")
    assert log == ["before 1", "before 2", "teardown 2", "teardown 1"]


# maintenance-hook


@pytest.mark.wrong("maintenance-hook", 1, "the remaining before hooks")
def test_maintenance_is_a_500_because_the_clock_never_started(card):
    app = card("maintenance-hook").load(given=0).app
    assert production(app).get("/").status_code == 500
    app.testing = True
    with pytest.raises(AttributeError, match="started"):
        app.test_client().get("/")
    app.config["MAINTENANCE"] = False
    assert "X-Seconds" in app.test_client().get("/").headers


def test_mended_maintenance_is_a_503_with_timing(card):
    app = Flask(__name__)
    app.config["MAINTENANCE"] = True
    card("maintenance-hook").load("app/hooks.py").init_app(app)
    response = app.test_client().get("/")
    assert (response.status_code, response.headers["Retry-After"]) == (503, "3600")
    assert float(response.headers["X-Seconds"]) >= 0


def test_mended_timing_survives_a_hook_that_aborts_first(card):
    module, app = card("maintenance-hook").load("app/hooks.py"), Flask(__name__)
    app.config["MAINTENANCE"] = False
    app.before_request(lambda: ("no", 403))
    module.init_app(app)
    response = app.test_client().get("/")
    assert response.status_code == 403 and "X-Seconds" not in response.headers


# after-the-response


class Metrics:
    def __init__(self):
        self.seen = []

    def timing(self, path, seconds):
        with pytest.raises(RuntimeError):
            request.path
        with pytest.raises(RuntimeError):
            g.x
        self.seen.append(path)


@pytest.fixture
def usage(card):
    metrics, app = Metrics(), Flask(__name__)
    app.testing = True
    app.add_url_rule("/", view_func=lambda: "body")
    card("after-the-response").load("app/usage.py", metrics=metrics).init_app(app)
    return app, metrics.seen


def test_order_is_start_response_teardown_body_close(usage):
    app, seen = usage
    log = []
    app.teardown_appcontext(lambda e: log.append("teardown"))
    body = app.wsgi_app(create_environ("/"), lambda *args: log.append("start_response"))
    log.extend(chunk.decode() for chunk in body)
    assert log == ["start_response", "teardown", "body"]
    assert seen == []
    body.close()
    assert seen == ["/"]


def test_callback_runs_also_when_the_body_was_never_read(usage):
    app, seen = usage
    app.wsgi_app(create_environ("/"), lambda *args: None).close()
    assert seen == ["/"]


def test_recording_survives_a_hook_that_answers_before_the_clock(card):
    app = Flask(__name__)
    app.before_request(lambda: "early")
    card("after-the-response").load("app/usage.py", metrics=None).init_app(app)
    assert app.test_client().get("/").text == "early"


def test_call_on_close_does_not_run_for_a_sent_file(usage):
    app, seen = usage
    app.add_url_rule("/file", "file", lambda: send_file(__file__))
    _, status, _ = run_wsgi_app(app, create_environ("/file"), buffered=True)
    assert status == "200 OK" and seen == []
    run_wsgi_app(app, create_environ("/"), buffered=True)
    assert seen == ["/"]


@pytest.fixture
def serve():
    servers = []

    def start(app):
        server = make_server("127.0.0.1", 0, app, threaded=True)
        threading.Thread(target=server.serve_forever, daemon=True).start()
        servers.append(server)
        return http.client.HTTPConnection("127.0.0.1", server.port, timeout=0.4)

    logging.getLogger("werkzeug").disabled = True
    yield start
    for server in servers:
        server.shutdown()
        server.server_close()
    logging.getLogger("werkzeug").disabled = False


@pytest.mark.wrong("hooks", 1, "a slow teardown delays")
@pytest.mark.wrong("after-the-response", 1, "leaves only after teardown")
def test_a_slow_teardown_keeps_the_client_waiting(serve):
    app, release = Flask(__name__), threading.Event()
    app.add_url_rule("/", view_func=lambda: "body")
    app.teardown_request(lambda e: release.wait(3) and None)
    client = serve(app)
    client.request("GET", "/")
    with pytest.raises(TimeoutError):
        client.getresponse()
    release.set()


def test_a_slow_call_on_close_does_not_but_holds_the_worker(serve):
    app, release, done = Flask(__name__), threading.Event(), []
    app.add_url_rule("/", view_func=lambda: "body")

    @app.after_request
    def later(response):
        response.call_on_close(lambda: (release.wait(3), done.append(threading.current_thread())))
        return response

    client = serve(app)
    client.request("GET", "/")
    assert client.getresponse().read() == b"body"
    assert done == []
    release.set()
    for _ in range(50):
        if done:
            break
        sleep(0.02)
    assert done and done[0] is not threading.main_thread()


# hook-or-middleware


def test_middleware_gives_the_view_and_the_response_the_same_id(package):
    app = package("hook-or-middleware", "app").create_app()
    client = app.test_client()
    first, second = client.get("/whoami"), client.get("/whoami")
    assert first.json["id"] == first.headers["X-Request-ID"]
    assert first.json["id"] != second.json["id"]
    assert len(client.get("/nothing").headers["X-Request-ID"]) == 32


def test_middleware_adds_the_id_when_a_hook_fails_where_a_hook_would_not(package):
    app = package("hook-or-middleware", "app").create_app()

    @app.after_request
    def id_by_hook(response):
        response.headers["X-Hook-ID"] = "1"
        return response

    @app.after_request
    def broken(response):  # registered last, so it runs first
        raise ValueError

    response = production(app).get("/whoami")
    assert response.status_code == 500
    assert "X-Request-ID" in response.headers and "X-Hook-ID" not in response.headers


def test_middleware_sees_every_exception_that_leaves_the_app():
    app, seen = Flask(__name__), []
    app.testing = True
    app.add_url_rule("/crash", "crash", lambda: 1 / 0)
    inner = app.wsgi_app

    def middleware(environ, start_response):
        try:
            return inner(environ, start_response)
        except ZeroDivisionError as error:
            seen.append(error)
            raise

    app.wsgi_app = middleware
    with pytest.raises(ZeroDivisionError):
        app.test_client().get("/crash")
    assert len(seen) == 1


@pytest.mark.wrong("hook-or-middleware", 1, "object, so `app.test_client()` fails")
def test_replacing_app_by_the_middleware_loses_the_flask_object(package):
    module = package("hook-or-middleware", "app.request_id")
    app = module.RequestId(Flask(__name__))
    _, status, headers = run_wsgi_app(app, create_environ("/"))
    assert status == "404 NOT FOUND" and "X-Request-ID" in headers
    with pytest.raises(AttributeError):
        app.test_client()


def test_the_wrapper_added_last_runs_first():
    app, log = Flask(__name__), []

    def wrap(name, inner):
        return lambda environ, start: (log.append(name), inner(environ, start))[1]

    app.wsgi_app = wrap("first added", app.wsgi_app)
    app.wsgi_app = wrap("last added", app.wsgi_app)
    app.test_client().get("/")
    assert log == ["last added", "first added"]


# proxy-fix-count


CLIENT, BALANCER, NGINX = "203.0.113.9", "10.0.0.2", "127.0.0.1"


def through_both(app, sent="", proto="https"):
    """A request as nginx hands it on: both proxies appended to X-Forwarded-For."""
    chain = ", ".join(filter(None, [sent, CLIENT, BALANCER]))
    headers = {"X-Forwarded-For": chain, "X-Forwarded-Proto": proto}
    return app.test_client().get("/", headers=headers, environ_base={"REMOTE_ADDR": NGINX}).text


def seeing(app):
    app.add_url_rule("/", view_func=lambda: f"{request.remote_addr} {request.scheme} {request.host}")
    return app


def test_two_appending_proxies_need_x_for_two(card):
    app = seeing(card("proxy-fix-count").load("app/__init__.py").create_app())
    assert through_both(app) == f"{CLIENT} https localhost"
    assert through_both(app, sent="6.6.6.6") == f"{CLIENT} https localhost"


@pytest.mark.wrong("proxy-fix-count", 1, "higher count trusts text")
@pytest.mark.parametrize(("count", "address"), [(1, BALANCER), (3, "6.6.6.6")])
def test_a_wrong_count_gives_the_balancer_or_what_the_client_wrote(count, address):
    app = seeing(Flask(__name__))
    app.wsgi_app = ProxyFix(app.wsgi_app, x_for=count)
    assert through_both(app, sent="6.6.6.6").split()[0] == address
    if count == 3:  # nothing faked: too few values, so nginx's own address stays
        assert through_both(app).split()[0] == NGINX


def test_x_proto_two_would_miss_the_scheme_that_is_set_once():
    app = seeing(Flask(__name__))
    app.wsgi_app = ProxyFix(app.wsgi_app, x_for=2, x_proto=2)
    assert through_both(app).split()[1] == "http"


def test_defaults_trust_one_for_and_one_proto_and_nothing_else():
    fix = ProxyFix(Flask(__name__).wsgi_app)
    assert (fix.x_for, fix.x_proto, fix.x_host, fix.x_port, fix.x_prefix) == (1, 1, 0, 0, 0)


def test_who_reaches_the_app_directly_can_send_the_headers_himself(card):
    app = seeing(card("proxy-fix-count").load("app/__init__.py").create_app())
    headers = {"X-Forwarded-For": "6.6.6.6, 7.7.7.7"}
    assert app.test_client().get("/", headers=headers).text.startswith("6.6.6.6")


def test_nginx_appends_the_address_and_passes_the_scheme_on(card):
    conf = card("proxy-fix-count").text("deploy/app.conf")
    assert "X-Forwarded-For $proxy_add_x_forwarded_for;" in conf
    assert "X-Forwarded-Proto $http_x_forwarded_proto;" in conf
