"""Exit with 0 when plc and its database answer: for a container's or a monitor's health check."""

import os
import sys
import urllib.error
import urllib.request

host = os.environ.get("ALLOWED_HOSTS", "localhost").split(",")[0].strip().lstrip(".")
port = os.environ.get("BIND", ":8000").rpartition(":")[2]
request = urllib.request.Request(f"http://127.0.0.1:{port}/healthz", headers={"Host": host})
try:
    with urllib.request.urlopen(request, timeout=4) as response:  # noqa: S310 - our own address
        sys.exit(response.status != 200)
except urllib.error.URLError as error:
    sys.exit(f"plc is not well: {error}")
