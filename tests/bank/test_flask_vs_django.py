"""What the cards of the topic "Flask vs Django" claim, run."""

import asyncio
import importlib
import sys
import threading
import time
from concurrent.futures import ThreadPoolExecutor
from types import ModuleType
from urllib.request import urlopen

import pytest
from asgiref.testing import ApplicationCommunicator
from asgiref.wsgi import WsgiToAsgi
from flask import Flask
from flask_login import LoginManager, UserMixin, login_user
from flask_migrate import Migrate
from flask_sqlalchemy import SQLAlchemy
from flask_sqlalchemy.record_queries import get_recorded_queries
from sqlalchemy import ForeignKey
from sqlalchemy.orm import DeclarativeBase, Mapped, mapped_column, relationship
from werkzeug.serving import make_server

# flask-or-django


@pytest.fixture
def shop(card, monkeypatch):
    monkeypatch.syspath_prepend(str(card("flask-or-django").write()))
    sys.modules.pop("shop", None)
    importlib.invalidate_caches()
    yield importlib.import_module("shop")
    sys.modules.pop("shop")


CONFIG = {"SECRET_KEY": "k", "SQLALCHEMY_DATABASE_URI": "sqlite://"}


def test_the_factory_wires_what_django_would_have_chosen(shop):
    app = shop.create_app(CONFIG)
    assert {"sqlalchemy", "migrate", "csrf"} <= set(app.extensions)
    assert app.login_manager is shop.login
    assert {"migrate", "upgrade"} <= set(app.cli.commands["db"].commands)


def form_reply(app):
    app.add_url_rule("/buy", view_func=lambda: "bought", methods=["POST"])
    return app.test_client().post("/buy")


@pytest.mark.wrong("flask-or-django", 2, "`CSRFProtect` or use Flask-WTF forms")
def test_csrf_is_checked_only_because_the_card_adds_it(shop):
    assert form_reply(Flask("bare")).text == "bought"
    assert form_reply(shop.create_app(CONFIG)).status_code == 400


def test_flask_itself_has_no_orm_admin_or_login():
    app = Flask("bare")
    assert app.extensions == {}
    assert set(app.cli.commands) == set()


# flask-or-fastapi


def test_one_async_view_awaits_its_calls_together(card):
    client = card("flask-or-fastapi").load("app.py").app.test_client()
    start = time.monotonic()
    assert client.get("/dashboard").json == {"parts": ["orders", "stock", "mail"]}
    assert 0.2 <= time.monotonic() - start < 0.6


@pytest.mark.wrong("flask-or-fastapi", 2, "`flask[async]` installed they run")
def test_the_request_keeps_its_worker_until_the_view_returns(card):
    server = make_server("127.0.0.1", 0, card("flask-or-fastapi").load("app.py").app, threaded=False)
    serving = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.01}, daemon=True)
    serving.start()
    try:
        with ThreadPoolExecutor() as pool:
            start = time.monotonic()
            list(pool.map(lambda _: urlopen(f"http://127.0.0.1:{server.port}/dashboard", timeout=10).read(), range(3)))
            assert time.monotonic() - start >= 0.6
    finally:
        server.shutdown()
        serving.join()
        server.server_close()


def test_a_task_left_running_is_canceled_when_the_view_returns():
    app, seen = Flask("tasks"), []

    async def later():
        try:
            await asyncio.sleep(0.2)
            seen.append("finished")
        except asyncio.CancelledError:
            seen.append("canceled")
            raise

    @app.get("/")
    async def index():
        seen.append(asyncio.create_task(later()))
        await asyncio.sleep(0)
        return ""

    app.test_client().get("/")
    time.sleep(0.3)
    assert seen[1:] == ["canceled"] and seen[0].cancelled()


async def asgi_reply(asgi_app):
    """What an ASGI server gets from the app for `GET /`."""
    scope = {"type": "http", "method": "GET", "path": "/", "raw_path": b"/", "query_string": b"", "headers": []}
    scope |= {"http_version": "1.1", "scheme": "http", "root_path": "", "server": ("localhost", 80)}
    client = ApplicationCommunicator(asgi_app, scope)
    await client.send_input({"type": "http.request", "body": b""})
    assert (await client.receive_output(5))["status"] == 200
    return (await client.receive_output(5))["body"].decode()


@pytest.mark.wrong("flask-or-fastapi", 1, "asgiref's `WsgiToAsgi` they even")
def test_flask_is_not_an_asgi_app_and_the_adapter_runs_it_in_a_thread():
    app = Flask("wsgi")
    app.add_url_rule("/", view_func=lambda: threading.current_thread().name)
    assert asyncio.run(asgi_reply(WsgiToAsgi(app))) != threading.main_thread().name
    with pytest.raises(TypeError):
        asyncio.run(asgi_reply(app))


@pytest.mark.wrong("flask-or-fastapi", 1, "asgiref's `WsgiToAsgi` they even")
def test_requests_through_the_adapter_take_turns_in_one_thread():
    app, running, most = Flask("wsgi"), [], []

    @app.get("/")
    def slow():
        running.append(1)
        most.append(len(running))
        time.sleep(0.1)
        running.pop()
        return str(threading.get_ident())

    async def three_at_once():
        adapter = WsgiToAsgi(app)
        return await asyncio.gather(*[asgi_reply(adapter) for _ in range(3)])

    assert len(set(asyncio.run(three_at_once()))) == 1 and most == [1, 1, 1]


# rebuilding-django


class User(UserMixin):
    def __init__(self, name, permissions=(), is_staff=False):
        self.id, self.permissions, self.is_staff = name, set(permissions), is_staff


USERS = {u.id: u for u in (User("ann", ["refund"], is_staff=True), User("bob"))}


@pytest.fixture
def app():
    app = Flask("login")
    app.secret_key = "k"
    login = LoginManager(app)
    login.user_loader(USERS.get)

    @app.post("/login/<name>")
    def log_in(name):
        login_user(USERS[name])
        return ""

    return app


def client_of(app, name=None):
    client = app.test_client()
    if name:
        client.post(f"/login/{name}")
    return client


def test_the_permission_decorator_answers_401_403_and_200(app, card):
    permission_required = card("rebuilding-django").load("permissions.py").permission_required

    @app.get("/refund")
    @permission_required("refund")
    def refund():
        return "refunded"

    @app.get("/other")
    @permission_required("refund")
    def other():
        return "other"

    codes = [client_of(app, name).get("/refund").status_code for name in (None, "bob", "ann")]
    assert codes == [401, 403, 200]
    assert {"refund", "other"} <= set(app.view_functions)


def test_flask_login_brings_no_permissions_and_no_user_model():
    assert not hasattr(UserMixin(), "permissions")
    assert "set_password" not in dir(UserMixin) and not hasattr(UserMixin, "metadata")


# admin-heavy-crud


def test_the_hand_written_page_guards_itself_and_pages_its_rows(app, card, monkeypatch):
    class Base(DeclarativeBase):
        pass

    db = SQLAlchemy(model_class=Base)

    class Product(db.Model):
        id: Mapped[int] = mapped_column(primary_key=True)
        name: Mapped[str]

    app.config["SQLALCHEMY_DATABASE_URI"] = "sqlite://"
    db.init_app(app)
    models = ModuleType("models")
    models.__dict__.update(db=db, Product=Product)
    monkeypatch.setitem(sys.modules, "models", models)
    app.register_blueprint(card("admin-heavy-crud").load("staff.py").bp)
    with app.app_context():
        db.create_all()
        db.session.add_all(Product(name=f"p{n}") for n in range(25))
        db.session.commit()

    codes = [client_of(app, name).get("/staff/products").status_code for name in (None, "bob", "ann")]
    assert codes == [401, 403, 200]
    staff = client_of(app, "ann")
    assert len(staff.get("/staff/products").json["products"]) == 20
    assert staff.get("/staff/products?page=2").json["products"] == [f"p{n}" for n in range(20, 25)]
    assert staff.get("/staff/products?page=9").status_code == 404


# django-orm-to-sqlalchemy


@pytest.fixture
def articles(card, monkeypatch):
    class Base(DeclarativeBase):
        pass

    db = SQLAlchemy(model_class=Base)

    class Author(db.Model):
        id: Mapped[int] = mapped_column(primary_key=True)
        name: Mapped[str]

    class Article(db.Model):
        id: Mapped[int] = mapped_column(primary_key=True)
        title: Mapped[str]
        published: Mapped[bool] = mapped_column(default=False)
        author_id: Mapped[int] = mapped_column(ForeignKey("author.id"))
        author: Mapped[Author] = relationship()

    class Notice(db.Model):
        id: Mapped[int] = mapped_column(primary_key=True)
        text: Mapped[str] = mapped_column(unique=True)

    app = Flask("articles")
    app.config.update(SQLALCHEMY_DATABASE_URI="sqlite://", SQLALCHEMY_RECORD_QUERIES=True)
    db.init_app(app)
    models = ModuleType("models")
    models.__dict__.update(db=db, Article=Article, Author=Author, Notice=Notice)
    monkeypatch.setitem(sys.modules, "models", models)
    app.register_blueprint(card("django-orm-to-sqlalchemy").load("articles.py").bp)
    with app.app_context():
        db.create_all()
        db.session.add_all(Article(title=f"t{n}", author=Author(name=f"a{n}")) for n in range(3))
        db.session.commit()
    return app, models


@pytest.mark.wrong("django-orm-to-sqlalchemy", 1, "that loaded it tracks")
def test_the_commit_writes_a_change_without_save_or_add(articles):
    app, models = articles
    client = app.test_client()
    assert client.post("/articles/1/publish").status_code == 204
    assert client.post("/articles/2/publish").status_code == 204
    assert client.get("/articles").json == [{"title": "t0", "by": "a0"}, {"title": "t1", "by": "a1"}]
    assert client.post("/articles/9/publish").status_code == 404
    with app.test_request_context("/articles"):
        app.dispatch_request()
        assert len(get_recorded_queries()) == 1


def test_both_changes_or_neither(articles):
    app, models = articles
    with app.app_context():
        models.db.session.add(models.Notice(text="t0 is out"))
        models.db.session.commit()
    assert app.test_client().post("/articles/1/publish").status_code == 500
    assert app.test_client().get("/articles").json == []


def test_a_forgotten_commit_loses_the_work_without_an_error(articles):
    app, models = articles
    with app.app_context():
        models.db.session.get(models.Article, 1).published = True
        models.db.session.flush()
    assert app.test_client().get("/articles").json == []


@pytest.mark.wrong("django-orm-to-sqlalchemy", 2, "`None` until a flush")
def test_add_only_registers_and_a_query_or_the_commit_flushes(articles):
    app, models = articles
    session = models.db.session
    with app.app_context():
        notice = models.Notice(text="x")
        session.add(notice)
        assert notice.id is None and get_recorded_queries() == []
        assert session.scalars(models.db.select(models.Article)).all()
        assert notice.id == 1 and get_recorded_queries()[0].statement.startswith("INSERT")


def test_one_row_is_one_object_and_a_select_runs_nothing_by_itself(articles):
    app, models = articles
    session = models.db.session
    with app.app_context():
        query = models.db.select(models.Article).where(models.Article.title == "t0")
        assert get_recorded_queries() == []
        assert session.scalar(query) is session.get(models.Article, 1)
        with pytest.raises(TypeError):
            iter(query)


def test_the_sqlalchemy_side_of_the_table_exists(articles):
    app, models = articles
    session = models.db.session
    with app.app_context():
        with pytest.raises(ZeroDivisionError), session.begin_nested():
            session.add(models.Notice(text="inner"))
            1 / 0
        session.add(models.Notice(text="outer"))
        session.commit()
        assert session.scalars(models.db.select(models.Notice.text)).all() == ["outer"]
    Migrate(app, models.db)
    assert {"migrate", "upgrade"} <= set(app.cli.commands["db"].commands)
