"""How an answer goes over the network: compressed, in parts, not at all where nothing has changed, and never written to."""

from __future__ import annotations

import gzip

import pytest

URL = "/api/gaps.csv?level=lsoa"


def test_compressed_or_not_the_file_is_the_same(asker):
    plain = asker.get(URL)
    packed = asker.get(URL, accept_encoding="gzip, deflate, br")
    assert packed.headers["content-encoding"] == "gzip"
    assert len(packed.sent) < len(plain.sent) / 2
    assert gzip.decompress(packed.sent) == plain.sent == plain.body
    assert packed.headers["content-length"] == str(len(packed.sent))
    assert plain.headers["etag"] != packed.headers["etag"], "each form has a tag of its own"
    assert all("Accept-Encoding" in reply.headers["vary"] for reply in (plain, packed))


@pytest.mark.parametrize(
    ("accepted", "is_packed"),
    [("", False), ("identity", False), ("gzip;q=0", False), ("gzip; q=0.0", False), ("*;q=0", False), ("br", False), ("*", True),
     ("GZIP", True), ("gzip;q=0.5", True), ("br;q=1, gzip;q=0.001", True), ("*;q=0, gzip", True)],
)  # fmt: skip
def test_only_who_can_unpack_gets_it_compressed(asker, accepted, is_packed):
    assert ("content-encoding" in asker.get(URL, accept_encoding=accepted).headers) == is_packed


@pytest.mark.parametrize("accepted", ["", "gzip"])
def test_who_has_this_version_is_told_that_nothing_has_changed(asker, accepted):
    first = asker.get(URL, accept_encoding=accepted)
    tag = first.headers["etag"]
    assert first.headers["cache-control"] == "no-cache"
    for given in (tag, f"W/{tag}", f'"other", {tag}', "*"):
        again = asker.get(URL, accept_encoding=accepted, if_none_match=given)
        assert (again.status, again.sent) == (304, b"")
        assert again.headers["etag"] == tag
    assert asker.get(URL, if_none_match='"other"').status == 200


def test_another_question_has_another_tag(asker):
    queries = ("", "?level=ward", "?sector=pvi", "?weight=idaci:2", "?target=20", "?form=3sfca", "?assumed=no")
    tags = [asker.get(f"/api/gaps.{ending}{query}").headers["etag"] for ending in ("csv", "json", "geojson") for query in queries]
    assert len(set(tags)) == len(tags)
    assert asker.get("/api/gaps.csv?level=lsoa&sector=all").headers["etag"] == tags[0], "what is asked counts, not how it is written"


def test_a_look_at_the_head_says_what_the_file_says(asker):
    whole, head = asker.get(URL), asker.get(URL, "HEAD")
    assert head.status == 200
    assert head.headers == whole.headers


@pytest.mark.parametrize("method", ["POST", "PUT", "PATCH", "DELETE", "OPTIONS", "TRACE", "QUERY"])
@pytest.mark.parametrize("path", ["/api", "/api/", "/api/gaps.csv", "/api/nothing"])
def test_nothing_is_written(asker, method, path):
    refused = asker.get(path, method)
    assert refused.status == 405
    assert refused.headers["allow"] == "GET, HEAD"
    assert "GET" in refused.json["error"]


def test_no_page_elsewhere_may_read_an_answer(asker):
    reply = asker.get(URL, origin="https://evil.example")
    assert not [name for name in reply.headers if name.startswith("access-control")]
    assert reply.headers["cross-origin-resource-policy"] == "same-origin"
    assert asker.get(URL, "POST", origin="https://evil.example").status == 403
    assert asker.get(URL, host="evil.example").status == 400


@pytest.mark.parametrize(
    ("asked", "part"),
    [("bytes=0-9", slice(0, 10)), ("bytes=5-5", slice(5, 6)), ("bytes=10-", slice(10, None)), ("bytes=-7", slice(-7, None)),
     ("bytes=0-99999999", slice(0, None)), ("bytes=-99999999", slice(0, None))],
)  # fmt: skip
def test_a_part_is_a_part_of_the_same_file(asker, asked, part):
    whole = asker.get(URL)
    given = asker.get(URL, range=asked)
    assert (given.status, given.sent) == (206, whole.sent[part])
    first, end, _ = part.indices(len(whole.sent))
    assert given.headers["content-range"] == f"bytes {first}-{end - 1}/{len(whole.sent)}"
    assert whole.headers["accept-ranges"] == "bytes"


@pytest.mark.parametrize("asked", ["bytes=9-5", "bytes=-", "bytes=0-1,3-4", "lines=0-1", "bytes=x-y", "bytes=٣-٤", f"bytes=0-{'9' * 40}"])
def test_what_is_no_part_gives_the_whole(asker, asked):
    given = asker.get(URL, range=asked.encode().decode("latin-1"))
    assert (given.status, given.sent) == (200, asker.get(URL).sent)


def test_a_part_behind_the_end_is_refused(asker):
    size = len(asker.get(URL).sent)
    for asked in (f"bytes={size}-", f"bytes={size}-{size + 5}", "bytes=-0"):
        refused = asker.get(URL, range=asked)
        assert (refused.status, refused.headers["content-range"]) == (416, f"bytes */{size}")


def test_a_part_of_a_version_that_has_gone_gives_the_whole(asker):
    tag = asker.get(URL).headers["etag"]
    assert asker.get(URL, range="bytes=0-9", if_range=tag).status == 206
    assert asker.get(URL, range="bytes=0-9", if_range='"older"').status == 200
    assert asker.get(URL, range="bytes=0-9", accept_encoding="gzip").status == 200


def test_the_folder_leads_to_its_list(asker):
    assert asker.get("/api").headers["location"] == "/api/"
