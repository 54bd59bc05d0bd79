import type { Archive } from '@callbook/archive';
import { CallbookError, type Config, type Contact, isCallbookError, type MediaFound } from '@callbook/contracts';
import type { Intake } from '@callbook/intake';
import type { Progress } from '@callbook/log';
import type { Delivered } from '@callbook/queue';
import type { Logger } from '@callbook/runtime';
import { listen } from './listen.ts';
import { createScanWorker } from './reading.ts';
import { modelEngine } from './speech/model.ts';
import { serverEngine } from './speech/server.ts';
import { type Outcome, transcriptRevision } from './transcript-outcome.ts';

export type WorkerDeps = {
  readonly archive: Pick<Archive, 'get' | 'put'>;
  readonly intake: Pick<Intake, 'accept' | 'recorded'>;
  readonly config: Config['media'];
  readonly logger: Logger;
  readonly signal: AbortSignal;
  readonly now: () => Date;
  /** Makes UUIDs v7. */
  readonly newId: () => string;
  /** Told how far the scan of a contact has been read. */
  readonly progress?: (key: string, progress: Progress) => Promise<void>;
};

export type MediaWorker = (found: MediaFound, delivered: Pick<Delivered, 'last'>) => Promise<Outcome | undefined>;

/**
 * Works on what the queue brings: listens to recordings and reads scans, and hands what was found to the intake. An engine that fails leaves the
 * mark that a person should listen at once, and the message is tried again later; when that was the last time, the mark
 * stays for good. Resolves with nothing when the log has the answer already.
 */
export function createWorker(deps: WorkerDeps): MediaWorker {
  const { intake, config, logger, now, newId } = deps;
  const engines = [
    ...(config.speech.server ? [serverEngine(config.speech.server)] : []),
    ...(config.speech.model ? [modelEngine(config.speech.model)] : []),
  ];
  /** Told and not recorded yet: the log would have us do it again. */
  const told = new Set<string>();
  intake.recorded.onRecorded((keys) => {
    for (const key of keys) told.delete(key);
  });

  const tell = async (revision: Contact) => {
    const { state } = await intake.accept(revision);
    if (state === 'spooled' && revision.media?.state !== 'failed') told.add(revision.key);
  };

  const knows = (key: string) => told.has(key) || intake.recorded.has(key);
  const read = createScanWorker({ ...deps, knows, tell });

  return async (found, { last }) => {
    if (found.kind === 'scan') return read(found, last);
    const answer = transcriptRevision(found, { state: 'done' }, newId(), now());
    if (knows(answer.key)) return undefined;

    const heard = await listenOrGiveUp(found, last);
    const outcome: Outcome = heard.state === 'failed' && last ? { ...heard, state: 'needs-person' } : heard;
    await tell(transcriptRevision(found, outcome, newId(), now()));
    logger.info({ key: found.contact.key, state: outcome.state, problem: outcome.problem?.code }, 'recording heard');
    if (outcome.state === 'failed') throw outcome.problem ?? new CallbookError('speech-failed', 'No engine answered.');
    return outcome;
  };

  /** An archive out of reach comes back; a recording that it does not hold, or not by the last time, needs a person. */
  async function listenOrGiveUp(found: MediaFound, last: boolean): Promise<Outcome> {
    try {
      return await listen({ ...deps, engines, speech: config.speech }, found, found.contact.language);
    } catch (error) {
      if (!last || deps.signal.aborted || !isCallbookError(error)) throw error;
      return { state: 'needs-person', problem: error };
    }
  }
}
