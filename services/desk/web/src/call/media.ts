import { useEffect, useState } from 'react';
import { Problem, wordsOf } from '../api/client.ts';
import type { File } from './Files.tsx';

export type Loaded = { readonly address?: string; readonly bytes?: ArrayBuffer; readonly error?: string };

/**
 * Gets a file and shows it from memory: the desk sends files for downloading alone, since strangers made them. The media
 * type is given here, so that a browser never guesses what something is.
 */
export function useFile({ address, mediaType }: Pick<File, 'address' | 'mediaType'>): Loaded {
  const [loaded, setLoaded] = useState<Loaded>({});
  useEffect(() => {
    const gone = new AbortController();
    let made: string | undefined;
    const load = async () => {
      try {
        const response = await fetch(address, { signal: gone.signal });
        if (!response.ok) throw new Problem(response.status, await response.json());
        const bytes = await response.arrayBuffer();
        made = URL.createObjectURL(new Blob([bytes], { type: mediaType }));
        setLoaded({ address: made, bytes });
      } catch (error) {
        if (!gone.signal.aborted) setLoaded({ error: wordsOf(error) });
      }
    };
    void load();
    return () => {
      gone.abort();
      if (made) URL.revokeObjectURL(made);
    };
  }, [address, mediaType]);
  return loaded;
}

/** How loud it is, from 0 to 1, in so many steps from the beginning to the end. Empty where it cannot be decoded. */
export async function loudness(bytes: ArrayBuffer, steps: number): Promise<number[]> {
  const context = new OfflineAudioContext(1, 1, 8_000);
  let samples: Float32Array;
  try {
    samples = (await context.decodeAudioData(bytes.slice(0))).getChannelData(0);
  } catch (error) {
    // A format that this browser plays and does not decode, or cannot play either.
    if (error instanceof DOMException) return [];
    throw error;
  }
  const length = Math.max(1, Math.floor(samples.length / steps));
  const loud = Array.from({ length: steps }, (_, step) => {
    let peak = 0;
    for (let at = step * length; at < Math.min(samples.length, (step + 1) * length); at++)
      peak = Math.max(peak, Math.abs(samples[at] ?? 0));
    return peak;
  });
  const most = Math.max(0.05, ...loud);
  return loud.map((one) => one / most);
}
