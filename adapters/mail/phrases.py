"""What programs write to people, in the languages they write: patterns, one line a language where that can be."""

import re


def _any(*alternatives: str) -> re.Pattern[str]:
    return re.compile("|".join(alternatives), re.IGNORECASE)


# how the subject of a returned mail begins, behind "Warning:" and the like
RETURNED = re.compile(
    r"(?:\W*(?:warning|error|notice|postmaster|avis|hinweis|aviso|spam)\W+)?\W*(?:"
    + "|".join((
        r"undeliver|non-?deliver|not deliver|unable to deliver|permanent delivery|email delivery",
        r"delivery[ -](?:status|failure|failed|report|notification|has failed|problem|delayed|incomplete)",
        r"(?:mail|message) (?:delivery|fail|error|system error|status|delayed|undeliverable)",
        r"(?:mail|message) (?:you sent|not delivered|could not)",
        r"(?:your )?message .{0,60}(?:delayed|not be delivered)|delayed mail|could not send message",
        r"failed mail|failure notice|returned mail|returned to sender|processing error|postmaster notify",
        r"automatically rejected mail|rejected[ :]|user unknown",
        r"unzustellbar|nicht zu(?:stellbar|gestellt)|zustell(?:ung|fehler|bericht)|mail konnte nicht",
        r"non remis|non distribu|échec|avis de non|message non|courrier non|remise retardée|retour de courrier",
        r"no se (?:puede|pudo|ha podido) entregar|(?:mensaje |correo )?no entregado|devuelto|error de entrega",
        r"non recapitabile|impossibile recapitare|mancato recapito|consegna (?:non|fallita)|messaggio non",
        r"não (?:foi )?(?:possível|entregue|entregável)|não é possível|falha na entrega|devolvid|mensagem não",
        r"onbestelbaar|niet (?:bezorgd|bestelbaar|afgeleverd)|kan niet worden|bezorging mislukt|aflevering",
        r"kan (?:ikke|inte|ej) lever|ej leverer|kunde inte lever|kunne ikke lever|ikke lever|leveran?sfel|olevererbar",
        r"toimitus epäonnistui|viestiä ei voi|ei voida toimittaa|ei toimitettu",
        r"niedostarcz|nie (?:można|udało się|dostarczono)|zwrot wiadomości|błąd dostarcz",
        r"nedoručiteln|nedoručen|nelze doručit|chyba doručení",
        r"недостав|не доставлен|не удалось доставить|невозможно доставить|ошибка доставки|не вдалося доставити",
        r"配信不能|配信でき|配送不能|送信できま|エラーメール|未配信|返送",
        r"退信|无法(?:投递|送达)|未送达|投递失败|無法(?:投遞|傳遞)|傳遞狀態|未傳遞",
        r"반송|배달 ?(?:실패|불가|되지)|전송 ?실패|iletilemedi|teslim edilemedi|gönderilemedi",
    ))
    + ")",
    re.IGNORECASE,
)  # fmt: skip
FAILED = _any(
    r"\b(?:could|can|was|were|is|has|have|be|been)[ \t\n]{0,9}(?:not|n.t)[ \t\n]{1,9}"
    r"(?:be[ \t\n]{1,9}|been[ \t\n]{1,9})?(?:sent|deliver|reach)",
    r"undeliver|(?:un|not |n.t )able to (?:deliver|send|relay)|deliver\w{0,5}[^.]{0,60}fail",
    r"fail\w{0,3} (?:to )?deliver|fail\w{0,4} recipient",
    r"permanent (?:fatal )?error|fatal (?:delivery )?error|returned to sender|returning (?:message|mail)",
    r"user (?:unknown|not found)|unknown (?:user|host|recipient|address)|failed address|yet to be delivered",
    r"not (?:be )?delivered|rejected your|did not reach|bounced|mailbox (?:is )?full|over quota",
    r"no such (?:user|mailbox|recipient)",
    r"(?:message|mail)[^.]{0,40}(?:rejected|blocked|refused)|malformed address|incorrectly constructed",
    r"still being retried|delivery attempt|giving up|delivery problems?\b|unrecoverable error|\(failed:|deferred:",
    r"error (?:has )?occurred while (?:trying|attempting) to deliver|not (?:yet )?received your (?:message|mail)",
    r"(?:nicht|kann nicht) zugestellt|nicht zustell|unzustellbar|zustellung[^.]{0,40}(?:fehl|nicht)",
    r"n['’](?:a pas (?:pu )?|est pas )(?:être |été |etre )?(?:remis|distribu|délivr|delivr|envoy)|non remis",
    r"échec de la remise",
    r"impossible de (?:remettre|livrer|distribuer)|pas pu être (?:remis|distribu|délivr|livr)",
    r"no (?:se )?(?:ha )?(?:podido|pudo|puede) (?:ser )?(?:entrega|envia)|no entregad|no ha sido entregad",
    r"non (?:è stato )?(?:possibile )?(?:consegna|recapita)|impossibile (?:consegnare|recapitare|inviare)",
    r"não (?:foi |pôde |pode )(?:ser )?(?:possível )?entreg|falha na entrega|não foi entregue",
    r"niet (?:worden )?(?:bezorgd|afgeleverd|verzonden)|onbestelbaar|inte (?:levereras|skickas)|ikke (?:blive )?lever",
    r"ei voitu toimittaa|toimitus epäonnistui|ei voida toimittaa",
    r"nie (?:można|udało się|została)[^.]{0,20}dostarcz|nelze doručit|nebyla doručena|nepodařilo se doručit",
    r"не (?:может быть|был[оа]?|удалось)[^.]{0,30}достав|недоставл|не доставлен|не вдалося доставити",
    r"配信でき|配送でき|送信できません|届けられません|配信不能|お届けできません",
    r"无法(?:投递|送达|发送)|退回|未能送达|投递失败|無法(?:投遞|傳遞|送達)",
    r"전송되지|배달되지|전송할 수|반송|iletilemedi|teslim edilemedi|gönderilemedi",
)
LATE = _any(
    r"\b(?:has been delayed|is delayed|message delayed|delayed mail|not yet been delivered|still being retried)",
    r"\bwill (?:keep trying|continue|be retried|retry|try (?:again|to deliver))|attempts will continue",
    r"delivery delayed|continue to (?:be made|try)|warning message only|transient non-fatal",
    r"do(?:es)? not need to resend",
    r"could not send message for past",
    r"\((?:delay|delayed)\)|(?:delivery|mail) delay(?:ed)?\b",
    r"wird weiterhin versucht|verzögert|retardée?\b|demorad[oa]|retrasad|ritardat|atrasad|vertraagd|försenad|forsinket",
    r"viivästy|opóźnion|zpožděn|задерж|затрим|遅延|延迟|延遲|지연|gecikti",
)
FINAL = _any(
    r"permanent|giv(?:en|ing) up|too long|no further attempts|will not be (?:re)?tried|expired",
    r"nicht mehr versucht|définiti(?:f|ve)\b",
)
AWAY = (  # how the subject of an automatic answer begins
    "automatic reply", "auto reply", "auto-reply", "autoreply", "automatic response", "auto response", "autoresponse",
    "automated reply", "automated response", "auto: re:", "auto: aw:", "ooo:", "ooo re:", "out of office",
    "out-of-office", "out of the office", "i am out of", "i'm out of", "i am away", "away from the office",
    "away from my mail",
    "vacation reply", "on vacation", "abwesenheits", "abwesenheit:", "abwesend:", "ich bin nicht im",
    "automatische antwort", "automatisch antwoord", "afwezig", "afwezigheid",
    "réponse automatique", "[réponse automatique]", "reponse automatique", "absence du bureau", "absent du bureau",
    "absent:", "absent :", "message d'absence", "message d’absence", "respuesta automática",
    "respuesta automatica", "fuera de la oficina", "fuera de oficina", "ausente:", "resposta automàtica",
    "risposta automatica", "fuori ufficio", "fuori sede", "assenza:", "assente:", "resposta automática",
    "resposta automatica", "ausência temporária", "ausência:", "fora do escritório", "autosvar", "automatiskt svar",
    "automatisk svar", "frånvaro", "frånvarande", "fravær", "fraværende", "ikke til stede", "ikke på kontoret",
    "poissa", "automaattinen vastaus", "autom. vastaus", "odpowiedź automatyczna", "automatyczna odpowiedź",
    "autoodpowiedź", "nieobecność", "poza biurem", "automatická odpověď", "mimo kancelář", "automatická odpoveď",
    "автоответ", "автоматический ответ", "нет на работе", "вне офиса", "автоматична відповідь",
    "автоматичен отговор", "automatikus válasz", "házon kívül", "răspuns automat",
    "αυτόματη απάντηση", "automatski odgovor", "samodejni odgovor", "automaatvastus", "automatinis atsakymas",
    "automātiskā atbilde", "otomatik yanıt", "otomatik cevap", "ofis dışında", "自動応答", "自動返信", "不在通知",
    "不在のお知らせ", "自动回复", "自动答复", "自動回覆", "자동 회신", "자동 응답", "부재중",
    "부재 중", "תשובה אוטומטית", "מענה אוטומטי", "رد تلقائي", "الرد التلقائي", "پاسخ خودکار",
    "trả lời tự động", "ตอบกลับอัตโนมัติ", "balasan otomatis", "jawapan automatik",
)  # fmt: skip
