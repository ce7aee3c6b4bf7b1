"""The whole error tree of arealsil.

* ArealsilFeil            root; only the door (arealsil.py) turns it into one line and exit code 1
  - KildeFeil             a service or file did not answer, or answered with an error
  - DataFeil              the answer came, but cannot be used
    + CrsFeil             coordinate system missing, wrong zone, swapped axes
    + SkjemaFeil          column or code list is not as the catalogue says
  - ParameterFeil         the user asked for something that does not exist
  - SkriveFeil            a result could not be written (full disk, no permission)

Every message is bokmål and says which layer, which file or address, which row, and what to do.
"""


class ArealsilFeil(Exception):
    """Root of every error that the user is meant to read."""


class KildeFeil(ArealsilFeil):
    """A source (service or file) did not answer, or answered with an error."""


class DataFeil(ArealsilFeil):
    """The answer came, but it cannot be used."""


class CrsFeil(DataFeil):
    """The coordinate system is missing, differs, or does not fit the coordinates."""


class SkjemaFeil(DataFeil):
    """A column or a code is not what the catalogue promises."""


class ParameterFeil(ArealsilFeil):
    """The user asked for something that does not exist."""


class SkriveFeil(ArealsilFeil):
    """A result could not be written; what was there before is untouched."""
