"""The store: `bot.ports.Store` on SQLite or PostgreSQL, one module per noun. Only `main.py` imports it."""
