import { createHash } from 'node:crypto';
import { PAPERS, SHEET_KINDS } from '@callbook/contracts';
import { describe, expect, test } from '@jest/globals';
import { type Box, type Template, templateOf } from '../src/index.ts';

const templates = SHEET_KINDS.flatMap((kind) => PAPERS.map((paper) => templateOf({ kind, version: 1, paper })));
const named = templates.map((template) => [`${template.kind} on ${template.paper}`, template] as const);

/** A symbol with the white that its readers ask for: four modules of a QR code's 25. */
function quiet({ x, y, width, height }: Box): Box {
  const zone = (4 * width) / 25;
  return { x: x - zone, y: y - zone, width: width + 2 * zone, height: height + 2 * zone };
}

function overlap(a: Box, b: Box): boolean {
  return a.x < b.x + b.width && b.x < a.x + a.width && a.y < b.y + b.height && b.y < a.y + a.height;
}

function everything({ marks, qr, dataMatrix, fields, tickBoxes }: Template): Box[] {
  return [...marks, quiet(qr), quiet(dataMatrix), ...[...fields, ...tickBoxes].map(({ box }) => box)];
}

describe.each(named)('the template of the %s', (_name, template) => {
  test('keeps everything where printers print', () => {
    for (const { x, y, width, height } of everything(template)) {
      expect(Math.min(x, y, template.width - x - width, template.height - y - height)).toBeGreaterThanOrEqual(6);
    }
  });

  test('puts nothing over anything else', () => {
    const boxes = everything(template).map(({ x, y, width, height }) => ({
      ...{ x: x + 1e-6, y: y + 1e-6 },
      ...{ width: width - 2e-6, height: height - 2e-6 },
    }));
    const pairs = boxes.flatMap((box, at) => boxes.slice(at + 1).filter((other) => overlap(box, other)));
    expect(pairs).toEqual([]);
  });

  test('has each field and each answer once', () => {
    const names = [
      ...template.fields.map(({ name, row }) => `${name} ${row}`),
      ...template.tickBoxes.map(({ group, value, row }) => `${group} ${value} ${row}`),
    ];
    expect(new Set(names).size).toBe(names.length);
  });

  test('has a code of 22 mm, a copy of 16 mm, and boxes to tick of 5 mm', () => {
    expect([template.qr.width, template.qr.height]).toEqual([22, 22]);
    expect([template.dataMatrix.width, template.dataMatrix.height]).toEqual([16, 16]);
    for (const { box } of template.tickBoxes) expect([box.width, box.height]).toEqual([5, 5]);
  });
});

test('a page of the log book has ten rows, with room to write in each', () => {
  for (const paper of PAPERS) {
    const { fields } = templateOf({ kind: 'log-book', version: 1, paper });
    expect(new Set(fields.map(({ row }) => row))).toEqual(new Set([1, 2, 3, 4, 5, 6, 7, 8, 9, 10]));
    for (const { box } of fields) expect(box.height).toBeGreaterThanOrEqual(8);
  }
});

test('a version that is not known is refused, with a code', () => {
  expect(() => templateOf({ kind: 'call', version: 2, paper: 'A4' })).toThrow(
    expect.objectContaining({ code: 'form-template-unknown' }),
  );
});

test('version 1 stays as it is, for its sheets lie about for years: what changes is another version', () => {
  const digest = (template: Template) =>
    createHash('sha256')
      .update(JSON.stringify(template, (_, value) => (typeof value === 'number' ? Math.round(value * 100) : value)))
      .digest('hex')
      .slice(0, 8);
  expect(Object.fromEntries(named.map(([name, template]) => [name, digest(template)]))).toEqual({
    'call on A4': '3e16a424',
    'call on Letter': '19583fdb',
    'log-book on A4': '48ec3092',
    'log-book on Letter': '7ead75ab',
    'separator on A4': '92048752',
    'separator on Letter': 'a5ccb168',
  });
});
