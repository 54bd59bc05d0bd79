// The export `raw` by name is another function: the symbology that is called raw.
import bwip from 'bwip-js/node';

/** The dark modules of a code, those beside one another taken together. */
export type Modules = {
  /** Modules on a side. */
  readonly size: number;
  readonly dark: readonly { readonly column: number; readonly row: number; readonly length: number }[];
};

/** A QR code of 25 × 25 modules, at the highest level of correction (H): nearly a third of it may be stained. */
export function qrCode(text: string): Modules {
  return modulesOf({ bcid: 'qrcode', text, eclevel: 'H' });
}

/** A DataMatrix (ECC 200) of 18 × 18 modules. */
export function dataMatrix(text: string): Modules {
  return modulesOf({ bcid: 'datamatrix', text });
}

function modulesOf(options: { bcid: string; text: string; eclevel?: string }): Modules {
  const [symbol] = bwip.raw(options);
  if (!symbol || !('pixs' in symbol)) throw new TypeError(`bwip-js made no matrix of ${options.bcid}.`);
  const { pixs, pixx: size } = symbol;
  const dark: { column: number; row: number; length: number }[] = [];
  for (let at = 0; at < pixs.length; at += 1) {
    if (!pixs[at]) continue;
    const column = at % size;
    const row = (at - column) / size;
    const last = dark.at(-1);
    if (last && last.row === row && last.column + last.length === column) last.length += 1;
    else dark.push({ column, row, length: 1 });
  }
  return { size, dark };
}
