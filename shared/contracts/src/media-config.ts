import { z } from 'zod';

/** A server that speaks OpenAI's `/v1/audio/transcriptions`: whisper.cpp, speaches, vLLM, OpenAI itself. */
const SpeechServer = z.strictObject({
  /** Everything before `/audio/transcriptions`. */
  url: z.url({ protocol: /^https?$/ }),
  model: z.string().min(1).default('whisper-1'),
  apiKey: z.string().min(1).optional(),
  /** Words that callers use and a model does not expect: names of systems, of places. */
  prompt: z.string().max(2000).optional(),
  /** A server that does not answer for so long is given up, for this time. */
  timeoutSeconds: z.number().min(1).max(3600).default(300),
});
export type SpeechServer = z.infer<typeof SpeechServer>;

/** A model on this machine, run in a process of its own by sherpa-onnx. */
const SpeechModel = z.strictObject({
  /** The folder with the model's files, as its makers pack it. */
  folder: z.string().min(1),
  threads: z.number().int().min(1).max(64).default(1),
  timeoutSeconds: z.number().min(1).max(3600).default(300),
});
export type SpeechModel = z.infer<typeof SpeechModel>;

/** A vision model on a server that speaks OpenAI's `/v1/chat/completions`. */
const VisionServer = z.strictObject({
  /** Everything before `/chat/completions`. */
  url: z.url({ protocol: /^https?$/ }),
  model: z.string().min(1),
  apiKey: z.string().min(1).optional(),
  /** A server that does not answer for one line within it is given up, for this page. */
  timeoutSeconds: z.number().min(1).max(600).default(20),
});
export type VisionServer = z.infer<typeof VisionServer>;

export const MediaConfig = z.strictObject({
  /** Recordings and scans that are worked on at the same time. */
  atOnce: z.number().int().min(1).max(64).default(1),
  speech: z
    .strictObject({
      /** Asked first where both are set. */
      server: SpeechServer.optional(),
      model: SpeechModel.optional(),
      /** BCP 47: what callers speak. Left out, the engine finds out. */
      language: z
        .string()
        .regex(/^[a-z]{2,3}(-[A-Za-z0-9]{2,8}){0,3}$/, 'a language such as en')
        .optional(),
      /** A transcript that is less sure than this asks for a listener. */
      confidence: z.number().min(0).max(1).default(0.6),
      /** What is beyond is not transcribed; the recording has it all. */
      longestSeconds: z.number().int().min(10).max(14_400).default(3600),
    })
    .prefault({}),
  reading: z
    .strictObject({
      /** Larger files are not read, in megabytes. */
      largestMegabytes: z.number().int().min(1).max(2000).default(200),
      /** Pages of one file that are read; those beyond are in its original. */
      mostPages: z.number().int().min(1).max(10_000).default(1000),
      /** A page that takes longer is given up. */
      pageSeconds: z.number().int().min(5).max(600).default(120),
      /** Asked about fields that the engines here are unsure of. What it says is a guess for a person, and no more. */
      vision: VisionServer.optional(),
    })
    .prefault({}),
});
export type MediaConfig = z.infer<typeof MediaConfig>;
