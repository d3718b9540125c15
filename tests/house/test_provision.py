"""The set-up that every door does first never touches what is not this checkout's."""

import os
import shutil
import subprocess
import sys

from tests.house import source


def test_a_venv_that_is_a_link_is_left_alone_and_told(tmp_path) -> None:
    """Making it anew would empty the one it leads to, which another checkout may be using."""
    elsewhere, checkout = tmp_path / "elsewhere", tmp_path / "checkout"
    elsewhere.mkdir()
    (elsewhere / "kept").write_text("in use")
    (checkout / "bin").mkdir(parents=True)
    shutil.copy(source.ROOT / "bin" / "provision.py", checkout / "bin")
    (checkout / ".venv").symlink_to(elsewhere)
    environment = {name: value for name, value in os.environ.items() if name != "TONGBAN_VAR"}
    command = [sys.executable, "-c", "import provision; provision.enter()"]
    done = subprocess.run(command, cwd=checkout / "bin", env=environment, capture_output=True, text=True)
    assert done.returncode == 1 and "is a link" in done.stderr
    assert (elsewhere / "kept").read_text() == "in use"
