import { randomUUID } from 'node:crypto';
import { type RunningHouse, startHouse } from '@callbook/checks';
import { afterAll, beforeAll, expect, test } from '@jest/globals';

/** Calls that a person takes and writes down, from the API to the log. */
let house: RunningHouse;
beforeAll(async () => {
  house = await startHouse({ settings: { country: 'DE' }, args: [] });
}, 240_000);
afterAll(async () => {
  await house?.stop();
}, 120_000);

const ENTRY = {
  from: { name: 'Ada Lovelace', phone: '030 901820', email: 'Ada@Example.org' },
  text: 'The lift between the second and the third floor is stuck.',
};

type Answer = {
  readonly contact?: string;
  readonly reference?: string;
  readonly code?: string;
  readonly errors?: unknown[];
};

async function enter(entry: object) {
  const response = await house.ask('/api/calls', {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify(entry),
  });
  return { status: response.status, body: (await response.json()) as Answer };
}
const get = async (path: string) => (await (await house.ask(path)).json()) as { readonly items?: unknown[] };

test('a call that a person took is answered with its reference', async () => {
  const { status, body } = await enter({ ...ENTRY, department: 'Facilities', urgency: 'high' });
  expect(status).toBe(201);
  const call = await get(`api/calls/${body.reference}`);
  expect(call).toMatchObject({
    ...{ firstChannel: 'phone', department: 'Facilities', urgency: 'high', title: ENTRY.text },
    requester: { name: 'Ada Lovelace' },
    contacts: [
      {
        ...{ id: body.contact, text: ENTRY.text, details: { channel: 'phone', takenBy: 'Grace' } },
        from: { name: 'Ada Lovelace', phone: '+4930901820', email: 'ada@example.org' },
      },
    ],
  });
  const original = await get(`api/contacts/${body.contact}/original`);
  expect(original).toMatchObject({ from: { phone: '030 901820' }, by: 'Grace' });
});

test('what is sent twice with one id is logged once', async () => {
  const entry = { ...ENTRY, id: randomUUID(), text: 'My badge is lost.' };
  const first = await enter(entry);
  const second = await enter(entry);
  expect(first.status).toBe(201);
  expect(second).toEqual(first);
});

test('what was typed wrongly is told with its place, and not logged', async () => {
  const { status, body } = await enter({ ...ENTRY, from: { phone: 'the usual one' } });
  expect({ status, code: body.code, errors: body.errors }).toEqual({
    ...{ status: 400, code: 'request-invalid' },
    errors: [{ path: 'from.phone', message: 'no telephone number' }],
  });
  expect((await enter({ text: ' ' })).body.errors).toMatchObject([{ path: 'text' }]);
  expect((await get('api/contacts?channel=phone')).items).toHaveLength(2);
});

test('a call that waits goes on by itself, also where nothing could be sent to anybody', async () => {
  const { body } = await enter({ ...ENTRY, text: 'The heating of room 12 hums.' });
  const waiting = await house.ask(`/api/calls/${body.reference}`, {
    method: 'PATCH',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify({ status: 'waiting', waitingUntil: new Date(Date.now() + 1000).toISOString() }),
  });
  expect(await waiting.json()).toMatchObject({ status: 'waiting' });
  const status = async () => ((await get(`api/calls/${body.reference}`)) as { status?: string }).status;
  while ((await status()) === 'waiting') await new Promise((resolve) => setTimeout(resolve, 200));
  expect(await status()).toBe('in-progress');
}, 60_000);

test('while the queue is away it is taken all the same, and has its reference later', async () => {
  const entry = { ...ENTRY, id: randomUUID(), text: 'Nobody can print on the fourth floor.' };
  house.kill('redis');
  const { status, body } = await enter(entry);
  expect([201, 202]).toContain(status);
  for (;;) {
    const { items = [] } = await get(`api/contacts?channel=phone&sourceId=${entry.id}`);
    if (items.length > 0) {
      expect(items).toMatchObject([
        { id: body.contact, text: entry.text, reference: expect.stringMatching(/^CB-\d+$/) },
      ]);
      return;
    }
    await new Promise((resolve) => setTimeout(resolve, 200));
  }
}, 60_000);
