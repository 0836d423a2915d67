"""Faults of how Exchange and Entra are asked: tokens, hosts, waits, sizes. No code."""

from tests.mutants.mutant import Mutant

ASKING = (
    Mutant(
        "token-to-a-foreign-host", "a nextLink takes our token to whoever wrote it",
        "sync/graph.py", "if not same or url.userinfo or", "if url.userinfo or",
        ("sync/test_graph.py::test_a_next_link_to_elsewhere_is_never_followed",),
    ),
    Mutant(
        "redirects-followed", "a redirect is followed with our request",
        "sync/graph.py", "follow_redirects=False", "follow_redirects=True",
        ("sync/test_graph.py::test_a_redirect_is_not_followed",),
    ),
    Mutant(
        "old-token-again", "a token that Exchange did not take is shown again and again",
        "sync/graph.py", "            self._tokens.reject(token)\n", "            pass\n",
        ("sync/test_graph.py::test_after_401_one_new_token_is_tried_once",),
    ),
    Mutant(
        "ended-token-handed-out", "a token is used after its end",
        "system_user/identity.py", "if held is None or now >= held.ends_at:", "if held is None:",
        ("system_user/test_identity.py::test_a_token_that_ended_is_never_handed_out",),
    ),
    Mutant(
        "tokens-of-another-tenant", "the display signs in wherever its application is known",
        "system_user/entra.py", "{account.authority}/{account.tenant_id}", "{account.authority}/organizations",
        ("system_user/test_identity.py::test_the_right_secret_gets_a_token_that_is_used_again",),
    ),
    Mutant(
        "pages-without-end", "pages that lead to pages are read for a minute, again and again",
        "sync/pages.py", "len(seen) >= MOST_PAGES or ", "",
        ("hostile/test_paging.py::test_empty_pages_without_end_end",),
    ),
    Mutant(
        "secret-to-a-foreign-host", "the directory's description takes the secret to whoever wrote it",
        "system_user/line.py", "        if not _belongs(url, self._authority):\n", "        if not url:\n",
        ("system_user/test_identity.py::test_the_directorys_description_never_takes_the_secret_elsewhere",),
    ),
    Mutant(
        "retry-after-ignored", "requests leave while Exchange wants to be left alone",
        "sync/graph.py", "            if left:\n", "            if left and not url:\n",
        ("sync/test_graph.py::test_while_exchange_wants_to_be_left_alone_no_request_leaves",),
    ),
    Mutant(
        "reads-through-a-retry-after", "the next read is due before Exchange's wait is over",
        "sync/pace.py", "return max(waiting, self.interval if waiting <= 0 else 0.0) + BREATH * random", "return self.interval",
        ("sync/test_pace.py::test_a_retry_after_is_obeyed_whatever_happened_before",),
    ),
    Mutant(
        "back-off-unbounded", "after a long outage Exchange is asked again only after minutes",
        "sync/pace.py", "doubled = min(BACK_OFF_MOST, 2.0 ** min(self.failures - 1, 6))", "doubled = 2.0 ** (self.failures - 1)",
        ("sync/test_pace.py::test_never_longer_than_ten_seconds_when_the_line_is_down",),
    ),
    Mutant(
        "busy-server-did-nothing", "a 5xx after a write is taken for a no",
        "sync/errors.py", "        case _ if status >= 500 or status in", "        case _ if status in",
        ("sync/test_errors.py::test_other_5xx_may_follow_a_write_whatever_they_promise",),
    ),
    Mutant(
        "gzip-bomb", "a small answer unpacks into all the memory there is",
        "sync/received.py", "unpack.decompress(chunk, LARGEST_BODY + 1 - len(content))", "unpack.decompress(chunk)",
        ("sync/test_received.py::test_a_bomb_takes_no_more_memory_than_an_answer_may",),
    ),
    Mutant(
        "answer-without-end", "an answer that never ends is read until the memory is full",
        "sync/received.py", '            raise Garbled("the answer does not end")', "            continue",
        ("sync/test_graph.py::test_an_answer_without_end_is_left",),
    ),
)  # fmt: skip
"""Each with the tests that must see it."""
