"""Writes bundles for the tests from plain dictionaries, with none of the verifier's code and none of comitia's."""

import hashlib
import hmac
import json
from base64 import b64encode
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from nacl.signing import SigningKey

NAME = "comitia/tiny"
SECRET = SigningKey(hashlib.sha256(b"a key for tests only").digest())


def plain(value: Any) -> str:
    return json.dumps(value, sort_keys=True, ensure_ascii=False, separators=(",", ":"))


def key_id(name: str, secret: SigningKey) -> bytes:
    return hashlib.sha256(name.encode() + b"\n\x01" + secret.verify_key.encode()).digest()[:4]


def verifier_key(name: str = NAME, secret: SigningKey = SECRET) -> str:
    public = b64encode(b"\x01" + secret.verify_key.encode()).decode()
    return f"{name}+{key_id(name, secret).hex()}+{public}\n"


def signed(text: str, name: str = NAME, secret: SigningKey = SECRET) -> str:
    signature = b64encode(key_id(name, secret) + secret.sign(text.encode()).signature).decode()
    return f"{text}\n— {name} {signature}\n"


def root(hashes: list[bytes]) -> bytes:
    """The Merkle tree hash as RFC 6962 section 2.1 defines it, recursively."""
    if len(hashes) == 1:
        return hashes[0]
    split = 1
    while split * 2 < len(hashes):
        split *= 2
    return hashlib.sha256(b"\x01" + root(hashes[:split]) + root(hashes[split:])).digest()


def tile_path(level: int | str, number: int, width: int) -> str:
    digits = f"{number:03}"
    digits = digits.zfill(-(-len(digits) // 3) * 3)
    groups = [digits[at : at + 3] for at in range(0, len(digits), 3)]
    path = "/".join([*(f"x{group}" for group in groups[:-1]), groups[-1]])
    return f"tile/{level}/{path}" + (f".p/{width}" if width < 256 else "")


@dataclass
class Bundle:
    """``entries`` as dictionaries; ``tables`` their CSV by hash; ``papers`` the contents to be opened, by entry."""

    entries: list[dict[str, Any]] = field(default_factory=list)
    tables: dict[str, str] = field(default_factory=dict)
    papers: dict[int, str] = field(default_factory=dict)

    def table(self, columns: str, *rows: str) -> dict[str, Any]:
        """A table of comma-separated rows, kept, and what an entry says of it."""
        csv = "".join(f"{line}\n" for line in (columns, *rows))
        sha256 = hashlib.sha256(csv.encode()).hexdigest()
        self.tables[sha256] = csv
        return {"columns": columns.split(","), "rows": len(rows), "sha256": sha256}

    def rows(self, table: dict[str, Any]) -> list[str]:
        return self.tables[table["sha256"]].splitlines()[1:]

    def add(self, kind: str, actor: str, time: str, sealed: dict[str, str] | None = None, /, **body: Any) -> None:
        entry: dict[str, Any] = {"actor": actor, "body": body, "kind": kind, "time": time}
        if sealed:
            entry["sealed"] = {part: commitment(len(self.entries), part, content) for part, content in sealed.items()}
            if "papers" in sealed:
                self.papers[len(self.entries)] = sealed["papers"]
        self.entries.append(entry)

    def find(self, kind: str, number: int = 0, /, **body: Any) -> int:
        """The index of the entry of a kind with this in its body; of several, the one of that number."""
        found = [
            index
            for index, entry in enumerate(self.entries)
            if entry["kind"] == kind and body.items() <= entry["body"].items()
        ]
        return found[number]

    def leaves(self) -> list[bytes]:
        return [plain(entry).encode() for entry in self.entries]

    def files(self, leaves: list[bytes] | None = None, opened: bool = True) -> dict[str, bytes]:
        leaves = leaves or self.leaves()
        hashes = [hashlib.sha256(b"\x00" + leaf).digest() for leaf in leaves]
        text = f"{NAME}\n{len(leaves)}\n{b64encode(root(hashes)).decode()}\n"
        files = {"checkpoint": signed(text).encode(), "verifier-key": verifier_key().encode()}
        for start in range(0, len(leaves), 256):
            part = leaves[start : start + 256]
            packed = b"".join(len(leaf).to_bytes(2, "big") + leaf for leaf in part)
            files[tile_path("entries", start // 256, len(part))] = packed
        level, row = 0, hashes
        while row:
            for start in range(0, len(row), 256):
                part = row[start : start + 256]
                files[tile_path(level, start // 256, len(part))] = b"".join(part)
            level, row = level + 1, [root(row[at : at + 256]) for at in range(0, len(row) - 255, 256)]
        named = plain(self.entries)
        files |= {f"tables/{sha256}.csv": csv.encode() for sha256, csv in self.tables.items() if sha256 in named}
        if opened and self.papers:
            lines = [
                json.dumps(
                    {"entry": index, "part": "papers", "salt": salt(index, "papers").hex(), "content": content},
                    separators=(",", ":"),
                )
                for index, content in self.papers.items()
            ]
            files["sealed.jsonl"] = "".join(f"{line}\n" for line in lines).encode()
        return files


def salt(index: int, part: str) -> bytes:
    return hashlib.sha256(f"salt {index} {part}".encode()).digest()


def commitment(index: int, part: str, content: str) -> str:
    return hmac.digest(salt(index, part), f"{part}\0{content}".encode(), "sha256").hex()


def write(files: dict[str, bytes], folder: Path) -> Path:
    for name, content in files.items():
        (folder / name).parent.mkdir(parents=True, exist_ok=True)
        (folder / name).write_bytes(content)
    return folder
