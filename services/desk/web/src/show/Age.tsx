import { useNow } from '../clock.ts';
import { ago, exactly, span } from '../format.ts';

/** How long ago, with the exact time when pointed at. */
export function Ago({ at }: { at: string }) {
  const now = useNow();
  return (
    <time dateTime={at} title={exactly(at)} className="numbers">
      {ago(at, now)}
    </time>
  );
}

type Targeted = {
  readonly status: string;
  readonly receivedAt: string;
  readonly respondBy?: string | undefined;
  readonly respondedAt?: string | undefined;
};

/** How a call stands against its response target: what is left, how late it is, or that it was met. */
export function targetOf(
  call: Targeted,
  now: number,
): { tone: 'good' | 'soon' | 'late' | 'none'; text: string; full: string } {
  const { status, receivedAt, respondBy, respondedAt } = call;
  if (!respondBy) return { tone: 'none', text: '', full: 'No response target' };
  const by = Date.parse(respondBy);
  const full = `Answer by ${exactly(respondBy)}`;
  if (respondedAt) {
    const late = Date.parse(respondedAt) > by;
    return late
      ? { tone: 'none', text: 'answered late', full: `${full}; answered ${exactly(respondedAt)}` }
      : {
          tone: 'none',
          text: 'answered',
          full: `${full}; answered in ${span(Date.parse(respondedAt) - Date.parse(receivedAt))}`,
        };
  }
  if (status === 'resolved' || status === 'closed') return { tone: 'none', text: '', full };
  if (now > by) return { tone: 'late', text: `${span(now - by)} late`, full };
  const share = (by - now) / Math.max(1, by - Date.parse(receivedAt));
  return { tone: share < 0.25 ? 'soon' : 'good', text: `${span(by - now)} left`, full };
}

const COLOURS = { good: 'var(--good)', soon: 'var(--soon)', late: 'var(--late)', none: 'var(--faint)' };

export function Target({ call }: { call: Targeted }) {
  const { tone, text, full } = targetOf(call, useNow());
  return (
    <span title={full} className="numbers" style={{ color: COLOURS[tone], fontWeight: tone === 'late' ? 600 : 450 }}>
      {text}
    </span>
  );
}
