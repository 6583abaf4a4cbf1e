"""Which recognizers there are, and the ears that each makes: the one place where another one is plugged in.

Knows: their names and how ears are made of them. Must not know: microphones, files, processes, commands. Nothing is
imported before it is asked for.
"""

from __future__ import annotations

from collections.abc import Callable

from audio.ears import Ears
from audio.recognizer import RecognizerError

NewEars = Callable[[], Ears]
"""Makes fresh ears; models that are large are loaded once for all of them."""


def load_ears(recognizer: str = "", language: str = "en") -> NewEars:
    """Ears of this recognizer (empty or "auto": the best one that works here). Raises RecognizerError."""
    if recognizer in LOADERS:
        return LOADERS[recognizer](language)
    if recognizer not in ("", AUTO):
        raise RecognizerError(f"there is no recognizer '{recognizer}'; there is: {', '.join(LOADERS)}")
    refused: list[str] = []
    for load in LOADERS.values():
        try:
            return load(language)
        except (RecognizerError, ImportError) as error:
            refused.append(str(error))
    raise RecognizerError("; ".join(refused))


def _pocketsphinx(language: str) -> NewEars:
    from audio.hearing import new_hearing
    from audio.pocketsphinx_recognizer import PocketSphinxRecognizer

    recognizer = PocketSphinxRecognizer(language)
    return lambda: new_hearing(recognizer)


def _spotter(language: str) -> NewEars:
    from audio.spotter import Spotter
    from audio.spotter_model import read_model
    from audio.spotting import SpottingEars

    model = read_model(language)

    def new_others() -> Ears:
        return _pocketsphinx(language)()

    return lambda: SpottingEars(Spotter(model), new_others)


def _whisper(language: str) -> NewEars:
    from audio.hearing import new_hearing
    from audio.whisper_recognizer import WhisperRecognizer

    recognizer = WhisperRecognizer(language)
    return lambda: new_hearing(recognizer)


def _fused(language: str) -> NewEars:
    from audio.fused_recognizer import new_fused
    from audio.hearing import new_hearing

    recognizer = new_fused(language)
    return lambda: new_hearing(recognizer)


AUTO = "auto"
LOADERS: dict[str, Callable[[str], NewEars]] = {
    "spotter": _spotter,
    "fused": _fused,
    "whisper": _whisper,
    "pocketsphinx": _pocketsphinx,
}
"""Each recognizer by its name, the best one first. Where it cannot work, its loader raises one of the two."""
