"""What users of comparable programs complained of and we cannot answer yet, each with the reason why later.

The numbers are those of our study of these programs; the others are tests beside this module.
"""

LATER = {
    1: (
        "primeroIMS/primero#508",
        "two desks editing one field: needs sync; both values are already kept (tests/store)",
    ),
    2: ("medic/cht-core#8303", "« sent » said too early: there is nothing to send yet"),
    3: ("opencrvs/opencrvs-core#2576", "one item blocking the outbox: no outbox yet"),
    4: ("opencrvs/opencrvs-core PR 13326", "a heavy attachment jamming the rest: no outbox yet; pieces are chunked"),
    10: ("keepassxreboot/keepassxc#10227", "a shared database on a network folder: desks will merge, by sync"),
    11: ("zotero/zotero#9", "conflict windows nobody can answer: the page that settles disagreements comes with sync"),
    12: ("avniproject/avni-client#1529", "repeated full downloads: no download yet"),
    13: ("learningequality/kolibri#7372", "a cut transfer restarting at zero: no transfer yet"),
    14: ("SORMAS-Foundation/SORMAS-Project#470", "carrying it by hand: the USB parcel comes with sync"),
    15: ("medic/cht-core#10408", "too much on one PC: a desk holds only its own centre's files so far"),
    16: ("SORMAS-Foundation/SORMAS-Project#4300", "devices that stop talking after an update: no talking yet"),
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
    31: ("laurent22/joplin#1518", "sync taken for a backup: neither yet"),
    32: ("demarche-numerique/demarche.numerique.gouv.fr PR 13901", "states with no exit: judged on the pages"),
    33: ("Repair-DeskPOS#387", "too many clicks to switch user: judged on the lock screen (tests/ui)"),
    34: ("SI-SIAO 2020, ASH no. 3262", "a big-bang release that hides files: no release yet"),
}
