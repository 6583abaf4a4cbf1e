"""What a narration by Kokoro-82M says of its origin.

Knows: names. Must not know: the model.
"""

ENGINE = "Kokoro-82M v1.0, int8"
LICENSE = "Apache-2.0"
SOURCE = "hexgrad/Kokoro-82M; ONNX by kokoro-onnx; voice vectors by kokoro-js 1.2.1"
RATE_WPM = 184
"""Its own pace with the gaps between sentences: the 241 sentences of the MMN deck's slides, af_heart."""
