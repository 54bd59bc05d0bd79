import { join } from 'node:path';
import type { Tray } from '@callbook/contracts';

/** Where scans are handed in. */
export const PATH = '/paper';

/** The folder of a tray, and whether it is one of ours, which is made when it is missing. Undefined: none is watched. */
export function folderOf(
  { name, folder }: Pick<Tray, 'name' | 'folder'>,
  home: string,
): { readonly path: string; readonly own: boolean } | undefined {
  if (folder === false) return undefined;
  return folder === undefined ? { path: join(home, 'trays', name), own: true } : { path: folder, own: false };
}
