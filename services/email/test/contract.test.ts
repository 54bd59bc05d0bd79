import { type AdapterUnderTest, adapterContract, memoryIntake } from '@callbook/checks';
import { afterEach, beforeEach, expect, test } from '@jest/globals';
import { numbered, type TestDoor, testDoor } from './test-door.ts';

let house: TestDoor;
let adapter: AdapterUnderTest<string>;
beforeEach(async () => {
  const intake = memoryIntake();
  house = await testDoor({ intake: () => intake });
  adapter = {
    ...{ intake, archive: house.archive },
    messages: {
      one: numbered(1),
      other: numbered(2),
      broken: 'Content-Type: multipart/mixed; boundary=b\r\n\r\n--b\r\n',
    },
    // The door's 250 is an ack: the server that hears it forgets the mail.
    async bring(raw) {
      const client = await house.client();
      return (await client.give(raw, ['desk@callbook.example'])).startsWith('250');
    },
  };
});
afterEach(() => house.close());

test.each(adapterContract.map(({ promise, holds }) => [promise, holds] as const))('%s', async (_, holds) => {
  await expect(holds(adapter)).resolves.toBeUndefined();
});
