"""Invented documents in the languages of the desk; the sentences are ours and serve the typesetting only."""

from datetime import date

from anefdesk.letters.documents import (
    BilingualChecklist,
    BlankForm,
    Both,
    Imprint,
    Line,
    Mark,
    MissingSlip,
    OrientationSheet,
    Part,
    RecoverySheet,
    Section,
)

# The same sentence in thirteen languages, with the French term, a date and a number inside.
SENTENCES = {
    "fr": "Préparez une copie de votre titre de séjour (recto et verso), puis déposez-la avant le 31/12/2026.",
    "ar": "جهّز نسخة من بطاقة الإقامة (titre de séjour) من الوجهين، ثم أودعها على موقع ANEF قبل 31/12/2026.",
    "fa_AF": "یک کاپی از کارت اقامت خود (titre de séjour) آماده کنید و پیش از تاریخ ۳۱/۱۲/۲۰۲۶ بارگذاری کنید.",
    "ps": "د خپل د استوګنې جواز (titre de séjour) یوه کاپي چمتو کړئ، او تر 31/12/2026 مخکې یې ور پورته کړئ.",
    "ru": "Подготовьте копию вида на жительство (titre de séjour) с двух сторон до 31/12/2026.",
    "uk": "Підготуйте копію посвідки на проживання (titre de séjour) з обох боків до 31/12/2026. Їхній ґанок.",
    "es": "Prepare una copia de su permiso de residencia (titre de séjour), ¿está al día?, antes del 31/12/2026.",
    "tr": "İkamet izninizin (titre de séjour) ön ve arka yüzünün kopyasını 31/12/2026 tarihinden önce yükleyin.",
    "en": "Prepare a copy of your residence permit (titre de séjour), both sides, before 31/12/2026.",
    "bn": "আপনার বসবাসের অনুমতিপত্রের (titre de séjour) একটি কপি 31/12/2026 তারিখের আগে জমা দিন। স্ত্র ষ্ট্র র্ক।",
    "ti": "ናይ መንበሪ ፍቓድኩም (titre de séjour) ቅዳሕ ኣዳልዉ፣ ቅድሚ 31/12/2026 ድማ ኣእትውዎ።",
    "zh_Hans": "请准备您的居留证（titre de séjour）正反面复印件，并在31/12/2026之前上传到ANEF网站。",
    "ka": "მოამზადეთ თქვენი ბინადრობის ნებართვის (titre de séjour) ასლი 31/12/2026-მდე.",
}

_TITLE = Both("Renouveler sa carte de séjour")
_WORDS = {
    "ar": {
        "title": "تجديد بطاقة الإقامة",
        "native": "كاناري حيدري أمينة",
        "subtitle": "على موقع ANEF، بين 02/01/2027 و 02/03/2027",
        "summary": "لديك 3 وثائق من 6. ما زال ينقصك جواز السفر وإثبات السكن.",
        "unread": "ترجمة لم تُراجَع بعد، والنص الفرنسي هو المعتمد",
        "notice": "وثيقة مساعدة، ليست لها قيمة رسمية",
        "have": "تم استلامها",
        "missing": "ما زالت ناقصة",
        "old": "قديمة جدًا",
        "ask": "نحتاج إلى معلومة",
        "due": "قبل \u206612/01/2027\u2069",
        "names": (
            "جواز السفر", "إثبات السكن لأقل من 6 أشهر", "بطاقة الإقامة (titre de séjour)",
            "صورة رقمية (e-photo)", "شهادة الميلاد مترجمة", "إقرار ضريبي",
        ),
        "why": "لكي تتحقق المحافظة (préfecture) من هويتك ومن عنوانك الحالي في فرنسا",
        "fresh": "يجب ألا يتجاوز عمرها 6 أشهر يوم الإيداع",
        "heading": "الهوية والسكن",
        "closing": "عُد إلينا يوم الخميس \u206614/01/2027\u2069 بين الساعة \u206609:30\u2069 و \u206612:00\u2069.",
    },
    "fa_AF": {
        "title": "تمدید کارت اقامت",
        "native": "کناری حیدری امینه",
        "subtitle": "در سایت ANEF، بین 02/01/2027 و 02/03/2027",
        "summary": "۳ سند از ۶ سند آماده است. پاسپورت و سند آدرس هنوز کم است.",
        "unread": "این ترجمه هنوز بازبینی نشده است؛ متن فرانسوی معتبر است",
        "notice": "ورق کمکی، ارزش رسمی ندارد",
        "have": "دریافت شد",
        "missing": "باید آورده شود",
        "old": "خیلی کهنه است",
        "ask": "باید معلوم شود",
        "due": "پیش از \u206612/01/2027\u2069",
        "names": (
            "پاسپورت", "سند آدرس کمتر از ۶ ماه", "کارت اقامت (titre de séjour)",
            "عکس دیجیتال (e-photo)", "تذکرهٔ ترجمه‌شده", "اعلان مالیات",
        ),
        "why": "تا ولایت (préfecture) هویت و آدرس فعلی شما را در فرانسه تأیید کند",
        "fresh": "در روز ثبت نباید بیشتر از ۶ ماه گذشته باشد",
        "heading": "هویت و آدرس",
        "closing": "روز پنجشنبه \u206614/01/2027\u2069 بین ساعت \u206609:30\u2069 و \u206612:00\u2069 دوباره بیایید.",
    },
    "ru": {
        "title": "Продлить вид на жительство",
        "native": "Канари-Хайдари Амина",
        "subtitle": "На сайте ANEF, с 02/01/2027 по 02/03/2027",
        "summary": "Готово 3 документа из 6. Не хватает паспорта и подтверждения адреса.",
        "unread": "перевод не вычитан, верным считается французский текст",
        "notice": "справочный лист, не имеет официальной силы",
        "have": "получено",
        "missing": "нужно принести",
        "old": "слишком старый",
        "ask": "нужно уточнить",
        "due": "до 12/01/2027",
        "names": (
            "Паспорт", "Подтверждение адреса не старше 6 месяцев", "Вид на жительство (titre de séjour)",
            "Цифровая фотография (e-photo)", "Свидетельство о рождении с переводом", "Налоговое уведомление",
        ),
        "why": "чтобы префектура (préfecture) проверила вашу личность и ваш нынешний адрес во Франции",
        "fresh": "не старше 6 месяцев в день подачи",
        "heading": "Личность и адрес",
        "closing": "Приходите снова в четверг 14/01/2027 с 09:30 до 12:00.",
    },
}  # fmt: skip
_FRENCH_NAMES = (
    "Passeport",
    "Justificatif de domicile de moins de 6 mois",
    "Titre de séjour",
    "Photo numérique (e-photo)",
    "Acte de naissance traduit",
    "Avis d’imposition",
)
_FRENCH_WHY = "pour que la préfecture vérifie votre identité et votre adresse actuelle en France"


def imprint(language: str, *, training: bool = False) -> Imprint:
    notice = _WORDS[language]["notice"] if language in _WORDS else ""
    return Imprint(
        centre="Point d’accueil Canari",
        day=date(2026, 12, 31),
        catalogue="2026.11",
        language=language,
        notice=str(notice),
        training=training,
    )


def lines(language: str) -> tuple[Line, ...]:
    words = _WORDS.get(language)

    def both(french: str, key: str) -> Both:
        return Both(french, str(words[key]) if words else "")

    states = (
        (Mark.EMPTY, both("à apporter", "missing"), both("avant le 12/01/2027", "due")),
        (Mark.CROSS, both("trop ancien, à refaire", "old"), both("avant le 12/01/2027", "due")),
        (Mark.TICK, both("reçu", "have"), Both("")),
        (Mark.TICK, both("reçu", "have"), Both("")),
        (Mark.QUESTION, both("à préciser", "ask"), Both("")),
        (Mark.DASH, Both("ne vous concerne pas", str(words["ask"]) if words else ""), Both("")),
    )
    return tuple(
        Line(
            mark=mark,
            state=state,
            due=due,
            name=Both(_FRENCH_NAMES[index], words["names"][index] if words else ""),
            why=both(_FRENCH_WHY, "why"),
            freshness=both("de moins de 6 mois le jour du dépôt", "fresh") if index == 1 else Both(""),
            remark="Vu l’original le 02/12" if index == 1 else "",
        )
        for index, (mark, state, due) in enumerate(states)
    )


def checklist(language: str, *, repeats: int = 2, training: bool = False, person: str = "") -> BilingualChecklist:
    words = _WORDS.get(language)

    def both(french: str, key: str) -> Both:
        return Both(french, str(words[key]) if words else "")

    section = Section(both("Identité et logement", "heading"), lines(language))
    return BilingualChecklist(
        title=both("Renouveler sa carte de séjour", "title"),
        imprint=imprint(language, training=training),
        unread=both("traduction non relue, le français fait foi", "unread"),
        person=person or "CANARI-HAIDARI Amina",
        person_native=str(words["native"]) if words else "",
        subtitle=both("Sur le site de l’ANEF, entre le 02/01/2027 et le 02/03/2027", "subtitle"),
        summary=both("3 pièces sur 6 ; il manque le passeport et le justificatif de domicile.", "summary"),
        sections=(section,) * repeats,
        closing=(both("Revenez le jeudi 14/01/2027 entre 09:30 et 12:00.", "closing"),),
    )


def slip(language: str, *, training: bool = False) -> MissingSlip:
    whole = checklist(language, training=training)
    words = _WORDS.get(language)
    return MissingSlip(
        title=Both("Pièces à apporter", str(words["missing"]) if words else ""),
        imprint=whole.imprint,
        unread=whole.unread,
        person=whole.person,
        person_native=whole.person_native,
        intro=whole.summary,
        lines=tuple(line for line in lines(language) if line.mark in {Mark.EMPTY, Mark.CROSS}),
        closing=whole.closing,
    )


def blank(language: str) -> BlankForm:
    whole = checklist(language)
    emptied = tuple(
        Line(mark=Mark.EMPTY, name=line.name, why=line.why, freshness=line.freshness) for line in lines(language)
    )
    return BlankForm(
        title=whole.title,
        imprint=whole.imprint,
        unread=whole.unread,
        intro=whole.subtitle,
        fields=(whole.sections[0].title, whole.summary),
        sections=(Section(whole.sections[0].title, emptied),),
        notes=whole.sections[0].title,
    )


def orientation(language: str) -> OrientationSheet:
    whole = checklist(language)
    name, state = whole.title, whole.sections[0].title
    danger = Part(name=name, texts=(whole.summary,), labelled=((state, (whole.subtitle,)),), framed=True)
    way = Part(name=name, texts=(whole.summary, whole.subtitle), labelled=((state, ()),), lines=lines(language)[:2])
    return OrientationSheet(
        title=whole.title,
        imprint=whole.imprint,
        unread=whole.unread,
        person=whole.person,
        person_native=whole.person_native,
        chapters=((state, (danger,)), (whole.summary, (way, way)), (Both(""), (Part(name=name),))),
        closing=whole.closing,
    )


def recovery() -> RecoverySheet:
    return RecoverySheet(
        title="Feuille de secours",
        imprint=imprint("fr"),
        explanation=(
            "Cette clé ouvre les dossiers du centre si plus personne n’a de phrase de passe.",
            "Gardez-la sous enveloppe fermée, dans un coffre, jamais près de l’ordinateur.",
        ),
        key_groups=("K273 ESG7 4H", "WWWW WWWW WW", "MWQ0 GD8B 1W", "CA1R 7CA2 R7"),
        fields=("Rangée à :", "Vérifiée le, par :"),
    )
