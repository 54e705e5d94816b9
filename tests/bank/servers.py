"""Real servers on free loopback ports, for as long as a test session lasts."""

import contextlib
import os
import pwd
import shutil
import socket
import subprocess
import tempfile
import time
from pathlib import Path

import pytest

#: Everything nginx writes goes below its prefix, wherever the package keeps it.
NGINX = """
pid nginx.pid;
error_log stderr;
events {{}}
http {{
    access_log off;
    client_body_temp_path body;
    proxy_temp_path proxy;
    fastcgi_temp_path fastcgi;
    uwsgi_temp_path uwsgi;
    scgi_temp_path scgi;
{}
}}
"""


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return probe.getsockname()[1]


def program(name: str, package: str, folders: str = "/nowhere") -> str:
    """The path of a program, installed from Debian's packages when that can be done. Only in CI it must."""
    for _ in range(2):
        found = shutil.which(name) or next(map(str, Path("/").glob(f"{folders}/{name}"[1:])), None)
        if found:
            return found
        if os.geteuid() == 0 and shutil.which("apt-get"):
            quiet = {"stdout": subprocess.DEVNULL, "stderr": subprocess.DEVNULL}
            env = {**os.environ, "DEBIAN_FRONTEND": "noninteractive"}
            subprocess.run(["apt-get", "update"], **quiet, env=env)
            install = ["apt-get", "install", "-y", "--no-install-recommends", package]
            subprocess.run(install, **quiet, env=env)
    sentence = f"{name} is missing and could not be installed here. On Debian, as root: apt install {package}"
    if os.environ.get("CI"):
        raise RuntimeError(sentence)
    pytest.skip(sentence)


def wait_for(port: int, process: subprocess.Popen, seconds: float = 20) -> None:
    end = time.monotonic() + seconds
    while time.monotonic() < end:
        if process.poll() is not None:
            raise RuntimeError(f"{process.args} ended with {process.returncode}")
        with contextlib.suppress(OSError), socket.create_connection(("127.0.0.1", port), 0.2):
            return
        time.sleep(0.05)
    raise RuntimeError(f"{process.args} does not listen on port {port}")


@contextlib.contextmanager
def running(command: list[str], port: int, **options):
    process = subprocess.Popen(
        command, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL, **options
    )
    try:
        wait_for(port, process)
        yield process
    finally:
        process.terminate()
        try:
            process.wait(10)
        except subprocess.TimeoutExpired:
            process.kill()


@contextlib.contextmanager
def redis_server():
    port = free_port()
    server = program("redis-server", "redis-server")
    with tempfile.TemporaryDirectory() as folder:
        flags = ["--port", str(port), "--bind", "127.0.0.1", "--save", "", "--dir", folder]
        with running([server, *flags], port):
            yield f"redis://127.0.0.1:{port}/0"


def nginx(folder: Path, source: str) -> list[str]:
    """The command that hands nginx these blocks of its `http`."""
    config = folder / "nginx.conf"
    config.write_text(NGINX.format(source))
    return [program("nginx", "nginx-light", "/usr/sbin"), "-p", f"{folder}/", "-c", str(config), "-e", "stderr"]


@contextlib.contextmanager
def nginx_server(folder: Path, source: str, port: int):
    with running([*nginx(folder, source), "-g", "daemon off;"], port):
        yield f"http://127.0.0.1:{port}"


@contextlib.contextmanager
def postgres_server():
    """PostgreSQL refuses to run as root, so there it runs as its package's own user."""
    port = free_port()
    initdb = program("initdb", "postgresql", "/usr/lib/postgresql/*/bin")
    user = {"user": "postgres"} if os.geteuid() == 0 else {}
    with tempfile.TemporaryDirectory() as folder:
        data = Path(folder) / "data"
        if user:
            os.chown(folder, pwd.getpwnam("postgres").pw_uid, -1)
        subprocess.run(
            [initdb, "-D", data, "-U", "postgres", "--auth=trust", "--no-sync"],
            check=True,
            stdout=subprocess.DEVNULL,
            **user,
        )
        server = [str(Path(initdb).with_name("postgres")), "-D", str(data), "-p", str(port)]
        flags = ["-c", f"unix_socket_directories={folder}", "-c", "fsync=off"]
        with running([*server, *flags], port, **user):
            yield f"postgresql+psycopg://postgres@127.0.0.1:{port}/postgres"
