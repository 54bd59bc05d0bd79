import type { Stretch } from '../audio/speech-activity.ts';

/** Whisper's window is 30 s, and what is longer is cut off silently. */
const LONGEST = 28;
/** Heard besides on both sides: first and last sounds are soft. */
const MARGIN = 0.2;

/**
 * Joins stretches of speech to pieces of up to 28 seconds, cut in the pauses between them; a stretch that is longer by
 * itself is cut where it must be.
 * @param seconds of the whole recording.
 */
export function piecesOf(speech: readonly Stretch[], seconds: number): Stretch[] {
  const pieces: { from: number; to: number }[] = [];
  for (const stretch of speech) {
    const from = Math.max(stretch.from - MARGIN, 0);
    const to = Math.min(stretch.to + MARGIN, seconds);
    const last = pieces.at(-1);
    if (last && to - last.from <= LONGEST) last.to = to;
    else for (let at = from; at < to; at += LONGEST) pieces.push({ from: at, to: Math.min(at + LONGEST, to) });
  }
  return pieces;
}
