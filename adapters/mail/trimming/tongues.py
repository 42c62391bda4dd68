"""The words that mail programs put around quotes, forwards and signatures, in the tongues they speak.

Each is the alternatives of a pattern, a language or two a line.
"""


def _either(words: str) -> str:
    return "|".join(line.strip() for line in words.strip().splitlines())


WROTE = _either(r"""
    wrote|writes
    schrieb(?:en)?|schreibt|hat .{0,100}geschrieben
    a\s+écrit|écrivait|a\s+ecrit
    escribi[óo]|ha\s+escrito|va\s+escriure|ha\s+escrit
    escreveu
    ha\s+scritto|scrisse
    schreef|heeft .{0,100}geschreven
    skrev|skreiv
    kirjoitti|kirjutas
    napisała?|napisał\(a\)|pisze|nadesłała?|nadesłał\(a\)|wiadomość napisana przez
    napsala?|napsal\(a\)|píše|napísala?|napísal\(a\)
    написала?|написал\(а\)|пишет|писала?
    написав(?:ла)?|написав\(ла\)|пише|написа
    napisao(?:\s+je)?|napisala\s+je|je\s+napisala?
    napisal[ao]?|је\s+написао(?:/ла)?|је\s+написала|missatge\s+de
    yazdı|írta|a\s+scris|έγραψε|rašė|rakstīja|đã\s+viết|menulis|เขียนว่า|ने\s+लिखा
    כתבה?|كتب|نوشت
    さん(?:は|が)?書きました|書きました|のメール
    写道|寫道|写到
    (?:님이|님께서)?\s*작성|작성했습니다|작성하였습니다
""")
QUOTING = _either("""
    quoting|zitat von|citando|citação|citát|citaat|citerar|citat från|en réponse à
""")
FROM = _either(r"""
    from|von|absender|de|expéditeur|remitente|remetente|da|mittente|van|afzender
    från|avsändare|fra|avsender|afsender|lähettäjä|od|nadawca|odesílatel|от|от кого|від
    šalje|pošiljatelj|saatja|nuo|no|จาก|प्रेषक|שולח
    kimden|gönderen|feladó|de la|από|dari|từ|מאת|من|差出人|送信者|发件人|寄件者|寄件人|보낸\s?사람|보낸이
""")
DATE = _either(r"""
    sent|date|received|gesendet(?: am)?|datum|empfangen|envoyé(?: le| par)?|date d'envoi|message du
    enviad[oa]s?(?: el| em)?|fecha|data|data de envio|inviato(?: il)?|verzonden|verstuurd|skickat|sendt|dato
    lähetetty|päivämäärä|päiväys|wysłan[eo]|data wysłania|odesláno|отправлено|дата|надіслано
    gönderilme tarihi|gönderme tarihi|gönderildi|gönderilen|tarih|(?:el)?küldve|dátum|trimis|στάλθηκε|ημερομηνία
    dikirim|tanggal|đã gửi|נשלח|תאריך|تاريخ|تم الإرسال|enviat(?: el)?|odoslané|poslano|послато|изпратено|saadetud
    saatmisaeg|kuupäev|išsiųsta|data|nosūtīts|datums|ส่ง|วันที่|भेजा गया|दिनांक
    送信日時|日時|日付|发送时间|发送日期|寄件日期|日期|時間|时间|보낸\s?날짜|날짜|보낸시간
""")
TO = _either(r"""
    to|an|empfänger|à|a|pour|destinataires?|para|destinatario|destinatário|aan|til|till|vastaanottaja|do|komu|кому
    prima|za|adressaat|kam|per a|до|ถึง|प्राप्तकर्ता
    kime|alıcı|címzett|către|προς|kepada|đến|אל|إلى|宛先|收件人|收件者|받는\s?사람|받는이
""")
SUBJECT = _either("""
    subject|betreff|objet|sujet|asunto|assunto|oggetto|onderwerp|ämne|emne|aihe|temat|předmět|predmet|тема
    zadeva|teema|tema|tēma|относно|เรื่อง|विषय
    konu|tárgy|subiect|θέμα|subjek|perihal|chủ đề|נושא|الموضوع|件名|主题|主旨|標題|标题|제목
""")
OTHER = _either("""
    b?cc|cci|cco|kopie|kopia|kopi|kopio|copie à|copie|copia|копия|копія|u?dw|másolat|bilgi|抄送|副本|참조|κοιν
    reply-to|antwort an|répondre à|responder a|importance|priority|wichtigkeit|priorität|prioritet
    attachments?|anlagen?|pièces? jointes?|organi[sz]ation|bijlagen?|bilagor|添付ファイル|附件
""")
ORIGINAL = _either("""
    original (?:message|mail|email|appointment)|reply message|reply separator|[\\w ,]{0,50}(?:above|below) this line
    urspr(?:ü|ue)ngliche (?:nachricht|e-?mail|mail)|original-?nachricht
    message d['’]origine|(?:message|mail|courriel) (?:original|initial)
    mensaje original|mensagem original|messaggio original\\w*|oorspronkelijk bericht|origineel bericht
    ursprungligt meddelande|oprindelig (?:meddelelse|besked|mail)|opprinnelig melding|alkuperäinen viesti
    oryginalna wiadomość|wiadomość oryginalna|původní (?:zpráva|e-?mail)|pôvodná správa
    исходное сообщение|оригинальное сообщение|вихідне повідомлення|оригінальне повідомлення
    eredeti üzenet|mesaj(?:ul)? original|orijinal (?:mesaj|ileti)|özgün ileti|αρχικό μήνυμα|pesan asli
    元のメッセージ|回复的原邮件|原始邮件|原始郵件|原始信件|原邮件|원본 메시지|원본 메일|원래 메시지
""")
PASSED_ON = _either("""
    (?:begin |start )?forwarded (?:message|mail|email)|(?:anfang der )?weitergeleitete[rn]? (?:nachricht|e-?mail|mail)
    (?:début du )?message (?:transféré|réexpédié)|(?:inicio del )?mensaje reenviado
    (?:início da )?mensagem (?:encaminhada|reencaminhada)|(?:inizio )?(?:del )?messaggio inoltrato
    (?:begin )?doorgestuurd bericht|vidarebefordra(?:t|de) (?:meddelande|brev)
    videresendt (?:melding|besked|meddelelse|mail)|välitetty viesti
    wiadomość przekazana|przekazana wiadomość|wiadomość przesłana dalej|přeposlaná zpráva|preposlaná správa
    (?:пересылаемое|пересланное) сообщение|переслане повідомлення|továbbított (?:üzenet|levél)
    (?:iletilmiş|yönlendirilmiş|iletilen) (?:mesaj|ileti|e-posta)|προωθημένο μήνυμα|mesaj redirecționat
    転送メッセージ|転送されたメッセージ|以下、転送メール|転送元メール
    转发的?邮件|轉寄的?郵件|转发邮件信息|轉寄訊息|전달된? (?:메일|메시지)
""")
FORWARDED = "fwd?|wg|tr|rv|vb|vl|i|enc|pd|doorst|fs|转发|轉寄|転送|전달"  # before the colon of a subject
CLOSING = _either("""
    (?:(?:kind|best|warm|many|with)[ \\w]{0,12} )?regards|best(?: wishes)?|sincerely(?: yours)?|cheers
    yours (?:sincerely|faithfully|truly)|(?:many )?thanks(?: (?:and|&) regards)?|thank you
    mit freundlichen gr(?:ü|ue)(?:ß|ss)en|gru(?:ß|ss)|mfg|vg|lg
    (?:viele|beste|liebe|freundliche|herzliche|schöne) gr(?:ü|ue)(?:ß|ss)e
    (?:bien )?cordialement|bien à vous|(?:sincères )?salutations|bonne journée
    (?:un )?(?:cordial )?saludos?(?: cordiales)?|atentamente|cordialmente
    atenciosamente|att|abraços?|(?:com os melhores )?cumprimentos|(?:cordiali |distinti )?saluti
    met vriendelijke groet(?:en)?|(?:vriendelijke |hartelijke )?groet(?:en|jes)?|mvg
    (?:med )?(?:vänliga?|bästa) hälsning(?:ar)?|(?:med )?(?:venlig |vennlig |bedste |beste )?hilsen|mvh
    ystävällisin terveisin|terveisin|z poważaniem|z powazaniem|pozdrawiam(?: serdecznie)?|s pozdravem
    с уважением|з повагою|saygılarımla|iyi çalışmalar|üdvözlettel
""")
SECRET = _either("""
    confidential|privileged|vertraulich|confidentiel|confidencial|riservat|vertrouwelijk|konfidentiell|fortrolig
    luottamuksell|poufn|důvěrn|конфиденциальн|конфіденційн|gizli|機密|秘密|保密|기밀
""")
MISSENT = _either("""
    intended|recipient|received this|in error|irrtümlich|bestimmt|empfänger|destinat|par erreur|por error|por engano
    per errore|ontvanger|bestemd|mottagare|modtager|mottaker|vastaanottaj|adresat|odbiorc|příjemc|адресат|alıcı
    受信者|宛先|收件人|수신
""")
SENT = _either(r"""
    (?:sent|written) (?:from|with|via|by|using)
    gesendet (?:von|vom|mit|über|aus)|diese nachricht wurde (?:von|mit)
    envoyé (?:depuis|à partir de|avec|via|de)
    enviad[oa] (?:desde|con|a partir d[oea]|através d[oea]|pel[oa]|d[oea]|via)
    inviato (?:da|dal|dalla|con|tramite)|ver(?:zonden|stuurd) (?:vanaf|vanuit|via|met)
    skickat (?:från|med|via)|sendt (?:fra|via|med)|lähetetty
    wysłan[eoa] (?:za pomocą|ze?)|odesláno (?:pomocí|ze?)|odoslané ze?
    отправлено (?:с|со|из|через)|надіслано (?:з|із|через)|trimis (?:de pe|din|cu)|στάλθηκε από
""")
SENT_BY = _either(r"""
    von meinem .{1,40} gesendet|az? .{1,20} küldve|από το .{1,15} μου|.{1,25}d[ae]n gönderildi
    .{0,25}(?:から送信(?:されました)?|에서 보냄|에서 보냈습니다|で送信)
    (?:发自|發自|傳送自|來自).{1,30}|[从從].{1,25}(?:发送|傳送|發送|寄出)
""")
MINE = _either(r"""
    my|mein\w*|einem|mon|ma|mi|meu|minha|mio|mia|mijn|min|mitt?|mina|moj\w+|m[eé]ho|мо(?:его|ей|ём|го|єї)
""")
PROGRAMS = _either(r"""
    i(?:phon|pad|pod|os|cloud)|android|galaxy|samsung|huawei|xiaomi|pixel|nokia|blackberry|windows|t-mobile|verizon
    phone|telefon|téléphone|handy|mobil|мобил|мобіл|tablet|puhelim|手机|手機|휴대|スマ|携帯
    mail|post|poczt|почт|пошт|邮|郵|메일|メール|outlook|yahoo|gmx|web\.de|aol|app\b|k-9|spark|superhuman|thunderbird
""")
GET = _either("""
    get|obtenir|télécharge[rz]|obtener|obtenga|descargar|obter|baixar|ottieni|scarica|hämta|hent|last ned|hanki|lataa
    pobierz|získat|získejte|stáhnout|скачать|получить|завантажити|获取|下载|取得|下載
""")
GOT = "beziehen|herunterladen|downloaden|を入手|다운로드|받기|edinin|letöltése"  # the same, at the end
