"""Tests that look at plc as people do: in a browser, on the demo's school, on the day itself."""
