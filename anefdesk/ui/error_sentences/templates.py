"""The sentences about a letter that an association wrote itself, when it is checked on its way in."""

from anefdesk.i18n.texts import mark
from anefdesk.ui.error_sentences.sentence import typed

_NOT_ADDED = mark("Le modèle n’a pas été ajouté ; les autres sont intacts.")
_USE_A_FIELD = mark("Mettez à la place un champ entre accolades : la lettre prendra ce que dit le dossier.")

SENTENCES = {
    "template.unreadable": typed(
        mark("Ce fichier n’est pas un texte que le programme peut lire."),
        mark("Choisissez un fichier .toml enregistré en UTF-8."),
        _NOT_ADDED,
    ),
    "template.too_long": typed(
        mark("Ce modèle est trop long : %(limit)s caractères au plus."), mark("Raccourcissez-le."), _NOT_ADDED
    ),
    "template.too_many": typed(
        mark("Ce modèle a trop de paragraphes, de champs ou de lignes : %(limit)s de chaque sorte au plus."),
        mark("Faites-en deux modèles."),
        _NOT_ADDED,
    ),
    "template.toml": typed(
        mark("Ce fichier ne peut pas être lu : l’erreur est à la ligne %(line)s."),
        mark("Vérifiez les guillemets, les crochets et les signes égal de cette ligne et de celle d’avant."),
        _NOT_ADDED,
    ),
    "template.id": typed(
        mark("Un identifiant est mal écrit (%(place)s)."),
        mark("Utilisez 40 signes au plus : lettres sans accent, chiffres, traits, sans espace."),
        _NOT_ADDED,
    ),
    "template.taken": typed(
        mark("Cet identifiant est celui d’une lettre fournie avec le programme."),
        mark("Donnez au modèle un autre identifiant."),
        _NOT_ADDED,
    ),
    "template.format": typed(
        mark("Le modèle est mal écrit (%(place)s : %(why)s)."),
        mark("Comparez avec une lettre fournie avec le programme, puis recommencez."),
        _NOT_ADDED,
    ),
    "template.hole": typed(
        mark("Un champ entre accolades est inconnu ou n’est pas fermé (%(place)s)."),
        mark("Fermez l’accolade, ou déclarez le champ dans le modèle ; une citation s’écrit avec son identifiant."),
        _NOT_ADDED,
    ),
    "template.no_basis": typed(
        mark("Le modèle ne s’appuie sur aucun texte de loi."),
        mark("Ajoutez une citation du catalogue dans un paragraphe, ou la ligne « base » avec l’article."),
        _NOT_ADDED,
    ),
    "template.no_running": typed(
        mark("Le modèle ne dit pas quel délai continue de courir."),
        mark("Ajoutez une ligne « running » ; s’il n’y en a aucun, écrivez que la lettre n’arrête aucun délai."),
        _NOT_ADDED,
    ),
    "template.personal": typed(
        mark("Le modèle contient une donnée personnelle (%(place)s)."), _USE_A_FIELD, _NOT_ADDED
    ),
    "template.personal.phone": typed(
        mark("Le modèle contient un numéro de téléphone (%(place)s)."), _USE_A_FIELD, _NOT_ADDED
    ),
    "template.personal.email": typed(
        mark("Le modèle contient une adresse e-mail (%(place)s)."), _USE_A_FIELD, _NOT_ADDED
    ),
    "template.personal.number": typed(
        mark("Le modèle contient un long numéro, peut-être celui d’une personne (%(place)s)."),
        _USE_A_FIELD,
        _NOT_ADDED,
    ),
    "template.personal.birth": typed(
        mark("Le modèle contient une date en chiffres, peut-être de naissance (%(place)s)."), _USE_A_FIELD, _NOT_ADDED
    ),
    "template.personal.name": typed(
        mark("Le modèle contient peut-être le nom d’une personne (%(place)s)."), _USE_A_FIELD, _NOT_ADDED
    ),
    "template.guard": typed(
        mark("Le modèle dit ce qu’une lettre ne doit pas dire (%(place)s)."), mark("Reformulez : %(why)s."), _NOT_ADDED
    ),
    "template.guard_missing": typed(
        mark("Il manque au modèle un rappel obligatoire."), mark("Ajoutez-le : %(why)s."), _NOT_ADDED
    ),
}
