"""Brings a Chinese font for documents where the system has none: the OFL Noto fonts out of a locked wheel, into var/fonts."""

import shutil
import subprocess
import sys
import tempfile
import zipfile
from pathlib import Path

WANTED = ("NotoSansCJKsc-Regular.otf", "NotoSerifCJKsc-Regular.otf")  # the wheel holds others that are not free


def system_has_chinese():
    """Whether fontconfig knows a font with Chinese characters; without fontconfig, whether the usual files are there."""
    if shutil.which("fc-list"):
        return bool(subprocess.run(["fc-list", ":lang=zh-cn", "file"], capture_output=True, text=True).stdout.strip())
    return any(Path("/usr/share/fonts").glob("**/Noto*CJK*"))


def needed(folder):
    return not system_has_chinese() and not all((folder / name).exists() for name in WANTED)


def bring(lock, folder):
    with tempfile.TemporaryDirectory() as work:
        quietly = ["-q", "--no-input", "--disable-pip-version-check"]
        what = ["--no-deps", "--require-hashes", "-d", work, "-r", lock]
        subprocess.run([sys.executable, "-m", "pip", "download", *quietly, *what], check=True)
        folder.mkdir(parents=True, exist_ok=True)
        with zipfile.ZipFile(next(Path(work).glob("*.whl"))) as wheel:
            for name in WANTED:
                member = next(each for each in wheel.namelist() if each.endswith(f"/{name}"))
                (folder / f"{name}.part").write_bytes(wheel.read(member))
                (folder / f"{name}.part").rename(folder / name)
    print(f"Chinese fonts for documents are in {folder}", flush=True)


if __name__ == "__main__":
    bring(Path(sys.argv[1]), Path(sys.argv[2]))
