"""The little web server on HTTP_BIND: health, metrics, and what other channels mount on it."""
