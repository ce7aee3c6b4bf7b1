"""The two networks are closed in tests; these tests fail if somebody opens them."""

import socket
import urllib.error
import urllib.request

import pyogrio
import pytest


def test_python_naar_ikke_ut():
    with pytest.raises(RuntimeError, match="prøvde å"):
        socket.create_connection(("192.0.2.1", 80), timeout=1)
    with pytest.raises(RuntimeError, match="prøvde å"):
        socket.getaddrinfo("example.org", 80)
    with pytest.raises(urllib.error.URLError, match="refused"):
        urllib.request.urlopen("http://example.org", timeout=1)


@pytest.mark.filterwarnings("ignore::pytest.PytestUnraisableExceptionWarning")  # GDAL's own words
def test_gdal_naar_ikke_ut():
    with pytest.raises(pyogrio.errors.DataSourceError):
        pyogrio.read_info("/vsicurl/http://192.0.2.1/fil.geojson")
