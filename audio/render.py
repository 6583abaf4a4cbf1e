"""One sentence from the voice to sound that can be played, in one call.

Knows: the voice process. Must not know: utterances, caches, players.
"""

from __future__ import annotations

from audio.api import SpokenSentence
from audio.rendered import Rendered
from audio.voice_process import VoiceProcess


def render_sentence(
    voice: VoiceProcess, sentence: SpokenSentence, language: str, voice_name: str, rate_wpm: int
) -> Rendered:
    """``sentence`` as sound at one loudness, without silence at its ends. Raises VoiceFailure.

    A voice of another name than ``voice_name`` may have spoken: ``voice.missing`` says so.
    """
    return voice.render(sentence, language, voice_name, rate_wpm)
