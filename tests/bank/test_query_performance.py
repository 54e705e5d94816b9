"""Proves the cards of "Query performance"."""

import re
import sys
import time
from types import ModuleType

import pytest
from alembic.migration import MigrationContext
from alembic.operations import Operations
from flask import Flask
from flask_sqlalchemy import SQLAlchemy
from flask_sqlalchemy.record_queries import get_recorded_queries
from sqlalchemy import create_engine, event, func, insert, inspect, text
from sqlalchemy.exc import IntegrityError, InternalError
from sqlalchemy.orm import DeclarativeBase, Mapped, mapped_column


def make_app(db, url="sqlite://", **config):
    app = Flask(__name__)
    app.config.update(SQLALCHEMY_DATABASE_URI=url, **config)
    db.init_app(app)
    with app.app_context():
        db.create_all()
    return app


@pytest.fixture
def models(monkeypatch):
    """The module that the cards import their models from."""

    class Base(DeclarativeBase):
        pass

    db = SQLAlchemy(model_class=Base)

    class Order(db.Model):
        id: Mapped[int] = mapped_column(primary_key=True)
        city: Mapped[str]
        paid: Mapped[bool] = mapped_column(index=True)

    class Shop(db.Model):
        id: Mapped[int] = mapped_column(primary_key=True)
        code: Mapped[str]

    class Price(db.Model):
        id: Mapped[int] = mapped_column(primary_key=True)
        sku: Mapped[str] = mapped_column(unique=True)
        cents: Mapped[int]
        shop_id: Mapped[int]

    module = ModuleType("models")
    module.__dict__.update(db=db, Order=Order, Shop=Shop, Price=Price)
    monkeypatch.setitem(sys.modules, "models", module)
    return module


class Log(list):
    """The statements and commits that an engine sends, as they are counted by the cards."""

    def __init__(self, engine):
        event.listen(engine, "before_cursor_execute", self.statement)
        event.listen(engine, "commit", lambda conn: self.append("COMMIT"))

    def statement(self, conn, cursor, statement, parameters, context, executemany):
        self.append(statement.split()[0])


@pytest.fixture
def pg(postgres_url):
    """A connection to an empty schema; nothing of it stays."""
    engine = create_engine(postgres_url, isolation_level="AUTOCOMMIT")
    with engine.connect() as conn:
        conn.execute(text("DROP SCHEMA public CASCADE; CREATE SCHEMA public"))
        yield conn
    engine.dispose()


def plan(conn, query):
    query = query.strip().rstrip(";")
    return "\n".join(conn.scalars(text(query if query.startswith("EXPLAIN") else f"EXPLAIN {query}")))


# finding-slow-queries


@pytest.fixture
def timed(card, models):
    app = Flask(__name__)
    app.config["SQLALCHEMY_DATABASE_URI"] = "sqlite://"
    card("finding-slow-queries").load("timing.py").init_app(app)
    models.db.init_app(app)
    with app.app_context():
        models.db.create_all()

    @app.get("/queries/<int:n>")
    def queries(n):
        for _ in range(n):
            models.db.session.scalar(models.db.select(func.count()).select_from(models.Order))
        return [q.statement.split()[0] for q in get_recorded_queries()]

    return app


@pytest.mark.wrong("finding-slow-queries", 1, "is a round trip")
def test_the_header_tells_the_number_of_queries_and_their_time(timed, caplog):
    caplog.set_level("INFO")
    spent = {}
    for n in (0, 1, 300):
        answer = timed.test_client().get(f"/queries/{n}")
        found = re.fullmatch(r'db;dur=([\d.]+);desc="(\d+) queries"', answer.headers["Server-Timing"])
        assert answer.json == ["SELECT"] * n and int(found[2]) == n
        spent[n] = float(found[1])
    assert spent[0] == 0 and spent[300] > spent[1]
    assert len(caplog.messages) == 4  # one query, then the three slowest
    assert all(re.match(r"\d\.\d{3} s .*\(queries\) SELECT", line) for line in caplog.messages)


def test_each_request_starts_with_an_empty_record(timed):
    client = timed.test_client()
    assert [len(client.get("/queries/2").json) for _ in range(3)] == [2, 2, 2]


def test_recording_is_off_by_default(models):
    app = make_app(models.db)
    assert app.config["SQLALCHEMY_RECORD_QUERIES"] is False
    with app.app_context():
        models.db.session.execute(models.db.select(models.Order))
        assert get_recorded_queries() == []


def test_the_duration_does_not_cover_the_objects_that_are_built(models):
    app = make_app(models.db, SQLALCHEMY_RECORD_QUERIES=True)
    with app.app_context():
        models.db.session.add_all(models.Order(city="x", paid=False) for _ in range(5_000))
        models.db.session.commit()
        models.db.session.expunge_all()
        start = time.perf_counter()
        assert len(models.db.session.scalars(models.db.select(models.Order)).all()) == 5_000
        spent = time.perf_counter() - start
        assert get_recorded_queries()[-1].duration < spent / 2


def orders_table(pg):
    pg.execute(text("CREATE TABLE orders (id serial PRIMARY KEY, customer_id int, placed_at timestamptz, note text)"))
    pg.execute(
        text(
            "INSERT INTO orders (customer_id, placed_at, note) SELECT g % 500, now() - g * interval '1 minute',"
            " repeat('x', 200) FROM generate_series(1, 50000) g"
        )
    )
    pg.execute(text("ANALYZE orders"))


@pytest.mark.wrong("finding-slow-queries", 2, "`DELETE` the rows are")
def test_explain_analyze_shows_real_times_and_runs_the_statement(card, pg):
    orders_table(pg)
    shown = plan(pg, card("finding-slow-queries").to_run("slow.sql"))
    assert "actual time=" in shown and "Execution Time" in shown and "Buffers:" in shown
    assert "Seq Scan" in shown and "Rows Removed by Filter" in shown
    plan(pg, "DELETE FROM orders")
    assert pg.scalar(text("SELECT count(*) FROM orders")) == 50_000
    plan(pg, "EXPLAIN ANALYZE DELETE FROM orders")
    assert pg.scalar(text("SELECT count(*) FROM orders")) == 0


# count-in-the-database


@pytest.fixture
def dashboard(card, models):
    app = make_app(models.db, SQLALCHEMY_RECORD_QUERIES=True)
    with app.app_context():
        for n in range(30):
            models.db.session.add(models.Order(city="Rome" if n % 3 else "Oslo", paid=n % 2 == 0))
        models.db.session.commit()
    code = card("count-in-the-database")
    slow, fast = code.load(given=0).bp, code.load("dashboard_fast.py").bp
    app.register_blueprint(slow, url_prefix="/slow")
    app.register_blueprint(fast, url_prefix="/fast", name="fast")
    made, seen = [], []
    event.listen(models.Order, "load", lambda target, context: made.append(target))
    app.teardown_request(lambda exc: seen.append([q.statement for q in get_recorded_queries()]))

    def get(path):
        made.clear(), seen.clear()
        answer = app.test_client().get(path)
        assert answer.status_code == 200
        return answer.json, len(made), seen[0]

    return get


@pytest.mark.wrong("count-in-the-database", 1, "`WHERE`, so all rows")
@pytest.mark.wrong("count-in-the-database", 2, "`len()` counts a Python")
def test_the_given_view_loads_every_row_despite_the_index_and_sends_no_count(dashboard):
    answer, objects, [statement] = dashboard("/slow/open-orders")
    assert answer == {"open": 15} and objects == 30
    assert "count" not in statement.lower() and "WHERE" not in statement and "city" in statement


def test_the_database_counts_and_no_object_is_built(dashboard):
    answer, objects, [statement] = dashboard("/fast/open-orders")
    assert answer == {"open": 15} and objects == 0
    assert "count(" in statement and "WHERE" in statement


def test_exists_and_group_by_take_one_query_each(dashboard):
    answer, objects, [statement] = dashboard("/fast/has-open-orders")
    assert (answer, objects) == ({"any": True}, 0) and "EXISTS" in statement
    answer, objects, [statement] = dashboard("/fast/orders-per-city")
    assert (answer, objects) == ({"Oslo": 10, "Rome": 20}, 0) and "GROUP BY" in statement


def test_exists_on_an_empty_table_is_false(card, models):
    app = make_app(models.db)
    app.register_blueprint(card("count-in-the-database").load("dashboard_fast.py").bp)
    client = app.test_client()
    assert client.get("/has-open-orders").json == {"any": False}
    assert client.get("/open-orders").json == {"open": 0}


# index-not-used


@pytest.fixture
def accounts(card, pg, postgres_url, monkeypatch):
    """The card's model and lookup on PostgreSQL with 20,000 accounts, and a plain unique index on email."""
    code = card("index-not-used")
    models = code.load("models.py")
    monkeypatch.setitem(sys.modules, "models", models)
    app = make_app(models.db, postgres_url)
    pg.execute(text("CREATE UNIQUE INDEX uq_email ON account (email)"))
    pg.execute(
        text("INSERT INTO account (email) SELECT 'User' || g || '@example.com' FROM generate_series(1, 20000) g")
    )
    pg.execute(text("ANALYZE account"))
    yield app, models, code
    with app.app_context():
        models.db.engine.dispose()


@pytest.mark.wrong("index-not-used", 1, "The index serves comparisons")
def test_the_plain_index_does_not_serve_lower_and_the_expression_index_does(accounts, pg):
    app, models, code = accounts
    check = code.to_run("check.sql")
    assert "Index Cond: (lower(" in plan(pg, check)
    pg.execute(text("DROP INDEX uq_account_email_lower"))
    shown = plan(pg, check)
    assert "Seq Scan" in shown and "Filter: (lower(" in shown
    assert "Index Scan using uq_email" in plan(pg, "SELECT * FROM account WHERE email = 'User5@example.com'")


def test_the_lookup_finds_the_account_and_compares_lower(accounts):
    app, models, code = accounts
    find, seen = code.load(given=0).find, []
    with app.app_context():
        event.listen(models.db.engine, "before_cursor_execute", lambda c, cur, sql, *rest: seen.append(sql))
        assert find("USER7@example.com").email == "User7@example.com"
    assert "lower(account.email) = " in seen[-1]


def test_the_unique_expression_index_refuses_another_case(accounts):
    app, models, _ = accounts
    with app.app_context():
        models.db.session.add(models.Account(email="USER5@EXAMPLE.COM"))
        with pytest.raises(IntegrityError, match="uq_account_email_lower"):
            models.db.session.commit()


def test_a_pattern_without_a_beginning_cannot_use_the_index(accounts, pg):
    pg.execute(text("CREATE INDEX by_pattern ON account (email text_pattern_ops)"))
    assert "Seq Scan" in plan(pg, "SELECT * FROM account WHERE email LIKE '%5@example.com'")
    assert "Index Scan using by_pattern" in plan(pg, "SELECT * FROM account WHERE email LIKE 'User77@%'")


@pytest.mark.wrong("index-not-used", 2, "is the cheaper plan")
def test_a_small_table_and_a_broad_condition_are_read_in_full_on_purpose(accounts, pg):
    assert "Seq Scan" in plan(pg, "SELECT * FROM account WHERE id > 10")
    assert "Index Scan" in plan(pg, "SELECT * FROM account WHERE id = 10")
    pg.execute(text("CREATE TABLE small AS SELECT * FROM account LIMIT 20"))
    pg.execute(text("CREATE UNIQUE INDEX ON small (id)"))
    pg.execute(text("ANALYZE small"))
    assert "Seq Scan" in plan(pg, "SELECT * FROM small WHERE id = 10")


# commit-in-a-loop


@pytest.fixture
def prices(models):
    app = make_app(models.db)
    with app.app_context():
        models.db.session.add(models.Shop(code="main"))
        models.db.session.commit()
        yield models, Log(models.db.engine)


ROWS = [(f"S{n}", n) for n in range(50)]


@pytest.mark.wrong("commit-in-a-loop", 2, "iteration runs a `SELECT`")
def test_each_turn_costs_a_select_an_insert_and_a_commit(prices, card):
    models, log = prices
    card("commit-in-a-loop").load(given=0).import_prices(ROWS)
    assert (log.count("SELECT"), log.count("INSERT"), log.count("COMMIT")) == (50, 50, 50)
    assert models.db.session.scalar(models.db.select(func.count()).select_from(models.Price)) == 50


def test_batches_and_one_commit(prices, card):
    models, log = prices
    card("commit-in-a-loop").load("prices_fast.py").import_prices((f"S{n}", n) for n in range(2500))
    assert log == ["SELECT", "INSERT", "INSERT", "INSERT", "COMMIT"]
    assert models.db.session.scalar(models.db.select(func.sum(models.Price.cents))) == sum(range(2500))
    assert not models.db.session.identity_map.values()


def test_add_all_spares_the_commits_and_keeps_the_objects(prices):
    models, log = prices
    models.db.session.add_all(models.Price(sku=sku, cents=cents, shop_id=1) for sku, cents in ROWS)
    assert len(models.db.session.new) == 50
    models.db.session.commit()
    assert log.count("COMMIT") == 1 and "SELECT" not in log


@pytest.mark.wrong("commit-in-a-loop", 1, "same batches as Core")
def test_the_orm_and_core_send_the_same_insert(prices):
    models, log = prices
    rows = [{"sku": sku, "cents": cents, "shop_id": 1} for sku, cents in ROWS]
    models.db.session.execute(insert(models.Price), rows)
    models.db.session.rollback()
    models.db.session.execute(insert(models.Price.__table__), rows)
    assert log == ["INSERT", "INSERT"]


def test_one_transaction_leaves_nothing_half_done(prices, card):
    models, log = prices
    rows = [(f"S{n}", n) for n in range(1500)] + [("S3", 1)]
    with pytest.raises(IntegrityError):
        card("commit-in-a-loop").load("prices_fast.py").import_prices(rows)
    models.db.session.rollback()
    assert models.db.session.scalar(models.db.select(func.count()).select_from(models.Price)) == 0
    with pytest.raises(IntegrityError):
        card("commit-in-a-loop").load(given=0).import_prices([*ROWS, ("S3", 1)])
    models.db.session.rollback()
    assert models.db.session.scalar(models.db.select(func.count()).select_from(models.Price)) == 50


# composite-index-order

PAGE = "SELECT * FROM orders WHERE customer_id = 42 ORDER BY placed_at DESC LIMIT 20"


def test_the_model_declares_the_index(card):
    models = card("composite-index-order").load("models.py")
    app = make_app(models.db)
    with app.app_context():
        [index] = inspect(models.db.engine).get_indexes("orders")
    assert (index["name"], index["column_names"]) == ("ix_orders_customer_placed", ["customer_id", "placed_at"])


def buffers(conn, query):
    """Pages that the plan's top node touched."""
    shown = plan(conn, f"EXPLAIN (ANALYZE, BUFFERS) {query}")
    return sum(map(int, re.search(r"Buffers: shared (?:hit=(\d+))?(?: ?read=(\d+))?", shown).groups(0)))


@pytest.mark.wrong("composite-index-order", 1, "composite index leads straight")
def test_single_column_indexes_fetch_all_orders_of_the_customer_and_sort(pg):
    orders_table(pg)
    pg.execute(text("CREATE INDEX by_customer ON orders (customer_id)"))
    pg.execute(text("CREATE INDEX by_date ON orders (placed_at)"))
    shown = plan(pg, f"EXPLAIN ANALYZE {PAGE}")
    assert "Sort Key: placed_at DESC" in shown and "by_date" not in shown
    assert re.search(r"Bitmap Index Scan on by_customer .*rows=100 loops=1\)$", shown, re.M)


def test_the_composite_index_reads_twenty_and_stops_without_a_sort(pg):
    orders_table(pg)
    pg.execute(text("CREATE INDEX customer_date ON orders (customer_id, placed_at)"))
    shown = plan(pg, f"EXPLAIN ANALYZE {PAGE}")
    assert "Sort" not in shown
    assert re.search(r"Index Scan Backward using customer_date on orders .*rows=20 loops=1\)$", shown, re.M)
    assert "customer_date" in plan(pg, "SELECT * FROM orders WHERE customer_id = 42")


@pytest.mark.wrong("composite-index-order", 2, "customer are scattered over")
def test_with_the_date_first_the_same_page_touches_far_more_of_the_index(pg):
    orders_table(pg)
    pg.execute(text("CREATE INDEX date_first ON orders (placed_at, customer_id)"))
    assert "date_first" in plan(pg, PAGE)
    scattered = buffers(pg, PAGE)
    pg.execute(text("DROP INDEX date_first"))
    pg.execute(text("CREATE INDEX customer_first ON orders (customer_id, placed_at)"))
    assert buffers(pg, PAGE) * 2 < scattered


def migrate(pg, card, step):
    """Runs one function of the migration, in a transaction as `flask db` does, and returns the SQL."""
    revision = card("composite-index-order").load("migrations/versions/4f1c_order_index.py")
    engine = create_engine(pg.engine.url)
    seen = []
    event.listen(engine, "before_cursor_execute", lambda c, cur, statement, *rest: seen.append(statement))
    with engine.connect() as conn:
        context = MigrationContext.configure(conn)
        with Operations.context(context), context.begin_transaction():
            getattr(revision, step)()
    engine.dispose()
    return seen


def test_the_migration_builds_the_index_concurrently_and_drops_it_again(pg, card):
    orders_table(pg)
    assert any("CREATE INDEX CONCURRENTLY" in s for s in migrate(pg, card, "upgrade"))
    [index] = inspect(pg).get_indexes("orders")
    assert index["column_names"] == ["customer_id", "placed_at"]
    assert any("DROP INDEX CONCURRENTLY" in s for s in migrate(pg, card, "downgrade"))
    inspect(pg).clear_cache()
    assert inspect(pg.engine).get_indexes("orders") == []


def test_concurrently_is_refused_inside_a_transaction(pg):
    orders_table(pg)
    engine = create_engine(pg.engine.url)
    with engine.begin() as conn, pytest.raises(InternalError, match="cannot run inside a transaction block"):
        conn.execute(text("CREATE INDEX CONCURRENTLY x ON orders (note)"))
    engine.dispose()


def test_a_plain_create_index_blocks_writes_and_a_failed_concurrent_one_stays_invalid(pg):
    orders_table(pg)
    engine = create_engine(pg.engine.url)
    with engine.connect() as builder:
        builder.execute(text("CREATE INDEX plain ON orders (note)"))
        pg.execute(text("SET lock_timeout = '100ms'"))
        assert pg.scalar(text("SELECT count(*) FROM orders")) == 50_000
        with pytest.raises(Exception, match="lock timeout"):
            pg.execute(text("INSERT INTO orders (customer_id) VALUES (1)"))
        builder.rollback()
    engine.dispose()
    with pytest.raises(IntegrityError):
        pg.execute(text("CREATE UNIQUE INDEX CONCURRENTLY failed ON orders (customer_id)"))
    valid = "SELECT indisvalid FROM pg_index WHERE indexrelid = 'failed'::regclass"
    assert pg.scalar(text(valid)) is False
