"""What the cards of the topic "Deployment" claim, run; gunicorn on a free loopback port where needed."""

import configparser
import importlib
import json
import logging
import os
import signal
import socket
import subprocess
import sys
import threading
import time
from concurrent.futures import ThreadPoolExecutor
from contextlib import ExitStack, contextmanager
from pathlib import Path
from types import ModuleType
from urllib.error import URLError
from urllib.request import Request, urlopen

import pytest
import sqlalchemy as sa
from alembic.migration import MigrationContext
from alembic.operations import Operations
from flask import Flask, request, session, url_for
from flask_session import Session as ServerSession
from flask_sqlalchemy import SQLAlchemy
from gunicorn.config import Config
from itsdangerous import BadSignature
from redis import Redis
from sqlalchemy.orm import Session
from werkzeug.middleware.proxy_fix import ProxyFix

GUNICORN = str(Path(sys.executable).with_name("gunicorn"))
SLOW_APP = """
import asyncio
import time
from flask import Flask, request, url_for

app = Flask(__name__)

@app.get("/")
def slow():
    time.sleep(float(request.args.get("s", 0)))
    return {"url": url_for("slow", _external=True), "ip": request.remote_addr}

running = most = 0

@app.get("/async")
async def waiting():
    global running, most
    running += 1
    most = max(most, running)
    await asyncio.sleep(0.4)
    running -= 1
    return {"most": most}

@app.get("/busy")
def busy():
    global running, most
    running += 1
    most = max(most, running)
    time.sleep(0.4)
    running -= 1
    return {"most": most}
"""

BUSY_APP = """
import time
from flask import Flask

app = Flask(__name__)

@app.get("/")
def compute():
    end = time.process_time() + 0.1
    while time.process_time() < end:
        pass
    return {}
"""
ASKING_APP = """
import os
import sqlalchemy as sa
from flask import Flask

app = Flask(__name__)
engine = sa.create_engine(os.environ["DATABASE"], connect_args={"application_name": os.environ["NAME"]})

@app.get("/")
def ask():
    with engine.connect() as connection:
        connection.execute(sa.text("SELECT pg_sleep(0.2)"))
    return {"pid": os.getpid()}
"""


def free_port():
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return probe.getsockname()[1]


@contextmanager
def gunicorn(folder, target, *options):
    """A running gunicorn: its process, its base URL."""
    port = free_port()
    master = subprocess.Popen(
        [GUNICORN, "-b", f"127.0.0.1:{port}", "--no-control-socket", *options, target],
        cwd=folder, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL, text=True, start_new_session=True,
    )  # fmt: skip
    base = f"http://127.0.0.1:{port}"
    try:
        for _ in range(100):
            try:
                urlopen(base + "/nothing", timeout=5)
            except (ConnectionError, URLError) as error:
                if hasattr(error, "code"):
                    break
                time.sleep(0.05)
        yield master, base
    finally:
        if master.poll() is None:
            os.killpg(master.pid, signal.SIGKILL)
        master.wait()
        master.stdout.close()


def get(url, **headers):
    with urlopen(Request(url, headers={k.replace("_", "-"): v for k, v in headers.items()}), timeout=10) as reply:
        return json.load(reply)


def settings(card_id, card, **environment):
    """The gunicorn settings a card's gunicorn.conf.py results in."""
    config, names = Config(), {}
    exec(card(card_id).to_run("gunicorn.conf.py"), names)
    for name in set(names) & set(config.settings):
        config.set(name, names[name])
    return config, names


# production-deployment


@pytest.fixture
def shop(tmp_path, monkeypatch):
    (tmp_path / "shop.py").write_text(
        "from flask import Flask, request\n"
        "def create_app():\n"
        "    app = Flask('shop')\n"
        "    @app.get('/')\n"
        "    def index():\n"
        "        app.logger.info('an order came in')\n"
        "        return {'scheme': request.scheme, 'host': request.host, 'ip': request.remote_addr}\n"
        "    return app\n"
    )
    monkeypatch.syspath_prepend(str(tmp_path))
    importlib.invalidate_caches()
    yield tmp_path
    sys.modules.pop("shop", None)


def test_the_deployed_app_trusts_one_proxy_and_logs_info_and_access_to_stdout(card, shop):
    card("production-deployment").write(shop)
    with gunicorn(shop, "wsgi:app") as (master, base):
        seen = get(
            base + "/", Host="shop.example", X_Forwarded_Proto="https", X_Forwarded_For="6.6.6.6, 203.0.113.9",
            X_Forwarded_Host="evil.example",
        )  # fmt: skip
        assert seen == {"scheme": "https", "host": "shop.example", "ip": "203.0.113.9"}
        master.terminate()
        output = master.stdout.read()
    assert "an order came in" in output
    assert "GET / HTTP/1.1" in output


def test_the_card_configures_two_workers_of_four_threads(card):
    config, _ = settings("production-deployment", card)
    assert (config.workers, config.threads, config.worker_class_str) == (2, 4, "gthread")


def test_by_default_the_access_log_is_off_and_info_is_dropped():
    assert Config().accesslog is None
    level, logging.root.level = logging.root.level, logging.WARNING
    try:
        assert Flask("quiet").logger.getEffectiveLevel() == logging.WARNING
    finally:
        logging.root.level = level


def test_the_image_does_not_run_as_root_and_starts_gunicorn_itself(card):
    lines = card("production-deployment").text("Dockerfile").splitlines()
    assert lines.index("USER app") < next(i for i, line in enumerate(lines) if line.startswith("CMD"))
    assert lines[-1] == 'CMD ["gunicorn", "wsgi:app"]'


def test_the_secrets_and_the_history_stay_out_of_the_image(card):
    assert {".env", ".git"} <= set(card("production-deployment").text(".dockerignore").splitlines())


def keep_sessions_in_redis(app, redis_url):
    """Adds the extension that does it and returns the cookie of a new session."""
    store = Redis.from_url(redis_url)
    app.config.update(SESSION_TYPE="redis", SESSION_REDIS=store)
    ServerSession(app)
    cookie = app.test_client().get("/").headers["Set-Cookie"].split(";")[0].split("=")[1]
    assert b"ann" in store.get(f"session:{cookie}")
    return cookie


@pytest.mark.wrong("production-deployment", 2, "server-side sessions need an extension")
def test_the_session_is_a_cookie_until_an_extension_moves_it_to_redis(redis_url):
    app = Flask("session")
    app.secret_key = "k"

    @app.get("/")
    def login():
        session["user"] = "ann"
        return ""

    cookie = app.test_client().get("/").headers["Set-Cookie"].split(";")[0].split("=")[1]
    signer = app.session_interface.get_signing_serializer(app)
    assert signer.loads(cookie) == {"user": "ann"}
    with pytest.raises(BadSignature):
        signer.loads(keep_sessions_in_redis(app, redis_url))


# worker-count


def test_threads_select_gthread_and_web_concurrency_sets_the_workers(card, monkeypatch):
    monkeypatch.delenv("WEB_CONCURRENCY", raising=False)
    config, _ = settings("worker-count", card)
    assert (config.workers, config.worker_class_str, config.workers * config.threads) == (2, "gthread", 8)
    monkeypatch.setenv("WEB_CONCURRENCY", "4")
    assert settings("worker-count", card)[0].workers == 4
    assert Config().worker_class_str == "sync" and Config().timeout == 30


def most_at_once(url, requests):
    with ThreadPoolExecutor(requests) as pool:
        return max(reply["most"] for reply in pool.map(get, [url] * requests))


@pytest.mark.wrong("worker-count", 2, "thread until the async")
def test_workers_times_threads_requests_run_at_once(card, tmp_path, monkeypatch):
    monkeypatch.setenv("WEB_CONCURRENCY", "1")
    card("worker-count").write(tmp_path)
    (tmp_path / "slow.py").write_text(SLOW_APP)
    with gunicorn(tmp_path, "slow:app", "-c", "gunicorn.conf.py") as (_, base):
        assert most_at_once(base + "/busy", 6) == 4
    with gunicorn(tmp_path, "slow:app", "-c", "/dev/null", "--workers", "1") as (_, base):
        assert most_at_once(base + "/busy", 2) == 1
        assert most_at_once(base + "/async", 2) == 1


@contextmanager
def one_core():
    """What is started meanwhile runs on one core for good."""
    cores = os.sched_getaffinity(0)
    os.sched_setaffinity(0, {min(cores)})
    try:
        yield
    finally:
        os.sched_setaffinity(0, cores)


@pytest.mark.wrong("worker-count", 1, "CPU is busy they only compete")
def test_four_workers_on_one_full_core_are_no_faster_than_one_could_be(tmp_path):
    (tmp_path / "busy.py").write_text(BUSY_APP)
    with ExitStack() as running:
        with one_core():
            _, base = running.enter_context(gunicorn(tmp_path, "busy:app", "--workers", "4"))
        with ThreadPoolExecutor(8) as pool:
            start = time.monotonic()
            list(pool.map(get, [base + "/"] * 8))
            assert time.monotonic() - start >= 8 * 0.1


@pytest.mark.wrong("worker-count", 1, "CPU is busy they only compete")
def test_each_worker_is_a_process_with_database_connections_of_its_own(tmp_path, postgres_url):
    (tmp_path / "asking.py").write_text(ASKING_APP)
    watching = sa.create_engine(postgres_url, isolation_level="AUTOCOMMIT")
    count = sa.text("SELECT count(*) FROM pg_stat_activity WHERE application_name = :name")
    for workers in (1, 3):
        name, pids, end = f"shop with {workers}", set(), time.monotonic() + 20
        settings = ("--workers", str(workers), "--env", f"NAME={name}", "--env", f"DATABASE={postgres_url}")
        with gunicorn(tmp_path, "asking:app", *settings) as (_, base), ThreadPoolExecutor(6) as pool:
            while len(pids) < workers and time.monotonic() < end:
                pids |= {reply["pid"] for reply in pool.map(get, [base + "/"] * 6)}
            with watching.connect() as connection:
                assert (len(pids), connection.scalar(count, {"name": name})) == (workers, workers)
    watching.dispose()


def test_the_default_pool_is_five_plus_ten():
    pool = sa.create_engine("sqlite:///x.db").pool
    assert (pool.size(), pool._max_overflow) == (5, 10)


def test_each_thread_holds_one_connection(tmp_path):
    engine, together = sa.create_engine(f"sqlite:///{tmp_path / 'x.db'}"), threading.Barrier(4, timeout=5)

    def one_request():
        with Session(engine) as session:
            session.execute(sa.text("SELECT 1"))
            together.wait()
            held = engine.pool.checkedout()
            together.wait()
            return held

    with ThreadPoolExecutor(4) as pool:
        assert [future.result() for future in [pool.submit(one_request) for _ in range(4)]] == [4] * 4
    engine.dispose()


def test_sync_timeout_kills_a_slow_request_and_gthread_lets_it_finish(tmp_path):
    (tmp_path / "slow.py").write_text(SLOW_APP)
    three_seconds = ("slow:app", "--timeout", "3")
    with (
        gunicorn(tmp_path, *three_seconds) as (_, sync),
        gunicorn(tmp_path, *three_seconds, "--threads", "2") as (_, gthread),
        ThreadPoolExecutor() as pool,
    ):
        killed, finished = (pool.submit(get, f"{base}/?s=7") for base in (sync, gthread))
        assert finished.result()["ip"] == "127.0.0.1"
        with pytest.raises(Exception, match="500|closed|reset"):
            killed.result()


# who-restarts-workers


@pytest.mark.wrong("who-restarts-workers", 1, "systemd watches only the main")
def test_the_master_replaces_a_crashed_worker_and_term_lets_requests_finish(card):
    root = card("who-restarts-workers").write()
    with gunicorn(root, "crash:app") as (master, base):
        before = get(base + "/pid")
        assert before["master"] == master.pid
        with pytest.raises(Exception, match="closed|reset|500"):
            get(base + "/crash")
        after = get(base + "/pid")
        assert after["master"] == master.pid and after["worker"] != before["worker"]
        os.kill(master.pid, signal.SIGHUP)
        for _ in range(50):
            time.sleep(0.05)
            reloaded = get(base + "/pid")
            if reloaded["worker"] != after["worker"]:
                break
        assert reloaded["master"] == master.pid and reloaded["worker"] != after["worker"]


def test_a_worker_that_cannot_load_the_app_stops_the_master(tmp_path):
    (tmp_path / "broken.py").write_text("import no_such_module_anywhere\n")
    with gunicorn(tmp_path, "broken:app") as (master, _):
        assert master.wait(10) != 0


def test_term_waits_for_the_running_request(tmp_path):
    (tmp_path / "slow.py").write_text(SLOW_APP)
    with gunicorn(tmp_path, "slow:app") as (master, base), ThreadPoolExecutor() as pool:
        answer = pool.submit(get, f"{base}/?s=0.6")
        time.sleep(0.2)
        master.terminate()
        assert answer.result()["ip"] == "127.0.0.1"
        assert master.wait(5) == 0
    assert Config().graceful_timeout == 30


def test_the_unit_starts_gunicorn_reloads_with_hup_and_restarts_on_failure(card):
    unit = configparser.ConfigParser()
    unit.optionxform = str
    unit.read_string(card("who-restarts-workers").text("shop.service"))
    service = unit["Service"]
    assert service["ExecStart"].endswith("bin/gunicorn wsgi:app")
    assert "HUP" in service["ExecReload"] and service["Restart"] == "on-failure" and service["User"] != "root"


# url-for-gives-http


def links(app):
    @app.get("/")
    def index():
        return {"url": url_for("index", _external=True), "ip": request.remote_addr, "secure": request.is_secure}

    return app.test_client()


FROM_NGINX = {"Host": "shop.example", "X-Forwarded-Proto": "https", "X-Forwarded-For": "203.0.113.9"}


def test_proxy_fix_gives_https_and_the_client_address(card):
    plain = links(Flask("plain")).get("/", headers=FROM_NGINX).json
    assert plain == {"url": "http://shop.example/", "ip": "127.0.0.1", "secure": False}
    fixed = links(card("url-for-gives-http").load("proxied.py").behind_one_proxy(Flask("fixed")))
    assert fixed.get("/", headers=FROM_NGINX).json == {
        "url": "https://shop.example/",
        "ip": "203.0.113.9",
        "secure": True,
    }


def test_only_the_last_hop_counts_and_the_forwarded_host_is_not_trusted(card):
    fixed = links(card("url-for-gives-http").load("proxied.py").behind_one_proxy(Flask("fixed")))
    headers = {**FROM_NGINX, "X-Forwarded-For": "6.6.6.6, 203.0.113.9", "X-Forwarded-Host": "evil.example"}
    assert fixed.get("/", headers=headers).json == {
        "url": "https://shop.example/",
        "ip": "203.0.113.9",
        "secure": True,
    }


def test_x_host_believes_whoever_wrote_the_header():
    app = Flask("x_host")
    app.wsgi_app = ProxyFix(app.wsgi_app, x_host=1)
    answer = links(app).get("/", headers={"Host": "shop.example", "X-Forwarded-Host": "evil.example"})
    assert answer.json["url"] == "http://evil.example/"


@pytest.mark.wrong("url-for-gives-http", 1, "setting counts only outside")
def test_preferred_url_scheme_counts_only_outside_a_request():
    app = Flask("preferred")
    app.config["PREFERRED_URL_SCHEME"] = "https"
    answer = links(app).get("/", base_url="http://shop.example", headers=FROM_NGINX)
    assert answer.json["url"] == "http://shop.example/"
    app.config["SERVER_NAME"] = "shop.example"
    with app.app_context():
        assert url_for("index") == "https://shop.example/"


def test_gunicorn_sets_the_scheme_itself_for_a_loopback_proxy_but_not_for_another(tmp_path):
    (tmp_path / "slow.py").write_text(SLOW_APP)
    headers = {"X_Forwarded_Proto": "https", "X_Forwarded_For": "203.0.113.9", "Host": "shop.example"}
    with gunicorn(tmp_path, "slow:app") as (_, base):
        assert get(base + "/", **headers) == {"url": "https://shop.example/", "ip": "127.0.0.1"}
    with gunicorn(tmp_path, "slow:app", "--forwarded-allow-ips", "10.0.0.1") as (_, base):
        assert get(base + "/", **headers)["url"] == "http://shop.example/"


def test_nginx_sends_every_header_the_app_needs(card):
    sent = [line.split()[1] for line in card("url-for-gives-http").text("site.conf").splitlines() if "set_header" in line]
    assert sent == ["Host", "X-Forwarded-Proto", "X-Forwarded-For"]


# migrations-at-deploy

MIGRATION = "migrations/versions/7c1d_display_name.py"


@pytest.fixture
def database(tmp_path):
    engine = sa.create_engine(f"sqlite:///{tmp_path / 'shop.db'}")
    with engine.begin() as connection:
        connection.execute(sa.text('CREATE TABLE "user" (id INTEGER PRIMARY KEY, name VARCHAR NOT NULL)'))
    yield engine
    engine.dispose()


def migrate(engine, step):
    with engine.begin() as connection, Operations.context(MigrationContext.configure(connection)):
        step()


def run(engine, statement):
    with engine.begin() as connection:
        result = connection.execute(sa.text(statement))
        return result.all() if result.returns_rows else None


def test_old_and_new_code_both_work_after_the_expand_migration(card, database):
    revision = card("migrations-at-deploy").load(MIGRATION)
    old_code = """INSERT INTO "user" (name) VALUES ('ann')"""
    run(database, old_code)
    migrate(database, revision.upgrade)
    run(database, old_code)
    run(database, """INSERT INTO "user" (name, display_name) VALUES ('bob', 'Bob')""")
    assert run(database, 'SELECT display_name FROM "user"') == [(None,), (None,), ("Bob",)]


def test_a_second_runner_of_the_same_revision_fails(card, database):
    revision = card("migrations-at-deploy").load(MIGRATION)
    migrate(database, revision.upgrade)
    with pytest.raises(sa.exc.OperationalError, match="duplicate column"):
        migrate(database, revision.upgrade)


def test_two_runners_both_see_the_old_revision(database):
    with database.connect() as first, database.connect() as second:
        heads = [MigrationContext.configure(c).get_current_revision() for c in (first, second)]
    assert heads == [None, None]


@pytest.mark.wrong("migrations-at-deploy", 1, "restores the schema, not")
def test_downgrade_and_upgrade_bring_the_column_back_empty(card, database):
    revision = card("migrations-at-deploy").load(MIGRATION)
    migrate(database, revision.upgrade)
    run(database, """INSERT INTO "user" (name, display_name) VALUES ('bob', 'Bob')""")
    migrate(database, revision.downgrade)
    migrate(database, revision.upgrade)
    assert run(database, 'SELECT name, display_name FROM "user"') == [("bob", None)]


@pytest.mark.parametrize(("exit_code", "calls"), [(0, ["--app wsgi db upgrade", "rollout"]), (1, ["--app wsgi db upgrade"])])
def test_the_rollout_starts_only_after_a_good_upgrade(card, exit_code, calls):
    code = card("migrations-at-deploy")
    root = code.write()
    for name, body in {"flask": f'echo "$@" >> log\nexit {exit_code}', "rollout.sh": "echo rollout >> log"}.items():
        (root / name).write_text(f"#!/bin/sh\n{body}\n")
        (root / name).chmod(0o755)
    subprocess.run(["sh", "-c", code.to_run("release.sh")], cwd=root, env={"PATH": f"{root}:/usr/bin:/bin"})
    assert (root / "log").read_text().splitlines() == calls


# health-checks


@pytest.fixture
def health(card, monkeypatch):
    extensions = ModuleType("extensions")
    extensions.db = SQLAlchemy()
    monkeypatch.setitem(sys.modules, "extensions", extensions)
    app = Flask("health")
    app.config["SQLALCHEMY_DATABASE_URI"] = "sqlite://"
    extensions.db.init_app(app)
    app.register_blueprint(card("health-checks").load("health.py").bp)
    return app, extensions.db


def test_a_database_outage_makes_the_app_unready_but_leaves_it_alive(health, monkeypatch):
    app, db = health
    client = app.test_client()
    assert [client.get(p).status_code for p in ("/livez", "/readyz")] == [200, 200]

    def down(*args, **kwargs):
        raise sa.exc.OperationalError("SELECT 1", {}, Exception("secret-db-host refused"))

    monkeypatch.setattr(db.session, "execute", down)
    assert client.get("/livez").status_code == 200
    answer = client.get("/readyz")
    assert answer.status_code == 503
    assert "secret-db-host" not in answer.text
    assert issubclass(sa.exc.TimeoutError, sa.exc.SQLAlchemyError)


@pytest.mark.wrong("health-checks", 1, "outage restarts every healthy")
@pytest.mark.parametrize(("liveness", "restarted"), [("/livez", 0), ("/readyz", 3)])
def test_a_liveness_check_that_asks_the_database_restarts_every_instance(card, monkeypatch, liveness, restarted):
    """The platform is played here: it starts an instance anew when its liveness check fails."""
    extensions = ModuleType("extensions")
    extensions.db = SQLAlchemy()
    monkeypatch.setitem(sys.modules, "extensions", extensions)
    module = card("health-checks").load("health.py")

    def start():
        app = Flask("instance")
        app.config["SQLALCHEMY_DATABASE_URI"] = "sqlite:////no/such/folder/shop.db"  # the outage
        extensions.db.init_app(app)
        app.register_blueprint(module.bp)
        return app.test_client()

    def is_well(instance):
        return instance.get(liveness).status_code == 200

    instances = [start() for _ in range(3)]
    ill = [instance for instance in instances if not is_well(instance)]
    assert len(ill) == restarted
    assert not any(is_well(start()) for _ in ill)  # the restart mended nothing


def test_a_probe_by_ip_is_refused_by_trusted_hosts(health):
    app, _ = health
    app.config["TRUSTED_HOSTS"] = ["shop.example"]
    client = app.test_client()
    assert client.get("/livez", headers={"Host": "10.0.0.5:8000"}).status_code == 400
    assert client.get("/livez", headers={"Host": "shop.example"}).status_code == 200
