import type { z } from 'zod';

/** One path of the API with one method. */
export type Operation = {
  readonly path: string;
  /** Default: `get`. */
  readonly method?: 'get' | 'post' | 'patch' | 'delete';
  readonly summary: string;
  /** Names in the path, with what they mean. */
  readonly parameters?: Readonly<Record<string, string>>;
  readonly query?: z.ZodObject;
  /** As JSON, and as nothing else: no page of a stranger can have a browser send that. */
  readonly body?: z.ZodType;
  readonly answer: {
    readonly status?: number;
    readonly type: string;
    readonly schema?: z.ZodType;
    readonly description: string;
    /** That the same may be answered with 202, and what that means. */
    readonly accepted?: string;
  };
  /** Codes of problems that are this path's own. */
  readonly problems: readonly string[];
};
