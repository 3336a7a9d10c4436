"""What every page pays, and what it must not pay: figures in docs/benchmarks.md."""

import time
from concurrent.futures import ThreadPoolExecutor

import pytest
from django.contrib.auth.hashers import Argon2PasswordHasher

from plc import env
from plc.hashers import SmallArgon2

POSTGRES = "postgres://plc@db.example/plc"


@pytest.mark.django_db
def test_a_public_page_loads_no_session_and_no_user(sign_in, teacher, django_assert_num_queries):
    client = sign_in(teacher)

    with django_assert_num_queries(1):  # whether the database answers
        assert client.get("/healthz").status_code == 200


def test_postgres_plans_a_statement_once_where_connections_stay_open():
    pooled, passed_on = (env.database(POSTGRES + tail)["OPTIONS"] for tail in ("", "?pool=0"))

    assert (pooled["server_side_binding"], pooled["prepare_threshold"]) == (True, 2)
    assert passed_on == {}


def test_a_password_is_hashed_in_7_mib_and_an_older_hash_is_still_right_and_renewed():
    kept, usual = SmallArgon2(), Argon2PasswordHasher()
    new, old = (hasher.encode("maple-street-121", hasher.salt()) for hasher in (kept, usual))

    assert "$m=7168,t=5,p=1$" in new
    assert kept.verify("maple-street-121", new)
    assert not kept.verify("maple-street-122", new)
    assert kept.verify("maple-street-121", old)
    assert (kept.must_update(new), kept.must_update(old)) == (False, True)


def test_a_process_hashes_one_password_at_a_time(monkeypatch):
    at_work, most = [], []

    def verify(_hasher: object, password: str, _encoded: str) -> bool:
        at_work.append(password)
        time.sleep(0.002)
        most.append(len(at_work))
        at_work.remove(password)
        return True

    monkeypatch.setattr(Argon2PasswordHasher, "verify", verify)
    with ThreadPoolExecutor(4) as staff_room:
        found = list(staff_room.map(lambda name: SmallArgon2().verify(name, ""), "abcdefgh"))

    assert (found, max(most)) == ([True] * 8, 1)
