import { type OAuth, SECOND } from '@callbook/contracts';
import { z } from 'zod';

/** What a token endpoint said: RFC 6749 §5. */
export type TokenAnswer =
  | {
      readonly kind: 'granted';
      readonly accessToken: string;
      /** Milliseconds that it is good for. */
      readonly lifetime: number;
      /** The refresh token to use from now on, where another one was given. */
      readonly refreshToken: string | undefined;
    }
  /** What we ask with is no good, and a person has to change it. */
  | { readonly kind: 'refused'; readonly why: string }
  /** It cannot say at this moment. */
  | { readonly kind: 'away'; readonly why: string; readonly retryAfter: number };

const PATIENCE = 20 * SECOND;
/** An answer of more is none. */
const LONGEST_ANSWER = 100_000;
/** RFC 6749 §5.1 only recommends `expires_in`; providers in use give an hour. */
const UNSAID_LIFETIME = 30 * 60;
/** RFC 6749 §5.2: the server's own trouble, although it has a status of 4xx. */
const PASSING = new Set(['temporarily_unavailable', 'server_error', 'slow_down']);

const Granted = z.object({
  access_token: z.string().min(1),
  expires_in: z.coerce.number().positive().catch(UNSAID_LIFETIME),
  refresh_token: z.string().min(1).optional().catch(undefined),
});
const Refused = z.object({ error: z.string().max(100), error_description: z.string().catch('') });

/**
 * Asks for an access token: with the refresh token (RFC 6749 §6), or without one in the client's own name (§4.4).
 * Never rejects. `why` holds no secret.
 */
export async function askForToken(oauth: OAuth, refreshToken: string | undefined): Promise<TokenAnswer> {
  const secrets = [oauth.clientSecret, refreshToken].filter((secret) => secret !== undefined);
  try {
    const response = await fetch(oauth.tokenUrl, {
      method: 'POST',
      headers: { accept: 'application/json' },
      body: new URLSearchParams({
        ...(refreshToken === undefined
          ? { grant_type: 'client_credentials' }
          : { grant_type: 'refresh_token', refresh_token: refreshToken }),
        client_id: oauth.clientId,
        ...(oauth.clientSecret !== undefined && { client_secret: oauth.clientSecret }),
        ...(oauth.scope !== undefined && { scope: oauth.scope }),
      }),
      // Secrets go where the configuration says and nowhere else.
      redirect: 'error',
      signal: AbortSignal.timeout(PATIENCE),
    });
    return read(response, (await response.text()).slice(0, LONGEST_ANSWER), secrets);
  } catch (error) {
    const { message, cause } = error as Error & { cause?: { code?: string } };
    return { kind: 'away', why: cause?.code ?? message, retryAfter: 0 };
  }
}

function read({ status, headers }: Response, body: string, secrets: readonly string[]): TokenAnswer {
  const json = parsed(body);
  const granted = Granted.safeParse(json);
  if (status === 200 && granted.success) {
    const { access_token: accessToken, expires_in, refresh_token: refreshToken } = granted.data;
    return { kind: 'granted', accessToken, lifetime: expires_in * SECOND, refreshToken };
  }
  const refused = Refused.safeParse(json);
  const why = refused.success ? explained(refused.data, secrets) : `it answers ${status}`;
  if (refused.success && [400, 401, 403].includes(status) && !PASSING.has(refused.data.error))
    return { kind: 'refused', why };
  return { kind: 'away', why, retryAfter: pauseIn(headers.get('retry-after')) };
}

function parsed(body: string): unknown {
  try {
    return JSON.parse(body);
  } catch (error) {
    if (!(error instanceof SyntaxError) && (error as Error).name !== 'SyntaxError') throw error;
    return undefined;
  }
}

/** The provider's reason in one line: Microsoft's names the AADSTS number that its manual explains. */
function explained({ error, error_description }: z.infer<typeof Refused>, secrets: readonly string[]): string {
  const line = error_description.split(/[\r\n]/)[0]?.slice(0, 300) ?? '';
  const said = line === '' ? error : `${error} (${line})`;
  return secrets.reduce((text, secret) => text.replaceAll(secret, '[secret]'), said);
}

/** Milliseconds of a Retry-After header, in seconds or as a date (RFC 9110 §10.2.3). */
function pauseIn(header: string | null): number {
  if (header === null) return 0;
  const seconds = Number(header);
  const pause = Number.isNaN(seconds) ? Date.parse(header) - Date.now() : seconds * SECOND;
  return Number.isFinite(pause) ? Math.max(0, pause) : 0;
}
