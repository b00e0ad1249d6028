"""Words that end a letter, and lines that programs add below it."""

from __future__ import annotations

import re

from whydesk.mail.phrases import any_of

_NAME = r"(?:[\s,.!\-–—]+(?P<name>[^\W\d_][\w.'’\-]*(?:\s[^\W\d_][\w.'’\-]*){0,3}))?"

# Closings that say nothing but goodbye.
_FORMAL = any_of("""
    (?:with )?(?:my |our |many |very )?(?:best|kind|kindest|warm|warmest|sincere|personal) regards
    (?:best|kind|warm) regards and thanks|with (?:kind|best|warm) regards|regards|rgds|brgds|br
    (?:with )?best wishes|(?:yours|very) (?:sincerely|truly|faithfully)|sincerely(?: yours)?|yours
    (?:many )?(?:thanks|thank you) (?:and|&) (?:best |kind )?regards|thanks/regards|respectfully
    cheers|best|all the best|kind greetings|warmly|cordially|have a (?:nice|great|good) day
    (?:с|c) (?:большим |глубоким |наилучшим |искренним )?уважением(?: и .{3,40})?|с ув
    с наилучшими(?: пожеланиями)?|с (?:лучшими |добрыми )?пожеланиями|с приветом
    всего (?:доброго|хорошего)
    всего наилучшего|с (?:теплом|любовью)|хорошего (?:дня|вечера)|искренне ваша?|с почтением
    уважением|с у(?:в|важ)\\.|з повагою|з найкращими побажаннями|з павагай
    atenciosamente|atte|att|at\\.te|cordialmente|respeitosamente|(?:um )?(?:grande |forte )?abraços?
    saudações(?: cordiais)?|melhores cumprimentos|(?:com os )?(?:meus )?(?:melhores )?cumprimentos
    sds|bjs|beijos|sem mais(?: para o momento)?|desde já agradeço|tenha um bom dia
    saludos(?: cordiales)?|un (?:cordial )?saludo|atentamente|un abrazo|cordiales saludos
    mit (?:freundlichen|besten|lieben|herzlichen) gr(?:üßen|uessen|üssen|uß|uss)|mfg|lg|vg
    (?:beste|liebe|viele|schöne|freundliche|herzliche)n? gr(?:üße|uesse|üsse|uß|uss)|gruß|grüße
    hochachtungsvoll|(?:bien )?cordialement|(?:sincères |meilleures )?salutations(?: distinguées)?
    bien à vous|bonne journée|cordiali saluti|distinti saluti|saluti|un saluto|cordialità
    met vriendelijke groet(?:en)?|vriendelijke groet(?:en)?|hartelijke groet(?:en)?|groeten
    groetjes|mvg
    z poważaniem|z powazaniem|pozdrawiam(?: serdecznie)?|serdecznie pozdrawiam|pozdrowienia
    med venlig(?:e)? hilsen(?:er)?|(?:venlig |bedste )?hilsen|mvh|kh|vennlig hilsen|bedste hilsner
    med vänlig(?:a)? hälsning(?:ar)?|(?:vänliga |bästa )?hälsningar|ystävällisin terveisin|terveisin
    s pozdravem|s úctou|s pozdravom|üdvözlettel|tisztelettel|cu stimă|cu respect|toate cele bune
    saygılarımla|saygılarımızla|iyi çalışmalar|sevgiler|με εκτίμηση|בברכה
    よろしくお願い(?:いた)?します
    此致|敬礼|祝好|감사합니다|lugupidamisega|ar cieņu|pagarbiai
""")

# Thanks are words to us, unless a visiting card hangs below them.
_THANKS = any_of("""
    (?:many |best )?thanks(?: a lot| so much| in advance| again)?
    thank you(?: very much| so much| in advance)?
    thx|tks|ty|grat[oa]|(?:заранее )?(?:большое )?спасибо(?: большое| заранее)?
    (?:заранее )?благодарю
    с благодарностью|заранее благодарен|заранее благодарна|дякую
    (?:muito )?obrigad[oa](?: desde já)?
    (?:muchas )?gracias|(?:vielen )?dank|danke|merci(?: d'avance)?|grazie(?: mille)?|bedankt|dank u
    dziękuję|děkuji|děkujeme|tak|tack|kiitos|teşekkürler|mulțumesc|köszönöm
""")

FORMAL = re.compile(rf"[-–—~*]{{0,2}}\s?{_FORMAL}\s?[,.!;:)*]*{_NAME}[\s,.!*]*$", re.IGNORECASE)
THANKS = re.compile(rf"{_THANKS}[\s,.!)]*$", re.IGNORECASE)

_DEVICES = any_of("""
    (?:i?phone|ipad|ipod|android|galaxy|samsung|huawei|xiaomi|redmi|nokia|blackberry|htc|sony|lg|pixel)
    (?:mobile|phone|smartphone|device|tablet|cell|outlook|yahoo|gmail|mail|mailbox|windows|inbox)
    (?:aol|hotmail|proton|protonmail|airmail|spark|mailspring|thunderbird|my|front|superhuman|tutanota)
    (?:почт\\w*|мобильн\\w*|телефон\\w*|устройств\\w*|смартфон\\w*|планшет\\w*|айфон\\w*|яндекс\\w*|mail\\.ru)
    (?:мое\\w*|моё\\w*|мого|celular|telemóvel|dispositivo|aparelho|smartphone|aplicativo|correio)
    (?:móvil|teléfono|mobilgerät|handy|portable|mobiel|telefoon|telefon\\w*|dispositivo|tablet)
    (?:ipad\\w*|iphon\\w*|ti-\\d+|verizon|t-mobile|at&t|vodafone|desk)
""")
_SENT = any_of("""
    sent (?:from|via|with|by|using)|from my|get outlook for|download outlook|sent on the go from
    отправлено (?:с|со|из|через|при помощи|с помощью|от)|послано (?:с|из)|письмо отправлено (?:с|из)
    надіслано (?:з|із|зі|від)|enviado (?:d[oea]s?|através d[oea]|via|pel[oa]|desde|a partir)
    enviada d[oea]
    obter o outlook para|obtenha o outlook para|obtener outlook para|mensagem enviada d[oea]
    envoyé (?:de|depuis|avec|à partir)|télécharger outlook|von meinem|gesendet (?:von|mit|aus|über)
    diese nachricht wurde von|outlook für|holen sie sich outlook|inviato (?:da|dal|con)
    scarica outlook
    ottieni outlook per|verzonden (?:vanaf|met|via)|verstuurd (?:vanaf|met)|wysłane? (?:z|ze)
    wysłano (?:z|ze)
    pobierz outlooka|sendt fra|skickat från|från min|hent outlook til|lähetetty|odesláno z
    odoslané z
    küldve|trimis (?:de pe|din|cu)|скачать outlook
    получить outlook|从我的|發自我的|发自我的|從我的|나의|iphoneから送信|内の|nosūtīts no|saadetud
""")
_WHOLE = any_of("""
    get outlook for .{2,60}|sent from .{1,30} for (?:ios|android|windows|mac).{0,40}
    .{0,40}outlook (?:für|para|pour|per|voor|для|на) (?:ios|android|mac)\\b.{0,60}
    sent (?:via|from) (?:the |my )?samsung .{1,60}|\\S{2,30} gönderildi|\\w{2,20} from mobile
    sent from my .{1,30}excuse .{1,40}|sent via mobile.{0,20}|sent from a phone.{0,5}
    (?:发自|發自|从|從)我的.{1,40}
    .{1,30}から送信|.{1,30}에서 보냄|von meinem .{1,40} gesendet\\.?
    diese nachricht wurde von .{1,60} gesendet\\.?
""")
SENT_FROM = re.compile(
    rf"[<(\[*_\-–—\s]{{0,4}}(?:{_SENT}\s?[^,.;!?]{{0,40}}(?:{_DEVICES})[^,;!?]{{0,50}}|{_WHOLE})"
    r"[>)\]*_\s]{0,4}$",
    re.IGNORECASE,
)

_CONFIDENTIAL = any_of("""
    confidential|privileged|confidencia\\w+|sigilos\\w+|конфиденциальн\\w+|vertraulich\\w*
    confidentiel\\w*|riservat\\w+|vertrouwelijk\\w*|poufn\\w+|конфіденційн\\w+|gizli\\w*
""")
_THIS_MESSAGE = any_of("""
    (?:this|the) (?:e-?mail|message|communication|information|transmission|content\\w*)
    (?:данное|настоящее|это|эта) (?:сообщение|письмо|электронн\\w+ (?:сообщение|письмо|почта))
    (?:esta|este|o|a|el) (?:mensagem|mensaje|correo|e-?mail|comunica\\w+)
    diese (?:nachricht|e-?mail)
    (?:ce|le) (?:message|courriel|courrier|mail)|questo (?:messaggio|e-?mail)
    (?:deze|dit) (?:e-?mail|bericht)|ta wiadomość
""")
_DISCLAIMERS = any_of(r"""
    (?:confidentiality|legal|privacy|privileged|confidential) (?:notice|disclaimer)\b
    important (?:notice|information):
    disclaimer\s*[:*]|caution\s*:\s*this|aviso (?:legal|de confidencialidade|de confidencialidad)
    (?:уведомление|соглашение) о конфиденциальности
    информация,? содержащаяся в (?:данном|этом|настоящем)
    (?:please )?(?:consider|think of) the environment|antes de imprimir|не печатайте
    перед тем,? как (?:рас)?печатать|avant d'imprimer
    bitte (?:denken|prüfen) sie .{0,60}(?:umwelt|drucken|ausdrucken)
    if you (?:are not|have received) .{0,40}(?:intended recipient|in error)
""")
DISCLAIMER = re.compile(rf"[*_\s]{{0,4}}{_DISCLAIMERS}", re.IGNORECASE)
# A customer may well write "this message is confidential"; lawyers go on.
SECRECY = re.compile(rf"[*_\s]{{0,4}}{_THIS_MESSAGE}.{{0,400}}{_CONFIDENTIAL}", re.IGNORECASE)
LEGALESE = re.compile(
    r"attachment|privilege|recipient|addressee|intended|in error|anexos|privilegiad|destinat|"
    r"por engano|вложени|приложени|адресат|получател|по ошибке|anhänge|empfänger|irrtümlich|"
    r"pièces jointes|allegat|bijlage|odbiorc|załącznik|вкладенн|одержувач",
    re.IGNORECASE,
)
_FOOTERS = any_of(r"""
    you (?:are receiving|received) .{0,60}(?:because|group|list)
    you are (?:currently )?subscribed to
    to unsubscribe (?:from|go|visit|send|click|,)|(?:[\w.\-]+ )?mailing list\b|virus-free
    to (?:stop|view|post|respond|reply) .{0,60}(?:group|visit|list|discussion|online)
    (?:без вирусов|не содержит вирусов|livre de vírus|virenfrei|libre de virus|sans virus)\b
    this (?:e-?mail|message) has been (?:checked|scanned)|sent through the\b
    это (?:сообщение|письмо) (?:проверено|свободно)|reply to this email directly|view it on github
    este (?:e-?mail|correo) (?:foi|ha sido) (?:verificado|escaneado|comprobado)
    diese e-?mail wurde .{0,20}(?:viren|avast)
""")
FOOTER = re.compile(rf"[*_\s]{{0,4}}{_FOOTERS}", re.IGNORECASE)
