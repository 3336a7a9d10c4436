"""`manage.py import_roster`: a class list, or a whole school's, from a file of this server."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser
from django.db.models import Q

from plc import clock
from plc.models import User
from students.importing.unattended import Order, carry_out
from students.models import School, Section

NOTHING_SAVED, WRONG_USE = 1, 2


class Command(BaseCommand):
    help = (
        "Import a class list: CSV with any headings, OneRoster or Microsoft SDS, as a file, a "
        "folder or a ZIP. Exit code 0: done; 1: nothing was saved, and why; 2: asked wrongly."
    )

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("path", type=Path)
        parser.add_argument("--school", required=True, help="name or key of the school")
        parser.add_argument(
            "--class", dest="section", metavar="NAME", help="the list is of this one class"
        )
        parser.add_argument(
            "--school-id", default="", metavar="ID", help="which school of a bundle to read"
        )
        parser.add_argument("--by", metavar="EMAIL", help="who imports; else a school admin")
        parser.add_argument("--dry-run", action="store_true", help="say what would change")
        parser.add_argument("--json", action="store_true", help="report as JSON")
        parser.add_argument(
            "--add", action="store_true", help="who is in a class and not on the list stays"
        )
        parser.add_argument("--yes", action="store_true", help="even if more than 10%% leave")
        parser.add_argument(
            "--skip-refused", action="store_true", help="save the other rows; nobody leaves then"
        )

    def handle(self, *args: Any, **options: Any) -> None:
        if not options["path"].exists():
            raise _wrong_use(f"There is no file or folder {options['path']}.")
        school = _school(options["school"])
        order = Order(
            path=options["path"],
            school=school,
            section=_section(school, options["section"]) if options["section"] else None,
            by=None if options["dry_run"] else _actor(school, options["by"]),
            bundle_school=options["school_id"],
            skip_refused=options["skip_refused"],
            many_may_leave=options["yes"],
            only_adds=options["add"],
        )
        report = carry_out(order, now=clock.now())
        if options["json"]:
            self.stdout.write(json.dumps(report.as_json(), ensure_ascii=False, indent=1))
        else:
            self.stdout.write(report.as_text())
        if report.reasons:
            raise SystemExit(NOTHING_SAVED)


def _wrong_use(sentence: str) -> CommandError:
    return CommandError(sentence, returncode=WRONG_USE)


def _school(wanted: str) -> School:
    found = School.objects.filter(Q(name__iexact=wanted) | Q(key=wanted))[:2]
    if len(found) == 1:
        return found[0]
    schools = "\n".join(f"  {school.key}  {school.name}" for school in School.objects.all())
    if found:
        raise _wrong_use(f"Several schools have this name. Give the key:\n{schools}")
    raise _wrong_use(f"There is no school “{wanted}”. There are:\n{schools or '  none yet'}")


def _section(school: School, wanted: str) -> Section:
    sections = Section.objects.filter(school=school).active()
    found = sections.filter(Q(name__iexact=wanted) | Q(key=wanted))[:2]
    if len(found) == 1:
        return found[0]
    known = "\n".join(f"  {section.key}  {section.name}" for section in sections)
    if found:
        raise _wrong_use(f"Several classes have this name. Give the key:\n{known}")
    raise _wrong_use(f"There is no class “{wanted}”. There are:\n{known or '  none yet'}")


def _actor(school: School, email: str | None) -> User:
    """Who the record names: an adult by e-mail, else whoever has run the school longest."""
    staff = User.objects.filter(kind=User.Kind.STAFF, is_active=True)
    if email:
        found = staff.filter(email__iexact=email).first()
    else:
        admins = school.staff_roles.current(clock.today()).school_wide()
        found = staff.filter(staff_roles__in=admins).order_by("staff_roles__pk").first()
    if found is None and email:
        raise _wrong_use(f"No adult here has the e-mail {email}. Say who with --by.")
    if found is None:
        raise _wrong_use("This school has no admin. Say who imports with --by.")
    return found
