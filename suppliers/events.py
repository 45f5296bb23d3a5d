"""What suppliers tells."""

SAVED = "supplier.saved"
