"""The core: what a help desk is. Imports the standard library and itself; knows no Slack, Discord, mail or SQL."""
