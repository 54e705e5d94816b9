"""Runs the code of the cards on streaming and downloads and checks what they claim."""

import contextlib
import csv
import http.client
import io
import json
import logging
import os
import signal
import sys
import threading
import time
import tracemalloc
from contextlib import contextmanager
from datetime import datetime
from pathlib import Path
from types import ModuleType

import psycopg
import pytest
import sqlalchemy as sa
from flask import Flask, g, request, send_file, session, stream_template, stream_with_context
from flask_login import LoginManager, UserMixin, login_user
from flask_sqlalchemy import SQLAlchemy
from sqlalchemy.orm import DeclarativeBase, Mapped, mapped_column
from werkzeug.serving import make_server
from werkzeug.test import create_environ
from werkzeug.utils import secure_filename

from servers import free_port, running


def module(name, **names):
    made = ModuleType(name)
    made.__dict__.update(names)
    return made


@contextmanager
def serve(app):
    """The port of a real threaded server."""
    logging.getLogger("werkzeug").disabled = True
    server = make_server("127.0.0.1", 0, app, threaded=True)
    threading.Thread(target=server.serve_forever, daemon=True).start()
    try:
        yield server.port
    finally:
        server.shutdown()
        server.server_close()
        logging.getLogger("werkzeug").disabled = False


@contextmanager
def gunicorn(folder, *arguments):
    """The port of a running gunicorn, ended without waiting for its requests."""
    port = free_port()
    program = str(Path(sys.executable).with_name("gunicorn"))
    command = [program, "-b", f"127.0.0.1:{port}", "--no-control-socket", *arguments]
    with running(command, port, cwd=folder, start_new_session=True) as master:
        try:
            yield port
        finally:
            os.killpg(master.pid, signal.SIGKILL)


def get(port, path, method="GET", **headers):
    """The response with its headers read and its body not."""
    connection = http.client.HTTPConnection("127.0.0.1", port, timeout=10)
    connection.request(method, path, headers=headers)
    return connection.getresponse()


def app_with(*blueprints, **config):
    app = Flask("streaming_shop")
    app.config.update(config)
    for bp in blueprints:
        app.register_blueprint(bp)
    return app


# send-a-file


@pytest.fixture
def invoices(card, monkeypatch, tmp_path):
    class Base(DeclarativeBase):
        pass

    db = SQLAlchemy(model_class=Base)

    class Invoice(db.Model):
        id: Mapped[int] = mapped_column(primary_key=True)
        user_id: Mapped[int]
        file_name: Mapped[str]

    monkeypatch.setitem(sys.modules, "shop", module("shop", db=db, Invoice=Invoice))
    app = app_with(
        card("send-a-file").load("invoices.py").bp,
        INVOICES=str(tmp_path / "invoices"), SECRET_KEY="k", SQLALCHEMY_DATABASE_URI="sqlite://",
    )  # fmt: skip
    db.init_app(app)

    class User(UserMixin):
        def __init__(self, number):
            self.id = int(number)

    LoginManager(app).user_loader(User)

    @app.get("/login/<int:number>")
    def login(number):
        login_user(User(number))
        return ""

    (tmp_path / "invoices").mkdir()
    (tmp_path / "invoices" / "x81.pdf").write_bytes(b"%PDF-1.7 invoice")
    with app.app_context():
        db.create_all()
        db.session.add(Invoice(id=7, user_id=1, file_name="x81.pdf"))
        db.session.commit()
    client = app.test_client()
    return client


def test_only_the_owner_gets_the_invoice(invoices):
    assert invoices.get("/invoices/7").status_code == 401
    invoices.get("/login/2")
    assert invoices.get("/invoices/7").status_code == invoices.get("/invoices/8").status_code == 404
    invoices.get("/login/1")
    response = invoices.get("/invoices/7")
    assert (response.status_code, response.data) == (200, b"%PDF-1.7 invoice")


def test_the_download_has_all_headers_a_range_and_a_304(invoices):
    invoices.get("/login/1")
    whole = invoices.get("/invoices/7")
    assert whole.headers["Content-Disposition"] == "attachment; filename=invoice-7.pdf"
    assert (whole.mimetype, whole.content_length) == ("application/pdf", 16)
    assert isinstance(whole.last_modified, datetime)
    part = invoices.get("/invoices/7", headers={"Range": "bytes=0-3"})
    assert (part.status_code, part.data, part.headers["Content-Range"]) == (206, b"%PDF", "bytes 0-3/16")
    assert invoices.get("/invoices/7", headers={"If-None-Match": whole.headers["ETag"]}).status_code == 304


def test_bytesio_needs_a_name_or_type_and_seek(tmp_path):
    app = Flask("streaming_shop")
    with app.test_request_context():
        with pytest.raises(TypeError, match="'download_name'.*'mimetype'"):
            send_file(io.BytesIO(b"x"))
        data = io.BytesIO()
        data.write(b"late")
        empty = send_file(data, download_name="a.txt")
        assert b"".join(empty.iter_encoded()) == b""
        data.seek(0)
        assert b"".join(send_file(data, mimetype="text/plain").iter_encoded()) == b"late"
        page = tmp_path / "a.pdf"
        page.write_bytes(b"x")
        with contextlib.closing(send_file(page)) as inline:
            assert not inline.headers.get("Content-Disposition", "").startswith("attachment")


@pytest.mark.wrong("send-a-file", 1, "lets the server send")
def test_a_big_file_is_sent_in_blocks(tmp_path):
    big, app = tmp_path / "big.bin", Flask("streaming_shop")
    with big.open("wb") as file:
        file.truncate(50_000_000)
    app.add_url_rule("/", view_func=lambda: send_file(big))
    tracemalloc.start()
    body = app.wsgi_app(create_environ("/"), lambda *args: None)
    assert sum(map(len, body)) == 50_000_000
    body.close()
    assert tracemalloc.get_traced_memory()[1] < 3_000_000
    tracemalloc.stop()


@pytest.mark.wrong("send-a-file", 2, "under `app.root_path`, the folder")
def test_a_relative_path_starts_at_the_root_path(tmp_path, monkeypatch):
    package, cwd = tmp_path / "package", tmp_path / "cwd"
    for folder in (package, cwd):
        folder.mkdir()
        (folder / "a.txt").write_text(folder.name)
    monkeypatch.chdir(cwd)
    app = Flask("streaming_shop", root_path=str(package))
    app.add_url_rule("/", view_func=lambda: send_file("a.txt"))
    assert app.test_client().get("/").text == "package"


# download-traversal

ATTACKS = ("../config.py", "..%2fconfig.py", "%2e%2e%2fconfig.py", "2026/../../config.py")


@pytest.fixture
def reports(tmp_path):
    folder = tmp_path / "site" / "reports"
    (folder / "2026").mkdir(parents=True)
    (folder / "2026" / "may.pdf").write_text("may")
    (tmp_path / "site" / "config.py").write_text("SECRET_KEY = 'x'")
    return folder


def test_the_given_view_gives_away_files_outside(card, reports):
    client = app_with(card("download-traversal").load(given=0).bp, REPORTS=str(reports)).test_client()
    assert client.get("/reports/2026/may.pdf").text == "may"
    for attack in ATTACKS:
        assert client.get(f"/reports/{attack}").text == "SECRET_KEY = 'x'"


def test_a_real_server_passes_the_dots_on(card, reports):
    app = app_with(card("download-traversal").load(given=0).bp, REPORTS=str(reports))
    with serve(app) as port:
        for attack in ATTACKS[:2]:
            assert get(port, f"/reports/{attack}").read() == b"SECRET_KEY = 'x'"


def test_the_mended_view_answers_404_outside_and_follows_links_inside(card, reports):
    client = app_with(card("download-traversal").load("downloads.py").bp, REPORTS=str(reports)).test_client()
    assert client.get("/reports/2026/may.pdf").text == "may"
    for attack in ATTACKS:
        assert client.get(f"/reports/{attack}").status_code == 404
    (reports / "link.py").symlink_to(reports.parent / "config.py")
    assert client.get("/reports/link.py").text == "SECRET_KEY = 'x'"


@pytest.mark.wrong("download-traversal", 1, "left of `..././` after")
def test_removing_the_dots_leaves_dots(reports):
    app = Flask("streaming_shop")
    app.add_url_rule("/<path:name>", view_func=lambda name: send_file(f"{reports}/{name.replace('../', '')}"))
    client = app.test_client()
    assert client.get("/../config.py").status_code == 500  # no such file in the folder
    assert client.get("/..././config.py").text == "SECRET_KEY = 'x'"


@pytest.mark.wrong("download-traversal", 2, "turns `2026/may.pdf` into `2026_may.pdf`")
def test_secure_filename_flattens_the_path():
    assert secure_filename("2026/may.pdf") == "2026_may.pdf"


# stream-a-csv

ROWS = 5000


@pytest.fixture
def orders(card, monkeypatch, postgres_url):
    class Base(DeclarativeBase):
        pass

    db = SQLAlchemy(model_class=Base)

    class Order(db.Model):
        __tablename__ = "streamed_order"
        id: Mapped[int] = mapped_column(primary_key=True)
        total: Mapped[str]

    monkeypatch.setitem(sys.modules, "shop", module("shop", db=db, Order=Order))
    code = card("stream-a-csv")
    source = code.load("order_csv.py")
    monkeypatch.setitem(sys.modules, "order_csv", source)
    app = app_with(code.load("export.py").bp, SQLALCHEMY_DATABASE_URI=postgres_url)
    app.testing = True
    db.init_app(app)
    with app.app_context():
        db.create_all()
        db.session.execute(sa.insert(Order), [{"id": n, "total": f"{n},50"} for n in range(1, ROWS + 1)])
        db.session.commit()
        engine = db.engine
    yield app, db, Order, source, engine
    with app.app_context():
        db.session.remove()
        db.drop_all()
        db.session.remove()
        engine.dispose()


def test_the_whole_table_arrives_as_a_csv_attachment_without_a_length(orders):
    response = orders[0].test_client().get("/orders.csv")
    rows = list(csv.reader(io.StringIO(response.text)))
    assert rows[0] == ["id", "total"] and rows[1] == ["1", "1,50"] and len(rows) == ROWS + 1
    assert response.mimetype == "text/csv"
    assert response.headers["Content-Disposition"] == "attachment; filename=orders.csv"
    assert "Content-Length" not in response.headers


def test_rows_come_in_batches_from_a_cursor_in_the_database_and_the_connection_stays_busy(orders):
    app, _, _, _, engine = orders
    cursors = []
    sa.event.listen(engine, "after_cursor_execute", lambda c, cursor, *rest: cursors.append(cursor))
    body = app.wsgi_app(create_environ("/orders.csv"), lambda *args: None)
    pieces = iter(body)
    assert next(pieces) == b"id,total\r\n"
    assert next(pieces).count(b"\n") == 1000
    assert engine.pool.checkedout() == 1
    assert [type(cursor).__name__ for cursor in cursors] == ["ServerCursor"]
    assert len(list(pieces)) == 4
    assert engine.pool.checkedout() == 0
    body.close()


def test_a_client_that_leaves_gives_the_connection_back(orders):
    app, _, _, _, engine = orders
    body = app.wsgi_app(create_environ("/orders.csv"), lambda *args: None)
    pieces = iter(body)
    next(pieces), next(pieces)
    assert engine.pool.checkedout() == 1
    body.close()
    assert engine.pool.checkedout() == 0


def test_without_yield_per_the_driver_loads_all_rows_at_once(orders):
    app, db, Order, _, engine = orders
    cursors = []
    sa.event.listen(engine, "after_cursor_execute", lambda c, cursor, *rest: cursors.append((type(cursor), cursor.rowcount)))
    with app.app_context():
        db.session.execute(sa.select(Order.id)).close()
    assert cursors == [(psycopg.Cursor, ROWS)]


@pytest.mark.wrong("stream-a-csv", 1, "`all()` has built the whole")
def test_all_has_the_whole_list_before_the_first_byte(orders):
    app, db, Order, _, _ = orders
    built = []
    sa.event.listen(Order, "load", lambda order, context: built.append(1))

    def lines():
        for order in db.session.scalars(sa.select(Order)).all():
            yield f"{order.id}\n"

    app.add_url_rule("/all", view_func=lambda: stream_with_context(lines()))
    body = app.wsgi_app(create_environ("/all"), lambda *args: None)
    next(iter(body))
    assert len(built) == ROWS
    body.close()


@pytest.mark.wrong("stream-a-csv", 2, "without `stream_with_context` it raises")
def test_without_the_context_the_session_is_not_available(orders):
    app, _, _, source, _ = orders
    app.add_url_rule("/bare", view_func=lambda: source.lines())
    with pytest.raises(RuntimeError, match="Working outside of application context"):
        app.test_client().get("/bare").get_data()


SLOW_STREAM = """
import time
from flask import Flask

app = Flask(__name__)

@app.get("/")
def slow():
    def lines():
        for n in range(24):
            yield "line\\n"
            time.sleep(0.1)
    return lines()
"""


def test_a_sync_worker_is_killed_mid_download_and_threads_finish_it(tmp_path):
    (tmp_path / "slow.py").write_text(SLOW_STREAM)
    with (
        gunicorn(tmp_path, "--timeout", "1", "slow:app") as sync,
        gunicorn(tmp_path, "--timeout", "1", "--threads", "2", "slow:app") as threads,
    ):
        cut, whole = get(sync, "/"), get(threads, "/")
        assert (cut.status, whole.status) == (200, 200)
        assert whole.read() == b"line\n" * 24
        with pytest.raises((http.client.IncompleteRead, ConnectionError)):
            cut.read()


# generator-without-context


def prices_app(code, monkeypatch, **which):
    shop = module("shop", products=lambda: iter([("tea", 3), ("cup", 9), ("toast", 4)]))
    monkeypatch.setitem(sys.modules, "shop", shop)
    app = app_with(code.load(**which).bp)
    app.logger.disabled = True
    return app


def test_the_given_view_sends_200_and_one_line_and_breaks_off(card, monkeypatch):
    app, handled = prices_app(card("generator-without-context"), monkeypatch, given=0), []
    app.register_error_handler(Exception, lambda e: handled.append(e) or ("error", 500))
    with serve(app) as port:
        response = get(port, "/prices.csv?q=t")
        assert (response.status, response.headers["Content-Type"]) == (200, "text/csv")
        with pytest.raises(http.client.IncompleteRead) as broken:
            response.read()
    assert broken.value.partial == b"name,price\n" and handled == []


def test_the_mended_view_sends_every_line(card, monkeypatch):
    app = prices_app(card("generator-without-context"), monkeypatch, file="prices.py")
    assert app.test_client().get("/prices.csv?q=t").text == "name,price\ntea,3\ntoast,4\n"
    assert app.test_client().get("/prices.csv").status_code == 400


def test_in_the_test_client_reading_the_body_raises(card, monkeypatch):
    app = prices_app(card("generator-without-context"), monkeypatch, given=0)
    response = app.test_client().get("/prices.csv?q=t")
    assert response.status_code == 200
    with pytest.raises(RuntimeError, match="Working outside of request context"):
        response.get_data()


@pytest.mark.wrong("generator-without-context", 1, "does not use `request`")
def test_nothing_of_the_generator_runs_before_the_context_is_gone():
    app, log = Flask("streaming_shop"), []
    app.teardown_request(lambda e: log.append("teardown"))

    @app.get("/")
    def index():
        def lines():
            log.append(f"first line, request there: {bool(request)}")
            yield "x"

        made = lines()
        log.append("view returns")
        return made

    assert app.test_client().get("/").text == "x"
    assert log == ["view returns", "teardown", "first line, request there: False"]


@pytest.mark.wrong("generator-without-context", 2, "stream began, so no `Set-Cookie`")
def test_with_the_context_request_session_and_g_work_but_session_changes_are_lost():
    app = Flask("streaming_shop")
    app.secret_key = "k"

    @app.get("/")
    def index():
        g.x = "g"

        @stream_with_context
        def lines():
            yield f"{request.path} {g.x} {session.get('a')}"
            session["a"] = 1

        return lines()

    client = app.test_client()
    response = client.get("/")
    assert response.text == "/ g None" and "Set-Cookie" not in response.headers
    with client.session_transaction() as stored:
        assert "a" not in stored


def test_stream_template_wraps_itself(tmp_path):
    (tmp_path / "page.html").write_text("{{ request.path }}")
    app = Flask("streaming_shop", template_folder=str(tmp_path))
    app.add_url_rule("/page", view_func=lambda: stream_template("page.html"))
    assert app.test_client().get("/page").text == "/page"


def test_on_this_version_teardown_runs_before_and_after_the_stream():
    app, log = Flask("streaming_shop"), []
    app.teardown_request(lambda e: log.append("teardown"))

    @app.get("/")
    def index():
        @stream_with_context
        def lines():
            log.append("first")
            yield "x"
            log.append("last")

        return lines()

    app.test_client().get("/").get_data()
    assert log == ["teardown", "first", "last", "teardown"]


# error-mid-stream


class Reader:
    """Rows that break after two, or not."""

    def __init__(self, rows):
        self.rows, self.closed = rows, 0

    def __iter__(self):
        for row in self.rows:
            if row == "break":
                raise OSError("the database is gone")
            yield row

    def close(self):
        self.closed += 1


@pytest.fixture
def export(card, monkeypatch):
    def build(rows):
        reader = Reader(rows)

        def read_orders():
            if rows == "fails":
                raise OSError("no database")
            return reader

        monkeypatch.setitem(sys.modules, "shop", module("shop", read_orders=read_orders))
        app = app_with(card("error-mid-stream").load("export.py").bp)
        app.logger.disabled = True
        app.handled = []
        app.register_error_handler(500, lambda e: app.handled.append(e) or ("our page", 500))
        return app, reader

    return build


def test_a_whole_export_ends_with_its_row_count(export):
    app, reader = export([{"id": 1}, {"id": 2}])
    response = app.test_client().get("/orders.ndjson")
    assert [json.loads(line) for line in response.text.splitlines()] == [{"id": 1}, {"id": 2}, {"rows": 2}]
    assert response.mimetype == "application/x-ndjson"
    response.close()
    assert reader.closed == 1
    empty = export([])[0].test_client().get("/orders.ndjson")
    assert json.loads(empty.text) == {"rows": 0}


@pytest.mark.wrong("error-mid-stream", 1, "before the stream began")
def test_an_error_halfway_stays_200_is_logged_by_the_generator_and_cuts_the_body(export, caplog):
    app, reader = export([{"id": 1}, {"id": 2}, "break"])
    with serve(app) as port:
        response = get(port, "/orders.ndjson")
        assert response.status == 200 and response.headers["Transfer-Encoding"] == "chunked"
        with pytest.raises(http.client.IncompleteRead) as broken:
            response.read()
    assert [json.loads(line) for line in broken.value.partial.splitlines()] == [{"id": 1}, {"id": 2}]
    assert app.handled == [] and "broke after 2 rows" in caplog.text
    assert reader.closed == 1


def test_an_error_in_the_view_is_a_clean_500(export):
    app, _ = export("fails")
    response = app.test_client().get("/orders.ndjson")
    assert (response.status_code, response.text, len(app.handled)) == (500, "our page", 1)


def test_the_reader_is_closed_when_the_client_leaves_and_when_it_only_asks_for_the_head(export):
    app, reader = export([{"id": n} for n in range(9)])
    body = app.wsgi_app(create_environ("/orders.ndjson"), lambda *args: None)
    next(iter(body))
    body.close()
    assert reader.closed == 1
    with serve(app) as port:
        assert get(port, "/orders.ndjson", "HEAD").status == 200
        for _ in range(50):
            if reader.closed == 2:
                break
            time.sleep(0.02)
    assert reader.closed == 2


BROKEN = """
from flask import Flask

app = Flask(__name__)
app.register_error_handler(500, lambda e: ("our page", 500))

@app.get("/<int:good>/<how>")
def stream(good, how):
    def lines():
        try:
            for _ in range(good):
                yield "line\\n"
            1 / 0
        except ZeroDivisionError:
            if how == "raise":
                raise
    return lines()
"""


@pytest.mark.wrong("error-mid-stream", 2, "body properly, and half")
def test_what_a_client_of_gunicorn_sees(tmp_path):
    (tmp_path / "broken.py").write_text(BROKEN)
    with gunicorn(tmp_path, "--threads", "2", "broken:app") as port:
        first = get(port, "/0/raise")
        assert first.status == 500 and b"our page" not in first.read()
        halfway = get(port, "/2/raise")
        assert halfway.status == 200
        with pytest.raises(http.client.IncompleteRead):
            halfway.read()
        swallowed = get(port, "/2/swallow")
        assert (swallowed.status, swallowed.read()) == (200, b"line\nline\n")


def test_flask_logs_nothing_about_an_error_in_the_stream(caplog):
    app = Flask("streaming_shop")

    @app.get("/")
    def index():
        def lines():
            yield "line"
            raise ValueError

        return lines()

    with pytest.raises(ValueError):
        list(app.wsgi_app(create_environ("/"), lambda *args: None))
    assert caplog.text == ""
