"""The command line: exit codes that mean something, and one sentence for what is wrong."""

import json

import pytest
from sqlalchemy import text
from typer.testing import CliRunner

from main import BAD_SETTINGS, IN_TROUBLE, NO_DATABASE, cli
from storage.engine import claim_alone, connect
from storage.migrate import migrate

MAIL = """
IMAP_URL=imap://u:s3cret@127.0.0.1:9/INBOX
SMTP_URL=smtp://u:s3cret@127.0.0.1:9
MAIL_FROM=Support <support@example.org>
REPLY_SECRETS=a:QUJDREVGR0hJSktMTU5PUFFSU1RVVg==
"""


@pytest.fixture
def deskbell(tmp_path, monkeypatch):
    """Run the program in an empty folder with nothing set, and an .env of these lines."""
    monkeypatch.chdir(tmp_path)
    for name in ("DATABASE_URL", "IMAP_URL", "SLACK_BOT_TOKEN", "DISCORD_TOKEN", "REPLY_SECRETS", "DESK_CONFIG"):
        monkeypatch.delenv(name, raising=False)

    def run(*words, env=""):
        (tmp_path / ".env").write_text(env)
        (tmp_path / ".env").chmod(0o600)
        return CliRunner().invoke(cli, words)

    return run


def test_fine_settings_are_called_fine(deskbell):
    result = deskbell("config", "check", env=MAIL)
    assert (result.exit_code, "The settings are fine." in result.output) == (0, True)


def test_an_env_file_that_others_can_read_is_pointed_out(deskbell, tmp_path, monkeypatch):
    deskbell("config", "check")
    (tmp_path / ".env").chmod(0o644)
    assert "chmod 600 .env" in CliRunner().invoke(cli, ["config", "check"]).output


@pytest.mark.parametrize("words", [("run",), ("doctor",), ("migrate",), ("config", "check"), ("explain", ".")])
def test_a_wrong_setting_stops_everything_with_one_sentence_each(deskbell, words):
    result = deskbell(*words, env="LOG_LEVEL=loud\nHTTP_BIND=x\n")
    assert result.exit_code == BAD_SETTINGS
    assert result.output.strip().count("\n") == 1


def test_a_secret_may_be_read_from_a_file(deskbell, tmp_path):
    (tmp_path / "secret").write_text("loud\n")
    assert "LOG_LEVEL is “LOUD”" in deskbell("config", "check", env=f"LOG_LEVEL_FILE={tmp_path / 'secret'}").output


def test_a_desk_toml_that_is_none_gets_one_sentence(deskbell, tmp_path):
    (tmp_path / "desk.toml").write_text("[desk\n")
    result = deskbell("config", "check")
    assert (result.exit_code, "desk.toml is not understood" in result.output) == (BAD_SETTINGS, True)


@pytest.mark.parametrize("text", ["Example Support", "“Example Support”", '"Example Support'])
def test_a_text_without_its_quotes_is_told_of_them(deskbell, tmp_path, text):
    (tmp_path / "desk.toml").write_text(f"[desk]\nname = {text}\n")
    assert "at line 2" in (said := deskbell("config", "check").output)
    assert 'A text stands in straight quotes: name = "Support".' in said


def test_settings_are_read_as_windows_writes_them(deskbell, tmp_path):
    (tmp_path / "desk.toml").write_bytes("\ufeff[desk]\r\nname = 'Büro'\r\n".encode())
    assert deskbell("config", "check", env="\ufeffLOG_LEVEL=INFO\n").exit_code == 0


def test_settings_that_are_not_utf_8_get_one_sentence(deskbell, tmp_path):
    (tmp_path / "desk.toml").write_bytes("[desk]\nname = 'Büro'\n".encode("latin-1"))
    result = deskbell("config", "check")
    assert result.exit_code == BAD_SETTINGS
    assert result.output == "desk.toml has letters in line 2 that are not UTF-8: save it as UTF-8.\n"


def test_a_named_desk_toml_must_exist(deskbell):
    assert "there is no such file" in deskbell("config", "check", env="DESK_CONFIG=nowhere.toml").output


def test_a_database_of_a_newer_version_is_refused_untouched(deskbell, tmp_path):
    engine = connect(f"sqlite:///{tmp_path / 'deskbell.db'}")
    migrate(engine)
    with engine.begin() as connection:
        connection.execute(text("UPDATE alembic_version SET version_num = 'from-the-future'"))
    engine.dispose()

    result = deskbell("run", env=MAIL)

    assert (result.exit_code, "newer" in result.output) == (NO_DATABASE, True)


def test_a_second_desk_on_one_sqlite_file_is_refused(deskbell, tmp_path):
    held = claim_alone(f"sqlite:///{tmp_path / 'deskbell.db'}")
    result = deskbell("run", env=MAIL)
    held.close()

    assert (result.exit_code, "SQLite serves one process" in result.output) == (NO_DATABASE, True)


def test_doctor_looks_while_a_desk_runs_and_says_how_to_mend(deskbell, tmp_path):
    held = claim_alone(f"sqlite:///{tmp_path / 'deskbell.db'}")
    result = deskbell("doctor", env=MAIL)
    held.close()

    assert result.exit_code == IN_TROUBLE
    assert "✗ Mailbox support: reading over IMAP" in result.output
    assert "Connection refused. Mend how it is read first." in result.output
    assert "✓ database" in result.output
    assert "s3cret" not in result.output


def test_doctor_without_settings_points_to_the_sandbox(deskbell):
    result = deskbell("doctor")
    assert (result.exit_code, "sandbox" in result.output) == (0, True)


def test_a_database_that_is_not_there_is_one_sentence(deskbell):
    result = deskbell("migrate", env="DATABASE_URL=postgresql://u:s3cret@127.0.0.1:9/none\n")
    assert (result.exit_code, result.output.strip().count("\n")) == (NO_DATABASE, 0)
    assert "s3cret" not in result.output


@pytest.mark.parametrize("words", [("slack-manifest",), ("discord-invite", "118")])
def test_the_manifest_and_the_invitation_can_be_printed_while_half_is_set(deskbell, words):
    result = deskbell(*words, env="SLACK_BOT_TOKEN=xoxb-1\n")
    assert (result.exit_code, "as if nothing were set" in result.stderr) == (0, True)
    assert result.stdout == deskbell(*words, env="").stdout


def test_the_manifest_and_the_invitation_can_be_printed_before_anything_is_set(deskbell):
    assert json.loads(deskbell("slack-manifest").output)["features"]["slash_commands"]
    assert "https://discord.com/" in deskbell("discord-invite", "118").output


@pytest.mark.parametrize(
    "words", [("run",), ("sandbox",), ("sandbox", "--fresh"), ("sandbox", "--home", "sandbox-data")]
)
def test_the_sandbox_takes_no_folder_that_holds_other_things(deskbell, tmp_path, words):
    (tmp_path / "sandbox-data").mkdir()
    (tmp_path / "sandbox-data" / "thesis.odt").touch()
    result = deskbell(*words)

    assert (result.exit_code, "sandbox-data holds other things" in result.output) == (1, True)
    assert (tmp_path / "sandbox-data" / "thesis.odt").exists()


def test_the_desk_of_the_sandbox_is_no_command_for_people(deskbell):
    assert "sandbox-desk" not in deskbell("--help").output


QUESTION = (
    "From: ann@example.org\r\nTo: support@example.org\r\nSubject: VPN\r\nMessage-ID: <1@example.org>\r\n\r\nHelp!\r\n"
)


def test_a_dry_run_over_mails_needs_no_settings_and_leaves_nothing(deskbell, tmp_path):
    (tmp_path / "1.eml").write_text(QUESTION)
    before = {*tmp_path.iterdir(), tmp_path / ".env"}
    result = deskbell("explain", "1.eml", "nowhere.eml", "--json")
    first, second = map(json.loads, result.output.splitlines())

    assert (result.exit_code, first["fate"], first["subject"], second["fate"]) == (0, "ticketed", "VPN", None)
    assert set(tmp_path.iterdir()) == before
    assert "1 mail = 1 ticketed; 1 acknowledged." in deskbell("explain", ".").output


def test_rules_are_tried_on_mails_and_leave_nothing(deskbell, tmp_path):
    (tmp_path / "1.eml").write_text(QUESTION)
    said = deskbell("rules", "test", "1.eml")
    assert (said.exit_code, "There are no rules" in said.output) == (IN_TROUBLE, True)
    rules = """[[rule]]
name = "vpn"
on = "arrival"
if = "subject:vpn"
do = ["tag +vpn"]
[[rule]]
name = "bills"
on = "arrival"
if = "from:*@bills.example"
do = ["priority high"]
"""
    (tmp_path / "desk.toml").write_text(rules)
    before = set(tmp_path.iterdir())
    said = deskbell("rules", "test", "1.eml")
    assert said.exit_code == 0
    assert "vpn (arrival): matches. Then: tag +vpn" in said.output
    assert "bills (arrival): does not match. from:*@bills.example: it is ann@example.org" in said.output
    told = json.loads(deskbell("rules", "test", "1.eml", "--json").output)["rules"]
    assert [(one["rule"], one["matches"], one["do"]) for one in told] == [
        ("vpn", True, ["tag +vpn"]),
        ("bills", False, []),
    ]
    assert set(tmp_path.iterdir()) == before
    assert deskbell("rules", "test", "nowhere.eml").exit_code == IN_TROUBLE
    (tmp_path / "desk.toml").write_text(rules.replace("tag +vpn", "reply Hi"))
    said = deskbell("config", "check")
    assert (said.exit_code, "“reply” is nothing that a rule can do" in said.output) == (BAD_SETTINGS, True)


def test_an_import_that_is_broken_off_says_how_to_go_on(deskbell, tmp_path, monkeypatch):
    def pressed(*_):
        raise KeyboardInterrupt

    monkeypatch.setattr("main._bar", pressed)
    (tmp_path / "old.mbox").write_bytes(b"From ann@example.org Mon Nov 30 09:00:00 2026\nSubject: VPN\n\nIt is down\n")
    result = deskbell("import", "mbox", "old.mbox")
    assert (result.exit_code != 0, "Begin it again, and it goes on" in result.output) == (True, True)


def test_a_dry_run_that_finds_nothing_fails(deskbell):
    result = deskbell("explain", "nowhere.eml")
    assert result.exit_code == IN_TROUBLE
    assert result.output.startswith("nowhere.eml\n  it cannot be read: No such file or directory\n")


def test_an_old_mailbox_is_imported_once(deskbell, tmp_path):
    (tmp_path / "old.mbox").write_text(f"From ann@example.org Mon Jun  1 12:00:00 2020\n{QUESTION}", newline="")

    assert "1 mail = 1 ticketed; nothing was written." in deskbell("import", "mbox", "old.mbox", "--dry-run").output
    assert "1 mail = 1 ticketed." in deskbell("import", "mbox", "old.mbox", env=MAIL).output
    assert "1 mail = 1 known from before." in deskbell("import", "mbox", "old.mbox").output


def test_a_running_desk_on_sqlite_is_to_be_stopped_for_an_import(deskbell, tmp_path):
    held = claim_alone(f"sqlite:///{tmp_path / 'deskbell.db'}")
    (tmp_path / "old.mbox").touch()
    result = deskbell("import", "mbox", "old.mbox")
    held.close()

    assert (result.exit_code, "Stop the desk first" in result.output) == (NO_DATABASE, True)


@pytest.mark.parametrize(
    ("words", "said"),
    [
        (("--queue", "sales"), "There are: support."),
        (("--open-newer-than", "soon"), "like 7d"),
        (("--sent", "mistyped"), "There is no mistyped"),
        ((), "No mail"),
    ],
)
def test_an_import_that_is_not_understood_gets_one_sentence(deskbell, tmp_path, words, said):
    (tmp_path / "empty").mkdir()
    result = deskbell("import", "maildir", "empty", *words)
    assert (result.exit_code, said in result.output) == (IN_TROUBLE, True)
