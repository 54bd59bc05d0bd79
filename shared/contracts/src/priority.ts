import { z } from 'zod';

export const Impact = z.enum(['high', 'medium', 'low']);
export type Impact = z.infer<typeof Impact>;

export const Urgency = z.enum(['high', 'medium', 'low']);
export type Urgency = z.infer<typeof Urgency>;

export const Priority = z.enum(['P1', 'P2', 'P3', 'P4']);
export type Priority = z.infer<typeof Priority>;

export const CallStatus = z.enum(['new', 'acknowledged', 'in-progress', 'waiting', 'resolved', 'closed']);
export type CallStatus = z.infer<typeof CallStatus>;

/** ITIL's matrix: impact says how many are hit, urgency how soon it hurts. */
const MATRIX: Record<Impact, Record<Urgency, Priority>> = {
  high: { high: 'P1', medium: 'P2', low: 'P3' },
  medium: { high: 'P2', medium: 'P3', low: 'P4' },
  low: { high: 'P3', medium: 'P4', low: 'P4' },
};

/** The priority of a call by its impact and urgency. */
export function priorityOf(impact: Impact, urgency: Urgency): Priority {
  return MATRIX[impact][urgency];
}
