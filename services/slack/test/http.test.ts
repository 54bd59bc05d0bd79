import { createHmac } from 'node:crypto';
import { afterEach, beforeEach, describe, expect, test } from '@jest/globals';
import { type Rig, startRig } from './rig.ts';

let rig: Rig;
beforeEach(async () => {
  rig = await startRig({ receiver: 'http' });
});
afterEach(() => rig.stop());

const said = {
  ...{ type: 'message', channel: 'D0123456789', channel_type: 'im', user: 'U0123456789' },
  ...{ text: 'Hello', ts: '1795000000.000100' },
};

describe('a request', () => {
  test.each([
    ['unsigned', 'unsigned'],
    ['other-secret', 'wrong-signature'],
    ['altered', 'wrong-signature'],
    ['stale', 'stale'],
  ] as const)('that is %s is refused, counted and not logged', async (forgery, reason) => {
    expect(await rig.slack.forge(rig.team, said, forgery)).toMatchObject({ status: 401 });
    expect(rig.intake.calls()).toBe(0);
    expect(await rig.figures()).toContain(`callbook_slack_requests_refused_total{reason="${reason}"} 1`);
  });

  test('of another workspace is refused, however well it is signed', async () => {
    expect(await rig.slack.forge(rig.team, said, undefined, { teamId: 'T0000000' })).toMatchObject({ status: 401 });
    expect(rig.intake.calls()).toBe(0);
    expect(await rig.figures()).toContain('callbook_slack_requests_refused_total{reason="wrong-team"} 1');
  });

  test('of tomorrow is refused as well', async () => {
    const timestamp = String(Math.floor(Date.now() / 1000) + 86_400);
    expect((await signed('{}', timestamp)).status).toBe(401);
  });

  test('that asks whether we are there is answered', async () => {
    expect(await rig.slack.verifyUrl(rig.team)).toBe(true);
  });

  test('that is signed and makes no sense is kept as it came', async () => {
    expect((await signed('{"team_id": ')).status).toBe(200);
    const [contact] = rig.intake.contacts.values();
    expect(contact).toMatchObject({ problem: { code: 'slack-unreadable' }, original: { size: 12 } });
  });

  test('that is far too large is refused before it is read', async () => {
    expect((await signed('x'.repeat(5_000_000))).status).toBe(400);
    expect(rig.intake.calls()).toBe(0);
  });

  test('that a full disk refuses is to be sent again', async () => {
    rig.intake.refuse(1);
    expect(await rig.slack.forge(rig.team, said)).toMatchObject({ status: 507, noRetry: false });
    expect(await rig.slack.forge(rig.team, said)).toMatchObject({ status: 200 });
    expect(rig.intake.contacts.size).toBe(1);
  });

  test('keeps its bytes as the original', async () => {
    const { id } = rig.team;
    const body = JSON.stringify({ team_id: id, type: 'event_callback', event: said }, undefined, 3);
    expect((await signed(body)).status).toBe(200);
    const [contact] = rig.intake.contacts.values();
    const stored = await rig.archive.get(contact?.original.sha256 ?? '');
    const chunks: Buffer[] = [];
    for await (const chunk of stored) chunks.push(chunk as Buffer);
    expect(Buffer.concat(chunks).toString()).toBe(body);
  });
});

async function signed(body: string, timestamp = String(Math.floor(Date.now() / 1000))): Promise<Response> {
  const { app } = rig.team;
  const hash = createHmac('sha256', app.signingSecret).update(`v0:${timestamp}:${body}`).digest('hex');
  return fetch(`${rig.url}/slack/events`, {
    method: 'POST',
    headers: {
      ...{ 'content-type': 'application/json', 'x-slack-signature': `v0=${hash}` },
      'x-slack-request-timestamp': timestamp,
    },
    body,
  });
}
