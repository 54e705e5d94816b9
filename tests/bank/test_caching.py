"""Proves the cards of content/caching; what workers share is in a real Redis."""

import functools
import logging
import os
import sys
import textwrap
import threading
from contextlib import contextmanager
from importlib.metadata import version
from types import SimpleNamespace

import pytest
import requests
import sqlalchemy as sa
from flask import Flask, abort, request
from flask_caching import Cache
from flask_caching.backends import RedisCache
from flask_login import LoginManager, UserMixin, current_user, login_required
from redis import Redis
from redis.exceptions import RedisError
from sqlalchemy.orm.exc import DetachedInstanceError

import servers

#: Seconds that a request waits at most, on a busy machine.
PATIENCE = 30
CACHE = "from flask_caching import Cache\ncache = Cache()\n"
MODELS = """
from flask_sqlalchemy import SQLAlchemy
from sqlalchemy import ForeignKey
from sqlalchemy.orm import DeclarativeBase, Mapped, mapped_column, relationship

class Base(DeclarativeBase):
    pass

db = SQLAlchemy(model_class=Base)

class Book(db.Model):
    id: Mapped[int] = mapped_column(primary_key=True)
    title: Mapped[str]
    version: Mapped[int] = mapped_column(default=1)

class User(db.Model):
    id: Mapped[int] = mapped_column(primary_key=True)
    name: Mapped[str]
    city: Mapped[str] = mapped_column(default="Rome")
    posts: Mapped[list["Post"]] = relationship()

class Post(db.Model):
    id: Mapped[int] = mapped_column(primary_key=True)
    user_id: Mapped[int] = mapped_column(ForeignKey("user.id"))
"""


@pytest.fixture
def redis(redis_url):
    with Redis.from_url(redis_url) as client:
        client.flushdb()
        yield client
        client.flushdb()


@pytest.fixture
def shop(tmp_path, monkeypatch, redis, redis_url):
    """Writes modules of a package `shop` that the cards import from."""
    monkeypatch.syspath_prepend(tmp_path)
    monkeypatch.setattr(sys, "dont_write_bytecode", True)  # files change within a second
    forget()
    monkeypatch.setenv("DATABASE_URL", f"sqlite:///{tmp_path}/shop.db")
    monkeypatch.setenv("REDIS_URL", redis_url)

    def write(**sources):
        forget()
        for name, source in {"__init__": "", "cache": CACHE, "models": MODELS, **sources}.items():
            path = tmp_path / "shop" / f"{name}.py"
            path.parent.mkdir(exist_ok=True)
            path.write_text(textwrap.dedent(source))
        return tmp_path

    yield write
    forget()


def forget():
    for name in [n for n in sys.modules if n.partition(".")[0] == "shop"]:
        del sys.modules[name]


def in_redis():
    return {"CACHE_TYPE": "RedisCache", "CACHE_REDIS_URL": os.environ["REDIS_URL"]}


@contextmanager
def worker(folder, **config):
    """The address of a gunicorn of its own on the card's factory."""
    port = servers.free_port()
    factory = f"shop:create_app({', '.join(f'{key}={value!r}' for key, value in config.items())})"
    gunicorn = [sys.executable, "-m", "gunicorn", "-b", f"127.0.0.1:{port}", "--no-control-socket", factory]
    with servers.running(gunicorn, port, cwd=folder):
        yield f"http://127.0.0.1:{port}"


def make_app(tmp_path, *rows, **config):
    from shop.cache import cache
    from shop.models import db

    app = Flask("shop", root_path=str(tmp_path))
    app.config.from_mapping(in_redis(), SQLALCHEMY_DATABASE_URI=f"sqlite:///{tmp_path}/shop.db")
    app.config.update(config)
    db.init_app(app)
    cache.init_app(app)
    with app.app_context():
        db.create_all()
        db.session.add_all(rows)
        db.session.commit()
    return app


def small_app():
    """An app with a cache in memory and a counter of calls."""
    app = Flask(__name__)
    app.config["CACHE_TYPE"] = "SimpleCache"
    return app, Cache(app), []


class TestCaching:
    @pytest.fixture
    def books(self, card, shop, tmp_path):
        def start():
            shop()
            card("caching").write(tmp_path)
            from shop import create_app
            from shop.models import Book, db

            app = create_app()
            with app.app_context():
                db.create_all()
                if not db.session.get(Book, 1):
                    db.session.add_all([Book(title="Emma"), Book(title="Dune")])
                    db.session.commit()
            edit = lambda title: app.test_client().put("/books/1", data={"title": title})
            return SimpleNamespace(app=app, client=app.test_client(), db=db, edit=edit)

        return start

    def behind_the_back(self, books, title):
        with books.app.app_context():
            books.db.session.execute(sa.text("UPDATE book SET title = :t WHERE id = 1"), {"t": title})
            books.db.session.commit()

    def test_the_factory_keeps_its_entries_in_redis_until_their_timeout(self, books, redis):
        shop = books()
        [backend] = shop.app.extensions["cache"].values()
        assert isinstance(backend, RedisCache) and redis.keys() == []
        seconds_left = lambda: [redis.ttl(key) for key in redis.keys("flask_cache_*")]
        shop.client.get("/search?q=Em")
        assert 0 < max(seconds_left()) <= 60
        shop.client.get("/books/1")
        assert 60 < max(seconds_left()) <= 300 and min(seconds_left()) > 0

    def test_a_hit_asks_the_database_nothing(self, books, redis):
        shop, statements = books(), []
        with shop.app.app_context():
            sa.event.listen(shop.db.engine, "before_cursor_execute", lambda *a: statements.append(a[2]))

        def asked(path):
            statements.clear()
            assert shop.client.get(path).status_code == 200
            return len(statements)

        for path in ("/books/1", "/search?q=Em"):
            assert [asked(path), asked(path)] == [1, 0]
            redis.flushdb()
            assert asked(path) == 1

    def test_what_nobody_deleted_lives_until_its_timeout(self, books, redis):
        shop = books()
        shop.client.get("/books/1")
        self.behind_the_back(shop, "changed elsewhere")
        assert shop.client.get("/books/1").json["title"] == "Emma"
        for key in redis.keys():
            assert redis.pexpire(key, 1)
        while redis.keys():
            pass
        assert shop.client.get("/books/1").json["title"] == "changed elsewhere"

    def test_memoize_serves_the_entry_until_the_view_deletes_it(self, books):
        shop = books()
        assert shop.client.get("/books/1").json["title"] == "Emma"
        self.behind_the_back(shop, "changed elsewhere")
        assert shop.client.get("/books/1").json["title"] == "Emma"
        assert shop.edit("Persuasion").status_code == 204
        assert shop.client.get("/books/1").json == {"id": 1, "title": "Persuasion"}
        assert shop.client.get("/books/2").json["title"] == "Dune"
        assert shop.client.get("/books/9").status_code == 404
        assert shop.client.put("/books/1", data={}).status_code == 400

    def test_query_string_gives_each_search_its_entry(self, books):
        shop = books()
        find = lambda q: shop.client.get("/search", query_string={"q": q}).json
        assert (find("Em"), find("Du"), find("%")) == (["Emma"], ["Dune"], [])
        self.behind_the_back(shop, "Emmanuel")
        assert find("Em") == ["Emma"]

    def test_the_path_alone_is_the_default_key(self):
        app, cache, _ = small_app()
        app.get("/search")(cache.cached()(lambda: [request.args["q"], request.headers.get("X-User")]))
        client = app.test_client()
        assert client.get("/search?q=1", headers={"X-User": "A"}).json == ["1", "A"]
        assert client.get("/search?q=2", headers={"X-User": "B"}).json == ["1", "A"]
        assert cache.has("view//search")

    def test_deleting_before_the_commit_lets_a_reader_put_the_old_value_back(self, books):
        shop = books()
        from shop.books import book_data, cache
        from shop.models import Book

        with shop.app.app_context():
            shop.db.session.get(Book, 1).title = "new"
            cache.delete_memoized(book_data, 1)
            with shop.app.app_context():
                book_data(1)  # another request, before the commit
            shop.db.session.commit()
        assert shop.client.get("/books/1").json["title"] == "Emma"

    @pytest.mark.parametrize("config, entry, deleted", [
        ({}, "Emma", "new"),
        ({"CACHE_TYPE": "SimpleCache"}, "changed elsewhere", "changed elsewhere"),
    ])
    def test_entries_and_deletes_reach_other_workers_only_through_a_shared_backend(
        self, books, tmp_path, config, entry, deleted
    ):
        shop = books()
        title = lambda url: requests.get(f"{url}/books/1", timeout=PATIENCE).json()["title"]
        with worker(tmp_path, **config) as one, worker(tmp_path, **config) as two:
            assert title(one) == "Emma"
            self.behind_the_back(shop, "changed elsewhere")
            assert title(one) == "Emma"
            assert title(two) == entry
            assert requests.put(f"{one}/books/1", data={"title": "new"}, timeout=PATIENCE).status_code == 204
            assert title(one) == "new"
            assert title(two) == deleted

    def test_many_requests_recompute_an_expired_entry_at_once(self):
        app, cache, calls = small_app()
        together = threading.Barrier(3, timeout=5)
        app.get("/hot")(cache.cached()(lambda: (together.wait(), calls.append(1), "x")[2]))
        threads = [threading.Thread(target=lambda: app.test_client().get("/hot"), daemon=True) for _ in range(3)]
        [t.start() for t in threads], [t.join() for t in threads]
        assert len(calls) == 3

    @pytest.mark.wrong("caching", 1, "Flask-Caching 2.5 one from `abort()`")
    def test_an_error_response_is_cached_unless_filtered_and_an_abort_since_version_2_5(self):
        app, cache, calls = small_app()
        fail = lambda: (calls.append(request.path), ("down", 500))[1]
        app.get("/error", endpoint="e")(cache.cached()(fail))
        only_good = lambda rv: app.make_response(rv).status_code == 200
        app.get("/filtered", endpoint="f")(cache.cached(response_filter=only_good)(fail))
        stop = lambda: (calls.append(request.path), abort(404))
        app.get("/abort", endpoint="a")(cache.cached()(stop))
        app.get("/abort2", endpoint="b")(cache.cached(response_filter=only_good)(stop))
        client = app.test_client()
        for path in ("/error", "/error", "/filtered", "/filtered", "/abort", "/abort", "/abort2", "/abort2"):
            assert client.get(path).status_code in (500, 404)
        major, minor, *_ = map(int, version("flask-caching").split("."))
        aborts = ["/abort"] if (major, minor) >= (2, 5) else ["/abort"] * 2
        assert calls == ["/error", "/filtered", "/filtered", *aborts, "/abort2", "/abort2"]

    @pytest.mark.wrong("caching", 2, "`1` are two entries")
    @pytest.mark.wrong("caching", 3, "`None` counts as a miss")
    def test_arguments_of_another_type_are_another_entry_and_none_is_a_miss(self):
        app, cache, calls = small_app()

        @cache.memoize()
        def f(x):
            calls.append(x)
            return x and str(x)

        with app.app_context():
            f(1), f(1)
            cache.delete_memoized(f, "1")
            f(1)
            assert calls == [1]
            cache.delete_memoized(f, 1)
            f(1), f(None), f(None)
            assert calls == [1, 1, None, None]


    @pytest.mark.wrong("caching", 4, "already committed answers 500")
    def test_when_redis_is_down_reads_work_and_a_delete_raises_after_the_commit(self, books, monkeypatch):
        with servers.redis_server() as url:
            monkeypatch.setenv("REDIS_URL", url)
            shop = books()
            assert shop.client.get("/books/1").json["title"] == "Emma"
            self.behind_the_back(shop, "changed elsewhere")
            assert shop.client.get("/books/1").json["title"] == "Emma"
        logging.disable()
        try:
            assert shop.client.get("/books/1").json["title"] == "changed elsewhere"
            assert shop.client.get("/search?q=ch").json == ["changed elsewhere"]
            assert shop.edit("Persuasion").status_code == 500
            assert shop.client.get("/books/1").json["title"] == "Persuasion"
        finally:
            logging.disable(logging.NOTSET)
        shop.app.debug = True
        with pytest.raises(RedisError):
            shop.client.get("/books/1")


class Visitor(UserMixin):
    def __init__(self, name):
        self.id = self.name = name

    def count_orders(self):
        return len(self.name)


def with_login(app):
    app.secret_key = "x"
    manager = LoginManager(app)
    manager.request_loader(lambda r: Visitor(r.headers["X-User"]) if "X-User" in r.headers else None)
    return lambda path, user=None: app.test_client().get(path, headers={"X-User": user} if user else {})


class TestCachedForTheWrongUser:
    def start(self, bp, tmp_path):
        from shop.cache import cache

        app = Flask(__name__)
        app.config.from_mapping(in_redis())
        cache.init_app(app)
        app.register_blueprint(bp)
        return app, cache, with_login(app)

    @pytest.mark.wrong("cached-for-the-wrong-user", 1, "strangers out, but every")
    def test_given_shows_bob_the_account_of_ann_and_still_asks_for_login(self, card, shop, tmp_path):
        shop()
        app, cache, get = self.start(card("cached-for-the-wrong-user").load(given=0).bp, tmp_path)
        assert get("/account", "Ann").json == {"name": "Ann", "orders": 3}
        assert get("/account", "Robert").json == {"name": "Ann", "orders": 3}
        assert get("/account").status_code == 401
        with app.app_context():
            assert cache.has("view//account")

    def test_the_mend_keeps_users_apart_caches_the_slow_part_and_says_private(self, card, shop, tmp_path):
        shop(orders="calls = []\ndef count_orders(user_id):\n    calls.append(user_id)\n    return len(user_id)\n")
        _, _, get = self.start(card("cached-for-the-wrong-user").load("shop/account.py").bp, tmp_path)
        from shop.orders import calls

        for user in ("Ann", "Robert", "Ann"):
            response = get("/account", user)
            assert response.json == {"name": user, "orders": len(user)}
            assert response.headers["Cache-Control"] == "private"
        assert calls == ["Ann", "Robert"] and get("/account").status_code == 401

    @pytest.mark.parametrize("options, seen", [
        ({"query_string": True}, "Ann"),
        ({"make_cache_key": lambda: f"account/{current_user.get_id()}"}, "Robert"),
    ])
    @pytest.mark.wrong("cached-for-the-wrong-user", 2, "still share an entry")
    def test_make_cache_key_separates_the_users_and_query_string_does_not(self, options, seen):
        app, cache, _ = small_app()
        app.get("/account")(login_required(cache.cached(**options)(lambda: current_user.name)))
        get = with_login(app)
        assert get("/account", "Ann").text == "Ann" and get("/account", "Robert").text == seen


class TestCachedOrmObjects:
    def start(self, shop, tmp_path, load, **config):
        shop()
        module = load()
        from shop.models import User, db

        app = make_app(tmp_path, User(name="first"), **config)
        app.register_blueprint(module.bp)
        rename = lambda name: app.test_client().put("/users/1/name", data={"name": name}).status_code
        return SimpleNamespace(app=app, module=module, db=db, User=User, rename=rename)

    def stored(self, s):
        with s.app.app_context():
            return s.db.session.get(s.User, 1).name

    @pytest.mark.parametrize("backend", ["RedisCache", "SimpleCache"])
    @pytest.mark.wrong("cached-orm-objects", 2, "hit is a detached")
    def test_given_saves_the_first_rename_and_silently_loses_the_next(self, card, shop, tmp_path, backend):
        load = lambda: card("cached-orm-objects").load(given=0)
        s = self.start(shop, tmp_path, load, CACHE_TYPE=backend)
        assert s.rename("second") == 204 and self.stored(s) == "second"
        assert s.rename("third") == 204 and self.stored(s) == "second"
        with s.app.app_context():
            user = s.module.get_user(1)
            assert sa.inspect(user).detached and user.name == "first"  # as it was stored
            with pytest.raises(DetachedInstanceError):
                user.posts

    @pytest.mark.wrong("cached-orm-objects", 1, "merge copies every cached")
    def test_merge_puts_old_values_over_newer_ones(self, card, shop, tmp_path):
        s = self.start(shop, tmp_path, lambda: card("cached-orm-objects").load(given=0))
        with s.app.app_context():
            s.module.get_user(1)
        with s.app.app_context():
            s.db.session.get(s.User, 1).city = "Oslo"  # someone else moves
            s.db.session.commit()
        with s.app.app_context():
            s.db.session.merge(s.module.get_user(1)).name = "new"
            s.db.session.commit()
            row = s.db.session.execute(sa.text("SELECT name, city FROM user")).one()
        assert row == ("new", "Rome")

    def test_a_release_that_changes_the_model_meets_old_entries(self, card, shop, tmp_path):
        load = lambda: card("cached-orm-objects").load(given=0, __name__="shop.users")
        s = self.start(shop, tmp_path, load)
        with s.app.app_context():
            s.module.get_user(1)
            s.db.session.execute(sa.text("ALTER TABLE user ADD COLUMN nick TEXT NOT NULL DEFAULT 'ann'"))
            s.db.session.commit()
        shop(models=MODELS.replace('    name: Mapped[str]\n', '    name: Mapped[str]\n    nick: Mapped[str]\n'))
        module = load()
        with make_app(tmp_path).app_context():
            user = module.get_user(1)
            assert sa.inspect(user).detached and user.name == "first"
            assert user.nick is None  # the row says "ann", and the column is not even nullable

    def test_the_mend_saves_every_rename_and_serves_plain_data(self, card, shop, tmp_path):
        s = self.start(shop, tmp_path, lambda: card("cached-orm-objects").load("shop/users.py"))
        client = s.app.test_client()
        for name in ("second", "third"):
            assert client.get("/users/1").status_code == 200
            assert s.rename(name) == 204 and self.stored(s) == name
            assert client.get("/users/1").json == {"id": 1, "name": name}


class TestCacheDecoratorOrder:
    REPORTS = "calls = []\ndef monthly_report():\n    calls.append(1)\n    return 'report'\n"

    @pytest.mark.parametrize("block, count", [({"given": 0}, 3), ({"file": "reports_app.py"}, 1)])
    @pytest.mark.wrong("cache-decorator-order", 1, "added above it never")
    def test_given_runs_the_view_every_time_and_the_mend_once(self, card, shop, block, count):
        shop(reports=self.REPORTS)
        module = card("cache-decorator-order").load(**block)
        from shop.reports import calls

        assert [module.app.test_client().get("/report").text for _ in range(3)] == ["report"] * 3
        assert len(calls) == count

    def test_the_route_returns_the_function_it_registered(self, card, shop):
        shop(reports=self.REPORTS)
        app, view = Flask(__name__), lambda: ""
        assert app.get("/x", endpoint="x")(view) is view is app.view_functions["x"]
        given = card("cache-decorator-order").load(given=0)
        assert given.app.view_functions["report"] is given.report.uncached is not given.report

    def test_login_required_above_the_route_leaves_the_view_open(self):
        app, view = Flask(__name__), lambda: "secret"
        login_required(app.get("/open", endpoint="open")(view))
        app.get("/closed", endpoint="closed")(login_required(view))
        get = with_login(app)
        assert get("/open").text == "secret" and get("/closed").status_code == 401

    def test_without_wraps_two_views_clash(self):
        def plain(f):
            def wrapper():
                return f()
            return wrapper

        def wrapped(f):
            return functools.wraps(f)(lambda: f())

        def a(): return "a"
        def b(): return "b"
        app = Flask(__name__)
        app.get("/wa")(wrapped(a)), app.get("/wb")(wrapped(b)), app.get("/a")(plain(a))
        with pytest.raises(AssertionError, match="overwriting an existing endpoint function: wrapper"):
            app.get("/b")(plain(b))


class TestEtag:
    @pytest.fixture
    def library(self, card, shop, tmp_path):
        shop(models=MODELS.replace(
            "version: Mapped[int] = mapped_column(default=1)",
            "version: Mapped[int] = mapped_column(default=1)\n"
            "    calls = []\n"
            "    def to_dict(self):\n"
            "        self.calls.append(self.id)\n"
            "        return {'id': self.id, 'title': self.title}"))
        module = card("etag-and-304").load("shop/books.py")
        from shop.models import Book, db

        app = make_app(tmp_path, Book(title="Emma"))
        app.register_blueprint(module.bp)
        return SimpleNamespace(app=app, client=app.test_client(), db=db, Book=Book)

    def again(self, library, path, etag):
        return library.client.get(path, headers={"If-None-Match": etag})

    @pytest.mark.parametrize("path", ["/books", "/books/1"])
    def test_a_matching_tag_gives_an_empty_304_with_the_tag(self, library, path):
        first = library.client.get(path)
        assert first.status_code == 200 and first.headers["ETag"].startswith('"')
        second = self.again(library, path, first.headers["ETag"])
        assert (second.status_code, second.data) == (304, b"")
        assert second.headers["ETag"] == first.headers["ETag"] and "Content-Type" not in second.headers
        assert library.client.head(path, headers={"If-None-Match": first.headers["ETag"]}).status_code == 304
        assert self.again(library, path, '"other"').status_code == 200

    def test_a_changed_version_changes_the_tag(self, library):
        tag = library.client.get("/books/1").headers["ETag"]
        with library.app.app_context():
            book = library.db.session.get(library.Book, 1)
            book.title, book.version = "Persuasion", 2
            library.db.session.commit()
        changed = self.again(library, "/books/1", tag)
        assert changed.json["title"] == "Persuasion" and changed.headers["ETag"] == '"v1-1-2"'

    def test_a_tag_a_proxy_made_weak_still_matches(self, library):
        assert self.again(library, "/books/1", 'W/"v1-1-1"').status_code == 304

    @pytest.mark.wrong("etag-and-304", 2, "find out whether the tag")
    def test_an_early_check_spares_the_document_and_add_etag_does_not(self, library):
        tag = library.client.get("/books/1").headers["ETag"]
        self.again(library, "/books/1", tag)
        assert library.Book.calls == [1]
        statements = []
        with library.app.app_context():
            sa.event.listen(library.db.engine, "before_cursor_execute", lambda *a: statements.append(a[2]))
        tag = library.client.get("/books").headers["ETag"]
        assert self.again(library, "/books", tag).status_code == 304
        assert len(statements) == 2  # the query ran for the 304 too

    def test_the_headers_ask_the_browser_to_store_and_to_check(self, library):
        cache_control = library.client.get("/books/1").cache_control
        assert cache_control.no_cache is True and cache_control.private is True and not cache_control.no_store
        assert self.again(library, "/books/1", '"v1-1-1"').headers["Cache-Control"] == "no-cache, private"

    def test_make_conditional_answers_412_to_if_match_with_an_old_tag(self, library):
        assert library.client.get("/books", headers={"If-Match": '"old"'}).status_code == 412

    def test_make_conditional_leaves_a_post_alone(self, library):
        @library.app.post("/echo")
        def echo():
            response = library.app.make_response("x")
            response.set_etag("t")
            return response.make_conditional(request)

        assert library.client.post("/echo", headers={"If-None-Match": '"t"'}).status_code == 200
