"""What the cards of the topic "Real time" claim, run; between instances with gunicorn, Redis and real clients."""

import io
import json
import logging
import os
import re
import shlex
import socket
import subprocess
import sys
import threading
import time
from concurrent.futures import ThreadPoolExecutor
from contextlib import ExitStack
from pathlib import Path
from types import ModuleType

import pytest
import requests
from flask import Flask, Response, request, stream_with_context
from flask_socketio import SocketIO, emit
from gunicorn.util import load_class
from redis import Redis
from socketio import SimpleClient
from socketio.exceptions import ConnectionError
from werkzeug.serving import make_server

import ran
from members import app_with_login
from servers import free_port, nginx_server, running

#: Seconds that a client waits at most, on a busy machine.
PATIENCE = 30
#: Where Flask-SocketIO publishes in Redis.
CHANNEL = "flask-socketio"


def browser(app, name=None):
    client = app.test_client()
    if name:
        client.post(f"/login/{name}")
    return client


def connect(app, socketio, name=None, http=None):
    return socketio.test_client(app, flask_test_client=http or browser(app, name))


def received(client):
    return [(message["name"], message["args"][0]) for message in client.get_received()]


@pytest.fixture
def instance(card, tmp_path):
    """Runs the start command of the card on the `wsgi.py` of the folder, and gives its address."""
    command = [sys.executable, "-m", *shlex.split(card("websockets").to_run("start.sh"))]
    with ExitStack() as instances:

        def start(*options, **environment):
            port = free_port()
            options = ["-b", f"127.0.0.1:{port}", "--no-control-socket", "--graceful-timeout", "1", *options]
            env = {**os.environ, "PYTHONPATH": ran.python_path(Path(__file__).parent), **environment}
            instances.enter_context(running([*command, *options], port, cwd=tmp_path, env=env))
            return f"http://127.0.0.1:{port}"

        yield start


@pytest.fixture
def client(instance):
    """Connects a real client, that starts with polling and upgrades as a browser does, and logs it in before."""
    with ExitStack() as clients:

        def start(url, name=None, origin=None, **options):
            http = clients.enter_context(requests.Session())
            if name:
                http.post(f"{url}/login/{name}", timeout=PATIENCE).raise_for_status()
            settings = {"request_timeout": PATIENCE, "websocket_extra_options": {"origin": origin or url}}
            client = clients.enter_context(SimpleClient(http_session=http, **settings))
            client.connect(url, wait_timeout=PATIENCE, **options)
            return client

        yield start


@pytest.fixture
def listening(redis_url):
    """Waits until so many processes hear the queue: each subscribes soon after its first client came."""
    with Redis.from_url(redis_url) as redis:

        def wait(processes):
            end = time.monotonic() + PATIENCE
            while redis.pubsub_numsub(CHANNEL) != [(CHANNEL.encode(), processes)]:
                assert time.monotonic() < end, redis.pubsub_numsub(CHANNEL)
                time.sleep(0.02)

        wait(0)
        yield wait


def next_of(*clients):
    """What each of them receives next, with its data."""
    return [client.receive(PATIENCE) for client in clients]


# websockets


@pytest.fixture
def chat(card):
    socketio = card("websockets").load("chat.py").socketio
    app = app_with_login(lambda app: socketio.init_app(app, async_mode="threading"))
    return lambda name=None: connect(app, socketio, name)


def test_only_a_logged_in_user_may_connect(chat):
    assert not chat().is_connected()
    assert chat("ann").is_connected()


def test_a_message_reaches_the_room_and_nobody_else(chat):
    ann, bob, eve = chat("ann"), chat("bob"), chat("eve")
    for client in (ann, bob):
        client.emit("join", {"room": "team"})
    for client in (ann, bob):
        client.get_received()
    ann.emit("chat", {"room": "team", "text": "hi"})
    assert received(bob) == received(ann) == [("chat", {"from": "ann", "text": "hi"})]
    assert received(eve) == []


def test_a_non_member_can_neither_join_nor_post(chat):
    ann, eve = chat("ann"), chat("eve")
    ann.emit("join", {"room": "team"})
    ann.get_received()
    assert eve.emit("join", {"room": "team"}, callback=True) == {"error": "not a member"}
    eve.emit("chat", {"room": "team", "text": "let me in"})
    assert received(ann) == []


def test_who_joins_is_announced_and_long_text_is_cut(chat):
    ann = chat("ann")
    ann.emit("join", {"room": "team"})
    assert received(ann) == [("joined", "ann")]
    ann.emit("chat", {"room": "team", "text": "x" * 900})
    assert len(received(ann)[0][1]["text"]) == 500


def test_a_disconnected_client_has_left_its_rooms(chat):
    ann, bob = chat("ann"), chat("bob")
    for client in (ann, bob):
        client.emit("join", {"room": "team"})
    bob.disconnect()
    bob.connect()
    bob.get_received()
    ann.emit("chat", {"room": "team", "text": "gone?"})
    assert received(bob) == []


def test_emit_answers_the_sender_and_broadcast_reaches_everybody():
    app = Flask("plain")
    socketio = SocketIO(app, async_mode="threading")

    @socketio.on("echo")
    def echo(data):
        emit("echo", data)
        emit("all", data, broadcast=True)

    one, two = socketio.test_client(app), socketio.test_client(app)
    one.emit("echo", 1)
    assert received(one) == [("echo", 1), ("all", 1)]
    assert received(two) == [("all", 1)]


@pytest.mark.wrong("websockets", 1, "Gunicorn 26 removed it")
def test_gunicorn_has_no_eventlet_worker_but_a_threaded_one():
    with pytest.raises(RuntimeError, match="eventlet"):
        load_class("eventlet")
    assert load_class("gthread")


def test_the_start_command_uses_one_worker_with_threads(card):
    command = card("websockets").text("start.sh")
    assert re.search(r"gunicorn .*-w 1 --threads \d+", command)


@pytest.mark.wrong("websockets", 2, "speak the Socket.IO protocol")
def test_a_client_that_does_not_speak_socket_io_is_refused():
    app = Flask("plain")
    SocketIO(app, async_mode="threading")
    plain = app.test_client().get("/socket.io/", headers={"Connection": "Upgrade", "Upgrade": "websocket"})
    assert plain.status_code == 400
    assert "unsupported version" in plain.text


@pytest.mark.wrong("websockets", 3, "retired eventlet it wants")
def test_socketio_run_refuses_to_start_without_a_terminal(monkeypatch):
    monkeypatch.setattr(sys, "stdin", io.StringIO())
    app = Flask("container")
    with pytest.raises(RuntimeError, match="not designed to run in production"):
        SocketIO(app, async_mode="threading").run(app)


def test_each_client_holds_one_thread(tmp_path, instance, client):
    (tmp_path / "wsgi.py").write_text(
        "from flask import Flask\n"
        "from flask_socketio import SocketIO\n"
        "app = Flask(__name__)\n"
        "SocketIO(app)\n"
        "app.add_url_rule('/', view_func=lambda: 'free')\n"
    )
    url = instance("--threads", "2")
    assert requests.get(url, timeout=PATIENCE).text == "free"
    clients = [client(url, transports=["websocket"]) for _ in range(2)]
    with pytest.raises(requests.Timeout):
        requests.get(url, timeout=0.5)
    clients[0].disconnect()
    assert requests.get(url, timeout=PATIENCE).text == "free"


CHAT = """
import os
from chat import socketio
import ran
from members import app_with_login
app = app_with_login(lambda app: socketio.init_app(app, message_queue=os.environ["REDIS_URL"]))
"""


def test_a_chat_spans_two_instances(card, tmp_path, instance, client, listening, redis_url):
    card("websockets").write(tmp_path)
    (tmp_path / "wsgi.py").write_text(CHAT)
    one, two = (instance(REDIS_URL=redis_url) for _ in range(2))
    ann, bob, eve = client(one, "ann"), client(two, "bob"), client(two, "eve")
    listening(2)
    with pytest.raises(ConnectionError):
        client(one)
    ann.call("join", {"room": "team"}, PATIENCE)
    assert next_of(ann) == [["joined", "ann"]]
    bob.call("join", {"room": "team"}, PATIENCE)
    assert next_of(ann, bob) == [["joined", "bob"]] * 2
    assert eve.call("join", {"room": "team"}, PATIENCE) == {"error": "not a member"}
    ann.emit("chat", {"room": "team", "text": "hi"})
    assert next_of(ann, bob) == [["chat", {"from": "ann", "text": "hi"}]] * 2
    eve.call("join", {"room": "team"}, PATIENCE)  # the answer comes after whatever was sent to her
    assert eve.input_buffer == []


# sse-or-websocket


@pytest.fixture
def streams(card, monkeypatch):
    def streams(changes):
        jobs = ModuleType("jobs")
        jobs.changes = changes
        monkeypatch.setitem(sys.modules, "jobs", jobs)
        app = Flask("progress")
        app.register_blueprint(card("sse-or-websocket").load("progress.py").bp)
        return app

    return streams


@pytest.fixture
def progress(streams):
    made = []

    def changes(job, after):
        for number in range(after + 1, 4):
            made.append(number)
            yield number, {"done": number}

    return streams(changes).test_client(), made


def test_each_event_has_an_id_and_ends_with_a_blank_line(progress):
    client, _ = progress
    reply = client.get("/jobs/7/events")
    assert reply.mimetype == "text/event-stream"
    assert reply.headers["X-Accel-Buffering"] == "no"
    assert reply.text.split("\n\n") == [f'id: {n}\ndata: {{"done": {n}}}' for n in (1, 2, 3)] + [""]


def test_the_stream_continues_after_the_last_event_id(progress):
    client, _ = progress
    assert client.get("/jobs/7/events", headers={"Last-Event-ID": "2"}).text == 'id: 3\ndata: {"done": 3}\n\n'


def test_events_are_sent_as_they_happen(progress):
    client, made = progress
    events = iter(client.get("/jobs/7/events", buffered=False).response)
    next(events)
    assert made == [1]


def test_a_comment_line_is_sent_while_nothing_happens(streams):
    client = streams(lambda job, after: iter([None, (1, {"done": 1})])).test_client()
    assert client.get("/jobs/7/events").text == ': ping\n\nid: 1\ndata: {"done": 1}\n\n'


def test_only_a_write_shows_the_server_that_the_client_has_left(streams):
    ping, noticed = threading.Event(), threading.Event()

    def changes(job, after):
        try:
            yield 1, {"done": 1}
            ping.wait(20)
            while True:
                yield None
                time.sleep(0.02)
        finally:
            noticed.set()

    logging.getLogger("werkzeug").disabled = True
    server = make_server("127.0.0.1", 0, streams(changes), threaded=True)
    threading.Thread(target=server.serve_forever, daemon=True).start()
    try:
        with socket.create_connection(("127.0.0.1", server.port)) as browser:
            browser.sendall(b"GET /jobs/7/events HTTP/1.1\r\nHost: x\r\n\r\n")
            while b"id: 1" not in browser.recv(1000):
                pass
        assert not noticed.wait(0.3)
        ping.set()
        assert noticed.wait(10)
    finally:
        server.shutdown()
        server.server_close()
        logging.getLogger("werkzeug").disabled = False


@pytest.mark.wrong("sse-or-websocket", 1, "wrap the generator in `stream_with_context`")
def test_the_generator_cannot_read_the_request_unless_wrapped():
    app = Flask("stream")

    def names():
        yield request.args["name"]

    app.add_url_rule("/bare", view_func=lambda: Response(names()), endpoint="bare")
    app.add_url_rule("/kept", view_func=lambda: Response(stream_with_context(names())), endpoint="kept")
    with pytest.raises(RuntimeError, match="outside of request context"):
        _ = app.test_client().get("/bare?name=x").text
    assert app.test_client().get("/kept?name=x").text == "x"


# one-socket-worker


NEWS = """
from os import getpid
from flask_socketio import emit
from app import create_app, socketio

@socketio.on("tell")
def tell(news):
    emit("news", news, broadcast=True)

socketio.on("worker")(getpid)
app = create_app()
"""
POLLING = "/socket.io/?EIO=4&transport=polling"


@pytest.fixture
def news(card, tmp_path, instance):
    """Starts the card's app with a queue, or with none if its URL is empty."""
    card("one-socket-worker").write(tmp_path)
    (tmp_path / "wsgi.py").write_text(NEWS)
    return lambda queue, *options: instance(*options, REDIS_URL=queue)


def new_session(url):
    return json.loads(requests.get(url + POLLING, timeout=PATIENCE).text[1:])["sid"]


def post(url, session, data="40"):
    """The status, which is 400 only because the session is unknown."""
    reply = requests.post(f"{url}{POLLING}&sid={session}", data=data, timeout=PATIENCE)
    assert reply.status_code == 200 or "Invalid session" in reply.text
    return reply.status_code


def test_the_queue_carries_a_broadcast_to_the_other_instance_but_no_session(news, client, listening, redis_url):
    one, two = news(redis_url), news(redis_url)
    here, there = client(one), client(two)
    listening(2)
    here.emit("tell", 1)
    assert next_of(here, there) == [["news", 1]] * 2
    session = new_session(one)
    assert post(two, session) == 400
    assert post(one, session) == 200


def test_without_a_queue_a_broadcast_stays_in_its_instance(news, client):
    here, there = client(news("")), client(news(""))
    here.emit("tell", 1)
    assert next_of(here) == [["news", 1]]
    there.emit("tell", 2)
    assert next_of(there) == [["news", 2]]


@pytest.mark.wrong("one-socket-worker", 1, "worker and get 400")
def test_four_workers_with_a_redis_queue_answer_400_to_polling(news, redis_url):
    url = news(redis_url, "-w", "4")
    statuses, end = set(), time.monotonic() + PATIENCE
    while statuses != {200, 400} and time.monotonic() < end:
        session = new_session(url)
        with ThreadPoolExecutor(8) as pool:
            statuses |= set(pool.map(lambda _: post(url, session, "3"), range(8)))
    assert statuses == {200, 400}


def test_websockets_alone_need_no_sticky_sessions(news, client, listening, redis_url):
    full = ["--threads", "2", "--worker-connections", "2"]  # so that neither worker takes all four
    url = news(redis_url, "-w", "2", *full)
    clients = [client(url, transports=["websocket"]) for _ in range(4)]
    assert {client.transport for client in clients} == {"websocket"}
    assert len({client.call("worker", timeout=PATIENCE) for client in clients}) == 2
    listening(2)
    clients[0].emit("tell", 1)
    assert next_of(*clients) == [["news", 1]] * 4


@pytest.fixture
def nginx(card, tmp_path):
    """Runs the card's nginx in front of two instances, and gives its address."""
    with ExitStack() as stack:

        def start(one, two, method="ip_hash;"):
            port = free_port()
            config = card("one-socket-worker").to_run("socketio.conf").replace("ip_hash;", method)
            for old, new in (("127.0.0.1:5000", one), ("127.0.0.1:5001", two)):
                config = config.replace(old, new.removeprefix("http://"))
            config = config.replace("server {", f"server {{ listen {port};")
            return stack.enter_context(nginx_server(tmp_path, config, port))

        yield start


def test_nginx_keeps_a_client_on_one_instance_and_passes_the_upgrade(news, nginx, client, listening, redis_url):
    one, two = news(redis_url), news(redis_url)
    url = nginx(one, two)
    # On port 80, where $host is all of the host, a browser's origin names no port either.
    upgraded = client(url, origin="http://127.0.0.1")
    polling, here, there = client(url, transports=["polling"]), client(one), client(two)
    assert (polling.transport, upgraded.transport) == ("polling", "websocket")
    assert len({polling.call("worker", timeout=PATIENCE) for _ in range(4)}) == 1
    listening(2)
    polling.emit("tell", 1)
    assert next_of(polling, upgraded, here, there) == [["news", 1]] * 4


@pytest.mark.parametrize(("method", "status"), [("ip_hash;", 200), ("", 400)])
def test_polling_through_nginx_needs_ip_hash(news, nginx, redis_url, method, status):
    url = nginx(news(redis_url), news(redis_url), method)
    assert post(url, new_session(url)) == status


def test_behind_tls_the_origin_check_needs_the_forwarded_scheme(card, news):
    assert "X-Forwarded-Proto $scheme" in card("one-socket-worker").text("socketio.conf")
    url = news("") + POLLING
    headers = {"Host": "shop.example", "Origin": "https://shop.example"}
    assert requests.get(url, headers=headers, timeout=PATIENCE).status_code == 400
    headers["X-Forwarded-Proto"] = "https"
    assert requests.get(url, headers=headers, timeout=PATIENCE).status_code == 200


# push-from-a-task


PUSH = """
import ran
from members import app_with_login
from sockets import init_sockets
app = app_with_login(init_sockets)
"""


@pytest.fixture
def web(card, tmp_path, instance, redis_url):
    """Starts an instance of the card's app."""
    card("push-from-a-task").write(tmp_path)
    (tmp_path / "wsgi.py").write_text(PUSH)
    return lambda: instance(REDIS_URL=redis_url)


@pytest.fixture
def worker(tmp_path, redis_url):
    """Runs code in a process of its own, as a worker does with a task."""

    def run(code, queue=redis_url):
        env = {**os.environ, "PYTHONPATH": ran.python_path(Path(__file__).parent), "REDIS_URL": queue}
        subprocess.run([sys.executable, "-c", code], cwd=tmp_path, env=env, check=True, timeout=60)

    return run


def ready(report):
    return ["report_ready", {"report": report}]


def test_the_task_reaches_every_browser_of_its_user_and_no_other(web, client, listening, worker):
    one, two = web(), web()
    ann, ann_too, bob = client(one, "ann"), client(two, "ann"), client(two, "bob")
    with pytest.raises(ConnectionError):
        client(one)  # nobody joins without logging in
    listening(2)
    worker("from tasks import report_ready; report_ready('ann', 17); report_ready('bob', 18)")
    assert next_of(ann, ann_too, bob) == [ready(17), ready(17), ready(18)]


def test_the_task_side_can_only_write(card, monkeypatch, redis_url):
    monkeypatch.setenv("REDIS_URL", redis_url)
    tasks = card("push-from-a-task").load("tasks.py")
    assert tasks.push.server.manager.write_only is True


def test_an_event_for_an_offline_user_is_lost(web, client, listening, worker):
    url = web()
    bob = client(url, "bob")
    listening(1)
    worker("from tasks import report_ready; report_ready('ann', 17); report_ready('bob', 18)")
    assert next_of(bob) == [ready(18)]  # the queue has been read by now
    ann = client(url, "ann")
    worker("from tasks import report_ready; report_ready('ann', 19)")
    assert next_of(ann) == [ready(19)]


@pytest.mark.wrong("push-from-a-task", 1, "that only reaches clients")
def test_the_apps_socketio_without_a_queue_reaches_no_client_from_the_worker(web, client, listening, worker):
    ann = client(web(), "ann")
    listening(1)
    emit = "import wsgi; from sockets import socketio; socketio.emit('report_ready', {}, to='user:ann')"
    worker(emit.format({"report": 17}), queue="")
    worker(emit.format({"report": 18}))
    assert next_of(ann) == [ready(18)]


# socket-authentication


@pytest.fixture
def holes(card):
    socketio = card("socket-authentication").load(given=0).socketio
    return socketio, app_with_login(lambda app: socketio.init_app(app, async_mode="threading"))


@pytest.fixture
def mended(card):
    socketio = card("socket-authentication").load("chat.py").socketio
    return socketio, app_with_login(lambda app: socketio.init_app(app, async_mode="threading"))


@pytest.mark.wrong("socket-authentication", 1, "without loading the page")
def test_a_stranger_connects_joins_and_writes_as_admin(holes):
    socketio, app = holes
    assert browser(app).get("/chat").status_code == 401
    stranger, ann = connect(app, socketio), connect(app, socketio, "ann")
    ann.emit("join", {"room": "team"})
    stranger.emit("chat", {"room": "team", "user": "admin", "text": "pay here"})
    assert received(ann) == [("chat", {"user": "admin", "text": "pay here"})]
    stranger.emit("join", {"room": "team"})
    ann.emit("chat", {"room": "team", "user": "ann", "text": "secret"})
    assert received(stranger) == [("chat", {"user": "ann", "text": "secret"})]


def test_the_mended_chat_refuses_strangers_and_outsiders_and_names_the_sender(mended):
    socketio, app = mended
    assert not connect(app, socketio).is_connected()
    ann, bob, eve = (connect(app, socketio, name) for name in ("ann", "bob", "eve"))
    for client in (ann, bob, eve):
        client.emit("join", {"room": "team"})
    eve.emit("chat", {"room": "team", "text": "hello"})
    bob.emit("chat", {"room": "team", "user": "admin", "text": "hello"})
    assert received(ann) == received(bob) == [("chat", {"user": "bob", "text": "hello"})]
    assert received(eve) == []


def handshake(app, origin):
    return app.test_client().get("/socket.io/?EIO=4&transport=polling", headers={"Origin": origin}).status_code


def test_the_wildcard_lets_any_origin_in_and_the_default_does_not(holes, mended):
    assert handshake(holes[1], "https://evil.example") == 200
    assert handshake(mended[1], "https://evil.example") == 400
    assert handshake(mended[1], "http://localhost") == 200


def test_a_socket_outlives_the_logout(mended):
    socketio, app = mended
    http = browser(app, "ann")
    ann = connect(app, socketio, http=http)
    ann.emit("join", {"room": "team"})
    http.post("/logout")
    assert http.get("/chat").status_code == 401
    ann.emit("chat", {"room": "team", "text": "still here"})
    assert received(ann) == [("chat", {"user": "ann", "text": "still here"})]
