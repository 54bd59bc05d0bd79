import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { MINUTE } from '@callbook/contracts';
import { type Score, scoreOf, tallied } from '@callbook/peers';
import { type RoundSheet, roundSheet } from '@callbook/peers/paper';
import type { Bench } from '../bench.ts';
import { type Figure, figure } from '../figure.ts';
import { type Part, startPart } from '../part.ts';
import { measureBeside } from './beside.ts';
import type { ReaderTasks } from './parts/reader.ts';

/** Sheets of the round trip that are read; each run reads all of them. */
const SHEETS = 12;
const LONG_SHEETS = 150;
const RUNS = 3;
/** Pages of the file whose reading must not take more memory the longer it is. */
const PAGES = 60;
const LONG_PAGES = 1000;
const PATIENCE = 120 * MINUTE;

/**
 * What it costs to read a page, beside a bare Tesseract on the same pictures, which knows neither codes nor fields; how
 * often the number of a sheet is read, and a field taken for sure that is wrong; how long callers wait meanwhile; and the memory that a long file takes.
 */
export async function measurePaper(bench: Bench): Promise<Figure[]> {
  const reader = await startPart<ReaderTasks>(bench, 'reader', 'paper/parts/reader');
  const second = await startPart<ReaderTasks>(bench, 'second reader', 'paper/parts/reader');
  const sheets: RoundSheet[] = [];
  const paths: string[] = [];
  for (let seed = 0; seed < (bench.long ? LONG_SHEETS : SHEETS); seed += 1) {
    const sheet = await roundSheet(seed, true);
    const path = join(bench.folder, `sheet-${seed}`);
    await writeFile(path, sheet.file);
    sheets.push(sheet);
    paths.push(path);
  }
  bench.say(`${sheets.length} sheets are printed, filled in and scanned`);
  for (const part of [reader, second]) await part.ask('read', { paths: paths.slice(0, 2) }, PATIENCE);

  const cpu: number[] = [];
  const wall: number[] = [];
  const bareCpu: number[] = [];
  const bareWall: number[] = [];
  const rates: number[] = [];
  let scores: Score[] = [];
  for (let run = 1; run <= (bench.long ? 1 : RUNS); run += 1) {
    bench.say(`reading, run ${run}`);
    const read = await reader.ask('read', { paths }, PATIENCE);
    cpu.push(read.processor / paths.length);
    wall.push((1000 * read.seconds) / paths.length);
    scores = read.pages.map((page, at) => scoreOf(sheets[at] as RoundSheet, page));
    const bare = await reader.ask('bare', { paths }, PATIENCE);
    bareCpu.push(bare.processor / paths.length);
    bareWall.push((1000 * bare.seconds) / paths.length);
    rates.push(await together([reader, second], paths));
  }
  const { flatBed, camera, boxes, characters, fields } = tallied(scores);
  const ratio = (name: string, part: number, of: number) => figure(name, 'ratio', [of === 0 ? 0 : part / of]);
  const beside = await measureBeside(bench, async (until) => {
    let calling = true;
    const ended = until.finally(() => {
      calling = false;
    });
    while (calling) await reader.ask('read', { paths: paths.slice(0, 1) }, PATIENCE);
    await ended;
  });
  const memory = await measureMemory(bench, reader);
  await reader.stop();
  await second.stop();
  return [
    figure('page_cpu_s', 's', cpu, { bare_ocr: bareCpu }),
    figure('page_wall_ms', 'ms', wall, { bare_ocr: bareWall }),
    figure('pages_per_min', '/min', rates),
    ratio('form_code_read_ratio', flatBed.read + camera.read, flatBed.of + camera.of),
    ratio('wrong_confident_field_ratio', fields.wrongAndSure, fields.of),
    ratio('sure_field_ratio', fields.sure, fields.printed),
    ratio('tick_right_ratio', boxes.right, boxes.of),
    ratio('print_character_right_ratio', characters.right, characters.of),
    ...beside,
    ...memory,
  ];
}

/** Pages a minute of two readers at once. */
async function together(parts: readonly Part<ReaderTasks>[], paths: readonly string[]): Promise<number> {
  const began = process.hrtime.bigint();
  await Promise.all(
    parts.map((part, at) =>
      part.ask('read', { paths: paths.filter((_, place) => place % parts.length === at) }, PATIENCE),
    ),
  );
  return paths.length / (Number(process.hrtime.bigint() - began) / 60e9);
}

async function measureMemory(bench: Bench, reader: Part<ReaderTasks>): Promise<Figure[]> {
  const pages = bench.long ? LONG_PAGES : PAGES;
  bench.say(`reading a file of ${pages} pages`);
  const { first, last } = await reader.ask('long', { path: join(bench.folder, 'long.pdf'), pages }, PATIENCE);
  return [figure('long_file_first_pages_rss_mb', 'MB', [first]), figure('long_file_peak_rss_mb', 'MB', [last])];
}
