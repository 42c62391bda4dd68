"""All that needs a key: who signed a mail, what is encrypted in it, and how ours are signed and encrypted."""
