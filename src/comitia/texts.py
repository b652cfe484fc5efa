"""Texts that a person will read, before they are put into a language.

Below the faces nobody speaks: a refusal, an explanation or a title is a *template with parameters*, and only the faces
and the documents turn it into English or Chinese. So this module holds no translation; it holds what can be translated.
"""

from fractions import Fraction

import msgspec


class Text(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """A text that an organisation wrote itself, in both languages (a title, a unit's name, a check's name)."""

    en: str
    zh: str

    def __str__(self) -> str:
        return self.en


class Sentence(msgspec.Struct, frozen=True):
    """A template of the catalogue and what to put into it; ``template`` is the gettext message id, in English."""

    template: str
    parameters: "dict[str, Parameter]" = {}

    def __str__(self) -> str:
        return self.template.format(**self.parameters)


Parameter = str | int | Fraction | Text | Sentence
"""What a sentence may be filled with: ids and figures as they are; texts and sentences in the reader's language."""


def N_(template: str) -> str:
    """Mark a template for translation; it is translated where it is shown, not here."""
    return template
