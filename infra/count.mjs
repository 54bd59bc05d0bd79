/** Counts what infra/test ran, prints `N passed, N failed` as the last line, and ends with a status. */
import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';

const [evidence = '.test-evidence'] = process.argv.slice(2);
const checks = readFileSync(join(evidence, 'checks'), 'utf8').trim().split('\n');
let passed = checks.filter((line) => line.endsWith(' 0')).length;
let failed = checks.length - passed;

const results = join(evidence, 'jest.json');
if (existsSync(results)) {
  const jest = JSON.parse(readFileSync(results, 'utf8'));
  passed += jest.numPassedTests;
  // A file that could not even be loaded has no failed test in it, and jest can fail for reasons of its own.
  const broken = jest.numFailedTests + jest.numRuntimeErrorTestSuites;
  failed += jest.success ? broken : Math.max(1, broken);
} else {
  process.stdout.write('Jest ended without results.\n');
  failed += 1;
}
if (failed > 0) process.stdout.write(`Evidence of what failed: ${evidence}/\n`);
process.stdout.write(`${passed} passed, ${failed} failed\n`);
process.exitCode = failed > 0 ? 1 : 0;
