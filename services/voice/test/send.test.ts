import type { Delivery } from '@callbook/contracts';
import type { SendingFault } from '@callbook/peers';
import { afterEach, describe, expect, test } from '@jest/globals';
import { v7 } from 'uuid';
import { openSend } from '../src/send.ts';
import { NUMBER, type Rig, type RigOptions, startRig } from './rig.ts';

const MOBILE = '+4915112345678';
let rig: Rig;
let now = Date.now();
afterEach(() => rig.stop());

/** The adapter's sender, at a Twilio of our own; what goes wrong there, once each. */
async function sender(faults: SendingFault[] = [], options: RigOptions = {}) {
  now = Date.now();
  rig = await startRig({ ...options, peer: { sendingFault: () => faults.shift(), ...options.peer } });
  return openSend([{ ...rig.station, now: () => new Date(now) }]);
}

function delivery(parts: Partial<Delivery> = {}): Delivery {
  return {
    ...{ id: v7(), kind: 'acknowledgement', channel: 'voice', account: 'hotline', to: MOBILE },
    ...{ text: 'We have your message. Its reference is CB-10429.', thread: { references: [] } },
    ...{ language: 'en', timeZone: 'UTC', call: { reference: 'CB-10429', title: 'A call', status: 'new' } },
    ...parts,
  };
}

const first = { again: false };
const again = { again: true };
const sent = () => rig.twilio.messages.filter(({ direction }) => direction === 'outbound-api');
const later = () => {
  now += 60_000;
};

describe('a text message', () => {
  test('goes from the number of the account, and its delivery is known by the name that Twilio gives it', async () => {
    const send = await sender();
    const one = delivery();
    const answer = await send(one, first);
    expect(sent()).toMatchObject([{ from: NUMBER, to: MOBILE, body: one.text }]);
    expect(answer).toEqual({ outcome: 'sent', sourceId: sent()[0]?.sid });
  });

  test('or through a messaging service, which chooses the number', async () => {
    const service = `MG${'1'.repeat(32)}`;
    const send = await sender([], {
      sms: { messagingServiceSid: service },
      peer: { services: { [service]: [NUMBER] } },
    });
    expect(await send(delivery(), first)).toMatchObject({ outcome: 'sent' });
    await rig.twilio.settled();
    expect(sent()).toMatchObject([{ service, from: NUMBER, status: 'delivered' }]);
  });

  test('whose answer was lost is not sent again', async () => {
    const send = await sender();
    const one = delivery();
    const answer = await send(one, first);
    expect(await send(one, again)).toEqual(answer);
    expect(sent()).toHaveLength(1);
  });

  test.each<SendingFault>(['cut', 'taken-and-500'])(
    'that was taken (%s) is found and not sent again',
    async (fault) => {
      const send = await sender([fault]);
      const one = delivery();
      await expect(send(one, first)).rejects.toMatchObject({ code: 'voice-api' });
      // Twilio may list it a moment later: until then nobody can know.
      await expect(send(one, again)).rejects.toMatchObject({ code: 'voice-api' });
      later();
      expect(await send(one, again)).toEqual({ outcome: 'sent', sourceId: sent()[0]?.sid });
      expect(sent()).toHaveLength(1);
    },
  );

  test('is found by another process, and after Redis was emptied', async () => {
    const send = await sender(['cut', 'cut']);
    const [one, two] = [delivery(), delivery({ to: '+4915112345679' })];
    for (const each of [one, two]) await expect(send(each, first)).rejects.toMatchObject({ code: 'voice-api' });
    later();
    // The queue knows nothing of the first try any more; our disk does.
    expect(await send(one, first)).toMatchObject({ outcome: 'sent' });
    // Another process has another disk; the queue knows that it was tried.
    rig.intake.forgetCursors();
    expect(await send(two, again)).toMatchObject({ outcome: 'sent' });
    expect(sent()).toHaveLength(2);
  });

  test('that was not taken is sent once it can be', async () => {
    const send = await sender(['unwell']);
    const one = delivery();
    await expect(send(one, first)).rejects.toMatchObject({ code: 'voice-api' });
    expect(sent()).toHaveLength(0);
    later();
    expect(await send(one, again)).toMatchObject({ outcome: 'sent' });
    expect(sent()).toHaveLength(1);
  });

  test('with the same words as another one is sent all the same', async () => {
    const send = await sender([]);
    const [one, two] = [delivery({ kind: 'reply' }), delivery({ kind: 'reply' })];
    expect(await send(one, first)).toMatchObject({ outcome: 'sent' });
    expect(await send(two, again)).toMatchObject({ outcome: 'sent' });
    expect(sent()).toHaveLength(2);
  });

  test('that Twilio is asked for too often is asked for again, and then at once', async () => {
    // The client itself asks three times more.
    const send = await sender(Array<SendingFault>(4).fill('limited'));
    const one = delivery();
    await expect(send(one, first)).rejects.toMatchObject({ code: 'voice-api' });
    expect(await send(one, again)).toMatchObject({ outcome: 'sent' });
    expect(sent()).toHaveLength(1);
  }, 60_000);
});

describe('nothing is sent, and nobody tries again,', () => {
  test('to who has asked for no more messages, which is said of them', async () => {
    const send = await sender();
    await rig.twilio.text({ from: MOBILE, to: NUMBER, body: 'Stop' });
    expect(await send(delivery(), first)).toEqual({
      outcome: 'refused',
      reason: 'they have asked for no more text messages (STOP) (error 21610)',
      optedOut: true,
    });
    await rig.twilio.text({ from: MOBILE, to: NUMBER, body: 'START' });
    expect(await send(delivery(), first)).toMatchObject({ outcome: 'sent' });
  });

  test.each([
    ['a landline', '+493012345678', "its number is no mobile telephone's (fixed line)"],
    ['a number that nobody has', '+4915', 'no number is known that a text message could go to'],
    ['a short code', '72727', 'no number is known that a text message could go to'],
    ['who withholds the number', '+266696687', 'no number is known that a text message could go to'],
  ])('to %s', async (_, to, reason) => {
    const send = await sender();
    expect(await send(delivery({ to }), first)).toEqual({ outcome: 'refused', reason });
    expect(sent()).toHaveLength(0);
  });

  test('to what only Twilio knows to be no mobile telephone', async () => {
    const send = await sender([], { peer: { landlines: [MOBILE] } });
    const reason = 'Twilio says that it is no mobile telephone (error 21614)';
    expect(await send(delivery(), first)).toEqual({ outcome: 'refused', reason });
  });

  test('that is longer than a text message can be', async () => {
    const send = await sender();
    const reason = 'it has more than the 1600 characters of a text message';
    expect(await send(delivery({ text: 'a'.repeat(1601) }), first)).toEqual({ outcome: 'refused', reason });
  });

  test('from an account that is not there any more', async () => {
    const send = await sender();
    expect(await send(delivery({ account: 'old' }), first)).toMatchObject({ outcome: 'refused' });
  });
});

test('a wrong setting of ours is no fault of the message: it is tried again', async () => {
  const send = await sender([], { sms: { from: '+4915735990000' } });
  await expect(send(delivery(), first)).rejects.toMatchObject({ code: 'voice-api' });
});

test('that a message did not arrive is told, with the reason', async () => {
  const send = await sender([], { peer: { fates: { [MOBILE]: 30003 } } });
  const [lost, fine] = [delivery(), delivery({ to: '+4915112345679' })];
  for (const one of [lost, fine]) await send(one, first);
  await rig.twilio.settled();
  const reason = 'Twilio says that it is undelivered (error 30003: the telephone cannot be reached)';
  expect(rig.undelivered).toEqual([{ id: lost.id, reason }]);
});
