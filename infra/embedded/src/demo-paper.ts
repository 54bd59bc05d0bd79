import { existsSync, mkdirSync, readFileSync, renameSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { type Config, SECOND } from '@callbook/contracts';
import { CURRENT_VERSION } from '@callbook/forms';
import { handOutForms, type Log, openLog } from '@callbook/log';
import { type Answers, type SheetMaker, startSheetMaker, type Writing } from '@callbook/peers';
import { sleep } from '@callbook/runtime';
import type { House } from './house.ts';

const PAUSE = 8 * SECOND;
const DEPARTMENTS = ['IT', 'Facilities', 'Human resources'] as const;

/** What somebody has written on a call form at the counter: one of it in print, the other by hand. */
const SHEETS: readonly { readonly name: string; readonly answers: Answers; readonly hand: boolean }[] = [
  {
    name: 'heating',
    hand: false,
    answers: {
      fields: [
        { name: 'name', text: 'INGRID SOLBERG' },
        { name: 'phone', text: '030 901844' },
        { name: 'room', text: '2.07' },
        { name: 'matter', text: 'The radiator in 2.07 cannot be turned off, and the window does not open.' },
      ],
      ticks: [
        { group: 'urgency', value: 'medium' },
        { group: 'bestTime', value: 'morning' },
        { group: 'department', value: '2' },
      ],
    },
  },
  {
    name: 'badge',
    hand: true,
    answers: {
      fields: [
        { name: 'name', text: 'TOM OKAFOR' },
        { name: 'room', text: '1.12' },
        { name: 'matter', text: 'My badge does not open the side door any more.' },
      ],
      ticks: [
        { group: 'urgency', value: 'low' },
        { group: 'department', value: '2' },
      ],
    },
  },
];

/** The departments of the demo's forms, where none are configured. */
export function withDemoForms(config: Config): Config {
  const { departments } = config.paper;
  return {
    ...config,
    paper: { ...config.paper, departments: departments.length > 0 ? departments : [...DEPARTMENTS] },
  };
}

/** Prints forms, lets somebody fill them in, and puts the scans into the folder of the first tray, as a scanner does. */
export async function playDemoPaper({ home, lifecycle, logger }: House, config: Config): Promise<void> {
  const [tray] = config.paper.trays;
  if (!tray || tray.folder === false) return;
  const folder = tray.folder ?? join(home, 'trays', tray.name);
  const file = join(home, 'demo', 'scanned');
  const done = new Set(existsSync(file) ? readFileSync(file, 'utf8').split('\n') : []);
  const log = openLog(config.database, logger);
  const maker = startSheetMaker();
  try {
    for (const [at, { name, answers, hand }] of SHEETS.entries()) {
      if (done.has(name)) continue;
      await sleep(PAUSE, lifecycle.signal);
      if (lifecycle.signal.aborted) return;
      const scan = await scanned({ log, maker, config }, answers, hand, at + 1);
      mkdirSync(folder, { recursive: true });
      writeFileSync(join(folder, `${name}.jpg.part`), scan);
      renameSync(join(folder, `${name}.jpg.part`), join(folder, `${name}.jpg`));
      done.add(name);
      mkdirSync(join(file, '..'), { recursive: true });
      writeFileSync(file, [...done].filter(Boolean).join('\n'));
      logger.info({ sheet: name }, 'somebody has left a form in the tray');
    }
  } finally {
    await maker.close();
    await log.close();
  }
}

type Deps = { readonly log: Log; readonly maker: SheetMaker; readonly config: Config };

async function scanned(
  { log, maker, config: { paper: settings, organisation } }: Deps,
  answers: Answers,
  hand: boolean,
  seed: number,
): Promise<Buffer> {
  const { language, paper, departments } = settings;
  const layout = { kind: 'call', version: CURRENT_VERSION, paper } as const;
  const printing = { ...layout, language, departments, printedBy: 'the demo', printedAt: new Date() };
  const [number = 0] = await log.db.transaction().execute((trx) => handOutForms(trx, 1, printing));
  const writing: Writing = {
    ...{ hand, type: hand ? 'patrick-hand' : 'helvetica', inPlaces: true, size: 3.4, shade: 30, tick: 'cross' },
  };
  const look = { language, organisation: organisation.name, departments };
  const degrading = { dpi: 200, degrees: seed, noise: 6, blur: 0.4, jpeg: 80 };
  return maker.scanned({ code: { ...layout, number, page: 1 }, look, answers }, writing, degrading, seed);
}
