import { type Readable, Transform } from 'node:stream';
import { Joiner, type MimeNode, Splitter } from '@zone-eu/mailsplit';

/**
 * How much of one text part is read, encoded. A text that a person wrote is far below; a 60 MB log pasted as text would
 * be held in memory several times over while it is decoded. The archived original has all of it.
 */
const TEXT_LIMIT = 4 * 1024 * 1024;

type Piece = MimeNode | { type: 'data' | 'body'; value: Buffer };

/** Passes a mail through, with text parts cut off at the limit; `onCut` is told once when one was. */
export function boundText(source: Readable, onCut: () => void): Readable {
  let left = Number.POSITIVE_INFINITY;
  let cut = false;
  const limit = new Transform({
    objectMode: true,
    transform(piece: Piece, _, done) {
      if (piece.type === 'node') {
        const text = !piece.contentType || /^(text|message)\//.test(piece.contentType);
        left = text && piece.disposition !== 'attachment' ? TEXT_LIMIT : Number.POSITIVE_INFINITY;
      } else if (piece.type === 'body') {
        left -= piece.value.length;
        if (left < 0) {
          if (!cut) onCut();
          cut = true;
          return done();
        }
      }
      done(null, piece);
    },
  });
  const stages = [new Splitter(), limit, new Joiner()] as const;
  let tail: Readable = source;
  for (const stage of stages) {
    tail.on('error', (error) => stage.destroy(error));
    tail = tail.pipe(stage as unknown as Transform);
  }
  return tail;
}
