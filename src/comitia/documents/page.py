"""A page: one self-contained HTML file that holds a document in both languages.

The reader switches with two radio buttons that style alone obeys; no script runs, and the page's own policy forbids
that anything be loaded. What is printed is the language that is shown.
"""

from jinja2 import Environment, PackageLoader, StrictUndefined
from markupsafe import Markup

from comitia.documents.imprint import Imprint
from comitia.documents.language import CODES, Code, Language, language
from comitia.texts import Parameter, Sentence

TEMPLATES = Environment(
    loader=PackageLoader("comitia.documents"),
    autoescape=True,
    undefined=StrictUndefined,
    trim_blocks=True,
    lstrip_blocks=True,
    keep_trailing_newline=True,
)


def page(template: str, *, first: Code, imprint: Imprint, title: Sentence, **values: object) -> str:
    """The document of that template as HTML, shown in the language ``first`` until the reader switches."""
    written = [
        (spoken, Markup(_written(template, spoken, imprint=imprint, title=title, **values)))
        for spoken in map(language, CODES)
    ]
    shell = TEMPLATES.get_template("page.html")
    return shell.render(first=language(first), title=language(first).say(title), imprint=imprint, written=written)


def _written(template: str, spoken: Language, *, title: Sentence, **values: object) -> str:
    def say(sentence: str, **parameters: Parameter) -> str:
        return spoken.say(Sentence(sentence, parameters))

    return TEMPLATES.get_template(template).render(
        _=spoken._,
        say=say,
        tell=spoken.say,
        spoken=spoken,
        text=spoken.text,
        parameter=spoken.parameter,
        n=spoken.n,
        percent=spoken.percent,
        day=spoken.day,
        code=spoken.code,
        title=spoken.say(title),
        **values,
    )
