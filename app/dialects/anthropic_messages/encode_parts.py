"""Parts of a conversation into content blocks of a request."""

from collections.abc import Iterable
from dataclasses import dataclass, field
from typing import Any

from app.core.conversation import (
    Audio,
    CacheMark,
    Document,
    Image,
    Inline,
    Opaque,
    Part,
    Refusal,
    Remote,
    Source,
    Stored,
    Text,
    Thinking,
    ToolCall,
    ToolReference,
    ToolResult,
    Written,
)
from app.core.failure import Failure, FailureKind, Refused
from app.core.loss import Loss, Weight
from app.core.sidecar import Sidecar
from app.core.traits import Target
from app.dialects import arguments
from app.dialects.anthropic_messages import media
from app.dialects.anthropic_messages.wire import NAME, ORIGIN
from app.dialects.sidecar_names import names

Block = dict[str, Any]


@dataclass(slots=True)
class Scribe:
    """Writes one request's blocks, and notes what the target cannot take."""

    client: str
    target: Target
    losses: list[Loss] = field(default_factory=list)
    tool_names: dict[str, str] = field(default_factory=dict)  # the client's name to the wire's

    def lose(self, what: str, where: str, weight: Weight, note: str) -> None:
        """Note a loss."""
        self.losses.append(Loss(what, where, weight, note))

    def marked(self, block: Block, mark: CacheMark | None, where: str) -> Block:
        """The block with its cache mark, where the target or the client knows such marks."""
        if mark is None:
            return block
        if self.client != NAME and not self.target.traits.cache_marks:
            self.lose("cache_control", where, "marker", "left out")
            return block
        control: Block = {"type": "ephemeral"}
        if mark.ttl is not None:
            control["ttl"] = mark.ttl
        block["cache_control"] = control
        return block

    def extended(self, block: Block, sidecar: Sidecar | None, where: str) -> Block:
        """The block with the fields that Anthropic alone knows; look-alikes refuse most of them."""
        if sidecar is None:
            return block
        extra = sidecar.towards(NAME)
        if not extra or not self.target.traits.betas:
            self.dropped(sidecar, where)
            return block
        for name, value in extra.items():
            if name == "source" and isinstance(block.get("source"), dict):
                block["source"] |= value
            else:
                block[name] = value
        return block

    def dropped(self, sidecar: Sidecar | None, where: str) -> None:
        """Note the loss of fields that are not written."""
        for name in names(sidecar):
            self.lose(name, where, "marker", "left out: the target knows no such field")

    def blocks(self, parts: Iterable[Part], where: str) -> list[Block]:
        """The blocks of parts that stand in order in one message or tool result."""
        written: list[Block] = []
        for index, part in enumerate(parts):
            written += self.block(part, f"{where}[{index}]")
        return written

    def block(self, part: Part, where: str) -> list[Block]:
        """The blocks of one part: usually one, none where it says nothing here."""
        match part:
            case Text(text=text, cache=cache, sidecar=sidecar):
                return self._text(text, cache, sidecar, where)
            case ToolCall():
                return [self._tool_use(part, where)]
            case ToolResult():
                return [self._tool_result(part, where)]
            case Thinking():
                return self._thinking(part, where)
            case Image():
                return [self._image(part, where)]
            case Document():
                return self._document(part, where)
            case Refusal(text=text):
                return self._text(text, None, None, where)
            case ToolReference(name=name, sidecar=sidecar):
                if not self.target.traits.betas or self.client != NAME:
                    return self._text(f"Tool {name} is now available.", None, None, where)
                known = self.tool_names.get(name, name)
                reference = {"type": "tool_reference", "tool_name": known}
                return [self.extended(reference, sidecar, where)]
            case Opaque():
                return self._opaque(part, where)
            case Audio():
                raise _refusal(where, "audio is not taken by Anthropic models")

    def _text(
        self, text: str, cache: CacheMark | None, sidecar: Sidecar | None, where: str
    ) -> list[Block]:
        if not text or text.isspace():
            return []  # a block of blanks alone is a 400
        block = self.marked({"type": "text", "text": text}, cache, where)
        return [self.extended(block, sidecar, where)]

    def _tool_use(self, call: ToolCall, where: str) -> Block:
        block = {
            "type": "tool_use",
            "id": call.id,
            "name": self.tool_names.get(call.name, call.name),
            "input": arguments.as_object(call.arguments),
        }
        return self.extended(self.marked(block, call.cache, where), call.sidecar, where)

    def _tool_result(self, result: ToolResult, where: str) -> Block:
        block: Block = {"type": "tool_result", "tool_use_id": result.call_id}
        content = self.blocks(
            (part for part in result.parts if not isinstance(part, Thinking)), f"{where}.content"
        )
        if content:
            block["content"] = content
        if result.is_error is not None:
            block["is_error"] = result.is_error
        return self.extended(self.marked(block, result.cache, where), result.sidecar, where)

    def _thinking(self, part: Thinking, where: str) -> list[Block]:
        """Proven thinking as it came; other thinking only where nobody checks the proof."""
        sidecar, traits = part.sidecar, self.target.traits
        data = sidecar.data if sidecar is not None else {}
        own = sidecar is not None and (
            sidecar.origin == ORIGIN
            or (sidecar.origin.dialect, sidecar.origin.provider) == (NAME, self.target.provider)
        )
        # The proof tells which block it was: thinking that was not shown has a signature, too.
        if own and isinstance(data.get("data"), str):
            return [{"type": "redacted_thinking", **data}]
        if own and isinstance(data.get("signature"), str):
            return [{"type": "thinking", "thinking": part.text, **data}]
        if not traits.signatures and not part.redacted:
            return [{"type": "thinking", "thinking": part.text, "signature": ""}]
        self.lose("thinking", where, "marker", "left out: another provider's, or without proof")
        return []

    def _image(self, image: Image, where: str) -> Block:
        traits = self.target.traits
        if not traits.images:
            return self._omitted("image", where)
        if isinstance(image.source, Remote) and not traits.image_urls:
            return self._omitted("image URL", where)
        if image.detail not in (None, "auto"):
            self.lose("detail", where, "option", "left out")
        if isinstance(image.source, Inline):
            found = media.media_type(image.source.data, image.source.media_type)
            if found not in media.IMAGES and self.client != NAME:
                raise _refusal(
                    where, f"an image of the type {found} is not taken (JPEG, PNG, GIF, WebP)"
                )
            source: Block = {"type": "base64", "media_type": found, "data": image.source.data}
        else:
            source = self._source(image.source, where)
        block = self.marked({"type": "image", "source": source}, image.cache, where)
        return self.extended(block, image.sidecar, where)

    def _document(self, document: Document, where: str) -> list[Block]:
        traits = self.target.traits
        source = document.source
        if isinstance(source, Inline):
            source = self._read(source, where)
        if not traits.documents:
            return self._spoken(document, source, where)
        wire: Block
        match source:
            case Written(text=text):
                wire = {"type": "text", "media_type": "text/plain", "data": text}
            case None:
                inner = self.blocks(document.parts, f"{where}.source.content")
                wire = {"type": "content", "content": inner}
            case Inline(data=data):
                wire = {"type": "base64", "media_type": "application/pdf", "data": data}
            case _:
                wire = self._source(source, where)
        block: Block = {"type": "document", "source": wire}
        if document.title:
            block["title"] = document.title if self.client == NAME else document.title[:500]
        if document.context:
            block["context"] = document.context
        block = self.marked(block, document.cache, where)
        return [self.extended(block, document.sidecar, where)]

    def _read(self, source: Inline, where: str) -> Inline | Written:
        """A PDF, or the text of a file that is text."""
        found = media.media_type(source.data, source.media_type)
        if found == "application/pdf":
            return source
        textual = found.startswith("text/") or found in ("application/json", "application/xml")
        text = media.decoded_text(source.data) if textual else None
        if text is None and self.client != NAME:
            raise _refusal(
                where, f"a file of the type {found or 'unknown'} is not taken (PDF, text)"
            )
        return source if text is None else Written(text)

    def _spoken(
        self, document: Document, source: Source | Written | None, where: str
    ) -> list[Block]:
        """The document as plain text, for a target without document blocks."""
        heading = [line for line in (document.title, document.context) if line]
        if source is None:
            return [
                *self._text("\n".join(heading), None, None, where),
                *self.blocks(document.parts, where),
            ]
        if isinstance(source, Written):
            return self._text("\n\n".join([*heading, source.text]), document.cache, None, where)
        return [self._omitted(document.title or "document", where)]

    def _omitted(self, what: str, where: str) -> Block:
        # A refusal would repeat on every later turn, because the history keeps the picture.
        self.lose(what, where, "content", "replaced by a note: the model cannot take it")
        return {"type": "text", "text": f"[{what} omitted]"}

    def _source(self, source: Source, where: str) -> Block:
        match source:
            case Remote(url=url):
                return {"type": "url", "url": url}
            case Stored(file_id=file_id) if self.client == NAME:
                return {"type": "file", "file_id": file_id}
            case _:
                raise _refusal(where, "a file that was uploaded to another provider cannot be read")

    def _opaque(self, part: Opaque, where: str) -> list[Block]:
        block = dict(part.sidecar.towards(NAME))
        traits = self.target.traits
        if block and (traits.betas if part.kind == "billing_header" else traits.hosted_tools):
            return [block]
        weight: Weight = "content" if part.gist else "marker"
        self.lose(part.kind, where, weight, "written as text" if part.gist else "left out")
        return self._text(part.gist, None, None, where)


def _refusal(where: str, why: str) -> Refused:
    """The refusal of content that cannot be carried at all."""
    return Refused(
        Failure(
            FailureKind.UNSUPPORTED,
            f"{where}: {why}. Remove it, or choose a model that takes it.",
            status=400,
            param=where,
        )
    )
