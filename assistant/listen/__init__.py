"""From the microphone to words: sound is recorded here, and heard by an engine process."""
