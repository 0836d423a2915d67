"""A real PostgreSQL on loopback, in a folder of its own; as an unprivileged user where the tests run as root."""

import os
import pwd
import shutil
import socket
import subprocess
import tempfile
from itertools import count
from pathlib import Path

import psycopg

PLACES = sorted(Path("/usr/lib/postgresql").glob("*/bin"), reverse=True)
USER = "postgres"


def program(name: str) -> str:
    found = next((str(place / name) for place in PLACES if (place / name).exists()), shutil.which(name))
    assert found, f"{name} is not installed: packaging/prepare dev does it"
    return found


class Postgres:
    """One cluster; `database` gives each test one of its own."""

    def __init__(self) -> None:
        self._as = USER if os.geteuid() == 0 else None
        self.folder = Path(tempfile.mkdtemp(prefix="kiosk-pg-"))
        if self._as is not None:
            about = pwd.getpwnam(self._as)
            os.chown(self.folder, about.pw_uid, about.pw_gid)
        self._data = self.folder / "data"
        self._names = count(1)
        self.port = 0

    def start(self) -> None:
        self._run(
            program("initdb"), "-D", str(self._data), "-U", USER, "--auth=trust", "--no-sync", "-E", "UTF8"
        )
        for _ in range(20):  # somebody else may take the port between looking and listening
            with socket.socket() as free:
                free.bind(("127.0.0.1", 0))
                self.port = free.getsockname()[1]
            told = f"-p {self.port} -c listen_addresses=127.0.0.1 -c unix_socket_directories={self.folder} -c max_connections=60"
            try:
                self._run(
                    program("pg_ctl"),
                    "-D",
                    str(self._data),
                    "-w",
                    "-l",
                    str(self.folder / "log"),
                    "-o",
                    told,
                    "start",
                )
            except subprocess.CalledProcessError:
                continue
            return
        raise AssertionError((self.folder / "log").read_text())

    def stop(self) -> None:
        self._run(program("pg_ctl"), "-D", str(self._data), "-m", "immediate", "stop")
        shutil.rmtree(self.folder, ignore_errors=True)

    def database(self) -> str:
        """The address of an empty one, as `kiosk hub init --database` takes it."""
        name = f"hub{next(self._names)}"
        with psycopg.connect(
            f"host=127.0.0.1 port={self.port} user={USER} dbname=postgres", autocommit=True
        ) as on:
            on.execute(f"CREATE DATABASE {name}")  # type: ignore[arg-type]  # of ours
        return f"postgresql://{USER}@127.0.0.1:{self.port}/{name}"

    def _run(self, *words: str) -> None:
        subprocess.run(
            words, check=True, capture_output=True, user=self._as, cwd="/", env={**os.environ, "LC_ALL": "C"}
        )
