import type { Archive } from '@callbook/archive';
import type { Contact } from '@callbook/contracts';
import type { MemoryIntake } from './memory-intake.ts';

/** An adapter between a source and an intake that a test holds in its hand. */
export type AdapterUnderTest<Raw> = {
  readonly intake: MemoryIntake;
  readonly archive: Archive;
  /** Two messages as the source sends them, and one that cannot be read as it should be. */
  readonly messages: { readonly one: Raw; readonly other: Raw; readonly broken: Raw };
  /** Brings a message as the source does. Resolves with whether the adapter has told it that it may forget it. */
  bring(raw: Raw): Promise<boolean>;
};

/** What every adapter promises, each with how it is found out. It throws where the promise is broken. */
export const adapterContract: readonly {
  readonly promise: string;
  readonly holds: <Raw>(adapter: AdapterUnderTest<Raw>) => Promise<void>;
}[] = [
  {
    promise: 'the same message twice is one contact, and another is another',
    async holds({ bring, messages, intake }) {
      await bring(messages.one);
      const [key] = intake.contacts.keys();
      await bring(messages.one);
      assert(intake.contacts.size === 1, 'the second time it had another key', [...intake.contacts.keys()]);
      await bring(messages.other);
      assert(intake.contacts.size === 2 && [...intake.contacts.keys()][0] === key, 'two messages had one key');
    },
  },
  {
    promise: 'a message that is recorded already changes nothing, and is acked',
    async holds({ bring, messages, intake }) {
      intake.recordAtOnce();
      await bring(messages.one);
      await new Promise((resolve) => setImmediate(resolve));
      const [before] = intake.contacts.values();
      assert(await bring(messages.one), 'it was not acked');
      assert(intake.contacts.size === 1 && [...intake.contacts.values()][0] === before, 'it was made again');
    },
  },
  {
    promise: 'what cannot be read is a contact with a code that says so, and its original is kept',
    async holds({ bring, messages, intake, archive }) {
      await bring(messages.broken);
      const [contact] = intake.contacts.values();
      assert(contact?.problem !== undefined, 'it has no problem', contact);
      const { sha256, size } = contact?.original ?? { sha256: '', size: 0 };
      assert((await archive.size(sha256)) === size, 'its original is gone', contact);
    },
  },
  {
    promise: 'of every message the original is kept, byte for byte',
    async holds({ bring, messages, intake, archive }) {
      for (const raw of [messages.one, messages.other]) await bring(raw);
      for (const { original } of intake.contacts.values() as Iterable<Contact>)
        assert((await archive.size(original.sha256)) === original.size, 'an original is gone', original);
    },
  },
  {
    promise: 'nothing is acked that the intake has refused, and it is taken when it comes again',
    async holds({ bring, messages, intake }) {
      intake.refuse(1);
      assert(!(await bring(messages.one)), 'it was acked');
      assert(intake.contacts.size === 0, 'it was kept all the same');
      assert(await bring(messages.one), 'the second time it was not acked');
      assert(intake.contacts.size === 1, 'the second time it was not taken');
    },
  },
  {
    promise: 'nothing is acked before the intake has it',
    async holds({ bring, messages, intake }) {
      const letGo = intake.hold();
      let acked = false;
      const bringing = bring(messages.one).then((answer) => {
        acked = answer;
      });
      await new Promise((resolve) => setTimeout(resolve, 100));
      assert(!acked, 'it was acked while the intake was still at it');
      letGo();
      await bringing;
      assert(acked, 'it was never acked');
    },
  },
];

function assert(holds: boolean, otherwise: string, seen?: unknown): void {
  if (!holds) throw new Error(`${otherwise}${seen === undefined ? '' : `: ${JSON.stringify(seen)}`}`);
}
