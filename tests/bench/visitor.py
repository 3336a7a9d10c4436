"""A browser without a screen: cookies, gzip, forms. One connection, kept open, as browsers do."""

from __future__ import annotations

import gzip
import http.client
import re
from dataclasses import dataclass
from html.parser import HTMLParser
from http.cookies import SimpleCookie
from urllib.parse import urlencode, urljoin, urlsplit

PASSWORD = "maple-street-121"
CLASS_CODE = "MAPLE12"


@dataclass(frozen=True)
class Answer:
    """What came back; `wire` counts the bytes of the body as they were sent."""

    status: int
    headers: dict[str, str]  # names in lower case
    text: str
    wire: int
    url: str

    def forms(self) -> list[Form]:
        found = _Forms()
        found.feed(self.text)
        return found.forms

    def form(self, *fields: str) -> Form:
        """The first form that has these fields."""
        for form in self.forms():
            if all(field in form.fields for field in fields):
                return form
        raise LookupError(f"{self.url} has no form with {', '.join(fields)}")

    def links(self, pattern: str) -> list[str]:
        """Addresses of links that match."""
        return [
            address
            for address in re.findall(r'href="([^"]+)"', self.text)
            if re.search(pattern, address)
        ]


@dataclass
class Form:
    action: str
    method: str
    fields: dict[str, list[str]]  # the values a field has or, with buttons and radios, may have


class _Forms(HTMLParser):
    def __init__(self) -> None:
        super().__init__()
        self.forms: list[Form] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        found = {name: value or "" for name, value in attrs}
        if tag == "form":
            method = found.get("method", "get").lower()
            self.forms.append(Form(found.get("action", ""), method, {}))
        elif tag in {"input", "button", "select", "textarea"} and self.forms and "name" in found:
            self.forms[-1].fields.setdefault(found["name"], []).append(found.get("value", ""))


class Visitor:
    """Someone at a browser, signed in or not."""

    def __init__(self, base: str) -> None:
        self.base = base
        self.cookies: dict[str, str] = {}
        self._connection = http.client.HTTPConnection(urlsplit(base).netloc, timeout=20)

    def get(self, path: str, **headers: str) -> Answer:
        return self._ask("GET", path, None, headers)

    def post(self, path: str, fields: dict[str, object], **headers: str) -> Answer:
        token = {"csrfmiddlewaretoken": self.cookies.get("plc_csrf", "")}
        return self._ask("POST", path, urlencode({**token, **fields}, doseq=True), headers)

    def follow(self, answer: Answer) -> Answer:
        """The page a redirect leads to, through as many as it takes."""
        while answer.status in {301, 302, 303}:
            answer = self.get(answer.headers["location"])
        return answer

    def _ask(self, method: str, path: str, body: str | None, headers: dict[str, str]) -> Answer:
        url = urljoin(self.base, path)
        sent = {name.replace("_", "-"): value for name, value in headers.items()}
        sent |= {"Accept-Encoding": "gzip", "Referer": url, "Accept": "text/html"}
        sent["Cookie"] = "; ".join(f"{name}={value}" for name, value in self.cookies.items())
        if body is not None:
            sent["Content-Type"] = "application/x-www-form-urlencoded"
        target = url.removeprefix(self.base)
        self._connection.request(method, target, body, sent)
        with self._connection.getresponse() as response:
            content = response.read()
            for cookie in response.headers.get_all("Set-Cookie", []):
                self.cookies |= {key: morsel.value for key, morsel in SimpleCookie(cookie).items()}
            found = {name.lower(): value for name, value in response.headers.items()}
            packed = found.get("content-encoding") == "gzip"
            text = (gzip.decompress(content) if packed else content).decode(errors="replace")
            return Answer(response.status, found, text, len(content), url)


def teacher(base: str, name: str = "teacher") -> Visitor:
    """An adult of the demo, signed in with e-mail and password."""
    visitor = Visitor(base)
    visitor.get("/account/login/")
    fields = {"login": f"{name}@maple.example", "password": PASSWORD}
    answer = visitor.post("/account/login/", fields)
    if answer.status != 302:
        raise SystemExit(f"{name} could not sign in: {answer.status}")
    return visitor


def student(base: str) -> Visitor:
    """The last student of Room 12, signed in with the class code and two secret pictures."""
    visitor = Visitor(base)
    visitor.get("/in/")
    page = visitor.follow(visitor.post("/in/", {"code": CLASS_CODE}))
    seat = page.links(rf"^/in/{CLASS_CODE}/\w+/")[-1]
    page = visitor.get(seat)
    for number in range(2):  # the demo's secret: the first two pictures offered
        form = page.form("picture")
        said = "".join(form.fields.get("said", []))
        page = visitor.post(seat, {"picture": form.fields["picture"][number], "said": said})
    if page.status != 302:
        raise SystemExit(f"The student could not sign in: {page.status}")
    return visitor
