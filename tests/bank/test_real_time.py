"""What the cards of the topic "Real time" claim, run; mostly the message queue is one in memory instead of Redis."""

import io
import json
import logging
import os
import queue
import re
import signal
import socket
import subprocess
import sys
import threading
import time
from concurrent.futures import ThreadPoolExecutor
from types import ModuleType
from urllib.error import HTTPError, URLError
from urllib.request import urlopen

import pytest
import simple_websocket
import socketio as python_socketio
from flask import Flask, Response, request, stream_with_context
from flask_login import LoginManager, UserMixin, login_required, login_user, logout_user
from flask_socketio import SocketIO, emit
from gunicorn.util import load_class
from socketio.pubsub_manager import PubSubManager
from werkzeug.serving import make_server

from servers import running


class User(UserMixin):
    def __init__(self, name, *rooms):
        self.id = self.name = name
        self.chat_rooms = set(rooms)


USERS = {u.id: u for u in (User("ann", "team"), User("bob", "team"), User("eve"))}


def app_with_login(init_sockets):
    app = Flask("chat")
    app.secret_key = "k"
    LoginManager(app).user_loader(USERS.get)

    @app.post("/login/<name>")
    def log_in(name):
        login_user(USERS[name])
        return ""

    @app.post("/logout")
    def log_out():
        logout_user()
        return ""

    @app.get("/chat")
    @login_required
    def chat_page():
        return "the chat page"

    init_sockets(app)
    return app


def browser(app, name=None):
    client = app.test_client()
    if name:
        client.post(f"/login/{name}")
    return client


def connect(app, socketio, name=None, http=None):
    return socketio.test_client(app, flask_test_client=http or browser(app, name))


def received(client):
    return [(message["name"], message["args"][0]) for message in client.get_received()]


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


@pytest.mark.wrong("websockets", 1)
def test_gunicorn_has_no_eventlet_worker_but_a_threaded_one():
    with pytest.raises(RuntimeError, match="eventlet"):
        load_class("eventlet")
    assert load_class("gthread")


def test_the_start_command_uses_one_worker_with_threads(card):
    command = card("websockets").text("start.sh")
    assert re.search(r"gunicorn .*-w 1 --threads \d+", command)


@pytest.mark.wrong("websockets", 2)
def test_a_client_that_does_not_speak_socket_io_is_refused():
    app = Flask("plain")
    SocketIO(app, async_mode="threading")
    plain = app.test_client().get("/socket.io/", headers={"Connection": "Upgrade", "Upgrade": "websocket"})
    assert plain.status_code == 400
    assert "unsupported version" in plain.text


@pytest.mark.wrong("websockets", 3)
def test_socketio_run_refuses_to_start_without_a_terminal(monkeypatch):
    monkeypatch.setattr(sys, "stdin", io.StringIO())
    app = Flask("container")
    with pytest.raises(RuntimeError, match="not designed to run in production"):
        SocketIO(app, async_mode="threading").run(app)


def free_port():
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return probe.getsockname()[1]


def test_each_client_holds_one_thread(tmp_path):
    (tmp_path / "wsgi.py").write_text(
        "from flask import Flask\n"
        "from flask_socketio import SocketIO\n"
        "app = Flask(__name__)\n"
        "SocketIO(app, async_mode='threading')\n"
        "app.add_url_rule('/', view_func=lambda: 'free')\n"
    )
    port = free_port()
    master = subprocess.Popen(
        [sys.executable, "-m", "gunicorn", "-b", f"127.0.0.1:{port}", "--no-control-socket"]
        + ["-w", "1", "--threads", "2", "wsgi:app"],
        cwd=tmp_path, stderr=subprocess.DEVNULL, start_new_session=True,
    )  # fmt: skip
    url = f"http://127.0.0.1:{port}/"
    try:
        for _ in range(100):
            try:
                assert urlopen(url, timeout=5).read() == b"free"
                break
            except URLError:
                time.sleep(0.05)
        address = f"ws://127.0.0.1:{port}/socket.io/?EIO=4&transport=websocket"
        clients = [simple_websocket.Client(address) for _ in range(2)]
        with pytest.raises(TimeoutError):
            urlopen(url, timeout=0.5)
        clients[0].close()
        assert urlopen(url, timeout=5).read() == b"free"
    finally:
        os.killpg(master.pid, signal.SIGKILL)
        master.wait()


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


@pytest.mark.wrong("sse-or-websocket", 1)
def test_the_generator_cannot_read_the_request_unless_wrapped():
    app = Flask("stream")

    def names():
        yield request.args["name"]

    app.add_url_rule("/bare", view_func=lambda: Response(names()), endpoint="bare")
    app.add_url_rule("/kept", view_func=lambda: Response(stream_with_context(names())), endpoint="kept")
    with pytest.raises(RuntimeError, match="outside of request context"):
        _ = app.test_client().get("/bare?name=x").text
    assert app.test_client().get("/kept?name=x").text == "x"


# one-socket-worker and push-from-a-task: two instances and a queue


class MemoryQueue(PubSubManager):
    """Stands in for Redis: every subscriber hears what anyone publishes."""

    channels: dict = {}

    def __init__(self, url, channel, write_only=False):
        super().__init__(channel=channel, write_only=write_only)
        self.mine = queue.Queue()
        self.everyone = self.channels.setdefault(url, [])
        if not write_only:
            self.everyone.append(self.mine)

    def _publish(self, data):
        for subscriber in self.everyone:
            subscriber.put(json.loads(json.dumps(data)))

    def _listen(self):
        while True:
            yield self.mine.get()


@pytest.fixture
def redis(monkeypatch, request):
    monkeypatch.setattr(python_socketio, "RedisManager", MemoryQueue)
    monkeypatch.setenv("REDIS_URL", f"redis://{request.node.name}")


class Polling:
    """A Socket.IO client over long polling, as a browser starts."""

    def __init__(self, http):
        self.http, self.url = http, "/socket.io/?EIO=4&transport=polling"
        self.url += "&sid=" + json.loads(http.get(self.url).text[1:])["sid"]
        http.post(self.url, data="40")
        self.first = http.get(self.url).text

    def next(self):
        return self.http.get(self.url).text


@pytest.mark.wrong("one-socket-worker", 1)
def test_a_session_is_unknown_to_another_process_even_with_a_queue(card, redis):
    one, two = (card("one-socket-worker").load("app.py").create_app().test_client() for _ in range(2))
    client = Polling(one)
    assert client.first.startswith("40")
    wrong = two.post(client.url, data="40")
    assert wrong.status_code == 400 and "Invalid session" in wrong.text
    assert one.post(client.url, data='42["hello"]').status_code == 200


@pytest.mark.wrong("one-socket-worker", 1)
def test_four_workers_with_a_redis_queue_answer_400_to_polling(card, tmp_path, monkeypatch, redis_url):
    card("one-socket-worker").write(tmp_path)
    monkeypatch.setenv("REDIS_URL", redis_url)
    port = free_port()
    gunicorn = [sys.executable, "-m", "gunicorn", "-b", f"127.0.0.1:{port}", "--no-control-socket", "-w", "4"]
    gunicorn += ["--threads", "8", "--graceful-timeout", "1", "app:create_app()"]
    url = f"http://127.0.0.1:{port}/socket.io/?EIO=4&transport=polling"

    def post(session):
        try:
            with urlopen(f"{url}&sid={session}", data=b"3", timeout=10) as reply:
                return reply.status
        except HTTPError as error:
            assert b"Invalid session" in error.read()
            return error.code

    with running(gunicorn, port, cwd=tmp_path):
        statuses, end = set(), time.monotonic() + 20
        while statuses != {200, 400} and time.monotonic() < end:
            with urlopen(url, timeout=10) as reply:
                session = json.loads(reply.read()[1:])["sid"]
            with ThreadPoolExecutor(8) as pool:
                statuses |= set(pool.map(post, [session] * 8))
    assert statuses == {200, 400}


def test_the_queue_carries_a_broadcast_to_the_other_instance(card, redis):
    modules = [card("one-socket-worker").load("app.py") for _ in range(2)]
    clients = [Polling(module.create_app().test_client()) for module in modules]
    modules[0].socketio.emit("news", 1)
    assert [client.next() for client in clients] == ['42["news",1]'] * 2


def alone(name):
    """An instance without a queue, and a client connected to it."""
    app = Flask(name)
    socketio = SocketIO(app, async_mode="threading", ping_interval=0.3)
    return socketio, Polling(app.test_client())


def test_without_a_queue_a_broadcast_stays_in_its_instance():
    (one, here), (_, there) = alone("one"), alone("two")
    one.emit("news", 1)
    assert here.next() == '42["news",1]'
    assert there.next() == "2"  # only the ping


def test_nginx_keeps_a_client_on_one_instance_and_passes_the_upgrade(card):
    config = card("one-socket-worker").text("socketio.conf")
    assert "ip_hash;" in config and config.count("server 127.0.0.1") == 2
    assert "Upgrade $http_upgrade" in config and "proxy_http_version 1.1" in config


def test_behind_tls_the_origin_check_needs_the_forwarded_scheme(card, redis):
    client = card("one-socket-worker").load("app.py").create_app().test_client()
    assert "X-Forwarded-Proto $scheme" in card("one-socket-worker").text("socketio.conf")
    headers = {"Host": "shop.example", "Origin": "https://shop.example"}
    url = "/socket.io/?EIO=4&transport=polling"
    assert client.get(url, headers=headers).status_code == 400
    assert client.get(url, headers={**headers, "X-Forwarded-Proto": "https"}).status_code == 200


@pytest.fixture
def task_and_web(card, redis):
    sockets = card("push-from-a-task").load("sockets.py")
    return card("push-from-a-task").load("tasks.py"), app_with_login(sockets.init_sockets)


def test_the_task_reaches_only_the_browser_of_its_user(task_and_web):
    tasks, app = task_and_web
    ann, bob = (Polling(browser(app, name)) for name in ("ann", "bob"))
    tasks.report_ready("ann", 17)
    tasks.report_ready("bob", 18)
    assert ann.next() == '42["report_ready",{"report":17}]'
    assert bob.next() == '42["report_ready",{"report":18}]'


def test_nobody_joins_without_logging_in(task_and_web):
    _, app = task_and_web
    assert Polling(browser(app)).first.startswith("44")  # connection refused


def test_the_task_side_can_only_write(task_and_web):
    tasks, _ = task_and_web
    assert tasks.push.server.manager.write_only is True


def test_an_event_for_an_offline_user_is_lost(task_and_web):
    tasks, app = task_and_web
    bob = Polling(browser(app, "bob"))
    tasks.report_ready("ann", 17)
    tasks.report_ready("bob", 18)
    assert bob.next()  # the queue has been read by now
    ann = Polling(browser(app, "ann"))
    tasks.report_ready("ann", 19)
    assert ann.next() == '42["report_ready",{"report":19}]'


@pytest.mark.wrong("push-from-a-task", 1)
def test_a_socketio_without_a_queue_has_no_clients_in_the_worker():
    (_, ann), worker = alone("web"), SocketIO(Flask("worker"), async_mode="threading")
    worker.emit("report_ready", {"report": 17})
    assert ann.next() == "2"  # only the ping


# socket-authentication


@pytest.fixture
def holes(card):
    socketio = card("socket-authentication").load(given=0).socketio
    return socketio, app_with_login(lambda app: socketio.init_app(app, async_mode="threading"))


@pytest.fixture
def mended(card):
    socketio = card("socket-authentication").load("chat.py").socketio
    return socketio, app_with_login(lambda app: socketio.init_app(app, async_mode="threading"))


@pytest.mark.wrong("socket-authentication", 1)
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
