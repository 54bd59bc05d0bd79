import type { CallStatus } from '@callbook/contracts';
import type { Urgency } from './form.ts';

/** What is said in Slack by blocks, in one language. All of it is plain; where it says `mrkdwn`, in Slack's markup. */
export type Words = {
  readonly form: {
    /** 24 characters at the most, as the two that follow. */
    readonly title: string;
    readonly submit: string;
    readonly cancel: string;
    readonly description: string;
    readonly descriptionHint: string;
    readonly department: string;
    readonly service: string;
    readonly urgency: string;
    readonly urgencies: Readonly<Record<Urgency, string>>;
    readonly files: string;
    readonly choose: string;
    /** Beside an input that was left empty. */
    readonly missing: string;
  };
  readonly home: {
    readonly title: string;
    readonly intro: string;
    readonly ask: string;
    readonly calls: string;
    readonly none: string;
    readonly open: string;
  };
  readonly status: Readonly<Record<CallStatus, string>>;
  readonly message: {
    readonly received: string;
    readonly reference: string;
    readonly about: string;
    readonly department: string;
    readonly answerBy: string;
    readonly answerFollows: string;
    readonly add: string;
    readonly urgent: string;
    /** Before a numbered list of them. */
    readonly questions: string;
    /** How a call stands now; the reference is mrkdwn. */
    readonly stands: (reference: string, status: CallStatus) => string;
    readonly rate: string;
  };
  readonly button: {
    readonly close: string;
    readonly reopen: string;
    /** For screen readers. */
    readonly stars: (stars: number) => string;
  };
  /** What somebody says by pressing a button, as it stands in the log. */
  readonly pressed: {
    readonly close: string;
    readonly reopen: string;
    readonly rate: (stars: number) => string;
  };
};
