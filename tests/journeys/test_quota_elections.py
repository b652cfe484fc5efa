"""Elections with every kind of quota, from a charter to the verifier, through the real command line."""

from pathlib import Path

from whole_elections import demo

from comitia.charter.shipped import shipped_text
from comitia.folder import Folder

MEN = """
[[groups]]
id = "men"
name = { en = "Men", zh = "男性" }

[[quotas]]
"""
NAMED = 'id = "{id}"\nname = {{ en = "{id}", zh = "{id}" }}\ngroup = "{group}"\n'


def rehearsed(folder: Path, charter: str) -> tuple[str, Folder]:
    """What a rehearsal of a charter printed, its election and its verification included."""
    (folder / "own.toml").write_text(charter, encoding="utf-8")
    run = demo(folder / "demo", "--charter", str(folder / "own.toml"))
    assert "\nVERIFIED\n" in run.printed
    return run.printed, Folder(run.out / "election")


def test_a_quota_of_the_whole_is_split_and_a_zipped_list_has_its_order(tmp_path: Path) -> None:
    """3/7 of seven seats are three women; and the odd places of each list are theirs."""
    whole = NAMED.format(id="of-all", group="women") + 'whole = "3/7"\n\n[[quotas]]\n'
    zipped = NAMED.format(id="zipped", group="women") + "zipped = true\n\n[[quotas]]\n"
    text = shipped_text("co-operative").replace("[[quotas]]\n", f"[[quotas]]\n{whole}{zipped}", 1)
    printed, folder = rehearsed(tmp_path, text)
    assert "A quota of the whole is split: of-all" in printed
    election = folder.office().election
    assert sum(election.splits["of-all"].parts.values()) == 3
    for unit, made in election.shortlists.items():
        groups = election.vetting[unit].nominees
        women = sum("women" in groups[person] for person in made.candidates)
        assert women >= election.splits["of-all"].parts[unit]
        assert sorted(filter(None, made.order)) == list(made.candidates)
        assert all("women" in groups[person] for person in made.order[::2] if person)
        assert "women" in groups[made.order[0]]


def test_seats_by_category_are_those_of_the_groups_that_are_elected(tmp_path: Path) -> None:
    """Every unit elects as many of a group as it has seats of that category; what nobody reaches stays empty."""
    text = shipped_text("co-operative")
    text = text.replace(
        "total = 7", 'total = 7\ncategories = [{ group = "women", seats = 3 }, { group = "men", seats = 4 }]'
    )
    for members, women in ((43, 20), (38, 18)):
        figures = f"members = {members}\nfigures = {{ women = {women}, men = {members - women} }}"
        text = text.replace(f"members = {members}", figures)
    own = "".join(
        NAMED.format(id=f"{group}-seats", group=group) + 'of = "elected"\napportioned = true\n\n[[quotas]]\n'
        for group in ("women", "men")
    )
    text = text.replace("[[quotas]]\n", MEN.lstrip("\n") + own, 1)
    election = rehearsed(tmp_path, text)[1].office().election
    for unit, cells in election.seats.cells.items():
        groups, count = election.vetting[unit].nominees, election.counts[unit]
        for group, seats in cells.items():
            assert sum(group in groups[person] for person in count.elected) <= seats
        assert len(count.elected) + count.open + count.vacant == election.seats.of[unit]
