"""The table of contents: every command in the order of an election, what it is for, and where it is written."""

from comitia.texts import N_

_CONTENTS: tuple[tuple[str, str, str, str], ...] = (
    # command, module, the module's attribute, help
    ("demo", "demo", "demo", N_("Rehearse the national example, from its charter to a verified result.")),
    ("charter", "charters", "charter", N_("The plan of an election: list and show the shipped ones, check your own.")),
    ("init", "founding", "init", N_("Found an election in a new folder.")),
    (
        "status",
        "answers",
        "status",
        N_("Every unit against the calendar: what is late, what comes next, and who does it."),
    ),
    ("explain", "answers", "explain", N_("Why: explain a unit, a person or an entry from the record.")),
    ("rules", "answers", "rules", N_("The rules that the election keeps, with their sources.")),
    ("officer", "founding", "officer", N_("Who may act: appoint, dismiss and list officers.")),
    ("seed", "founding", "seed", N_("Record the public seed of all lots.")),
    ("permit", "founding", "permit", N_("Permit a unit to go without contest; two returning officers sign.")),
    ("extend", "founding", "extend", N_("Keep a stage open longer in one unit.")),
    ("apportion", "apportioning", "apportion", N_("Apportion the seats to the units, and decide ties.")),
    ("register", "nominations", "register", N_("The organisations of a unit.")),
    ("nominee", "nominations", "nominee", N_("Those who may be nominated.")),
    ("round", "rounds", "round", N_("Nomination rounds: their lists, and who has not filed.")),
    ("return", "nominations", "returns", N_("What organisations report in a round.")),
    ("vetting", "vetting", "vetting", N_("Vet the nominees: open, give opinions, close, reopen.")),
    ("consultation", "vetting", "consultation", N_("Hear the groups that the charter names about the nominees.")),
    ("tip-off", "vetting", "tip_off", N_("Record what somebody reports about a nominee.")),
    (
        "veto",
        "vetoes",
        "veto",
        N_("End a candidacy: propose, second, notify, reply, conclude, appeal, decide."),
    ),
    ("conflict", "dossiers", "conflict", N_("Conflicts of interest: declare, withdraw and list them.")),
    ("dossier", "dossiers", "dossier", N_("Everything about one nominee's vetting, for those who vet.")),
    ("evidence", "dossiers", "evidence", N_("The files that bear out what vetting says, for those who vet.")),
    ("notice", "lists", "notice", N_("Publish lists, and close their notices.")),
    ("objection", "lists", "objection", N_("Objections to those on a notice.")),
    ("quota", "quotas", "quota", N_("Quotas that are parts of all seats: split them over the units.")),
    ("shortlist", "shortlists", "shortlist", N_("Make the shortlist, by support within the quotas.")),
    ("lottery", "lotteries", "lottery", N_("Candidates by lottery: publish it, show everybody's chance, draw.")),
    ("poll", "polls", "poll", N_("The vote of a unit's meeting.")),
    ("count", "polls", "count", N_("Count the papers, and sign the tally.")),
    ("credentials", "closing", "credentials", N_("Review those elected.")),
    ("certify", "closing", "certify", N_("Sign the certificate of the result.")),
    ("documents", "publishing", "documents", N_("Write the notices, count sheets, list and report as documents.")),
    ("bundle", "records", "bundle", N_("Export the record for those who verify it.")),
    ("record", "records", "record", N_("Receipts for entries, and whether one copy extends another.")),
)

HELP = {name: help for name, _, _, help in _CONTENTS}
MODULES = {name: (module, attribute) for name, module, attribute, _ in _CONTENTS}
