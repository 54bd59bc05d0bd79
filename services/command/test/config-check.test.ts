import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { environment } from '@callbook/runtime';
import { afterAll, expect, test } from '@jest/globals';
import { runCommand } from '../src/command.ts';

const folder = mkdtempSync(join(tmpdir(), 'config-'));
afterAll(() => rmSync(folder, { recursive: true }));

async function check(text: string) {
  const path = join(folder, 'callbook.yaml');
  writeFileSync(path, text);
  const said = { out: '', notes: '' };
  const status = await runCommand(['config', 'check'], {
    environment: environment({ CALLBOOK_CONFIG: path, CALLBOOK_HOME: folder, SECRET: 'do-not-tell' }),
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
`);
  expect(status).toBe(0);
  expect(out).toMatch(/the desk {2}mon-fri 08:00-17:00 \(Europe\/Berlin\), \d+ holidays, (open now|opens )/);
  expect(out).toMatch(/HR +as the desk, private\n/);
  expect(out).toContain('P1             answered within 15 min of service hours, done within 120 min');
  expect(out).toContain('P2             answered within 90 min');
  expect(out).toContain('Laptops  goes to IT, by 1 words, with tasks for HR');
  expect(out).toContain('pay      channels email and words payslip → department HR');
  expect(out).toContain('soon  10 min before respondBy → assignee');
  expect(out).not.toContain('do-not-tell');
});

test('what is wrong is told all at once, with its place', async () => {
  const { status, out, notes } = await check(
    'departments: [{ name: IT }]\nservices: [{ name: X, department: Y }]\nlog: 3\n',
  );
  expect([status, out]).toEqual([2, '']);
  expect(notes).toContain('The configuration has 2 faults');
  expect(notes).toContain('callbook.yaml:2:35 services.0.department: there is no department Y');
});
