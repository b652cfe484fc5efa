"""The Merkle tree over the record's leaves: hashes as in RFC 6962 section 2.1, proofs verified as in RFC 9162.

Every hash is 32 bytes of SHA-256. A *node* is a complete subtree, named by its level (a leaf has level 0) and its index
from the left on that level; it spans the leaves ``index << level`` up to ``(index + 1) << level``.
"""

from collections.abc import Callable, Iterable, Iterator, Sequence
from hashlib import sha256

Node = tuple[int, int, bytes]
"""Level, index, hash."""

NodeSource = Callable[[int, int], bytes]
"""Gives the hash of the node of a level and index."""

EMPTY = sha256(b"").digest()
"""The root of a tree without leaves."""


def leaf_hash(leaf: bytes) -> bytes:
    return sha256(b"\0" + leaf).digest()


def node_hash(left: bytes, right: bytes) -> bytes:
    return sha256(b"\1" + left + right).digest()


class Frontier:
    """The right edge of a growing tree (a compact range): the largest nodes that together span its leaves so far."""

    def __init__(self, size: int = 0, nodes: NodeSource | None = None) -> None:
        """The edge of a tree of ``size`` leaves, whose nodes are at hand (an empty tree needs none)."""
        self.size = size
        self._peaks = [nodes(level, index) for level, index in spanning(0, size)] if nodes else []

    def append(self, leaf: bytes) -> list[Node]:
        """Add a leaf, by its hash. Returns the nodes that it completes: itself first, then upward."""
        level, index, hash = 0, self.size, leaf
        completed = [(level, index, hash)]
        while index & 1:
            hash = sha256(b"\1" + self._peaks.pop() + hash).digest()
            level, index = level + 1, index >> 1
            completed.append((level, index, hash))
        self._peaks.append(hash)
        self.size += 1
        return completed

    def root(self) -> bytes:
        return _joined(self._peaks)


def root(leaves: Iterable[bytes]) -> bytes:
    """The root of the tree over leaf hashes."""
    frontier = Frontier()
    for leaf in leaves:
        frontier.append(leaf)
    return frontier.root()


def spanning(start: int, stop: int) -> Iterator[tuple[int, int]]:
    """The nodes, by level and index, that span leaves ``start`` to ``stop`` of a subtree which begins at ``start``."""
    while start < stop:
        level = (stop - start).bit_length() - 1
        yield level, start >> level
        start += 1 << level


def nodes_over(leaves: Sequence[bytes]) -> NodeSource:
    """The nodes of a tree whose leaf hashes are all at hand."""
    return lambda level, index: root(leaves[index << level : (index + 1) << level])


def inclusion(index: int, size: int, nodes: NodeSource) -> list[bytes]:
    """The proof that leaf ``index`` is in the tree of ``size`` leaves, from its sibling up (RFC 6962, 2.1.1)."""
    path = []
    start, stop = 0, size
    while stop - start > 1:
        middle = start + _split(stop - start)
        if index < middle:
            path.append(_subtree(middle, stop, nodes))
            stop = middle
        else:
            path.append(_subtree(start, middle, nodes))
            start = middle
    return path[::-1]


def consistency(old: int, new: int, nodes: NodeSource) -> list[bytes]:
    """The proof that the tree of ``new`` leaves extends that of ``old`` leaves (RFC 6962, 2.1.2)."""
    if old == 0:
        return []
    path = []
    start, stop = 0, new
    while stop > old:
        middle = start + _split(stop - start)
        if old <= middle:
            path.append(_subtree(middle, stop, nodes))
            stop = middle
        else:
            path.append(_subtree(start, middle, nodes))
            start = middle
    if start > 0:
        path.append(_subtree(start, stop, nodes))
    return path[::-1]


def includes(root: bytes, size: int, index: int, leaf: bytes, path: Sequence[bytes]) -> bool:
    """Whether the path proves that the leaf of that hash is leaf ``index`` of the tree (RFC 9162, 2.1.3.2)."""
    if not 0 <= index < size:
        return False
    fn, sn = index, size - 1
    hash = leaf
    for step in path:
        if sn == 0:
            return False
        if fn & 1 or fn == sn:
            hash = node_hash(step, hash)
            while not fn & 1 and fn:
                fn, sn = fn >> 1, sn >> 1
        else:
            hash = node_hash(hash, step)
        fn, sn = fn >> 1, sn >> 1
    return sn == 0 and hash == root


def is_extended(old_root: bytes, old: int, new_root: bytes, new: int, path: Sequence[bytes]) -> bool:
    """Whether the path proves that the tree of ``new`` leaves extends that of ``old`` leaves (RFC 9162, 2.1.4.2)."""
    if old == new:
        return not path and old_root == new_root
    if old == 0:
        return not path and old_root == EMPTY
    if not 0 < old < new or not path:
        return False
    steps = [old_root, *path] if old & (old - 1) == 0 else list(path)
    fn, sn = old - 1, new - 1
    while fn & 1:
        fn, sn = fn >> 1, sn >> 1
    before = after = steps[0]
    for step in steps[1:]:
        if sn == 0:
            return False
        if fn & 1 or fn == sn:
            before, after = node_hash(step, before), node_hash(step, after)
            while not fn & 1 and fn:
                fn, sn = fn >> 1, sn >> 1
        else:
            after = node_hash(after, step)
        fn, sn = fn >> 1, sn >> 1
    return sn == 0 and before == old_root and after == new_root


def _split(size: int) -> int:
    """The largest power of two that is smaller than ``size``, which is 2 at least."""
    return 1 << (size - 1).bit_length() - 1


def _subtree(start: int, stop: int, nodes: NodeSource) -> bytes:
    return _joined([nodes(level, index) for level, index in spanning(start, stop)])


def _joined(peaks: Sequence[bytes]) -> bytes:
    if not peaks:
        return EMPTY
    hash = peaks[-1]
    for peak in reversed(peaks[:-1]):
        hash = node_hash(peak, hash)
    return hash
