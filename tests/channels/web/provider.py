"""A sign-in provider of our own for the tests: discovery, keys, codes and tokens, with faults that a test turns on."""

from __future__ import annotations

import base64
import hashlib
import json
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from urllib.parse import parse_qs, urlsplit

import jwt
from cryptography.hazmat.primitives.asymmetric import rsa

CLIENT = "firstline-test"


@dataclass
class Fake:
    """One person at the desk of the provider; each field is what a test changes."""

    url: str = ""
    claims: dict[str, object] = field(default_factory=lambda: {"sub": "u-17", "name": "Alva Lind", "groups": ["it-1"]})
    changes: dict[str, object] = field(default_factory=dict)  # laid over the claims of the token, whatever is right
    down: bool = False
    key_name: str = "k1"
    key: rsa.RSAPrivateKey = field(default_factory=lambda: rsa.generate_private_key(65537, 2048))
    signs_with: rsa.RSAPrivateKey | None = None  # another key than the one that is published
    asked: list[str] = field(default_factory=list)
    _codes: dict[str, dict[str, str]] = field(default_factory=dict)

    def rotate(self) -> None:
        self.key_name, self.key = "k2", rsa.generate_private_key(65537, 2048)

    def sign_in(self, address: str) -> str:
        """What the person does in the browser: say yes; the address that they are sent back to."""
        said = {name: values[0] for name, values in parse_qs(urlsplit(address).query).items()}
        assert said["response_type"] == "code"
        assert said["code_challenge_method"] == "S256"
        code = f"code-{len(self._codes)}"
        self._codes[code] = said
        return f"{said['redirect_uri']}?code={code}&state={said['state']}"

    def answer(self, path: str, form: dict[str, str]) -> tuple[int, dict[str, object]]:
        self.asked.append(path)
        if self.down:
            return 503, {}
        if path == "/.well-known/openid-configuration":
            return 200, {
                "issuer": self.url,
                "authorization_endpoint": f"{self.url}/authorise",
                "token_endpoint": f"{self.url}/token",
                "jwks_uri": f"{self.url}/keys",
            }
        if path == "/keys":
            public = json.loads(jwt.algorithms.RSAAlgorithm.to_jwk(self.key.public_key()))
            return 200, {"keys": [{**public, "kid": self.key_name, "use": "sig", "alg": "RS256"}]}
        return self._token(form)

    def _token(self, form: dict[str, str]) -> tuple[int, dict[str, object]]:
        begun = self._codes.pop(form.get("code", ""), None)
        digest = hashlib.sha256(form.get("code_verifier", "").encode()).digest()
        challenge = base64.urlsafe_b64encode(digest).rstrip(b"=").decode()
        if begun is None or begun["code_challenge"] != challenge or begun["redirect_uri"] != form.get("redirect_uri"):
            return 400, {"error": "invalid_grant"}
        now = int(time.time())
        claims = {"iss": self.url, "aud": CLIENT, "iat": now, "exp": now + 300, "nonce": begun["nonce"], **self.claims}
        token = jwt.encode(
            {**claims, **self.changes}, self.signs_with or self.key, algorithm="RS256", headers={"kid": self.key_name}
        )
        return 200, {"id_token": token, "token_type": "Bearer"}


@contextmanager
def provider() -> Iterator[Fake]:
    """The provider on a port of this machine."""
    fake = Fake()

    class Desk(BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            self._give(*fake.answer(self.path, {}))

        def do_POST(self) -> None:
            body = self.rfile.read(int(self.headers["content-length"])).decode()
            self._give(*fake.answer(self.path, {name: values[0] for name, values in parse_qs(body).items()}))

        def _give(self, status: int, document: dict[str, object]) -> None:
            body = json.dumps(document).encode()
            self.send_response(status)
            self.send_header("content-length", str(len(body)))
            self.end_headers()
            self.wfile.write(body)

        def log_message(self, *_: object) -> None:
            pass

    server = ThreadingHTTPServer(("127.0.0.1", 0), Desk)
    fake.url = f"http://127.0.0.1:{server.server_address[1]}"
    threading.Thread(target=server.serve_forever, daemon=True).start()
    try:
        yield fake
    finally:
        server.shutdown()
        server.server_close()
