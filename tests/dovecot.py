"""A real IMAP server for the tests: a private Dovecot on loopback ports.

Everybody may sign in with one password; each user name has a mailbox of its
own, made when it is first used.
"""

import grp
import os
import pwd
import shutil
import signal
import socket
import subprocess
import tempfile
import time
from datetime import UTC, datetime, timedelta
from pathlib import Path

from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec
from imapclient import IMAPClient

PASSWORD = "plain-as-day"

CONFIG = """
base_dir = {folder}/run
state_dir = {folder}/state
log_path = {folder}/log
protocols = imap
listen = 127.0.0.1
ssl = yes
ssl_cert = <{folder}/certificate.pem
ssl_key = <{folder}/key.pem
ssl_dh =
disable_plaintext_auth = no
auth_failure_delay = 0s
first_valid_uid = 1
first_valid_gid = 1
{users}
mail_location = maildir:{folder}/mail/%u
mailbox_idle_check_interval = 1s
{more}
passdb {{
  driver = static
  args = password={password}
}}
userdb {{
  driver = static
  args = uid={uid} gid={gid} home={folder}/mail/%u
}}
namespace inbox {{
  inbox = yes
  separator = /
}}
service imap-login {{
  chroot =
  inet_listener imap {{
    port = {port}
  }}
  inet_listener imaps {{
    port = {tls_port}
  }}
}}
service anvil {{
  chroot =
}}
"""


def is_installed() -> bool:
    return _program() is not None


def _program() -> str | None:
    return shutil.which("dovecot", path=f"{os.environ['PATH']}:/usr/sbin:/usr/local/sbin")


class Dovecot:
    """The server, which may be stopped and started again with all its mail.

    `capability` leaves out what other servers cannot do.
    """

    def __init__(self, *, capability: str = "") -> None:
        self.folder = Path(tempfile.mkdtemp(prefix="whydesk-dovecot-"))
        self.folder.chmod(0o755)
        (self.folder / "mail").mkdir()
        self.host, self.port, self.tls_port = "127.0.0.1", _free_port(), _free_port()
        _write_certificate(self.folder)
        more = f"imap_capability = {capability}" if capability else ""
        self._write_config(more)
        self.start()

    def _write_config(self, more: str) -> None:
        # Dovecot lets nobody read mail as root; started by root it also has the
        # users that Debian made for it, and otherwise it must do with ours.
        is_root = os.getuid() == 0
        me = pwd.getpwnam("mail") if is_root else pwd.getpwuid(os.getuid())
        group = grp.getgrgid(me.pw_gid).gr_name
        os.chown(self.folder / "mail", me.pw_uid, me.pw_gid)
        users = (
            f"default_internal_user = {me.pw_name}\n"
            f"default_login_user = {me.pw_name}\n"
            f"default_internal_group = {group}"
        )
        text = CONFIG.format(
            folder=self.folder,
            users="" if is_root else users,
            more=more,
            password=PASSWORD,
            uid=me.pw_uid,
            gid=me.pw_gid,
            port=self.port,
            tls_port=self.tls_port,
        )
        (self.folder / "dovecot.conf").write_text(text)

    def start(self) -> None:
        program = _program()
        assert program
        self._process = subprocess.Popen(
            [program, "-F", "-c", self.folder / "dovecot.conf"],
            stdout=subprocess.DEVNULL,
            stderr=subprocess.PIPE,
            text=True,
        )
        deadline = time.monotonic() + 20
        while not self._answers():
            assert self._process.poll() is None, self._process.communicate()[1]
            assert time.monotonic() < deadline, self.log()
            time.sleep(0.05)

    def _answers(self) -> bool:
        with socket.socket() as probe:
            return probe.connect_ex((self.host, self.port)) == 0

    def log(self) -> str:
        log = self.folder / "log"
        return log.read_text() if log.exists() else ""

    def stop(self) -> None:
        self._process.send_signal(signal.SIGTERM)
        self._process.wait(timeout=20)

    def remove(self) -> None:
        if self._process.poll() is None:
            self.stop()
        shutil.rmtree(self.folder, ignore_errors=True)

    def sign_in(self, user: str) -> IMAPClient:
        client = IMAPClient(self.host, port=self.port, ssl=False, timeout=30)
        client.login(user, PASSWORD)
        return client

    def put(self, user: str, *mails: bytes, folder: str = "INBOX") -> None:
        """Lay the mails into a folder of this user."""
        with self.sign_in(user) as client:
            for mail in mails:
                client.append(folder, mail)


def _free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


def _write_certificate(folder: Path) -> None:
    """Make a certificate that nobody has signed."""
    key = ec.generate_private_key(ec.SECP256R1())
    name = x509.Name([x509.NameAttribute(x509.NameOID.COMMON_NAME, "localhost")])
    now = datetime.now(UTC)
    certificate = (
        x509.CertificateBuilder()
        .subject_name(name)
        .issuer_name(name)
        .public_key(key.public_key())
        .serial_number(1)
        .not_valid_before(now - timedelta(days=1))
        .not_valid_after(now + timedelta(days=1))
        .sign(key, hashes.SHA256())
    )
    pem = serialization.Encoding.PEM
    (folder / "certificate.pem").write_bytes(certificate.public_bytes(pem))
    (folder / "key.pem").write_bytes(
        key.private_bytes(pem, serialization.PrivateFormat.PKCS8, serialization.NoEncryption())
    )
