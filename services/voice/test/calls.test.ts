import { buffer } from 'node:stream/consumers';
import { babble, type Caller, quiet } from '@callbook/peers';
import { afterEach, describe, expect, test } from '@jest/globals';
import { reconcile } from '../src/reconcile.ts';
import { NUMBER, type Rig, startRig, until } from './rig.ts';

let rig: Rig;
afterEach(() => rig.stop());

const MESSAGE = babble('Good morning, the printer on the second floor is jammed again and nobody knows why.');
const caller = (parts: Partial<Caller> = {}): Caller => ({ from: '+4930111', to: NUMBER, says: MESSAGE, ...parts });

async function called(parts: Partial<Caller> = {}) {
  const call = await rig.twilio.call(caller(parts));
  await rig.twilio.settled();
  return call;
}

describe('a caller who leaves a message', () => {
  test('is a contact, its recording, and its end', async () => {
    rig = await startRig();
    const call = await called({ more: { CallerName: 'LINDQVIST ADA', StirVerstat: 'TN-Validation-Passed-A' } });
    await until(() => rig.contactsOf(call.sid).ended);
    const [recording] = rig.twilio.recordings;
    const audio = `recording/${recording?.sid}`;
    await until(() => rig.contactsOf(call.sid)[audio]);
    const contacts = rig.contactsOf(call.sid);
    expect(Object.keys(contacts).sort()).toEqual(['', 'ended', audio]);
    expect(contacts['']).toMatchObject({
      account: 'hotline',
      sourceId: call.sid,
      from: { phone: '+4930111', name: 'LINDQVIST ADA', verified: true },
      to: [NUMBER],
      text: '',
      language: 'en-US',
      media: { kind: 'recording', state: 'pending' },
      details: { channel: 'voice', provider: 'twilio', callSid: call.sid, called: NUMBER },
    });
    expect(contacts.ended).toMatchObject({
      revises: { key: contacts['']?.key, cause: 'ended' },
      details: { status: 'completed', callSeconds: call.seconds, seconds: recording?.seconds },
    });
    expect(contacts.ended?.details).not.toHaveProperty('missed');
    expect(contacts[audio]).toMatchObject({
      revises: { key: contacts['']?.key, cause: 'recording' },
      attachments: [{ name: `${recording?.sid}.wav`, mediaType: 'audio/wav', size: MESSAGE.length, inline: false }],
      details: { recordingSid: recording?.sid, seconds: recording?.seconds },
    });
    const [attachment] = contacts[audio]?.attachments ?? [];
    expect(await buffer(await rig.archive.get(attachment?.sha256 ?? ''))).toEqual(MESSAGE);
  });

  test('is in the spool before a word is said to them', async () => {
    rig = await startRig();
    const letGo = rig.intake.hold();
    const call = rig.twilio.call(caller());
    await until(() => rig.intake.calls() === 1);
    expect(rig.twilio.recordings).toHaveLength(0);
    letGo();
    expect((await call).status).toBe('completed');
    expect(rig.twilio.recordings).toHaveLength(1);
  });

  test('whose audio is ready only later is waited for', async () => {
    rig = await startRig();
    const call = await called({ audioAfter: 60 });
    const audio = `recording/${rig.twilio.recordings[0]?.sid}`;
    expect(rig.contactsOf(call.sid)[audio]).toBeUndefined();
    await until(() => rig.contactsOf(call.sid)[audio]);
  });

  test('whose audio never comes is said to have left one, and has it as soon as it does', async () => {
    rig = await startRig({ patience: 100 });
    const call = await called({ audioAfter: 1_000_000 });
    const [recording] = rig.twilio.recordings;
    await until(() => rig.contactsOf(call.sid)[`recording/${recording?.sid}/missing`]);
    const missing = rig.contactsOf(call.sid)[`recording/${recording?.sid}/missing`];
    expect(missing).toMatchObject({
      revises: { cause: 'recording' },
      media: { kind: 'recording', state: 'failed' },
      problem: { code: 'voice-recording-missing' },
    });
    if (recording) recording.readyAt = 0;
    await reconcile(rig.station);
    await until(() => rig.contactsOf(call.sid)[`recording/${recording?.sid}`]);
    const found = rig.contactsOf(call.sid)[`recording/${recording?.sid}`];
    // The latest of a cause stands, and that is to be the audio.
    expect(Date.parse(found?.occurredAt ?? '')).toBeGreaterThan(Date.parse(missing?.occurredAt ?? ''));
  });
});

describe('a menu', () => {
  const number = {
    greetings: [
      {
        language: 'de-DE',
        open: 'Guten Tag.',
        closed: 'Guten Tag.',
        menu: [{ digit: 1, department: 'it', say: 'Computer: die Eins.' }],
        prompt: 'Bitte sprechen Sie.',
        thanks: 'Danke.',
      },
      {
        language: 'en-GB',
        open: 'Hello.',
        closed: 'Hello.',
        menu: [{ digit: 2, department: 'it', say: 'For computers, press two.' }],
        prompt: 'Please speak.',
        thanks: 'Thank you.',
      },
    ],
  };

  test('takes down what was pressed, and in which language', async () => {
    rig = await startRig({ number });
    const call = await called({ presses: '2', webhooks: { menu: 'doubled' } });
    await until(() => rig.contactsOf(call.sid).ended);
    expect(rig.contactsOf(call.sid)['']).not.toHaveProperty('language');
    expect(rig.contactsOf(call.sid).choice).toMatchObject({
      revises: { cause: 'choice' },
      language: 'en-GB',
      details: { digit: '2', department: 'it' },
    });
  });

  test('lets a message be left without a choice, and with a wrong one', async () => {
    rig = await startRig({ number });
    for (const call of [await called(), await called({ presses: '9' })]) {
      await until(() => rig.contactsOf(call.sid).ended);
      expect(rig.contactsOf(call.sid).choice).toBeUndefined();
      expect(rig.contactsOf(call.sid).ended?.details).not.toHaveProperty('missed');
    }
  });

  test('that is hung up in is a missed call', async () => {
    rig = await startRig({ number });
    const call = await called({ hangsUp: 'menu' });
    await until(() => rig.contactsOf(call.sid).ended);
    expect(rig.contactsOf(call.sid).ended?.details).toMatchObject({ missed: 'hung-up' });
  });
});

describe('a call without a message', () => {
  test.each([
    ['hung up in the greeting', { hangsUp: 'greeting' }, 'hung-up', 'completed'],
    ['hung up while it rang', { hangsUp: 'ringing' }, 'hung-up', 'canceled'],
    ['silent', { says: 'nothing' }, 'silent', 'completed'],
    ['too short to be kept', { says: 'a click' }, 'too-short', 'completed'],
    ['of less than a second', { says: quiet(0.3), hangsUp: 'recording' }, 'too-short', 'completed'],
  ] as const)('%s is a missed call, and says why', async (_, parts, missed, status) => {
    rig = await startRig();
    const call = await called(parts);
    await until(() => rig.contactsOf(call.sid).ended);
    expect(rig.contactsOf(call.sid).ended?.details).toMatchObject({ missed, status });
    expect(rig.contactsOf(call.sid)['']).toMatchObject({ from: { phone: '+4930111' } });
  });
});

describe('webhooks', () => {
  const faults = ['lost', 'doubled', 'late'] as const;
  test.each(
    faults.flatMap((fault) => (['recorded', 'recording', 'status'] as const).map((name) => [name, fault] as const)),
  )('%s that is %s makes no difference', async (name, fault) => {
    rig = await startRig();
    const call = await called({ webhooks: { [name]: fault } });
    await reconcile(rig.station);
    const audio = `recording/${rig.twilio.recordings[0]?.sid}`;
    await until(() => rig.contactsOf(call.sid).ended && rig.contactsOf(call.sid)[audio]);
    expect(Object.keys(rig.contactsOf(call.sid)).sort()).toEqual(['', 'ended', audio]);
    expect(rig.contactsOf(call.sid).ended?.details).not.toHaveProperty('missed');
    expect(rig.intake.contacts.size).toBe(3);
  });

  test("bring Twilio's own transcript where it is asked for, once", async () => {
    rig = await startRig({ number: { transcribe: true } });
    const call = await called({ transcript: 'The printer is jammed.', webhooks: { transcription: 'doubled' } });
    const transcript = Object.entries(rig.contactsOf(call.sid)).find(([name]) => name.startsWith('transcript/'))?.[1];
    expect(transcript).toMatchObject({ revises: { cause: 'transcript' }, text: 'The printer is jammed.' });
    expect(rig.twilio.recordings).toHaveLength(1);
  });
});
