"""A PDF: a document as sheets of paper, set by Typst in one language, in a type that has Chinese and Latin letters.

The sheet is given its words as data and never as markup, so that a name with Typst's own signs is printed as it stands.
Type and date are given too, so that the same document is the same bytes everywhere. Only where a name has letters that
are neither Chinese, Latin, Greek nor Cyrillic do the fonts of the machine help out.
"""

import json
from datetime import datetime
from functools import cache, partial
from importlib.resources import files
from pathlib import Path

import typst

from comitia.documents.imprint import REHEARSAL, Imprint
from comitia.documents.language import Language
from comitia.texts import N_, Sentence

TEMPLATES = Path(str(files("comitia.documents"))) / "templates"
PAGE = N_("Page {page} of {pages}")


def pdf(
    template: str, spoken: Language, *, imprint: Imprint, title: Sentence, made: datetime, content: dict[str, object]
) -> bytes:
    """The document of that template in that language; ``content`` is what the template asks for, as JSON has it."""
    data = {
        "language": spoken.tag,
        "body": spoken.text(imprint.body),
        "election": spoken.text(imprint.election),
        "title": spoken.say(title),
        "standing": spoken.say(imprint.standing),
        "official": imprint.official and not imprint.rehearsal,
        "across": spoken._(REHEARSAL) if imprint.rehearsal else "",
        "reference": spoken.say(imprint.reference),
        "root": imprint.root,
        "check": spoken.say(imprint.how_to_check),
        "page": spoken._(PAGE),
        **content,
    }
    words = {"data": json.dumps(data, ensure_ascii=False)}
    sheet = partial(typst.Compiler.compile, format="pdf", sys_inputs=words, timestamp=made)
    try:
        written = sheet(_compiler(False), TEMPLATES / template, pdf_standards=["a-2a", "ua-1"])
    except typst.TypstError:  # a name in a script that our type lacks: the standards forbid to print it as a blank
        written = sheet(_compiler(True), TEMPLATES / template)
    assert isinstance(written, bytes)
    return written


@cache
def _compiler(with_fonts_of_the_machine: bool) -> typst.Compiler:
    """Typst with our type; further fonts only where this lacks a letter."""
    fonts = typst.Fonts(with_fonts_of_the_machine, True, [str(files("noto_cjk_sans_otc"))])
    return typst.Compiler(root=TEMPLATES, font_paths=fonts)
