"""Words by which mail clients of many languages introduce what they quote or add.

One phrase a line or between bars; "(a|b)" are regular expressions. Matched
without regard to case, after `whydesk.mail.lines.plain` has made spaces plain.
"""

from __future__ import annotations

import re


def any_of(table: str) -> str:
    """Make one alternative of a table of phrases, longest first."""
    phrases = {" ".join(one.split()) for one in _split(table)}
    return "(?:" + "|".join(sorted(phrases - {""}, key=len, reverse=True)) + ")"


def _split(table: str) -> list[str]:
    """Split at line ends and at bars that stand in no group."""
    found, depth = [""], 0
    for sign in table:
        depth += (sign == "(") - (sign == ")")
        if sign == "\n" or (sign == "|" and not depth):
            found.append("")
        else:
            found[-1] += sign
    return found


# Verbs that end an attribution: "On …, Anna <a@b> wrote:".
WROTE_LAST = any_of("""
    wrote|writes|sent|said|says|has written
    (?:на)?писал\\(а\\)|(?:на)?писала?|пишет|сообщил(?:а|\\(а\\))?|ответил(?:а|\\(а\\))?
    пише|написав(?:ла|\\(ла\\))?|піша|напіс(?:аў|ала)|написа|пише
    escreveu|escribió|va escriure|escribiu|a écrit|a écrit\\s?|ha scritto
    geschreven|het volgende geschreven|schreef|schrieb|geschrieben
    skrev|skrev följande|skrifaði|kirjoitti|napisał\\(a\\)|napisała?|nadesłał
    napsal\\(a\\)|napsala?|napísal\\(a\\)|napísala?|je napisao/la|je napisala?|je napisao|piše
    a scris|írta|ezt írta|şunu yazdı|yazdı|tarihinde şunu yazdı|parašė|rakstīja|kirjutas
    έγραψε|כתב/ה|כתב|כתבה|كتب|đã viết|menulis|เขียนว่า|写道|寫道|님이 작성|님이 작성하였습니다
    さんは書きました|のメール|さんのコメント
""")

# Verbs in the middle: "Am … schrieb Anna <a@b>:", "Den … skrev Anna:".
WROTE_INSIDE = any_of("""
    schrieb|schreef|heeft|skrev|odesílatel|odosielateľ|schrieb am|wrote on|пользователь
    użytkownik|ezt írta|tarihinde|于|在|님이
""")

# First words of an attribution; a line above may belong to it.
LEADS = any_of("""
    on|at|in message|em|no dia|el|le|il giorno|il|am|op|den|på|dnia|w dniu|dne|dňa|a|la|în|pe
    ngày|vào|pada|с|dana|στις|ב-|في|在|el día|quoting|цитирование|citando|zitat von
""")

MONTHS = any_of("""
    jan|feb|mar|apr|may|jun|jul|aug|sep|oct|nov|dec
    янв|фев|мар|апр|мая|май|июн|июл|авг|сен|окт|ноя|дек
    fev|abr|mai|ago|set|out|dez|ene|dic|janv|févr|fevr|mars|avr|juin|juil|août|aout|déc
    gen|mag|giu|lug|ott|mär|maer|okt|mrt|mei|maj|sty|lut|kwi|cze|lip|sie|wrz|paź|lis|gru
    січ|лют|бер|кві|тра|чер|лип|сер|вер|жов|лис|гру
    студз|сак|крас|мая|ліп|жніў|верас|кастр|снеж
    oca|şub|nis|haz|tem|ağu|eyl|eki|kas|ara|ian|iun|iul|noi
    led|úno|bře|dub|kvě|čvn|čvc|srp|zář|říj|pro|helmi|tammi|maalis|huhti|touko|kesä|heinä
    elo|syys|loka|marras|joulu|márc|ápr|máj|jún|júl|szept
    ιαν|φεβ|μαρ|απρ|μαΐ|ιουν|ιουλ|αυγ|σεπ|οκτ|νοε|δεκ|thg
""")

# Keys of the header that Outlook and phones put above the older mail, by meaning.
HEADER_KEYS = {
    "from": """from|от|от кого|de|von|da|van|od|fra|från|lähettäjä|kimden|gönderen|від|expéditeur
        remetente|emisor|feladó|de la|expeditor|od koho|afzender|від кого|ад|από|מאת|寄件者|发件人
        寄件人
        差出人|보낸 사람|보낸사람|من|nadawca|absender|reply-to|reply to|ответить|mittente|từ
        送信者|送信元""",
    "date": """sent|date|отправлено|дата|data|enviado|enviado em|enviada em|enviado el|fecha
        gesendet|datum|envoyé|envoyé le|inviato|verzonden|wysłano|data wysłania|sendt|skickat|dato
        lähetetty|päivämäärä|gönderildi|gönderilme|tarih|надіслано|odesláno|odoslané|poslano|poslané
        elküldve|küldve|dátum|trimis|ημερομηνία|στάλθηκε|נשלח|תאריך|傳送日期|寄件日期|发送时间
        发送日期
        日期|时间|送信日時|日付|보낸 날짜|날짜|تاريخ|enviat|ngày|đã gửi|дата отправки|received
        sent at
        inviata|sent on""",
    "to": """to|кому|para|an|à|a|aan|do|til|till|vastaanottaja|kime|alıcı|destinataire|komu|pre
        destinatário|destinatario|címzett|către|προς|אל|收件者|收件人|宛先|받는 사람|받는사람|إلى
        para quem|empfänger|ontvanger|per|za|получатель|đến""",
    "cc": """cc|копия|cópia|copia|kopie|kopia|kopi|dw|copie|másolat|bilgi|cc\\(抄送\\)|抄送|副本
        참조|kopio|копія|c\\.c\\.|bcc|скрытая копия|cco""",
    "subject": """subject|тема|assunto|asunto|betreff|objet|oggetto|onderwerp|temat|emne|ämne
        aihe|konu|předmět|predmet|tárgy|subiect|θέμα|נושא|主旨|主题|件名|제목|الموضوع|titel|sujet
        assumpte|zadeva|naslov|tēma|тэма|chủ đề|objeto""",
    "other": """importance|важность|prioridade|prioridad|wichtigkeit|priorität|attachments
        вложения|anexos|anlagen|pièces jointes|allegati|organization|organisation|mailed-by
        signed-by
        reply-to|priority|priorité|categories""",
}

# "-----Original Message-----" and its kin.
ORIGINAL = any_of("""
    original message|reply message|original appointment|original email|quoted message
    исходное сообщение|исходное письмо|первоначальное сообщение|оригинальное сообщение
    оригинал сообщения|оригинальное письмо|предыдущее сообщение|ответное сообщение
    mensagem original|mensaje original|mensagem anterior|message d'origine|message original
    messaggio originale|ursprüngliche nachricht|ursprüngliche mail|original-nachricht
    antwort nachricht
    originalnachricht|oorspronkelijk bericht|oorspronkelijke bericht|origineel bericht
    wiadomość oryginalna|oryginalna wiadomość|wiadomość pierwotna|original meddelelse
    oprindelig meddelelse|opprinnelig melding|opprinnelig e-post|ursprungligt meddelande
    originalmeddelande|alkuperäinen viesti|původní zpráva|původní e-mail|pôvodná správa
    eredeti üzenet|mesaj original|mesajul original|orijinal mesaj|özgün ileti|izvorna poruka
    оригінальне повідомлення|початкове повідомлення|вихідне повідомлення|зыходнае паведамленне
    αρχικό μήνυμα|הודעה מקורית|原始邮件|原始郵件|原邮件|回复的原邮件|元のメッセージ|original
    원본 메시지|원본 메일|الرسالة الأصلية|thư gốc|missatge original|sporočilo|original-mail
""")

# What is forwarded is the customer's matter itself, and stays.
FORWARDED = any_of("""
    forwarded message|begin forwarded message|forwarded by .{1,60}|forwarded mail|fwd
    пересылаемое сообщение|пересланное сообщение|пересланное письмо|перенаправленное сообщение
    начало переадресованного сообщения|начало пересылаемого сообщения|конец пересылаемого сообщения
    mensagem encaminhada|mensagem reencaminhada|início da mensagem encaminhada
    início da mensagem reencaminhada|mensaje reenviado|inicio del mensaje reenviado
    message transféré|début du message transféré|début du message réexpédié|message réexpédié
    messaggio inoltrato|inizio messaggio inoltrato|weitergeleitete nachricht
    anfang der weitergeleiteten nachricht|beginn der weitergeleiteten nachricht
    doorgestuurd bericht|begin doorgestuurd bericht|wiadomość przekazana|przekazana wiadomość
    przekazana dalej wiadomość|początek przekazywanej wiadomości|videresendt melding
    videresendt meddelelse|vidarebefordrat meddelande|vidarebefordrat brev
    edelleenlähetetty viesti|välitetty viesti|přeposlaná zpráva|přesměrovaná zpráva
    preposlaná správa|továbbított üzenet|mesaj redirecționat|mesaj transmis mai departe
    iletilmiş mesaj|iletilen ileti|yönlendirilen ileti|переслане повідомлення
    перенаправлене повідомлення|пераслaнае паведамленне|转发的邮件|轉寄的郵件|转发邮件
    転送メッセージ|転送されたメッセージ|전달된 메시지|전달된 메일|προωθημένο μήνυμα|הודעה שהועברה
""")

FORWARD_SUBJECT = re.compile(
    r"\s*(?:fwd?|пересл|перес|enc|encaminhado|wg|tr|rv|i|vs|vb|doorst|pd|ilt|továbbítás|转发|"
    r"轉寄|轉發|전달|fw)\s*(?:\[\d+\])?\s*[:：]",
    re.IGNORECASE,
)

# The same between drawn signs only: "I see no reply above" is a person's sentence.
ABOVE_DRAWN = any_of("""
    (?:please )?reply above|(?:пожалуйста,? )?(?:введите|напишите) ответ выше|ответ выше
    responda acima|responder acima|respuesta arriba|antwort oberhalb|répondre au-dessus
""")

# Asks of help desks to write above a line.
ABOVE = any_of("""
    reply above this line|type your reply above|reply above the line|respond above this line
    write above this line|write your reply above
    ответ выше этой (?:линии|строки|черты)|ответ над этой (?:линией|строкой|чертой)
    пишите выше этой (?:линии|строки|черты)|отвечайте выше этой (?:линии|строки|черты)
    отвечайте над этой (?:линией|строкой)|введите ответ выше этой
    responda acima desta linha|resposta acima desta linha|escreva acima desta linha
    responda acima da linha|digite sua resposta acima|responda por encima de esta línea
    escriba su respuesta por encima|antworten sie oberhalb dieser zeile
    antwort oberhalb dieser linie|oberhalb dieser (?:zeile|linie)|au-dessus de cette ligne
    sopra questa riga|boven deze (?:lijn|regel)|powyżej tej linii|вище цієї (?:лінії|риски)
""")
