"""The charters that come with comitia: to start from, to learn from, and to run the examples on."""

from importlib.resources import files

from comitia.rules import rule
from comitia.texts import N_

SHIPPED = rule(
    "charter.shipped",
    says=N_("A shipped charter is asked for by its name."),
    refusal=N_("no charter named {name} comes with this programme"),
    cure=N_("use one of: {known}"),
)


def shipped() -> tuple[str, ...]:
    """Their names, in alphabetical order."""
    names = [file.name for file in files(__name__).iterdir()]
    return tuple(sorted(name.removesuffix(".toml") for name in names if name.endswith(".toml")))


def shipped_text(name: str) -> str:
    """One of them, as a TOML text to be read or copied. Raises RuleBroken (``charter.shipped``) where there is none."""
    if name not in shipped():
        raise SHIPPED.broken(name=name, known=", ".join(shipped()))
    return files(__name__).joinpath(f"{name}.toml").read_text("utf-8")
