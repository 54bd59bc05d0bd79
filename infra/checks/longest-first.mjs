import Sequencer from '@jest/test-sequencer';

/**
 * What takes about twenty seconds or more, the longest first: on a machine that has run no test yet nobody knows, and what is
 * begun last would be waited for alone.
 */
const LONGEST = [
  'infra/checks/test/page.test.ts',
  'infra/checks/test/threads.test.ts',
  'shared/intake/test/lease.test.ts',
  'infra/checks/test/contact-page.test.ts',
  'infra/checks/test/acknowledgements.test.ts',
  'workers/delivery/test/webhooks.test.ts',
  'services/email/test/ledger.test.ts',
  'infra/checks/test/mailbox.test.ts',
  'infra/checks/test/kills.test.ts',
  'infra/checks/test/slack.test.ts',
  'infra/checks/test/old-mail.test.ts',
  'services/command/test/audit.test.ts',
  'infra/checks/test/takeover.test.ts',
  'infra/checks/test/page-desk.test.ts',
  'workers/media/test/scan.test.ts',
  'workers/media/test/speech-activity.test.ts',
  'infra/checks/test/door.test.ts',
  'services/email/test/transport.test.ts',
  'services/email/test/faults.test.ts',
  'infra/checks/test/calls.test.ts',
  'infra/checks/test/paper.test.ts',
  'infra/checks/test/page-work.test.ts',
  'services/email/test/oauth.test.ts',
  'services/email/test/readers.test.ts',
  'workers/media/test/worker.test.ts',
  'infra/checks/test/audit.test.ts',
  'shared/forms/test/read.test.ts',
  'infra/checks/test/flush.test.ts',
  'workers/delivery/test/webhooks-killed.test.ts',
  'infra/checks/test/missed-calls.test.ts',
  'infra/checks/test/voicemail.test.ts',
  'infra/checks/test/loops.test.ts',
  'services/desk/test/sign-in.test.ts',
  'infra/checks/test/transcript.test.ts',
  'infra/checks/test/slack-downtime.test.ts',
  'shared/intake/test/intake.test.ts',
  'workers/consolidation/test/order.test.ts',
  'services/desk/test/own-calls.test.ts',
  'infra/checks/test/round-trip.test.ts',
  'infra/checks/test/all-channels.test.ts',
  'infra/examples/test/hand-over.test.ts',
  'services/voice/test/reconcile.test.ts',
  'infra/measure/test/matching.test.ts',
  'shared/archive/test/bucket.test.ts',
  'infra/checks/test/odd-mail.test.ts',
  'services/email/test/door-memory.test.ts',
  'services/desk/test/views.test.ts',
  'services/email/test/fuzz.test.ts',
];

export default class LongestFirst extends Sequencer {
  sort(tests) {
    const place = ({ path }) => {
      const at = LONGEST.findIndex((name) => path.endsWith(name));
      return at < 0 ? LONGEST.length : at;
    };
    return super.sort(tests).toSorted((one, other) => place(one) - place(other));
  }
}
