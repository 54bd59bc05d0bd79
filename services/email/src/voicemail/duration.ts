const CLOCK = /(?<![\d:.])(?:(\d{1,2}):)?(\d{1,3}):(\d{2})(?![\d:])/;
const MINUTES = /(\d{1,3})\s*(?:m|min|mins|minutes?|minuten?|minutos?|minuti|minuty?|мин\p{L}*|分)(?![\p{L}])/iu;
const SECONDS =
  /(\d{1,5})(?:[.,]\d+)?\s*(?:s|secs?|seconds?|sek|sekunden?|secondes?|segundos?|secondi|seg|seconden|sekund\p{L}*|сек\p{L}*|秒)(?![\p{L}])/iu;

/** Seconds in `0:05`, `00:00:12`, `12 seconds`, `1 min 5 s`; of a bare number only where nothing else can be meant. */
export function secondsIn(text: string, bare = false): number | undefined {
  const clock = CLOCK.exec(text);
  if (clock) return Number(clock[1] ?? 0) * 3600 + Number(clock[2]) * 60 + Number(clock[3]);
  const [minutes, seconds] = [MINUTES.exec(text)?.[1], SECONDS.exec(text)?.[1]];
  if (minutes !== undefined || seconds !== undefined) return Number(minutes ?? 0) * 60 + Number(seconds ?? 0);
  const only = bare ? /^\s*(\d{1,5})\s*\.?\s*$/.exec(text)?.[1] : undefined;
  return only === undefined ? undefined : Number(only);
}
