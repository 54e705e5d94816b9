"""What the cards of the topic "Transactions and idempotency" claim, run; races meet in a real PostgreSQL."""

import contextlib
import sqlite3
import sys
import threading
import time
from functools import partial
from types import ModuleType, SimpleNamespace

import pytest
from flask import Flask, g, jsonify, request
from flask_sqlalchemy import SQLAlchemy
from side_by_side import at_once
from sqlalchemy import JSON, CheckConstraint, DateTime, event, text
from sqlalchemy.exc import DBAPIError, IntegrityError, OperationalError
from sqlalchemy.orm import DeclarativeBase, Mapped, mapped_column
from sqlalchemy.orm import Session as OrmSession


class Base(DeclarativeBase):
    pass


db = SQLAlchemy(model_class=Base)


class Note(db.Model):
    id: Mapped[int] = mapped_column(primary_key=True)
    text: Mapped[str] = mapped_column(unique=True)


class Order(db.Model):
    __tablename__ = "orders"
    id: Mapped[int] = mapped_column(primary_key=True)
    item: Mapped[str]
    number: Mapped[str | None]


class Account(db.Model):
    __table_args__ = (CheckConstraint("balance >= 0"),)
    id: Mapped[int] = mapped_column(primary_key=True)
    balance: Mapped[int]


class Outbox(db.Model):
    id: Mapped[int] = mapped_column(primary_key=True)
    topic: Mapped[str]
    data: Mapped[dict] = mapped_column(JSON)
    sent_at: Mapped[object | None] = mapped_column(DateTime(timezone=True))


MODELS = {m.__name__: m for m in (Note, Order, Account, Outbox)}


@pytest.fixture
def modules(monkeypatch):
    def add(name, **names):
        made = ModuleType(name)
        made.__dict__.update(names)
        monkeypatch.setitem(sys.modules, name, made)

    return add


def make_app(url, database=db):
    app = Flask("shop")
    app.config["SQLALCHEMY_DATABASE_URI"] = url
    database.init_app(app)
    with app.app_context():
        database.drop_all()
        database.create_all()
    return app


@pytest.fixture
def app(modules, tmp_path):
    made = make_app(f"sqlite:///{tmp_path}/shop.db")
    modules("app", app=made, db=db, **MODELS)
    modules("models", db=db, **MODELS)
    return made


@pytest.fixture
def postgres(modules, postgres_url):
    modules("models", db=db, **MODELS)
    made = make_app(postgres_url)
    yield made
    with made.app_context():
        db.engine.dispose()


def add(app, *rows):
    with app.app_context():
        db.session.add_all(rows)
        db.session.commit()


def everything(app, column):
    with app.app_context():
        return db.session.scalars(db.select(column).order_by(column)).all()


@pytest.fixture
def listen():
    """Listens to all sessions, for one test or until the returned function is called."""
    stops = []

    def on(name, function):
        event.listen(OrmSession, name, function)
        stop = partial(event.remove, OrmSession, name, function)
        stops.append(stop)
        return lambda: (stops.remove(stop), stop())

    yield on
    for stop in stops:
        stop()


# flush-or-commit


def test_the_script_prints_none_one_and_an_empty_list(app, card, capsys):
    card("flush-or-commit").load(given=0)
    assert capsys.readouterr().out.splitlines() == ["None", "1", "[]"]


def test_add_sends_no_sql_and_flush_one_insert(app):
    with app.app_context():
        sent = []
        event.listen(db.engine, "before_cursor_execute", lambda *a: sent.append(a[2].split()[0]))
        db.session.add(Note(text="milk"))
        assert sent == []
        db.session.flush()
        assert sent == ["INSERT"]


@pytest.mark.wrong("flush-or-commit", 1, "in an open transaction")
def test_a_flushed_row_is_invisible_to_others_and_gone_without_a_commit(app, tmp_path):
    other = sqlite3.connect(tmp_path / "shop.db")
    count = "SELECT count(*) FROM note"
    with app.app_context():
        db.session.add(Note(text="milk"))
        db.session.flush()
        assert db.session.scalar(text(count)) == 1
        assert other.execute(count).fetchone() == (0,)
    assert other.execute(count).fetchone() == (0,)


@pytest.mark.wrong("flush-or-commit", 2, "commit flushes by itself")
def test_a_commit_flushes_by_itself(app, tmp_path):
    add(app, Note(text="milk"))
    other = sqlite3.connect(tmp_path / "shop.db")
    assert other.execute("SELECT id, text FROM note").fetchall() == [(1, "milk")]


def test_a_constraint_complains_at_the_flush(app):
    add(app, Note(text="milk"))
    with app.app_context():
        db.session.add(Note(text="milk"))
        with pytest.raises(IntegrityError):
            db.session.flush()


def test_the_view_uses_the_id_and_commits_once(app, card, listen):
    commits = []
    listen("after_commit", commits.append)
    app.register_blueprint(card("flush-or-commit").load("orders.py").bp)
    reply = app.test_client().post("/orders", data={"item": "tea"})
    assert (reply.status_code, reply.json) == (201, {"number": "A-00001"})
    assert len(commits) == 1
    assert everything(app, Order.number) == ["A-00001"]


# half-a-transfer


def crash_at_deposit(module):
    """Stands for a restart between the two steps."""

    def deposit(account, amount):
        raise SystemExit("restart")

    module.deposit = deposit


@pytest.fixture
def bank(app):
    add(app, Account(balance=100), Account(balance=0))
    body = {"from": 1, "to": 2, "amount": 30}
    app.transfer = lambda: app.test_client().post("/transfers", json=body)

    def balances():
        with app.app_context():
            return [db.session.get(Account, n).balance for n in (1, 2)]

    app.balances = balances
    return app


def test_two_commits_lose_money(bank, card):
    module = card("half-a-transfer").load(given=0)
    bank.register_blueprint(module.bp)
    assert bank.transfer().status_code == 204 and bank.balances() == [70, 30]
    crash_at_deposit(module)
    with pytest.raises(SystemExit):
        bank.transfer()
    assert bank.balances() == [40, 30]


def test_one_commit_saves_both_or_none(bank, card):
    module = card("half-a-transfer").load("bank.py")
    bank.register_blueprint(module.bp)
    assert bank.transfer().status_code == 204 and bank.balances() == [70, 30]
    crash_at_deposit(module)
    with pytest.raises(SystemExit):
        bank.transfer()
    assert bank.balances() == [70, 30]


def test_the_check_constraint_refuses_an_overdraft(bank, card):
    bank.register_blueprint(card("half-a-transfer").load("bank.py").bp)
    codes = [bank.transfer().status_code for _ in range(4)]
    assert codes == [204, 204, 204, 500] and bank.balances() == [10, 90]


@pytest.mark.wrong("half-a-transfer", 1, "process runs no `except`")
def test_a_rollback_does_not_take_back_the_first_commit(bank, card):
    module = card("half-a-transfer").load(given=0)

    def broken(account, amount):
        raise OSError

    with bank.app_context():
        source, target = (db.session.get(Account, n) for n in (1, 2))
        try:
            module.withdraw(source, 30)
            broken(target, 30)
        except OSError:
            db.session.rollback()
    assert bank.balances() == [70, 0]


@pytest.mark.wrong("half-a-transfer", 2, "it saves the half")
def test_a_commit_after_each_request_saves_half_of_it(bank, card):
    module = card("half-a-transfer").load("bank.py")

    @bank.post("/transfer")
    def transfer():
        module.withdraw(db.session.get(Account, 1), 30)
        raise OSError

    @bank.after_request
    def commit(response):
        db.session.commit()
        return response

    assert bank.test_client().post("/transfer").status_code == 500
    assert bank.balances() == [70, 0]


# transfer-deadlock


@pytest.fixture
def accounts(modules, postgres_url):
    """Three accounts with 100 each, in a database that looks for deadlocks sooner."""
    modules("models", db=db, **MODELS)
    app = make_app(f"{postgres_url}?options=-c%20deadlock_timeout%3D100ms")
    add(app, *(Account(balance=100) for _ in range(3)))

    def transfer(source, target, amount=30):
        body = {"from": source, "to": target, "amount": amount}
        return app.test_client().post("/transfers", json=body).status_code

    def balances():
        with app.app_context():
            return db.session.scalars(db.select(Account.balance).order_by(Account.id)).all()

    yield SimpleNamespace(app=app, transfer=transfer, balances=balances)
    with app.app_context():
        db.engine.dispose()


def pause_after_first_lock(app, barrier):
    """Both transactions hold a lock, or wait for one, before they go on."""
    paused = set()

    def pause(connection, cursor, statement, *rest):
        me = threading.get_ident()
        if "FOR UPDATE" in statement and me not in paused:
            paused.add(me)
            with contextlib.suppress(threading.BrokenBarrierError):
                barrier.wait()

    with app.app_context():
        event.listen(db.engine, "after_cursor_execute", pause)


def test_opposite_transfers_deadlock(accounts, card, caplog):
    accounts.app.register_blueprint(card("transfer-deadlock").load(given=0).bp)
    pause_after_first_lock(accounts.app, threading.Barrier(2, timeout=30))
    codes = at_once(lambda: accounts.transfer(1, 2), lambda: accounts.transfer(2, 1, 50))
    assert sorted(codes) == [204, 500]
    assert "deadlock detected" in caplog.text
    assert accounts.balances() in ([70, 130, 100], [150, 50, 100])


def test_locking_by_id_lets_both_finish(accounts, card):
    accounts.app.register_blueprint(card("transfer-deadlock").load("bank.py").bp)
    # whoever has both locks waits a moment for the other, which cannot come
    pause_after_first_lock(accounts.app, threading.Barrier(2, timeout=0.5))
    codes = at_once(lambda: accounts.transfer(1, 2), lambda: accounts.transfer(2, 1, 50))
    assert codes == [204, 204]
    assert accounts.balances() == [120, 80, 100]


def test_one_commit_without_a_lock_loses_one_of_two_transfers(accounts, card, listen):
    accounts.app.register_blueprint(card("half-a-transfer").load("bank.py").bp)
    both_have_read = threading.Barrier(2, timeout=30)
    listen("before_commit", lambda session: both_have_read.wait())
    assert at_once(lambda: accounts.transfer(1, 3), lambda: accounts.transfer(2, 3)) == [204, 204]
    assert accounts.balances() == [70, 70, 130]


def test_the_rest_of_the_view(accounts, card):
    accounts.app.register_blueprint(card("transfer-deadlock").load("bank.py").bp)
    assert accounts.transfer(1, 2, 101) == 409
    assert accounts.transfer(1, 9) == 404
    assert accounts.transfer(1, 1) == 204
    assert accounts.balances() == [100, 100, 100]


def test_postgresql_waits_a_second_by_default(postgres):
    with postgres.app_context():
        assert db.session.scalar(text("SHOW deadlock_timeout")) == "1s"


def test_a_loaded_object_keeps_its_old_values_without_populate_existing(accounts):
    query = db.select(Account).where(Account.id == 1).with_for_update()
    with accounts.app.app_context():
        account = db.session.get(Account, 1)
        assert account.balance == 100
        with db.engine.begin() as other:
            other.execute(text("UPDATE account SET balance = 10 WHERE id = 1"))
        assert db.session.scalar(query).balance == 100
        assert db.session.scalar(query.execution_options(populate_existing=True)).balance == 10


@pytest.mark.wrong("transfer-deadlock", 1, "account one can vanish")
def test_without_a_lock_on_the_target_a_payment_vanishes(accounts, listen):
    @accounts.app.post("/transfers")
    def transfer():
        data = request.get_json()
        source = db.session.get(Account, data["from"], with_for_update=True)
        target = db.session.get(Account, data["to"])
        source.balance -= data["amount"]
        target.balance += data["amount"]
        db.session.commit()
        return "", 204

    both_have_read = threading.Barrier(2, timeout=30)
    listen("before_commit", lambda session: both_have_read.wait())
    assert at_once(lambda: accounts.transfer(1, 3), lambda: accounts.transfer(2, 3)) == [204, 204]
    assert accounts.balances() == [70, 70, 130]


@pytest.mark.wrong("transfer-deadlock", 2, "aborted, and PostgreSQL refuses every")
def test_an_aborted_transaction_refuses_every_statement(accounts):
    first, second, finished = threading.Barrier(2, timeout=30), [], threading.Event()
    change = text("UPDATE account SET balance = balance + 1 WHERE id = :id")

    def both(*ids):
        with accounts.app.app_context():
            try:
                for each in ids:
                    db.session.execute(change, {"id": each})
                    if each == ids[0]:
                        first.wait()
            except OperationalError as error:
                assert error.orig.sqlstate == "40P01"
                with pytest.raises(DBAPIError, match="current transaction is aborted"):
                    db.session.execute(change, {"id": ids[1]})
                db.session.rollback()
                finished.wait(30)  # a retry at once may deadlock with the other again
                for each in ids:
                    db.session.execute(change, {"id": each})
                second.append(1)
            db.session.commit()
            finished.set()

    at_once(lambda: both(1, 2), lambda: both(2, 1))
    assert second == [1] and accounts.balances() == [102, 102, 100]


# idempotency-key


@pytest.fixture
def payments(postgres_url, card, modules):
    models = card("idempotency-key").load("models.py")
    modules("models", db=models.db, Payment=models.Payment)
    app = make_app(postgres_url, models.db)

    @app.before_request
    def customer():
        g.customer_id = request.headers.get("Customer", 1, int)

    app.register_blueprint(card("idempotency-key").load("payments.py").bp)

    def pay(amount=50, key="k1", customer=1):
        headers = {"Customer": str(customer), **({"Idempotency-Key": key} if key else {})}
        return app.test_client().post("/payments", data={"amount": amount}, headers=headers)

    def rows():
        with app.app_context():
            return models.db.session.scalars(models.db.select(models.Payment)).all()

    yield SimpleNamespace(app=app, pay=pay, rows=rows)
    with app.app_context():
        models.db.engine.dispose()


def test_a_repeat_gets_the_first_payment(payments):
    first, second = payments.pay(), payments.pay()
    assert first.status_code == second.status_code == 201
    assert first.json == second.json == {"id": 1, "status": "new"}
    assert len(payments.rows()) == 1


def test_two_copies_at_once_make_one_payment(payments, listen):
    # both have inserted or wait for the other's insert before one of them commits
    listen("after_flush", lambda session, context: time.sleep(0.3))
    one, two = at_once(payments.pay, payments.pay)
    assert (one.status_code, two.status_code) == (201, 201)
    assert one.json == two.json
    assert len(payments.rows()) == 1


def test_a_missing_and_a_reused_key_are_refused(payments):
    assert payments.pay(key=None).status_code == 400
    for amount in ("x", "", 0, -50):
        assert payments.pay(amount=amount).status_code == 400
    assert payments.rows() == []
    payments.pay(amount=50)
    assert payments.pay(amount=60).status_code == 422
    assert [p.amount for p in payments.rows()] == [50]


def test_the_key_is_unique_per_customer(payments):
    assert payments.pay(customer=1).json["id"] != payments.pay(customer=2).json["id"]
    assert len(payments.rows()) == 2


@pytest.mark.wrong("idempotency-key", 1, "equal payments can both be wanted")
def test_two_equal_payments_can_both_be_wanted(payments):
    assert payments.pay(key="coffee").json["id"] != payments.pay(key="another coffee").json["id"]
    assert [p.amount for p in payments.rows()] == [50, 50]


@pytest.mark.wrong("idempotency-key", 2, "between, every retry hears")
def test_a_key_that_is_noted_first_swallows_the_payment(redis_url):
    import redis

    store = redis.Redis.from_url(redis_url)
    store.delete("seen:k1")
    app, paid, failures = Flask("pay"), [], [OSError()]

    @app.post("/payments")
    def pay():
        if not store.set("seen:k1", 1, nx=True):
            return jsonify("already done")
        if failures:
            raise failures.pop()
        paid.append(1)
        return jsonify("paid")

    client = app.test_client()
    assert client.post("/payments").status_code == 500
    assert client.post("/payments").json == "already done"
    assert paid == []


# outbox


@pytest.fixture
def outbox(postgres, card):
    postgres.register_blueprint(card("outbox").load("orders.py").bp)
    relay = card("outbox").load("relay.py").relay
    queue = []

    def run(fail_after=None):
        def publish(topic, data, message_id):
            if fail_after is not None and len(queue) >= fail_after:
                raise ConnectionError
            queue.append((message_id, topic, data))

        with postgres.app_context():
            relay(publish)

    def order(item="tea"):
        return postgres.test_client().post("/orders", data={"item": item})

    return SimpleNamespace(app=postgres, run=run, order=order, queue=queue, relay=relay)


def test_order_and_message_are_saved_together_and_sent_once(outbox):
    assert outbox.order().json == {"id": 1}
    assert outbox.queue == []
    outbox.run()
    outbox.run()
    assert outbox.queue == [(1, "order.created", {"order": 1, "item": "tea"})]
    assert everything(outbox.app, Outbox.sent_at)[0] is not None


def test_a_failed_commit_leaves_neither(outbox, listen):
    def fail(session):
        raise OSError

    mend = listen("before_commit", fail)
    assert outbox.order().status_code == 500
    mend()
    assert everything(outbox.app, Order.id) == everything(outbox.app, Outbox.id) == []


@pytest.mark.wrong("outbox", 2, "crash between sending and marking")
def test_a_crash_between_sending_and_marking_sends_again(outbox):
    outbox.order("tea")
    outbox.order("milk")
    with pytest.raises(ConnectionError):
        outbox.run(fail_after=1)
    outbox.run()
    assert [message_id for message_id, _, _ in outbox.queue] == [1, 1, 2]


@pytest.mark.wrong("outbox", 1, "warehouse packs an order")
def test_sending_first_tells_of_an_order_that_never_exists(outbox):
    @outbox.app.post("/sent-first")
    def sent_first():
        order = Order(item="tea")
        db.session.add(order)
        db.session.flush()
        outbox.queue.append(order.id)
        db.session.execute(text("SELECT 1 / 0"))
        db.session.commit()

    assert outbox.app.test_client().post("/sent-first").status_code == 500
    assert len(outbox.queue) == 1 and everything(outbox.app, Order.id) == []


def test_a_second_relay_skips_what_the_first_has_locked(outbox):
    outbox.order("tea")
    started, done, seen = threading.Event(), threading.Event(), []

    def slow():
        def publish(topic, data, message_id):
            started.set()
            done.wait(30)
            seen.append(("slow", message_id))

        with outbox.app.app_context():
            outbox.relay(publish)

    def quick():
        started.wait(30)
        outbox.order("milk")
        with outbox.app.app_context():
            outbox.relay(lambda topic, data, message_id: seen.append(("quick", message_id)))
        done.set()

    at_once(slow, quick)
    assert seen == [("quick", 2), ("slow", 1)]
