"""The language server as editors meet it: pytest-lsp's client with the capabilities of real ones, which holds each message against the
protocol's types. SOCKWARDEN names the command."""

import asyncio
import json
import os
import socket
import subprocess

import pytest
import pytest_asyncio
from lsprotocol import types as lsp
from pygls.exceptions import JsonRpcException
from pytest_lsp import client_capabilities, make_test_lsp_client

COMMAND = os.environ["SOCKWARDEN"]
EDITORS = ["neovim", "visual-studio-code", "emacs"]

POLICY = """\
# ключ 🔑
apiVersion: gateway.kgateway.dev/v1alpha1
kind: ListenerPolicy
metadata: {name: keepalive, namespace: edge}
spec:
  targetRefs: [{group: gateway.networking.k8s.io, kind: Gateway, name: http}]
  default:
    httpSettings: {}
  socketOptions:
  - {description: "🔑 enable keepalive", level: 65535, name: 8, intValue: 1}
  - level: 6
    name: 4
    intValue: 60
  - {level: 6, name: 5, intValue: 20}
  - {level: 6, name: 6, intValue: 3}
"""
SOUND = POLICY.replace("level: 65535, name: 8", "level: 1, name: 9")
QUIET = "rules: {SW213: off, SW401: off}\n"


class Editor:
    """A client with one document."""

    def __init__(self, client, folder):
        self.client = client
        self.folder = folder
        self.version = 0
        self.unit, self.width = "utf-16-le", 2

    @staticmethod
    async def start(folder, editor="neovim", encodings=None):
        client = make_test_lsp_client()
        await client.start_io(COMMAND, "lsp", "--stdio", cwd=folder)
        capabilities = client_capabilities(editor)
        if encodings:
            capabilities.general = lsp.GeneralClientCapabilities(position_encodings=encodings)
        self = Editor(client, folder)
        self.result = await client.initialize_session(
            lsp.InitializeParams(capabilities=capabilities, root_uri=folder.as_uri()))
        if self.result.capabilities.position_encoding == "utf-8":
            self.unit, self.width = "utf-8", 1
        return self

    def uri(self, name="policy.yaml"):
        return (self.folder / name).as_uri()

    async def diagnostics(self, action):
        """What is published after something is done."""
        published = asyncio.ensure_future(self.client.wait_for_notification(lsp.TEXT_DOCUMENT_PUBLISH_DIAGNOSTICS))
        await asyncio.sleep(0)
        action()
        return await published

    async def open(self, text, name="policy.yaml"):
        self.text = text
        self.version += 1
        item = lsp.TextDocumentItem(uri=self.uri(name), language_id="yaml", version=self.version, text=text)
        return await self.diagnostics(lambda: self.client.text_document_did_open(lsp.DidOpenTextDocumentParams(item)))

    def send(self, text, name="policy.yaml"):
        self.text = text
        self.version += 1
        document = lsp.VersionedTextDocumentIdentifier(uri=self.uri(name), version=self.version)
        change = lsp.TextDocumentContentChangeWholeDocument(text=text)
        self.client.text_document_did_change(lsp.DidChangeTextDocumentParams(document, [change]))

    async def change(self, text, name="policy.yaml"):
        return await self.diagnostics(lambda: self.send(text, name))

    def place(self, before):
        """The place behind a text, as the client counts it."""
        last = before.rsplit("\n", 1)[-1]
        return lsp.Position(before.count("\n"), len(last.encode(self.unit)) // self.width)

    def at(self, needle, shift=0):
        """The place of a part of the text."""
        return self.place(self.text[: self.text.index(needle) + shift])

    async def hover(self, needle, shift=0):
        document = lsp.TextDocumentIdentifier(self.uri())
        return await self.client.text_document_hover_async(lsp.HoverParams(document, self.at(needle, shift)))

    async def complete(self, text):
        """The items at `|`."""
        place = text.index("|")
        await self.change(text.replace("|", ""))
        before = text[:place]
        document = lsp.TextDocumentIdentifier(self.uri())
        items = await self.client.text_document_completion_async(lsp.CompletionParams(document, self.place(before)))
        return {item.label: item for item in items}

    def taking(self, item):
        """The text with an item in it."""
        return self.applying([item.text_edit] + list(item.additional_text_edits or []))

    def applying(self, edits):
        encoded = [line.encode(self.unit) for line in self.text.splitlines(keepends=True)] + [b""]
        offset = lambda place: sum(map(len, encoded[: place.line])) + self.width * place.character
        data = b"".join(encoded)
        for edit in sorted(edits, key=lambda edit: offset(edit.range.start), reverse=True):
            data = data[: offset(edit.range.start)] + edit.new_text.encode(self.unit) + data[offset(edit.range.end):]
        return data.decode(self.unit)

    async def actions(self, start, end=None, only=None):
        document = lsp.TextDocumentIdentifier(self.uri())
        context = lsp.CodeActionContext(diagnostics=[], only=only)
        parameters = lsp.CodeActionParams(document, lsp.Range(start, end or start), context)
        return await self.client.text_document_code_action_async(parameters)

    async def stop(self):
        server = self.client._server
        await self.client.shutdown_session()
        await self.client.stop()
        return server.returncode


@pytest.fixture
def folder(tmp_path):
    (tmp_path / ".sockwarden.yaml").write_text(QUIET)
    return tmp_path


@pytest_asyncio.fixture
async def editor(folder):
    editor = await Editor.start(folder)
    yield editor
    assert await editor.stop() == 0


def codes(published):
    return [diagnostic.code for diagnostic in published.diagnostics]


@pytest.mark.asyncio
@pytest.mark.parametrize("name", EDITORS)
async def test_editors(folder, name):
    editor = await Editor.start(folder, name)
    assert editor.result.server_info.name == "sockwarden"
    published = await editor.open(POLICY)
    assert codes(published) == ["SW102"]
    [diagnostic] = published.diagnostics
    assert diagnostic.severity == lsp.DiagnosticSeverity.Error
    assert "on linux write level 1, name 9" in diagnostic.message
    assert published.version == 1
    assert editor.result.capabilities.position_encoding == ("utf-16" if name == "visual-studio-code" else "utf-8")
    assert diagnostic.range.start == editor.at("level: 65535", len("level: "))
    assert not (await editor.change(SOUND)).diagnostics
    closing = lsp.DidCloseTextDocumentParams(lsp.TextDocumentIdentifier(editor.uri()))
    await editor.change(POLICY)
    published = await editor.diagnostics(lambda: editor.client.text_document_did_close(closing))
    assert not published.diagnostics
    assert await editor.stop() == 0


@pytest.mark.asyncio
@pytest.mark.parametrize("encodings, chosen", [
    (["utf-16", "utf-8"], "utf-8"), (["utf-16"], "utf-16"), (["utf-32"], "utf-16"), (["utf-32", "utf-8"], "utf-8")])
async def test_counts_as_the_client_does(folder, encodings, chosen):
    editor = await Editor.start(folder, encodings=encodings)
    assert editor.result.capabilities.position_encoding == chosen
    [diagnostic] = (await editor.open(POLICY)).diagnostics
    assert diagnostic.range.start == editor.at("level: 65535", len("level: "))
    await editor.stop()


@pytest.mark.asyncio
async def test_hover_of_an_option(editor):
    await editor.open(SOUND)
    hover = await editor.hover("name: 4", len("name: "))
    text = hover.contents.value
    assert "TCP_KEEPIDLE" in text and "1 to 32767 seconds" in text and "inherit it" in text
    assert "first probe after 60 s idle, then every 20 s" in text
    assert hover.range.start == editor.at("name: 4") and hover.range.end == editor.at("name: 4", len("name: 4"))
    assert "SO_KEEPALIVE" in (await editor.hover("level: 1,")).contents.value
    assert "first probe" in (await editor.hover("socketOptions")).contents.value
    assert await editor.hover("targetRefs") is None
    await editor.change(POLICY)
    assert "macOS" in (await editor.hover("level: 65535")).contents.value


@pytest.mark.asyncio
async def test_hover_of_typed_keepalive(editor):
    await editor.open(
        "apiVersion: networking.istio.io/v1\nkind: DestinationRule\nmetadata: {name: a}\nspec:\n  host: a\n  trafficPolicy:\n"
        "    connectionPool:\n      tcp:\n        tcpKeepalive:\n          time: 60s\n          interval: 20s\n          probes: 3\n")
    text = (await editor.hover("time: 60s")).contents.value
    assert "TCP\\_KEEPIDLE" in text or "TCP_KEEPIDLE" in text
    assert "every 20 s" in text
    assert "dead after" in (await editor.hover("tcpKeepalive")).contents.value


@pytest.mark.asyncio
async def test_hover_in_plain_words(folder):
    editor = await Editor.start(folder)
    await editor.stop()
    client = make_test_lsp_client()
    await client.start_io(COMMAND, "lsp", cwd=folder)
    bare = Editor(client, folder)
    await client.initialize_session(lsp.InitializeParams(capabilities=lsp.ClientCapabilities()))
    await bare.open(SOUND)
    hover = await bare.hover("name: 4")
    assert hover.contents.kind == lsp.MarkupKind.PlainText and "**" not in hover.contents.value
    await bare.stop()


OPTIONS = SOUND[: SOUND.index("  socketOptions:")] + "  socketOptions:\n"


@pytest.mark.asyncio
async def test_completes_names(editor):
    await editor.open(SOUND)
    items = await editor.complete(OPTIONS + "  - level: 6\n    name: |\n")
    assert list(items)[:3] == ["TCP_KEEPIDLE", "TCP_KEEPINTVL", "TCP_KEEPCNT"]
    assert "SO_KEEPALIVE" not in items and "TCP_INFO" not in items
    assert "  - level: 6\n    name: 4\n" in editor.taking(items["TCP_KEEPIDLE"])
    items = await editor.complete(OPTIONS + "  - {level: 6, name: TCP_K|}\n")
    assert "{level: 6, name: 4}" in editor.taking(items["TCP_KEEPIDLE"])
    items = await editor.complete(OPTIONS + "  - name: |\n")
    assert "  - level: 1\n    name: 9\n" in editor.taking(items["SO_KEEPALIVE"])
    items = await editor.complete(OPTIONS + "  - {name:|}\n")
    assert "{level: 1, name: 9}" in editor.taking(items["SO_KEEPALIVE"])


@pytest.mark.asyncio
async def test_completes_levels_and_states(editor):
    await editor.open(SOUND)
    items = await editor.complete(OPTIONS + "  - level: |\n")
    assert "level: 6\n" in editor.taking(items["IPPROTO_TCP"])
    items = await editor.complete(OPTIONS + "  - name: 4\n    level: |\n")
    assert "level: 6\n" in editor.taking(items["TCP_KEEPIDLE"])
    items = await editor.complete(OPTIONS + "  - level: 6\n    name: 4\n    intValue: 60\n    state: STATE|\n")
    assert list(items) == ["STATE_PREBIND", "STATE_BOUND", "STATE_LISTENING"]
    assert "state: STATE_BOUND\n" in editor.taking(items["STATE_BOUND"])


@pytest.mark.asyncio
async def test_completes_fields(editor):
    await editor.open(SOUND)
    items = await editor.complete(OPTIONS + "  - level: 6\n    n|\n    intValue: 60\n")
    assert "name" in items and "level" not in items and "intValue" not in items
    assert "    name: \n" in editor.taking(items["name"])
    items = await editor.complete(OPTIONS + "  - |\n")
    assert "  - level: 6\n    name: 4\n    intValue: \n" in editor.taking(items["TCP_KEEPIDLE"])
    items = await editor.complete(OPTIONS + "  - {level: 1, name: 9, intValue: 1}\n  - {|}\n")
    assert "{level: 6, name: 4, intValue: }" in editor.taking(items["TCP_KEEPIDLE"])


@pytest.mark.asyncio
async def test_completes_the_way_to_keepalive(editor):
    head = "apiVersion: networking.istio.io/v1\nkind: DestinationRule\nmetadata: {name: a}\nspec:\n  host: a\n"
    await editor.open(head)
    items = await editor.complete(head + "  traf|\n")
    assert "  trafficPolicy:\n" in editor.taking(items["trafficPolicy"])
    tcp = head + "  trafficPolicy:\n    connectionPool:\n      tcp:\n"
    assert list(await editor.complete(tcp + "        |\n")) == ["tcpKeepalive"]
    items = await editor.complete(tcp + "        tcpKeepalive:\n          time: 60s\n          |\n")
    assert list(items) == ["probes", "interval"] or list(items) == ["interval", "probes"]
    assert "TCP_KEEPINTVL" in items["interval"].detail


@pytest.mark.asyncio
async def test_completes_json(editor):
    head = '{"apiVersion": "gateway.kgateway.dev/v1alpha1", "kind": "ListenerPolicy", "metadata": {"name": "a"},\n "spec": {"socketOptions": [\n'
    await editor.open(head + "]}}\n")
    items = await editor.complete(head + '  {"level": 6, "|"}]}}\n')
    assert '{"level": 6, "name": }' in editor.taking(items["name"])
    items = await editor.complete(head + '  {"level": 6, "name": |}]}}\n')
    assert '"name": 4}' in editor.taking(items["TCP_KEEPIDLE"])


@pytest.mark.asyncio
async def test_completes_nothing_elsewhere(editor):
    await editor.open("a: b\n")
    assert await editor.complete("a: b\n|\n") == {}
    assert await editor.complete("apiVersion: v1\nkind: ConfigMap\ndata:\n  |\n") == {}
    assert await editor.complete("|") == {}
    assert await editor.complete(OPTIONS + "  - level: 6\n    intValue: |\n") == {}


@pytest.mark.asyncio
async def test_fixes(editor):
    await editor.open(POLICY)
    [action] = await editor.actions(editor.at("65535"))
    assert action.kind == lsp.CodeActionKind.QuickFix and action.is_preferred
    assert action.diagnostics[0].code == "SW102"
    assert editor.applying(action.edit.changes[editor.uri()]) == SOUND
    assert not await editor.actions(editor.at("targetRefs"))
    assert not await editor.actions(editor.at("65535"), only=["refactor"])
    end = lsp.Position(len(POLICY.splitlines()), 0)
    [action] = await editor.actions(lsp.Position(0, 0), end, only=[lsp.CodeActionKind.SourceFixAll])
    assert action.kind == "source.fixAll.sockwarden"
    assert editor.applying(action.edit.changes[editor.uri()]) == SOUND
    await editor.change(SOUND)
    assert not await editor.actions(lsp.Position(0, 0), end, only=[lsp.CodeActionKind.SourceFixAll])


@pytest.mark.asyncio
async def test_configuration(editor):
    assert codes(await editor.open(POLICY)) == ["SW102"]
    file = editor.folder / ".sockwarden.yaml"
    file.write_text(QUIET.replace("off}", "off, SW102: off}"))
    published = await editor.diagnostics(
        lambda: editor.client.workspace_did_change_watched_files(lsp.DidChangeWatchedFilesParams([])))
    assert codes(published) == []
    file.write_text("rules: {SW999: off}\n")
    published = await editor.change(SOUND)
    assert "SW999" in published.diagnostics[0].message and "defaults" in published.diagnostics[0].message
    published = await editor.open("rules:\n  SW999: off\n", ".sockwarden.yaml")
    [diagnostic] = published.diagnostics
    assert (diagnostic.range.start.line, diagnostic.range.start.character) == (1, 2)


@pytest.mark.asyncio
async def test_asks_to_be_told_of_configuration_files(folder):
    client = make_test_lsp_client()
    asked = asyncio.get_running_loop().create_future()

    @client.feature(lsp.CLIENT_REGISTER_CAPABILITY)
    def register(params: lsp.RegistrationParams):
        asked.set_result(params.registrations)

    await client.start_io(COMMAND, "lsp", cwd=folder)
    capabilities = client_capabilities("visual-studio-code")
    assert capabilities.workspace.did_change_watched_files.dynamic_registration
    await client.initialize_session(lsp.InitializeParams(capabilities=capabilities))
    [registration] = await asked
    assert registration.method == lsp.WORKSPACE_DID_CHANGE_WATCHED_FILES
    assert [watcher["globPattern"] if isinstance(watcher, dict) else watcher.glob_pattern
            for watcher in registration.register_options["watchers"]] == ["**/.sockwarden.yaml"]
    await client.shutdown_session()
    await client.stop()


@pytest.mark.asyncio
async def test_what_cannot_be_read(editor):
    [diagnostic] = (await editor.open("apiVersion: gateway.kgateway.dev/v1alpha1\nkind: 'ListenerPolicy\n")).diagnostics
    assert diagnostic.message.startswith("this cannot be read: ")
    assert not (await editor.change("{{ if .Values.x }}\na: {{ .b }}\n")).diagnostics


@pytest.mark.asyncio
async def test_refuses_by_name(editor):
    document = lsp.TextDocumentIdentifier("file:///nowhere.yaml")
    with pytest.raises(JsonRpcException, match="is not open"):
        await editor.client.text_document_hover_async(lsp.HoverParams(document, lsp.Position(0, 0)))
    with pytest.raises(JsonRpcException, match="textDocument/definition is not served"):
        await editor.client.text_document_definition_async(lsp.DefinitionParams(document, lsp.Position(0, 0)))


@pytest.mark.asyncio
async def test_keeps_up(editor):
    """Texts in between are nobody's; the last one is answered."""
    await editor.open(SOUND)
    for count in range(200):
        editor.send(SOUND + f"# {count}\n")
    editor.send(POLICY)
    while True:
        published = await editor.client.wait_for_notification(lsp.TEXT_DOCUMENT_PUBLISH_DIAGNOSTICS)
        if published.version == editor.version:
            break
    assert codes(published) == ["SW102"]


def talk(folder, *parts):
    """Raw bytes to the server; its exit code, and what it says."""
    run = subprocess.run([COMMAND, "lsp"], input=b"".join(parts), capture_output=True, cwd=folder)
    answers, rest = [], run.stdout
    while rest:
        header, rest = rest.split(b"\r\n\r\n", 1)
        length = int(header.split(b": ")[1])
        answers.append(json.loads(rest[:length]))
        rest = rest[length:]
    assert run.stderr == b""
    return run.returncode, answers


def message(**fields):
    body = json.dumps({"jsonrpc": "2.0", **fields}).encode()
    return b"Content-Length: %d\r\n\r\n" % len(body) + body


INITIALIZE = message(id=1, method="initialize", params={"capabilities": {}})
END = message(id="end", method="shutdown") + message(method="exit")


def framed(body):
    return b"Content-Length: %d\r\n\r\n" % len(body) + body


@pytest.mark.parametrize("broken, code", [
    (b"GET / HTTP/1.1\r\nHost: a\r\n\r\n", -32700),
    (b"Content-Length: x\r\n\r\n", -32700),
    (framed(b"{"), -32700),
    (framed(b"\xff\xfe"), -32700),
    (framed(b"[" * 100_000), -32700),
    (framed(b"[]"), -32600),
    (framed(b'{"jsonrpc": "2.0", "id": 7}'), -32600),
    (framed(b'{"jsonrpc": "2.0", "id": {}, "method": "shutdown"}'), -32600),
    (framed(b'{"jsonrpc": "2.0", "id": 7, "method": 8}'), -32600),
    (message(id=7, method="textDocument/hover"), -32602),
    (message(id=7, method="textDocument/hover", params=[1]), -32602),
    (message(id=7, method="textDocument/hover", params={"textDocument": {"uri": 1}}), -32602),
    (message(id=7, method="initialize", params={}), -32600),
    (message(id=7, method="nothing"), -32601),
], ids=lambda value: repr(value)[:40])
def test_answers_broken_messages_and_goes_on(folder, broken, code):
    returned, answers = talk(folder, INITIALIZE, broken, END)
    assert returned == 0
    assert [answer.get("id") for answer in answers] in ([1, None, "end"], [1, 7, "end"])
    assert answers[1]["error"]["code"] == code
    assert answers[2]["result"] is None


@pytest.mark.parametrize("unheard", [
    message(method="nothing"), message(method="$/setTrace", params={"value": "off"}), message(id=9, result={}),
    message(method="$/cancelRequest", params={"id": 99}), message(method="initialized", params={}),
])
def test_passes_over_what_needs_no_answer(folder, unheard):
    assert [answer["id"] for answer in talk(folder, INITIALIZE, unheard, END)[1]] == [1, "end"]


def test_first_and_last_words(folder):
    hover = message(id=2, method="textDocument/hover", params={})
    code, answers = talk(folder, hover, INITIALIZE, message(id=3, method="shutdown"), hover, message(method="exit"))
    assert code == 0
    assert [answer.get("error", {}).get("code") for answer in answers] == [-32002, None, None, -32600]
    assert talk(folder, INITIALIZE, message(method="exit"))[0] == 1
    assert talk(folder, INITIALIZE)[0] == 1
    assert talk(folder)[0] == 1
    assert talk(folder, INITIALIZE, message(id=3, method="shutdown"))[0] == 0


def test_takes_back(folder):
    """The request and its end arrive in one piece, so that it waits when it is taken back."""
    cancelled = message(id=5, method="textDocument/hover", params={}) + message(method="$/cancelRequest", params={"id": 5})
    _, answers = talk(folder, INITIALIZE + cancelled + END)
    assert answers[1]["id"] == 5 and answers[1]["error"]["code"] == -32800


def test_ends_where_nobody_reads(folder):
    reader, writer = os.pipe()
    os.close(reader)
    run = subprocess.run([COMMAND, "lsp"], input=INITIALIZE, stdout=writer, stderr=subprocess.PIPE, cwd=folder)
    os.close(writer)
    assert run.returncode == 4 and run.stderr.count(b"\n") == 1


def test_waits_for_slow_readers(folder):
    """Some clients hand over a socket that does not wait; one message is more than it holds."""
    ours, theirs = socket.socketpair()
    theirs.setblocking(False)
    theirs.setsockopt(socket.SOL_SOCKET, socket.SO_SNDBUF, 4096)
    document = {"uri": "file:///a.yaml", "languageId": "yaml", "version": 1, "text": "---\n".join([POLICY] * 500)}
    words = folder / "words"
    everywhere = {"start": {"line": 0, "character": 0}, "end": {"line": 1 << 30, "character": 0}}
    actions = {"textDocument": document, "range": everywhere, "context": {"diagnostics": []}}
    words.write_bytes(
        INITIALIZE + message(method="textDocument/didOpen", params={"textDocument": document})
        + message(id=2, method="textDocument/codeAction", params=actions))
    with words.open("rb") as stdin:
        run = subprocess.Popen([COMMAND, "lsp"], stdin=stdin, stdout=theirs, stderr=subprocess.PIPE, cwd=folder)
    theirs.close()
    heard = b"".join(iter(lambda: ours.recv(1 << 16), b""))
    assert run.communicate() == (None, b"") and run.returncode == 1
    assert heard.count(b"SW102") >= 500
