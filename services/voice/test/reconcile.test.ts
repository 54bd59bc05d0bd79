import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { memoryIntake } from '@callbook/checks';
import { DAY } from '@callbook/contracts';
import { babble, type Caller } from '@callbook/peers';
import { afterEach, describe, expect, test } from '@jest/globals';
import { openApi } from '../src/api.ts';
import { reconcile, startReconciling } from '../src/reconcile.ts';
import { deleteOld } from '../src/retention.ts';
import { NUMBER, type Rig, startRig, until } from './rig.ts';

let rig: Rig;
afterEach(() => rig.stop());

const MESSAGE = babble('Nobody has heard me yet.');
const LOST = { incoming: 'lost', recorded: 'lost', recording: 'lost', status: 'lost' } as const;
const caller = (parts: Partial<Caller> = {}): Caller => ({ from: '+4930111', to: NUMBER, says: MESSAGE, ...parts });
const keys = () => [...rig.intake.contacts.keys()].sort();

/** As the README has it: what a number plays when Callbook cannot be reached. */
const BIN = 'https://handler.twilio.com/twiml/EH1';
const THANKS = 'https://handler.twilio.com/twiml/EH2';
const bins = {
  [BIN]: `<Response><Say>Leave a message.</Say><Record finishOnKey="#" maxLength="300" action="${THANKS}"/></Response>`,
  [THANKS]: '<Response><Say>Thank you.</Say><Hangup/></Response>',
};

describe('a comparison with Twilio', () => {
  test('takes a call of which no webhook has come, under the keys that the webhooks would have given', async () => {
    rig = await startRig({ peer: { bins }, peerNumber: { fallbackUrl: BIN } });
    const call = await rig.twilio.call(caller({ webhooks: LOST }));
    expect(rig.intake.calls()).toBe(0);
    await reconcile(rig.station);
    const audio = `recording/${rig.twilio.recordings[0]?.sid}`;
    await until(() => rig.contactsOf(call.sid)[audio]);
    expect(Object.keys(rig.contactsOf(call.sid)).sort()).toEqual(['', 'ended', audio]);
    expect(rig.contactsOf(call.sid)['']).toMatchObject({ from: { phone: '+4930111' }, to: [NUMBER] });

    const before = keys();
    const { webhooks: _, ...heard } = caller();
    await rig.twilio.call(heard);
    await rig.twilio.settled();
    await until(() => rig.intake.contacts.size === 6);
    await reconcile(rig.station);
    expect(rig.intake.contacts.size).toBe(6);
    expect(keys()).toEqual(expect.arrayContaining(before));
  });

  test('by several processes at once gives each contact once', async () => {
    rig = await startRig();
    for (let number = 0; number < 5; number++) await rig.twilio.call(caller());
    await rig.twilio.settled();
    await until(() => rig.intake.contacts.size === 15);
    const other = memoryIntake();
    await Promise.all([reconcile(rig.station), reconcile(rig.another(other)), reconcile(rig.another(other))]);
    await until(() => other.contacts.size === 15);
    expect([...other.contacts.keys()].sort()).toEqual(keys());
  });

  test('pages through more than Twilio gives at once', async () => {
    rig = await startRig();
    for (let number = 0; number < 1_100; number++)
      (rig.twilio.calls as unknown[]).push({
        ...{ sid: `CA${number.toString(16).padStart(32, '0')}`, from: '+4930111', to: NUMBER, status: 'completed' },
        ...{ startedAt: new Date(Date.now() - 60_000), endedAt: new Date(Date.now() - 30_000), seconds: 30 },
      });
    await reconcile(rig.station);
    expect(rig.intake.contacts.size).toBe(2_200);
  }, 60_000);

  test('tells the ledger what Twilio has, day by day, and how far we are', async () => {
    rig = await startRig({ peer: { bins }, peerNumber: { fallbackUrl: BIN } });
    await rig.twilio.call(caller());
    await rig.twilio.call(caller({ webhooks: LOST }));
    await reconcile(rig.station);
    const today = new Date().toISOString().slice(0, 10);
    const latest = () => rig.intake.reports.findLast(({ day, part }) => day === today && part === NUMBER);
    expect(latest()).toMatchObject({
      channel: 'voice',
      account: 'hotline',
      part: NUMBER,
      seen: 2,
      spooled: 2,
      untaken: 0,
    });
    rig.intake.record();
    await reconcile(rig.station);
    expect(latest()).toMatchObject({ seen: 2, spooled: 0, untaken: 0 });
    // Two days back at the least, so that late reports of a day are corrected.
    expect(new Set(rig.intake.reports.map(({ day }) => day)).size).toBeGreaterThanOrEqual(3);
  });

  test('counts a call at midnight for the day on which the log has it, whatever Twilio says', async () => {
    let now = new Date('2026-11-03T00:00:01.000Z');
    rig = await startRig({ now: () => now });
    const call = await rig.twilio.call(caller());
    await rig.twilio.settled();
    await until(() => rig.contactsOf(call.sid)['']);
    Object.assign(call, { startedAt: new Date('2026-11-02T23:59:59.000Z') });
    now = new Date('2026-11-03T10:00:00.000Z');
    await reconcile(rig.station);
    const seen = rig.intake.reports.filter((report) => report.seen > 0).map(({ day }) => day);
    expect(rig.contactsOf(call.sid)['']?.occurredAt).toMatch(/^2026-11-03/);
    expect(seen).toEqual(['2026-11-03']);
  });

  test('that cannot take everything says so, and the next one begins where this one did', async () => {
    rig = await startRig({ peer: { bins }, peerNumber: { fallbackUrl: BIN } });
    for (let number = 0; number < 3; number++) await rig.twilio.call(caller({ webhooks: LOST }));
    rig.intake.refuse(2);
    await expect(reconcile(rig.station)).rejects.toMatchObject({ code: 'spool-full' });
    expect(rig.intake.reports.at(-1)).toMatchObject({ seen: 3, untaken: 2 });
    expect(rig.intake.cursor.get(`twilio:hotline:${NUMBER}`)).toBeUndefined();
    await reconcile(rig.station);
    await until(() => rig.intake.contacts.size === 9);
    expect(rig.intake.reports.findLast(({ part }) => part === NUMBER)).toMatchObject({ seen: 3, untaken: 0 });
  });

  test('looks back as far as it did not look, after a standstill', async () => {
    let now = new Date();
    rig = await startRig({ now: () => now, peer: { bins }, peerNumber: { fallbackUrl: BIN } });
    await reconcile(rig.station);
    await rig.twilio.call(caller({ webhooks: LOST }));
    now = new Date(now.getTime() + 10 * DAY);
    await reconcile(rig.station);
    await until(() => rig.intake.contacts.size === 3);
  });

  test('survives a Twilio that is not well, and names what is wrong', async () => {
    let unwell = false;
    rig = await startRig({ peer: { unwell: () => unwell } });
    const call = await rig.twilio.call(caller());
    unwell = true;
    await rig.twilio.settled();
    await expect(reconcile(rig.station)).rejects.toMatchObject({ code: 'voice-api' });
    unwell = false;
    await until(() => Object.keys(rig.contactsOf(call.sid)).length === 3);
  });

  test('with a Twilio that never answers does not hold up a stop', async () => {
    rig = await startRig();
    const silent = createServer(() => {});
    await new Promise<void>((resolve) => silent.listen(0, '127.0.0.1', resolve));
    const apiUrl = `http://127.0.0.1:${(silent.address() as AddressInfo).port}`;
    const stop = new AbortController();
    const api = openApi(rig.station.account, { apiUrl }, stop.signal);
    const station = { ...rig.station, api, signal: stop.signal };
    const { ended } = startReconciling(station);
    const asked = await Promise.race([ended.then(() => 'ended'), new Promise((resolve) => setTimeout(resolve, 200))]);
    expect(asked).toBeUndefined();
    stop.abort();
    await ended;
    silent.closeAllConnections();
    silent.close();
  });

  test('with a wrong token says that a person must act', async () => {
    rig = await startRig();
    const api = openApi({ ...rig.station.account, authToken: 'wrong' }, rig.station.twilio, rig.station.signal);
    await expect(reconcile({ ...rig.station, api })).rejects.toMatchObject({ code: 'voice-login' });
  });
});

describe('at Twilio', () => {
  const later = (days: number) => () => new Date(Date.now() + days * DAY);

  test('a recording is deleted when it is old enough, and the log has it', async () => {
    let now = later(0);
    rig = await startRig({ retentionDays: 30, now: () => now() });
    await rig.twilio.call(caller());
    await rig.twilio.settled();
    await until(() => rig.intake.contacts.size === 3);
    const status = () => rig.twilio.recordings[0]?.status;
    rig.intake.record();
    await deleteOld(rig.station);
    expect(status()).toBe('completed');
    now = later(31);
    await deleteOld(rig.station);
    expect(status()).toBe('deleted');
  });

  test('nothing is deleted that the log does not have, nor what was never ours', async () => {
    rig = await startRig({ retentionDays: 30, now: later(31) });
    await rig.twilio.call(caller());
    await rig.twilio.settled();
    await until(() => rig.intake.contacts.size === 3);
    (rig.twilio.calls as unknown[]).push({
      sid: `CA${'f'.repeat(32)}`,
      to: '+1555',
      startedAt: new Date(0),
      seconds: 1,
    });
    (rig.twilio.recordings as unknown[]).push({
      ...{ sid: `RE${'f'.repeat(32)}`, callSid: `CA${'f'.repeat(32)}`, status: 'completed' },
      ...{ createdAt: new Date(), seconds: 3, audio: MESSAGE, readyAt: 0 },
    });
    await deleteOld(rig.station);
    rig.intake.record();
    await deleteOld(rig.station);
    expect(rig.twilio.recordings.map(({ status }) => status)).toEqual(['deleted', 'completed']);
    expect(rig.intake.contacts.size).toBe(3);
  });

  test('everything stays for ever where no retention is set', async () => {
    rig = await startRig({ now: later(4000) });
    await rig.twilio.call(caller());
    rig.intake.recordAtOnce();
    await deleteOld(rig.station);
    expect(rig.twilio.recordings[0]?.status).toBe('completed');
  });
});
