"""Runs the code of the cards on requests and concurrency and checks what they claim."""

import contextlib
import http.client
import json
import os
import shlex
import signal
import socket
import sqlite3
import sys
import threading
import time
import urllib.error
import urllib.request
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from pathlib import Path
from types import ModuleType

import pytest
from flask import Flask, g, request, session
from flask_sqlalchemy import SQLAlchemy
from sqlalchemy.orm import DeclarativeBase, Mapped, mapped_column

from servers import free_port, running
from side_by_side import at_once

BIN = Path(sys.executable).parent


@contextmanager
def gunicorn(folder, *arguments):
    """A running gunicorn, ended without waiting for its requests."""
    port = free_port()
    command = [str(BIN / "gunicorn"), "-b", f"127.0.0.1:{port}", "--no-control-socket", *arguments]
    with running(command, port, cwd=folder, start_new_session=True) as master:
        try:
            yield f"http://127.0.0.1:{port}"
        finally:
            os.killpg(master.pid, signal.SIGKILL)


def answer(url, data=None):
    """Status and text of a response, also of an error."""
    try:
        with urllib.request.urlopen(url, data, timeout=10) as reply:
            return reply.status, reply.read().decode()
    except urllib.error.HTTPError as error:
        return error.code, error.read().decode()


def module(name, **names):
    made = ModuleType(name)
    made.__dict__.update(names)
    return made


# two-requests-at-once

COUNTING = """
import os, threading
from slow import app

running, most, lock = [], [0], threading.Lock()

@app.before_request
def enter():
    with lock:
        running.append(1)
        most[0] = max(most[0], len(running))

@app.after_request
def leave(response):
    with lock:
        running.pop()
    response.headers["X-Most"] = f"{os.getpid()} {most[0]}"
    return response
"""


def most_at_once(url, requests):
    """The most requests each process had running at once, by process."""
    most = {}

    def one():
        with urllib.request.urlopen(url, timeout=10) as reply:
            pid, count = reply.headers["X-Most"].split()
            assert int(pid) == json.load(reply)["process"]
            most[pid] = max(most.get(pid, 0), int(count))

    at_once(*[one] * requests)
    return sorted(most.values())


@pytest.fixture
def slow(card, tmp_path):
    code = card("two-requests-at-once")
    (tmp_path / "slow.py").write_text(code.text("slow.py").replace("sleep(1)", "sleep(0.2)"))
    (tmp_path / "counting.py").write_text(COUNTING)
    lines = code.to_run("serve.sh").splitlines()
    return tmp_path, [shlex.split(line, comments=True) for line in lines], lines


def test_the_three_commands_serve_one_four_and_eight_requests_at_once(slow):
    folder, commands, lines = slow
    for command, line, most, comment in zip(commands, lines, ([1], [4], None), ("one", "four", "eight")):
        assert command[0] == "gunicorn" and command[-1] == "slow:app" and comment in line
        with gunicorn(folder, *command[1:-1], "counting:app") as url:
            if most:
                assert most_at_once(url, 4 + most[0] // 4) == most
                continue
            bursts = (most_at_once(url, 12) for _ in range(5))  # until both workers are up
            seen = next(burst for burst in bursts if len(burst) == 2)
            assert max(seen) <= 4 < sum(seen)


def test_the_view_names_its_process_and_its_thread(card, monkeypatch):
    slow, slept = card("two-requests-at-once").load("slow.py"), []
    monkeypatch.setattr(slow, "sleep", slept.append)
    assert slow.app.test_client().get("/").json == {"process": os.getpid(), "thread": threading.get_ident()}
    assert slept == [1]


@pytest.mark.wrong("two-requests-at-once", 1, "workers and threads decide")
def test_flask_run_serves_two_requests_at_once_in_two_threads(slow):
    folder, port = slow[0], free_port()
    command = [str(BIN / "flask"), "--app", "counting", "run", "-p", str(port)]
    with running(command, port, cwd=folder):
        assert most_at_once(f"http://127.0.0.1:{port}", 3) == [3]


@pytest.mark.wrong("two-requests-at-once", 2, "a proxy that finds")
def test_request_session_and_g_do_not_mix_but_a_module_variable_does():
    app, barrier, shared = Flask(__name__), threading.Barrier(2, timeout=5), {}
    app.secret_key = "k"

    @app.get("/<name>")
    def view(name):
        g.name = session["name"] = shared["name"] = name
        barrier.wait()
        seen = request.path, g.name, session["name"], shared["name"]
        barrier.wait()
        return list(seen)

    ann, bob = at_once(*[lambda n=n: app.test_client().get(f"/{n}").json for n in ("ann", "bob")])
    assert ann[:3] == ["/ann", "ann", "ann"] and bob[:3] == ["/bob", "bob", "bob"]
    assert ann[3] == bob[3]


# connection-in-a-global


@pytest.fixture
def products(tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    with contextlib.closing(sqlite3.connect("shop.db")) as db:
        db.executescript("CREATE TABLE product (name TEXT); INSERT INTO product VALUES ('tea')")
    return tmp_path


def in_a_thread(call):
    return at_once(call)[0]


def test_the_global_connection_fails_in_another_thread_and_works_in_its_own(card, products):
    app = card("connection-in-a-global").load(given=0).app
    app.testing = True
    assert app.test_client().get("/products").json == ["tea"]
    with pytest.raises(sqlite3.ProgrammingError, match="SQLite objects created in a thread can only be used in that same"):
        in_a_thread(lambda: app.test_client().get("/products"))


def test_flask_run_answers_500_and_a_sync_worker_200(card, products):
    (products / "shop.py").write_text(card("connection-in-a-global").given[0])
    port = free_port()
    with running([str(BIN / "flask"), "--app", "shop", "run", "-p", str(port)], port, cwd=products):
        assert answer(f"http://127.0.0.1:{port}/products")[0] == 500
    with gunicorn(products, "shop:app") as url:
        assert answer(url + "/products") == (200, '["tea"]\n')


@pytest.fixture
def mended_shop(card, products, monkeypatch):
    code = card("connection-in-a-global")
    monkeypatch.setitem(sys.modules, "db", code.load("db.py"))
    return code.load("shop.py").app


def test_each_request_has_its_own_connection_and_it_is_closed_even_on_failure(mended_shop):
    app, opened = mended_shop, []

    @app.get("/fail")
    def fail():
        opened.append(app.view_functions["products"].__globals__["get_db"]())
        raise ValueError

    app.logger.disabled = True
    assert in_a_thread(lambda: app.test_client().get("/products").json) == ["tea"]
    for _ in range(2):
        assert app.test_client().get("/fail").status_code == 500
    assert opened[0] is not opened[1]
    for db in opened:
        with pytest.raises(sqlite3.ProgrammingError, match="closed"):
            db.execute("SELECT 1")


@pytest.mark.wrong("connection-in-a-global", 1, "only silences the check")
def test_a_shared_connection_commits_the_half_done_work_of_another_request(products):
    db = sqlite3.connect("shop.db", check_same_thread=False)
    db.execute("INSERT INTO product VALUES ('half done')")  # request one, which fails below
    in_a_thread(db.commit)  # request two
    db.rollback()
    assert db.execute("SELECT count(*) FROM product").fetchone() == (2,)
    db.close()


@pytest.mark.wrong("connection-in-a-global", 2, "SQLite it means opening")
def test_opening_sqlite_costs_well_under_a_millisecond_or_two(products):
    start = time.perf_counter()
    for _ in range(200):
        with contextlib.closing(sqlite3.connect("shop.db")) as db:
            db.execute("SELECT name FROM product").fetchall()
    assert (time.perf_counter() - start) / 200 < 0.005


# user-in-a-global


class Meeting:
    """`shop` for two users who meet between the hook and the view."""

    def __init__(self):
        self.loaded = threading.Barrier(2, timeout=5)

    def load_user(self, user_id):
        return user_id

    def orders_of(self, user):
        return [user]


def visit(app, user):
    client = app.test_client()
    with client.session_transaction() as data:
        data["user_id"] = user
    return client.get("/orders").json


def account_app(code, monkeypatch, **which):
    shop = Meeting()
    monkeypatch.setitem(sys.modules, "shop", shop)
    app = Flask(__name__)
    app.secret_key = "k"
    app.register_blueprint(code.load(**which).bp)
    return app, shop


def meet(app, shop):
    """Both requests pass the hook before either view runs."""
    app.before_request_funcs["account"].append(lambda: (shop.loaded.wait(), None)[1])
    return at_once(lambda: visit(app, "ann"), lambda: visit(app, "bob"))


@pytest.mark.wrong("user-in-a-global", 2, "overwrites the value before")
def test_with_the_global_both_users_get_the_same_orders_also_with_a_lock(card, monkeypatch):
    app, shop = account_app(card("user-in-a-global"), monkeypatch, given=0)
    assert visit(app, "ann") == ["ann"] and visit(app, "bob") == ["bob"]  # one after the other
    assert app.test_client().get("/orders").status_code == 401
    [load], lock = app.before_request_funcs["account"], threading.Lock()

    def locked():
        with lock:
            load()

    app.before_request_funcs["account"][:] = [locked]
    ann, bob = meet(app, shop)
    assert ann == bob


def test_with_g_each_gets_his_own(card, monkeypatch):
    app, shop = account_app(card("user-in-a-global"), monkeypatch, file="account.py")
    assert app.test_client().get("/orders").status_code == 401
    assert meet(app, shop) == [["ann"], ["bob"]]


@pytest.mark.wrong("user-in-a-global", 1, "later request doesn't set")
def test_threading_local_still_holds_the_last_user_where_g_is_empty():
    app, local = Flask(__name__), threading.local()

    @app.get("/login/<name>")
    def login(name):
        local.user = g.user = name
        return ""

    @app.get("/")
    def index():
        return [getattr(local, "user", None), g.get("user")]

    with ThreadPoolExecutor(1) as one_thread:
        one_thread.submit(app.test_client().get, "/login/ann").result()
        assert one_thread.submit(app.test_client().get, "/").result().json == ["ann", None]


# threads-and-the-gil


class PaymentError(Exception):
    pass


def pay_seat(app, name, card="ok"):
    return app.test_client().post("/seats/A1", data={"name": name, "card": card}).status_code


def booking_app(bp):
    app = Flask(__name__)
    app.register_blueprint(bp)
    return app


@pytest.mark.wrong("threads-and-the-gil", 1, "Python's own objects intact")
def test_both_pay_for_the_seat_under_the_gil(card, monkeypatch):
    paid, both = [], threading.Barrier(2, timeout=5)

    def charge(number):
        both.wait()  # both have looked at the seat by now
        paid.append(number)

    monkeypatch.setitem(sys.modules, "shop", module("shop", charge=charge))
    bp = card("threads-and-the-gil").load(given=0).bp
    assert at_once(lambda: pay_seat(booking_app(bp), "ann"), lambda: pay_seat(booking_app(bp), "bob")) == [204, 204]
    assert len(paid) == 2
    assert pay_seat(booking_app(bp), "cid") == 409


@pytest.fixture
def seats(card, monkeypatch, tmp_path):
    class Base(DeclarativeBase):
        pass

    db = SQLAlchemy(model_class=Base)

    class Seat(db.Model):
        id: Mapped[str] = mapped_column(primary_key=True)
        holder: Mapped[str | None]

    paid = []

    def charge(number):
        if number == "declined":
            raise PaymentError
        time.sleep(0.1)
        paid.append(number)

    names = {"db": db, "Seat": Seat, "charge": charge, "PaymentError": PaymentError}
    monkeypatch.setitem(sys.modules, "shop", module("shop", **names))
    app = booking_app(card("threads-and-the-gil").load("booking.py").bp)
    app.config["SQLALCHEMY_DATABASE_URI"] = f"sqlite:///{tmp_path / 'seats.db'}"
    db.init_app(app)
    with app.app_context():
        db.create_all()
        db.session.add(Seat(id="A1"))
        db.session.commit()

    def holder():
        with app.app_context():
            return db.session.get(Seat, "A1").holder

    yield app, paid, holder
    with app.app_context():
        db.engine.dispose()


def test_only_one_wins_the_update_and_only_the_winner_pays(seats):
    app, paid, holder = seats
    statuses = at_once(*[lambda n=n: pay_seat(app, n) for n in ("ann", "bob", "cid", "dan")])
    assert sorted(statuses) == [204, 409, 409, 409]
    assert len(paid) == 1
    assert holder() == ("ann", "bob", "cid", "dan")[statuses.index(204)]


def test_a_declined_card_gives_the_seat_back(seats):
    app, paid, holder = seats
    assert pay_seat(app, "ann", "declined") == 402
    assert holder() is None
    assert pay_seat(app, "bob") == 204 and holder() == "bob" and paid == ["ok"]


@pytest.mark.wrong("threads-and-the-gil", 2, "makes every booking wait")
def test_with_a_lock_two_workers_still_sell_the_seat_twice(card, tmp_path):
    source = card("threads-and-the-gil").given[0].replace("def book(", "@locked\ndef book(")
    source = source.replace("\nbp =", LOCKED + "\nbp =")
    (tmp_path / "booking.py").write_text(source)
    (tmp_path / "shop.py").write_text("import time\ndef charge(card):\n    time.sleep(0.4)\n")
    (tmp_path / "app.py").write_text(
        "from flask import Flask\nfrom booking import bp\napp = Flask(__name__)\napp.register_blueprint(bp)\n"
    )
    with gunicorn(tmp_path, "-w", "2", "app:app") as url:
        book = [lambda n=n: answer(url + "/seats/A1", f"name={n}&card=1".encode())[0] for n in ("ann", "bob")]
        assert at_once(*book) == [204, 204]
    with gunicorn(tmp_path, "--threads", "2", "app:app") as url:
        book = [lambda n=n: answer(url + "/seats/A1", f"name={n}&card=1".encode())[0] for n in ("ann", "bob")]
        start = time.monotonic()
        assert sorted(at_once(*book)) == [204, 409]
        assert time.monotonic() - start > 0.35  # the second waited for the first one's payment


LOCKED = """
import threading
from functools import wraps

lock = threading.Lock()

def locked(view):
    @wraps(view)
    def wrapper(*args, **kwargs):
        with lock:
            return view(*args, **kwargs)
    return wrapper
"""


# hanging-api


@pytest.fixture
def hanging_api():
    """A server that accepts connections and never answers."""
    with socket.socket() as server:
        server.bind(("127.0.0.1", 0))
        server.listen(50)
        yield f"http://127.0.0.1:{server.getsockname()[1]}", server.close


def payment_site(code, folder, api, replace=("timeout=2", "timeout=0.6")):
    assert replace[0] in code.text("payments.py")
    (folder / "payments.py").write_text(code.text("payments.py").replace(*replace))
    (folder / "app.py").write_text(
        "from flask import Flask\nfrom payments import bp\napp = Flask(__name__)\n"
        f"app.config['PAYMENT_API'] = {api!r}\napp.register_blueprint(bp)\n"
        "app.add_url_rule('/', view_func=lambda: 'cheap')\n"
    )


def timed(call):
    start = time.monotonic()
    return call(), time.monotonic() - start


def test_a_third_caller_is_refused_at_once_and_cheap_pages_stay_fast(card, tmp_path, hanging_api):
    payment_site(card("hanging-api"), tmp_path, hanging_api[0])
    with gunicorn(tmp_path, "--threads", "3", "app:app") as url, ThreadPoolExecutor() as pool:
        assert answer(url)[0] == 200
        waiting = [pool.submit(timed, lambda: answer(url + "/payments/1")) for _ in range(2)]
        time.sleep(0.2)
        (status, text), seconds = timed(lambda: answer(url + "/payments/1"))
        assert status == 503 and "busy" in text and seconds < 0.3
        assert timed(lambda: answer(url))[1] < 0.3
        for future in waiting:
            (status, text), seconds = future.result()
            assert status == 503 and "not available" in text and 0.5 < seconds < 2
        assert "not available" in answer(url + "/payments/1")[1]  # the slot was given back


@pytest.mark.wrong("hanging-api", 1, "bare 500 at best")
@pytest.mark.wrong("hanging-api", 2, "only a little later")
@pytest.mark.parametrize("threads", [2, 3])
def test_without_a_timeout_any_number_of_threads_fills_up(card, tmp_path, hanging_api, threads):
    api, stop_api = hanging_api
    payment_site(card("hanging-api"), tmp_path, api, (", timeout=2", ""))
    code = (tmp_path / "payments.py").read_text()
    (tmp_path / "payments.py").write_text(code.replace("BoundedSemaphore(2)", "BoundedSemaphore(99)"))
    with gunicorn(tmp_path, "--threads", str(threads), "--timeout", "1", "app:app") as url:
        assert answer(url)[0] == 200
        port, hung = int(url.rsplit(":")[-1]), []
        for _ in range(threads):
            hung.append(http.client.HTTPConnection("127.0.0.1", port, timeout=10))
            hung[-1].request("GET", "/payments/1")
        time.sleep(0.2)
        with pytest.raises(TimeoutError):  # well past gunicorn's own timeout of one second
            urllib.request.urlopen(url, timeout=1.8)
        for connection in hung:
            connection.close()
        stop_api()


@pytest.mark.wrong("hanging-api", 1, "bare 500 at best")
def test_a_sync_worker_is_killed_and_the_client_gets_no_proper_answer(card, tmp_path, hanging_api):
    api, _ = hanging_api
    payment_site(card("hanging-api"), tmp_path, api, (", timeout=2", ""))
    with gunicorn(tmp_path, "--timeout", "1", "app:app") as url:
        try:
            status, text = answer(url + "/payments/1")
        except (http.client.HTTPException, OSError):
            return
        assert status == 500 and "not available" not in text


def test_the_api_answer_is_passed_on_and_its_errors_become_503(card, monkeypatch):
    code = card("hanging-api").load("payments.py")
    app = Flask(__name__)
    app.config["PAYMENT_API"] = "http://api.example"
    app.register_blueprint(code.bp)
    seen = []

    class Reply:
        def __enter__(self):
            import io

            return io.BytesIO(b'{"paid": true}')

        def __exit__(self, *exc):
            return None

    monkeypatch.setattr(code, "urlopen", lambda url, timeout: seen.append((url, timeout)) or Reply())
    assert app.test_client().get("/payments/7").json == {"paid": True}
    assert seen == [("http://api.example/7", 2)]
    for error in (ConnectionRefusedError(), TimeoutError(), urllib.error.HTTPError("u", 500, "m", None, None)):

        def fail(url, timeout, error=error):
            raise error

        monkeypatch.setattr(code, "urlopen", fail)
        for _ in range(3):  # more often than there are slots
            assert "not available" in app.test_client().get("/payments/7").text


def test_the_timeout_is_per_wait_so_a_dripping_server_holds_on_longer():
    with socket.socket() as server:
        server.bind(("127.0.0.1", 0))
        server.listen(1)

        def drip():
            peer, _ = server.accept()
            with peer:
                peer.recv(4096)
                peer.sendall(b"HTTP/1.0 200 OK\r\n\r\n")
                for _ in range(4):
                    time.sleep(0.2)
                    peer.sendall(b"x")

        threading.Thread(target=drip, daemon=True).start()
        start = time.monotonic()
        url = f"http://127.0.0.1:{server.getsockname()[1]}"
        with urllib.request.urlopen(url, timeout=0.5) as reply:
            assert reply.read() == b"xxxx"
        assert time.monotonic() - start > 0.7
