"""Proves the cards of content/database."""

import io
import json
import logging
import os
import re
import shlex
import subprocess
import sys
import textwrap
import time
import urllib.request
import warnings
from concurrent.futures import ThreadPoolExecutor
from datetime import datetime
from types import SimpleNamespace

import pytest
import servers
import sqlalchemy as sa
from alembic.migration import MigrationContext
from alembic.operations import Operations
from click.testing import CliRunner
from flask import Flask
from flask.cli import FlaskGroup
from flask_sqlalchemy import SQLAlchemy
from flask_sqlalchemy.record_queries import get_recorded_queries
from sqlalchemy.exc import (
    IntegrityError,
    InvalidRequestError,
    LegacyAPIWarning,
    NoSuchModuleError,
    PendingRollbackError,
)
from sqlalchemy.exc import TimeoutError as PoolTimeout
from sqlalchemy.orm import joinedload, selectinload

DB = """
from flask_sqlalchemy import SQLAlchemy
from sqlalchemy.orm import DeclarativeBase

class Base(DeclarativeBase):
    pass

db = SQLAlchemy(model_class=Base)
"""
MODELS = "from __future__ import annotations\n" + DB + """
from sqlalchemy import ForeignKey
from sqlalchemy.orm import Mapped, mapped_column, relationship
"""


@pytest.fixture
def shop(tmp_path, monkeypatch):
    """Writes modules of a package `shop` that the cards import from."""
    monkeypatch.syspath_prepend(tmp_path)
    monkeypatch.setattr(sys, "dont_write_bytecode", True)  # files change within a second
    forget_shop()
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("DATABASE_URL", f"sqlite:///{tmp_path}/shop.db")

    def write(**sources):
        for name, source in {"__init__": "", "db": DB, **sources}.items():
            path = tmp_path / "shop" / f"{name}.py"
            path.parent.mkdir(exist_ok=True)
            path.write_text(textwrap.dedent(source))
        return tmp_path

    yield write
    forget_shop()


def forget_shop():
    for name in [n for n in sys.modules if n.partition(".")[0] == "shop"]:
        del sys.modules[name]


def make_app(db, tmp_path, **config):
    app = Flask("shop", root_path=str(tmp_path), instance_path=str(tmp_path))
    app.config["SQLALCHEMY_DATABASE_URI"] = "sqlite:///shop.db"
    app.config["SQLALCHEMY_RECORD_QUERIES"] = True
    app.config.update(config)
    db.init_app(app)
    with app.app_context():
        db.create_all()
    return app


def enforce_foreign_keys(app, db):
    with app.app_context():
        sa.event.listen(db.engine, "connect", lambda c, _: c.execute("PRAGMA foreign_keys = ON"))
        db.engine.dispose()


def statements():
    return [" ".join(query.statement.split()) for query in get_recorded_queries()]


class TestConnecting:
    @pytest.fixture
    def create_app(self, card, shop):
        card("connecting-a-database").write(shop())
        from shop import create_app

        return create_app

    def test_the_factory_connects_and_passes_the_engine_options(self, create_app):
        from shop.db import db

        app = create_app()
        assert app.test_client().get("/health/db").json == {"database": "ok"}
        with app.app_context():
            pool = db.engine.pool
            assert (pool.size(), pool._max_overflow, pool._recycle, pool._pre_ping) == (5, 5, 1800, True)

    def test_one_db_object_builds_an_engine_for_each_app(self, create_app):
        from shop.db import db

        engines = []
        for app in (create_app(), create_app()):
            with app.app_context():
                engines.append(db.engine)
        assert engines[0] is not engines[1]

    def test_a_relative_sqlite_path_lies_in_the_instance_folder(self, create_app, tmp_path, monkeypatch):
        monkeypatch.setenv("DATABASE_URL", "sqlite:///shop.db")
        app = create_app()
        app.test_client().get("/health/db")
        assert (tmp_path / "instance" / "shop.db").exists() and app.instance_path == str(tmp_path / "instance")

    def test_without_a_url_init_app_raises(self):
        with pytest.raises(RuntimeError, match="'SQLALCHEMY_DATABASE_URI' or 'SQLALCHEMY_BINDS' must be set"):
            SQLAlchemy().init_app(Flask("x"))

    def test_later_changes_have_no_effect(self, tmp_path):
        db = SQLAlchemy()
        app = make_app(db, tmp_path)
        app.config["SQLALCHEMY_DATABASE_URI"] = "sqlite:///other.db"
        with app.app_context():
            assert db.engine.url.database.endswith("shop.db")

    def test_a_pre_ping_replaces_a_dead_connection(self, create_app):
        from shop.db import db

        with create_app().app_context():
            with db.engine.connect() as connection:
                dead = connection.connection.driver_connection
            dead.close()
            db.session.execute(sa.text("SELECT 1"))

    def test_the_connection_is_taken_late_and_given_back_at_commit_and_teardown(self, create_app):
        from shop.db import db

        app = create_app()
        with app.app_context():
            pool = db.engine.pool
            db.session()
            assert pool.checkedout() == 0
            db.session.execute(sa.text("SELECT 1"))
            assert pool.checkedout() == 1
            db.session.commit()
            assert pool.checkedout() == 0
            db.session.execute(sa.text("SELECT 1"))
        assert pool.checkedout() == 0
        with pytest.raises(RuntimeError, match="outside of application context"):
            db.session.execute(sa.text("SELECT 1"))

    @pytest.mark.wrong("connecting-a-database", 2, "knows no `postgres` dialect")
    def test_bare_postgresql_picks_a_driver_by_itself_and_postgres_is_unknown(self):
        default = sa.make_url("postgresql://x").get_dialect().driver
        assert default == ("psycopg2" if sa.__version__.startswith("2.0") else "psycopg")
        assert sa.make_url("postgresql+psycopg://x").get_dialect().driver == "psycopg"
        with pytest.raises(NoSuchModuleError):
            sa.create_engine("postgres://x")

    @pytest.mark.wrong("connecting-a-database", 1, "3.0 and there is no")
    def test_tracking_is_off_and_silent_by_default(self, tmp_path):
        with warnings.catch_warnings():
            warnings.simplefilter("error")
            app = make_app(SQLAlchemy(), tmp_path)
        assert app.config["SQLALCHEMY_TRACK_MODIFICATIONS"] is False


class TestModels:
    @pytest.fixture
    def shop_app(self, card, shop, tmp_path):
        card("models-and-relationships").write(shop())
        from shop import models, queries

        app = make_app(models.db, tmp_path)
        with app.app_context():
            for i in range(3):
                books = [models.Book(title=f"{i}.{j}") for j in range(2)]
                models.db.session.add(models.Author(email=f"{i}@x", books=books))
            models.db.session.commit()
        with app.app_context():
            yield SimpleNamespace(app=app, db=models.db, queries=queries, Author=models.Author, Book=models.Book)

    def test_the_annotation_decides_about_null(self, shop_app):
        columns = shop_app.Author.__table__.c
        assert (columns.email.nullable, columns.bio.nullable) == (False, True)

    @pytest.mark.wrong("models-and-relationships", 2, "flags together still give one unique")
    def test_unique_has_its_index_and_the_foreign_key_has_the_one_it_asked_for(self, shop_app):
        inspector = sa.inspect(shop_app.db.engine)
        assert inspector.get_unique_constraints("author")[0]["column_names"] == ["email"]
        assert [i["column_names"] for i in inspector.get_indexes("book")] == [["author_id"]]
        plan = shop_app.db.session.execute(sa.text("EXPLAIN QUERY PLAN SELECT * FROM author WHERE email='x'"))
        assert "USING INDEX sqlite_autoindex_author_1" in str(plan.all())

    @pytest.mark.wrong("models-and-relationships", 2, "flags together still give one unique")
    def test_a_foreign_key_alone_gets_no_index_and_both_flags_give_one_unique_index(self):
        column, key = sa.Column("c", unique=True, index=True), sa.Column("k", sa.ForeignKey("t.c"))
        table = sa.Table("t", sa.MetaData(), column, key)
        assert [(i.unique, i.columns.keys()) for i in table.indexes] == [(True, ["c"])]
        assert not any(isinstance(c, sa.UniqueConstraint) for c in table.constraints)

    def test_back_populates_keeps_both_sides_in_step_without_a_query(self, shop_app):
        author = shop_app.Author(email="new@x")
        book = shop_app.Book(title="T", author=author)
        assert author.books == [book] and statements() == []

    @pytest.mark.wrong("models-and-relationships", 1, "eagerly, and `WriteOnlyMapped` replaces")
    def test_the_default_loads_the_whole_collection_at_the_first_access(self, shop_app):
        author = shop_app.db.session.get(shop_app.Author, 1)
        assert len(statements()) == 1
        assert len(author.books) == 2 and len(statements()) == 2
        assert author.books[0].title and len(statements()) == 2

    def test_selectinload_takes_two_queries_and_joinedload_one(self, shop_app):
        assert sum(len(a.books) for a in shop_app.queries.authors_with_books()) == 6
        assert len(statements()) == 2
        shop_app.db.session.expunge_all()
        assert len({b.author.email for b in shop_app.queries.books_with_author()}) == 3
        assert len(statements()) == 3 and " JOIN author " in statements()[-1]

    @pytest.mark.wrong("models-and-relationships", 3, "`utcnow()` is deprecated since Python 3.12")
    def test_the_timestamp_is_aware_and_utcnow_is_not(self, shop_app):
        made = shop_app.Book.__table__.c.added.default.arg(None)
        assert made.utcoffset().total_seconds() == 0 and shop_app.Book.__table__.c.added.type.timezone
        with warnings.catch_warnings(record=True) as warned:
            warnings.simplefilter("always")
            assert datetime.utcnow().tzinfo is None
        assert [w.category for w in warned] == [DeprecationWarning] * (sys.version_info >= (3, 12))

    def test_the_database_deletes_the_books_of_a_deleted_author(self, shop_app):
        db = shop_app.db
        enforce_foreign_keys(shop_app.app, db)
        db.session.delete(db.session.get(shop_app.Author, 1))
        db.session.commit()
        assert db.session.scalar(db.select(db.func.count(shop_app.Book.id))) == 4
        assert not [s for s in statements() if s.startswith(("DELETE FROM book", "UPDATE book"))]

    @pytest.mark.wrong("models-and-relationships", 1, "eagerly, and `WriteOnlyMapped` replaces")
    def test_dynamic_cannot_be_loaded_eagerly_and_write_only_and_raise_work(self, shop, tmp_path):
        shop(models=MODELS + """
from sqlalchemy.orm import WriteOnlyMapped
class A(db.Model):
    id: Mapped[int] = mapped_column(primary_key=True)
    dynamic: Mapped[list[B]] = relationship(lazy="dynamic", viewonly=True)
    raising: Mapped[list[B]] = relationship(lazy="raise", viewonly=True)
    huge: WriteOnlyMapped[B] = relationship()
class B(db.Model):
    id: Mapped[int] = mapped_column(primary_key=True)
    a_id: Mapped[int] = mapped_column(ForeignKey("a.id"))
""")
        from shop.models import A, B, db

        with make_app(db, tmp_path).app_context():
            a = A()
            db.session.add(a)
            a.huge.add_all([B(), B()])
            db.session.commit()
            assert len(db.session.scalars(a.huge.select().limit(1)).all()) == 1
            with pytest.raises(InvalidRequestError, match="does not support object population"):
                db.session.scalars(db.select(A).options(selectinload(A.dynamic))).all()
            with pytest.raises(InvalidRequestError, match="lazy='raise'"):
                a.raising


@pytest.fixture
def flask(shop, monkeypatch):
    """Runs one `flask ...` command against the package `shop` and returns its output."""
    monkeypatch.setenv("FLASK_RUN_FROM_CLI", "true")
    loggers = logging.root.manager.loggerDict
    before = {n: (x.disabled, x.level, x.handlers[:]) for n, x in loggers.items() if isinstance(x, logging.Logger)}
    root = logging.root.level, logging.root.handlers[:]

    def run(line):
        forget_shop()
        words = shlex.split(line, comments=True)
        assert words.pop(0) == "flask"
        alembic_log = io.StringIO()
        monkeypatch.setattr(sys, "stderr", alembic_log)
        result = CliRunner().invoke(FlaskGroup(), words)
        error = "" if isinstance(result.exception, (SystemExit, type(None))) else repr(result.exception)
        return SimpleNamespace(code=result.exit_code, text=result.output + alembic_log.getvalue() + error)

    yield run
    logging.root.setLevel(root[0])
    logging.root.handlers[:] = root[1]
    for name, logger in loggers.items():
        if isinstance(logger, logging.Logger):
            logger.disabled, level, handlers = before.get(name, (False, logging.NOTSET, []))
            logger.setLevel(level)
            logger.handlers[:] = handlers


POST = MODELS + """
class Post(db.Model):
    id: Mapped[int] = mapped_column(primary_key=True)
    title: Mapped[str] = mapped_column(db.String(100))
"""


quiet = pytest.mark.filterwarnings("ignore:'get_engine' is deprecated")  # by Flask-Migrate's env.py


def commands(text):
    return [line for line in text.splitlines() if line.startswith("flask")]


def versions(root):
    return {p.stem.partition("_")[2]: p for p in (root / "migrations" / "versions").glob("*.py")}


@quiet
class TestMigrations:
    @pytest.mark.wrong("migrations", 2, "only a backup has")
    def test_the_commands_of_the_card_and_what_autogenerate_sees(self, card, shop, flask, tmp_path):
        post = card("migrations")
        shop(models=POST)
        post.write(tmp_path)
        init, migrate, upgrade, check, downgrade = commands(post.to_run("terminal"))
        assert flask(init).code == 0 and (tmp_path / "migrations" / "env.py").exists()
        assert flask(migrate).code == 0 and "create_table('post'" in versions(tmp_path)["add_post"].read_text()
        assert "Target database is not up to date" in flask(check).text
        assert "not up to date" in flask(migrate).text
        assert flask(upgrade).code == 0 and flask(check).code == 0
        engine = sa.create_engine(os.environ["DATABASE_URL"])
        with engine.begin() as connection:
            connection.execute(sa.text("INSERT INTO post VALUES (1, 'kept?')"))
            assert connection.scalar(sa.text("SELECT version_num FROM alembic_version"))

        # A rename is a drop and an add; a changed type is seen; a check constraint is not.
        model = POST.replace("title: Mapped[str] = mapped_column(db.String(100))",
                             "headline: Mapped[str | None] = mapped_column(db.String(100))")
        model += '    __table_args__ = (db.CheckConstraint("id > 0", name="positive"),)\n'
        shop(models=model)
        post.write(tmp_path)
        assert flask(check).code != 0
        assert flask("flask --app shop db migrate -m rename").code == 0
        script = versions(tmp_path)["rename"].read_text()
        assert "add_column(sa.Column('headline'" in script and "drop_column('title')" in script
        assert "positive" not in script
        down = script.index("def downgrade")  # as generated, it would fail: NOT NULL and no value for the rows
        assert "nullable=False" in script[down:]
        versions(tmp_path)["rename"].write_text(script[:down] + script[down:].replace("nullable=False", "nullable=True"))
        assert flask(upgrade).code == 0
        columns = lambda: [c["name"] for c in sa.inspect(engine).get_columns("post")]
        assert columns() == ["id", "headline"]
        assert flask(downgrade).code == 0
        assert sorted(columns()) == ["id", "title"]  # one step back, and not the values
        with engine.connect() as connection:
            assert connection.execute(sa.text("SELECT id, title FROM post")).all() == [(1, None)]

    @pytest.mark.wrong("migrations", 1, "no history of your")
    @pytest.mark.wrong("migrations", 3, "comparison on since 4.0, and Alembic")
    def test_a_model_nobody_imports_looks_like_a_dropped_table_and_types_are_compared(self, card, shop, flask, tmp_path):
        shop(models=POST)
        card("migrations").write(tmp_path)
        for line in commands(card("migrations").to_run("terminal"))[:3]:
            assert flask(line).code == 0
        shop(models=POST.replace("String(100)", "String(200)"))
        card("migrations").write(tmp_path)
        assert "Detected type change from VARCHAR(length=100) to String(length=200)" in (
            text := flask("flask --app shop db check").text), text
        shop(models=POST)  # the way back leaves no trace
        card("migrations").write(tmp_path)
        unchanged = flask("flask --app shop db check")
        assert unchanged.code == 0 and "Detected" not in unchanged.text
        with sa.create_engine(os.environ["DATABASE_URL"]).begin() as connection:
            connection.execute(sa.text("ALTER TABLE post ADD COLUMN by_hand INTEGER"))
        assert "Detected removed column 'post.by_hand'" in flask("flask --app shop db check").text
        shop(models=MODELS)
        card("migrations").write(tmp_path)
        assert "Detected removed table 'post'" in flask("flask --app shop db check").text

    def test_create_all_does_not_change_an_existing_table(self, tmp_path):
        for columns in (("a",), ("a", "b")):
            metadata = sa.MetaData()
            sa.Table("t", metadata, *[sa.Column(c, sa.Integer) for c in columns])
            metadata.create_all(engine := sa.create_engine(f"sqlite:///{tmp_path}/x.db"))
        assert [c["name"] for c in sa.inspect(engine).get_columns("t")] == ["a"]


@quiet
class TestTwoHeads:
    def revision(self, root, name, parent, column):
        (root / "migrations" / "versions" / f"{name}_{column}.py").write_text(
            "import sqlalchemy as sa\nfrom alembic import op\n"
            f"revision = {name!r}\ndown_revision = {parent!r}\n"
            f"def upgrade():\n    op.create_table({column!r}, sa.Column('id', sa.Integer))\n"
            f"def downgrade():\n    op.drop_table({column!r})\n")

    @pytest.fixture
    def branched(self, card, shop, flask, tmp_path):
        shop(models=MODELS)
        card("migrations").write(tmp_path)
        flask("flask --app shop db init")
        self.revision(tmp_path, "a1", None, "product")
        self.revision(tmp_path, "b2", "a1", "price")
        self.revision(tmp_path, "c3", "a1", "stock")
        return tmp_path

    @pytest.mark.wrong("two-migration-heads", 1, "only joins the graph")
    def test_upgrade_refuses_and_the_merge_mends_it(self, card, branched, flask):
        heads, merge, upgrade = commands(card("two-migration-heads").to_run("terminal"))
        one_head = card("two-migration-heads").load("tests/test_migrations.py").test_there_is_one_head
        assert "Multiple head revisions are present" in flask(upgrade).text
        listed = subprocess.run([sys.executable, "-m", *shlex.split(heads)], capture_output=True, text=True).stdout
        assert "b2 (head)" in listed and "c3 (head)" in listed
        with pytest.raises(AssertionError):
            one_head()
        assert flask(merge).code == 0
        script = versions(branched)["join_price_and_stock"].read_text()
        assert re.search(r"down_revision = \('(b2', 'c3|c3', 'b2)'\)", script)
        assert script.count("    pass") == 2
        one_head()
        assert flask(upgrade).code == 0
        names = sa.inspect(sa.create_engine(os.environ["DATABASE_URL"])).get_table_names()
        assert {"product", "price", "stock"} <= set(names)

    @pytest.mark.wrong("two-migration-heads", 1, "only joins the graph")
    def test_a_merge_of_two_scripts_that_clash_leaves_the_clash(self, card, branched, flask):
        self.revision(branched, "c3", "a1", "price")  # both heads now create the table price
        (branched / "migrations" / "versions" / "c3_stock.py").unlink()
        _, merge, upgrade = commands(card("two-migration-heads").to_run("terminal"))
        assert flask(merge).code == 0
        assert "table price already exists" in (text := flask(upgrade).text), text

    def test_upgrade_heads_runs_both_and_migrate_still_refuses(self, branched, flask):
        assert flask("flask --app shop db upgrade heads").code == 0
        assert "Multiple heads are present" in (text := flask("flask --app shop db migrate").text), text

    def test_pointing_my_revision_at_the_other_head_straightens_the_chain(self, card, branched, flask):
        self.revision(branched, "c3", "b2", "stock")
        card("two-migration-heads").load("tests/test_migrations.py").test_there_is_one_head()
        assert flask("flask --app shop db upgrade").code == 0

    @pytest.mark.wrong("two-migration-heads", 2, "ran it then stops")
    def test_deleting_an_applied_script_stops_that_database(self, branched, flask):
        flask("flask --app shop db upgrade c3")
        (branched / "migrations" / "versions" / "c3_stock.py").unlink()
        assert "Can't locate revision identified by 'c3'" in flask("flask --app shop db upgrade").text


class TestConnectionCount:
    def test_the_default_pool_opens_fifteen_and_then_waits(self, tmp_path):
        db = SQLAlchemy()
        app = make_app(db, tmp_path, SQLALCHEMY_ENGINE_OPTIONS={"pool_timeout": 0.05})
        with app.app_context():
            assert db.engine.pool.size() + db.engine.pool._max_overflow == 15
            assert sa.create_engine("sqlite:///x.db").pool._timeout == 30
            held = [db.engine.connect() for _ in range(15)]
            with pytest.raises(PoolTimeout, match="QueuePool limit of size 5 overflow 10 reached"):
                db.engine.connect()
            for connection in held:
                connection.close()

    @pytest.mark.wrong("connection-count", 1, "pooler such as PgBouncer")
    @pytest.mark.parametrize("size, refused_by", [(3, "too many connections for role"), (2, "QueuePool limit")])
    def test_a_larger_pool_runs_into_the_servers_limit_and_a_smaller_one_waits(self, postgres_url, size, refused_by):
        admin = sa.create_engine(postgres_url, isolation_level="AUTOCOMMIT")
        with admin.connect() as connection:
            connection.execute(sa.text(f"CREATE ROLE shop{size} LOGIN CONNECTION LIMIT 4"))
        url = sa.make_url(postgres_url).set(username=f"shop{size}")
        workers = [sa.create_engine(url, pool_size=size, max_overflow=0, pool_timeout=0.05) for _ in range(2)]
        held = []
        try:
            with pytest.raises((sa.exc.OperationalError, PoolTimeout), match=refused_by):
                for _ in range(3):
                    held += [worker.connect() for worker in workers]
            assert len(held) == 4  # all that the server grants, in both cases
        finally:
            for connection in held:
                connection.close()
            for engine in (admin, *workers):
                engine.dispose()

    @pytest.mark.wrong("connection-count", 2, "are processes, and each")
    def test_each_gunicorn_worker_opens_a_pool_of_its_own(self, shop, tmp_path, postgres_url):
        (shop() / "app.py").write_text(textwrap.dedent("""
            import os
            from flask import Flask
            from shop.db import db

            app = Flask(__name__)
            app.config["SQLALCHEMY_DATABASE_URI"] = os.environ["DATABASE_URL"]
            app.config["SQLALCHEMY_ENGINE_OPTIONS"] = {"pool_size": 1, "max_overflow": 0}
            db.init_app(app)

            @app.get("/")
            def pids():
                query = db.text("SELECT pg_backend_pid() FROM pg_sleep(0.1)")
                return [os.getpid(), db.session.scalar(query)]
            """))
        port = servers.free_port()
        command = [sys.executable, "-m", "gunicorn", "-w", "2", "-b", f"127.0.0.1:{port}", "app:app"]

        def get(_):
            with urllib.request.urlopen(f"http://127.0.0.1:{port}/", timeout=10) as response:
                return tuple(json.load(response))

        seen, end = set(), time.monotonic() + 20
        with servers.running(command, port, cwd=tmp_path, env={**os.environ, "DATABASE_URL": postgres_url}):
            with ThreadPoolExecutor(4) as clients:
                while len(seen) < 2 and time.monotonic() < end:
                    seen |= set(clients.map(get, range(4)))
        workers, connections = zip(*seen)
        assert len(seen) == len(set(workers)) == len(set(connections)) == 2  # a pool of one would allow one

    def test_a_request_holds_one_connection(self, tmp_path):
        db = SQLAlchemy()
        app = make_app(db, tmp_path)
        with app.app_context():
            pool = db.engine.pool
            for _ in range(3):
                db.session.execute(sa.text("SELECT 1"))
            assert pool.checkedout() == 1

    def test_the_settings_fit_the_threads_of_the_workers(self, card, tmp_path):
        gunicorn, settings = (card("connection-count").load(f) for f in ("gunicorn.conf.py", "settings.py"))
        options = settings.SQLALCHEMY_ENGINE_OPTIONS
        assert gunicorn.workers * (options["pool_size"] + options["max_overflow"]) == 32
        assert options["pool_size"] == gunicorn.threads
        db = SQLAlchemy()
        with make_app(db, tmp_path, SQLALCHEMY_ENGINE_OPTIONS=options).app_context():
            assert (db.engine.pool.size(), db.engine.pool._timeout) == (8, 5)

    @pytest.mark.parametrize("hook", [True, False])
    def test_after_a_fork_post_fork_gives_the_child_a_pool_of_its_own(self, card, shop, tmp_path, hook):
        shop()
        from shop.db import db

        app = make_app(db, tmp_path)
        conf = card("connection-count").load("gunicorn.conf.py")
        with app.app_context():
            with db.engine.connect() as connection:
                inherited = id(connection.connection.driver_connection)
        reader, writer = os.pipe()
        if not (pid := os.fork()):
            try:
                if hook:
                    conf.post_fork(None, SimpleNamespace(app=SimpleNamespace(wsgi=lambda: app)))
                with app.app_context():
                    os.write(writer, str(db.engine.pool.checkedin()).encode())
            finally:
                os._exit(0)
        os.waitpid(pid, 0)
        assert os.read(reader, 9) == (b"0" if hook else b"1")
        with app.app_context(), db.engine.connect() as connection:  # the parent's is untouched
            assert id(connection.connection.driver_connection) == inherited
            assert connection.scalar(sa.text("SELECT 1")) == 1

    def test_gunicorn_reads_the_file_and_hands_the_hook_the_preloaded_app(self, card, shop, tmp_path, monkeypatch):
        from gunicorn.app.wsgiapp import WSGIApplication

        shop(__init__="from flask import Flask\ncreate_app = lambda: Flask('made')\n")
        path = tmp_path / "gunicorn.conf.py"
        path.write_text(card("connection-count").to_run("gunicorn.conf.py"))
        monkeypatch.setattr(sys, "argv", ["gunicorn", "-c", str(path)])
        runner = WSGIApplication("%(prog)s")
        assert (runner.cfg.workers, runner.cfg.threads, runner.cfg.preload_app) == (4, 8, True)
        assert runner.wsgi().name == "made" and runner.wsgi() is runner.wsgi()


class TestSessionLifetime:
    @pytest.fixture
    def tags(self, card, shop, tmp_path):
        shop(models=MODELS + """
class Tag(db.Model):
    id: Mapped[int] = mapped_column(primary_key=True)
    name: Mapped[str] = mapped_column(unique=True)
""")
        from shop.models import Tag, db

        app = make_app(db, tmp_path)
        app.register_blueprint(card("session-lifetime").load("shop/tags.py").bp)
        add = lambda name: db.session.add(Tag(name=name))
        count = lambda: db.session.scalar(db.select(db.func.count(Tag.id)))
        return SimpleNamespace(app=app, db=db, Tag=Tag, add=add, count=count)

    def test_the_view_answers_409_and_the_session_works_after_the_rollback(self, tags):
        post = lambda: tags.app.test_client().post("/tags", data={"name": "new"})
        assert post().status_code == 201
        again = post()
        assert again.status_code == 409 and again.json == {"error": "name is taken", "tags": 1}

    @pytest.mark.wrong("session-lifetime", 3, "only to keep using")
    def test_without_the_rollback_the_session_refuses_but_the_next_request_is_fine(self, tags):
        @tags.app.get("/careless")
        def careless():
            for write in (tags.db.session.flush, tags.db.session.commit):
                tags.db.session.rollback()
                tags.add("a"), tags.add("a")
                with pytest.raises(IntegrityError):
                    write()
                with pytest.raises(PendingRollbackError):
                    tags.count()
            return "broken until the end"

        tags.app.get("/count")(lambda: str(tags.count()))
        client = tags.app.test_client()
        assert client.get("/careless").status_code == 200
        assert client.get("/count").text == "0"

    @pytest.mark.wrong("session-lifetime", 2, "`commit()` the transaction is rolled")
    def test_uncommitted_and_flushed_changes_are_rolled_back(self, tags):
        with tags.app.app_context():
            tags.add("flushed")
            tags.db.session.flush()
            assert tags.count() == 1
            with tags.db.engine.connect() as other:
                assert other.scalar(sa.text("SELECT count(*) FROM tag")) == 0
        tags.app.post("/forgot")(lambda: (tags.add("added"), "ok")[1])
        assert tags.app.test_client().post("/forgot").text == "ok"
        with tags.app.app_context():
            assert tags.count() == 0

    def test_teardown_frees_the_connection_even_if_the_view_raised(self, tags):
        @tags.app.get("/boom")
        def boom():
            tags.count()
            assert pool.checkedout() == 1
            raise ValueError

        with tags.app.app_context():
            pool = tags.db.engine.pool
        tags.app.logger.disabled = True
        assert tags.app.test_client().get("/boom").status_code == 500
        assert pool.checkedout() == 0

    @pytest.mark.wrong("session-lifetime", 1, "that finds or creates")
    def test_each_context_has_its_session_and_a_pushed_one_is_shared_by_requests(self, tags):
        ids = []
        tags.app.get("/id")(lambda: (ids.append(tags.db.session()), "")[1])
        client = tags.app.test_client()
        client.get("/id"), client.get("/id")
        with tags.app.app_context():
            outer = tags.db.session()
            client.get("/id"), client.get("/id")
            with tags.app.app_context():
                inner = tags.db.session()
        assert ids[0] is not ids[1] and inner is not outer
        assert ids[2] is ids[3] is outer  # Flask 3.1 reuses a pushed context

    def test_remove_gives_a_long_loop_a_new_session(self, tags):
        with tags.app.app_context():
            first = tags.db.session()
            assert tags.db.session() is first
            tags.db.session.remove()
            assert tags.db.session() is not first

    def test_a_commit_expires_what_was_loaded(self, tags):
        with tags.app.app_context():
            tags.add("a")
            tags.db.session.commit()
            tag = tags.db.session.get(tags.Tag, 1)
            before = len(statements())
            assert tag.name and len(statements()) == before
            tags.db.session.commit()
            assert tag.name and len(statements()) == before + 1


class TestNPlusOne:
    @pytest.fixture
    def library(self, shop, tmp_path):
        shop(models=MODELS + """
class Author(db.Model):
    id: Mapped[int] = mapped_column(primary_key=True)
    name: Mapped[str]
    books: Mapped[list["Book"]] = relationship(back_populates="author")
class Book(db.Model):
    id: Mapped[int] = mapped_column(primary_key=True)
    title: Mapped[str]
    author_id: Mapped[int] = mapped_column(ForeignKey("author.id"), index=True)
    author: Mapped[Author] = relationship(back_populates="books")
""")
        from shop import models

        app = make_app(models.db, tmp_path)
        with app.app_context():
            for i in range(50):
                models.db.session.add(models.Author(name=f"{i:02}", books=[models.Book(title="t") for _ in range(2)]))
            models.db.session.commit()
        return SimpleNamespace(app=app, db=models.db, Author=models.Author, Book=models.Book)

    def queries(self, library, module):
        library.app.register_blueprint(module.bp)
        with library.app.test_request_context("/authors"):
            answer = library.app.dispatch_request()
            return answer, len(get_recorded_queries())

    @pytest.mark.wrong("n-plus-one", 1, "still N+1 round trips")
    def test_given_runs_51_queries_for_50_authors_despite_the_index(self, card, library):
        answer, count = self.queries(library, card("n-plus-one").load(given=0))
        assert len(answer) == 50 and count == 51

    def test_the_mend_runs_two_and_the_test_of_the_card_pins_it(self, card, library):
        answer, count = self.queries(library, card("n-plus-one").load("shop/authors.py"))
        assert answer[0] == {"name": "00", "books": ["t", "t"]} and count == 2
        card("n-plus-one").load("test_authors.py").test_two_queries(library.app)

    def test_the_test_of_the_card_fails_on_given(self, card, library):
        library.app.register_blueprint(card("n-plus-one").load(given=0).bp)
        with pytest.raises(AssertionError):
            card("n-plus-one").load("test_authors.py").test_two_queries(library.app)

    def test_raiseload_turns_a_forgotten_load_into_an_error(self, card, library):
        source = card("n-plus-one").text("shop/authors.py").replace("selectinload(Author.books), ", "")
        assert source != card("n-plus-one").text("shop/authors.py")
        names = {"__name__": __name__}
        exec(source, names)
        library.app.register_blueprint(names["bp"])
        with library.app.test_request_context("/authors"):
            with pytest.raises(InvalidRequestError, match="raiseload|lazy='raise"):
                library.app.dispatch_request()

    def test_selectinload_takes_one_query_for_every_500_parents(self, library):
        db, Author = library.db, library.Author
        with library.app.app_context():
            db.session.execute(db.insert(Author), [{"name": "x"}] * 451)  # 501 with the 50
            before = len(statements())
            db.session.scalars(db.select(Author).options(selectinload(Author.books))).all()
            assert len(statements()) == before + 3

    @pytest.mark.wrong("n-plus-one", 2, "every child, and two collections multiply")
    def test_selectin_uses_in_and_joinedload_needs_unique_and_repeats_the_parent(self, library):
        db, Author = library.db, library.Author
        with library.app.app_context():
            db.session.scalars(db.select(Author).options(selectinload(Author.books))).all()
            assert "author_id IN (" in statements()[-1]
        with library.app.app_context():
            joined = db.select(Author).options(joinedload(Author.books))
            with pytest.raises(InvalidRequestError, match="unique"):
                db.session.scalars(joined).all()
            assert len(db.session.scalars(joined).unique().all()) == 50
            assert len(db.session.execute(sa.text(str(joined))).all()) == 100

    @pytest.mark.wrong("n-plus-one", 2, "every child, and two collections multiply")
    def test_two_joined_collections_multiply_each_other(self, shop, tmp_path):
        shop(models=MODELS + """
class Author(db.Model):
    id: Mapped[int] = mapped_column(primary_key=True)
    books: Mapped[list["Book"]] = relationship()
    prizes: Mapped[list["Prize"]] = relationship()
class Book(db.Model):
    id: Mapped[int] = mapped_column(primary_key=True)
    author_id: Mapped[int] = mapped_column(ForeignKey("author.id"))
class Prize(db.Model):
    id: Mapped[int] = mapped_column(primary_key=True)
    author_id: Mapped[int] = mapped_column(ForeignKey("author.id"))
""")
        from shop.models import Author, Book, Prize, db

        with make_app(db, tmp_path).app_context():
            db.session.add(Author(books=[Book() for _ in range(30)], prizes=[Prize() for _ in range(20)]))
            db.session.commit()
            joined = db.select(Author).options(joinedload(Author.books), joinedload(Author.prizes))
            assert len(db.session.execute(sa.text(str(joined))).all()) == 600

    def test_many_to_one_costs_one_query_for_each_distinct_parent(self, library):
        db, Book = library.db, library.Book
        with library.app.app_context():
            books = db.session.scalars(db.select(Book).where(Book.author_id <= 10)).all()
            assert len(books) == 20 and all(book.author.name for book in books)
            assert len(statements()) == 1 + 10


class TestCascadeDelete:
    def app(self, shop, module, tmp_path, pragma=True):
        app = make_app(module.db, tmp_path)
        if pragma:
            enforce_foreign_keys(app, module.db)
        with app.app_context():
            module.db.session.add(module.User(posts=[module.Post(), module.Post()]))
            module.db.session.commit()
        return app

    def left(self, app, module):
        with app.app_context():
            return module.db.session.scalars(module.db.select(module.Post.author_id)).all()

    def test_given_loads_the_posts_and_sets_null(self, card, shop, tmp_path):
        shop()
        given = card("cascade-delete").load(given=0)
        app = self.app(shop, given, tmp_path, pragma=False)
        app.register_blueprint(given.bp)
        seen = []

        @app.errorhandler(IntegrityError)
        def caught(error):
            seen.extend([str(error.orig), *statements()])
            return "", 500

        assert app.test_client().delete("/users/1").status_code == 500
        assert seen[0] == "NOT NULL constraint failed: post.author_id"
        assert seen[2].startswith("SELECT post.id")  # it loads them ...
        assert self.left(app, given) == [1, 1]

    def test_the_nulls_come_from_an_update(self, card, shop, tmp_path):
        shop()
        given = card("cascade-delete").load(given=0)
        app = self.app(shop, given, tmp_path)
        with app.app_context():
            given.db.session.delete(given.db.session.get(given.User, 1))
            with pytest.raises(IntegrityError) as caught:
                given.db.session.commit()
        assert caught.value.statement.startswith("UPDATE post SET author_id=?")
        assert caught.value.params[0][0] is None
        assert given.User.posts.property.cascade == {"save-update", "merge"}

    def test_the_mend_deletes_them_in_the_database_without_loading(self, card, shop, tmp_path):
        shop()
        models = card("cascade-delete").load("shop/models.py")
        app = self.app(shop, models, tmp_path)
        with app.app_context():
            models.db.session.delete(models.db.session.get(models.User, 1))
            models.db.session.commit()
            assert not [s for s in statements() if " post" in s]
        assert self.left(app, models) == []

    def test_delete_orphan_deletes_a_child_removed_from_the_collection(self, card, shop, tmp_path):
        shop()
        models = card("cascade-delete").load("shop/models.py")
        app = self.app(shop, models, tmp_path)
        with app.app_context():
            user = models.db.session.get(models.User, 1)
            user.posts.pop()
            models.db.session.commit()
        assert self.left(app, models) == [1]

    def test_without_the_pragma_sqlite_leaves_the_posts_behind(self, card, shop, tmp_path):
        shop()
        models = card("cascade-delete").load("shop/models.py")
        app = self.app(shop, models, tmp_path, pragma=False)
        with app.app_context():
            models.db.session.delete(models.db.session.get(models.User, 1))
            models.db.session.commit()
        assert self.left(app, models) == [1, 1]

    @pytest.mark.parametrize("options, key, message", [
        ('passive_deletes="all"', "", "FOREIGN KEY constraint failed"),
        pytest.param(  # ondelete alone is not enough
            "", ', ondelete="CASCADE"', "NOT NULL constraint failed",
            marks=pytest.mark.wrong("cascade-delete", 1, "`passive_deletes` or a cascade"),
        ),
    ])
    def test_variants_of_the_models(self, card, shop, tmp_path, options, key, message):
        shop()
        source = card("cascade-delete").given[0]
        source = source.replace("relationship()", f"relationship({options})").replace('"user.id"', f'"user.id"{key}')
        path = tmp_path / "shop" / "variant.py"
        path.write_text(source)
        from shop import variant

        app = self.app(shop, variant, tmp_path)
        with app.app_context():
            variant.db.session.delete(variant.db.session.get(variant.User, 1))
            with pytest.raises(IntegrityError, match=message) as caught:
                variant.db.session.commit()
        update = "UPDATE post SET author_id=?" if key else "DELETE FROM user"
        assert caught.value.statement.startswith(update)

    @pytest.mark.wrong("cascade-delete", 2, "where only `ON DELETE`")
    def test_a_bulk_delete_passes_the_orm_cascade_by(self, shop, tmp_path):
        shop(models=MODELS + """
class User(db.Model):
    id: Mapped[int] = mapped_column(primary_key=True)
    posts: Mapped[list[Post]] = relationship(cascade="all, delete-orphan")
class Post(db.Model):
    id: Mapped[int] = mapped_column(primary_key=True)
    author_id: Mapped[int] = mapped_column(ForeignKey("user.id"))
""")
        from shop import models

        app = self.app(shop, models, tmp_path)
        with app.app_context(), pytest.raises(IntegrityError, match="FOREIGN KEY"):
            models.db.session.execute(models.db.delete(models.User))

    @pytest.mark.wrong("cascade-delete", 2, "where only `ON DELETE`")
    def test_a_bulk_delete_obeys_on_delete(self, card, shop, tmp_path):
        shop()
        models = card("cascade-delete").load("shop/models.py")
        app = self.app(shop, models, tmp_path)
        with app.app_context():
            models.db.session.execute(models.db.delete(models.User))
            models.db.session.commit()
        assert self.left(app, models) == []


class TestLegacyQuery:
    @pytest.fixture
    def users(self, card, shop, tmp_path):
        shop(models=MODELS + """
class User(db.Model):
    id: Mapped[int] = mapped_column(primary_key=True)
    name: Mapped[str]
""")
        from shop.models import User, db

        app = make_app(db, tmp_path)
        with app.app_context():
            db.session.add_all([User(name="Al"), User(name="Bo")])
            db.session.commit()
        app.register_blueprint(card("legacy-query").load("shop/users.py").bp)
        return SimpleNamespace(app=app, db=db, User=User)

    def test_the_views_answer(self, users):
        client = users.app.test_client()
        assert client.get("/users/2").json == {"id": 2, "name": "Bo"}
        assert client.get("/users/3").status_code == 404
        assert client.get("/users").json == {"names": ["Al", "Bo"], "total": 2}

    @pytest.mark.wrong("legacy-query", 1, "only some methods warn")
    def test_get_warns_and_filter_by_does_not(self, users):
        assert issubclass(LegacyAPIWarning, DeprecationWarning)
        with users.app.test_request_context(), warnings.catch_warnings():
            warnings.simplefilter("error")
            assert users.User.query.filter_by(name="Al").all()
            for legacy in (users.User.query.get, users.User.query.get_or_404):
                with pytest.raises(LegacyAPIWarning, match="legacy"):
                    legacy(1)

    def test_each_row_of_the_table_gives_the_same(self, users, request):
        path = request.path.parents[2] / "content" / "database" / "legacy-query.md"
        rows = re.findall(r"^\| `(.+)` \| `(.+)` \|$", path.read_text(), re.M)
        assert len(rows) == 6
        plain = lambda x: x.items if hasattr(x, "items") else x
        with users.app.test_request_context(), warnings.catch_warnings():
            warnings.simplefilter("ignore")
            for old, new in rows:
                names = {"db": users.db, "User": users.User}
                assert plain(eval(old, names)) == plain(eval(new, names)) not in (None, [], 0), old

    def test_session_get_gives_none_and_asks_the_session_first(self, users):
        with users.app.app_context():
            get = users.db.session.get
            assert get(users.User, 9) is None
            assert get(users.User, 1) is get(users.User, 1) and len(statements()) == 2

    @pytest.mark.wrong("legacy-query", 2, "`db.session.scalars(...)` returns the users")
    def test_execute_gives_rows_and_scalars_gives_users(self, users):
        db, User = users.db, users.User
        with users.app.app_context():
            assert isinstance(db.session.execute(db.select(User)).all()[0], sa.Row)
            assert isinstance(db.session.scalars(db.select(User)).all()[0], User)


class TestRenameAColumn:
    @pytest.fixture
    def rename(self, card, shop, tmp_path):
        shop()
        engine = sa.create_engine(f"sqlite:///{tmp_path}/shop.db")

        def run(step):
            with engine.begin() as connection:
                with Operations.context(MigrationContext.configure(connection)) as op:
                    step(op)

        def sql(text):
            with engine.begin() as connection:
                result = connection.execute(sa.text(text))
                return result.all() if result.returns_rows else None

        sql("CREATE TABLE post (id INTEGER PRIMARY KEY, title VARCHAR(200) NOT NULL)")
        sql("INSERT INTO post (title) VALUES ('one'), ('two'), ('three')")
        the_card = card("rename-a-column")
        expand = the_card.load("migrations/versions/b2_expand.py")
        return SimpleNamespace(run=run, sql=sql, expand=expand, card=the_card, tmp_path=tmp_path)

    def release_a(self, rename):
        models = rename.card.load("shop/models.py")
        sys.modules["shop.models"] = models
        return make_app(models.db, rename.tmp_path), models, rename.card.load("shop/backfill.py").backfill

    @pytest.mark.wrong("rename-a-column", 1, "faces the wrong schema")
    def test_a_direct_rename_breaks_the_old_code(self, rename):
        def step(op):
            with op.batch_alter_table("post") as batch:
                batch.alter_column("title", new_column_name="headline")

        with pytest.raises(sa.exc.OperationalError, match="no such column: headline"):
            rename.sql("SELECT headline FROM post")  # a new worker before the migration
        rename.run(step)
        assert rename.sql("SELECT headline FROM post")[0] == ("one",)
        with pytest.raises(sa.exc.OperationalError, match="no such column: title"):
            rename.sql("SELECT title FROM post")

    def test_every_step_of_the_plan_works_with_the_code_before_and_after(self, rename):
        old_write = "INSERT INTO post (title) VALUES ('from old code')"
        rename.run(lambda op: rename.expand.upgrade())  # 1
        rename.sql(old_write)

        app, models, backfill = self.release_a(rename)  # 2
        with app.app_context():
            models.db.session.add(models.Post(title="both"))
            models.db.session.commit()
        assert rename.sql("SELECT title, headline FROM post WHERE headline IS NOT NULL") == [("both", "both")]

        with app.app_context():  # 3: five rows, four of them in batches of two
            backfill(size=2)
            assert len([s for s in statements() if s.startswith("UPDATE")]) == 2
        assert rename.sql("SELECT count(*) FROM post WHERE headline IS NOT title") == [(0,)]

        new_write = "INSERT INTO post (headline) VALUES ('from release C')"
        with pytest.raises(IntegrityError, match="NOT NULL constraint failed: post.title"):
            rename.sql(new_write)  # too early: title is still NOT NULL

        def contract(op):  # 5
            with op.batch_alter_table("post") as batch:
                batch.alter_column("headline", existing_type=sa.String(200), nullable=False)
                batch.alter_column("title", existing_type=sa.String(200), nullable=True)

        rename.run(contract)
        with app.app_context():  # release B still writes both
            models.db.session.add(models.Post(title="B"))
            models.db.session.commit()
        rename.sql(new_write)  # 6
        rename.run(lambda op: op.drop_column("post", "title"))  # 7
        rename.sql(new_write)
        assert len(rename.sql("SELECT headline FROM post WHERE headline IS NOT NULL")) == 8

    def test_a_row_the_old_code_writes_after_the_backfill_is_missed(self, rename):
        rename.run(lambda op: rename.expand.upgrade())
        app, _, backfill = self.release_a(rename)
        with app.app_context():
            backfill()
        rename.sql("INSERT INTO post (title) VALUES ('late')")
        assert rename.sql("SELECT title FROM post WHERE headline IS NULL") == [("late",)]

    def test_a_bulk_update_bypasses_the_validator(self, rename):
        rename.run(lambda op: rename.expand.upgrade())
        app, models, _ = self.release_a(rename)
        with app.app_context():
            models.db.session.execute(models.db.update(models.Post).values(title="bulk"))
            models.db.session.commit()
        assert {row[0] for row in rename.sql("SELECT headline FROM post")} == {None}

    def test_the_downgrade_drops_the_new_column(self, rename):
        rename.run(lambda op: rename.expand.upgrade())
        rename.run(lambda op: rename.expand.downgrade())
        assert rename.sql("SELECT * FROM post")[0] == (1, "one")

    @pytest.mark.wrong("rename-a-column", 2, "18 the `NOT NULL`")
    def test_not_null_scans_the_locked_table_unless_a_valid_check_proves_it(self, postgres_url):
        engine, said = sa.create_engine(postgres_url), []
        with engine.connect() as connection:
            run = lambda sql: connection.execute(sa.text(sql))
            connection.connection.driver_connection.add_notice_handler(lambda notice: said.append(notice.message_primary))
            run("CREATE TEMPORARY TABLE post (headline text)")
            run("INSERT INTO post SELECT 'x' FROM generate_series(1, 9)")
            connection.commit()
            run("SET client_min_messages = debug1")
            run("ALTER TABLE post ALTER headline SET NOT NULL")
            locks = run("SELECT mode FROM pg_locks WHERE relation = 'post'::regclass").scalars().all()
            assert said == ['verifying table "post"'] and "AccessExclusiveLock" in locks
            connection.rollback()

            run("ALTER TABLE post ADD CONSTRAINT filled CHECK (headline IS NOT NULL) NOT VALID")
            run("ALTER TABLE post VALIDATE CONSTRAINT filled")
            connection.commit()
            run("SET client_min_messages = debug1")
            said.clear()
            run("ALTER TABLE post ALTER headline SET NOT NULL")
            assert len(said) == 1 and "sufficient to prove that it does not contain nulls" in said[0]
        engine.dispose()

    def test_an_attribute_can_have_another_name_than_its_column(self, rename):
        (rename.tmp_path / "shop" / "renamed.py").write_text(MODELS + """
class Post(db.Model):
    id: Mapped[int] = mapped_column(primary_key=True)
    headline: Mapped[str] = mapped_column("title", db.String(200))
""")
        from shop.renamed import Post, db

        with make_app(db, rename.tmp_path).app_context():
            assert db.session.scalar(db.select(Post).filter_by(headline="two")).headline == "two"
            assert "post.title" in statements()[-1]
