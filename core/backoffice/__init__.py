"""The back office under /admin/: who may enter it, and what they find there."""
