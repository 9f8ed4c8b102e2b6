"""What users of comparable programs complained of and we cannot answer yet, each with the reason why later.

The numbers are those of our study of these programs; the others are tests beside this module.
"""

LATER = {
    20: ("codeforamerica/health#619", "blurry pieces: judged at capture, which comes with the scanner"),
    21: ("cyanfish/naps2#44", "PDFs too heavy: compression comes with the filing limits of the State's site"),
    22: (
        "demarche-numerique/demarche.numerique.gouv.fr#6146",
        "proof of deposit: the dated statement comes with letters",
    ),
    26: ("huridocs/uwazi#5157", "imports and exports: none yet"),
    27: ("SocialGouv/domifa#3267", "a category change breaking statistics: no statistics yet"),
    28: ("nvaccess/nvda#12476", "lists silent under a screen reader: judged on the pages (tests/ui)"),
    29: ("pyinstaller/pyinstaller#7976", "packaged program flagged as a virus: judged on the signed installer"),
    32: ("demarche-numerique/demarche.numerique.gouv.fr PR 13901", "states with no exit: judged on the pages"),
    33: ("Repair-DeskPOS#387", "too many clicks to switch user: judged on the lock screen (tests/ui)"),
    34: ("SI-SIAO 2020, ASH no. 3262", "a big-bang release that hides files: no release yet"),
}
