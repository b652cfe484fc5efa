"""Signed notes, against tlog-scales and the standard's own example; what other readers let pass is refused here."""

import pytest
from hypothesis import given
from hypothesis import strategies as st
from nacl.signing import SigningKey
from tlog_scales.signing import NoteSignature, Vkey

from comitia.record.note import MOST_SIGNATURES, Signer, VerifierKey, open_note
from comitia.rules import RuleBroken

SIGNER = Signer("comitia/test", SigningKey(bytes(range(32))))  # ids of tests must not change from run to run
OTHER = Signer("witness.example", SigningKey(bytes(32)))
NOTE = SIGNER.sign("first\n\nthird\n")
EXAMPLE_KEY = "PeterNeumann+c74f20a3+ARpc2QcUPDhMQegwxbzhKqiBfsVkmqq/LDE4izWy10TW"
EXAMPLE = (
    "If you think cryptography is the answer to your problem,\n"
    "then you don't know what your problem is.\n"
    "\n"
    "— PeterNeumann x08go/ZJkuBS9UG/SffcvIAQxVBtiFupLLr8pAcElZInNIuGUgYN1FFYC2pZSNXgKvqfqdngotpRZb6KE6RyyBwJnAM=\n"
)


def signature_line(note: str) -> str:
    return note.splitlines()[-1] + "\n"


def test_the_example_of_the_reference_implementation() -> None:
    """golang.org/x/mod/sumdb/note, package example."""
    assert open_note(EXAMPLE, VerifierKey.parse(EXAMPLE_KEY)).startswith("If you think cryptography")


def test_the_text_is_what_stands_above_the_last_empty_line() -> None:
    assert open_note(NOTE, SIGNER.key) == "first\n\nthird\n"
    assert open_note(SIGNER.sign("\n\n"), SIGNER.key) == "\n\n"


def test_tlog_scales_reads_our_keys_and_signatures() -> None:
    theirs = Vkey.from_string(str(SIGNER.key))
    assert theirs.serialize() == str(SIGNER.key)
    assert Vkey(SIGNER.key.name, None, 1, SIGNER.key.public).key_id == int.from_bytes(SIGNER.key.id)
    line = NoteSignature.from_line(signature_line(NOTE).rstrip("\n"))
    assert theirs.match(line)


def test_keys_survive_being_written_down() -> None:
    assert VerifierKey.parse(str(SIGNER.key)) == SIGNER.key
    assert Signer.parse(SIGNER.secret()).sign("text\n") == SIGNER.sign("text\n")


def test_signatures_by_unknown_keys_are_passed_over() -> None:
    name, key = SIGNER.key.name, Signer.new(SIGNER.key.name)
    many = NOTE + signature_line(OTHER.sign("something else\n")) + signature_line(key.sign("of one name\n"))
    assert open_note(many, SIGNER.key) == "first\n\nthird\n"
    with pytest.raises(RuleBroken, match=r"record\.unsigned: the note is signed by witness\.example, and not by"):
        open_note(OTHER.sign("text\n"), SIGNER.key)
    with pytest.raises(RuleBroken, match=rf"record\.unsigned: the note is signed by {name}, and not by {name} "):
        open_note(key.sign("text\n"), SIGNER.key)


def test_one_bad_signature_by_a_known_key_voids_the_note() -> None:
    for note in (
        NOTE + signature_line(SIGNER.sign("other\n")),
        NOTE.replace("first", "First"),
        NOTE.replace("third\n\n", "third\n\n\n"),
    ):
        with pytest.raises(RuleBroken, match=r"record\.signature: the signature by comitia/test does not fit"):
            open_note(note, SIGNER.key)


def test_a_signature_that_is_too_short_does_not_fit() -> None:
    short = Signer.new("k")
    note = short.sign("text\n")
    octets = short.key.id + b"x"
    with pytest.raises(RuleBroken, match=r"record\.signature"):
        open_note(f"text\n\n{NoteSignature('k', int.from_bytes(octets[:4]), b'x').serialize()}\n", short.key)
    assert open_note(note, short.key) == "text\n"


@pytest.mark.parametrize(
    ("note", "line"),
    [
        ("", 1),
        ("text\n", 2),
        ("text\n\n", 3),
        (NOTE.rstrip("\n"), 5),
        (NOTE + "\n", 7),
        (NOTE.replace("\n", "\r\n"), 1),
        (NOTE.replace("third", "th\tird"), 3),
        (NOTE.replace("third", "th\x00ird"), 3),
        (NOTE.replace("third", "th\ud800ird"), 3),
        (NOTE.replace("—", "-"), 5),
        (NOTE.replace("— ", "—  "), 5),
        (NOTE.replace("— comitia/test", "— comitia/te st"), 5),
        (NOTE.replace("— comitia/test", "— comitia/te\u2003st"), 5),
        (NOTE.replace("— comitia/test", "— comitia+test"), 5),
        (NOTE[:-1] + " \n", 5),
        (NOTE[:-1] + "=\n", 5),
        (NOTE.replace("— comitia/test ", "— comitia/test !"), 5),
        ("text\n\n— name AAAA\n", 3),
        ("text\n\n" + "— name AAAAAAA=\n" * (MOST_SIGNATURES + 1), 104),
    ],
)
def test_what_is_not_a_note(note: str, line: int) -> None:
    with pytest.raises(RuleBroken, match=rf"record\.note: line {line} of the signed note"):
        open_note(note, SIGNER.key)


@given(st.integers(0, len(NOTE.encode()) - 1), st.integers(0, 7))
def test_a_flipped_bit_is_never_accepted(place: int, bit: int) -> None:
    changed = bytearray(NOTE.encode())
    changed[place] ^= 1 << bit
    with pytest.raises(RuleBroken):
        open_note(changed.decode(errors="replace"), SIGNER.key)


def test_base64_has_one_spelling() -> None:
    """The last character of a signature carries four bits that mean nothing, and must be zero."""
    spelled = [
        NOTE[:-3] + last + NOTE[-2:] for last in "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/"
    ]
    assert NOTE.endswith("=\n")
    accepted = []
    for note in spelled:
        try:
            open_note(note, SIGNER.key)
            accepted.append(note)
        except RuleBroken:
            pass
    assert accepted == [NOTE]


@pytest.mark.parametrize("text", ["", "no end", "a\r\n", "a\tb\n", "\ud800\n"])
def test_what_cannot_be_signed(text: str) -> None:
    with pytest.raises(ValueError, match="line feed"):
        SIGNER.sign(text)


@pytest.mark.parametrize("name", ["", "a b", "a+b", "a\u3000b", "a\nb", "a\x01b", "a\ud800"])
def test_what_no_key_may_be_called(name: str) -> None:
    with pytest.raises(RuleBroken, match=r"record\.key-name"):
        Signer.new(name)


def test_a_key_may_have_a_chinese_name() -> None:
    signer = Signer.new("选举/二十大")
    assert open_note(signer.sign("text\n"), VerifierKey.parse(str(signer.key))) == "text\n"


def wrong_keys(right: str) -> list[str]:
    name, id, key = right.rsplit("+", 2) if right.count("+") == 2 else right.split("+", 2)
    return [
        "",
        name,
        f"{name}+{id}",
        f"+{id}+{key}",
        f"{name}x+{id}+{key}",
        f"{name} x+{id}+{key}",
        f"{name}+{id.upper()}X+{key}",
        f"{name}+00000000+{key}",
        f"{name}+{id}+{key}=",
        f"{name}+{id}+{key[:-4]}",
        f"{name}+{id}+B{key[1:]}",
        f"{right}\n",
        f" {right}",
    ]


@pytest.mark.parametrize("text", wrong_keys(EXAMPLE_KEY))
def test_what_is_no_verifier_key(text: str) -> None:
    with pytest.raises(RuleBroken, match=r"record\.verifier-key"):
        VerifierKey.parse(text)


@pytest.mark.parametrize(
    "text", [*wrong_keys(EXAMPLE_KEY), str(SIGNER.key), SIGNER.secret() + " ", SIGNER.secret()[12:]]
)
def test_what_is_no_secret_key_is_refused_and_not_repeated(text: str) -> None:
    with pytest.raises(RuleBroken, match=r"record\.secret-key: this is no secret key, or it was changed;") as refusal:
        Signer.parse(text)
    assert not refusal.value.parameters
