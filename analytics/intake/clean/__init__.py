"""Cleaning: SQL text over text columns, one file a topic; nothing here opens a connection."""
