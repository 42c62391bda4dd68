"""Whose word counts on who a sender is: our provider's, above all that strangers wrote, and the worse of two."""

import pytest

from adapters.mail.addresses import sender
from adapters.mail.authentication import authentication
from adapters.mail.headers import Headers
from adapters.mail.parse import letter

OURS = ("mx.provider.example",)
INSIDE = "Received: from store.provider.example by in.provider.example; x"
BORDER = "Received: from far.example ([192.0.2.1]) by mx.provider.example with ESMTPS; x"
FAR = "Received: from laptop by far.example; x"
FROM = "From: Ann <ann@example.org>"


def says(result, server="mx.provider.example", domain="example.org"):
    return f"Authentication-Results: {server}; dmarc={result} header.from={domain}"


def judged(*lines, trusted=OURS):
    headers = Headers.of("\r\n".join((*lines, "", "Hi")).encode())
    return authentication(headers, sender(headers), trusted)


def verdict(*lines, trusted=OURS):
    return judged(*lines, FROM, trusted=trusted).verdict


@pytest.mark.parametrize(
    ("result", "wanted"), [("pass", "pass"), ("fail", "fail"), ("none", "gray"), ("temperror", "gray")]
)
def test_our_providers_verdict_is_ours(result, wanted):
    assert verdict(BORDER, says(result)) == wanted
    assert verdict(says(result), BORDER) == wanted
    assert verdict(INSIDE, BORDER, says(result), FAR) == wanted


def test_its_name_is_compared_without_case_and_the_last_dot():
    assert verdict(BORDER, says("pass", "MX.Provider.Example")) == "pass"
    assert verdict(BORDER, says("pass"), trusted=("mx.provider.example.",)) == "pass"


def test_where_nobody_is_trusted_everything_is_gray():
    assert verdict(BORDER, says("pass"), trusted=()) == "gray"


@pytest.mark.parametrize("forged", [says("pass", "evil.example"), says("pass", "mx.provider.example.evil.example"),
                                    "Authentication-Results: dmarc=pass", "Authentication-Results: "])  # fmt: skip
def test_another_servers_word_is_only_text(forged):
    assert verdict(BORDER, forged) == "gray"


def test_what_stands_below_a_strangers_line_is_the_strangers():
    assert verdict(BORDER, FAR, says("pass")) == "gray"
    assert verdict(BORDER, "Received: from x by mx.provider.example; forged", says("pass")) == "gray"
    assert verdict(FAR, says("pass")) == "gray"


def test_of_two_verdicts_the_worse_counts():
    assert verdict(BORDER, says("fail"), says("pass")) == "fail"
    assert verdict(BORDER, says("pass"), says("none")) == "gray"


def test_a_verdict_on_another_domain_says_nothing_of_this_one():
    assert verdict(BORDER, says("pass", domain="evil.example")) == "gray"


def test_two_fields_may_share_the_work():
    spf = "Authentication-Results: mx.provider.example; spf=pass smtp.mailfrom=ann@example.org"

    assert verdict(BORDER, spf, says("pass")) == "pass"


@pytest.mark.parametrize(
    "broken", ["; dmarc=", "; dmarc=pass (", '; dmarc="', "; ((((((", " 1; dmarc=pass header.from"]
)
def test_a_field_that_is_not_by_the_book_is_no_pass(broken):
    assert verdict(BORDER, f"Authentication-Results: mx.provider.example{broken}") in ("gray", "pass")
    assert verdict(BORDER, says("fail"), f"Authentication-Results: mx.provider.example{broken}") == "fail"


def test_why_is_told():
    assert judged(BORDER, says("fail"), FROM).why == "mx.provider.example says dmarc=fail"


def test_a_mail_that_its_domain_disowns_is_a_humans_and_gets_no_answer():
    read = letter("\r\n".join((BORDER, says("fail"), FROM, "", "Hi")).encode(), OURS)

    assert (read.verdict.rule, read.verdict.silence) == (10, "its sender's domain disowns it")
    assert read.authentication.verdict == "fail"
