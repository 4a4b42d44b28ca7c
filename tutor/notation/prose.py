"""The Markdown of lessons as blocks of spans: never HTML, never a control character, mathematics in its colours.

markdown-it is imported where it is used: reading a lesson's numbers needs none of it.
"""

import re
from collections.abc import Callable, Iterable, Iterator
from enum import StrEnum
from functools import cache, lru_cache
from typing import TYPE_CHECKING, NamedTuple

from tutor.notation import charset, math, tex
from tutor.notation.printable import printable
from tutor.notation.role import Role, Span, glued, joined

if TYPE_CHECKING:
    from markdown_it import MarkdownIt
    from markdown_it.rules_block import StateBlock
    from markdown_it.rules_inline import StateInline
    from markdown_it.token import Token

TAB = 4
"""The columns of a tab, as Markdown has them."""


class BlockKind(StrEnum):
    """What a block is."""

    HEADING = "heading"
    PARAGRAPH = "paragraph"
    ITEM = "item"
    QUOTE = "quote"
    CODE = "code"
    RULE = "rule"
    FORMULA = "formula"


class Block(NamedTuple):
    """One block of text, from top to bottom; a line break within it is a newline in a span.

    Attributes:
        kind: what it is.
        level: of a heading 1 … 6; else how many lists and quotes it stands in.
        spans: its text.
        marker: ``•`` or ``1.`` on the first block of a list's item, else nothing.
        formula: what a formula says that stands alone; ``spans`` are the same on one line.
    """

    kind: BlockKind
    level: int
    spans: tuple[Span, ...]
    marker: str = ""
    formula: math.Math | None = None


def blocks(markdown: str) -> tuple[Block, ...]:
    """Read Markdown for a screen, in the letters that there are.

    HTML stays text; a link shows its text and its address; a formula that cannot be read stays as it was typed.
    """
    return _screen(markdown, charset.style())


@lru_cache(maxsize=256)
def _screen(markdown: str, style: charset.Style) -> tuple[Block, ...]:
    """What was read, kept for each choice of letters."""
    found = tuple(_blocks(markdown, _whole))
    return found if style == "screen" else tuple(map(_spelt, found))


def _whole(formula: math.Math) -> tuple[Span, ...]:
    """A formula for a screen, which stays together where lines are broken."""
    return glued(math.spans(formula))


def _spelt(block: Block) -> Block:
    spans = tuple(span._replace(text=charset.spelt(span.text)) for span in block.spans)
    return block._replace(spans=spans, marker=charset.spelt(block.marker))


def plain(markdown: str, speech: bool = False) -> str:
    """Write Markdown as lines of text, a block a line; formulas in ASCII, or in words for a voice."""
    emit = math.speech if speech else math.ascii
    return "\n".join(_line(block) for block in _blocks(markdown, lambda formula: (Span(emit(formula)),)))


def math_problems(markdown: str) -> list[tuple[int, str]]:
    """Find the formulas that cannot be read.

    Returns:
        The offset in ``markdown`` and a sentence for each, in order. The offset is exact where the formula stands on
        one line, else that of its block.
    """
    lines = [0, *(match.end() for match in re.finditer(r"\r\n|\n|\r", markdown))]
    problems = []
    for token in _parser().parse(markdown):
        seen = lines[token.map[0]] if token.map else 0
        for child in (token, *(token.children or ())):
            if child.type not in ("math", "math_block"):
                continue
            at = markdown.find(child.markup + child.content + child.markup, seen)
            start = at + len(child.markup)
            try:
                tex.parse(child.content)
            except tex.NotationError as problem:
                problems.append((seen if at < 0 else start + problem.offset, str(problem)))
            if at >= 0:
                seen = start + len(child.content) + len(child.markup)
    return problems


Emit = Callable[[math.Math], tuple[Span, ...]]

_FORMULA = r"\$(?!\s)([^$\n]{1,400})(?<![\s\\])\$(?![\d$])"
_LINE = rf"""(?:[^\W\d_]|{_FORMULA})(?:[^\W_]|[ ,.:;?!'"()/%=+−–—’“”…-]|{_FORMULA})*(?<!\ )"""
_SIMPLE = re.compile(rf"\n*{_LINE}(?:\n+{_LINE})*\n*")
"""Paragraphs of words and formulas, without anything that means something to Markdown."""


_ENDED = ["paragraph", "reference", "blockquote", "list"]
"""What a formula on lines of its own puts an end to."""


@cache
def _parser() -> "MarkdownIt":
    from markdown_it import MarkdownIt  # 15 ms; only where there is prose

    parser = MarkdownIt("commonmark", {"html": False})
    parser.inline.ruler.before("escape", "math", _find_formula)
    parser.block.ruler.before("fence", "math_block", _find_block, {"alt": _ENDED})
    return parser


def _find_formula(state: "StateInline", silent: bool) -> bool:
    """A rule of markdown-it: ``$…$`` or ``$$…$$``. A price is none: a formula has no space inside its dollar signs."""
    source, start = state.src, state.pos
    if source[start] != "$":
        return False
    fence = "$$" if source.startswith("$$", start) else "$"
    inside = start + len(fence)
    limit = min(state.posMax, inside + tex.LENGTH + len(fence))
    end = source.find(fence, inside, limit)
    while end > 0 and source[end - 1] == "\\":
        end = source.find(fence, end + 1, limit)
    body = source[inside:end] if end > 0 else ""
    if body != body.strip() or not body or source[end + len(fence) : end + len(fence) + 1].isdecimal():
        return False
    if not silent:
        token = state.push("math", "", 0)
        token.content, token.markup = body, fence
    state.pos = end + len(fence)
    return True


def _find_block(state: "StateBlock", first: int, end: int, silent: bool) -> bool:
    """A rule of markdown-it: ``$$…$$`` alone on its lines, none of them empty."""
    if state.is_code_block(first):
        return False
    opening = _line_of(state, first)
    if not opening.startswith("$$"):
        return False
    lines, at = [opening[2:]], first
    while not lines[-1].endswith("$$"):
        at += 1
        if "$" in lines[-1] or at >= end or state.isEmpty(at):
            return False
        lines.append(_line_of(state, at))
    body = "\n".join(lines)[:-2]
    if "$" in body or not body.strip():
        return False
    if not silent:
        token = state.push("math_block", "", 0)
        token.content, token.markup, token.map = body, "$$", [first, at + 1]
        state.line = at + 1
    return True


def _line_of(state: "StateBlock", at: int) -> str:
    return state.src[state.bMarks[at] + state.tShift[at] : state.eMarks[at]].rstrip()


def _blocks(markdown: str, emit: Emit) -> Iterator[Block]:
    source = printable(re.sub(r"\r\n?", "\n", markdown).expandtabs(TAB), keep="\n")
    return _paragraphs(source, emit) if _SIMPLE.fullmatch(source) else _parsed(source, emit)


def _paragraphs(source: str, emit: Emit) -> Iterator[Block]:
    """What markdown-it makes of simple paragraphs, such as stand before most first questions: without its 15 ms."""
    for paragraph in re.split(r"\n{2,}", source.strip("\n")):
        # The pieces between formulas have even numbers, the formulas odd ones.
        pieces = re.split(_FORMULA, paragraph.replace("\n", " "))
        if len(pieces) == 3 and not pieces[0] + pieces[2]:
            yield _alone(pieces[1], "$", emit)
            continue
        spans = [
            span for i, piece in enumerate(pieces) for span in (_formula(piece, "$", emit) if i % 2 else (Span(piece),))
        ]
        yield Block(BlockKind.PARAGRAPH, 0, joined([Span(printable(span.text), span.role) for span in spans]))


def _alone(source: str, fence: str, emit: Emit) -> Block:
    """A formula that is a paragraph of its own; one that cannot be read is a paragraph of text."""
    spans = tuple(Span(printable(span.text, keep="\n"), span.role) for span in _formula(source, fence, emit))
    try:
        return Block(BlockKind.FORMULA, 0, spans, "", tex.parse(source))
    except tex.NotationError:
        return Block(BlockKind.PARAGRAPH, 0, spans)


def _parsed(source: str, emit: Emit) -> Iterator[Block]:
    containers: list[BlockKind] = []
    heading, marker = 0, ""
    for token in _parser().parse(source):
        if token.type in ("list_item_open", "blockquote_open"):
            item = token.type == "list_item_open"
            containers.append(BlockKind.ITEM if item else BlockKind.QUOTE)
            marker = (f"{token.info}{token.markup}" if token.info else "•") if item else marker
        elif token.type in ("list_item_close", "blockquote_close"):
            containers.pop()
            marker = ""  # an item without text has used up its own
        elif token.type in ("heading_open", "heading_close"):
            heading = int(token.tag[1:]) if token.nesting > 0 else 0
        elif (found := _only_formula(token)) and not containers and not heading:
            yield _alone(found.content, found.markup, emit)
        elif kind := _kind(token, containers, heading):
            spans = _code(token) if kind is BlockKind.CODE else _inline(token.children or (token,), emit)
            yield Block(kind, heading or len(containers), spans, marker)
            marker = ""


def _only_formula(token: "Token") -> "Token | None":
    """The formula that a token is, or that is all there is in it."""
    if token.type == "math_block":
        return token
    children = token.children or ()
    return children[0] if len(children) == 1 and children[0].type == "math" else None


def _kind(token: "Token", containers: list[BlockKind], heading: int) -> BlockKind | None:
    """What a token with text in it makes; None for one without."""
    if token.type in ("fence", "code_block"):
        return BlockKind.CODE
    if token.type == "hr":
        return BlockKind.RULE
    if token.type not in ("inline", "math_block"):
        return None
    return BlockKind.HEADING if heading else containers[-1] if containers else BlockKind.PARAGRAPH


def _code(token: "Token") -> tuple[Span, ...]:
    return joined([Span(token.content.rstrip("\n"), Role.CODE)])


_MARKS = {"strong_open": Role.STRONG, "em_open": Role.EMPHASIS}
_BREAKS = {"softbreak": " ", "hardbreak": "\n"}


def _inline(tokens: Iterable["Token"], emit: Emit) -> tuple[Span, ...]:
    """The text of one block, with its marks, links and formulas."""
    spans: list[Span] = []
    marks: list[Role] = [Role.PLAIN]
    addresses: list[str] = []
    for token in tokens:
        if token.type in _MARKS:
            marks.append(_MARKS[token.type])
        elif token.type in ("strong_close", "em_close"):
            marks.pop()
        elif token.type == "link_open":
            # The text of an autolink is its address.
            addresses.append("" if token.markup == "autolink" else f" ({token.attrs.get('href', '')})")
        elif token.type == "link_close":
            spans.append(Span(addresses.pop(), marks[-1]))
        else:
            spans += [s if s.role is not Role.PLAIN else Span(s.text, marks[-1]) for s in _piece(token, emit)]
    return joined([Span(printable(span.text, keep="\n"), span.role) for span in spans])


def _piece(token: "Token", emit: Emit) -> tuple[Span, ...]:
    """A token that is text."""
    if token.type in ("math", "math_block"):
        return _formula(token.content, token.markup, emit)
    if token.type == "image":
        return (Span(f"{token.content} ({token.attrs.get('src', '')})"),)
    return (Span(_BREAKS.get(token.type, token.content), Role.CODE if token.type == "code_inline" else Role.PLAIN),)


def _formula(source: str, fence: str, emit: Emit) -> tuple[Span, ...]:
    """A formula, or what was typed where it cannot be read."""
    try:
        return emit(tex.parse(source))
    except tex.NotationError:
        return (Span(f"{fence}{source}{fence}"),)


def _line(block: Block) -> str:
    """One block as text; what follows a line break stands under what it follows."""
    text = "".join(span.text for span in block.spans)
    if block.kind is BlockKind.HEADING:
        return text
    marker = block.marker.replace("•", "-")
    lead = f"{marker} " if marker else "  " if block.kind is BlockKind.ITEM else ""
    lead = {BlockKind.CODE: " " * TAB, BlockKind.QUOTE: "> "}.get(block.kind, lead)
    indent = "  " * (block.level - 1)
    hanging = indent + (lead if block.kind is not BlockKind.ITEM else " " * len(lead))
    return indent + lead + text.replace("\n", "\n" + hanging)
