"""The page on which a plan is looked at, and its diagram."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import replace
from html.parser import HTMLParser
from itertools import combinations

import pytest
from harness.planned import Case, case
from harness.planned_shop import QUERIES, QUERY, SHOP
from harness.plans import NO_OUTPUT, entities, key, represent, required, root

from auth.policy import Denied
from gateway.planning.formats.diagram import BOX_HEIGHT, BOX_WIDTH, Box, Diagram
from gateway.planning.formats.drawing import plan_svg
from gateway.planning.formats.highlight import highlighted
from gateway.planning.formats.page import plan_page
from gateway.planning.plan import Plan
from gateway.planning.schedule import Schedule


@pytest.fixture(params=QUERIES)
def one(request: pytest.FixtureRequest) -> Case:
    return case(SHOP, request.param)


class TestDiagram:
    def test_no_box_lies_on_another(self, one: Case) -> None:
        for box, other in combinations(Diagram.of(Schedule.of(one.plan)).boxes, 2):
            assert not overlap(box, other)

    def test_lines_lead_from_the_right_of_a_box_to_the_left_of_one_further_on(self, one: Case) -> None:
        diagram = Diagram.of(Schedule.of(one.plan))
        boxes = {box.fetch.id: box for box in diagram.boxes}
        assert len(diagram.lines) == sum(len(fetch.after) for fetch in one.plan.fetches)
        for line in diagram.lines:
            source, target = boxes[line.source], boxes[line.target]
            assert line.points[0] == (source.x + BOX_WIDTH, source.y + BOX_HEIGHT // 2)
            assert line.points[-1] == (target.x, target.y + BOX_HEIGHT // 2)
            assert [x for x, _ in line.points] == sorted(x for x, _ in line.points)

    def test_a_line_that_passes_a_column_crosses_no_box_in_it(self) -> None:
        fetches = [
            root(0, "a", "{ a { id } }", "a { id }"),
            root(1, "b", "{ b { id } }", "b { id }"),
            entities(2, "c", "b", "... on B { x }", represent("B", "x", key("id")), after=(1,)),
            entities(3, "d", "b", "... on B { y }", represent("B", "y", key("id")), after=(1,)),
            entities(4, "e", "b", "... on B { z }", represent("B", "z", required("x")), after=(0, 2)),
        ]
        diagram = Diagram.of(Schedule.of(Plan("query", tuple(fetches), NO_OUTPUT)))
        (passing,) = (line for line in diagram.lines if (line.source, line.target) == (0, 4))
        _, (start, y), (end, also_y), _ = passing.points
        assert (start, end, y) == (diagram.columns[1], diagram.columns[1] + BOX_WIDTH, also_y)
        between = [box for box in diagram.boxes if box.x == start]
        assert [box.fetch.id for box in between] == [2, 3]
        assert not any(box.y <= y <= box.y + BOX_HEIGHT for box in between)


def overlap(one: Box, other: Box) -> bool:
    return abs(one.x - other.x) < BOX_WIDTH and abs(one.y - other.y) < BOX_HEIGHT


class Elements(HTMLParser):
    """All elements of a page with their attributes."""

    def __init__(self, html: str) -> None:
        super().__init__()
        self.found: list[tuple[str, dict[str, str | None]]] = []
        self.feed(html)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.found.append((tag, dict(attrs)))

    def values(self, name: str) -> Iterator[str]:
        return (value for _, attributes in self.found if (value := attributes.get(name)) is not None)


class TestPage:
    def test_it_loads_nothing_runs_nothing_and_has_no_style_that_its_policy_forbids(self, one: Case) -> None:
        page = Elements(plan_page(one.plan, "{ me { name } }"))
        tags = {tag for tag, _ in page.found}
        assert not tags & {"script", "link", "img", "iframe", "object", "form", "base"}
        assert not [
            name for _, attributes in page.found for name in attributes if name == "style" or name[:2] == "on"
        ]
        assert not list(page.values("src"))
        assert all(link.startswith("#fetch-") for link in page.values("href"))
        (policy,) = (text for text in page.values("content") if "default-src" in text)
        assert re.fullmatch(
            "default-src 'none'; style-src 'sha256-[A-Za-z0-9+/]{43}='; base-uri 'none'; form-action 'none'",
            policy,
        )

    def test_its_links_lead_somewhere_and_no_id_comes_twice(self, one: Case) -> None:
        page = Elements(plan_page(one.plan, "{ me { name } }"))
        ids = list(page.values("id"))
        assert len(ids) == len(set(ids))
        assert {link.removeprefix("#") for link in page.values("href")} <= set(ids)

    def test_it_shows_every_fetch_with_its_operation_and_what_it_has_to_do_with_the_others(self) -> None:
        page = plan_page(case(SHOP, QUERY).plan, QUERY)
        text = re.sub(r"<[^>]+>", " ", page)
        assert "Plan of query Top" in text
        assert "Product by upc, with price from price_2 and size { weight }" in text
        assert re.search(r"Waits for\s+3 reviews", text)
        assert re.search(r"Awaited by\s+2 inventory\s+,\s+3 reviews", text)
        for fetch in case(SHOP, QUERY).plan.fetches:
            assert f'<article id="fetch-{fetch.id}"' in page

    def test_nothing_in_it_is_taken_for_markup(self) -> None:
        name = 'a<script>alert("x")</script>&'
        query = '{ a(text: "</code><b onclick=1>") }'
        hostile = case({name: "type Query { a(text: String): Int }"}, query)
        page = Elements(plan_page(hostile.plan, query))
        assert not {tag for tag, _ in page.found} & {"script", "b"}
        assert not [one for tag, one in page.found if "onclick" in one]

    def test_denied_fields_are_listed(self) -> None:
        one = case(SHOP, "{ me { name } }")
        closed = Denied("User.name", ("burger",), "midden")
        (me,) = one.plan.output.by_type["Query"]
        assert me.selection is not None
        fields = tuple(replace(field, denial=closed) for field in me.selection.by_type["User"])
        me.selection.by_type["User"] = fields  # type: ignore[index]
        assert "<li>User.name (opens for burger, midden)</li>" in plan_page(one.plan, "{ me { name } }")

    def test_the_picture_stands_on_its_own(self) -> None:
        svg = plan_svg(case(SHOP, QUERY).plan)
        assert svg.startswith('<svg class="plan"')
        assert 'xmlns="http://www.w3.org/2000/svg"' in svg
        assert "<style>" in svg
        assert "prefers-color-scheme" in svg


def test_a_highlighted_document_is_the_same_text() -> None:
    document = 'query A($n: Int = 3) @live {\n  a(t: "x<y", n: $n) { ...B } # why\n}\nfragment B on T { b }'
    html = highlighted(document)
    text = re.sub(r"<[^>]+>", "", html).replace("&lt;", "<").replace("&gt;", ">").replace("&quot;", '"')
    assert text == document
    assert '<span class="k">query</span>' in html
    assert '<span class="v">n</span>' in html
