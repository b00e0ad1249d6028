"""Bytes to text, whatever the label says.

A label is a claim. It is believed where the bytes agree with it; where they do
not, UTF-8 is tried (it hardly ever fits by chance), then the letters decide.
"""

from __future__ import annotations

import codecs
import re
from functools import lru_cache

_FORBIDDEN = re.compile("[\x00-\x08\x0b\x0e-\x1f\x7f\ud800-\udfff]")
_LABEL_NOISE = re.compile(r"[^a-z0-9]+")
_ISO_2022 = re.compile(rb"\x1b\$[@B)A]|\x1b\(J")

# Names seen in mail that Python does not know, or knows as something narrower
# than what their senders write (a "gb2312" mail holds gb18030, and so on).
_ALIASES = {
    "ascii": "utf-8",
    "usascii": "utf-8",
    "ansix341968": "utf-8",
    "utf8mb4": "utf-8",
    "unicode11utf8": "utf-8",
    "unicode11utf7": "utf-7",
    "xunicode20utf7": "utf-7",
    "iso88591": "cp1252",
    "latin1": "cp1252",
    "windows1252": "cp1252",
    "iso88599": "cp1254",
    "iso88598i": "iso8859-8",
    "iso88598e": "iso8859-8",
    "iso88596i": "iso8859-6",
    "iso885911": "cp874",
    "tis620": "cp874",
    "gb2312": "gb18030",
    "gbk": "gb18030",
    "xgbk": "gb18030",
    "cp936": "gb18030",
    "windows936": "gb18030",
    "eucgb2312cn": "gb18030",
    "big5": "cp950",
    "xbig5": "cp950",
    "shiftjis": "cp932",
    "sjis": "cp932",
    "xsjis": "cp932",
    "windows31j": "cp932",
    "mskanji": "cp932",
    "iso2022jp": "iso2022_jp_ext",
    "cp50220": "iso2022_jp_ext",
    "cp50221": "iso2022_jp_ext",
    "eucjp": "euc_jp",
    "xeucjp": "euc_jp",
    "euckr": "cp949",
    "ksc56011987": "cp949",
    "ksc5601": "cp949",
    "ks_c_5601": "cp949",
    "windows949": "cp949",
    "koi8": "koi8-r",
    "koi8ru": "koi8-u",
    "xkoi8r": "koi8-r",
    "win1251": "cp1251",
    "xcp1251": "cp1251",
    "xmaccyrillic": "mac-cyrillic",
    "macintosh": "mac-roman",
    "xmacroman": "mac-roman",
}
_CODECS = """
    utf-8 utf-7 utf-16 utf-16-le utf-16-be utf-32 utf-32-le utf-32-be cp437 cp737 cp775
    cp850 cp852 cp855 cp857 cp858 cp860 cp861 cp862 cp863 cp864 cp865 cp866 cp869 cp874
    cp932 cp949 cp950 cp1006 cp1125 cp1250 cp1251 cp1252 cp1253 cp1254 cp1255 cp1256
    cp1257 cp1258 iso8859-1 iso8859-2 iso8859-3 iso8859-4 iso8859-5 iso8859-6 iso8859-7
    iso8859-8 iso8859-10 iso8859-13 iso8859-14 iso8859-15 iso8859-16 koi8-r koi8-t koi8-u
    kz1048 ptcp154 mac-cyrillic mac-greek mac-iceland mac-latin2 mac-roman mac-turkish
    gb18030 hz big5hkscs johab euc_jp euc_jis_2004 euc_kr iso2022_jp iso2022_jp_ext
    iso2022_jp_2 iso2022_kr shift_jis_2004
"""
_ALLOWED = frozenset(_CODECS.split())
_WESTERN = frozenset({"utf-8", "cp1252", "iso8859-15"})
_CYRILLIC = ("cp1251", "koi8-r", "cp866", "iso8859-5", "mac-cyrillic")
_COMMON_RUSSIAN = frozenset("оеаинтсрвлкмдпуяьы")


def clean(text: str) -> str:
    """Take out what must never be stored: NUL, other control signs, lone surrogates."""
    return _FORBIDDEN.sub("", text).replace("\x0c", "\n")


@lru_cache(maxsize=512)
def find_codec(label: str) -> str | None:
    """Name the codec for a charset label, or None if the label means nothing here.

    Only the listed codecs: Python also "decodes" zip, rot13 and punycode, and
    the last takes quadratic time.
    """
    key = _LABEL_NOISE.sub("", label.lower()[:64])
    name = _ALIASES.get(key, label.strip(" \t\"'").lower()[:64])
    for guess in (name, re.sub(r"^(?:x-|cs)", "", name), re.sub(r"^windows-?", "cp", name)):
        try:
            found = codecs.lookup(guess).name
        except (LookupError, ValueError):
            continue
        if found == "iso8859-1":
            return "cp1252"
        return found if found in _ALLOWED else _ALIASES.get(_LABEL_NOISE.sub("", found))
    return None


def decode_text(data: bytes, label: str = "") -> str:
    """Decode bytes by their label where it fits, by their look where it does not."""
    codec = find_codec(label) if label else None
    if codec in (None, "utf-8") or (codec in _WESTERN and not data.isascii()):
        text = _try(data, "utf-8-sig")
        if text is not None and not (data.isascii() and _ISO_2022.search(data)):
            return clean(text)
    if codec is None or codec in _WESTERN:
        guessed = guess_codec(data)
        trusted = codec not in (None, "utf-8") and guessed not in (*_CYRILLIC, "utf-8")
        codec = codec if trusted and codec else guessed
    elif (text := _try(data, codec)) is not None:
        return clean(text)
    return clean(_force(data, codec))


def _try(data: bytes, codec: str) -> str | None:
    try:
        return data.decode(codec)
    except (UnicodeError, ValueError):
        return None


def _force(data: bytes, codec: str) -> str:
    """Decode with marks for what does not fit; a multi-byte label that fits nowhere loses."""
    text = _try(data, "utf-8-sig")
    if text is not None and not data.isascii():
        return text
    text = data.decode(codec, "replace")
    if codec != "utf-8" and text.count("\ufffd") * 4 > len(text):
        return data.decode(guess_codec(data), "replace")
    return text


def _is_cut_utf8(data: bytes) -> bool:
    """Say whether the bytes are UTF-8 with a few broken places."""
    high = len(data) - len(data.translate(None, bytes(range(128, 256))))
    wrong = data.decode("utf-8", "replace").count("\ufffd")
    return high > 0 and wrong * 8 < high


def guess_codec(data: bytes) -> str:
    """Guess the codec of unlabelled bytes: UTF-8, ISO-2022, Cyrillic, then the rest."""
    if data.isascii():
        return "iso2022_jp_ext" if _ISO_2022.search(data) else "utf-8"
    if _is_cut_utf8(data):
        return "utf-8"
    sample = data[:8192]
    high = sum(byte > 127 for byte in sample)
    letters = high + sum(chr(byte).isalpha() for byte in sample if byte < 128)
    if high * 5 < letters * 2:
        return "cp1252"
    score, codec = max((_russian(sample, codec), codec) for codec in _CYRILLIC)
    return codec if score > 0.3 else _guess_by_statistics(sample)


def _russian(sample: bytes, codec: str) -> float:
    """Measure how Russian the sample looks: small common letters for it, others against."""
    text = sample.decode(codec, "replace")
    high = [sign for sign in text if ord(sign) > 127]
    common = sum(sign in _COMMON_RUSSIAN for sign in high)
    capital = sum("А" <= sign <= "Я" for sign in high)
    strange = sum(not sign.isalpha() for sign in high)
    return (common + 0.4 * capital - 2 * strange) / max(1, len(high))


def _guess_by_statistics(sample: bytes) -> str:
    """Ask charset-normalizer; it is slow, so it sees a sample and comes last."""
    from charset_normalizer import from_bytes

    best = from_bytes(sample[:2048]).best()
    return (find_codec(best.encoding) if best else None) or "cp1252"
