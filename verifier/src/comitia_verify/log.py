"""The log: the key, the signed checkpoint, and the tree that has to come out of the entries (C2SP, RFC 6962)."""

import re
from base64 import b64decode, b64encode
from collections.abc import Iterator
from hashlib import sha256
from typing import NamedTuple

from nacl.exceptions import BadSignatureError
from nacl.signing import VerifyKey

from comitia_verify.findings import Wrong, must
from comitia_verify.folder import Folder

WIDTH = 256
KEY = re.compile(r"([^\s+]+)\+([0-9a-f]{8})\+([A-Za-z0-9+/=]+)\n")
NOTE = re.compile(r"(([^\n]+)\n([1-9][0-9]{0,15})\n([A-Za-z0-9+/=]+)\n)\n— (\S+) ([A-Za-z0-9+/=]+)\n")


class Key(NamedTuple):
    """A C2SP verifier key of type Ed25519; ``line`` is how it is written."""

    line: str
    name: str
    id: bytes
    public: bytes

    @classmethod
    def parse(cls, data: bytes) -> "Key":
        parts = KEY.fullmatch(_plain(data))
        name, id, written = parts.groups() if parts else ("", "", "")
        octets = _base64(written)
        fits = sha256(name.encode() + b"\n" + octets).hexdigest()[:8] == id
        must(fits and len(octets) == 33 and octets[0] == 1, "this is no verifier key, or it was changed")
        return cls(_plain(data).strip(), name, bytes.fromhex(id), octets[1:])


def _plain(data: bytes) -> str:
    """UTF-8 without control characters but line feeds; what is anything else fits no form."""
    text = data.decode(errors="replace")
    return "" if re.search(r"[\x00-\x09\x0b-\x1f\x7f\ufffd]", text) else text


def _base64(written: str) -> bytes:
    """The bytes of Base64, as RFC 4648 writes it; nothing where it is written in any other way."""
    try:
        octets = b64decode(written, validate=True)
    except ValueError:
        return b""
    return octets if b64encode(octets).decode() == written else b""


def checkpoint(data: bytes, key: Key) -> tuple[int, bytes]:
    """Size and root of the tree, as the key signed them. One signature, and just three lines above it. Raises Wrong."""
    parts = NOTE.fullmatch(_plain(data))
    text, origin, size, root, name, written = parts.groups() if parts else ("", "", "0", "", "", "")
    octets, top = _base64(written), _base64(root)
    must(len(top) == 32 and len(octets) == 68, "this is no signed checkpoint")
    must(name == origin == key.name and octets[:4] == key.id, "this is signed by another key")
    try:
        VerifyKey(key.public).verify(text.encode(), octets[4:])
    except BadSignatureError:
        raise Wrong("the signature does not fit: this was changed after it was signed") from None
    return int(size), top


def entries(folder: Folder, size: int) -> Iterator[bytes]:
    """The entries as they stand in the bundles of entries."""
    for start in range(0, size, WIDTH):
        width = min(WIDTH, size - start)
        name = _path("entries", start // WIDTH, width)
        data, position = folder.read(name, WIDTH * (2 + 0xFFFF)), 0
        for number in range(1, width + 1):
            first = position + 2
            position = first + int.from_bytes(data[first - 2 : first])
            whole = first <= len(data) >= position and (number < width or position == len(data))
            must(whole, "{file} does not hold just its {width} entries", file=name, width=width)
            yield data[first:position]


def check_tree(folder: Folder, size: int, root: bytes) -> None:
    """Recompute the tree from the entries; compare every tile with it, and the root. Raises Wrong."""
    must(folder.files > size // WIDTH, "there are too few files for {size} entries", size=size, file="checkpoint")
    rows = [bytearray()]
    right: list[tuple[int, bytes]] = []  # the roots of the complete trees on the right edge, with their heights
    for entry in entries(folder, size):
        node, height = sha256(b"\x00" + entry).digest(), 0
        rows[0] += node
        while right and right[-1][0] == height:
            node, height = _parent(right.pop()[1], node), height + 1
            if height % 8 == 0:
                rows += [bytearray()] * (len(rows) == height // 8)
                rows[height // 8] += node
        right.append((height, node))
    for level, row in enumerate(rows):
        for start in range(0, len(row), 32 * WIDTH):
            tile = row[start : start + 32 * WIDTH]
            name = _path(str(level), start // 32 // WIDTH, len(tile) // 32)
            found = folder.read(name, 32 * WIDTH)
            if found != tile:
                at = start + next((at for at, (a, b) in enumerate(zip(found, tile, strict=False)) if a != b), 0)
                text = "{file} does not fit the entries: it, or entry {entry} or one near it, was changed"
                raise Wrong(text, file=name, entry=at // 32 * WIDTH**level)
    top = right.pop()[1]
    while right:
        top = _parent(right.pop()[1], top)
    text = "the entries do not give the signed root: one was changed, added, removed or moved"
    must(top == root, text, file="checkpoint")


def _parent(left: bytes, right: bytes) -> bytes:
    return sha256(b"\x01" + left + right).digest()


def _path(level: str, index: int, width: int) -> str:
    """The path of a tile or a bundle of entries: ``tile/0/x001/067``, with ``.p/<width>`` where it is partial."""
    path = f"{index % 1000:03}"
    while index := index // 1000:
        path = f"x{index % 1000:03}/{path}"
    return f"tile/{level}/{path}" + (f".p/{width}" if width < WIDTH else "")
