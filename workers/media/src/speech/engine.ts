import type { Stretch } from '../audio/speech-activity.ts';

/** A stretch of a transcript, in seconds from the beginning of the recording. */
export type Segment = { readonly from: number; readonly to: number; readonly text: string };

/** What an engine made of a recording. */
export type Transcript = {
  readonly text: string;
  /** BCP 47, where the engine says it. */
  readonly language: string | undefined;
  /** 0 to 1, where the engine says anything from which it can be told. */
  readonly confidence: number | undefined;
  readonly segments: readonly Segment[];
};

export type TranscribeRequest = {
  /** A WAV file of 16 bits, one channel, 16 kHz. */
  readonly wav: string;
  readonly seconds: number;
  /** Where somebody speaks. */
  readonly speech: readonly Stretch[];
  /** BCP 47, where it is known. */
  readonly language: string | undefined;
  readonly signal: AbortSignal;
};

/** Something that turns speech into text. */
export type SpeechEngine = {
  /** What a transcript says of its origin, such as `server:whisper-1`. */
  readonly name: string;
  /** @throws CallbookError `speech-failed`, `media-late`: the recording waits for another try, or for a listener. */
  transcribe(request: TranscribeRequest): Promise<Transcript>;
};
