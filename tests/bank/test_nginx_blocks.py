"""Hands every nginx block of the bank to nginx itself."""

import re
import subprocess

import pytest
import record
import servers

BLOCKS = [
    pytest.param(card, key, block, id=f"{card.id}-{key}")
    for card, key, block in record.all_blocks()
    if block.language == "nginx" and not block.norun
]


@pytest.fixture(scope="module")
def certificate(tmp_path_factory):
    """Files for `ssl_certificate` and `ssl_certificate_key`."""
    folder = tmp_path_factory.mktemp("tls")
    openssl = servers.program("openssl", "openssl")
    new = [openssl, "req", "-x509", "-newkey", "rsa:2048", "-nodes", "-days", "1", "-subj", "/CN=shop.example"]
    files = folder / "shop.pem", folder / "shop.key"
    subprocess.run([*new, "-out", files[0], "-keyout", files[1]], check=True, capture_output=True)
    return files


def check(folder, source, certificate=("", "")):
    """`nginx -t` on the block, where it belongs and with files and a port that exist here."""
    for name, file in zip(("ssl_certificate", "ssl_certificate_key"), certificate, strict=True):
        source = re.sub(rf"\b{name}\s+[^;]+;", f"{name} {file};", source)
    source = re.sub(r"\blisten\s+\d+", f"listen {servers.free_port()}", source)
    if not re.search(r"^server\b", source, re.M):
        source = f"server {{\nlisten {servers.free_port()};\n{source}\n}}"
    return subprocess.run([*servers.nginx(folder, source), "-t"], capture_output=True, text=True, timeout=30)


@pytest.mark.parametrize(("card", "key", "block"), BLOCKS)
def test_nginx_accepts_the_block(certificate, tmp_path, card, key, block):
    done = check(tmp_path, block.source, certificate)
    assert done.returncode == 0, f"{card.path}:{block.line} {done.stderr}"
    record.read(card.id, key)


@pytest.mark.parametrize(
    ("source", "complaint"),
    [
        ("location / { proxy_pas http://127.0.0.1:8000; }", "unknown directive"),
        ("location / { proxy_pass http://127.0.0.1:8000 }", "unexpected"),
        ("server { limit_req zone=ip; }", "zero size shared memory zone"),
    ],
)
def test_the_check_would_notice(tmp_path, source, complaint):
    done = check(tmp_path, source)
    assert done.returncode != 0 and complaint in done.stderr, done.stderr
