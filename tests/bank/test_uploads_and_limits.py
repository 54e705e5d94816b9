"""Proves the cards of "Uploads and limits"."""

import http.client
import importlib
import io
import socket
import sys
import threading
from contextlib import contextmanager
from types import ModuleType, SimpleNamespace

import pytest
import record
from flask import Flask, request, send_file
from flask.debughelpers import DebugFilesKeyError
from flask_login import LoginManager, UserMixin, login_user
from flask_sqlalchemy import SQLAlchemy
from flask_wtf import CSRFProtect
from sqlalchemy import JSON
from sqlalchemy.orm import DeclarativeBase, Mapped, mapped_column
from werkzeug.serving import WSGIRequestHandler, make_server
from werkzeug.utils import secure_filename

MB = 1024 * 1024


def part(content=b"data", name="a.txt"):
    return (io.BytesIO(content), name)


def nothing_chosen(field):
    """What a browser sends for a file field that was left empty."""
    body = (
        f'--b\r\nContent-Disposition: form-data; name="{field}"; filename=""\r\n'
        "Content-Type: application/octet-stream\r\n\r\n\r\n--b--\r\n"
    )
    return {"data": body.encode(), "content_type": "multipart/form-data; boundary=b"}


# upload-form-without-file


@pytest.mark.wrong("upload-form-without-file", 1, "holds text fields")
def test_without_the_enctype_only_the_name_arrives_and_the_view_answers_400(card):
    code = card("upload-form-without-file")
    app = code.load(given=1).app
    assert "enctype" not in code.given[0] and 'name="photo"' in code.given[0]
    record.read(code.card.id, 0)
    client = app.test_client()
    assert client.post("/photos", data={"photo": "cat.jpg"}).status_code == 400
    with app.test_request_context("/photos", method="POST", data={"photo": "cat.jpg"}):
        assert request.form["photo"] == "cat.jpg" and not request.files
    with app.test_request_context("/photos", method="POST", data={"photo": part()}):
        assert "photo" not in request.form and request.files["photo"].filename == "a.txt"


def test_debug_mode_explains_the_missing_enctype(card):
    app = card("upload-form-without-file").load(given=1).app
    app.debug = True
    with pytest.raises(DebugFilesKeyError, match='enctype="multipart/form-data"'):
        app.test_client().post("/photos", data={"photo": "cat.jpg"})


def test_the_form_of_the_answer_has_the_enctype(card):
    code = card("upload-form-without-file")
    app = Flask(__name__, template_folder=str(code.write() / "templates"))
    with app.app_context():
        page = app.jinja_env.get_template("photo.html").render()
    assert 'enctype="multipart/form-data"' in page and 'type="file" name="photo"' in page


@pytest.mark.wrong("upload-form-without-file", 2, "filename is then empty")
def test_the_answer_saves_under_a_name_of_its_own_and_refuses_an_empty_form(card):
    mod = card("upload-form-without-file").load("photos.py")
    client = mod.app.test_client()
    answer = client.post("/photos", data={"photo": part(b"pixels", "../../cat.jpg")})
    assert answer.status_code == 201
    [saved] = mod.FOLDER.iterdir()
    assert (saved.name, saved.read_bytes()) == (answer.json["id"], b"pixels")
    assert client.post("/photos", data={"photo": "cat.jpg"}).status_code == 400
    assert client.post("/photos", **nothing_chosen("photo")).status_code == 400
    with mod.app.test_request_context("/photos", method="POST", **nothing_chosen("photo")):
        assert "photo" in request.files and request.files["photo"].filename == ""
        assert not request.files["photo"]


def test_the_temporary_file_is_closed_with_the_request(card):
    kept = []
    app = Flask(__name__)
    app.add_url_rule("/", methods=["POST"], view_func=lambda: str(kept.append(request.files["f"])))
    app.test_client().post("/", data={"f": part()})
    assert kept[0].stream.closed


# upload-size-limit


@pytest.fixture
def limited(card):
    return card("upload-size-limit").load("app.py").app


def test_the_limit_the_error_page_and_the_larger_limit_of_one_view(limited):
    client = limited.test_client()
    assert client.post("/photos", data={"file": part(b"x" * MB)}).status_code == 201
    refused = client.post("/photos", data={"file": part(b"x" * 3 * MB)})
    assert (refused.status_code, refused.json) == (413, {"error": "too large", "limit_bytes": 2 * MB})
    assert client.post("/videos", data={"file": part(b"x" * 3 * MB, "a.mp4")}).json == {"name": "a.mp4"}
    assert client.post("/videos", data={"file": part(b"x" * 51 * MB)}).json["limit_bytes"] == 50 * MB
    assert client.post("/photos", data={}).status_code == 400


def test_the_limit_counts_the_body_and_not_each_file(limited):
    two = {"file": part(b"x" * int(1.2 * MB)), "other": part(b"x" * int(1.2 * MB))}
    assert limited.test_client().post("/photos", data=two).status_code == 413


@pytest.mark.wrong("upload-size-limit", 1, "413 comes when it touches")
def test_the_view_runs_first_and_one_that_ignores_the_body_answers_200(limited):
    ran = []
    limited.add_url_rule("/ignore", methods=["POST"], view_func=lambda: "ok")

    @limited.post("/json")
    def json():
        ran.append("view")
        request.get_json()

    client = limited.test_client()
    assert client.post("/ignore", data=b"x" * 3 * MB).status_code == 200
    assert client.post("/json", json="x" * 3 * MB).status_code == 413
    assert ran == ["view"]


@pytest.mark.wrong("upload-size-limit", 2, "16 MB is the example")
def test_there_is_no_limit_by_default():
    app = Flask(__name__)
    assert app.config["MAX_CONTENT_LENGTH"] is None
    app.add_url_rule("/", methods=["POST"], view_func=lambda: str(len(request.get_data())))
    assert app.test_client().post("/", data=b"x" * 17 * MB).text == str(17 * MB)


@pytest.mark.wrong("upload-size-limit", 3, "are bound by `MAX_CONTENT_LENGTH`")
def test_text_fields_of_a_multipart_form_have_a_limit_of_their_own():
    app = Flask(__name__)
    app.add_url_rule("/", methods=["POST"], view_func=lambda: str(len(request.form) + len(request.files)))
    client = app.test_client()
    assert client.post("/", data={"t": "x" * 500_000, "f": part()}).status_code == 200
    assert client.post("/", data={"t": "x" * 500_001, "f": part()}).status_code == 413
    assert client.post("/", data={"f": part(b"x" * 10 * MB)}).status_code == 200
    assert client.post("/", data={"t": "x" * 600_000}).status_code == 200  # not multipart
    many = {f"f{n}": "1" for n in range(1000)}
    assert client.post("/", data={**many, "f": part()}).status_code == 413
    assert client.post("/", data={**dict(list(many.items())[1:]), "f": part()}).status_code == 200


def test_the_view_is_too_late_when_the_csrf_check_has_read_the_form(limited):
    limited.config.update(SECRET_KEY="k", WTF_CSRF_ENABLED=True)
    CSRFProtect(limited)
    client = limited.test_client()
    assert client.post("/videos", data={"file": part(b"x" * 3 * MB)}).status_code == 413
    assert client.post("/videos", data={"file": part(b"x" * MB)}).status_code == 400  # no token


def test_the_proxy_has_the_same_limits(card):
    lines = [line.strip() for line in card("upload-size-limit").text("nginx.conf").splitlines()]
    assert lines.count("proxy_pass http://127.0.0.1:8000;") == 2
    first = lines.index("location / {")
    assert lines[first + 1] == "client_max_body_size 2m;"
    assert lines[lines.index("location = /videos {") + 1] == "client_max_body_size 50m;"
    assert lines.count("}") == 3


# secure-filename


@pytest.fixture
def cleaned(card):
    mod = card("secure-filename").load(given=0)
    mod.FOLDER.mkdir(parents=True)
    return mod, mod.app.test_client()


@pytest.mark.wrong("secure-filename", 1, "is served are untouched")
@pytest.mark.wrong("secure-filename", 2, "can be called `photo.png`")
def test_the_given_view_overwrites_and_serves_scripts(cleaned):
    mod, client = cleaned
    for content in (b"of Ann", b"of Bob"):
        url = client.post("/documents", data={"file": part(content, "report.pdf")}).json["url"]
    assert client.get(url).data == b"of Bob" and len(list(mod.FOLDER.iterdir())) == 1
    url = client.post("/documents", data={"file": part(b"<script>1</script>", "x.html")}).json["url"]
    page = client.get(url)
    assert page.mimetype == "text/html" and b"<script>" in page.data
    assert page.headers["Content-Disposition"].startswith("inline")
    assert client.post("/documents", data={"file": part(b"<script>1</script>", "photo.png")}).status_code == 201


def test_a_name_without_ascii_letters_is_lost(cleaned):
    mod, client = cleaned
    assert [secure_filename(n) for n in ("../../etc/passwd", "résumé.pdf", "报告.pdf", "报告")] == [
        "etc_passwd",
        "resume.pdf",
        "pdf",
        "",
    ]
    assert client.post("/documents", data={"file": part(name="报告.pdf")}).json["url"].endswith("/pdf")
    assert client.post("/documents", data={"file": part(name="报告")}).status_code == 500


def test_the_answer_checks_the_content_and_keeps_both_files(card):
    mod = card("secure-filename").load("documents_safe.py")
    client = mod.app.test_client()
    pdf, png = b"%PDF-1.7 text", b"\x89PNG\r\n\x1a\n pixels"
    ids = [client.post("/documents", data={"file": part(pdf, "报告")}).json["id"] for _ in range(2)]
    assert len(set(ids)) == 2 and all((mod.FOLDER / name).read_bytes() == pdf for name in ids)
    assert client.post("/documents", data={"file": part(png, "x.pdf")}).json["id"].endswith(".png")
    assert client.post("/documents", data={"file": part(b"<script>", "photo.png")}).status_code == 415
    assert client.post("/documents", data={"file": part(b"", "photo.png")}).status_code == 415
    assert client.post("/documents", **nothing_chosen("file")).status_code == 400
    assert not str(mod.FOLDER).startswith(mod.app.static_folder)
    assert client.get(f"/static/uploads/{ids[0]}").status_code == 404


# serving-uploads and huge-uploads


class User(UserMixin):
    def __init__(self, id):
        self.id = int(id)


@pytest.fixture
def site(monkeypatch, tmp_path):
    """An app with logins and the models that the cards import."""

    class Base(DeclarativeBase):
        pass

    db = SQLAlchemy(model_class=Base)

    class Upload(db.Model):
        id: Mapped[int] = mapped_column(primary_key=True)
        stored_name: Mapped[str | None]
        user_filename: Mapped[str | None]
        readers: Mapped[list | None] = mapped_column(JSON)
        key: Mapped[str | None]
        owner_id: Mapped[int | None]
        state: Mapped[str | None]
        size: Mapped[int | None]

    models = ModuleType("models")
    models.__dict__.update(db=db, Upload=Upload)
    monkeypatch.setitem(sys.modules, "models", models)
    app = Flask("site")
    app.config.update(
        SECRET_KEY="k", SQLALCHEMY_DATABASE_URI="sqlite://", UPLOAD_FOLDER=str(tmp_path / "uploads")
    )
    db.init_app(app)
    LoginManager(app).user_loader(User)
    app.add_url_rule("/login/<int:id>", "login", view_func=lambda id: str(login_user(User(id))))
    with app.app_context():
        db.create_all()
    (tmp_path / "uploads").mkdir()
    return app, models, tmp_path


def client_of(app, user=None):
    client = app.test_client()
    if user:
        client.get(f"/login/{user}")
    return client


SVG = b'<svg xmlns="http://www.w3.org/2000/svg"><script>alert(1)</script></svg>'


@pytest.fixture
def shared(site, card):
    app, models, folder = site
    (folder / "uploads/0f3a").write_bytes(SVG)
    (folder / "secret.txt").write_text("secret")
    with app.app_context():
        for name in ("0f3a", "../secret.txt"):
            models.db.session.add(models.Upload(stored_name=name, user_filename="cät.svg", readers=[1, 2]))
        models.db.session.commit()
    app.register_blueprint(card("serving-uploads").load("files.py").bp)
    return app, folder


def test_a_reader_gets_a_download_with_the_safe_headers(shared):
    answer = client_of(shared[0], 2).get("/files/1")
    assert (answer.status_code, answer.data, answer.mimetype) == (200, SVG, "application/octet-stream")
    assert answer.headers["Content-Disposition"].startswith("attachment; filename")
    assert "c%C3%A4t.svg" in answer.headers["Content-Disposition"]
    assert answer.headers["X-Content-Type-Options"] == "nosniff"
    assert answer.headers["Content-Security-Policy"] == "sandbox"


@pytest.mark.wrong("serving-uploads", 3, "logs, histories and chats")
def test_knowing_the_url_is_not_enough(shared):
    app, _ = shared
    codes = [client_of(app, user).get("/files/1").status_code for user in (None, 1, 3)]
    assert codes == [401, 200, 404]
    assert client_of(app, 1).get("/files/99").status_code == 404


@pytest.mark.wrong("serving-uploads", 2, "can call itself `image/png`")
def test_the_client_chooses_the_content_type_of_its_upload():
    page = (io.BytesIO(b"<script>alert(1)</script>"), "cat.png", "image/png")
    with Flask("types").test_request_context(method="POST", data={"f": page}):
        assert request.files["f"].mimetype == "image/png"
        assert request.files["f"].read().startswith(b"<script>")


def test_a_stored_name_outside_the_folder_is_a_404(shared):
    assert client_of(shared[0], 1).get("/files/2").status_code == 404


def test_served_inline_the_script_keeps_a_type_that_runs_it(shared):
    app, folder = shared
    app.add_url_rule("/inline", "inline", view_func=lambda: send_file(folder / "uploads/0f3a", mimetype="image/svg+xml"))
    answer = client_of(app).get("/inline")
    assert answer.mimetype == "image/svg+xml" and "attachment" not in answer.headers.get("Content-Disposition", "")


class Missing(Exception):
    """Stands for botocore's ClientError."""


class Storage:
    """Takes what boto3's client takes; a form signs its key, its size range and its expiry."""

    def __init__(self):
        self.objects = {}

    def generate_presigned_post(self, Bucket, Key, Fields=None, Conditions=None, ExpiresIn=3600):
        self.signed = {"key": Key, "conditions": Conditions, "expires": ExpiresIn}
        return {"url": f"https://{Bucket}.example/", "fields": {"key": Key, "policy": "signed"}}

    def head_object(self, Bucket, Key):
        if Key not in self.objects:
            raise Missing
        return {"ContentLength": self.objects[Key]}


@pytest.fixture
def bucket(site, card, monkeypatch, tmp_path):
    app, models, _ = site
    s3, scanned = Storage(), []
    for name, content in {
        "storage": {"BUCKET": "videos", "s3": s3},
        "tasks": {"scan": SimpleNamespace(delay=scanned.append)},
        "botocore": {},
        "botocore.exceptions": {"ClientError": Missing},
    }.items():
        module = ModuleType(name)
        module.__dict__.update(content)
        monkeypatch.setitem(sys.modules, name, module)
    code = card("huge-uploads")
    code.write()
    monkeypatch.syspath_prepend(tmp_path)
    importlib.invalidate_caches()
    for name in ("uploads", "uploads_done"):
        monkeypatch.delitem(sys.modules, name, raising=False)
    importlib.import_module("uploads_done")
    app.register_blueprint(sys.modules["uploads"].bp)
    yield app, s3, scanned
    for name in ("uploads", "uploads_done"):
        sys.modules.pop(name, None)


def test_the_app_signs_and_never_sees_the_bytes(bucket):
    app, s3, scanned = bucket
    assert client_of(app).post("/uploads").status_code == 401
    owner = client_of(app, 1)
    started = owner.post("/uploads")
    assert started.status_code == 201 and set(started.json) == {"id", "url", "fields"}
    assert s3.signed["conditions"] == [["content-length-range", 1, 2 * 1024**3]] and s3.signed["expires"] == 600
    assert s3.signed["key"] == started.json["fields"]["key"] and s3.signed["key"].startswith("inbox/")

    done = f"/uploads/{started.json['id']}/done"
    assert owner.post(done).status_code == 409 and scanned == []
    s3.objects[s3.signed["key"]] = 1_900_000_000
    assert client_of(app, 2).post(done).status_code == 404
    answer = owner.post(done)
    assert (answer.status_code, answer.json, scanned) == (202, {"state": "scan"}, [1])
    assert owner.post(done).json == {"state": "scan"} and scanned == [1]


class OneAnswer(WSGIRequestHandler):
    """Closes after each answer. A threaded server anywhere in the process switches
    WSGIRequestHandler itself to HTTP/1.1, and a connection kept alive would hold the one worker.
    """

    protocol_version = "HTTP/1.0"


@contextmanager
def server_of(app, threaded):
    """Unless threaded, it handles one request at a time, like one sync worker."""
    server = make_server("127.0.0.1", 0, app, threaded=threaded, request_handler=OneAnswer)
    thread = threading.Thread(
        target=server.serve_forever, kwargs={"poll_interval": 0.01}, daemon=True
    )
    thread.start()
    try:
        yield server.port
    finally:
        server.shutdown()
        thread.join()
        server.server_close()


@pytest.mark.wrong("huge-uploads", 1, "busy with it remain")
@pytest.mark.parametrize("threaded", [False, True])
def test_a_permitted_upload_still_occupies_the_worker(threaded):
    app, inside, log = Flask(__name__), threading.Event(), []
    app.config["MAX_CONTENT_LENGTH"] = 2 * 1024**3

    @app.post("/")
    def upload():
        inside.set()
        size = len(request.get_data())  # returns only when the last byte has come
        log.append("upload")
        return str(size)

    @app.get("/ping")
    def ping():
        log.append("ping")
        return "pong"

    with server_of(app, threaded) as port, socket.create_connection(("127.0.0.1", port), 10) as slow:
        slow.sendall(b"POST / HTTP/1.0\r\nHost: x\r\nContent-Length: 10\r\n\r\n12345")
        assert inside.wait(10)
        waiting = http.client.HTTPConnection("127.0.0.1", port, timeout=10)
        waiting.request("GET", "/ping")
        if threaded:  # a second worker answers while the first one waits
            assert waiting.getresponse().read() == b"pong"
        slow.sendall(b"67890")
        assert slow.makefile("rb").read().endswith(b"\r\n\r\n10")
        if not threaded:
            assert waiting.getresponse().read() == b"pong"
        waiting.close()
    assert log == (["ping", "upload"] if threaded else ["upload", "ping"])


@pytest.mark.wrong("huge-uploads", 2, "parser has already written")
def test_the_parser_has_written_the_file_to_disk_and_read_takes_it_all_into_memory():
    app = Flask(__name__)
    with app.test_request_context("/", method="POST", data={"f": part(b"x" * 3 * MB)}):
        stream = request.files["f"].stream
        assert stream._rolled and isinstance(stream.fileno(), int)
        assert len(request.files["f"].read()) == 3 * MB
