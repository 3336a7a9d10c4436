"""The list itself: a file or pasted names, read at once so that what is wrong is said at once."""

from __future__ import annotations

from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.core.files.uploadedfile import UploadedFile
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from students.roster.bundles import BUNDLE
from students.roster.messages import FILE, shorten
from students.roster.model import Finding, Question, Reading
from students.roster.rowreader import FORMAT as TABLE
from students.roster.tables import UPLOAD
from students.uploads import Sent

MOST_PASTED = 400_000  # letters; far above a school, and below what one post may hold
MEGABYTE = 1024 * 1024


def words(finding: Finding | Question) -> str:
    """A finding or a question in the reader's language."""
    return gettext(finding.template) % finding.params


class ListForm(forms.Form):
    """A file, or names pasted into a box. Valid only if something can be read in it.

    `sent_bytes` is what the browser said it sends: a file past the limit is never taken in.
    """

    file = forms.FileField(
        label=_("Choose a file"),
        required=False,
        allow_empty_file=True,
        widget=forms.FileInput({"accept": ".csv,.tsv,.txt,.zip,text/csv,text/plain"}),
    )
    names = forms.CharField(
        label=_("Or paste names"),
        required=False,
        strip=False,
        max_length=MOST_PASTED,
        widget=forms.Textarea({"rows": 8, "spellcheck": "false", "autocomplete": "off"}),
        help_text=_("One name a line, or cells copied from a spreadsheet."),
        error_messages={"null_characters_not_allowed": _("This text holds signs no text has.")},
    )

    def __init__(self, *args: Any, is_class: bool, sent_bytes: int = 0, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.is_class = is_class
        self.sent_bytes = sent_bytes
        self.sent: Sent

    def clean_file(self) -> UploadedFile | None:
        file: UploadedFile | None = self.cleaned_data["file"]
        size = file.size or 0 if file else 0
        is_packed = bool(file and (file.name or "").lower().endswith(".zip"))
        limit = BUNDLE.zip_megabytes if is_packed else UPLOAD.megabytes
        if size > limit * MEGABYTE:
            raise too_big(size, limit)
        return file

    def clean(self) -> dict[str, Any]:
        said = super().clean() or {}
        if self.errors:
            return said
        file, names = said.get("file"), said.get("names", "")
        if not file and self.sent_bytes > BUNDLE.zip_megabytes * MEGABYTE:
            self.add_error("file", too_big(self.sent_bytes, BUNDLE.zip_megabytes))
        elif file and names.strip():
            self.add_error(None, _("Choose a file or paste names, not both."))
        elif file:
            self.take("file", Sent(shorten(file.name or "", 100), file.read()))
        elif names.strip():
            self.take("names", Sent(gettext("Pasted list"), names.encode(), is_pasted=True))
        else:
            self.add_error(None, _("Choose a file, or paste at least one name."))
        return said

    def take(self, field: str, sent: Sent) -> None:
        reading = sent.read()
        if refused := refusal(reading, is_class=self.is_class):
            self.add_error(field, refused)
        self.sent = sent


def too_big(size: int, limit: int) -> ValidationError:
    return ValidationError(
        gettext(FILE["file_too_big"]) % {"size": f"{size / MEGABYTE:.1f}", "limit": limit}
    )


def refusal(reading: Reading, *, is_class: bool) -> str:
    """Why nothing of this list can be used here, or nothing."""
    if reading.file_errors:
        return words(reading.file_errors[0])
    if is_class and is_bundle(reading):
        return gettext(
            "This is the roster of a whole school. The people who run your school can import it. "
            "Choose a list of your class here."
        )
    return ""


def is_bundle(reading: Reading) -> bool:
    """Whether it is a roster of several files, not a table of rows."""
    return reading.format != TABLE
