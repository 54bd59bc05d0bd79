import { isCallbookError, type PageReading } from '@callbook/contracts';
import { ppOcr } from './engine/pp-ocr.ts';
import { tesseract } from './engine/tesseract.ts';
import { visionEngine } from './engine/vision.ts';
import type { ScanDocument } from './file/document.ts';
import { openDocument } from './file/open.ts';
import { keeper } from './page/keep.ts';
import { type PageDeps, readPage } from './page/page.ts';
import type { ReaderAnswer, ReaderRequest } from './reader.ts';

/** A process that reads pages, one after another, as `openReader` asks. */

let engines: Promise<Omit<PageDeps, 'keeper'>> | undefined;
let opened: { readonly path: string; readonly document: ScanDocument } | undefined;

async function documentAt(path: string): Promise<ScanDocument> {
  if (opened?.path === path) return opened.document;
  await opened?.document.close();
  opened = undefined;
  opened = { path, document: await openDocument(path) };
  return opened.document;
}

async function answer(request: ReaderRequest): Promise<ReaderAnswer['found']> {
  const document = await documentAt(request.path);
  if (request.ask === 'open') {
    const { mediaType, pages, truncated } = document;
    return { mediaType, pages, truncated };
  }
  const { vision } = request;
  engines ??= Promise.all([ppOcr(), tesseract()]).then(([recogniser, whole]) => ({
    ...{ recogniser, tesseract: whole },
    others: vision ? [visionEngine(vision)] : [],
  }));
  const page = await document.page(request.index);
  return (await readPage(
    { ...(await engines), keeper: keeper(request.folder) },
    request.index,
    page,
  )) satisfies PageReading;
}

process.on('message', (request: ReaderRequest) => {
  answer(request).then(
    (found) => process.send?.({ id: request.id, found } satisfies ReaderAnswer),
    (error: unknown) => {
      const code = isCallbookError(error) ? error.code : 'reading-failed';
      process.send?.({ id: request.id, code, message: error instanceof Error ? error.message : String(error) });
    },
  );
});
// Nobody is left to answer to.
process.once('disconnect', () => process.exit(0));
