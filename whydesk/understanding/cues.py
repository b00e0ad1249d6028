"""Signs in a sentence that can be told exactly: marks, numbers, and words that give it away."""

import re
from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray

from whydesk.understanding.brief import Span

_LONGEST = 600

# Each pattern is a list of alternatives without repeats inside repeats: time is linear.
_PATTERNS = {
    "greeting": r"\b(?:hi|hello|hey|dear|good (?:morning|afternoon|evening|day)|greetings"
    r"|здравствуй"
    r"\w{0,4}|добр(?:ый|ое|ого|ой) (?:день|утро|вечер|времени|дня)|привет\w{0,6}|приветствую"
    r"|коллеги|ol[áa]|oi+e?|bo[am] (?:dia|tarde|noite)|prezad\w{1,3}|caros|e a[ií])\b",
    "thanks": r"\b(?:thank(?:s| you)|thx|ty|cheers|regards|sincerely|yours|best wishes|спасибо"
    r"|спс|благодар\w{1,6}|с уважением|всего доброго|заранее|obrigad\w{1,3}|obg|vlw|valeu"
    r"|grat[oa]|agrade\w{1,6}|atenciosamente|att|abra[çc]os?|cordialmente)\b",
    "please": r"\b(?:please|pls|plz|could you|can you|can u|would you|kindly|пожалуйста|пож|плиз"
    r"|пжл\w{0,3}|просьба|прошу|просим|можете|могли бы|por favor|pfv?|por gentileza|poderiam?"
    r"|podem|pode|conseguem|consegue|solicito|pe[çc]o|favor)\b",
    "must": r"\b(?:fix|refund|cancel|restore|tell me|let me know|call me|i (?:want|need|demand)"
    r"|we (?:want|need|demand)|верните|исправьте|почините|сделайте|добавьте|скажите|подскажите"
    r"|требую|требуем|хочу|хотим|нужн[аоы]?|уберите|отмените|позвоните|разберитесь|quero"
    r"|queremos|preciso|precisamos|exijo|devolvam|arrumem|resolvam|cancelem?|me digam?|liguem"
    r"|fa[çc]am|coloquem|queria|gostaria)\b",
    "since": r"\b(?:since|for (?:the (?:last|past)|\w{1,8} (?:days?|hours?|weeks?))|as of|began"
    r"|started|until|this morning|yesterday|today|last (?:night|week|month|monday|tuesday"
    r"|wednesday|thursday|friday|saturday|sunday)|ago|с утра|со вчера\w{0,5}|вчера|сегодня"
    r"|с (?:понедельника|вторника|среды|четверга|пятницы|субботы|воскресенья|ночи|обеда|вечера)"
    r"|началось|уже \w{1,9} (?:час\w{0,2}|дн\w{1,2}|день|недел\w|месяц\w{0,2})|с \d{1,2}|desde"
    r"|h[áa] \w{1,6} (?:dias?|horas?|semanas?|m[eê]s(?:es)?)|faz \w{1,6} (?:dias?|horas?"
    r"|min\w{0,5})"
    r"|ontem|hoje|hj|come[çc]ou|de manh[ãa]|a partir)\b",
    "changed": r"\b(?:after|updated?|upgraded?|changed?|switched|migrated|moved|installed"
    r"|replaced|nothing (?:was |has )?(?:been )?changed|обнови\w{1,6}|обновлени\w{1,3}|после"
    r"|поменял\w{0,2}|сменил\w{0,2}|переехал\w{0,2}|перешли|установил\w{0,2}|поставил\w{0,2}"
    r"|ничего не (?:менял\w{0,2}|трогал\w{0,2})|не менял\w{0,2}|переставил\w{0,2}|depois"
    r"|atualiz\w{1,7}|troquei|trocamos|trocou|mudei|mudamos|mudou|migr\w{1,6}|instal\w{1,6}"
    r"|n[ãa]o mex\w{1,4}|nada mudou|mex(?:i|eu|emos)|altera\w{1,4})\b",
    "scope": r"\b(?:all|every(?:one|body)?|only|both|none of|other|chrome|safari|firefox|edge"
    r"|android|ios|iphone|ipad|windows|mac(?:book|os)?|version|v\d|everyone|users?|accounts?"
    r"|вс[ея]|у всех|только|один|одн[аоу]|остальн\w{1,3}|друг\w{1,3}|хром\w{0,2}|браузер\w{0,3}"
    r"|андроид\w{0,2}|айфон\w{0,2}|верси\w{1,2}|сотрудник\w{0,3}|todos|todas|s[óo]|somente"
    r"|apenas|nenhum\w?|outr[oa]s?|navegador\w{0,2}|celular|vers[ãa]o|usu[áa]ri\w{1,3}|contas?)\b",
    "evidence": r"\b(?:screenshots?|attached|attachment|enclosed|video|log|logs|link|see below"
    r"|order|ticket|invoice|ref|id|скрин\w{0,6}|вложени\w{1,2}|прикл\w{1,10}|прикреп\w{1,6}"
    r"|прилага\w{1,4}|видео|лог\w{0,2}|заказ\w{0,2}|заявк\w{1,2}|номер|anex\w{1,4}|prints?"
    r"|v[íi]deo|pedido|protocolo|chamado|segue|captura|foto)\b",
    "expected": r"\b(?:should(?:n't)?|supposed|expect\w{0,4}|used to|before|normally|usually"
    r"|instead of|ought|was fine|worked|долж(?:ен|на|но|ны)|раньше|ожида\w{1,5}|обычно|вместо"
    r"|прежде|до этого|работал\w{0,2}|правильн\w{1,3}|deveria\w{0,1}|devia|era pra|antes"
    r"|normalmente|esperad\w|em vez|funcionava|o certo|correto)\b",
    "got": r"\b(?:error|failed|fails?|crash\w{0,4}|blank|empty|missing|wrong|nothing|says"
    r"|shows?|doesn'?t|isn'?t|won'?t|can'?t|cannot|not working|stuck|ошибк\w{1,2}"
    r"|не (?:работ\w{1,4}"
    r"|открыв\w{1,5}|груз\w{1,5}|приход\w{1,3}|отправл\w{1,5}|уход\w{1,3}|вид\w{1,3}|мог\w{0,2})"
    r"|пуст\w{1,4}|пишет|выда[её]т|показыва\w{1,3}|пропал\w{0,2}|исчез\w{0,4}|висит|завис\w{0,4}"
    r"|erro|n[ãa]o (?:abre|funciona|carrega|chega|sai|entra|aparece|consigo|conseguimos|envia|vai)"
    r"|trav\w{1,4}|some|sumiu|aparece|fica|mostra|diz|d[áa]|em branco)\b",
    "did": r"\b(?:i (?:click|tried|open|press|type|enter|select|upload|restarted|went|log)\w{0,3}"
    r"|when (?:i|we)|tried|clicked|pressed|reinstalled|restarted|rebooted|steps|нажима\w{1,2}"
    r"|нажал\w{0,2}|открыва\w{1,2}|захо(?:жу|дим)|вво(?:жу|дим)|пробовал\w{0,2}|перезаг\w{1,9}"
    r"|переустан\w{1,7}|загружа\w{1,2}|выбира\w{1,2}|создал\w{0,2}|отправля\w{1,2}|clico"
    r"|cliquei|abro|abri|tentei|tentamos|reinici\w{1,4}|reinstal\w{1,4}|entro|seleciono"
    r"|digito|preencho|gero|envio|mando|testei|quando eu)\b",
    "purpose": r"\b(?:so that|so (?:i|we|they|that)|because|cos|cause|in order to"
    r"|otherwise|to avoid"
    r"|чтобы?|потому что|ведь|иначе|так как|а то|из-за|тогда|pra|para que|porque|pq|assim"
    r"|sen[ãa]o|pois|da[íi]|evitar)\b",
    "situation": r"\b(?:when|whenever|every (?:time|day|week|month|morning)|if|while|each"
    r"|our|we (?:have"
    r"|run|are)|когда|кажд\w{1,4}|если|у нас|пока|приходится|по \w{1,8}(?:ам|ям)|quando|toda? vez"
    r"|todo (?:dia|m[eê]s)|toda \w{3,8}|se|enquanto|aqui|temos|tenho)\b",
    "leaving": r"\b(?:cancel\w{0,6}|leav(?:e|ing)|switch(?:ing)?|competitors?|terminat\w{1,5}"
    r"|money back|refund|moving (?:to|away)|goodbye|last (?:chance|time)|elsewhere|renew\w{0,3}"
    r"|расторг\w{1,8}|ухо(?:жу|дим|дит)|уйд[уёе]м?|перейд\w{1,3}|конкурент\w{0,3}|верните деньги"
    r"|отказыва\w{1,4}|отключ\w{1,5}|продлевать|переезжа\w{1,3}|другой сервис|concorr\w{1,5}"
    r"|cancelar|cancelo|cancelem|troc(?:ar|o|amos)|rescind\w{1,3}|rescis[ãa]o|meu dinheiro"
    r"|saindo|vou embora|migrar|renovar)\b",
    "public": r"\b(?:review|reviews|press|journalist|newspaper|court|lawyer|solicitor"
    r"|attorney|sue|legal"
    r"|regulator|ombudsman|twitter|social media|linkedin|tiktok|trustpilot|chargeback|bbb|ftc"
    r"|отзыв\w{0,3}|суд\w{0,3}|прокурат\w{1,4}|роспотреб\w{1,6}|жалоб\w{1,2}"
    r"|адвокат\w{0,2}|юрист\w{0,2}"
    r"|соцсет\w{1,3}|пресс\w|журналист\w{0,3}|иск\w{0,2}|претензи\w{1,2}|цб|банк россии|фас"
    r"|procon|reclame aqui|justi[çc]a|advogad\w|processo|processar|anatel|anvisa|bacen|imprensa"
    r"|jornal|redes sociais|instagram|a[çc][ãa]o judicial|consumidor\.gov|juizado)\b",
    "blocking": r"\b(?:can'?t work|down|outage|at a standstill|nobody can|no one can|urgent(?:ly)?"
    r"|asap|stopped|lost|dead|offline|стоит|встал\w{0,2}|простаива\w{1,4}|срочно|никто не"
    r"|лежит|упал\w{0,2}|не можем|всё стоит|парализ\w{1,6}|parad[oa]s?|parou|fora do ar|urgente"
    r"|ningu[eé]m consegue|caiu|travad[oa]|socorro|n[ãa]o (?:consigo|conseguimos))\b",
    "insult": r"\b(?:shame|joke|ridiculous|useless|disgrace\w{0,3}|scam\w{0,4}|thieves"
    r"|idiots?|awful"
    r"|terrible|unacceptable|pathetic|garbage|crap|damn|hell|wtf|позор\w{0,4}|издева\w{1,7}|бред"
    r"|кошмар|ужас\w{0,3}|воры|мошенник\w{0,2}|идиот\w{0,3}|безобраз\w{1,4}|достал\w{0,2}|хамств\w"
    r"|сколько можно|vergonha|absurdo|palha[çc]ad\w|rid[íi]culo|lixo|ladr[õoã]\w{1,3}"
    r"|merda|porcaria"
    r"|porra|descaso|incompet\w{1,6}|palha[çc]os?|inadmiss[íi]vel|revoltante)\b",
    "praise": r"\b(?:love|great|awesome|amazing|perfect|kudos|brilliant|wonderful|excellent|best"
    r"|молодцы|лучш\w{1,3}|отличн\w{1,3}|супер|класс\w{0,3}|респект|здорово|прекрасн\w{1,3}|amei"
    r"|adorei|parab[eé]ns|maravilh\w{1,4}|excelente|[óo]tim[oa]|perfeit[oa]|top|show|amo)\b",
    "money": r"(?:[$€£₽]|\b(?:r\$|rub\b|руб\w{0,3}|инвойс|сч[её]т\w{0,3}\b"
    r"|оплат\w{1,3}\b|списа\w{1,4}"
    r"|плат[её]ж\w{0,2}\b|возврат\w{0,2}\b|tariff|тариф\w{0,2}\b|invoices?\b"
    r"|charged?\b|bill(?:ed|ing)?\b"
    r"|payments?\b|subscription\b|fatura\w?|boleto\w?|cobran[çc]a\w?"
    r"|cobr\w{1,4}\b|reembolso\b"
    r"|estorno\b|pagamento\w?|assinatura\b|mensalidade\b|nota fiscal\b))",
    "advert": r"(?:\bbuy now\b|\boffer\b|\bdiscount\b|\bclick here\b|\bfollowers\b"
    r"|\bseo\b|\bcasino\b|\bскидк\w{1,2}\b"
    r"|\bакци\w{1,2}\b|\bпредлага\w{1,4}\b|\bзаработ\w{1,4}\b|\bпродвижени\w\b"
    r"|\bраскрут\w{1,4}|\bbit\.ly|\bt\.me/"
    r"|\bdesconto\b|\bpromo[çc][ãa]o\b|\bclique\b|\bganhe\b|\bvendo\b|\bchama no\b"
    r"|\bseguidores\b|\bparceria\b)",
    "question_word": r"\b(?:how|what|where|when|why|which|who|is there|does|do you|can i"
    r"|как|где|когда|почему"
    r"|какой|какие|какая|можно ли|есть ли|сколько|зачем|como|onde|qual|quais|quanto"
    r"|por que|d[áa] pra|tem como)\b",
    "number": r"\d",
    "id": r"(?:[a-zа-я]{1,6}[-_#№]?\d{3,}|[#№]\s?\d+|\d{5,})",
    "date": r"(?:\b\d{1,2}[:.]\d{2}\b|\b\d{1,2}[./-]\d{1,2}\b|\b\d{1,2} ?h\d{0,2}\b"
    r"|\b\d{1,2} ?(?:am|pm)\b)",
    "link": r"(?:https?://|www\.|\w\.(?:com|ru|io|br|net|org)\b|\w@\w)",
    "quote": '["«“„]',
}
_COMPILED = [re.compile(pattern) for pattern in _PATTERNS.values()]
# Without a digit there is nothing of these to look for.
_WITH_DIGITS = frozenset(map(list(_PATTERNS).index, ("number", "id", "date")))
_DIGIT = re.compile(r"\d")
_EMOJI = re.compile("[\u2600-\u27bf\U0001f300-\U0001faff]")
_PLAIN = 16
COUNT = _PLAIN + len(_COMPILED)


def cues_of(text: str, spans: Sequence[Span], *, is_reply: bool = False) -> NDArray[np.float32]:
    """Return a row of signs, each from 0 to 1, for each sentence of a text.

    A reply goes on with a matter: "All correct" opens none, as it might in a first message.
    """
    rows = np.zeros((len(spans), COUNT), dtype=np.float32)
    ended = 0
    for place, span in enumerate(spans):
        words = span.of(text)[:_LONGEST]
        has_break = "\n" in text[ended : span.start]
        rows[place, :_PLAIN] = [is_reply, *_shape(words, place, len(spans), has_break)]
        lower = words.lower()
        rows[place, _PLAIN:] = _signs(lower)
        ended = span.end
    return rows


def _signs(lower: str) -> list[bool]:
    has_digit = bool(_DIGIT.search(lower))
    return [
        (has_digit or place not in _WITH_DIGITS) and bool(pattern.search(lower))
        for place, pattern in enumerate(_COMPILED)
    ]


def _shape(words: str, place: int, count: int, has_break: bool) -> list[float]:
    said = words.split()
    letters = sum(letter.isalpha() for letter in words)
    capitals = sum(letter.isupper() for letter in words)
    return [
        place == 0,
        place == count - 1,
        place / max(1, count - 1),
        count == 1,
        min(count, 12) / 12,
        has_break,
        "?" in words,
        "!" in words,
        "!!" in words or "?!" in words,
        min(len(said), 40) / 40,
        len(said) < 4,
        capitals / letters if letters > 4 else 0,
        words.endswith(","),
        words[-1:].isalnum(),
        bool(_EMOJI.search(words)),
    ]
