"""Where the content lies that comes with the program.

Knows: folder and file names. Must not know: what is in them.
"""

from __future__ import annotations

from pathlib import Path


def content_folder() -> Path:
    """The folder of all content that comes with the program."""
    return Path(__file__).resolve().parent


def default_deck_folder() -> Path:
    """The MMN deck."""
    return content_folder() / "mmn"


def language_file(tag: str) -> Path:
    """The file of one language ("en")."""
    return content_folder() / "languages" / f"{tag}.toml"


def language_tags() -> tuple[str, ...]:
    """The tags of all languages there are."""
    return tuple(sorted(path.stem for path in (content_folder() / "languages").glob("*.toml")))


def themes_folder() -> Path:
    """The folder of the themes."""
    return content_folder() / "themes"


def keypads_folder() -> Path:
    """The folder of the keypads."""
    return content_folder() / "keypads"


def default_keypad_file() -> Path:
    """The keypad that is used if the settings name none."""
    return keypads_folder() / "default.toml"


def voices_folder() -> Path:
    """The folder of the natural voices, with their sources."""
    return content_folder() / "voices"


def fonts_folder() -> Path:
    """The folder of the fonts, with their licence."""
    return content_folder() / "fonts"


def icons_folder() -> Path:
    """The folder of the interface icons (a deck has its own icons beside its slides)."""
    return content_folder() / "icons"
