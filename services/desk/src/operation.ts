import type { Permission } from '@callbook/contracts';
import type { Request, Response } from 'express';
import type { z } from 'zod';
import type { Actor } from './access/actor.ts';

/** One path of the API with one method. */
export type Operation = {
  readonly path: string;
  /** Default: `get`. */
  readonly method?: 'get' | 'post' | 'patch' | 'put' | 'delete';
  /** Who may: whoever has this permission, `somebody` who is signed in, or anybody at all (`nobody` has to be). */
  readonly needs: Permission | 'somebody' | 'nobody';
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

/** What answers an operation. Where `nobody` has to be signed in, the actor is one who may nothing. */
export type Handler = (request: Request, response: Response, actor: Actor) => Promise<unknown>;

/** A handler for each operation: one that has none does not compile. */
export type Handlers<Operations> = { readonly [Name in keyof Operations]: Handler };
