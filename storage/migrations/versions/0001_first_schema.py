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
    _notice()
    _held()
    _reference()
    _stop()
    _drafting()
    _macro()
    _article()
    _proof()
    _sought()
    _saved_view()
    _renaming()
    _figure()
    _alarm()
    _roster()
    _duty()
    _share()


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
    op.create_index("ix_arrival_fate", "arrival", ["kind", "fate", "lane"])
    astray = sa.text("(state = 'settled' AND fate IS NULL) OR (fate IN ('ticketed', 'appended') AND ticket IS NULL)")
    op.create_index("ix_arrival_astray", "arrival", ["id"], sqlite_where=astray, postgresql_where=astray)
    ignored = sa.text("fate = 'ignored'")
    op.create_index(
        "ix_arrival_ignored", "arrival", ["kind", "lane", "reason"], sqlite_where=ignored, postgresql_where=ignored
    )


def _body() -> None:
    op.create_table(
        "body",
        sa.Column("arrival", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("body", sa.LargeBinary(), nullable=False),
        sa.Column("size", sa.Integer(), nullable=False),
        sa.Column("sha256", sa.String(), nullable=False),
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
        sa.Column("language", sa.String(), nullable=False),
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
        sa.Column("category", sa.String(), nullable=False),
        sa.Column("language", sa.String(), nullable=False),
        sa.Column("fields", sa.JSON(), nullable=False),
        sa.Column("steps", sa.JSON(), nullable=False),
        sa.Column("minutes", sa.Integer(), nullable=False),
        sa.Column("is_rated", sa.Boolean(), nullable=False),
        sa.Column("last_words", sa.String(), nullable=False),
        sa.Column("badge", sa.String(), nullable=False),
        sa.Column("trouble", sa.String(), nullable=False),
        sa.Column("follows", sa.Integer()),
        sa.Column("rule", sa.String(), nullable=False),
        sa.Column("doubtful", REF, nullable=False),
        sa.Column("candidate", sa.Integer()),
        sa.Column("joined", sa.Integer()),
        sa.Column("links", sa.JSON(), nullable=False),
        sa.Column("watching", sa.JSON(), nullable=False),
        sa.Column("watchers", sa.JSON(), nullable=False),
        sa.Column("cc", sa.JSON(), nullable=False),
        sa.Column("former", sa.JSON(), nullable=False),
        sa.Column("resolution", sa.String(), nullable=False),
        sa.Column("closing_note", sa.String(), nullable=False),
        sa.Column("opened_at", WHEN),
        sa.Column("updated_at", WHEN),
        sa.Column("first_replied_at", WHEN),
        sa.Column("waiting_since_at", WHEN),
        sa.Column("started_at", WHEN),
        sa.Column("paused_at", WHEN),
        sa.Column("pauses", sa.JSON(), nullable=False),
        sa.Column("wake_at", WHEN),
        sa.Column("close_at", WHEN),
        sa.Column("warn_at", WHEN),
        sa.Column("surveyed_at", WHEN),
        sa.Column("rating", sa.Integer()),
        sa.Column("checks", sa.JSON(), nullable=False),
        sa.Column("tells_at", WHEN),
        sa.Column("first_by", WHEN),
        sa.Column("next_by", WHEN),
        sa.Column("resolve_by", WHEN),
        sa.Column("due_by", WHEN),
        sa.Column("ring_at", WHEN),
        sa.Column("rungs", sa.JSON(), nullable=False),
        sa.Column("climbs_at", WHEN),
        sa.CheckConstraint("priority IN ('low', 'normal', 'high', 'urgent')", name=op.f("ck_ticket_priority")),
        sa.CheckConstraint("status IN ('new', 'open', 'pending', 'resolved', 'closed')", name=op.f("ck_ticket_status")),
        sa.PrimaryKeyConstraint("number", name="pk_ticket"),
        sqlite_autoincrement=True,
    )
    op.create_index("ix_ticket_origin", "ticket", ["origin"])
    op.create_index("ix_ticket_requester", "ticket", ["requester"])
    op.create_index("ix_ticket_ring_at", "ticket", ["ring_at"])
    op.create_index("ix_ticket_status", "ticket", ["status"])
    is_ours, waits, is_resolved = "status IN ('new', 'open')", "status = 'pending'", "status = 'resolved'"
    is_unowned, is_owned = f"{is_ours} AND owner IS NULL", f"{is_ours} AND owner IS NOT NULL"
    for name, words, columns in (
        ("unowned", is_unowned, ("queue", "due_by", "number")),
        ("owned", is_owned, ("queue", "due_by", "number", "owner")),
        ("theirs", is_owned, ("owner", "due_by", "number", "queue")),
        ("waits", waits, ("queue", "updated_at", "number")),
        ("theirs_waits", waits, ("owner", "updated_at", "number", "queue")),
        ("resolved", is_resolved, ("queue", "updated_at", "number")),
        ("theirs_resolved", is_resolved, ("owner", "updated_at", "number", "queue")),
        *(
            (name, f"{name} IS NOT NULL", (name,))
            for name in ("owner", "wake_at", "close_at", "warn_at", "tells_at", "climbs_at")
        ),
    ):
        where = sa.text(words)
        op.create_index(f"ix_ticket_{name}", "ticket", columns, sqlite_where=where, postgresql_where=where)


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
        sa.CheckConstraint("kind IN ('root', 'line', 'requester', 'mark', 'settled')", name=op.f("ck_post_kind")),
        sa.CheckConstraint("mark IN ('queued', 'delivered', 'failed', 'taken back')", name=op.f("ck_post_mark")),
        sa.CheckConstraint(
            "state IN ('pending', 'leased', 'sent', 'unknown', 'dead', 'withdrawn')", name=op.f("ck_post_state")
        ),
        sa.ForeignKeyConstraint(["event"], ["event.id"], name="fk_post_event_event"),
        sa.ForeignKeyConstraint(["ticket"], ["ticket.number"], name="fk_post_ticket_ticket"),
        sa.PrimaryKeyConstraint("id", name="pk_post"),
    )
    op.create_index("ix_post_event", "post", ["event"])
    op.create_index(
        "ix_post_open",
        "post",
        ["channel", "id", "state"],
        sqlite_where=sa.text("state NOT IN ('sent', 'withdrawn')"),
        postgresql_where=sa.text("state NOT IN ('sent', 'withdrawn')"),
    )
    op.create_index("ix_post_receipt", "post", ["receipt"])
    waits = sa.text("kind = 'root' AND state IN ('pending', 'leased', 'unknown')")
    op.create_index("ix_post_root", "post", ["place"], sqlite_where=waits, postgresql_where=waits)
    op.create_index("ix_post_ticket_place_state", "post", ["ticket", "place", "state"])


def _notice() -> None:
    op.create_table(
        "notice",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("uuid", sa.String(), nullable=False),
        sa.Column("key", REF, nullable=False),
        sa.Column("place", REF, nullable=False),
        sa.Column("channel", sa.String(), nullable=False),
        sa.Column("queue", sa.String(), nullable=False),
        sa.Column("words", sa.JSON(), nullable=False),
        sa.Column("is_open", sa.Boolean(), nullable=False),
        sa.Column("ref", REF, nullable=False),
        sa.Column("wanted", sa.Integer(), nullable=False),
        sa.Column("drawn", sa.Integer(), nullable=False),
        sa.Column("attempts", sa.Integer(), nullable=False),
        sa.Column("due_at", WHEN, nullable=False),
        sa.Column("until_at", WHEN),
        sa.Column("said_at", WHEN, nullable=False),
        sa.PrimaryKeyConstraint("id", name="pk_notice"),
        sa.UniqueConstraint("key", "place", name="uq_notice_key_place"),
    )
    op.create_index(
        "ix_notice_stale",
        "notice",
        ["channel", "due_at"],
        sqlite_where=sa.text("wanted > drawn"),
        postgresql_where=sa.text("wanted > drawn"),
    )


def _reference() -> None:
    op.create_table(
        "reference",
        sa.Column("ref", REF, nullable=False),
        sa.Column("ticket", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("is_own", sa.Boolean(), nullable=False),
        sa.ForeignKeyConstraint(["ticket"], ["ticket.number"], name="fk_reference_ticket_ticket"),
        sa.PrimaryKeyConstraint("ref", "ticket", name="pk_reference"),
    )


def _stop() -> None:
    op.create_table(
        "stop",
        sa.Column("place", REF, nullable=False),
        sa.Column("kind", sa.String(), nullable=False),
        sa.Column("until_at", WHEN),
        sa.Column("reason", sa.String(), nullable=False),
        sa.Column("by_name", sa.String(), nullable=False),
        sa.Column("at", WHEN, nullable=False),
        sa.Column("ticket", sa.Integer()),
        sa.CheckConstraint("kind IN ('blocked', 'dead', 'unwelcome')", name=op.f("ck_stop_kind")),
        sa.PrimaryKeyConstraint("place", "kind", name="pk_stop"),
    )


def _held() -> None:
    op.create_table(
        "held",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("ticket", sa.Integer(), nullable=False),
        sa.Column("place", REF, nullable=False),
        sa.Column("event", sa.Integer(), nullable=False),
        sa.Column("at", WHEN, nullable=False),
        sa.ForeignKeyConstraint(["event"], ["event.id"], name="fk_held_event_event"),
        sa.ForeignKeyConstraint(["ticket"], ["ticket.number"], name="fk_held_ticket_ticket"),
        sa.PrimaryKeyConstraint("id", name="pk_held"),
        sa.UniqueConstraint("ticket", "place", name="uq_held_ticket_place"),
    )
    op.create_index("ix_held_place_id", "held", ["place", "id"])


def _drafting() -> None:
    op.create_table(
        "unsent",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("ticket", sa.Integer(), nullable=False),
        sa.Column("by", REF, nullable=False),
        sa.Column("text", sa.Text(), nullable=False),
        sa.Column("files", sa.JSON(), nullable=False),
        sa.Column("source", REF, nullable=False),
        sa.Column("macro", sa.String(), nullable=False),
        sa.Column("owner", REF, nullable=False),
        sa.Column("do", sa.JSON(), nullable=False),
        sa.Column("article", sa.Integer(), nullable=True),
        sa.Column("is_in_clear", sa.Boolean(), nullable=False),
        sa.Column("seen", sa.Integer(), nullable=True),
        sa.Column("at", WHEN, nullable=False),
        sa.ForeignKeyConstraint(["ticket"], ["ticket.number"], name="fk_unsent_ticket_ticket"),
        sa.PrimaryKeyConstraint("id", name="pk_unsent"),
        sqlite_autoincrement=True,
    )
    op.create_index("ix_unsent_at", "unsent", ["at"])
    op.create_table(
        "writing",
        sa.Column("ticket", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("place", REF, nullable=False),
        sa.Column("name", sa.String(), nullable=False),
        sa.Column("since_at", WHEN, nullable=False),
        sa.Column("until_at", WHEN, nullable=False),
        sa.ForeignKeyConstraint(["ticket"], ["ticket.number"], name="fk_writing_ticket_ticket"),
        sa.PrimaryKeyConstraint("ticket", "place", name="pk_writing"),
    )
    op.create_index("ix_writing_until_at", "writing", ["until_at"])


def _macro() -> None:
    op.create_table(
        "macro",
        sa.Column("owner", REF, nullable=False),
        sa.Column("name", sa.String(), nullable=False),
        sa.Column("queue", sa.String(), nullable=False),
        sa.Column("text", sa.Text(), nullable=False),
        sa.Column("do", sa.JSON(), nullable=False),
        sa.Column("by_name", sa.String(), nullable=False),
        sa.Column("at", WHEN, nullable=False),
        sa.PrimaryKeyConstraint("owner", "name", "queue", name="pk_macro"),
    )
    op.create_table(
        "macro_use",
        sa.Column("owner", REF, nullable=False),
        sa.Column("name", sa.String(), nullable=False),
        sa.Column("count", sa.Integer(), nullable=False),
        sa.Column("last_at", WHEN, nullable=False),
        sa.PrimaryKeyConstraint("owner", "name", name="pk_macro_use"),
    )


def _proof() -> None:
    op.create_table(
        "proof",
        sa.Column("name", REF, nullable=False),
        sa.Column("place", REF, nullable=False),
        sa.Column("address", REF, nullable=False),
        sa.Column("at", WHEN, nullable=False),
        sa.Column("tries", sa.Integer(), nullable=False),
        sa.Column("is_open", sa.Boolean(), nullable=False),
        sa.PrimaryKeyConstraint("name", name="pk_proof"),
    )
    op.create_index("ix_proof_at", "proof", ["at"])
    op.create_index("ix_proof_place_at", "proof", ["place", "at"])
    op.create_index("ix_proof_address_at", "proof", ["address", "at"])


def _article() -> None:
    op.create_table(
        "article",
        sa.Column("number", sa.Integer(), nullable=False),
        sa.Column("title", sa.String(), nullable=False),
        sa.Column("body", sa.Text(), nullable=False),
        sa.Column("state", sa.String(), nullable=False),
        sa.Column("queue", sa.String(), nullable=False),
        sa.Column("author", REF, nullable=False),
        sa.Column("author_name", sa.String(), nullable=False),
        sa.Column("created_at", WHEN, nullable=False),
        sa.Column("updated_at", WHEN, nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("ticket", sa.Integer()),
        sa.Column("heads", sa.Integer(), nullable=False),
        sa.CheckConstraint("state IN ('draft', 'internal', 'public')", name=op.f("ck_article_state")),
        sa.ForeignKeyConstraint(["ticket"], ["ticket.number"], name="fk_article_ticket_ticket"),
        sa.PrimaryKeyConstraint("number", name="pk_article"),
        sa.UniqueConstraint("ticket", name="uq_article_ticket"),
    )
    _article_parts()


def _article_parts() -> None:
    op.create_table(
        "article_revision",
        sa.Column("article", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("version", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("title", sa.String(), nullable=False),
        sa.Column("body", sa.Text(), nullable=False),
        sa.Column("state", sa.String(), nullable=False),
        sa.Column("by_name", sa.String(), nullable=False),
        sa.Column("at", WHEN, nullable=False),
        sa.ForeignKeyConstraint(["article"], ["article.number"], name="fk_article_revision_article_article"),
        sa.PrimaryKeyConstraint("article", "version", name="pk_article_revision"),
    )
    op.create_table(
        "article_term",
        sa.Column("term", REF, nullable=False),
        sa.Column("article", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("weight", sa.Integer(), nullable=False),
        sa.Column("is_head", sa.Boolean(), nullable=False),
        sa.ForeignKeyConstraint(["article"], ["article.number"], name="fk_article_term_article_article"),
        sa.PrimaryKeyConstraint("term", "article", name="pk_article_term"),
    )
    op.create_index("ix_article_term_article", "article_term", ["article"])
    op.create_index("ix_article_term_term_article_weight", "article_term", ["term", "article", "weight"])
    op.create_table(
        "article_use",
        sa.Column("article", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("ticket", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("at", WHEN, nullable=False),
        sa.ForeignKeyConstraint(["article"], ["article.number"], name="fk_article_use_article_article"),
        sa.ForeignKeyConstraint(["ticket"], ["ticket.number"], name="fk_article_use_ticket_ticket"),
        sa.PrimaryKeyConstraint("article", "ticket", name="pk_article_use"),
    )
    op.create_table(
        "article_vote",
        sa.Column("article", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("place", REF, nullable=False),
        sa.Column("is_up", sa.Boolean(), nullable=False),
        sa.Column("at", WHEN, nullable=False),
        sa.ForeignKeyConstraint(["article"], ["article.number"], name="fk_article_vote_article_article"),
        sa.PrimaryKeyConstraint("article", "place", name="pk_article_vote"),
    )


def _sought() -> None:
    """No table of the metadata: see storage/sought.py."""
    if op.get_bind().dialect.name == "sqlite":
        op.execute("CREATE VIRTUAL TABLE sought USING fts5(words, tokenize='ascii', prefix='3 4')")
        return
    op.execute(
        "CREATE TABLE sought (rowid INTEGER NOT NULL, size INTEGER NOT NULL, words TSVECTOR NOT NULL, "
        "CONSTRAINT pk_sought PRIMARY KEY (rowid), "
        "CONSTRAINT fk_sought_rowid_ticket FOREIGN KEY (rowid) REFERENCES ticket (number))"
    )
    op.execute("ALTER TABLE sought SET (toast_tuple_target = 8160), ALTER COLUMN words SET STORAGE EXTERNAL")
    op.execute("CREATE INDEX ix_sought_words ON sought USING gin (words) WITH (fastupdate = off)")


def _saved_view() -> None:
    op.create_table(
        "saved_view",
        sa.Column("owner", REF, nullable=False),
        sa.Column("name", sa.String(), nullable=False),
        sa.Column("line", sa.String(), nullable=False),
        sa.Column("by_name", sa.String(), nullable=False),
        sa.PrimaryKeyConstraint("owner", "name", name="pk_saved_view"),
    )


def _renaming() -> None:
    op.create_table(
        "renaming",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("old", sa.String(), nullable=False),
        sa.Column("new", sa.String(), nullable=False),
        sa.Column("by_name", sa.String(), nullable=False),
        sa.Column("by_place", REF, nullable=False),
        sa.Column("queues", sa.JSON(), nullable=False),
        sa.Column("done_to", sa.Integer(), nullable=False),
        sa.PrimaryKeyConstraint("id", name="pk_renaming"),
    )


def _alarm() -> None:
    op.create_table(
        "alarm",
        sa.Column("ticket", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("at", WHEN, nullable=False),
        sa.ForeignKeyConstraint(["ticket"], ["ticket.number"], name="fk_alarm_ticket_ticket"),
        sa.PrimaryKeyConstraint("ticket", name="pk_alarm"),
    )
    op.create_index("ix_alarm_at", "alarm", ["at"])


def _figure() -> None:
    op.create_table(
        "figure",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("ticket", sa.Integer(), nullable=False),
        sa.Column("kind", sa.String(), nullable=False),
        sa.Column("event", sa.Integer(), nullable=False),
        sa.Column("at", WHEN, nullable=False),
        sa.Column("queue", sa.String(), nullable=False),
        sa.Column("agent", REF, nullable=False),
        sa.Column("agent_name", sa.String(), nullable=False),
        sa.Column("category", sa.String(), nullable=False),
        sa.Column("minutes", sa.Integer(), nullable=False),
        sa.Column("working", sa.Integer(), nullable=False),
        sa.Column("booked", sa.Integer(), nullable=False),
        sa.Column("score", sa.Integer(), nullable=False),
        sa.Column("clock", sa.String(), nullable=False),
        sa.Column("is_late", sa.Boolean(), nullable=False),
        sa.Column("is_first_contact", sa.Boolean(), nullable=False),
        sa.Column("is_first_level", sa.Boolean(), nullable=False),
        sa.Column("came_back", sa.Boolean(), nullable=False),
        sa.Column("is_counted", sa.Boolean(), nullable=False),
        sa.CheckConstraint(
            "kind IN ('created', 'answered', 'resolved', 'reopened', 'arrived', 'left', 'breached', 'surveyed', "
            "'booked')",
            name=op.f("ck_figure_kind"),
        ),
        sa.ForeignKeyConstraint(["event"], ["event.id"], name="fk_figure_event_event"),
        sa.ForeignKeyConstraint(["ticket"], ["ticket.number"], name="fk_figure_ticket_ticket"),
        sa.PrimaryKeyConstraint("id", name="pk_figure"),
    )
    op.create_index("ix_figure_ticket", "figure", ["ticket"])
    op.create_index(
        "ix_figure_counted",
        "figure",
        [
            "kind", "at", "queue", "is_counted", "agent", "agent_name", "category", "minutes", "working", "is_late",
        ],
    )  # fmt: skip


def _share() -> None:
    op.create_table(
        "share",
        sa.Column("queue", sa.String(), nullable=False),
        sa.Column("place", REF, nullable=False),
        sa.Column("given", sa.Integer(), nullable=False),
        sa.PrimaryKeyConstraint("queue", "place", name="pk_share"),
    )


def _roster() -> None:
    op.create_table(
        "roster",
        sa.Column("place", REF, nullable=False),
        sa.Column("channel", sa.String(), nullable=False),
        sa.Column("name", sa.String(), nullable=False),
        sa.Column("grants", sa.JSON(), nullable=False),
        sa.Column("seen_at", WHEN, nullable=False),
        sa.Column("presence", sa.String(), nullable=False),
        sa.Column("away_since", WHEN),
        sa.Column("away_until", WHEN),
        sa.Column("left_at", WHEN),
        sa.Column("is_word", sa.Boolean(), nullable=False),
        sa.CheckConstraint("presence IN ('here', 'away', 'unknown')", name=op.f("ck_roster_presence")),
        sa.PrimaryKeyConstraint("place", name="pk_roster"),
    )
    op.create_index("ix_roster_channel", "roster", ["channel"])


def _duty() -> None:
    op.create_table(
        "duty",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("deed", REF, nullable=False),
        sa.Column("queue", sa.String(), nullable=False),
        sa.Column("places", sa.JSON(), nullable=False),
        sa.Column("name", sa.String(), nullable=False),
        sa.Column("begins_at", WHEN, nullable=False),
        sa.Column("ends_at", WHEN, nullable=False),
        sa.Column("by", REF, nullable=False),
        sa.Column("by_name", sa.String(), nullable=False),
        sa.Column("made_at", WHEN, nullable=False),
        sa.Column("asked", sa.JSON(), nullable=False),
        sa.Column("asked_name", sa.String(), nullable=False),
        sa.Column("agreed_at", WHEN),
        sa.Column("dropped_by", REF, nullable=False),
        sa.PrimaryKeyConstraint("id", name="pk_duty"),
    )
    op.create_index("ix_duty_deed", "duty", ["deed"])
    op.create_index("ix_duty_dropped_by", "duty", ["dropped_by"])
    op.create_index("ix_duty_queue_ends_at", "duty", ["queue", "ends_at"])
