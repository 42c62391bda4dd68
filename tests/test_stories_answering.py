"""Answers that nobody regrets: what changed meanwhile is said, what is for the agents alone is stopped, once."""

from dataclasses import replace

import pytest

from adapters import verbs
from adapters.calls import Call
from bot import events as e
from bot.book import Book
from bot.delivery import Delivery, posted, told
from bot.doubts import Care
from bot.errors import AgentsOnly, NoSuchTicket, Refused
from bot.moments import plain
from bot.people import DESK
from bot.ports import Mark, Undeliverable
from tests.conftest import ANN, BEN, BOB, CLEO, MAX, SETTINGS, SUE

NOTE = "She always forgets her password and then she shouts at whoever picks up the phone."


@pytest.fixture
def number(desk):
    return desk.open(
        ANN, "VPN is down", "Nothing loads since the update this morning, says @Bob.", "support", ANN.place
    ).number


@pytest.fixture
def say(desk, clock):
    def run(verb, by, number, care=None, source=None, **values):
        more = {"care": care} if care else {}
        return verbs.run(desk, SETTINGS, Call(verb, by, clock(), number, values, source=source, **more))

    return run


def version(desk, number):
    return desk.show(number, BOB).ticket.version


def answers(desk, number):
    return [event.fact.text for event in desk.history(number, BOB) if type(event.fact).__name__ == "Replied"]


def kept(said, label):
    return next(one for one in said.buttons if one.label == label).rest.removeprefix("--kept ")


def test_what_happened_since_the_form_was_opened_is_said_and_the_text_is_kept(desk, say, number):
    seen = version(desk, number)
    desk.note(number, CLEO, "Looking into it.")
    desk.reply(number, CLEO, "It is the router.")
    desk.close(number, SUE, "fixed")
    desk.reopen(number, SUE)
    said = say("reply", BOB, number, Care(seen), text="Restart it.")
    assert said.is_refused
    assert said.text == (
        "Not sent yet. Cleo left a note, Cleo answered and Sue closed this ticket after you opened this form."
    )
    assert answers(desk, number) == ["It is the router."]
    say("send", BOB, number, kept=kept(said, "Send anyway"))
    assert answers(desk, number) == ["It is the router.", "Restart it."]


def test_what_one_did_oneself_meanwhile_is_no_surprise(desk, say, number):
    seen = version(desk, number)
    desk.note(number, BOB, "Looking into it.")
    desk.claim(number, CLEO)
    assert not say("reply", BOB, number, Care(seen), text="Restart it.").is_refused


def test_an_answer_that_was_taken_back_overtakes_nobody(desk, number):
    seen = version(desk, number)
    desk.reply(number, CLEO, "It is the router.")
    desk.undo(number, CLEO)
    desk.reply(number, BOB, "Restart it.", care=Care(seen))
    assert answers(desk, number)[-1] == "Restart it."


@pytest.mark.parametrize(
    ("text", "told"),
    [
        ("Ask <@UBOB> about it.", "It mentions <@UBOB>."),
        ("Ask <@&118> or <#C0ROOM>.", "It mentions <@&118> and <#C0ROOM>."),
        ("cleo? I mean @cleo knows.", "It mentions @Cleo."),
        ("See https://desk.slack.com/archives/C0ROOM/p1719?x=1", "It links to the agents' room"),
        ("See https://discord.com/channels/1/100/42 there", "It links to the agents' room"),
        (
            "You see, she always forgets her password and then she SHOUTS at us.",
            "It repeats a note of Cleo: “she always",
        ),
    ],
)
def test_what_is_for_the_agents_alone_does_not_leave_by_accident(desk, say, number, text, told):
    desk.note(number, CLEO, NOTE)
    said = say("reply", BOB, number, text=text)
    assert said.text.startswith(f"Not sent yet. {told}")
    assert [one.label for one in said.buttons] == ["Send anyway", "Edit", "Cancel"]
    assert answers(desk, number) == []
    say("send", BOB, number, kept=kept(said, "Send anyway"))
    assert answers(desk, number) == [text]


@pytest.mark.parametrize(
    "text",
    [
        "Nothing loads since the update this morning, says @Bob.",  # the requester's own words
        "Write to cleo@example.org, or to support@cleo.example.",
        "See https://discord.com/channels/1/200/42, where you asked.",
        "She always forgets her password.",  # five words are chance
        "Dear @Ann, it works again.",
        "See https://example.org/archives/C0ROOM.",
    ],
)
def test_no_alarm_for_what_the_requester_may_read(desk, say, number, text):
    desk.note(number, CLEO, f"{NOTE} Nothing loads since the update this morning, says @Bob.")
    assert not say("reply", BOB, number, text=text).is_refused


OWED = "この会社は三ヶ月も料金を払っていないので、返金はしないでください。"
LATE = "该客户已经三个月没有付款了，先不要退款。"
DEAD = "このServer は VPN の設定 error で、もう直せないと思います。"
KOREAN = "이 고객은 항상 비밀번호를 잊어버리고 우리에게 소리를 지릅니다 조심하세요"


@pytest.mark.parametrize(
    ("note", "text", "told"),
    [
        (OWED, "恐れ入りますが、三ヶ月も料金を払っていないので返金はできません。", "三ヶ月も料金を払って"),
        (LATE, "您好！\n该客户已经三个月\n没有付款了。", "该客户已经三个月没有付款"),
        (DEAD, "VPN の設定 error で、もう直せないと思います。", "vpn の設定 error で"),
        (DEAD, "ＶＰＮの設定Ｅｒｒｏｒで、もう直せないと思います。", "vpn の設定 error で"),
        (KOREAN, "이 고객은 항상 비밀번호를 잊어버리고 우리에게 소리를 지릅니다.", "이 고객은"),
        (NOTE, "我们知道 she always forgets her password and then she 对吗？", "she always"),
    ],
    ids=("Japanese", "Chinese over lines", "mixed", "wide letters", "Korean", "English within Chinese"),
)
def test_what_stands_without_blanks_does_not_leave_by_accident_either(desk, say, number, note, text, told):
    desk.note(number, CLEO, note)
    said = say("reply", BOB, number, text=text)
    assert said.text.startswith("Not sent yet. It repeats a note of Cleo: “")
    assert told in said.text


@pytest.mark.parametrize(
    "text",
    [
        "お問い合わせいただき、ありがとうございます。料金の件、確認いたします。",
        "返金は三日以内に行われます。よろしくお願いいたします。",
        "三ヶ月ごとに料金をお支払いください。",
        "您好，退款将在三个月内完成，感谢您的耐心等待。",
        "尊敬的客户，您的付款已经收到。",
        "Server の設定を直しました。VPN をもう一度お試しください。",
        "비밀번호를 다시 설정해 주세요. 감사합니다.",
        "The password is new. Pick up the phone if she forgets it.",
    ],
)
def test_ordinary_answers_about_the_same_matter_raise_no_alarm(desk, say, number, text):
    for note in (OWED, LATE, DEAD, KOREAN, NOTE):
        desk.note(number, CLEO, note)
    assert not say("reply", BOB, number, text=text).is_refused


def test_a_colleague_named_within_a_sentence_without_blanks_is_a_mention(desk, say, number):
    desk.note(number, replace(CLEO, name="田中"), "Looking into it.")
    assert "mentions @田中" in say("reply", BOB, number, text="担当の@田中さんに聞きます。").text
    assert not say("reply", BOB, number, text="田中です。tanaka@田中.example へどうぞ。").is_refused


def test_whom_a_message_mentions_is_known_to_the_wire_and_warned_of(say, number):
    said = say("reply", BOB, number, Care(called=("@Dora",)), text="Dora, I mean @Dora, has it.")
    assert said.text == "Not sent yet. It mentions @Dora."


def test_what_was_answered_before_may_be_said_again(desk, say, number):
    desk.reply(number, CLEO, NOTE)
    desk.note(number, CLEO, f"I told her: {NOTE}")
    assert not say("reply", BOB, number, text=f"As we said: {NOTE}").is_refused


def test_a_note_that_is_itself_sent_is_what_was_chosen(desk, say, number):
    desk.note(number, BOB, NOTE, source="slack:C0ROOM/1.1/1.2")
    assert not say("reply", BOB, number, text=NOTE, source="slack:C0ROOM/1.1/1.2/outbox_tray").is_refused
    assert answers(desk, number) == [NOTE]


def test_what_was_stopped_once_is_sent_once_however_often_it_is_pressed(desk, say, number):
    desk.note(number, CLEO, NOTE)
    for _ in range(2):
        said = say("reply", BOB, number, source="slack:C0ROOM/1.1/1.2/outbox_tray", text=NOTE)
        assert said.is_refused
    say("send", BOB, number, kept=kept(said, "Send anyway"))
    with pytest.raises(Refused, match="sent already"):
        say("send", BOB, number, kept=kept(said, "Send anyway"))
    say("reply", BOB, number, source="slack:C0ROOM/1.1/1.2/outbox_tray", text=NOTE)
    assert answers(desk, number) == [NOTE]


def test_another_s_kept_text_is_nobody_else_s_to_read_or_send(desk, say, number):
    desk.note(number, CLEO, NOTE)
    one = kept(say("reply", BOB, number, text=NOTE), "Edit")
    assert desk.drafts.words(number, BOB.place, int(one)) == NOTE
    assert desk.drafts.words(number, CLEO.place, int(one)) == ""
    with pytest.raises(NoSuchTicket):
        say("send", MAX, number, kept=one)


def test_an_edited_answer_keeps_what_it_was_made_of(desk, say, number):
    desk.note(number, CLEO, NOTE)
    one = kept(say("reply", BOB, number, text=NOTE, source="slack:C0ROOM/1.1/1.2/outbox_tray"), "Edit")
    say("reply", BOB, number, text="All is well.", kept=one)
    assert [event.source for event in desk.history(number, BOB)][-1] == "slack:C0ROOM/1.1/1.2/outbox_tray"


def test_who_writes_an_answer_is_said_to_who_begins_one_too(desk, clock, number):
    assert desk.drafts.begin(number, BOB).others == ()
    clock.forward(minutes=3)
    [bob] = desk.drafts.begin(number, CLEO).others
    assert (bob.name, bob.since_at) == ("Bob", clock.forward(minutes=-3))


def test_the_card_says_who_writes_until_it_is_sent_left_or_forgotten(desk, wire, carry, clock, number):
    def drawn():
        clock.forward(seconds=5)
        desk.drafts.forget()
        carry()
        return [one.name for one in wire.slack.cards[-1].writing] if wire.slack.cards else []

    carry()
    before = len(desk.history(number, BOB))
    for who, end in (
        (BOB, lambda: desk.drafts.leave(number, BOB.place)),
        (CLEO, lambda: clock.forward(minutes=11)),
        (BOB, lambda: desk.reply(number, BOB, "It is up.")),
    ):
        desk.drafts.begin(number, who)
        assert drawn() == [who.name]
        end()
        assert drawn() == []
    assert len(desk.history(number, BOB)) == before + 1  # the answer alone: writing is no history


def test_who_leaves_a_form_of_a_ticket_that_was_merged_meanwhile_writes_no_more(desk, store, clock, number):
    desk.drafts.begin(number, BOB)
    other = desk.open(MAX, "VPN", "Down.", "support", MAX.place).number
    desk.ties.merge(number, CLEO, other)
    desk.drafts.begin(number, CLEO)  # of the one that it went into
    for who in (BOB, CLEO):
        desk.drafts.leave(number, who.place)
    with store.transaction() as tx:
        assert [tx.drafting.writing(one, clock()) for one in (number, other)] == [(), ()]


@pytest.mark.parametrize(("by", "why"), [(ANN, AgentsOnly), (MAX, NoSuchTicket), (BEN, NoSuchTicket)])
def test_only_who_may_answer_is_told_what_an_answer_gives_away(desk, number, by, why):
    desk.note(number, CLEO, NOTE)
    with pytest.raises(why):
        desk.drafts.doubts(number, by, NOTE, Care(1))
    assert desk.drafts.doubts(number, BOB, NOTE, Care(1))[1]


def test_no_stranger_is_told_who_writes(desk, number):
    with pytest.raises(NoSuchTicket):
        desk.drafts.begin(number, MAX)


def test_the_card_tells_how_the_answer_fares_at_each_of_its_places(desk, store, wire, carry, clock, number):
    def drawn():
        for _ in range(2):  # the mail, and then the card that tells of it
            carry()
            clock.forward(seconds=5)
        return [(one.place, one.state.value, one.reason) for one in wire.slack.cards[-1].deliveries]

    carry()
    desk.circle.watch(number, BOB, "cc", address="dave@example.org")
    desk.reply(number, BOB, "It is up.")
    wire.mail.errors = [Undeliverable("no such mailbox")]
    assert drawn() == [(ANN.place, "dead", "no such mailbox"), ("mail:dave@example.org", "sent", "")]
    desk.retry(number, BOB)
    assert drawn()[0] == (ANN.place, "sent", "")
    with store.transaction() as tx:
        reply = next(event.id for event in tx.tickets.history(number) if isinstance(event.fact, e.Replied))
        book = Book(SETTINGS, clock)
        ticket = tx.tickets.get(number)
        ticket = book.write(tx, ticket, DESK, e.Reported("delivered", "", place=ANN.place, reply=reply))
        book.write(tx, ticket, DESK, e.Reported("failed", "", place="mail:dave@example.org", reply=reply))
    assert drawn() == [(ANN.place, "delivered", ""), ("mail:dave@example.org", "bounced", "")]


def test_a_report_about_an_older_answer_says_nothing_of_the_newest():
    posts = [posted(ANN.place, "sent", "")]
    assert told(posts, 7, [e.Reported("delivered", "", reply=3)])[0].state == "sent"
    assert told(posts, 7, [e.Reported("delivered", "")])[0].state == "delivered"
    assert told(posts, 7, [e.Bounced("full", "", place=ANN.place, reply=7)])[0] == Delivery(
        ANN.place, "bounced", "full"
    )


def test_an_answer_in_a_chat_is_delivered_when_it_stands_there():
    assert [posted(place, "sent", "").state for place in ("slack:@UANN", "discord:@1", ANN.place)] == [
        "delivered", "delivered", "sent",
    ]  # fmt: skip


def test_an_answer_to_several_is_marked_as_delivered_when_all_of_them_have_it(desk, wire, carry, number):
    carry()
    desk.circle.watch(number, BOB, "cc", address="dave@example.org")
    desk.reply(number, BOB, "It is up.")
    wire.mail.errors = [Undeliverable("no such mailbox")]
    carry()
    assert [post.mark for post in wire.slack.posts if post.mark] == [Mark.FAILED]
    desk.retry(number, BOB)
    carry()
    assert [post.mark for post in wire.slack.posts if post.mark] == [Mark.FAILED, Mark.DELIVERED]


def test_an_answer_to_a_ticket_that_was_merged_meanwhile_is_asked_about_once(desk, say, number):
    other = desk.open(ANN, "VPN again", "Still nothing.", "support", ANN.place).number
    seen = version(desk, other)
    desk.ties.merge(other, CLEO, number)
    said = say("reply", BOB, other, Care(seen), text="Restart it.")
    assert said.text.startswith(f"Not sent yet. #{other} went to #{number} after you opened this form")
    say("send", BOB, other, kept=kept(said, "Send anyway"))
    assert answers(desk, number) == ["Restart it."]
    assert desk.drafts.begin(other, BOB).ticket.number == number


def test_show_tells_how_the_answer_fares_and_who_writes(desk, carry, say, number):
    desk.reply(number, BOB, "It is up.")
    carry()
    desk.drafts.begin(number, CLEO)
    shown = plain(say("show", SUE, number).text)
    assert "✅ The newest answer was sent to ann@example.org\nCleo has been writing an answer since 2026-06-01" in shown
    assert "since 2026-06-01 12:00 UTC." in shown
