import { type Config, catalogueOf, DAY, SECOND, type Targets, targetsOf } from '@callbook/contracts';
import { closeResolved, escalate, isOutage, type Log, onRounds, staffWays, wakeDue } from '@callbook/log';
import { type Logger, sleep } from '@callbook/runtime';

export type RoundsDeps = {
  readonly log: Log;
  readonly config: Config;
  readonly logger: Logger;
  readonly now: () => Date;
};

/** Between two rounds: a reminder may be so late. */
const PAUSE = 10 * SECOND;

/**
 * Goes round the calls until the signal: those that waited long enough go on, those that wait too long are told of, those
 * that are done are closed. However many workers run, one of them is on its round.
 */
export async function goRound(deps: RoundsDeps, signal: AbortSignal): Promise<void> {
  const targets = targetsOf(deps.config);
  while (!signal.aborted) {
    try {
      await round(deps, targets);
    } catch (error) {
      if (!isOutage(error)) throw error;
      deps.logger.debug({ err: error }, 'the log cannot be looked through');
    }
    await sleep(PAUSE, signal);
  }
}

/** One round. */
export async function round({ log, config, logger, now }: RoundsDeps, targets: Targets): Promise<void> {
  const at = now();
  const { closing } = config;
  const catalogue = catalogueOf(config);
  const steps = config.escalation.steps.map(({ departments, ...step }) => ({
    ...step,
    ...(departments && { departments: departments.map((name) => catalogue.department(name) ?? name) }),
  }));
  const told = at.toISOString();
  await onRounds(log, async (trx) => {
    await wakeDue(trx, told, targets);
    const taken = await escalate(trx, { steps, at: told, ways: staffWays(config) });
    if (taken > 0) logger.info({ steps: taken }, 'calls wait for too long, and somebody is told');
    if (closing.afterDays !== undefined)
      await closeResolved(trx, new Date(at.getTime() - closing.afterDays * DAY).toISOString(), told);
  });
}
