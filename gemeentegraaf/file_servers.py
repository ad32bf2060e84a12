"""File servers: the ways to the files of subgraphs, for a gateway that stands alone."""

from gateway.settings import GatewaySettings
from gateway.transport.file_server import FileServer
from gateway.transport.http_files import HttpFiles
from gateway.transport.tls import TlsError
from gemeentegraaf.command_error import CommandError


def file_servers(settings: GatewaySettings) -> dict[str, FileServer]:
    """By the names of the subgraphs that the settings give files. Raises CommandError."""
    return {name: _server(settings, name) for name in settings.files.subgraphs}


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
