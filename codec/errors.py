"""The one error tree of the project; every package's errors descend from `MubppError`.

MubppError
├── UsageError          what the user asked for makes no sense (a bad budget, policy, team, option)
├── PictureError        the picture can't be read
├── FormatError         a file of ours can't be read: damaged, foreign, or of an unknown version
├── StorageError        a file or folder can't be written
├── ReplyError          a model's answer was unusable, twice
├── WireError           an endpoint refused, failed or could not be reached
└── RunStateError       a run is finished, busy, or not on record

The command line prints one of these as one line and exits with its `exit_code`; any other exception is a bug and keeps
its traceback.
"""

from typing import ClassVar


class MubppError(Exception):
    """A failure that a person can do something about: the message says what is wrong, with what, and what to do."""

    exit_code: ClassVar[int] = 1


class UsageError(MubppError):
    """What the user asked for makes no sense."""

    exit_code = 2


class PictureError(MubppError):
    """A picture can't be read."""

    exit_code = 3


class FormatError(MubppError):
    """A file of this project's can't be read: damaged, foreign, or of an unknown version."""

    exit_code = 4


class StorageError(MubppError):
    """A file or folder can't be written."""

    exit_code = 5


class ReplyError(MubppError):
    """A model's answer was unusable even after it was asked once more."""

    exit_code = 6


class WireError(MubppError):
    """An endpoint refused, failed, or could not be reached."""

    exit_code = 7


class RunStateError(MubppError):
    """A run is finished, in use by another process, or not on record."""

    exit_code = 8
