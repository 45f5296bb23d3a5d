"""What core tells about settings: `setting.changed` with key, old, new (secrets as a mask) and changed_by."""

SETTING_CHANGED = "setting.changed"
