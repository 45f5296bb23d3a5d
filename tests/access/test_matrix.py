"""Every address x every caller: the answer the table in `routes.py` promises, and nothing done by the denied.

A denied request may leave a trace (session, audit trail, exceeded limits) and nothing else: every statement that writes
is watched on all seven connections.
"""

import json
import re
from collections.abc import Callable, Iterator
from contextlib import ExitStack, contextmanager
from typing import Any
from urllib.parse import urlencode

import pytest
from django.db import connections
from django.test import Client

from core.workspace import HEADER, SESSION_KEY
from tests.access.routes import ELSEWHERE, PUBLIC, RULES, SIGNED_IN, SUPER, Rule
from tests.access.urls import Route, routes
from tests.access.world import CALLERS, World, make_world, undone

METHODS = ("GET", "POST", "PUT", "PATCH", "DELETE")
WRITES = re.compile(r'(?:\bINSERT INTO|\bDELETE FROM|\bMERGE INTO|^UPDATE|\bCOPY)\s+"?(\w+)', re.I)
# What a refusal leaves behind.
TRACES = re.compile(r"django_session|signin|\w*session\w*|core_ratelimitviolation")
PARAMETER = re.compile(r"<(?:\w+:)?(\w+)>")


def test_every_address_has_its_line():
    known = {route.address for route in routes() if not route.address.startswith(ELSEWHERE)}
    missing = sorted(known - set(RULES))
    assert not missing, f"add a line to tests/access/routes/, saying who may call: {missing}"
    gone = sorted(set(RULES) - known)
    assert not gone, f"tests/access/routes/ names addresses that no longer exist: {gone}"


@pytest.mark.parametrize(
    "route",
    [each for each in routes() if getattr(getattr(each.view, "cls", None), "permissions", None)],
    ids=lambda r: r.address,
)
def test_views_of_the_api_name_the_rights_of_the_table(route):
    view = route.view.cls
    allowed = {method.upper() for method in view.http_method_names if hasattr(view, method)}
    named = {method: right for method, right in view.permissions.items() if method in allowed}
    assert named == RULES[route.address][0].methods


@pytest.mark.parametrize("caller", CALLERS)
def test_matrix(people, caller):
    world = make_world(people)
    knock = Door(world, caller)
    complaints = []
    for route in routes():
        for rule in RULES.get(route.address, ()):
            for method in METHODS:
                if complaint := knock.complaint(route, rule, method):
                    complaints.append(complaint)
    assert not complaints, "\n".join(complaints)


class Door:
    """One caller at all addresses."""

    def __init__(self, world: World, caller: str) -> None:
        self.world, self.caller = world, caller
        self.user = world.callers[caller]
        self.client = Client(raise_request_exception=False)
        if self.user is not None:
            self.client.force_login(self.user)
            session = self.client.session
            session[SESSION_KEY] = str(self.tenant)
            session.save()
        self.cookies = dict(self.client.cookies)

    @property
    def tenant(self) -> Any:
        """The organisation the caller works in."""
        people = self.world.people
        return people.elsewhere.pk if self.caller == "stranger" else people.tenant.pk

    def complaint(self, route: Route, rule: Rule, method: str) -> str:
        """What is wrong with the answer; an empty text when nothing is."""
        right = rule.methods.get(method)
        is_api = route.address.startswith("api/v1/")
        if right is None and (not is_api or self.caller != "superadmin"):
            return ""
        with undone(), watched() as written:
            answer = self.call(route, rule, method, is_api=is_api)
        expected = self.expected(route, rule, right)
        where = f"{method} /{route.address} as {self.caller}: {answer.status_code}"
        if not expected(answer) and answer.status_code not in rule.also:
            return f"{where} {answer.get('Location', '')}, expected {expected.__doc__}"
        if expected in (denied, to_login, unauthenticated, missing, hidden) and written:
            return f"{where}, and yet it wrote to {sorted(written)}"
        return ""

    def call(self, route: Route, rule: Rule, method: str, *, is_api: bool) -> Any:
        """The answer of the address to what the rule says is sent."""
        self.client.cookies.clear()
        self.client.cookies.update(self.cookies)
        given = {name: rule.args.get(name) or self.world.value(name) for name in PARAMETER.findall(route.address)}
        path = "/" + PARAMETER.sub(lambda found: given[found[1]], route.address)
        path = path.replace("^", "").replace("(?:/|$)", "/nothing")
        headers = {HEADER: str(self.tenant)}
        extra = {name: value for name, value in rule.args.items() if name not in given}
        if is_api:
            query = "?" + urlencode(extra) if extra else ""
            body = json.dumps(rule.body)
            return self.client.generic(method, path + query, body, content_type="application/json", headers=headers)
        return getattr(self.client, method.lower())(path, extra, headers=headers)

    def expected(self, route: Route, rule: Rule, right: str | None) -> Callable[[Any], bool]:
        """The check of the answer that the table promises."""
        if right is None:
            return no_method
        if right == PUBLIC:
            return granted
        if self.caller == "anonymous":
            return hidden if right == SUPER else unauthenticated if route.address.startswith("api/") else to_login
        if right == SUPER:
            return granted if self.caller == "superadmin" else hidden
        if right == SIGNED_IN:
            return granted
        if not self.world.holds(self.caller, right):
            return denied
        names_ours = any(name in self.world.ids for name in PARAMETER.findall(route.address))
        return missing if self.caller == "stranger" and names_ours else granted


def granted(answer: Any) -> bool:
    """the address to do its work (or to find fault with the empty body)"""
    refused = (401, 403, 405)
    return answer.status_code < 500 and answer.status_code not in refused and not to_login(answer)


def denied(answer: Any) -> bool:
    """403"""
    return answer.status_code == 403


def missing(answer: Any) -> bool:
    """404, as for something that is not there"""
    return answer.status_code == 404


def unauthenticated(answer: Any) -> bool:
    """401"""
    return answer.status_code == 401


def to_login(answer: Any) -> bool:
    """the login page"""
    return answer.status_code == 302 and "/login/" in answer["Location"]


def hidden(answer: Any) -> bool:
    """the login page, 403 or 404"""
    return to_login(answer) or answer.status_code in (401, 403, 404)


def no_method(answer: Any) -> bool:
    """405"""
    return answer.status_code == 405


@contextmanager
def watched() -> Iterator[set[str]]:
    """The tables written inside, traces of refusals aside."""
    written: set[str] = set()

    def look(execute: Any, sql: str, params: Any, many: bool, context: Any) -> Any:
        for table in WRITES.findall(str(sql)):
            is_audit = table.endswith("_outboxevent") and "audit.recorded" in str(params)
            if not is_audit and not TRACES.fullmatch(table):
                written.add(table)
        return execute(sql, params, many, context)

    with ExitStack() as stack:
        for alias in connections:
            stack.enter_context(connections[alias].execute_wrapper(look))
        yield written
