"""Seal signatures per second, beside OpenSSL's bare SM2 in the same run; and whole documents: bin/bench seal [--seconds N].

A seal signature is complete (SES_Signature of GB/T 38540 in DER, for a given digest, the seal's DER cached); one thread. OpenSSL
signs 20 octets and encodes nothing. Both take turns of a second on one core, by the clock on the wall, so that whoever else uses
the machine takes as much from one as from the other. No database; keys are made in a folder under var/, which is deleted at the end.
"""

import argparse
import hashlib
import json
import os
import re
import subprocess
import time
from datetime import UTC, datetime, timedelta

from bench import ground

AT = datetime(2026, 11, 24, 4, tzinfo=UTC)
NAME = "榕城市示例建设委员会"
PLACE = "/Doc_0/Signs/Sign_0/Signature.xml"


def main():
    parser = argparse.ArgumentParser(prog="bin/bench seal", description=__doc__.splitlines()[0])
    parser.add_argument("--seconds", type=int, default=10, help="for each figure")
    options = parser.parse_args()
    with ground.folder():
        print(json.dumps(measure(options.seconds)))


def measure(seconds):
    ground.set_up()
    from bench import documents  # noqa: PLC0415  after Django is set up

    ours, theirs = seals_per_s(seconds)
    return {
        "seals_per_s": round(ours, 1),
        "openssl_seals_per_s": round(theirs, 1),
        "ratio": round(ours / theirs, 3),
        "pdf_per_s": round(documents.pdf_per_s(seconds), 1),
        "ofd_per_s": round(documents.ofd_per_s(seconds), 1),
    }


def seals_per_s(seconds):
    """Ours and OpenSSL's, in turns of a second on one core."""
    cores = os.sched_getaffinity(0) if hasattr(os, "sched_getaffinity") else None
    if cores:
        os.sched_setaffinity(0, {min(cores)})
    try:
        sign = _signer()
        ours, theirs = zip(*((_ours(sign), _openssls()) for _ in range(seconds)), strict=True)
    finally:
        if cores:
            os.sched_setaffinity(0, cores)
    return sum(ours) / seconds, sum(theirs) / seconds


def _ours(sign):
    made, start = 0, time.perf_counter()
    while (spent := time.perf_counter() - start) < 1:
        sign(hashlib.sha256(made.to_bytes(8, "big")).digest())  # as long as SM3's, and another each time
        made += 1
    return made / spent


def _openssls():
    told = subprocess.run(["openssl", "speed", "-elapsed", "-seconds", "1", "sm2"], capture_output=True, text=True, check=True).stdout
    found = re.search(r"CurveSM2\)\s+\S+s\s+\S+s\s+([\d.]+)\s+[\d.]+", told)
    if not found:
        raise SystemExit("this OpenSSL does not measure SM2")
    return float(found[1])


def _signer():
    from tongban.kernel import seals, signing  # noqa: PLC0415  after Django is set up

    key, maker = (signing.key(owner, name=NAME, algorithm=signing.SM2, at=AT) for owner in ("jianwei", "seal-maker"))
    seal = seals.make(
        esid="99999900000001",
        name=NAME,
        kind=seals.SealKind.UNIT,
        picture=seals.picture(NAME, kind=seals.SealKind.UNIT),
        signers=[key.certificate],
        valid_from=AT,
        valid_until=AT + timedelta(days=365),
        maker=maker,
        at=AT,
    )
    signature = seals.sign(seal=seal, data_hash=bytes(32), property_info=PLACE, key=key, at=AT)
    assert all(each.holds for each in seals.judge(signature, data_hash=bytes(32), at=AT)[:-1])
    return lambda digest: seals.sign(seal=seal, data_hash=digest, property_info=PLACE, key=key, at=AT)


if __name__ == "__main__":
    main()
