"""Writes docs/quick-card.html, for `make docs`: a page for visitors and one for staff, in large print.

What to say and press comes from the language file and the keypad, so that the card cannot say what does not work. A
test keeps it up to date.
"""

from __future__ import annotations

from html import escape
from pathlib import Path

from content.model import Keypad
from kiosk.commands import Row, rows
from kiosk.loading import Content, load_content
from kiosk.messages import Command

PAGE = Path(__file__).parents[1] / "docs" / "quick-card.html"
VISITORS = (
    Command.NEXT,
    Command.BACK,
    Command.TOPICS,
    Command.READ,
    Command.PAUSE,
    Command.GO_ON,
    Command.AGAIN,
    Command.QUIET,
    Command.LOUDER,
    Command.QUIETER,
    Command.SLOWER,
    Command.BIGGER,
    Command.COLOURS,
    Command.WORDS,
    Command.HELP,
    Command.DONE,
)
"""What most people want, in the order of the card."""
STAFF = (Command.CLEARER, Command.SPACING, Command.MICROPHONE, Command.DONE)
"""What staff show to who asks for it."""
STYLE = """
@font-face { font-family: Atkinson; src: url("../content/fonts/AtkinsonHyperlegibleNext-Regular.ttf"); }
@font-face { font-family: Atkinson; font-weight: bold; src: url("../content/fonts/AtkinsonHyperlegibleNext-Bold.ttf"); }
@page { margin: 12mm; }
body { color: #000000; background: #ffffff; margin: 0 auto; max-width: 34em;
  font: 18pt/1.5 Atkinson, Verdana, sans-serif; }
h1 { font-size: 30pt; line-height: 1.2; margin: 0 0 0.3em; }
h2 { font-size: 22pt; line-height: 1.2; margin: 0.6em 0 0.2em; }
p, ul { margin: 0.3em 0; }
li { margin-bottom: 0.2em; }
table { border-collapse: collapse; width: 100%; }
caption { text-align: left; font-weight: bold; }
th, td { border-bottom: 1px solid #000000; padding: 0.05em 0.4em 0.05em 0; text-align: left; vertical-align: top; }
section + section { break-before: page; margin-top: 2em; }
tr, li { break-inside: avoid; }
@media print {
  body { line-height: 1.35; max-width: none; }
  h1 { font-size: 26pt; }
  h2 { font-size: 20pt; margin: 0.35em 0 0.1em; }
  th, td { line-height: 1.2; }
  section + section { margin-top: 0; }
}
"""


def card(content: Content) -> str:
    """The whole card."""
    language, keypad = content.deck.language, content.keypad
    table = {row.command: row for row in rows(language, keypad)}
    title = f"{content.deck.title}: how to use this kiosk"
    return (
        f'<!DOCTYPE html>\n<html lang="{escape(content.settings.language)}">\n<head>\n<meta charset="utf-8">\n'
        f'<meta name="viewport" content="width=device-width">\n<title>{escape(title)}</title>\n<style>{STYLE}</style>\n'
        f"</head>\n<body>\n<main>\n{_visitors(title, table)}{_staff(table, keypad)}</main>\n</body>\n</html>\n"
    )


def _visitors(title: str, table: dict[Command, Row]) -> str:
    down, up, select, help_ = (
        _key(table[command]) for command in (Command.FOCUS_NEXT, Command.FOCUS_BACK, Command.SELECT, Command.HELP)
    )
    return f"""<section>
<h1>{escape(title)}</h1>
<p>It talks, it listens, and it can be touched. Any key begins: then you hear what to do. You need no hands to use it,
no eyes and no voice: one of them is enough.</p>
<h2>Four keys are enough</h2>
<p><strong>{down}</strong> and <strong>{up}</strong>: move, and hear each button. <strong>{select}</strong>: press it.
<strong>{help_}</strong>: help.</p>
<h2>What you can do</h2>
{_table(table, VISITORS, "Touch the button, say the words, or press the key.")}
<p>You have time. If it asks whether you are still there, touch it, press any key, or say “yes”.
Nothing about you is kept.</p>
</section>
"""


def _staff(table: dict[Command, Row], keypad: Keypad) -> str:
    hold = " or ".join(key for key, value in keypad.keys.items() if value == Command.HOLD.value)
    begin = escape(table[Command.NEXT].words.phrases[0])
    return f"""<section>
<h1>For staff</h1>
<h2>Somebody does not see the screen</h2>
<ul>
<li>Lead them to the keypad. Any key begins the speech; so does a touch anywhere, “{begin}”, or
plugging in headphones.</li>
<li>Show them {_key(table[Command.FOCUS_NEXT])}, {_key(table[Command.FOCUS_BACK])}, {_key(table[Command.SELECT])} and
{_key(table[Command.HELP])} with their finger.</li>
</ul>
<h2>Somebody hears badly, or not</h2>
<ul>
<li>All that is said stands on the screen. Headphones help, too.</li>
</ul>
<h2>Somebody has weak or trembling hands</h2>
<ul>
<li>They can speak, or use the keypad or a switch.</li>
</ul>
<h2>A name is called</h2>
<ul>
<li>Press {escape(hold)}: the kiosk is silent at once, and goes on by itself.</li>
</ul>
<h2>More that it can do</h2>
{_table(table, STAFF, "Say the words, or press the key.")}
<h2>Something is wrong</h2>
<ul>
<li>A sign on the screen says what is missing. Look at the plugs.</li>
<li>Ctrl and Q together end it; then start it again.</li>
<li>Without sound, touch and keys still work; without touch, the voice does. Tell whoever looks after it.</li>
</ul>
</section>
"""


def _table(table: dict[Command, Row], commands: tuple[Command, ...], caption: str) -> str:
    lines = "".join(
        f'<tr><th scope="row">{escape(row.words.label)}</th>'
        f"<td>“{escape(row.words.phrases[0])}”</td><td>{_key(row)}</td></tr>\n"
        for row in map(table.__getitem__, commands)
    )
    head = '<tr><th scope="col">Button</th><th scope="col">Say</th><th scope="col">Key</th></tr>'
    return f"<table>\n<caption>{escape(caption)}</caption>\n{head}\n{lines}</table>"


def _key(row: Row) -> str:
    """The first key of the keypad for a command; where it is a sign, all of its signs."""
    signs = [key for key in row.keys if len(key) == 1 and not key.isalnum()]
    return escape(" or ".join(signs) or (row.keys or ("–",))[0])


def main() -> None:
    """Write the card of the kiosk as it is shipped."""
    PAGE.write_text(card(load_content(None, None)), encoding="utf-8")


if __name__ == "__main__":
    main()
