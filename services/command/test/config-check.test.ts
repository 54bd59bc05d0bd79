import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { environment } from '@callbook/runtime';
import { afterAll, expect, test } from '@jest/globals';
import { runCommand } from '../src/command.ts';

const folder = mkdtempSync(join(tmpdir(), 'config-'));
afterAll(() => rmSync(folder, { recursive: true }));

const WEBHOOK_SECRET = `whsec_${Buffer.from('a key of thirty-two bytes, which').toString('base64')}`;

async function check(text: string) {
  const path = join(folder, 'callbook.yaml');
  writeFileSync(path, text);
  const said = { out: '', notes: '' };
  const status = await runCommand(['config', 'check'], {
    environment: environment({ CALLBOOK_CONFIG: path, CALLBOOK_HOME: folder, SECRET: 'do-not-tell', WEBHOOK_SECRET }),
    signal: new AbortController().signal,
    output: { write: (text) => (said.out += text) },
    notes: { write: (text) => (said.notes += text) },
  });
  return { status, ...said };
}

test('what was understood is told: hours, targets, services, rules and steps, and no secret', async () => {
  const { status, out } = await check(`organisation: { name: Example Ltd, timeZone: Europe/Berlin }
email:
  accounts:
    - { name: desk, address: desk@example.org, imap: { host: mail, user: u, password: "\${SECRET}" } }
response: { serviceHours: { open: [mon-fri 08:00-17:00], publicHolidays: { country: DE } }, minutes: 90 }
departments: [{ name: IT, aliases: [computers] }, { name: HR, private: true }]
services:
  - { name: Laptops, department: IT, words: [laptop], tasks: [{ department: HR, title: Sign }] }
priorities: { P1: { respondMinutes: 15, resolveMinutes: 120 } }
routing: { rules: [{ name: pay, when: { words: [payslip], channels: [email] }, department: HR }] }
escalation: { steps: [{ name: soon, target: respondBy, minutes: -10, to: [assignee] }] }
webhooks:
  - { name: itsm, url: "https://itsm.example.org/hook?key=\${SECRET}", secret: "\${WEBHOOK_SECRET}" }
  - { name: pay, url: "http://localhost:3000", secret: "\${WEBHOOK_SECRET}", previousSecret: "\${WEBHOOK_SECRET}",
      events: [call.created], departments: [HR], content: true, timeoutSeconds: 5 }
`);
  expect(status).toBe(0);
  expect(out).toMatch(/the desk {2}mon-fri 08:00-17:00 \(Europe\/Berlin\), \d+ holidays, (open now|opens )/);
  expect(out).toMatch(/HR +as the desk, private\n/);
  expect(out).toContain('P1             answered within 15 min of service hours, done within 120 min');
  expect(out).toContain('P2             answered within 90 min');
  expect(out).toContain('Laptops  goes to IT, by 1 words, with tasks for HR');
  expect(out).toContain('pay      channels email and words payslip → department HR');
  expect(out).toContain('soon  10 min before respondBy → assignee');
  expect(out).toContain(
    'itsm  https://itsm.example.org, hears every event, of every department that is not private, without what people wrote, answers within 20 s\n',
  );
  expect(out).toContain(
    'pay   http://localhost:3000, hears call.created, of HR, with what people wrote, signed with two secrets, answers within 5 s\n',
  );
  expect(out).not.toContain('do-not-tell');
  expect(out).not.toContain(WEBHOOK_SECRET);
});

test('what is wrong is told all at once, with its place', async () => {
  const { status, out, notes } = await check(
    'departments: [{ name: IT }]\nservices: [{ name: X, department: Y }]\nlog: 3\n',
  );
  expect([status, out]).toEqual([2, '']);
  expect(notes).toContain('The configuration has 2 faults');
  expect(notes).toContain('callbook.yaml:2:35 services.0.department: there is no department Y');
});

test('of a webhook it is told what keeps it from being one', async () => {
  const secret = `secret: ${WEBHOOK_SECRET}`;
  const { status, notes } = await check(`departments: [{ name: IT }]
webhooks:
  - { name: a, url: "http://itsm.example.org/", ${secret} }
  - { name: b, url: "https://user:word@itsm.example.org/", ${secret} }
  - { name: c, url: "https://itsm.example.org/", secret: whsec_dG9vIHNob3J0 }
  - { name: d, url: "https://itsm.example.org/", ${secret}, departments: [HR], events: [call.exploded] }
`);
  expect(status).toBe(2);
  expect(notes).toContain('webhooks.0.url: https:, localhost, or insecure: true');
  expect(notes).toContain('webhooks.1.url: an address without a user');
  expect(notes).toContain('webhooks.2.secret: a key of 24 to 64 bytes');
  expect(notes).toContain('webhooks.3.events.0');
  expect(notes).not.toContain('dG9vIHNob3J0');
  expect(notes).not.toContain(WEBHOOK_SECRET);
});

test('a webhook for a department that there is not is a fault', async () => {
  const webhook = `{ name: a, url: "https://a.example", secret: ${WEBHOOK_SECRET}, departments: [HR] }`;
  const { notes } = await check(`departments: [{ name: IT }]\nwebhooks: [${webhook}]\n`);
  expect(notes).toContain('webhooks.0.departments.0: there is no department HR');
});
