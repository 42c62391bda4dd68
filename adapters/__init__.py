"""The wire: one folder a channel, each with the same four rooms: app, channel, views, people."""
