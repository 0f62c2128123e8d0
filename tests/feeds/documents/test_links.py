"""The documents that an entry links to."""

from __future__ import annotations

from feeds.documents.links import ATTACHMENTS_MAX, found

BASE = "https://kx.example/info/1.htm"


def urls(body: str, *enclosures: str) -> list[str]:
    return [it.link for it in found(body, enclosures, BASE)]


def test_links_to_documents_and_enclosures_are_found_once_each() -> None:
    body = '<a href="/a.pdf">安排</a><a href="../b.docx?v=1">表</a><a href="/a.pdf">又是安排</a><a href="/c.htm">页</a>'
    assert urls(body, "https://kx.example/d.doc", "https://kx.example/song.mp3") == [
        "https://kx.example/d.doc", "https://kx.example/a.pdf", "https://kx.example/b.docx?v=1"
    ]


def test_a_download_that_only_its_name_tells_is_a_document_and_is_called_so() -> None:
    (it,) = found('<a href="/system/download.jsp?id=5">附件1：报名表.docx</a>', (), BASE)
    assert (it.name, it.link) == ("附件1：报名表.docx", "https://kx.example/system/download.jsp?id=5")


def test_a_download_called_an_attachment_is_one_whatever_kind_it_is() -> None:
    body = '<a href="/down.jsp?id=5">附件1：报名表</a><a href="/down.jsp?app">下载软件</a><a href="/2.htm">附件说明</a>'
    assert urls(body) == ["https://kx.example/down.jsp?id=5"]


def test_an_enclosure_is_called_by_its_file() -> None:
    assert found("", ("https://kx.example/%E5%AE%89%E6%8E%92.pdf",), BASE)[0].name == "安排.pdf"


def test_what_is_not_on_the_web_is_left_out_and_there_are_not_too_many() -> None:
    body = '<a href="file:///etc/a.pdf">a.pdf</a><a href="javascript:x(1).pdf">b.pdf</a><a href="http://[/x.pdf">c.pdf</a>'
    assert urls(body) == []
    assert len(urls("".join(f'<a href="/{n}.pdf">x</a>' for n in range(50)))) == ATTACHMENTS_MAX
