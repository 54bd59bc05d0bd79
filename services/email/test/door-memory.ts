// Run by door-memory.test.ts: a door in a process of its own. Says its port and its resident memory, and at the end
// of its input the peak of that.
import { testDoor } from './test-door.ts';

const house = await testDoor({ smtp: { maxSize: 80_000_000 } });
let peak = 0;
const sampling = setInterval(() => {
  peak = Math.max(peak, process.memoryUsage.rss());
}, 5);
process.stdout.write(`${JSON.stringify({ port: house.door.port, baseMb: megabytes(process.memoryUsage.rss()) })}\n`);
process.stdin.resume().once('end', async () => {
  clearInterval(sampling);
  const contacts = house.contacts().length;
  await house.close();
  process.stdout.write(`${JSON.stringify({ peakMb: megabytes(peak), contacts })}\n`);
});

function megabytes(bytes: number): number {
  return Math.round(bytes / 1e6);
}
