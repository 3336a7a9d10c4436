"""What every page pays, and what it must not pay: figures in docs/benchmarks.md."""

import pytest

from plc import env

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
