"""What a whole notice is about, where the words beside a date do not say."""

from __future__ import annotations

from notices.extract import words
from notices.extract.patterns import Pattern, each
from notices.extract.slotted import slotted

_OPENING_MAX = 240  # characters: what is not told by then is a detail
_ACTS_APART = Pattern(each("报名", "作品提交", "作品征集", "投稿", "申报", "报送", then="(?:截止)?(?:时间|日期)"))
_FIRST_ITEM = Pattern(r"\n(?:[◆◇●○■□★☆▲△※◎·•]|[一1][、.]|[(][一1][)]|①)|如下")


@slotted
class Theme:
    """What a whole notice is about."""

    title: str
    about: str
    """The title; where there is none, the opening of the text."""
    notice: bool
    """Its title calls it a notice; else it may be a report."""
    news: bool
    moved_itself: bool
    """It is a notice of postponement or cancellation."""
    text: str

    @property
    def acts_apart(self) -> bool:
        """Whether the time in which readers act has a label of its own (报名时间:)."""
        return _ACTS_APART.search(self.text) is not None

    @property
    def moved(self) -> bool:
        """Whether it speaks of something postponed or cancelled."""
        return self.moved_itself or _tells_of_change(self.text)


def theme(title: str, text: str) -> Theme:
    """What a folded text is about, and its title as far as it has one."""
    about = title or opening(text)
    notice = words.NOTICE.search(title) is not None
    news = words.REPORT.search(text) or words.BULLETIN.search(title) or (not notice and words.NEWS.search(text))
    moved_itself = _tells_of_change(about) or words.CANCELS.search(about) is not None
    return Theme(title, about, notice, bool(news), moved_itself, text)


def opening(text: str) -> str:
    """What a notice says before its first item: what it is about, where it has no title."""
    first = _FIRST_ITEM.search(text, 0, _OPENING_MAX)
    return text[: first.start() if first else _OPENING_MAX]


def _tells_of_change(text: str) -> bool:
    """Whether something is said to be put off, and not only for the case that it rains."""
    for moves in words.MOVES.finditer(text):
        if not words.CONDITIONAL.search(text[max(0, moves.start() - 40) : moves.start()]):
            return True
    return False
