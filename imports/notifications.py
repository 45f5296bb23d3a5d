"""What people can be told about feeds that run by themselves."""

from django.utils.translation import gettext_lazy as _

from core.models.notifications import Channel
from core.notifications import Kind

BELL_AND_MAIL = (Channel.BELL, Channel.EMAIL)

KINDS = (
    Kind(
        "import_file_not_found",
        _("No file found"),
        _("The files of a feed were to be fetched, and none was there."),
        permission="start:imports",
    ),
    Kind(
        "import_waiting",
        _("Import waits for its mapping"),
        _("A file came by itself whose columns are new: somebody has to confirm what they mean."),
        BELL_AND_MAIL,
        permission="start:imports",
        mail_setting="notifications.emailImportError",
    ),
    Kind(
        "import_held",
        _("Import held"),
        _("A file is so different from the usual ones that somebody has to let it through."),
        BELL_AND_MAIL,
        permission="manage:imports",
        mail_setting="notifications.emailImportError",
    ),
    Kind(
        "feed_silent",
        _("Silent feed"),
        _("A feed has brought nothing for longer than it usually does."),
        BELL_AND_MAIL,
        permission="start:imports",
        mail_setting="notifications.emailImportError",
    ),
    Kind(
        "export_completed",
        _("Export ready"),
        _("A file of the catalogue is ready, or has reached its destination."),
        permission="manage:exports",
    ),
    Kind(
        "export_failed",
        _("Export failed"),
        _("A file of the catalogue could not be made or delivered."),
        BELL_AND_MAIL,
        permission="manage:exports",
    ),
)
