"""Errors that a person can cause, each a sentence that says what happened and what to do."""


class OperatorError(Exception):
    """Something the operator has to mend; the command line prints the sentence and exits with 1."""


class PersonError(Exception):
    """Something the person in the chat can mend.

    `text` is English and stands in the catalogues (mark it with `msg`); `values` fill its {names}.
    """

    def __init__(self, text: str, **values: object) -> None:
        super().__init__(text)
        self.text = text
        self.values = values
