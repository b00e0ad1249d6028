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
    cheers|all the best|kind greetings|warmly|cordially|have a (?:nice|great|good) day
    (?:с|c) (?:большим |глубоким |наилучшим |искренним )?уважением(?: и .{3,40})?|с ув
    с наилучшими(?: пожеланиями)?|с (?:лучшими |добрыми )?пожеланиями|с приветом|всего (?:доброго|хорошего)
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
    met vriendelijke groeten?|vriendelijke groeten?|hartelijke groeten?|groeten|groetjes|mvg
    z poważaniem|z powazaniem|pozdrawiam(?: serdecznie)?|serdecznie pozdrawiam|pozdrowienia
    med venlig(?:e)? hilsen(?:er)?|(?:venlig |bedste )?hilsen|mvh|kh|vennlig hilsen|bedste hilsner
    med vänlig(?:a)? hälsning(?:ar)?|(?:vänliga |bästa )?hälsningar|ystävällisin terveisin|terveisin
    s pozdravem|s úctou|s pozdravom|üdvözlettel|tisztelettel|cu stimă|cu respect|toate cele bune
    saygılarımla|saygılarımızla|iyi çalışmalar|sevgiler|με εκτίμηση|בברכה|よろしくお願い(?:いた)?します
    此致|敬礼|祝好|감사합니다|lugupidamisega|ar cieņu|pagarbiai
""")

# Thanks are words to us, unless a visiting card hangs below them.
_THANKS = any_of("""
    (?:many |best )?thanks(?: a lot| so much| in advance| again)?|thank you(?: very much| so much| in advance)?
    thx|tks|ty|best|(?:заранее )?(?:большое )?спасибо(?: большое| заранее)?|(?:заранее )?благодарю
    с благодарностью|заранее благодарен|заранее благодарна|дякую|(?:muito )?obrigad[oa](?: desde já)?
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
    (?:ipadi?\\w*|iphone\\w*|ti-\\d+|verizon|t-mobile|at&t|vodafone|desk)
""")
_SENT = any_of("""
    sent (?:from|via|with|by|using)|from my|get outlook for|download outlook|sent on the go from
    отправлено (?:с|со|из|через|при помощи|с помощью|от)|послано (?:с|из)|письмо отправлено (?:с|из)
    надіслано (?:з|із|зі|від)|enviado (?:d[oea]s?|através d[oea]|via|pel[oa]|desde|a partir)|enviada d[oea]
    obter o outlook para|obtenha o outlook para|obtener outlook para|mensagem enviada d[oea]
    envoyé (?:de|depuis|avec|à partir)|télécharger outlook|von meinem|gesendet (?:von|mit|aus|über)
    diese nachricht wurde von|outlook für|holen sie sich outlook|inviato (?:da|dal|con)|scarica outlook
    ottieni outlook per|verzonden (?:vanaf|met|via)|verstuurd (?:vanaf|met)|wysłane? (?:z|ze)|wysłano (?:z|ze)
    pobierz outlooka|sendt fra|skickat från|från min|hent outlook til|lähetetty|odesláno z|odoslané z
    küldve|trimis (?:de pe|din|cu)|(?:i?phone|ipad|telefon)(?:'?u?m?dan|umdan) gönderildi|скачать outlook
    получить outlook|从我的|發自我的|发自我的|從我的|나의|iphoneから送信|内の|nosūtīts no|saadetud
""")
SENT_FROM = re.compile(
    rf"[<(\[*_\-–—\s]{{0,4}}(?:{_SENT}\s?[^,.;!?]{{0,40}}(?:{_DEVICES})[^,;!?]{{0,50}}"
    r"|get outlook for .{2,60}|sent from .{1,30} for (?:ios|android|windows|mac).{0,40}"
    r"|.{0,40}outlook (?:für|para|pour|per|voor|для|на) (?:ios|android|mac)\b.{0,60}"
    r"|\w{2,20} from mobile|sent via mobile.{0,20}|sent from a phone.{0,5}"
    r"|(?:发自|發自|从|從)我的.{1,40}|.{1,30}から送信|.{1,30}에서 보냄"
    r"|diese nachricht wurde von .{1,60} gesendet\.?|von meinem .{1,40} gesendet\.?)[>)\]*_\s]{0,4}$",
    re.IGNORECASE,
)

_CONFIDENTIAL = any_of("""
    confidential|privileged|confidencia\\w+|sigilos\\w+|конфиденциальн\\w+|vertraulich\\w*
    confidentiel\\w*|riservat\\w+|vertrouwelijk\\w*|poufn\\w+|конфіденційн\\w+|gizli\\w*
""")
DISCLAIMER = re.compile(
    r"[*_\s]{0,4}(?:"
    rf"(?:this|the|данное|настоящее|это|эта|esta|este|o|a|diese|ce|le|questo|deze|ta) "
    rf"(?:e-?mail|message|communication|information|transmission|content\w*|сообщение|письмо|"
    rf"электронн\w+ (?:сообщение|письмо|почта)|mensagem|mensaje|correo|comunica\w+|nachricht|"
    rf"courriel|courrier|messaggio|bericht|wiadomość).{{0,400}}{_CONFIDENTIAL}"
    r"|(?:confidentiality|legal|privacy|privileged|confidential|important) (?:notice|note|disclaimer|"
    r"information)\b|disclaimer\s*[:*]|caution\s*:\s*this|aviso (?:legal|de confidencialidade|de confidencialidad)"
    r"|(?:уведомление|соглашение) о конфиденциальности|информация,? содержащаяся в (?:данном|этом|настоящем)"
    r"|(?:please )?(?:consider|think of) the environment|antes de imprimir|не печатайте|перед тем,? как (?:рас)?печатать"
    r"|avant d'imprimer|bitte (?:denken|prüfen) sie .{0,60}(?:umwelt|drucken|ausdrucken)"
    r"|if you (?:are not|have received) .{0,40}(?:intended recipient|in error))",
    re.IGNORECASE,
)
FOOTER = re.compile(
    r"[*_\s]{0,4}(?:you (?:are receiving|received|are subscribed to|are currently subscribed).{0,60}"
    r"(?:because|message|group|mail|list)|to unsubscribe (?:from|go|visit|send|click|,)"
    r"|to (?:stop|view|post|respond|reply) .{0,60}(?:group|visit|list|discussion|online)"
    r"|(?:[\w.\-]+ )?mailing list\b|virus-free|(?:без вирусов|не содержит вирусов|livre de vírus|virenfrei|"
    r"libre de virus|sans virus)\b|this (?:e-?mail|message) has been (?:checked|scanned)"
    r"|это (?:сообщение|письмо) (?:проверено|свободно)|este (?:e-?mail|correo) (?:foi|ha sido) "
    r"(?:verificado|escaneado|comprobado)|diese e-?mail wurde .{0,20}(?:viren|avast)"
    r"|(?:reply to this email directly|view it on github)|sent through the )",
    re.IGNORECASE,
)
