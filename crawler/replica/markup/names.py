"""Class names drawn at random: mute, or telling in one of several tongues and manners."""

from __future__ import annotations

from random import Random

_LETTERS = "abcdefghijklmnopqrstuvwxyz0123456789"
_NEUTRAL = {
    "modules": ("Box", "Node", "Row", "Unit", "Cell", "Pane", "Slot", "Area"),
    "khung": ("khung", "trai", "phai", "hop", "vung", "dong", "muc", "nen", "o"),
    "kasten": ("kasten", "spalte", "zeile", "feld", "rahmen", "flaeche"),
    "bloc": ("bloc", "colonne", "ligne", "cadre", "zone", "volet"),
    "utility": ("flex", "p-2", "mt-4", "w-full", "text-sm", "px-3", "mb-5", "gap-4", "grow", "leading-6"),
    "grid": ("c-12", "c-8", "c-4", "r-1", "r-2", "pull-l", "pull-r", "clr"),
}
# Names that do tell what they hold, in Vietnamese, German, French and clipped English.
_TELLING: dict[str, tuple[str, ...]] = {
    "title": ("tieu-de-bai", "ueberschrift", "titre-grand", "hd-main", "tde"),
    "kicker": ("tren-tieu-de", "dachzeile", "surtitre", "hd-over"),
    "stamp": ("ngay-gio", "datumszeile", "horodatage", "dt-ln"),
    "views": ("luot", "aufrufe", "vues", "cnt"),
    "lead": ("tom-tat", "vorspann", "chapeau-txt", "intro-tx"),
    "body": ("noi-dung-chinh", "fliesstext", "texte-corps", "bd-txt"),
    "byline": ("but-danh", "verfasser", "signature-aut", "by-nm"),
    "caption": ("chu-thich", "bildzeile", "legende", "cap-tx"),
    "side": ("cot-ben", "randspalte", "colonne-d", "sd-col"),
    "related": ("tin-cung-loai", "verwandtes", "a-lire", "rel-bx"),
    "comments": ("y-kien", "meinungen", "avis", "cmt-bx"),
    "footer": ("cuoi-trang", "fusszeile", "pied-page", "ft-bx"),
    "clock": ("dong-ho", "uhrzeit", "horloge", "clk"),
    "menu": ("thuc-don", "hauptmenue", "menu-haut", "mn-top"),
    "tags": ("tu-khoa-bai", "stichworte", "mots-cles", "kw-ls"),
}
MANNERS = ("mute", "modules", "khung", "kasten", "bloc", "utility", "grid", "telling", "none")


class Namer:
    """Gives each role of a layout its class attribute, the same on every page of the layout.

    A name depends on the layout and the role alone, never on which page asked for it first.

    Args:
        key: Names the layout; the same key gives the same names.
    """

    def __init__(self, key: str) -> None:
        rng = Random(f"{key}:names")
        self._key = key
        self._given: dict[str, str] = {}
        self._tongue = rng.randrange(4)
        self._prefix = rng.choice(("", "", "x-", "ls_", "b"))
        self.manner = rng.choices(MANNERS, (22, 12, 12, 8, 8, 14, 8, 12, 4))[0]

    def attr(self, role: str) -> str:
        """Give ` class="…"` (or ` id="…"`, or nothing) for a role."""
        given = self._given.get(role)
        if given is None:
            given = self._given[role] = self._drawn(role, Random(f"{self._key}:{role}"))
        return given

    def _drawn(self, role: str, rng: Random) -> str:
        if self.manner == "none" or rng.random() < 0.06:
            return ""
        kind = "id" if self.manner != "utility" and rng.random() < 0.08 else "class"
        return f' {kind}="{self._name(role, rng)}"'

    def _name(self, role: str, rng: Random) -> str:
        """Draw a bare name; it tells its role only in the telling manner."""
        if self.manner == "telling" and role in _TELLING:
            words = _TELLING[role]
            return self._prefix + words[min(self._tongue, len(words) - 1)]
        if self.manner == "utility":
            return " ".join(rng.sample(_NEUTRAL["utility"], rng.randint(2, 5)))
        if self.manner == "modules":
            return f"{rng.choice(_NEUTRAL['modules'])}_{_letters(rng, 4)}__{_letters(rng, 5)}"
        if self.manner in _NEUTRAL:
            words = _NEUTRAL[self.manner]
            return f"{self._prefix}{rng.choice(words)}-{rng.choice(words)}{rng.randint(1, 99)}"
        return self._prefix + rng.choice(_LETTERS[:26]) + _letters(rng, rng.randint(2, 7))


def _letters(rng: Random, count: int) -> str:
    return "".join(rng.choice(_LETTERS) for _ in range(count))
