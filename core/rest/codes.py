"""Every error code that programs may meet, with its text: the classes of the error tree, and those named in place."""

from collections.abc import Iterator

from core.errors import ProductsManagerError

# Codes given where the error is raised; a class of the tree brings its own with its docstring.
NAMED_IN_PLACE = {
    "AUTH_TOKEN_MISSING": "Nobody is signed in: send a bearer token, an API key or the session's cookie.",
    "AUDIT_APPEND_ONLY": "Entries of the audit trail are never changed nor removed.",
    "BAD_CURSOR": "The cursor is damaged or belongs to another order of the list.",
    "BAD_REQUEST": "The request is malformed.",
    "BODY_UNREADABLE": "The body is not valid JSON, or not a valid form.",
    "CATALOGUE_BUSY": "The catalogue is being written by another run; it will be tried again.",
    "CHANGE_NOT_FOUND": "There is no such change of the setting.",
    "CHANNEL_NOT_FOUND": "There is no such channel of messages.",
    "DATABASE_AWAY": "A database did not answer while a run was at work; it will be tried again.",
    "DATABASE_CONNECTION_FAILED": "A database does not answer right now; `details.part` names the part it belongs to.",
    "DELIVERY_IS_TEST": "A test of a webhook is not delivered again.",
    "DELIVERY_NOT_FOUND": "There is no such delivery of the webhook.",
    "DRY_RUN_NOT_FOUND": "The run has not been rehearsed yet.",
    "EAN_ENTRY_NOT_FOUND": "There is no such article in the queue of products without EAN.",
    "EAN_INVALID": "The text is not an EAN that names one product world-wide.",
    "EXPORT_COLUMNS_INVALID": "A column of an export is not known, or its expression cannot be understood.",
    "EXPORT_DESTINATION_NOT_FOUND": "There is no such destination of exports.",
    "EXPORT_DESTINATION_OFF": "The destination is switched off.",
    "EXPORT_DESTINATION_USED": "A planned export sends its files there.",
    "EXPORT_FILE_GONE": "The file of the export was removed after its time, or is not made yet.",
    "EXPORT_FILE_NAME_INVALID": "The name of the file has an unknown variable, or is too long.",
    "EXPORT_FORMAT_UNKNOWN": "Exports have no such format.",
    "EXPORT_NAME_TAKEN": "There is another one of this name.",
    "EXPORT_NOT_FOUND": "There is no such export in this organisation, or it is not to be seen.",
    "EXPORT_OPTIONS_INVALID": "An option of the format has a value that is not possible.",
    "EXPORT_RULES_INVALID": "A rule of what is exported has a value that is not possible.",
    "EXPORT_SCHEDULE_NOT_FOUND": "There is no such planned export.",
    "EXPORT_SELECTION_INVALID": "The choice of products cannot be understood.",
    "EXPORT_TEMPLATE_NOT_FOUND": "There is no such export template.",
    "EXPORT_TEMPLATE_USED": "A planned export is made by the template.",
    "EXPORT_TEST_FAILED": "A file would not arrive at the destination; the sentence says why.",
    "MAIL_REFUSED": "The mail server refuses the mail.",
    "MAIL_SERVER_AWAY": "The mail server does not answer; it will be tried again.",
    "UNKNOWN_COLUMN": "Products have no such column.",
    "VIEW_NOT_FOUND": "There is no such saved view, or it is not shared.",
    "IDEMPOTENCY_KEY_INVALID": "An Idempotency-Key takes 1 to 255 visible ASCII characters.",
    "IMPORT_HAS_HELD_ROWS": "A run with held rows is not deleted: replay or discard them first.",
    "IMPORT_STARTED": "The run is at work or done already: what was asked is for runs that wait.",
    "IMPORT_UNDONE": "The run was undone.",
    "IMPORT_UNREADABLE": "The file of the run cannot be read as a table.",
    "JOB_STATE": "The state of the job does not allow this request.",
    "LEASE_LOST": "Another worker has taken the job over.",
    "MAPPING_NOT_FOUND": "Nothing of this id is remembered for the source.",
    "METHOD_NOT_ALLOWED": "The address does not know this method; the header Allow names those it knows.",
    "NO_TENANT": "The caller is not a member of any organisation.",
    "NOT_ACCEPTABLE": "The header Accept asks for a format that is not given here.",
    "NOTIFICATION_NOT_FOUND": "There is no such notification.",
    "PROVIDER_NOT_FOUND": "Nothing is set up for this channel of messages.",
    "PROVIDER_STATUS": "The provider of messages answered with an error.",
    "REMOTE_TIMEOUT": "A remote system did not answer in time.",
    "SESSION_NOT_FOUND": "There is no such session of this person.",
    "SCHEDULE_NOT_FOUND": "There is no such schedule in this organisation.",
    "SHEET_NOT_FOUND": "There is no such edited sheet.",
    "SOURCE_NOT_FOUND": "There is no such source in this organisation.",
    "SUPPLIER_NOT_FOUND": "There is no such supplier in this organisation.",
    "TEMPLATE_NOT_FOUND": "There is no such mapping template in this organisation.",
    "TENANT_NOT_FOUND": "The caller is not a member of the organisation named.",
    "TOO_MANY_WEBHOOKS": "The organisation has as many webhooks as it may have.",
    "UNKNOWN_SORT": "The list cannot be sorted by that.",
    "UNSUPPORTED_MEDIA_TYPE": "The body has a type that is not taken here.",
    "VALIDATION_CONSTRAINT_VIOLATION": "A value does not fit into its column.",
    "WEBHOOK_NOT_FOUND": "There is no such webhook in this organisation.",
    "VALUE_MAP_NOT_FOUND": "There is no such value of a supplier with a meaning.",
}


def codes() -> dict[str, str]:
    """Code -> text of all that are known to the running product."""
    named = {kind.code: _text(kind) for kind in _kinds(ProductsManagerError) if kind.code.isupper()}
    return dict(sorted({**named, **NAMED_IN_PLACE}.items()))


def _kinds(kind: type[ProductsManagerError]) -> Iterator[type[ProductsManagerError]]:
    # Subclasses first: the code of a class that has none of its own keeps the text of the class it is from.
    for each in kind.__subclasses__():
        yield from _kinds(each)
    yield kind


def _text(kind: type[ProductsManagerError]) -> str:
    return (kind.__doc__ or "").strip().split("\n\n")[0].replace("\n", " ")
