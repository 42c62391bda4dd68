"""Named leases: one holder, a fence for each, a value that only the newest may change."""

from datetime import timedelta

HALF = timedelta(seconds=30)


def take(store, clock, owner):
    with store.transaction() as tx:
        return tx.leases.take("mailbox:support", owner, clock(), clock() + HALF)


def test_a_lease_has_one_holder_at_a_time(store, clock):
    assert (take(store, clock, "a"), take(store, clock, "b")) == (1, None)


def test_renewing_keeps_the_fence_and_a_new_holder_raises_it(store, clock):
    assert take(store, clock, "a") == 1
    clock.forward(seconds=20)
    assert take(store, clock, "a") == 1
    clock.forward(seconds=30)
    assert (take(store, clock, "b"), take(store, clock, "a")) == (2, None)


def test_a_lease_given_back_is_free_at_once(store, clock):
    take(store, clock, "a")
    with store.transaction() as tx:
        tx.leases.drop("mailbox:support", "b")  # not its holder
    assert take(store, clock, "b") is None
    with store.transaction() as tx:
        tx.leases.drop("mailbox:support", "a")
    assert take(store, clock, "b") == 2


def test_a_value_is_kept_until_a_newer_fence_writes(store, clock):
    old = take(store, clock, "a")
    with store.transaction() as tx:
        assert (tx.leases.value("mailbox:support"), tx.leases.keep("mailbox:support", "7", old)) == ("", True)
    clock.forward(minutes=1)
    new = take(store, clock, "b")

    with store.transaction() as tx:
        assert not tx.leases.keep("mailbox:support", "8", old)
        assert tx.leases.value("mailbox:support") == "7"
        assert tx.leases.keep("mailbox:support", "9", new)
        assert tx.leases.value("mailbox:support") == "9"


def test_a_value_needs_no_holder(store):
    with store.transaction() as tx:
        assert tx.leases.value("starts") == ""
        assert tx.leases.keep("starts", "1")
        assert tx.leases.value("starts") == "1"
