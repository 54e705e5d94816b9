"""Which files in the temporary folders have really run, in the tests and in every Python they start."""

import os
import sys
import tempfile
from pathlib import Path

#: Python imports the sitecustomize.py it finds there by itself.
HOOK = Path(__file__).parent / "hook"


def follow() -> None:
    log, name = tempfile.mkstemp(prefix="bank-ran-")
    os.close(log)
    os.environ["BANK_RAN"] = name
    os.environ["PYTHONPATH"] = python_path(*filter(None, [os.environ.get("PYTHONPATH")]))
    # Not as `sitecustomize`: the system may have one of its own.
    exec(compile((HOOK / "sitecustomize.py").read_text(), "sitecustomize.py", "exec"), {})


def python_path(*folders: Path | str) -> str:
    """A PYTHONPATH for a Python that a test starts, which is followed there too."""
    return os.pathsep.join(map(str, [HOOK, *folders]))


def files() -> set[str]:
    return set(Path(os.environ["BANK_RAN"]).read_text().splitlines())


def forget() -> None:
    Path(os.environ["BANK_RAN"]).unlink()
