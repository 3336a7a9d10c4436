"""Where a new board comes from: one of ours, found by words, or a file."""

from __future__ import annotations

from typing import Any
from uuid import uuid4

from django import forms
from django.conf import settings
from django.core.files.uploadedfile import UploadedFile
from django.utils.translation import gettext_lazy as _

from choiceboards.library import (
    BANDS,
    MOST_BYTES,
    BoardTemplate,
    Fault,
    Reading,
    read,
    read_bytes,
    subjects,
    too_long,
)

MOST_SHOWN = 50  # faults of one file
MOST_WITHOUT_A_FILE = settings.DATA_UPLOAD_MAX_MEMORY_SIZE or 0


class FindBoardForm(forms.Form):
    """What to look for among our boards. What is not in a list counts as not asked for."""

    q = forms.CharField(
        label=_("Words"),
        required=False,
        max_length=80,
        widget=forms.TextInput({"type": "search", "class": "input", "autocomplete": "off"}),
    )
    grades = forms.ChoiceField(
        label=_("Grades"), required=False, widget=forms.Select({"class": "input"})
    )
    subject = forms.ChoiceField(
        label=_("Subject"), required=False, widget=forms.Select({"class": "input"})
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        bands = [("", _("All grades")), *((band, band) for band in BANDS)]
        every = [("", _("All subjects")), *((name, name) for name in subjects())]
        self.fields["grades"].choices = bands  # type: ignore[attr-defined]
        self.fields["subject"].choices = every  # type: ignore[attr-defined]

    def wanted(self) -> dict[str, str]:
        """What was asked for and is understood."""
        self.is_valid()
        said = self.cleaned_data
        return {
            "words": said.get("q", ""),
            "grades": said.get("grades", ""),
            "subject": said.get("subject", ""),
        }


class BoardFileForm(forms.Form):
    """A board file, chosen or pasted. Valid only when every line of it is.

    The text of a file with faults is put into the box, so that it can be mended there;
    `sent_bytes` is what the browser said it sends: a file past the limit is never taken in.
    """

    file = forms.FileField(
        label=_("Choose a file"),
        required=False,
        allow_empty_file=True,
        widget=forms.FileInput({"accept": ".toml,.txt,text/plain"}),
        help_text=_("A board saved as a file ends in .toml."),
    )
    text = forms.CharField(
        label=_("Or paste its text"),
        required=False,
        strip=False,
        widget=forms.Textarea({"rows": 12, "spellcheck": "false", "autocomplete": "off"}),
        help_text=_("If you choose a file too, the file is read."),
        error_messages={"null_characters_not_allowed": _("This text holds signs no text has.")},
    )
    key = forms.UUIDField(widget=forms.HiddenInput, initial=uuid4)

    def __init__(self, *args: Any, sent_bytes: int = 0, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.sent_bytes = sent_bytes
        self.faults: tuple[Fault, ...] = ()
        self.board: BoardTemplate

    def clean(self) -> dict[str, Any]:
        said = super().clean() or {}
        file, text = said.get("file"), said.get("text", "")
        if file:
            content = _all_of(file)
            self._take(read_bytes(content), "text" if self._shows(content) else "file")
        elif self.sent_bytes > MOST_WITHOUT_A_FILE:  # the file was turned away on the way in
            self.add_error("file", too_long())
        elif text.strip():
            self._take(read(text), "text")
        elif not self.errors:
            self.add_error(None, _("Choose a file, or paste its text."))
        return said

    def _take(self, reading: Reading, field: str) -> None:
        self.faults = reading.faults
        if reading.board is None:
            self.add_error(field, _("The list above says what to change."))
        else:
            self.board = reading.board

    def _shows(self, content: bytes) -> bool:
        """Put what is in the file into the box, if it is text of a size that can be mended."""
        if len(content) > MOST_BYTES or b"\0" in content:
            return False
        try:
            text = content.decode("utf-8-sig")
        except UnicodeDecodeError:
            return False
        self.data = {**self.data.dict(), "text": text}  # type: ignore[attr-defined]
        return True

    @property
    def shown_faults(self) -> tuple[Fault, ...]:
        return self.faults[:MOST_SHOWN]

    @property
    def more_faults(self) -> int:
        return max(0, len(self.faults) - MOST_SHOWN)


def _all_of(file: UploadedFile) -> bytes:
    """The file, or enough of it to know that it is too long."""
    content: bytes = file.read(MOST_BYTES + 1)
    return content
