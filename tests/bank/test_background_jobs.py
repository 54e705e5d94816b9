"""What the cards of the topic "Background jobs" claim, run with a real Redis and real Celery workers."""

import contextlib
import datetime
import decimal
import json
import os
import pickle
import signal
import smtplib
import sqlite3
import subprocess
import sys
import time
import uuid
from functools import partial
from importlib import import_module
from types import ModuleType, SimpleNamespace

import celery.utils.time
import kombu.exceptions
import pytest
import redis as redis_client
from celery import Celery, Task, _state
from celery.contrib.testing.worker import start_worker
from flask import Flask, current_app, g, has_request_context, request, url_for
from flask_sqlalchemy import SQLAlchemy
from sqlalchemy import event
from sqlalchemy.orm import DeclarativeBase, Mapped, mapped_column
from sqlalchemy.orm.exc import DetachedInstanceError

# each test defines the tasks of a card anew
pytestmark = pytest.mark.filterwarnings("ignore::celery.exceptions.DuplicateTaskNameWarning")


@pytest.fixture(autouse=True)
def forget_shared_tasks(monkeypatch):
    """`shared_task` would go on adding the tasks of one test to the Celery apps of the next."""
    monkeypatch.setattr(_state, "_on_app_finalizers", set(_state._on_app_finalizers))


@pytest.fixture
def redis(redis_url):
    client = redis_client.Redis.from_url(redis_url)
    client.flushdb()
    yield client
    client.flushdb()


@pytest.fixture
def shop(monkeypatch, tmp_path, redis, redis_url):
    """An app with a database and a Celery app whose tasks run in an app context."""

    class Base(DeclarativeBase):
        pass

    db = SQLAlchemy(model_class=Base)

    class User(db.Model):
        id: Mapped[int] = mapped_column(primary_key=True)
        email: Mapped[str] = mapped_column(unique=True)

    class Order(db.Model):
        id: Mapped[int] = mapped_column(primary_key=True)
        item: Mapped[str]

    class Payment(db.Model):
        id: Mapped[int] = mapped_column(primary_key=True)
        amount: Mapped[int]
        status: Mapped[str] = mapped_column(default="new")

    app = Flask("shop")
    app.config["SQLALCHEMY_DATABASE_URI"] = f"sqlite:///{tmp_path}/shop.db"
    db.init_app(app)

    class AppTask(Task):
        def __call__(self, *args, **kwargs):
            with app.app_context():
                return self.run(*args, **kwargs)

    celery = Celery("shop", task_cls=AppTask, broker=redis_url)
    celery.conf.broker_transport_options = {"polling_interval": 0.05}  # it also stops sooner
    celery.set_default()
    with app.app_context():
        db.create_all()

    def module(name, **names):
        made = ModuleType(name)
        made.__dict__.update(names)
        monkeypatch.setitem(sys.modules, name, made)

    module("models", db=db, User=User, Order=Order, Payment=Payment)
    return SimpleNamespace(
        app=app, db=db, User=User, Order=Order, Payment=Payment, celery=celery, module=module
    )


def task_of(celery, function, **options):
    """A task under a name of its own, for this Celery app only."""
    name = f"{function.__name__}-{uuid.uuid4()}"
    return celery.task(function, name=name, shared=False, **{"ignore_result": True, **options})


@contextlib.contextmanager
def worker(shop):
    with start_worker(shop.celery, pool="solo", perform_ping_check=False):
        yield


def wait_until(true, seconds=30):
    end = time.monotonic() + seconds
    while not (found := true()):
        assert time.monotonic() < end, "it did not happen in time"
        time.sleep(0.02)
    return found


def message(redis):
    return json.loads(redis.lindex("celery", 0))


# email-in-the-view


@pytest.fixture
def signup(shop, card):
    """The signup of the card, and what its mail server does."""
    mail = SimpleNamespace(sent=[], failures=[])

    def send_welcome(user_id):
        if mail.failures:
            raise mail.failures.pop()
        mail.sent.append(user_id)

    shop.module("mail", send_welcome=send_welcome)
    shop.module("tasks", welcome=card("email-in-the-view").load("tasks.py").welcome)
    shop.app.register_blueprint(card("email-in-the-view").load("signup.py").bp)
    shop.mail = mail
    return shop


@pytest.mark.wrong("email-in-the-view", 1, "worker nothing ever happens")
def test_delay_only_sends_a_message(signup, redis):
    reply = signup.app.test_client().post("/signup", data={"email": "ann@example.com"})
    assert (reply.status_code, reply.json) == (201, {"id": 1})
    assert redis.llen("celery") == 1 and message(redis)["headers"]["argsrepr"] == "(1,)"
    time.sleep(0.3)
    assert signup.mail.sent == []
    with worker(signup):
        wait_until(lambda: signup.mail.sent == [1])


def test_a_mail_server_that_is_down_fails_no_signup_and_loses_no_mail(signup, redis, monkeypatch):
    monkeypatch.setattr(celery.utils.time.random, "randrange", lambda stop: 0)  # no waiting here
    signup.mail.failures = [ConnectionRefusedError(), smtplib.SMTPServerDisconnected()]
    reply = signup.app.test_client().post("/signup", data={"email": "ann@example.com"})
    assert reply.status_code == 201
    with worker(signup):
        wait_until(lambda: signup.mail.sent == [1])
    assert signup.mail.failures == []


def test_the_card_tries_for_long_and_the_default_for_seconds(signup):
    task = sys.modules["tasks"].welcome
    delays = partial(celery.utils.time.get_exponential_backoff_interval, full_jitter=False)
    assert task.max_retries == 8
    assert [delays(30, n, 600) for n in range(8)] == [30, 60, 120, 240, 480, 600, 600, 600]
    assert Task.max_retries == 3
    assert [delays(1, n, 600) for n in range(3)] == [1, 2, 4]


def test_every_smtp_error_is_an_oserror():
    assert issubclass(smtplib.SMTPException, OSError)


def test_a_view_that_sends_itself_waits_and_fails_after_the_commit(signup):
    def slow(user_id):
        time.sleep(0.3)
        raise ConnectionRefusedError

    @signup.app.post("/direct")
    def direct():
        signup.db.session.add(signup.User(email=request.form["email"]))
        signup.db.session.commit()
        slow(1)

    started = time.perf_counter()
    assert signup.app.test_client().post("/direct", data={"email": "ann@example.com"}).status_code == 500
    assert time.perf_counter() - started > 0.3
    with signup.app.app_context():
        assert signup.db.session.scalar(signup.db.select(signup.User.email)) == "ann@example.com"


@pytest.mark.wrong("email-in-the-view", 2, "with `autoretry_for` or `self.retry`")
def test_a_task_is_repeated_only_if_it_asks_for_it(shop, redis):
    runs = []

    def plain():
        runs.append("plain")
        raise OSError

    def last():
        runs.append("last")

    tasks = [task_of(shop.celery, plain), task_of(shop.celery, last)]
    with worker(shop):
        for task in tasks:
            task.delay()
        wait_until(lambda: "last" in runs)
        time.sleep(0.3)
    assert runs == ["plain", "last"]
    assert redis.llen("celery") == redis.hlen("unacked") == 0


def test_without_a_broker_delay_raises_soon():
    nobody = Celery("nobody", broker="redis://127.0.0.1:1/0", set_as_current=False)

    def nothing():
        pass

    task = task_of(nobody, nothing)
    started = time.perf_counter()
    with pytest.raises(kombu.exceptions.OperationalError):
        task.delay()
    assert 0.1 < time.perf_counter() - started < 5


# id-not-object


@pytest.fixture
def welcome(shop, card):
    shop.mails = []
    shop.module("mail", send_mail=lambda *mail: shop.mails.append(mail))
    shop.welcome = card("id-not-object").load("tasks.py").welcome
    shop.module("tasks", welcome=shop.welcome)
    return shop


def test_the_user_object_does_not_go_into_the_message(welcome, card, redis):
    welcome.app.register_blueprint(card("id-not-object").load(given=0).bp)
    client = welcome.app.test_client()
    form = {"email": "ann@example.com"}
    assert client.post("/signup", data=form).status_code == 500
    welcome.app.testing = True
    with pytest.raises(kombu.exceptions.EncodeError, match="Object of type User is not JSON serializable"):
        client.post("/signup", data={"email": "bob@example.com"})
    assert redis.llen("celery") == 0
    with pytest.raises(Exception, match="UNIQUE constraint failed"):
        client.post("/signup", data=form)


def test_the_task_reads_the_current_row_and_bears_its_absence(welcome, card, redis):
    welcome.app.register_blueprint(card("id-not-object").load("signup.py").bp)
    client, db, User = welcome.app.test_client(), welcome.db, welcome.User
    for name in ("ann", "bob"):
        assert client.post("/signup", data={"email": f"{name}@old.example"}).status_code == 201
    with welcome.app.app_context():
        db.session.delete(db.session.get(User, 1))
        db.session.get(User, 2).email = "bob@new.example"
        db.session.commit()
    with worker(welcome):
        wait_until(lambda: welcome.mails)
    assert welcome.mails == [("bob@new.example", "Welcome!")]


@pytest.mark.wrong("id-not-object", 1, "Celery's workers refuse pickle")
def test_pickle_is_refused_and_the_copy_has_no_session(welcome, redis):
    db, User = welcome.db, welcome.User
    assert list(welcome.celery.conf.accept_content) == ["json"]
    with welcome.app.app_context():
        user = User(email="ann@example.com")
        db.session.add(user)
        db.session.commit()
        module = sys.modules[User.__module__]
        setattr(module, "User", User)
        User.__qualname__ = "User"
        copy = pickle.loads(pickle.dumps(user))
        delattr(module, "User")
    with pytest.raises(DetachedInstanceError):
        copy.email
    ran = []

    def note(value):
        ran.append(value)

    task = task_of(welcome.celery, note)
    task.apply_async(("p",), serializer="pickle")
    task.apply_async(("j",))
    with worker(welcome):
        wait_until(lambda: ran)
        time.sleep(0.2)
    assert ran == ["j"]


@pytest.mark.wrong("id-not-object", 2, "dates, UUIDs and decimals")
def test_dates_uuids_and_decimals_come_back_as_they_were(shop, redis):
    got = []

    def keep(values):
        got.append(values)

    values = [
        datetime.datetime(2026, 3, 1, tzinfo=datetime.timezone.utc),
        datetime.date(2026, 3, 1),
        uuid.uuid4(),
        decimal.Decimal("1.10"),
    ]
    task_of(shop.celery, keep).delay(values)
    with worker(shop):
        wait_until(lambda: got)
    assert got == [values]


# celery-app-context: the card's project and a real worker

MODELS = """
from flask_sqlalchemy import SQLAlchemy
from sqlalchemy.orm import DeclarativeBase, Mapped, mapped_column

class Base(DeclarativeBase):
    pass

db = SQLAlchemy(model_class=Base)

class Report(db.Model):
    id: Mapped[int] = mapped_column(primary_key=True)
    title: Mapped[str]
"""

PROBE = """
from celery import shared_task
from flask import g, has_request_context, request
from .models import Report, db

@shared_task(ignore_result=True)
def forget(report_id):
    db.session.get(Report, report_id).title = "never committed"
    db.session.flush()

@shared_task
def probe():
    g.n = g.get("n", 0) + 1
    try:
        request.path
    except RuntimeError as error:
        return [g.n, has_request_context(), str(error).splitlines()[0]]
"""

QUICK = ["--without-gossip", "--without-mingle", "--without-heartbeat"]


@contextlib.contextmanager
def celery_process(folder, arguments, **env):
    command = [sys.executable, "-W", "ignore", "-m", "celery", *arguments]
    process = subprocess.Popen(
        command, cwd=folder, env={**os.environ, **env}, start_new_session=True,
        stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL,
    )  # fmt: skip
    try:
        yield process
    finally:
        with contextlib.suppress(ProcessLookupError):
            os.killpg(process.pid, signal.SIGKILL)
        process.wait()


@pytest.fixture
def wired(card, monkeypatch, tmp_path, redis, redis_url):
    """The card's project on disk, and its factory run in this process."""
    project = card("celery-app-context").write(tmp_path / "project")
    (project / "app/models.py").write_text(MODELS)
    (project / "app/probes.py").write_text(PROBE)
    (project / "make_celery.py").open("a").write("import app.probes\n")
    monkeypatch.syspath_prepend(project)
    celery = {"broker_url": redis_url, "result_backend": redis_url}
    monkeypatch.setenv("FLASK_CELERY", json.dumps(celery))
    monkeypatch.setenv("FLASK_SQLALCHEMY_DATABASE_URI", f"sqlite:///{tmp_path}/reports.db")
    monkeypatch.setenv("FLASK_REPORT_TITLE", "March")
    ours = [name for name in sys.modules if name.split(".")[0] == "app"]
    for name in ours:
        monkeypatch.delitem(sys.modules, name)
    package, tasks, probes = (import_module(name) for name in ("app", "app.tasks", "app.probes"))
    made = package.create_app()
    made.extensions["celery"].conf.broker_transport_options = {"polling_interval": 0.05}
    with made.app_context():
        package.db.create_all()
    yield SimpleNamespace(
        app=made, db=package.db, Report=probes.Report, tasks=tasks, probes=probes, project=project
    )
    for name in [name for name in sys.modules if name.split(".")[0] == "app"]:
        del sys.modules[name]


def test_the_card_s_project_runs_a_task_in_a_worker(wired, card):
    db, Report = wired.db, wired.Report
    command = card("celery-app-context").to_run("start.sh").split()
    assert command[:4] == ["celery", "-A", "make_celery", "worker"]
    with wired.app.app_context():
        db.session.add_all([Report(title=""), Report(title="kept")])
        db.session.commit()
    wired.tasks.build_report.delay(1)
    wired.probes.forget.delay(2)
    answers = [wired.probes.probe.delay() for _ in range(2)]
    with celery_process(wired.project, [*command[1:], "-P", "solo", *QUICK]):
        for answer in answers:
            n, in_request, error = answer.get(timeout=30)
            assert (n, in_request, error) == (1, False, "Working outside of request context.")
    with wired.app.app_context():
        assert db.session.scalars(db.select(Report.title)).all() == ["March", "kept"]


@pytest.mark.wrong("celery-app-context", 2, "runs in another process")
def test_a_task_has_no_request_even_when_a_view_sends_it(shop, redis):
    errors = []

    def look():
        try:
            request.path
        except RuntimeError as error:
            errors.append(str(error))

    task = task_of(shop.celery, look)

    @shop.app.get("/start")
    def start():
        task.delay()
        return ""

    shop.app.test_client().get("/start")
    with worker(shop):
        wait_until(lambda: errors)
    assert errors[0].startswith("Working outside of request context")


@pytest.mark.wrong("celery-app-context", 1, "`db.session`, with stale objects")
def test_one_context_for_the_worker_mixes_the_tasks(wired):
    app, db, Report = wired.app, wired.db, wired.Report
    plain = Celery("plain", set_as_current=False)

    def first():
        g.owner = "first"
        db.session.add(Report(title="not committed"))

    def second():
        titles = db.session.scalars(db.select(Report.title)).all()
        return g.get("owner"), titles

    def run_both(celery):
        task_of(celery, first).apply(throw=True)
        return task_of(celery, second).apply(throw=True).get()

    with app.app_context():
        assert run_both(plain) == ("first", ["not committed"])
    assert run_both(app.extensions["celery"]) == (None, [])


def test_called_like_a_function_a_task_still_has_its_own_context_and_session(wired):
    app, db = wired.app, wired.db

    def look():
        return current_app.name, g.get("mark"), id(db.session())

    task = task_of(app.extensions["celery"], look)

    @app.get("/")
    def view():
        g.mark = "view"
        name, mark, session_id = task()
        return {"mark": mark, "same": session_id == id(db.session()), "name": name}

    assert app.test_client().get("/").json == {"mark": None, "same": False, "name": "app"}


def test_url_for_in_a_task_needs_server_name(wired):
    app = wired.app
    app.add_url_rule("/here", "here", lambda: "")

    def url():
        assert not has_request_context()
        return url_for("here")

    link = task_of(app.extensions["celery"], url)

    with pytest.raises(RuntimeError, match="SERVER_NAME"):
        link()
    app.config["SERVER_NAME"] = "shop.example"
    assert link() == "http://shop.example/here"


# enqueue-before-commit


@pytest.fixture
def receipts(shop):
    """A worker that notes whether it finds the order, and a commit that is slower than the worker."""
    shop.found = []

    def send_receipt(order_id):
        order = shop.db.session.get(shop.Order, order_id)
        shop.found.append(order and order.item)

    shop.task = task_of(shop.celery, send_receipt)
    shop.module("tasks", send_receipt=shop.task)
    return shop


def before_commit(shop, action):
    with shop.app.app_context():
        event.listen(shop.db.session, "before_commit", lambda session: action())


def test_a_quick_worker_does_not_find_the_order(receipts, card, redis):
    app = receipts.app
    app.register_blueprint(card("enqueue-before-commit").load(given=0).bp)
    before_commit(receipts, lambda: wait_until(lambda: receipts.found))
    with worker(receipts):
        reply = app.test_client().post("/orders", data={"item": "tea"})
    assert (reply.status_code, reply.json) == (201, {"id": 1})
    assert receipts.found == [None]


def test_a_failed_commit_leaves_the_message(receipts, card, redis):
    receipts.app.register_blueprint(card("enqueue-before-commit").load(given=0).bp)

    def fail():
        raise OSError("the database is gone")

    before_commit(receipts, fail)
    assert receipts.app.test_client().post("/orders", data={"item": "tea"}).status_code == 500
    assert redis.llen("celery") == 1
    with worker(receipts):
        wait_until(lambda: receipts.found)
    assert receipts.found == [None]


def test_after_the_commit_the_task_finds_the_order(receipts, card, redis):
    receipts.app.register_blueprint(card("enqueue-before-commit").load("orders.py").bp)
    with worker(receipts):
        reply = receipts.app.test_client().post("/orders", data={"item": "tea"})
        wait_until(lambda: receipts.found)
    assert reply.json == {"id": 1}
    assert receipts.found == ["tea"]


@pytest.mark.wrong("enqueue-before-commit", 1, "task runs for nothing")
def test_a_countdown_does_not_help_after_a_rollback(receipts, redis):
    with receipts.app.app_context():
        order = receipts.Order(item="tea")
        receipts.db.session.add(order)
        receipts.db.session.flush()
        receipts.task.apply_async((order.id,), countdown=0.2)
        receipts.db.session.rollback()
    with worker(receipts):
        wait_until(lambda: receipts.found)
    assert receipts.found == [None]


@pytest.mark.wrong("enqueue-before-commit", 2, "to Celery's Django integration")
def test_a_flask_task_has_no_delay_on_commit(receipts):
    assert not hasattr(receipts.task, "delay_on_commit")


def test_an_after_commit_listener_can_start_tasks(receipts, redis):
    with receipts.app.app_context():
        session = receipts.db.session
        waiting = [1]
        event.listen(session, "after_commit", lambda s: [receipts.task.delay(i) for i in waiting])
        session.add(receipts.Order(item="tea"))
        assert redis.llen("celery") == 0
        session.commit()
        assert redis.llen("celery") == 1


# task-runs-twice: pool processes that are killed, in a real worker

PROJECT = """
import os
import redis
from celery import Celery, Task, _state
from flask import Flask
from models import db

store = redis.Redis.from_url(os.environ["BROKER"])
flask_app = Flask("pay")
flask_app.config["SQLALCHEMY_DATABASE_URI"] = os.environ["DB"]
db.init_app(flask_app)

class AppTask(Task):
    def __call__(self, *args, **kwargs):
        with flask_app.app_context():
            return self.run(*args, **kwargs)

celery = Celery("pay", task_cls=AppTask, broker=os.environ["BROKER"])
celery.set_default()
import tasks

def die():
    os.kill(os.getpid(), 9)

@celery.task(ignore_result=True)
def early():
    store.incr("early")
    die()

@celery.task(ignore_result=True, acks_late=True)
def late():
    store.incr("late")
    die()

@celery.task(ignore_result=True, acks_late=True, reject_on_worker_lost=True)
def again():
    if store.incr("again") < 3:
        die()
"""

PAYMENTS = """
from flask_sqlalchemy import SQLAlchemy
from sqlalchemy.orm import DeclarativeBase, Mapped, mapped_column

class Base(DeclarativeBase):
    pass

db = SQLAlchemy(model_class=Base)

class Payment(db.Model):
    id: Mapped[int] = mapped_column(primary_key=True)
    amount: Mapped[int]
    status: Mapped[str] = mapped_column(default="new")
"""

GATEWAY = """
import os, redis

store = redis.Redis.from_url(os.environ["BROKER"])

class GatewayDown(Exception):
    pass

class gateway:
    def charge(amount, idempotency_key):
        calls = store.incr("calls")
        if store.setnx(idempotency_key, amount):
            store.incrby("charged", amount)
        if calls == 1:
            os.kill(os.getpid(), 9)  # charged, but not committed
"""


@pytest.mark.wrong("task-runs-twice", 1, "message was acknowledged before")
@pytest.mark.wrong("task-runs-twice", 2, "all the same, unless `reject_on_worker_lost`")
@pytest.mark.wrong("task-runs-twice", 3, "dies after the charge")
def test_killed_workers_and_a_charge_that_happens_once(card, redis, redis_url, tmp_path):
    project = card("task-runs-twice").write(tmp_path / "project")
    for name, text in (("pay", PROJECT), ("models", PAYMENTS), ("gateway", GATEWAY)):
        (project / f"{name}.py").write_text(text)
    payments = sqlite3.connect(tmp_path / "pay.db", isolation_level=None)
    payments.execute("CREATE TABLE payment (id INTEGER PRIMARY KEY, amount INT, status TEXT)")
    payments.execute("INSERT INTO payment VALUES (1, 50, 'new')")
    sender = Celery("sender", broker=redis_url, set_as_current=False)
    for name, *arguments in (("pay.early",), ("pay.late",), ("pay.again",), ("tasks.charge", 1)):
        sender.send_task(name, arguments, ignore_result=True)
    env = {"BROKER": redis_url, "DB": f"sqlite:///{tmp_path}/pay.db"}
    with celery_process(project, ["-A", "pay", "worker", "-c", "4", *QUICK], **env):
        # the first run charges and dies before the commit: the second still sees an unpaid payment
        wait_until(lambda: redis.get("calls") == b"2")
        # a message that is handed out again stands in neither list for a moment
        wait_until(lambda: redis.get("again") == b"3")
        wait_until(lambda: redis.hlen("unacked") == 0 and redis.llen("celery") == 0)
    assert redis.get("charged") == b"50"
    assert payments.execute("SELECT status FROM payment").fetchall() == [("paid",)]
    assert redis.get("early") == redis.get("late") == b"1"
    assert redis.get("again") == b"3"


def test_a_payment_that_is_paid_is_not_charged_again(shop, card):
    calls = []
    gateway = SimpleNamespace(charge=lambda amount, idempotency_key: calls.append(idempotency_key))
    shop.module("gateway", gateway=gateway, GatewayDown=type("GatewayDown", (Exception,), {}))
    charge = card("task-runs-twice").load("tasks.py").charge
    with shop.app.app_context():
        shop.db.session.add_all([shop.Payment(amount=50), shop.Payment(amount=50, status="paid")])
        shop.db.session.commit()
    charge(1)
    charge(2)
    charge(1)
    assert calls == ["payment-1"]
    assert (charge.acks_late, charge.reject_on_worker_lost, charge.max_retries) == (True, True, 8)


def test_redis_hands_an_unacknowledged_message_out_again(shop, redis, redis_url):
    from kombu.transport.redis import Channel

    assert Channel.visibility_timeout == 3600
    runs = []

    def note():
        runs.append(1)

    once = task_of(shop.celery, note)

    # a worker takes the message for a long countdown, and a second one gets it as well
    shop.celery.conf.broker_transport_options["visibility_timeout"] = 1
    once.apply_async(countdown=2.5)
    with worker(shop):
        wait_until(lambda: redis.hlen("unacked") == 1)
        time.sleep(1.2)
        with shop.celery.connection_for_read() as connection:
            channel = connection.channel()
            channel.qos.restore_visible()
        wait_until(lambda: len(runs) == 2)
