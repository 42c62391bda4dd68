"""What befell other help desks through their mail, each by the name of its advisory: it does not befall this one."""

import base64
import inspect
import logging
import socket

import pytest

from adapters.mail import compose, seals
from adapters.mail.addresses import folded
from adapters.mail.hypertext import plain
from adapters.mail.parse import letter
from bot import tokens
from bot.caps import IN_ALL_A_BURST, PER_DOMAIN_A_BURST
from bot.events import Acknowledged, Noted, Opened, Replied
from bot.people import NOBODY
from bot.ports import Kind, Post, Undeliverable
from bot.ticket import Status
from bot.tokens import Tokens
from bot.wording import for_requester
from storage.files import FileStore
from tests.adapters.mail.mails import mail
from tests.adapters.mail.poisons import POISONS
from tests.conftest import BOB, SETTINGS

KEYS = SETTINGS.reply_secrets
TOKEN = Tokens(KEYS).sign(1, "ann@example.org")
TO = f"support+{TOKEN}@desk.example"
CANARY = "CANARY-7f3a"


@pytest.fixture
def asked(take):
    """Ann's ticket, number 1."""
    return take(mail())


def facts(history, number, kind):
    return [fact for fact in history(number) if isinstance(fact, kind)]


def sent(desk, number=1, content=lambda file: b""):
    """The mail that the newest answer on a ticket is."""
    ticket = desk.show(number, BOB).ticket
    event = next(one for one in reversed(desk.history(number, BOB)) if isinstance(one.fact, Replied | Acknowledged))
    post = Post(1, "0b0e", ticket.origin, Kind.REQUESTER, event, ticket, 0, event.at, 1)
    return compose.mail(post, for_requester(event, ticket, SETTINGS), SETTINGS.mailboxes[0], SETTINGS, content)


# Who speaks on a ticket


def test_cve_2026_47123_ghsa_6r38_6mcf_2ww3_a_token_is_checked_and_not_only_made(asked, take):
    wrong = TOKEN[:-1] + ("a" if TOKEN[-1] != "a" else "b")

    assert take(mail(2, To=f"support+{wrong}@desk.example")).ticket == 2


@pytest.mark.parametrize(
    "old", ["support+1@desk.example", "support+a1@desk.example", "reply-1-0123456789abcdef@desk.example"]
)
def test_ghsa_8vm3_wwq4_ggfx_an_older_form_of_the_token_is_none(asked, take, old):
    assert take(mail(2, To=old)).ticket == 2


def test_ghsa_83xx_8c27_gq78_no_agent_speaks_by_mail_not_even_with_a_token(asked, take, history, desk):
    desk.reply(1, BOB, "Try now?")
    take(mail(2, "#close", From="Bob <bob@desk.example>", To=TO))

    assert history()[-1].third_party
    assert desk.show(1, BOB).ticket.status is Status.PENDING


def test_cve_2024_49193_who_is_in_cc_gets_neither_ticket_nor_history(asked, take, history, desk):
    take(mail(2, "Me too.", From="eve@example.net", Cc="ann@example.org", Subject="Re: VPN [#1]"))

    assert desk.show(1, BOB).ticket.requester == "mail:ann@example.org"
    assert CANARY not in str(facts(history, 2, Opened))
    assert facts(history, 1, Replied) == []


def test_ghsa_j49f_9g94_3wh4_a_number_in_the_subject_opens_no_ticket(asked, take):
    assert take(mail(2, "Close it.", From="eve@example.net", Subject="Re: [#1] VPN")).ticket == 2


@pytest.mark.parametrize("field", ["Reply-To", "Cc", "References", "To"])
def test_hackerone_498964_999765_1534465_a_confirmation_mail_is_nobodys_ticket(take, desk, field):
    take(
        mail(
            1,
            f"Your code is {CANARY}",
            From="no-reply@shop.example",
            **{field: "eve@example.net, support@desk.example"},
        )
    )

    assert desk.show(1, BOB).ticket.requester == NOBODY


# What we send


@pytest.mark.parametrize("senders", [1, 200])
def test_zendesk_2025_2026_waves_of_forged_mail_get_no_more_than_the_caps(take, history, senders):
    for number in range(1, 201):
        who = number % senders
        take(mail(number, CANARY, From=f"v{who}@d{who % 7}.example", Subject=CANARY))
    acks = [number for number in range(1, 201) if facts(history, number, Acknowledged)]

    assert len(acks) <= min(IN_ALL_A_BURST, 7 * PER_DOMAIN_A_BURST, 3 * senders)


def test_zendesk_2025_an_acknowledgement_holds_no_word_of_the_mail(take, desk):
    take(mail(1, CANARY, From=f"{CANARY} <ann@example.org>", Subject=CANARY))

    assert CANARY.encode() not in sent(desk)


BREAKS = ["\r\nBcc: e@x.example", "\nBcc: e@x.example", "\rBcc: e@x.example", "\0Bcc: e@x.example",
          "\x85Bcc: e@x.example", "\u2028Bcc: e@x.example"]  # fmt: skip


@pytest.mark.parametrize("broken", BREAKS)
def test_cve_2012_4730_cve_2013_3373_cve_2026_1299_no_subject_and_no_name_becomes_a_field(take, desk, broken):
    encoded = "=?utf-8?B?" + base64.b64encode(f"a{broken}".encode()).decode() + "?="
    take(mail(1, Subject=encoded, From=f"{encoded} <ann@example.org>"))
    desk.subject(1, BOB, f"b{broken}")
    desk.reply(1, BOB, "Try now?")

    assert letter(sent(desk)).subject.startswith("Re: b")
    assert b"\nBcc:" not in sent(desk)


@pytest.mark.parametrize(
    "field", ["X-RT-Command", "X-Zammad-Ticket-State", "X-Deskbell-Cut", "X-Deskbell-Loop", "X-Ticket"]
)
def test_cve_2023_41259_no_field_of_a_mail_gives_orders(take, desk, field):
    fate = take(mail(1, **{field: "closed; owner=eve; 99999"}))

    ticket = desk.show(1, BOB).ticket
    assert (fate.name, ticket.status, ticket.owner, ticket.queue) == ("ticketed", Status.NEW, None, "support")


@pytest.mark.parametrize("address", ["danger-$USER@x.example", "`id`@x.example", "$(id)@x.example"])
def test_cve_2011_4458_an_address_is_never_a_command(address):
    assert folded(address) in (address.lower(), "")


def test_cve_2025_32360_ghsa_9vx8_gx3p_9mh6_ghsa_3w38_h42v_3h6w_cve_2026_48812_no_note_is_in_any_mail(asked, desk):
    desk.note(1, BOB, CANARY)
    desk.reply(1, BOB, "Try now?")
    desk.resolve(1, BOB, note=CANARY)

    assert CANARY.encode() not in sent(desk)
    event = next(one for one in desk.history(1, BOB) if isinstance(one.fact, Noted))
    with pytest.raises(TypeError):
        for_requester(event, desk.show(1, BOB).ticket, SETTINGS)


@pytest.mark.parametrize("name", ["{0.__class__}", "{{7*7}}", "%(x)s", "{agent}", "{number}"])
def test_cve_2020_15140_cve_2020_15147_no_words_are_a_template(take, desk, name):
    take(mail(1, From=f'"{name}" <ann@example.org>', Subject=name))
    desk.reply(1, BOB, name)

    assert name in letter(sent(desk)).text


# What a mail holds

FIRES = "<img src=x onerror=alert(1)>"
SCRIPTS = [
    "<script>alert(1)</script>",
    FIRES,
    "<svg/onload=alert(1)>",
    "<a href='javascript:alert(1)'>x</a>",
    "<iframe src=data:text/html,x></iframe>",
    f"<math><mtext></p><style><!--</style><img title='-->{FIRES}'>",
    f"<noscript><style></noscript>{FIRES}</style>",
    f"<svg></p><style><a id='</style>{FIRES}'>",
]


@pytest.mark.parametrize("script", SCRIPTS)
def test_cve_2011_2083_cve_2020_1771_cve_2020_6802_6816_6817_cve_2021_23980_cve_2022_25802_html_is_read_not_run(script):
    words = plain(f"<p>Hi</p>{script}")

    assert words.startswith("Hi")
    assert "javascript:" not in words
    assert "<script" not in words


@pytest.mark.parametrize("script", SCRIPTS)
def test_cve_2021_3945_3950_3994_ghsa_jpq8_j69f_mj98_what_is_quoted_in_an_answer_is_escaped(asked, take, desk, script):
    take(mail(2, script, To=TO))
    desk.reply(1, BOB, script)

    assert script.encode() not in sent(desk).replace(b"=\r\n", b"").partition(b"text/html")[2]


PAGES = [
    "<img src=http://{host}/a.png>", "<link rel=stylesheet href=//{host}/a.css>", "<iframe src=http://{host}/></iframe>",
    "<style>@import url(http://{host}/a.css)</style>", "<img src=file://localhost/etc/passwd>",
    "<img src=cid:../../etc/passwd>",
    "<!DOCTYPE x [<!ENTITY e SYSTEM 'file://localhost/etc/passwd'>]>&e;", "<base href=http://{host}/><img src=a.png>",
]  # fmt: skip


@pytest.mark.parametrize("page", PAGES)
def test_cve_2026_22200_cve_2025_32358_ghsa_6w8v_qp43_vg2h_ghsa_22wf_848c_c856_nothing_is_opened(page):
    with socket.create_server(("127.0.0.1", 0)) as server:
        server.setblocking(False)
        seen = page.replace("{host}", f"127.0.0.1:{server.getsockname()[1]}")
        read = letter(f"From: ann@example.org\r\nContent-Type: text/html\r\n\r\n{seen}<p>Hi</p>".encode())

        with pytest.raises(BlockingIOError):  # nobody came
            server.accept()
    assert "root:" not in read.text


NAMES = ["../../x.txt", "C:\\x.txt", "a\0b.txt", "\u202egnp.exe", "a" * 300 + ".txt", "CON", "..", "/etc/passwd"]


@pytest.mark.parametrize("name", NAMES)
def test_cve_2024_32491_cve_2024_33668_cve_2026_63765_ghsa_27vp_fpg8_j8wv_a_file_is_data_under_its_hash(tmp_path, name):
    store = FileStore(tmp_path / "files")
    raw = f'From: a@b.example\r\nContent-Type: text/csv; name="{name}"\r\n\r\nx'.encode("utf-8", "replace")
    [file] = letter(raw).attachments
    store.put(file.name, file.content, file.content_type)

    assert all(part not in file.name for part in ("/", "\\", "\0", "\u202e"))
    assert len(file.name) <= 120
    assert [one for one in tmp_path.rglob("*") if name in one.name] == []


@pytest.mark.parametrize("name", ["P9", "P10", "P11", "P12", "P14", "P18"])
def test_cve_2026_48187_cve_2014_9472_cpython_75630_103800_a_bomb_is_a_letter(name):
    assert all(letter(raw).message_id for raw in POISONS[name])


@pytest.mark.parametrize(
    "source",
    ["ann@example.org, eve@example.net", "ann@example.org(<eve@example.net>", '"ann@example.org" <eve@example.net>',
     "<ann@example.org> <eve@example.net>", "ann@example.org <eve@example.net>", "x: ann@example.org;, e@x.example"],
)  # fmt: skip
def test_cve_2023_27043_an_ambiguous_sender_is_never_the_requester(asked, take, history, desk, source):
    desk.reply(1, BOB, "Try now?")
    take(mail(2, "It works.", From=source, To=TO))

    assert desk.show(1, BOB).ticket.status is Status.PENDING


def test_cve_2017_17688_17689_what_is_encrypted_is_opened_by_nobody_and_joined_with_nothing():
    read = letter(POISONS["P29"][2])

    assert "http://x/" not in read.text
    assert "BEGIN PGP MESSAGE" in read.text


# Tokens


def test_cve_2021_38562_cve_2021_34337_cve_2026_45294_cve_2020_26034_tokens_are_compared_in_constant_time():
    assert "compare_digest" in inspect.getsource(tokens.Tokens.holds)
    assert "compare_digest" in inspect.getsource(seals)


def test_cve_2026_27637_cve_2017_5619_a_token_has_128_bits_and_a_key_of_its_own():
    other = Tokens((("a", replace_key()),)).sign(1, "ann@example.org")

    assert len(TOKEN.partition(".")[2]) * 5 >= 128
    assert other != TOKEN


def replace_key():
    return type(KEYS[0][1])("MDEyMzQ1Njc4OWFiY2RlZjAxMjM0NTY3ODlhYmNkZWc=")


# Out of sight


def test_secrets_in_logs_no_token_and_no_word_of_a_mail_is_logged(asked, take, caplog):
    caplog.set_level(logging.DEBUG)
    take(mail(2, CANARY, To=TO))

    assert CANARY not in caplog.text
    assert TOKEN not in caplog.text


def test_mail_bombs_nothing_is_sent_to_an_address_of_ours(take, desk):
    take(mail(1, From="support@desk.example"))
    desk.reply(1, BOB, "Try now?")

    with pytest.raises(Undeliverable):
        sent(desk)


@pytest.mark.parametrize("raw", [*POISONS["P30"], b"From: a@b.example\r\n\r\n" + b"On " * 5_000 + b"wrote:"])
def test_talon_168_email_reply_parser_65_crisp_39_itop_mail_to_ticket_246_long_lines_end_in_a_letter(raw):
    read = letter(raw)

    assert sorted(filter(None, f"{read.reply}\n{read.quoted}".split("\n"))) == sorted(
        filter(None, read.text.split("\n"))
    )


def test_cve_2026_41075_what_a_mail_says_is_bound_and_never_part_of_a_query(take, desk):
    words = "'); DROP TABLE ticket; --"
    take(mail(1, words, Subject=words, Message_ID=f"<{words.replace(' ', '')}@x>", In_Reply_To="<' OR '1'='1>"))

    assert desk.show(1, BOB).ticket.subject == words
