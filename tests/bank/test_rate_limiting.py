"""What the cards of the topic "Rate limiting and abuse" claim, run; with several gunicorn workers and a real Redis where needed."""

import http.client
import importlib
import os
import re
import sys
import threading
import time
import warnings
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest
from flask import Flask, request
from flask_limiter import Limiter
from flask_limiter.util import get_remote_address
from werkzeug.middleware.proxy_fix import ProxyFix

import record
import servers

GUNICORN = str(Path(sys.executable).with_name("gunicorn"))
NOBODY = "redis://127.0.0.1:1/0"


def gunicorn(folder, target, *options, **environment):
    port = servers.free_port()
    command = [GUNICORN, "-b", f"127.0.0.1:{port}", "--no-control-socket", *options, target]
    return port, servers.running(command, port, cwd=folder, env={**os.environ, **environment})


def call(port, path="/search", connection=None):
    own = connection or http.client.HTTPConnection("127.0.0.1", port, timeout=10)
    try:
        own.request("GET", path)
        response = own.getresponse()
        response.read()
        return response.status
    finally:
        if not connection:
            own.close()


def limited(limiter, rule="3 per minute", **options):
    """An app with one limited view, behind one proxy."""
    app = Flask(f"limited{id(limiter)}")
    app.secret_key = "k"
    app.logger.disabled = True
    with warnings.catch_warnings():
        warnings.simplefilter("ignore", UserWarning)
        limiter.init_app(app)
    app.add_url_rule("/", "index", limiter.limit(rule, **options)(lambda: request.remote_addr))
    return app


def statuses(client, times, **options):
    return [client.get("/", **options).status_code for _ in range(times)]


# rate-limit-a-view


@pytest.fixture
def search(card):
    module = card("rate-limit-a-view").load("shop.py")
    app = module.create_app("memory://")
    app.add_url_rule("/other", "other", module.limiter.limit("5 per minute")(lambda: "ok"))
    app.add_url_rule("/free", "free", lambda: "ok")
    return app


def test_the_sixth_call_is_a_429_with_headers_and_json(search):
    client = search.test_client()
    answers = [client.get("/search") for _ in range(6)]
    assert [a.status_code for a in answers] == [200] * 5 + [429]
    assert [a.headers["X-RateLimit-Remaining"] for a in answers] == ["4", "3", "2", "1", "0", "0"]
    assert 0 < int(answers[5].headers["Retry-After"]) <= 61
    assert answers[5].json == {"error": "limit: 5 per 1 minute"}
    assert client.get("/other").status_code == client.get("/free").status_code == 200


def test_a_shared_limit_joins_views(card):
    limiter = Limiter(get_remote_address, storage_uri="memory://")
    app = Flask("shared")
    limiter.init_app(app)
    both = limiter.shared_limit("3 per minute", scope="both")
    for name in "a", "b":
        app.add_url_rule(f"/{name}", name, both(lambda: "ok"))
    client = app.test_client()
    assert [client.get(p).status_code for p in ("/a", "/b", "/a", "/b")] == [200, 200, 200, 429]


def test_without_the_setting_there_are_no_headers():
    app = limited(Limiter(get_remote_address, storage_uri="memory://"))
    client = app.test_client()
    assert statuses(client, 4) == [200, 200, 200, 429]
    assert not {"Retry-After", "X-RateLimit-Remaining"} & set(client.get("/").headers.keys())


@pytest.mark.wrong("rate-limit-a-view", 1, "no call is ever")
def test_above_the_route_the_limit_never_refuses():
    app = Flask("order")
    limiter = Limiter(get_remote_address, app=app, storage_uri="memory://")

    @limiter.limit("1 per minute")
    @app.get("/")
    def index():
        return "ok"

    assert statuses(app.test_client(), 5) == [200] * 5


@pytest.mark.wrong("rate-limit-a-view", 2, "flood still fills them all")
def test_a_refused_request_has_already_taken_a_worker(search):
    arrived = []
    inner = search.wsgi_app
    search.wsgi_app = lambda environ, start: (arrived.append(1), inner(environ, start))[1]
    client = search.test_client()
    answers = [client.get("/search").status_code for _ in range(50)]
    assert answers.count(429) == 45
    assert len(arrived) == 50


# limit-per-worker


def most_through(port, over, seconds=5):
    """How many of the calls pass, until more than `over` have."""
    passed, end = 0, time.monotonic() + seconds
    with ThreadPoolExecutor(8) as pool:
        while time.monotonic() < end and passed <= over:
            passed += list(pool.map(lambda n: call(port), range(32))).count(200)
    return passed


@pytest.fixture
def given(card, tmp_path):
    (tmp_path / "shop.py").write_text(card("limit-per-worker").given[0])
    record.run("limit-per-worker", 0)
    return tmp_path


@pytest.mark.wrong("limit-per-worker", 2, "They are separate processes")
def test_four_workers_let_up_to_twenty_calls_through(given):
    port, server = gunicorn(given, "shop:app", "-w", "4")
    with server:
        assert 5 < most_through(port, over=5) <= 20


def test_one_process_refuses_the_sixth_and_warns_at_start(card):
    with pytest.warns(UserWarning, match="in-memory storage"):
        shop = card("limit-per-worker").load(given=0)
    client = shop.app.test_client()
    assert [client.get("/search").status_code for _ in range(6)] == [200] * 5 + [429]
    with pytest.warns(UserWarning):  # a restart begins again at zero
        again = card("limit-per-worker").load(given=0).app.test_client()
    assert again.get("/search").status_code == 200


@pytest.mark.wrong("limit-per-worker", 1, "spread unevenly, and with threaded")
def test_a_keep_alive_connection_gets_only_its_workers_share(given):
    port, server = gunicorn(given, "shop:app", "-w", "4", "-k", "gthread", "--threads", "2")
    with server:
        connection = http.client.HTTPConnection("127.0.0.1", port, timeout=10)
        assert [call(port, connection=connection) for _ in range(8)] == [200] * 5 + [429] * 3
        assert most_through(port, over=0) > 0  # the other workers still have room
        connection.close()


APP = """
from flask import Flask
from app.limits import limiter
app = Flask(__name__)
limiter.init_app(app)
@app.get("/search")
@limiter.limit("5 per minute")
def search():
    return {"hits": []}
"""


def test_with_redis_all_workers_share_one_count(card, redis_url):
    root = card("limit-per-worker").write()
    (root / "shop.py").write_text(APP)
    port, server = gunicorn(root, "shop:app", "-w", "4", REDIS_URL=redis_url)
    with server:
        assert most_through(port, over=5, seconds=1) == 5


def test_when_redis_is_down_the_card_falls_back_to_memory(card, monkeypatch):
    monkeypatch.setenv("REDIS_URL", NOBODY)
    app = limited(card("limit-per-worker").load("app/limits.py").limiter)
    assert statuses(app.test_client(), 4) == [200, 200, 200, 429]


def test_when_redis_is_down_the_default_is_a_500_and_swallowing_lets_all_through():
    default = limited(Limiter(get_remote_address, storage_uri=NOBODY))
    assert statuses(default.test_client(), 2) == [500, 500]
    swallow = limited(Limiter(get_remote_address, storage_uri=NOBODY, swallow_errors=True))
    assert statuses(swallow.test_client(), 5) == [200] * 5


# limit-key


@pytest.fixture
def keyed(card):
    module = card("limit-key").load("app/limits.py")
    app = limited(module.limiter)
    return app, module


def test_behind_a_proxy_all_clients_share_one_counter_until_proxy_fix(keyed):
    app, _ = keyed
    ann, bob = {"X-Forwarded-For": "203.0.113.1"}, {"X-Forwarded-For": "203.0.113.2"}
    client = app.test_client()
    assert statuses(client, 4, headers=ann)[-1] == 429
    assert statuses(client, 1, headers=bob) == [429]
    app.wsgi_app = ProxyFix(app.wsgi_app)
    assert statuses(client, 4, headers=ann) == [200, 200, 200, 429]
    assert statuses(client, 1, headers=bob) == [200]


@pytest.mark.parametrize(
    ("address", "key"),
    [
        ("203.0.113.1", "203.0.113.1"),
        ("2001:db8:1:2::1", "2001:db8:1:2::/64"),
        ("2001:db8:1:2:ffff::9", "2001:db8:1:2::/64"),
        ("2001:db8:1:3::1", "2001:db8:1:3::/64"),
        ("::ffff:203.0.113.1", "203.0.113.1"),
    ],
)
def test_an_ipv6_customer_is_one_network(keyed, address, key):
    assert keyed[1].network(address) == key


def test_users_at_one_address_have_counters_of_their_own(keyed):
    app, _ = keyed
    clients = {}
    for user in 1, 2:
        clients[user] = app.test_client()
        with clients[user].session_transaction() as session:
            session["user_id"] = user
        assert statuses(clients[user], 4) == [200, 200, 200, 429]
    assert statuses(app.test_client(), 4) == [200, 200, 200, 429]
    # another address does not give a user another counter
    assert statuses(clients[1], 1, environ_base={"REMOTE_ADDR": "198.51.100.7"}) == [429]


def test_get_remote_address_reads_remote_addr_only():
    with Flask("x").test_request_context(headers={"X-Forwarded-For": "6.6.6.6"}, environ_base={"REMOTE_ADDR": "10.0.0.1"}):
        assert get_remote_address() == "10.0.0.1"


@pytest.mark.wrong("limit-key", 1, "with each invented address")
def test_the_first_forwarded_address_is_the_clients_own_text():
    app = limited(Limiter(lambda: request.headers["X-Forwarded-For"].split(",")[0], storage_uri="memory://"))
    # nginx appends the real address to whatever the client sent
    answers = [
        app.test_client().get("/", headers={"X-Forwarded-For": f"6.6.6.{n}, 203.0.113.1"}).status_code
        for n in range(10)
    ]
    assert answers == [200] * 10


@pytest.mark.wrong("limit-key", 2, "checked, a client can")
def test_an_unchecked_api_key_is_a_new_counter_for_each_invention():
    app = limited(Limiter(lambda: request.headers["X-API-Key"], storage_uri="memory://"))
    made_up = [app.test_client().get("/", headers={"X-API-Key": f"k{n}"}).status_code for n in range(10)]
    assert made_up == [200] * 10


# login-limit


@pytest.fixture
def login(card, monkeypatch):
    root = card("login-limit").write()
    (root / "app/__init__.py").write_text("")
    (root / "app/limits.py").write_text(
        "from flask_limiter import Limiter\n"
        "from flask_limiter.util import get_remote_address\n"
        "limiter = Limiter(get_remote_address, storage_uri='memory://')\n"
    )
    (root / "app/users.py").write_text(
        "from types import SimpleNamespace\n"
        "def find_user(email, password):\n"
        "    if (email, password) == ('ann@x.example', 'right'): return SimpleNamespace(id=1)\n"
    )
    monkeypatch.syspath_prepend(root)
    importlib.invalidate_caches()
    auth = importlib.import_module("app.auth")
    app = Flask("login")
    app.secret_key = "k"
    auth.limiter.init_app(app)
    app.register_blueprint(auth.bp)

    def attempt(password, ip="203.0.113.1", email="ann@x.example", client=None):
        return (client or app.test_client()).post(
            "/login", data={"email": email, "password": password},
            base_url="https://localhost", environ_base={"REMOTE_ADDR": ip},
        )  # fmt: skip

    attempt.app, attempt.auth = app, auth
    yield attempt
    for name in [n for n in sys.modules if n.split(".")[0] == "app"]:
        del sys.modules[name]


@pytest.mark.wrong("login-limit", 1, "Guesses from many addresses never")
def test_guesses_from_many_addresses_meet_the_accounts_limit(login):
    answers = [login("wrong", ip=f"198.51.100.{n}").status_code for n in range(12)]
    assert answers == [401] * 10 + [429] * 2
    by_address = limited(Limiter(get_remote_address, storage_uri="memory://"))
    client = by_address.test_client()
    assert {statuses(client, 1, environ_base={"REMOTE_ADDR": f"198.51.100.{n}"})[0] for n in range(50)} == {200}


def test_one_address_meets_its_own_limit(login):
    answers = [login("wrong", email=f"user{n}@x.example").status_code for n in range(52)]
    assert answers == [401] * 50 + [429] * 2


@pytest.mark.wrong("login-limit", 2, "who knows the email")
def test_a_device_that_logged_in_before_is_not_locked_out(login):
    laptop, phone = login.app.test_client(), login.app.test_client()
    assert login("right", client=phone).status_code == 204
    first = login("right", client=laptop)
    assert first.status_code == 204
    cookie = next(c for c in first.headers.getlist("Set-Cookie") if c.startswith("device="))
    assert {"Secure", "HttpOnly", "SameSite=Lax"} <= set(re.split("; ?", cookie))
    for n in range(11):
        login("wrong", ip=f"198.51.100.{n}")
    # a lock for the whole account would shut Ann out here, as it does on a new device
    assert login("right").status_code == 429
    assert login("right", client=laptop).status_code == 204
    # and the known device has a limit of its own
    answers = [login("wrong", client=laptop, ip=f"192.0.2.{n}").status_code for n in range(11)]
    assert answers == [401] * 10 + [429]
    assert login("right", client=phone).status_code == 204


def test_a_device_cookie_is_for_one_account_and_cannot_be_made_up(login):
    laptop = login.app.test_client()
    login("right", client=laptop)
    with login.app.test_request_context(
        "/login", method="POST", data={"email": "Bob@x.example "},
        headers={"Cookie": f"device={laptop.get_cookie('device').value}"},
    ):  # fmt: skip
        assert login.auth.account_key() == "bob@x.example:new"
    with login.app.test_request_context(
        "/login", method="POST", data={"email": "ann@x.example"}, headers={"Cookie": "device=forged"}
    ):
        assert login.auth.account_key() == "ann@x.example:new"


def test_successes_do_not_count_and_a_missing_field_is_a_400(login):
    assert {login("right").status_code for _ in range(60)} == {204}
    assert login.app.test_client().post("/login", data={}).status_code == 400


def test_unknown_accounts_are_counted_like_known_ones(login):
    answers = [login("wrong", ip=f"198.51.100.{n}", email="nobody@x.example").status_code for n in range(11)]
    assert answers == [401] * 10 + [429]


def test_parallel_guesses_pass_the_limit_together(login, monkeypatch):
    together = threading.Barrier(15, timeout=10)
    monkeypatch.setattr(login.auth, "find_user", lambda *a: print(together.wait()))
    with ThreadPoolExecutor(15) as pool:
        answers = list(pool.map(lambda n: login("wrong", ip=f"198.51.100.{n}").status_code, range(15)))
    assert answers == [401] * 15
    assert login("wrong").status_code == 429


# limit-window


@pytest.fixture
def clock(monkeypatch):
    now = [1_800_000_000.0]  # the start of a minute
    assert now[0] % 60 == 0
    monkeypatch.setattr(time, "time", lambda: now[0])
    return now


def burst(app, clock):
    """One call, then 100 at the end of the first minute, then 150 right after it: who got through when."""
    client = app.test_client()
    start = clock[0]
    passed = {}
    for second, calls in [(0, 1), (59.2, 100), (60.8, 150)]:
        clock[0] = start + second
        passed[second] = statuses(client, calls).count(200)
    return passed[59.2] + passed[60.8]


def strategy(name):
    return limited(Limiter(get_remote_address, storage_uri="memory://", strategy=name), "100 per minute")


@pytest.mark.wrong("limit-window", 1, "fixed window almost twice")
def test_a_fixed_window_lets_almost_twice_the_limit_through_in_two_seconds(clock):
    assert burst(strategy(None), clock) == 199
    assert Limiter(get_remote_address)._strategy is None


def test_a_moving_window_never_holds_more_than_the_limit(clock):
    assert burst(strategy("moving-window"), clock) == 100


def test_the_cards_sliding_counter_lets_little_more_through(clock, card, monkeypatch):
    monkeypatch.setenv("REDIS_URL", "memory://")
    limiter = card("limit-window").load("app/limits.py").limiter
    app = Flask("sliding")
    with warnings.catch_warnings():
        warnings.simplefilter("ignore", UserWarning)
        limiter.init_app(app)
    app.add_url_rule("/", "index", lambda: "ok")
    assert 99 <= burst(app, clock) <= 105


def test_a_second_short_limit_tames_the_burst(clock):
    app = limited(Limiter(get_remote_address, storage_uri="memory://"), "100 per minute; 5 per second")
    assert burst(app, clock) == 10


@pytest.mark.wrong("limit-window", 2, "Parallel requests all read")
def test_reading_comparing_and_then_adding_lets_all_pass():
    count, together = {"n": 99}, threading.Barrier(8, timeout=5)

    def hit(_):
        seen = count["n"]
        together.wait()
        if seen < 100:
            count["n"] = seen + 1
            return True
        return False

    with ThreadPoolExecutor(8) as pool:
        assert all(pool.map(hit, range(8)))


def test_the_proxy_answers_429_at_a_steady_rate_with_a_burst(card):
    conf = card("limit-window").text("site.conf")
    assert re.search(r"^limit_req_zone \$binary_remote_addr zone=ip:10m rate=5r/s;", conf, re.M)
    assert "limit_req zone=ip burst=20 nodelay;" in conf
    assert "limit_req_status 429;" in conf
