import { isSignatureOf, signatureOf } from './signature.ts';

/**
 * Links by which a requester rates how a call was dealt with. Their key is the reply token of the call, which is in mails
 * about that call and nowhere else: no secret of its own has to be kept, or be the same on several machines.
 */
export type Rated = { readonly reference: string; readonly replyToken: string };

export function ratingToken({ reference, replyToken }: Rated): string {
  return signatureOf(signed(reference), replyToken);
}

/** Whether a token belongs to the call. */
export function isRatingToken(given: string, { reference, replyToken }: Rated): boolean {
  return isSignatureOf(given, signed(reference), replyToken);
}

function signed(reference: string): string {
  return `rate ${reference}`;
}

/** The address of the page that asks for the rating, with so many stars chosen already. */
export function ratingLink(publicUrl: string, call: Rated, stars?: number): string {
  return `${publicUrl}/contact/rate/${call.reference}/${ratingToken(call)}${stars === undefined ? '' : `?stars=${stars}`}`;
}
