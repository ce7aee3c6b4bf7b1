"""An HTTP server on loopback that runs a CGI program for every request; for tests."""

import subprocess
from collections.abc import Callable, Mapping
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer

FELLES = {
    "PATH": "/usr/bin:/bin",
    "GATEWAY_INTERFACE": "CGI/1.1",
    "SERVER_PROTOCOL": "HTTP/1.1",
    "REQUEST_METHOD": "GET",
}


class Behandler(BaseHTTPRequestHandler):
    """Runs the program with what the class is told."""

    protocol_version = "HTTP/1.1"
    program: str
    miljo: Callable[[str], Mapping[str, str]]
    """Path → the program's own environment."""

    def do_GET(self) -> None:
        """Answer one request."""
        vert, port = self.server.server_address[:2]
        sti, _, sporring = self.path.partition("?")
        miljo = {
            **FELLES,
            "QUERY_STRING": sporring,
            "REQUEST_URI": self.path,
            "SERVER_NAME": str(vert),
            "SERVER_PORT": str(port),
            "HTTP_HOST": f"{vert}:{port}",
            **type(self).miljo(sti),
        }
        svar = subprocess.run(
            [self.program], env=miljo, capture_output=True, timeout=120, check=False
        )
        hode, skille, kropp = svar.stdout.partition(b"\r\n\r\n")
        if not skille:
            hode, _, kropp = svar.stdout.partition(b"\n\n")
        status, hoder = 200, []
        for linje in hode.decode("latin-1").splitlines():
            navn, _, verdi = linje.partition(":")
            if navn.lower() == "status":
                status = int(verdi.split()[0])
            elif navn and navn.lower() != "content-length":
                hoder.append((navn, verdi.strip()))
        self.send_response(status)
        for navn, verdi in hoder:
            self.send_header(navn, verdi)
        self.send_header("Content-Length", str(len(kropp)))
        self.end_headers()
        self.wfile.write(kropp)

    def log_message(self, *_: object) -> None:
        """Keep quiet."""


def cgi_tjener(
    port: int, program: str, miljo: Callable[[str], Mapping[str, str]]
) -> ThreadingHTTPServer:
    """Make the server; PORT 0 takes a free one."""
    klasse = type("Egen", (Behandler,), {"program": program, "miljo": staticmethod(miljo)})
    return ThreadingHTTPServer(("127.0.0.1", port), klasse)
