"""The interview on a terminal or over a pipe: questions on stderr, answers from stdin, every answer kept at once."""

from __future__ import annotations

import unicodedata
from typing import TYPE_CHECKING, Final

import click

from .common import write_bytes

if TYPE_CHECKING:
    from pathlib import Path

    from ..engine.interview import Interview, Question
    from ..facts.affair import Affair

__all__ = ["hold"]

_WORDS: Final = {
    "skip": ("不明", "わからない", "分からない", "skip", "unknown", ""),
    "back": ("戻る", "もどる", "back", "b"),
    "why": ("なぜ", "理由", "why", "why?", "?"),
    "stop": ("終わる", "やめる", "quit", "q", "exit"),
}
_TEXT: Final = {
    "ja": {
        "help": "数・区分・選択肢で答えてください。分からなければ Enter（不明）。 戻る / なぜ / 終わる",
        "options": "選択肢",
        "leads": "→",
        "now": "いまの結果",
        "settled": "確定",
        "between": "～",
        "level": "答えによって、必要な評価の水準が次のように分かれます。",
        "duties": "水準は変わりません。必要となる手続が決まります。",
        "record": "結果は変わりません。記録に残すための事項です。",
        "kept": "ここまでの回答を保存しました",
        "first": "最初の質問です。",
        "stopped": "中断しました。続きは",
    },
    "en": {
        "help": "answer with a number, a band or an option; Enter if not known. back / why / quit",
        "options": "options",
        "leads": "→",
        "now": "so far",
        "settled": "settled",
        "between": "to",
        "level": "the answer decides which assessment is required:",
        "duties": "the level stays as it is; the answer decides which duties follow.",
        "record": "the result stays as it is; this is for the record.",
        "kept": "answers so far were saved",
        "first": "this is the first question.",
        "stopped": "stopped; go on with",
    },
}


def hold(talk: Interview, *, lang: str, save: Path | None) -> Interview:
    """Ask until nothing is left to ask or the person stops; what was answered is never lost.

    Answers are written to ``save`` after each of them. On Ctrl-C or the end of the input the answers stand where
    they were; without ``save`` they are written to stderr as a facts file.
    """
    say = _TEXT[lang]
    first = True
    while (question := talk.question) is not None:
        click.echo(_posed(question, len(talk.asked) + 1, lang, help_too=first), err=True)
        first = False
        try:
            text = click.prompt(">", err=True, default="", show_default=False, prompt_suffix=" ")
        except (click.Abort, EOFError, KeyboardInterrupt):
            click.echo("", err=True)
            _keep(talk.affair, save, lang, stopped=True)
            raise click.exceptions.Exit(130) from None
        word = _meant(text)
        if word == "stop":
            break
        if word == "why":
            click.echo(_why(question, lang), err=True)
            continue
        talk, moved = _next(talk, word, text, say)
        if moved:
            _keep(talk.affair, save, lang)
            if question.matters == "level":
                click.echo(f"  {_now(talk, lang)}\n", err=True)
    return talk


def _next(talk: Interview, word: str, text: str, say: dict[str, str]) -> tuple[Interview, bool]:
    from ..facts.errors import ShikiiError

    if word == "back":
        if talk.back() is talk:
            click.echo(f"  {say['first']}", err=True)
            return talk, False
        return talk.back(), True
    if word == "skip":
        return talk.skip(), True
    try:
        return talk.answer(text), True
    except ShikiiError as error:
        for problem in error.problems:
            click.echo(f"  {problem.message}: `{problem.value}` — {problem.remedy}", err=True)
        return talk, False


def _meant(text: str) -> str:
    plain = unicodedata.normalize("NFKC", text).strip().lower()
    return next((name for name, words in _WORDS.items() if plain in words), "answer")


def _posed(question: Question, number: int, lang: str, *, help_too: bool) -> str:
    from ..facts.vocabulary import load_vocabulary
    from ..reports.fold import fold
    from .common import terminal_size

    width, _ = terminal_size(to_file=False)
    fact = load_vocabulary()[question.fact]
    text = question.text if lang == "ja" else (fact.ask_en or fact.en)
    lines = [fold(f"{number}. {text}", width)]
    if question.options:
        lines.append(fold(f"   {_TEXT[lang]['options']}: {' / '.join(question.options)}", width))
    if help_too:
        lines.append(fold(f"   ({_TEXT[lang]['help']})", width))
    return "\n".join(lines)


def _why(question: Question, lang: str) -> str:
    from ..reports.words import Words

    words, say = Words(lang), _TEXT[lang]
    between = say["between"]
    lines = [f"  {say[question.matters]}"]
    for p in question.prospects:
        ends = [str(words.level(x)) for x in dict.fromkeys((p.levels[0], p.levels[-1]))]
        lines.append(f"    {p.answer} {say['leads']} {f' {between} '.join(ends)}")
    return "\n".join(lines)


def _now(talk: Interview, lang: str) -> str:
    from ..reports.words import Words

    level, words, say = talk.result.level, Words(lang), _TEXT[lang]
    if level.phrase:
        return f"{say['now']}: {level.phrase}（{say['settled']}）"
    return f"{say['now']}: {words.level(level.floor)} {say['between']} {words.level(level.ceiling)}"


def _keep(affair: Affair, save: Path | None, lang: str, *, stopped: bool = False) -> None:
    """Write the answers so far; without a file, only when the interview is broken off."""
    from ..facts.published_affair import to_yaml

    if save is not None:
        text = to_yaml(affair)
        write_bytes(save, lambda path: path.write_text(text, encoding="utf-8"))
        if stopped:
            click.echo(f"{_TEXT[lang]['kept']}: {save}", err=True)
            click.echo(
                f"{_TEXT[lang]['stopped']}: shikii prescreen {save} --interview --save {save}", err=True
            )
    elif stopped and affair.values:
        click.echo(to_yaml(affair), err=True)
