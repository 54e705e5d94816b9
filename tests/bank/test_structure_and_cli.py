"""Runs the code of the cards on structure and commands and checks what they claim."""

import importlib
import re
import subprocess
import sys
from datetime import datetime, timedelta, timezone
from types import SimpleNamespace

import click
import pytest
import sqlalchemy as sa
from alembic.migration import MigrationContext
from click.testing import CliRunner
from flask import (
    Blueprint,
    Flask,
    abort,
    current_app,
    has_app_context,
    has_request_context,
    request,
)
from flask.cli import FlaskGroup, with_appcontext
from flask_login import FlaskLoginClient, LoginManager
from sqlalchemy.exc import OperationalError
from werkzeug.exceptions import Conflict
from werkzeug.routing import BuildError

DB = """
from flask_sqlalchemy import SQLAlchemy
from sqlalchemy.orm import DeclarativeBase, Mapped, mapped_column

class Base(DeclarativeBase):
    pass

db = SQLAlchemy(model_class=Base)
"""


@pytest.fixture
def shop(card, tmp_path, monkeypatch):
    """Writes a card's files next to modules the card imports, and imports one of them."""

    def start(card_id, module, **modules):
        root = card(card_id).write()
        (root / "shop").mkdir(exist_ok=True)
        (root / "shop/__init__.py").touch()
        for name, source in modules.items():
            (root / "shop" / f"{name.replace('__', '/')}.py").write_text(source)
        monkeypatch.syspath_prepend(root)
        forget()
        return importlib.import_module(module)

    yield start
    forget()


def forget():
    for name in [n for n in sys.modules if n.split(".")[0] == "shop"]:
        del sys.modules[name]


def app_with(bp, db, uri="sqlite://"):
    app = Flask("shop")
    app.config["SQLALCHEMY_DATABASE_URI"] = uri
    app.testing = True
    db.init_app(app)
    app.register_blueprint(bp)
    with app.app_context():
        db.drop_all()
        db.create_all()
    return app


# splitting-app-py

CART = "from shop.extensions import db\n" + """
from sqlalchemy.orm import Mapped, mapped_column

class Item(db.Model):
    id: Mapped[int] = mapped_column(primary_key=True)
    name: Mapped[str]
"""


@pytest.fixture
def split(shop, tmp_path):
    (tmp_path / "shop/cart").mkdir(parents=True)
    (tmp_path / "shop/cart/__init__.py").touch()
    (tmp_path / "shop/templates/cart").mkdir(parents=True)
    (tmp_path / "shop/templates/cart/show.html").write_text("{% for item in items %}<li>{{ item.name }}{% endfor %}")
    package = shop("splitting-app-py", "shop", extensions=DB, cart__models=CART)
    app = package.create_app("sqlite://")
    with app.app_context():
        package.db.create_all()
    return app


def test_the_split_shop_serves_the_same_urls(split):
    client = split.test_client()
    added = client.post("/cart/tea")
    assert (added.status_code, added.location) == (303, "/cart/")
    assert client.get("/cart/").text == "<li>tea"


def test_the_layout_names_the_files_that_exist(card, split, tmp_path):
    for line in card("splitting-app-py").text("layout.txt").splitlines():
        path = line.split()[0]
        assert (tmp_path / path).exists()


def test_no_feature_imports_the_app(split, tmp_path):
    for file in tmp_path.glob("shop/cart/*.py"):
        assert not re.search(r"from shop import|import shop\b", file.read_text())


@pytest.mark.wrong("splitting-app-py", 2, "`url_for` goes by endpoint")
def test_the_moved_view_has_a_new_endpoint(split):
    with split.test_request_context():
        assert split.url_for("cart.show") == "/cart/"
        with pytest.raises(BuildError):
            split.url_for("show")


@pytest.mark.wrong("splitting-app-py", 1, "your Python modules live")
def test_flask_runs_without_any_layout(tmp_path, monkeypatch):
    (tmp_path / "odd_place.py").write_text(
        "from flask import Flask\napp = Flask(__name__)\napp.add_url_rule('/', view_func=lambda: 'hi')\n"
    )
    monkeypatch.syspath_prepend(tmp_path)
    app = importlib.import_module("odd_place").app
    assert app.test_client().get("/").text == "hi"
    assert (app.template_folder, app.static_folder) == ("templates", str(tmp_path / "static"))


# seed-command

PRODUCT = DB + """
class Product(db.Model):
    id: Mapped[int] = mapped_column(primary_key=True)
    name: Mapped[str]
    cents: Mapped[int] = mapped_column(default=0)
"""


def test_seed_adds_once_and_is_tested_by_its_own_test(card, shop):
    dev = shop("seed-command", "shop.dev", models=PRODUCT)
    app = app_with(dev.bp, dev.db)
    card("seed-command").load("tests/test_seed.py").test_seed_twice(app)
    with app.app_context():
        names = list(dev.db.session.scalars(dev.db.select(dev.Product.name)))
    assert names == ["Sample 1", "Sample 2"]
    assert "safe to repeat" in app.test_cli_runner().invoke(args=["--help"]).output


def test_a_blueprint_command_is_nested_under_its_name():
    app, bp = Flask("shop"), Blueprint("dev", "shop")
    bp.cli.command("seed")(lambda: click.echo("done"))
    app.register_blueprint(bp)
    runner = app.test_cli_runner()
    assert runner.invoke(args=["dev", "seed"]).output == "done\n"
    assert runner.invoke(args=["seed"]).exit_code == 2


def test_a_plain_click_command_needs_with_appcontext_in_the_runner():
    app = Flask("shop")
    bare = click.Command("bare", callback=lambda: click.echo(current_app.name))
    app.cli.add_command(bare)
    app.cli.add_command(
        click.Command("wrapped", callback=with_appcontext(lambda: click.echo(current_app.name)))
    )
    runner = app.test_cli_runner()
    assert "application context" in str(runner.invoke(args=["bare"]).exception)
    assert runner.invoke(args=["wrapped"]).output == "shop\n"
    group = FlaskGroup(create_app=lambda: app)
    assert CliRunner().invoke(group, ["bare"]).output == "shop\n"  # as `flask` does


@pytest.mark.wrong("seed-command", 1, "plain scripts and threads")
def test_commands_have_an_app_context_and_no_request():
    app, seen = Flask("shop"), []

    def look():
        seen.append((current_app.name, has_app_context(), has_request_context()))
        request.path

    app.cli.command("look")(look)
    result = app.test_cli_runner().invoke(args=["look"])
    assert seen == [("shop", True, False)]
    assert str(result.exception).startswith("Working outside of request context")


@pytest.mark.wrong("seed-command", 2, "commits on its own")
def test_nothing_is_committed_for_the_command(shop):
    dev = shop("seed-command", "shop.dev", models=PRODUCT)
    app = app_with(dev.bp, dev.db)

    @app.cli.command("forgetful")
    def forgetful():
        dev.db.session.add(dev.Product(name="gone"))
        dev.db.session.flush()

    assert app.test_cli_runner().invoke(args=["forgetful"]).exit_code == 0
    with app.app_context():
        assert dev.db.session.scalar(sa.select(sa.func.count(dev.Product.id))) == 0


# silent-command-failure


@pytest.mark.wrong("silent-command-failure", 1, "exception or `ctx.exit(1)` sets")
def test_the_given_command_fails_with_exit_code_0(card):
    app, bp = Flask("shop"), Blueprint("prices", "shop")

    def read_prices(path):
        raise ValueError("no prices")

    card("silent-command-failure").load(
        given=0, bp=bp, click=click, read_prices=read_prices, save=None
    )
    app.register_blueprint(bp)
    result = app.test_cli_runner().invoke(args=["prices", "import", "new.csv"])
    assert result.output == "Import failed: no prices\n"
    assert result.exit_code == 0


@pytest.fixture
def prices(shop):
    module = shop("silent-command-failure", "shop.prices", models=PRODUCT)
    app = app_with(module.bp, module.db)
    with app.app_context():
        module.db.session.add_all([module.Product(name="Tea"), module.Product(name="Jam")])
        module.db.session.commit()
    return app, module


def stored(app, module):
    with app.app_context():
        return list(module.db.session.scalars(module.db.select(module.Product.cents)))


def test_the_fixed_import_stores_prices(prices, tmp_path):
    app, module = prices
    (tmp_path / "new.csv").write_text("name,cents\nTea,300\nJam,450\n")
    runner = app.test_cli_runner()
    assert runner.invoke(args=["prices", "import", str(tmp_path / "new.csv")]).exit_code == 0
    assert stored(app, module) == [300, 450]


def test_a_broken_file_exits_with_1_and_stores_nothing(card, prices, tmp_path):
    app, module = prices
    card("silent-command-failure").load("tests/test_prices.py").test_broken_file_fails(
        app, tmp_path
    )
    (tmp_path / "half.csv").write_text("name,cents\nTea,300\nSand,1\n")
    result = app.test_cli_runner().invoke(args=["prices", "import", str(tmp_path / "half.csv")])
    assert (result.exit_code, result.stdout) == (1, "")
    assert result.stderr.startswith("Error: line 3")
    assert "Traceback" not in result.output
    assert stored(app, module) == [0, 0]


def test_the_line_is_that_of_the_file_and_a_short_row_is_broken_too(prices, tmp_path):
    app, module = prices
    (tmp_path / "short.csv").write_text("name,cents\n\nTea,300\nJam\n")  # line 2 is blank
    result = app.test_cli_runner().invoke(args=["prices", "import", str(tmp_path / "short.csv")])
    assert result.exit_code == 1 and result.stderr.startswith("Error: line 4: ")
    assert "Traceback" not in result.output
    assert stored(app, module) == [0, 0]


def test_wrong_usage_exits_with_2(prices):
    runner = prices[0].test_cli_runner()
    assert runner.invoke(args=["prices", "import"]).exit_code == 2
    assert runner.invoke(args=["prices", "import", "missing.csv"]).exit_code == 2


def test_the_real_process_exits_with_the_same_codes(tmp_path):
    (tmp_path / "wsgi.py").write_text(
        "import click\nfrom flask import Flask\napp = Flask(__name__)\n"
        "@app.cli.command('job')\n@click.argument('how')\n"
        "def job(how):\n"
        "    if how == 'return': return 1\n"
        "    if how == 'ctx': click.get_current_context().exit(1)\n"
        "    raise {'click': click.ClickException, 'bug': KeyError}[how]('x')\n"
    )
    codes = {}
    running = {
        how: subprocess.Popen(
            [sys.executable, "-m", "flask", "job", how],
            cwd=tmp_path, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True,
        )
        for how in ("return", "ctx", "click", "bug")
    }
    for how, process in running.items():
        out, err = process.communicate(timeout=20)
        codes[how] = process.returncode, out, err.strip().splitlines()[-1:]
    assert codes["return"][0] == 0
    assert codes["ctx"][0] == 1
    assert codes["click"] == (1, "", ["Error: x"])
    assert codes["bug"][0] == 1 and codes["bug"][2] == ["KeyError: 'x'"]


@pytest.mark.wrong("silent-command-failure", 2, "runner stores the exception")
def test_the_runner_swallows_a_crash():
    app = Flask("shop")
    app.cli.command("crash")(lambda: 1 / 0)
    result = app.test_cli_runner().invoke(args=["crash"])
    assert isinstance(result.exception, ZeroDivisionError) and result.exit_code == 1


# logic-without-flask

ORDER = DB + """
from datetime import datetime, timezone
from sqlalchemy import DateTime
from sqlalchemy.types import TypeDecorator

class UTC(TypeDecorator):
    impl = DateTime
    cache_ok = True

    def process_result_value(self, value, dialect):
        return value.replace(tzinfo=timezone.utc)

class Order(db.Model):
    __tablename__ = "orders"
    id: Mapped[int] = mapped_column(primary_key=True)
    user_id: Mapped[int]
    cents: Mapped[int]
    status: Mapped[str] = mapped_column(default="paid")
    placed_at: Mapped[datetime] = mapped_column(UTC)
"""


class User:
    is_authenticated = is_active = True

    def __init__(self, id):
        self.id = id

    def get_id(self):
        return str(self.id)


@pytest.fixture
def orders(shop):
    views = shop("logic-without-flask", "shop.orders.views", models=ORDER)
    app = app_with(views.bp, views.db)
    app.secret_key = "k" * 32
    app.test_client_class = FlaskLoginClient
    LoginManager(app).user_loader(lambda user_id: User(int(user_id)))
    now = datetime.now(timezone.utc)
    with app.app_context():
        for age, status in [(1, "paid"), (60, "paid"), (1, "shipped")]:
            views.db.session.add(
                views.Order(
                    user_id=1, cents=1000, status=status, placed_at=now - timedelta(minutes=age)
                )
            )
        views.db.session.commit()
    return app, views


def test_the_view_translates_and_commits(orders):
    app, views = orders
    client = app.test_client(user=User(1))
    answers = [client.post(f"/orders/{n}/cancel") for n in (1, 2, 3, 4)]
    assert [a.status_code for a in answers] == [200, 200, 409, 404]
    assert [a.json["refund"] for a in answers[:2]] == [1000, 900]
    assert answers[2].json == {"error": "It is shipped already."}
    assert client.post("/orders/1/cancel").json == {"error": "It is canceled already."}
    with app.app_context():
        status = list(views.db.session.scalars(views.db.select(views.Order.status)))
    assert status == ["canceled", "canceled", "shipped"]
    assert app.test_client(user=User(2)).post("/orders/1/cancel").status_code == 404
    assert app.test_client().post("/orders/1/cancel").status_code == 401


@pytest.mark.wrong("logic-without-flask", 1, "function as an argument")
def test_the_rule_runs_without_flask(card, tmp_path):
    code = card("logic-without-flask")
    root = code.write()
    (root / "shop/orders/views.py").unlink()
    check = (
        "import sys, tests.test_rules as t; t.test_a_late_cancel_costs_a_tenth();"
        "print('flask' in sys.modules)"
    )
    done = subprocess.run(
        [sys.executable, "-c", check], cwd=root, capture_output=True, text=True, check=True
    )
    assert done.stdout == "False\n"
    assert "flask" not in code.text("shop/orders/rules.py").lower()


def test_a_command_uses_the_same_rule(orders):
    app, views = orders

    @app.cli.command("cancel")
    def cancel():
        order = SimpleNamespace(status="paid", placed_at=datetime(2026, 3, 1), cents=50)
        click.echo(views.rules.cancel(order, datetime(2026, 3, 1, 0, 30)))

    assert app.test_cli_runner().invoke(args=["cancel"]).output == "50\n"


@pytest.mark.wrong("logic-without-flask", 2, "task crashes with `Conflict`")
def test_abort_crashes_a_command():
    app = Flask("shop")
    app.cli.command("cancel")(lambda: abort(409))
    result = app.test_cli_runner().invoke(args=["cancel"])
    assert isinstance(result.exception, Conflict) and result.exit_code == 1


# one-off-job

USERS = DB + """
class User(db.Model):
    __tablename__ = "member"
    id: Mapped[int] = mapped_column(primary_key=True)
    email: Mapped[str]
    email_key: Mapped[str | None]
"""


@pytest.fixture
def job(shop, postgres_url):
    module = shop("one-off-job", "shop.backfill", models=USERS)
    app = app_with(module.bp, module.db, postgres_url)
    engine = sa.create_engine(postgres_url)
    with engine.begin() as connection:
        connection.exec_driver_sql(
            "INSERT INTO member (email) SELECT 'A' || n || '@X.org' FROM generate_series(1, 2500) n"
        )
    yield app, module, engine
    with app.app_context():
        module.db.drop_all()
        module.db.engine.dispose()
    engine.dispose()


def filled(engine):
    with engine.connect() as connection:
        return connection.exec_driver_sql("SELECT count(email_key) FROM member").scalar()


def test_the_job_can_be_stopped_resumed_and_repeated(job, monkeypatch):
    app, module, engine = job
    pauses = []

    def stop_at_two(seconds):
        pauses.append((seconds, filled(engine)))
        if len(pauses) == 1:  # the new code writes a row the job has not reached
            with engine.begin() as connection:
                connection.exec_driver_sql("UPDATE member SET email_key = 'app' WHERE id = 2400")
                # and nothing is locked any more
                connection.exec_driver_sql("SET LOCAL lock_timeout = '1s'")
                connection.exec_driver_sql("UPDATE member SET email = email WHERE id = 1")
        if len(pauses) == 2:
            raise KeyboardInterrupt

    monkeypatch.setattr(module.time, "sleep", stop_at_two)
    runner = app.test_cli_runner()
    stopped = runner.invoke(args=["fill-email-keys"])
    assert stopped.exit_code == 1
    assert stopped.stdout == "done up to 1000\ndone up to 2000\n"
    assert pauses == [(0.1, 1000), (0.1, 2001)]

    resumed = runner.invoke(args=["fill-email-keys", "--after", "2000", "--pause", "0"])
    assert (resumed.exit_code, resumed.output) == (0, "done up to 2500\n")
    assert filled(engine) == 2500
    with engine.connect() as connection:
        keys = connection.exec_driver_sql(
            "SELECT email_key FROM member WHERE id IN (1, 2400) ORDER BY id"
        ).scalars()
        assert list(keys) == ["a1@x.org", "app"]
    again = runner.invoke(args=["fill-email-keys"])
    assert (again.exit_code, again.output) == (0, "")


@pytest.mark.wrong("one-off-job", 1, "locks every row it has touched")
def test_one_big_update_locks_its_rows_until_the_commit(job):
    engine = job[2]
    with engine.connect() as big, engine.connect() as other:
        big.exec_driver_sql("UPDATE member SET email_key = lower(email)")
        other.exec_driver_sql("SET lock_timeout = '100ms'")
        with pytest.raises(OperationalError, match="lock timeout"):
            other.exec_driver_sql("UPDATE member SET email = 'new' WHERE id = 1")
        other.rollback()
        big.rollback()
    assert filled(engine) == 0


def test_migrations_of_one_run_share_a_transaction_on_postgresql(job):
    with job[2].connect() as connection:
        context = MigrationContext.configure(connection)
        assert context.impl.transactional_ddl
        assert not context._transaction_per_migration
