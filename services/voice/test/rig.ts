import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { type Archive, openArchive } from '@callbook/archive';
import { type MemoryIntake, memoryIntake, quietLogger } from '@callbook/checks';
import { ConfigSchema, type Contact, SECOND, type TextMessagesConfig, type VoiceConfig } from '@callbook/contracts';
import { type PeerNumber, startTwilio, type TwilioPeer, type TwilioPeerOptions } from '@callbook/peers';
import { createLifecycle, createSurface, type HttpSurface } from '@callbook/runtime';
import { openApi } from '../src/api.ts';
import { PATH } from '../src/config.ts';
import { openKnown } from '../src/known.ts';
import { createMetrics } from '../src/metrics.ts';
import type { Station } from '../src/station.ts';
import { webhooks } from '../src/transport.ts';
import { openWorklist } from '../src/worklist.ts';

export const NUMBER = '+493012345678';
export const PUBLIC = 'https://desk.example.org';
/** A second of the caller's is five milliseconds. */
const SCALE = 0.005;

export type Rig = {
  readonly twilio: TwilioPeer;
  readonly intake: MemoryIntake;
  readonly archive: Archive;
  readonly station: Station;
  /** What was told of messages that did not arrive. */
  readonly undelivered: { readonly id: string; readonly reason: string; readonly optedOut?: boolean }[];
  readonly http: HttpSurface;
  /** Where the webhooks are on this machine. */
  readonly url: string;
  /** The contacts of a call, by their source ids without the call's own. */
  contactsOf(callSid: string): Record<string, Contact>;
  /** Another process of the same adapter: what the first one knows, it does not. */
  another(intake: MemoryIntake): Station;
  stop(): Promise<void>;
};

export type RigOptions = {
  /** Settings of `voice`, with those of its one number apart. */
  readonly voice?: Partial<VoiceConfig>;
  readonly number?: object;
  readonly retentionDays?: number;
  /** How text messages go out. Default: from the number. */
  readonly sms?: TextMessagesConfig;
  readonly peer?: Partial<TwilioPeerOptions>;
  readonly peerNumber?: Partial<PeerNumber>;
  readonly now?: () => Date;
  /** Milliseconds after which a recording is given up. */
  readonly patience?: number;
};

/** The adapter with one number, at a Twilio of our own, and with an intake in memory. */
export async function startRig(options: RigOptions = {}): Promise<Rig> {
  const folder = mkdtempSync(join(tmpdir(), 'voice-'));
  const logger = quietLogger();
  const lifecycle = createLifecycle(logger);
  const http = createSurface(logger, lifecycle);
  const archive = await openArchive({ folder }, '/nowhere', logger);
  const intake = memoryIntake();
  let port = 0;
  const twilio = await startTwilio({
    numbers: [
      {
        number: NUMBER,
        voiceUrl: `${PUBLIC}${PATH}/incoming`,
        statusUrl: `${PUBLIC}${PATH}/status`,
        messageUrl: `${PUBLIC}${PATH}/message`,
        ...options.peerNumber,
      },
    ],
    scale: SCALE,
    // As a reverse proxy does it: what it is asked for as desk.example.org is at a port of this machine.
    reach: (url) => new URL(url.pathname + url.search, `http://127.0.0.1:${port}`),
    ...options.peer,
  });

  const { voice } = ConfigSchema.parse({
    voice: {
      ...options.voice,
      twilio: {
        publicUrl: PUBLIC,
        apiUrl: twilio.url,
        accounts: [
          {
            name: 'hotline',
            accountSid: twilio.accountSid,
            authToken: twilio.authToken,
            numbers: [{ number: NUMBER, ...options.number }],
            sms: options.sms ?? { from: NUMBER },
          },
        ],
        ...(options.retentionDays && { retentionDays: options.retentionDays }),
      },
    },
  });
  const settings = voice.twilio;
  const account = settings?.accounts[0];
  if (!settings || !account) throw new TypeError('the settings above have an account');

  const undelivered: Rig['undelivered'] = [];
  const outbound = {
    undelivered: async (id: string, { reason, optedOut }: { reason: string; optedOut?: boolean }) =>
      void undelivered.push({ id, reason, ...(optedOut && { optedOut }) }),
  };
  const stationWith = (own: MemoryIntake, metrics: Station['metrics']): Station => {
    const worklist = openWorklist({
      logger,
      clock: () => performance.now(),
      pause: [10, 50],
      patience: options.patience ?? 20 * SECOND,
    });
    lifecycle.onStop('worklist', worklist.stop);
    return {
      ...{
        account,
        twilio: settings,
        voice,
        api: openApi(account, settings, lifecycle.signal),
        archive,
        intake: own,
        worklist,
        metrics,
        outbound,
      },
      ...{ known: openKnown(own), logger, now: options.now ?? (() => new Date()), newId: () => crypto.randomUUID() },
      ...{ signal: lifecycle.signal, grace: 100, settling: 20 },
    };
  };
  const station = stationWith(
    intake,
    createMetrics(http.metrics, () => 0),
  );
  http.mount(PATH, webhooks([station], settings));
  port = await http.listen('127.0.0.1', 0);

  return {
    ...{ twilio, intake, archive, station, undelivered, http, url: `http://127.0.0.1:${port}` },
    contactsOf: (callSid) =>
      Object.fromEntries(
        [...intake.contacts.values()]
          .filter(({ sourceId }) => sourceId === callSid || sourceId.startsWith(`${callSid}/`))
          .map((contact) => [contact.sourceId.slice(callSid.length + 1), contact]),
      ),
    another: (own) => stationWith(own, station.metrics),
    async stop() {
      await twilio.stop();
      await lifecycle.stop('the test is over');
      rmSync(folder, { recursive: true, force: true });
    },
  };
}

/** Waits until something is so. */
export async function until(holds: () => unknown, milliseconds = 90_000): Promise<void> {
  for (const end = Date.now() + milliseconds; !holds(); ) {
    if (Date.now() > end) throw new Error(`not so within ${milliseconds} ms: ${holds}`);
    await new Promise((resolve) => setTimeout(resolve, 5));
  }
}
