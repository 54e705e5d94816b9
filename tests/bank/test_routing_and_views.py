import inspect
import shlex
import subprocess
import sys
import threading
from datetime import date
from urllib.parse import urljoin, urlsplit

import pytest
import record
import servers
from flask import Flask, abort, redirect, request, url_for
from werkzeug.routing import BaseConverter
from werkzeug.serving import make_server

JSON = "application/json"


@pytest.fixture
def modules(card, monkeypatch):
    """Writes a card's blocks to disk, where they may import each other."""

    def at(card_id):
        code = card(card_id)
        monkeypatch.syspath_prepend(code.write())
        for file in code.files:
            monkeypatch.delitem(sys.modules, file.removesuffix(".py"), raising=False)
        return code

    return at


def app_with(*blueprints, db=None, uri="sqlite://"):
    app = Flask(__name__)
    for bp in blueprints:
        app.register_blueprint(bp)
    if db:
        app.config["SQLALCHEMY_DATABASE_URI"] = uri
        db.init_app(app)
        with app.app_context():
            db.create_all()
    return app


class TestRouting:
    @pytest.fixture
    def client(self, modules):
        items = modules("routing").load("items.py")
        return app_with(items.bp, db=items.db).test_client()

    def test_json_in_and_out_with_location(self, client):
        made = client.post("/items", json={"name": "pen"})
        assert (made.status_code, made.json) == (201, {"id": 1})
        assert made.headers["Location"] == "/items/1"
        shown = client.get("/items/1")
        assert shown.json == {"id": 1, "name": "pen"}
        assert shown.mimetype == JSON

    def test_converter_rejects_before_the_view(self, client):
        with client:
            assert client.get("/items/abc").status_code == 404
            assert request.endpoint is None

    def test_missing_row_is_404_and_wrong_method_405(self, client):
        assert client.get("/items/9").status_code == 404
        wrong = client.delete("/items/9")
        assert wrong.status_code == 405
        assert set(wrong.allow) == {"GET", "HEAD", "OPTIONS"}

    @pytest.mark.parametrize("body", ["{}", '{"name": 3}', "[1]", "null", '"x"'])
    def test_valid_json_of_the_wrong_shape_is_422(self, client, body):
        answer = client.post("/items", data=body, content_type=JSON)
        assert answer.status_code == 422

    def test_get_or_404_is_not_flasks(self, modules):
        items = modules("routing").load("items.py")
        assert type(items.db).get_or_404.__module__.startswith("flask_sqlalchemy")
        assert not hasattr(Flask, "get_or_404") and callable(abort)

    def test_endpoint_has_blueprint_name_and_url_for_reverses(self, client):
        with client.application.test_request_context():
            assert url_for("items.show", item_id=3) == "/items/3"

    def test_built_in_converters(self):
        assert sorted(Flask("x").url_map.converters) == [
            "any", "default", "float", "int", "path", "string", "uuid",
        ]

    @pytest.mark.wrong("routing", 1, "definition only breaks a tie")
    def test_specific_rule_wins_in_any_order_and_ties_go_to_the_first(self):
        app = Flask("x")
        app.add_url_rule("/items/<name>", "var", lambda name: "var")
        app.add_url_rule("/items/new", "new", lambda: "new")
        app.add_url_rule("/tie/<x>", "a", lambda x: "first")
        app.add_url_rule("/tie/<any(p, q):x>", "b", lambda x: "second")
        client = app.test_client()
        assert client.get("/items/new").text == "new"
        assert client.get("/items/pen").text == "var"
        assert client.get("/tie/p").text == "first"

    @pytest.mark.wrong("routing", 2, "unless you write `<int(signed=True):n>`")
    def test_int_refuses_negative_numbers_unless_signed(self):
        app = Flask("x")
        app.add_url_rule("/i/<int:n>", "i", lambda n: str(n))
        app.add_url_rule("/s/<int(signed=True):n>", "s", lambda n: str(n))
        app.add_url_rule("/t/<x>", "t", lambda x: x)
        client = app.test_client()
        assert client.get("/i/-1").status_code == 404
        assert client.get("/s/-1").text == "-1"
        assert client.get("/t/a/b").status_code == 404

    def test_a_list_becomes_json_and_plain_route_answers_get_only(self):
        app = Flask("x")
        app.add_url_rule("/", view_func=lambda: [1, 2], endpoint="l")
        client = app.test_client()
        assert client.get("/").json == [1, 2]
        assert client.post("/").status_code == 405


class TestHttpMethods:
    @pytest.fixture
    def contact(self, card):
        return card("http-methods").load("contact.py")

    @pytest.fixture
    def notes(self, card):
        return card("http-methods").load("notes.py")

    def test_one_view_for_get_and_post(self, contact):
        client = app_with(contact.bp).test_client()
        assert client.get("/contact").text == "0 messages"
        sent = client.post("/contact", data={"text": "hi"})
        assert (sent.status_code, sent.location) == (303, "/contact")
        assert client.get("/contact").text == "1 messages"

    @pytest.mark.wrong("http-methods", 1, "is then a 201")
    def test_put_creates_then_replaces_and_needs_every_field(self, notes):
        client = app_with(notes.bp).test_client()
        full = {"title": "Tea", "done": True}
        assert client.put("/notes/7", json=full).status_code == 201
        assert client.put("/notes/7", json=full).status_code == 200
        assert notes.notes[7] == full
        assert client.put("/notes/7", json={"title": "x"}).status_code == 422
        assert client.put("/notes/7", json=["title", "done"]).status_code == 422
        assert notes.notes[7] == full
        assert client.get("/notes/7").json == full

    def test_delete_leaves_the_same_state_when_repeated(self, notes):
        client = app_with(notes.bp).test_client()
        assert [client.delete("/notes/1").status_code for _ in "12"] == [204, 204]
        assert notes.notes == {}
        assert client.get("/notes/1").status_code == 404

    @pytest.mark.wrong("http-methods", 2, "OPTIONS from the URL map")
    def test_flask_answers_head_options_and_405(self, notes):
        client = app_with(notes.bp).test_client()
        allowed = {"GET", "HEAD", "OPTIONS", "PUT", "DELETE"}
        head = client.head("/notes/1")
        assert (head.status_code, head.data) == (200, b"")
        assert set(client.options("/notes/1").allow) == allowed
        wrong = client.post("/notes/1")
        assert wrong.status_code == 405 and set(wrong.allow) == allowed


class TestRedirects:
    @pytest.fixture
    def client(self, card):
        return app_with(card("redirects").load("orders.py").bp).test_client()

    def test_form_post_answers_303_and_the_next_request_is_a_get(self, client):
        answer = client.post("/orders", data={"item": "pen"})
        assert (answer.status_code, answer.location) == (303, "/orders/1")
        page = client.post("/orders", data={"item": "ink"}, follow_redirects=True)
        assert page.request.method == "GET" and page.json == {"item": "ink"}

    def test_old_address_is_301_and_unknown_order_404(self, client):
        old = client.get("/old-orders/7")
        assert (old.status_code, old.location) == (301, "/orders/7")
        assert client.get("/orders/7").status_code == 404

    def test_302_is_the_default(self):
        assert redirect("/x").status_code == 302
        assert inspect.signature(redirect).parameters["code"].default == 302

    def test_other_arguments_become_the_query_string(self, client):
        with client.application.test_request_context():
            assert url_for("orders.show", number=7, tab="a") == "/orders/7?tab=a"

    @pytest.mark.wrong("redirects", 1, "`return` the view goes")
    def test_redirect_only_builds_a_response(self):
        app = Flask("x")
        seen = []

        @app.get("/forgot")
        def forgot():
            redirect("/y")
            seen.append("went on")
            return "page"

        @app.get("/abort")
        def stops():
            abort(redirect("/y"))

        client = app.test_client()
        assert client.get("/forgot").text == "page" and seen == ["went on"]
        assert client.get("/abort").location == "/y"

    @pytest.mark.parametrize("code", [307, 308])
    def test_307_and_308_keep_method_and_body(self, code):
        app = Flask("x")
        app.add_url_rule("/a", "a", lambda: redirect("/b", code), methods=["POST"])
        app.add_url_rule("/b", "b", lambda: request.form["x"], methods=["POST"])
        page = app.test_client().post("/a", data={"x": "1"}, follow_redirects=True)
        assert page.text == "1"


class TestCustomConverter:
    @pytest.fixture
    def app(self, modules):
        return modules("custom-converter").load("log.py").app

    def test_view_gets_a_date(self, app):
        assert app.test_client().get("/log/2026-03-01").json == {"weekday": "Sunday"}

    @pytest.mark.parametrize("day", ["2026-02-30", "2026-3-1", "today"])
    def test_impossible_and_malformed_dates_are_404(self, app, day):
        assert app.test_client().get(f"/log/{day}").status_code == 404

    def test_url_for_takes_a_date(self, app):
        with app.test_request_context():
            assert url_for("log", day=date(2026, 3, 1)) == "/log/2026-03-01"

    def test_unknown_converter_is_a_lookup_error(self):
        with pytest.raises(LookupError):
            Flask("x").add_url_rule("/<date:day>", "x", lambda day: "")

    @pytest.mark.wrong("custom-converter", 1, "`ValueError` is a 500")
    def test_plain_value_error_is_500_and_matching_precedes_before_request(self):
        app = Flask("x")
        seen = []
        app.before_request(lambda: seen.append("before"))

        class Bad(BaseConverter):
            def to_python(self, value):
                seen.append("converter")
                if value == "bad":
                    raise ValueError("no")
                return value

        app.url_map.converters["bad"] = Bad
        app.add_url_rule("/<bad:x>", "x", lambda x: x)
        app.logger.disabled = True
        assert app.test_client().get("/ok").status_code == 200
        assert seen == ["converter", "before"]
        assert app.test_client().get("/bad").status_code == 500


class TestTrailingSlash:
    @pytest.fixture
    def client(self, card):
        return card("trailing-slash").load(given=0).app.test_client()

    @pytest.mark.wrong("trailing-slash", 1, "or a 404, depending")
    def test_missing_slash_is_308_and_extra_slash_404(self, client):
        answer = client.get("/projects?page=2")
        assert answer.status_code == 308
        assert answer.location.endswith("/projects/?page=2")
        assert client.get("/projects/").text == "projects"
        assert client.get("/about/").status_code == 404
        assert client.get("/about").text == "about"

    def test_url_for_builds_the_rules_spelling(self, client):
        with client.application.test_request_context():
            assert (url_for("projects"), url_for("about")) == ("/projects/", "/about")

    def test_strict_slashes_false_answers_both(self, card):
        client = card("trailing-slash").load("both.py").app.test_client()
        assert [client.get(u).text for u in ("/health", "/health/")] == ["ok", "ok"]

    def test_slash_redirect_keeps_the_post_body(self):
        app = Flask("x")
        app.add_url_rule("/p/", "p", lambda: request.form["a"], methods=["POST"])
        page = app.test_client().post("/p", data={"a": "body"}, follow_redirects=True)
        assert page.text == "body"


class TestWrongContentType:
    BODY = '{"sku": "A1"}'
    CURL_D = "application/x-www-form-urlencoded"

    @pytest.fixture
    def given(self, card):
        return card("wrong-content-type").load(given=0).app.test_client()

    @pytest.mark.wrong("wrong-content-type", 1, "It raises 415")
    def test_valid_json_labeled_as_form_is_415(self, given):
        answer = given.post("/orders", data=self.BODY, content_type=self.CURL_D)
        assert answer.status_code == 415
        assert given.post("/orders", data=self.BODY, content_type=JSON).status_code == 201

    def test_broken_json_is_400_and_json_suffix_is_accepted(self, given):
        assert given.post("/orders", data="{", content_type=JSON).status_code == 400
        suffix = "application/problem+json"
        assert given.post("/orders", data=self.BODY, content_type=suffix).status_code == 201

    @pytest.mark.wrong("wrong-content-type", 2, "`KeyError`, which is a 500")
    def test_missing_key_in_json_is_500(self, given):
        given.application.logger.disabled = True
        assert given.post("/orders", json={}).status_code == 500

    @pytest.mark.wrong("wrong-content-type", 1, "It raises 415")
    def test_silent_gives_none_and_force_ignores_the_header(self):
        with Flask("x").test_request_context(
            method="POST", data=self.BODY, content_type="text/plain"
        ):
            assert request.get_json(silent=True) is None
            assert request.get_json(force=True) == {"sku": "A1"}
        with Flask("x").test_request_context(
            method="POST", data="{", content_type=JSON
        ):
            assert request.get_json(silent=True) is None

    @pytest.mark.parametrize(
        "body, code", [("[1]", 400), ("null", 400), ('"x"', 400), ("{}", 422)]
    )
    def test_the_mended_view_checks_the_shape(self, card, body, code):
        client = card("wrong-content-type").load("orders.py").app.test_client()
        assert client.post("/orders", data=body, content_type=JSON).status_code == code
        good = client.post("/orders", data=self.BODY, content_type=JSON)
        assert (good.status_code, good.json) == (201, {"sku": "A1"})
        wrong = client.post("/orders", data=self.BODY, content_type=self.CURL_D)
        assert wrong.status_code == 415

    def curl(self, app, command):
        """Runs a card's curl command against the app; gives the status code."""
        server = make_server("127.0.0.1", 0, app)
        program, *words = shlex.split(command.replace(":5000/", f":{server.port}/"))
        assert program == "curl"
        status = ["-s", "-o", "/dev/null", "-w", "%{http_code}", "--noproxy", "*"]
        curl = [servers.program("curl", "curl"), *status, *words]
        thread = threading.Thread(target=server.serve_forever, args=(0.05,), daemon=True)
        thread.start()
        try:
            return int(subprocess.run(curl, capture_output=True, text=True, timeout=20).stdout)
        finally:
            server.shutdown()
            thread.join()
            server.server_close()

    def test_curl_d_is_refused_and_curl_json_is_taken(self, card):
        code = card("wrong-content-type")
        app = code.load(given=0).app
        record.run(code.card.id, 1)
        assert self.curl(app, code.given[1]) == 415
        assert self.curl(app, code.to_run("order.sh")) == 201


class TestDeleteIdempotent:
    @pytest.mark.wrong("delete-idempotent", 1, "promises the same state, not")
    def test_second_delete_is_404_and_the_state_is_the_same(self, card):
        notes = card("delete-idempotent").load("notes.py")
        client = notes.app.test_client()
        assert client.delete("/notes/1").status_code == 204
        after_one = dict(notes.notes)
        assert client.delete("/notes/1").status_code == 404
        assert notes.notes == after_one == {2: "bread"}

    @pytest.mark.wrong("delete-idempotent", 2, "method is a promise")
    def test_deleting_the_first_of_a_queue_is_not_idempotent(self, card):
        notes = card("delete-idempotent").load("notes.py")
        client = notes.app.test_client()
        client.delete("/queue/first")
        assert notes.queue == ["second job"]
        client.delete("/queue/first")
        assert notes.queue == []


class TestLostUpdate:
    @pytest.fixture
    def start(self, modules, tmp_path):
        def start(without=""):
            code, models = modules("lost-update"), tmp_path / "models.py"
            assert without in models.read_text()
            models.write_text(models.read_text().replace(without, ""))
            module = code.load("notes.py")
            app = app_with(module.bp, db=module.db, uri=f"sqlite:///{tmp_path}/n.db")
            with app.app_context():
                module.db.session.add(module.Note(text="old", version=1))
                module.db.session.commit()
            module.client = app.test_client()
            return module

        return start

    @pytest.fixture
    def note(self, start):
        return start()

    def put(self, note, text, **headers):
        return note.client.put("/notes/1", data={"text": text}, headers=headers)

    def race(self, note, text, etag):
        """Ann's commit falls between the check of `If-Match` and the write."""
        db = note.db
        other = db.create_engine(note.client.application.config["SQLALCHEMY_DATABASE_URI"])

        def somebody_else_saves(session, *args):
            with other.begin() as connection:
                connection.execute(db.update(note.Note).values(text="Ann", version=2))

        db.event.listen(db.session, "before_flush", somebody_else_saves)
        answer = self.put(note, text, If_Match=etag)
        db.event.remove(db.session, "before_flush", somebody_else_saves)
        other.dispose()
        return answer

    def test_stale_etag_is_412_and_the_first_save_survives(self, note):
        etag = note.client.get("/notes/1").headers["ETag"]
        assert self.put(note, "Ann", If_Match=etag).status_code == 204
        assert self.put(note, "Bob", If_Match=etag).status_code == 412
        fresh = note.client.get("/notes/1")
        assert fresh.json == {"text": "Ann"} and fresh.headers["ETag"] != etag
        assert self.put(note, "Both", If_Match=fresh.headers["ETag"]).status_code == 204

    def test_put_without_if_match_is_428(self, note):
        assert self.put(note, "Bob").status_code == 428
        assert note.client.get("/notes/1").json == {"text": "old"}

    @pytest.mark.wrong("lost-update", 2, "the UPDATE must compare")
    def test_a_commit_between_check_and_write_is_412_too(self, note):
        etag = note.client.get("/notes/1").headers["ETag"]
        db, statements = note.db, []

        def log(conn, cursor, statement, *args):
            statements.append(statement)

        with note.client.application.app_context():
            db.event.listen(db.engine, "before_cursor_execute", log)
        assert self.race(note, "Bob", etag).status_code == 412
        [update] = [s for s in statements if s.startswith("UPDATE")]
        assert "version = ?" in update.partition("WHERE")[2]
        assert note.client.get("/notes/1").json == {"text": "Ann"}

    @pytest.mark.wrong("lost-update", 2, "the UPDATE must compare")
    def test_with_the_check_alone_that_commit_is_lost(self, start):
        note = start(without='__mapper_args__ = {"version_id_col": version}')
        etag = note.client.get("/notes/1").headers["ETag"]
        assert self.race(note, "Bob", etag).status_code == 204
        assert note.client.get("/notes/1").json == {"text": "Bob"}
        assert self.put(note, "Eve", If_Match=etag).status_code == 412  # the check itself works

    @pytest.mark.wrong("lost-update", 1, "thinks between reading and saving")
    def test_a_transaction_per_save_does_not_prevent_it(self, note):
        table = note.Note.__table__
        with note.client.application.app_context():
            seen = [note.db.session.scalar(note.db.select(table.c.text)) for _ in "ab"]
            for text, user in zip(seen, ("Ann", "Bob")):
                note.db.session.execute(table.update().values(text=text + user))
                note.db.session.commit()
            assert note.db.session.scalar(note.db.select(table.c.text)) == "oldBob"


class TestOpenRedirect:
    def login(self, module, target):
        client = module.app.test_client()
        return client.post("/login", query_string={"next": target}).location

    @pytest.mark.wrong("open-redirect", 2, "checking is your job")
    def test_given_view_sends_the_user_anywhere(self, card):
        given = card("open-redirect").load(given=0)
        assert self.login(given, "https://evil.example") == "https://evil.example"
        assert self.login(given, "//evil.example") == "//evil.example"
        assert self.login(given, "") == "/"

    @pytest.mark.parametrize(
        "target",
        ["https://evil.example", "//evil.example", "///evil.example", "/\\evil.example",
         "\\\\evil.example", "/\t/evil.example", "/\n/evil.example", " //evil.example",
         "http:///evil.example", "javascript:alert(1)", "evil.example", ""],
    )
    def test_mended_view_goes_home(self, card, target):
        mended = card("open-redirect").load("login.py")
        if "\n" in target:
            assert not mended.safe_path(target)
        else:
            assert self.login(mended, target) == "/"

    @pytest.mark.parametrize("target", ["/cart", "/cart?next=//x", "/users/Zo%C3%AB"])
    def test_mended_view_keeps_own_paths(self, card, target):
        assert self.login(card("open-redirect").load("login.py"), target) == target

    @pytest.mark.wrong("open-redirect", 1, "`//evil.example`, which a browser resolves")
    def test_two_slashes_start_with_a_slash_and_lead_to_another_host(self, card):
        target = "//evil.example/login"
        assert target.startswith("/")
        sent = self.login(card("open-redirect").load(given=0), target)
        assert urljoin("https://shop.example/login", sent) == "https://evil.example/login"
        assert self.login(card("open-redirect").load("login.py"), target) == "/"

    def test_a_tab_gets_around_a_check_for_two_slashes(self, card):
        target = "/\t/evil.example"
        assert target.startswith("/") and not target.startswith("//")
        given = card("open-redirect").load(given=0)
        assert self.login(given, target) == "//evil.example"

    def test_comparing_hosts_after_urljoin_misses_three_slashes(self, card):
        host_url, target = "http://localhost/", "http:///evil.example"
        assert urlsplit(urljoin(host_url, target)).netloc == "localhost"
        given = card("open-redirect").load(given=0)
        assert self.login(given, target) == "http:///evil.example"


class TestUrlForOutsideRequest:
    @pytest.fixture
    def shop(self, card):
        return card("url-for-outside-request").load("shop.py")

    def test_the_job_gets_a_full_https_link(self, shop):
        assert shop.reminder(7).endswith(": https://shop.example/orders/7")

    def test_what_fails_without_context_and_without_server_name(self, shop):
        with pytest.raises(RuntimeError, match="Working outside of application context"):
            url_for("show", number=7)
        shop.app.config["SERVER_NAME"] = None
        with pytest.raises(RuntimeError, match="without 'SERVER_NAME'"):
            shop.reminder(7)

    def test_scheme_is_http_by_default_and_application_root_is_a_prefix(self, shop):
        assert Flask("x").config["PREFERRED_URL_SCHEME"] == "http"
        shop.app.config.update(PREFERRED_URL_SCHEME="http", APPLICATION_ROOT="/eu")
        assert shop.reminder(7).endswith(": http://shop.example/eu/orders/7")

    def test_inside_a_request_it_is_a_path_and_the_scheme_is_the_requests(self, shop):
        @shop.app.get("/links")
        def links():
            return [url_for("show", number=1), url_for("show", number=1, _external=True)]

        client = shop.app.test_client()
        answer = client.get("/links", base_url="http://shop.example")
        assert answer.json == ["/orders/1", "http://shop.example/orders/1"]

    @pytest.mark.wrong("url-for-outside-request", 1, "`localhost`, and full URLs point")
    def test_a_test_request_context_points_to_localhost(self):
        app = Flask("x")
        app.add_url_rule("/o", "show", lambda: "")
        with app.test_request_context():
            assert url_for("show", _external=True) == "http://localhost/o"

    @pytest.mark.wrong("url-for-outside-request", 2, "3.1 it does not")
    def test_server_name_does_not_refuse_other_hosts_but_trusted_hosts_does(self, shop):
        client = shop.app.test_client()
        assert client.get("/orders/7", base_url="http://other.test").status_code == 200
        shop.app.config["TRUSTED_HOSTS"] = ["shop.example"]
        assert client.get("/orders/7", base_url="http://other.test").status_code == 400
