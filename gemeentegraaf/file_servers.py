"""File servers: the ways to the files of subgraphs, for a gateway that stands alone."""

from gateway.public_settings import FOLDER
from gateway.settings import GatewaySettings
from gateway.transport.file_server import FileServer
from gateway.transport.http_files import HttpFiles
from gateway.transport.tls import TlsError
from gemeentegraaf.command_error import CommandError


def file_servers(settings: GatewaySettings) -> dict[str, FileServer]:
    """By the names of the subgraphs that the settings give files. Raises CommandError."""
    return {name: _server(settings, name) for name in settings.files.subgraphs}


def public_servers(settings: GatewaySettings) -> dict[str, FileServer]:
    """By the names of the subgraphs that have something for everyone beside GraphQL. Raises CommandError."""
    return {name: _public_server(settings, name) for name in sorted(settings.public.subgraphs)}


def _public_server(settings: GatewaySettings, name: str) -> FileServer:
    traffic, own = settings.traffic_to(name), settings.subgraphs.get(name)
    patience = settings.public.patience(traffic.connect_seconds)
    url = HttpFiles.beside(own.url, FOLDER) if own is not None and own.url is not None else None
    try:
        return HttpFiles(url, patience, traffic.tls.files, FOLDER)
    except TlsError as error:
        raise CommandError(f"public.paths ({name}): {error}") from error


def _server(settings: GatewaySettings, name: str) -> FileServer:
    traffic, own = settings.traffic_to(name), settings.subgraphs.get(name)
    patience = settings.files.patience(traffic.connect_seconds)
    url = settings.files.subgraphs[name].url
    if url is None and own is not None and own.url is not None:
        url = HttpFiles.beside(own.url)
    try:
        return HttpFiles(url, patience, traffic.tls.files)
    except TlsError as error:
        raise CommandError(f"files.subgraphs.{name}: {error}") from error
