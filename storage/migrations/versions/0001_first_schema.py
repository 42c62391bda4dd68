"""The first schema."""

import sqlalchemy as sa
from alembic import op

revision = "0001"
down_revision = None
branch_labels = None
depends_on = None

REF = sa.String().with_variant(sa.String(collation="C"), "postgresql")
WHEN = sa.DateTime(timezone=True)


def upgrade() -> None:
    """One function a table."""
    _arrival()
    _body()
    _lease()
    _person()
    _ticket()
    _card()
    _event()
    _identity()
    _file()
    _post()


def _arrival() -> None:
    op.create_table(
        "arrival",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("source", REF, nullable=False),
        sa.Column("kind", sa.String(), nullable=False),
        sa.Column("lane", sa.String(), nullable=False),
        sa.Column("received_at", WHEN, nullable=False),
        sa.Column("state", sa.String(), nullable=False),
        sa.Column("attempts", sa.Integer(), nullable=False),
        sa.Column("due_at", WHEN, nullable=False),
        sa.Column("owner", sa.String()),
        sa.Column("fence", sa.Integer(), nullable=False),
        sa.Column("until_at", WHEN),
        sa.Column("error", sa.Text(), nullable=False),
        sa.Column("fate", sa.String()),
        sa.Column("reason", sa.Text(), nullable=False),
        sa.Column("ticket", sa.Integer()),
        sa.Column("settled_at", WHEN),
        sa.CheckConstraint(
            "fate IN ('ticketed', 'appended', 'done', 'refused', 'ignored', 'quarantined')",
            name=op.f("ck_arrival_fate"),
        ),
        sa.CheckConstraint("state IN ('pending', 'leased', 'settled')", name=op.f("ck_arrival_state")),
        sa.PrimaryKeyConstraint("id", name="pk_arrival"),
        sa.UniqueConstraint("source", name="uq_arrival_source"),
    )
    op.create_index(
        "ix_arrival_lane",
        "arrival",
        ["kind", "lane", "state", "until_at"],
        sqlite_where=sa.text("state <> 'settled'"),
        postgresql_where=sa.text("state <> 'settled'"),
    )
    op.create_index(
        "ix_arrival_open",
        "arrival",
        ["kind", "id"],
        sqlite_where=sa.text("state <> 'settled'"),
        postgresql_where=sa.text("state <> 'settled'"),
    )
    op.create_index("ix_arrival_ticket", "arrival", ["ticket"])


def _body() -> None:
    op.create_table(
        "body",
        sa.Column("arrival", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("body", sa.LargeBinary(), nullable=False),
        sa.ForeignKeyConstraint(["arrival"], ["arrival.id"], name="fk_body_arrival_arrival"),
        sa.PrimaryKeyConstraint("arrival", name="pk_body"),
    )


def _lease() -> None:
    op.create_table(
        "lease",
        sa.Column("name", sa.String(), nullable=False),
        sa.Column("owner", sa.String()),
        sa.Column("fence", sa.Integer(), nullable=False),
        sa.Column("until_at", WHEN),
        sa.Column("value", sa.Text(), nullable=False),
        sa.PrimaryKeyConstraint("name", name="pk_lease"),
    )


def _person() -> None:
    op.create_table(
        "person",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("name", sa.String(), nullable=False),
        sa.PrimaryKeyConstraint("id", name="pk_person"),
    )


def _ticket() -> None:
    op.create_table(
        "ticket",
        sa.Column("number", sa.Integer(), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("requester", REF, nullable=False),
        sa.Column("requester_name", sa.String(), nullable=False),
        sa.Column("origin", REF, nullable=False),
        sa.Column("subject", sa.String(), nullable=False),
        sa.Column("queue", sa.String(), nullable=False),
        sa.Column("status", sa.String(), nullable=False),
        sa.Column("priority", sa.String(), nullable=False),
        sa.Column("owner", REF),
        sa.Column("owner_name", sa.String(), nullable=False),
        sa.Column("tags", sa.JSON(), nullable=False),
        sa.Column("last_words", sa.String(), nullable=False),
        sa.Column("badge", sa.String(), nullable=False),
        sa.Column("trouble", sa.String(), nullable=False),
        sa.Column("follows", sa.Integer()),
        sa.Column("resolution", sa.String(), nullable=False),
        sa.Column("opened_at", WHEN),
        sa.Column("updated_at", WHEN),
        sa.Column("first_replied_at", WHEN),
        sa.Column("waiting_since_at", WHEN),
        sa.Column("started_at", WHEN),
        sa.Column("paused_at", WHEN),
        sa.Column("paused_for", sa.Interval(), nullable=False),
        sa.Column("wake_at", WHEN),
        sa.Column("close_at", WHEN),
        sa.Column("first_by", WHEN),
        sa.Column("next_by", WHEN),
        sa.Column("resolve_by", WHEN),
        sa.Column("ring_at", WHEN),
        sa.Column("rungs", sa.JSON(), nullable=False),
        sa.CheckConstraint("priority IN ('low', 'normal', 'high', 'urgent')", name=op.f("ck_ticket_priority")),
        sa.CheckConstraint("status IN ('new', 'open', 'pending', 'resolved', 'closed')", name=op.f("ck_ticket_status")),
        sa.PrimaryKeyConstraint("number", name="pk_ticket"),
        sqlite_autoincrement=True,
    )
    op.create_index("ix_ticket_close_at", "ticket", ["close_at"])
    op.create_index("ix_ticket_origin", "ticket", ["origin"])
    op.create_index("ix_ticket_owner", "ticket", ["owner"])
    op.create_index("ix_ticket_requester", "ticket", ["requester"])
    op.create_index("ix_ticket_ring_at", "ticket", ["ring_at"])
    op.create_index("ix_ticket_status", "ticket", ["status"])
    op.create_index("ix_ticket_wake_at", "ticket", ["wake_at"])


def _card() -> None:
    op.create_table(
        "card",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("ticket", sa.Integer(), nullable=False),
        sa.Column("place", REF, nullable=False),
        sa.Column("channel", sa.String(), nullable=False),
        sa.Column("root", REF, nullable=False),
        sa.Column("thread", REF, nullable=False),
        sa.Column("wanted", sa.Integer(), nullable=False),
        sa.Column("drawn", sa.Integer(), nullable=False),
        sa.Column("due_at", WHEN, nullable=False),
        sa.Column("owner", sa.String()),
        sa.Column("until_at", WHEN),
        sa.ForeignKeyConstraint(["ticket"], ["ticket.number"], name="fk_card_ticket_ticket"),
        sa.PrimaryKeyConstraint("id", name="pk_card"),
        sa.UniqueConstraint("ticket", "place", name="uq_card_ticket_place"),
    )
    op.create_index("ix_card_root", "card", ["root"])
    op.create_index(
        "ix_card_stale",
        "card",
        ["channel", "due_at"],
        sqlite_where=sa.text("wanted > drawn"),
        postgresql_where=sa.text("wanted > drawn"),
    )
    op.create_index("ix_card_thread", "card", ["thread"])


def _event() -> None:
    op.create_table(
        "event",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("ticket", sa.Integer(), nullable=False),
        sa.Column("at", WHEN, nullable=False),
        sa.Column("by_name", sa.String(), nullable=False),
        sa.Column("by_place", REF, nullable=False),
        sa.Column("kind", sa.String(), nullable=False),
        sa.Column("fact", sa.JSON(), nullable=False),
        sa.Column("source", REF),
        sa.Column("heard_in", REF),
        sa.Column("due", sa.JSON(), nullable=False),
        sa.ForeignKeyConstraint(["ticket"], ["ticket.number"], name="fk_event_ticket_ticket"),
        sa.PrimaryKeyConstraint("id", name="pk_event"),
        sa.UniqueConstraint("source", name="uq_event_source"),
    )
    op.create_index("ix_event_kind_at", "event", ["kind", "at"])
    op.create_index("ix_event_ticket", "event", ["ticket"])


def _identity() -> None:
    op.create_table(
        "identity",
        sa.Column("place", REF, nullable=False),
        sa.Column("person", sa.Integer(), nullable=False),
        sa.Column("channel", sa.String(), nullable=False),
        sa.Column("name", sa.String(), nullable=False),
        sa.Column("met_at", WHEN, nullable=False),
        sa.ForeignKeyConstraint(["person"], ["person.id"], name="fk_identity_person_person"),
        sa.PrimaryKeyConstraint("place", name="pk_identity"),
    )
    op.create_index("ix_identity_name", "identity", ["name"])
    op.create_index("ix_identity_person", "identity", ["person"])


def _file() -> None:
    op.create_table(
        "file",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("event", sa.Integer(), nullable=False),
        sa.Column("sha256", REF, nullable=False),
        sa.Column("name", sa.String(), nullable=False),
        sa.Column("size", sa.Integer(), nullable=False),
        sa.Column("content_type", sa.String(), nullable=False),
        sa.ForeignKeyConstraint(["event"], ["event.id"], name="fk_file_event_event"),
        sa.PrimaryKeyConstraint("id", name="pk_file"),
    )
    op.create_index("ix_file_event", "file", ["event"])
    op.create_index("ix_file_sha256", "file", ["sha256"])


def _post() -> None:
    op.create_table(
        "post",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("uuid", sa.String(), nullable=False),
        sa.Column("ticket", sa.Integer(), nullable=False),
        sa.Column("event", sa.Integer(), nullable=False),
        sa.Column("place", REF, nullable=False),
        sa.Column("channel", sa.String(), nullable=False),
        sa.Column("kind", sa.String(), nullable=False),
        sa.Column("mark", sa.String()),
        sa.Column("state", sa.String(), nullable=False),
        sa.Column("attempts", sa.Integer(), nullable=False),
        sa.Column("due_at", WHEN, nullable=False),
        sa.Column("owner", sa.String()),
        sa.Column("fence", sa.Integer(), nullable=False),
        sa.Column("until_at", WHEN),
        sa.Column("receipt", REF),
        sa.Column("error", sa.Text(), nullable=False),
        sa.Column("payload", sa.LargeBinary()),
        sa.Column("created_at", WHEN, nullable=False),
        sa.CheckConstraint("kind IN ('root', 'line', 'requester', 'mark')", name=op.f("ck_post_kind")),
        sa.CheckConstraint("mark IN ('queued', 'delivered', 'failed')", name=op.f("ck_post_mark")),
        sa.CheckConstraint("state IN ('pending', 'leased', 'sent', 'unknown', 'dead')", name=op.f("ck_post_state")),
        sa.ForeignKeyConstraint(["event"], ["event.id"], name="fk_post_event_event"),
        sa.ForeignKeyConstraint(["ticket"], ["ticket.number"], name="fk_post_ticket_ticket"),
        sa.PrimaryKeyConstraint("id", name="pk_post"),
    )
    op.create_index("ix_post_event", "post", ["event"])
    op.create_index(
        "ix_post_open",
        "post",
        ["channel", "id", "state"],
        sqlite_where=sa.text("state <> 'sent'"),
        postgresql_where=sa.text("state <> 'sent'"),
    )
    op.create_index("ix_post_receipt", "post", ["receipt"])
    op.create_index("ix_post_ticket_place_state", "post", ["ticket", "place", "state"])
