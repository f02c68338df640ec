"""The dead weight of a newspaper's page: styles, scripts, state. It holds look-alikes, too."""

from __future__ import annotations

from functools import cache
from random import Random

_PROPERTIES = (
    "margin:0 auto", "padding:8px 12px", "color:#333", "display:block", "float:left", "width:100%",
    "font-size:14px", "line-height:1.5", "border-bottom:1px solid #e5e5e5", "background:#fff",
    "text-align:center", "overflow:hidden", "position:relative", "max-width:1180px",
)  # fmt: skip
_SCRIPTS = (
    "(function(w,d){{var {a}=d.createElement('script');{a}.async=!0;{a}.src='/assets/js/{b}.js';"
    "var {c}=d.getElementsByTagName('script')[0];"
    "{c}.parentNode.insertBefore({a},{c})}})(window,document,{n});",
    "window.{a}=window.{a}||[];function {b}(){{{a}.push(arguments)}}"
    "{b}('js',new Date());{b}('config','{c}-{n}');",
    "var {a}={{slot:'{b}',sizes:[[300,250],[300,600]],target:'{c}',refresh:{n}}};"
    "if({a}.refresh>0){{setTimeout(function(){{try{{{a}.slot&&console.log({a}.slot)}}catch(e){{}}}},{n})}}",
    "$(function(){{$('.{a}').on('click',function(e){{e.preventDefault();$(this).toggleClass('{b}');"
    "$.post('/count-view',{{id:{n},key:'{c}'}},function(r){{$('#{b}').text(r.views+' lượt xem')}})}})}});",
    "window.__{a}__={{\"{b}\":[{{\"id\":{n},"
    "\"date\":\"Thứ 4, 05.10.2022 | 15:48:48\",\"views\":\"{n} lượt xem\","
    "\"tpl\":\"<p><strong>${{title}}</strong></p>\"}}],\"{c}\":null}};",
)  # fmt: skip


def _word(rng: Random) -> str:
    return "".join(rng.choice("abcdefghijklmnopqrstuvwxyz") for _ in range(rng.randint(2, 9)))


@cache
def _scripts() -> tuple[str, ...]:
    """Make a stock of scripts once; pages draw from it."""
    rng = Random("scripts")
    return tuple(
        rng.choice(_SCRIPTS).format(a=_word(rng), b=_word(rng), c=_word(rng), n=rng.randint(1000, 99999))
        for _ in range(300)
    )


@cache
def _rules() -> tuple[str, ...]:
    """Make a stock of style rules once; their selectors match nothing."""
    rng = Random("rules")
    return tuple(
        f".{_word(rng)} .{_word(rng)}>{rng.choice(('a', 'li', 'p', 'div', 'span'))}"
        f"{{{';'.join(rng.sample(_PROPERTIES, rng.randint(2, 5)))}}}"
        for _ in range(400)
    )


def styles(rng: Random, size: int) -> str:
    """Give about `size` characters of style rules."""
    return "".join(rng.choices(_rules(), k=size // 75))


def scripts(rng: Random, size: int, count: int) -> str:
    """Give about `size` characters of scripts in `count` elements."""
    chosen = rng.choices(_scripts(), k=max(count, size // 200))
    step = -(-len(chosen) // count)
    parts = ("".join(chosen[at : at + step]) for at in range(0, len(chosen), step))
    return "\n".join(f"<script>{part}</script>" for part in parts)
