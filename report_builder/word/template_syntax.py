"""What Jinja cannot read in a template, tag by tag, so that one does not hide the others."""

from __future__ import annotations

from collections.abc import Iterable

from jinja2 import TemplateSyntaxError
from jinja2.sandbox import SandboxedEnvironment

from report_builder.word.template_blocks import BLOCKS, Statement
from report_builder.word.template_file import Fault, Tag


def syntax_faults(lines: Iterable[Statement]) -> tuple[list[Statement], list[Fault]]:
    """Return ``lines`` with those that Jinja cannot read made harmless, and why it cannot."""
    environment = SandboxedEnvironment()
    kept, faults = [], []
    for line in lines:
        try:
            environment.parse(_alone(line.words))
        except TemplateSyntaxError as error:
            faults.append(Fault(says_syntax(line.tag, error.message or ""), line.tag.paragraph))
            kept.append(Statement(_harmless(line.words), line.tag))
        else:
            kept.append(line)
    return kept, faults


def _keyword(words: str) -> str:
    return words[2:-2].split(maxsplit=1)[0] if words.startswith("{%") else ""


def _alone(words: str) -> str:
    """Return a template of one statement, with what it needs around it."""
    keyword = _keyword(words)
    if keyword in ("elif", "else"):
        return "{% if x %}" + words + "{% endif %}"
    if keyword.startswith("end"):
        begun = keyword.removeprefix("end")
        first = {"for": "for x in y", "macro": "macro x()", "call": "call x()", "if": "if x"}
        first |= {"filter": "filter e", "set": "set x", "autoescape": "autoescape true"}
        return "{% " + first.get(begun, begun) + " %}" + words
    if keyword in BLOCKS and not (keyword == "set" and "=" in words):
        return words + "{% end" + keyword + " %}"
    return words


def _harmless(words: str) -> str:
    keyword = _keyword(words)
    target = words[2:-2].split()[1:2]
    name = target[0] if target and target[0].isidentifier() else "_"
    stand_ins = {
        "for": "{% for " + name + " in _unknown %}",
        "macro": "{% macro " + name.partition("(")[0] + "() %}",
        "if": "{% if true %}",
        "elif": "{% elif true %}",
        "call": "{% call _unknown() %}",
        "filter": "{% filter e %}",
        "with": "{% with %}",
        "autoescape": "{% autoescape true %}",
        "set": "{% set " + name + " = _unknown %}",
    }
    if keyword == "else" or keyword.startswith("end"):
        return "{% " + keyword + " %}"
    return stand_ins.get(keyword, "")


def says_syntax(tag: Tag, message: str) -> str:
    """Return that a tag cannot be understood, with what Jinja says and what is likely meant."""
    words = tag.words.split()
    hint = ""
    if tag.prints and len(words) > 1 and all(word.replace(".", "").isalnum() for word in words):
        hint = " A name has no spaces."
    elif tag.written.count("(") != tag.written.count(")"):
        hint = " A bracket is missing."
    elif tag.written.count('"') % 2 or tag.written.count("“") + tag.written.count("”") == 1:
        hint = " A quotation mark is missing."
    elif tag.keyword in ("if", "elif") and " = " in tag.words:
        hint = " Two things are compared with “==”."
    elif tag.keyword == "for" and " in " not in tag.words:
        hint = " A loop is written “for meeting in cover.meetings”."
    return f"“{tag.written}” cannot be understood ({message}).{hint}"
