"""The demo city: a generated land survey of Kaifeng's real districts, for trying the plugin without controlled data."""
