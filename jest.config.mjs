/** Tests read TypeScript sources through the `@callbook/source` export condition; nothing has to be built first. */
export default {
  testEnvironment: 'node',
  testEnvironmentOptions: { customExportConditions: ['@callbook/source', 'node', 'node-addons'] },
  testMatch: ['<rootDir>/*/*/test/**/*.test.ts'],
  extensionsToTreatAsEsm: ['.ts'],
  transform: {
    '^.+\\.ts$': [
      '@swc/jest',
      { jsc: { parser: { syntax: 'typescript' }, target: 'es2023' }, module: { type: 'es6' } },
    ],
  },
  modulePathIgnorePatterns: ['/dist/'],
  testSequencer: '<rootDir>/infra/checks/longest-first.mjs',
  // Only for what hangs: a busy machine may take long for what is right.
  testTimeout: 120_000,
};
