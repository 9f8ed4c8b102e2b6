"""Languages people speak, named in French and in themselves: those of the desk first, then others often met."""

from anefdesk.i18n import languages
from anefdesk.i18n.isolates import isolate
from anefdesk.i18n.texts import Texts, mark

# Spoken in the centres, without texts of ours: to find an interpreter.
_OTHERS = {
    "am": mark("amharique"), "hy": mark("arménien"), "bm": mark("bambara"), "ber": mark("berbère"),
    "bg": mark("bulgare"), "so": mark("somali"), "ckb": mark("kurde sorani"), "kmr": mark("kurde kurmandji"),
    "ht": mark("créole haïtien"), "hi": mark("hindi"), "it": mark("italien"), "ln": mark("lingala"),
    "mg": mark("malgache"), "ml": mark("malinké"), "mn": mark("mongol"), "ne": mark("népali"),
    "fa": mark("persan"), "ff": mark("peul"), "pa": mark("pendjabi"), "ro": mark("roumain"),
    "rom": mark("romani"), "sr": mark("serbe"), "si": mark("cinghalais"), "snk": mark("soninké"),
    "sus": mark("soussou"), "sw": mark("swahili"), "sq": mark("albanais"), "ta": mark("tamoul"),
    "ce": mark("tchétchène"), "th": mark("thaï"), "ur": mark("ourdou"), "vi": mark("vietnamien"),
    "wo": mark("wolof"), "fsl": mark("langue des signes française"),
}  # fmt: skip
KNOWN = {spoken.code: spoken for spoken in languages.APPLICANT_LANGUAGES + languages.PREPARED_LANGUAGES}


def name(texts: Texts, code: str) -> str:
    """« dari » for ``fa_AF``; the code itself when unknown."""
    if code in KNOWN:
        return KNOWN[code].name_fr
    return texts.ui(_OTHERS[code]) if code in _OTHERS else code


def long_name(texts: Texts, code: str) -> str:
    """« dari · دری », each part isolated."""
    if code in KNOWN and code != "fr":
        return f"{isolate(name(texts, code))} · {isolate(KNOWN[code].name_native)}"
    return name(texts, code)


def choices(texts: Texts) -> tuple[tuple[str, str], ...]:
    """(code, long name) of all, those of the desk first."""
    return tuple((code, long_name(texts, code)) for code in (*KNOWN, *_OTHERS))
