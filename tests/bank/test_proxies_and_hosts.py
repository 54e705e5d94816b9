"""What the cards of the topic "Proxies and hosts" claim, run; real servers on loopback where a socket matters."""

import http.client
import importlib
import os
import re
import shlex
import socket
import sys
import time
from contextlib import closing
from pathlib import Path

import pytest
import sqlalchemy as sa
from flask import Flask, request, session, url_for
from gunicorn.config import Config
from werkzeug.middleware.dispatcher import DispatcherMiddleware
from werkzeug.middleware.proxy_fix import ProxyFix
from werkzeug.test import Client

import record
import servers

BIN = Path(sys.executable).parent
#: Another address of this machine: what listens on 127.0.0.1 only does not answer there.
ELSEWHERE = "127.0.0.2"
HELLO = """
from flask import Flask
app = Flask(__name__)
@app.get("/")
def index():
    return "hello"
@app.get("/crash")
def crash():
    secret_in_the_source = 1 / 0
"""


def gunicorn(folder, target, *options, **environment):
    port = servers.free_port()
    command = [str(BIN / "gunicorn"), "-b", f"127.0.0.1:{port}", "--no-control-socket", *options, target]
    return port, servers.running(command, port, cwd=folder, env={**os.environ, **environment})


def get(port, path="/", host="127.0.0.1", timeout=10):
    with closing(http.client.HTTPConnection(host, port, timeout=timeout)) as connection:
        connection.request("GET", path)
        response = connection.getresponse()
        return response.status, response.read().decode()


# why-a-reverse-proxy


@pytest.mark.wrong("why-a-reverse-proxy", 1, "just easily held up")
def test_a_slow_client_holds_the_sync_worker_and_gunicorn_speaks_http_itself(tmp_path):
    (tmp_path / "shop.py").write_text(HELLO)
    port, server = gunicorn(tmp_path, "shop:app", "-w", "1")
    with server:
        assert get(port) == (200, "hello")
        with socket.create_connection(("127.0.0.1", port)) as slow:
            slow.sendall(b"GET / HTTP/1.1\r\nHost: x\r\n")  # and the rest is on its way
            time.sleep(0.3)
            with pytest.raises(TimeoutError):
                get(port, timeout=0.7)
            slow.sendall(b"\r\n")
            assert slow.recv(100).startswith(b"HTTP/1.1 200 OK")
        assert get(port) == (200, "hello")


def test_the_proxy_ends_tls_serves_files_and_says_who_called(card):
    conf = card("why-a-reverse-proxy").text("site.conf")
    for line in (
        "listen 443 ssl;", "client_max_body_size 10m;", "location /static/ { alias /srv/shop/static/; }",
        "proxy_set_header Host $host;", "proxy_set_header X-Forwarded-For $remote_addr;",
        "proxy_set_header X-Forwarded-Proto $scheme;",
    ):  # fmt: skip
        assert line in conf
    assert conf.count("{") == conf.count("}")


# bind-address


def docker_command(dockerfile):
    return [str(BIN / part) if n == 0 else part for n, part in enumerate(eval(re.search(r"^CMD (.*)$", dockerfile, re.M)[1]))]


@pytest.fixture
def hello(tmp_path):
    (tmp_path / "shop.py").write_text(HELLO)
    return tmp_path


def test_the_containers_command_listens_on_its_own_loopback_only(card, hello):
    dockerfile, start = card("bind-address").given
    for number in 0, 1:
        record.read("bind-address", number)
    assert "EXPOSE 5000" in dockerfile
    assert shlex.split(start) == ["docker", "run", "-p", "5000:5000", "shop"]
    port = servers.free_port()
    command = docker_command(dockerfile)
    with servers.running(command, port, cwd=hello, env={**os.environ, "FLASK_RUN_PORT": str(port)}):
        assert get(port) == (200, "hello")
        with pytest.raises(ConnectionRefusedError):
            get(port, host=ELSEWHERE)


def test_the_fixed_command_listens_everywhere(card, hello):
    port = servers.free_port()
    command = docker_command(card("bind-address").text("Dockerfile"))
    assert "0.0.0.0:5000" in command  # the port to which `-p 5000:5000` forwards
    command = [part.replace(":5000", f":{port}") for part in command]
    assert f"0.0.0.0:{port}" in command
    with servers.running([*command, "--no-control-socket"], port, cwd=hello):
        assert get(port, host=ELSEWHERE) == (200, "hello")


def test_gunicorns_default_is_loopback_too(monkeypatch):
    monkeypatch.delenv("PORT", raising=False)
    assert Config().address == [("127.0.0.1", 8000)]


@pytest.mark.wrong("bind-address", 2, "Everyone in the same network")
def test_a_debug_server_on_all_addresses_shows_its_source_to_everyone(hello):
    port = servers.free_port()
    command = [str(BIN / "flask"), "--app", "shop", "run", "--debug", "--host", "0.0.0.0", "--port", str(port)]
    with servers.running([*command, "--no-reload"], port, cwd=hello):
        status, page = get(port, "/crash", host=ELSEWHERE)
    assert status == 500
    assert "secret_in_the_source" in page


# host-header-attack


@pytest.fixture
def reset(card, tmp_path, monkeypatch):
    code = card("host-header-attack")
    code.write()
    (tmp_path / "app/reset.py").write_text(code.given[0])
    record.run("host-header-attack", 0)
    (tmp_path / "app/tokens.py").write_text("def make_token(email): return 't0k3n'\n")
    (tmp_path / "app/mail.py").write_text("outbox = []\ndef send(*mail): outbox.append(mail)\n")
    monkeypatch.syspath_prepend(tmp_path)
    importlib.invalidate_caches()
    package = importlib.import_module("app")
    yield package.create_app, importlib.import_module("app.mail").outbox
    for name in [n for n in sys.modules if n.split(".")[0] == "app"]:
        del sys.modules[name]


def forgot(app, host, **headers):
    headers = {"Host": host, **{k.replace("_", "-"): v for k, v in headers.items()}}
    return app.test_client().post("/forgot", data={"email": "ann@x.example"}, headers=headers).status_code


@pytest.mark.wrong("host-header-attack", 1, "attacker sends the request")
def test_without_trusted_hosts_the_link_goes_where_the_client_says(reset):
    create_app, outbox = reset
    app = create_app({"TRUSTED_HOSTS": None})
    assert forgot(app, "evil.example") == 202
    [(to, text)] = outbox
    assert to == "ann@x.example"
    assert text.endswith("http://evil.example/reset/t0k3n")
    assert app.test_client().get("/reset/t0k3n").status_code == 200


def test_with_trusted_hosts_any_other_host_is_a_400(reset):
    create_app, outbox = reset
    assert forgot(create_app(), "evil.example") == 400
    assert forgot(create_app(), "www.shop.example") == 400
    assert outbox == []
    assert forgot(create_app(), "shop.example:8443") == 202
    assert outbox[0][1].endswith("http://shop.example:8443/reset/t0k3n")
    assert forgot(create_app({"TRUSTED_HOSTS": [".shop.example"]}), "www.shop.example") == 202


def test_before_request_functions_run_for_a_refused_host_and_the_view_does_not(reset):
    create_app, outbox = reset
    app, ran = create_app(), []
    app.before_request(lambda: ran.append("before"))
    assert forgot(app, "evil.example") == 400
    assert (ran, outbox) == (["before"], [])


def test_server_name_decides_the_link_and_not_what_request_host_says(reset):
    create_app, outbox = reset
    app = create_app({"TRUSTED_HOSTS": None, "SERVER_NAME": "shop.example"})
    app.add_url_rule("/host", "host", lambda: request.host)
    assert forgot(app, "evil.example") == 202
    assert outbox[0][1].endswith("http://shop.example/reset/t0k3n")
    assert app.test_client().get("/host", headers={"Host": "evil.example"}).text == "evil.example"


@pytest.mark.wrong("host-header-attack", 2, "not set `X-Forwarded-Host` itself")
def test_x_host_believes_the_client_if_the_proxy_does_not_set_it(reset):
    create_app, outbox = reset
    app = create_app({"TRUSTED_HOSTS": None})
    app.wsgi_app = ProxyFix(app.wsgi_app, x_host=1)
    assert forgot(app, "shop.example", X_Forwarded_Host="evil.example") == 202
    assert "http://evil.example/reset/" in outbox[0][1]
    safe = create_app()
    safe.wsgi_app = ProxyFix(safe.wsgi_app, x_host=1)
    assert forgot(safe, "shop.example", X_Forwarded_Host="evil.example") == 400


# app-under-a-prefix

PREFIX = {"X-Forwarded-Prefix": "/shop"}


@pytest.fixture
def mounted(card):
    return card("app-under-a-prefix").load("app/__init__.py").create_app()


def test_the_prefix_comes_from_the_proxy(mounted):
    client = mounted.test_client()
    assert client.get("/cart").text == '<a href="/">Shop</a>'
    assert client.get("/cart", headers=PREFIX).text == '<a href="/shop/">Shop</a>'
    assert client.get("/", headers=PREFIX).location == "/shop/cart"
    with mounted.test_request_context("/cart"):
        assert url_for("static", filename="a.css") == "/static/a.css"


def test_static_files_follow_script_name():
    app = Flask("static")
    app.add_url_rule("/", "index", lambda: f"{request.path} {request.script_root} {url_for('static', filename='a.css')}")
    app.wsgi_app = ProxyFix(app.wsgi_app, x_prefix=1)
    assert app.test_client().get("/", headers=PREFIX).text == "/ /shop /shop/static/a.css"


def test_without_x_prefix_the_header_counts_for_nothing():
    app = Flask("plain")
    app.add_url_rule("/cart", "cart", lambda: url_for("cart"))
    app.wsgi_app = ProxyFix(app.wsgi_app)
    assert app.test_client().get("/cart", headers=PREFIX).text == "/cart"


def test_nginx_cuts_the_prefix_off_and_the_fix_sends_it_along(card):
    code = card("app-under-a-prefix")
    given, fixed = code.given[0], code.text("fixed.conf")
    record.read("app-under-a-prefix", 0)
    for conf in given, fixed:
        assert "location /shop/ {" in conf
        assert "proxy_pass http://127.0.0.1:8000/;" in conf
    assert "X-Forwarded-Prefix" not in given
    assert "proxy_set_header X-Forwarded-Prefix /shop;" in fixed


def test_a_prefix_left_in_the_path_is_taken_off_by_dispatcher_or_gunicorn(mounted, tmp_path):
    assert mounted.test_client().get("/shop/cart", headers=PREFIX).status_code == 404
    client = Client(DispatcherMiddleware(Flask("root"), {"/shop": mounted}))
    assert client.get("/shop/cart").text == '<a href="/shop/">Shop</a>'
    (tmp_path / "shop.py").write_text(
        "from flask import Flask, url_for\napp = Flask(__name__)\n"
        "app.add_url_rule('/cart', 'cart', lambda: url_for('cart'))\n"
    )
    port, server = gunicorn(tmp_path, "shop:app", SCRIPT_NAME="/shop")
    with server:
        assert get(port, "/shop/cart") == (200, "/shop/cart")


def test_two_apps_overwrite_each_others_cookie_until_each_has_its_path():
    def app(path):
        one = Flask("cookies")
        one.secret_key = "k"
        one.config["SESSION_COOKIE_PATH"] = path

        @one.get("/")
        def index():
            session["x"] = 1
            return ""

        one.wsgi_app = ProxyFix(one.wsgi_app, x_prefix=1)
        return one.test_client().get("/", headers=PREFIX).headers["Set-Cookie"]

    assert app(None).startswith("session=") and app(None).endswith("; Path=/")
    assert app("/shop").endswith("; Path=/shop")


@pytest.mark.wrong("app-under-a-prefix", 1, "applies it, so tests")
def test_application_root_changes_the_test_client_and_not_a_real_request(tmp_path):
    source = (
        "from flask import Flask, session, url_for\napp = Flask(__name__)\n"
        "app.config.update(APPLICATION_ROOT='/shop', SECRET_KEY='k')\n"
        "@app.get('/cart')\ndef cart():\n    session['x'] = 1\n    return url_for('cart')\n"
    )
    (tmp_path / "shop.py").write_text(source)
    names = {"__name__": "shop"}
    exec(source, names)
    assert names["app"].test_client().get("/cart").text == "/shop/cart"
    port, server = gunicorn(tmp_path, "shop:app")
    with server, closing(http.client.HTTPConnection("127.0.0.1", port)) as connection:
        connection.request("GET", "/cart")
        response = connection.getresponse()
        assert response.read() == b"/cart"
        assert "Path=/shop" in response.headers["Set-Cookie"]


@pytest.mark.wrong("app-under-a-prefix", 2, "anymore, and all answer 404")
def test_routes_with_the_prefix_miss_the_path_that_nginx_sends():
    app = Flask("doubled")
    app.add_url_rule("/shop/cart", "cart", lambda: "ok")
    assert app.test_client().get("/cart").status_code == 404  # what is left of /shop/cart


# bad-gateway-or-timeout

WORK = """
import os, signal, time
from pathlib import Path
from flask import Flask
app = Flask(__name__)
app.register_error_handler(502, lambda e: "our page")
app.register_error_handler(504, lambda e: "our page")
@app.get("/pid")
def pid():
    return str(os.getpid())
@app.get("/die")
def die():
    os.kill(os.getpid(), signal.SIGKILL)  # as the kernel does when memory runs out
@app.get("/slow")
def slow():
    time.sleep(2)
    Path("committed").write_text("yes")
    return "done"
"""


@pytest.fixture
def work(tmp_path):
    (tmp_path / "work.py").write_text(WORK)
    return tmp_path


@pytest.mark.wrong("bad-gateway-or-timeout", 2, "set there, with `error_page`")
def test_a_dead_worker_or_a_closed_port_is_no_answer_at_all(work):
    port, server = gunicorn(work, "work:app")
    with server:
        with pytest.raises(http.client.RemoteDisconnected):
            get(port, "/die")  # nothing that a Flask handler could have written
    with pytest.raises(ConnectionRefusedError):
        get(port)


@pytest.mark.wrong("bad-gateway-or-timeout", 1, "its worker even longer")
@pytest.mark.wrong("bad-gateway-or-timeout", 3, "view does not notice")
def test_the_view_runs_on_after_the_proxy_gave_up_and_holds_its_worker(work):
    port, server = gunicorn(work, "work:app")
    with server:
        get(port, "/pid")
        start = time.monotonic()
        with pytest.raises(TimeoutError):
            get(port, "/slow", timeout=0.3)
        assert not (work / "committed").exists()
        assert get(port, "/pid")[0] == 200  # the next request waits for the worker
        assert time.monotonic() - start > 1.5
        assert (work / "committed").read_text() == "yes"


def test_gunicorns_timeout_ends_a_sync_request_with_a_plain_500_and_not_a_threaded_one(work):
    port, server = gunicorn(work, "work:app", "--preload", "--timeout", "1")
    with server:
        before = get(port, "/pid")[1]
        status, page = get(port, "/slow")
        assert (status, "Internal Server Error" in page) == (500, True)
        assert get(port, "/pid")[1] != before
    port, server = gunicorn(work, "work:app", "--preload", "--timeout", "1", "-k", "gthread", "--threads", "2")
    with server:
        assert get(port, "/slow") == (200, "done")


def test_the_timeouts_get_shorter_toward_the_database(card, postgres_url):
    code = card("bad-gateway-or-timeout")
    proxy = int(re.search(r"proxy_read_timeout (\d+)s;", code.text("site.conf"))[1])
    options = code.load("config.py").SQLALCHEMY_ENGINE_OPTIONS
    engine = sa.create_engine(postgres_url, **options)
    with engine.connect() as connection:
        assert connection.scalar(sa.text("SHOW statement_timeout")) == "10s"
        assert proxy > 10
        connection.execute(sa.text("SET statement_timeout = 100"))
        with pytest.raises(sa.exc.OperationalError, match="statement timeout"):
            connection.execute(sa.text("SELECT pg_sleep(3)"))
    engine.dispose()


def test_an_idle_connection_is_closed_after_keepalive(card, work):
    root = card("bad-gateway-or-timeout").write(work)
    settings = {}
    exec((root / "gunicorn.conf.py").read_text(), settings)
    assert (settings["worker_class"], settings["threads"], settings["keepalive"]) == ("gthread", 4, 75)
    assert Config().keepalive == 2
    assert Config().timeout == 30
    for seconds, alive in [("1", False), ("75", True)]:
        port, server = gunicorn(root, "work:app", "--keep-alive", seconds)
        with server, closing(http.client.HTTPConnection("127.0.0.1", port, timeout=10)) as connection:
            connection.request("GET", "/pid")
            connection.getresponse().read()
            connection.sock.settimeout(2.5)
            if alive:
                with pytest.raises(TimeoutError):
                    connection.sock.recv(1)
            else:
                assert connection.sock.recv(1) == b""


def test_the_log_lines_name_the_three_causes(card):
    lines = card("bad-gateway-or-timeout").given[0]
    record.read("bad-gateway-or-timeout", 0)
    for cause in "Connection refused", "prematurely closed", "timed out":
        assert lines.count(cause) == (2 if cause == "timed out" else 1)
