/** The parts of the package that are used; it brings no types of its own. */
declare module 'sherpa-onnx-node' {
  type Stream = {
    acceptWaveform(sound: { readonly sampleRate: number; readonly samples: Float32Array }): void;
  };
  type Recognizer = {
    createStream(): Stream;
    decodeAsync(stream: Stream): Promise<{ readonly text: string }>;
  };
  const sherpa: { readonly OfflineRecognizer: { createAsync(config: object): Promise<Recognizer> } };
  export default sherpa;
}
