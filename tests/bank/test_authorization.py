"""Runs the code of the cards on authorization and checks what they claim."""

import functools
import importlib
import sys
import uuid

import pytest
import sqlalchemy as sa
from flask import Blueprint, Flask, abort, g, request
from flask.views import MethodView
from flask_login import FlaskLoginClient, LoginManager, UserMixin, current_user, login_required
from sqlalchemy.exc import DBAPIError
from sqlalchemy.orm import Session, aliased, joinedload, selectinload

DB = """
from flask_login import UserMixin
from flask_sqlalchemy import SQLAlchemy
from sqlalchemy import Column, ForeignKey
from sqlalchemy.orm import DeclarativeBase, Mapped, mapped_column, relationship

class Base(DeclarativeBase):
    pass

db = SQLAlchemy(model_class=Base)
"""


@pytest.fixture
def package(card, monkeypatch):
    """Writes a card's files next to modules the card imports, and imports one of them."""

    def start(card_id, module, **modules):
        root = card(card_id).write()
        (root / "shop").mkdir(exist_ok=True)
        (root / "shop/__init__.py").touch()
        for name, source in modules.items():
            (root / f"{name.replace('__', '/')}.py").write_text(source)
        monkeypatch.syspath_prepend(root)
        forget()
        return importlib.import_module(module)

    yield start
    forget()


def forget():
    for name in [n for n in sys.modules if n.split(".")[0] in ("shop", "models", "documents")]:
        del sys.modules[name]


def app_with(*blueprints, db=None, login=None, load=None):
    app = Flask("shop")
    app.secret_key = "k" * 32
    app.config["SQLALCHEMY_DATABASE_URI"] = "sqlite://"
    app.testing = True
    app.test_client_class = FlaskLoginClient
    manager = login or LoginManager()
    manager.init_app(app)
    manager.user_loader(load)
    if db:
        db.init_app(app)
        with app.app_context():
            db.create_all()
    for bp in blueprints:
        app.register_blueprint(bp)
    return app


class User(UserMixin):
    def __init__(self, id, **facts):
        self.id = id
        self.__dict__.update(facts)


# unauthorized-or-forbidden

DOCUMENTS = DB + """
from sqlalchemy import Table

class User(UserMixin, db.Model):
    id: Mapped[int] = mapped_column(primary_key=True)

reads = Table(
    "reads", db.metadata, Column("user", ForeignKey("user.id")),
    Column("document", ForeignKey("document.id")),
)

class Document(db.Model):
    id: Mapped[int] = mapped_column(primary_key=True)
    owner_id: Mapped[int] = mapped_column(ForeignKey("user.id"))
    owner: Mapped[User] = relationship()
    readers: Mapped[list[User]] = relationship(secondary=reads)
"""


@pytest.fixture
def documents(package):
    module = package("unauthorized-or-forbidden", "documents", models=DOCUMENTS)
    models, db = sys.modules["models"], module.db
    app = app_with(
        module.bp, db=db, login=module.login_manager,
        load=lambda user_id: db.session.get(models.User, int(user_id)),
    )

    @module.login_manager.request_loader
    def by_token(request):
        token = request.headers.get("Authorization", "").removeprefix("Bearer ")
        return db.session.get(models.User, int(token)) if token else None

    with app.app_context():
        owner, reader, stranger = (models.User(id=n) for n in (1, 2, 3))
        db.session.add_all([owner, reader, stranger])
        db.session.add(models.Document(id=7, owner=owner, readers=[reader]))
        db.session.commit()

    def delete(user, document=7):
        headers = {"Authorization": f"Bearer {user}"} if user else {}
        return app.test_client().delete(f"/documents/{document}", headers=headers)

    return delete


def test_each_visitor_gets_the_code_of_the_card(documents):
    stranger, missing = documents(3), documents(3, document=8)
    assert stranger.status_code == missing.status_code == 404
    assert stranger.data == missing.data
    assert documents(2).status_code == 403
    assert documents(1).status_code == 204
    assert documents(1).status_code == 404


@pytest.mark.wrong("unauthorized-or-forbidden", 1, "known, so it is 403")
def test_401_is_for_the_unknown_and_says_how_to_log_in(documents):
    response = documents(None)
    assert response.status_code == 401
    assert response.headers["WWW-Authenticate"] == "Bearer"
    assert response.json == {"error": "log in first"}
    assert documents(2).status_code == 403  # known, but not allowed


def test_abort_401_adds_no_challenge_and_login_view_redirects():
    app = app_with(load=User)
    app.add_url_rule("/abort", view_func=lambda: abort(401))
    app.add_url_rule("/me", "me", login_required(lambda: "me"))
    app.add_url_rule("/login", "login", lambda: "form")
    client = app.test_client()
    response = client.get("/abort")
    assert response.status_code == 401 and "WWW-Authenticate" not in response.headers
    assert client.get("/me").status_code == 401
    app.login_manager.login_view = "login"
    assert client.get("/me").location.startswith("/login")


@pytest.mark.wrong("unauthorized-or-forbidden", 2, "404 for a missing")
def test_a_403_tells_which_documents_exist():
    app = Flask("shop")
    app.add_url_rule("/d/<int:n>", "d", lambda n: abort(403 if n == 7 else 404))
    codes = [app.test_client().get(f"/d/{n}").status_code for n in (6, 7, 8)]
    assert codes == [404, 403, 404]


# self-made-admin

PROFILE = DB + """
class User(UserMixin, db.Model):
    id: Mapped[int] = mapped_column(primary_key=True)
    name: Mapped[str] = mapped_column(default="Ann")
    city: Mapped[str] = mapped_column(default="")
    is_admin: Mapped[bool] = mapped_column(default=False)
    password_hash: Mapped[str] = mapped_column(default="x")
"""


@pytest.fixture
def profile(package, card):
    module = package("self-made-admin", "shop.profile", shop__models=PROFILE)
    db, User = module.db, sys.modules["shop.models"].User

    def start(bp):
        app = app_with(bp, db=db, load=lambda user_id: db.session.get(User, int(user_id)))
        with app.app_context():
            db.session.add(User(id=1))
            db.session.commit()
            ann = db.session.get(User, 1)
        client = app.test_client(user=ann)

        def patch(json):
            status = client.patch("/profile", json=json).status_code
            with app.app_context():
                user = db.session.get(User, 1)
                return status, user and (user.name, user.is_admin, user.password_hash)

        return patch

    def given():
        bp = Blueprint("profile", "shop")
        card("self-made-admin").load(
            given=0, bp=bp, request=request, current_user=current_user,
            login_required=login_required, db=db,
        )
        return start(bp)

    start.given, start.fixed = given, lambda: start(module.bp)
    return start


@pytest.mark.wrong("self-made-admin", 1, "is only a suggestion")
def test_the_given_view_makes_an_admin(profile):
    assert profile.given()({"name": "Eve", "is_admin": True}) == (204, ("Eve", True, "x"))


@pytest.mark.wrong("self-made-admin", 2, "sets `password_hash`, or `id`")
def test_dropping_one_field_leaves_the_others(profile):
    bp = Blueprint("profile", "shop")

    @bp.patch("/profile")
    @login_required
    def edit():
        for field, value in request.get_json().items():
            if field != "is_admin":
                setattr(current_user, field, value)
        sys.modules["shop.models"].db.session.commit()
        return "", 204

    patch = profile(bp)
    assert patch({"is_admin": True, "password_hash": "mine"}) == (204, ("Ann", False, "mine"))


def test_the_fixed_view_takes_only_the_two_fields(profile):
    patch = profile.fixed()
    assert patch({"name": "Eve", "city": "Graz"}) == (204, ("Eve", False, "x"))
    for bad in ({"name": "Mal", "is_admin": True}, {"id": 9}, {"name": None}, {"name": "x" * 81}):
        assert patch(bad) == (422, ("Eve", False, "x"))
    assert patch([1])[0] == 400


# other-customers-invoice

INVOICES = DB + """
class Invoice(db.Model):
    id: Mapped[int] = mapped_column(primary_key=True)
    customer_id: Mapped[int]
    total: Mapped[int]
"""
PEOPLE = {"1": User("1", customer_id=1), "2": User("2", customer_id=2)}


@pytest.fixture
def invoices(package, card):
    module = package("other-customers-invoice", "shop.invoices", shop__models=INVOICES)
    db, Invoice = module.db, module.Invoice
    old = Blueprint("old", "shop")
    card("other-customers-invoice").load(
        given=0, bp=old, abort=abort, current_user=current_user,
        login_required=login_required, db=db, Invoice=Invoice,
    )
    app = app_with(module.bp, old, db=db, load=PEOPLE.get)
    with app.app_context():
        db.session.add_all(
            [Invoice(id=5, customer_id=1, total=10), Invoice(id=99, customer_id=2, total=77)]
        )
        db.session.commit()
    return app


@pytest.mark.wrong("other-customers-invoice", 2, "demands that the child")
def test_the_given_view_shows_every_invoice(invoices):
    ann = invoices.test_client(user=PEOPLE["1"])
    assert ann.get("/customers/1/invoices/99").json == {"number": 99, "total": 77}
    assert ann.get("/customers/2/invoices/99").status_code == 403


def test_the_fixed_views_show_only_own_invoices(invoices):
    ann, bob = (invoices.test_client(user=PEOPLE[n]) for n in "12")
    assert ann.get("/invoices").json == [5] and bob.get("/invoices").json == [99]
    assert ann.get("/invoices/5").json == {"number": 5, "total": 10}
    foreign, missing = ann.get("/invoices/99"), ann.get("/invoices/100")
    assert foreign.status_code == missing.status_code == 404
    assert foreign.data == missing.data
    assert invoices.test_client().get("/invoices/5").status_code == 401


@pytest.mark.wrong("other-customers-invoice", 1, "Whoever learns an id")
def test_a_uuid_does_not_close_the_hole():
    number = str(uuid.uuid4())
    owners = {number: "2"}
    app = app_with(load=PEOPLE.get)
    app.add_url_rule(
        "/invoices/<uuid:n>", "show", login_required(lambda n: {"owner": owners[str(n)]})
    )
    response = app.test_client(user=PEOPLE["1"]).get(f"/invoices/{number}")
    assert response.json == {"owner": "2"}


# roles-and-permissions

STAFF = {role: User(role, role=role) for role in ("support", "finance", "intern")}


@pytest.fixture
def access(package):
    orders = package("roles-and-permissions", "shop.orders")
    module = sys.modules["shop.access"]
    app = app_with(load=STAFF.get)
    app.before_request(module.guard)
    app.register_blueprint(orders.bp)
    return app, module


def status(app, who, method, path):
    client = app.test_client(user=STAFF[who]) if who else app.test_client()
    return client.open(path, method=method).status_code


def test_only_the_right_role_gets_in(access):
    app, _ = access
    who = (None, "intern", "support", "finance")
    assert [status(app, w, "GET", "/prices") for w in who] == [200] * 4
    assert [status(app, w, "POST", "/orders/7/refund") for w in who] == [401, 403, 403, 200]


def test_a_forgotten_mark_lets_nobody_in(access):
    app, _ = access
    who = (None, "intern", "support", "finance")
    assert [status(app, w, "GET", "/reports") for w in who] == [401, 403, 403, 403]


def test_errors_of_routing_and_static_files_pass_the_guard(access, tmp_path):
    app, _ = access
    app.static_folder = tmp_path
    (tmp_path / "a.css").write_text("a{}")
    assert status(app, None, "GET", "/nothing") == 404
    assert status(app, None, "DELETE", "/prices") == 405
    assert status(app, None, "GET", "/static/a.css") == 200


def test_a_lost_role_counts_at_once(access, monkeypatch):
    app, _ = access
    client = app.test_client(user=STAFF["finance"])
    assert client.post("/orders/7/refund").status_code == 200
    monkeypatch.setattr(STAFF["finance"], "role", "support")
    assert client.post("/orders/7/refund").status_code == 403


def test_the_place_of_the_mark_does_not_matter(access):
    app, module = access

    def wrapped(view):
        @functools.wraps(view)
        def inner(*args, **kwargs):
            return view(*args, **kwargs)

        return inner

    bp = Blueprint("more", "shop")

    @module.needs("orders.read")
    @bp.get("/above")
    def above():
        return "ok"

    @bp.get("/wrapped")
    @wrapped
    @module.needs("orders.read")
    def deep():
        return "ok"

    class Api(MethodView):
        decorators = [module.needs("orders.read")]

        def get(self):
            return "ok"

    bp.add_url_rule("/api", view_func=Api.as_view("api"))
    app.register_blueprint(bp)
    for path in ("/above", "/wrapped", "/api"):
        assert [status(app, w, "GET", path) for w in ("intern", "support")] == [403, 200]


def test_a_test_can_list_the_unmarked_views(access):
    app, _ = access
    unmarked = {
        rule.endpoint
        for rule in app.url_map.iter_rules()
        if not hasattr(app.view_functions[rule.endpoint], "permission")
    }
    assert unmarked == {"static", "orders.reports"}


@pytest.mark.wrong("roles-and-permissions", 1, "template only decides what")
def test_hiding_the_button_protects_nothing():
    from flask import render_template_string

    app = app_with(load=STAFF.get)
    page = "{% if current_user.role == 'finance' %}<button>Refund</button>{% endif %}"
    app.add_url_rule("/", "page", lambda: render_template_string(page))
    app.add_url_rule("/refund", "refund", lambda: "refunded", methods=["POST"])
    client = app.test_client(user=STAFF["intern"])
    assert client.get("/").text == ""
    assert client.post("/refund").text == "refunded"


@pytest.mark.wrong("roles-and-permissions", 2, "decorator it wraps too late")
def test_a_wrapping_decorator_above_the_route_is_too_late():
    app = app_with(load=STAFF.get)

    @login_required
    @app.get("/above")
    def above():
        return "open"

    @app.get("/below")
    @login_required
    def below():
        return "closed"

    client = app.test_client()
    assert client.get("/above").text == "open"
    assert client.get("/below").status_code == 401


# tenant-isolation

INVOICE = DB + """
from shop.tenancy import OfTenant

class User(UserMixin, db.Model):
    __tablename__ = "member"
    id: Mapped[int] = mapped_column(primary_key=True)

class Customer(OfTenant, db.Model):
    id: Mapped[int] = mapped_column(primary_key=True)
    invoices: Mapped[list["Invoice"]] = relationship()

class Invoice(OfTenant, db.Model):
    id: Mapped[int] = mapped_column(primary_key=True)
    total: Mapped[int] = mapped_column(default=0)
    customer_id: Mapped[int] = mapped_column(ForeignKey("customer.id"))
"""


@pytest.fixture
def tenants(package, card, postgres_url):
    """Customer 1 has invoice 1 of tenant 1, and by a mistake invoice 2 of tenant 2."""
    models = package("tenant-isolation", "shop.models", shop__models=INVOICE)
    rls = importlib.import_module("shop.rls")
    tenancy = sys.modules["shop.tenancy"]
    listeners = [
        ("do_orm_execute", tenancy.own_rows_only),
        ("after_begin", rls.tell_postgres),
    ]
    admin = sa.create_engine(postgres_url)
    models.db.metadata.create_all(admin)
    with admin.begin() as connection:
        connection.exec_driver_sql(
            "INSERT INTO member VALUES (1);"
            "INSERT INTO customer VALUES (1, 1);"
            "INSERT INTO invoice (id, tenant_id, customer_id, total) VALUES (1, 1, 1, 0), (2, 2, 1, 0);"
            "CREATE ROLE clerk LOGIN; GRANT ALL ON ALL TABLES IN SCHEMA public TO clerk"
        )
    app = Flask("shop")
    app.config["SQLALCHEMY_DATABASE_URI"] = postgres_url.replace("postgres@", "clerk@")
    models.db.init_app(app)
    yield app, models, rls, admin
    with app.app_context():
        models.db.session.remove()
        models.db.engine.dispose()
    for name, listener in listeners:
        sa.event.remove(Session, name, listener)
    models.db.metadata.drop_all(admin)
    with admin.begin() as connection:
        connection.exec_driver_sql("DROP ROLE clerk")
    admin.dispose()


def policy(card, admin):
    with admin.begin() as connection:
        connection.exec_driver_sql(card("tenant-isolation").to_run("policy.sql"))


def ids(rows):
    return sorted(row.id for row in rows)


@pytest.mark.parametrize(("tenant", "own"), [(1, [1]), (2, [2]), (None, []), ("unset", [])])
def test_the_event_filters_every_orm_statement(tenants, tenant, own):
    app, models, _, _ = tenants
    db, Invoice, Customer = models.db, models.Invoice, models.Customer
    with app.app_context():
        if tenant != "unset":
            g.tenant_id = tenant
        scalars, select = db.session.scalars, db.select
        assert ids(scalars(select(Invoice))) == own
        assert ids(scalars(select(aliased(Invoice)))) == own
        assert [n for n in (1, 2) if db.session.get(Invoice, n)] == own
        assert db.session.scalar(select(db.func.count(Invoice.id))) == len(own)
        joined = select(Customer).join(Customer.invoices)
        assert ids(scalars(joined)) == ([1] if tenant == 1 else [])
        if tenant == 1:
            assert ids(db.session.get(Customer, 1).invoices) == [1]
            db.session.expunge_all()
            eager = select(Customer).options(joinedload(Customer.invoices))
            assert [ids(c.invoices) for c in scalars(eager).unique()] == [[1]]
        assert db.session.execute(db.update(Invoice).values(total=1)).rowcount == len(own)
        assert db.session.execute(db.delete(Invoice)).rowcount == len(own)
        assert ids(scalars(select(models.User))) == [1]


def test_the_event_filters_what_a_new_object_loads(tenants):
    app, models, _, _ = tenants
    with app.app_context():
        g.tenant_id = 1
        customer = models.Customer(id=9)
        models.db.session.add(customer)
        models.db.session.flush()
        assert customer.tenant_id == 1
        foreign = "INSERT INTO invoice (id, tenant_id, customer_id, total) VALUES (8, 2, 9, 0)"
        models.db.session.execute(models.db.text(foreign))
        models.db.session.commit()
        assert customer.invoices == []
        eager = models.db.select(models.Customer).options(selectinload(models.Customer.invoices))
        found = models.db.session.scalars(eager.execution_options(populate_existing=True))
        assert [ids(each.invoices) for each in found] == [[1], []]


@pytest.mark.wrong("tenant-isolation", 1, "`text()`, Core statements and inserts")
def test_text_core_inserts_and_conditions_pass_the_event_but_not_the_policy(card, tenants):
    app, models, rls, admin = tenants
    db, Invoice, Customer = models.db, models.Invoice, models.Customer

    def conditions():
        """Whether a foreign invoice is seen by conditions alone, and by a select of its own."""
        foreign = Invoice.id == 2
        return [
            bool(db.session.scalar(query))
            for query in (
                db.select(db.exists().where(foreign)),
                db.select(Customer.id).where(Customer.invoices.any(foreign)),
                db.select(db.exists(Invoice.id).where(foreign)),
                db.select(db.func.count(Invoice.id)).where(foreign),
            )
        ]

    def raw():
        return [
            len(db.session.execute(db.text("SELECT id FROM invoice")).all()),
            len(db.session.execute(db.select(models.Invoice.__table__)).all()),
        ]

    def foreign_insert(number):
        db.session.add(models.Invoice(id=number, customer_id=1, tenant_id=2))
        db.session.flush()

    with app.app_context():
        rls.enter(db.session, 1)
        assert raw() == [2, 2]
        seen = sa.__version__.startswith("2.0")
        assert conditions() == [seen, seen, False, False]
        foreign_insert(3)
    policy(card, admin)
    with app.app_context():
        g.tenant_id = None
        assert raw() == [0, 0]
    with app.app_context():
        assert raw() == [0, 0]  # nobody is logged in
        assert db.session.get(models.User, 1)  # as the login does, in the same transaction
        rls.enter(db.session, 1)
        assert raw() == [1, 1]
        assert conditions() == [False] * 4
        db.session.add(models.Invoice(id=3, customer_id=1))
        db.session.commit()
        assert raw() == [2, 2]  # the next transaction tells the tenant again
        with pytest.raises(DBAPIError, match="row-level security"):
            foreign_insert(4)


def test_the_setting_ends_with_the_transaction(tenants):
    app, models, rls, _ = tenants
    show = models.db.text("SELECT current_setting('shop.tenant', true)")
    with app.app_context():
        rls.enter(models.db.session, 1)
        assert models.db.session.scalar(show) == "1"
        pid = models.db.session.scalar(models.db.text("SELECT pg_backend_pid()"))
        models.db.session.commit()
        with models.db.engine.connect() as same:
            assert same.exec_driver_sql("SELECT pg_backend_pid()").scalar() == pid
            assert same.scalar(show) in (None, "")


@pytest.mark.wrong("tenant-isolation", 2, "table only with `FORCE`")
def test_superusers_are_never_bound_and_owners_only_when_forced(card, tenants):
    _, models, _, admin = tenants
    policy(card, admin)
    count = "SELECT count(*) FROM invoice"
    with admin.begin() as superuser:
        assert superuser.exec_driver_sql(count).scalar() == 2
        superuser.exec_driver_sql("ALTER TABLE invoice OWNER TO clerk")
        superuser.exec_driver_sql("SET LOCAL ROLE clerk")
        assert superuser.exec_driver_sql(count).scalar() == 0
        superuser.exec_driver_sql("ALTER TABLE invoice NO FORCE ROW LEVEL SECURITY")
        assert superuser.exec_driver_sql(count).scalar() == 2
        superuser.exec_driver_sql("RESET ROLE; ALTER TABLE invoice OWNER TO postgres")
