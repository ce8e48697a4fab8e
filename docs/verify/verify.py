#!/usr/bin/env python3
"""Verifies codes without a network: docs/offline-format.md. Python 3 and the openssl command, nothing else.

    verify.py did.json package.txt [--update FILE]... [--day YYYY-MM-DD] < codes
One line out for each line in: verdict, last day, product, producer.
"""
import argparse
import base64
import datetime
import json
import pathlib
import re
import subprocess
import sys
import tempfile
from urllib.parse import unquote

ALPHABET = "0123456789ABCDEFGHJKMNPQRSTVWXYZ"
EPOCH = datetime.date(2015, 1, 1)
ORDER = 0xFFFFFFFF00000000FFFFFFFFFFFFFFFFBCE6FAADA7179E84F3B9CAC2FC632551
TERM = re.compile(r"([345])(\d+)([+-]\d+)?(?:([rs])(-?\d+))?")
SPKI = bytes.fromhex("3059301306072a8648ce3d020106082a8648ce3d03010703420004")


class Refused(Exception):
    pass


def unb64(text):
    return base64.urlsafe_b64decode(text + "=" * (-len(text) % 4))


def der_integer(n):
    raw = n.to_bytes(n.bit_length() // 8 + 1, "big")
    return b"\x02" + bytes([len(raw)]) + raw


def signed_by(point, message, signature):
    """ECDSA P-256 / SHA-256; the openssl command does the arithmetic."""
    if not point or len(signature) != 64:
        return False
    r, s = int.from_bytes(signature[:32], "big"), int.from_bytes(signature[32:], "big")
    if not (0 < r < ORDER and 0 < s <= ORDER // 2):
        return False
    body = der_integer(r) + der_integer(s)
    pem = b"-----BEGIN PUBLIC KEY-----\n" + base64.encodebytes(SPKI + unb64(point[0]) + unb64(point[1])) + b"-----END PUBLIC KEY-----\n"
    with tempfile.TemporaryDirectory() as folder:
        for name, content in (("key", pem), ("signature", b"\x30" + bytes([len(body)]) + body), ("message", message)):
            pathlib.Path(folder, name).write_bytes(content)
        command = ["openssl", "dgst", "-sha256", "-verify", "key", "-signature", "signature", "message"]
        return subprocess.run(command, cwd=folder, capture_output=True).returncode == 0


def read_package(raw, did, held=None):
    """The package as a dictionary; `held` is the one that an update builds on."""
    before, _, last = raw.rstrip(b"\n").rpartition(b"\n")
    number, _, signature = last.decode().partition("\t")
    points = {m["id"]: m["publicKeyJwk"] for m in did["verificationMethod"]}
    jwk = points.get(did["id"] + "#k" + number)
    if not jwk or not signed_by((jwk["x"], jwk["y"]), before + b"\n", unb64(signature)):
        raise Refused("the package is not signed by the platform")
    head, *lines = before.decode().split("\n")
    head = json.loads(head)
    if head["format"] != "sanvat-package-2" or head["lines"] != len(lines):
        raise Refused("not a whole package")
    if head["site"].split("://")[1] != unquote(did["id"][len("did:web:"):]):
        raise Refused("the package is another site's")
    if head["since"] != (held["cursor"] if held else None) or (held and head["made"] < held["made"]):
        raise Refused("does not build on the package held")
    products = held["products"] if held else {}
    producer = ""
    for line in lines:
        product, terms, *names = line.split("\t")
        if names:
            producer = names[1] = producer[: int(names[1][:2])] + names[1][2:]
        products[product[:7]] = (terms, names) if names else None
    return {**head, "products": products}


def read_code(text, site):
    """Claim and signature; raises Refused for what is not in the format."""
    for address in (site + "/C/", (site + "/C/").upper()):
        if text.startswith(address):
            text = text[len(address):]
            break
    if len(text) != 124 or any(c not in ALPHABET for c in text):
        raise Refused("not a code")
    number = 0
    for c in text:
        number = number << 5 | ALPHABET.index(c)
    if number & 15:
        raise Refused("spare bits")
    raw = (number >> 4).to_bytes(77, "big")
    product = int.from_bytes(raw[1:6], "big")
    first, last = int.from_bytes(raw[6:8], "big"), int.from_bytes(raw[8:10], "big")
    star, potential = raw[10] & 127, raw[10] >> 7
    if raw[0] != 1 or product >= 2**35 or last < first or star not in (3, 4, 5) or (potential and star != 4):
        raise Refused("not a code of version 1")
    name = "".join(ALPHABET[product >> shift & 31] for shift in range(30, -1, -5))
    return name, first, star, f"{raw[11]}.{raw[12]}", b"sanvat-code-1\n" + raw[:13], raw[13:]


def verdict(text, package, day):
    """(verdict, last day, product's name, producer's name)"""
    try:
        product, first, star, key, message, signature = read_code(text, package["site"])
    except Refused:
        return "invalid", "", "", ""
    if not signed_by(package["keys"].get(key), message, signature):
        return "invalid", "", "", ""
    terms, names = package["products"].get(product) or ("", ["", ""])
    for kept, start, more, ending, after in TERM.findall(terms):
        if int(start) != first:
            continue
        last = first + 1095 + int(more or 0)
        said = "not_yet_valid" if day < first else "expired" if day > last else "valid"
        if int(kept) != star:
            said = "superseded"
        if ending and first + int(after) <= day:
            said = "revoked" if ending == "r" else "superseded"
        return said, f"{EPOCH + datetime.timedelta(last):%Y%m%d}", *names
    return "unknown", "", "", ""


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("did")
    parser.add_argument("package")
    parser.add_argument("--update", action="append", default=[])
    parser.add_argument("--day")
    args = parser.parse_args()
    did = json.loads(pathlib.Path(args.did).read_bytes())
    package = None
    for name in [args.package, *args.update]:
        package = read_package(pathlib.Path(name).read_bytes(), did, package)
    now = max(datetime.datetime.now(datetime.timezone.utc).isoformat(), package["made"])[:19]  # a clock before it is wrong
    today = datetime.datetime.fromisoformat(now) + datetime.timedelta(hours=7)
    day = (datetime.date.fromisoformat(args.day or f"{today:%Y-%m-%d}") - EPOCH).days
    print(f"register as of {package['made']}", file=sys.stderr)
    for line in sys.stdin:
        print("\t".join(verdict(line.rstrip("\n"), package, day)))


if __name__ == "__main__":
    try:
        main()
    except Refused as why:
        sys.exit(f"refused: {why}")
