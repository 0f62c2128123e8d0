"""The text of a filter, read.

    all = either {， either};  either = both {或 both};  both = not {[和] not};  not = [非] list;  list = one {、one}
    one = ( all ) | word | "phrase" | /re/ | topic:NAME

Operators are English or Chinese; brackets, quotes and blanks are of either width; words side by side must all occur.
So `天文、物理，不要小学、中学` means what it says.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from typing import Literal

from notices.filters import expressions
from notices.filters.tree import BREAKS, WORDS_OF, Both, Either, Filter, Not, Operator, Pattern, Topic, Word

CHARS_MAX = 300  # of a filter: what one still understands a month later
TERMS_MAX = 30  # words and patterns in it; each is looked for in every notice
DEPTH_MAX = 10  # brackets inside brackets

Mistake = Literal[
    "empty",  # there is nothing in it
    "long",  # more characters than a filter may have (`what`)
    "many",  # more words than a filter may have (`what`)
    "deep",  # more brackets inside brackets than a filter may have (`what`)
    "operand",  # nothing stands where an operator (`what`) needs a word
    "open",  # a bracket that is never closed
    "close",  # a bracket that was never opened
    "quote",  # a phrase that does not end
    "slash",  # a regular expression that does not end
    "pattern",  # a regular expression that is none
    "pattern-large",  # one that would take too long
    "topic",  # no such topic (`what`)
]

_QUOTES = {'"': '"', "“": "”", "”": "”", "„": "”", "「": "」", "『": "』"}
_WIDE = {ord(wide): narrow for wide, narrow in zip("（），；！＂｜＆：－＋／　", "(),;!\"|&:-+/ ", strict=True)} | {
    ord(blank): " " for blank in "\u00a0\u2002\u2003\u2009\u200a\u200b\u202f\u205f\ufeff"
}
_TOPIC = re.compile(r"(?:topic|主题)\s*:\s*", re.I)
_GLUED = ("不包括", "不含", "不要")


class FilterError(ValueError):
    """The text is no filter: what is wrong, at which character (from 1), and the words that it is about."""

    def __init__(self, mistake: Mistake, at: int, what: str = "") -> None:
        super().__init__(f"{mistake} at {at}: {what}")
        self.mistake, self.at, self.what = mistake, at, what


Kind = Literal["(", ")", "all", "or", "and", "not", "list", "term", "end"]
_OPERATORS: tuple[Kind, ...] = ("all", "or", "and", "list")
_INFIX: Mapping[str, Kind] = {"|": "or", "||": "or", "&": "and", "&&": "and", "、": "list", ",": "all", ";": "all"}


@dataclass(frozen=True, slots=True)
class Token:
    kind: Kind
    at: int
    """Of its first character, from 1."""
    text: str = ""
    """As it was written."""
    term: Filter | None = None


def parse(text: str, topic_named: Callable[[str], str | None] = str) -> Filter:
    """The filter that the text is; `topic_named` finds the id of a topic by what people call it. Raises FilterError."""
    if len(text) > CHARS_MAX:
        raise FilterError("long", CHARS_MAX + 1, str(CHARS_MAX))
    tokens = list(_tokens(text, topic_named))
    if len(tokens) == 1:
        raise FilterError("empty", 1)
    terms = [it for it in tokens if it.kind == "term"]
    if len(terms) > TERMS_MAX:
        raise FilterError("many", terms[TERMS_MAX].at, str(TERMS_MAX))
    return _Reading(tokens).whole()


# The text as tokens -----------------------------------------------------------------------------------------------


def _tokens(text: str, topic_named: Callable[[str], str | None]) -> Iterator[Token]:
    plain = text.translate(_WIDE)
    at = 0
    while at < len(plain):
        if plain[at].isspace():
            at += 1
            continue
        token, end = _token(plain, at, topic_named)
        yield token
        at = end
    yield Token("end", len(text.rstrip()) + 1)


def _token(plain: str, at: int, topic_named: Callable[[str], str | None]) -> tuple[Token, int]:
    """The token at this place, and where the next may begin."""
    char = plain[at]
    if char == "(":
        return Token("(", at + 1, char), at + 1
    if char == ")":
        return Token(")", at + 1, char), at + 1
    if char in _QUOTES:
        phrase, end = _quoted(plain, at)
        return Token("term", at + 1, phrase, Word(phrase)), end
    if char == "/":
        return _pattern(plain, at)
    if char in _INFIX:
        end = at + 2 if plain[at : at + 2] in _INFIX else at + 1
        return Token(_INFIX[plain[at:end]], at + 1, plain[at:end]), end
    if found := _TOPIC.match(plain, at):
        return _topic(plain, at, found.end(), topic_named)
    return _word(plain, at)


def _quoted(plain: str, at: int) -> tuple[str, int]:
    end = plain.find(_QUOTES[plain[at]], at + 1)
    if end < 0:
        raise FilterError("quote", at + 1)
    phrase = " ".join(plain[at + 1 : end].replace('"', " ").split())
    if not phrase:
        raise FilterError("empty", at + 1)
    return phrase, end + 1


def _pattern(plain: str, at: int) -> tuple[Token, int]:
    found = re.compile(r"/((?:[^/\\]|\\.)+)/").match(plain, at)
    if not found:
        raise FilterError("slash", at + 1)
    pattern = found[1].replace("\\/", "/")
    if trouble := expressions.trouble(pattern):
        raise FilterError(trouble, at + 1, pattern)
    return Token("term", at + 1, found[0], Pattern(pattern)), found.end()


def _topic(plain: str, at: int, begins: int, topic_named: Callable[[str], str | None]) -> tuple[Token, int]:
    if plain[begins : begins + 1] in _QUOTES and begins < len(plain):
        name, end = _quoted(plain, begins)
    else:
        end = _end_of_word(plain, begins)
        name = plain[begins:end]
    known = topic_named(name) if name else None
    if known is None:
        raise FilterError("topic", at + 1, name)
    return Token("term", at + 1, plain[at:end], Topic(known)), end


def _word(plain: str, at: int) -> tuple[Token, int]:
    end = _end_of_word(plain, at)
    word = plain[at:end]
    operator: Operator | None = WORDS_OF.get(word.lower())
    if operator:
        return Token(operator, at + 1, word), end
    glued = next((it for it in ("-", "!", *_GLUED) if word.startswith(it)), "")
    if glued:  # `-小学`, `不要小学`; what follows is read by itself
        return Token("not", at + 1, glued), at + len(glued)
    return Token("term", at + 1, word, Word(word)), end


def _end_of_word(plain: str, at: int) -> int:
    end = at
    while end < len(plain) and not plain[end].isspace() and plain[end] not in BREAKS:
        end += 1
    return max(end, at + 1) if at < len(plain) and not plain[at].isspace() and plain[at] not in BREAKS else end


# The tokens as a tree ---------------------------------------------------------------------------------------------


class _Reading:
    """Goes through the tokens once, from the left."""

    def __init__(self, tokens: list[Token]) -> None:
        self._tokens, self._place, self._depth = tokens, 0, 0

    def whole(self) -> Filter:
        found = self._all()
        if self._next.kind == ")":
            raise FilterError("close", self._next.at)
        return found

    @property
    def _next(self) -> Token:
        return self._tokens[self._place]

    def _take(self) -> Token:
        token = self._next
        self._place += 1
        return token

    def _all(self) -> Filter:
        return self._joined(self._either, ("all",), Both)

    def _either(self) -> Filter:
        return self._joined(self._both, ("or",), Either)

    def _both(self) -> Filter:
        return self._joined(self._not, ("and", "not", "term", "("), Both)

    def _list(self) -> Filter:
        return self._joined(self._one, ("list",), Either)

    def _joined(
        self, part: Callable[[], Filter], between: tuple[Kind, ...], made: Callable[[tuple[Filter, ...]], Filter]
    ) -> Filter:
        """One part, or several with these between them; terms need nothing between them."""
        found = [part()]
        while self._next.kind in between:
            if self._next.kind in _OPERATORS:
                self._operator()
            found.append(part())
        return found[0] if len(found) == 1 else made(tuple(found))

    def _not(self) -> Filter:
        if self._next.kind != "not":
            return self._list()
        self._operator()
        of = self._not()
        return of.of if isinstance(of, Not) else Not(of)

    def _operator(self) -> None:
        """Step over an operator that something follows."""
        token = self._take()
        if self._next.kind in ("end", ")", *_OPERATORS):
            raise FilterError("operand", token.at, token.text)

    def _one(self) -> Filter:
        token = self._take()
        if token.kind == "term" and token.term is not None:
            return token.term
        if token.kind == "(":
            return self._bracket(token)
        if token.kind == ")":
            raise FilterError("close", token.at)
        raise FilterError("operand", token.at, token.text)

    def _bracket(self, opened: Token) -> Filter:
        if self._next.kind == ")":
            raise FilterError("operand", opened.at, "()")
        if self._next.kind == "end":
            raise FilterError("open", opened.at)
        self._depth += 1
        if self._depth > DEPTH_MAX:
            raise FilterError("deep", opened.at, str(DEPTH_MAX))
        found = self._all()
        if self._take().kind != ")":
            raise FilterError("open", opened.at)
        self._depth -= 1
        return found
