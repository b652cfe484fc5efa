"""A scrutineers' bundle opens the sealed papers, so that they can be counted again."""

import hmac
import json
from typing import NamedTuple

from comitia_verify.findings import Wrong, must
from comitia_verify.folder import Folder

SEALED = "sealed.jsonl"
LONGEST = 1 << 28


class Opening(NamedTuple):
    """The salt and the content of a part called ``papers``."""

    salt: bytes
    content: str

    def fits(self, commitment: str) -> bool:
        """Whether the commitment was made for this content."""
        return hmac.digest(self.salt, b"papers\x00" + self.content.encode(), "sha256").hex() == commitment


def read_openings(folder: Folder) -> dict[int, Opening] | None:
    """The openings by entry; None where this is a public bundle. Each line can be written in one way only."""
    if not folder.has(SEALED):
        return None
    openings: dict[int, Opening] = {}
    last = -1
    *lines, end = folder.read(SEALED, LONGEST).split(b"\n")
    for number, line in enumerate(lines, start=1):
        try:
            shown = json.loads(line)
            index, opening = int(shown["entry"]), Opening(bytes.fromhex(shown["salt"]), str(shown["content"]))
            parts = {"entry": index, "part": "papers", "salt": opening.salt.hex(), "content": opening.content}
            again = json.dumps(parts, ensure_ascii=False, separators=(",", ":")).encode()
            good = again == line and len(opening.salt) == 32 and index > last
        except (ValueError, TypeError, LookupError, OverflowError, RecursionError):
            good = False
        if not good:
            raise Wrong("line {number} of {file} is not as it has to be", number=number, file=SEALED)
        openings[index], last = opening, index
    must(openings and not end, "{file} is empty, or its end is missing", file=SEALED)
    return openings
