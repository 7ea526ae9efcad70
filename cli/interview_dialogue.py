"""The interview on a terminal or over a pipe: questions on stderr, answers from stdin, every answer kept at once."""

from __future__ import annotations

import shlex
import unicodedata
from typing import TYPE_CHECKING, Final

import click

from .common import write_bytes

if TYPE_CHECKING:
    from pathlib import Path

    from ..engine.session.interview import Interview, Question
    from ..facts.affair.affair import Affair

__all__ = ["hold"]

_WORDS: Final = {
    "skip": ("不明", "わからない", "分からない", "skip", "unknown", ""),
    "back": ("戻る", "もどる", "back"),
    "why": ("なぜ", "なぜ?", "理由", "why", "why?", "?"),
    "stop": ("終わる", "やめる", "quit", "exit"),
}
#: Short words, where no name is asked for that they could be.
_SHORT: Final = {"b": "back", "q": "stop"}
_TEXT: Final = {
    "ja": {
        "help": "分からないときは Enter。「戻る」で前の質問へ、「なぜ」で聞く理由、「終わる」で結果へ進みます。",
        "leads": "→",
        "now": "現時点の判断結果",
        "settled": "確定",
        "either": "又は",
        "between": "から",
        "until": "までのいずれか",
        "level": "答えによって、必要な評価の水準が次のように分かれます。",
        "duties": "水準は変わりません。必要となる手続が決まります。",
        "record": "結果は変わりません。記録に残すための事項です。",
        "kept": "ここまでの回答を保存しました",
        "first": "最初の質問です。",
        "stopped": "中断しました。続きは次のコマンドで再開できます",
        "unsaved": "中断しました。ここまでの回答は次のとおりです（ファイルに保存すると、続きから再開できます）",
        "count": "「{value}」を数として読み取れませんでした。例：25万人、12,345、500人未満、10万人以上30万人未満",
        "date": "「{value}」を日付として読み取れませんでした。例：2026-04-01、令和8年4月1日、令和8年4月",
        "choice": "「{value}」は選択肢にありません。番号か言葉で答えてください。",
        "other": "「{value}」を読み取れませんでした。",
    },
    "en": {
        "help": "Enter if not known. back: the question before; why: what it is for; quit: on to the result.",
        "leads": "→",
        "now": "so far",
        "settled": "settled",
        "either": " to ",
        "between": " to ",
        "until": "",
        "level": "The answer decides which assessment is required:",
        "duties": "The level stays as it is; the answer decides which duties follow.",
        "record": "The result stays as it is; this is for the record.",
        "kept": "answers so far were saved",
        "first": "This is the first question.",
        "stopped": "stopped; go on with",
        "unsaved": "stopped; the answers so far (saved as a file, they let you go on from here)",
        "count": "“{value}” is no number. Examples: 250000, 12,345, under 500, 100,000 to under 300,000",
        "date": "“{value}” is no date. Examples: 2026-04-01, 2026-04",
        "choice": "“{value}” is none of the options. Answer with a number or a word.",
        "other": "“{value}” cannot be read.",
    },
}
_KINDS: Final = {"count": "count", "days": "count", "date": "date", "yesno": "choice", "choice": "choice"}


def hold(talk: Interview, *, lang: str, save: Path | None) -> Interview:
    """Ask until nothing is left to ask, the person stops or the input ends; what was answered is never lost.

    Answers are written to ``save`` after each of them. On Ctrl-C the answers stand where they were; without ``save``
    they are written to stderr as a facts file.
    """
    try:
        while (question := talk.question) is not None:
            click.echo(_posed(question, len(talk.asked) + 1, lang, help_too=talk.before is None), err=True)
            try:
                text = click.prompt(">", err=True, default="", show_default=False, prompt_suffix=" ")
            except click.Abort as broken:
                click.echo("", err=True)
                if isinstance(broken.__context__, EOFError):
                    break  # no more answers: on to the result
                raise
            word = _meant(text, question)
            if word == "stop":
                break
            if word == "why":
                click.echo(_why(question, lang) + "\n", err=True)
                continue
            talk, moved = _next(talk, question, word, text, lang)
            if moved:
                _keep(talk.affair, save, lang)
                told = question.matters == "level" or word == "back"
                now = _folded(f"  {_TEXT[lang]['leads']} ", _now(talk, lang)) + "\n" if told else ""
                click.echo(now, err=True)
    except (click.Abort, KeyboardInterrupt):
        _keep(talk.affair, save, lang, stopped=True)
        raise click.exceptions.Exit(130) from None
    return talk


def _next(talk: Interview, question: Question, word: str, text: str, lang: str) -> tuple[Interview, bool]:
    from ..facts.errors import ShikiiError
    from ..facts.vocabulary import load_vocabulary

    say = _TEXT[lang]
    if word == "back":
        if talk.back() is talk:
            click.echo(f"  {say['first']}\n", err=True)
            return talk, False
        return talk.back(), True
    if word == "skip":
        return talk.skip(), True
    try:
        return talk.answer(_chosen(question, text)), True
    except ShikiiError:
        kind = _KINDS.get(load_vocabulary()[question.fact].kind, "other")
        click.echo(_folded("  ", say[kind].format(value=text.strip())) + "\n", err=True)
        return talk, False


def _chosen(question: Question, text: str) -> str:
    """Let the number of an option stand for it."""
    plain = unicodedata.normalize("NFKC", text).strip()
    if plain.isascii() and plain.isdigit() and 1 <= int(plain) <= len(question.options):
        return question.options[int(plain) - 1]
    return text


def _meant(text: str, question: Question) -> str:
    from ..facts.vocabulary import Kind, load_vocabulary

    plain = unicodedata.normalize("NFKC", text).strip().lower()
    if plain in _SHORT and load_vocabulary()[question.fact].kind is not Kind.TEXT:
        return _SHORT[plain]
    return next((name for name, words in _WORDS.items() if plain in words), "answer")


def _folded(indent: str, text: str) -> str:
    """Fold to the width of the terminal, every line under the first."""
    from rich.cells import cell_len

    from ..reports.terminal.cell_width import fold
    from .common import terminal_size

    width, _ = terminal_size(to_file=False)
    room = " " * cell_len(indent)
    return indent + fold(text, width - len(room)).replace("\n", f"\n{room}")


def _posed(question: Question, number: int, lang: str, *, help_too: bool) -> str:
    ja = lang == "ja"
    lines = [_folded(f"{number}. ", question.text if ja else question.text_en)]
    how, options = (question.how, question.options) if ja else (question.how_en, question.options_en)
    if how:
        lines.append(_folded("   ", how))
    lines += [_folded(f"   {n} ", option) for n, option in enumerate(options, 1)]
    if help_too:
        lines.append(_folded("   ", f"（{_TEXT[lang]['help']}）" if ja else f"({_TEXT[lang]['help']})"))
    return "\n".join(lines)


def _why(question: Question, lang: str) -> str:
    lines = [f"  {_TEXT[lang][question.matters]}"]
    for p in question.prospects:
        answer = p.answer if lang == "ja" else p.answer_en
        lines.append(_folded("  ・", f"{answer} {_TEXT[lang]['leads']} {_span(p.levels, lang)}"))
    return "\n".join(lines)


def _span(levels: tuple[str, ...], lang: str) -> str:
    from ..reports.wording.words import Words

    words, say = Words(lang), _TEXT[lang]
    ends = [str(words.level(x)) for x in dict.fromkeys((levels[0], levels[-1]))]
    if len(levels) < 3:
        return say["either"].join(ends)
    return say["between"].join(ends) + say["until"]


def _now(talk: Interview, lang: str) -> str:
    from ..reports.wording.words import Words

    level, say = talk.level, _TEXT[lang]
    if not level.phrase:
        return f"{say['now']}: {_span(level.possible, lang)}"
    if lang == "ja":
        return f"{say['now']}: {level.phrase}（{say['settled']}）"
    return f"{say['now']}: {Words(lang).level(level.floor)} ({say['settled']})"


def _keep(affair: Affair, save: Path | None, lang: str, *, stopped: bool = False) -> None:
    """Write the answers so far; without a file, only when the interview is broken off."""
    from ..facts.documents.to_affair import to_yaml

    say = _TEXT[lang]
    if save is not None:
        text = to_yaml(affair)
        write_bytes(save, lambda path: path.write_text(text, encoding="utf-8"), "yaml")
        if stopped:
            name, more = shlex.quote(str(save)), "" if lang == "ja" else f" --lang {lang}"
            again = f"shikii prescreen {name} --interview --save {name}{more}"
            click.echo(f"{say['kept']}: {save}\n{say['stopped']}:\n  {again}", err=True)
    elif stopped and affair.values:
        click.echo(f"{say['unsaved']}:\n{to_yaml(affair)}", err=True)
