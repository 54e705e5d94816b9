"""Parses every block that has a grammar but cannot run by itself: Dockerfiles, scripts, settings."""

import configparser
import json
import re
import subprocess

import pytest
import record

#: https://docs.docker.com/reference/dockerfile/
INSTRUCTIONS = set(
    "ADD ARG CMD COPY ENTRYPOINT ENV EXPOSE FROM HEALTHCHECK LABEL MAINTAINER ONBUILD RUN SHELL"
    " STOPSIGNAL USER VOLUME WORKDIR".split()
)
JSON_OR_WORDS = {"ADD", "CMD", "COPY", "ENTRYPOINT", "RUN", "SHELL", "VOLUME"}


def parse_dockerfile(source):
    """Pairs of instruction and arguments, with their continued lines joined."""
    lines = [line for line in source.splitlines() if not line.lstrip().startswith("#")]
    logical = re.sub(r"\\[ \t]*\n", " ", "\n".join(lines)).splitlines()
    found = [(line.split(None, 1) + [""])[:2] for line in logical if line.strip()]
    for name, rest in found:
        if name.upper() not in INSTRUCTIONS:
            raise ValueError(f"{name} is no instruction")
        if not rest.strip() or rest.rstrip().endswith("\\"):
            raise ValueError(f"{name} lacks its arguments")
        words = re.sub(r"^(--\S+\s+)*", "", rest)
        if name.upper() in JSON_OR_WORDS and words.startswith("["):
            array = json.loads(words)
            if not array or not all(isinstance(each, str) for each in array):
                raise ValueError(f"{name} takes an array of strings")
    stages = [name.upper() for name, _ in found if name.upper() != "ARG"]
    if stages[:1] != ["FROM"]:
        raise ValueError("FROM comes first")
    return found


def parse_sh(source):
    done = subprocess.run(["bash", "-n"], input=source, capture_output=True, text=True)
    # bash warns of a here-document without an end, and goes on
    if done.returncode or done.stderr:
        raise ValueError(done.stderr)


def parse_ini(source):
    parser = configparser.ConfigParser(strict=False, interpolation=None)
    parser.optionxform = str
    parser.read_string(source)
    if not parser.sections() or not all(parser.items(each) for each in parser.sections()):
        raise ValueError("a section is missing or empty")


PARSERS = {"dockerfile": parse_dockerfile, "sh": parse_sh, "ini": parse_ini, "json": json.loads}
BLOCKS = [
    pytest.param(card, key, block, id=f"{card.id}-{key}")
    for card, key, block in record.all_blocks()
    if block.language in PARSERS and not block.norun
]


@pytest.mark.parametrize(("card", "key", "block"), BLOCKS)
def test_the_block_can_be_parsed(card, key, block):
    try:
        PARSERS[block.language](block.source)
    except (ValueError, configparser.Error) as error:
        pytest.fail(f"{card.path}:{block.line} {error}")
    # JSON is data: loading it is all there is to run.
    (record.run if block.language == "json" else record.read)(card.id, key)


@pytest.mark.parametrize(
    ("language", "source"),
    [
        ("dockerfile", "RUN pip install flask\nFROM python:3.13\n"),
        ("dockerfile", "FROM python:3.13\nCOPPY . .\n"),
        ("dockerfile", "FROM python:3.13\nCMD ['gunicorn', 'app:app']\n"),
        ("dockerfile", "FROM python:3.13\nRUN pip install \\\n"),
        ("sh", "if true; then echo x\n"),
        ("sh", "cat <<END\nx\n"),
        ("ini", "Restart=always\n"),
        ("ini", "[Service]\nExecStart gunicorn\n"),
        ("json", "{'a': 1}"),
    ],
)
def test_a_broken_one_would_be_noticed(language, source):
    with pytest.raises((ValueError, configparser.Error)):
        PARSERS[language](source)
