"""Runs the code of the cards on testing: the cards' own tests, on apps that are right and on apps that are wrong."""

import subprocess
import sys
from types import ModuleType

import pytest
import ran
import record
from flask import Flask, g, session
from flask_login import LoginManager, UserMixin, current_user, login_required, login_user
from flask_sqlalchemy import SQLAlchemy
from flask_wtf import CSRFProtect
from sqlalchemy import ForeignKey, String, text
from sqlalchemy.exc import DataError, IntegrityError
from sqlalchemy.orm import Mapped, mapped_column
from sqlalchemy.orm.exc import DetachedInstanceError


def run_pytest(root, monkeypatch, **env):
    """Runs the tests below `root` in a pytest of their own; gives the exit code and the output."""
    monkeypatch.setenv("PYTHONPATH", ran.python_path(root))
    monkeypatch.setenv("PYTHONDONTWRITEBYTECODE", "1")
    for name, value in env.items():
        monkeypatch.setenv(name, value)
    command = [sys.executable, "-m", "pytest", "-q", "-p", "no:cacheprovider", "--rootdir", str(root), str(root)]
    done = subprocess.run(command, capture_output=True, text=True, cwd=root)
    return done.returncode, done.stdout


# testing-flask


SHOP_DB = """
from flask_sqlalchemy import SQLAlchemy
from sqlalchemy.orm import Mapped, mapped_column

db = SQLAlchemy()

class Item(db.Model):
    id: Mapped[int] = mapped_column(primary_key=True)
    name: Mapped[str]
"""
SHOP = """
from flask import Flask, abort, request
from .db import Item, db

def create_app(**config):
    app = Flask(__name__)
    app.config.update(config)
    db.init_app(app)

    @app.get("/items/<int:id>")
    def show(id):
        item = db.get_or_404(Item, id)
        return {"id": item.id, "name": item.name}

    @app.post("/items")
    def add():
        if request.authorization is None:
            abort(401)
        db.session.add(Item(name=request.json["name"]))
        db.session.commit()
        return "", 201

    @app.cli.command()
    def seed():
        db.session.add_all([Item(name=n) for n in "abc"])
        db.session.commit()
        print("Added 3 items")

    return app
"""


def write_shop(root, source=SHOP):
    (root / "shop").mkdir(exist_ok=True)
    (root / "shop/db.py").write_text(SHOP_DB)
    (root / "shop/__init__.py").write_text(source)


def test_the_cards_tests_pass_on_a_correct_app(card, monkeypatch):
    root = card("testing-flask").write()
    write_shop(root)
    code, out = run_pytest(root, monkeypatch, TEST_DATABASE_URL="sqlite://")
    assert (code, "4 passed" in out) == (0, True), out


def test_the_cards_tests_fail_on_an_app_that_forgot_the_login_and_the_404(card, monkeypatch):
    root = card("testing-flask").write()
    wrong = SHOP.replace("abort(401)", "pass").replace("db.get_or_404(Item, id)", "db.session.get(Item, 1)")
    write_shop(root, wrong)
    code, out = run_pytest(root, monkeypatch, TEST_DATABASE_URL="sqlite://")
    assert code == 1 and "2 failed, 2 passed" in out, out
    assert "test_anonymous_adds_nothing" in out and "test_unknown_item_is_404" in out


@pytest.mark.wrong("testing-flask", 2, "set `WTF_CSRF_ENABLED` to `False`")
def test_testing_does_not_turn_off_the_csrf_check():
    app = Flask(__name__)
    app.config.update(TESTING=True, SECRET_KEY="k")
    CSRFProtect(app)
    app.add_url_rule("/", "index", lambda: "done", methods=["POST"])
    assert app.test_client().post("/").status_code == 400
    app.config["WTF_CSRF_ENABLED"] = False
    assert app.test_client().post("/").text == "done"


# pushed-context-fixture


@pytest.mark.wrong("testing-flask", 1, "Flask 3.1 all requests")
def test_the_given_test_passes_and_the_mended_one_fails(card, tmp_path, monkeypatch):
    code = card("pushed-context-fixture")
    for number in range(2):
        record.run(code.card.id, number)
    (tmp_path / "tags.py").write_text(code.given[0])
    (tmp_path / "test_given.py").write_text(code.given[1])
    (tmp_path / "test_mended.py").write_text(code.to_run("test_tags.py"))
    _, out = run_pytest(tmp_path, monkeypatch)
    assert "1 failed, 1 passed" in out, out
    assert "FAILED test_mended.py::test_add" in out and "assert [] == ['new']" in out


def test_the_mended_fixture_passes_once_the_view_commits(card, tmp_path, monkeypatch):
    code = card("pushed-context-fixture")
    line = "db.session.add(Tag(name=name))\n"
    (tmp_path / "tags.py").write_text(code.given[0].replace(line, line + "        db.session.commit()\n"))
    code.write()
    assert run_pytest(tmp_path, monkeypatch)[0] == 0


@pytest.mark.wrong("pushed-context-fixture", 1, "3.1 it shares the `g`")
@pytest.mark.wrong("testing-flask", 1, "Flask 3.1 all requests")
def test_requests_share_g_inside_a_pushed_context_only():
    app = Flask(__name__)

    @app.get("/")
    def count():
        g.n = g.get("n", 0) + 1
        return str(g.n)

    client = app.test_client()
    assert [client.get("/").text for _ in range(2)] == ["1", "1"]
    with app.app_context():
        assert [client.get("/").text for _ in range(2)] == ["1", "2"]


class Member(UserMixin):
    def __init__(self, id):
        self.id = id


@pytest.fixture
def orders_app():
    """Order 1 belongs to ann; bob is another member."""
    app = Flask(__name__)
    app.config.update(TESTING=True, SECRET_KEY="k")
    manager = LoginManager(app)
    manager.login_view = "login"
    manager.user_loader(Member)

    @app.route("/login", methods=["GET", "POST"])
    def login():
        login_user(Member("ann"))
        return "hello"

    @app.get("/me")
    def me():
        return current_user.get_id() or "anonymous"

    @app.get("/orders/<int:number>")
    @login_required
    def order(number):
        return ("the order", 200) if current_user.id == "ann" else ("", 404)

    return app


def test_a_pushed_context_logs_other_clients_in(orders_app):
    def stranger():
        orders_app.test_client().post("/login")
        return orders_app.test_client().get("/me").text

    assert stranger() == "anonymous"
    with orders_app.app_context():
        assert stranger() == "ann"


# sqlite-in-tests


@pytest.fixture
def sqlite(monkeypatch):
    """A shop with an Item and a Post on in-memory SQLite, as modules `shop` and `shop.db`."""
    db = SQLAlchemy()

    class Item(db.Model):
        id: Mapped[int] = mapped_column(primary_key=True)
        name: Mapped[str] = mapped_column(String(80))

    class Note(db.Model):
        id: Mapped[int] = mapped_column(primary_key=True)
        item_id: Mapped[int] = mapped_column(ForeignKey("item.id"))

    def create_app(**config):
        app = Flask(__name__)
        app.config.update(config)
        db.init_app(app)
        return app

    package, module = ModuleType("shop"), ModuleType("shop.db")
    package.create_app, module.db = create_app, db
    monkeypatch.setitem(sys.modules, "shop", package)
    monkeypatch.setitem(sys.modules, "shop.db", module)
    return create_app, db, Item, Note


@pytest.mark.wrong("sqlite-in-tests", 1, "It translates SQL, but")
@pytest.mark.wrong("sqlite-in-tests", 2, "that points at nothing")
def test_sqlite_accepts_a_row_without_parent_and_a_long_string(sqlite):
    create_app, db, Item, Note = sqlite
    with create_app(SQLALCHEMY_DATABASE_URI="sqlite://").app_context():
        db.create_all()
        db.session.add_all([Note(item_id=99), Item(name="x" * 500)])
        db.session.commit()
        assert db.session.scalar(db.select(Note.item_id)) == 99
        assert len(db.session.scalar(db.select(Item.name))) == 500


@pytest.mark.wrong("sqlite-in-tests", 1, "It translates SQL, but")
def test_postgresql_refuses_the_rows_that_sqlite_accepts(sqlite, postgres_url):
    create_app, db, Item, Note = sqlite
    with create_app(SQLALCHEMY_DATABASE_URI=postgres_url).app_context():
        db.create_all()
        try:
            for row, error in ((Note(item_id=99), IntegrityError), (Item(name="x" * 500), DataError)):
                db.session.add(row)
                with pytest.raises(error):
                    db.session.commit()
                db.session.rollback()
        finally:
            db.drop_all()
            db.engine.dispose()


def test_the_pragma_makes_sqlite_check_foreign_keys(sqlite):
    create_app, db, _, Note = sqlite
    with create_app(SQLALCHEMY_DATABASE_URI="sqlite://").app_context():
        db.create_all()
        assert db.session.scalar(text("PRAGMA foreign_keys")) == 0
        db.session.rollback()
        db.session.execute(text("PRAGMA foreign_keys = ON"))
        db.session.add(Note(item_id=99))
        with pytest.raises(IntegrityError):
            db.session.commit()


WRITES_ONE = """
from shop.db import Item, db

def add_and_count(app):
    with app.app_context():
        db.session.add(Item(name="Cup"))
        db.session.commit()
        return db.session.scalar(db.select(db.func.count(Item.id)))

def test_first(app):
    assert add_and_count(app) == 1

def test_second(app):
    assert add_and_count(app) == 1
"""


def test_every_test_starts_with_empty_tables(card, monkeypatch):
    root = card("sqlite-in-tests").write()
    write_shop(root)
    (root / "tests/test_items.py").write_text(WRITES_ONE)
    code, out = run_pytest(root, monkeypatch, TEST_DATABASE_URL="sqlite://")
    assert (code, "2 passed" in out) == (0, True), out


def test_without_its_own_variable_the_tests_do_not_start(card, monkeypatch):
    root = card("sqlite-in-tests").write()
    write_shop(root)
    (root / "tests/test_items.py").write_text(WRITES_ONE)
    monkeypatch.delenv("TEST_DATABASE_URL", raising=False)
    code, out = run_pytest(root, monkeypatch, SQLALCHEMY_DATABASE_URI="sqlite://", DATABASE_URL="sqlite://")
    assert code == 1 and "KeyError: 'TEST_DATABASE_URL'" in out


# testing-protected-views


def test_the_three_visitors_get_what_the_card_says(card, orders_app):
    tests = card("testing-protected-views").load("tests/test_orders.py")
    tests.test_anonymous_goes_to_the_login(orders_app)
    tests.test_owner_sees_the_order(orders_app, Member("ann"))
    tests.test_other_user_does_not(orders_app, Member("bob"))


def test_the_cards_tests_notice_a_missing_ownership_check(card, orders_app):
    tests = card("testing-protected-views").load("tests/test_orders.py")
    orders_app.view_functions["order"] = login_required(lambda number: "the order")
    tests.test_owner_sees_the_order(orders_app, Member("ann"))
    with pytest.raises(AssertionError):
        tests.test_other_user_does_not(orders_app, Member("bob"))


def test_the_client_writes_the_id_into_the_session(card, orders_app):
    tests = card("testing-protected-views").load("tests/test_orders.py")
    with tests.client_for(orders_app, Member("bob")).session_transaction() as stored:
        assert stored["_user_id"] == "bob"


def test_a_model_detached_after_a_commit_cannot_be_logged_in(card, orders_app):
    tests = card("testing-protected-views").load("tests/test_orders.py")
    db = SQLAlchemy()

    class Account(UserMixin, db.Model):
        id: Mapped[int] = mapped_column(primary_key=True)

    orders_app.config["SQLALCHEMY_DATABASE_URI"] = "sqlite://"
    db.init_app(orders_app)
    with orders_app.app_context():
        db.create_all()
        cold, warm = Account(id=1), Account(id=2)
        db.session.add_all([cold, warm])
        db.session.commit()
        db.session.refresh(warm)
    with pytest.raises(DetachedInstanceError):
        tests.client_for(orders_app, cold)
    with tests.client_for(orders_app, warm).session_transaction() as stored:
        assert stored["_user_id"] == "2"


def test_the_real_login_works_with_one_client(orders_app):
    client = orders_app.test_client()
    client.post("/login")
    assert client.get("/orders/1").status_code == 200


@pytest.mark.wrong("testing-protected-views", 1, "Then `login_required` checks nothing")
def test_login_disabled_lets_a_view_pass_that_forgot_the_decorator(orders_app):
    orders_app.config["LOGIN_DISABLED"] = True
    orders_app.view_functions["order"] = login_required(lambda number: "guarded")
    orders_app.add_url_rule("/open", "open", lambda: "forgot the decorator")
    client = orders_app.test_client()
    assert client.get("/orders/1").status_code == client.get("/open").status_code == 200


# session-in-tests


@pytest.fixture
def cart():
    app = Flask(__name__)
    app.config.update(TESTING=True, SECRET_KEY="k")

    @app.post("/cart/<item>")
    def add(item):
        session["cart"] = [*session.get("cart", []), item]
        return "", 204

    @app.get("/x")
    def x():
        return session.get("x", "nothing")

    return app


def test_the_cards_session_tests_pass(card, cart):
    tests = card("session-in-tests").load("tests/test_cart.py")
    tests.test_adds_to_a_cart_that_has_items(cart.test_client())
    tests.test_carts_are_separate(cart)


def test_a_view_that_forgets_the_old_items_is_caught(card, cart):
    cart.view_functions["add"] = lambda item: (session.update(cart=[item]), ("", 204))[1]
    with pytest.raises(AssertionError):
        card("session-in-tests").load("tests/test_cart.py").test_adds_to_a_cart_that_has_items(cart.test_client())


def test_a_new_transaction_reads_what_the_view_stored(cart):
    client = cart.test_client()
    client.post("/cart/pot")
    with client.session_transaction() as stored:
        assert stored["cart"] == ["pot"]


def test_it_needs_a_secret_key(cart):
    cart.secret_key = None
    with pytest.raises(RuntimeError, match="[Ss]ession"):
        with cart.test_client().session_transaction() as stored:
            stored["x"] = 1


@pytest.mark.wrong("session-in-tests", 1, "`with client:` the request")
def test_outside_with_client_the_session_is_gone(cart):
    client = cart.test_client()
    client.post("/cart/pot")
    with pytest.raises(RuntimeError, match="Working outside of request context"):
        session["cart"]


@pytest.mark.wrong("session-in-tests", 2, "only the client's cookie")
def test_a_session_set_in_a_request_context_does_not_reach_the_client(cart):
    with cart.test_request_context():
        session["x"] = "set"
    assert cart.test_client().get("/x").text == "nothing"
