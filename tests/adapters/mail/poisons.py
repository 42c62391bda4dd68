"""The list of mails made to break a reader, P1 to P30: whole mails, as a mailbox holds them."""

from adapters.mail.parse import CUT

FROM = b"From: ann@example.org\r\nTo: support@desk.example\r\nSubject: poison\r\n"
TYPE = FROM + b"Content-Type: "
MIXED = TYPE + b"multipart/mixed; boundary=b\r\n\r\n"
TEXT = FROM + b"\r\n"
ENCODED = b" =?utf-8?b?w6TDtsO8?=" * 32_000


def _deep(depth):
    heads = "".join(
        f"Content-Type: multipart/mixed; boundary=b{n}\r\n\r\n--b{n}\r\n" for n in range(depth)
    )  # fmt: skip
    return FROM + heads.encode() + b"\r\ndeep\r\n"


def _bytes(text, charset="utf-8"):
    return text.encode(charset)


POISONS = {
    "P1": [b""],
    "P2": [b"\r\nHi"],
    "P3": [FROM + b"X: \0\0\r\n\r\na\0b" + b"\0" * 100_000],
    "P4": [b"From: \xff\xfe <\x80@\x81>\r\n\r\nHi"],
    "P5": [TEXT + b"no Message-ID"],
    "P6": [FROM + b"Message-ID: <6@x>\r\n\r\none", FROM + b"Message-ID: <6@x>\r\n\r\nanother"],
    "P7": [b"From: a@x.example\r\nFrom: b@x.example\r\n\r\ntwo"],
    "P8": [b"From: " + b"(" * 500 + b"\r\n\r\nHi"],
    "P9": [b"From: ann@example.org\r\nTo: " + b", ".join(b"p%d@x.example" % n for n in range(64_000)) + b"\r\n\r\nHi"],
    "P10": [b"From: ann@example.org\r\nSubject:" + ENCODED + b"\r\n\r\nHi"],
    "P11": [_deep(depth) for depth in (50, 100, 400, 2_000, 10_000)],
    "P12": [MIXED + b"--b\r\n\r\nx\r\n" * 100_000],
    "P13": [MIXED + b"".join(b"--b%d\r\n" % number for number in range(50_000))],
    "P14": [
        TYPE + b"text/plain; charset=klingon\r\n\r\nHi",
        TYPE + b"text/plain; charset=utf-32le\r\n\r\n" + _bytes("Hi", "utf-32le"),
        TYPE + b"text/plain; charset=utf-7\r\n\r\n+ADw-b+AD4-",
    ],
    "P15": [TYPE + b"text/plain\r\nContent-Transfer-Encoding: base64\r\n\r\nSG%k=!"],
    "P16": [TEXT + b"begin 644 a\r\n#0V%T\r\n`\r\nend\r\n", TEXT + b"=ybegin line=128 size=3 name=a\r\n)*+\r\n=yend"],
    "P17": [TYPE + b"application/ms-tnef; name=winmail.dat\r\n\r\nx\x9f>\x22"],
    "P18": [FROM + b"Content-Type: message/rfc822\r\n\r\n" + b"Content-Type: message/rfc822\r\n\r\n" * 100],
    "P19": [
        TYPE + b"message/partial; id=1\r\n\r\nSubject: x\r\n\r\nHi",
        TYPE + b'message/external-body; access-type=local-file; name="/etc/passwd"\r\n\r\n\r\n',
    ],
    "P20": [TEXT + b"x" * 20_000_000],
    "P21": [b"%s: 50000000\r\n" % CUT.encode() + TEXT],  # what the intake fetches of one so large
    "P22": [TYPE + b"application/zip; name=a.zip\r\nContent-Transfer-Encoding: base64\r\n\r\n" + b"UEsDBBQA" * 100_000],
    "P23": [TYPE + b"text/html\r\n\r\n<svg onload=x><script>x</script></svg><p>Hi</p>"],
    "P24": [_bytes("From: A\u202ebc\u200b \u0430pple <a@x.example>\r\n\r\nHi")],
    "P25": [b"Authentication-Results: mx.example; dmarc=pass\r\n" + TEXT + b"believe me"],
    "P26": [b"X-Deskbell-Loop: a.aaaaaaaaaaaaaaaaaaaaaaaaaa\r\n" + TEXT + b"no loop"],
    "P27": [
        b"From: MAILER-DAEMON@mx.example\r\nReturn-Path: <>\r\nContent-Type: multipart/report; "
        b"report-type=delivery-status; boundary=b\r\n\r\n--b\r\n\r\nbounced\r\n--b\r\n"
        b"Content-Type: message/rfc822\r\n\r\n"
        b"From: MAILER-DAEMON@desk.example\r\nReturn-Path: <>\r\nSubject: Undelivered\r\n\r\nof a bounce\r\n--b--"
    ],
    "P28": [TYPE + b"text/calendar; method=REPLY\r\n\r\nBEGIN:VEVENT\r\nSUMMARY:Lunch\r\nEND:VEVENT"],
    "P29": [
        TYPE + b"multipart/encrypted; protocol=application/pgp-encrypted; boundary=b\r\n\r\n--b\r\n"
        b"Content-Type: application/octet-stream\r\n\r\n-----BEGIN PGP MESSAGE-----\r\n--b--",
        TYPE + b"application/pkcs7-mime; smime-type=enveloped-data; name=smime.p7m\r\n\r\nMIA",
        TYPE + b'multipart/mixed; boundary=b\r\n\r\n--b\r\nContent-Type: text/html\r\n\r\n<img src="http://x/\r\n--b\r\n'
        b"Content-Type: text/plain\r\n\r\n-----BEGIN PGP MESSAGE-----\r\n--b--",
    ],
    "P30": [TEXT + b"on x at y wrote " * 12_500, TEXT + b"> " * 100_000, TEXT + b"-- \r\n" * 40_000],
}  # fmt: skip
