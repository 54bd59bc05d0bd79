import type { Request, Response } from 'express';

/** Answers the requests of one path. What it throws becomes a problem. */
export type Handler = (request: Request, response: Response) => Promise<unknown>;
