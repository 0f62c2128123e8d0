from __future__ import annotations

from collections.abc import AsyncIterator
from pathlib import Path

import pytest
from fakes import documents
from fakes.feed_texts import NOW, item, rss, source

from feeds.fetch import Fetcher, Limits
from feeds.model import Entry, Fetched, FetchError, Unchanged, Validators
from feeds.parse import parse


@pytest.fixture
async def fetcher() -> AsyncIterator[Fetcher]:
    one = Fetcher(Limits(body_bytes_max=10_000))
    yield one
    await one.close()


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    (tmp_path / "inbox" / "2031").mkdir(parents=True)
    write(tmp_path / "inbox", "a.txt", "讲座通知\n6月3日14:00")
    write(tmp_path / "inbox", "2031/b.html", "<title>展览</title><p>6月4日<script>x</script>")
    write(tmp_path / "inbox", "c.md", "# 竞赛通知\n\n6月5日")
    return tmp_path / "inbox"


def write(folder: Path, name: str, text: str) -> None:
    (folder / name).write_text(text, encoding="gbk")


async def read(fetcher: Fetcher, folder: Path) -> dict[str, Entry]:
    of = source("inbox", "folder", folder.parent)
    document = await fetcher.fetch(of, Validators(), NOW)
    assert isinstance(document, Fetched)
    return {entry.title: entry for entry in parse(document, of).entries}


async def failure(fetcher: Fetcher, url: str, base_dir: Path) -> str:
    with pytest.raises(FetchError) as failed:
        await fetcher.fetch(source(url, base_dir=base_dir), Validators(), NOW)
    return failed.value.reason


async def test_each_document_of_a_folder_is_an_entry(fetcher: Fetcher, folder: Path) -> None:
    entries = await read(fetcher, folder)
    assert {title: entry.text for title, entry in entries.items()} == {
        "讲座通知": "讲座通知\n6月3日14:00", "展览": "6月4日", "竞赛通知": "# 竞赛通知\n\n6月5日"
    }


async def test_a_document_is_known_by_its_path_and_changed_by_its_text(fetcher: Fetcher, folder: Path) -> None:
    before = (await read(fetcher, folder))["讲座通知"]
    write(folder, "a.txt", "讲座通知\n6月10日14:00")
    after = (await read(fetcher, folder))["讲座通知"]
    assert before.keys == after.keys and before.content_hash != after.content_hash


async def test_hidden_files_other_kinds_and_links_elsewhere_are_left_out(fetcher: Fetcher, folder: Path) -> None:
    secret = folder.parent / "secret.txt"
    secret.write_text("机密")
    (folder / "link.txt").symlink_to(secret)
    for name in (".hidden.txt", "program.exe", "empty.txt"):
        write(folder, name, "" if name == "empty.txt" else "x")
    assert set(await read(fetcher, folder)) == {"讲座通知", "展览", "竞赛通知"}


async def test_a_folder_is_new_only_when_a_document_changes(fetcher: Fetcher, folder: Path) -> None:
    of = source("inbox", base_dir=folder.parent)
    first = await fetcher.fetch(of, Validators(), NOW)
    assert first is not None
    assert isinstance(await fetcher.fetch(of, first.validators, NOW), Unchanged)
    write(folder, "d.txt", "新通知")
    assert isinstance(await fetcher.fetch(of, first.validators, NOW), Fetched)


@pytest.mark.parametrize("as_address", [False, True])
async def test_a_feed_may_be_a_file(fetcher: Fetcher, tmp_path: Path, as_address: bool) -> None:
    path = tmp_path / "通知 feed.xml"
    path.write_text(rss(item("通知")), encoding="utf-8")
    of = source(path.as_uri() if as_address else path.name, base_dir=tmp_path)
    document = await fetcher.fetch(of, Validators(), NOW)
    assert isinstance(document, Fetched)
    assert parse(document, of).entries[0].title == "通知"
    assert isinstance(await fetcher.fetch(of, document.validators, NOW), Unchanged)


async def test_what_cannot_be_read_from_disk_is_a_failure_with_its_reason(fetcher: Fetcher, tmp_path: Path) -> None:
    (tmp_path / "large.xml").write_bytes(b"x" * 10_001)
    (tmp_path / "empty.xml").write_bytes(b"")
    assert await failure(fetcher, "none.xml", tmp_path) == "missing"
    assert await failure(fetcher, "large.xml", tmp_path) == "too_large"
    assert await failure(fetcher, "empty.xml", tmp_path) == "empty"
    with pytest.raises(FetchError, match="missing"):
        await fetcher.fetch(source("none", "folder", tmp_path), Validators(), NOW)


async def test_pdf_and_word_are_read_and_what_cannot_be_is_told_of(fetcher: Fetcher, folder: Path) -> None:
    (folder / "d.pdf").write_bytes(documents.pdf(documents.letter("运动会通知", "6月7日")))
    (folder / "e.docx").write_bytes(documents.docx(documents.table(("家长会", "6月8日"))))
    (folder / "f.pdf").write_bytes(documents.LOCKED_PDF)
    of = source("inbox", "folder", folder.parent)
    document = await fetcher.fetch(of, Validators(), NOW)
    assert document is not None
    parsed = parse(document, of)
    assert {"运动会通知\n6月7日", "家长会 | 6月8日"} < {entry.text for entry in parsed.entries}
    (problem,) = parsed.problems
    assert problem.what == "f.pdf" and "password" in problem.detail
