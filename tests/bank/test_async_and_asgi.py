"""Runs the code of the cards on async views and ASGI and checks what they claim."""

import asyncio
import os
import signal
import sys
import threading
import time
import urllib.error
import urllib.request
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from functools import wraps
from pathlib import Path
from types import ModuleType

import pytest
from asgiref.wsgi import WsgiToAsgi
from flask import Flask, current_app, g, request
from flask_sqlalchemy import SQLAlchemy
from redis import asyncio as redis
from sqlalchemy import text
from sqlalchemy.ext.asyncio import create_async_engine
from sqlalchemy.pool import NullPool
from werkzeug.test import create_environ, run_wsgi_app

from servers import free_port, running

# The coroutine that nobody runs is what these cards are about, so its warning may come at any time.
pytestmark = pytest.mark.filterwarnings("ignore:coroutine .* was never awaited")


@contextmanager
def gunicorn(folder, *arguments, env=None):
    """A running gunicorn, ended without waiting for its requests."""
    port = free_port()
    program = str(Path(sys.executable).with_name("gunicorn"))
    command = [program, "-b", f"127.0.0.1:{port}", "--no-control-socket", *arguments]
    options = {"cwd": folder, "env": {**os.environ, **(env or {})}, "start_new_session": True}
    with running(command, port, **options) as master:
        try:
            yield f"http://127.0.0.1:{port}"
        finally:
            os.killpg(master.pid, signal.SIGKILL)


def fetch(url):
    try:
        with urllib.request.urlopen(url, timeout=10) as reply:
            return reply.status, reply.read().decode()
    except urllib.error.HTTPError as error:
        return error.code, error.read().decode()


async def ask(app, path="/", kind="http", body=(b"",)):
    """One request to an ASGI app, without a server: status and body."""
    scope = {
        "type": kind, "http_version": "1.1", "method": "GET", "path": path, "query_string": b"",
        "headers": [(b"host", b"shop.example")], "scheme": "http", "server": ("shop.example", 80),
    }  # fmt: skip
    parts, sent = list(body), []

    async def receive():
        part = parts.pop(0)
        return {"type": "http.request", "body": part, "more_body": bool(parts)}

    async def send(message):
        sent.append(message)

    await app(scope, receive, send)
    return sent[0]["status"], b"".join(m.get("body", b"") for m in sent).decode()


def client_of(app):
    app.testing = True
    return app.test_client()


# wsgi-or-asgi


def test_the_wsgi_app_answers_under_the_wsgi_interface(card):
    app = card("wsgi-or-asgi").load("hello_wsgi.py").app
    body, status, headers = run_wsgi_app(app, create_environ("/"))
    assert (b"".join(body), status, headers["Content-Type"]) == (b"Hello", "200 OK", "text/plain")


def test_the_asgi_app_answers_under_the_asgi_interface(card):
    app = card("wsgi-or-asgi").load("hello_asgi.py").app
    assert asyncio.run(ask(app)) == (200, "Hello")


def test_both_run_on_a_real_server(card):
    root = card("wsgi-or-asgi").write()
    with gunicorn(root, "hello_wsgi:app") as url:
        assert fetch(url) == (200, "Hello")
    with gunicorn(root, "-k", "asgi", "hello_asgi:app") as url:
        assert fetch(url) == (200, "Hello")


@pytest.mark.wrong("wsgi-or-asgi", 1, "with `environ` and `start_response`")
def test_flask_with_an_async_view_is_still_a_wsgi_app_and_no_asgi_app():
    app = Flask(__name__)

    @app.get("/")
    async def index():
        await asyncio.sleep(0)
        return "async"

    body, status, _ = run_wsgi_app(app, create_environ("/"))
    assert (b"".join(body), status) == (b"async", "200 OK")
    with pytest.raises(TypeError):
        asyncio.run(ask(app))


@pytest.mark.wrong("wsgi-or-asgi", 2, "only waits more cheaply")
def test_a_blocking_asgi_view_holds_up_the_others_and_a_waiting_one_does_not():
    async def elapsed(wait):
        async def app(scope, receive, send):
            if wait == "blocks":
                time.sleep(0.1)
            else:
                await asyncio.sleep(0.1)
            await send({"type": "http.response.start", "status": 200, "headers": []})

        start = time.perf_counter()
        await asyncio.gather(*[ask(app) for _ in range(5)])
        return time.perf_counter() - start

    assert asyncio.run(elapsed("blocks")) >= 0.5
    assert asyncio.run(elapsed("waits")) < 0.4


# sleep-in-async-view


def timed_status(module, monkeypatch):
    """The seconds of one call, with waits of 0.2 instead of 1 second."""
    sleep = time.sleep
    monkeypatch.setattr(time, "sleep", lambda seconds: sleep(seconds / 5))
    client = client_of(module.app)
    start = time.perf_counter()
    assert client.get("/status").json == ["orders: ok", "stock: ok"]
    return time.perf_counter() - start


def test_blocking_calls_add_up_and_threads_overlap(card, monkeypatch):
    code = card("sleep-in-async-view")
    assert timed_status(code.load(given=0), monkeypatch) >= 0.4
    monkeypatch.undo()
    assert 0.2 <= timed_status(code.load("status.py"), monkeypatch) < 0.38


def test_to_thread_takes_the_context_along():
    app = Flask("async_shop")

    @app.get("/where")
    async def where():
        return await asyncio.to_thread(lambda: [request.path, current_app.name])

    assert client_of(app).get("/where").json == ["/where", "async_shop"]


def test_two_threads_of_one_request_share_one_session():
    app, db = Flask("async_shop"), SQLAlchemy()
    app.config["SQLALCHEMY_DATABASE_URI"] = "sqlite://"
    db.init_app(app)

    @app.get("/sessions")
    async def sessions():
        one, two = await asyncio.gather(asyncio.to_thread(db.session), asyncio.to_thread(db.session))
        return [one is two]

    assert client_of(app).get("/sessions").json == [True]


@pytest.mark.wrong("sleep-in-async-view", 1, "turns where they await")
def test_gather_uses_one_thread():
    async def thread():
        await asyncio.sleep(0)
        return threading.get_ident()

    async def both():
        return await asyncio.gather(thread(), thread())

    assert set(asyncio.run(both())) == {threading.get_ident()}


@pytest.mark.wrong("sleep-in-async-view", 2, "`gather` or tasks are needed")
def test_awaits_in_a_row_do_not_overlap_and_gather_and_tasks_do():
    log = []

    async def call(name):
        log.append(f"{name} starts")
        await asyncio.sleep(0.01)
        log.append(f"{name} ends")

    async def in_a_row():
        await call("a")
        await call("b")

    async def gathered():
        await asyncio.gather(call("a"), call("b"))

    asyncio.run(in_a_row())
    assert log == ["a starts", "a ends", "b starts", "b ends"]
    log.clear()
    asyncio.run(gathered())
    assert log == ["a starts", "b starts", "a ends", "b ends"]


def test_a_blocked_loop_in_flask_serves_only_its_own_request():
    app, both = Flask(__name__), threading.Barrier(2, timeout=5)

    @app.get("/")
    async def index():
        both.wait()  # blocks the loop; passes only if the other request runs too
        return "ok"

    with ThreadPoolExecutor(2) as pool:
        assert [r.text for r in pool.map(lambda _: client_of(app).get("/"), range(2))] == ["ok", "ok"]


# decorator-on-async-view


@pytest.fixture
def decorated(card, caplog):
    """The client of an app whose views carry the card's decorator, and the lines it logged."""

    def build(timed):
        app = Flask("async_shop")

        @app.get("/async")
        @timed
        async def slow_one():
            await asyncio.sleep(0.1)
            return "async"

        @app.get("/sync")
        @timed
        def plain_one():
            return "sync"

        return client_of(app)

    return card("decorator-on-async-view"), build, caplog


def test_the_plain_wrapper_hands_flask_a_coroutine_and_logs_no_time(decorated):
    code, build, caplog = decorated
    client = build(code.load(given=0).timed)
    assert client.get("/sync").text == "sync"
    caplog.clear()
    with pytest.raises(TypeError, match="The view function did not return a valid response.*but it was a coroutine"):
        client.get("/async")
    assert "slow_one took 0.000 s" in caplog.text


def test_ensure_sync_serves_both_and_logs_the_real_time(decorated):
    code, build, caplog = decorated
    client = build(code.load("timing.py").timed)
    assert client.get("/sync").text == "sync" and "plain_one took 0.000 s" in caplog.text
    assert client.get("/async").text == "async" and "slow_one took 0.1" in caplog.text


def test_ensure_sync_leaves_a_plain_function_alone_and_needs_an_app():
    def view():
        return "x"

    assert Flask("a").ensure_sync(view) is view
    with pytest.raises(RuntimeError, match="application context"):
        current_app.ensure_sync(view)


def test_a_decorator_that_only_checks_fails_in_the_same_way(decorated):
    def checked(view):
        @wraps(view)
        def wrapper(*args, **kwargs):
            return view(*args, **kwargs)

        return wrapper

    with pytest.raises(TypeError, match="coroutine"):
        decorated[1](checked).get("/async")


@pytest.mark.wrong("decorator-on-async-view", 1, "a response raises `TypeError`")
def test_an_async_wrapper_breaks_plain_views(decorated):
    def timed(view):
        @wraps(view)
        async def wrapper(*args, **kwargs):
            return await view(*args, **kwargs)

        return wrapper

    client = decorated[1](timed)
    assert client.get("/async").text == "async"
    with pytest.raises(TypeError, match="can't be used in 'await' expression"):
        client.get("/sync")


@pytest.mark.wrong("decorator-on-async-view", 2, "the wrapper never runs")
def test_above_the_route_the_decorator_never_runs(decorated):
    code, _, caplog = decorated
    app, timed = Flask("async_shop"), code.load(given=0).timed

    @timed
    @app.get("/")
    async def index():
        return "bare"

    assert client_of(app).get("/").text == "bare"
    assert "took" not in caplog.text


# event-loop-per-request


def statuses(app, number=2):
    app.logger.disabled = True
    return [app.test_client().get("/hits").status_code for _ in range(number)]


def test_the_shared_async_client_fails_on_the_second_request(card, redis_url, monkeypatch):
    monkeypatch.setenv("REDIS_URL", redis_url)
    app = card("event-loop-per-request").load(given=0).app
    assert statuses(app) == [200, 500]
    app = card("event-loop-per-request").load(given=0).app
    client = client_of(app)
    assert client.get("/hits").status_code == 200
    with pytest.raises(RuntimeError, match="Event loop is closed"):
        client.get("/hits")


def test_a_client_per_request_works_and_leaves_no_connection(card, redis_url, monkeypatch):
    monkeypatch.setenv("REDIS_URL", redis_url)
    app = card("event-loop-per-request").load("hits.py").app
    before = connections(redis_url)
    assert statuses(app, 4) == [200] * 4
    assert connections(redis_url) == before


def connections(url):
    async def count():
        async with redis.from_url(url) as client:
            return len(await client.client_list())

    return asyncio.run(count())


def test_each_async_function_of_a_request_has_a_loop_of_its_own_that_is_closed():
    app, loops = Flask(__name__), []

    @app.before_request
    async def before():
        loops.append(asyncio.get_running_loop())

    @app.get("/")
    async def index():
        loops.append(asyncio.get_running_loop())
        return "ok"

    client = client_of(app)
    assert client.get("/").text == client.get("/").text == "ok"
    assert len({id(loop) for loop in loops}) == 4 and all(loop.is_closed() for loop in loops)


def test_a_client_on_g_made_in_a_hook_breaks_in_the_view(redis_url):
    app = Flask(__name__)

    @app.before_request
    async def connect():
        g.store = redis.from_url(redis_url)
        await g.store.ping()

    @app.get("/")
    async def index():
        return str(await g.store.incr("hits"))

    with pytest.raises(RuntimeError, match="Event loop is closed"):
        client_of(app).get("/")


def test_asyncio_locks_belong_to_the_loop_that_first_waited_on_them():
    lock = asyncio.Lock()

    async def fight():
        async def hold():
            async with lock:
                await asyncio.sleep(0)

        await asyncio.gather(hold(), hold())

    asyncio.run(fight())
    with pytest.raises(RuntimeError, match="bound to a different event loop"):
        asyncio.run(fight())


def test_an_async_engine_with_null_pool_works_in_every_loop(postgres_url):
    app, engine = Flask(__name__), create_async_engine(postgres_url, poolclass=NullPool)

    @app.get("/hits")
    async def hits():
        async with engine.connect() as connection:
            return str(await connection.scalar(text("SELECT 1")))

    assert statuses(app, 3) == [200] * 3


@pytest.mark.wrong("event-loop-per-request", 1, "millisecond later as well")
def test_retrying_only_moves_the_failure_to_the_next_request(redis_url):
    app, store, failed = Flask(__name__), redis.from_url(redis_url), []

    @app.get("/hits")
    async def hits():
        try:
            return str(await store.incr("hits"))
        except RuntimeError:
            failed.append(1)
            return str(await store.incr("hits"))

    assert statuses(app, 4) == [200] * 4 and len(failed) == 3


@pytest.mark.wrong("event-loop-per-request", 2, "a loop and closes")
def test_asyncio_run_in_a_plain_view_fails_on_the_second_request_too(redis_url):
    app, store = Flask(__name__), redis.from_url(redis_url)

    async def increment():
        return str(await store.incr("hits"))

    app.add_url_rule("/hits", view_func=lambda: asyncio.run(increment()))
    assert statuses(app) == [200, 500]


# flask-on-asgi-server

SHOP = """
import asyncio, threading, time
from flask import Flask

running, most, lock = [], [0], threading.Lock()

def enter():
    with lock:
        running.append(1)
        most[0] = max(most[0], len(running))

def create_app():
    app = Flask("shop")

    @app.get("/plain")
    def plain():
        enter()
        time.sleep(0.15)
        running.pop()
        return str(most[0])

    @app.get("/async")
    async def waiting():
        enter()
        await asyncio.sleep(0.15)
        running.pop()
        return str(most[0])

    @app.get("/task")
    async def task():
        async def later():
            await asyncio.sleep(0.1)
            done.append(1)
        tasks.append(asyncio.create_task(later()))
        return ""

    app.add_url_rule("/done", view_func=lambda: str(len(done)))
    return app

tasks, done = [], []
"""


def most_at_once(url):
    with ThreadPoolExecutor(4) as pool:
        return max(int(number) for _, number in pool.map(fetch, [url] * 4))


@pytest.mark.wrong("flask-on-asgi-server", 1, "adapter even async views")
def test_the_plain_adapter_serves_one_request_at_a_time_and_keeps_one_loop(tmp_path):
    (tmp_path / "shop.py").write_text(SHOP)
    (tmp_path / "plain.py").write_text(
        "from asgiref.wsgi import WsgiToAsgi\nfrom shop import create_app\napp = WsgiToAsgi(create_app())\n"
    )
    with gunicorn(tmp_path, "-k", "asgi", "plain:app") as url:
        assert most_at_once(url + "/plain") == 1
        assert most_at_once(url + "/async") == 1
        assert fetch(url + "/task")[0] == 200
        time.sleep(0.3)
        assert fetch(url + "/done")[1] == "1"


def test_with_a_context_for_each_request_they_run_side_by_side(card, tmp_path):
    root = card("flask-on-asgi-server").write(tmp_path)
    (root / "shop.py").write_text(SHOP)
    with gunicorn(root, "-k", "asgi", "asgi:app") as url:
        assert most_at_once(url + "/plain") > 1
        assert most_at_once(url + "/async") > 1


def test_under_wsgi_the_task_is_canceled(tmp_path):
    shop = ModuleType("shop")
    exec(SHOP, shop.__dict__)
    client = client_of(shop.create_app())
    client.get("/task")
    time.sleep(0.15)
    assert client.get("/done").text == "0" and shop.tasks[0].cancelled()


def test_every_plain_request_runs_in_the_same_thread_and_has_the_whole_body():
    app = Flask(__name__)
    app.add_url_rule("/", view_func=lambda: f"{threading.get_ident()} {request.get_data(as_text=True)}")

    async def several():
        adapter = WsgiToAsgi(app)
        return await asyncio.gather(*[ask(adapter) for _ in range(3)])

    assert len(set(asyncio.run(several()))) == 1
    reads = []

    async def body_first():
        async def flask_runs(*args):
            return None

        adapter = WsgiToAsgi(lambda environ, start: reads.append(environ["wsgi.input"].read()) or app(environ, start))
        await ask(adapter, body=(b"one ", b"two"))

    asyncio.run(body_first())
    assert reads == [b"one two"]


@pytest.mark.wrong("flask-on-asgi-server", 2, "`ValueError` for anything but")
def test_the_adapter_refuses_websockets():
    with pytest.raises(ValueError, match="non-HTTP"):
        asyncio.run(ask(WsgiToAsgi(Flask(__name__)), kind="websocket"))
