"""The peer: Debian's Chromium as a kiosk, with the same slides as a page that a web developer would write.

Knows: Chromium's options, HTML. Must not know: how our own program draws. The page uses a font of the system and loads
a picture when its slide is near, which is to Chromium's advantage.
"""

from __future__ import annotations

import html
import json
import re
import shutil
import subprocess
from pathlib import Path

from content.deck import FileDeck
from content.model import Theme
from kiosk.loading import load_content

OPTIONS = (
    "--kiosk",
    "--no-sandbox",
    "--disable-gpu",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
    "--disable-quic",
)
INKS = {"#000001": "text", "#fffffe": "background", "#0000f1": "accent", "#cccccd": "soft", "#777778": "muted"}
"""The colors that stand in a deck's drawings for those of the theme (docs/icons.md)."""
NEXT_PLACE = (0.9, 0.93)
"""Where the page's Next is, as parts of the screen."""
CONTENT_PART = 0.82
"""The part of the screen above the page's bar."""

PAGE = """<!doctype html><html lang="en"><meta charset="utf-8"><title>MMN</title><style>
*{{margin:0;box-sizing:border-box;font-family:sans-serif}}
body{{background:{background};color:{text};height:100vh;overflow:hidden;font-size:3.4vh}}
main{{display:flex;height:84vh;padding:4vh;gap:4vh;align-items:center}}
img{{width:38vw;height:72vh;object-fit:contain}}
h1{{font-size:6vh;margin-bottom:3vh}} p{{line-height:1.5;margin-bottom:2vh}}
nav{{position:fixed;bottom:0;width:100vw;height:14vh;display:flex;gap:2vw;padding:1vh 2vw}}
button{{flex:1;font-size:3.4vh;background:{control};color:{control_text};border:3px solid {control_edge}}}
</style><main><img id="icon" alt=""><div><h1 id="title"></h1><div id="text"></div></div></main>
<nav><button onclick="turn(-1)">Back</button><button>Pause</button><button>Topics</button><button>Help</button>
<button onclick="turn(1)">Next</button></nav><script>
const slides={slides};let at=0;const ahead=new Image();const find=id=>document.getElementById(id);
function show(){{const s=slides[at];find("icon").src=s.icon;find("icon").alt=s.picture;
find("title").textContent=s.title;find("text").innerHTML=s.text;ahead.src=slides[(at+1)%slides.length].icon;}}
function turn(by){{at=(at+by+slides.length)%slides.length;show();}}
show();</script></html>
"""


def is_there() -> bool:
    """Whether Chromium is installed."""
    return shutil.which("chromium") is not None


def version() -> str:
    """Chromium's own account of itself, or empty."""
    if not is_there():
        return ""
    done = subprocess.run(["chromium", "--version"], capture_output=True, text=True, check=False)
    return done.stdout.strip()


def command(page: Path, profile: Path, size: tuple[int, int]) -> tuple[str, ...]:
    """The command that opens ``page``. Without a window manager, --kiosk needs to be told the size."""
    window = (f"--window-size={size[0]},{size[1]}", "--window-position=0,0")
    return ("chromium", *OPTIONS, *window, f"--user-data-dir={profile}", page.as_uri())


def write_page(folder: Path) -> Path:
    """The slides of the kiosk's own deck as one page in ``folder``, with their drawings beside it."""
    content = load_content(None)
    deck, theme = content.deck, content.themes[content.settings.theme]
    colors = {role: "#{:02x}{:02x}{:02x}".format(*rgb) for role, rgb in theme.colors.items()}
    slides = []
    for index in range(len(deck)):
        slide = deck.slide(index)
        _write_icon(deck, slide.icon, theme, folder)
        parts = (*slide.text.split("\n"), slide.question, *slide.options)
        text = "".join(f"<p>{html.escape(part)}</p>" for part in parts if part)
        slides.append({"title": slide.title, "text": text, "icon": f"{slide.icon}.svg", "picture": slide.picture})
    page = folder / "slides.html"
    page.write_text(PAGE.format(slides=json.dumps(slides), **colors), encoding="utf-8")
    return page


def _write_icon(deck: FileDeck, name: str, theme: Theme, folder: Path) -> None:
    path = folder / f"{name}.svg"
    if path.exists():
        return
    drawing = deck.icon_path(name).read_text(encoding="utf-8")
    inks = {ink: "#{:02x}{:02x}{:02x}".format(*theme.colors[role]) for ink, role in INKS.items()}
    path.write_text(re.sub("|".join(inks), lambda found: inks[found[0].lower()], drawing, flags=re.IGNORECASE))
