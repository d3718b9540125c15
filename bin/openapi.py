"""Compares docs/api/openapi.json with the REST door as it is, or writes it: python bin/openapi.py [--write]."""

import difflib
import json
import os
import sys
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
RECORDED = ROOT / "docs" / "api" / "openapi.json"


def main():
    sys.path.insert(0, str(ROOT))
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "config.settings")
    import django  # noqa: PLC0415  after the settings are known

    django.setup()
    from tongban.channels.rest.api import api  # noqa: PLC0415  after Django is set up

    schema = json.dumps(api.get_openapi_schema(), indent=1, ensure_ascii=False, sort_keys=True, default=str) + "\n"
    if "--write" in sys.argv:
        RECORDED.parent.mkdir(parents=True, exist_ok=True)
        RECORDED.write_text(schema, encoding="utf-8")
        return 0
    recorded = RECORDED.read_text("utf-8") if RECORDED.exists() else ""
    changed = list(
        difflib.unified_diff(recorded.splitlines(), schema.splitlines(), "docs/api/openapi.json", "the REST door", lineterm="", n=1)
    )
    print("\n".join(changed[:60]))
    if changed:
        print("\nThe REST door is not what docs/api says. If that is meant: bin/check --fix, and a line in CHANGELOG.md.")
    return 1 if changed else 0


if __name__ == "__main__":
    sys.exit(main())
